"""Cells of a list as values, by what the declaration says of their column."""

import re
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from analysis.catalogue.authorities import authorities
from analysis.catalogue.returns import CodeList, ListColumn, ReturnList, code_list
from analysis.errors import Problem
from analysis.ingest.councils import council_named
from analysis.ingest.reading.dates import NO_END_WORDS, DateReading
from analysis.ingest.reading.tables import Column, Table, column_values, date_readings, parse_date_as, plain_header
from analysis.ingest.reading.values import BadCell, parse_identifier, parse_number, parse_per_cent, parse_text, parse_yes_or_no
from analysis.ingest.records.findings import Finding

DTYPES = {
    "date": np.dtype("datetime64[us]"), "whole": pd.Int64Dtype(), "number": np.dtype("float64"), "money": np.dtype("float64"),
    "per_cent": np.dtype("float64"), "yes_no": pd.BooleanDtype(),
}  # fmt: skip
"""Types of the columns of a typed table; all others are texts."""

ROWS_TO_TELL_FREE_TEXT, LONGEST_KIND = 50, 80
LETTER_BEFORE = re.compile(r"^[a-z0-9]{1,2}\)\s*")
CODE_BEFORE_WORDS = re.compile(r"^([a-z]{0,6}\d{0,3}[a-z]?)\s*[-–:.,) ]\s*\S")


def typed_rows(
    table: Table, entry: ReturnList, columns: list[Column], year: int, dates: str | None = None, whose: str | None = None
) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows of one list, typed in the project's names, and what could not be read.

    Parameters
    ----------
    columns
        Columns of the layout that the table was found with.
    year
        Return year by which codes go.
    dates
        What stands first in dates of numbers alone, where the file does not show it.
    whose
        Short name of the council, by which a made-up one is known among the others.

    Returns
    -------
    pandas.DataFrame, list of Finding
        Columns as declared, those that the file lacks being empty; the index is the row in the file. Missing where a cell was refused.
    """
    readings, problems = date_readings(table, columns, dates)
    findings = [Finding(problem, entry.table, True) for problem in problems]
    typed = {}
    for column in entry.kept:
        if plain_header(column.header) not in table.headers:
            typed[column.field] = pd.Series(None, index=table.cells.index, dtype=DTYPES.get(column.type, "str"))
            continue
        parse, if_empty = _parser(column, readings, year, whose), BadCell if column.required else None
        typed[column.field], bad = column_values(
            table, column.header, parse, if_empty=if_empty, as_type=partial(_as_declared, column=column)
        )
        # A postcode that is none loses only itself; anything else makes the row unfit.
        findings += [Finding(problem, entry.table, column.type != "postcode_area") for problem in bad]
        findings += _not_in_list(table, typed[column.field], column, entry)
    rows = pd.DataFrame(typed, index=table.cells.index)
    return rows, findings + _free_text(table, rows, entry)


def _as_declared(values: np.ndarray, column: ListColumn) -> np.ndarray | ExtensionArray:
    return values.astype(DTYPES["date"]) if column.type == "date" else pd.array(values, dtype=DTYPES.get(column.type, "str"))


def _parser(column: ListColumn, readings: dict[str, DateReading], year: int, whose: str | None) -> Callable[[str], object]:
    if column.type == "date":
        return parse_date_as(readings[column.header], may_be_open=column.open)
    if column.type == "code":
        return _parse_code(code_list(column.codes), year, blank_words=not column.required)
    if column.type == "council":
        return lambda text: _council(text, whose)
    parsers = {"identifier": parse_identifier, "yes_no": _yes_or_no, "postcode_area": postcode_area, "per_cent": parse_per_cent}
    if column.type in parsers:
        return parsers[column.type]
    if column.type in ("whole", "number", "money"):
        return _parse_amount(column)
    return parse_text


def _parse_code(entry: CodeList, year: int, blank_words: bool) -> Callable[[str], object]:
    """A parser of codes: the code itself, with words after it, or its words alone; one of another return year is refused."""
    known = {code.casefold(): code for code in entry.codes}
    words = {code.meaning.casefold(): key for key, code in entry.codes.items()} | entry.same

    def parse(text: str):
        plain = LETTER_BEFORE.sub("", text.casefold())
        first = CODE_BEFORE_WORDS.match(plain)
        found = known.get(plain) or words.get(plain) or (known.get(first[1]) if first else None)
        if found is None and blank_words and plain in NO_END_WORDS:
            return None
        if found is None and not entry.closed:
            return text
        if found is None:
            raise BadCell("is not a code of this column", f"Use one of: {', '.join(_codes_of(entry, year))}.")
        code = entry.codes[found]
        if not code.used_in(year):
            used = f"from {code.first_year}" if code.last_year is None else f"until {code.last_year}"
            rule = f"is a code ({code.meaning}) that returns use {used}, and this one is of {year}"
            raise BadCell(rule, f"Use one of: {', '.join(_codes_of(entry, year))}.")
        return found

    return parse


def _codes_of(entry: CodeList, year: int) -> list[str]:
    return [key for key, code in entry.codes.items() if code.used_in(year)]


def _yes_or_no(text: str) -> bool | None:
    plain = LETTER_BEFORE.sub("", text.casefold())
    if plain in (*NO_END_WORDS, "not known", "unknown", "not applicable"):
        return None
    return text == "1" if text in ("0", "1") else parse_yes_or_no(text)


def postcode_area(text: str) -> str:
    """The letters that a postcode begins with: the rest would say where a child lives.

    >>> postcode_area("pl4 8aa")
    'PL'
    """
    match = re.match(r"([A-Za-z]{1,2})\d[A-Za-z\d]?\s*(\d[A-Za-z]{2})?$", text)
    if match is None:
        raise BadCell("is not a postcode", "Correct the cell, or leave it empty.")
    return match[1].upper()


def _council(text: str, whose: str | None) -> str:
    """The name of a council; a made-up one is known by its short name alone, whatever stands after it."""
    if whose is not None and re.sub(r"[\W_]+", "-", text.casefold()).startswith(whose):
        return whose
    # Whose district or predecessor it is does not matter here, only what it is called.
    return council_named(text, authorities()[0]).name


def _parse_amount(column: ListColumn) -> Callable[[str], object]:
    def parse(text: str):
        if column.type == "money":
            text = re.sub(r"^(-?)\s*£\s*", r"\1", text)
            text = re.sub(r"^\(£?(.*)\)$", r"-\1", text)
        share_of_full_time = column.most == 1 and text.endswith("%")
        value = parse_number(text.rstrip("%")) / 100 if share_of_full_time else parse_number(text)
        if column.type == "whole" and (value != int(value) or value < 0):
            raise BadCell("is not a whole number", "Correct the cell.")
        if column.least is not None and value < column.least or column.most is not None and value > column.most:
            raise BadCell(*_out_of_bounds(column))
        return int(value) if column.type == "whole" else value

    return parse


def _out_of_bounds(column: ListColumn) -> tuple[str, str]:
    bounds = [
        f"less than {column.least:g}" if column.least is not None else "",
        f"more than {column.most:g}" if column.most is not None else "",
    ]
    if column.most == 1:
        return "is not between 0 and 1: it may be hours, where a share of full time should stand", "Divide hours by those of full time."
    return f"is {' or '.join(filter(None, bounds))}", "Correct the cell."


def _not_in_list(table: Table, values: pd.Series, column: ListColumn, entry: ReturnList) -> list[Finding]:
    """A doubt for each code that a list which is not closed does not hold."""
    if column.type != "code" or code_list(column.codes).closed:
        return []
    unknown = values[values.notna() & ~values.isin(list(code_list(column.codes).codes))]
    remedy = "Check it against the guidance of the return; it is kept as it stands."
    return [
        Finding(Problem(table.file, "is a code that is not known here", remedy, row, column.name, value), entry.table, False)
        for row, value in unknown.items()
    ]


def _free_text(table: Table, rows: pd.DataFrame, entry: ReturnList) -> list[Finding]:
    """Empties what should be one of a few kinds and is a wording of its own: free text may name people."""
    findings = []
    for column in entry.kept:
        if column.type != "category":
            continue
        filled = rows[column.field].dropna()
        long = filled[filled.str.len() > LONGEST_KIND]
        if len(filled) >= ROWS_TO_TELL_FREE_TEXT and filled.nunique() * 2 > len(filled):
            rows[column.field] = pd.Series(None, index=rows.index, dtype="str")
            rule = "holds almost as many wordings as rows, as free text does, and is not kept"
            problem = Problem(table.file, rule, "Give it as a code or a short list of kinds.", column=column.name)
            findings.append(Finding(problem, entry.table, False))
        elif len(long):
            rows.loc[long.index, column.field] = None
            rule = f"has more than {LONGEST_KIND} characters, as free text does, and is not kept"
            remedy = "Write which kind it is, in a few words."
            findings += [Finding(Problem(table.file, rule, remedy, int(row), column.name), entry.table, False) for row in long.index]
    return findings
