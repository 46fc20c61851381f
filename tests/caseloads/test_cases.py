import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.caseloads.cases import NO_TEAM, SERVICES, cases_by, month_ends, open_cases, open_cases_on_days
from analysis.caseloads.workers import (
    HAS_LEFT,
    HELD,
    NO_WORKER,
    NOT_LISTED,
    Thresholds,
    allocation,
    allocation_by_team,
    caseload_by_team,
    caseload_by_worker,
    distribution,
    workers_in_post,
)

DAY = pd.Timestamp("2024-03-31")
THRESHOLDS = Thresholds(20.0, 18.0)
DATES = {
    "children_looked_after": "ceased_date",
    "child_protection_plans": "ended_date",
    "children_in_need": "closed_date",
    "assessments": "authorised_date",
}


def listed(name: str, *rows: tuple) -> pd.DataFrame:
    """A list as drawn at the day: child, started, ended, team, worker."""
    table = pd.DataFrame(rows, columns=["child_id", "started_date", DATES.get(name, "ended_date"), "team", "worker_id"])
    for column in table.columns[1:3]:
        table[column] = pd.to_datetime(table[column])
    return table.assign(as_at_date=DAY)


def workers(*rows: tuple, **more) -> pd.DataFrame:
    columns = ["worker_id", "team", "fte", "agency", "newly_qualified", "started_date", "ended_date"]
    table = pd.DataFrame(rows, columns=columns).assign(role="Social worker", as_at_date=DAY, **more)
    return table.assign(started_date=pd.to_datetime(table["started_date"]), ended_date=pd.to_datetime(table["ended_date"]))


def test_a_child_in_several_lists_is_one_case_of_the_highest_service():
    lists = {
        "children_in_need": listed(
            "children_in_need",
            ("a", "2023-05-01", None, "Assessment", "w1"),
            ("b", "2023-05-01", None, "North", "w1"),
            ("c", "2023-05-01", "2024-03-31", "North", "w1"),  # closed on the day: not open at its end
            ("d", "2024-04-01", None, "North", "w1"),  # not started
        ),
        "child_protection_plans": listed("child_protection_plans", ("a", "2024-01-10", None, "North", "w2")),
        "care_leavers": listed("care_leavers", ("e", None, None, None, None)),
    }
    cases = open_cases(lists, DAY).set_index("child_id")
    assert cases["case_service"].to_dict() == {"a": "Child protection plans", "b": "Children in need", "e": "Care leavers"}
    assert (cases.loc["a", "worker_id"], cases.loc["a", "workers_named"], cases.loc["a", "team"]) == ("w2", 2, "North")
    assert cases.loc["a", "opened_date"] == pd.Timestamp("2023-05-01") and cases.loc["a", "started_date"] == pd.Timestamp("2024-01-10")
    assert cases.loc["e", "team"] == NO_TEAM and cases.loc["e", "workers_named"] == 0
    assert cases_by(cases.reset_index(), ["case_service"])["case_service"].tolist() == [
        name for name in (service.name for service in SERVICES) if name in set(cases["case_service"])
    ]


def test_a_month_between_two_draws_is_read_from_the_later_one():
    earlier = listed("children_in_need", ("a", "2023-01-01", None, "North", "w1")).assign(as_at_date=pd.Timestamp("2023-12-31"))
    later = listed("children_in_need", ("a", "2023-01-01", "2024-02-10", "South", "w2"), ("b", "2024-02-15", None, "South", "w2"))
    lists = {"children_in_need": pd.concat([earlier, later], ignore_index=True)}
    days = month_ends(pd.Timestamp("2023-12-31"), pd.Timestamp("2024-04-30"))
    cases = open_cases_on_days(lists, days)
    seen = [(str(row.on_date.date()), row.child_id, row.team) for row in cases.itertuples()]
    # In April no list is drawn: nothing is known of it.
    assert seen == [("2023-12-31", "a", "North"), ("2024-01-31", "a", "South"), ("2024-02-29", "b", "South"), ("2024-03-31", "b", "South")]


def test_workers_in_post_on_their_last_day_and_not_the_day_after():
    table = workers(
        ("w1", "North", 1.0, False, False, "2020-01-01", "2024-03-31"),
        ("w2", "North", 1.0, False, False, "2020-01-01", "2024-03-30"),
        ("w3", "North", 0.5, False, False, "2020-01-01", "2023-01-31"),
        ("w3", "South", 1.0, False, False, "2024-01-01", None),
        ("w4", "South", 1.0, False, False, "2024-04-01", None),
    )
    assert workers_in_post(table, DAY)[["worker_id", "team"]].values.tolist() == [["w1", "North"], ["w3", "South"]]


def made_cases(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["child_id", "case_service", "team", "worker_id"])
    return table.assign(on_date=DAY, workers_named=table["worker_id"].notna().astype(int))


def test_caseloads_against_the_threshold_as_worked_by_hand():
    in_post = workers(
        ("full", "North", 1.0, False, False, "2020-01-01", None),
        ("half", "North", 0.5, True, False, "2020-01-01", None),
        ("new", "North", 1.0, False, True, "2024-01-01", None),
        ("none", "South", 0.0, False, False, "2024-01-01", None),
    )
    held = {"full": 20, "half": 11, "new": 19, "none": 1, "gone": 2, "nobody": 1, None: 3}
    cases = made_cases(*((f"{worker}{n}", "Children in need", "North", worker) for worker, count in held.items() for n in range(count)))
    everyone = pd.concat([in_post, workers(("gone", "North", 1.0, False, False, "2019-01-01", "2023-06-30"))])
    by_worker = caseload_by_worker(cases, in_post, THRESHOLDS).set_index("worker_id")
    # 20 / 1 is not above 20; 11 / 0.5 = 22 is, by one case beyond 10; 19 is above 18, the threshold of the newly qualified, by one.
    assert by_worker["caseload_per_fte"].fillna(-1).to_dict() == {"full": 20.0, "half": 22.0, "new": 19.0, "none": -1}
    assert by_worker["above_threshold"].to_dict() == {"full": False, "half": True, "new": True, "none": False}
    assert by_worker["cases_above_threshold"].to_dict() == {"full": 0, "half": 1, "new": 1, "none": 1}
    state = allocation(cases, in_post, everyone)
    assert state.value_counts().to_dict() == {HELD: 51, NO_WORKER: 3, HAS_LEFT: 2, NOT_LISTED: 1}
    north = caseload_by_team(cases, by_worker.reset_index(), state).set_index("team").loc["North"]
    # 57 cases over the 2.5 FTE of North's workers; 50 they hold, and 6 nobody in post; agency 0.5 of 2.5.
    assert (north["cases"], north["cases_held"], north["holders_fte"], north["caseload_per_fte"]) == (57, 50, 2.5, 22.8)
    assert (north["cases_without_worker"], north["workers_above_threshold"], north["agency_fte_pct"]) == (6, 2, 20.0)
    assert round(north["workers_above_threshold_pct"], 1) == 66.7 and north["newly_qualified_fte_pct"] == 40.0
    by_team = allocation_by_team(cases, state).iloc[0]
    assert by_team[["cases_no_worker", "cases_worker_left", "cases_worker_not_listed"]].tolist() == [3, 2, 1]
    bands = distribution(by_worker.reset_index())
    # 20 is in the band up to 20, 22 in the next; a worker without an FTE is in none.
    assert bands.tail(2)[["caseload_band", "workers", "workers_above_threshold"]].values.tolist() == [
        ["more than 15 to 20", 2, 1],
        ["more than 20 to 25", 1, 1],
    ]


def test_weights_count_a_case_as_they_say():
    in_post = workers(("w", "North", 1.0, False, False, "2020-01-01", None))
    cases = made_cases(("a", "Assessments", "North", "w"), ("b", "Care leavers", "North", "w"))
    assert caseload_by_worker(cases, in_post, THRESHOLDS, {"Assessments": 1.5, "Care leavers": 0.5})["weighted_cases"].tolist() == [2.0]
    with pytest.raises(KeyError, match="Care leavers"):
        caseload_by_worker(cases, in_post, THRESHOLDS, {"Assessments": 1.5})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["w0", "w1", "w2", "w3", "left", None]), min_size=2, max_size=40), st.data())
def test_cases_by_worker_sum_to_cases_and_a_move_changes_two_workers_by_one(held, data):
    in_post = workers(*((f"w{n}", f"T{n % 2}", 1.0, False, False, "2020-01-01", None) for n in range(4)))
    cases = made_cases(*((f"c{n}", "Children in need", "T0", worker) for n, worker in enumerate(held)))
    by_worker = caseload_by_worker(cases, in_post, THRESHOLDS)
    state = allocation(cases, in_post, in_post)
    assert by_worker["cases"].sum() + state.ne(HELD).sum() == len(cases)
    by_team = caseload_by_team(cases, by_worker, state)
    assert by_team["cases"].sum() == len(cases) and by_team["cases_held"].sum() == by_worker["cases"].sum()
    place = data.draw(st.integers(0, len(held) - 1))
    other = data.draw(st.sampled_from([f"w{n}" for n in range(4) if f"w{n}" != held[place]]))
    moved = cases.assign(worker_id=[other if n == place else worker for n, worker in enumerate(held)])
    change = (
        caseload_by_worker(moved, in_post, THRESHOLDS).set_index("worker_id")["cases"] - by_worker.set_index("worker_id")["cases"]
    ).to_dict()
    expected = dict.fromkeys(change, 0) | {other: 1}
    if held[place] in change:
        expected[held[place]] = -1
    assert change == expected
