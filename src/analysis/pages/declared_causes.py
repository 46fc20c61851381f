"""Causes of change that a council declares, as the control charts of its pages use them."""

import pandas as pd

from analysis.caseloads.drift import OWED
from analysis.caseloads.timeliness import TIMED
from analysis.ingest.declared_causes import declared_causes
from analysis.pages.from_records import quarter_of
from analysis.pages.given import Given

CHILDREN_OPEN, OPEN_CASES, AGENCY = "Children open", "Open cases", "Agency workers"
CHARTED = (CHILDREN_OPEN, OPEN_CASES, AGENCY, *(timed.kind for timed in TIMED), *(owed.kind for owed in OWED))
"""Series of control charts that are no measures of the scorecard; those go by their indicators."""


def causes_of(given: Given, series: str) -> pd.DataFrame:
    """Causes declared for a series up to the end of the quarter: ``series``, ``from_date``, ``cause``, ``source``."""
    causes = every_cause(given)
    return causes[causes["series"] == series].reset_index(drop=True)


def every_cause(given: Given) -> pd.DataFrame:
    """Causes declared for any series up to the end of the quarter."""
    indicators = given.history("performance_measures")["indicator"].dropna().unique()
    return declared_causes(given.authority, {*CHARTED, *indicators}, given.quarter.end)


def starts_of(causes: pd.DataFrame, period: str) -> list[str]:
    """First month or quarter that each cause holds in: ``2023-10`` or ``2023-24-Q3``."""
    return [quarter_of(day) if period == "quarter" else f"{day:%Y-%m}" for day in causes["from_date"]]
