import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.assurance.improvement_plan import STATUSES, actions_by_priority, in_all, needing_attention, numbering_jumps

PRIORITIES = pd.DataFrame({"priority": [1, 2], "title": ["Leadership", "Practice"]})
MILESTONES = pd.DataFrame({"priority": [1, 1], "printed_direction": ["up", "level"]})


def actions(*rows):
    columns = ["priority", "action", "description", "status", "printed_rag", "due_month", "update"]
    return pd.DataFrame([dict(zip(columns, row, strict=True)) for row in rows])


ACTIONS = actions(
    (1, "1.1.1", "Agree", "complete", None, "2023-08", None),
    (1, "1.1.2", "Recruit", "on_track", "red", None, None),
    (1, "1.2.1", "Plan", None, None, "2023-09", "Nearly"),
    (2, "2.1.1", "Train", "behind_schedule", None, None, None),
    (2, "2.1.3", "Audit", None, None, "2023-10", None),
)


def test_actions_are_counted_by_status_and_a_missing_status_is_a_count_of_its_own():
    table = actions_by_priority(PRIORITIES, ACTIONS, MILESTONES).set_index("plan_priority")
    assert table.loc[1, ["plan_actions", "actions_complete", "actions_on_track", "actions_not_stated"]].tolist() == [3, 1, 1, 1]
    assert table.loc[2, ["plan_actions", "actions_behind_schedule", "actions_not_stated"]].tolist() == [2, 1, 1]
    assert table.loc[1, ["plan_milestones", "milestones_up", "milestones_level", "milestones_down"]].tolist() == [2, 1, 1, 0]
    assert table.loc[2, "plan_milestones"] == 0
    assert table["counts_are_least"].tolist() == [False, True]


def test_the_total_is_the_sum_of_the_priorities():
    total = in_all(actions_by_priority(PRIORITIES, ACTIONS, MILESTONES)).iloc[0]
    assert total["plan_actions"] == 5
    assert sum(total[f"actions_{status}"] for status in STATUSES) == 5


def test_a_jump_in_the_numbering_is_found_and_a_new_outcome_is_none():
    jumps = numbering_jumps(actions(*[(1, text, "", None, None, None, None) for text in ("1.1.1", "1.3.1", "1.3.2", "1.8.5", "1.9.1")]))
    # 1.1 to 1.3 leaves 1.2 out; 1.3.2 to 1.8.5 leaves out 1.4 to 1.7 and 1.8.1 to 1.8.4; 1.8.5 to 1.9.1 leaves out nothing.
    assert jumps[["last_before", "first_after"]].values.tolist() == [["1.1.1", "1.3.1"], ["1.3.2", "1.8.5"]]


def test_a_priority_that_does_not_start_at_its_first_action_is_a_jump():
    jumps = numbering_jumps(actions((1, "1.1.1", "", None, None, None, None), (2, "2.1.2", "", None, None, None, None)))
    assert jumps["plan_priority"].tolist() == [2]
    assert jumps["last_before"].isna().all()


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_numbering_without_a_gap_has_no_jump_in_any_order(lengths):
    references = [f"1.{outcome}.{number}" for outcome, length in enumerate(lengths, 1) for number in range(1, length + 1)]
    assert numbering_jumps(pd.DataFrame({"action": references[::-1]})).empty


def test_what_needs_a_look_comes_with_the_most_pressing_reason_first():
    leads = pd.DataFrame({"lead": ["SD", "VHT"], "job_title": ["Service Director", None]})
    action_leads = pd.DataFrame({"action": ["2.1.1", "2.1.1", "1.2.1"], "lead": ["SD", "VHT", "VHT"]})
    table = needing_attention(ACTIONS, action_leads, leads, "2023-09")
    assert table[["plan_action", "plan_concern"]].values.tolist() == [
        ["2.1.1", "behind schedule"],
        ["1.2.1", "due and not complete"],
        ["1.1.2", "on track, but coloured red"],
        ["2.1.3", "no status stated"],
    ]
    assert table["plan_led_by"].tolist()[:2] == ["Service Director; VHT", "VHT"]


def test_a_priority_of_which_only_actions_are_held_is_not_lost():
    table = actions_by_priority(PRIORITIES.iloc[:1], ACTIONS, MILESTONES.iloc[:0])
    assert table["plan_priority"].tolist() == [1, 2] and pd.isna(table["plan_priority_title"].iloc[1])
    assert table["plan_actions"].sum() == len(ACTIONS)


def test_a_plan_that_numbers_its_actions_otherwise_has_no_jumps():
    assert numbering_jumps(actions((1, "A1", "", None, None, None, None), (1, "A9", "", None, None, None, None))).empty
