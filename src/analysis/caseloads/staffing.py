"""Workers in post, the share from agencies and newly qualified, and what the workforce census says of vacancies and absence."""

from collections.abc import Iterable

import pandas as pd

from analysis.caseloads.workers import workers_in_post


def staffing_on_days(workers: pd.DataFrame, days: Iterable[pd.Timestamp]) -> pd.DataFrame:
    """Full-time equivalents in post at some days, and the share of them from agencies and newly qualified.

    Parameters
    ----------
    workers
        As ``workers_in_post`` takes them.

    Returns
    -------
    pandas.DataFrame
        One row a day with workers in post: ``on_date``, ``workers_in_post_fte``, ``agency_fte_pct``, ``newly_qualified_fte_pct``.
    """
    rows = []
    for day in days:
        there = workers_in_post(workers, day)
        fte = there["fte"].astype(float)
        if fte.sum() > 0:
            agency, newly = (100 * fte[there[name].fillna(False).astype(bool)].sum() / fte.sum() for name in ("agency", "newly_qualified"))
            rows.append((day, fte.sum(), agency, newly))
    return pd.DataFrame(rows, columns=["on_date", "workers_in_post_fte", "agency_fte_pct", "newly_qualified_fte_pct"])


def absence_in_census(workers: pd.DataFrame | None, vacancies: pd.DataFrame | None) -> pd.Series:
    """What the last workforce census says, as far as it says it.

    Parameters
    ----------
    workers
        Workers of the censuses held: ``return_date``, ``fte_on_30_september`` or ``fte``, ``role_ended_date``, ``absent_on_30_september``,
        ``working_days_lost``.
    vacancies
        ``return_date``, ``vacancies_fte``.

    Returns
    -------
    pandas.Series
        Of ``vacancies_fte``, ``absent_workers`` (in post on the day) and ``working_days_lost_per_fte`` those that are given.

    >>> day = pd.Timestamp("2023-09-30")
    >>> absence_in_census(None, pd.DataFrame({"return_date": [day], "vacancies_fte": [12.5]})).to_dict()
    {'vacancies_fte': 12.5}
    """
    found = {}
    if vacancies is not None and len(vacancies):
        found["vacancies_fte"] = float(vacancies.loc[vacancies["return_date"] == vacancies["return_date"].max(), "vacancies_fte"].sum())
    if workers is not None and len(workers):
        last = workers[workers["return_date"] == workers["return_date"].max()]
        there = last[~last["role_ended_date"].lt(last["return_date"])]
        if "absent_on_30_september" in there and there["absent_on_30_september"].notna().any():
            found["absent_workers"] = int(there["absent_on_30_september"].fillna(False).astype(bool).sum())
        if "working_days_lost" in last and last["working_days_lost"].notna().any() and there["fte"].sum() > 0:
            found["working_days_lost_per_fte"] = float(last["working_days_lost"].sum() / there["fte"].sum())
    return pd.Series(found, dtype=float)
