"""The releases as ``releases.toml`` declares them, with their periods and symbols."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from analysis.errors import UnknownRelease


@dataclass(frozen=True)
class Column:
    """What a column of figures means.

    ``rounded_to`` is the step to which a council's figure is rounded. ``may_pass_100`` marks percentages of something other than a whole.
    """

    measure: str
    unit: str
    rounded_to: float
    period: str | None = None
    may_pass_100: bool = False


@dataclass(frozen=True)
class Release:
    """One release: what its file is known by and what its columns mean.

    ``group`` and ``breakdown`` name the columns that break figures down; ``instead`` holds columns that mean something else in the
    rows of one breakdown; ``wide_rounded_to`` is the step of counts of regions and England; ``lines`` are those of a revenue outturn.
    """

    key: str
    title: str
    publisher: str
    address: str
    licence: str
    known_by: tuple[str, ...]
    period: str
    layout: str = "education"
    known_by_values: tuple[str, ...] = ()
    group: str | None = None
    breakdown: str | None = None
    wide_rounded_to: float | None = None
    group_period: dict[str, str] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    instead: tuple[dict, ...] = ()
    lines: dict[str, str] = field(default_factory=dict)

    @property
    def year_means(self) -> str:
        """What most figures of a year are of.

        >>> release_of("workforce").year_means
        'as on 30 September'
        """
        period = national_period(self.period)
        day = period.end_date(2001)
        return f"{'the year to' if period.flow else 'as on'} {day.day} {day:%B}"

    @property
    def rounding(self) -> str:
        """How counts of regions and England are rounded, where they are otherwise than councils'."""
        if self.wide_rounded_to is None:
            return ""
        return f"Counts of regions and England are rounded to {self.wide_rounded_to:g}, those of councils are not."


@dataclass(frozen=True)
class NationalPeriod:
    """What the year of a figure means: as it stood on a day, or over the year that ends on it."""

    text: str
    day: str
    flow: bool
    years_back: int = 0

    def label(self, year: int) -> str:
        """The period of a year in words.

        >>> national_period("on_30_september").label(2023)
        '30 September 2023'
        """
        return self.text.format(year=year, year_before=year - 1)

    def end_date(self, year: int) -> date:
        """Last day of the period of a year."""
        month, day = self.day.split("-")
        return date(year - self.years_back, int(month), int(day))


@dataclass(frozen=True)
class Symbol:
    """What stands in place of a figure, and what it means."""

    key: str
    meaning: str
    short: str


def toml(name: str) -> dict:
    """One of the files beside this module."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def releases() -> tuple[Release, ...]:
    """Every release that the project knows."""
    found = []
    for key, entry in toml("releases").items():
        columns = {name: Column(**column) for name, column in entry.pop("columns", {}).items()}
        lists = {name: tuple(entry.pop(name, ())) for name in ("known_by", "known_by_values", "instead")}
        found.append(Release(key=key, columns=columns, **lists, **entry))
    return tuple(found)


def release_of(key: str) -> Release:
    """One release by its key.

    Raises
    ------
    UnknownRelease
        If there is none.
    """
    for release in releases():
        if release.key == key:
            return release
    raise UnknownRelease(f'"{key}" is not a national release. There are: {", ".join(entry.key for entry in releases())}.')


@cache
def _periods() -> dict[str, NationalPeriod]:
    return {key: NationalPeriod(**entry) for key, entry in toml("periods").items()}


def national_period(key: str) -> NationalPeriod:
    """What the year of a figure means, by the period's key."""
    return _periods()[key]


@cache
def symbols() -> dict[str, Symbol]:
    """The symbols by their keys."""
    return {key: Symbol(key=key, **entry) for key, entry in toml("symbols").items()}


def symbol_of(text: str) -> Symbol | None:
    """The symbol that a cell holds, with or without brackets; ``None`` if it holds none. A note, such as "[note 4]", is one.

    >>> symbol_of("[x]").short
    'not available'
    """
    return symbols().get(re.sub(r"^note \d+$", "note", text.strip().strip("[]").casefold()))
