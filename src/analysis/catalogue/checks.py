"""The declared checks of printed figures: the TOML files in ``checks/``."""

from pathlib import Path

from analysis.catalogue.plain_files import Unreadable, parsed_toml
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
        If a file cannot be read as TOML.
    """
    files = {}
    for path in check_files():
        try:
            files[path.name] = parsed_toml(path)
        except Unreadable as error:
            rule, remedy = error.args
            raise InvalidCheck(f"checks/{path.name}: {rule}. {remedy}") from error
    return files
