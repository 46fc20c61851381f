"""Causes of change that a council declares: from a day on a process is another, and its limits are worked out anew."""

import tomllib
from collections.abc import Iterable
from datetime import date

import pandas as pd

from analysis.catalogue.project import raw_folder
from analysis.errors import InvalidData, Problem

FILE = "declared_causes.toml"
STATED = ("from_date", "series", "cause", "source")


def declared_causes(authority: str, known: Iterable[str], until: date) -> pd.DataFrame:
    """Causes that a council declares up to a day.

    ``data/raw/declared_causes.toml`` holds, for each council by its short name, entries with ``from_date``, ``series`` (a list), ``cause`` and ``source``.

    Parameters
    ----------
    known
        Names of the series that may be declared.

    Returns
    -------
    pandas.DataFrame
        One row per series and cause, oldest first: ``series``, ``from_date``, ``cause``, ``source``.

    Raises
    ------
    InvalidData
        If the file is no TOML, or an entry lacks something, has a date that is none, or names a series that no chart has; every problem is named.
    """
    path = raw_folder() / FILE
    columns = ["series", "from_date", "cause", "source"]
    if not path.is_file():
        return pd.DataFrame(columns=columns).astype({"from_date": "datetime64[us]"})
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get(authority, [])
    except tomllib.TOMLDecodeError as error:
        raise InvalidData([Problem(FILE, f"is not TOML: {error}", "Write it as the documentation shows.")]) from error
    names = sorted(known)
    problems = [problem for number, entry in enumerate(entries, 1) for problem in _problems(f"{authority}, entry {number}", entry, names)]
    if problems:
        raise InvalidData(problems)
    rows = [(name, entry["from_date"], entry["cause"], entry["source"]) for entry in entries for name in entry["series"]]
    table = pd.DataFrame(rows, columns=columns)
    table["from_date"] = pd.to_datetime(table["from_date"])
    return table[table["from_date"] <= pd.Timestamp(until)].sort_values(["series", "from_date"], ignore_index=True)


def _problems(where: str, entry: dict, known: list[str]) -> list[Problem]:
    missing = [name for name in STATED if not entry.get(name)]
    if missing:
        return [Problem(FILE, f"is missing in {where}", "State it.", column=name) for name in missing]
    found = []
    if type(entry["from_date"]) is not date:
        remedy = "Write it like 2024-04-01, without quotation marks."
        found.append(Problem(FILE, f"in {where} is not a date", remedy, column="from_date", value=str(entry["from_date"])))
    if not isinstance(entry["series"], list):
        found.append(
            Problem(FILE, f"in {where} is not a list", 'Write it like ["Open cases"].', column="series", value=str(entry["series"]))
        )
        return found
    unknown = [name for name in entry["series"] if name not in known]
    return found + [
        Problem(FILE, f"in {where} is no series of a chart", f"There are: {', '.join(known)}.", column="series", value=str(name))
        for name in unknown
    ]
