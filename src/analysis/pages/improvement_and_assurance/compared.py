"""The figures of the last inspection held, set against today's; worked out once for the sections that use them."""

from dataclasses import dataclass

import pandas as pd

from analysis.assurance import inspection as domain
from analysis.disclosure.release import Released
from analysis.pages.given import Given
from analysis.pages.measures import every_month, measure_meaning
from analysis.present.findings.definitions import definitions_then_and_now, indicator_definitions
from analysis.present.findings.inspection import JUDGED
from analysis.present.wording import NOT_SHOWN
from analysis.quarters import latest_statement

DECLARED = ("comparisons", "inspections", "inspection_statistics", "inspection_indicators")
TODAY = ("indicators", "indicator_values", "performance_measures", "performance_measure_values", "performance_measure_definitions")


@dataclass(frozen=True)
class Compared:
    """Verdicts and points, before their release, what each comparison means, and the year of the inspection."""

    verdicts: pd.DataFrame
    points: pd.DataFrame
    meaning: pd.Series
    inspection_year: int


def own_inspection(given: Given) -> pd.Series:
    """The last inspection held of the authority."""
    return given["inspections"].sort_values("inspection_end_date").iloc[-1]


def compared_with_today(given: Given) -> Compared | None:
    """The comparisons declared for the last inspection held; ``None`` where none is."""
    if not all(given.holds(name) for name in DECLARED):
        return None
    own = own_inspection(given)
    comparisons = given["comparisons"]
    comparisons = comparisons[comparisons["statistic"].notna() & (comparisons["inspection"] == own["inspection"])]
    if comparisons.empty:
        return None
    then = domain.inspection_points(comparisons, given["inspection_statistics"], given["inspection_indicators"], own["inspection_end_date"])
    measures = given["performance_measures"]
    yearly = latest_statement(given.history("indicator_values").dropna(subset=["period_end_date"]), ["indicator", "period_end_date"])
    monthly = latest_statement(every_month(given).dropna(subset=["measure_value"]), ["measure", "month"])[
        ["measure", "month", "measure_value"]
    ]
    today = domain.today_points(comparisons, yearly, given["indicators"], monthly, measures)
    verdicts = domain.compare(comparisons, then, today, pd.Timestamp(given.quarter.end))
    points = domain.over_time(comparisons, then, today)
    of_today = pd.concat([measure_meaning(given), indicator_definitions(given["indicators"])])
    meaning = definitions_then_and_now(comparisons, then, given["inspection_indicators"], of_today)
    return Compared(verdicts, points, meaning, own["inspection_start_date"].year)


def verdicts_released(given: Given, compared: Compared) -> Released:
    """The comparisons, released; one of whose two figures is hidden has no verdict: that it is better or worse would bound it."""
    released = given.release(compared.verdicts.drop(columns="finding"), "then_and_now")
    hidden = released.suppressed[["inspection_value", "today_value"]].any(axis="columns")
    verdicts = released.table["comparison_verdict"]
    return released.with_words(comparison_verdict=verdicts.mask(hidden & verdicts.isin(JUDGED), NOT_SHOWN))
