import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.assurance.plan_movement import actions_moved, load_by_lead, outcomes_with_actions, risks_named

COLUMNS = ["action", "description", "status", "due_month"]


def actions(*rows):
    return pd.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in rows], columns=COLUMNS)


BEFORE = actions(
    ("1.1.1", "Agree", "on_track", None),
    ("1.1.2", "Recruit", "on_track", "2023-09"),
    ("1.1.3", "Plan", "complete", None),
    ("1.1.4", "Train", "behind_schedule", None),
    ("1.1.5", "Audit", "on_track", "2023-12"),
    ("1.1.6", "Write", None, None),
    ("1.1.7", "Leave", "on_track", None),
)
NOW = actions(
    ("1.1.1", "Agree", "complete", None),
    ("1.1.2", "Recruit", "behind_schedule", "2023-12"),
    ("1.1.3", "Plan", "on_track", None),
    ("1.1.4", "Train", "on_track", None),
    ("1.1.5", "Audit", "on_track", "2023-10"),
    ("1.2.1", "Write", "on_track", None),
    ("1.2.2", "Learn", None, None),
)


LED_BY = pd.Series({"1.1.1": "Director"})


def moved(now=NOW, before=BEFORE, led_by=LED_BY):
    return actions_moved(now, before, led_by)


def test_each_movement_is_told_by_action():
    table = moved()
    assert table[["plan_movement", "plan_action"]].values.tolist() == [
        ["closed", "1.1.1"],
        ["called complete before, and not now", "1.1.3"],
        ["fell behind", "1.1.2"],
        ["no longer behind", "1.1.4"],
        ["due later than before", "1.1.2"],
        ["due earlier than before", "1.1.5"],
        ["new", "1.2.2"],
        ["no longer listed", "1.1.7"],
        ["other status", "1.2.1"],
        ["other number", "1.2.1"],
    ]
    assert table["plan_led_by"].tolist()[0] == "Director"
    assert table["plan_action_before"].tolist()[-1] == "1.1.6"


def test_a_gone_action_keeps_its_words():
    gone = moved()[lambda rows: rows["plan_movement"] == "no longer listed"].iloc[0]
    assert (gone["plan_action_brief"], gone["plan_status_before"]) == ("Leave", "on_track")


def test_two_reports_that_say_the_same_have_no_movement():
    assert moved(NOW, NOW).empty


STATUS = st.sampled_from(["complete", "on_track", "behind_schedule", None])
PLAN = st.dictionaries(st.integers(1, 9), st.tuples(STATUS, st.sampled_from([None, "2023-09", "2023-12"])), min_size=1, max_size=9)


def plan(rows: dict) -> pd.DataFrame:
    return actions(*((f"1.1.{number}", f"Action {number}", *row) for number, row in rows.items()))


@given(PLAN, PLAN)
def test_what_is_new_less_what_is_gone_is_the_change_in_number(before, now):
    kinds = moved(plan(now), plan(before), pd.Series(dtype="str"))["plan_movement"].value_counts()
    assert kinds.get("new", 0) - kinds.get("no longer listed", 0) == len(now) - len(before)


@given(PLAN, PLAN)
def test_closed_less_reopened_is_the_change_in_complete_among_what_stays(before, now):
    kinds = moved(plan(now), plan(before), pd.Series(dtype="str"))["plan_movement"].value_counts()
    stays = set(before) & set(now)
    change = sum(now[name][0] == "complete" for name in stays) - sum(before[name][0] == "complete" for name in stays)
    assert kinds.get("closed", 0) - kinds.get("called complete before, and not now", 0) == change


def test_the_load_of_a_lead_is_what_is_behind_due_and_next():
    leads = pd.DataFrame({"lead": ["SD", "VHT"], "job_title": ["Service Director", None]})
    action_leads = pd.DataFrame({"action": ["1.1.1", "1.1.2", "1.1.2", "1.1.5", "1.1.6"], "lead": ["SD", "SD", "VHT", "VHT", "VHT"]})
    table = load_by_lead(BEFORE, action_leads, leads, "2023-09").set_index("plan_led_by")
    # 1.1.2 is due in September and not complete: it presses both its leads. 1.1.5 is due in December, 1.1.6 has no status.
    assert table.loc["Service Director", ["lead_actions", "lead_complete", "lead_pressing", "lead_not_stated"]].tolist() == [2, 0, 1, 0]
    assert table.loc["VHT", ["lead_actions", "lead_complete", "lead_pressing", "lead_not_stated"]].tolist() == [3, 0, 1, 1]
    assert table.loc["VHT", ["plan_next_due", "plan_next_brief"]].tolist() == ["2023-12", "Audit"]
    assert pd.isna(table.loc["Service Director", "plan_next_due"])


def test_outcomes_count_their_actions_and_risks_the_outcomes_that_name_them():
    outcomes = pd.DataFrame({"outcome": ["1.1", "1.2"], "description": ["A", "B"], "risk_references": ["R1 R2", "R1"]})
    held = pd.DataFrame({"outcome": ["1.1", "1.1"], "status": ["complete", None]})
    table = outcomes_with_actions(outcomes, held)
    assert table[["outcome_actions", "outcome_complete"]].values.tolist() == [[2, 1], [0, 0]]
    assert risks_named(outcomes).values.tolist() == [["R1", 2], ["R2", 1]]
    assert risks_named(outcomes.assign(risk_references=None)).empty
