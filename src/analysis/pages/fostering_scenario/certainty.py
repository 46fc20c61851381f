"""How sure the result is, and which assumption decides it."""

import numpy as np

from analysis.disclosure.release import Released
from analysis.fostering import sensitivity, uncertainty
from analysis.fostering.model.lines import SMALLEST_GBP
from analysis.pages.fostering_scenario.case import Case
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.present import assumption_wording
from analysis.present.charts.chances import chances_by_year
from analysis.present.charts.fan import fan
from analysis.present.charts.tornado import MOST_BARS, tornado
from analysis.present.findings import scenario as findings
from analysis.present.html import Html, heading, paragraphs
from analysis.present.tables import folded_table, table

IN_CASH_FIRST = {"cashable_only": findings.CASHABLE, "all_cost_avoided": findings.ALL}
COUNTED = {"cashable_only": "counting only what can be cashed", "all_cost_avoided": "counting all cost avoided"}


@section("How sure this is", needs=())
def how_sure(given: Given) -> Shown:
    """Draws of the scenario: the running total, the chance of paying back, the net present value."""
    case = given.choices["case"]
    fans = {
        basis: given.release(uncertainty.fan_table(case.simulation, basis).round(2), f"fan_{basis}")
        for basis in (() if case.nothing else IN_CASH_FIRST)
    }
    said = findings.how_sure(case.summary, case.outcomes) if case.varies else [findings.nothing_drawn(nothing=case.nothing)]
    body = [paragraphs(*said), *(_fan(basis, table_of) for basis, table_of in fans.items())]
    tables = {"summary": case.summary, "chances": case.chances, **{f"fan_{basis}": table_of for basis, table_of in fans.items()}}
    if case.varies:
        settling = given.release(uncertainty.convergence_table(case.simulation, "all_cost_avoided").round(6), "draws_convergence")
        body += _chances(case, settling)
        tables["settling"] = settling
    return Shown(body, tables, method=findings.method(varies=case.varies))


def _fan(basis: str, table_of: Released) -> Html:
    return fan(
        f"fan-{basis.replace('_', '-')}",
        table_of,
        title=findings.fan_title(table_of, IN_CASH_FIRST[basis]),
        alt=f"Fan chart of the cumulative net by month, {COUNTED[basis]}.",
        description=findings.fan_description(table_of),
    )


def _chances(case: Case, settling: Released) -> list[Html]:
    draws = f"{case.simulation.draws:,} draws"
    columns = [
        "npv_mean_gbp",
        "npv_mean_error_gbp",
        "npv_p05_gbp",
        "npv_p50_gbp",
        "npv_p95_gbp",
        "npv_quantile_error_gbp",
        "npv_positive_pct",
    ]
    settles = "How the mean and the chance of a positive net present value settle as the draws grow, counting all cost avoided"
    return [
        chances_by_year(
            "chance-of-payback",
            case.chances,
            year="financial_year",
            values={"paid_back_cashable_pct": findings.CASHABLE, "paid_back_pct": findings.ALL},
            title=findings.chances_title(case.chances),
            alt="Line chart of the share of draws in which the scheme has paid back for good by the end of each year.",
            description=findings.chances_description(case.chances),
        ),
        table(
            case.chances,
            f"Share of {draws} in which the scheme has paid back for good",
            ["financial_year", "paid_back_cashable_pct", "paid_back_pct", "paid_back_error_pct"],
        ),
        table(case.summary.in_order(case.summary.table.index[::-1]), f"Net present value over {draws}", ["avoidance_basis", *columns]),
        paragraphs(findings.convergence(settling)),
        folded_table(settling, settles, ["draws", "npv_mean_gbp", "npv_mean_error_gbp", "npv_positive_pct", "npv_positive_error_pct"]),
    ]


@section("Which assumption decides", needs=())
def which_assumption_decides(given: Given) -> Shown:
    """The result with one assumption at a time at either end of its range, shares of the variance, and where it turns."""
    case = given.choices["case"]
    if not case.varies and case.nothing:
        return Shown([paragraphs(findings.nothing_decides(nothing=True))])
    swings, shares = _swings(given, case) if case.varies else ([paragraphs(findings.nothing_decides(nothing=False))], {})
    turns = sensitivity.switching_values(case.scenario, "all_cost_avoided").round({"switching_value": 6, "change_to_switch_pct": 6})
    turns = given.release(assumption_wording.switching_in_words(turns), "switching_values")
    body = [*swings, heading("Where the result turns"), paragraphs(findings.switching(turns))]
    if len(turns.table):
        caption = (
            "Value of each assumption at which the net present value is zero, all others unchanged, counting all cost avoided; first those within "
            "their range, nearest first"
        )
        columns = ["value_in_words", "ends_in_words", "switching_value_in_words", "turns_in_range", "change_to_switch_pct"]
        body.append(folded_table(turns, caption, ["assumption_meaning", "assumption_kind", *columns]))
    return Shown(body, {**shares, "switching_values": turns})


def _swings(given: Given, case: Case) -> tuple[list[Html], dict[str, Released]]:
    moves = case.swings[case.swings["npv_swing_gbp"] > SMALLEST_GBP].round(6)
    swings = given.release(assumption_wording.swings_in_words(moves), "tornado")
    samples, generator = case.variance_samples, np.random.default_rng(case.seed)
    shares = given.release(uncertainty.variance_shares(case.scenario, "all_cost_avoided", generator, samples).round(4), "variance_shares")
    body = [
        tornado(
            "tornado",
            swings,
            net_present_value_gbp=case.outcomes.table["net_present_value_gbp"].iloc[0],
            title=findings.tornado_title(swings),
            alt="Tornado chart of the net present value with one assumption at a time at either end of its range.",
            description=findings.tornado_description(swings, MOST_BARS),
        ),
        folded_table(
            swings,
            "Net present value with one assumption at either end of its range, counting all cost avoided",
            ["assumption_meaning", "value_in_words", "ends_in_words", "npv_at_lowest_gbp", "npv_at_highest_gbp", "npv_swing_gbp"],
        ),
        paragraphs(*findings.variance(shares)),
        folded_table(
            shares,
            "Share of the variance of the net present value that each assumption accounts for (Sobol indices), counting all cost avoided",
            ["assumption_meaning", "first_order_pct", "first_order_error_pct", "total_order_pct", "total_order_error_pct"],
        ),
    ]
    return body, {"tornado": swings, "variance_shares": shares}
