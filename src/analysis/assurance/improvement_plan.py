"""Actions and milestones of the improvement plan: how far they are, and what is behind."""

import pandas as pd

STATUSES = ("complete", "on_track", "behind_schedule", "not_yet_due", "proposed", "not_stated")
"""Statuses of an action; ``not_stated`` where the report's words give none."""

CONCERNS = ("behind schedule", "due and not complete", "on track, but coloured red", "no status stated")
"""Why an action needs a look, the most pressing first."""

NUMBERED = r"\d+\.\d+\.\d+"
"""A reference of priority, outcome and action."""

Reference = tuple[int, int, int]


def actions_by_priority(priorities: pd.DataFrame, actions: pd.DataFrame, milestones: pd.DataFrame) -> pd.DataFrame:
    """How many actions of each priority have each status, and which way its milestones move.

    Parameters
    ----------
    priorities
        One row per ``priority`` with its ``title``; a priority of which only actions or milestones are held has no title.
    actions
        One row per action: ``priority``, ``action`` (reference such as ``3.1.2``), ``status`` (missing where none is stated).
    milestones
        One row per milestone: ``priority``, ``printed_direction`` (up, level or down).

    Returns
    -------
    pandas.DataFrame
        One row per priority: ``plan_priority``, ``plan_priority_title``, ``plan_actions``, a count of actions for each of ``STATUSES``
        (``actions_complete`` and so on), ``plan_milestones`` and ``milestones_up``, ``milestones_level``, ``milestones_down``, and
        ``counts_are_least`` where the numbering of its actions has a jump.
    """
    titles = priorities.drop_duplicates("priority").set_index("priority")["title"]
    every = sorted({*titles.index, *actions["priority"], *milestones["priority"]})
    table = pd.DataFrame({"plan_priority_title": titles.reindex(every)}, index=every)
    status = actions["status"].fillna("not_stated")
    table["plan_actions"] = actions.groupby("priority").size()
    for name in STATUSES:
        table[f"actions_{name}"] = actions[status == name].groupby("priority").size()
    table["plan_milestones"] = milestones.groupby("priority").size()
    for direction in ("up", "level", "down"):
        table[f"milestones_{direction}"] = milestones[milestones["printed_direction"] == direction].groupby("priority").size()
    counts = [column for column in table if column != "plan_priority_title"]
    table[counts] = table[counts].astype("Int64").fillna(0)
    jumps = set(numbering_jumps(actions)["plan_priority"])
    table["counts_are_least"] = [priority in jumps for priority in table.index]
    return table.rename_axis("plan_priority").reset_index()


def in_all(by_priority: pd.DataFrame) -> pd.DataFrame:
    """The sum of each count of ``actions_by_priority``, in one row."""
    counts = by_priority.select_dtypes("Int64").drop(columns="plan_priority", errors="ignore")
    return counts.sum().to_frame().T.astype("Int64")


def numbering_jumps(actions: pd.DataFrame) -> pd.DataFrame:
    """Where the references of the actions leave numbers out, which means that actions are missing from the data.

    A priority that starts at its first action is no jump, whatever the number of the one before it. A plan whose references are not
    priority, outcome and action with stops between them is not looked through.

    Returns
    -------
    pandas.DataFrame
        One row per jump: ``plan_priority``, ``last_before`` and ``first_after``, references of the actions on either side.

    >>> numbering_jumps(pd.DataFrame({"action": ["1.1.1", "1.1.2", "1.2.1", "2.1.1", "2.1.3"]})).values.tolist()
    [[2, '2.1.1', '2.1.3']]
    """
    jumps = []
    if not actions["action"].str.fullmatch(NUMBERED).all():
        return pd.DataFrame(jumps, columns=["plan_priority", "last_before", "first_after"])
    references: list[Reference] = sorted(tuple(int(part) for part in text.split(".")) for text in actions["action"])
    for before, after in zip([(0, 0, 0), *references[:-1]], references, strict=True):
        if after not in _next_references(before) and after[1:] != (1, 1):
            known_before = _text(before) if before[0] == after[0] else None
            jumps.append({"plan_priority": after[0], "last_before": known_before, "first_after": _text(after)})
    return pd.DataFrame(jumps, columns=["plan_priority", "last_before", "first_after"])


def needing_attention(actions: pd.DataFrame, action_leads: pd.DataFrame, leads: pd.DataFrame, last_month: str) -> pd.DataFrame:
    """Actions that are not plainly on track, with the reason and who leads.

    Parameters
    ----------
    actions
        One row per ``action``: ``priority``, ``description``, ``due_month``, ``status``, ``printed_rag``, ``update``.
    action_leads
        One row per ``action`` and ``lead``.
    leads
        One row per ``lead`` with its ``job_title``, missing where it is not known.
    last_month
        Last month of the quarter, such as ``2023-09``: an action due by then should be complete.

    Returns
    -------
    pandas.DataFrame
        One row per action, the most pressing reason first: ``plan_concern`` (one of ``CONCERNS``), ``plan_action``,
        ``plan_action_brief``, ``plan_led_by``, ``plan_due_month``, ``plan_update``.
    """
    due = is_due(actions, last_month)
    concern = pd.Series("", index=actions.index)
    concern[actions["status"].isna()] = "no status stated"
    concern[(actions["status"] == "on_track") & (actions["printed_rag"] == "red")] = CONCERNS[2]
    concern[due] = "due and not complete"
    concern[actions["status"] == "behind_schedule"] = "behind schedule"
    named = leads_of_actions(action_leads, leads)
    led_by = named.groupby("action")["plan_led_by"].agg("; ".join)
    table = pd.DataFrame(
        {
            "plan_concern": concern,
            "plan_action": actions["action"],
            "plan_action_brief": actions["description"],
            "plan_led_by": actions["action"].map(led_by),
            "plan_due_month": actions["due_month"],
            "plan_update": actions["update"],
        }
    )
    table = table[table["plan_concern"] != ""]
    return table.sort_values("plan_concern", key=lambda reasons: reasons.map(CONCERNS.index), kind="stable", ignore_index=True)


def is_due(actions: pd.DataFrame, last_month: str) -> pd.Series:
    """Whether each action had to be complete by the end of a month and is not called so; one without a month had not."""
    return actions["due_month"].notna() & (actions["due_month"].fillna("9999-12") <= last_month) & (actions["status"] != "complete")


def leads_of_actions(action_leads: pd.DataFrame, leads: pd.DataFrame) -> pd.DataFrame:
    """Who leads each action: ``action`` and ``plan_led_by``, the post in full, or its abbreviation where the report does not spell it out."""
    titles = action_leads.merge(leads[["lead", "job_title"]].drop_duplicates("lead"), on="lead", how="left")
    return pd.DataFrame({"action": titles["action"], "plan_led_by": titles["job_title"].fillna(titles["lead"])}).drop_duplicates()


def _next_references(last: Reference) -> set[Reference]:
    priority, outcome, action = last
    return {(priority, outcome, action + 1), (priority, outcome + 1, 1), (priority + 1, 1, 1)}


def _text(reference: Reference) -> str:
    return ".".join(str(number) for number in reference)
