"""Sentences on the improvement plan: how far it is, what is behind or due, who leads what, what moved since the last report."""

import pandas as pd

from analysis.assurance import plan_movement as movement
from analysis.assurance.improvement_plan import CONCERNS
from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.periods import Month
from analysis.present.page import Tile
from analysis.present.wording import agreeing, counted, in_sentence, listing, number, sentence_case

STATUS_NAMES = {
    "actions_complete": "Complete",
    "actions_on_track": "On track",
    "actions_behind_schedule": "Behind",
    "actions_not_yet_due": "Not yet due",
    "actions_proposed": "Proposed",
    "actions_not_stated": "No status stated",
}
BEHIND, OVERDUE, COLOURED, NOT_STATED = CONCERNS
MOST_NAMED = 8
"""Actions that a sentence names at most; the table has them all."""

METHOD = [
    "The status of an action is what the update says in words. Colours and most due months of the plan may be lost in the text that the figures come from: a month is "
    "not legible then, and a colour that has no key is told only where it is red and the words are not. Milestones follow the printed arrow.",
    "An action keeps its number from report to report. One with a new number and the same words is taken as the same action.",
]


def in_brief(plan: Released, jumps: Released) -> str:
    """How many actions the report calls complete, behind, or gives no status."""
    row = plan.table.iloc[0]
    behind, silent = int(row["actions_behind_schedule"]), int(row["actions_not_stated"])
    least = "" if jumps.table.empty else "at least "
    told = f"; {number(silent)} {agreeing(silent, 'has', 'have')} no stated status" if silent else ""
    return (
        f"The improvement plan calls {number(row['actions_complete'])} of {least}{number(row['plan_actions'])} actions complete and "
        f"{number(behind) if behind else 'none'} behind{told}."
    )


def tiles(plan: Released, jumps: Released) -> list[Tile]:
    """Actions complete, and behind."""
    row = plan.table.iloc[0]
    of = f"of {'at least ' if not jumps.table.empty else ''}{number(row['plan_actions'])}"
    silent = f"{number(row['actions_not_stated'])} with no status stated" if row["actions_not_stated"] else ""
    return [
        Tile("Actions complete", number(row["actions_complete"]), of, field("actions_complete").definition),
        Tile("Actions called behind", number(row["actions_behind_schedule"]), silent, field("actions_behind_schedule").definition),
    ]


def title(priorities: Released) -> str:
    """Where actions are behind, or where least is complete."""
    rows = priorities.table
    behind = rows[rows["actions_behind_schedule"] > 0]
    if not behind.empty:
        names = listing([f"priority {row.plan_priority}" for row in behind.itertuples()])
        return f"The plan calls {counted(behind['actions_behind_schedule'].sum(), 'action')} behind schedule, under {names}"
    rows = rows.assign(share=rows["actions_complete"] / rows["plan_actions"].where(rows["plan_actions"] > 0)).dropna(subset=["share"])
    if rows.empty or rows["actions_complete"].equals(rows["plan_actions"]):
        return "No action is called behind"
    least = rows.sort_values("share").iloc[0]
    return f"No action is called behind; least is complete under priority {least['plan_priority']}"


def description(priorities: Released) -> str:
    """Every priority's counts in words."""
    sentences = []
    for row in priorities.table.to_dict("records"):
        parts = [f"{row[column]} {words.lower()}" for column, words in STATUS_NAMES.items() if row[column]]
        sentences.append(f"{_priority(row)}: {counted(row['plan_actions'], 'action')}{', ' if parts else ''}{listing(parts)}.")
    return " ".join(sentences)


def columns(plan: Released) -> list[str]:
    """Columns of the plan's table: statuses and arrows that no priority has are left out."""
    every = ["plan_actions", *STATUS_NAMES, "plan_milestones", "milestones_up", "milestones_level", "milestones_down"]
    return [column for column in every if plan.table[column].iloc[0]]


def labels(priorities: Released) -> dict:
    """What stands above each bar: number, title, and whether the count is the least there can be."""
    return {
        row["plan_priority"]: f"{_numbered(row)}: {'at least ' if row['counts_are_least'] else ''}{row['plan_actions']}"
        for row in priorities.table.to_dict("records")
    }


def missing_actions(jumps: Released) -> list[str]:
    """A sentence for each jump in the numbering of the actions."""
    return [
        f"The numbering of priority {row.plan_priority} jumps "
        + (f"from {row.last_before} to {row.first_after}" if pd.notna(row.last_before) else f"straight to {row.first_after}")
        + ": actions are missing from the text that the figures come from, so its counts are the least there can be."
        for row in jumps.table.itertuples()
    ]


def attention(rows: Released) -> list[str]:
    """Whether anything is behind or due, and how many actions are coloured other than their words or have no status."""
    table = rows.table
    counts = table["plan_concern"].value_counts()
    pressing = [f"{counted(counts[name], 'is', 'are')} {name}" for name in (BEHIND, OVERDUE) if name in counts]
    sentences = [
        f"Of the actions, {listing(pressing)}." if pressing else "No action is called behind schedule, or is due and not called complete."
    ]
    if COLOURED in counts:
        sentences.append(
            f"{sentence_case(counted(counts[COLOURED], 'action is', 'actions are'))} called on track, but coloured red in the report."
        )
    if NOT_STATED in counts:
        more = "more " if pressing else ""
        sentences.append(
            f"{sentence_case(counted(counts[NOT_STATED], f'{more}action has', f'{more}actions have'))} no status in words, so whether "
            f"{agreeing(counts[NOT_STATED], 'it is', 'any of them is')} late is not known."
        )
    return sentences


def load(leads: Released) -> list[str]:
    """Who leads most, who has something behind or due, and what falls due next."""
    table = leads.table
    top = table.sort_values("lead_actions", ascending=False, kind="stable").iloc[0]
    sentences = [
        f"{sentence_case(counted(len(table), 'post or body leads', 'posts or bodies lead'))} the actions; most fall to "
        f"{top['plan_led_by']} ({number(top['lead_actions'])}). An action with two leads counts for both."
    ]
    pressing = table[table["lead_pressing"] > 0]
    if not pressing.empty:
        named = [f"{row.plan_led_by} ({number(row.lead_pressing)})" for row in pressing.itertuples()]
        sentences.append(f"Behind or due: {listing(named)}.")
    ahead = table.dropna(subset=["plan_next_due"]).sort_values("plan_next_due", kind="stable")
    for month, rows in ahead.groupby("plan_next_due", sort=False):
        named = [f"{in_sentence(row.plan_next_brief)} ({row.plan_led_by})" for row in rows.itertuples()]
        sentences.append(f"Due in {Month.parse(month).label}: {'; '.join(named)}.")
    if ahead.empty:
        sentences.append("No open action has a legible month after the end of the quarter, so what falls due next is not known.")
    return sentences


def moved(rows: Released) -> list[str]:
    """What closed, fell behind, slipped, appeared or went since the last report, by name and lead."""
    sentences = []
    for kind in movement.MOVEMENTS:
        held = rows.table[rows.table["plan_movement"] == kind]
        if not held.empty:
            named = [_moved(row, kind) for row in held.to_dict("records")]
            sentences.append(f"{sentence_case(kind)}: {listing(named, most=MOST_NAMED)}.")
    return sentences


def moved_in_words(rows: Released) -> Released:
    """The movements with their statuses as a reader says them."""
    table = rows.table
    return rows.with_words(**{name: table[name].str.replace("_", " ") for name in ("plan_status", "plan_status_before")})


def moved_in_brief(rows: Released, actions_now: int, actions_before: int, label: str) -> str:
    """How many actions closed, fell behind, slipped, appeared or went since the last report, and how many stayed as they were."""
    table = rows.table
    if table.empty:
        return f"No action of the improvement plan moved since {_quarter(label)}."
    counts = table["plan_movement"].value_counts()
    verbs = {
        movement.CLOSED: ("closed", "closed"),
        movement.FELL_BEHIND: ("fell behind", "fell behind"),
        movement.SLIPPED: ("slipped to a later month", "slipped to a later month"),
        movement.APPEARED: ("is new", "are new"),
        movement.LEFT_OUT: ("is no longer listed", "are no longer listed"),
    }
    parts = [f"{number(counts[name])} {agreeing(counts[name], *words)}" for name, words in verbs.items() if name in counts]
    others = table.loc[~table["plan_movement"].isin(verbs), "plan_action"].nunique()
    parts += [f"{number(others)} changed otherwise"] if others else []
    stayed = actions_now - table.loc[table["plan_movement"] != movement.LEFT_OUT, "plan_action"].nunique()
    return (
        f"Since {_quarter(label)}, when the plan had {counted(actions_before, 'action')}, {listing(parts)}; "
        f"{number(stayed)} of the {number(actions_now)} listed now stand as they did."
    )


def milestones(rows: Released) -> list[str]:
    """Which way the milestones' arrows point, and which turned since the last report."""
    table = rows.table
    counts = table["milestone_direction"].value_counts()
    ways = {"up": "points up for", "level": "is level for", "down": "points down for"}
    parts = [f"{words} {number(counts[way]) if way in counts else 'none'}" for way, words in ways.items()]
    none = int(table["milestone_direction"].isna().sum())
    parts += [f"is not printed for {number(none)}"] if none else []
    sentences = [f"Of {counted(len(table), 'workstream')}, the report's arrow {listing(parts)}."]
    down = [in_sentence(name) for name in table.loc[table["milestone_direction"] == "down", "workstream"]]
    sentences += [f"Down: {listing(down)}."] if down else []
    if "milestone_direction_before" in table:
        both = table.dropna(subset=["milestone_direction", "milestone_direction_before"])
        turned = both[both["milestone_direction"] != both["milestone_direction_before"]]
        named = [
            f"{in_sentence(row.workstream)} ({row.milestone_direction_before} to {row.milestone_direction})" for row in turned.itertuples()
        ]
        sentences.append(
            f"Since the last report the arrow turned for {listing(named)}." if named else "No arrow turned since the last report."
        )
    return sentences


def outcomes(rows: Released, risks: Released) -> list[str]:
    """How many outcomes have all or none of their actions complete, and which risks are named most."""
    table = rows.table
    done = int(((table["outcome_complete"] == table["outcome_actions"]) & (table["outcome_actions"] > 0)).sum())
    none = int((table["outcome_actions"] == 0).sum())
    left = f" For {number(none)}, no action is in the text that the figures come from." if none else ""
    sentences = [
        f"The plan is to achieve {counted(len(table), 'outcome')}. Every listed action is complete under {number(done) if done else 'none'} of them.{left}"
    ]
    if not risks.table.empty:
        most = risks.table["risk_outcomes"].max()
        top = [row.plan_risk for row in risks.table.itertuples() if row.risk_outcomes == most]
        named = int(table["risk_references"].notna().sum())
        sentences.append(
            f"{sentence_case(counted(named, 'outcome names', 'outcomes name'))} a risk of the council's register; {listing(top)} "
            f"{agreeing(len(top), 'is', 'are')} named most ({counted(most, 'outcome')}{' each' if len(top) > 1 else ''}). The register itself is not held."
        )
    return sentences


def not_known(plan: Released, jumps: Released) -> list[str]:
    """What the plan leaves open."""
    sentences = ["An action without a stated status may be on track or late."] if plan.table["actions_not_stated"].iloc[0] else []
    sentences += ["How many actions are missing from the text is not known."] if not jumps.table.empty else []
    return [
        *sentences,
        "A complete action does not show that children are better off: measures of the plan stand on the performance scorecard page.",
    ]


def _moved(row: dict, kind: str) -> str:
    led = f", led by {row['plan_led_by']}" if pd.notna(row["plan_led_by"]) else ""
    months = [Month.parse(text).label if pd.notna(text) else "no month" for text in (row["plan_due_before"], row["plan_due_month"])]
    statuses = [text.replace("_", " ") if pd.notna(text) else "not stated" for text in (row["plan_status_before"], row["plan_status"])]
    change = {
        movement.SLIPPED: f", {months[0]} to {months[1]}",
        movement.BROUGHT_FORWARD: f", {months[0]} to {months[1]}",
        movement.OTHER_STATUS: f", {statuses[0]} to {statuses[1]}",
        movement.REOPENED: f", now {statuses[1]}",
        movement.CAUGHT_UP: f", now {statuses[1]}",
        movement.RENUMBERED: f", {row['plan_action_before']} before",
    }.get(kind, "")
    return f"{in_sentence(row['plan_action_brief'])} ({row['plan_action']}{led}{change})"


def _priority(row: dict) -> str:
    return f"Priority {row['plan_priority']}" + (f", {row['plan_priority_title']}" if pd.notna(row["plan_priority_title"]) else "")


def _numbered(row: dict) -> str:
    return (
        f"{row['plan_priority']} {row['plan_priority_title']}"
        if pd.notna(row["plan_priority_title"])
        else f"Priority {row['plan_priority']}"
    )


def _quarter(label: str) -> str:
    return label[:1].lower() + label[1:]
