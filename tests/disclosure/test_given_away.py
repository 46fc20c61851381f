import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.given_away import fits_give_away, hidden_beside_bases, hidden_beside_overlap, hidden_beside_total
from analysis.disclosure.release import release


def hidden_of(counts: list, total: int, policy: str = "public") -> list[bool]:
    column = pd.Series(counts, dtype="Int64")
    return hidden_beside_total(column, pd.Series(["a"] * len(counts)), pd.Series({"a": total}), column.isna(), policy).tolist()


def test_the_smallest_shown_count_goes_too_where_the_rest_would_be_small():
    # 490 less 489 shown leaves 1 for two withheld types; with the 7 hidden as well, 8 is left for three.
    assert hidden_of([325, 56, 33, 16, None, 24, 28, 7, None], 490) == [False] * 4 + [True] + [False] * 2 + [True, True]


def test_nothing_more_is_hidden_where_enough_is_left():
    # 486 less 480 leaves 6 for four withheld types.
    assert hidden_of([344, 51, 50, None, None, 9, 26, None, None], 486) == [False, False, False, True, True, False, False, True, True]


def test_one_withheld_count_never_stands_alone():
    assert hidden_of([40, 20, None], 66) == [False, True, True]


def test_nothing_can_be_worked_out_where_the_counts_exceed_the_total():
    assert hidden_of([300, 188, None], 485) == [False, False, True]


def test_a_small_printed_count_is_hidden_with_another():
    assert hidden_of([40, 20, 3], 63) == [False, True, True]


def test_inside_use_hides_only_what_the_source_withheld():
    assert hidden_of([40, 3, None], 44, "internal") == [False, False, True]


@given(st.lists(st.integers(0, 60), min_size=3, max_size=9), st.lists(st.booleans(), min_size=9, max_size=9))
def test_what_is_left_is_never_a_small_count(counts, chosen):
    # The source withholds some of the counts below five; the total is right.
    printed = [None if count < 5 and hide else count for count, hide in zip(counts, chosen, strict=False)]
    hidden = hidden_of(printed, sum(counts))
    left = sum(count for count, is_hidden in zip(counts, hidden, strict=True) if is_hidden)
    nothing_else_to_hide = all(is_hidden or count == 0 for count, is_hidden in zip(counts, hidden, strict=True))
    assert not any(hidden) or (left >= 5 and sum(hidden) > 1) or nothing_else_to_hide
    assert all(is_hidden for count, is_hidden in zip(printed, hidden, strict=True) if count is None or 0 < count < 5)


def test_kinds_that_overlap_in_one_child_lose_the_smaller():
    assert hidden_beside_overlap(pd.Series([37, 54]), 90, "public").tolist() == [True, False]


def test_kinds_that_overlap_in_many_or_none_stand():
    assert not hidden_beside_overlap(pd.Series([37, 54]), 80, "public").any()
    assert not hidden_beside_overlap(pd.Series([37, 53]), 90, "public").any()
    assert not hidden_beside_overlap(pd.Series([37, 54]), 90, "internal").any()


def test_a_share_that_leaves_one_to_four_of_a_count_beside_it_is_hidden():
    bases = pd.DataFrame({"children": [33, 59, 61, 49, 44, 66], "episodes": [69, 90, 94, 70, 78, 119]})
    offered = pd.Series([93.9, 96.6, 98.4, 98.0, 100.0, 95.8])
    # 31/33, 57/59, 60/61 and 48/49 leave 2, 2, 1 and 1; all were offered one in the fifth; 114/119 leaves 5 and nothing of 66 fits.
    assert hidden_beside_bases(offered, bases, "public").tolist() == [True, True, True, True, False, False]
    assert not hidden_beside_bases(offered, bases, "internal").any()


def test_a_small_share_is_hidden_too():
    assert hidden_beside_bases(pd.Series([4.0]), pd.DataFrame({"children": [50]}), "public").tolist() == [True]


@given(st.integers(1, 300), st.integers(0, 300))
def test_every_small_part_of_a_base_is_found(base, part):
    part = min(part, base)
    hidden = hidden_beside_bases(pd.Series([round(100 * part / base, 1)]), pd.DataFrame({"children": [base]}), "public").iloc[0]
    if part in range(1, 5) or base - part in range(1, 5):
        assert hidden


def test_what_is_withheld_is_hidden_with_what_reveals_it():
    table = pd.DataFrame({"children_placed_first": [12], "children_placed_latest": [pd.NA], "change_placed_children": [7]})
    released = release(table, "public", name="types", withheld={"children_placed_first": pd.Series([True])})
    assert released.suppressed.loc[0].tolist() == [True, False, True]
    assert released.table.loc[0, ["children_placed_first", "change_placed_children"]].isna().all()


def test_every_unit_that_counts_people_obeys_the_threshold():
    units = ["children", "placements of children", "admissions of children", "adults", "groups", "per cent", "rate per 10,000"]
    table = pd.DataFrame({"measure_unit": units, "measure_value": [3.0] * 7})
    assert release(table, "public", name="units").suppressed["measure_value"].tolist() == [True] * 4 + [False] * 3


def test_what_a_hidden_share_fits_is_told_only_where_it_narrows_nothing():
    bases = pd.DataFrame({"children": [33, 59, 61, 49, 44, 66], "episodes": [69, 90, 94, 70, 78, 119]})
    offered = pd.Series([93.9, 96.6, 98.4, 98.0, 100.0, 95.8])
    # No share of 1 to 4 of the children, or of all but 1 to 4, is one of the episodes too, in any of the four months that are hidden.
    assert not fits_give_away(offered, bases, "public").any()
    # 19 of 20 is 95.0, as is 57 of 60; 59 of 60 is 98.3 and of no whole number of 20: that 95.0 fits both would tell more.
    assert fits_give_away(pd.Series([95.0]), pd.DataFrame({"children": [20], "episodes": [60]}), "public").tolist() == [True]
    assert not fits_give_away(pd.Series([95.0]), pd.DataFrame({"children": [20], "episodes": [60]}), "internal").any()


def test_a_base_that_is_not_known_hides_nothing():
    bases = pd.DataFrame({"children": pd.array([None, 50], dtype="Int64")})
    assert hidden_beside_bases(pd.Series([4.0, 4.0]), bases, "public").tolist() == [False, True]
