from datetime import date, timedelta

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.caseloads.drift import OWED, drift_by_team, in_time_on_days, owed_to_children
from analysis.caseloads.flows import arrivals_and_closures, expected_cases, fte_needed
from analysis.caseloads.timeliness import TIMED, ended_rows, in_time_by
from analysis.caseloads.working_days import bank_holidays, working_days_after, working_days_between

DAY = pd.Timestamp("2024-03-31")
LIMITS = {
    "looked_after_visit_days": 42, "looked_after_review_months": 6, "looked_after_first_review_working_days": 20, "health_assessment_months": 12,
    "first_health_assessment_working_days": 20, "dental_check_months": 12, "child_protection_visit_days": 28, "review_conference_months": 6,
    "first_review_conference_months": 3, "child_protection_plan_months": 24, "child_in_need_seen_days": 42,
}  # fmt: skip


def test_the_limits_tested_here_are_those_that_are_owed():
    assert {name for owed in OWED for name in (owed.again, owed.first) if name} == set(LIMITS)


def test_what_is_owed_to_a_child_looked_after_as_worked_by_hand():
    rows = [
        # child, started, last visit, last review, health, dental
        ("a", "2023-01-10", "2024-02-18", "2023-09-30", "2023-03-31", None),
        ("b", "2024-02-26", None, None, None, None),
        ("c", "2024-03-01", "2024-04-02", None, None, None),
    ]
    columns = ["child_id", "started_date", "last_visit_date", "last_review_date", "last_health_assessment_date", "last_dental_check_date"]
    table = pd.DataFrame(rows, columns=columns)
    for column in columns[1:]:
        table[column] = pd.to_datetime(table[column])
    table = table.assign(ceased_date=pd.NaT, team="Care", worker_id="w", as_at_date=pd.Timestamp("2024-04-30"))
    owed = owed_to_children({"children_looked_after": table}, DAY, LIMITS).set_index(["drift_kind", "child_id"])
    due = {key: str(day.date()) for key, day in owed["due_date"].items()}
    # 42 days after 18 February is 31 March: due that day, and not overdue. Six months after 30 September is 30 March: overdue by a day.
    assert due["Visits to children looked after", "a"] == "2024-03-31" and not owed.loc[("Visits to children looked after", "a"), "overdue"]
    assert (
        due["Reviews of children looked after", "a"] == "2024-03-30"
        and owed.loc[("Reviews of children looked after", "a"), "days_overdue"] == 1
    )
    assert due["Health assessments", "a"] == "2024-03-31" and due["Dental checks", "a"] == "2024-01-10"
    # No review yet: 20 working days from Monday 26 February are to Monday 25 March (Good Friday is the 29th).
    assert due["Reviews of children looked after", "b"] == "2024-03-25" == due["Health assessments", "b"]
    # A visit after the day, in a list drawn later, had not been made on it.
    assert due["Visits to children looked after", "c"] == "2024-04-12" and pd.isna(
        owed.loc[("Visits to children looked after", "c"), "last_done_date"]
    )
    by_team = drift_by_team(owed.reset_index()).set_index("drift_kind")
    # Reviews of a and b are overdue; that of c, of 1 March, is due on 2 April after Good Friday and Easter Monday.
    assert by_team.loc["Reviews of children looked after", ["children_owed", "children_overdue"]].tolist() == [3, 2]


def test_a_child_on_a_plan_is_not_owed_a_visit_as_a_child_in_need_too():
    started = {"started_date": pd.Timestamp("2022-03-01"), "as_at_date": DAY, "team": None, "worker_id": None}
    plan = pd.DataFrame(
        [started | {"child_id": "a", "ended_date": pd.NaT, "last_visit_date": pd.Timestamp("2024-03-20"), "last_conference_date": pd.NaT}]
    )
    need = pd.DataFrame([started | {"child_id": child, "closed_date": pd.NaT, "last_seen_date": pd.NaT} for child in "ab"])
    plan["last_conference_date"] = pd.to_datetime(plan["last_conference_date"])
    need["last_seen_date"] = pd.to_datetime(need["last_seen_date"])
    owed = owed_to_children({"child_protection_plans": plan, "children_in_need": need}, DAY, LIMITS)
    seen = dict(zip(owed["drift_kind"] + " " + owed["child_id"], owed["overdue"], strict=True))
    # Two years from 1 March 2022 were over on 1 March 2024; no conference since the first three months.
    assert seen == {
        "Visits to children on plans a": False,
        "Review conferences a": True,
        "Ends of plans within their limit a": True,
        "Children in need seen b": True,
    }


def test_shares_in_time_are_those_of_each_day_on_which_lists_were_drawn():
    started = {"closed_date": pd.NaT, "team": "T", "worker_id": "w"}
    rows = [
        # 42 days after 1 January are 12 February: in time at the end of January, overdue in March, seen again by June.
        (day, child, pd.Timestamp("2023-01-01"), pd.Timestamp(seen))
        for day, child, seen in [
            ("2024-01-31", "a", "2024-01-01"), ("2024-01-31", "b", "2024-01-01"),
            ("2024-03-31", "a", "2024-01-01"), ("2024-03-31", "b", "2024-03-01"), ("2024-06-30", "a", "2024-06-01"),
        ]
    ]  # fmt: skip
    need = pd.DataFrame(rows, columns=["as_at_date", "child_id", "started_date", "last_seen_date"]).assign(**started)
    need["as_at_date"], need["closed_date"] = pd.to_datetime(need["as_at_date"]), pd.to_datetime(need["closed_date"])
    days = sorted(need["as_at_date"].unique())
    kept = in_time_on_days({"children_in_need": need}, days, LIMITS)
    assert kept[["children_owed", "children_overdue", "in_time_pct"]].values.tolist() == [[2, 0, 100], [2, 1, 50], [1, 0, 100]]


def counted_by_hand(start: date, end: date) -> int:
    closed = {day.astype(date) for day in bank_holidays()}
    days = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]
    return sum(day.weekday() < 5 and day not in closed for day in days)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(0, 120))
def test_working_days_are_those_that_a_calendar_counts(start, length):
    end = start + timedelta(days=length)
    days = pd.to_datetime(pd.Series([start, end]))
    assert working_days_between(days.iloc[[0]], days.iloc[[1]].set_axis([0])).iloc[0] == counted_by_hand(start, end)
    after = working_days_after(days.iloc[[0]], 20).iloc[0].date()
    assert counted_by_hand(start, after) == 20 and counted_by_hand(start, after - timedelta(days=1)) == 19


def test_bank_holidays_are_those_of_england_one_off_ones_too():
    known = {str(day) for day in bank_holidays() if str(day).startswith("2022")}
    # gov.uk: the two of the Jubilee, the State Funeral, and the substitute days of New Year and Christmas.
    assert {"2022-01-03", "2022-06-02", "2022-06-03", "2022-09-19", "2022-12-27"} <= known
    assert not {"2022-03-17", "2022-07-12", "2022-11-30"} & known


def test_assessments_in_time_as_worked_by_hand():
    table = pd.DataFrame(
        {
            "child_id": ["a", "a", "b", "c"],
            "started_date": pd.to_datetime(["2024-01-02", "2024-01-02", "2024-01-02", "2024-01-02"]),
            "authorised_date": pd.to_datetime([None, "2024-03-05", "2024-03-06", None]),
            "team": "North",
            "as_at_date": pd.to_datetime(["2024-02-29", "2024-03-31", "2024-03-31", "2024-03-31"]),
        }
    )
    ended = ended_rows(table, TIMED[0], 45)
    # From Tuesday 2 January: nine weeks to Tuesday 5 March are 45 working days, without a bank holiday between; the day after is the 46th.
    assert ended[["child_id", "working_days", "in_time"]].values.tolist() == [["a", 45.0, True], ["b", 46.0, False]]
    assert in_time_by(ended, ["month"])[["children_ended", "children_late", "in_time_pct"]].values.tolist() == [[2, 1, 50.0]]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["North", "South"])), min_size=2, max_size=4))
def test_before_and_arrivals_less_closures_are_after(quarters):
    days = pd.date_range("2023-03-31", periods=len(quarters), freq="QE")
    rows = [(day, child, team) for day, held in zip(days, quarters, strict=True) for child, team in held.items()]
    cases = pd.DataFrame(rows, columns=["on_date", "child_id", "team"]).astype({"child_id": object, "team": object})
    if cases["on_date"].nunique() < len(days):
        return
    flows = arrivals_and_closures(cases)
    assert (flows["cases_before"] + flows["arrivals"] - flows["closures"]).equals(flows["cases"])
    for row in flows.itertuples():
        before = {child for child, team in quarters[list(days).index(row.on_date) - 1].items() if team == row.team}
        now = {child for child, team in quarters[list(days).index(row.on_date)].items() if team == row.team}
        assert (row.cases_before, row.arrivals, row.closures) == (len(before), len(now - before), len(before - now))


def test_the_range_of_next_quarter_holds_what_comes_as_often_as_it_says():
    rng = np.random.default_rng(11)
    inside = []
    for _ in range(400):
        open_now, rows = 200, []
        for quarter in range(9):
            closed, came = rng.binomial(open_now, 0.25), rng.poisson(50)
            rows.append(("North", quarter, open_now, came, closed, open_now + came - closed))
            open_now = open_now + came - closed
        flows = pd.DataFrame(rows, columns=["team", "on_date", "cases_before", "arrivals", "closures", "cases"])
        expected = expected_cases(flows[:-1]).iloc[0]
        inside.append(expected["cases_expected_low"] <= flows["cases"].iloc[-1] <= expected["cases_expected_high"])
    assert 0.90 <= np.mean(inside) <= 0.985


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0, 60), st.floats(0.5, 12)), min_size=1, max_size=6))
def test_what_next_quarter_takes_of_all_teams_is_their_sum_within_a_narrower_range(teams):
    names = [f"T{place}" for place in range(len(teams))]
    rows = [(name, cases, max(cases - width, 0), cases + width) for name, (cases, width, _) in zip(names, teams, strict=True)]
    expected = pd.DataFrame(rows, columns=["team", "cases_expected", "cases_expected_low", "cases_expected_high"])
    by_team = pd.DataFrame({"team": names, "holders_fte": [fte for _, _, fte in teams], "threshold_per_fte": 20.0})
    adviser = pd.DataFrame({"team": ["Leaving"], "holders_fte": [3.0], "threshold_per_fte": [np.nan]})
    needed = fte_needed(expected, pd.concat([by_team, adviser]), "All").set_index("team")
    whole, parts = needed.loc["All"], needed.drop("All")
    assert list(parts.index) == names
    assert np.isclose(whole["fte_needed"], sum(cases for cases, _, _ in teams) / 20) and np.isclose(
        whole["fte_short"], parts["fte_short"].sum()
    )
    assert (
        parts["fte_needed_high"].max() <= whole["fte_needed_high"] + 1e-9
        and whole["fte_needed_high"] <= parts["fte_needed_high"].sum() + 1e-9
    )
    assert ((needed["fte_needed_low"] <= needed["fte_needed"] + 1e-9) & (needed["fte_needed"] <= needed["fte_needed_high"] + 1e-9)).all()
