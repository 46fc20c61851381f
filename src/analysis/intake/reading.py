"""A filled-in workbook as text, row by row, with what is said of the rows; read as every other file that a person gives is."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from analysis.catalogue.datasets import dataset_names, resource
from analysis.errors import InvalidData, Problem
from analysis.ingest.cell_checks import PERIOD_COLUMNS
from analysis.ingest.reading.dates import DateReading, parse_date
from analysis.ingest.reading.sheets import DATE, NUMBER, Sheet, read_sheets
from analysis.ingest.reading.tables import Column, Table, column_values, date_readings, find_table, plain_header
from analysis.ingest.reading.values import BadCell, parse_text
from analysis.intake.plan import CHANGE_COLUMNS, PREFILLED, asked_columns
from analysis.intake.workbook import DOCUMENTS, FIRST_SHEET, LAST, LISTS, sheet_name

WRITE_A_NEW_ONE = "Fill in a workbook that analysis intake new wrote."


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
    """A filled-in workbook: whose quarter, its documents, its sheets, and the cells of which no text could be made."""

    file: str
    authority: str
    quarter: str
    documents: FilledSheet
    sheets: list[FilledSheet]
    problems: list[Problem]


def read_workbook(path: Path) -> Filled:
    """Read a workbook that ``intake new`` wrote and a person filled in, with Excel or another program.

    Raises
    ------
    InvalidData
        If the file is no such workbook, or a sheet is none that it had or lacks a column; every problem is named.
    """
    sheets = {sheet.title: sheet for sheet in read_sheets(path)}
    if not {FIRST_SHEET, DOCUMENTS} <= set(sheets):
        raise InvalidData([Problem(path.name, f'the sheets "{FIRST_SHEET}" and "{DOCUMENTS}" are not there', WRITE_A_NEW_ONE)])
    named = {sheet_name(name): name for name in dataset_names()}
    filled, problems, broken = {}, [], []
    for title, sheet in sheets.items():
        if title in (FIRST_SHEET, LISTS):
            continue
        if title != DOCUMENTS and title not in named:
            broken.append(Problem(sheet.file, "is not the sheet of a dataset", "Delete the sheet, or give it back its name."))
            continue
        try:
            filled[title], found = _filled_sheet(sheet, "sources" if title == DOCUMENTS else named[title])
            problems += found
        except InvalidData as error:
            broken += error.problems
    if broken:
        raise InvalidData(broken)
    documents = filled.pop(DOCUMENTS)
    return Filled(path.name, *_whose(sheets[FIRST_SHEET]), documents, list(filled.values()), problems)


def _whose(first: Sheet) -> tuple[str, str]:
    """Authority and quarter, as the first sheet states them beside their names."""
    said = {row.texts[0]: row.texts[1] for row in reversed(first.rows) if len(row.texts) > 1}
    missing = [name for name in PREFILLED if name not in said]
    if missing:
        raise InvalidData([Problem(first.file, f"does not state the {name}", WRITE_A_NEW_ONE) for name in missing])
    return said["authority"], said["quarter"]


def _filled_sheet(sheet: Sheet, dataset: str) -> tuple[FilledSheet, list[Problem]]:
    entry = resource(dataset)
    fields = [column for column in entry["schema"]["fields"] if column["name"] not in PREFILLED]
    beside = [Column(name, optional=True) for name in (*CHANGE_COLUMNS, *(f"{LAST}{name}" for name in asked_columns(entry)))]
    layout = [Column(column["name"], dates=_of_dates(column)) for column in fields]
    table = find_table([sheet], [*layout, *beside], f"table of {dataset}")
    readings, problems = date_readings(table, layout)
    texts = {}
    for column in fields:
        texts[column["name"]], found = _texts(table, column, readings.get(column["name"]))
        problems += found
    for name in CHANGE_COLUMNS:
        if plain_header(name) in table.headers:
            texts[name], found = column_values(table, name, parse_text, if_empty="")
            problems += found
    found = FilledSheet(dataset, [column["name"] for column in fields])
    filled = pd.DataFrame(texts, index=table.cells.index).fillna("")
    for line, said in zip(filled.index.tolist(), filled.to_dict("records"), strict=True):
        row = {name: said[name] for name in found.header}
        if any(row.values()):
            found.rows.append(row)
            found.lines.append(line)
            found.said.append({name: said.get(name, "") for name in CHANGE_COLUMNS})
    return found, problems


def _texts(table: Table, column: dict, reading: DateReading | None) -> tuple[pd.Series, list[Problem]]:
    """One column as the texts that the raw data hold: figures without the signs that a format adds, dates in ISO form."""
    name, key = column["name"], plain_header(column["name"])
    written = table.cells[key]
    if column["type"] in ("number", "integer"):
        bare = written.str.removeprefix("£").str.removesuffix("%").where(table.of_kind(key, NUMBER), written)
        table = replace(table, cells=table.cells.assign(**{key: bare}))
    elif PERIOD_COLUMNS.get(name) == "month":
        # 2023-10 typed into a cell that is no text becomes the first day of the month.
        month = written.str.removesuffix("-01").where(table.of_kind(key, DATE), written)
        table = replace(table, cells=table.cells.assign(**{key: month}))
    values, problems = column_values(table, name, _parser(table, column, key, reading), if_empty="")
    # A cell that is refused stays as it is written, so that its row is not taken for an empty one.
    return values.where(values.notna(), table.cells[key]), problems


def _parser(table: Table, column: dict, key: str, reading: DateReading | None) -> Callable[[str], str]:
    """What makes the text that the raw data hold of a cell's text."""
    if column["type"] == "boolean":
        return str.casefold
    if _of_dates(column):
        return _iso_date(reading, or_text=column["type"] == "string")
    if column["type"] != "string" or PERIOD_COLUMNS.get(column["name"]) == "month":
        return parse_text
    dates = set(table.cells.loc[table.of_kind(key, DATE), key])

    def text_but_no_date(text: str) -> str:
        if text in dates:
            raise BadCell("is a date where a text should stand", "Make the cell a text, and type it again.")
        return text

    return text_but_no_date


def _of_dates(column: dict) -> bool:
    """Whether a column holds dates; one of texts may hold months too, where a document states no day."""
    return column["type"] == "date" or column["name"].endswith("_date")


def _iso_date(reading: DateReading, or_text: bool) -> Callable[[str], str]:
    def as_iso(text: str) -> str:
        try:
            return parse_date(text, reading).isoformat()
        except BadCell:
            if or_text:
                return text
            raise

    return as_iso
