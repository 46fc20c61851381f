from dataclasses import replace

import numpy as np
import pytest

from analysis.catalogue.fields import field
from analysis.errors import UnknownChoice
from analysis.fostering.comparison import comparison_table, over_the_same_years, payback_on_both_bases, side_by_side
from analysis.fostering.model.results import BASES
from analysis.fostering.scenario import with_values
from analysis.fostering.uncertainty import payback_by_year, simulate
from analysis.periods import FinancialYear


def drawn(scenario, draws=500):
    return simulate(scenario, draws, np.random.default_rng(1))


def test_each_scenario_is_held_against_the_first(shipped):
    sides = [drawn(over_the_same_years(shipped[name], 4)) for name in ("published", "central", "no_scheme")]
    table = comparison_table(sides, "all_cost_avoided")
    assert table["npv_difference_gbp"].iloc[0] == 0
    # With no scheme nothing is spent or avoided: its net present value is 0, so it differs by the whole of the first's.
    assert table["npv_difference_gbp"].iloc[2] == pytest.approx(-table["net_present_value_gbp"].iloc[0])
    assert list(table["horizon_years"]) == [4, 4, 4]
    for column in table:
        assert field(column)


def test_a_scenario_without_ranges_has_no_chance_rather_than_all_or_nothing(shipped):
    table = comparison_table([drawn(shipped["published"]), drawn(over_the_same_years(shipped["central"], 4))], "all_cost_avoided")
    assert table[["chance_of_payback_pct", "npv_positive_pct"]].isna().all(axis=1).tolist() == [True, False]
    assert table["payback_month"].notna().all()


def test_the_chance_is_the_last_of_the_chances_by_year(central):
    simulation = drawn(central)
    last = payback_on_both_bases(simulation).iloc[-1]
    for basis, column in (("all_cost_avoided", "paid_back_pct"), ("cashable_only", "paid_back_cashable_pct")):
        assert comparison_table([simulation], basis)["chance_of_payback_pct"].iloc[0] == pytest.approx(last[column])


def test_both_bases_side_by_side_say_what_they_say_one_by_one(central):
    simulation = drawn(central)
    long = payback_by_year(simulation)
    both = payback_on_both_bases(simulation)
    headings = [heading for heading, *_ in BASES.values()]
    assert both["paid_back_pct"].tolist() == long.loc[long["avoidance_basis"] == headings[0], "paid_back_pct"].tolist()
    assert both["paid_back_cashable_pct"].tolist() == long.loc[long["avoidance_basis"] == headings[1], "paid_back_pct"].tolist()
    assert both["financial_year"].tolist() == ["2023-24", "2024-25", "2025-26", "2026-27", "2027-28"]


def test_scenarios_over_different_years_are_not_compared(published, central):
    with pytest.raises(UnknownChoice, match="published 4, central 5"):
        comparison_table([drawn(published), drawn(central)], "all_cost_avoided")


def test_scenarios_from_different_years_are_not_compared(published):
    later = replace(published, name="later", first_year=FinancialYear.parse("2024-25"))
    with pytest.raises(UnknownChoice, match="published 2023-24, later 2024-25"):
        comparison_table([drawn(published), drawn(later)], "all_cost_avoided")


def test_the_same_years_change_nothing_else(central):
    assert over_the_same_years(central, 5) is central
    after = over_the_same_years(central, 10).values
    assert {name for name in after if after[name] != central.values[name]} == {"horizon_years"}


def test_a_run_that_changes_the_years_alone_is_not_listed_twice(shipped):
    longer = with_values(shipped["central"], {"horizon_years": 8}, "set for this run", "test")
    sides = side_by_side(longer, shipped["published"], shipped.values())
    assert [side.name for side in sides[:2]] == ["published", "central"] and sides[1] is longer
    assert sorted(side.name for side in sides) == sorted(shipped)
    assert {side.values["horizon_years"] for side in sides} == {8}


def test_a_run_that_changes_more_stands_beside_the_shipped_one(shipped):
    changed = with_values(shipped["central"], {"deadweight_pct": 30}, "set for this run", "test")
    sides = side_by_side(changed, shipped["published"], shipped.values())
    assert [side.name for side in sides].count("central") == 2 and len(sides) == len(shipped) + 1
    # The same value without its range is another case: nothing of it is drawn.
    held = with_values(shipped["central"], {"deadweight_pct": 25}, "set for this run", "test")
    assert len(side_by_side(held, shipped["published"], shipped.values())) == len(shipped) + 1


def test_the_scenario_that_all_build_on_is_its_own_first(shipped):
    sides = side_by_side(shipped["published"], shipped["published"], shipped.values())
    assert sides[0] is shipped["published"] and len(sides) == len(shipped)
