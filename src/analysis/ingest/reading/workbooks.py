"""Sheets of an Excel workbook, each cell as the sheet shows it."""

import math
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from analysis.catalogue.plain_files import Unreadable
from analysis.ingest.reading.files import SAVE_AS
from analysis.ingest.reading.sheets import DATE, ERROR, FORMULA, MOST_CELLS, NUMBER, TEXT, Row, Sheet, cleaned, row_of

STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
CHUNK = 1 << 20
DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""
SMALLEST_IN_FULL = 1e-10


def workbook_sheets(path: Path) -> list[Sheet]:
    """Every sheet of a workbook: hidden ones too, every row whatever size the sheet states, results of formulas as stored.

    A formula whose result the file does not hold, or which is to be worked out when the file is opened, is of the kind ``FORMULA``.

    Raises
    ------
    Unreadable
        If the workbook is broken, or of the strict form that Excel can also save.
    """
    with _failures_named():
        formulas, recalculated = _look_inside(path)
        with path.open("rb") as file:
            workbook = _opened(file, results=True)
            epoch_1904 = workbook.epoch.year == 1904
            sheets = {sheet.title: _rows(sheet.title, _cells(sheet)) for sheet in workbook.worksheets}
            workbook.close()
        if formulas:
            with path.open("rb") as file:
                workbook = _opened(file, results=False)
                for sheet in workbook.worksheets:
                    sheets[sheet.title] = _without_results(sheets[sheet.title], _cells(sheet), recalculated)
                workbook.close()
    note = ("The workbook counts its days from 1904, and its dates are read so.",) if epoch_1904 else ()
    return [Sheet(f"{path.name}, sheet {title}", rows, epoch_1904, note, title) for title, rows in sheets.items()]


@contextmanager
def _failures_named() -> Iterator[None]:
    """Whatever a broken workbook makes the reader raise, as one failure; the warnings of the reader say nothing to a user."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (Unreadable, KeyboardInterrupt):
        raise
    except Exception as error:
        raise Unreadable(f"the workbook is broken ({type(error).__name__}: {str(error)[:200]})", f"Open it in Excel. {SAVE_AS}") from error


def _look_inside(path: Path) -> tuple[bool, bool]:
    """Whether any sheet has a formula, and whether formulas are to be worked out when the workbook is opened."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        for name in names:
            if name.endswith((".xml", ".rels")):
                with archive.open(name) as part:
                    if b"<!DOCTYPE" in part.read(2000):
                        raise Unreadable("the workbook declares a document type, which no spreadsheet program writes", SAVE_AS)
        about = archive.read("xl/workbook.xml") if "xl/workbook.xml" in names else b""
        if STRICT in about:
            raise Unreadable(
                "is a Strict Open XML workbook", "Save it again as Excel workbook (.xlsx), without the word strict, or as CSV."
            )
        formulas = any(_has_formula(archive, name) for name in names if "/worksheets/" in name and name.endswith(".xml"))
    return formulas, re.search(rb'fullCalcOnLoad="(1|true)"', about) is not None


def _has_formula(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        before = b""
        while chunk := part.read(CHUNK):
            if re.search(rb"<(\w+:)?f[ >/]", before + chunk):
                return True
            before = chunk[-12:]
    return False


def _opened(file, results: bool):
    from openpyxl import load_workbook

    return load_workbook(file, read_only=True, data_only=results, keep_links=False)


def _cells(sheet) -> Iterator[tuple]:
    """Rows of cells whatever size the sheet states, to the end or to ``MOST_CELLS``."""
    sheet.reset_dimensions()
    scanned = 0
    for cells in sheet.iter_rows():
        scanned += len(cells)
        if scanned > MOST_CELLS:
            raise Unreadable(f"sheet {sheet.title} has more than {MOST_CELLS:,} cells", "Take out what stands far to the right or below.")
        yield cells


def _rows(title: str, rows_of_cells: Iterator[tuple]) -> list[Row]:
    rows = []
    for number, cells in enumerate(rows_of_cells, 1):
        if not cells:
            continue
        shown = [("", TEXT) if cell.value is None else _shown(cell) for cell in cells]
        row = row_of(number, [text for text, _ in shown], "".join(kind for _, kind in shown))
        if row is not None:
            rows.append(row)
    return rows


def _without_results(rows: list[Row], rows_of_cells: Iterator[tuple], recalculated: bool) -> list[Row]:
    """The rows with each formula that has no result to rely on in place of it."""
    by_number = {row.number: row for row in rows}
    for number, cells in enumerate(rows_of_cells, 1):
        formulas = [place for place, cell in enumerate(cells) if cell.data_type == "f"]
        row = by_number.get(number, Row(number, [], ""))
        missing = [place for place in formulas if recalculated or place >= len(row.texts) or not row.texts[place]]
        if missing:
            width = max(len(row.texts), missing[-1] + 1)
            texts = row.texts + [""] * (width - len(row.texts))
            kinds = list(row.kinds.ljust(width, TEXT))
            for place in missing:
                formula = cells[place].value
                texts[place], kinds[place] = str(getattr(formula, "text", formula)), FORMULA
            by_number[number] = Row(number, texts, "".join(kinds))
    return [by_number[number] for number in sorted(by_number)]


def _shown(cell) -> tuple[str, str]:
    """A cell as the sheet shows it, and what it is."""
    value = cell.value
    if cell.data_type == "e":
        return str(value), ERROR
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), TEXT
    if isinstance(value, int | float):
        return number_as_shown(value, cell.number_format), NUMBER
    if isinstance(value, datetime):
        return (value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")), DATE
    if isinstance(value, date | time | timedelta):
        return str(value), DATE
    return cleaned(unescaped(str(value))), TEXT


def unescaped(text: str) -> str:
    """A text of a workbook with the characters that it writes as ``_x000D_`` and the like.

    >>> unescaped("Plymouth_x000D_")
    'Plymouth\\r'
    """
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def number_as_shown(value: float, number_format: str) -> str:
    """A number with its format as far as that changes what it says: per cent, a currency, noughts before and behind.

    Decimals that the sheet only rounds away stay; those that it shows are there.

    >>> number_as_shown(0.07, "0%"), number_as_shown(50, '"£"#,##0.00'), number_as_shown(42, "00000"), number_as_shown(599, "0.0")
    ('7%', '£50.00', '00042', '599.0')
    """
    before, scale, after, width, decimals = _format(number_format)
    text = plain_number(value * scale)
    if width and text.isdigit():
        text = text.zfill(width)
    return f"{before}{with_decimals(text, decimals)}{after}"


def with_decimals(text: str, decimals: int) -> str:
    """A number in plain digits with noughts behind it, up to so many decimals.

    >>> with_decimals("47", 1), with_decimals("47.25", 1), with_decimals("4.7E+18", 1)
    ('47.0', '47.25', '4.7E+18')
    """
    whole, _, behind = text.partition(".")
    return f"{whole}.{behind.ljust(decimals, '0')}" if decimals and re.fullmatch(r"-?[0-9]+", whole) and "E" not in behind else text


def plain_number(value: float) -> str:
    """A number without an exponent, to the digits that a spreadsheet keeps; one that has lost digits shows it by its exponent.

    >>> plain_number(202100000001.0), plain_number(0.1 + 0.2), plain_number(1234567890123456789)
    ('202100000001', '0.3', '1.23456789012346E+18')
    """
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    whole = value == int(value)
    if whole and abs(value) < 10**DIGITS:
        return str(int(value))
    kept = f"{Decimal(value):.{DIGITS}G}"
    return kept if whole or abs(value) < SMALLEST_IN_FULL else f"{Decimal(kept):f}".rstrip("0").rstrip(".")


@cache
def _format(number_format: str) -> tuple[str, int, str, int, int]:
    """What a number format puts before a number, multiplies it by, puts after it, and the digits and decimals that it fills up to."""
    section = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r'"\1"', (number_format or "General").split(";")[0])
    section = re.sub(r"\[[^\]]*\]|[_*].", "", section)
    literals = re.sub(r'"([^"]*)"|\\(.)', lambda match: f"\x00{match[1] or match[2] or ''}\x00", section)
    said = re.split("\x00", literals)
    outside, inside = "".join(said[::2]), "".join(said[1::2])
    currency = next((sign for sign in "£€$" if sign in inside or sign in outside), "")
    per_cent = "%" in outside
    width = len(outside) if re.fullmatch(r"0{2,}", outside.strip()) else 0
    behind = re.search(r"[0#?]\.(0+)", outside) if "E" not in outside.upper().replace("GENERAL", "") else None
    sign = "%" if per_cent or inside.strip() == "%" else ""
    return currency, 100 if per_cent else 1, sign, width, len(behind[1]) if behind else 0
