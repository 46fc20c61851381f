"""Sentences of the improvement and assurance page: the plan, the assurance test and what was found elsewhere."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.periods import Month, Quarter
from analysis.present.findings.inspection import how_many, verdict_counts
from analysis.present.page import Tile
from analysis.present.wording import counted, in_sentence, listing, number, sentence_case

STATUS_NAMES = {
    "actions_complete": "Complete",
    "actions_on_track": "On track",
    "actions_behind_schedule": "Behind",
    "actions_not_yet_due": "Not yet due",
    "actions_proposed": "Proposed",
    "actions_not_stated": "No status stated",
}
VIEW_NAMES = {"questions_agreed": "Auditor agrees", "questions_with_gap": "Agrees, with a gap", "questions_incomplete": "Incomplete"}
BEHIND, OVERDUE, COLOURED, NOT_STATED = "behind schedule", "due and not complete", "on track, but coloured red", "no status stated"


def headline(verdicts: Released, plan: Released, jumps: Released, events: Released, inspection_year: int) -> str:
    """How the improvement plan stands, how much is better than at the inspection, and that there are later inspections."""
    return " ".join(text for text in (plan_in_brief(plan, jumps), how_many(verdicts, inspection_year), later_in_brief(events)) if text)


def later_in_brief(events: Released) -> str:
    """That reports of later inspections are not held; empty where there are none."""
    later = events.table[events.table["event_kind"] == "inspection"]
    if later.empty:
        return ""
    full = later.loc[later["full_inspection"], "held_in"]
    last_full = f", the last full one in {_held(full.iloc[-1])}," if not full.empty else ""
    return f"The reports of later inspections{last_full} are not held here."


def later_in_full(events: Released) -> str:
    """Every later inspection and notice that the reports name."""
    parts = []
    for row in events.table.to_dict("records"):
        details = [row["event_result"]] if pd.notna(row["event_result"]) else []
        details += [counted(row["priority_actions"], "priority action")] if pd.notna(row["priority_actions"]) else []
        about = f" of the {row['event_scope']}" if pd.notna(row["event_scope"]) else ""
        note = f" ({'; '.join(details)})" if details else ""
        parts.append(f"a {in_sentence(row['oversight_event'])}{about} in {_held(row['held_in'])}{note}")
    return f"Since then the council's reports name {listing(parts)}. The documents themselves are not held." if parts else ""


def notice(events: Released) -> str:
    """That the plan stands under a notice; empty where there is none."""
    given = events.table[events.table["event_kind"] == "notice"]
    if given.empty:
        return ""
    return f"The council works under a {in_sentence(given['oversight_event'].iloc[-1])} of {_held(given['held_in'].iloc[-1])}, which calls for this plan."


def plan_in_brief(plan: Released, jumps: Released) -> str:
    """How many actions the report calls complete, behind, or gives no status."""
    row = plan.table.iloc[0]
    behind = int(row["actions_behind_schedule"])
    least = "" if jumps.table.empty else "at least "
    return (
        f"The improvement plan calls {number(row['actions_complete'])} of {least}{number(row['plan_actions'])} actions complete and "
        f"{number(behind) if behind else 'none'} behind; {number(row['actions_not_stated'])} have no stated status."
    )


def tiles(verdicts: Released, plan: Released, views: Released, test_reported: str, inspection_year: int, jumps: Released) -> list[Tile]:
    """Complete, behind, better and worse, and what the auditor found missing."""
    counts = verdict_counts(verdicts)
    judged = sum(counts[name] for name in ("better", "worse", "unchanged"))
    row, view = plan.table.iloc[0], views.table.sum(numeric_only=True)
    least = "at least " if not jumps.table.empty else ""
    return [
        Tile(
            "Actions complete",
            number(row["actions_complete"]),
            f"of {least}{number(row['plan_actions'])}",
            field("actions_complete").definition,
        ),
        Tile(
            "Actions called behind",
            number(row["actions_behind_schedule"]),
            f"{number(row['actions_not_stated'])} with no status stated",
            field("actions_behind_schedule").definition,
        ),
        Tile(
            f"Against the inspection of {inspection_year}",
            f"{counts['better']} better, {counts['worse']} worse",
            f"of {judged} measures that can be judged; {counts['not comparable']} more cannot be compared",
            field("comparison_verdict").definition,
        ),
        Tile(
            f"Assurance test of {Month.parse(test_reported).label}: auditor found a gap",
            f"{number(view['questions_with_gap'] + view['questions_incomplete'])} of {number(view['questions'])}",
            "questions",
            field("auditor_view").definition,
        ),
    ]


def plan_title(priorities: Released) -> str:
    """Where actions are behind, or where least is complete."""
    rows = priorities.table
    behind = rows[rows["actions_behind_schedule"] > 0]
    if not behind.empty:
        names = listing([f"priority {row.plan_priority}" for row in behind.itertuples()])
        return f"The plan calls {counted(behind['actions_behind_schedule'].sum(), 'action')} behind schedule, under {names}"
    rows = rows.assign(share=rows["actions_complete"] / rows["plan_actions"].where(rows["plan_actions"] > 0)).dropna(subset=["share"])
    least = rows.sort_values("share").iloc[0]
    return f"No action is called behind; least is complete under priority {least['plan_priority']}"


def plan_description(priorities: Released) -> str:
    """Every priority's counts in words."""
    sentences = []
    for row in priorities.table.to_dict("records"):
        parts = [f"{row[column]} {words.lower()}" for column, words in STATUS_NAMES.items() if row[column]]
        sentences.append(f"Priority {row['plan_priority']}, {row['plan_priority_title']}: {row['plan_actions']} actions, {listing(parts)}.")
    return " ".join(sentences)


def plan_columns(plan: Released) -> list[str]:
    """Columns of the plan's table: statuses and arrows that no priority has are left out."""
    columns = ["plan_actions", *STATUS_NAMES, "plan_milestones", "milestones_up", "milestones_level", "milestones_down"]
    return [column for column in columns if plan.table[column].iloc[0]]


def priority_labels(priorities: Released) -> dict:
    """What stands above each bar: number, title, and whether the count is the least there can be."""
    return {
        row.plan_priority: f"{row.plan_priority} {row.plan_priority_title}: {'at least ' if row.counts_are_least else ''}{row.plan_actions}"
        for row in priorities.table.itertuples()
    }


def missing_actions(jumps: Released) -> list[str]:
    """A sentence for each jump in the numbering of the actions."""
    return [
        f"The numbering of priority {row.plan_priority} jumps "
        + (f"from {row.last_before} to {row.first_after}" if pd.notna(row.last_before) else f"straight to {row.first_after}")
        + ": actions are missing from the text that the figures come from, so its counts are the least there can be."
        for row in jumps.table.itertuples()
    ]


def milestones(plan: Released) -> str:
    """Which way the milestones' arrows point."""
    row = plan.table.iloc[0]
    ways = {"points up for": row["milestones_up"], "is level for": row["milestones_level"], "points down for": row["milestones_down"]}
    parts = [f"{way} {number(count) if count else 'none'}" for way, count in ways.items()]
    return f"Of {number(row['plan_milestones'])} milestones, the report's arrow {listing(parts)}."


def attention(rows: Released) -> list[str]:
    """Whether anything is behind or due, and how many actions are coloured other than their words or have no status."""
    table = rows.table
    pressing = table["plan_concern"].isin([BEHIND, OVERDUE])
    coloured = table[table["plan_concern"] == COLOURED]
    not_stated = table[table["plan_concern"] == NOT_STATED]
    sentences = [] if pressing.any() else ["No action is called behind schedule, or is due and not called complete."]
    if not coloured.empty:
        sentences.append(
            f"{sentence_case(counted(len(coloured), 'action is', 'actions are'))} called on track, but coloured red in the report."
        )
    if not not_stated.empty:
        sentences.append(
            f"{sentence_case(counted(len(not_stated), 'more action has', 'more actions have'))} no status in words, so whether anything is late is not known."
        )
    return sentences


def test_in_brief(views: Released, reported: str) -> str:
    """What the test is, and when the auditor reported."""
    questions = number(views.table["questions"].sum())
    return (
        f"Councils test whether one director can answer for children's services. The council rated itself on {questions} questions; "
        f"its internal auditor reported on the answers in {Month.parse(reported).label}."
    )


def views_title(views: Released) -> str:
    """How many answers the auditor found short, and how the council had rated them."""
    rows = views.table.assign(short=lambda table: table["questions_with_gap"] + table["questions_incomplete"])
    short, all_questions = rows["short"].sum(), rows["questions"].sum()
    if not short:
        return f"The auditor found nothing missing in any of the {number(all_questions)} answers"
    top = rows.sort_values("short", ascending=False, kind="stable").iloc[0]
    of_them = f"; the council had rated itself {top['own_rating'].lower()} on {number(top['short'])} of those"
    return f"The auditor found something missing in {number(short)} of {number(all_questions)} answers{of_them}"


def views_description(views: Released) -> str:
    """Each rating's questions by the auditor's view."""
    sentences = []
    for row in views.table.to_dict("records"):
        parts = [f"{words.lower()} on {row[column]}" for column, words in VIEW_NAMES.items() if row[column]]
        sentences.append(f"Rated {row['own_rating'].lower()} by the council, {counted(row['questions'], 'question')}: {listing(parts)}.")
    return " ".join(sentences)


def rating_labels(views: Released) -> dict[str, str]:
    """What stands above each bar: the council's rating and its questions."""
    return {row.own_rating: f"Council rated itself {row.own_rating.lower()}: {row.questions}" for row in views.table.itertuples()}


def gaps(questions: Released) -> list[str]:
    """What the auditor found missing, a line each."""
    rows = questions.table.dropna(subset=["auditor_gap"])
    return [f"Question {row.test_question} ({row.auditor_view}): {in_sentence(row.auditor_gap)}." for row in rows.itertuples()]


def grid_title(themes: Released) -> str:
    """Which themes every review raised."""
    by_theme = themes.table.groupby("finding_theme", sort=False)["review_points"].min()
    shared = list(by_theme[by_theme > 0].index)
    reviews = themes.table["review_name"].nunique()
    if not shared:
        return f"No theme was raised in all of the {number(reviews)} reviews"
    raised = "was raised" if len(shared) == 1 else "were raised"
    return sentence_case(f"{listing(shared)} {raised} in each of the {number(reviews)} reviews")


def grid_description(themes: Released) -> str:
    """Each review's themes with their counts."""
    sentences = []
    for review, rows in themes.table.groupby("review_name", sort=False):
        parts = [f"{row.finding_theme} {row.review_points}" for row in rows.itertuples() if row.review_points]
        sentences.append(f"{review}: {listing(parts)}.")
    return " ".join(sentences)


def elsewhere(themes: Released, others: Released) -> list[str]:
    """What others were told most, and what they were told that this authority was not."""
    sentences = []
    for review, rows in themes.table[~themes.table["is_own"]].groupby("review_name", sort=False):
        most = rows["review_points"].max()
        tied = list(rows.loc[rows["review_points"] == most, "finding_theme"])
        points = int((others.table["review_name"] == review).sum())
        sentences.append(
            f"{review}: {counted(points, 'point')} to improve, most on {listing(tied)} ({number(most)}{' each' if len(tied) > 1 else ''})."
        )
    by_theme = themes.table.pivot_table(index="finding_theme", columns="is_own", values="review_points", aggfunc="sum", sort=False)
    by_theme = by_theme.reindex(columns=[True, False]).fillna(0)
    only_others = list(by_theme.index[(by_theme[True] == 0) & (by_theme[False] > 0)])
    if only_others:
        sentences.append(f"Raised elsewhere, but not at this authority's own inspection: {listing(only_others)}.")
    return sentences


def answered(findings: Released) -> str:
    """How many areas for improvement have a figure today."""
    rows = findings.table
    shown = rows["shown_by"].dropna()
    judged = int(shown.str.contains(": better|: worse|: unchanged").sum())
    immediate = int((rows["urgency"] != "").sum())
    urgent = f", {number(immediate)} of them at once" if immediate else ""
    return (
        f"The inspectors asked for {counted(len(rows), 'improvement')}{urgent}. For {number(len(rows) - len(shown))} there are no figures "
        f"of then and now to set side by side. For {number(len(shown))} there are, but only {number(judged)} can be judged by them."
    )


def not_known(plan: Released, jumps: Released, inspection_year: int) -> list[str]:
    """What the plan and the documents leave open."""
    row = plan.table.iloc[0]
    sentences = [
        f"Nothing is held between the inspection of {inspection_year} and the first year of today's series: what happened in between is not known."
    ]
    if row["actions_not_stated"]:
        sentences.append("An action without a stated status may be on track or late.")
    if not jumps.table.empty:
        sentences.append("How many actions are missing from the text is not known.")
    return [
        *sentences,
        "A complete action does not show that children are better off: the plan's own measures are on the performance scorecard page.",
    ]


def change_since(earlier: str | None, plan: Released, earlier_plan: Released | None) -> str:
    """What changed in the plan since the quarter before."""
    if earlier is None or earlier_plan is None:
        return "No earlier quarter of the improvement plan is held, so how many actions moved since then is not known."
    now, before = plan.table.iloc[0], earlier_plan.table.iloc[0]
    parts = [
        f"{words.lower()} {number(now[column] - before[column], signed=True)}"
        for column, words in STATUS_NAMES.items()
        if now[column] != before[column]
    ]
    return f"Actions by status since {Quarter.parse(earlier).label}: {listing(parts) or 'no change'}."


def _held(text: str) -> str:
    return Month.parse(text).label if "-" in text else text
