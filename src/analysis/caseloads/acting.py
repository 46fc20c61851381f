"""What is to be done for which child: cases without a worker or with two, cases that a plan moves, and what is overdue or past its limit."""

from collections.abc import Mapping

import pandas as pd

from analysis.caseloads.cases import NO_TEAM, SERVICES, as_drawn_for, open_in_list
from analysis.caseloads.timeliness import TIMED, Timed
from analysis.caseloads.workers import HELD
from analysis.caseloads.working_days import working_days_after

ALLOCATE, MOVE, TWO_WORKERS, FINISH, CATCH_UP = "allocate", "move", "two_workers", "finish", "overdue"
"""What is to be done: name a worker; move to a worker with room; say who holds the case; end what is past its limit; do what is overdue."""
COLUMNS = [
    "case_action",
    "team",
    "case_service",
    "child_id",
    "worker_id",
    "case_action_detail",
    "days_overdue",
    "to_team",
    "to_worker_id",
    "other_worker_id",
]


def to_act_on(
    cases: pd.DataFrame, state: pd.Series, moved: pd.DataFrame, owed: pd.DataFrame, past: pd.DataFrame, other_workers: pd.Series
) -> pd.DataFrame:
    """Every child for whom the records say that something is to be done.

    Parameters
    ----------
    cases
        As ``open_cases`` gives them.
    state
        As ``allocation`` gives it.
    moved
        As ``children_to_move`` gives them.
    owed
        As ``owed_to_children`` gives it.
    past
        As ``past_their_limit`` gives them.
    other_workers
        As ``other_workers_named`` gives them.

    Returns
    -------
    pandas.DataFrame
        One row per child and thing to do: ``case_action``, ``team``, ``case_service``, ``child_id``, ``worker_id``, ``case_action_detail`` (why there is no
        worker; what is overdue), ``days_overdue``, ``to_team`` and ``to_worker_id`` (whom the plan names), ``other_worker_id``. Of what is overdue the longest
        first.
    """
    placed = moved[moved["to_worker_id"].notna()]
    without = cases.assign(case_action_detail=state)[state.ne(HELD)]
    without = without.merge(placed[["child_id", "to_team", "to_worker_id"]], on="child_id", how="left")
    moving = placed[~placed["child_id"].isin(without["child_id"])]
    two = cases[cases["workers_named"].ge(2)]
    overdue = owed[owed["overdue"].astype(bool)]
    parts = {
        ALLOCATE: without,
        MOVE: moving,
        TWO_WORKERS: two.assign(other_worker_id=two["child_id"].map(other_workers)),
        FINISH: past,
        CATCH_UP: overdue.rename(columns={"drift_kind": "case_action_detail"}).sort_values("days_overdue", ascending=False, kind="stable"),
    }
    rows = [part.reindex(columns=COLUMNS[1:]).astype(object).assign(case_action=action) for action, part in parts.items() if len(part)]
    if not rows:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(rows, ignore_index=True)[COLUMNS].astype({"days_overdue": "Int64"})


def past_their_limit(lists: Mapping[str, pd.DataFrame], on: pd.Timestamp, limits: Mapping[str, float]) -> pd.DataFrame:
    """Assessments that are open, and conferences that are to be held, after their working days have passed.

    A conference is to be held where the list says that it was not deemed unnecessary.

    Parameters
    ----------
    lists
        Lists by the tables of ``TIMED``, those that are held.
    on
        The day.
    limits
        Each parameter that ``TIMED`` names.

    Returns
    -------
    pandas.DataFrame
        One row per child and assessment or enquiry, the longest past first: ``child_id``, ``team``, ``worker_id``, ``case_action_detail`` (its kind),
        ``days_overdue`` since the last day of the limit.
    """
    parts = [_past(lists[timed.table], timed, on, int(limits[timed.limit])) for timed in TIMED if timed.table in lists]
    columns = ["child_id", "team", "worker_id", "case_action_detail", "days_overdue"]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts)[columns].sort_values(["days_overdue", "child_id"], ascending=[False, True], ignore_index=True)


def other_workers_named(lists: Mapping[str, pd.DataFrame], cases: pd.DataFrame, on: pd.Timestamp) -> pd.Series:
    """Worker that another list names for a child than the list of its case, by ``child_id``; the one of the list that stands highest."""
    named = [open_in_list(lists[service.table], service, on)[["child_id", "worker_id"]] for service in SERVICES if service.table in lists]
    own = cases.set_index("child_id")["worker_id"]
    rows = pd.concat(named, ignore_index=True).dropna(subset=["worker_id"])
    other = rows[rows["worker_id"].ne(rows["child_id"].map(own)) & rows["child_id"].map(own).notna()]
    return other.drop_duplicates("child_id").set_index("child_id")["worker_id"]


def _past(table: pd.DataFrame, timed: Timed, on: pd.Timestamp, limit_working_days: int) -> pd.DataFrame:
    rows = as_drawn_for(table, on)
    rows = rows[rows["started_date"].le(on) & ~rows[timed.ended].le(on)].drop_duplicates(["child_id", "started_date"])
    if timed.unless is not None:
        rows = rows[rows[timed.unless].eq(False).fillna(False).astype(bool)] if timed.unless in rows else rows.iloc[:0]
    late = (on - working_days_after(rows["started_date"], limit_working_days)).dt.days
    team = rows["team"].astype(object).where(rows["team"].notna(), NO_TEAM)
    return rows.assign(team=team, case_action_detail=timed.kind, days_overdue=late)[late.gt(0)]
