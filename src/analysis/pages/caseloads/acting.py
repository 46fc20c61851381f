"""For use inside the council: each worker's caseload, and the children for whom something is to be done. No public page has either."""

import numpy as np

from analysis.caseloads import acting
from analysis.caseloads.placing import children_to_move
from analysis.caseloads.timeliness import TIMED
from analysis.catalogue.parameters import threshold
from analysis.disclosure.policy import policy_named
from analysis.pages.caseloads.held import NEEDS, caseload_of
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.charts.levels import named_bars
from analysis.present.findings import caseload_acting as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

MOST_BARS = 20
"""Workers that the chart shows at most."""


@section("Workers", needs=NEEDS)
def workers(given: Given) -> Shown:
    """Every worker's cases against the threshold, the furthest above first."""
    _inside_only(given)
    caseload = caseload_of(given)
    held = caseload.by_worker[caseload.by_worker["cases"] > 0].sort_values(["caseload_per_fte", "worker_id"], ascending=[False, True])
    rows = held.assign(
        worker_role=held["role"],
        worker_kind=findings.kinds(held["newly_qualified"].fillna(False), held["agency"].fillna(False)),
        worker_finding=np.where(held["above_threshold"], findings.ABOVE, findings.WITHIN),
    )
    columns = ["worker_id", "team", "worker_role", "worker_kind", "fte", "cases", "caseload_per_fte", "threshold_per_fte", "worker_finding"]
    shown = given.release(rows[columns].reset_index(drop=True), "workers")
    first = shown.where(shown.table.index < MOST_BARS)
    body = [
        paragraphs(findings.workers(shown)),
        named_bars(
            "workers-above",
            first,
            category=findings.worker_name,
            value="caseload_per_fte",
            amount=findings.worker_label,
            mark="threshold_per_fte",
            note="The mark is the worker's threshold.",
            stands_out=lambda row: row["worker_finding"] == findings.ABOVE,
            title=findings.workers_title(shown),
            alt="Bar chart of the workers with most cases per full-time equivalent, with their thresholds.",
            description=findings.workers_description(first),
        ),
        folded_table(shown, f"Every worker with cases, {given.place}", columns),
    ]
    return Shown(body, {"workers": shown})


@section("What to do, child by child", needs=NEEDS)
def to_act_on(given: Given) -> Shown:
    """Children without a worker or with two, with something overdue or past its limit, or whose case the plan would move."""
    _inside_only(given)
    caseload = caseload_of(given)
    moved = children_to_move(caseload.plan, caseload.cases, caseload.by_worker)
    timed = given.records.those_held([entry.table for entry in TIMED])
    limits = {entry.limit: threshold(entry.limit, caseload.day.date()) for entry in TIMED}
    past = acting.past_their_limit(timed, caseload.day, limits)
    past["case_service"] = past["child_id"].map(caseload.cases.set_index("child_id")["case_service"])
    others = acting.other_workers_named(caseload.lists, caseload.cases, caseload.day)
    every = acting.to_act_on(caseload.cases, caseload.state, moved, caseload.owed, past, others)
    if every.empty:
        return Shown([paragraphs(findings.NOTHING)])
    shown = given.release(every, "to_act_on")
    body = [paragraphs(*findings.to_act_on(shown))]
    for action in dict.fromkeys(every["case_action"]):
        rows = shown.where(shown.table["case_action"] == action).named(f"to_act_on_{action}")
        caption = f"{findings.ACTIONS[action]}, {given.place}"
        body.append((table if len(rows.table) <= MOST_BARS else folded_table)(rows, caption, findings.COLUMNS[action]))
    return Shown(body, {"children": shown})


def _inside_only(given: Given) -> None:
    """A page for the public has neither workers nor children: what would show them is for use inside the council."""
    if not policy_named(given.policy).single_households:
        raise NothingToShow("Single workers and children are not shown on a public page.", "For use inside the council: --policy internal.")
