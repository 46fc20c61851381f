"""The page on caseloads: children open to each service, per worker and team, what drifts, and what would bring caseloads to the threshold."""

from analysis.pages.caseloads.acting import to_act_on, workers
from analysis.pages.caseloads.capacity import arrivals_and_closures, capacity
from analysis.pages.caseloads.drift import drift, timeliness
from analysis.pages.caseloads.handovers import handovers
from analysis.pages.caseloads.kept import kept_in_time
from analysis.pages.caseloads.reported import children_open, over_threshold, trend, workforce
from analysis.pages.caseloads.services import against_report, quality, services_by_month, staffing
from analysis.pages.caseloads.teams import expected_range, team_caseloads, who_is_above, why_changed, without_worker
from analysis.pages.national.children import national_demand
from analysis.pages.national.workforce import national_caseload, national_caseload_change, national_workforce
from analysis.pages.sections import Outline

PAGE = Outline(
    "caseloads",
    "Caseloads",
    "children open to each service and per worker and team, against threshold and chance; what drifts, and what would bring caseloads down",
    (
        team_caseloads,
        why_changed,
        capacity,
        without_worker,
        drift,
        children_open,
        trend,
        over_threshold,
        workforce,
        who_is_above,
        expected_range,
        arrivals_and_closures,
        timeliness,
        kept_in_time,
        handovers,
        services_by_month,
        staffing,
        workers,
        to_act_on,
        against_report,
        quality,
        national_caseload,
        national_caseload_change,
        national_workforce,
        national_demand,
    ),
    order=("team_caseloads", "why_changed", "capacity", "without_worker", "drift"),
    findings=3,
)
