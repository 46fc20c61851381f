import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.given_away import fits_give_away, hidden_beside_bases
from analysis.disclosure.release import release


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
