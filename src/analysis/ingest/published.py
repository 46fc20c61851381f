"""Published figures: the CSV files of ``data/raw`` as typed tables."""

from dataclasses import dataclass

import pandas as pd

from analysis.catalogue.datasets import dataset_path, descriptor, resource
from analysis.errors import NoFigures
from analysis.ingest.validation import check_raw_data
from analysis.periods import Quarter

PANDAS_TYPES = {"string": "str", "number": "float64", "integer": "Int64"}


def read_published(names: list[str], authority: str, quarter: str) -> dict[str, pd.DataFrame]:
    """Datasets for one authority and quarter, by name.

    Parameters
    ----------
    names
        Datasets, as ``datapackage.json`` names them.
    authority
        Short name of the authority, such as ``plymouth``.
    quarter
        Quarter whose report states the figures, such as ``2023-24-Q2``.

    Returns
    -------
    dict of pandas.DataFrame
        Rows of the authority and quarter, typed by the descriptor, in the order of the file. A dataset without a
        ``quarter`` column is not cut by quarter.

    Raises
    ------
    InvalidData
        If a dataset breaks its descriptor; every problem is named.
    NoFigures
        If a dataset holds nothing for the authority or the quarter; every such dataset is named, with what it holds.
    """
    quarter = str(Quarter.parse(quarter))
    entries = {name: resource(name) for name in names}
    check_raw_data(names)
    tables = {name: _read(name, entry) for name, entry in entries.items()}
    lacking = [_lacking(name, table, authority, quarter) for name, table in tables.items()]
    if any(lacking):
        raise NoFigures("\n".join(message for message in lacking if message))
    return {name: _cut(table, authority, quarter).reset_index(drop=True) for name, table in tables.items()}


def check_held(authority: str, quarter: str) -> None:
    """Make sure that some dataset holds an authority and quarter, before any work on them.

    Raises
    ------
    NoFigures
        If none does; names the authorities or the quarters that there are.
    """
    held: dict[str, set[str]] = {}
    for entry in descriptor()["resources"]:
        if {"authority", "quarter"} <= {field["name"] for field in entry["schema"]["fields"]}:
            for holder, rows in _read(entry["name"], entry).groupby("authority"):
                held.setdefault(holder, set()).update(rows["quarter"])
    if authority not in held:
        raise NoFigures(f'No dataset has quarterly figures for the authority "{authority}". There are: {", ".join(sorted(held))}.')
    if quarter not in held[authority]:
        known = ", ".join(sorted(held[authority]))
        raise NoFigures(f"No dataset has figures for {authority} in {quarter}. There are these quarters: {known}.")


def read_up_to(name: str, authority: str, quarter: str) -> pd.DataFrame:
    """One dataset's rows of an authority for this quarter and every quarter before it, oldest quarter first.

    Raises
    ------
    InvalidData
        If the dataset breaks its descriptor.
    """
    check_raw_data([name])
    table = _read(name, resource(name))
    rows = table[table["authority"].eq(authority) & table["quarter"].le(str(Quarter.parse(quarter)))]
    return rows.sort_values("quarter", kind="stable", ignore_index=True)


def read_every_authority(names: list[str]) -> dict[str, pd.DataFrame]:
    """Datasets whole, by name: every authority and period; raises ``InvalidData`` as ``read_published`` does."""
    entries = {name: resource(name) for name in names}
    check_raw_data(names)
    return {name: _read(name, entry) for name, entry in entries.items()}


def earlier_quarter(name: str, authority: str, quarter: str) -> str | None:
    """The last quarter before this one for which a dataset holds the authority; ``None`` if there is none."""
    table = _read(name, resource(name))
    held = set(table.loc[table["authority"] == authority, "quarter"])
    return max((held_quarter for held_quarter in held if held_quarter < str(Quarter.parse(quarter))), default=None)


def _read(name: str, entry: dict) -> pd.DataFrame:
    fields = entry["schema"]["fields"]
    table = pd.read_csv(
        dataset_path(name),
        dtype={field["name"]: PANDAS_TYPES[field["type"]] for field in fields if field["type"] in PANDAS_TYPES},
        parse_dates=[field["name"] for field in fields if field["type"] == "date"],
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8-sig",
    )
    return table[[field["name"] for field in fields]]


def _cut(table: pd.DataFrame, authority: str, quarter: str) -> pd.DataFrame:
    chosen = pd.Series(True, index=table.index)
    if "authority" in table:
        chosen &= table["authority"] == authority
    if "quarter" in table:
        chosen &= table["quarter"] == quarter
    return table[chosen]


def _lacking(name: str, table: pd.DataFrame, authority: str, quarter: str) -> str | None:
    """What is missing from a dataset and what there is instead; ``None`` when it has rows."""
    if not _cut(table, authority, quarter).empty:
        return None
    if "authority" in table and authority not in set(table["authority"]):
        known = ", ".join(sorted(set(table["authority"]))) or "none yet"
        return f'{name}.csv has no figures for the authority "{authority}". It has: {known}.'
    known = ", ".join(sorted(set(table.loc[table["authority"] == authority, "quarter"])))
    return f"{name}.csv has no figures for {authority} in {quarter}. It has these quarters: {known}."


@dataclass(frozen=True)
class InForce:
    table: pd.DataFrame
    stated_in: str | None


def read_in_force(names, authority, quarter):
    check_raw_data(list(names))
    out = {}
    for name in names:
        table = _read(name, resource(name))
        if "authority" in table:
            table = table[table["authority"] == authority]
        stated = None
        if "quarter" in table:
            table = table[table["quarter"] == quarter]
            stated = quarter
        out[name] = InForce(table.reset_index(drop=True), stated)
    return out


def read_history(names, authority, quarter):
    return {name: read_up_to(name, authority, quarter) for name in names}


def quarters_held(authority):
    return sorted(_read("performance_measures", resource("performance_measures"))["quarter"].unique())


def digest_of_rows(name, authority, quarter):
    import hashlib

    return hashlib.sha256(read_in_force([name], authority, quarter)[name].table.to_csv().encode()).hexdigest()


def authorities_held():
    return ["plymouth"]
