"""Published figures: the CSV files of ``data/raw`` as typed tables, the rows that are in force for a quarter."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.catalogue.authorities import authorities
from analysis.catalogue.datasets import dataset_path, resource, resources
from analysis.catalogue.documents import documents
from analysis.catalogue.project import has_records
from analysis.errors import UnknownAuthority
from analysis.ingest.once import digest_of_raw_data
from analysis.ingest.raw_cells import value_of
from analysis.ingest.raw_tables import raw_table
from analysis.ingest.validation import check_raw_data
from analysis.periods import Quarter

PANDAS_TYPES = {"string": "str", "number": "float64", "integer": "Int64", "date": "datetime64[us]"}


@dataclass(frozen=True)
class InForce:
    """Rows of a dataset that hold for an authority in a quarter, and the quarter whose report states them.

    ``table`` is empty, with its columns, where nothing is in force. ``stated_in`` is ``None`` for rows that hold whatever
    the quarter, and where there are none; where rows of several reports are in force together it is the latest.
    """

    table: pd.DataFrame
    stated_in: str | None


def read_in_force(names: Iterable[str], authority: str, quarter: str) -> dict[str, InForce]:
    """Rows of datasets that are in force for an authority in a quarter, by dataset.

    The descriptor's validity decides: ``quarter`` gives the rows of the quarter's report; ``year`` those of the latest report
    of the same financial year up to the quarter; ``until_superseded`` those of the latest report up to the quarter, for
    each value of the columns ``superseded_per`` where the descriptor names some; ``standing`` those whose document belongs
    to the quarter, to one before it or to none. A report of a later quarter changes nothing.

    Parameters
    ----------
    names
        Datasets, as the files of ``data/raw`` are named.
    authority
        Short name of the authority, such as ``plymouth``.
    quarter
        Quarter of the pack, such as ``2023-24-Q2``.

    Raises
    ------
    InvalidData
        If a dataset breaks its descriptor; every problem is named.
    UnknownAuthority, UnknownDataset, UnknownPeriod
        If there is no such authority, dataset or quarter. A dataset without rows raises nothing.
    """
    names, quarter = _known(names, authority, quarter)
    return {name: _in_force(name, authority, quarter) for name in names}


def read_history(names: Iterable[str], authority: str, quarter: str) -> dict[str, pd.DataFrame]:
    """Every row of an authority up to and including a quarter, oldest first and then as in the file, by dataset.

    A dataset that stands whatever the quarter gives the rows in force. Raises as ``read_in_force`` does.
    """
    names, quarter = _known(names, authority, quarter)
    return {name: _history(name, authority, quarter) for name in names}


def digest_of_rows(name: str, authority: str, quarter: str) -> str:
    """SHA-256 of what a page of an authority and quarter reads from a dataset: the rows in force, and every row up to the quarter.

    It is taken of the typed rows as CSV, so that a report of a later quarter, another authority's rows or the way that a file is
    quoted change nothing. Raises as ``read_in_force`` does.
    """
    return _digest_of_rows(name, authority, quarter, digest_of_raw_data())


@lru_cache(maxsize=512)
def _digest_of_rows(name: str, authority: str, quarter: str, raw_data: str) -> str:
    """The digest of a dataset's rows, worked out once for the same raw data: a run asks before and after it makes a page."""
    held = read_in_force([name], authority, quarter)[name].table
    history = read_history([name], authority, quarter)[name]
    text = "".join(table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d") for table in (held, history))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def quarters_held(authority: str) -> list[str]:
    """Quarters of which at least one dataset of the quarter itself has rows of an authority, oldest first.

    Raises
    ------
    UnknownAuthority
        If there is no such authority.
    """
    _check_authority(authority)
    return sorted({quarter for holder, quarter in _held(digest_of_raw_data()) if holder == authority})


def authorities_held() -> list[str]:
    """Authorities of which at least one dataset of a quarter has rows, in alphabetical order."""
    return sorted({authority for authority, _ in _held(digest_of_raw_data())})


def read_every_authority(names: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Datasets whole, by name: every authority and period; raises ``InvalidData`` as ``read_in_force`` does."""
    names = list(names)
    check_raw_data(names)
    return {name: _read(name) for name in names}


def _known(names: Iterable[str], authority: str, quarter: str) -> tuple[list[str], str]:
    """Names and quarter made sure of, and the datasets checked."""
    quarter, names = str(Quarter.parse(quarter)), list(names)
    for name in names:
        resource(name)
    check_raw_data(names)
    _check_authority(authority)
    return names, quarter


def _check_authority(authority: str) -> None:
    """Make sure that an authority is an English council with children's services, or one that ``authorities.csv`` or the records add."""
    added = list(_read("authorities")["authority"])
    if authority not in added and authority not in {council.slug for council in authorities()} and not has_records(authority):
        known = f"English councils with children's services by their short names, and of authorities.csv: {', '.join(added)}"
        raise UnknownAuthority(f'"{authority}" is not an authority. There are the {known}.')


def _in_force(name: str, authority: str, quarter: str) -> InForce:
    entry, rows = resource(name), _history(name, authority, quarter)
    if entry["validity"] == "standing":
        return InForce(rows, None)
    if entry["validity"] == "quarter":
        chosen = rows["quarter"] == quarter
    else:
        within = rows["quarter"].str.startswith(quarter[:7]) if entry["validity"] == "year" else pd.Series(True, index=rows.index)
        rows = rows[within]
        per = entry.get("superseded_per", [])
        latest = rows.groupby(per, dropna=False)["quarter"].transform("max") if per else rows["quarter"].max()
        chosen = rows["quarter"] == latest
    table = rows[chosen].reset_index(drop=True)
    return InForce(table, None if table.empty else str(table["quarter"].max()))


def _history(name: str, authority: str, quarter: str) -> pd.DataFrame:
    table = _read(name)
    chosen = pd.Series(True, index=table.index)
    if "authority" in table:
        chosen &= table["authority"] == authority
    if "quarter" in table:
        chosen &= table["quarter"] <= quarter
        return table[chosen].sort_values("quarter", kind="stable", ignore_index=True)
    if "source" in table:
        later = [key for key, document in documents().items() if document["report_quarter"] > quarter]
        chosen &= ~table["source"].isin(later)
    return table[chosen].reset_index(drop=True)


@lru_cache(maxsize=16)
def _held(raw_data: str) -> frozenset[tuple[str, str]]:
    """Authorities and quarters of the datasets whose rows hold for a quarter, worked out once for the same raw data."""
    names = [entry["name"] for entry in resources() if entry["validity"] == "quarter"]
    check_raw_data(names)
    return frozenset(pair for name in names for pair in _read(name)[["authority", "quarter"]].itertuples(index=False, name=None))


def _read(name: str) -> pd.DataFrame:
    """One dataset, typed by its descriptor; read from the file again only when the file or its descriptor has changed."""
    path = dataset_path(name)
    states = [(file.stat().st_mtime_ns, file.stat().st_size) for file in (path, path.with_suffix(".json"))]
    return _typed(name, path, tuple(states)).copy()


@lru_cache(maxsize=256)
def _typed(name: str, path: Path, states: tuple) -> pd.DataFrame:
    """The typed table of a file in a state; what ``check`` accepts is what is read, by the same grammar."""
    rows = raw_table(name).rows
    columns = {}
    for field in resource(name)["schema"]["fields"]:
        values = [value_of(row[field["name"]], field["type"]) for row in rows]
        columns[field["name"]] = pd.Series(values, dtype=_dtype(field["type"], values))
    return pd.DataFrame(columns)


def _dtype(kind: str, values: list) -> str:
    if kind == "boolean":
        return "object" if None in values else "bool"
    return PANDAS_TYPES[kind]
