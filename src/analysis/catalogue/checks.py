"""The declared checks of printed figures: the TOML files in ``checks/``."""

import tomllib
from pathlib import Path

from analysis.catalogue.project import project_root
from analysis.errors import InvalidCheck


def check_files() -> list[Path]:
    """The files of declared checks, in the order of their names."""
    return sorted((project_root() / "checks").glob("*.toml"))


def declared_checks() -> dict[str, dict]:
    """What each file of checks holds, by file name, in the order of the names.

    Raises
    ------
    InvalidCheck
        If a file is not TOML.
    """
    files = {}
    for path in check_files():
        try:
            files[path.name] = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise InvalidCheck(f"checks/{path.name} is not TOML: {error}. Correct the line.") from error
    return files
