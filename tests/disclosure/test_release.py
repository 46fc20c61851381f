import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.catalogue.fields import fields
from analysis.disclosure.policy import POLICIES
from analysis.disclosure.release import release
from analysis.errors import NotReleased, UnknownChoice, UnknownField

COUNTS = st.lists(st.integers(0, 12), min_size=2, max_size=8)


def services(counts) -> pd.DataFrame:
    return pd.DataFrame(
        {"caseload_service": [f"service {n}" for n in range(len(counts))], "children_open": pd.array(counts, dtype="Int64")}
    )


def test_counts_from_1_to_4_do_not_pass_and_zeros_do():
    released = release(services([0, 1, 4, 5]), "public", name="test")
    assert released.table["children_open"].isna().tolist() == [False, True, True, False]
    assert released.suppressed["children_open"].tolist() == [False, True, True, False]


def test_inside_use_shows_small_counts():
    assert release(services([1, 4]), "internal", name="test").table["children_open"].tolist() == [1, 4]


def test_money_and_percentages_pass():
    table = pd.DataFrame({"approved_budget_gbp_m": [0.001, 3.0], "variance_pct": [2.0, -1.5]})
    pd.testing.assert_frame_equal(release(table, "public", name="test").table, table)


def test_a_count_in_a_column_of_many_units_obeys_the_threshold_too():
    table = pd.DataFrame({"measure_unit": ["children", "per cent"], "measure_value": [2.0, 2.0]})
    assert release(table, "public", name="test").table["measure_value"].isna().tolist() == [True, False]


def test_what_would_give_a_hidden_count_away_is_hidden_with_it():
    table = pd.DataFrame(
        {
            "children_open_first": [3, 10],
            "children_open": [10, 12],
            "change_children": [7, 2],
            "change_pct": [233.3, 20.0],
            "share_of_children_pct": [45.5, 54.5],
        }
    )
    hidden = release(table, "public", name="test").suppressed.iloc[0]
    assert hidden.to_dict() == {
        "children_open_first": True,
        "children_open": False,
        "change_children": True,
        "change_pct": True,
        "share_of_children_pct": False,
    }


def test_an_undeclared_column_does_not_pass():
    with pytest.raises(UnknownField):
        release(pd.DataFrame({"secret": [1]}), "public", name="test")


def test_an_unknown_policy_is_refused():
    with pytest.raises(UnknownChoice, match="public, rounded, internal"):
        release(services([1]), "open", name="test")


def test_columns_of_single_households_do_not_pass_in_public_and_are_named():
    table = pd.DataFrame({"household": ["H1"], "council_tax_band": ["A"], "relief_gbp": [1407.71], "care_days": [365]})
    with pytest.raises(
        NotReleased, match='"decisions" holds columns of single households.* policy public: household, care_days. .* internal'
    ):
        release(table, "public", name="decisions")
    pd.testing.assert_frame_equal(release(table, "internal", name="decisions").table, table)


def test_no_declared_column_of_single_households_passes_in_public():
    inside = [name for name, meaning in fields().items() if meaning.inside_only]
    assert {"household", "reasons", "days_short", "billing_authority", "relief_start_date"} <= set(inside)
    for name in inside:
        for policy in POLICIES.values():
            table = pd.DataFrame({name: ["x"]})
            if policy.single_households:
                assert list(release(table, policy.name, name="test").table) == [name]
            else:
                with pytest.raises(NotReleased, match=name):
                    release(table, policy.name, name="test")


def test_only_the_policy_for_inside_use_lets_single_households_out():
    assert [policy.name for policy in POLICIES.values() if policy.single_households] == ["internal"]


@given(COUNTS)
def test_the_original_is_not_changed(counts):
    table = services(counts)
    release(table, "public", name="test")
    assert table["children_open"].tolist() == counts


def test_rows_and_name_can_be_narrowed_without_losing_the_marks():
    released = release(services([1, 9]), "public", name="test")
    part = released.where(released.table["caseload_service"] == "service 0").named("part")
    assert (part.name, part.any_suppressed, len(part.table)) == ("part", True, 1)
