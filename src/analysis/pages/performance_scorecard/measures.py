"""What the sections on monthly measures share: the scorecard, its months over every report held, and the limits of their process."""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analysis.disclosure.release import Released
from analysis.pages.declared_causes import every_cause
from analysis.pages.given import Given
from analysis.pages.measures import every_month, explained
from analysis.pages.open_children import services_hidden
from analysis.performance import scorecard, spc
from analysis.present.findings import performance_scorecard as findings

MEASURES = ("performance_measures", "performance_measure_values")
WANTED = ("performance_measure_definitions", "performance_measure_remarks", "improvement_priorities", "improvement_stated_figures")


@dataclass(frozen=True)
class Processes:
    """Every month held of each measure, and the limits of those that have enough.

    Attributes
    ----------
    months
        One row per priority, measure and month, with ``special_cause``.
    summary
        One row per measure that has limits.
    left_out
        One row per measure that has none, with ``why_no_limits``.
    longest
        Months with a figure that the longest series has.
    """

    months: Released
    summary: Released
    left_out: Released
    longest: int


@lru_cache(maxsize=4)
def rated(given: Given) -> pd.DataFrame:
    """The scorecard before the gate."""
    measures, values, stated = given["performance_measures"], given["performance_measure_values"], given["improvement_stated_figures"]
    return scorecard.scorecard(measures, values, stated, given.months)


@lru_cache(maxsize=4)
def card(given: Given) -> Released:
    """Every measure under every priority it is printed under, with its words."""
    withheld = dict(
        zip(("first_value", "previous_value", "measure_value"), (_beside_services(given, month) for month in given.months), strict=True)
    )
    hidden = {column: rated(given)["measure"].isin(measures).to_numpy() for column, measures in withheld.items()}
    return explained(given, findings.in_words(given.release(rated(given), "scorecard", withheld=hidden)))


def _beside_services(given: Given, month: str) -> set[str]:
    """Measures of open cases that the page on caseloads hides in a month, because with their total they would give another away."""
    return set(services_hidden(given).query("month == @month")["measure"])


@lru_cache(maxsize=4)
def processes(given: Given) -> Processes:
    """Months, limits and special causes of every measure; limits only where every month of a measure may be shown."""
    values = scorecard.monthly_series(every_month(given))
    months = scorecard.by_month(rated(given), values)
    secret = pd.MultiIndex.from_frame(services_hidden(given))
    withheld = {"measure_value": pd.MultiIndex.from_frame(months[["measure", "month"]]).isin(secret)}
    held = given.release(months, "scorecard_by_month", withheld=withheld)
    hidden = held.suppressed["measure_value"].groupby(months["measure"]).any()
    once = scorecard.measures_once(rated(given))
    shown = once[~once["measure"].map(hidden).eq(True)]
    points = scorecard.measures_once(months[months["measure"].isin(shown["measure"])], "month")
    points = points[points["month"] >= _since(given, points["measure"])]
    series = {"key": "measure", "period": "month", "value": "measure_value"}
    summary = spc.process_summary(points, shown[["measure", "polarity", "target"]], **series)
    causes = spc.special_causes(points, summary, **series).set_index(["measure", "month"])["special_cause"].ne(0)
    special = pd.MultiIndex.from_frame(months[["measure", "month"]]).map(causes)
    left_out = once.loc[~once["measure"].isin(summary["measure"]), ["measure", "description"]]
    why = left_out["measure"].map(hidden).eq(True).map({True: "hidden", False: "too few"})
    summary = summary.merge(shown[["measure", "description", "measure_unit"]], on="measure")
    figures = months.dropna(subset=["measure_value"]).groupby("measure")["month"].nunique()
    return Processes(
        given.release(
            months.assign(special_cause=pd.Series(special, index=months.index).eq(True)), "scorecard_by_month", withheld=withheld
        ),
        explained(given, given.release(summary, "process_control")),
        given.release(left_out.assign(why_no_limits=why), "measures_without_limits"),
        int(figures.max()) if len(figures) else 0,
    )


def _since(given: Given, measures: pd.Series) -> pd.Series:
    """First month of each measure's process: that of the last cause that the council declares for it, else before all."""
    last = every_cause(given).groupby("series")["from_date"].max().dt.strftime("%Y-%m")
    indicator = rated(given).drop_duplicates("measure").set_index("measure")["indicator"]
    since = measures.map(indicator).map(last).astype(object)
    return since.where(since.notna(), "")
