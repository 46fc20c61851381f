"""Every national figure of every council and year, worked out once for the same releases and code: each pack takes its part."""

import hashlib
import json
from functools import lru_cache

import pandas as pd

from analysis.catalogue.national.figures import national_figure_list
from analysis.performance.national import figure_rows
from analysis.store.kept import digest_of_code, kept_rows
from analysis.store.national import first_days_given, held_releases, national_figures
from analysis.store.national_state import national_state

CODE = ("catalogue/national", "performance/chance.py", "performance/national.py", "pages/national/worked_out.py", "store/national.py")
"""Rooms and modules that decide what a figure comes to."""


def digest_of_figures() -> str:
    """Of all that the figures depend on."""
    return hashlib.sha256(json.dumps([national_state(), digest_of_code(*CODE)]).encode()).hexdigest()


@lru_cache(maxsize=2)
def every_figure(digest: str) -> dict[str, pd.DataFrame]:
    """Rows of each figure whose releases are held, by its key, as ``performance.national.figure_rows`` gives them.

    Parameters
    ----------
    digest
        As ``digest_of_figures`` gives it.
    """
    table = kept_rows("national_figures", digest, _work_out)
    return {key: rows.drop(columns="figure") for key, rows in table.groupby("figure", sort=False)}


@lru_cache(maxsize=2)
def first_days(digest: str) -> pd.Series:
    """The first day that a release gives a figure for, by release and area."""
    return kept_rows("national_first_days", digest, first_days_given).set_index(["release", "area"])["first_date"]


def _work_out() -> pd.DataFrame:
    held = set(held_releases()["release"])
    parts = [
        figure_rows(national_figures(figure.measures, releases=figure.releases), figure).assign(figure=key)
        for key, figure in national_figure_list().items()
        if held.issuperset(figure.releases)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"figure": []})
