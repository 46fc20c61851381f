"""Drift: what is owed to a child and when it was last done; visits, reviews, health and dental checks, and plans older than their limit."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from analysis.caseloads.cases import IN_NEED, LOOKED_AFTER, NO_TEAM, ON_A_PLAN, SERVICES, open_in_list
from analysis.caseloads.working_days import working_days_after

DAYS_IN_MONTH = 365.25 / 12


class Owed(NamedTuple):
    """Something that is owed to each child of a service: the column of when it was last done, and how soon it is due again.

    ``again`` and ``first`` name parameters: a limit from the last time, and from the start where it has not been done yet (the same without
    one). ``started`` is the start that the first counts from.
    """

    kind: str
    service: str
    last: str | None
    again: str
    first: str | None = None


OWED = (
    Owed("Visits to children looked after", LOOKED_AFTER, "last_visit_date", "looked_after_visit_days"),
    Owed(
        "Reviews of children looked after",
        LOOKED_AFTER,
        "last_review_date",
        "looked_after_review_months",
        "looked_after_first_review_working_days",
    ),
    Owed(
        "Health assessments",
        LOOKED_AFTER,
        "last_health_assessment_date",
        "health_assessment_months",
        "first_health_assessment_working_days",
    ),
    Owed("Dental checks", LOOKED_AFTER, "last_dental_check_date", "dental_check_months"),
    Owed("Visits to children on plans", ON_A_PLAN, "last_visit_date", "child_protection_visit_days"),
    Owed("Review conferences", ON_A_PLAN, "last_conference_date", "review_conference_months", "first_review_conference_months"),
    Owed("Ends of plans within their limit", ON_A_PLAN, None, "child_protection_plan_months"),
    Owed("Children in need seen", IN_NEED, "last_seen_date", "child_in_need_seen_days"),
)
"""In the order in which a page lists them."""


def owed_to_children(lists: Mapping[str, pd.DataFrame], on: pd.Timestamp, limits: Mapping[str, float]) -> pd.DataFrame:
    """What was last done for each open child, when it is due next, and whether that day has passed.

    A child is owed what each list that it is open in asks for, save that a child looked after or on a plan is not owed a visit as a child in
    need too.

    Parameters
    ----------
    lists
        Child-level lists by the names of ``SERVICES``.
    on
        The day.
    limits
        Each parameter that ``OWED`` names; its ending says whether it is in days, working days or months.

    Returns
    -------
    pandas.DataFrame
        One row per child and kind: ``drift_kind``, ``child_id``, ``case_service``, ``team``, ``worker_id``, ``last_done_date`` (missing where never),
        ``due_date``, ``overdue`` (the day it is due is before ``on``), ``days_overdue`` (0 where it is not) and ``months_since`` the last time, or
        since the start where it has not been done.
    """
    services = {service.name: service for service in SERVICES}
    opened = {name: open_in_list(lists[service.table], service, on) for name, service in services.items() if service.table in lists}
    higher = pd.concat([pd.Series(dtype=object), *(opened[name]["child_id"] for name in (LOOKED_AFTER, ON_A_PLAN) if name in opened)])
    parts = []
    for owed in OWED:
        if owed.service not in opened:
            continue
        rows = opened[owed.service].sort_values("started_date", kind="stable").drop_duplicates("child_id", keep="last")
        rows = rows[~rows["child_id"].isin(higher)] if owed.service == IN_NEED else rows
        parts.append(_owed_rows(rows, owed, on, limits))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def drift_by_team(owed: pd.DataFrame) -> pd.DataFrame:
    """Children to whom each thing is owed and overdue, by team.

    Returns
    -------
    pandas.DataFrame
        One row per kind and team, kinds in the order of ``OWED``: ``drift_kind``, ``team``, ``children_owed``, ``children_overdue``,
        ``children_overdue_pct``, ``median_months_since``.
    """
    order = {entry.kind: place for place, entry in enumerate(OWED)}
    table = owed.groupby(["drift_kind", "team"], as_index=False).agg(
        children_owed=("child_id", "size"), children_overdue=("overdue", "sum"), median_months_since=("months_since", "median")
    )
    table["children_overdue_pct"] = 100 * table["children_overdue"] / table["children_owed"]
    return table.sort_values(
        ["drift_kind", "team"], key=lambda names: names.map(order) if names.name == "drift_kind" else names, ignore_index=True
    )


def in_time_on_days(lists: Mapping[str, pd.DataFrame], days: Iterable[pd.Timestamp], limits: Mapping[str, float]) -> pd.DataFrame:
    """Children to whom each thing is owed at some days, and the share for whom it is not overdue.

    A list holds when a thing was last done by the day on which it was drawn: days between two lists would show as late what was done in time.

    Parameters
    ----------
    lists, limits
        As ``owed_to_children`` takes them.
    days
        Days on which lists were drawn.

    Returns
    -------
    pandas.DataFrame
        One row per kind and day, kinds in the order of ``OWED``: ``drift_kind``, ``on_date``, ``children_owed``, ``children_overdue``, ``in_time_pct``.
    """
    parts = [owed_to_children(lists, day, limits).assign(on_date=day) for day in days]
    every = pd.concat(
        [part[["drift_kind", "on_date", "child_id", "overdue"]] for part in parts if len(part)] or [pd.DataFrame(columns=COLUMNS)]
    )
    if every.empty:
        return pd.DataFrame(columns=["drift_kind", "on_date", "children_owed", "children_overdue", "in_time_pct"])
    counted = (
        every.astype({"overdue": bool})
        .groupby(["drift_kind", "on_date"])
        .agg(children_owed=("child_id", "size"), children_overdue=("overdue", "sum"))
    )
    counted["in_time_pct"] = 100 * (1 - counted["children_overdue"] / counted["children_owed"])
    kinds = [entry.kind for entry in OWED]
    return counted.reset_index().sort_values(
        ["drift_kind", "on_date"], key=lambda one: one.map(kinds.index) if one.name == "drift_kind" else one, ignore_index=True
    )


COLUMNS = [
    "drift_kind",
    "child_id",
    "case_service",
    "team",
    "worker_id",
    "last_done_date",
    "due_date",
    "overdue",
    "days_overdue",
    "months_since",
]


def _owed_rows(rows: pd.DataFrame, owed: Owed, on: pd.Timestamp, limits: Mapping[str, float]) -> pd.DataFrame:
    last = rows[owed.last] if owed.last else pd.Series(pd.NaT, index=rows.index, dtype="datetime64[ns]")
    # What is dated after the day, in a list that was drawn later, had not been done on it.
    last = last.where(~last.gt(on))
    first = _due(rows["started_date"], owed.first or owed.again, limits)
    due = _due(last, owed.again, limits).where(last.notna(), first)
    late = (on - due).dt.days.clip(lower=0)
    return pd.DataFrame(
        {
            "drift_kind": owed.kind,
            "child_id": rows["child_id"],
            "case_service": owed.service,
            "team": rows["team"].astype(object).where(rows["team"].notna(), NO_TEAM),
            "worker_id": rows["worker_id"],
            "last_done_date": last,
            "due_date": due,
            "overdue": late.gt(0),
            "days_overdue": late.fillna(0).astype(int),
            "months_since": (on - last.where(last.notna(), rows["started_date"])).dt.days / DAYS_IN_MONTH,
        }
    )


def _due(since: pd.Series, limit: str, limits: Mapping[str, float]) -> pd.Series:
    """The day that lies a limit after another, in the unit of the limit's name."""
    length = int(limits[limit])
    if limit.endswith("_working_days"):
        return working_days_after(since, length)
    return since + (pd.DateOffset(months=length) if limit.endswith("_months") else pd.Timedelta(days=length))
