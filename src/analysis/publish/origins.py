"""What a page was made from: a checksum of the rows that it read, of its notebook, and of what is declared beside them.

A checksum that is published is of rows less every figure that may count people: of a table with one hidden count of 1 to 4, four tries would find it.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.catalogue.project import project_root
from analysis.ingest.once import digest_of_raw_data
from analysis.ingest.published import digest_of_rows, read_every_authority, read_history, read_in_force
from analysis.pages.given import CHECKS, DOUBTS, EVERYWHERE, NATIONAL, RECORDS
from analysis.periods import Quarter
from analysis.publish.manifest import checksum
from analysis.store.national import digest_of_release
from analysis.store.records_state import digest_of_records


def made_from(root: Path, page: str, read: list[str], authority: str, quarter: str) -> dict[str, str]:
    """SHA-256 by name of what a page was made from, as its pack states it: no checksum can be tried for a figure that the pack hides.

    Parameters
    ----------
    root
        Folder of the project.
    page
        Name of the page, and of its notebook.
    read
        Datasets that it read; ``checks`` and ``scenarios`` stand for what is declared there, ``doubts`` for the checks that do not agree.
    authority, quarter
        Whose rows. Rows of a later quarter do not count, so that a later report leaves the checksum as it is.
    """
    origins = {f"notebooks/{page}.ipynb": checksum(root / "notebooks" / f"{page}.ipynb")}
    for name in sorted(read):
        stated = origins_of(name, authority, quarter)
        told = _digest_less_counts(name, authority, quarter, digest_of_raw_data())
        origins |= dict.fromkeys(stated, told) if told else stated
    return origins


def without_counts(table: pd.DataFrame) -> pd.DataFrame:
    """A table less every figure that may count people or be worked out from such: of its numbers, only money is left.

    >>> without_counts(pd.DataFrame({"service": ["A", "7"], "children": [3, 4], "cost_gbp": [5, 6]})).to_dict("list")
    {'service': ['A', ''], 'children': ['', ''], 'cost_gbp': ['5', '6']}
    """
    text = table.astype(str).reset_index(drop=True)
    return text.apply(
        lambda column: column if "_gbp" in str(column.name) else column.mask(pd.to_numeric(column, errors="coerce").notna(), "")
    )


@lru_cache(maxsize=512)
def _digest_less_counts(name: str, authority: str, quarter: str, raw_data: str) -> str:
    """The checksum of a dataset's rows less what may count people, worked out once for the same raw data; empty for what holds no rows of its own."""
    tables = _tables_of(name, authority, quarter)
    return _digest(*(without_counts(table) for table in tables)) if tables else ""


def _tables_of(name: str, authority: str, quarter: str) -> list[pd.DataFrame]:
    """The rows of a dataset, of ``checks`` or ``doubts`` that a page reads; none of what holds no rows of its own."""
    if name in (CHECKS, DOUBTS):
        return [_checks(name, authority, quarter)]
    if name.startswith(EVERYWHERE):
        return list(read_every_authority([name.removeprefix(EVERYWHERE)]).values())
    if name == "scenarios" or name.startswith((RECORDS, NATIONAL)):
        return []
    return [read_in_force([name], authority, quarter)[name].table, read_history([name], authority, quarter)[name]]


def origins_of(name: str, authority: str, quarter: str) -> dict[str, str]:
    """SHA-256 of what a page of an authority and quarter reads of a dataset, of ``checks`` or of ``scenarios``, by name."""
    if name in (CHECKS, DOUBTS):
        return {name: _digest(_checks(name, authority, quarter))}
    if name.startswith(EVERYWHERE):
        dataset = name.removeprefix(EVERYWHERE)
        return {f"data/raw/{dataset}.csv of every authority": _digest(read_every_authority([dataset])[dataset])}
    if name == "scenarios":
        return {f"scenarios/{path.name}": checksum(path) for path in sorted((project_root() / "scenarios").glob("*.toml"))}
    if name.startswith(RECORDS):
        table = name.removeprefix(RECORDS)
        return {f"records/{table}": digest_of_records(authority, table, Quarter.parse(quarter).end)}
    if name.startswith(NATIONAL):
        release = name.removeprefix(NATIONAL)
        return {f"national/{release}": digest_of_release(release, Quarter.parse(quarter).end)}
    return {f"data/raw/{name}.csv": digest_of_rows(name, authority, quarter)}


def _checks(name: str, authority: str, quarter: str) -> pd.DataFrame:
    """The checks of a quarter, or those that do not agree, as worked out."""
    from analysis.assurance.reconciliation.summary import doubted, of_quarter
    from analysis.pages.checked import every_check

    return (doubted if name == DOUBTS else of_quarter)(every_check(), authority, quarter)


def _digest(*tables: pd.DataFrame) -> str:
    text = "".join(table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d") for table in tables)
    return hashlib.sha256(text.encode()).hexdigest()
