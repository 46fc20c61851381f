"""Rounding as a policy: worked by hand, and against every table of whole counts that an outsider could hold to be true."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.catalogue.fields import WHEN_ROUNDED, fields
from analysis.disclosure.outsider import attack_pack
from analysis.disclosure.policy import policy_named
from analysis.disclosure.published import Pack, Table
from analysis.disclosure.release import release, release_together
from analysis.disclosure.rounding import nearest
from analysis.errors import NotReleased

POLICY = policy_named("rounded")


def services(first: list[int], last: list[int]) -> pd.DataFrame:
    table = pd.DataFrame({"caseload_service": [f"service {n}" for n in range(len(first))]})
    table["children_open_first"], table["children_open"] = pd.array(first, dtype="Int64"), pd.array(last, dtype="Int64")
    table["change_children"] = table["children_open"] - table["children_open_first"]
    table["change_pct"] = 100 * table["change_children"].astype(float) / table["children_open_first"].astype(float)
    table["share_of_children_pct"] = 100 * table["children_open"].astype(float) / table["children_open"].sum()
    return table


def test_what_rests_on_rounded_counts_is_worked_out_from_those():
    released = release(services([12, 62, 0], [23, 58, 0]), "rounded", name="test")
    shown = released.table
    assert shown["children_open_first"].tolist() == [10, 60, 0] and shown["children_open"].tolist() == [25, 60, 0]
    assert shown["change_children"].tolist() == [15, 0, 0]
    assert shown["change_pct"].tolist()[:2] == [150.0, 0.0]
    # 23 and 58 come to 81, which rounds to 80: 25 of 80 and 60 of 80.
    assert shown["share_of_children_pct"].tolist() == [31.25, 75.0, 0.0]


def test_a_small_count_is_hidden_and_zero_is_zero():
    released = release(services([40, 0, 30], [3, 0, 31]), "rounded", name="test")
    assert released.table["children_open"].fillna(-1).tolist() == [-1, 0, 30] and released.suppressed["change_pct"].tolist() == [
        True,
        False,
        False,
    ]
    assert released.table["children_open_first"].tolist() == [40, 0, 30]


def test_a_direction_between_counts_that_round_to_the_same_is_hidden():
    table = pd.DataFrame({"measure_unit": ["children", "children", "per cent"], "measure_value": [21.0, 31.0, 21.0]})
    table = table.assign(previous_value=[19.0, 19.0, 19.0], direction_of_travel="improved")
    released = release(table, "rounded", name="test")
    assert released.table["measure_value"].tolist() == [20.0, 30.0, 21.0]
    assert released.suppressed["direction_of_travel"].tolist() == [True, False, False]


def test_what_rests_on_counts_and_says_not_how_is_hidden():
    table = pd.DataFrame({"smallest_count": pd.array([17, None], dtype="Int64"), "working": ["20 + 17 = 37", "3.2 + 1.1"]})
    assert release(table, "rounded", name="test").suppressed["working"].tolist() == [True, False]


def test_every_way_is_one_and_takes_columns_that_are_declared():
    declared = fields()
    for name, meaning in declared.items():
        way, *columns = meaning.when_rounded or ("hidden",)
        assert way in WHEN_ROUNDED and set(columns) <= set(declared), name
        assert len(columns) == {"per": 1, "share": len(columns), "stands": 0, "hidden": 0, "rounded": 0, "whole": 0}.get(
            way, len(columns)
        ), name
        assert way not in ("rest", "change", "change_pct", "direction") or len(columns) in (2, 4), name
    worked = [name for name, meaning in declared.items() if meaning.when_rounded and meaning.when_rounded[0] not in ("rounded", "whole")]
    assert len(worked) > 30 and all(declared[name].reveals for name in worked)


def fits(counts: tuple[int, ...], parts: list, whole) -> bool:
    """Whether whole counts, each part and then their sum, could stand behind what is shown: by trying, without the project's own ranges."""
    for count, text in zip((*counts, sum(counts)), [*parts, whole], strict=True):
        hidden = pd.isna(text)
        if hidden and count == 0 or not hidden and (5 * int(count / 5 + 0.5) != text or 0 < count < 5):
            return False
    return True


@given(st.lists(st.integers(0, 14), min_size=2, max_size=4))
def test_each_hidden_count_keeps_three_values_whatever_is_tried(counts):
    parts = pd.DataFrame({"distance_band": [str(n) for n in range(len(counts))], "distance_split": "one"})
    parts["late_reason_words"], parts["late_interviews"] = parts["distance_band"], pd.array(counts, dtype="Int64")
    tables = {
        "late_interviews_by_reason": parts[["late_reason_words", "late_interviews"]],
        "late_interviews": pd.DataFrame({"late_interviews": pd.array([sum(counts)], dtype="Int64")}),
    }
    try:
        released = release_together(tables, "rounded")
    except NotReleased:
        # All that could be hidden is: each part that is not nought, and their sum.
        assert any(0 < count < 5 for count in [*counts, sum(counts)])
        return
    shown = released["late_interviews_by_reason"].table["late_interviews"].tolist()
    whole = released["late_interviews"].table["late_interviews"].iloc[0]
    assert all(pd.isna(count) or count % 5 == 0 for count in [*shown, whole])
    assume(any(pd.isna(count) for count in shown))
    possible = [tried for tried in itertools.product(range(18), repeat=len(counts)) if fits(tried, shown, whole)]
    assert tuple(counts) in possible
    for place, count in enumerate(shown):
        if pd.isna(count):
            assert len({tried[place] for tried in possible}) >= POLICY.fewest_values


def test_nearest_is_what_a_reader_would_round_to():
    counts = np.arange(0, 200)
    assert [int(value) for value in nearest(counts, 5)] == [min(range(0, 205, 5), key=lambda step: abs(step - count)) for count in counts]


def published(rows: list[str], foot: str) -> Pack:
    body = tuple((f"kind {number}", (text,)) for number, text in enumerate(rows))
    table = Table("page.html: Children by kind", "page.html#kinds", ("Children",), body, (("Total", (foot,)),))
    return Pack("rounded", POLICY.fewest_values, POLICY.smallest_count, (table,), rounded_to=POLICY.rounded_to)


@pytest.mark.parametrize(
    ("rows", "foot", "found"),
    [
        # 40 is 38 to 42, 35 is 33 to 37: what is hidden can be 1 to 9.
        (["35", "[c]"], "40", []),
        # 8 to 12 are two of 1 to 4 each: 4 and 4.
        (["[c]", "[c]"], "10", [(4, 4), (4, 4)]),
        # 3 to 7 of two: 1 to 4 each.
        (["[c]", "[c]"], "5", []),
        # 18 to 22 less 0: not nought, and 18 at least, so small it is not.
        (["0", "[c]"], "20", []),
        # 13 to 17, less three that are 5 at least, since small ones are hidden.
        (["5", "5", "5", "[c]"], "15", [(1, 2)]),
    ],
)
def test_an_outsider_takes_each_rounded_count_for_a_range(rows, foot, found):
    findings, hidden = attack_pack([published(rows, foot)])
    assert hidden == rows.count("[c]") and [(each.least, each.most) for each in findings] == found
