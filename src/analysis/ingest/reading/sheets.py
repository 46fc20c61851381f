"""What stands in a file, cell by cell, as the sheet shows it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.catalogue.plain_files import Unreadable
from analysis.errors import InvalidData, Problem

TEXT, NUMBER, DATE, FORMULA, ERROR = "t", "n", "d", "f", "e"
"""What a cell is: a text; a number, as shown; a date, in ISO form; a formula whose result the file does not hold; an error value."""

MOST_CELLS = 100_000_000
"""Most cells of a sheet, empty ones between others included: far past any extract, so that one stray cell or a bomb ends soon."""

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Row:
    """One row of a sheet.

    Attributes
    ----------
    number
        As the file numbers it, the first being 1; of a CSV file the line on which the row starts.
    texts
        The cells as texts, ends trimmed, an empty cell being ``""``; nothing after the last cell with content.
    kinds
        One letter a cell: ``TEXT``, ``NUMBER``, ``DATE``, ``FORMULA`` or ``ERROR``.
    """

    number: int
    texts: list[str]
    kinds: str


@dataclass(frozen=True)
class PlainRows(Sequence):
    """Rows of texts that have as many cells each and nothing to clean: kept as one list, and made into ``Row`` only where one is asked for.

    Attributes
    ----------
    numbers
        Number of each row.
    cells
        Every cell, row after row.
    width
        Cells of a row.
    """

    numbers: list[int]
    cells: list[str]
    width: int

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        texts = self.cells[place * self.width : (place + 1) * self.width]
        return row_of(self.numbers[place], texts, TEXT * self.width)

    def after(self, place: int) -> "PlainRows":
        """The rows below one."""
        return PlainRows(self.numbers[place + 1 :], self.cells[(place + 1) * self.width :], self.width)

    def renamed(self, place: int, texts: list[str]) -> "PlainRows":
        """The same with other texts in one row."""
        cells = self.cells.copy()
        cells[place * self.width : place * self.width + len(texts)] = texts
        return PlainRows(self.numbers, cells, self.width)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or a text file with separators.

    Attributes
    ----------
    file
        Name of the file, with the sheet where it has sheets.
    rows
        Rows with any content, in their order.
    date_system_1904
        Whether the file counts days from 1 January 1904, so that a bare number that stands for a date does too.
    notes
        How the file was read where that was not plain, a sentence each.
    title
        Name of the sheet; empty for a file that has none.
    """

    file: str
    rows: Sequence[Row]
    date_system_1904: bool = False
    notes: tuple[str, ...] = ()
    title: str = ""


def cleaned(text: str) -> str:
    """A cell without what nobody sees: blanks at its ends, marks of no width; every run of blanks is one space.

    >>> cleaned(" Plymouth\\u00a0City  Council\\r\\n")
    'Plymouth City Council'
    """
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    return SPACES.sub(" ", INVISIBLE.sub("", text)).strip()


def row_of(number: int, texts: list[str], kinds: str) -> Row | None:
    """A row less the empty cells at its end; ``None`` where nothing is left."""
    last = len(texts)
    while last and not texts[last - 1]:
        last -= 1
    return Row(number, texts[:last], kinds[:last]) if last else None


def read_sheets(path: Path) -> list[Sheet]:
    """Every sheet with content of one file; what the file is, its content says and not its name.

    Read are XLSX and XLSM, ODS, and text with separators: comma, semicolon, tab or bar; UTF-8, UTF-16 or Windows-1252; with a
    ``sep=`` line or without.

    Raises
    ------
    InvalidData
        If the file is missing, of another kind, encrypted, broken or larger than any extract: one problem with the remedy.
    """
    sheets, problem = _read(Path(path))
    if problem is not None:
        raise InvalidData([problem])
    return sheets


def read_every_sheet(paths: Iterable[Path]) -> list[Sheet]:
    """Every sheet of some files, or of the files in folders; nothing in a folder is passed over.

    Raises
    ------
    InvalidData
        With a problem for every file that cannot be read.
    """
    from analysis.ingest.reading.files import given_files

    sheets, problems = [], []
    for path in given_files(paths):
        found, problem = _read(path)
        sheets += found
        problems += [problem] if problem is not None else []
    if problems:
        raise InvalidData(problems)
    return sheets


def _read(path: Path) -> tuple[list[Sheet], Problem | None]:
    from analysis.ingest.reading.files import kind_of_file
    from analysis.ingest.reading.open_document import open_document_sheets
    from analysis.ingest.reading.separated import separated_sheet
    from analysis.ingest.reading.workbooks import workbook_sheets

    readers = {"workbook": workbook_sheets, "open document": open_document_sheets, "separated": separated_sheet}
    try:
        sheets = readers[kind_of_file(path)](path)
    except Unreadable as error:
        rule, remedy, *row = error.args
        return [], Problem(path.name, rule, remedy, *row)
    return [sheet for sheet in sheets if sheet.rows], None
