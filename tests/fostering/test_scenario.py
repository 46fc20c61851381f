import copy

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.catalogue.fields import field
from analysis.errors import InvalidScenario, UnknownScenario
from analysis.fostering.appraisal import yearly_table
from analysis.fostering.assumptions import ASSUMPTIONS, LEVERS, OUTCOMES, UNCERTAINTIES
from analysis.fostering.scenario import assumptions_table, departures, resolve_scenario, with_eligible_households, with_values
from analysis.fostering.scenario_file import evaluate, number_problem

GIVEN = {"reason": "A reason.", "source": "scrutiny-2023-11"}


def resolved(files, figures, sources, **uncertainties):
    """A scenario on the published base that states what is given."""
    draft = {"title": "Draft", "purpose": "A test.", "base": "published", "uncertainties": uncertainties}
    return resolve_scenario("draft", {**files, "draft": draft}, figures, sources)


def problems_of(files, figures, sources, **changes):
    """Messages about a draft scenario on the published base, one a line."""
    draft = {"title": "Draft", "purpose": "A test.", "base": "published", **changes}
    with pytest.raises(InvalidScenario) as raised:
        resolve_scenario("draft", {**files, "draft": draft}, figures, sources)
    return str(raised.value)


def test_shipped_set(shipped):
    assert set(shipped) == {
        "published",
        "central",
        "cautious",
        "rule_26_weeks",
        "liverpool",
        "april_2023_unit_costs",
        "agency_transfers",
        "weekly_fee",
        "no_scheme",
    }
    assert not shipped["published"].bases
    assert all(scenario.bases[-1] == "published" for name, scenario in shipped.items() if name != "published")


def test_every_assumption_has_value_reason_and_source(shipped):
    for scenario in shipped.values():
        assert list(scenario.assumptions) == list(ASSUMPTIONS)
        for assumption in scenario.assumptions.values():
            assert assumption.reason
            assert assumption.source
            assert assumption.source != "judgement" or assumption.evidence
            assert assumption.distribution == "fixed" or (assumption.range_reason and assumption.low <= assumption.value <= assumption.high)


def test_the_reports_case_rests_on_sources_only(published):
    assert {assumption.source for assumption in published.assumptions.values()} == {
        "scrutiny-2023-11",
        "green-book-discounting-2025",
        "model",
    }


def test_levers_uncertainties_and_outcomes_are_apart():
    assert not set(LEVERS) & set(UNCERTAINTIES)
    assert not set(OUTCOMES) & set(ASSUMPTIONS)


def test_fee_is_the_relief_by_household_and_week(shipped):
    # 224,530 a year for 137 households; a year has 365 / 7 weeks: 224530 / 137 / 365 x 7 = 31.4311 a week.
    assert shipped["weekly_fee"].values["weekly_fee_gbp_per_household"] == pytest.approx(31.4311, abs=5e-5)


def test_departures_lists_only_what_differs(shipped):
    table = departures(shipped["april_2023_unit_costs"], shipped["published"])
    assert table["assumption"].tolist() == ["in_house_gbp_per_year", "agency_gbp_per_year"]
    assert table["base_value"].tolist() == [23488, 53289]
    assert table["assumption_value"].tolist() == [22654, 54991]


def test_departures_shows_a_range_that_differs_alone(scenario_files, figures, sources, central):
    entry = {"distribution": "uniform", "low": 5, "high": 50, "range_reason": "Wider.", **GIVEN}
    draft = {"title": "Draft", "purpose": "A test.", "base": "central", "uncertainties": {"deadweight_pct": entry}}
    table = departures(resolve_scenario("draft", {**scenario_files, "draft": draft}, figures, sources), central)
    assert table["assumption"].tolist() == ["deadweight_pct"]
    row = table.iloc[0]
    assert (row["base_value"], row["base_distribution"], row["base_lowest_value"], row["base_highest_value"]) == (25, "triangular", 0, 60)
    assert (row["assumption_value"], row["distribution"], row["lowest_value"], row["highest_value"]) == (25, "uniform", 5, 50)
    assert row["range_reason"] == "Wider."
    for column in table:
        assert field(column)


def test_a_scenario_departs_from_itself_in_nothing(shipped):
    assert all(departures(scenario, scenario).empty for scenario in shipped.values())


def test_a_value_held_for_a_run_departs_by_its_range(central):
    table = departures(with_values(central, {"deadweight_pct": 25}, "set for this run", "command line"), central)
    assert table[["base_distribution", "distribution"]].to_numpy().tolist() == [["triangular", "fixed"]]


def test_assumptions_table_has_a_row_for_each(central):
    table = assumptions_table(central)
    assert table["assumption"].tolist() == list(ASSUMPTIONS)
    assert table.set_index("assumption").loc["relief_pct", "stated_in"] == "published"


def test_unknown_scenario_names_those_there_are(scenario_files, figures, sources):
    with pytest.raises(UnknownScenario, match=r'"centrall" is not a scenario\. Did you mean central\?'):
        resolve_scenario("centrall", scenario_files, figures, sources)
    with pytest.raises(UnknownScenario, match=r'"zzz" is not a scenario\. There are: agency_transfers, .*central'):
        resolve_scenario("zzz", scenario_files, figures, sources)


def test_unknown_keys_say_what_is_allowed(scenario_files, figures, sources):
    message = problems_of(
        scenario_files,
        figures,
        sources,
        titel="x",
        levers={"relief_percent": {"value": 1, **GIVEN}, "deadweight_pct": {"value": 1, **GIVEN}},
        uncertainties={"attrition_pct": {"value": 5, "why": "x", **GIVEN}},
    )
    assert '"titel" is not a key of a scenario. Did you mean title?' in message
    assert '"relief_percent" is not one of the levers. Did you mean relief_pct' in message
    assert '"deadweight_pct" is not one of the levers. Move it to [uncertainties.deadweight_pct].' in message
    assert 'attrition_pct: "why" is not a key of an assumption' in message
    assert "4 problems" in message


def test_all_names_are_told_one_a_line_only_where_none_is_near(scenario_files, figures, sources):
    near = problems_of(scenario_files, figures, sources, levers={"relief_percent": {"value": 1, **GIVEN}})
    assert near.endswith("Did you mean relief_pct or relief_needs_placement or respite_relief_pct?") and len(near.splitlines()) == 2
    far = problems_of(scenario_files, figures, sources, levers={"zzz": {"value": 1, **GIVEN}})
    assert [line.strip() for line in far.splitlines()[2:]] == list(LEVERS)


@pytest.mark.parametrize(
    ("group", "name", "value", "rule"),
    [
        ("levers", "horizon_years", 0, "a whole number from 1 to 10 (years)"),
        ("levers", "horizon_years", 11, "a whole number from 1 to 10 (years)"),
        ("levers", "horizon_years", 2.5, "a whole number from 1 to 10 (years)"),
        ("levers", "marginal_costs", "yes", "is not true or false"),
        ("levers", "relief_needs_placement", 2, "true or false"),
        ("levers", "set_up_cost_gbp", -1, "a number from 0 to 10,000,000 (£)"),
        ("uncertainties", "in_house_gbp_per_year", -23488, "a number from 0 to 1,000,000 (£ a year)"),
        ("uncertainties", "deadweight_pct", 130, "a number from 0 to 100 (per cent)"),
        ("uncertainties", "deadweight_pct", float("nan"), "a number from 0 to 100 (per cent)"),
        ("uncertainties", "deadweight_pct", True, "a number from 0 to 100 (per cent)"),
        ("uncertainties", "existing_households", "council_tax_bands.I", "names a figure that is not known"),
        ("uncertainties", "existing_households", "council_tax_bands.A / 0", "divides by zero"),
        ("uncertainties", "existing_households", "council_tax_bands.A /", "Only / and * may stand between figures"),
        ("uncertainties", "existing_households", "council_tax_bands.A + 2", "Only / and * may stand between figures"),
        ("uncertainties", "existing_households", "", "Only / and * may stand between figures"),
        ("uncertainties", "deadweight_pct", "25%", "Digits only: write it as 25."),
        ("uncertainties", "existing_households", "1,000", "Digits only: write it as 1000."),
        ("levers", "set_up_cost_gbp", "£15000", "Digits only: write it as 15000."),
    ],
)
def test_impossible_values_say_what_is_allowed(scenario_files, figures, sources, group, name, value, rule):
    message = problems_of(scenario_files, figures, sources, **{group: {name: {"value": value, **GIVEN}}})
    assert "1 problem " in message
    assert f'draft.toml, {name}: "{value}"' in message
    assert rule in message


def test_missing_reasons_and_sources(scenario_files, figures, sources):
    message = problems_of(
        scenario_files,
        figures,
        sources,
        uncertainties={
            "deadweight_pct": {"value": 5},
            "attrition_pct": {"value": 5, "reason": " ", "source": "hearsay"},
            "displacement_pct": {"value": 5, "reason": "x", "source": "judgement"},
            "occupancy_pct": {"value": 90, "distribution": "uniform", "low": 80, "high": 95, **GIVEN},
        },
    )
    assert "deadweight_pct.reason: is missing or empty. Say why" in message
    assert "deadweight_pct.source: is missing or empty" in message
    assert "attrition_pct.reason: is missing or empty" in message
    assert 'attrition_pct.source: "hearsay" is not a source. Name one of: ' in message
    assert "displacement_pct.evidence: is missing. Say which evidence" in message
    assert "occupancy_pct.range_reason: is missing or empty" in message
    assert "6 problems" in message


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ({"value": 5, "low": 1, "high": 9}, "is missing, though a range is given"),
        ({"value": 5, "low": 1, "high": 9, "distribution": "normal", "range_reason": "x"}, "is not a distribution"),
        ({"value": 5, "low": 9, "high": 1, "distribution": "uniform", "range_reason": "x"}, "is not below high"),
        ({"value": 5, "low": 1, "distribution": "uniform", "range_reason": "x"}, "lacks low or high"),
        ({"value": 5, "low": 1, "high": 101, "distribution": "uniform", "range_reason": "x"}, "is not a number from 0 to 100"),
        ({"value": 5, "low": 6, "high": 9, "distribution": "triangular", "range_reason": "x"}, "is outside its range, 6 to 9"),
        ({"value": 5, "low": 6, "high": 9, "distribution": "fixed"}, "has a range"),
        ({}, "states neither a value nor a range"),
        ({"value": 0}, "is the same as in the base"),
    ],
)
def test_ranges_that_do_not_fit(scenario_files, figures, sources, entry, rule):
    assert rule in problems_of(scenario_files, figures, sources, uncertainties={"deadweight_pct": {**entry, **GIVEN}})


def test_a_flag_cannot_vary(scenario_files, figures, sources):
    entry = {"value": True, "distribution": "uniform", "low": False, "high": True, "range_reason": "x", **GIVEN}
    assert "cannot vary" in problems_of(scenario_files, figures, sources, levers={"marginal_costs": entry})


@pytest.mark.parametrize("value", [90, 40])
def test_a_new_value_needs_a_range_of_its_own(scenario_files, figures, sources, value):
    # 90 is outside the range of the central case and 40 inside: either way its draws would run round the central 25.
    message = problems_of(scenario_files, figures, sources, base="central", uncertainties={"deadweight_pct": {"value": value, **GIVEN}})
    assert (
        f'draft.toml, deadweight_pct: "{value}" is a new value, and the range inherited from central.toml, triangular from 0 to 60'
        in message
    )
    assert 'is about another, 25. Write distribution, low, high and range_reason for the new value, or distribution = "fixed".' in message


@pytest.mark.parametrize(
    "entry",
    [{"value": 90, "distribution": "fixed"}, {"value": 90, "distribution": "uniform", "low": 80, "high": 95, "range_reason": "x"}],
)
def test_a_new_value_with_its_range_or_held(scenario_files, figures, sources, entry):
    draft = {"title": "Draft", "purpose": "A test.", "base": "central", "uncertainties": {"deadweight_pct": {**entry, **GIVEN}}}
    found = resolve_scenario("draft", {**scenario_files, "draft": draft}, figures, sources).assumptions["deadweight_pct"]
    assert (found.value, found.distribution, found.low, found.high) == (90, entry["distribution"], entry.get("low"), entry.get("high"))


def test_a_new_range_must_hold_the_inherited_value(scenario_files, figures, sources):
    entry = {"distribution": "uniform", "low": 30, "high": 50, "range_reason": "x", **GIVEN}
    message = problems_of(scenario_files, figures, sources, base="central", uncertainties={"deadweight_pct": entry})
    assert 'deadweight_pct: "25" is outside its range, 30 to 50' in message


def test_a_base_that_loops(scenario_files, figures, sources):
    files = copy.deepcopy(scenario_files)
    files["published"]["base"] = "central"
    with pytest.raises(InvalidScenario, match="loops: central -> published -> central") as raised:
        resolve_scenario("central", files, figures, sources)
    assert len(raised.value.problems) == 1


@pytest.mark.parametrize(
    ("base", "remedy"),
    [("zzz", "Name one of: agency_transfers"), (5, "Name one of: agency_transfers"), ("centrall", "Did you mean central?")],
)
def test_a_base_that_is_not_there(scenario_files, figures, sources, base, remedy):
    message = problems_of(scenario_files, figures, sources, base=base)
    assert f'draft.toml, base: "{base}" is not a scenario. {remedy}' in message
    assert "1 problem " in message


def test_a_file_without_a_base_is_told_to_name_one(scenario_files, figures, sources):
    draft = {"title": "Draft", "purpose": "A test."}
    lead = 'draft.toml, base: is missing. Add base = "central", or state first_year and every assumption.'
    with pytest.raises(InvalidScenario) as raised:
        resolve_scenario("draft", {**scenario_files, "draft": draft}, figures, sources)
    assert [str(problem) for problem in raised.value.problems] == [lead]
    with pytest.raises(InvalidScenario) as raised:
        resolve_scenario("draft", {**scenario_files, "draft": {**draft, "first_year": "2023-24"}}, figures, sources)
    assert str(raised.value.problems[0]) == lead and len(raised.value.problems) > 40


def test_the_scenario_that_all_build_on_needs_no_base(scenario_files, figures, sources):
    files = copy.deepcopy(scenario_files)
    del files["published"]["first_year"]
    with pytest.raises(InvalidScenario) as raised:
        resolve_scenario("central", files, figures, sources)
    year = "published.toml, first_year: is missing. Give the financial year of year 0, such as 2023-24."
    assert [str(problem) for problem in raised.value.problems] == [year]


def test_without_a_base_everything_must_be_stated(scenario_files, figures, sources):
    draft = {"title": "Draft", "purpose": "A test.", "first_year": "2023-24"}
    with pytest.raises(InvalidScenario) as raised:
        resolve_scenario("draft", {"draft": draft}, figures, sources)
    needed = [declared for declared in ASSUMPTIONS.values() if declared.default is None]
    assert len(raised.value.problems) == len(needed)


@pytest.mark.parametrize("year", ["2023", "2023-25", 2023])
def test_first_year_must_be_a_financial_year(scenario_files, figures, sources, year):
    assert "is not a financial year. Write it like 2023-24." in problems_of(scenario_files, figures, sources, first_year=year)


def test_a_first_year_of_its_own_needs_prices_of_its_own(scenario_files, figures, sources):
    message = problems_of(scenario_files, figures, sources, base="central", first_year="2024-25")
    assert (
        'draft.toml, first_year: "2024-25" is not the first year of published.toml, 2023-24: the dates would move and the prices' in message
    )
    draft = {"title": "Draft", "purpose": "A test.", "base": "central", "first_year": "2023-24"}
    assert str(resolve_scenario("draft", {**scenario_files, "draft": draft}, figures, sources).first_year) == "2023-24"


def test_correlations_that_cannot_hold_together(scenario_files, figures, sources):
    pairs = [("in_house_uplift_pct", "bought_uplift_pct", 0.9), ("in_house_uplift_pct", "inflation_pct", 0.9)]
    pairs += [("bought_uplift_pct", "inflation_pct", -0.9)]
    correlations = [{"between": [one, other], "coefficient": coefficient, **GIVEN} for one, other, coefficient in pairs]
    assert "cannot all hold together" in problems_of(scenario_files, figures, sources, correlations=correlations)


@pytest.mark.parametrize(
    ("pair", "rule"),
    [
        ({"between": ["in_house_uplift_pct"], "coefficient": 0.5}, "does not name two assumptions"),
        ({"between": ["in_house_uplift_pct", "relief_pct"], "coefficient": 0.5}, '"relief_pct" is not an uncertainty'),
        ({"between": ["in_house_uplift_pct", "inflation_pct"], "coefficient": 1}, "is not a number above -1 and below 1"),
    ],
)
def test_correlations_are_checked(scenario_files, figures, sources, pair, rule):
    message = problems_of(scenario_files, figures, sources, correlations=[{**pair, **GIVEN}])
    assert rule in message


def test_bands_must_add_up(scenario_files, figures, sources):
    message = problems_of(
        scenario_files,
        figures,
        sources,
        uncertainties={
            "existing_households_band_a": {"value": 100, **GIVEN},
            "new_bill_gbp_per_household": {"value": 0, **GIVEN},
            "new_households_band_a_pct": {"value": 60, **GIVEN},
        },
    )
    assert 'existing_households: "137" is not the sum of the households in each band, 100' in message
    assert "the shares of new households in each band add up to 60, not 100" in message


@pytest.mark.parametrize(
    "entry",
    [{"value": 10}, {"distribution": "uniform", "low": 0, "high": 10, "range_reason": "x"}],
)
def test_residential_care_is_not_free(scenario_files, figures, sources, entry):
    share = {"residential_share_pct": {**entry, **GIVEN}}
    message = problems_of(scenario_files, figures, sources, uncertainties=share)
    assert "residential_share_pct" in message and "residential_gbp_per_year is: the dearer care would count as free. State" in message
    costed = share | {"residential_gbp_per_year": {"value": 250_000, **GIVEN}}
    found = resolved(scenario_files, figures, sources, **costed)
    assert found.values["residential_gbp_per_year"] == 250_000


def test_a_share_without_its_cost_cannot_be_set_for_a_run(central):
    with pytest.raises(InvalidScenario, match='command line, residential_share_pct: "10" is not 0, and residential_gbp_per_year is'):
        with_values(central, {"residential_share_pct": "10"}, "x", "command line")
    after = with_values(central, {"residential_share_pct": "10", "residential_gbp_per_year": "250000"}, "x", "command line")
    assert after.values["residential_share_pct"] == 10


def test_values_can_be_set_for_a_run(central):
    after = with_values(central, {"new_placements_per_year": "12", "relief_needs_placement": "false"}, "set for this run", "command line")
    assert after.values["new_placements_per_year"] == 12
    assert after.values["relief_needs_placement"] == 0
    assert after.assumptions["new_placements_per_year"].distribution == "fixed"
    assert central.values["new_placements_per_year"] == 10


def test_every_bad_setting_is_named(central):
    with pytest.raises(InvalidScenario) as raised:
        with_values(central, {"new_placement_per_year": "12", "deadweight_pct": "130", "relief_pct": "all"}, "x", "command line")
    message = str(raised.value)
    assert "Did you mean new_placements_per_year" in message
    assert 'command line, deadweight_pct: "130" is not a number from 0 to 100' in message
    assert '"all" is not a number from 0 to 100' in message


def test_eligible_households_replace_the_assumed_ones(published):
    # 10 in band A and 2 in band D: 10 x 1,407.71 + 2 x 2,111.56 = 18,300.22 a year.
    households = pd.DataFrame({"council_tax_band": ["A", "D"], "existing_households": [10, 2]})
    after = with_eligible_households(published, households, "Found eligible.", "register of carers")
    assert after.values["existing_households"] == 12
    assert yearly_table(after)["relief_existing_gbp"].iloc[0] == pytest.approx(18300.22, abs=0.005)


@pytest.mark.parametrize(
    ("bands", "counts", "rule"),
    [
        (["A", "I"], [1, 2], "is not an assumption"),
        (["A", "A"], [1, 2], "more than one row"),
        (["A", "B"], [1, -2], "is not a number from 0"),
    ],
)
def test_eligible_households_that_cannot_be(published, bands, counts, rule):
    households = pd.DataFrame({"council_tax_band": bands, "existing_households": counts})
    with pytest.raises(InvalidScenario, match=rule):
        with_eligible_households(published, households, "x", "register of carers")


def test_evaluate_reads_from_left_to_right():
    # 100 / 4 = 25; 25 / 5 = 5; 5 x 2 = 10.
    assert evaluate("a / b / 5 * 2", {"a": 100.0, "b": 4.0}) == 10
    with pytest.raises(ValueError):
        evaluate("a + b", {"a": 100.0, "b": 4.0})
    with pytest.raises(KeyError, match="c"):
        evaluate("a / c", {"a": 100.0, "b": 4.0})


@given(name=st.sampled_from([n for n, d in ASSUMPTIONS.items() if d.kind == "number"]), share=st.floats(0, 1), beyond=st.floats(1e-3, 1e9))
def test_bounds_hold(name, share, beyond):
    declared = ASSUMPTIONS[name]
    inside = min(max(declared.least + share * (declared.most - declared.least), declared.least), declared.most)
    assert number_problem("draft", name, inside) is None
    assert number_problem("draft", name, declared.most + beyond) is not None
    assert number_problem("draft", name, declared.least - beyond) is not None
