"""A sheet of the workbook: a title, notes, and one table whose header row stays in view."""

import math
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

INPUT_FILL, HEADER_FILL = "#FFF2CC", "#D9E2EC"
BEYOND_HORIZON = "#595959"
LINE_HEIGHT = 15
CHARACTERS_PER_WIDTH = 1.1
PRINTED_WIDTH = 200
A3 = 8
BORDER = "#7F7F7F"
LINK = "#0B3D91"

NUMBER_FORMATS = {
    "text": "General",
    "money": "#,##0.00",
    "number": "#,##0.00",
    "factor": "0.000000",
    "whole": "0",
    "share": "0.00%",
    "month": "mmmm yyyy",
    "flag": "General",
    "fixed_flag": '"TRUE";"TRUE";"FALSE"',
}

ALLOWED_UNDER_PROTECTION = {"format_columns": True, "format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True}


@dataclass(frozen=True)
class Cell:
    """One cell: text, an input or fixed value, or a formula.

    Attributes
    ----------
    content
        Text, number or truth value.
    formula
        Formula that starts with ``=``, in place of a content.
    shown
        What the package gives for a formula, for programs that do not calculate; left empty, they have to calculate.
    """

    content: str | float | bool = ""
    kind: str = "text"
    is_input: bool = False
    formula: str = ""
    shown: str | float = ""


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading and its width in characters."""

    heading: str
    width: float


def text(content: str) -> Cell:
    """A cell of words; what is not stated says so, as a screen reader passes over an empty cell."""
    return Cell(content or "not stated")


def formats_of(book: Workbook) -> Callable[..., Format]:
    """The styles of a workbook, each made once."""
    made: dict[tuple, Format] = {}

    def style(name: str, is_input: bool = False, align: str = "left") -> Format:
        key = (name, is_input, align)
        if key not in made:
            made[key] = book.add_format(_properties(*key))
        return made[key]

    return style


def _properties(name: str, is_input: bool, align: str) -> dict:
    if name == "title":
        return {"bold": True, "font_size": 16}
    if name == "note":
        return {"valign": "top"}
    if name == "header":
        return {"bold": True, "text_wrap": True, "valign": "top", "align": align, "indent": 1, "bg_color": HEADER_FILL, "bottom": 2}
    if name == "link":
        return {"font_color": LINK, "underline": 1, "valign": "top", "indent": 1}
    base = {"num_format": NUMBER_FORMATS[name], "valign": "top", "text_wrap": name == "text", "align": align, "indent": 1}
    if is_input:
        base |= {"bg_color": INPUT_FILL, "border": 1, "border_color": BORDER, "locked": False}
    return base


@dataclass(frozen=True)
class Page:
    """What a sheet shows above and in its one table; a note that starts with ``=`` is a formula."""

    name: str
    title: str
    notes: tuple[str, ...]
    table: str
    columns: list[Column]
    rows: list[list[Cell]]
    frozen_columns: int = 0

    @property
    def header_row(self) -> int:
        """Number of the header row as the sheet shows it, from 1."""
        return len(self.notes) + 4

    @property
    def first_row(self) -> int:
        """Number of the first row below the header."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """Number of the last row."""
        return self.header_row + len(self.rows)


def draw_page(book: Workbook, style: Callable[..., Format], page: Page) -> Worksheet:
    """Add one sheet to the workbook, protected without a password, inputs left open."""
    sheet = book.add_worksheet(page.name)
    sheet.write_string(0, 0, page.title, style("title"))
    where = f"This sheet has one table, with its header in row {page.header_row}, from cell A{page.header_row}."
    for row, note in enumerate((where, *page.notes), start=1):
        write = sheet.write_formula if note.startswith("=") else sheet.write_string
        write(row, 0, note, style("note"), *([""] if note.startswith("=") else []))
    header = page.header_row - 1
    for position, column in enumerate(page.columns):
        sheet.set_column(position, position, column.width)
    sheet.set_row(header, LINE_HEIGHT * max(_lines(column.heading, column.width) for column in page.columns))
    for offset, row in enumerate(page.rows, start=1):
        sheet.set_row(header + offset, LINE_HEIGHT * _row_lines(row, page.columns))
        for position, cell in enumerate(row):
            _write(sheet, header + offset, position, cell, style(cell.kind, cell.is_input, _align(cell)))
    sheet.add_table(
        header,
        0,
        header + len(page.rows),
        len(page.columns) - 1,
        {
            "name": page.table,
            "autofilter": False,
            "style": "Table Style Light 1",
            "columns": [
                {"header": column.heading, "header_format": style("header", align=_align(cell))}
                for column, cell in zip(page.columns, page.rows[0], strict=True)
            ],
        },
    )
    sheet.freeze_panes(header + 1, page.frozen_columns)
    sheet.protect("", ALLOWED_UNDER_PROTECTION)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(math.ceil(sum(column.width for column in page.columns) / PRINTED_WIDTH), 0)
    sheet.repeat_rows(header)
    if page.frozen_columns:
        sheet.repeat_columns(0, page.frozen_columns - 1)
    sheet.set_footer("&L&A&RPage &P of &N")
    return sheet


def _align(cell: Cell) -> str:
    return "left" if cell.kind == "text" else "right"


def _row_lines(row: list[Cell], columns: list[Column]) -> int:
    words = (
        (cell.content, column.width) for cell, column in zip(row, columns, strict=True) if cell.content and isinstance(cell.content, str)
    )
    return max((_lines(content, width) for content, width in words), default=1)


def _lines(words: str, width: float) -> int:
    """How many lines a text takes in a column, as a program that does not fit rows to their text has to be told."""
    return len(textwrap.wrap(words, max(1, int(CHARACTERS_PER_WIDTH * width)))) or 1


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, style: Format) -> None:
    if cell.formula:
        sheet.write_formula(row, column, cell.formula, style, cell.shown)
    elif isinstance(cell.content, bool):
        sheet.write_boolean(row, column, cell.content, style)
    elif not isinstance(cell.content, str):
        sheet.write_number(row, column, cell.content, style)
    else:
        sheet.write_string(row, column, cell.content, style)


def name_column(book: Workbook, page: Page, name: str, position: int) -> None:
    """Give one column of a page's table a defined name."""
    column = xl_col_to_name(position)
    book.define_name(name, f"='{page.name}'!${column}${page.first_row}:${column}${page.last_row}")


def name_cell(book: Workbook, page: Page, name: str, row: int, position: int) -> None:
    """Give one cell of a page's table a defined name; ``row`` counts from 0 below the header."""
    book.define_name(name, f"='{page.name}'!${xl_col_to_name(position)}${page.first_row + row}")


def positions(names: list[str]) -> Mapping[str, int]:
    """Where each name stands, from 0."""
    return {name: position for position, name in enumerate(names)}
