"""The page on caseloads: children open to each service, per worker and team, what drifts, and what would bring caseloads to the threshold."""

from analysis.pages.caseloads.reported import children_open, over_threshold, trend, workforce
from analysis.pages.national.children import national_demand
from analysis.pages.national.workforce import national_caseload, national_caseload_change, national_workforce
from analysis.pages.sections import Outline

PAGE = Outline(
    "caseloads",
    "Caseloads",
    "children open to each service, change, social workers above the threshold, pressure on the workforce",
    (children_open, trend, over_threshold, workforce, national_caseload, national_caseload_change, national_workforce, national_demand),
)
