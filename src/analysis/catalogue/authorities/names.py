"""From a name or code as people write it to a council or a district."""

import difflib
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache

from analysis.catalogue.authorities.records import Authority, District, authorities, authority, districts, rows
from analysis.errors import UnknownAuthority


def _is_city(council: Authority) -> bool:
    return council.area_word == "city"


def _is_borough(council: Authority) -> bool:
    return council.area_word == "borough" or council.kind in ("metropolitan", "London borough")


def _is_county(council: Authority) -> bool:
    return council.area_word == "county"


# What a council of each kind is called. The word must fit the kind: "Leicester County Council" may mean Leicester or Leicestershire.
_ENDS: dict[str, Callable[[Authority], bool]] = {
    "council": lambda council: True,
    "city council": _is_city,
    "city": _is_city,
    "county council": _is_county,
    "county": _is_county,
    "cc": lambda council: _is_city(council) or _is_county(council),
    "borough council": _is_borough,
    "borough": _is_borough,
    "bc": _is_borough,
    "metropolitan borough council": lambda council: council.kind == "metropolitan",
    "metropolitan district council": lambda council: council.kind == "metropolitan",
    "metropolitan city council": lambda council: council.kind == "metropolitan" and _is_city(council),
    "mbc": lambda council: council.kind == "metropolitan",
    "mdc": lambda council: council.kind == "metropolitan",
    "ua": lambda council: council.kind == "unitary",
    "unitary": lambda council: council.kind == "unitary",
    "unitary authority": lambda council: council.kind == "unitary",
    "lb": lambda council: council.kind == "London borough",
    "london borough": lambda council: council.kind == "London borough",
    "london borough council": lambda council: council.kind == "London borough",
}
_STARTS: dict[str, Callable[[Authority], bool]] = {
    "council of": lambda council: True,
    "city of": _is_city,
    "county of": _is_county,
    "borough of": _is_borough,
    "metropolitan borough of": lambda council: council.kind == "metropolitan",
    "london borough of": lambda council: council.kind == "London borough",
    "lb of": lambda council: council.kind == "London borough",
    "lb": lambda council: council.kind == "London borough",
    "royal borough of": lambda council: (
        council.slug in ("windsor-and-maidenhead", "kensington-and-chelsea", "kingston-upon-thames", "greenwich")
    ),
}
_MANY = 3  # suggestions in a message


def _key(text: str) -> str:
    """A name without case, accents of punctuation, and "the"."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    plain = re.sub(r"[.,'’()]", "", re.sub(r"[-–/]", " ", plain))
    return re.sub(r"^the ", "", re.sub(r"\s+", " ", plain).strip())


@cache
def _names() -> dict[str, tuple[Authority, ...]]:
    """Councils by each name, slug and code that they have."""
    found: dict[str, list[Authority]] = {}
    other: dict[str, list[str]] = {}
    for row in rows("other_names"):
        other.setdefault(row["authority"], []).append(row["name"])
    for council in authorities():
        codes = [council.ons_code, council.dfe_number, *(code.ons_code for code in council.former_codes)]
        for name in (council.name, council.short_name, council.slug, *codes, *other.get(council.slug, [])):
            entries = found.setdefault(_key(name), [])
            if council not in entries:
                entries.append(council)
    return {key: tuple(entries) for key, entries in found.items()}


@cache
def _districts() -> dict[str, District]:
    found = {}
    for entry in districts():
        found[_key(entry.name)] = found[_key(entry.ons_code)] = entry
    return found


def _candidates(key: str) -> tuple[Authority, ...]:
    if key in _names():
        return _names()[key]
    for start, start_fits in {"": lambda council: True, **_STARTS}.items():
        for end, end_fits in {"": lambda council: True, **_ENDS}.items():
            middle = key.removeprefix(f"{start} ") if start else key
            middle = middle.removesuffix(f" {end}") if end else middle
            if len(middle) != len(key) - (len(start) + 1 if start else 0) - (len(end) + 1 if end else 0):
                continue
            fitting = tuple(council for council in _names().get(middle, ()) if start_fits(council) and end_fits(council))
            if fitting:
                return fitting
    return ()


def _choose(found: tuple[Authority, ...], on: date | None) -> Authority | None:
    """The one of several councils of a name that stood on a day; without a day the one that stands."""
    if len(found) == 1:
        return found[0]
    standing = [council for council in found if (council.end_date is None if on is None else council.existed_on(on))]
    return standing[0] if len(standing) == 1 else None


def _without_ends(key: str) -> str:
    words = [word for end in (*_ENDS, *_STARTS) for word in end.split()]
    return " ".join(word for word in key.split() if word not in words)


def _suggestions(key: str) -> list[str]:
    names = {name: found[0] for name, found in _names().items() if not re.fullmatch(r"e\d{8}|\d{3}", name)}
    bare = _without_ends(key)
    near = [name for name in names if bare and name.startswith(bare)]
    near += difflib.get_close_matches(bare or key, names, n=_MANY, cutoff=0.7)
    return list(dict.fromkeys(names[name].name for name in near))[:_MANY]


def resolve(text: str, on: date | None = None) -> Authority:
    """The council that a text names.

    Parameters
    ----------
    text
        A full or short name, with or without what kind of council it is ("Plymouth", "Plymouth City Council", "Plymouth CC",
        "Plymouth UA"), a slug, an ONS code present or former, a DfE number, or a former name.
    on
        Day that decides between councils of the same name (Dorset before and after April 2019). Without it the present one is
        meant. A name that only a former council has gives that council whatever the day.

    Raises
    ------
    UnknownAuthority
        If no council is called so; the message names those that are near.

    Examples
    --------
    >>> resolve("Plymouth UA").ons_code
    'E06000026'
    >>> resolve("Dorset", on=date(2018, 9, 30)).ons_code
    'E10000009'
    """
    key = _key(str(text))
    found = _choose(_candidates(key), on) if key else None
    if found is not None:
        return found
    inside = district(text)
    if inside is not None:
        county = authority(inside.county).name
        raise UnknownAuthority(f'"{text}" is a district of {county}, not a council with children\'s services. Write "{county}".')
    near = _suggestions(key) if key else []
    meant = (
        f"Did you mean {', '.join(near[:-1]) + ' or ' if near[1:] else ''}{near[-1]}?"
        if near
        else "Write its full name, ONS code or DfE number."
    )
    raise UnknownAuthority(f'"{text}" is not an English council with children\'s services. {meant}')


def district(text: str) -> District | None:
    """The district of a county that a text names, by name or ONS code; ``None`` if there is none.

    >>> district("Exeter City Council").county
    'devon'
    >>> district("Allerdale").now_in
    'cumberland'
    """
    key = _key(str(text))
    for end in ("", " district council", " borough council", " city council", " dc", " bc", " council"):
        if key.endswith(end) and key.removesuffix(end) in _districts():
            return _districts()[key.removesuffix(end)]
    return None
