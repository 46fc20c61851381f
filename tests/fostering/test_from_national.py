"""Starting values for a council without figures of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.fostering.from_national import BY_CHILDREN, BY_COST, starting_values


def test_costs_follow_the_cost_of_care_and_sizes_the_children(central):
    values = {value.name: value for value in starting_values(central, 0.8, 0.5)}
    # The report: 137 households, and £23,488 for an in-house placement on average; 11 households left and 16 came in the year.
    assert values["existing_households"].value == 68.5
    assert values["in_house_gbp_per_year"].value == pytest.approx(0.8 * 23488)
    recruits = values["usual_recruits_per_year"]
    assert (recruits.value, recruits.low, recruits.high) == (5.5, 2.5, 8)
    # Nothing that is 0, no band among them, and nothing that neither follows is stated.
    assert set(values) == {
        "existing_households", "usual_recruits_per_year", "new_placements_per_year", "transfers_per_year", "in_house_gbp_per_year",
        "agency_gbp_per_year",
    }  # fmt: skip


@given(st.floats(0.05, 20), st.floats(0.05, 20))
def test_ranges_keep_their_shape(central, cost_ratio, children_ratio):
    for value in starting_values(central, cost_ratio, children_ratio):
        before = central.assumptions[value.name]
        ratio = {**dict.fromkeys(BY_COST, cost_ratio), **dict.fromkeys(BY_CHILDREN, children_ratio)}[value.name]
        assert value.value == pytest.approx(before.value * ratio)
        assert value.distribution == before.distribution
        if before.low is not None:
            assert value.low == pytest.approx(before.low * ratio) and value.high == pytest.approx(before.high * ratio)
