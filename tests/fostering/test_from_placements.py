"""Unit costs of placements held, by hand, and the scenario that takes them."""

import pandas as pd
import pytest

from analysis.errors import InvalidScenario
from analysis.fostering.appraisal import net_present_value
from analysis.fostering.from_placements import in_full_and_at_the_margin, unit_costs_held, with_unit_costs_held
from analysis.fostering.scenario import resolve_scenario

DAY = pd.Timestamp("2023-09-30")
YEAR = 365 / 7
OWN, AGENCY, HOME = "In-house fostering", "Agency fostering", "Children's homes bought in"


def _placements():
    """Own carers: six of 5 to 9, four of 10 to 15. Agency: five of 5 to 9 at 800, five of 10 to 15 at 1,000 of whom one is disabled at 2,000, and ten of 16 at 1,500. Three homes."""
    rows = [(OWN, "5 to 9", "Neither", 400.0)] * 6 + [(OWN, "10 to 15", "Neither", 450.0)] * 4
    rows += (
        [(AGENCY, "5 to 9", "Neither", 800.0)] * 5
        + [(AGENCY, "10 to 15", "Neither", 1_000.0)] * 4
        + [(AGENCY, "10 to 15", "Disabled", 2_000.0)]
    )
    rows += [(AGENCY, "16 and over", "Neither", 1_500.0)] * 10 + [(HOME, "10 to 15", "Neither", 5_000.0)] * 3
    table = pd.DataFrame(rows, columns=["placement_line", "age_band", "child_need", "price_gbp_per_week"])
    return table.assign(child_id=[f"c{number}" for number in range(len(table))])


@pytest.fixture(scope="module")
def held():
    return unit_costs_held(_placements())


def test_bought_care_is_priced_for_children_like_those_with_own_carers(held):
    rows = held.set_index("assumption")
    assert rows.loc["in_house_gbp_per_year", "held_gbp_per_year"] == round(420 * YEAR, 2)
    # Six at 800 by age and need; four at the 1,200 of their age, of which there are too few of their need. The older count for nobody.
    agency = rows.loc["agency_gbp_per_year"]
    assert agency["held_gbp_per_year"] == round((6 * 800 + 4 * 1_200) / 10 * YEAR, 2)
    assert (agency["placements_of_kind"], agency["placements_matched"]) == (20, 5)
    assert (agency["matched_by_need_pct"], agency["matched_by_age_pct"]) == (60, 40)
    assert (
        pd.isna(rows.loc["residential_gbp_per_year", "held_gbp_per_year"])
        and rows.loc["residential_gbp_per_year", "placements_of_kind"] == 3
    )


def test_a_scenario_takes_what_is_held_and_keeps_what_is_not(central, held):
    after = with_unit_costs_held(central, held, DAY)
    assert after.values["agency_gbp_per_year"] == round(960 * YEAR, 2)
    # What is paid is the cost at the margin, 85 in 100 of that in full.
    assert after.values["in_house_gbp_per_year"] == pytest.approx(420 * YEAR / 0.85, abs=0.01)
    assert after.values["residential_gbp_per_year"] == central.values["residential_gbp_per_year"]
    changed = after.assumptions["agency_gbp_per_year"]
    assert (
        changed.distribution == "fixed"
        and "rests on 20 placements open on 30 September 2023" in changed.reason
        and "60 in 100" in changed.reason
    )
    assert {name for name in central.values if after.values[name] != central.values[name]} == {
        "agency_gbp_per_year",
        "in_house_gbp_per_year",
    }


def test_the_choice_between_full_and_margin_is_the_lever_of_the_model(central, held):
    both = in_full_and_at_the_margin(with_unit_costs_held(central, held, DAY))
    assert {name: one.values["marginal_costs"] for name, one in both.items()} == {"In full": 0, "At the margin": 1}
    worth = {name: float(net_present_value(one.values, "all_cost_avoided")[0]) for name, one in both.items()}
    # The in-house cost falls by what does not move with a placement; what is bought ends whole.
    assert central.values["bought_marginal_pct"] == 100 and worth["At the margin"] > worth["In full"]


def _on(files, name, **more):
    return {**files, name: {"title": "x", "purpose": "y", "base": "central"} | more}


def test_a_file_asks_for_unit_costs_held_and_one_on_top_may_state_its_own(scenario_files, figures, sources, held):
    cost = {"value": 70_000, "reason": "x", "source": "judgement", "evidence": "y", "distribution": "fixed"}
    files = _on(scenario_files, "own", unit_costs="held")
    files["on_top"] = {"title": "x", "purpose": "y", "base": "own", "uncertainties": {"agency_gbp_per_year": cost}}
    files["both"] = {"title": "x", "purpose": "y", "base": "central", "unit_costs": "held", "uncertainties": {"agency_gbp_per_year": cost}}
    files["other"] = {"title": "x", "purpose": "y", "base": "central", "unit_costs": "our own"}
    assert resolve_scenario("central", files, figures, sources).unit_costs == "published"
    own = resolve_scenario("own", files, figures, sources)
    assert (own.unit_costs, own.own_unit_costs) == ("held", ())
    top = with_unit_costs_held(resolve_scenario("on_top", files, figures, sources), held, DAY)
    assert top.values["agency_gbp_per_year"] == 70_000 and top.values["in_house_gbp_per_year"] == pytest.approx(420 * YEAR / 0.85, abs=0.01)
    with pytest.raises(InvalidScenario, match="agency_gbp_per_year: is stated, and the file asks for the unit costs of placements held"):
        resolve_scenario("both", files, figures, sources)
    with pytest.raises(InvalidScenario, match='unit_costs: "our own" is not which unit costs to take. Write "held" or "published"'):
        resolve_scenario("other", files, figures, sources)
