"""Which council, region or country each row of a release is of."""

import re

import pandas as pd

from analysis.catalogue.authorities import Authority, authorities, resolve
from analysis.catalogue.national.areas import ENGLAND
from analysis.errors import Problem, UnknownAuthority
from analysis.ingest.national.reading import AGAIN, ROW

LEVELS = {"National": "england", "Regional": "region", "Local authority": "council"}
COLUMNS = ["geographic_level", "country_code", "region_code", "region_name", "old_la_code", "new_la_code", "la_name"]
"""Columns that Explore education statistics says areas with."""

_JOINT = re.compile(r"\s*/\s*")


def with_areas(rows: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[Problem], list[Problem]]:
    """Rows with ``area_level``, ``area`` and ``ons_code``; what stops the file; what is left out and said.

    ``area`` is a council's slug, two slugs with ``+`` between for a joint return, a region's code, or that of England. A code that is
    well formed and not in the list of authorities, or a level that is not taken in, leaves its rows out.
    """
    places = rows[COLUMNS].drop_duplicates()
    found, problems, remarks = [], [], []
    for place in places.itertuples(index=False):
        try:
            found.append(_area(place))
        except _Wrong as wrong:
            found.append((None, None, None))
            same = (rows[COLUMNS] == pd.Series(place._asdict())).all(axis=1)
            others = int(same.sum()) - 1
            rule = f"{wrong.rule}{f', as have {others} other rows' if others else ''}"
            row = int(rows.loc[same, ROW].iloc[0])
            said = Problem(file=file, rule=rule, remedy=wrong.remedy, row=row, column=wrong.column, value=wrong.value)
            (remarks if wrong.left_out else problems).append(said)
    places = places.assign(**dict(zip(("area_level", "area", "ons_code"), zip(*found, strict=True), strict=True)))
    kept = rows.merge(places, on=COLUMNS, how="left").dropna(subset="area")
    if not (kept["area_level"].isin(["council", "joint"])).any() and not problems:
        rule = "holds no council: " + (remarks[0].rule if remarks else "it is of regions or England alone")
        problems.append(Problem(file=file, rule=rule, remedy="Download the file of local authorities."))
    return kept, problems, remarks


class _Wrong(Exception):
    def __init__(self, column: str, value: str, rule: str, remedy: str = AGAIN, left_out: bool = False):
        self.column, self.value, self.rule, self.remedy, self.left_out = column, value, rule, remedy, left_out


def _area(place) -> tuple[str, str, str]:
    if place.country_code != ENGLAND:
        raise _Wrong("country_code", place.country_code, f"is not England, {ENGLAND}", "Use the release for England.")
    level = LEVELS.get(place.geographic_level)
    if level is None:
        rule = "is not a level that is taken in (National, Regional, Local authority)"
        raise _Wrong("geographic_level", place.geographic_level, rule, "Download the file of local authorities.", left_out=True)
    if level == "england":
        return level, ENGLAND, ENGLAND
    if level == "region":
        if not re.fullmatch(r"E1[23]0000\d\d", place.region_code):
            raise _Wrong("region_code", place.region_code, "is not the code of a region of England")
        return ("part_of_region" if place.region_code.startswith("E13") else level), place.region_code, place.region_code
    return _council(place)


def _council(place) -> tuple[str, str, str]:
    codes, numbers, names = (_JOINT.split(text) for text in (place.new_la_code, place.old_la_code, place.la_name))
    if not len(codes) == len(numbers) == len(names):
        raise _Wrong("la_name", place.la_name, "does not have as many names as codes")
    councils = [_one(code, number, name) for code, number, name in zip(codes, numbers, names, strict=True)]
    return ("joint" if councils[1:] else "council"), "+".join(sorted(council.slug for council in councils)), " / ".join(codes)


def _one(code: str, number: str, name: str) -> Authority:
    by_code = _codes().get(code)
    if by_code is None:
        if not re.fullmatch(r"E\d{8}", code):
            raise _Wrong("new_la_code", code, "is not an ONS code, which is E and eight digits")
        remedy = "Its rows are left out. If the council is new, add it to the list of authorities."
        raise _Wrong("new_la_code", code, f"({name}) is not in the list of authorities", remedy, left_out=True)
    if by_code.dfe_number != number:
        raise _Wrong("old_la_code", number, f"is not the DfE number of {by_code.name}, whose code {code} stands beside it")
    try:
        named = resolve(name)
    except UnknownAuthority:
        return by_code  # A name in another form; the codes agree.
    if named.short_name != by_code.short_name:
        raise _Wrong("la_name", name, f"is not the council of {code}, which is {by_code.name}")
    return by_code


def _codes() -> dict[str, Authority]:
    return {
        code: council for council in authorities() for code in (council.ons_code, *(former.ons_code for former in council.former_codes))
    }
