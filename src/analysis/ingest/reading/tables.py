"""The table of a file that has the columns of a layout: its header found, and matched whole."""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, repeat

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from analysis.errors import InvalidData, Problem
from analysis.ingest.reading.dates import DAYS_KEPT, ORDERS, DateReading, date_reading, means_no_end, parse_date
from analysis.ingest.reading.sheets import DATE, ERROR, FORMULA, NUMBER, TEXT, PlainRows, Row, Sheet
from analysis.ingest.reading.values import BadCell, parse_identifier

ROWS_ABOVE_HEADER = 30
"""Rows with content in which the header is looked for: titles, run dates and notes may stand above it."""

QUALIFIER = re.compile(r"^(.*?)\s*[(\[]([^()\[\]]*)[)\]]\s*$")
ORDER_STATED = {"dd mm yyyy": "day_first", "dd mm yy": "day_first", "mm dd yyyy": "month_first", "mm dd yy": "month_first"}
ORDER_STATED |= {"yyyy mm dd": "day_first"}
"""What a header in brackets says of its dates; a year of four digits at the start needs no order."""


@dataclass(frozen=True)
class Column:
    """One column of a layout.

    Attributes
    ----------
    header
        As the layout prints it, without a unit or qualifier.
    qualifiers
        What may stand after it in brackets, in lower case.
    optional
        Whether a file may lack it.
    dates
        Whether it holds dates, so that the form of the dates may stand in brackets.
    """

    header: str
    qualifiers: tuple[str, ...] = ()
    optional: bool = False
    dates: bool = False


@dataclass(frozen=True)
class Table:
    """One table of a file, every cell a text.

    Attributes
    ----------
    file
        Name of the file, with the sheet where it has sheets.
    cells
        Columns carry the header as ``plain_header`` gives it; the index is the row in the file. Rows without content are left out.
    kinds
        What each cell is, as ``Row.kinds`` says, by plain header and row; columns that hold text alone are not there.
    headers
        The headers as printed, by plain header.
    orders
        What stands first in the dates of a column, where its header says so.
    """

    file: str
    cells: pd.DataFrame
    kinds: dict[str, pd.Series]
    headers: dict[str, str]
    orders: dict[str, str]
    date_system_1904: bool = False
    notes: tuple[str, ...] = ()
    _different: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def different(self, header: str) -> tuple[np.ndarray, np.ndarray]:
        """The different texts of a column, by its plain header, and for each cell which of them it is: the texts second."""
        if header not in self._different:
            self._different[header] = pd.factorize(self.cells[header].to_numpy(dtype=object))
        return self._different[header]

    def of_kind(self, header: str, kind: str) -> pd.Series:
        """Which cells of a column, by its plain header, are of a kind."""
        kinds = self.kinds.get(header)
        return pd.Series(kind == TEXT, index=self.cells.index) if kinds is None else kinds == kind


@lru_cache(maxsize=10_000)
def plain_header(text: str) -> str:
    """A header without case, padding and underscores; what stands in brackets at its end stays.

    >>> plain_header("  Existing_Discount  (Per cent) ")
    'existing discount (per cent)'
    """
    return re.sub(r"[\s_]+", " ", str(text)).strip(" :*").casefold()


@lru_cache(maxsize=10_000)
def split_header(text: str) -> tuple[str, str | None]:
    """A header and the unit or qualifier that stands in brackets at its end, both plain.

    >>> split_header("Existing discount (£)"), split_header("Stay start")
    (('existing discount', '£'), ('stay start', None))
    """
    plain = plain_header(text)
    match = QUALIFIER.match(plain)
    return (match[1], match[2].strip()) if match and match[1] else (plain, None)


def find_table(sheets: list[Sheet], columns: list[Column], title: str) -> Table:
    """The one sheet that has the columns of a layout, as a table.

    Parameters
    ----------
    title
        What the table is, for messages.

    Raises
    ------
    InvalidData
        If none has half of the columns, if two could be meant, or with every problem of its header.
    """
    needed = {plain_header(column.header) for column in columns if not column.optional}
    found = [(sheet, *_header_row(sheet, needed)) for sheet in sheets]
    most = max((count for _, _, count in found), default=0)
    if most * 2 < len(needed):
        files = ", ".join(sheet.file for sheet in sheets) or "no table at all"
        wanted = ", ".join(column.header for column in columns if not column.optional)
        rule = f"the {title} is missing: no table has its columns. There is: {files}"
        raise InvalidData([Problem(title, rule, f"Give a file with the columns {wanted}.")])
    best = [(sheet, place) for sheet, place, count in found if count == most]
    if len(best) > 1:
        rule = f"the {title} stands there more than once"
        raise InvalidData([Problem(sheet.file, rule, "Keep one and leave the others out.") for sheet, _ in best])
    partly = [sheet for sheet, _, count in found if len(needed) <= count * 2 < most * 2]
    raise_for(
        [Problem(sheet.file, f"has some columns of the {title}, which another table has too", "Give one, whole.") for sheet in partly]
    )
    return _table(*best[0], columns)


def unused_problems(sheets: list[Sheet], used: list[Table], titles: str) -> list[Problem]:
    """A problem for each file of which no sheet was used: what a person gave is not passed over.

    Parameters
    ----------
    titles
        What was looked for, for the message.
    """
    files = {sheet.file.split(", sheet ")[0] for sheet in sheets}
    left = sorted(files - {table.file.split(", sheet ")[0] for table in used})
    return [
        Problem(file, f"holds no table that is known here: {titles}", "Correct its header, or take the file out of the folder.")
        for file in left
    ]


def column_values(
    table: Table,
    header: str,
    parse: Callable[[str], object],
    *,
    if_empty: object = BadCell,
    as_type: Callable[[np.ndarray], np.ndarray | ExtensionArray] = lambda different: different,
) -> tuple[pd.Series, list[Problem]]:
    """One column of a table as values, and a problem for each cell that is none.

    Parameters
    ----------
    header
        Header as the layout prints it; the table has it.
    parse
        Turns a text into a value, or raises ``BadCell``.
    if_empty
        Value of an empty cell; without it an empty cell is a problem.
    as_type
        Gives values their type; it is given each different value once.

    Returns
    -------
    pandas.Series, list of Problem
        Values by row of the file; missing where there is a problem.
    """
    plain = plain_header(header)
    rows, kinds = table.cells.index, table.kinds.get(plain)
    if kinds is None:
        places, cells = table.different(plain)
        letters = TEXT * len(cells)
    else:
        # The letter of the kind stands before the text, so that each different cell is parsed once.
        places, marked = pd.factorize(kinds.to_numpy(dtype=object) + table.cells[plain].to_numpy(dtype=object))
        letters, cells = [cell[0] for cell in marked], [cell[1:] for cell in marked]
    values, bad = _values(cells, letters, parse, if_empty)
    wrong = np.flatnonzero(np.isin(places, list(bad)))
    problems = [
        Problem(table.file, *bad[place], row, header, cells[place] or None)
        for row, place in zip(rows[wrong].tolist(), places[wrong].tolist(), strict=True)
    ]
    return pd.Series(as_type(values).take(places), index=rows), problems


def _values(
    cells: Sequence[str], letters: Sequence[str], parse: Callable[[str], object], if_empty: object
) -> tuple[np.ndarray, dict[int, tuple]]:
    """What cells stand for, and the rule and remedy of each that stands for nothing, by its place."""
    values, bad = np.empty(len(cells), dtype=object), {}
    for place, (cell, letter) in enumerate(zip(cells, letters, strict=True)):
        try:
            values[place] = parse(cell) if letter == TEXT and cell else _value(cell, letter, parse, if_empty)
        except BadCell as error:
            bad[place] = error.args
    return values, bad


def _value(text: str, kind: str, parse: Callable[[str], object], if_empty: object) -> object:
    if text == "":
        if if_empty is BadCell:
            raise BadCell("is empty, and this column may not be", "Fill it in.")
        return if_empty
    if kind == FORMULA:
        raise BadCell(
            "is a formula whose result is not in the file", "Open the file in a spreadsheet program and save it, or write the value."
        )
    if kind == ERROR:
        raise BadCell("is an error value of a spreadsheet", "Correct the formula or write the value.")
    if kind == DATE and parse is parse_identifier:
        raise BadCell("is a date where an identifier should stand", "Take it from the system again, as text.")
    if kind == NUMBER and text in ("inf", "-inf", "nan"):
        raise BadCell("is not a number", "Correct the cell.")
    return parse(text)


def date_readings(table: Table, columns: list[Column], stated: str | None = None) -> tuple[dict[str, DateReading], list[Problem]]:
    """How the dates of each column are read, by its header, and a problem where the file leaves that open: one for the file.

    Parameters
    ----------
    stated
        What stands first in dates of numbers alone, as the person who gave the file states it: one of ``ORDERS``.
    """
    held = [column.header for column in columns if column.dates and plain_header(column.header) in table.headers]
    undeclared = [header for header in held if plain_header(header) not in table.orders]
    texts = dict.fromkeys(text for header in undeclared for text in table.different(plain_header(header))[1])
    shared, example = date_reading(texts, stated, table.date_system_1904)
    readings = dict.fromkeys(held, shared)
    for header in set(held) - set(undeclared):
        readings[header] = date_reading([], table.orders[plain_header(header)], table.date_system_1904)[0]
    problems = _turned_by_a_spreadsheet(table, held, shared)
    if example is not None:
        rule = f"the file does not show whether day, month or year stands first in its dates, such as {example}"
        ways = ", ".join(ORDERS[: 2 if re.search(r"\d{4}", example) else 3])
        problems.append(
            Problem(table.file, rule, f"State it for the file (--dates with one of {ways}), or write (dd/mm/yyyy) in the headers.")
        )
    return readings, problems


def parse_date_as(reading: DateReading, may_be_open: bool) -> Callable[[str], date | None]:
    """A parser of dates as a file writes them; where an end may be open, what stands for no end gives ``None``."""
    return _remembered(reading, may_be_open)


@lru_cache(maxsize=100)
def _remembered(reading: DateReading, may_be_open: bool) -> Callable[[str], date | None]:
    """The same parser for files that write dates alike: lists of one council, and of many, name the same days over and over."""
    return lru_cache(maxsize=DAYS_KEPT)(lambda text: None if may_be_open and means_no_end(text) else parse_date(text, reading))


def _turned_by_a_spreadsheet(table: Table, headers: list[str], reading: DateReading) -> list[Problem]:
    """A problem for a column in which a spreadsheet took dates as month first where it could, and left the others as text.

    Such a column has real dates none of which is past the 12th, and texts all of which are.
    """
    problems = []
    for header in headers:
        texts, kinds = table.cells[plain_header(header)], table.kinds.get(plain_header(header))
        if kinds is None or not (kinds == DATE).any():
            continue
        real = pd.to_datetime(texts[kinds == DATE].str.slice(0, 10), errors="coerce").dropna()
        written = texts[(kinds == TEXT) & texts.str.fullmatch(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{2}){1,2}")]
        past_12 = written.str.extract(r"^([0-9]+)", expand=False).astype(int) > 12
        if len(real) and len(written) and (real.dt.day <= 12).all() and past_12.all():
            rule = f"has dates of which a spreadsheet has turned day and month: none of its real dates is past the 12th, and each that is, such as {written.iloc[0]}, is a text"
            remedy = "Take the file from the system again as CSV, and do not open it in a spreadsheet program before."
            problems.append(Problem(table.file, rule, remedy, column=header))
    return problems


def _header_row(sheet: Sheet, needed: set[str]) -> tuple[int, int]:
    """Place of the row that has most of the columns, among the first with content, and how many it has."""
    counts = [len(needed & {split_header(text)[0] for text in row.texts}) for row in sheet.rows[:ROWS_ABOVE_HEADER]]
    most = max(counts, default=0)
    return (counts.index(most), most) if counts else (0, 0)


def _table(sheet: Sheet, place: int, columns: list[Column]) -> Table:
    printed = sheet.rows[place].texts
    width = len(printed)
    plain_rows = isinstance(sheet.rows, PlainRows) and sheet.rows.width == width
    body = sheet.rows.after(place) if plain_rows else sheet.rows[place + 1 :]
    problems = _header_problems(sheet, place, columns)
    remedy = "Put text with a separator in it between quotation marks, or remove the cells."
    problems += [
        Problem(sheet.file, "the row has more cells than the header", remedy, row.number)
        for row in ([] if plain_rows else body)
        if len(row.texts) > width
    ]
    raise_for(problems)
    wanted = {plain_header(column.header): column for column in columns}
    plain, orders = [], {}
    for text in printed:
        base, qualifier = split_header(text)
        known = base in wanted
        plain.append(base if known else plain_header(text))
        if known and wanted[base].dates and qualifier is not None:
            orders[base] = ORDER_STATED[_plain_qualifier(qualifier)]
    if plain_rows:
        numbers, texts = body.numbers, np.array(body.cells, dtype=object).reshape(len(body), width)
    else:
        numbers = [row.number for row in body]
        texts = _grid((text for row in body for text in chain(row.texts, repeat("", width - len(row.texts)))), len(body), width)
    cells = pd.DataFrame(texts, columns=plain, index=numbers, dtype="str")
    named = [header != "" and header not in plain[:position] for position, header in enumerate(plain)]
    headers = {key: header for key, header in zip(plain, printed, strict=True) if key}
    kinds = {} if plain_rows else {header: kinds for header, kinds in _other_than_text(body, plain).items() if header}
    return Table(sheet.file, cells.loc[:, named], kinds, headers, orders, sheet.date_system_1904, sheet.notes)


def _other_than_text(body: list[Row], plain: list[str]) -> dict[str, pd.Series]:
    """Kinds of the cells of each column that holds other than text."""
    others = set().union(*{row.kinds for row in body}) - {TEXT}
    if not others:
        return {}
    numbers, width = [row.number for row in body], len(plain)
    letters = _grid((letter for row in body for letter in row.kinds.ljust(width, TEXT)), len(body), width)
    first = {header: position for position, header in reversed(list(enumerate(plain)))}
    held = {header: pd.Series(letters[:, position], index=numbers, dtype="str") for header, position in first.items()}
    return {header: kinds for header, kinds in held.items() if kinds.ne(TEXT).any()}


def _grid(cells: Iterable[str], rows: int, width: int) -> np.ndarray:
    return np.fromiter(cells, dtype=object, count=rows * width).reshape(rows, width)


def _header_problems(sheet: Sheet, place: int, columns: list[Column]) -> list[Problem]:
    """What is wrong with a header: columns twice, missing, nearly right, or with a unit that is not known."""
    row: Row = sheet.rows[place]
    wanted = {plain_header(column.header): column for column in columns}
    printed: dict[str, list[str]] = {}
    for text in filter(None, row.texts):
        base, _ = split_header(text)
        printed.setdefault(base if base in wanted else plain_header(text), []).append(text)
    problems = [
        Problem(sheet.file, "the column stands twice in the header", "Remove one.", row.number, texts[0])
        for texts in printed.values()
        if len(texts) > 1
    ]
    for base, texts in printed.items():
        qualifier = split_header(texts[0])[1]
        if base in wanted and len(texts) == 1 and qualifier is not None and not _known(wanted[base], qualifier):
            problems.append(_unknown_qualifier(sheet, row, wanted[base], texts[0], qualifier))
    spare = [base for base in printed if base not in wanted]
    missing = [column for base, column in wanted.items() if base not in printed and not column.optional]
    for column in missing:
        near = difflib.get_close_matches(plain_header(column.header), spare, n=1, cutoff=0.75)
        remedy = f'Rename "{printed[near[0]][0]}" to it.' if near else "Add it to the header and fill it in."
        problems.append(Problem(sheet.file, "the column is missing", remedy, row.number, column.header))
    optional = [plain_header(column.header) for column in columns if column.optional and plain_header(column.header) not in printed]
    for base in spare if not missing else []:
        near = difflib.get_close_matches(base, optional, n=1, cutoff=0.85)
        if near:
            remedy = f'Rename it to "{wanted[near[0]].header}", or remove it.'
            problems.append(
                Problem(sheet.file, "is nearly a column of the layout, but not quite", remedy, row.number, value=printed[base][0])
            )
    return problems


def _known(column: Column, qualifier: str) -> bool:
    return qualifier in column.qualifiers or (column.dates and _plain_qualifier(qualifier) in ORDER_STATED)


def _unknown_qualifier(sheet: Sheet, row: Row, column: Column, text: str, qualifier: str) -> Problem:
    known = ", ".join(f"({name})" for name in (*column.qualifiers, *(["dd/mm/yyyy"] if column.dates else [])))
    remedy = f'Write "{column.header}"{f" or one of {known} after it" if known else ""}, once its cells hold just that.'
    return Problem(
        sheet.file, f'has the unit or qualifier "{qualifier}", which is not known for {column.header}', remedy, row.number, value=text
    )


def _plain_qualifier(qualifier: str) -> str:
    return re.sub(r"[/.\s-]+", " ", qualifier).strip()


def raise_for(problems: list[Problem]) -> None:
    """Raise ``InvalidData`` if there is any problem."""
    if problems:
        raise InvalidData(problems)
