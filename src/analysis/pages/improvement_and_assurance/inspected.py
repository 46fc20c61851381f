"""Sections on what inspectors judged, what they asked for, and what came after."""

import pandas as pd

from analysis.assurance import inspection as domain
from analysis.assurance.deadlines import findings_with_deadlines
from analysis.pages.given import Given
from analysis.pages.improvement_and_assurance.compared import compared_with_today, own_inspection, verdicts_released
from analysis.pages.improvement_and_assurance.events import events_released
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.findings import inspection as findings
from analysis.present.findings import inspection_deadlines as deadlines
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

INSPECTIONS = {
    "inspection": "inspection",
    "framework": "inspection_framework",
    "inspection_start_date": "inspection_started_on",
    "inspection_end_date": "inspection_ended_on",
    "published_date": "inspection_published_on",
}


@section("What the inspectors judged", needs=("inspection_judgements",), wants=("inspections", "inspection_strengths"))
def judgements(given: Given) -> Shown:
    """Judgements of the inspections that are held, with the dates of each."""
    inspections = given.release(given["inspections"].rename(columns=INSPECTIONS)[list(INSPECTIONS.values())], "inspections")
    rows = given["inspection_judgements"].drop(columns="judgement_area")
    rows = rows.rename(columns={"judgement_area_printed": "judgement_area", "grade": "judgement_grade", "overall": "judgement_is_overall"})
    rows = rows[["inspection", "judgement_area", "judgement_grade", "judged_body", "judgement_is_overall"]]
    released = findings.judgements_in_words(given.release(rows, "inspection_judgements"))
    held = given["inspection_strengths"].rename(columns={"reference": "strength_reference", "theme": "finding_theme"})
    strengths = given.release(held[["strength", "finding_theme", "strength_reference"]], "inspection_strengths")
    words = findings.judged_by(inspections, released)
    body = [
        paragraphs(*words, findings.strengths_in_brief(strengths) if len(held) else ""),
        table(released, f"Judgements of the inspectors, {given.place}", ["judgement_area", "judgement_grade", "judged_body"]),
    ]
    if len(held):
        body.append(folded_table(strengths, "Strengths that the inspectors named", ["strength", "finding_theme", "strength_reference"]))
    return Shown(body, {"judgements": released, "inspections": inspections, "strengths": strengths}, headline=words[-1])


@section("Inspections and notices that the reports name", needs=("oversight_events",), wants=("comparisons",))
def later_inspections(given: Given) -> Shown:
    """Inspections and notices that the council's reports name and whose documents are not held."""
    events = events_released(given)
    body = [
        paragraphs(findings.later_in_full(events)),
        folded_table(
            events,
            "Inspections and notices that the council's reports name",
            ["oversight_event", "held_in", "event_scope", "event_result", "priority_actions"],
        ),
    ]
    return Shown(body, {"events": events}, headline="" if given.holds("comparisons") else findings.later_in_brief(events))


@section(
    "What the inspectors asked for",
    needs=("inspections", "inspection_findings"),
    wants=("comparisons", "inspection_statistics", "inspection_indicators", "return_home_interviews", "inspection_progress"),
)
def asked_for(given: Given) -> Shown:
    """Areas for improvement of the last inspection held, with deadlines, where each stands and what today's figures show of it."""
    own = own_inspection(given)
    asked = given["inspection_findings"]
    asked = asked[asked["inspection"] == own["inspection"]]
    if asked.empty:
        raise NothingToShow("The last inspection held asks for no improvement.", "Fill in inspection_findings.csv.")
    compared = compared_with_today(given)
    if compared is None:
        verdicts = pd.DataFrame({"finding": [], "comparison_label": [], "comparison_verdict": []}, dtype="object")
    else:
        shown = verdicts_released(given, compared).table
        verdicts = compared.verdicts.assign(comparison_verdict=shown["comparison_verdict"])
    alone = given["comparisons"][lambda rows: rows["statistic"].isna() & (rows["inspection"] == own["inspection"])]
    alone = domain.held_today(alone, {name: given[name] for name in domain.HELD_BY}).rename(columns={"label": "comparison_label"})
    answered = given.release(domain.findings_answered(asked, verdicts, alone), "inspection_findings_and_todays_figures")
    reported = given["inspection_progress"][lambda rows: rows["inspection"] == own["inspection"]]
    due = findings_with_deadlines(asked, own, reported, pd.Timestamp(given.quarter.end))
    due = given.release(due, "inspection_deadlines")
    in_words = deadlines.with_deadlines(findings.findings_in_words(answered), due)
    year = own["inspection_start_date"].year
    columns = ["finding_brief", "finding_reference", "addressed_to", "deadline_in_words", "shown_by"]
    body = [
        paragraphs(findings.answered(answered), *deadlines.in_brief(due)),
        folded_table(
            in_words,
            f"Areas for improvement of the inspection of {year}, and what today's figures show",
            [*columns, *(["progress_status", "progress"] if len(reported) else [])],
            checks=given.doubts,
        ),
    ]
    return Shown(body, {"answered": in_words, "deadlines": due})
