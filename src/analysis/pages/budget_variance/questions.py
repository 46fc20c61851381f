"""Questions that the figures of the budget raise, worked out from what the other sections show."""

from analysis.budget.drivers import NOT_STATED
from analysis.budget.other_costs import DISPUTED, KINDS
from analysis.disclosure.release import Released
from analysis.pages.budget_variance import tables
from analysis.pages.budget_variance.forecast import drivers
from analysis.pages.budget_variance.from_ledger import ledger
from analysis.pages.budget_variance.outturn import LEDGER, outturn
from analysis.pages.budget_variance.plan import mitigations_and_reserves, other_lines
from analysis.pages.budget_variance.savings import not_achievable
from analysis.pages.budget_variance.savings_plan import savings_plan
from analysis.pages.given import RECORDS, Given
from analysis.pages.sections import NothingToShow, Section, Shown, section
from analysis.present.findings import budget_questions as findings
from analysis.present.html import bullets

_OF_RECORDS = (outturn, mitigations_and_reserves, other_lines, savings_plan)
_OF_REPORT = (drivers, not_achievable)


def _shown_by(part: Section, given: Given) -> dict[str, Released]:
    """Tables of a section; none where it is not drawn."""
    if not all(given.holds(name) for name in part.needs):
        return {}
    try:
        return part.make(given).tables
    except NothingToShow:
        return {}


def _asked(questions: list[str]) -> Shown:
    if not questions:
        raise NothingToShow("The figures raise no question of at least 0.1% of the budget.")
    return Shown([bullets(*questions)], method=[findings.METHOD])


@section(
    "Questions that the report raises",
    needs=tables.MONITORING,
    wants=(*tables.BESIDE, *(name for part in _OF_REPORT for name in part.needs)),
)
def questions(given: Given) -> Shown:
    """Questions on lines over budget, what the report's reasons leave, and savings that are lost."""
    lines = given.release(tables.variances(given), "budget_monitoring_by_service")
    least_gbp_m = lines.table["approved_budget_gbp_m"].clip(lower=0).sum() * findings.SHARE_ASKED_PCT / 100
    stated, lost = (_shown_by(part, given) for part in _OF_REPORT)
    asked = findings.of_report(lines, stated.get("drivers"), NOT_STATED, least_gbp_m)
    return _asked(asked + (findings.of_lost_savings(lost["not_achievable"]) if lost else []))


@section(
    "Questions that ledger and records raise",
    needs=(f"{RECORDS}{LEDGER}",),
    wants=tuple(dict.fromkeys(name for part in _OF_RECORDS for name in (*part.needs, *part.wants))),
)
def questions_from_records(given: Given) -> Shown:
    """Questions on the ledger, placements, mitigations, reserves, next year and savings."""
    of_ledger = _shown_by(ledger, given)
    if not of_ledger:
        raise NothingToShow("No ledger of the financial year is held up to the quarter.")
    placed, plan, others, savings = (_shown_by(part, given) for part in _OF_RECORDS)
    least_gbp = max(float(of_ledger["service_total"].table["current_budget_gbp"].iloc[0]), 0.0) * findings.SHARE_ASKED_PCT / 100
    asked = findings.of_service(of_ledger["service"], least_gbp)
    if "against_ledger" in placed:
        asked += findings.of_placements(placed["against_ledger"], placed["in_all"], least_gbp)
    if "other_costs" in placed:
        asked += findings.of_disputes(placed["other_costs"], KINDS[DISPUTED], least_gbp)
    asked += findings.of_lines(others["lines"], least_gbp) if others else []
    asked += findings.of_plan(plan, given.quarter.year.next().label, least_gbp)
    asked += findings.of_savings(savings["plan"], least_gbp) if savings else []
    return _asked(asked)
