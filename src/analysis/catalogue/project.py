"""Where the project's folders are."""

import csv
import json
import os
from functools import lru_cache
from pathlib import Path

from analysis.errors import ProjectNotFound, UnknownChoice
from analysis.periods import Quarter

DESCRIPTOR = Path("data/raw/datapackage.json")


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


def usual_authority() -> str:
    """Authority that the project is about where none is named: ``usual_authority`` of ``datapackage.json``.

    Raises
    ------
    UnknownChoice
        If it names none.
    """
    named = json.loads((raw_folder() / DESCRIPTOR.name).read_text(encoding="utf-8")).get("usual_authority")
    if not named:
        raise UnknownChoice(f"No authority is named. Name one with --authority, or state usual_authority in {DESCRIPTOR}.")
    return named


def newest_quarter(authority: str) -> str:
    """The last quarter that a document of an authority reports, as ``sources.csv`` has it.

    Raises
    ------
    UnknownChoice
        If there is no document of the authority.
    """
    with (raw_folder() / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        quarters = [row["report_quarter"] for row in csv.DictReader(file) if row["report_authority"] == authority and row["report_quarter"]]
    if not quarters:
        raise UnknownChoice(f'No report of "{authority}" is held. Name a quarter with --quarter, or take one in with analysis intake new.')
    return str(max(Quarter.parse(text) for text in quarters))
