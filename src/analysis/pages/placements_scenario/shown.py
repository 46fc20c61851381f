"""Sections of the report on a scenario of children to come."""

import numpy as np
import pandas as pd

from analysis.pages.given import Given
from analysis.pages.placements_held import LINE
from analysis.pages.placements_scenario.case import ENDS, Case
from analysis.pages.scenario_runs import left_out
from analysis.pages.sections import Shown, section
from analysis.placements.what_if import SUPPOSITIONS, in_house_share_seen_pct, without_effect
from analysis.placements.what_if_file import PlacementsScenario
from analysis.present.assumption_wording import value_in_words
from analysis.present.charts.band import line_in_band
from analysis.present.findings import placements_scenario as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table


@section("", needs=())
def purpose(given: Given) -> Shown:
    """What the scenario is for, and the opening of the page."""
    case = given.choices["case"]
    costs = given.release(_costs(case), "cost_of_the_scenario")
    ends = given.release(_by_half_year(case), "children_of_the_scenario")
    titles = [case.others[name].title for name in case.scenario.bases]
    idle = without_effect(case.scenario.values, case.start.seen.lines)
    warnings = [*findings.no_effect([SUPPOSITIONS[name].meaning for name in idle]), *left_out(given.choices["broken"])]
    return Shown(
        [paragraphs(*findings.what_it_is(case.scenario.purpose, titles, len(case.settings)))],
        {"costs": costs},
        headline=findings.headline(costs, ends),
        tiles=findings.tiles(costs, ends),
        warnings=warnings,
    )


@section("Children expected", needs=())
def children(given: Given) -> Shown:
    """Children in placements by half-year under the scenario and as things are, and by kind."""
    case = given.choices["case"]
    ends = given.release(_by_half_year(case), "children_of_the_scenario")
    kinds = given.release(_by_kind(case), "children_of_the_scenario_by_kind")
    title = findings.children_title(ends)
    body = [
        line_in_band(
            "scenario-children",
            ends,
            period="projection_date",
            value="projected_children",
            band=("projected_low_95", "projected_high_95"),
            references={"usual_children": "As things are"},
            own_name="Under the scenario",
            band_name="where 95 of 100 draws of the scenario end",
            decimals=0,
            title=title,
            alt=f"Line chart of children expected in placements by half-year, under the scenario and as things are. {title}.",
            description=findings.children_description(ends),
        ),
        folded_table(ends, f"Children expected by half-year, {given.place}", list(ends.table)),
        table(kinds, f"Children expected by kind of placement, {given.place}", list(kinds.table)),
    ]
    return Shown(body, {"ends": ends, "kinds": kinds})


@section("What they will cost", needs=())
def cost(given: Given) -> Shown:
    """Cost by financial year under the scenario and as things are, with the range of each year and of the difference."""
    case = given.choices["case"]
    costs = given.release(_costs(case), "cost_of_the_scenario")
    body = [
        paragraphs(findings.cost(costs)),
        table(costs, f"What children in placements will cost by financial year, {given.place}", list(costs.table)),
    ]
    return Shown(body, {"costs": costs}, method=findings.METHOD, limits=findings.LIMITS)


@section("Against the other scenarios", needs=())
def against_others(given: Given) -> Shown:
    """Every scenario over the same years: children at the end and cost in all."""
    case = given.choices["case"]
    others = {name: one for name, one in case.others.items() if name != case.scenario.name or case.settings}
    beside = given.release(compared(case, [case.scenario, *others.values()]), "placements_scenarios_compared")
    return Shown([table(beside, f"Scenarios over {case.months // 12} years, {given.place}", list(beside.table))], {"compared": beside})


@section("What is supposed, and why", needs=())
def suppositions(given: Given) -> Shown:
    """The suppositions of the scenario with their reasons, beside what the records show."""
    case = given.choices["case"]
    seen = dict.fromkeys(SUPPOSITIONS, 0.0) | {"in_house_share_pct": in_house_share_seen_pct(case.start.seen)}
    rows = [
        {
            "assumption_meaning": SUPPOSITIONS[one.name].meaning,
            "value_in_words": value_in_words(one.value, SUPPOSITIONS[one.name].unit),
            "seen_in_words": findings.seen_in_words(one.name, seen[one.name]),
            "reason": one.reason,
            "source": one.source,
            "evidence_needed": one.evidence,
            "stated_in": one.stated_in,
        }
        for one in case.scenario.stated.values()
    ]
    if not rows:
        return Shown([paragraphs(findings.NOTHING_SUPPOSED)])
    stated = given.release(pd.DataFrame(rows), "suppositions")
    return Shown([table(stated, "What the scenario supposes", list(stated.table))], {"suppositions": stated})


SECTIONS = (purpose, children, cost, against_others, suppositions)


def compared(case: Case, scenarios: list[PlacementsScenario]) -> pd.DataFrame:
    """Children at the end and cost of some scenarios over the years of a case, against how things are."""
    usual = float(case.usual.cost["cost_gbp"].sum())
    rows = []
    for one in scenarios:
        total = float(case.cost(one.values)["cost_gbp"].sum())
        children_at_end = float(case.children(one.values)[-1].sum())
        rows.append((one.title, children_at_end, round(total, 2), round(total - usual, 2)))
    return pd.DataFrame(rows, columns=["scenario_title", "projected_children", "projected_cost_gbp", "supposed_difference_gbp"])


def _month_end(case: Case, month: int) -> pd.Timestamp:
    return case.start.day + pd.offsets.MonthEnd(int(month))


def _by_half_year(case: Case) -> pd.DataFrame:
    at = np.arange(0, case.months + 1, 6)
    low, high = np.percentile(case.with_it.drawn.sum(axis=2), ENDS, axis=0)
    return pd.DataFrame(
        {
            "projection_date": [f"{_month_end(case, month):%b %Y}" for month in at],
            "projected_children": case.with_it.children.sum(axis=1)[at],
            "projected_low_95": low[at],
            "projected_high_95": high[at],
            "usual_children": case.usual.children.sum(axis=1)[at],
        }
    )


def _by_kind(case: Case) -> pd.DataFrame:
    rows = [
        (line, f"{_month_end(case, month):%B %Y}", case.usual.children[month, kind], case.with_it.children[month, kind])
        for kind, line in enumerate(case.start.seen.lines)
        for month in range(0, case.months + 1, 12)
    ]
    return pd.DataFrame(rows, columns=[LINE, "projection_date", "usual_children", "projected_children"])


def _costs(case: Case) -> pd.DataFrame:
    """Cost of each financial year; the difference draw by draw, so that what both share does not widen its range."""
    low, high = np.percentile(case.with_it.drawn_cost, ENDS, axis=0).round(2)
    usual = case.usual.cost.rename(columns={"months": "projected_months", "cost_gbp": "usual_cost_gbp"})
    cost_gbp = case.with_it.cost["cost_gbp"]
    return usual.assign(
        projected_cost_gbp=cost_gbp,
        projected_cost_low_gbp=low,
        projected_cost_high_gbp=high,
        supposed_difference_gbp=(cost_gbp - usual["usual_cost_gbp"]).round(2),
    )
