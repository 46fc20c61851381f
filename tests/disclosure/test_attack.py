import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.attack import LARGEST_COUNT, difference, direction, feasible_ranges, share, total

SMALL = (1, 4)


def test_a_single_hidden_part_of_a_total_is_the_remainder():
    assert feasible_ranges({"a": 12, "b": 5}, {"c": (1, math.inf)}, [total("abc", amount=20)]) == {"c": (3, 3)}


def test_two_fours_under_a_small_remainder_are_as_bare_as_a_one_and_a_one():
    assert feasible_ranges({}, {"a": SMALL, "b": SMALL}, [total("ab", amount=8)]) == {"a": (4, 4), "b": (4, 4)}
    assert feasible_ranges({}, {"a": SMALL, "b": SMALL}, [total("ab", amount=2)]) == {"a": (1, 1), "b": (1, 1)}
    assert feasible_ranges({}, {"a": SMALL, "b": SMALL}, [total("ab", amount=5)]) == {"a": SMALL, "b": SMALL}


def test_a_rounded_share_of_a_base_that_is_shown_names_its_part():
    # 0.4% of 486 is 1.70 to 2.19 children.
    assert feasible_ranges({"all": 486}, {"out": (1, math.inf)}, share("out", "all", 0.4, 1)) == {"out": (2, 2)}
    # A whole per cent of 486 is 4.86 children wide: 1% is 3 to 7.
    assert feasible_ranges({"all": 486}, {"out": (1, math.inf)}, share("out", "all", 1, 0)) == {"out": (3, 7)}


def test_a_share_whose_base_is_hidden_too_still_tells():
    # 33.3% of an unknown base of at most 9: 1 of 3, 2 of 6 or 3 of 9.
    ranges = feasible_ranges({}, {"part": SMALL, "base": (1, 9)}, share("part", "base", 33.3, 1))
    assert ranges == {"part": (1, 3), "base": (3, 9)}


def test_a_change_beside_one_end_gives_the_other():
    assert feasible_ranges({"now": 9}, {"then": (1, math.inf)}, [difference("now", "then", 6)]) == {"then": (3, 3)}


def test_a_direction_narrows_two_hidden_counts():
    assert feasible_ranges({}, {"now": SMALL, "then": SMALL}, [direction("now", "then", 1)]) == {"now": (2, 4), "then": (1, 3)}
    assert feasible_ranges({"then": 3}, {"now": SMALL}, [direction("now", "then", 0)]) == {"now": (3, 3)}


def test_a_two_way_table_is_attacked_through_both_its_totals():
    # Rows 1+9=10 and 9+21=30, columns 10 and 30. All four hidden: a is at most 4, so b is 10 less a, c likewise, d is 20 more than a.
    hidden = {"a": SMALL, "b": (1, math.inf), "c": (1, math.inf), "d": (1, math.inf)}
    relations = [total("ab", amount=10), total("cd", amount=30), total("ac", amount=10), total("bd", amount=30)]
    assert feasible_ranges({}, hidden, relations) == {"a": (1, 4), "b": (6, 9), "c": (6, 9), "d": (21, 24)}


def test_a_cell_in_two_tables_is_bound_by_both():
    relations = [total(["x", "y"], amount=6), total(["x", "z"], amount=3)]
    hidden = dict.fromkeys("xyz", (1, math.inf))
    assert feasible_ranges({}, hidden, relations) == {"x": (1, 2), "y": (4, 5), "z": (1, 2)}


def test_a_cell_tied_to_nothing_keeps_what_is_known_of_it():
    assert feasible_ranges({"a": 1}, {"b": SMALL, "c": (1, math.inf)}, []) == {"b": SMALL, "c": (1, math.inf)}
    unbound = feasible_ranges({}, {"b": (1, math.inf), "c": (1, math.inf)}, [direction("b", "c", 1), direction("b", "c", 1)])
    assert unbound["b"] == (2, math.inf) and unbound["c"][1] >= LARGEST_COUNT - 1


def test_figures_that_contradict_one_another_say_what_each_says_alone():
    relations = [total(["x"], amount=3), total(["x", "y"], amount=2), total(["y"], amount=9)]
    assert feasible_ranges({}, {"x": (1, math.inf), "y": (1, math.inf)}, relations) == {"x": (1, math.inf), "y": (1, math.inf)}
    # More is shown than the total: nothing follows.
    assert feasible_ranges({"a": 30}, {"b": SMALL}, [total("ab", amount=20)]) == {"b": SMALL}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 6), min_size=6, max_size=6),
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_the_ranges_are_those_of_trying_every_table(counts, hide):
    """Two rows of three with all totals: every table of counts up to 6 that has them is tried."""
    cells = [(row, column) for row in range(2) for column in range(3)]
    values = dict(zip(cells, counts, strict=True))
    lines = [[cell for cell in cells if cell[0] == row] for row in range(2)] + [
        [cell for cell in cells if cell[1] == column] for column in range(3)
    ]
    relations = [total(line, amount=sum(values[cell] for cell in line)) for line in lines]
    hidden = [cell for cell, secret in zip(cells, hide, strict=True) if secret]
    shown = {cell: value for cell, value in values.items() if cell not in hidden}
    found = feasible_ranges(shown, dict.fromkeys(hidden, (0, 6)), relations)
    tables = [dict(zip(hidden, tried, strict=True)) | shown for tried in itertools.product(range(7), repeat=len(hidden))]
    fitting = [table for table in tables if all(sum(table[cell] for cell in line) == sum(values[cell] for cell in line) for line in lines)]
    for cell in hidden:
        assert found[cell] == (min(table[cell] for table in fitting), max(table[cell] for table in fitting))


@pytest.mark.parametrize("decimals", [0, 1])
def test_a_share_allows_just_the_parts_that_round_to_it(decimals):
    for part in range(1, 40):
        pct = round(100 * part / 121, decimals)
        low, high = feasible_ranges({"all": 121}, {"part": (1, math.inf)}, share("part", "all", pct, decimals))["part"]
        near = [tried for tried in range(1, 122) if abs(100 * tried / 121 - pct) <= 0.5 / 10**decimals + 1e-9]
        assert (low, high) == (near[0], near[-1])
