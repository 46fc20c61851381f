"""A made-up council by its name and size."""

import tempfile
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.catalogue.authorities import Authority, districts, resolve
from analysis.catalogue.project import names_a_folder
from analysis.catalogue.returns import return_of
from analysis.errors import UnknownAuthority, UnknownChoice
from analysis.ingest.carers import read_carers
from analysis.ingest.councils import MADE_UP
from analysis.ingest.made_up_council.chance import day_number, quarter_end
from analysis.ingest.made_up_council.council import Council, simulated_council
from analysis.ingest.made_up_council.printed import printed
from analysis.ingest.made_up_council.returns import carers
from analysis.ingest.made_up_council.writing import FILE_NAMES


def is_real(authority: str) -> bool:
    """Whether a real council is called so."""
    return _real(authority) is not None


def made_up_council(authority: str, children: int, years: int, until: date, seed: int) -> Council:
    """A council with about so many children in need on a day, and what happened in the years before.

    Parameters
    ----------
    authority
        A short name in lower case. If a real council has it, the made-up one has its proper name and its districts, and nothing else of it.
    until
        The end of a quarter.
    seed
        The same seed gives the same council.

    Raises
    ------
    UnknownChoice
        If the name cannot be one, or the day ends no quarter.
    """
    if not names_a_folder(authority):
        raise UnknownChoice(f'"{authority}" is no name for a council: use at most 60 lower-case letters, digits and hyphens.')
    last = quarter_end(until)
    real = _real(authority)
    name = real.short_name if real else authority.replace("-", " ").title() + MADE_UP
    return simulated_council(authority, name, _billing(real, name), children, years, last, seed)


def made_up_carers(authority: str, children: int, years: int, until: date, seed: int) -> dict[str, pd.DataFrame]:
    """The register of carers and the stays of a made-up council as text, in the layouts' columns: ``register`` and ``stays``."""
    lists = carers(made_up_council(authority, children, years, until, seed), day_number(until))
    entries = {entry.key: entry for entry in return_of("carers").lists}
    return {FILE_NAMES.get(key, key): printed(entries[key], fields) for key, fields in lists.items()}


def read_made_up_carers(authority: str, children: int, years: int, until: date, seed: int) -> dict[str, pd.DataFrame]:
    """Made-up households as ``read_carers`` reads them; nothing is left on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        for name, table in made_up_carers(authority, children, years, until, seed).items():
            table.to_csv(Path(folder) / f"{name}.csv", index=False, lineterminator="\n")
        return read_carers([Path(folder)], authority)


def _real(authority: str) -> Authority | None:
    try:
        found = resolve(authority)
    except UnknownAuthority:
        return None
    return found if found.slug == authority else None


def _billing(real: Authority | None, name: str) -> tuple[str, ...]:
    """Who bills the council tax of homes in the area: the council, or the districts of a county."""
    own = [one.name for one in districts() if real is not None and one.county == real.slug and one.end_date is None]
    return tuple(own) or (name,)
