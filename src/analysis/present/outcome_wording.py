"""What a scenario comes to as a reader says it: payback, peak funding and break-even, with a reason where there is no figure."""

import pandas as pd

from analysis.fostering.model.lines import SMALLEST_GBP
from analysis.periods import Month
from analysis.present.wording import number, pounds

NOTHING_SPENT = "nothing spent"

SAID_IN_WORDS = (
    "payback_month",
    "discounted_payback_month",
    "peak_funding_gbp",
    "peak_funding_month",
    "peak_funding_grows",
    "break_even_placements_per_year",
)
"""Columns of ``comparison_table`` that ``comparison_in_words`` says again, with why where there is no figure."""


def nothing_spent(row) -> bool:
    """Whether a row of ``outcomes_table`` is of a scenario that spends nothing."""
    return row.spend_gbp <= SMALLEST_GBP


def payback_in_words(row) -> str:
    """The month from which the scheme has paid back, or why there is none."""
    if nothing_spent(row):
        return NOTHING_SPENT
    return "not by the end" if pd.isna(row.payback_month) else month_in_words(row.payback_month)


def discounted_payback_in_words(row) -> str:
    """The month from which the scheme has paid back in present value, or why there is none."""
    if nothing_spent(row):
        return NOTHING_SPENT
    return "not by the end" if pd.isna(row.discounted_payback_month) else month_in_words(row.discounted_payback_month)


def break_even_in_words(row) -> str:
    """The new placements a year at which the net present value is zero, or why there is no such number."""
    needed = row.break_even_placements_per_year
    if nothing_spent(row):
        return NOTHING_SPENT
    if pd.isna(needed):
        return "no number pays"
    return "none needed" if needed == 0 else number(needed, 1)


def peak_funding_in_words(row) -> str:
    """The most that has to be found, as far as the years appraised show it."""
    return ("at least " if still_rising(row) else "") + pounds(row.peak_funding_gbp)


def peak_month_in_words(row) -> str:
    """The month in which the most has to be found."""
    if pd.isna(row.peak_funding_month):
        return "nothing to fund"
    return month_in_words(row.peak_funding_month) + (", and still rising" if still_rising(row) else "")


def still_rising(row) -> bool:
    """Whether the peak stands in the last month appraised, so that it may be yet to come."""
    return row.peak_funding_grows == "yes"


def results_in_words(outcomes: pd.DataFrame) -> pd.DataFrame:
    """``outcomes_table`` turned on its side: ``result`` and a column of words for each basis."""
    both = [
        {
            "Spend": pounds(row.spend_gbp),
            "Cost avoided": pounds(row.cost_avoided_on_basis_gbp),
            "Net": pounds(row.net_on_basis_gbp),
            "Spend, present value": pounds(row.present_value_spend_gbp),
            "Cost avoided, present value": pounds(row.present_value_avoided_gbp),
            "Net present value": pounds(row.net_present_value_gbp),
            "Benefit-cost ratio": NOTHING_SPENT if pd.isna(row.benefit_cost_ratio) else number(row.benefit_cost_ratio, 2),
            "Paid back from": payback_in_words(row),
            "Paid back, discounted, from": discounted_payback_in_words(row),
            "Peak funding": peak_funding_in_words(row),
            "Peak funding in": peak_month_in_words(row),
            "Break-even, new placements a year": break_even_in_words(row),
        }
        for row in outcomes.itertuples()
    ]
    words = pd.DataFrame(dict(zip(("result_all_cost_avoided", "result_cashable_only"), both, strict=True)))
    return words.rename_axis("result").reset_index()


def comparison_in_words(comparison: pd.DataFrame) -> pd.DataFrame:
    """``comparison_table`` with ``payback_in_words``, ``discounted_payback_in_words``, ``break_even_in_words``,
    ``peak_funding_in_words`` and ``peak_month_in_words``.
    """
    rows = list(comparison.itertuples())
    return comparison.assign(
        payback_in_words=[payback_in_words(row) for row in rows],
        discounted_payback_in_words=[discounted_payback_in_words(row) for row in rows],
        break_even_in_words=[break_even_in_words(row) for row in rows],
        peak_funding_in_words=[peak_funding_in_words(row) for row in rows],
        peak_month_in_words=[peak_month_in_words(row) for row in rows],
    )


def month_in_words(text: str) -> str:
    """A month as a reader says it.

    >>> month_in_words("2024-12")
    'December 2024'
    """
    return Month.parse(text).label
