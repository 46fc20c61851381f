"""Inputs that change nothing are named, and none that changes something."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.catalogue.fields import field
from analysis.fostering.appraisal import outcomes_table
from analysis.fostering.assumptions import ASSUMPTIONS
from analysis.fostering.inert import NEEDS, holds, inert_inputs, inert_table
from analysis.fostering.model.evaluate import evaluated
from analysis.fostering.scenario import with_values


@pytest.mark.parametrize(
    ("name", "value", "cause"),
    [
        ("council_tax_band_d_gbp_per_year", 3000, {"new_bill_gbp_per_household": 0, "new_households_band_d_pct": 100}),
        ("in_house_marginal_pct", 50, {"marginal_costs": True}),
        ("idle_households_pct", 40, {"relief_needs_placement": False}),
        ("residential_gbp_per_year", 250_000, {"residential_gbp_per_year": 200_000, "residential_share_pct": 5}),
    ],
)
def test_an_input_without_what_it_needs_is_named(central, name, value, cause):
    alone = with_values(central, {name: value}, "a test", "test")
    assert outcomes_table(alone).equals(outcomes_table(central)) and name in inert_inputs(alone)
    with_cause = with_values(central, cause, "a test", "test")
    assert name not in inert_inputs(with_cause)
    assert not outcomes_table(with_values(with_cause, {name: value}, "a test", "test")).equals(outcomes_table(with_cause))


def test_the_table_says_why(central):
    table = inert_table(central).set_index("assumption")["inert_because"]
    assert table["idle_households_pct"] == "relief goes only to households with a child placed"
    assert "new_placements_per_year" not in table
    assert all(field(column) for column in inert_table(central))


def test_nothing_counts_where_there_is_no_scheme(shipped):
    inert = inert_inputs(shipped["no_scheme"])
    assert "agency_gbp_per_year" in inert and "relief_pct" not in inert and "set_up_cost_gbp" not in inert


def within(name):
    declared = ASSUMPTIONS[name]
    if declared.kind != "number":
        return st.integers(int(declared.least), int(declared.most)).map(float)
    return st.floats(declared.least, min(declared.most, 100_000)) | st.just(max(0.0, declared.least))


@settings(max_examples=150)
@given(st.data())
def test_what_lacks_its_need_changes_nothing(central, data):
    names = [name for name in ASSUMPTIONS if name != "horizon_years"]
    settings_ = {
        name: data.draw(within(name), label=name) for name in data.draw(st.lists(st.sampled_from(names), max_size=12, unique=True))
    }
    values = {**central.values, **settings_}
    name = data.draw(st.sampled_from([name for name in NEEDS if not holds(NEEDS[name][0], values)] or ["idle_households_pct"]))
    if holds(NEEDS[name][0], values):
        return
    moved = {**values, name: data.draw(within(name), label="other value")}
    if holds(NEEDS[name][0], moved):
        return
    wanted = ("net_present_value_gbp_all_cost_avoided", "net_present_value_gbp_cashable_only", "spend_gbp_all_cost_avoided")
    before, after = (evaluated(which, wanted) for which in (values, moved))
    for result in wanted:
        assert after[result] == pytest.approx(before[result], rel=1e-9, abs=0.005), name
