import pandas as pd

from analysis.missing.response import actions_by_date, actions_moved, findings_by_assessment, forums_told_apart


def actions(*rows):
    columns = ["action_kind", "action", "lead", "due_printed", "due_date", "action_status"]
    return pd.DataFrame(rows, columns=columns).assign(due_date=lambda table: pd.to_datetime(table["due_date"]))


PLAN = actions(
    ("action_table", "Train", None, "Jan 2024", "2024-01-31", "not_stated"),
    ("recommendation", "Learn", "A", "Within three months", None, "not_stated"),
    ("recommendation", "Complete", "A", "By 17 October 2023", "2023-10-17", "not_stated"),
    ("recommendation", "Review", "A", "September", "2023-09-30", "done"),
)


def test_recommendations_stand_first_by_date_and_what_is_past_it_is_marked():
    table = actions_by_date(PLAN, pd.Timestamp("2023-10-31"))
    assert table["action"].tolist() == ["Review", "Complete", "Learn", "Train"]
    # The review is done; the training is due later; learning has no date.
    assert table["past_due"].tolist() == [False, True, False, False]
    assert not actions_by_date(PLAN, None)["past_due"].any()


def test_a_date_that_is_the_day_itself_has_not_passed():
    assert not actions_by_date(PLAN, pd.Timestamp("2023-10-17"))["past_due"].any()


def test_what_moved_between_two_reports():
    later = actions(
        ("action_table", "Train", None, "Mar 2024", "2024-03-31", "not_stated"),
        ("recommendation", "Complete", "A", "By 17 October 2023", "2023-10-17", "done"),
        ("recommendation", "Review", "A", "August", "2023-08-31", "done"),
        ("action_table", "Publish", None, None, None, "planned"),
    )
    moved = actions_moved(later, PLAN).set_index("action")["action_moved"].to_dict()
    assert moved == {"Train": "later", "Complete": "status", "Review": "sooner", "Publish": "new", "Learn": "gone"}
    assert actions_moved(PLAN, PLAN).empty


def test_what_needs_more_work_stands_first():
    table = pd.DataFrame({"topic": ["a", "b", "c"], "assessed_as": ["good", "more_work_needed", "variable"], "finding": ["x", "y", "z"]})
    assert findings_by_assessment(table)["topic"].tolist() == ["b", "c", "a"]


def test_parts_of_a_report_that_differ_on_a_meeting_are_told_and_those_that_say_more_are_not():
    forums = pd.DataFrame(
        {
            "forum": ["briefing", "briefing", "board", "board"],
            "meets": ["daily", "each weekday", "quarterly", None],
            "chair": [None, "Police", None, None],
            "reports_to": ["Partnership", "Partnership board, each quarter", None, None],
        }
    )
    assert forums_told_apart(forums).values.tolist() == [["briefing", "meets", "daily; each weekday"]]
