"""The files of a return as they were given: their sheets, their checksums, and whether they may be read at all."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from analysis.errors import InvalidData, Problem
from analysis.ingest.followed import followed_by_git
from analysis.ingest.reading.files import given_files
from analysis.ingest.reading.sheets import Sheet, read_sheets
from analysis.ingest.reading.tables import raise_for
from analysis.ingest.records.census import census_sheets, is_census


@dataclass(frozen=True)
class GivenFile:
    """One file with its sheets.

    Attributes
    ----------
    name
        What messages call it: its name, with the folders below the one that was given.
    folder
        The folder in which it stands, if a folder was given.
    stated_date
        A day that the file itself states.
    """

    path: Path
    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    folder: Path | None = None
    stated_date: date | None = None


def read_given(paths: Iterable[Path]) -> tuple[list[GivenFile], list[Problem]]:
    """Every file that was given, and those in folders and the folders within.

    Returns
    -------
    list of GivenFile, list of Problem
        The files that can be used, and a problem for each that cannot be read, is empty, or changed while it was read.

    Raises
    ------
    InvalidData
        If there is no file, or any is followed by git.
    """
    found: dict[Path, tuple[str, Path | None]] = {}
    for given in map(Path, paths):
        for path, folder in _files(given):
            found.setdefault(path, (path.name if folder is None else path.relative_to(given).as_posix(), folder))
    if not found:
        raise InvalidData([Problem(str(path), "holds no file", "Name the files of the return, or their folder.") for path in paths])
    raise_for(followed_by_git(list(found)))
    files, problems = [], []
    for path, (name, folder) in found.items():
        try:
            files.append(_read(path, name, folder))
        except InvalidData as error:
            problems += [replace(problem, file=_called(problem.file, path, name)) for problem in error.problems]
    return files, problems


def _files(path: Path) -> list[tuple[Path, Path | None]]:
    if not path.is_dir():
        return [(path, None)]
    files = []
    for entry in given_files([path]):
        files += _files(entry) if entry.is_dir() else [(entry, path)]
    return files


def _called(text: str, path: Path, name: str) -> str:
    """A file, with its sheet if it has one, under the name that messages give it."""
    return name + text.removeprefix(path.name)


def _read(path: Path, name: str, folder: Path | None) -> GivenFile:
    before = _digest(path)
    stated = None
    if is_census(path):
        sheets, stated = census_sheets(path)
    else:
        sheets = read_sheets(path)
    if not any(sheet.rows for sheet in sheets):
        raise InvalidData([Problem(path.name, "is empty", "Take it from the system again, or leave it out.")])
    if _digest(path) != before:
        raise InvalidData([Problem(path.name, "changed while it was read", "Wait until it is written whole, and take it in again.")])
    sheets = tuple(replace(sheet, file=_called(sheet.file, path, name)) for sheet in sheets)
    return GivenFile(path, name, before, sheets, folder, stated)


def _digest(path: Path) -> str:
    """SHA-256 of a file; empty for what is no regular file, which reading refuses with its reason."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
