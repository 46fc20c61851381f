"""Cases by worker and team: per full-time equivalent, against the threshold, how they are shared, and who holds them."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.caseloads.cases import as_drawn_for

HELD, NO_WORKER, HAS_LEFT, NOT_LISTED = "worker in post", "no worker", "worker has left", "worker not on the list"
PERSONAL_ADVISER = "personal advis"
"""Begins the role of those who work with care leavers and are no social workers: the threshold is not theirs."""
BAND_CASES = 5
"""Width of a band of cases per full-time equivalent."""


class Thresholds(NamedTuple):
    """Cases per full-time equivalent above which a worker carries too many, and the lower one of the newly qualified."""

    standard: float
    newly_qualified: float


def workers_in_post(workers: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """Workers in post on a day, one row each: the post begun last where the list has two.

    Parameters
    ----------
    workers
        ``as_at_date``, ``worker_id``, ``team``, ``role``, ``fte``, ``agency``, ``newly_qualified``, ``started_date``, ``ended_date`` (the last
        day in post). Of several lists the one drawn first on or after the day counts, else the last.
    """
    drawn = as_drawn_for(workers, on)
    drawn = drawn if len(drawn) else workers[workers["as_at_date"] == workers["as_at_date"].max()]
    there = drawn[drawn["started_date"].le(on) & ~drawn["ended_date"].lt(on)]
    return (
        there.sort_values("started_date", kind="stable")
        .drop_duplicates("worker_id", keep="last")
        .sort_values("worker_id", ignore_index=True)
    )


def allocation(cases: pd.DataFrame, in_post: pd.DataFrame, workers: pd.DataFrame) -> pd.Series:
    """How each case is allocated: ``HELD``, ``NO_WORKER``, ``HAS_LEFT`` or ``NOT_LISTED``; indexed as ``cases``.

    Parameters
    ----------
    cases
        As ``open_cases`` gives them.
    in_post
        As ``workers_in_post`` gives them for the day of the cases.
    workers
        Everyone on any list of workers.
    """
    worker = cases["worker_id"]
    states = [worker.isna(), worker.isin(in_post["worker_id"]), worker.isin(workers["worker_id"])]
    return pd.Series(np.select(states, [NO_WORKER, HELD, HAS_LEFT], NOT_LISTED), index=cases.index, dtype=object)


def caseload_by_worker(
    cases: pd.DataFrame, in_post: pd.DataFrame, thresholds: Thresholds, weights: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Open cases of each worker in post, and per full-time equivalent.

    Parameters
    ----------
    cases
        As ``open_cases`` gives them.
    in_post
        As ``workers_in_post`` gives them.
    thresholds
        In cases per full-time equivalent.
    weights
        Weight of a case by service; every case counts 1 without them.

    Returns
    -------
    pandas.DataFrame
        One row per worker in post: ``worker_id``, ``team``, ``role``, ``fte``, ``agency``, ``newly_qualified``, ``cases``, ``weighted_cases``,
        ``caseload_per_fte`` (missing without an FTE), ``threshold_per_fte``, ``above_threshold``, ``cases_above_threshold`` (cases beyond the most
        that the worker's FTE allows, whole).

    Raises
    ------
    KeyError
        If weights lack a service that has cases.

    Notes
    -----
    A worker is above the threshold whose cases per full-time equivalent exceed it. At 0.5 FTE and 20 cases, 10 are within and 11 above. A
    personal adviser of care leavers, by role, has no threshold.
    """
    weight = cases["case_service"].map(lambda service: weights[service]) if weights else pd.Series(1.0, index=cases.index)
    held = cases.assign(weight=weight).groupby("worker_id").agg(cases=("child_id", "size"), weighted_cases=("weight", "sum"))
    kept = in_post[["worker_id", "team", "role", "fte", "agency", "newly_qualified"]]
    table = kept.merge(held, left_on="worker_id", right_index=True, how="left")
    table = table.assign(cases=table["cases"].fillna(0).astype(int), weighted_cases=table["weighted_cases"].fillna(0.0).astype(float))
    fte = table["fte"].astype(float)
    table["caseload_per_fte"] = table["cases"] / fte.where(fte > 0)
    newly = table["newly_qualified"].fillna(False).astype(bool)
    adviser = table["role"].astype(object).fillna("").astype(str).str.casefold().str.startswith(PERSONAL_ADVISER)
    limits = np.where(newly, thresholds.newly_qualified, thresholds.standard).astype(float)
    table["threshold_per_fte"] = pd.Series(limits, index=table.index).where(~adviser)
    table["above_threshold"] = table["caseload_per_fte"].gt(table["threshold_per_fte"])
    most = most_cases(fte, table["threshold_per_fte"])
    judged = fte.notna() & table["threshold_per_fte"].notna()
    table["cases_above_threshold"] = (table["cases"] - most).clip(lower=0).where(judged, 0).astype(int)
    return table.reset_index(drop=True)


def most_cases(fte: pd.Series, caseload_per_fte: pd.Series) -> pd.Series:
    """Most cases that workers may hold within their threshold: whole ones; 0 without an FTE or a threshold.

    >>> most_cases(pd.Series([1.0, 0.5, 0.6]), pd.Series([20.0, 18.0, 20.0])).tolist()
    [20, 9, 12]
    """
    # 0.6 x 20 is 12 and a little less in binary fractions.
    return np.floor((fte.astype(float).fillna(0) * caseload_per_fte.fillna(0)).round(6)).astype(int)


def caseload_by_team(
    cases: pd.DataFrame, by_worker: pd.DataFrame, state: pd.Series, weights: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Open cases of each team, and cases per full-time equivalent of those of its workers who hold cases.

    Cases that no worker in post holds count too: the team has the work.

    Parameters
    ----------
    cases
        As ``open_cases`` gives them; counted with the team that the child's list names.
    by_worker
        As ``caseload_by_worker`` gives them; counted with the team of the list of workers.
    state
        As ``allocation`` gives it.
    weights
        Weight of a case by service; every case counts 1 without them.

    Returns
    -------
    pandas.DataFrame
        One row per team, most cases per FTE first: ``team``, ``cases``, ``cases_held`` (by workers of the team in post), ``case_holders``,
        ``holders_fte``, ``threshold_per_fte`` (the highest of its workers; missing where none has one), ``caseload_per_fte``, ``weighted_caseload_per_fte``, ``workers_above_threshold``, ``workers_above_threshold_pct``,
        ``cases_above_threshold``, ``cases_without_worker`` (no worker in post), ``agency_fte_pct``, ``newly_qualified_fte_pct``.
    """
    holders = by_worker[by_worker["cases"] > 0]
    fte = holders["fte"].astype(float)
    parts = holders.assign(
        agency_part=fte.where(holders["agency"].fillna(False).astype(bool), 0),
        newly_part=fte.where(holders["newly_qualified"].fillna(False).astype(bool), 0),
    )
    summed = parts.groupby("team").agg(
        cases_held=("cases", "sum"),
        case_holders=("worker_id", "size"),
        holders_fte=("fte", "sum"),
        threshold_per_fte=("threshold_per_fte", "max"),
        workers_above_threshold=("above_threshold", "sum"),
        cases_above_threshold=("cases_above_threshold", "sum"),
        agency_part=("agency_part", "sum"),
        newly_part=("newly_part", "sum"),
    )
    weight = cases["case_service"].map(lambda service: weights[service]) if weights else pd.Series(1.0, index=cases.index)
    every = (
        cases.assign(without=state.ne(HELD), weight=weight)
        .groupby("team")
        .agg(cases=("child_id", "size"), cases_without_worker=("without", "sum"), weight=("weight", "sum"))
    )
    table = every.join(summed, how="outer")
    limits = table.pop("threshold_per_fte")
    table = table.fillna(0).assign(threshold_per_fte=limits)
    whole = table["holders_fte"].astype(float)
    whole = whole.where(whole > 0)
    table["caseload_per_fte"] = table["cases"] / whole
    table["weighted_caseload_per_fte"] = table.pop("weight") / whole
    table["workers_above_threshold_pct"] = 100 * table["workers_above_threshold"] / table["case_holders"].where(table["case_holders"] > 0)
    table["agency_fte_pct"] = 100 * table.pop("agency_part") / whole
    table["newly_qualified_fte_pct"] = 100 * table.pop("newly_part") / whole
    counts = ["cases", "cases_held", "case_holders", "workers_above_threshold", "cases_above_threshold", "cases_without_worker"]
    table = table.astype(dict.fromkeys(counts, int)).rename_axis("team").reset_index()
    return table.sort_values(["caseload_per_fte", "team"], ascending=[False, True], ignore_index=True)


def with_few_together(by_team: pd.DataFrame, few: pd.Series, name: str) -> pd.DataFrame:
    """Teams with some of them in one row, the last.

    Parameters
    ----------
    by_team
        As ``caseload_by_team`` gives them.
    few
        Which teams to put together; none or one leaves the table as it is.
    name
        What their row is called.

    >>> columns = ["team", "cases", "case_holders", "holders_fte", "caseload_per_fte", "weighted_caseload_per_fte", "threshold_per_fte"]
    >>> table = pd.DataFrame([["A", 30, 2, 2.0, 15.0, 15.0, 20.0], ["B", 9, 1, 1.0, 9.0, 12.0, 20.0], ["C", 99, 9, 9.0, 11.0, 11.0, 20.0]], columns=columns)
    >>> with_few_together(table, pd.Series([True, True, False]), "few")[["team", "cases", "caseload_per_fte", "weighted_caseload_per_fte"]].values.tolist()
    [['C', 99.0, 11.0, 11.0], ['few', 39.0, 13.0, 14.0]]
    """
    if few.sum() < 2:
        return by_team
    small = by_team[few]
    fte = small["holders_fte"].sum()
    counts = [
        column
        for column in small
        if column not in ("team", "caseload_per_fte", "threshold_per_fte") and not column.endswith(("_pct", "_per_fte"))
    ]
    row = small[counts].sum().to_dict() | {
        "team": name,
        "caseload_per_fte": small["cases"].sum() / fte,
        "threshold_per_fte": small["threshold_per_fte"].max(),
    }
    means = [column for column in small if column.endswith("_fte_pct") or column == "weighted_caseload_per_fte"]
    row |= {column: (small[column] * small["holders_fte"]).sum() / fte for column in means}
    return pd.concat([by_team[~few], pd.DataFrame([row])], ignore_index=True)


def distribution(by_worker: pd.DataFrame) -> pd.DataFrame:
    """Workers who hold cases and have a threshold, by band of cases per full-time equivalent, every band from 0 to the highest.

    Returns
    -------
    pandas.DataFrame
        ``caseload_band`` (``more than 15 to 20``), ``band_from`` and ``workers``, of whom ``workers_above_threshold``.
    """
    holders = by_worker[(by_worker["cases"] > 0) & by_worker[["caseload_per_fte", "threshold_per_fte"]].notna().all(axis="columns")]
    band = (np.ceil((holders["caseload_per_fte"] / BAND_CASES).round(9)) - 1).clip(lower=0).astype(int)
    counted = holders.groupby(band).agg(workers=("worker_id", "size"), workers_above_threshold=("above_threshold", "sum"))
    counted = counted.reindex(range(int(band.max()) + 1 if len(band) else 0), fill_value=0)
    start = counted.index.to_series() * BAND_CASES
    names = [f"more than {low} to {low + BAND_CASES}" if low else f"up to {BAND_CASES}" for low in start]
    return counted.assign(caseload_band=names, band_from=start)[
        ["caseload_band", "band_from", "workers", "workers_above_threshold"]
    ].reset_index(drop=True)


def allocation_by_team(cases: pd.DataFrame, state: pd.Series) -> pd.DataFrame:
    """Cases of each team that no worker in post holds, by why, and those for whom lists name two workers; teams with most first.

    Returns
    -------
    pandas.DataFrame
        ``team``, ``cases``, ``cases_no_worker``, ``cases_worker_left``, ``cases_worker_not_listed``, ``cases_without_worker`` (the three together),
        ``cases_two_workers``.
    """
    marked = cases.assign(
        cases_no_worker=state.eq(NO_WORKER),
        cases_worker_left=state.eq(HAS_LEFT),
        cases_worker_not_listed=state.eq(NOT_LISTED),
        cases_without_worker=state.ne(HELD),
        cases_two_workers=cases["workers_named"].ge(2),
    )
    sums = ["cases_no_worker", "cases_worker_left", "cases_worker_not_listed", "cases_without_worker", "cases_two_workers"]
    table = marked.groupby("team").agg(cases=("child_id", "size"), **{name: (name, "sum") for name in sums}).reset_index()
    return table.sort_values(["cases_without_worker", "team"], ascending=[False, True], ignore_index=True)
