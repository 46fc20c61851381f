import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows_in_force import rows_in_force

from analysis.caseloads.open_children import change_by_service, children_open_by_service, children_open_in_all, largest_first
from analysis.errors import MissingFigure

MONTHS = ["2023-07", "2023-08", "2023-09"]


@pytest.fixture(scope="module")
def plymouth() -> pd.DataFrame:
    data = rows_in_force(["performance_measures", "performance_measure_values"])
    return children_open_by_service(data["performance_measures"], data["performance_measure_values"])


def test_children_open_in_all_add_up_as_worked_by_hand(plymouth):
    # July 195 + 749 + 732 + 102 + 325 + 255; August 207 + 833 + 735 + 112 + 318 + 269; September 190 + 971 + 737 + 120 + 314 + 269.
    assert children_open_in_all(plymouth)["children_open"].tolist() == [2358, 2474, 2601]


def test_the_initial_response_team_grew_most(plymouth):
    table = change_by_service(plymouth).set_index("caseload_service")
    row = table.loc["Initial Response Team"]
    # 971 - 749 = 222, which is 29.6 per cent of 749; 971 of 2,601 is 37.3 per cent.
    assert (row["change_children"], round(row["change_pct"], 1), round(row["share_of_children_pct"], 1)) == (222, 29.6, 37.3)
    assert table.index[0] == "Initial Response Team"
    assert table["change_children"].sum() == 2601 - 2358


def test_children_with_a_wrong_team_are_not_a_service(plymouth):
    assert plymouth["caseload_service"].nunique() == 6


def test_a_month_without_a_figure_is_not_a_zero():
    measures = pd.DataFrame({"measure": [1], "caseload_service": ["A"]})
    values = pd.DataFrame({"measure": [1, 1], "month": MONTHS[:2], "measure_value": [5.0, None]})
    with pytest.raises(MissingFigure, match="A in 2023-08"):
        children_open_by_service(measures, values)


def test_services_are_ordered_by_their_last_month():
    table = pd.DataFrame({"caseload_service": ["A", "A", "B", "B"], "month": MONTHS[:2] * 2, "children_open": [9, 1, 2, 8]})
    assert largest_first(table)["caseload_service"].tolist() == ["B", "B", "A", "A"]


@given(st.lists(st.tuples(*[st.integers(1, 5_000)] * 3), min_size=1, max_size=8))
def test_shares_add_up_and_changes_to_the_change_of_all(counts):
    table = pd.DataFrame(
        [
            {"caseload_service": f"service {number}", "month": month, "children_open": count}
            for number, three in enumerate(counts)
            for month, count in zip(MONTHS, three, strict=True)
        ]
    )
    changes, totals = change_by_service(table), children_open_in_all(table)["children_open"]
    assert abs(changes["share_of_children_pct"].sum() - 100) < 1e-6
    assert changes["change_children"].sum() == totals.iloc[-1] - totals.iloc[0]
