"""What sections on monthly performance measures share: the measures rated against target, what each means, what moved since last quarter."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.pages.given import Given
from analysis.performance.scorecard import renumbered, smallest_behind, with_children_behind
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
    """The measures of some indicators over the months of the quarter, with target, rating and direction; one row per measure.

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
    return with_children_behind(rated, measures, given["improvement_stated_figures"]) if children_behind else rated


def explained(given: Given, measures: Released) -> Released:
    """Released measures with what each means, in words."""
    return measures.with_words(definition=measures.table["measure"].map(measure_meaning(given)))


def measure_meaning(given: Given) -> pd.Series:
    """What each measure is, in words, by ``measure``."""
    return measure_definitions(given["performance_measures"], given["performance_measure_definitions"])


def changes_by_name(given: Given, now: Released, indicators: list[str] | None = None) -> list[str]:
    """Which measures changed rating since last quarter, which came, went or have another name; empty without an earlier quarter.

    Parameters
    ----------
    now
        One row per measure of this quarter.
    indicators
        What last quarter's report is looked through for; the indicators of ``now`` by default.
    """
    if given.before is None or not given.before.holds("performance_measures"):
        return []
    wanted = list(now.table["indicator"].dropna().unique()) if indicators is None else indicators
    before = renumbered(rated_measures(given.before, wanted), given["performance_measures"])
    return findings.since_last_quarter(now, given.before.release(before, f"{now.name}_before"), given.before.quarter.label)


def every_month(given: Given) -> pd.DataFrame:
    """Values of every report held up to this one, under the numbers that this report gives the measures.

    Returns
    -------
    pandas.DataFrame
        One row per ``quarter``, ``measure`` and ``month``, the oldest report first: ``description``, ``measure_unit``, ``measure_value``, and
        ``children_behind``, the fewest children above zero that a percentage tells of, by any report held.
    """
    measures = given.history("performance_measures").drop_duplicates(["quarter", "measure"])
    columns = ["quarter", "measure", "indicator", "description", "measure_unit", "small_base"]
    values = given.history("performance_measure_values").drop_duplicates(["quarter", "measure", "month"])
    table = values[["quarter", "measure", "month", "measure_value"]].merge(measures[columns], on=["quarter", "measure"])
    table = renumbered(table, given["performance_measures"])
    behind = smallest_behind(table, given.history("improvement_stated_figures"))
    return table.drop(columns=["indicator", "small_base"]).assign(children_behind=behind)
