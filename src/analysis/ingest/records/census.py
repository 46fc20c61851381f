"""The workforce census as XML: its elements as rows of sheets."""

from datetime import date
from pathlib import Path
from xml.parsers import expat

from analysis.catalogue.returns import return_of
from analysis.errors import InvalidData, Problem
from analysis.ingest.reading.files import MOST_BYTES
from analysis.ingest.reading.sheets import TEXT, Row, Sheet, cleaned

REFERENCE_DATE = "ReferenceDate"


def is_census(path: Path) -> bool:
    """Whether a file is XML that holds a workforce census, by what stands at its start."""
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        return False
    with path.open("rb") as file:
        start = file.read(20_000)
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and any(f"<{entry.element}".encode() in start for entry in _lists())


def census_sheets(path: Path) -> tuple[list[Sheet], date | None]:
    """A sheet for each list of the census, a row for each of its elements, numbered by their line; and the day that it states.

    Raises
    ------
    InvalidData
        If the XML is broken or declares a document type, which could make it grow without bound.
    """
    reader = _Reader()
    try:
        with path.open("rb") as file:
            reader.parser.ParseFile(file)
    except (expat.ExpatError, _DocumentType) as error:
        rule = f"the XML is broken ({error})" if isinstance(error, expat.ExpatError) else "the XML declares a document type"
        raise InvalidData([Problem(path.name, rule, "Take it from the system again.", reader.parser.CurrentLineNumber)]) from error
    sheets = [Sheet(f"{path.name}, {element}", _rows(found)) for element, found in reader.found.items() if found]
    try:
        stated = date.fromisoformat(reader.reference_date[:10]) if reader.reference_date else None
    except ValueError:
        raise InvalidData(
            [Problem(path.name, "is not a date", "Write it like 2024-09-30.", column=REFERENCE_DATE, value=reader.reference_date)]
        ) from None
    return sheets, stated


class _DocumentType(Exception):
    """The XML declares a document type."""


class _Reader:
    """Gathers the elements that hold rows, with their line and the texts within."""

    def __init__(self):
        self.found: dict[str, list[tuple[int, dict[str, str]]]] = {entry.element: [] for entry in _lists()}
        self.reference_date = ""
        self._row: dict[str, str] | None = None
        self._path: list[str] = []
        self._text: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_):
        raise _DocumentType

    def _start(self, name: str, _attributes):
        self._path.append(name)
        self._text.clear()
        if name in self.found:
            self._row = {}
            self.found[name].append((self.parser.CurrentLineNumber, self._row))

    def _end(self, name: str):
        self._path.pop()
        text = cleaned("".join(self._text))
        if name in self.found:
            self._row = None
        elif self._row is not None and text:
            # An element that may stand several times, such as a qualification, is told by its first.
            self._row.setdefault(name, text)
        elif name == REFERENCE_DATE:
            self.reference_date = text
        self._text.clear()


def _rows(found: list[tuple[int, dict[str, str]]]) -> list[Row]:
    names = list(dict.fromkeys(name for _, values in found for name in values))
    declared = [column.name for entry in _lists() for column in entry.columns if not column.optional]
    if set(names) & set(declared):
        # An element that no worker has, such as an end of a role, is left out of the XML and is an empty column here.
        names += [column.name for entry in _lists() if set(names) & {one.name for one in entry.columns} for column in entry.columns]
        names = list(dict.fromkeys(names))
    rows = [Row(0, names, TEXT * len(names))]
    return rows + [Row(line, [values.get(name, "") for name in names], TEXT * len(names)) for line, values in found]


def _lists():
    return [entry for entry in return_of("csww").lists if entry.element]
