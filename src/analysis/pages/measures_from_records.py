"""Measures worked out from records, as the pages show them: by their definitions, beside what the report prints, with small numbers hidden."""

from functools import lru_cache

import pandas as pd

from analysis.caseloads.cases import SERVICES, cases_by, open_cases
from analysis.caseloads.drift import OWED
from analysis.caseloads.measures import IN_MONTH, MEASURES, ROLLING_YEAR, SNAPSHOT, WORKERS, YEAR_TO_DATE, MeasuredLists, measured
from analysis.caseloads.timeliness import TIMED, ended_rows, in_time_by
from analysis.caseloads.workers import Thresholds
from analysis.catalogue.parameters import threshold
from analysis.disclosure.linking import hidden_counts
from analysis.disclosure.policy import policy_named
from analysis.disclosure.release import Released
from analysis.pages.from_records import last_drawn, too_few
from analysis.pages.given import RECORDS, Given
from analysis.pages.measures import rated_measures
from analysis.pages.sections import NothingToShow
from analysis.performance.against_records import beside_printed
from analysis.periods import Month
from analysis.present.findings import measures_from_records as findings

NEEDS = (f"{RECORDS}children_in_need",)
PRINTED = ("performance_measures", "performance_measure_values", "performance_measure_definitions", "indicator_values", "indicators")
"""Datasets of what the report prints; used where they are held."""
COLUMNS = ["measure_name", "measure_unit", "counted_part", "counted_whole", "records_value", "printed_value", "printed_difference"]
_TABLES = [*(service.table for service in SERVICES), "referrals", "section_47"]
_PERIOD_KINDS = {"snapshot": SNAPSHOT, "rolling_12_months": ROLLING_YEAR}
_FREQUENCY = {IN_MONTH: "M", YEAR_TO_DATE: "Q"}
"""What a timed measure stands beside: the page on caseloads has months, and quarters add up to the year."""


@lru_cache(maxsize=1)
def measured_lists(given: Given) -> MeasuredLists:
    """The lists that measures are worked out from, as at the last day of the quarter on which some were drawn."""
    lists = given.records.those_held(_TABLES)
    day = last_drawn(given, {service.table: lists[service.table] for service in SERVICES if service.table in lists})
    names = {name for owed in OWED for name in (owed.again, owed.first) if name} | {timed.limit for timed in TIMED}
    limits = {name: threshold(name, day.date()) for name in names}
    thresholds = Thresholds(threshold("caseload_children", day.date()), threshold("caseload_newly_qualified", day.date()))
    return MeasuredLists(lists, given.records["workers"] if given.records.holds("workers") else None, day, limits, thresholds)


def released_measures(given: Given, name: str, indicators: list[str] | None = None) -> Released:
    """Measures from records beside those that the report prints, with their words.

    Parameters
    ----------
    name
        Of the released table.
    indicators
        Those to show; all by default.

    Raises
    ------
    NothingToShow
        If the lists were drawn before the quarter, or tell of none of them.
    """
    held = measured_lists(given)
    found = measured(held)
    found = found[found["indicator"].isin(indicators or [measure.indicator for measure in MEASURES])].reset_index(drop=True)
    if found.empty:
        raise NothingToShow("The lists held tell of none of these measures.", "Take in the lists of Annex A and the list of workers.")
    printed = _printed(given, held.day)
    table = beside_printed(found, printed)
    few = _few(given, held, table)
    hidden = {
        "counted_part": few,
        "records_value": few,
        "counted_whole": too_few(table["counted_whole"], given.policy) | _hidden_services(given, held, table),
        "printed_value": table.pop("printed_hidden"),
    }
    return findings.in_words_of(given.release(table.drop(columns="case_service"), name, withheld=hidden))


def _few(given: Given, held: MeasuredLists, table: pd.DataFrame) -> pd.Series:
    """Measures of too few: those counted, the others, or all of them; and those that another page hides."""
    part, whole = table["counted_part"], table["counted_whole"]
    few = too_few(part, given.policy) | too_few(whole - part, given.policy) | too_few(whole, given.policy)
    few &= ~table["counted_unit"].eq(WORKERS)
    return few | _hidden_services(given, held, table) | _hidden_periods(given, held, table)


def _hidden_services(given: Given, held: MeasuredLists, table: pd.DataFrame) -> pd.Series:
    """Measures of a service whose number of open cases the page on caseloads hides."""
    counted = cases_by(
        open_cases({name: held.lists[name] for name in _TABLES[: len(SERVICES)] if name in held.lists}, held.day), ["case_service"]
    )
    secret = counted.loc[hidden_counts(counted["cases"], given.policy), "case_service"]
    return table["case_service"].isin(secret)


def _hidden_periods(given: Given, held: MeasuredLists, table: pd.DataFrame) -> pd.Series:
    """Measures of a month or of the year so far that would tell what the months or quarters beside them hide."""
    hidden = pd.Series(False, index=table.index)
    if not policy_named(given.policy).smallest_count:
        return hidden
    for timed in (timed for timed in TIMED if timed.table in held.lists):
        ended = ended_rows(held.lists[timed.table], timed, held.limits[timed.limit])
        ended = ended[ended["ended_date"].gt(held.day - pd.DateOffset(years=1)) & ended["ended_date"].le(held.day)]
        for measure in (measure for measure in MEASURES if measure.needs == (timed.table,)):
            periods = in_time_by(ended.assign(period=ended["ended_date"].dt.to_period(_FREQUENCY[measure.kind]).astype(str)), ["period"])
            late, rest = periods["children_late"], periods["children_ended"] - periods["children_late"]
            if (too_few(late, given.policy) | too_few(rest, given.policy)).any():
                hidden |= table["indicator"].eq(measure.indicator) & table["measure_kind"].eq(measure.kind)
    return hidden


def _printed(given: Given, day: pd.Timestamp) -> pd.DataFrame:
    """What the report prints of the month or day: ``indicator``, ``measure_kind``, ``printed_value``, ``printed_definition``, ``printed_hidden``."""
    parts = [_printed_measures(given, day), _printed_indicators(given, day)]
    return pd.concat(parts, ignore_index=True).drop_duplicates(["indicator", "measure_kind"])


def _printed_measures(given: Given, day: pd.Timestamp) -> pd.DataFrame:
    if not all(given.holds(name) for name in PRINTED[:2]) or str(Month(day.year, day.month)) != given.months[-1]:
        return pd.DataFrame(columns=["indicator", "measure_kind", "printed_value", "printed_definition", "printed_hidden"])
    rated = rated_measures(given, [measure.indicator for measure in MEASURES], children_behind=True)
    kinds = given["performance_measures"].drop_duplicates("measure").set_index("measure")["measure_kind"]
    defined = given["performance_measure_definitions"].drop_duplicates("measure").set_index("measure")["definition"]
    shown = given.release(rated, "measures_beside_records")
    return pd.DataFrame(
        {
            "indicator": rated["indicator"],
            "measure_kind": rated["measure"].map(kinds),
            "printed_value": rated["measure_value"],
            "printed_definition": rated["measure"].map(defined),
            "printed_hidden": shown.suppressed["measure_value"],
        }
    )


def _printed_indicators(given: Given, day: pd.Timestamp) -> pd.DataFrame:
    values, about = given["indicator_values"], given["indicators"].set_index("indicator")
    rows = values[values["period_end_date"].eq(day) & values["indicator"].isin([measure.indicator for measure in MEASURES])]
    rows = rows.reset_index(drop=True)
    counts = {"children_counted": rows["numerator"], "children_not_counted": rows["denominator"] - rows["numerator"]}
    table = pd.DataFrame(
        {
            "indicator_name": rows["indicator"],
            "indicator_unit": rows["indicator"].map(about["unit"]),
            "indicator_value": rows["value"],
            **counts,
        }
    )
    shown = given.release(table, "indicators_beside_records")
    return pd.DataFrame(
        {
            "indicator": rows["indicator"],
            "measure_kind": rows["indicator"].map(about["period_kind"]).map(_PERIOD_KINDS),
            "printed_value": rows["value"],
            "printed_definition": rows["indicator"].map(about["definition"]),
            "printed_hidden": shown.suppressed["indicator_value"],
        }
    )
