"""Children: referrals, need, plans and care against elsewhere; stability, health, and care leavers."""

from analysis.pages.given import Given
from analysis.pages.national.factors import national_assessment_factors
from analysis.pages.national.funnels import all_councils
from analysis.pages.national.shared import BY_YEAR, CELLS, band, compared_section
from analysis.pages.national.tables import COMPARED, left_out, over_years
from analysis.pages.sections import NothingToShow, Outline, Shown, section
from analysis.present.findings import national as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

DEMAND = [
    "referrals_per_10k", "re_referrals_pct", "children_in_need_per_10k", "child_protection_plans_per_10k", "repeat_plans_pct",
    "long_plans_pct",
]  # fmt: skip
LOOKED_AFTER = "looked_after_per_10k"
CARE = [LOOKED_AFTER, "started_per_10k", "ceased_per_10k"]
OUTCOMES = [
    "three_placements_pct", "same_carer_pct", "far_outside_pct", "three_social_workers_pct", "health_assessment_pct", "dentist_pct",
    "strengths_and_difficulties_score",
]  # fmt: skip
LEAVERS = [
    "care_leavers_active_17_to_18_pct", "care_leavers_active_19_to_21_pct", "care_leavers_suitable_17_to_18_pct",
    "care_leavers_suitable_19_to_21_pct",
]  # fmt: skip
NEIGHBOURS = "national.statistical_neighbours"


@section("Referrals, need and protection plans, against elsewhere", needs=("national.referrals", "national.child_population", NEIGHBOURS))
def national_demand(given: Given) -> Shown:
    """Referrals, children in need and protection plans: rates on the release's own population, repeats, long plans."""
    shown = compared_section(given, DEMAND, "national_demand", f"Referrals, need and protection plans in {given.place} against elsewhere")
    shown.method = [
        *shown.method,
        "Rates per 10,000 children of referrals, need and plans are worked out here on the population of the middle of the year before, as the Department for Education does.",
    ]
    return shown


@section("Children looked after, against elsewhere", needs=("national.children_looked_after", NEIGHBOURS))
def national_care(given: Given) -> Shown:
    """Rates of children looked after, coming into care and leaving it; the rate over the years; the funnel of all councils."""
    held = given.national
    compared = held.compared(CARE)
    if compared.empty:
        raise NothingToShow(f"The release gives no rate of children looked after for {given.place}.")
    shown = findings.with_cells(given.release(compared[COMPARED], "national_care_compared"), compared["decimals"].tolist())
    body = [table(shown, f"Children looked after in {given.place} against elsewhere", CELLS)]
    tables, headline, tiles = {"compared": shown}, "", []
    if compared["key"].iloc[0] == LOOKED_AFTER:
        years = given.release(over_years(held, LOOKED_AFTER), "national_looked_after_by_year")
        headline = findings.rate_against_elsewhere(shown, given.place)
        funnel_chart, councils = all_councils(given, LOOKED_AFTER, "national_looked_after")
        body = [
            paragraphs(
                f"{headline} {findings.where_in_the_range(shown)}",
                findings.over_the_years(years, 0),
                findings.in_the_funnel(councils, given.place),
            ),
            band(given, years, LOOKED_AFTER, "national-looked-after", "children looked after per 10,000", 0),
            funnel_chart,
            *body,
            folded_table(years, f"Children looked after per 10,000 children, {given.place}, by year", BY_YEAR),
        ]
        tables |= {"years": years, "councils": councils}
        tiles = [findings.tile(shown, compared["decimals"].tolist(), 0, "Children looked after per 10,000")]
    return Shown(
        body,
        tables,
        headline=headline,
        tiles=tiles,
        limits=[*findings.LIMITS, *left_out(held, CARE), *findings.not_given(held.not_given(CARE))],
        method=[
            *findings.METHOD,
            findings.FUNNEL,
        ],
    )


@section("Stability and health of children looked after", needs=("national.placement_stability", NEIGHBOURS))
def national_outcomes(given: Given) -> Shown:
    """Placements, carers, distance, social workers, health and strengths and difficulties."""
    return compared_section(
        given, OUTCOMES, "national_outcomes", f"Children looked after in {given.place}: stability and health against elsewhere"
    )


@section("Care leavers", needs=("national.care_leavers_activity", NEIGHBOURS))
def national_care_leavers(given: Given) -> Shown:
    """Care leavers in education, work or training, and in suitable accommodation, by age."""
    shown = compared_section(given, LEAVERS, "national_care_leavers", f"Care leavers of {given.place} against elsewhere")
    shown.limits = [*shown.limits, "A care leaver of whom nothing is known counts as neither in work nor in suitable accommodation."]
    return shown


PAGE = Outline(
    "national_children",
    "Children, against elsewhere",
    "referrals, need, protection plans, children looked after, stability, health and care leavers, against neighbours and England",
    (national_care, national_demand, national_assessment_factors, national_outcomes, national_care_leavers),
    order=("national_care", "national_outcomes", "national_demand", "national_care_leavers", "national_assessment_factors"),
)
