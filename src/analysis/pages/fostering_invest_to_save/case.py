"""The scheme's case as the council states it: what is proposed, what each year costs and avoids, break-even, unit costs."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.fostering import published_case
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.periods import Quarter
from analysis.present.charts import bars
from analysis.present.criteria_wording import criteria_in_words
from analysis.present.findings import fostering as findings
from analysis.present.findings.fostering_tracking import RESULTS
from analysis.present.html import bullets, paragraphs
from analysis.present.marks import noted
from analysis.present.tables import folded_table, table
from analysis.relief.criteria import relief_criteria

TOPIC = "fostering"
"""What the report on the scheme is about, as ``source_items.csv`` names it."""

CASE = ("fostering_scheme_assumptions", "placement_unit_costs")


@section("What is proposed", needs=("fostering_eligibility_criteria", "fostering_eligibility_rules"), wants=("recommendations", RESULTS))
def proposal(given: Given) -> Shown:
    """The recommendation, until the scheme runs, and who would have relief."""
    criteria = relief_criteria(given["fostering_eligibility_criteria"], given["fostering_eligibility_rules"])
    read = given.release(criteria_in_words(criteria, criteria).drop(columns="reading_departs"), "eligibility_criteria")
    advised = given["recommendations"]
    advised = given.using("recommendations", advised[advised["topic"] == TOPIC])
    columns = ["recommendation", "recommended_to"]
    advised = given.release(advised[columns].reset_index(drop=True), "fostering_recommendations")
    runs = given.holds(RESULTS)
    advice = advised if len(advised.table) and not runs else None
    body = [
        paragraphs(*findings.what_is_proposed(given.place, advice, runs)),
        folded_table(
            read, "Who would qualify: the criteria of the report, as they are read here", ["parameter_meaning", "reading", "stated_place"]
        ),
    ]
    return Shown(body, {"criteria": read}, headline=findings.only_proposed(advice))


@section("What it costs and avoids, as the report states it", needs=CASE, wants=("fostering_scheme_calculation",))
def scheme(given: Given) -> Shown:
    """Cost, cost avoided and net of each year, on the chosen unit costs."""
    yearly = _yearly(given)
    case = _case(given)
    total = given.release(published_case.whole_period(yearly), "scheme_whole_period")
    body = [
        paragraphs(
            "The case takes no account of carers who would have come anyway, or of carers who leave; further down it is tested for both.",
            findings.over_the_period(total),
            findings.net_by_year(case),
        ),
        bars.paired_bars(
            "cost-against-avoided",
            case,
            category="year",
            values={"scheme_cost_gbp": "Scheme cost", "cost_avoided_gbp": "Cost avoided"},
            amount=lambda gbp: f"£{gbp / 1e6:.2f}m",
            title=findings.cost_against_avoided_title(case),
            alt=findings.cost_against_avoided_title(case),
            description=findings.cost_against_avoided_description(case),
        ),
        table(
            case,
            f"The scheme year by year, {given.place}: what each year would cost and avoid",
            [
                "year",
                "existing_households",
                "new_households",
                "existing_households_cost_gbp",
                "new_households_cost_gbp",
                "scheme_cost_gbp",
                "new_placements",
                "cost_avoided_gbp",
                "net_gbp",
            ],
            total=total,
            checks=given.doubts,
        ),
    ]
    tables = {"case": case, "total": total}
    return Shown(
        body,
        tables,
        headline=findings.headline(case, _break_even(given), given.choices["unit_cost_basis"]),
        tiles=findings.tiles(case, total, _break_even(given), _gaps(given), given.choices["unit_cost_basis"]),
        changes=[_change(given, case)],
        limits=[
            "Whether the scheme would bring a single placement is not known: the report states a stretch target, and as evidence the transfers that another "
            "council reports."
        ],
        method=[
            "Cost avoided is not cash saved: it is what would have been spent if the same children had been placed with an agency.",
            "Every new placement is taken to replace an agency placement, and to come because of the scheme.",
            "All existing households are costed as if none had a discount already. The report calls this the most that it could cost.",
            "Prices, council tax and the number of existing households stay as they are in the current year.",
        ],
    )


@section("", needs=(*CASE, "council_tax_bands"))
def printed_columns(given: Given) -> Shown:
    """What the printed columns mean, shown by the arithmetic."""
    households = published_case.households_by_band(given["fostering_scheme_assumptions"], given["council_tax_bands"])
    households = given.release(households, "households_by_band")
    columns = ["household_group", "households", "group_cost_gbp", "cost_per_household_gbp", "matching_band"]
    body = [
        findings.subheading("What the printed columns mean"),
        bullets(*findings.what_the_columns_mean(_case(given), households)),
        table(households, "What each group of households is costed at", columns, checks=given.doubts),
    ]
    return Shown(body, {"households": households})


@section("", needs=(*CASE, "fostering_scheme_calculation"))
def printed_table(given: Given) -> Shown:
    """The case worked out here beside the printed one."""
    compared = published_case.against_printed(_yearly(given), given["fostering_scheme_calculation"])
    compared = given.release(compared.assign(year=compared["scheme_year"].map(findings.year_name)), "scheme_against_printed")
    columns = [
        "year",
        "scheme_cost_gbp",
        "printed_scheme_cost_gbp",
        "scheme_cost_difference_gbp",
        "cost_avoided_gbp",
        "printed_cost_avoided_gbp",
        "cost_avoided_difference_gbp",
    ]
    body = [
        findings.subheading("Against the printed table"),
        paragraphs(findings.reproduced(compared)),
        folded_table(compared, "The case worked out here beside the printed one", columns, checks=given.doubts),
    ]
    return Shown(body, {"compared": compared})


@section("Break-even", needs=CASE)
def break_even(given: Given) -> Shown:
    """New in-house placements at which a year's cost avoided meets the year's cost."""
    needed = _break_even(given)
    columns = ["basis", "relief_counted", "net_saving_per_placement_gbp", "placements_exact", "break_even_placements"]
    caption = "New in-house placements at which a year's cost avoided meets the year's cost"
    return Shown([bullets(*findings.break_even_sentences(needed)), table(needed, caption, columns)], {"needed": needed})


@section("What a placement costs", needs=("placement_unit_costs",))
def unit_costs(given: Given) -> Shown:
    """Cost of a foster placement with an agency and in house, on each basis that the report gives."""
    gaps = _gaps(given)
    printed = given["placement_unit_costs"]
    columns = ["cost_basis", "provider", "unit_cost_gbp_per_year", "printed_period", "children_placed", "annual_spend_gbp"]
    printed = given.release(printed[columns], "unit_costs_as_printed")
    misprint = findings.printed_period(printed)
    where = findings.misprinted_cost(printed)
    body = [
        paragraphs(
            findings.two_bases(gaps),
            findings.annual_gap(gaps),
            *([noted(misprint, given.doubts, "unit_cost_gbp_per_year", **where)] if misprint else []),
        ),
        table(
            gaps,
            f"Cost of a foster placement with an agency and in house, {given.place}",
            ["basis", "in_house_gbp_per_year", "agency_gbp_per_year", "saving_per_placement_gbp", "children_placed", "annual_gap_gbp"],
            checks=given.doubts,
        ),
    ]
    return Shown(body, {"gaps": gaps, "printed": printed}, warnings=[misprint])


def _yearly(given: Given) -> pd.DataFrame:
    return published_case.yearly_case(
        given["fostering_scheme_assumptions"], given["placement_unit_costs"], given.choices["unit_cost_basis"]
    )


def _case(given: Given) -> Released:
    yearly = _yearly(given)
    return given.release(yearly.assign(year=yearly["scheme_year"].map(findings.year_name)), "scheme_by_year")


def _break_even(given: Given) -> Released:
    needed = published_case.break_even_placements(given["fostering_scheme_assumptions"], given["placement_unit_costs"])
    return given.release(needed.assign(basis=needed["cost_basis"].map(findings.basis_label)), "break_even_placements")


def _gaps(given: Given) -> Released:
    gaps = published_case.unit_cost_gap(given["placement_unit_costs"])
    return given.release(gaps.assign(basis=gaps["cost_basis"].map(findings.basis_label)), "unit_cost_gap")


def _change(given: Given, case: Released) -> str:
    """What moved since the report before on the scheme; nothing where this quarter's figures are that report's own."""
    before = given.before
    if before is None or not all(before.holds(name) for name in CASE):
        return ""
    if given.in_force(CASE[0]).stated_in == before.in_force(CASE[0]).stated_in:
        return findings.no_later_report(Quarter.parse(before.in_force(CASE[0]).stated_in).label)
    return findings.change_since(before.quarter.label, case, _case(before))
