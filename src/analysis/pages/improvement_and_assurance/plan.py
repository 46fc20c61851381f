"""Sections on the improvement plan."""

import pandas as pd

from analysis.assurance import improvement_plan as domain
from analysis.assurance import plan_movement
from analysis.pages.abbreviations import abbreviations
from analysis.pages.given import Given
from analysis.pages.improvement_and_assurance.events import events_released
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present import theme
from analysis.present.charts import stacked
from analysis.present.findings import improvement_plan as findings
from analysis.present.findings import inspection as inspection_findings
from analysis.present.html import bullets, paragraphs
from analysis.present.tables import folded_table, table

STATUS_COLOURS = [theme.BLUE, theme.TEAL, theme.ORANGE, theme.LILAC, theme.CHARCOAL, theme.GRID]
MILESTONES = {
    "workstream": "workstream",
    "owner": "workstream_owner",
    "printed_direction": "milestone_direction",
    "this_period": "milestone_done",
    "next_period": "milestone_next",
}


@section("What is behind, due or in doubt", needs=("improvement_actions",), wants=("improvement_action_leads", "leads", "abbreviations"))
def attention(given: Given) -> Shown:
    """Actions of the improvement plan that are not plainly on track, with who leads them."""
    rows = given.release(
        domain.needing_attention(given["improvement_actions"], given["improvement_action_leads"], given["leads"], given.months[-1]),
        "improvement_actions_to_look_at",
    )
    concern = rows.table["plan_concern"]
    pressing = rows.where(concern.isin([findings.BEHIND, findings.OVERDUE]))
    columns = ["plan_action_brief", "plan_action", "plan_concern", "plan_led_by", "plan_due_month", "plan_update"]
    body = [bullets(*findings.attention(rows))]
    if len(pressing.table):
        body.append(table(pressing, "Actions of the improvement plan that are behind or due", columns, checks=given.doubts))
    folded = (
        (findings.COLOURED, "improvement_actions_coloured_otherwise", "Actions called on track, but coloured red"),
        (findings.NOT_STATED, "improvement_actions_without_status", "Actions with no status in words"),
    )
    for kind, name, caption in folded:
        if (concern == kind).any():
            shown = [column for column in columns if column != "plan_concern"]
            body.append(folded_table(rows.where(concern == kind).named(name), caption, shown, checks=given.doubts))
    body.append(abbreviations(given, (rows, ["plan_action_brief", "plan_led_by", "plan_update"])))
    return Shown(body, {"attention": rows})


@section(
    "The improvement plan", needs=("improvement_actions",), wants=("improvement_priorities", "improvement_milestones", "oversight_events")
)
def plan(given: Given) -> Shown:
    """How far the actions of each priority are."""
    by_priority = domain.actions_by_priority(given["improvement_priorities"], given["improvement_actions"], given["improvement_milestones"])
    priorities = given.release(by_priority, "improvement_actions_by_priority")
    in_all = given.release(domain.in_all(by_priority), "improvement_actions_in_all")
    jumps = given.release(domain.numbering_jumps(given["improvement_actions"]), "improvement_actions_missing")
    title = findings.title(priorities)
    body = [
        paragraphs(inspection_findings.notice(events_released(given))),
        stacked.stacked_bars(
            "actions-by-priority",
            priorities,
            category="plan_priority",
            parts=findings.STATUS_NAMES,
            colours=STATUS_COLOURS,
            labels=findings.labels(priorities),
            stressed="actions_behind_schedule",
            title=title,
            alt=f"Bar chart of the improvement plan's actions by priority and status. {title}.",
            description=findings.description(priorities),
        ),
        folded_table(
            priorities,
            f"Actions and milestones of the improvement plan by priority, {given.place}",
            ["plan_priority_title", *findings.columns(in_all)],
            total=in_all,
            checks=given.doubts,
        ),
    ]
    return Shown(
        body,
        {"priorities": priorities, "in_all": in_all, "jumps": jumps},
        headline=findings.in_brief(in_all, jumps),
        tiles=findings.tiles(in_all, jumps),
        warnings=findings.missing_actions(jumps),
        limits=findings.not_known(in_all, jumps),
        method=findings.METHOD,
    )


@section("What moved since the last report", needs=("improvement_actions",), wants=("improvement_action_leads", "leads"))
def moved(given: Given) -> Shown:
    """Which actions closed, fell behind, slipped, appeared or went since the last report that holds the plan, by name and lead."""
    before = given.before
    while before is not None and not before.holds("improvement_actions"):
        before = before.before
    if before is None:
        raise NothingToShow(f"No earlier report of {given.place}'s improvement plan is held.", "Take in last quarter's actions.")
    named = [domain.leads_of_actions(one["improvement_action_leads"], one["leads"]) for one in (given, before)]
    led_by = pd.concat([named[0], named[1][~named[1]["action"].isin(named[0]["action"])]]).groupby("action")["plan_led_by"].agg("; ".join)
    rows = plan_movement.actions_moved(given["improvement_actions"], before["improvement_actions"], led_by)
    released = given.release(rows, "improvement_actions_moved")
    brief = findings.moved_in_brief(released, len(given["improvement_actions"]), len(before["improvement_actions"]), before.quarter.label)
    body = [paragraphs(brief), bullets(*findings.moved(released))]
    if len(rows):
        columns = ["plan_action_brief", "plan_action", "plan_movement", "plan_led_by", "plan_status_before", "plan_status"]
        columns += ["plan_due_before", "plan_due_month"]
        body.append(folded_table(findings.moved_in_words(released), f"Every action that moved since {before.quarter.label}", columns))
    return Shown(body, {"moved": released}, changes=[brief])


@section(
    "Who leads what, and what falls due next", needs=("improvement_actions", "improvement_action_leads"), wants=("leads", "abbreviations")
)
def leads(given: Given) -> Shown:
    """Actions by lead: how many, how many behind or due, and what is due next."""
    load = plan_movement.load_by_lead(given["improvement_actions"], given["improvement_action_leads"], given["leads"], given.months[-1])
    released = given.release(load, "improvement_actions_by_lead")
    columns = ["plan_led_by", "lead_actions", "lead_complete", "lead_pressing", "lead_not_stated"]
    columns += ["plan_next_due", "plan_next_brief"] if released.table["plan_next_due"].notna().any() else []
    body = [bullets(*findings.load(released)), folded_table(released, f"Actions of the improvement plan by lead, {given.place}", columns)]
    body.append(abbreviations(given, (released, ["plan_led_by"])))
    return Shown(
        body,
        {"leads": released},
        method=["A lead whose abbreviation the report does not spell out stands as printed, as do those of meetings."],
    )


@section("What was done and what comes next", needs=("improvement_milestones",), wants=("abbreviations",))
def milestones(given: Given) -> Shown:
    """Which way the report's arrow points for each workstream, what was done and what comes next."""
    rows = given["improvement_milestones"].rename(columns=MILESTONES)[list(MILESTONES.values())]
    history = given.history("improvement_milestones")
    earlier = history[history["quarter"] < str(given.quarter)]
    if not earlier.empty:
        last = earlier[earlier["quarter"] == earlier["quarter"].max()].drop_duplicates("workstream")
        rows["milestone_direction_before"] = rows["workstream"].map(last.set_index("workstream")["printed_direction"])
    released = given.release(rows, "improvement_milestones")
    body = [
        bullets(*findings.milestones(released)),
        folded_table(released, f"Workstreams of the improvement plan: done, and next, {given.place}", list(MILESTONES.values())),
        abbreviations(given, (released, ["workstream", "workstream_owner", "milestone_done", "milestone_next"])),
    ]
    return Shown(body, {"milestones": released})


@section("What the plan is to achieve", needs=("improvement_outcomes",), wants=("improvement_actions",))
def outcomes(given: Given) -> Shown:
    """Outcomes of the improvement plan with their actions, and the risks that they name."""
    rows = given.release(
        plan_movement.outcomes_with_actions(given["improvement_outcomes"], given["improvement_actions"]), "improvement_outcomes"
    )
    risks = given.release(plan_movement.risks_named(given["improvement_outcomes"]), "improvement_risks")
    columns = ["plan_outcome_brief", "plan_outcome", "outcome_actions", "outcome_complete", "risk_references"]
    body = [
        bullets(*findings.outcomes(rows, risks)),
        folded_table(rows, f"Outcomes of the improvement plan, with actions and risks, {given.place}", columns),
    ]
    return Shown(body, {"outcomes": rows, "risks": risks})
