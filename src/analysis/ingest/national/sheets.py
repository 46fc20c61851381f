"""The sheets of a downloaded ODS or XLSX workbook, read as every other workbook is, with figures as numbers."""

from datetime import date
from pathlib import Path

import pandas as pd

from analysis.catalogue.plain_files import Unreadable
from analysis.ingest.national.reading import AGAIN, ROW
from analysis.ingest.reading.dates import DateReading, parse_date
from analysis.ingest.reading.sheets import NUMBER, Row, read_sheets
from analysis.ingest.reading.values import BadCell

DAY_FIRST = DateReading({}, stated="day_first")
"""How the publishers of national statistics write dates of numbers alone."""


def workbook_sheets(path: Path) -> dict[str, list[list]]:
    """Rows of cells by the name of each sheet, each row in its place: a number as a number, everything else as a text.

    A row has no cell after its last one with content, and one without content has none.

    Raises
    ------
    InvalidData
        If the file is not a workbook, is locked, or is broken.
    """
    sheets = {}
    for sheet in read_sheets(path):
        rows: list[list] = [[]] * (sheet.rows[-1].number)
        for row in sheet.rows:
            rows[row.number - 1] = _cells(row)
        sheets[sheet.title] = rows
    return sheets


def _cells(row: Row) -> list:
    return [_number(text) if kind == NUMBER else text for text, kind in zip(row.texts, row.kinds, strict=True)]


def _number(text: str) -> float | str:
    """A number, unless its cell shows it with a sign."""
    return float(text) if text[-1:].isdigit() and text.lstrip("-")[:1].isdigit() else text


def table_below(cells: list[list], header: str) -> pd.DataFrame | None:
    """The table of a sheet whose header row begins with, or holds, a heading; ``None`` if no row does.

    Raises
    ------
    Unreadable
        If a column stands twice in the header.
    """
    for number, row in enumerate(cells, 1):
        if header in row:
            columns = [str(cell) for cell in row]
            width = len(columns)
            twice = [column for place, column in enumerate(columns) if column and column in columns[:place]]
            if twice:
                raise Unreadable(f"has the column {twice[0]} twice", AGAIN)
            below = [(place, line) for place, line in enumerate(cells[number:], number + 1) if line]
            table = pd.DataFrame([[*line[:width], *[""] * (width - len(line))] for _, line in below], columns=columns, dtype=object)
            table[ROW] = [place for place, _ in below]
            return table.loc[:, [column != "" for column in table.columns]]
    return None


def as_date(cell) -> date | None:
    """The day that a cell holds; ``None`` if it holds none."""
    try:
        return parse_date(str(cell).strip(), DAY_FIRST)
    except BadCell:
        return None


def said_date(sheets: dict[str, list[list]], words: tuple[str, ...]) -> date | None:
    """The day that a cover states after one of some words, such as "Last updated: 4 December 2025"."""
    for cells in sheets.values():
        for row in cells[:30]:
            for place, cell in enumerate(row):
                for word in words:
                    if str(cell).startswith(word):
                        rest = str(cell).removeprefix(word).strip(" :")
                        return as_date(rest or next((other for other in row[place + 1 :] if other != ""), ""))
    return None
