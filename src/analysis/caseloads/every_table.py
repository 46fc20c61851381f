"""Every caseload table of one council from its lists: what the pages show in parts, in one go, for one council or for all of England."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.caseloads.capacity import moves_to_threshold
from analysis.caseloads.cases import cases_by, month_ends, open_cases, open_cases_on_days
from analysis.caseloads.change import change_by_team
from analysis.caseloads.drift import OWED, drift_by_team, owed_to_children
from analysis.caseloads.flows import arrivals_and_closures, expected_cases
from analysis.caseloads.handovers import handovers_by, worker_changes
from analysis.caseloads.placing import plan_by_team
from analysis.caseloads.staffing import staffing_on_days
from analysis.caseloads.timeliness import TIMED, ended_rows, in_time_by
from analysis.caseloads.workers import (
    Thresholds,
    allocation,
    allocation_by_team,
    caseload_by_team,
    caseload_by_worker,
    distribution,
    workers_in_post,
)

LIMITS = tuple(dict.fromkeys([*(name for owed in OWED for name in (owed.again, owed.first) if name), *(timed.limit for timed in TIMED)]))
"""Parameters that say how soon something is owed to a child."""
A_YEAR_OF_QUARTERS = 4


@dataclass(frozen=True)
class JudgedBy:
    """What caseloads are judged by on a day.

    Attributes
    ----------
    thresholds
        Cases per full-time equivalent.
    limits
        Each of ``LIMITS``, in the unit of its name.
    social_worker_cost_gbp
        What a post costs a year.
    weights
        Weight of a case by service; ``None`` where a council declares none.
    """

    thresholds: Thresholds
    limits: Mapping[str, float]
    social_worker_cost_gbp: float
    weights: Mapping[str, float] | None = None


def every_table(lists: Mapping[str, pd.DataFrame], workers: pd.DataFrame, judged_by: JudgedBy) -> dict[str, pd.DataFrame]:
    """Every caseload table of a council at the day on which its lists were last drawn.

    Parameters
    ----------
    lists
        The child-level lists that are held of ``cases.SERVICES`` and ``timeliness.TIMED``, by table, each with every day on which it was drawn.
    workers
        As ``workers_in_post`` takes them.

    Returns
    -------
    dict of str to pandas.DataFrame
        By name; one that needs lists of an earlier day is not there without them.

    Raises
    ------
    ValueError
        If no list is given.
    """
    days = drawn_days(lists)
    day = days[-1]
    cases, in_post = open_cases(lists, day), workers_in_post(workers, day)
    by_worker = caseload_by_worker(cases, in_post, judged_by.thresholds, judged_by.weights)
    state = allocation(cases, in_post, workers)
    by_team = caseload_by_team(cases, by_worker, state, judged_by.weights)
    plan = moves_to_threshold(cases, by_worker)
    tables = {
        "caseload_by_team": by_team,
        "caseload_by_worker": by_worker,
        "workers_by_caseload": distribution(by_worker),
        "allocation_by_team": allocation_by_team(cases, state),
        "cases_by_team_and_service": cases_by(cases, ["team", "case_service"]),
        "capacity_by_team": plan_by_team(plan, by_worker, judged_by.thresholds.standard, judged_by.social_worker_cost_gbp),
        "cases_by_service_and_month": cases_by(open_cases_on_days(lists, _months(days)), ["case_service"]),
        "overdue_by_team": drift_by_team(owed_to_children(lists, day, judged_by.limits)),
        "staffing_by_quarter": staffing_on_days(workers, days),
        **_in_time(lists, day, judged_by.limits),
    }
    return tables | (_over_time(lists, workers, days, by_team, judged_by) if len(days) > 1 else {})


def drawn_days(lists: Mapping[str, pd.DataFrame]) -> list[pd.Timestamp]:
    """The last day of each quarter on which any list was drawn, oldest first."""
    drawn = pd.Series(sorted({day for table in lists.values() for day in table["as_at_date"].unique()}))
    if drawn.empty:
        raise ValueError("No child-level list is given.")
    return [pd.Timestamp(day) for day in drawn.groupby(drawn.dt.to_period("Q")).max()]


def _months(days: list[pd.Timestamp]) -> list[pd.Timestamp]:
    return [day for day in month_ends(days[0], days[-1]) if day < days[-1]] + [days[-1]]


def _in_time(lists: Mapping[str, pd.DataFrame], day: pd.Timestamp, limits: Mapping[str, float]) -> dict[str, pd.DataFrame]:
    """What ended in the year up to the day, in time or late, by team and by month."""
    held = [ended_rows(lists[timed.table], timed, limits[timed.limit]) for timed in TIMED if timed.table in lists]
    held = [rows for rows in held if len(rows)]
    if not held:
        return {}
    ended = pd.concat(held, ignore_index=True)
    ended = ended[ended["ended_date"].gt(day - pd.DateOffset(years=1)) & ended["ended_date"].le(day)]
    return {"in_time_by_team": in_time_by(ended, ["team"]), "in_time_by_month": in_time_by(ended, ["month"])}


def _over_time(
    lists: Mapping[str, pd.DataFrame], workers: pd.DataFrame, days: list[pd.Timestamp], by_team: pd.DataFrame, judged_by: JudgedBy
) -> dict[str, pd.DataFrame]:
    """What the lists of several quarters say together."""
    at_quarters = open_cases_on_days(lists, days)
    flows = arrivals_and_closures(at_quarters)
    tables = {
        "arrivals_and_closures": flows,
        "cases_expected_by_team": expected_cases(flows),
        "handovers_by_team": handovers_by(worker_changes(at_quarters), "team"),
    }
    if len(days) > A_YEAR_OF_QUARTERS:
        then = days[-1 - A_YEAR_OF_QUARTERS]
        cases, in_post = at_quarters[at_quarters["on_date"] == then].reset_index(drop=True), workers_in_post(workers, then)
        by_worker = caseload_by_worker(cases, in_post, judged_by.thresholds)
        before = caseload_by_team(cases, by_worker, allocation(cases, in_post, workers))
        tables["change_of_caseload_by_team"] = change_by_team(before, by_team)
    return tables
