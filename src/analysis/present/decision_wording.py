"""A decision on relief in words that could go to the carer."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.periods import FinancialYear
from analysis.relief.criteria import ReliefCriteria

END_IN_WORDS = {
    "resignation": "You resigned as our foster carer on {date}.",
    "deregistration": "Our Agency Decision Maker ended your approval on {date}. If you appeal and succeed, relief may be refunded.",
    "other_agency": "You left us for another fostering agency on {date}.",
    "not_stated": "Your approval as our foster carer ended on {date}.",
}

RULES_IN_WORDS = {
    "met": "Every criterion is met",
    "not_yet_approved": "Approved after the year had ended",
    "approval_ended": "Approval had ended when the year began",
    "temporary_approval": "Temporary approval only (regulation 24)",
    "approved_for_no_day": "Approved on no day of the year",
    "standards": "Standards for foster carers not met",
    "days_of_care": "Too few days of care",
    "outside_area": "Outside the area and not approved in time",
    "not_agreed": "Relief not agreed to",
    "break": "On a long break while approved",
    "not_back_dated": "No day left once the days were reached",
}
"""The rule that decided, as a table names it, by ``deciding_rule`` of ``relief_decisions``."""


def with_reasons(decisions: Released, criteria: ReliefCriteria, year: FinancialYear) -> Released:
    """The same decisions with ``reasons``: each in words that could go to the carer.

    Parameters
    ----------
    decisions
        The columns of ``relief_decisions``.
    """
    return decisions.with_words(reasons=[" ".join(_sentences(row, criteria, year)) for row in decisions.table.itertuples(index=False)])


def date_in_words(day) -> str:
    """A date as a letter writes it.

    >>> date_in_words(pd.Timestamp("2023-04-01"))
    '1 April 2023'
    """
    return f"{day.day} {day:%B %Y}"


def _sentences(row, criteria: ReliefCriteria, year: FinancialYear) -> list[str]:
    if row.deciding_rule != "met":
        opening = f"You do not qualify for council tax relief for {year.label}."
        return [opening, *_why_not(row, criteria, year)]
    kind = "full relief" if row.decision == "Full relief" else "partial relief"
    sentences = [f"You qualify for {kind} from council tax for {year.label}.", _care_given(row, criteria), *_what_it_is(row)]
    if row.partial_relief_days and row.full_relief_days:
        sentences.append(f"{_days(row.partial_relief_days)} of it are partial relief, from before you reached the days for full relief.")
    if row.break_days:
        sentences.append(_break_cost(row, criteria))
    if pd.notna(row.approval_end_date) and row.approval_end_date <= pd.Timestamp(year.end) and not row.refund_due:
        sentences += [_approval_end(row), "Council tax is due again from that day."]
    if row.refund_due:
        sentences.append(
            "Your appeal succeeded, so relief runs as if your approval had not ended; what you paid for those days is refunded."
        )
    sentences.append(_how_it_is_paid(row, criteria))
    sentences.append(
        "This takes it that you agree to the relief, stay available to foster, claim every discount due to you, and claim for one home."
    )
    return sentences


def _care_given(row, criteria: ReliefCriteria) -> str:
    if pd.isna(row.care_period_start_date):
        return "Your care is counted over full years from your approval, and no such year had ended in time."
    kind = "gave respite care" if row.approval_type == "respite" else "cared for a child"
    run = " in a row" if criteria.days_must_be_consecutive else ""
    period = f"from {date_in_words(row.care_period_start_date)} to {date_in_words(row.care_period_end_date)}"
    needs = f"{row.care_days_needed}{run} are needed"
    if row.approval_type == "respite":
        needs += _needed_for_each(row)
    if not row.care_days:
        return f"You {kind} on no day that counts {period}; {needs}."
    return f"You {kind} on {_days(row.care_days)}{run} {period}; {needs}. A day counts once, however many children you cared for."


def _needed_for_each(row) -> str:
    if pd.isna(row.care_days_needed_for_full):
        return " for partial relief"
    if row.care_days_needed_for_full == row.care_days_needed:
        return " for full relief"
    return f" for partial relief and {row.care_days_needed_for_full} for full relief"


def _what_it_is(row) -> list[str]:
    span = f"from {date_in_words(row.relief_start_date)} to {date_in_words(row.relief_end_date)}, {_days(row.relief_days)} in all"
    worth = f"It is worth £{row.relief_gbp:,.2f} and runs {span}."
    if not row.existing_discount_pct:
        return [f"The relief is {row.scheme_relief_pct:g} per cent of the council tax for band {row.council_tax_band}.", worth]
    together = row.existing_discount_pct + row.scheme_relief_pct
    share = (
        f"You have a discount of {row.existing_discount_pct:g} per cent already; the relief is {row.scheme_relief_pct:g} per cent of the "
        f"council tax for band {row.council_tax_band}, which makes {together:g} per cent together."
    )
    return [share, worth]


def _how_it_is_paid(row, criteria: ReliefCriteria) -> str:
    if row.in_authority_area:
        return "It is taken off your bill: you need do nothing but agree to our telling the council tax team."
    a_year = criteria.reimbursements_per_year
    times = {1: "once a year", 4: "every quarter", 12: "every month"}.get(a_year, f"{a_year} times a year")
    text = (
        f"You live outside our area, so you go on paying your own council, and we pay you back {times}. "
        "Please give your supervising social worker a copy of your bill."
    )
    if row.council_tax_basis == "estimated":
        text += " Until we have it, the amount is an estimate at our own council tax."
    return text


def _why_not(row, criteria: ReliefCriteria, year: FinancialYear) -> list[str]:
    """Every rule that is not met, not only the first."""
    if row.deciding_rule == "not_yet_approved":
        return [f"Your approval began on {date_in_words(row.approval_start_date)}, after the year had ended."]
    if row.deciding_rule in ("approval_ended", "approved_for_no_day"):
        return [_approval_end(row)]
    if row.deciding_rule == "temporary_approval":
        return ["You have temporary approval under regulation 24. Relief is for carers whom the Fostering Panel has approved."]
    sentences = []
    if not row.standards_met:
        sentences.append("You have not yet met the training, support and development standards for foster carers.")
    if row.care_days < row.care_days_needed:
        sentences.append(_care_given(row, criteria))
        if pd.notna(row.care_period_start_date):
            sentences.append(f"You were {_days(row.care_days_needed - row.care_days)} short.")
    if not row.area_met:
        by = criteria.outside_area_cutoff_date if criteria.outside_area == "approved_by_cutoff" else year.start
        sentences.append(f"You live outside our area and were not approved by us on {date_in_words(by)}.")
        if row.transferred_from_agency:
            sentences.append("As you came to us from an agency, your case may be reviewed if you care for our children in the long term.")
    if not row.relief_agreed:
        sentences.append("You have not agreed to receive the relief.")
    if row.break_days:
        sentences.append(_break_cost(row, criteria))
    if row.deciding_rule == "not_back_dated":
        sentences += [_care_given(row, criteria), "There was no day left in the year on which relief could run: it is not back-dated."]
        if pd.notna(row.approval_end_date):
            sentences.append(_approval_end(row))
    return sentences


def _break_cost(row, criteria: ReliefCriteria) -> str:
    allowed = criteria.break_allowed_days
    return (
        f"You took a break of more than {allowed} days from fostering, so council tax was due from day {allowed} of the break: "
        f"{_days(row.break_days)} of this year."
    )


def _approval_end(row) -> str:
    return END_IN_WORDS[row.approval_end_reason].format(date=date_in_words(row.approval_end_date))


def _days(number: int) -> str:
    return f"{number:,} day" + ("" if number == 1 else "s")
