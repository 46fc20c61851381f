"""What a page was made from: a checksum of the rows that it read, of its notebook, and of what is declared beside them."""

import hashlib
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.catalogue.datasets import dataset_names
from analysis.catalogue.project import project_root
from analysis.ingest.once import digest_of_raw_data
from analysis.ingest.published import digest_of_rows, read_every_authority
from analysis.pages.given import CHECKS, DOUBTS, EVERYWHERE, NATIONAL, RECORDS
from analysis.periods import Quarter
from analysis.publish.manifest import checksum
from analysis.store.kept import kept_table
from analysis.store.national import digest_of_release
from analysis.store.records_state import digest_of_records


def made_from(root: Path, page: str, read: list[str], authority: str, quarter: str) -> dict[str, str]:
    """SHA-256 by name of what a page was made from.

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
        origins |= origins_of(name, authority, quarter)
    return origins


def origins_of(name: str, authority: str, quarter: str) -> dict[str, str]:
    """SHA-256 of what a page of an authority and quarter reads of a dataset, of ``checks`` or of ``scenarios``, by name."""
    if name in (CHECKS, DOUBTS):
        return {name: _checks_digest(name, authority, quarter)}
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
    return {f"data/raw/{name}.csv": _digests_of_rows(authority, str(Quarter.parse(quarter)), digest_of_raw_data())[name]}


@lru_cache(maxsize=16)
def _digests_of_rows(authority: str, quarter: str, raw_data: str) -> dict[str, str]:
    """Checksum of the rows of every dataset, kept for the next run: a scenario that has changed leaves them as they are."""

    def work_out() -> pd.DataFrame:
        return pd.DataFrame([(name, digest_of_rows(name, authority, quarter)) for name in dataset_names()], columns=["dataset", "digest"])

    # What is kept for another council or quarter stays beside it.
    kept = kept_table(f"digests_of_rows/{authority}-{quarter}", raw_data, work_out)
    return dict(zip(kept["dataset"], kept["digest"], strict=True))


def _checks_digest(name: str, authority: str, quarter: str) -> str:
    """Checksum of the checks of a quarter, or of those that do not agree, as worked out."""
    from analysis.assurance.reconciliation.summary import doubted, of_quarter
    from analysis.pages.checked import every_check

    return _digest((doubted if name == DOUBTS else of_quarter)(every_check(), authority, quarter))


def _digest(table: pd.DataFrame) -> str:
    return hashlib.sha256(table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode()).hexdigest()
