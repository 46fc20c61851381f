"""What a plan of moves comes to: by team, in money, and which children it would move."""

import pandas as pd

from analysis.caseloads.capacity import Plan, new_posts
from analysis.caseloads.workers import most_cases


def plan_by_team(plan: Plan, by_worker: pd.DataFrame, cases_per_fte: float, cost_per_fte_gbp: float) -> pd.DataFrame:
    """What the plan comes to for each team.

    Parameters
    ----------
    plan
        As ``moves_to_threshold`` gives it.
    by_worker
        As ``caseload_by_worker`` gives them.
    cases_per_fte
        Threshold at which new posts hold cases.
    cost_per_fte_gbp
        Cost of a full-time equivalent in a year.

    Returns
    -------
    pandas.DataFrame
        One row per team that gives or has room, most to place first: ``team``, ``cases_to_place`` = ``cases_moved_within`` + ``cases_moved_out`` +
        ``cases_waiting``, ``room_cases`` (of workers with cases, before), ``posts_needed_fte``, ``posts_needed_gbp`` a year.
    """
    moves = plan.moves.assign(within=plan.moves["from_team"] == plan.moves["to_team"])
    holders = by_worker[by_worker["cases"] > 0]
    room = (most_cases(holders["fte"], holders["threshold_per_fte"]) - holders["cases"]).clip(lower=0)
    table = pd.DataFrame(
        {
            "cases_moved_within": moves[moves["within"]].groupby("from_team")["cases_moved"].sum(),
            "cases_moved_out": moves[~moves["within"]].groupby("from_team")["cases_moved"].sum(),
            "cases_waiting": plan.waiting.groupby("from_team")["cases_waiting"].sum(),
            "room_cases": room.groupby(holders["team"]).sum(),
        }
    )
    table = table.fillna(0).astype(int).rename_axis("team").reset_index()
    table["cases_to_place"] = table[["cases_moved_within", "cases_moved_out", "cases_waiting"]].sum(axis="columns")
    table["posts_needed_fte"] = new_posts(table["cases_waiting"], cases_per_fte)
    table["posts_needed_gbp"] = table["posts_needed_fte"] * cost_per_fte_gbp
    return table.sort_values(["cases_to_place", "team"], ascending=[False, True], ignore_index=True)


def children_to_move(plan: Plan, cases: pd.DataFrame, by_worker: pd.DataFrame) -> pd.DataFrame:
    """Which children the plan would move: of the cases of a worker and service, those that opened last, who know their worker least.

    Parameters
    ----------
    plan
        As ``moves_to_threshold`` gives it.
    cases, by_worker
        Those that the plan was made from.

    Returns
    -------
    pandas.DataFrame
        One row per child: the columns of ``cases`` with ``to_worker_id`` and ``to_team``, both missing for one who waits for a new post.
    """
    wanted = [
        (row.from_worker_id, row.from_team, row.case_service, row.to_worker_id, row.to_team, row.cases_moved)
        for row in plan.moves.itertuples()
    ]
    wanted += [(row.from_worker_id, row.from_team, row.case_service, None, None, row.cases_waiting) for row in plan.waiting.itertuples()]
    holders = set(by_worker["worker_id"])
    free = cases.sort_values(["opened_date", "child_id"], ascending=[False, True])
    free = {key: list(rows) for key, rows in free.groupby([_holder(free, holders), free["case_service"]]).groups.items()}
    rows = []
    for worker, team, service, to_worker, to_team, count in wanted:
        there = free[worker if pd.notna(worker) else f"no worker of {team}", service]
        rows += [(there.pop(0), to_worker, to_team) for _ in range(count)]
    moved = pd.DataFrame(rows, columns=["row", "to_worker_id", "to_team"]).set_index("row")
    return cases.loc[moved.index].assign(to_worker_id=moved["to_worker_id"], to_team=moved["to_team"]).reset_index(drop=True)


def _holder(cases: pd.DataFrame, holders: set[str]) -> pd.Series:
    """Who holds a case: a worker in post, or nobody of a team."""
    return cases["worker_id"].where(cases["worker_id"].isin(holders), "no worker of " + cases["team"].astype(str))
