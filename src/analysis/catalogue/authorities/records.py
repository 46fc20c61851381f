"""The list as it stands in the files beside this module."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from analysis.errors import UnknownAuthority


@dataclass(frozen=True)
class FormerCode:
    """An ONS code that a council had before its present one, with the days it was in force."""

    ons_code: str
    start_date: date | None
    end_date: date


@dataclass(frozen=True)
class JointReturn:
    """A release to which a council returns figures together with another."""

    with_authority: str
    release: str
    first_year: int
    last_year: int | None


@dataclass(frozen=True)
class Authority:
    """One council with children's services.

    ``start_date`` is ``None`` for a council older than April 2009, ``end_date`` for one that still exists. ``predecessors`` and
    ``successors`` are slugs. A council that only changed its code, as Somerset did in 2023, is one record with ``former_codes``.
    ``region`` is the ONS region; ``part_of_region`` is Inner or Outer London.
    """

    slug: str
    name: str
    short_name: str
    ons_code: str
    dfe_number: str
    region: str
    region_code: str
    part_of_region: str | None
    kind: str
    area_word: str
    start_date: date | None
    end_date: date | None
    source: str
    former_codes: tuple[FormerCode, ...] = ()
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    joint_returns: tuple[JointReturn, ...] = ()

    def existed_on(self, day: date) -> bool:
        """Whether the council stood on a day."""
        return (self.start_date is None or self.start_date <= day) and (self.end_date is None or day <= self.end_date)

    def ons_code_on(self, day: date) -> str:
        """ONS code in force on a day.

        >>> authority("somerset").ons_code_on(date(2022, 3, 31))
        'E10000027'
        """
        return next((code.ons_code for code in self.former_codes if day <= code.end_date), self.ons_code)


@dataclass(frozen=True)
class District:
    """A district below a county council; ``now_in`` is the council that holds its area since the district ended."""

    name: str
    ons_code: str
    county: str
    now_in: str
    start_date: date | None
    end_date: date | None
    source: str


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one of the files beside this module."""
    with (files(__package__) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def authorities() -> tuple[Authority, ...]:
    """Every council, former ones too, in the order of their DfE numbers.

    >>> len(current_authorities())
    153
    """
    former, joint = rows("former_codes"), rows("joint_returns")
    changes = rows("changes")
    found = []
    for row in rows("authorities"):
        slug = row.pop("authority")
        codes = tuple(
            FormerCode(c["ons_code"], _day(c["start_date"]), date.fromisoformat(c["end_date"])) for c in former if c["authority"] == slug
        )
        returns = tuple(
            JointReturn(other, entry["release"], int(entry["first_year"]), int(entry["last_year"]) if entry["last_year"] else None)
            for entry in joint
            for one, other in ((entry["authority"], entry["with_authority"]), (entry["with_authority"], entry["authority"]))
            if one == slug
        )
        row |= {"start_date": _day(row["start_date"]), "end_date": _day(row["end_date"])}
        row |= {"part_of_region": row["part_of_region"] or None, "area_word": row["area_word"] or "area"}
        before = tuple(change["predecessor"] for change in changes if change["successor"] == slug)
        after = tuple(change["successor"] for change in changes if change["predecessor"] == slug)
        found.append(Authority(slug=slug, former_codes=codes, predecessors=before, successors=after, joint_returns=returns, **row))
    return tuple(found)


@cache
def _by_slug() -> dict[str, Authority]:
    return {entry.slug: entry for entry in authorities()}


def authority(slug: str) -> Authority:
    """The council of a slug.

    Raises
    ------
    UnknownAuthority
        If no council has it. :func:`resolve` takes names and codes too.
    """
    if slug not in _by_slug():
        raise UnknownAuthority(f'"{slug}" is not the slug of an English council.')
    return _by_slug()[slug]


def current_authorities(on: date | None = None) -> tuple[Authority, ...]:
    """Councils that stand today, or stood on a day."""
    return tuple(entry for entry in authorities() if (entry.end_date is None if on is None else entry.existed_on(on)))


def by_region(region: str, on: date | None = None) -> tuple[Authority, ...]:
    """Councils of a region, by its name or code, or of Inner or Outer London.

    >>> len(by_region("North East"))
    12

    Raises
    ------
    UnknownAuthority
        If there is no such region.
    """
    found = tuple(entry for entry in current_authorities(on) if region in (entry.region, entry.region_code, entry.part_of_region))
    if not found:
        regions = sorted({entry.region for entry in authorities()})
        raise UnknownAuthority(f'"{region}" is not a region of England. There are: {", ".join(regions)}.')
    return found


@cache
def districts() -> tuple[District, ...]:
    """Districts of the counties, former ones too."""
    return tuple(
        District(
            name=row["name"],
            ons_code=row["ons_code"],
            county=row["county"],
            now_in=row["now_in"] or row["county"],
            start_date=_day(row["start_date"]),
            end_date=_day(row["end_date"]),
            source=row["source"],
        )
        for row in rows("districts")
    )
