import csv
import hashlib
import io
import shutil
from functools import cache
from pathlib import Path

import pytest
from filled_workbooks import fill
from made_up_quarters import LATER
from openpyxl import Workbook, load_workbook

from analysis.catalogue.datasets import dataset_names
from analysis.errors import FolderInUse, InvalidData, NoFigures, UnknownChoice
from analysis.intake.plan import plan
from analysis.intake.taking import take
from analysis.intake.workbook import FIRST_SHEET, LAST, sheet_name, write_workbook

Q3 = "2023-24-Q3"


def rows_of(root: Path, dataset: str, quarter: str) -> list[dict]:
    with (root / "data" / "raw" / f"{dataset}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row.get("quarter") == quarter]


def state(root: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (root / "data" / "raw").iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def filled(checked_project, made_up, tmp_path_factory) -> Path:
    """A workbook of the next quarter, filled in."""
    path = tmp_path_factory.mktemp("filled") / "next.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_PROJECT", str(checked_project))
        write_workbook(path, "plymouth", Q3)
        fill(path, made_up, "plymouth", Q3)
    return path


@pytest.fixture
def workbook(project, filled, tmp_path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(filled, tmp_path))


def edited(path: Path, sheet: str, line: int, column: str, value) -> Path:
    book = load_workbook(path)
    page = book[sheet]
    page.cell(line, [cell.value for cell in page[1]].index(column) + 1).value = value
    book.save(path)
    return path


@cache
def opened(content: bytes) -> Workbook:
    """A workbook to look at, opened once."""
    return load_workbook(io.BytesIO(content))


def line_of(path: Path, sheet: str, **wanted: str) -> int:
    page = opened(path.read_bytes())[sheet]
    header = [cell.value for cell in page[1]]
    for line in range(2, page.max_row + 1):
        if all(str(page.cell(line, header.index(name) + 1).value) == text for name, text in wanted.items()):
            return line
    raise AssertionError(f"{sheet} has no row {wanted}")


def problems_of(path: Path) -> list[str]:
    with pytest.raises(InvalidData) as refused:
        take(path)
    return [str(problem) for problem in refused.value.problems]


def test_the_workbook_has_a_sheet_for_each_dataset_of_the_quarter_with_last_quarter_beside(project, tmp_path):
    path = tmp_path / "next.xlsx"
    rows = write_workbook(path, "plymouth", Q3)
    book = load_workbook(path)
    assert set(rows) == set(book.sheetnames) - {FIRST_SHEET, "documents", "lists"} <= {sheet_name(name) for name in dataset_names()}
    page = book["budget_monitoring"]
    header = [cell.value for cell in page[1]]
    # scrutiny-2023-11, item 10: Placements & Packages 33.961, 35.921, 38.538.
    line = line_of(path, "budget_monitoring", service="Placements & Packages")
    assert not page.cell(line, header.index("forecast_outturn_gbp_m") + 1).value
    assert page.cell(line, header.index(f"{LAST}forecast_outturn_gbp_m") + 1).value == "38.538"
    assert page.cell(1, header.index("forecast_outturn_gbp_m") + 1).comment.text.startswith("Forecast outturn at this quarter")
    lists = {rule.formula1 for rule in page.data_validations.dataValidation}
    shown = {tuple(cell.value for cell in column if cell.value) for column in book["lists"].columns}
    assert ("CYPF", "EPS") in shown and ("new", "gone", "renamed") in shown and all(text.startswith("lists!") for text in lists)


def test_months_move_on_by_three_and_months_printed_before_keep_their_figures(project):
    sheets = {sheet.dataset: sheet for sheet in plan("plymouth", Q3)[0]}
    assert {row["month"] for row in sheets["performance_measure_values"].rows} == {"2023-10", "2023-11", "2023-12"}
    missing = sheets["missing_children"].rows
    assert {row["month"] for row in missing} == {f"2023-{month:02d}" for month in range(4, 13)}
    assert {bool(row["value"]) for row in missing if row["month"] <= "2023-09"} == {True}
    assert {row["value"] for row in missing if row["month"] >= "2023-10"} == {""}


def test_what_is_typed_is_what_is_held_quarter_after_quarter(project, made_up, tmp_path):
    for quarter in LATER:
        path = tmp_path / f"{quarter}.xlsx"
        write_workbook(path, "plymouth", quarter)
        fill(path, made_up, "plymouth", quarter)
        taken = take(path)
        for dataset in ("budget_monitoring", "budget_monitoring_totals", "indicator_values", "improvement_actions", "missing_children"):
            held = [{**row, "source": ""} for row in rows_of(project, dataset, quarter)]
            wanted = [
                {**row, "source": ""}
                for row in rows_of(made_up, dataset, quarter)
                if dataset != "indicator_values" or row["value"] or row["value_note"]
            ]
            assert sorted(map(str, held)) == sorted(map(str, wanted)), dataset
            assert taken.rows[dataset] == len(held)
    changes = {(row["dataset"], row["entity"]): row["change"] for row in rows_of(project, "reported_changes", "2023-24-Q4")}
    assert changes["budget_monitoring", "CYPF | Permanency"] == "gone"
    assert changes["budget_monitoring", "CYPF | Permanency: adoption"] == "new"


def test_half_a_workbook_is_taken_and_the_rest_is_left(project, workbook):
    book = load_workbook(workbook)
    for page in book.worksheets:
        if page.title not in (FIRST_SHEET, "documents", "lists", "budget_monitoring", "budget_monitoring_totals"):
            page.delete_rows(2, page.max_row)
    book.save(workbook)
    taken = take(workbook)
    assert set(taken.rows) == {"budget_monitoring", "budget_monitoring_totals", "sources"}
    assert not rows_of(project, "performance_measure_values", Q3)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "said"),
    [
        ("budget_monitoring", {"service": "Permanency"}, "forecast_outturn_gbp_m", "1O.2", "is not a number"),
        (
            "missing_children",
            {"month": "2023-10", "missing_measure": "episodes", "missing_group": "all"},
            "value",
            "9040",
            "more than ten times last quarter's",
        ),
        ("budget_monitoring_totals", {"department": "CYPF"}, "approved_budget_gbp_m", "61.092", "is not the sum of its"),
        ("budget_monitoring", {"service": "Permanency"}, "service", "Permanence", "is not in last quarter's report"),
        ("budget_monitoring", {"service": "Permanency"}, "change", "lost", "is not one of new, gone, renamed"),
    ],
)
def test_what_is_wrong_is_told_by_sheet_row_and_column_and_nothing_is_taken(project, workbook, sheet, row, column, value, said):
    line = line_of(workbook, sheet, **row)
    before = state(project)
    told = problems_of(edited(workbook, sheet, line, column, value))
    assert any(
        f"sheet {sheet} row {line}" in text and column in text.replace("department, service", "service") and said in text for text in told
    ), told
    assert state(project) == before


def test_every_problem_of_every_sheet_is_told_at_once(project, workbook):
    edited(workbook, "budget_monitoring", 2, "forecast_outturn_gbp_m", "many")
    told = problems_of(edited(workbook, "indicator_values", 5, "value", "few"))
    assert any("sheet budget_monitoring row 2" in text for text in told) and any("sheet indicator_values row 5" in text for text in told)


def test_a_row_that_is_deleted_must_be_said_to_be_gone(project, workbook):
    book = load_workbook(workbook)
    page = book["budget_monitoring"]
    page.delete_rows(line_of(workbook, "budget_monitoring", service="Permanency"))
    book.save(workbook)
    assert any("CYPF | Permanency" in text and "gone" in text for text in problems_of(workbook))


def test_a_doubt_that_is_accepted_stands_with_its_reason(project, workbook):
    where = {"month": "2023-10", "missing_measure": "episodes", "missing_group": "all"}
    line = line_of(workbook, "missing_children", **where)
    edited(workbook, "missing_children", line, "value", "9040")
    edited(workbook, "missing_children", line, "accepted", "A new way of counting, page 3")
    taken = take(workbook)
    assert len(taken.accepted) == 1 and "A new way of counting" in taken.accepted[0]
    (kept,) = rows_of(project, "accepted_warnings", Q3)
    assert (kept["dataset"], kept["period"], kept["figure"], kept["reason"]) == (
        "missing_children",
        "2023-10",
        "9040",
        "A new way of counting, page 3",
    )


def test_a_name_that_changed_is_said_with_its_old_one(project, workbook):
    line = line_of(workbook, "budget_monitoring", service="Permanency")
    for column, value in (("service", "Permanence"), ("change", "renamed"), ("was", "CYPF | Permanency")):
        edited(workbook, "budget_monitoring", line, column, value)
    assert "budget_monitoring, CYPF | Permanence: renamed from CYPF | Permanency" in take(workbook).changes


def test_a_number_is_read_with_the_decimals_that_the_sheet_shows(project, workbook):
    book = load_workbook(workbook)
    page = book["performance_measure_values"]
    header = [cell.value for cell in page[1]]
    line = line_of(workbook, "performance_measure_values", measure="69", month="2023-12")
    cell = page.cell(line, header.index("measure_value") + 1)
    cell.value, cell.number_format = 47, "0.0"
    book.save(workbook)
    take(workbook)
    held = [row for row in rows_of(project, "performance_measure_values", Q3) if row["measure"] == "69" and row["month"] == "2023-12"]
    assert "47.0" in {row["measure_value"] for row in held}


def test_what_is_held_is_not_asked_for_again(project, workbook):
    take(workbook)
    assert "budget_monitoring" not in {sheet.dataset for sheet in plan("plymouth", Q3)[0]}


def test_the_first_quarter_of_a_council_asks_for_everything(project):
    sheets, before = plan("torbay", Q3)
    assert before is None and len(sheets) > 20
    # A test asks every council the same; Torbay's own inspection has 18 areas for improvement.
    assert {sheet.dataset: len(sheet.rows) for sheet in sheets if sheet.rows} == {"assurance_answers": 13, "inspection_progress": 18}


def test_the_assurance_test_comes_with_its_questions_and_last_ratings_and_its_answers_blank(project):
    sheet = next(sheet for sheet in plan("plymouth", Q3)[0] if sheet.dataset == "assurance_answers")
    assert [row["question"] for row in sheet.rows] == [str(number) for number in range(1, 14)]
    assert all(row["question_brief"] and not row["own_rating"] and not row["evidence"] for row in sheet.rows)
    assert sheet.last[3]["own_rating"] == "Requires improvement"


@pytest.mark.parametrize("name", ["notes.txt", "empty.xlsx"])
def test_what_is_no_workbook_of_a_quarter_is_refused_by_name(project, tmp_path, name):
    path = tmp_path / name
    path.write_text("not a workbook")
    with pytest.raises(InvalidData, match=name):
        take(path)


def test_an_unknown_council_and_a_file_that_is_there_are_refused(project, run, tmp_path):
    with pytest.raises(UnknownChoice, match="exampleshire"):
        plan("exampleshire", Q3)
    (tmp_path / "there.xlsx").write_text("mine")
    outcome = run("intake", "new", "--quarter", Q3, "--file", str(tmp_path / "there.xlsx"))
    assert outcome.returncode == 1 and FolderInUse.__name__ not in outcome.stderr and "left as it is" in outcome.stderr


def test_a_quarter_that_is_whole_has_nothing_to_ask(project, monkeypatch):
    monkeypatch.setattr("analysis.intake.plan.resources", list)
    with pytest.raises(NoFigures, match="holds 2023-24-Q2 already"):
        plan("plymouth", "2023-24-Q2")
