"""What the areas of national figures are called."""

from functools import cache

from analysis.catalogue.authorities import authorities, authority
from analysis.errors import UnknownAuthority

ENGLAND = "E92000001"
_LONDON = {"E13000001": "Inner London", "E13000002": "Outer London"}


@cache
def region_names() -> dict[str, str]:
    """Names of the regions, and of Inner and Outer London, by code."""
    return {council.region_code: council.region for council in authorities()} | _LONDON


def area_name(area: str) -> str:
    """The name of an area of national figures: England, a region, a council, or councils that return together.

    >>> area_name("kingston-upon-thames+richmond-upon-thames")
    'Kingston upon Thames and Richmond upon Thames'

    Raises
    ------
    UnknownAuthority
        If there is no such area.
    """
    if area == ENGLAND:
        return "England"
    if area in region_names():
        return region_names()[area]
    if not area:
        raise UnknownAuthority("No area is named.")
    return " and ".join(authority(slug).name for slug in area.split("+"))
