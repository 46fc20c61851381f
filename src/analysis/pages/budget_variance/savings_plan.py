"""The savings plan of a council: delivered and at risk by period, what is claimed twice, and what placements show of it."""

from functools import lru_cache

import pandas as pd

from analysis.budget.savings_evidence import evidence_from_placements, savings_by_period
from analysis.budget.savings_plan import savings_by_status, savings_naming_children, savings_to_date
from analysis.disclosure.policy import policy_named
from analysis.pages.given import RECORDS, Given
from analysis.pages.placements_held import NEEDS, days_of, placements_of
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.findings import ledger as findings
from analysis.present.html import Html, paragraphs
from analysis.present.tables import folded_table, table

SAVINGS = "savings"
_PERIODS = ["saving_month", "saving_status", "savings", "target_gbp", "delivered_gbp", "shortfall_gbp"]


def _plan_shown(given: Given) -> tuple[pd.DataFrame, int]:
    """Rows of the plan that the page may show, and how many savings are left out.

    What a saving for a single child has delivered is what was paid for that child: it is for use inside the council.
    """
    plan, year_end = given.records[SAVINGS], days_of(given.quarter.year)[1]
    single = set() if policy_named(given.policy).single_households else savings_naming_children(plan, year_end)
    return plan[~plan["saving"].isin(single)], len(single)


@section("Savings delivered and at risk", needs=(f"{RECORDS}{SAVINGS}",), wants=NEEDS)
@lru_cache(maxsize=1)
def savings_plan(given: Given) -> Shown:
    """Savings of the plan to date by status, those that claim what another claims, and what the placements of children they name show."""
    plan, left_out = _plan_shown(given)
    found = savings_to_date(plan, days_of(given.quarter.year)[1], given.quarter.number * 3)
    if found.empty:
        raise NothingToShow(
            "No savings plan of the financial year is held up to the quarter.", "Take it in with: analysis ingest FILES --authority NAME"
        )
    shown = given.release(found.assign(claimed_with=found["claimed_with"].where(found["claimed_with"] != "")), "savings_plan")
    status = given.release(savings_by_status(found), "savings_by_status")
    months = savings_by_period(plan, days_of(given.quarter.year)[1], given.quarter.number * 3)
    first = pd.Period(given.quarter.year.start, "M")
    months.insert(0, "saving_month", [f"{first + number - 1}" for number in months["ledger_period"]])
    by_month = given.release(months[_PERIODS], "savings_by_month")
    body = [
        paragraphs(*findings.savings(status, shown, left_out)),
        table(shown, f"Savings to the end of the quarter, {given.place}", list(shown.table)),
        folded_table(status, f"Savings by status, {given.place}", list(status.table)),
        folded_table(by_month, f"Savings month by month, by the status of then, {given.place}", _PERIODS),
    ]
    tables = {"plan": shown, "by_status": status, "by_month": by_month}
    _evidence(given, plan, tables, body)
    return Shown(body, tables, limits=findings.SAVINGS_LIMITS)


def _evidence(given: Given, plan: pd.DataFrame, tables: dict, body: list[Html]) -> None:
    """Adds what children named by savings cost before and after, where single children may be shown."""
    year_end = days_of(given.quarter.year)[1]
    if not savings_naming_children(plan, year_end) or not all(given.holds(name) for name in NEEDS):
        return
    held = placements_of(given)
    found = evidence_from_placements(plan, held.spells, held.year, held.day)
    found.insert(4, "changed_from", pd.to_datetime(found["changed_date"]).dt.strftime("%Y-%m-%d"))
    tables["evidence"] = given.release(found.drop(columns="changed_date"), "savings_shown_by_placements")
    body += [
        paragraphs(findings.evidence(tables["evidence"])),
        table(tables["evidence"], f"Children named by savings: cost before and after, {given.place}", list(tables["evidence"].table)),
    ]
