"""What the rules of the model come to, and what the others would."""

import pytest

from analysis.fostering.appraisal import net_present_value, result
from analysis.fostering.model.results import BASES
from analysis.fostering.model.rules import RULES, rules_table, with_other_rule


def test_what_an_independent_model_found(central):
    # Worked out outside this project: occupancy of transferred children is 58,949 of central's 288,757; with the in-house cost charged in
    # full the cashable result is -1,505,552 instead of -714,681.
    table = rules_table(central)
    assert net_present_value(central.values, "all_cost_avoided")[0] == pytest.approx(288_757, abs=0.5)
    assert table["npv_otherwise_gbp"][2] - 288_757 == pytest.approx(58_949, abs=1)
    assert net_present_value(central.values, "cashable_only")[0] == pytest.approx(-714_681, abs=0.5)
    assert table["npv_otherwise_cashable_gbp"][3] == pytest.approx(-1_505_552, abs=0.5)


def test_each_rule_moves_the_result(central):
    now = {basis: net_present_value(central.values, basis)[0] for basis in BASES}
    table = rules_table(central)
    moved = (table["npv_otherwise_gbp"] - now["all_cost_avoided"]).abs() + (
        table["npv_otherwise_cashable_gbp"] - now["cashable_only"]
    ).abs()
    assert (moved > 1000).all() and len(table) == len(RULES)


def test_without_what_a_rule_is_about_it_moves_nothing(central):
    without = [
        {"usual_recruits_per_year": 0},
        {"deadweight_pct": 0, "transfer_deadweight_pct": 0},
        {"transfers_per_year": 0},
        {"cashable_recruits_pct": 100, "cashable_transfers_pct": 100},
    ]
    for rule, change in zip(RULES, without, strict=True):
        values = {**central.values, **change}
        for basis in BASES:
            other = net_present_value(values, basis, with_other_rule(rule))[0]
            assert other == pytest.approx(net_present_value(values, basis)[0], abs=1e-6), (rule.meaning, basis)


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("rule", RULES, ids=range(len(RULES)))
def test_the_break_even_follows_the_rule(central, rule, basis):
    lines = with_other_rule(rule)
    needed = result(central.values, "break_even_placements_per_year", basis, lines)[0]
    if needed > 0:
        assert net_present_value({**central.values, "new_placements_per_year": needed}, basis, lines)[0] == pytest.approx(0, abs=0.01)
