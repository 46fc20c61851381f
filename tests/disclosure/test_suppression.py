import math

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from analysis.disclosure.attack import feasible_ranges, total
from analysis.disclosure.suppression import Linked, found_out, suppress

LIMIT, FEWEST = 5, 3


def one_total(counts, withheld=()):
    cells = list(range(len(counts)))
    amount = sum(0 if math.isnan(count) else count for count in counts)
    return Linked(dict(zip(cells, counts, strict=True)), [total(cells, amount=amount)], frozenset(withheld))


def hidden(linked):
    found = suppress(linked, LIMIT, FEWEST)
    assert not found.found_out
    return sorted(found.primary | found.secondary)


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ([12, 4, 4, 0], [0, 1, 2]),  # 8 left for two: both are 4
        ([1, 1, 20], [0, 1, 2]),  # 2 left for two: both are 1
        ([40, 20, 3], [1, 2]),  # one alone is the remainder: the smallest other goes too
        ([3, 0, 0, 30], [0, 3]),  # a nought is shown, and is no cover
        ([2, 40, 41, 3], [0, 3]),  # 5 left for two: each from 1 to 4, so nothing more is hidden
        ([1, 2, 40, 41], [0, 1, 2]),  # 3 left for two: each 1 or 2
        ([2, 2, 2, 50], [0, 1, 2]),  # 6 left for three: each from 1 to 4
        ([5, 9, 30], []),
    ],
)
def test_what_is_hidden_beside_a_total(counts, wanted):
    assert hidden(one_total(counts)) == wanted


def test_what_the_source_withholds_is_covered_as_well():
    linked = Linked({"a": 344, "b": 51, "x": math.nan}, [total("abx", amount=397)], frozenset("x"))
    assert hidden(linked) == ["b", "x"]
    # 6 left for four: each from 0 to 4, as far as the source says.
    printed = {"a": 480, **dict.fromkeys("wxyz", math.nan)}
    assert hidden(Linked(printed, [total("awxyz", amount=486)], frozenset("wxyz"))) == ["w", "x", "y", "z"]


def test_children_counted_twice_are_covered():
    # 37 and 54 of 90: one child is in both.
    cells = {"a": 37, "b": 54, "all": 90, "twice": 1}
    relation = total(["a", "b"], "all")
    relation = type(relation)((*relation.coefficients, ("twice", -1.0)), adds_up=True)
    assert hidden(Linked(cells, [relation], unseen=frozenset(["twice"]))) == ["a"]
    assert hidden(Linked(cells | {"a": 49, "twice": 13}, [relation], unseen=frozenset(["twice"]))) == []


def test_the_parts_of_a_row_are_covered_by_the_smaller_of_the_others():
    assert hidden(Linked({"all": 66, "in": 64, "out": 2}, [total(["in", "out"], "all")])) == ["in", "out"]


def test_a_cell_in_two_tables_is_covered_in_both():
    # x is hidden with y in the first table; the second, of x and z, must hide z as well.
    linked = Linked({"x": 3, "y": 8, "z": 30}, [total("xy", amount=11), total("xz", amount=33)])
    assert hidden(linked) == ["x", "y", "z"]


def test_where_nothing_more_can_be_hidden_it_is_said():
    found = suppress(Linked({"a": 4, "b": 4}, [total("ab", amount=8)]), LIMIT, FEWEST)
    assert dict(found.found_out) == {"a": (4, 4), "b": (4, 4)}


def test_a_policy_without_a_limit_hides_what_is_withheld_alone():
    found = suppress(one_total([1, 1, 20], withheld=[2]), 0, 1)
    assert (found.primary, found.secondary) == (frozenset([2]), frozenset())


@settings(max_examples=6, deadline=None, phases=[Phase.generate])
@given(st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 14, 40]), min_size=9, max_size=9), st.integers(0, 2))
def test_random_linked_tables_keep_every_hidden_count_hidden(counts, third):
    """A table of three by three with its totals, and a second table that shares one of its cells."""
    grid = np.array(counts).reshape(3, 3)
    grid = np.block([[grid, grid.sum(axis=1, keepdims=True)], [grid.sum(axis=0, keepdims=True), grid.sum()]])
    values = {(row, column): int(grid[row, column]) for row in range(4) for column in range(4)}
    values |= {"elsewhere": 7, "all elsewhere": values[third, 0] + 7}
    lines = [[(row, column) for column in range(4)] for row in range(4)]
    lines += [[(row, column) for row in range(4)] for column in range(4)]
    relations = [total(parts, whole) for *parts, whole in [*lines, [(third, 0), "elsewhere", "all elsewhere"]]]
    linked = Linked(values, relations)
    found = suppress(linked, LIMIT, FEWEST)
    secret = found.primary | found.secondary
    assert found.primary == {cell for cell, value in values.items() if 0 < value < LIMIT}
    assert all(values[cell] > 0 for cell in secret)
    # The attack, by an outsider who knows that hidden counts are not nought and that small ones are small.
    shown = {cell: value for cell, value in values.items() if cell not in secret}
    for bounds in (dict.fromkeys(secret, (1, math.inf)), {cell: (1, 4 if cell in found.primary else math.inf) for cell in secret}):
        ranges = feasible_ranges(shown, bounds, relations)
        assert {cell for cell, (low, high) in ranges.items() if high - low + 1 < FEWEST} <= set(found.found_out)
    if found.found_out:  # only where nothing above nought that is tied to it is left to hide
        tied = {cell for relation in relations for cell in relation.cells if set(relation.cells) & set(found.found_out)}
        assert all(cell in secret or values[cell] == 0 for cell in tied)
    for cell in () if found.found_out else found.secondary:  # nothing is hidden that need not be: shown again, one could be found out
        assert found_out(linked, secret - {cell}, (), LIMIT, FEWEST)
