import pandas as pd

from analysis.caseloads.acting import ALLOCATE, CATCH_UP, FINISH, MOVE, TWO_WORKERS, other_workers_named, past_their_limit, to_act_on
from analysis.caseloads.cases import open_cases
from analysis.caseloads.workers import HAS_LEFT, HELD, NO_WORKER

DAY = pd.Timestamp("2024-03-31")
LIMITS = {"assessment_working_days": 45, "initial_conference_working_days": 15}
NONE_MOVED = pd.DataFrame(columns=["child_id", "to_worker_id", "to_team"])
NONE_OWED = pd.DataFrame(columns=["child_id", "drift_kind", "team", "case_service", "worker_id", "overdue", "days_overdue"])
NONE_PAST = past_their_limit({}, DAY, LIMITS)


def listed(columns: str, *rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=columns.split()).assign(as_at_date=DAY)
    return table.assign(**{name: pd.to_datetime(table[name]) for name in table.columns if name.endswith("_date")})


def two_lists() -> dict[str, pd.DataFrame]:
    """Child a has different workers in two lists, child b the same, c none, and d one who has left."""
    need = listed(
        "child_id started_date closed_date team worker_id",
        ("a", "2023-01-01", None, "North", "w1"), ("b", "2023-01-01", None, "North", "w1"), ("c", "2023-01-01", None, "North", None),
        ("d", "2023-01-01", None, "South", "gone"),
    )  # fmt: skip
    plans = listed(
        "child_id started_date ended_date team worker_id",
        ("a", "2024-01-01", None, "North", "w2"),
        ("b", "2024-01-01", None, "North", "w1"),
    )
    return {"children_in_need": need, "child_protection_plans": plans}


def test_each_child_to_act_on_is_listed_once_for_each_reason():
    lists = two_lists()
    cases = open_cases(lists, DAY)
    state = cases["child_id"].map({"a": HELD, "b": HELD, "c": NO_WORKER, "d": HAS_LEFT})
    moved = cases[cases["child_id"].isin(["b", "c"])].assign(to_worker_id="w3", to_team="North")
    owed = cases[cases["child_id"].isin(["a", "b"])].assign(drift_kind="Visits", overdue=[True, False], days_overdue=[9, 0])
    table = to_act_on(cases, state, moved, owed, NONE_PAST, other_workers_named(lists, cases, DAY))
    assert table[["case_action", "child_id"]].values.tolist() == [
        [ALLOCATE, "c"], [ALLOCATE, "d"], [MOVE, "b"], [TWO_WORKERS, "a"], [CATCH_UP, "a"],
    ]  # fmt: skip
    rows = table.set_index(["case_action", "child_id"])
    assert rows.loc[(ALLOCATE, "c"), ["case_action_detail", "to_worker_id"]].tolist() == [NO_WORKER, "w3"]
    assert rows.loc[(ALLOCATE, "d"), ["case_action_detail", "worker_id"]].tolist() == [HAS_LEFT, "gone"]
    # The case is that of the plan; the list of children in need names the other.
    assert rows.loc[(TWO_WORKERS, "a"), ["worker_id", "other_worker_id"]].tolist() == ["w2", "w1"]
    assert rows.loc[(CATCH_UP, "a"), "days_overdue"] == 9


def test_nothing_is_to_be_done_where_every_case_has_a_worker_and_nothing_is_due():
    lists = two_lists()
    cases = open_cases({"children_in_need": lists["children_in_need"].iloc[[1]]}, DAY)
    assert to_act_on(cases, pd.Series(HELD, index=cases.index), NONE_MOVED, NONE_OWED, NONE_PAST, pd.Series(dtype=object)).empty


def test_assessments_and_conferences_past_their_working_days_as_worked_by_hand():
    # From 24 January 45 working days are to Wednesday 27 March; from the 26th to Tuesday 2 April, after Good Friday and Easter Monday.
    assessed = listed(
        "child_id started_date authorised_date team worker_id",
        ("late", "2024-01-24", None, "North", "w"), ("in time", "2024-01-26", None, "North", "w"), ("done", "2024-01-02", "2024-03-31", "North", "w"),
    )  # fmt: skip
    enquiries = listed(
        "child_id started_date conference_date conference_unnecessary team worker_id",
        ("held", "2024-01-02", "2024-02-29", False, "North", "w"), ("planned", "2024-03-07", "2024-04-05", False, None, "w"),
        ("not needed", "2024-01-02", None, True, "North", "w"), ("not said", "2024-01-02", None, None, "North", "w"),
    )  # fmt: skip
    past = past_their_limit({"assessments": assessed, "section_47": enquiries}, DAY, LIMITS)
    # From Thursday 7 March 15 working days are to Thursday the 28th.
    assert past[["child_id", "team", "days_overdue"]].values.tolist() == [["late", "North", 4], ["planned", "No team named", 3]]
    table = to_act_on(open_cases(two_lists(), DAY).iloc[:0], pd.Series(dtype=object), NONE_MOVED, NONE_OWED, past, pd.Series(dtype=object))
    assert table["case_action"].tolist() == [FINISH, FINISH]
