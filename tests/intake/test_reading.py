"""The quarter's workbook read as people hand it in: saved by other programs, with figures, dates and formulas in its cells."""

from datetime import datetime

import pytest
from carer_files import repacked, two_sheets
from office import saved_by_libreoffice
from openpyxl import load_workbook

from analysis.errors import InvalidData
from analysis.ingest.carers import read_carers
from analysis.intake.reading import read_workbook
from analysis.intake.workbook import write_workbook


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("written") / "next.xlsx"
    write_workbook(path, "plymouth", "2023-24-Q3")
    return path


@pytest.fixture
def cells_with(written, tmp_path):
    """The workbook read with cells changed: sheet, column, row, value and format of each."""

    def change(*cells):
        book = load_workbook(written)
        for sheet, column, line, value, number_format in cells:
            page = book[sheet]
            cell = page.cell(line, [cell.value for cell in page[1]].index(column) + 1)
            cell.value, cell.number_format = value, number_format
        book.save(tmp_path / "next.xlsx")
        return read_workbook(tmp_path / "next.xlsx")

    return change


def sheet_of(filled, name):
    return next(sheet for sheet in [filled.documents, *filled.sheets] if sheet.dataset == name)


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_workbooks_saved_by_libreoffice_say_the_same(libreoffice, written, tmp_path, kind):
    def with_discount(register, stays):
        register["I2"], register["I2"].number_format, register["B2"] = 0.25, "0.0%", datetime(2019, 9, 1)

    carers = two_sheets(tmp_path / "carers.xlsx", with_discount)
    out = tmp_path / "saved"
    out.mkdir()
    next_quarter, register = saved_by_libreoffice(libreoffice, [written, carers], kind, out)
    before, after = read_workbook(written), read_workbook(next_quarter)
    assert (after.authority, after.quarter, after.problems) == ("plymouth", "2023-24-Q3", [])
    assert after.documents == before.documents and after.sheets == before.sheets and len(after.sheets) > 15
    approval = read_carers([register], "plymouth")["approvals"].iloc[0]
    assert (approval["existing_discount_pct"], str(approval["approval_start_date"].date())) == (25, "2019-09-01")


def test_a_cell_is_the_text_that_its_sheet_shows_without_the_sign_of_a_format(cells_with):
    figures = [
        (599, "0.0", "599.0"),
        (38.5, '"£"#,##0.000', "38.500"),
        (0.479, "0.0%", "47.9"),
        (-1.25, "General", "-1.25"),
        (0.1 + 0.2, "General", "0.3"),
        ("38.538", "@", "38.538"),
        ("47.9%", "@", "47.9%"),
    ]
    column = "forecast_outturn_gbp_m"
    others = [
        ("sources", "transcribed_date", datetime(2024, 2, 1), "dd/mm/yyyy", "2024-02-01"),
        ("missing_children", "month", datetime(2023, 10, 1), "mmm-yy", "2023-10"),
        ("budget_monitoring", "service", "  Permanency\u00a0 \n", "@", "Permanency"),
    ]
    filled = cells_with(
        *(("budget_monitoring", column, line, value, shown) for line, (value, shown, _) in enumerate(figures, 2)),
        *(("documents" if name == "sources" else name, *rest[:1], 2, *rest[1:3]) for name, *rest in others),
    )
    assert not filled.problems
    assert [row[column] for row in sheet_of(filled, "budget_monitoring").rows[: len(figures)]] == [text for *_, text in figures]
    assert [sheet_of(filled, name).rows[0][column] for name, column, *_ in others] == [text for *_, text in others]


def test_dates_in_words_are_dates(cells_with):
    forms = ["1 February 2024", "01/02/2024", "Thursday 1 Feb 2024"]
    filled = cells_with(
        *(("indicator_values", "period_end_date", line, form, "@") for line, form in enumerate(forms, 2)),
        ("documents", "published_date", 2, datetime(2024, 2, 1), "d mmmm yyyy"),
    )
    assert not filled.problems and filled.documents.rows[0]["published_date"] == "2024-02-01"
    assert [row["period_end_date"] for row in sheet_of(filled, "indicator_values").rows[:3]] == ["2024-02-01"] * 3


def test_what_a_cell_does_not_say_is_told_with_its_place(cells_with):
    column = "forecast_outturn_gbp_m"
    filled = cells_with(
        ("budget_monitoring", column, 2, "=38+0.538", "General"),
        ("budget_monitoring", column, 3, "#REF!", "General"),
        ("budget_monitoring", "service", 4, datetime(2024, 2, 1), "d-mmm"),
        ("budget_monitoring", "change", 5, "=1", "General"),
        ("documents", "transcribed_date", 2, "spring", "@"),
    )
    assert sorted((problem.row, problem.column, problem.rule) for problem in filled.problems) == [
        (2, column, "is a formula whose result is not in the file"),
        (2, "transcribed_date", "is not a date"),
        (3, column, "is an error value of a spreadsheet"),
        (4, "service", "is a date where a text should stand"),
        (5, "change", "is a formula whose result is not in the file"),
    ]
    assert {problem.file for problem in filled.problems} == {"next.xlsx, sheet budget_monitoring", "next.xlsx, sheet documents"}
    assert sheet_of(filled, "budget_monitoring").rows[0][column] == "=38+0.538"


def test_a_column_taken_out_or_twice_and_a_sheet_that_is_none_are_told_at_once(written, tmp_path):
    book = load_workbook(written)
    header = [cell.value for cell in book["budget_monitoring"][1]]
    book["budget_monitoring"].delete_cols(header.index("forecast_outturn_gbp_m") + 1)
    page = book["indicator_values"]
    page.cell(1, [cell.value for cell in page[1]].index("change") + 1).value = "value"
    book.create_sheet("My notes")["A1"] = "to do"
    book.save(tmp_path / "next.xlsx")
    with pytest.raises(InvalidData) as caught:
        read_workbook(tmp_path / "next.xlsx")
    told = "\n".join(map(str, caught.value.problems))
    assert "sheet budget_monitoring row 1, forecast_outturn_gbp_m: the column is missing. Add it to the header" in told
    assert "sheet indicator_values row 1" in told and "stands twice in the header" in told
    assert "sheet My notes: is not the sheet of a dataset" in told


def test_a_workbook_that_does_not_say_whose_it_is(written, tmp_path):
    book = load_workbook(written)
    book["read me"]["A1"] = "council"
    book.save(tmp_path / "next.xlsx")
    with pytest.raises(InvalidData, match="sheet read me: does not state the authority"):
        read_workbook(tmp_path / "next.xlsx")


def test_a_broken_part_is_named(written, tmp_path):
    path = tmp_path / "next.xlsx"
    path.write_bytes(written.read_bytes())
    repacked(path, lambda name, content: content[: len(content) // 2] if name == "xl/sharedStrings.xml" else content)
    with pytest.raises(InvalidData, match="next.xlsx: the workbook is broken"):
        read_workbook(path)
