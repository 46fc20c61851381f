"""Open cases on a day from a council's child-level lists: one case a child, of the service that stands highest."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd


class Service(NamedTuple):
    """A service as one child-level list holds it: its table, its name, and the columns of the dates between which a case is open."""

    table: str
    name: str
    started: str | None
    ended: str | None


LOOKED_AFTER, ON_A_PLAN, IN_NEED = "Children looked after", "Child protection plans", "Children in need"
ASSESSED, CARE_LEAVERS = "Assessments", "Care leavers"
SERVICES = (
    Service("children_looked_after", LOOKED_AFTER, "started_date", "ceased_date"),
    Service("child_protection_plans", ON_A_PLAN, "started_date", "ended_date"),
    Service("children_in_need", IN_NEED, "started_date", "closed_date"),
    Service("assessments", ASSESSED, "started_date", "authorised_date"),
    Service("care_leavers", CARE_LEAVERS, None, None),
)
"""In the order in which a child in several lists is counted: with the first."""

NO_TEAM = "No team named"


def as_drawn_for(table: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """The rows of a list that say how it was on a day: those drawn first on or after it; none where the list was last drawn before.

    A list drawn later still holds what has closed meanwhile. Team and worker are those of the day on which it was drawn.

    >>> drawn = pd.DataFrame({"as_at_date": pd.to_datetime(["2024-03-31", "2024-06-30"]), "child_id": ["a", "b"]})
    >>> as_drawn_for(drawn, pd.Timestamp("2024-04-30"))["child_id"].tolist()
    ['b']
    """
    return table[_drawn_for(table, on)]


def _drawn_for(table: pd.DataFrame, on: pd.Timestamp) -> np.ndarray:
    drawn = table["as_at_date"].to_numpy()
    later = drawn[drawn >= np.datetime64(on)]
    return drawn == later.min() if len(later) else np.zeros(len(table), dtype=bool)


def open_in_list(table: pd.DataFrame, service: Service, on: pd.Timestamp) -> pd.DataFrame:
    """Rows of a list that are open at the end of a day: started by then and not ended by then. A list without dates is open as drawn."""
    there = _drawn_for(table, on)
    if service.started is not None:
        day = np.datetime64(on)
        there &= (table[service.started].to_numpy() <= day) & ~(table[service.ended].to_numpy() <= day)
    return table[there]


def open_cases(lists: Mapping[str, pd.DataFrame], on: pd.Timestamp) -> pd.DataFrame:
    """Open cases at the end of a day.

    A child in several lists is one case, of the service highest in the order of ``SERVICES``: looked after, plan, in need, assessment, care
    leaver. Its team and worker are those of that list.

    Parameters
    ----------
    lists
        Child-level lists by the names of ``SERVICES``, those that are held; each with ``as_at_date``, ``child_id``, ``team``, ``worker_id``
        and the dates of its service, as datetimes.
    on
        The day.

    Returns
    -------
    pandas.DataFrame
        One row per child: ``on_date``, ``child_id``, ``case_service``, ``team`` (``NO_TEAM`` where none is named), ``worker_id`` (missing where
        none is named), ``started_date`` in that service, ``opened_date`` (the first start in any list where it is open) and ``workers_named``
        (different workers that the lists name for the child).

    Examples
    --------
    >>> day = pd.Timestamp("2024-03-31")
    >>> row = {"as_at_date": day, "child_id": "a", "team": "North", "started_date": pd.Timestamp("2024-01-05")}
    >>> need = pd.DataFrame([row | {"worker_id": "w1", "closed_date": pd.NaT}])
    >>> plan = pd.DataFrame([row | {"worker_id": "w2", "ended_date": pd.NaT}])
    >>> open_cases({"children_in_need": need, "child_protection_plans": plan}, day)[["case_service", "worker_id", "workers_named"]].values.tolist()
    [['Child protection plans', 'w2', 2]]
    """
    parts = []
    for rank, service in enumerate(SERVICES):
        if service.table in lists:
            rows = open_in_list(lists[service.table], service, on)
            started = rows[service.started] if service.started else pd.Series(pd.NaT, index=rows.index, dtype="datetime64[ns]")
            part = pd.DataFrame(
                {"child_id": rows["child_id"], "team": rows["team"], "worker_id": rows["worker_id"], "started_date": started}
            )
            parts.append(part.assign(case_service=service.name, rank=rank))
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(parts, ignore_index=True)
    # Numbers stand for children and workers: they are told apart and put in order sooner than texts.
    rows["child"], children = pd.factorize(rows["child_id"], sort=True)
    pairs = pd.DataFrame({"child": rows["child"], "worker": pd.factorize(rows["worker_id"])[0]})
    named = np.bincount(pairs[pairs["worker"] >= 0].drop_duplicates()["child"], minlength=len(children))
    opened = rows.groupby("child")["started_date"].min()
    cases = rows.sort_values("started_date", ascending=False, kind="stable").sort_values(["child", "rank"], kind="stable")
    cases = cases.drop_duplicates("child", ignore_index=True)
    cases = cases.assign(
        on_date=on,
        team=cases["team"].astype(object).where(cases["team"].notna(), NO_TEAM),
        opened_date=cases["child"].map(opened),
        workers_named=named[cases["child"]],
    )
    return cases[COLUMNS]


COLUMNS = ["on_date", "child_id", "case_service", "team", "worker_id", "started_date", "opened_date", "workers_named"]


def open_cases_on_days(lists: Mapping[str, pd.DataFrame], days: Iterable[pd.Timestamp]) -> pd.DataFrame:
    """``open_cases`` of several days, one under the other; a day after the last list was drawn has none."""
    every = [part for part in (open_cases(lists, day) for day in days) if len(part)]
    return pd.concat(every, ignore_index=True) if every else pd.DataFrame(columns=COLUMNS)


def cases_by(cases: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Open cases by day and some columns, such as team and service: the columns and ``cases``; services in the order of ``SERVICES``.

    >>> table = pd.DataFrame({"on_date": 1, "team": ["A", "B", "A"], "child_id": ["x", "y", "z"]})
    >>> cases_by(table, ["team"]).values.tolist()
    [[1, 'A', 2], [1, 'B', 1]]
    """
    counted = cases.groupby(["on_date", *columns], as_index=False).agg(cases=("child_id", "size"))
    if "case_service" not in columns:
        return counted
    order = {service.name: place for place, service in enumerate(SERVICES)}
    return counted.sort_values(
        ["on_date", *columns], key=lambda names: names.map(order) if names.name == "case_service" else names, ignore_index=True
    )


def month_ends(first: pd.Timestamp, last: pd.Timestamp) -> list[pd.Timestamp]:
    """The ends of the months from one day to another, both included.

    >>> [str(day.date()) for day in month_ends(pd.Timestamp("2024-01-31"), pd.Timestamp("2024-03-30"))]
    ['2024-01-31', '2024-02-29']
    """
    return list(pd.date_range(first, last, freq="ME"))
