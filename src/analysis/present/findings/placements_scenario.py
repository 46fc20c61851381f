"""Sentences of the report on a scenario of children to come."""

import math

import pandas as pd

from analysis.disclosure.release import Released
from analysis.periods import FinancialYear
from analysis.present.assumption_wording import value_in_words
from analysis.present.findings.budget_records import money, signed_money
from analysis.present.findings.children_to_come import FEW
from analysis.present.page import Tile
from analysis.present.wording import counted, listing, number, sentence_case

NOTHING_SUPPOSED = "Nothing is supposed: children come, move and leave as they did in the years watched, at today's prices."
METHOD = [
    "The scenario and how things are differ in what is supposed and in nothing else: the same children at the start, the same rates otherwise, the same prices otherwise.",
    "A change of how often children come, leave or step down holds from the first day, at every age. A share placed in-house is of those who come or move to foster care; nobody "
    "who is with a carer is moved.",
    "The cost of a financial year is that of the children expected in it, at the average price of each kind on the day of the last list, before contributions. Its range is of the "
    "number of children and not of prices.",
]
LIMITS = [
    "What would bring the change about, and what that costs, is not in it: the difference is what may be spent on it at most.",
    "Whether places, carers and matches are there is not in it.",
]


def period(day: pd.Timestamp) -> str:
    """From when the projection starts."""
    return f"Placements as at {day.day} {day:%B %Y}"


def what_it_is(purpose: str, base_titles: list[str], set_for_run: int) -> list[str]:
    """What the scenario is for, what it builds on, and how much was set for the run."""
    built = f"It builds on “{base_titles[0]}”." if base_titles else ""
    verb = "was" if set_for_run == 1 else "were"
    return [purpose, built, f"{sentence_case(counted(set_for_run, 'supposition'))} {verb} set for this run." if set_for_run else ""]


def no_effect(meanings: list[str]) -> list[str]:
    """A warning for suppositions that change nothing, because no kind of placement that is shown is of their kind."""
    return [f"“{meaning}” changes nothing here: no kind of placement that is shown is of that kind." for meaning in meanings]


def headline(costs: Released, ends: Released) -> str:
    """What the scenario comes to over the years projected, against how things are."""
    rows, last = costs.table, ends.table.iloc[-1]
    difference = rows["supposed_difference_gbp"].sum()
    first, last_year = (FinancialYear.parse(rows["financial_year"].iloc[end]).label for end in (0, -1))
    years = f"From {first} to {last_year}" if len(rows) > 1 else f"In {first}"
    there = f"{number(last['projected_children'])} children are expected in placements in {last['projection_date']}"
    if abs(difference) < 0.5:
        return f"{years} placements would cost {money(rows['projected_cost_gbp'].sum())}, as if nothing changed; {there}."
    word = "more" if difference > 0 else "less"
    same = round(last["projected_children"]) == round(last["usual_children"])
    against = "as if nothing changed" if same else f"against {number(last['usual_children'])}"
    return f"{years} placements would cost {money(rows['projected_cost_gbp'].sum())}, {money(abs(difference))} {word} than as things are; {there}, {against}."


def tiles(costs: Released, ends: Released) -> list[Tile]:
    """Difference in all and in the first whole year, and children at the end."""
    rows, last = costs.table, ends.table.iloc[-1]
    whole = rows[rows["projected_months"] == 12]
    found = [Tile("Difference over the years projected", signed_money(rows["supposed_difference_gbp"].sum()), "against things as they are")]
    if len(whole):
        row = whole.iloc[0]
        found.append(
            Tile(
                f"Difference in {FinancialYear.parse(row['financial_year']).label}",
                signed_money(row["supposed_difference_gbp"]),
                "the first whole financial year",
            )
        )
    usual = f"{number(last['usual_children'])} as things are"
    return [*found, Tile(f"Children in placements in {last['projection_date']}", number(last["projected_children"]), usual)]


def children_title(ends: Released) -> str:
    """Finding of the chart of children expected."""
    last = ends.table.iloc[-1]
    change = round(last["projected_children"]) - round(last["usual_children"])
    if abs(change) < FEW:
        return f"About as many children are expected in placements in {last['projection_date']} as if nothing changed"
    return f"{number(abs(change))} {'more' if change > 0 else 'fewer'} children are expected in placements in {last['projection_date']} than as things are"


def children_description(ends: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{row.projection_date}: {number(row.projected_children)} under the scenario, range {number(row.projected_low_95)} to {number(row.projected_high_95)}; "
        f"{number(row.usual_children)} as things are"
        for row in ends.table.itertuples()
    ]
    return f"Children expected in placements at the end of each half-year. {'. '.join(parts)}."


def cost(costs: Released) -> str:
    """Difference of each whole year."""
    whole = costs.table[costs.table["projected_months"] == 12]
    if whole.empty:
        return "No whole financial year is projected."
    parts = [f"{FinancialYear.parse(row.financial_year).label}: {signed_money(row.supposed_difference_gbp)}" for row in whole.itertuples()]
    return f"Against things as they are, by whole financial year: {listing(parts)}."


def seen_in_words(name: str, value: float) -> str:
    """What stands in the records in place of a supposition."""
    if name == "in_house_share_pct":
        return "not known" if math.isnan(value) else value_in_words(value, "per cent")
    return "5 years, where nothing is said" if name == "years_ahead" else "no change"
