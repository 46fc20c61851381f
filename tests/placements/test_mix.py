"""The mix of least cost: by hand, against every mix there is, and what one more place is worth against one more place."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.placements.mix import allowed_places, groups_of, least_cost_mix, lines_of, prices_of, supported_ages

AGENCY, OWN, HOME, SUPPORTED = "Agency fostering", "In-house fostering", "Children's homes bought in", "Supported accommodation"


def _groups(*rows):
    return pd.DataFrame(rows, columns=["placement_line", "age_band", "settled", "children"]).assign(child_need="Neither")


def _prices(groups, of):
    return np.tile([of[line] for line in lines_of(groups)], (len(groups), 1))


def _solved(groups, places, share, of, ages=("16 and over",)):
    prices = _prices(groups, of)
    return least_cost_mix(groups, prices, allowed_places(groups, lines_of(groups), list(ages)), places, share)


PRICES = {AGENCY: 900.0, HOME: 5_000.0, OWN: 400.0, SUPPORTED: 700.0}


def test_own_places_go_where_they_save_most_as_worked_by_hand():
    groups = _groups((AGENCY, "5 to 9", False, 6), (AGENCY, "5 to 9", True, 4), (HOME, "10 to 15", False, 10), (OWN, "5 to 9", True, 5))
    mix = _solved(groups, {OWN: 9}, 0.3, PRICES)
    # Three may leave homes, four own places are free. Whoever takes them saves 500 a week against agency care; all three leave homes.
    assert mix.lines == [AGENCY, HOME, OWN]
    assert mix.children.sum(axis=0).tolist() == [9, 7, 9]
    assert mix.gbp_per_week == 9 * 900 + 7 * 5_000 + 9 * 400
    assert mix.worth_gbp_per_week[2] == pytest.approx(500) and np.isnan(mix.worth_gbp_per_week[:2]).all()
    # With more places than children who may move, one more is worth nothing.
    assert _solved(groups, {OWN: 40}, 0.3, PRICES).worth_gbp_per_week[2] == 0


def test_nobody_settled_moves_nobody_leaves_a_family_for_a_home_and_only_the_old_enough_go_to_supported_accommodation():
    groups = _groups(
        (AGENCY, "16 and over", False, 3),
        (HOME, "10 to 15", False, 4),
        (HOME, "16 and over", False, 4),
        (SUPPORTED, "16 and over", True, 1),
    )
    mix = _solved(groups, {}, 1.0, PRICES)
    assert mix.children[0].tolist() == [3, 0, 0] and mix.children[3].tolist() == [0, 0, 1]
    assert mix.children[1].tolist() == [4, 0, 0] and mix.children[2].tolist() == [0, 0, 4]


def test_where_the_limits_cannot_hold_it_is_said_by_how_many_places():
    mix = _solved(_groups((OWN, "5 to 9", True, 7), (AGENCY, "5 to 9", False, 2)), {OWN: 5}, 0.3, PRICES)
    assert mix.short == {OWN: 2} and not len(mix.children) and np.isnan(mix.gbp_per_week)


def test_groups_and_prices_by_age_and_need_where_there_are_enough():
    rows = [(OWN, "Under 5", "Neither", False, price) for price in (300.0, 500.0)] + [(OWN, "5 to 9", "Disabled", True, 900.0)]
    spells = pd.DataFrame(rows, columns=["placement_line", "age_band", "child_need", "settled", "price_gbp_per_week"])
    spells["child_id"] = ["a", "b", "c"]
    groups = groups_of(spells)
    assert groups[["age_band", "children"]].to_numpy().tolist() == [["5 to 9", 1], ["Under 5", 2]]
    # Two of an age and need are enough for a price of their own; one is priced as all are.
    assert prices_of(spells, groups, [OWN, AGENCY], 2)[:, 0] == pytest.approx([1_700 / 3, 400.0])
    assert np.isnan(prices_of(spells, groups, [OWN, AGENCY], 2)[:, 1]).all()
    assert supported_ages(10) == ["10 to 15", "16 and over"]


def _every_mix(groups, allowed, prices, places, share):
    """Cost of the cheapest of all mixes that keep the limits, by trying each."""
    lines, least = lines_of(groups), np.inf
    splits = [_splits(int(count), np.flatnonzero(row), len(lines)) for count, row in zip(groups["children"], allowed, strict=True)]
    from_home = (groups["placement_line"] == HOME) & ~groups["settled"]
    may_leave = int(share * groups.loc[from_home, "children"].sum() + 1e-9)
    for chosen in itertools.product(*splits):
        there = np.array(chosen)
        elsewhere = there[from_home.to_numpy()][:, [line != HOME for line in lines]].sum()
        full = any(there[:, lines.index(line)].sum() > room for line, room in places.items() if line in lines)
        if not full and elsewhere <= may_leave:
            least = min(least, float((there * prices).sum()))
    return least


def _splits(count, open_to, kinds):
    found = []
    for parts in itertools.product(range(count + 1), repeat=len(open_to)):
        if sum(parts) == count:
            row = np.zeros(kinds)
            row[open_to] = parts
            found.append(row)
    return found


@given(
    st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)),
    st.lists(st.booleans(), min_size=3, max_size=3),
    st.integers(0, 5),
    st.sampled_from([0.0, 0.5, 1.0]),
    st.lists(st.integers(100, 5_000), min_size=9, max_size=9),
)
@settings(max_examples=40, deadline=None)
def test_no_mix_costs_less_and_one_more_place_saves_no_more_than_it_is_said_to_be_worth(counts, settled, own_places, share, prices):
    groups = _groups(*zip((AGENCY, HOME, OWN), ("5 to 9", "10 to 15", "5 to 9"), settled, counts, strict=True))
    lines, prices = lines_of(groups), np.array(prices, dtype=float).reshape(3, 3)
    allowed = allowed_places(groups, lines, [])
    mix, more = (least_cost_mix(groups, prices, allowed, {OWN: own_places + extra}, share) for extra in (0, 1))
    least = _every_mix(groups, allowed, prices, {OWN: own_places}, share)
    if np.isinf(least):
        assert mix.short == {OWN: counts[2] - own_places}
        return
    assert mix.gbp_per_week == pytest.approx(least)
    # What one more saves falls as there are more: the dual value bounds it from above.
    assert -1e-6 <= mix.gbp_per_week - more.gbp_per_week <= mix.worth_gbp_per_week[lines.index(OWN)] + 1e-6
