"""The workbook of a quarter, as Excel: a sheet a dataset, notes on each column, lists to choose from, last quarter's figures beside."""

import io
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from analysis.catalogue.datasets import resource
from analysis.errors import PackNotWritable
from analysis.ingest.printed import read_as_printed
from analysis.intake.plan import CHANGE_COLUMNS, CHANGES, SheetPlan, plan
from analysis.periods import Quarter

DOCUMENTS = "documents"
FIRST_SHEET = "read me"
ROOM = 200
"""Empty rows below those carried over that lists and formats reach to."""
LAST = "last quarter: "
LISTS = "lists"
"""Sheet of the codes to choose from; hidden."""


def write_workbook(path: Path, authority: str, quarter: str) -> dict[str, int]:
    """Write the workbook of an authority's quarter, whole or not at all; returns the rows carried over by dataset.

    Raises
    ------
    UnknownChoice, NoFigures
        As ``plan`` does.
    PackNotWritable
        If the file cannot be written.
    """
    sheets, before = plan(authority, quarter)
    content = io.BytesIO()
    text_alone = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(content, {"in_memory": True, **text_alone})
    end = Quarter.parse(quarter).end
    book.set_properties({"title": f"Figures of {authority}, {quarter}", "created": datetime(end.year, end.month, end.day)})
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "asked": book.add_format({"bg_color": "#FFF7D6", "border": 1, "border_color": "#D8DCDE", "num_format": "@"}),
        "last": book.add_format({"font_color": "#505A5F", "italic": True, "num_format": "@"}),
        "text": book.add_format({"num_format": "@"}),
        "bold": book.add_format({"bold": True}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _read_me(book, styles, authority, quarter, before, sheets)
    _documents(book, styles, authority, quarter)
    lists = _Lists(book)
    for sheet in sheets:
        _write_sheet(book, styles, sheet, source_key(authority, quarter), lists)
    book.close()
    _write_whole(path, content.getvalue())
    return {sheet.dataset: len(sheet.rows) for sheet in sheets}


def _write_whole(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        if path.is_file():
            path.unlink()
        raise PackNotWritable(
            f"{path} cannot be written: {error.strerror}. Make room or the folder, or name another file with --file."
        ) from error


def sheet_name(dataset: str) -> str:
    """Name of a dataset's sheet: Excel allows 31 characters."""
    return dataset[:31]


def source_key(authority: str, quarter: str) -> str:
    """Key of the report of an authority's quarter, as the workbook suggests it."""
    return f"{authority}-{Quarter.parse(quarter).slug}"


def _read_me(book, styles: dict, authority: str, quarter: str, before: str | None, sheets: list[SheetPlan]) -> None:
    page = book.add_worksheet(FIRST_SHEET)
    page.set_column(0, 0, 34)
    page.set_column(1, 3, 60, styles["wrap"])
    lines = [
        ("authority", authority),
        ("quarter", quarter),
        ("carried over from", before or "nothing: this is the first quarter"),
        ("", ""),
        (
            "How to fill it in",
            "Name the report in the sheet documents. Then type each figure as the report prints it, errors included, into the yellow cells.",
        ),
        (
            "",
            "A cell is text, so that 599.0 stays 599.0. Leave a cell empty where the report has no figure, and a sheet empty where it has no table.",
        ),
        (
            "",
            "A row that the report no longer has: write gone in the column change. A new row: new. Another name: renamed, and the old name under was.",
        ),
        ("", "Then: analysis intake take FILE. Every problem is named by sheet, row and column; nothing is taken in until there is none."),
        ("", ""),
    ]
    for row, (left, right) in enumerate(lines):
        page.write_string(row, 0, left, styles["bold"])
        page.write_string(row, 1, right, styles["wrap"])
    top = len(lines)
    for column, text in enumerate(("sheet", "what it holds", "where it stood in the report", "rows carried over")):
        page.write_string(top, column, text, styles["head"])
    for row, sheet in enumerate(sheets, start=top + 1):
        entry = resource(sheet.dataset)
        page.write_url(row, 0, f"internal:'{sheet_name(sheet.dataset)}'!A1", string=sheet_name(sheet.dataset))
        page.write_string(row, 1, f"{entry['title']}. {entry.get('description', '')}", styles["wrap"])
        page.write_string(row, 2, _where(entry), styles["wrap"])
        page.write_number(row, 3, len(sheet.rows))


def _where(entry: dict) -> str:
    """Where the dataset stood in the documents that it was taken from."""
    places = entry.get("places", {})
    return "; ".join(dict.fromkeys([*places.values()])) or entry.get("place", "")


def _documents(book, styles: dict, authority: str, quarter: str) -> None:
    """The reports that the figures come from: one row prepared, more may follow."""
    page = book.add_worksheet(DOCUMENTS)
    columns = [column["name"] for column in resource("sources")["schema"]["fields"]]
    ready = {"source": source_key(authority, quarter), "report_authority": authority, "report_quarter": quarter}
    _head(page, styles, resource("sources"), columns)
    page.set_column(0, len(columns), 30, styles["text"])
    for column, name in enumerate(columns):
        page.write_string(1, column, ready.get(name, ""), styles["text" if name in ready else "asked"])


def _head(page, styles: dict, entry: dict, columns: list[str]) -> None:
    described = {column["name"]: column for column in entry["schema"]["fields"]}
    page.freeze_panes(1, 0)
    for place, name in enumerate(columns):
        page.write_string(0, place, name, styles["head"])
        column = described.get(name)
        if column is not None:
            unit = f" In {column['unit']}." if column.get("unit") else ""
            note = f"{column.get('description', '')}.{unit}"
            page.write_comment(0, place, note, {"x_scale": 2.5, "y_scale": 1.5})


class _Lists:
    """Lists of codes on a hidden sheet, each written once: a list in a cell's own validation may not be long."""

    def __init__(self, book):
        self.page = book.add_worksheet(LISTS)
        self.page.hide()
        self.places: dict[tuple[str, ...], int] = {}

    def range_of(self, choices: list[str]) -> str:
        """Reference of the cells that hold the choices."""
        key = tuple(choices)
        if key not in self.places:
            self.places[key] = len(self.places)
            self.page.write_column(0, self.places[key], choices)
        column = xl_col_to_name(self.places[key], col_abs=True)
        return f"={LISTS}!{column}$1:{column}${len(choices)}"


def _write_sheet(book, styles: dict, sheet: SheetPlan, source: str, lists: _Lists) -> None:
    page = book.add_worksheet(sheet_name(sheet.dataset))
    entry = resource(sheet.dataset)
    beside = [f"{LAST}{name}" for name in sheet.asked]
    columns = [*sheet.columns, *CHANGE_COLUMNS, *beside]
    _head(page, styles, entry, columns)
    for place, name in enumerate(columns):
        if name in CHANGE_COLUMNS:
            page.write_comment(0, place, CHANGE_COLUMNS[name], {"x_scale": 2.5})
        style = "asked" if name in sheet.asked else "last" if name in beside else "text"
        page.set_column(place, place, 16 if style == "asked" or name in beside else 22, styles["text"])
        for row, (carried, last) in enumerate(zip(sheet.rows, sheet.last, strict=True), start=1):
            text = last[name.removeprefix(LAST)] if name in beside else carried.get(name, "")
            text = source if name == "source" else text
            page.write_string(row, place, text, styles[style])
    last_row = len(sheet.rows) + ROOM
    for name, choices in {**_choices(entry), "change": list(CHANGES)}.items():
        if name in columns:
            place = columns.index(name)
            options = {"validate": "list", "source": lists.range_of(choices), "error_type": "warning"}
            page.data_validation(1, place, last_row, place, options)


def _choices(entry: dict) -> dict[str, list[str]]:
    """Codes to choose from by column: those that the descriptor lists, or that another dataset holds."""
    found = {}
    for column in entry["schema"]["fields"]:
        listed = column.get("constraints", {}).get("enum")
        if listed:
            found[column["name"]] = [str(value) for value in listed]
    for rule in entry["schema"]["foreignKeys"]:
        rows = read_as_printed([rule["reference"]["resource"]])[rule["reference"]["resource"]]
        for name, other in zip(rule["fields"], rule["reference"]["fields"], strict=True):
            if name not in ("source", "authority", "quarter"):
                found.setdefault(name, sorted({row[other] for row in rows}))
    return {name: values for name, values in found.items() if values}
