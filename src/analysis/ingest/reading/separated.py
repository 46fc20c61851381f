"""Text with separators: its encoding, its separator and its rows."""

import csv
import io
import re
from itertools import islice
from pathlib import Path

from analysis.catalogue.plain_files import Unreadable, plain_bytes
from analysis.ingest.reading.files import MOST_BYTES, SAVE_AS
from analysis.ingest.reading.sheets import ERROR, TEXT, PlainRows, Row, Sheet, cleaned, row_of

SEPARATORS = (",", ";", "\t", "|")
SEPARATOR_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
ROWS_LOOKED_AT = 50
LONGEST_CELL = 131_072
CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
"""Characters that no text has; one of them shows that a file is something else, or is in another encoding."""
ERROR_VALUE = re.compile(r"#(REF|VALUE|N/A|NAME|DIV/0|NULL|NUM|SPILL|CALC)[!?]?", re.IGNORECASE)


def separated_sheet(path: Path) -> list[Sheet]:
    """The rows of a file as one sheet; a row's number is the line on which it starts.

    Raises
    ------
    Unreadable
        If it is no text, or its quotation marks do not close.
    """
    text, encoding = decoded_text(path)
    lines, skipped, stated = without_separator_line(text)
    separator = stated or separator_of(lines)
    notes = ["The file is read as Windows-1252: look at letters with accents."] if encoding == "cp1252" else []
    if separator != ",":
        notes.append(f"{path.name} is separated by {SEPARATOR_NAMES.get(separator, repr(separator))}.")
    rows = _plain_rows(lines, separator, skipped) or _rows(lines, separator, skipped)
    return [Sheet(path.name, rows, notes=tuple(notes))]


def decoded_text(path: Path) -> tuple[str, str]:
    """The text of a file without its byte order mark, and the encoding that it is in.

    Raises
    ------
    Unreadable
        If it is no text in UTF-8, UTF-16, UTF-32 or Windows-1252.
    """
    content = plain_bytes(path, MOST_BYTES)
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe\x00\x00": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    encodings = [encoding for mark, encoding in marks.items() if content.startswith(mark)][:1]
    if not encodings:
        head = content[:200]
        halves = ["utf-16-be", "utf-16-le"] if head[::2].count(0) > head[1::2].count(0) else ["utf-16-le", "utf-16-be"]
        encodings = halves if b"\x00" in head else ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROL.search(text):
            return text, encoding
    raise Unreadable("the file cannot be read as text", SAVE_AS)


def without_separator_line(text: str) -> tuple[str, int, str | None]:
    """The text after a ``sep=`` line, the lines left out, and the separator that it states."""
    match = re.match(r'"?sep=(.)"?[^\S\r\n]*(\r\n|\r|\n|$)', text, re.IGNORECASE)
    return (text[match.end() :], 1, match[1]) if match else (text, 0, None)


def separator_of(text: str) -> str:
    """The separator under which most rows have most cells alike; a comma where none does better."""
    scores = {}
    for separator in SEPARATORS:
        try:
            widths = [len(cells) for cells in islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), ROWS_LOOKED_AT)]
        except csv.Error:
            widths = []
        usual = max({width for width in widths if width > 1}, key=lambda width: widths.count(width) * (width - 1), default=1)
        scores[separator] = widths.count(usual) * (usual - 1)
    return max(scores, key=scores.__getitem__)


def _plain_rows(text: str, separator: str, skipped: int) -> PlainRows | None:
    """The rows of a text in which nothing is to be cleaned or told apart, as systems write most extracts; ``None`` of any other.

    Such a text has no quotation mark, no letter beyond ASCII, no blank beside a separator, and as many cells in every row.
    """
    text = text.replace("\r\n", "\n").removesuffix("\n")
    padded = {"  ", f"{separator} ", f" {separator}", "\n ", " \n"}
    special = {'"', "#", "\r", "\x0b", "\x0c", "\x7f", *({"\t"} - {separator})}
    if not text.isascii() or text != text.strip(" ") or any(found in text for found in padded | special):
        return None
    lines = text.split("\n")
    width = lines[0].count(separator) + 1
    numbers = [number for number, line in enumerate(lines, 1 + skipped) if line.strip(separator)]
    if len(numbers) < len(lines):
        lines = [line for line in lines if line.strip(separator)]
    if any(line.count(separator) + 1 != width or len(line) > LONGEST_CELL for line in lines):
        return None
    return PlainRows(numbers, separator.join(lines).split(separator), width)


def _kind(text: str) -> str:
    return ERROR if text.startswith("#") and ERROR_VALUE.fullmatch(text) else TEXT


def _rows(text: str, separator: str, skipped: int) -> list[Row]:
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    first_line = 1
    try:
        for cells in reader:
            # Most rows have nothing to clean: that is seen of a whole row sooner than of each cell.
            whole = f",{','.join(cells)},"
            clean = whole.isascii() and whole.isprintable() and not any(padded in whole for padded in ("  ", ", ", " ,"))
            texts = cells if clean else [cleaned(cell) for cell in cells]
            kinds = "".join(map(_kind, texts)) if "#" in whole else TEXT * len(texts)
            row = row_of(first_line + skipped, texts, kinds)
            if row is not None:
                rows.append(row)
            first_line = reader.line_num + 1
    except csv.Error as error:
        why = "a quotation mark does not close" if "unexpected end" in str(error) else str(error)
        long = "field larger" in str(error)
        rule = (
            f"a cell has more than {LONGEST_CELL:,} characters, or a quotation mark does not close"
            if long
            else f"the row cannot be read ({why})"
        )
        raise Unreadable(rule, "Correct the quotation marks of that row.", first_line + skipped) from error
    return rows
