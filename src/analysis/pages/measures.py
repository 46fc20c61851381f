"""What sections on monthly performance measures share: the measures rated against target, what each means, what moved since last quarter."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.pages.given import Given
from analysis.performance.scorecard import with_children_behind
from analysis.performance.targets import against_target
from analysis.present.findings import measures as findings
from analysis.present.findings.definitions import measure_definitions

RATED_COLUMNS = [
    "description",
    "measure_unit",
    "first_value",
    "previous_value",
    "measure_value",
    "target",
    "rag_rating",
    "direction_of_travel",
]
"""Columns of a table of measures against target."""

MEASURES = findings.METHOD
"""How measures are rated and compared, for the method of a page."""


def rated_measures(given: Given, indicators: list[str], children_behind: bool = False) -> pd.DataFrame:
    """The measures of some indicators over the months of the quarter, with target, rating, direction and meaning; one row per measure.

    Parameters
    ----------
    indicators
        As ``performance_measures.csv`` names them; those that the report lacks are left out.
    children_behind
        Whether to add the counts of children behind percentages that the report states elsewhere.
    """
    measures = given["performance_measures"].drop_duplicates("measure")
    values = given["performance_measure_values"].drop_duplicates(["measure", "month"])
    rated = against_target(measures[measures["indicator"].isin(indicators)], values, given.months)
    if children_behind:
        rated = with_children_behind(rated, measures, given["improvement_stated_figures"])
    return rated.assign(definition=rated["measure"].map(measure_meaning(given)))


def measure_meaning(given: Given) -> pd.Series:
    """What each measure is, in words, by ``measure``."""
    return measure_definitions(given["performance_measures"], given["performance_measure_definitions"])


def changes_by_name(given: Given, now: Released) -> list[str]:
    """Which measures changed rating since last quarter, which came and which went; empty without an earlier quarter."""
    if given.before is None or not given.before.holds("performance_measures"):
        return []
    before = rated_measures(given.before, list(now.table["indicator"].dropna().unique()))
    return findings.since_last_quarter(now, given.before.release(before, f"{now.name}_before"), given.before.quarter.label)
