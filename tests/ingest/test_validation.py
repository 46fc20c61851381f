import shutil
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.catalogue.datasets import resources
from analysis.catalogue.project import raw_folder
from analysis.errors import InvalidData
from analysis.ingest import once
from analysis.ingest.published import read_every_authority
from analysis.ingest.raw_cells import NotOfItsType, value_of
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


def test_an_independent_checker_agrees_that_the_raw_data_are_right():
    from frictionless import Package

    report = Package.from_descriptor({"name": "raw", "resources": resources()}, basepath=str(raw_folder())).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])


@pytest.mark.parametrize(
    "cell",
    ["INF", "-inf", "NaN", "nan", "33_961", "1e99999999", "1e308", "٣٣", "３３", "33,961", "+33.961", " 33.961", ".5", "5.", "0x21", "--1"],
)
def test_what_is_not_written_as_a_number_is_refused_and_so_never_read(edit, cell):
    edit("budget_monitoring", with_cell(0, "forecast_outturn_gbp_m", cell))
    (message,) = messages(["budget_monitoring"])
    assert message.startswith(f'budget_monitoring.csv row 2, forecast_outturn_gbp_m: "{cell}" is not a number.')
    with pytest.raises(InvalidData):
        read_every_authority(["budget_monitoring"])


def test_more_digits_than_can_be_held_are_refused(edit):
    edit("budget_monitoring", with_cell(0, "forecast_outturn_gbp_m", "9" * 400))
    assert "has more than 15 digits" in messages(["budget_monitoring"])[0]


@given(st.text(max_size=12) | st.from_regex(r"-?[0-9]{1,9}(\.[0-9]{1,5})?", fullmatch=True))
def test_a_number_that_is_accepted_is_the_number_that_its_text_says(text):
    try:
        value = value_of(text, "number")
    except NotOfItsType:
        return
    assert (text == "" and value is None) or Decimal(text) == Decimal(repr(value))


def test_full_width_digits_in_a_period_are_refused(edit):
    edit("budget_history", with_cell(0, "financial_year", "２０１８-19"))
    assert messages(["budget_history"])


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_said(edit, cell):
    edit("leads", with_cell(0, "note", cell))
    (message,) = messages(["leads"])
    assert "would be run as a formula by a spreadsheet" in message and "leads.csv row 2, note" in message


def test_a_dash_alone_and_a_signed_figure_are_text():
    assert not any("formula" in message for message in messages(["indicator_benchmarks", "stated_figures"]))


def test_a_quote_that_is_never_closed_is_said(project):
    path = project / "data" / "raw" / "budget_history.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("CYPF", '"CYPF', 1), encoding="utf-8")
    assert messages(["budget_history"])[0].startswith("budget_history.csv: the file cannot be read")


def test_a_row_with_too_few_cells_and_an_empty_one(project):
    path = project / "data" / "raw" / "budget_history.csv"
    path.write_text(path.read_text(encoding="utf-8") + "plymouth,2023-24-Q2\n\n", encoding="utf-8")
    remedy = "Give the row one cell a column, or remove it."
    assert messages(["budget_history"]) == [
        f"budget_history.csv row 14: the row has too few cells. {remedy}",
        f"budget_history.csv row 15: the row is empty. {remedy}",
    ]


def test_a_column_twice_in_the_header_is_refused(project):
    path = project / "data" / "raw" / "departments.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("department,name", "department,department", 1), encoding="utf-8")
    assert "departments.csv row 1, department: the column stands twice in the header. Remove one." in messages(["departments"])


def test_rows_are_numbered_by_the_lines_of_the_file(project):
    path = project / "data" / "raw" / "leads.csv"
    cells = pd.read_csv(path, dtype=str, keep_default_na=False)
    cells.loc[0, "note"], cells.loc[1, "lead_kind"] = "two\nlines", "guess"
    cells.to_csv(path, index=False, lineterminator="\n")
    assert messages(["leads"])[0].startswith("leads.csv row 4, lead_kind")


def test_the_same_files_are_gone_through_once(project, monkeypatch):
    check_raw_data()
    monkeypatch.setattr("analysis.ingest.validation.find_problems", lambda: pytest.fail("gone through twice"))
    check_raw_data()
    check_raw_data(["leads"])


def test_a_change_of_a_file_or_of_a_rule_is_gone_through_anew(project, edit, monkeypatch):
    check_raw_data()
    edit("leads", with_cell(0, "lead_kind", "guess"))
    with pytest.raises(InvalidData):
        check_raw_data()
    check_raw_data(["budget_history"])
    edit("leads", with_cell(0, "lead_kind", "post"))
    check_raw_data()
    monkeypatch.setattr(once, "_digest_of_rules", lambda: "another rule")
    once._digest.cache_clear()
    assert not once.known_to_agree()
    once._digest.cache_clear()


def test_a_folder_that_cannot_be_written_does_no_harm(project):
    shutil.rmtree(project / "data" / "processed")
    (project / "data" / "processed").write_text("a file where the folder should be", encoding="utf-8")
    check_raw_data()
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


def test_a_percentage_of_a_whole_above_100(edit):
    row = pd.read_csv(raw_folder() / "performance_measure_values.csv", dtype=str)["measure_value"].eq("100.0").idxmax()
    edit("performance_measure_values", with_cell(row, "measure_value", "1000"))
    (message,) = messages(["performance_measure_values"])
    assert message.startswith(
        f'performance_measure_values.csv row {row + 2}, measure_value: "1000" is above 100, the most that a figure in per cent can be.'
    )
    edit("return_home_interviews", with_cell(0, "interviews_pct", "939"))
    assert "above" in messages(["return_home_interviews"])[0]


def test_half_a_child_and_a_unit_that_is_not_declared(edit):
    row = pd.read_csv(raw_folder() / "stated_figures.csv", dtype=str)["unit"].eq("children").idxmax()
    edit("stated_figures", lambda table: with_cell(row, "value", "33.5")(with_cell(0, "unit", "GBP milion")(table)))
    assert messages(["stated_figures"]) == [
        'stated_figures.csv row 2, unit: "GBP milion" is not a declared unit. Did you mean "GBP million"? '
        "Use a unit that src/analysis/catalogue/units.toml declares, or add it there with its bounds.",
        f'stated_figures.csv row {row + 2}, value: "33.5" is no whole number, and it counts children. '
        "Correct the figure, or its unit; a figure that the report prints so needs a unit that allows it.",
    ]


def test_a_benchmark_has_the_bounds_of_its_indicator(edit):
    table = pd.read_csv(raw_folder() / "indicator_benchmarks.csv", dtype=str)
    row = table.index[table["indicator"].eq("re_referral_pct")][0]
    edit("indicator_benchmarks", with_cell(row, "value", "215"))
    assert "above 100" in messages(["indicator_benchmarks"])[0]


@pytest.mark.parametrize("month", ["2023-10", "2023-06"])
def test_a_month_that_the_report_of_the_row_does_not_hold(edit, month):
    edit("performance_measure_values", with_cell(0, "month", month))
    assert messages(["performance_measure_values"])[0] == (
        f'performance_measure_values.csv row 2, month: "{month}" is not a month that the report of 2023-24-Q2 holds, 2023-07 to 2023-09. '
        "Correct the month, or the quarter of the row."
    )


def test_months_up_to_a_year_back_may_be_of_the_report(edit):
    edit("missing_children", with_cell(0, "month", "2022-10"))
    assert messages(["missing_children"]) == []
    edit("missing_children", with_cell(0, "month", "2022-09"))
    assert "is not a month that the report of 2023-24-Q2 holds" in messages(["missing_children"])[0]


def test_a_type_of_placement_that_is_not_declared_would_vanish_and_is_said(edit):
    table = pd.read_csv(raw_folder() / "indicators.csv", dtype=str)
    row = table.index[table["indicator"].eq("cla_placement_other")][0]
    edit("indicators", with_cell(row, "indicator", "cla_placement_barge"))
    (message,) = messages(["indicators"])
    assert message.startswith(f'indicators.csv row {row + 2}, indicator: "cla_placement_barge" is not one of the placement types of')


def test_a_comparator_that_is_not_declared(edit):
    edit("indicator_benchmarks", with_cell(0, "comparator", "wales"))
    assert 'comparator: "wales" is not one of england, statistical_neighbours' in messages(["indicator_benchmarks"])[0]


def test_a_document_that_is_no_row_of_sources(edit):
    edit("budget_history", with_cell(0, "source", "scrutiny-2023-12"))
    assert messages(["budget_history"]) == [
        'budget_history.csv row 2, source: "scrutiny-2023-12" is not in sources.csv. Did you mean "scrutiny-2023-11"? '
        "Correct the cell, or add the source to sources.csv."
    ]
