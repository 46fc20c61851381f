"""The CSV files of ``data/raw`` as text: header and rows as they stand in the file, with what is wrong with their shape."""

import csv
import difflib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.catalogue.datasets import dataset_path, field_names
from analysis.catalogue.plain_files import Unreadable, plain_text
from analysis.errors import Problem


@dataclass(frozen=True)
class RawTable:
    """One file as text.

    ``rows`` holds one dict a row, text by column; ``lines`` the line of the file on which each row starts, the header being
    line 1; ``problems`` what is wrong with the file, its header or the shape of its rows. ``header`` is ``None`` where the
    file cannot be read.
    """

    header: list[str] | None
    rows: list[dict[str, str]]
    lines: list[int]
    problems: list[Problem]


def raw_table(name: str, folder: Path | None = None) -> RawTable:
    """One dataset as text, from a folder or the project's own; read again only when the file or its descriptor has changed."""
    path = dataset_path(name) if folder is None else folder / dataset_path(name).name
    try:
        state = path.stat()
    except FileNotFoundError:
        missing = Problem(path.name, f'the dataset "{name}" is missing', f"Put the file back into {path.parent.name}/.")
        return RawTable(None, [], [], [missing])
    return _read(path, tuple(field_names(name)), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _read(path: Path, wanted: tuple[str, ...], modified_ns: int, size: int) -> RawTable:
    """Read one file; an edit changes its time or size, and so is read anew."""
    try:
        (_, header), *body = _lines(io.StringIO(plain_text(path), newline="")) or [(1, [])]
    except Unreadable as error:
        return RawTable(None, [], [], [Problem(path.name, *error.args)])
    except csv.Error as error:
        unreadable = Problem(path.name, f"the file cannot be read ({error})", "Save it again as CSV in UTF-8.")
        return RawTable(None, [], [], [unreadable])
    problems = _header_problems(path, header, list(wanted))
    rows, lines = [], []
    for line, cells in body:
        if not any(cells) or len(cells) != len(header):
            rule = "the row is empty" if not any(cells) else f"the row has too {'few' if len(cells) < len(header) else 'many'} cells"
            problems.append(Problem(path.name, rule, "Give the row one cell a column, or remove it.", line))
        else:
            rows.append(dict(zip(header, cells, strict=True)))
            lines.append(line)
    return RawTable(header, rows, lines, problems)


def _lines(file: Iterator[str]) -> list[tuple[int, list[str]]]:
    """Rows with the line on which each starts: a quoted cell may hold several lines."""
    reader = csv.reader(file, strict=True)
    found, start = [], 1
    for cells in reader:
        found.append((start, cells))
        start = reader.line_num + 1
    return found


def _header_problems(path: Path, header: list[str], wanted: list[str]) -> list[Problem]:
    missing = [name for name in wanted if name not in header]
    added = [name for name in header if name not in wanted]
    problems = [
        Problem(path.name, "the column stands twice in the header", "Remove one.", row=1, column=name)
        for name in sorted({name for name in header if header.count(name) > 1})
    ]
    for name in list(missing):
        renamed = difflib.get_close_matches(name, added, n=1, cutoff=0.6)
        if renamed:
            added.remove(renamed[0])
            missing.remove(name)
            rule, remedy = "is not a column of this dataset", f'Rename it to "{name}", which is missing.'
            problems.append(Problem(path.name, rule, remedy, row=1, value=renamed[0]))
    problems += [
        Problem(path.name, "the column is missing", "Add it to the header and fill it in.", row=1, column=name) for name in missing
    ]
    remedy = f"Remove the column, or describe it in {path.stem}.json."
    problems += [Problem(path.name, "is not a column of this dataset", remedy, row=1, value=name) for name in added]
    return problems
