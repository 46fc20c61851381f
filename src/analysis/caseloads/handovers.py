"""Handovers: changes of worker that children had in a year, and how long their cases have been held, seen from quarter's end to quarter's end."""

import pandas as pd

DAYS_IN_MONTH = 365.25 / 12


def worker_changes(cases: pd.DataFrame) -> pd.DataFrame:
    """Changes of worker of each child who is open at the last day, over the days given, and since when the worker of that day holds the case.

    A change is a worker other than the one whom the child had at the day before at which one is named. A worker who came and went between
    two days is not seen, so that the number is the fewest that there were.

    Parameters
    ----------
    cases
        As ``open_cases_on_days`` gives them.

    Returns
    -------
    pandas.DataFrame
        One row per child open at the last day with a worker: ``child_id``, ``case_service``, ``team``, ``worker_id``, ``worker_changes``,
        ``held_from_date`` (the day at which the worker is first seen, or the start of a case that has had no other) and ``months_held``.

    >>> day = pd.to_datetime(["2024-03-31", "2024-06-30", "2024-09-30"])
    >>> table = pd.DataFrame({"on_date": day, "child_id": "x", "case_service": "s", "team": "t", "worker_id": ["a", "b", "b"], "opened_date": day[0]})
    >>> worker_changes(table)[["worker_changes", "held_from_date"]].astype(str).values.tolist()
    [['1', '2024-06-30']]
    """
    named = cases[cases["worker_id"].notna()].sort_values(["child_id", "on_date"], kind="stable")
    before = named.groupby("child_id")["worker_id"].shift()
    changed = before.notna() & named["worker_id"].ne(before)
    last_day = cases["on_date"].max()
    now = named[named["on_date"] == last_day].set_index("child_id")
    begun = named["on_date"].where(changed | before.isna()).groupby(named["child_id"]).max()
    # A case that opened since the first day, and has changed hands at none, has been with its worker from its start as far as can be seen.
    fresh = ~changed.groupby(named["child_id"]).any().reindex(now.index) & now["opened_date"].gt(cases["on_date"].min())
    since = begun.reindex(now.index).where(~fresh, now["opened_date"])
    table = now.assign(worker_changes=changed.groupby(named["child_id"]).sum().reindex(now.index), held_from_date=since)
    table["months_held"] = (last_day - table["held_from_date"]).dt.days / DAYS_IN_MONTH
    columns = ["child_id", "case_service", "team", "worker_id", "worker_changes", "held_from_date", "months_held"]
    return table.reset_index()[columns]


def handovers_by_team(changes: pd.DataFrame) -> pd.DataFrame:
    """Children by how many changes of worker they had, and how long cases have been held, by team.

    Returns
    -------
    pandas.DataFrame
        ``team``, ``children_followed``, ``children_one_change``, ``children_two_or_more_changes``, ``mean_worker_changes``, ``median_months_held``.
    """
    marked = changes.assign(one=changes["worker_changes"].eq(1), more=changes["worker_changes"].ge(2))
    table = marked.groupby("team", as_index=False).agg(
        children_followed=("child_id", "size"),
        children_one_change=("one", "sum"),
        children_two_or_more_changes=("more", "sum"),
        mean_worker_changes=("worker_changes", "mean"),
        median_months_held=("months_held", "median"),
    )
    return table.sort_values(["mean_worker_changes", "team"], ascending=[False, True], ignore_index=True)
