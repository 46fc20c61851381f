"""Where the project's folders are."""

import os
from pathlib import Path

from analysis.errors import ProjectNotFound

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
    named = os.environ.get("ANALYSIS_PROJECT")
    here = Path.cwd()
    candidates = [Path(named)] if named else [here, *here.parents, Path(__file__).resolve().parents[3]]
    for folder in candidates:
        if (folder / DESCRIPTOR).is_file():
            return folder.resolve()
    raise ProjectNotFound(f"No {DESCRIPTOR} in {candidates[0]} or above it. Run from the project's folder, or name it in ANALYSIS_PROJECT.")


def raw_folder() -> Path:
    """Folder of the raw data."""
    return project_root() / DESCRIPTOR.parent
