import pandas as pd
import pytest

from analysis.errors import InvalidData
from analysis.ingest.validation import check_raw_data, find_problems


def messages(names=None) -> list[str]:
    return [str(problem) for problem in find_problems(names)]


def with_cell(row: int, column: str, value: str):
    def change(table: pd.DataFrame) -> pd.DataFrame:
        table.loc[row, column] = value
        return table

    return change


def test_the_raw_data_agree_with_their_descriptors():
    check_raw_data()


def test_a_missing_dataset(project):
    (project / "data" / "raw" / "budget_history.csv").unlink()
    assert messages() == ['budget_history.csv: the dataset "budget_history" is missing. Put the file back into raw/.']


def test_text_in_a_number_column(edit):
    edit("budget_monitoring", with_cell(5, "forecast_outturn_gbp_m", "3,85l"))
    assert messages(["budget_monitoring"]) == [
        'budget_monitoring.csv row 7, forecast_outturn_gbp_m: "3,85l" is not a number. Correct the cell, or leave it empty if the figure is not known.'
    ]


def test_a_negative_count(edit):
    edit("placement_unit_costs", with_cell(2, "children_placed", "-159"))
    assert messages(["placement_unit_costs"]) == [
        'placement_unit_costs.csv row 4, children_placed: "-159" is below the least allowed, 0. Correct the cell.'
    ]


def test_a_duplicate_key(edit):
    edit("budget_monitoring", lambda table: pd.concat([table, table.iloc[[0]]]))
    (message,) = messages(["budget_monitoring"])
    assert message.startswith("budget_monitoring.csv row 30, authority, quarter, department, service:")
    assert "Placements & Packages" in message and "stands in an earlier row too" in message


def test_an_unknown_service_is_met_with_the_nearest_known(edit):
    edit("budget_monitoring", with_cell(11, "service", "Transprot"))
    assert messages(["budget_monitoring"]) == [
        'budget_monitoring.csv row 13, authority, department, service: "plymouth, EPS, Transprot" is not in services.csv. '
        'Did you mean "Transport"? Correct the cell, or add the service to services.csv.'
    ]


def test_a_missing_column(edit):
    edit("budget_history", lambda table: table.drop(columns="approved_budget_gbp_m"))
    assert messages(["budget_history"]) == [
        "budget_history.csv row 1, approved_budget_gbp_m: the column is missing. Add it to the header and fill it in."
    ]


def test_an_added_column(edit):
    edit("budget_history", lambda table: table.assign(comment="x"))
    assert messages(["budget_history"]) == [
        'budget_history.csv row 1: "comment" is not a column of this dataset. Remove the column, or describe it in budget_history.json.'
    ]


def test_a_renamed_column(edit):
    edit("budget_history", lambda table: table.rename(columns={"approved_budget_gbp_m": "approved_budget"}))
    assert messages(["budget_history"]) == [
        'budget_history.csv row 1: "approved_budget" is not a column of this dataset. Rename it to "approved_budget_gbp_m", which is missing.'
    ]


def test_columns_in_another_order_are_taken_in(edit):
    edit("budget_history", lambda table: table[table.columns[::-1]])
    assert messages(["budget_history"]) == []


def test_a_quarter_that_does_not_exist(edit):
    edit("budget_history", with_cell(0, "quarter", "2023-25-Q2"))
    assert messages(["budget_history"]) == [
        'budget_history.csv row 2, quarter: "2023-25-Q2" is not a quarter that exists. Correct the cell.'
    ]


def test_an_empty_cell_where_one_is_needed(edit):
    edit("budget_history", with_cell(3, "approved_budget_gbp_m", ""))
    assert messages(["budget_history"]) == [
        "budget_history.csv row 5, approved_budget_gbp_m: is empty, and this column may not be. Fill it in from the source."
    ]


def test_a_value_outside_its_list(edit):
    edit("council_tax_bands", with_cell(0, "council_tax_band", "Z"))
    (message,) = messages(["council_tax_bands"])
    assert message == 'council_tax_bands.csv row 2, council_tax_band: "Z" is not one of A, B, C, D, E, F, G, H. Correct the cell.'


def test_a_file_that_is_not_utf_8(project):
    path = project / "data" / "raw" / "budget_history.csv"
    path.write_bytes(path.read_bytes().replace(b"CYPF", b"\xff\xfe"))
    (message,) = messages(["budget_history"])
    assert message.startswith("budget_history.csv: the file cannot be read")


def test_a_byte_order_mark_is_taken_in(project):
    path = project / "data" / "raw" / "budget_history.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert messages(["budget_history"]) == []


def test_all_problems_of_all_files_are_reported_at_once(project, edit):
    edit("budget_monitoring", lambda table: with_cell(1, "line", "two")(with_cell(5, "forecast_outturn_gbp_m", "n/a")(table)))
    edit("council_tax_bands", with_cell(0, "council_tax_gbp_per_year", "-1"))
    (project / "data" / "raw" / "stated_drivers.csv").unlink()
    with pytest.raises(InvalidData) as caught:
        check_raw_data()
    found = {(problem.file, problem.row) for problem in caught.value.problems}
    assert found == {("budget_monitoring.csv", 3), ("budget_monitoring.csv", 7), ("council_tax_bands.csv", 2), ("stated_drivers.csv", None)}
