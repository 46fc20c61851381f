"""Where the project's folders are."""

import json
import os
import re
from functools import lru_cache
from pathlib import Path

from analysis.catalogue.plain_files import Unreadable, plain_text, rows_with_columns
from analysis.errors import InvalidData, Problem, ProjectNotFound, UnknownChoice, UnknownPeriod
from analysis.periods import Quarter

DESCRIPTOR = Path("data/raw/datapackage.json")
RECORDS = Path("data/processed/store")
"""Folder of the records that have been taken in, a folder a council."""

LONGEST_NAME = 60
"""Letters of the short name of a council: file systems take no more than 255 in all."""


def project_root() -> Path:
    """Folder of the project: the nearest one, here or above, that holds ``data/raw/datapackage.json``.

    The environment variable ``ANALYSIS_PROJECT`` names it outright. Outside a project, the checkout that the
    package is installed from is used.

    Raises
    ------
    ProjectNotFound
        If there is none.
    """
    return _found(os.environ.get("ANALYSIS_PROJECT"), Path.cwd())


@lru_cache(maxsize=64)
def _found(named: str | None, here: Path) -> Path:
    """The project's folder, by what names it and by the working directory; found once, since projects do not move under a run."""
    candidates = [Path(named)] if named else [here, *here.parents, Path(__file__).resolve().parents[3]]
    for folder in candidates:
        if (folder / DESCRIPTOR).is_file():
            return folder.resolve()
    raise ProjectNotFound(f"No {DESCRIPTOR} in {candidates[0]} or above it. Run from the project's folder, or name it in ANALYSIS_PROJECT.")


def raw_folder() -> Path:
    """Folder of the raw data."""
    return project_root() / DESCRIPTOR.parent


def names_a_folder(authority: str) -> bool:
    """Whether the short name of a council can be that of a folder too: lower-case letters, digits and single hyphens, and not too many.

    >>> [names_a_folder(text) for text in ("kingston-upon-hull", "Plymouth", "../plymouth", "x" * 100)]
    [True, False, False, False]
    """
    return len(authority) <= LONGEST_NAME and re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", authority) is not None


def has_records(authority: str) -> bool:
    """Whether records of a council have been taken in; a made-up council is known by nothing else."""
    return names_a_folder(authority) and (project_root() / RECORDS / authority).is_dir()


def usual_authority() -> str:
    """Authority that the project is about where none is named: ``usual_authority`` of ``datapackage.json``.

    Raises
    ------
    UnknownChoice
        If it names none.
    InvalidData
        If the file cannot be read.
    """
    path = raw_folder() / DESCRIPTOR.name
    try:
        named = json.loads(plain_text(path)).get("usual_authority")
    except Unreadable as error:
        raise InvalidData([Problem(path.name, *error.args)]) from error
    except (ValueError, AttributeError, RecursionError) as error:
        raise InvalidData([Problem(path.name, f"cannot be read as JSON ({error})", "Restore it from the last commit.")]) from error
    if not named:
        raise UnknownChoice(f"No authority is named. Name one with --authority, or state usual_authority in {DESCRIPTOR}.")
    return named


def newest_quarter(authority: str) -> str:
    """The last quarter that a document of an authority reports, as ``sources.csv`` has it.

    Raises
    ------
    UnknownChoice
        If there is no document of the authority.
    InvalidData
        If the file cannot be read.
    """
    path = raw_folder() / "sources.csv"
    rows = rows_with_columns(path, ["report_quarter", "report_authority"])
    quarters = {row["report_quarter"] for row in rows if row["report_authority"] == authority and row["report_quarter"]}
    if not quarters:
        raise UnknownChoice(f'No report of "{authority}" is held. Name a quarter with --quarter, or take one in with analysis intake new.')
    try:
        return str(max(map(Quarter.parse, quarters)))
    except UnknownPeriod as error:
        raise InvalidData([Problem(path.name, str(error).rstrip("."), "Correct the cell.", column="report_quarter")]) from error
