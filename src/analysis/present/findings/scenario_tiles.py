"""Key figures of the report on a fostering scenario, in cash first."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.periods import FinancialYear
from analysis.present.findings.scenario import ALL, CASHABLE, chance
from analysis.present.outcome_wording import (
    NOTHING_SPENT,
    break_even_in_words,
    discounted_payback_in_words,
    nothing_spent,
    payback_in_words,
    peak_funding_in_words,
    peak_month_in_words,
    still_rising,
)
from analysis.present.page import Tile
from analysis.present.wording import pounds


def tiles(outcomes: Released, chances: Released, summary: Released, *, varies: bool) -> list[Tile]:
    """Net present value at the likeliest values and as expected, on each basis; payback, its chance, break-even, peak funding in cash.

    Parameters
    ----------
    outcomes, chances, summary
        As ``outcomes_table``, ``payback_on_both_bases`` and ``summary_table`` give them, released.
    varies
        Whether a range of the scenario moves its result.
    """
    both = {row.avoidance_basis: row for row in outcomes.table.itertuples()}
    expected = summary.table.set_index("avoidance_basis")["npv_mean_gbp"]
    cash, last = both[CASHABLE], chances.table.iloc[-1]
    year = f"March {FinancialYear.parse(last['financial_year']).end.year}"
    meaning = field("net_present_value_gbp").definition
    return [
        *(
            Tile(
                f"Net present value, {words}",
                pounds(both[basis].net_present_value_gbp),
                f"at the likeliest values; {pounds(expected[basis])} to be expected over the draws" if varies else "at the stated values",
                meaning,
            )
            for basis, words in ((CASHABLE, "in cash"), (ALL, "all cost avoided"))
        ),
        Tile("Paid back in cash", payback_in_words(cash), _discounted(cash), field("payback_month").definition),
        Tile(f"Chance of paying back by {year}", *_chance(cash, last, varies=varies), field("paid_back_pct").definition if varies else ""),
        Tile("Break-even in cash", *_break_even(both), field("break_even_placements_per_year").definition),
        Tile("Peak funding in cash", *_peak(cash), field("peak_funding_gbp").definition),
    ]


def _discounted(row) -> str:
    return "there is nothing to pay back" if nothing_spent(row) else f"discounted: {discounted_payback_in_words(row)}"


def _chance(row, last: pd.Series, *, varies: bool) -> tuple[str, str]:
    if nothing_spent(row):
        return NOTHING_SPENT, "there is nothing to pay back"
    if not varies:
        return "not known", "the scenario states no ranges that move its result"
    return chance(last["paid_back_cashable_pct"]), f"in cash; {chance(last['paid_back_pct'])} counting all cost avoided"


def _break_even(both: dict) -> tuple[str, str]:
    cash, every = both[CASHABLE], both[ALL]
    if nothing_spent(cash):
        return NOTHING_SPENT, "there is nothing to break even on"
    return break_even_in_words(cash), f"new placements a year; {break_even_in_words(every)} counting all cost avoided"


def _peak(row) -> tuple[str, str]:
    if pd.isna(row.peak_funding_month):
        return pounds(0), "nothing has to be found"
    when = peak_month_in_words(row)
    return peak_funding_in_words(row), f"to be found by {when}" if still_rising(row) else f"most to be found at any time, in {when}"
