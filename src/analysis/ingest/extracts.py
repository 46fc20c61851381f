"""Councils' extracts as they come, CSV or XLSX: cells as text, with the row that each stood in."""

import csv
import difflib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from analysis.errors import InvalidData, Problem

ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SAVE_AS = "Save it again as CSV in UTF-8 or as XLSX."


@dataclass(frozen=True)
class Extract:
    """One table of a file.

    Attributes
    ----------
    file
        Name of the file, with the sheet where it has sheets.
    cells
        Text, ends trimmed, an empty cell being ``""``. Columns carry the header as ``plain_header`` gives it; the index
        is the row in the file, the header being row 1 where it stands first. Rows without any content are left out.
    headers
        The headers as printed, by plain header.
    """

    file: str
    cells: pd.DataFrame
    headers: dict[str, str]


def plain_header(text: str) -> str:
    """A header without case, padding, or an explanation in brackets.

    >>> plain_header("  Existing_Discount (per cent) ")
    'existing discount'
    """
    without_brackets = re.sub(r"\s*\(.*\)\s*$", "", str(text).replace("\ufeff", ""))
    return re.sub(r"[\s_]+", " ", without_brackets).strip().casefold()


def read_extracts(paths: Iterable[Path]) -> list[Extract]:
    """Every table of some files: one a CSV file, one a sheet of an XLSX file; sheets without content are left out.

    Parameters
    ----------
    paths
        Files, or folders whose CSV and XLSX files are read.

    Raises
    ------
    InvalidData
        If a file cannot be read, with every such file.
    """
    extracts, problems = [], []
    for path in _files(paths):
        try:
            tables = _sheets(path) if path.suffix.casefold() == ".xlsx" else [(path.name, _csv_rows(path))]
            for name, rows in tables:
                extract, found = _extract(name, rows)
                problems += found
                if extract is not None:
                    extracts.append(extract)
        except _Unreadable as error:
            problems.append(Problem(path.name, *error.args))
    if problems:
        raise InvalidData(problems)
    return extracts


def extract_with(extracts: list[Extract], columns: list[str], title: str, optional: tuple[str, ...] = ()) -> Extract:
    """The one extract that has the columns of a layout.

    Parameters
    ----------
    columns
        Headers as the layout prints them; the extract that has most of them is meant.
    title
        What the table is, for messages.
    optional
        Headers of the layout that may be absent; a near miss of one is pointed out.

    Raises
    ------
    InvalidData
        If none has half of the columns, if two could be meant, or if columns are missing.
    """
    wanted = {plain_header(column): column for column in columns}
    held = [len(wanted.keys() & set(extract.headers)) for extract in extracts]
    if not held or max(held) * 2 < len(wanted):
        files = ", ".join(extract.file for extract in extracts) or "no table at all"
        rule = f"the {title} is missing: no table has its columns. There is: {files}"
        raise InvalidData([Problem(title, rule, f"Give a file with the columns {', '.join(columns)}.")])
    best = [extract for extract, count in zip(extracts, held, strict=True) if count == max(held)]
    if len(best) > 1:
        rule = f"the {title} stands there more than once"
        raise InvalidData([Problem(extract.file, rule, "Keep one and leave the others out.") for extract in best])
    missing = [column for plain, column in wanted.items() if plain not in best[0].headers]
    spare = [plain for plain in best[0].headers if plain not in wanted]
    problems = [_missing_column(best[0], column, spare) for column in missing]
    unrecognised = [plain for plain in spare if plain not in {plain_header(column) for column in optional}]
    for plain in unrecognised if not missing else []:
        near = difflib.get_close_matches(plain, [plain_header(column) for column in optional], n=1, cutoff=0.85)
        if near:
            remedy = f'Rename it to "{near[0]}", or remove it.'
            problems.append(Problem(best[0].file, "is nearly a column of the layout, but not quite", remedy, value=best[0].headers[plain]))
    if problems:
        raise InvalidData(problems)
    return best[0]


class _Unreadable(Exception):
    """A file that cannot be read: the rule that it breaks and the remedy."""


def _files(paths: Iterable[Path]) -> list[Path]:
    files = []
    for path in map(Path, paths):
        if path.is_dir():
            files += sorted(
                file for file in path.iterdir() if file.suffix.casefold() in (".csv", ".xlsx") and not file.name.startswith(("~$", "."))
            )
        else:
            files.append(path)
    return files


def _csv_rows(path: Path) -> list[tuple[int, list[str]]]:
    if path.suffix.casefold() != ".csv":
        raise _Unreadable("is neither CSV nor XLSX", SAVE_AS)
    try:
        content = path.read_bytes()
        text = content.decode(ENCODINGS.get(content[:2], "utf-8-sig"))
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        rows, first_line = [], 1
        for cells in reader:
            rows.append((first_line, cells))
            first_line = reader.line_num + 1
        return rows
    except FileNotFoundError:
        raise _Unreadable("the file is missing", "Check its name and folder.") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _Unreadable(f"the file cannot be read ({error})", SAVE_AS) from error


def _sheets(path: Path) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
        try:
            return [
                (
                    f"{path.name}, sheet {sheet.title}",
                    [(row, [_text(cell) for cell in cells]) for row, cells in enumerate(sheet.iter_rows(values_only=True), 1)],
                )
                for sheet in workbook.worksheets
            ]
        finally:
            workbook.close()
    except FileNotFoundError:
        raise _Unreadable("the file is missing", "Check its name and folder.") from None
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise _Unreadable(f"the workbook cannot be read ({error})", SAVE_AS) from error


def _text(cell) -> str:
    """A cell of a workbook as text; dates in ISO form, whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def _extract(name: str, rows: list[tuple[int, list[str]]]) -> tuple[Extract | None, list[Problem]]:
    """Rows with their numbers as an extract; its header is the first row with any content."""
    filled = [(number, [cell.strip() for cell in cells]) for number, cells in rows]
    filled = [(number, cells) for number, cells in filled if any(cells)]
    if not filled:
        return None, []
    header_row, printed = filled[0]
    while printed and not printed[-1]:
        printed = printed[:-1]
    plain = [plain_header(header) for header in printed]
    problems = [
        Problem(name, "the column stands twice in the header", "Remove one.", header_row, printed[plain.index(header)])
        for header in sorted({header for header in plain if header and plain.count(header) > 1})
    ]
    width = len(printed)
    remedy = "Put text with a comma between quotation marks, or remove the cells."
    problems += [
        Problem(name, "the row has more cells than the header", remedy, number) for number, cells in filled[1:] if any(cells[width:])
    ]
    if problems:
        return None, problems
    body = [(cells + [""] * width)[:width] for _, cells in filled[1:]]
    cells = pd.DataFrame(body, columns=plain, index=[number for number, _ in filled[1:]], dtype="str")
    return Extract(name, cells.loc[:, [header != "" for header in plain]], {p: h for p, h in zip(plain, printed, strict=True) if p}), []


def _missing_column(extract: Extract, column: str, spare: list[str]) -> Problem:
    near = difflib.get_close_matches(plain_header(column), spare, n=1, cutoff=0.75)
    remedy = f'Rename "{extract.headers[near[0]]}" to it.' if near else "Add it to the header and fill it in."
    return Problem(extract.file, "the column is missing", remedy, column=column)
