from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.caseloads.capacity import DISRUPTION, NEW_POST, NOT_FOR_NEWLY_QUALIFIED, OTHER_TEAM, moves_to_threshold
from analysis.caseloads.cases import ASSESSED, IN_NEED, LOOKED_AFTER, ON_A_PLAN
from analysis.caseloads.placing import children_to_move, plan_by_team
from analysis.caseloads.workers import most_cases


def by_worker_of(cases: pd.DataFrame, posts: list[tuple]) -> pd.DataFrame:
    """Workers with their cases: worker, team, FTE, threshold, newly qualified."""
    table = pd.DataFrame(posts, columns=["worker_id", "team", "fte", "threshold_per_fte", "newly_qualified"])
    table["cases"] = table["worker_id"].map(cases["worker_id"].value_counts()).fillna(0).astype(int)
    most = most_cases(table["fte"], table["threshold_per_fte"])
    return table.assign(cases_above_threshold=(table["cases"] - most).clip(lower=0))


def cases_of(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["worker_id", "case_service", "team"])
    return table.assign(child_id=[f"c{n}" for n in range(len(table))])


def cost_of(plan) -> float:
    """What the plan costs by its own statement of cost."""
    moved = sum(
        row.cases_moved * (DISRUPTION[row.case_service] + OTHER_TEAM * (row.from_team != row.to_team)) for row in plan.moves.itertuples()
    )
    return moved + sum(row.cases_waiting * (DISRUPTION[row.case_service] + NEW_POST) for row in plan.waiting.itertuples())


def cheapest(cases: pd.DataFrame, by_worker: pd.DataFrame) -> float:
    """The same by trying every way to give each case its own, another or no worker."""
    posts = by_worker.set_index("worker_id")
    takes = set(zip(cases["team"], cases["case_service"], strict=True))
    most = (posts["cases"] - posts["cases_above_threshold"]).where(
        posts["cases_above_threshold"] > 0, most_cases(posts["fte"], posts["threshold_per_fte"])
    )
    least = float("inf")
    receivers = [worker for worker in posts.index if 0 < posts.loc[worker, "cases"] < most[worker]]
    for choice in product([None, "waits", *receivers], repeat=len(cases)):
        cost, held, gave = 0.0, posts["cases"].to_dict(), dict.fromkeys(posts.index, 0)
        allowed = True
        for case, to in zip(cases.itertuples(), choice, strict=True):
            holder = case.worker_id if case.worker_id in posts.index else None
            if to is None:
                allowed &= holder is not None
                continue
            if holder is not None:
                held[holder] -= 1
                gave[holder] += 1
            from_team = posts.loc[holder, "team"] if holder is not None else case.team
            cost += DISRUPTION[case.case_service]
            if to == "waits":
                cost += NEW_POST
                continue
            team = posts.loc[to, "team"]
            allowed &= (team, case.case_service) in takes
            allowed &= not (posts.loc[to, "newly_qualified"] and case.case_service in NOT_FOR_NEWLY_QUALIFIED)
            cost += OTHER_TEAM * (team != from_team)
            held[to] += 1
        allowed &= all(held[worker] <= most[worker] for worker in posts.index)
        allowed &= all(gave[worker] == posts.loc[worker, "cases_above_threshold"] for worker in posts.index)
        least = min(least, cost) if allowed else least
    return least


def test_the_case_that_disturbs_least_moves_within_the_team_first():
    cases = cases_of(
        ("a", LOOKED_AFTER, "North"), ("a", ASSESSED, "North"), ("a", IN_NEED, "North"),
        ("b", ASSESSED, "North"), ("c", ASSESSED, "South"),
    )  # fmt: skip
    posts = by_worker_of(cases, [("a", "North", 1.0, 2, False), ("b", "North", 1.0, 2, False), ("c", "South", 1.0, 9, False)])
    plan = moves_to_threshold(cases, posts)
    assert plan.moves.values.tolist() == [["a", "North", ASSESSED, "b", "North", 1]]
    assert plan.waiting.empty


def test_cases_without_a_worker_find_one_and_the_rest_wait_for_a_post():
    cases = cases_of(
        (None, IN_NEED, "North"), (None, IN_NEED, "North"), ("gone", IN_NEED, "South"), ("b", IN_NEED, "North"), ("c", IN_NEED, "South")
    )
    posts = by_worker_of(cases, [("b", "North", 1.0, 2, False), ("c", "South", 1.0, 1, False)])
    plan = moves_to_threshold(cases, posts)
    # One of North's stays in its team; nobody has room for the other and South's.
    assert plan.moves[["from_team", "to_worker_id", "cases_moved"]].values.tolist() == [["North", "b", 1]]
    assert plan.moves["from_worker_id"].isna().all()
    assert plan.waiting[["from_team", "cases_waiting"]].values.tolist() == [["North", 1], ["South", 1]]


def test_nothing_moves_where_nobody_is_above_and_every_case_has_a_worker():
    cases = cases_of(("a", IN_NEED, "North"), ("b", IN_NEED, "North"))
    plan = moves_to_threshold(cases, by_worker_of(cases, [("a", "North", 1.0, 1, False), ("b", "North", 1.0, 5, False)]))
    assert plan.moves.empty and plan.waiting.empty


SERVICE = st.sampled_from([LOOKED_AFTER, ON_A_PLAN, ASSESSED])
CASES = st.lists(st.tuples(st.sampled_from(["a", "b", "c", None]), SERVICE), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(CASES, st.lists(st.integers(0, 3), min_size=3, max_size=3), st.booleans())
def test_the_plan_costs_what_the_best_of_every_plan_costs(held, thresholds, newly):
    teams = {"a": "North", "b": "North", "c": "South"}
    cases = cases_of(*((worker, service, teams.get(worker, "North")) for worker, service in held))
    posts = by_worker_of(
        cases, [(worker, teams[worker], 1.0, limit, newly and worker == "b") for worker, limit in zip("abc", thresholds, strict=True)]
    )
    plan = moves_to_threshold(cases, posts)
    assert cost_of(plan) == cheapest(cases, posts)
    # Each holder gives what is beyond the threshold, and nothing more.
    gone = pd.concat([plan.moves.rename(columns={"cases_moved": "cases"}), plan.waiting.rename(columns={"cases_waiting": "cases"})])
    given_up = gone.groupby("from_worker_id")["cases"].sum().to_dict()
    assert given_up == {row.worker_id: row.cases_above_threshold for row in posts.itertuples() if row.cases_above_threshold}
    # What it comes to by team is what is beyond a threshold or without a worker; posts hold what waits at 20 cases each, and cost what they cost.
    teams = plan_by_team(plan, posts, 20.0, 57_000.0)
    assert teams["cases_to_place"].sum() == posts["cases_above_threshold"].sum() + cases["worker_id"].isna().sum()
    assert teams["posts_needed_gbp"].sum() == pytest.approx(57_000 * plan.waiting["cases_waiting"].sum() / 20)
    # The children who move are those of the holders who give, and every one who has no worker in post.
    moved = children_to_move(plan, cases.assign(opened_date=pd.Timestamp("2024-01-01")), posts)
    assert moved["child_id"].is_unique
    assert moved["worker_id"].dropna().value_counts().to_dict() == given_up
    assert set(moved.loc[moved["worker_id"].isna(), "child_id"]) == set(cases.loc[cases["worker_id"].isna(), "child_id"])
    assert moved["to_worker_id"].notna().sum() == plan.moves["cases_moved"].sum()
