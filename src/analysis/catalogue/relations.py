"""Which counts of people add up to which: declared in ``relations.toml`` beside this module."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Down:
    """Rows of a table that add up; the attributes are explained in ``relations.toml``."""

    tables: tuple[str, ...]
    columns: tuple[str, ...]
    within: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    key: str = ""
    parts: str = ""
    whole: str = ""
    overlap: bool = False


@dataclass(frozen=True)
class Across:
    """Columns of a row that add up to another."""

    whole: str
    parts: tuple[str, ...]


@cache
def rows_that_add_up() -> tuple[Down, ...]:
    """Every declaration of rows that add up."""
    return tuple(Down(**{name: _frozen(value) for name, value in entry.items()}) for entry in _declared()["down"])


@cache
def columns_that_add_up() -> tuple[Across, ...]:
    """Every declaration of columns that add up."""
    return tuple(Across(entry["whole"], tuple(entry["parts"])) for entry in _declared()["across"])


@cache
def shares_of_indicators() -> dict[str, str]:
    """For each indicator that is a percentage of another's count, that other."""
    return {entry["indicator"]: entry["of"] for entry in _declared()["share"]}


def _declared() -> dict[str, list[dict]]:
    return tomllib.loads(files("analysis.catalogue").joinpath("relations.toml").read_text(encoding="utf-8"))


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
