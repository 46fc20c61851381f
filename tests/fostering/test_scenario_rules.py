"""An effect has its cause, and what moves together is among the departures."""

import pytest

from analysis.errors import InvalidScenario
from analysis.fostering.scenario import correlation_departures, departures, resolve_scenario, with_values

NO_RELIEF = {"relief_pct": 0}
BROUGHT = ["new_placements_per_year", "transfers_per_year", "attrition_prevented_pct"]
CAMPAIGN = {
    "title": "A campaign",
    "purpose": "Carers are sought and none is paid.",
    "base": "central",
    "levers": {
        "relief_pct": {"value": 0, "reason": "None.", "source": "judgement", "evidence": "None needed."},
        "set_up_cost_gbp": {"value": 50_000, "reason": "Advertising.", "source": "judgement", "evidence": "A quotation."},
    },
}


def stated(value):
    return {"value": value, "distribution": "fixed", "range_reason": "Held.", "reason": "x", "source": "judgement", "evidence": "y"}


def refused(make) -> list[str]:
    with pytest.raises(InvalidScenario) as raised:
        make()
    return [problem.column for problem in raised.value.problems]


def test_relief_taken_away_in_a_run_leaves_no_effect_behind(shipped):
    assert refused(lambda: with_values(shipped["published"], NO_RELIEF, "x", "command line")) == ["new_placements_per_year"]
    assert refused(lambda: with_values(shipped["central"], NO_RELIEF, "x", "command line")) == BROUGHT
    said = {**NO_RELIEF, "new_placements_per_year": 5, "transfers_per_year": 0, "attrition_prevented_pct": 0}
    assert with_values(shipped["central"], said, "x", "command line").values["new_placements_per_year"] == 5


def test_a_fee_in_place_of_relief_is_a_cause(shipped):
    assert with_values(shipped["central"], {**NO_RELIEF, "weekly_fee_gbp_per_household": 30}, "x", "command line")
    assert refused(lambda: with_values(shipped["weekly_fee"], {"weekly_fee_gbp_per_household": 0}, "x", "command line")) == BROUGHT


def test_a_campaign_without_relief_does_not_inherit_retention(scenario_files, figures, sources):
    def resolved(**effects):
        file = {**CAMPAIGN, "uncertainties": {name: stated(value) for name, value in effects.items()}}
        return resolve_scenario("campaign", {**scenario_files, "campaign": file}, figures, sources)

    assert refused(resolved) == BROUGHT
    assert refused(lambda: resolved(new_placements_per_year=4, transfers_per_year=0)) == ["attrition_prevented_pct"]
    assert resolved(new_placements_per_year=4, transfers_per_year=0, attrition_prevented_pct=0).values["new_placements_per_year"] == 4


def test_a_scenario_on_one_that_pays_nobody_states_what_it_likes(shipped):
    later = with_values(shipped["no_scheme"], {"new_placements_per_year": 3, "set_up_cost_gbp": 1}, "x", "command line")
    assert with_values(later, {"horizon_years": 6}, "x", "command line").values["new_placements_per_year"] == 3


def test_a_scenario_that_changes_only_correlations_shows_it(scenario_files, figures, sources, shipped):
    pair = shipped["central"].correlations[0]
    file = {"title": "Tied", "purpose": "x", "base": "central"}
    tie = {"between": [pair.second, pair.first], "coefficient": 0.9, "reason": "Closer.", "source": "judgement", "evidence": "y"}
    new = {**tie, "between": ["occupancy_pct", "deadweight_pct"], "coefficient": -0.2}
    tied = resolve_scenario("tied", {**scenario_files, "tied": {**file, "correlations": [tie, new]}}, figures, sources)
    assert departures(tied, shipped["central"]).empty
    table = correlation_departures(tied, shipped["central"])
    assert table[["base_coefficient", "coefficient"]].to_numpy().tolist() == [[pair.coefficient, 0.9], [0, -0.2]]
    assert table["correlated_pair"].str.contains(" and ").all() and table["reason"].tolist() == ["Closer."] * 2
    assert correlation_departures(shipped["central"], shipped["central"]).empty
