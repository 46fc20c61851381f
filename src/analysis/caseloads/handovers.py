"""Handovers: changes of worker that children had in a year, and how long cases have been held.

Two sources tell who holds a case: the lists, on the days on which they were drawn, and the social worker episodes of the return of children looked after,
day by day for the time in care that returns cover. Where the episodes tell of a child on a day, they stand in place of the list.
"""

import pandas as pd

DAYS_IN_MONTH = 365.25 / 12


def worker_changes(
    cases: pd.DataFrame,
    episodes: pd.DataFrame | None = None,
    covered_until: pd.Timestamp | None = None,
    counted_after: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Changes of worker of each child who is open at the last day, and since when the worker of that day holds the case.

    A change is a worker other than the one who was seen with the child before. A worker who came and went between two days of lists, outside the time
    that episodes cover, is not seen, so that the number is the fewest that there were.

    Parameters
    ----------
    cases
        As ``open_cases_on_days`` gives them.
    episodes
        Social worker episodes of the returns: ``child_id``, ``worker_id``, ``started_date``, ``ended_date`` (missing while open); without them the lists
        alone count.
    covered_until
        Last day of the last return.
    counted_after
        Changes after this day count, the first by default; how long a case has been held is seen over all days.

    Returns
    -------
    pandas.DataFrame
        One row per child open at the last day with a worker: ``child_id``, ``case_service``, ``team``, ``worker_id``, ``worker_changes``,
        ``held_from_date`` (the day from which the worker is seen with the case without another between, or the start of a case that has had no other)
        and ``months_held``.

    >>> day = pd.to_datetime(["2024-03-31", "2024-06-30", "2024-09-30"])
    >>> table = pd.DataFrame({"on_date": day, "child_id": "x", "case_service": "s", "team": "t", "worker_id": ["a", "b", "b"], "opened_date": day[0]})
    >>> worker_changes(table)[["worker_changes", "held_from_date"]].astype(str).values.tolist()
    [['1', '2024-06-30']]

    Between the first two days ``c`` held the case for a while:

    >>> spells = [("x", "a", "2023-01-10", "2024-04-15"), ("x", "c", "2024-04-15", "2024-05-20"), ("x", "b", "2024-05-20", None)]
    >>> spells = pd.DataFrame(spells, columns=["child_id", "worker_id", "started_date", "ended_date"])
    >>> spells = spells.assign(started_date=pd.to_datetime(spells["started_date"]), ended_date=pd.to_datetime(spells["ended_date"]))
    >>> worker_changes(table, spells, pd.Timestamp("2024-12-31"))[["worker_changes", "held_from_date"]].astype(str).values.tolist()
    [['2', '2024-05-20']]
    """
    first_day, last_day = cases["on_date"].min(), cases["on_date"].max()
    now = cases[(cases["on_date"] == last_day) & cases["worker_id"].notna()].set_index("child_id")
    seen = _seen(cases, episodes, covered_until, first_day)
    seen = seen[seen["child_id"].isin(now.index)].sort_values(["child_id", "seen_date"], kind="stable")
    before = seen.groupby("child_id")["worker_id"].shift()
    changed = before.notna() & seen["worker_id"].ne(before)
    begun = seen["since_date"].where(changed | before.isna()).groupby(seen["child_id"]).max()
    by_child = seen["child_id"]
    # A case that opened since the first day, and has changed hands at none, has been with its worker from its start as far as can be seen.
    fresh = ~changed.groupby(by_child).any().reindex(now.index) & now["opened_date"].gt(first_day)
    since = begun.reindex(now.index)
    since = since.where(~fresh | since.lt(now["opened_date"]), now["opened_date"])
    counted = (changed & seen["seen_date"].gt(counted_after if counted_after is not None else first_day)).groupby(by_child).sum()
    table = now.assign(worker_changes=counted.reindex(now.index), held_from_date=since)
    table["months_held"] = (last_day - table["held_from_date"]).dt.days / DAYS_IN_MONTH
    columns = ["child_id", "case_service", "team", "worker_id", "worker_changes", "held_from_date", "months_held"]
    return table.reset_index()[columns]


def _seen(cases: pd.DataFrame, episodes: pd.DataFrame | None, covered_until: pd.Timestamp | None, first_day: pd.Timestamp) -> pd.DataFrame:
    """Who was seen with each child when: ``child_id``, ``worker_id``, ``seen_date`` and ``since_date``, from which the sight tells of the worker."""
    listed = cases.loc[cases["worker_id"].notna(), ["child_id", "worker_id", "on_date"]].rename(columns={"on_date": "seen_date"})
    listed = listed.assign(since_date=listed["seen_date"])
    if episodes is None or episodes.empty:
        return listed
    last_day = cases["on_date"].max()
    told = episodes[~episodes["ended_date"].le(first_day) & episodes["started_date"].le(last_day)]
    # What is open at the end of the last return is known up to it and no longer.
    told = told.assign(until=told["ended_date"].fillna(covered_until + pd.Timedelta(days=1)))
    both = listed.reset_index().merge(told[["child_id", "started_date", "until"]], on="child_id")
    covered = both[both["seen_date"].ge(both["started_date"]) & both["seen_date"].lt(both["until"])]["index"]
    spells = pd.DataFrame(
        {
            "child_id": told["child_id"],
            "worker_id": told["worker_id"],
            "seen_date": told["started_date"].clip(lower=first_day),
            "since_date": told["started_date"],
        }
    )
    return pd.concat([listed[~listed.index.isin(covered)], spells], ignore_index=True)


def reasons_of_change(episodes: pd.DataFrame, after: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """Why workers of children in care changed, by the reason that the return gives for the end of a social worker episode.

    Parameters
    ----------
    episodes
        Social worker episodes: ``child_id``, ``ended_date``, ``reason``.
    after, until
        Episodes count that ended after the one day and by the other.

    Returns
    -------
    pandas.DataFrame
        ``change_reason`` (the code; empty where none is given), ``changes_of_worker`` and ``children_changed`` (each once a reason), most changes first.

    >>> rows = [("a", "2024-04-02", "LEFTRL"), ("a", "2024-05-02", "LEFTRL"), ("b", "2024-05-02", "MANAGE"), ("b", None, None)]
    >>> rows = pd.DataFrame(rows, columns=["child_id", "ended_date", "reason"]).astype({"ended_date": "datetime64[us]"})
    >>> reasons_of_change(rows, pd.Timestamp("2024-03-31"), pd.Timestamp("2025-03-31")).values.tolist()
    [['LEFTRL', 2, 1], ['MANAGE', 1, 1]]
    """
    ended = episodes[episodes["ended_date"].gt(after) & episodes["ended_date"].le(until)]
    counted = (
        ended.assign(change_reason=ended["reason"].astype(object).fillna("")).groupby("change_reason")["child_id"].agg(["size", "nunique"])
    )
    table = counted.set_axis(["changes_of_worker", "children_changed"], axis="columns").reset_index()
    return table.sort_values(["changes_of_worker", "change_reason"], ascending=[False, True], ignore_index=True)


def handovers_by(changes: pd.DataFrame, column: str) -> pd.DataFrame:
    """Children by how many changes of worker they had, and how long cases have been held, by team or service.

    Returns
    -------
    pandas.DataFrame
        The column, ``children_followed``, ``children_one_change``, ``children_two_or_more_changes``, ``mean_worker_changes``, ``median_months_held``.
    """
    marked = changes.assign(one=changes["worker_changes"].eq(1), more=changes["worker_changes"].ge(2))
    table = marked.groupby(column, as_index=False).agg(
        children_followed=("child_id", "size"),
        children_one_change=("one", "sum"),
        children_two_or_more_changes=("more", "sum"),
        mean_worker_changes=("worker_changes", "mean"),
        median_months_held=("months_held", "median"),
    )
    return table.sort_values(["mean_worker_changes", column], ascending=[False, True], ignore_index=True)
