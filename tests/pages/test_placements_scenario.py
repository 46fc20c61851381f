"""The report on a scenario of children to come, and the sections of the budget page on them, from records made up at known rates."""

import shutil

import numpy as np
import pytest
from made_up_placements import take_in_placements

from analysis.errors import InvalidScenario, NoFigures, UnknownScenario
from analysis.pages import build
from analysis.pages.fostering_scenario import build as build_fostering
from analysis.pages.given import Given
from analysis.pages.placements_runs import (
    is_of_placements,
    placements_scenario_for_run,
    placements_scenarios,
    sound_placements_scenarios,
    start_of,
)
from analysis.pages.placements_scenario import Case
from analysis.pages.placements_scenario import build as build_scenario
from analysis.pages.placements_scenario.case import AS_THINGS_ARE
from analysis.pages.scenario_runs import scenario_for_run, shipped_scenarios, sound_scenarios

PLACE = ("plymouth", "2023-24-Q2")


@pytest.fixture(scope="module")
def council(tmp_path_factory, checked_project):
    """A copy of the project whose store holds three years of placement costs."""
    root = tmp_path_factory.mktemp("placements") / "project"
    shutil.copytree(checked_project, root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_PROJECT", str(root))
        take_in_placements(root, PLACE[0])
        yield root


@pytest.fixture(scope="module")
def page(council):
    return build("budget_variance", *PLACE)


def _run(name, **settings):
    return build_scenario(*PLACE, scenario_name=name, settings=settings)


@pytest.fixture(scope="module")
def case_of(council):
    """A scenario with what is set for a run, on the council's placements, without its page."""
    start = start_of(Given(*PLACE, "public"))[1]
    sound, _ = placements_scenarios()

    def case(name, **settings):
        return Case(placements_scenario_for_run(sound, name, settings), sound, settings, start)

    return case


def test_children_to_come_are_those_there_and_those_who_come_at_the_rate_they_came(page):
    months = page.children_to_come.tables["months"].table
    placed = page.weekly_cost.table.table["placed_children"].sum()
    assert months["projected_children"].iloc[0] == placed and len(months) == 11
    ages = page.children_to_come.tables["ages"].table
    # Of a band with few children now nothing is shown, at any time, nor of another, which the sum would give away.
    hidden = ages.groupby("age_band", sort=False)["projected_children"].agg(lambda band: band.isna().mean())
    assert set(hidden) <= {0.0, 1.0} and (hidden.sum() == 0 or hidden.sum() >= 2)
    assert ages["projected_children"].dropna().groupby(ages["age_band"]).first().ge(5).all()
    # Month by month a fall tells of one child's birthday: that is for inside use.
    assert "monthly" not in page.children_to_come.tables
    costs = page.children_to_come.tables["costs"].table
    assert (costs["projected_cost_low_gbp"] < costs["projected_cost_gbp"]).all() and costs["projected_months"].tolist() == [
        6,
        12,
        12,
        12,
        12,
        6,
    ]
    past = page.children_to_come.tables["past"].table
    assert past[["projected_on", "months_ahead"]].to_numpy().tolist() == [
        ["September 2021", 12],
        ["September 2021", 24],
        ["September 2022", 12],
    ]
    assert past["projection_error_pct"].to_numpy() == pytest.approx(
        ((past["projected_children"] / past["children_there"] - 1) * 100).to_numpy()
    )


def test_a_share_of_placements_lasts_as_their_rates_say(page):
    shares = page.how_long.table.table.set_index("placement_line")
    for line, mean in (("Agency fostering", 400), ("In-house fostering", 500)):
        assert shares.loc[line, "still_there_91_days_pct"] == pytest.approx(100 * np.exp(-91 / mean), abs=12)


def test_a_report_says_what_is_supposed_beside_what_the_records_show(council, words):
    page = _run("in_house_first", years_ahead="2")
    assert "changes nothing here" not in words(page.opening)
    seen = page.suppositions.table.table.set_index("value_in_words")["seen_in_words"]
    # Two in five of all, of the three in four who are fostered.
    assert float(seen["75%"].rstrip("%")) == pytest.approx(100 * 0.4 / 0.75, abs=12)
    assert page.against_others.table.table["scenario_title"].tolist()[:2] == ["In-house first, as set for this run", "As things are"]
    assert page.against_others.table.table["supposed_difference_gbp"].iloc[1] == 0
    costs, total = page.cost.table.table, page.against_others.table.table.iloc[0]
    assert costs["projected_cost_gbp"].sum() == pytest.approx(total["projected_cost_gbp"], abs=0.05)
    # More go in-house, where a week costs less, and as many are there in all.
    assert costs["supposed_difference_gbp"].iloc[-1] < 0
    assert "One supposition was set for this run." in words(page.purpose)


def test_as_things_are_there_is_no_difference_in_the_mean_or_any_draw(case_of):
    case = case_of("as_now", years_ahead="1")
    assert case.with_it.cost.equals(case.usual.cost) and (case.with_it.drawn == case.usual.drawn).all()


def test_a_tenth_on_prices_is_a_tenth_on_cost_and_fewer_who_come_are_fewer_who_are_there(case_of):
    dearer = case_of("as_now", price_change_pct="10", years_ahead="2")
    costs = [dearer.cost(values)["cost_gbp"].to_numpy() for values in (dearer.scenario.values, AS_THINGS_ARE)]
    assert costs[0] == pytest.approx(costs[1] * 1.1)
    fewer = case_of("fewer_entries", years_ahead="10")
    ends = [fewer.children(values)[-1].sum() for values in (fewer.scenario.values, AS_THINGS_ARE)]
    # Who is there after ten years came in them: as many as come times how long they stay.
    assert ends[0] == pytest.approx(0.9 * ends[1], rel=0.01)


def test_scenarios_of_both_kinds_are_told_apart_and_broken_ones_named(council):
    assert is_of_placements("step_down") and not is_of_placements("central") and not is_of_placements("nothing")
    folder = council / "scenarios" / "placements"
    (folder / "central.toml").write_text('title = "x"\npurpose = "y"\n', encoding="utf-8")
    (folder / "bad.toml").write_text('title = "x"\npurpose = "y"\nbase = "as_no"\n', encoding="utf-8")
    try:
        sound, broken = placements_scenarios()
        assert set(broken) == {"bad", "central"} and "as_now" in sound
        assert "is the name of a fostering scenario too" in str(broken["central"][0]) and "Did you mean as_now" in str(broken["bad"][0])
        assert not is_of_placements("central")
        with pytest.raises(InvalidScenario, match="1 problem"):
            sound_placements_scenarios(["bad"])
    finally:
        (folder / "central.toml").unlink()
        (folder / "bad.toml").unlink()
    with pytest.raises(UnknownScenario, match='"step_downs" is not a scenario. Did you mean step_down'):
        sound_placements_scenarios(["step_downs"])


def test_a_fostering_scenario_takes_unit_costs_of_the_placements_held_and_says_on_how_many_they_rest(council, words):
    shipped = shipped_scenarios(*PLACE)
    assert scenario_for_run(shipped, "central", {"unit_costs": "held"}, place=PLACE).title == "Central, unit costs of placements held"
    page = build_fostering(
        *PLACE, scenario_name="central", settings={"unit_costs": "held"}, draws=200, seed=1, comparison_draws=100, variance_samples=64
    )
    held = page.unit_costs.tables["held"].table.set_index("assumption_meaning")
    of_kind = page.unit_costs.tables["held"].table["placements_of_kind"].sum()
    assert of_kind == len(start_of(Given(*PLACE, "public"))[1].ages)
    own, agency = (held.loc[f"Full cost of an {kind} placement", "held_gbp_per_year"] for kind in ("in-house", "agency"))
    # Made up at 400 and 900 a week, with a spread.
    assert (own, agency) == (pytest.approx(400 * 365 / 7, rel=0.15), pytest.approx(900 * 365 / 7, rel=0.15))
    both = page.unit_costs.tables["both"].table.set_index("costs_counted")
    assert both.loc["At the margin", "counted_in_house_gbp_per_year"] == pytest.approx(own, abs=0.02)
    assert "Unit costs are of placements open on 30 September 2023" in words(page.unit_costs)
    with pytest.raises(InvalidScenario, match='unit_costs: "ours" is not which unit costs a run can set'):
        scenario_for_run(shipped, "central", {"unit_costs": "ours"}, place=PLACE)


def test_a_scenario_that_asks_for_unit_costs_held_is_broken_where_none_are(project):
    (project / "scenarios" / "own.toml").write_text('title = "x"\npurpose = "y"\nbase = "central"\nunit_costs = "held"\n', encoding="utf-8")
    sound, broken = sound_scenarios(["central"], *PLACE)
    assert set(broken) == {"own"} and "No weekly placement costs" in str(broken["own"][0])
    with pytest.raises(InvalidScenario, match='command line, unit_costs: "held" cannot be had: none are held'):
        scenario_for_run(sound, "central", {"unit_costs": "held"}, place=PLACE)


def test_without_records_what_is_lacking_is_said(council):
    with pytest.raises(NoFigures, match="No weekly placement costs and no placement costs of the quarterly collection has been taken in"):
        start_of(Given("torbay", PLACE[1], "public"))
