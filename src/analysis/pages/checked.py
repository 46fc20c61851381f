"""Every declared check of printed figures, worked out once for the same data, declarations and code."""

from functools import lru_cache

import pandas as pd

from analysis.assurance.reconciliation.evaluate import checked_figures
from analysis.assurance.reconciliation.in_force import Validity
from analysis.catalogue.checks import check_files, declared_checks
from analysis.catalogue.datasets import resources
from analysis.catalogue.project import project_root
from analysis.ingest.once import digest_of_raw_data
from analysis.ingest.printed import read_with_units
from analysis.ingest.validation import check_raw_data
from analysis.store.kept import digest_of_code, digest_of_files, kept_table

CODE = ("assurance/reconciliation", "catalogue", "ingest", "errors.py", "measures.py", "periods.py")
"""Rooms and modules that decide what a check comes to."""


def every_check() -> pd.DataFrame:
    """Every check that ``checks/`` declares, worked out on the tables as printed; one row per check.

    Raises
    ------
    InvalidData
        If raw data break their descriptors: what cannot be read cannot be held against anything.
    """
    check_raw_data()
    digests = digest_of_raw_data(), digest_of_files(check_files(), project_root()), digest_of_code(*CODE)
    return _worked_out("-".join(digest[:20] for digest in digests)).copy()


@lru_cache(maxsize=4)
def _worked_out(digest: str) -> pd.DataFrame:
    return kept_table("checks", digest, lambda: checked_figures(declared_checks(), read_with_units(), _lasting()))


def _lasting() -> dict[str, Validity]:
    return {
        entry["name"]: Validity(entry["validity"] == "year", tuple(entry.get("superseded_per", ())))
        for entry in resources()
        if entry["validity"] in ("year", "until_superseded")
    }
