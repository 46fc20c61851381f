"""A filled-in workbook as text, row by row, with what is said of the rows."""

from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException

from analysis.catalogue.datasets import dataset_names
from analysis.errors import InvalidData, Problem
from analysis.intake.plan import CHANGE_COLUMNS
from analysis.intake.workbook import DOCUMENTS, FIRST_SHEET, LAST, LISTS, sheet_name


@dataclass
class FilledSheet:
    """Rows of one sheet that say something.

    Attributes
    ----------
    rows
        Text by column of the dataset.
    lines
        Row of the sheet for each.
    said
        ``change``, ``was`` and ``accepted`` of each.
    """

    dataset: str
    header: list[str]
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    said: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Filled:
    """A filled-in workbook: whose quarter, its documents, its sheets."""

    file: str
    authority: str
    quarter: str
    documents: FilledSheet
    sheets: list[FilledSheet]


def read_workbook(path: Path) -> Filled:
    """Read a workbook that ``intake new`` wrote and a person filled in.

    Raises
    ------
    InvalidData
        If the file is no such workbook, or a sheet is none that it had; every problem is named.
    """
    try:
        book = load_workbook(path, data_only=True)
    except (InvalidFileException, BadZipFile, OSError, KeyError, ValueError, SyntaxError) as error:
        remedy = "Save it as an Excel workbook (.xlsx), or write a new one with analysis intake new."
        raise InvalidData([Problem(path.name, f"the file cannot be read as a workbook ({error})", remedy)]) from error
    if FIRST_SHEET not in book.sheetnames or DOCUMENTS not in book.sheetnames:
        remedy = "Fill in a workbook that analysis intake new wrote."
        raise InvalidData([Problem(path.name, f'the sheets "{FIRST_SHEET}" and "{DOCUMENTS}" are not there', remedy)])
    first = book[FIRST_SHEET]
    authority, quarter = _text(first["B1"]), _text(first["B2"])
    named = {sheet_name(name): name for name in dataset_names()}
    sheets, problems = [], []
    for page in book.worksheets:
        if page.title in (FIRST_SHEET, DOCUMENTS, LISTS):
            continue
        if page.title not in named:
            problems.append(
                Problem(_place(path, page.title), "is not the sheet of a dataset", "Delete the sheet, or give it back its name.")
            )
            continue
        sheets.append(_sheet(page, named[page.title]))
    if problems:
        raise InvalidData(problems)
    return Filled(path.name, authority, quarter, _sheet(book[DOCUMENTS], "sources"), sheets)


def _place(path: Path, sheet: str) -> str:
    return f"{path.name}, sheet {sheet}"


def _sheet(page, dataset: str) -> FilledSheet:
    header = [_text(cell) for cell in page[1]]
    while header and not header[-1]:
        header.pop()
    sheet = FilledSheet(dataset, [name for name in header if not name.startswith(LAST) and name not in CHANGE_COLUMNS])
    for line, cells in enumerate(page.iter_rows(min_row=2, max_col=len(header)), start=2):
        texts = dict(zip(header, (_text(cell) for cell in cells), strict=True))
        row = {name: texts[name] for name in sheet.header}
        if any(row.values()):
            sheet.rows.append(row)
            sheet.lines.append(line)
            sheet.said.append({name: texts.get(name, "") for name in CHANGE_COLUMNS})
    return sheet


def _text(cell: Cell) -> str:
    """A cell as the sheet shows it: a number with the decimals of its format, a date in ISO form."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float):
        shown = cell.number_format.split(";")[0]
        per_cent = "%" in shown
        decimals = len(shown.partition(".")[2].rstrip('%"_) ').replace("#", "")) if "." in shown else 0
        number = value * 100 if per_cent else value
        return f"{number:.{decimals}f}" if decimals or per_cent else f"{number:.10g}"
    return str(value).strip()
