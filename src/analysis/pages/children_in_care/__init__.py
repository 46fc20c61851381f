"""The page on children in care: how many, where they live, stability of placements, and health."""

from analysis.pages.children_in_care.from_lists import care_measures_held
from analysis.pages.children_in_care.from_records import care_against_report, care_by_kind, care_flows, care_stability
from analysis.pages.children_in_care.measures import care, health
from analysis.pages.children_in_care.numbers import elsewhere, how_many
from analysis.pages.children_in_care.places import distance, outside_area, placement_types, unregistered
from analysis.pages.national.children import national_care, national_care_leavers, national_outcomes
from analysis.pages.sections import Outline

PAGE = Outline(
    "children_in_care",
    "Children in care",
    "how many, the rate against elsewhere, placements by type and distance, stability, health",
    (
        how_many,
        elsewhere,
        placement_types,
        outside_area,
        distance,
        unregistered,
        care,
        health,
        care_by_kind,
        care_flows,
        care_stability,
        care_measures_held,
        care_against_report,
        national_care,
        national_outcomes,
        national_care_leavers,
    ),
    order=("how_many", "outside_area", "health"),
)
