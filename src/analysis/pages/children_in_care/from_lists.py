"""Reviews, health, distance and stability of children in care, and care leavers, from the council's lists, beside what the report prints."""

from analysis.pages.given import RECORDS, Given
from analysis.pages.measures_from_records import COLUMNS, PRINTED, measured_lists, released_measures
from analysis.pages.sections import Shown, section
from analysis.present.findings import measures_from_records as findings
from analysis.present.html import bullets
from analysis.present.tables import table
from analysis.present.wording import long_date

INDICATORS = [
    "children_looked_after_reviews_in_time_pct",
    "initial_health_assessments_in_time_pct",
    "health_checks_up_to_date_pct",
    "dental_checks_up_to_date_pct",
    "short_term_placement_stability_pct",
    "long_term_placement_stability_pct",
    "cla_out_of_city_pct",
    "residential_placements",
    "care_leavers_in_touch_pct",
    "care_leavers_eet_pct",
    "care_leavers_unsuitable_accommodation_pct",
]
"""Measures of children in care and care leavers that the lists tell of."""


@section("Reviews, health and distance, from the lists", needs=(f"{RECORDS}children_looked_after",), wants=PRINTED)
def care_measures_held(given: Given) -> Shown:
    """What the list of children in care and that of care leavers say of reviews, health, stability, distance and life after care."""
    shown = released_measures(given, "care_measures_from_records", INDICATORS)
    day = measured_lists(given).day
    body = [
        bullets(*findings.of_care(shown, day)),
        table(
            shown,
            f"Reviews, health and placements by the council's lists, {given.place}, {long_date(day)}",
            COLUMNS,
            explained={"measure_name": "definition"},
        ),
    ]
    return Shown(body, {"measures": shown}, method=findings.METHOD)
