"""Sheets of an OpenDocument spreadsheet, each cell as the sheet shows it."""

import re
import zipfile
from pathlib import Path
from xml.parsers import expat

from analysis.catalogue.plain_files import Unreadable
from analysis.ingest.reading.files import SAVE_AS
from analysis.ingest.reading.sheets import DATE, ERROR, FORMULA, MOST_CELLS, NUMBER, TEXT, Row, Sheet, cleaned, row_of
from analysis.ingest.reading.workbooks import plain_number, with_decimals

CHUNK = 1 << 16


def open_document_sheets(path: Path) -> list[Sheet]:
    """Every sheet of an ODS file; a row or cell that the file states once for many stands as often as it says.

    Raises
    ------
    Unreadable
        If the file is broken.
    """
    reader = _ContentReader()
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
            while chunk := content.read(CHUNK):
                reader.parser.Parse(chunk, False)
            reader.parser.Parse(b"", True)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(
            f"the workbook is broken ({type(error).__name__}: {error})", f"Open it in a spreadsheet program. {SAVE_AS}"
        ) from error
    return [Sheet(f"{path.name}, sheet {name}", rows, title=name) for name, rows in reader.sheets]


class _ContentReader:
    """Follows ``content.xml`` from start to end: the sheets so far, and the row and cell that it is in."""

    def __init__(self):
        self.sheets: list[tuple[str, list[Row]]] = []
        self.scanned = 0
        self.number = 0
        self.tables = 0
        self.notes = 0
        self.cell: dict | None = None
        self.texts: list[str] = []
        self.cells: list[tuple[str, str]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.buffer_text = True

    def _doctype(self, *_):
        raise Unreadable("the workbook declares a document type, which no spreadsheet program writes", SAVE_AS)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        said = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "table":
            self.tables += 1
            if self.tables == 1:
                self.sheets.append((said.get("name", ""), []))
                self.number = 0
        elif self.tables != 1:
            return
        elif name == "table-row":
            self.cells, self.empty, self.repeated = [], 0, max(1, int(said.get("number-rows-repeated", 1)))
        elif name in ("table-cell", "covered-table-cell"):
            self.cell, self.texts = said, []
        elif name == "annotation":
            self.notes += 1
        elif name in ("p", "h") and self.cell is not None and not self.notes and self.texts:
            self.texts.append("\n")
        elif name in ("s", "tab", "line-break") and self.cell is not None and not self.notes:
            self.texts.append(" ")

    def _text(self, text: str) -> None:
        if self.cell is not None and not self.notes and self.tables == 1:
            self.texts.append(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "table":
            self.tables -= 1
        elif self.tables != 1:
            return
        elif name == "annotation":
            self.notes -= 1
        elif name in ("table-cell", "covered-table-cell") and self.cell is not None:
            self._end_cell()
        elif name == "table-row":
            self._end_row()

    def _end_cell(self) -> None:
        shown = _shown(self.cell, cleaned("".join(self.texts)))
        times = max(1, int(self.cell.get("number-columns-repeated", 1)))
        self.cell = None
        if not shown[0]:
            # Empty cells that a row ends with stand for the rest of the sheet, and are never made.
            self.empty += times
            return
        self._count(self.empty + times)
        self.cells += [("", TEXT)] * self.empty + [shown] * times
        self.empty = 0

    def _end_row(self) -> None:
        texts, kinds = [text for text, _ in self.cells], "".join(kind for _, kind in self.cells)
        row = row_of(self.number + 1, texts, kinds)
        if row is not None:
            self._count((self.repeated - 1) * len(row.texts))
            self.sheets[-1][1].extend(Row(self.number + 1 + further, row.texts, row.kinds) for further in range(self.repeated))
        self.number += self.repeated

    def _count(self, cells: int) -> None:
        self.scanned += cells
        if self.scanned > MOST_CELLS:
            raise Unreadable(f"has more than {MOST_CELLS:,} cells", "Take out what stands far to the right or below.")


def _shown(said: dict[str, str], text: str) -> tuple[str, str]:
    """A cell as the sheet shows it, and what it is."""
    kind = said.get("value-type")
    if text.startswith("#") or text.startswith("Err:"):
        return text, ERROR if "formula" in said else TEXT
    if kind is None and "formula" in said and not text:
        return said["formula"], FORMULA
    if kind == "date":
        return said.get("date-value", "").replace("T", " ").removesuffix(" 00:00:00"), DATE
    if kind == "percentage":
        return _with_decimals_of(text, plain_number(round(100 * float(said["value"]), 12))) + "%", NUMBER
    if kind == "currency":
        sign = {"GBP": "£", "EUR": "€", "USD": "$"}.get(said.get("currency", ""), "")
        return sign + _with_decimals_of(text, plain_number(float(said["value"]))), NUMBER
    if kind == "float":
        filled = text if text.isdigit() and text.isascii() and text.startswith("0") and float(text) == float(said["value"]) else ""
        return filled or _with_decimals_of(text, plain_number(float(said["value"]))), NUMBER
    if kind == "boolean":
        return said.get("boolean-value", "").upper(), TEXT
    return text, DATE if kind == "time" else TEXT


def _with_decimals_of(shown: str, number: str) -> str:
    """A number with as many decimals at least as the sheet shows of it."""
    behind = re.search(r"[0-9]\.([0-9]+)(?!.*[0-9])", shown)
    return with_decimals(number, len(behind[1]) if behind else 0)
