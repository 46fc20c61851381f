"""A council as a register or a return writes it: which it is, and whether it is the authority's own."""

from dataclasses import dataclass

from analysis.catalogue.authorities import Authority, authority, district, resolve, same_council
from analysis.errors import UnknownAuthority
from analysis.ingest.reading.values import BadCell

OUTSIDE_ENGLAND = ("outside england", "wales", "scotland", "northern ireland")
"""What may be written for a council that is not English, and so on no list here."""

MADE_UP = " (made up)"
"""How the name of a made-up council ends, so that nobody takes it for one that is misspelt."""


@dataclass(frozen=True)
class Council:
    """A council by its proper name, and whether it is the authority's own: itself, a predecessor or successor, or a district of it."""

    name: str
    own: bool


def council_named(text: str, own: Authority) -> Council:
    """The council that a text names.

    Parameters
    ----------
    text
        Any name or code that ``catalogue.authorities`` knows; a district of a county is of that county.
    own
        The authority whose register it is.

    Raises
    ------
    BadCell
        If no English council is called so: it is never taken for one outside the area.

    >>> from analysis.catalogue.authorities import authority
    >>> council_named("Exampleshire (made up)", authority("west-sussex")).own
    False
    >>> council_named("Chichester District Council", authority("west-sussex"))
    Council(name='Chichester', own=True)
    """
    if text.casefold() in OUTSIDE_ENGLAND or text.casefold().endswith(MADE_UP):
        return Council(text, False)
    try:
        found = resolve(text)
        return Council(found.short_name, same_council(found, own))
    except UnknownAuthority as error:
        inside = district(text)
        if inside is not None:
            return Council(inside.name, any(same_council(authority(slug), own) for slug in {inside.county, inside.now_in}))
        why, _, meant = str(error).removeprefix(f'"{text}" ').partition(". ")
        raise BadCell(why, f"{meant} For a council elsewhere write Wales, Scotland, Northern Ireland or Outside England.") from None
