"""Sentences of the report on a fostering scenario, computed from released tables."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.fostering.model.lines import SMALLEST_GBP
from analysis.periods import FinancialYear, Month, Quarter
from analysis.present.assumption_wording import about_in_words, ends_in_words, value_in_words
from analysis.present.outcome_wording import (
    month_in_words,
    nothing_spent,
    payback_in_words,
    peak_funding_in_words,
    peak_month_in_words,
    still_rising,
)
from analysis.present.wording import counted, in_sentence, number, per_cent, pounds, sentence_case

ALL, CASHABLE = "All cost avoided", "Cashable part only"
EVIDENCE_TABLE = "Why the ranges are as they are, and which of the council's own records should replace a judgement"
RULES_TABLE = "Rules of the model that move the result, and what it would be under another"
COUNTING = {ALL: "Counting all cost avoided", CASHABLE: "Counting only what can be cashed"}


def headline(outcomes: Released, yearly: Released) -> str:
    """What the scheme costs, what it avoids, and what that comes to on each basis, in cash first."""
    both = _by_basis(outcomes)
    if nothing_happens(outcomes):
        return f"Over {_years(yearly)} nothing is spent and nothing avoided."
    avoided, part = both[ALL].cost_avoided_on_basis_gbp, _cashable_part(both)
    verdicts = [
        f"{COUNTING[basis]}, the net present value is {pounds(both[basis].net_present_value_gbp)} and {_paid(both[basis])}."
        for basis in (CASHABLE, ALL)
    ]
    return f"Over {_years(yearly)} the scheme costs {pounds(both[ALL].spend_gbp)} and {_avoids(avoided)}{part}. " + " ".join(verdicts)


def nothing_happens(outcomes: Released) -> bool:
    """Whether the scenario spends nothing and avoids nothing."""
    return bool((outcomes.table[["spend_gbp", "cost_avoided_on_basis_gbp"]].abs() <= SMALLEST_GBP).all(axis=None))


def period(yearly: Released, quarter: str) -> str:
    """The financial years appraised, and the quarter whose report the figures are of."""
    first, last = _year(yearly.table.iloc[0]), _year(yearly.table.iloc[-1])
    years = f"Financial year {first}" if first == last else f"Financial years {first} to {last}"
    return f"{years}: figures of the report of {in_sentence(Quarter.parse(quarter).label)}"


def _avoids(avoided_gbp: float) -> str:
    """What is avoided, as a verb: less than nothing is cost that the scheme adds."""
    if abs(avoided_gbp) < 0.5:
        return "avoids nothing"
    return f"avoids {pounds(avoided_gbp)}" if avoided_gbp > 0 else f"adds {pounds(-avoided_gbp)} of cost"


def _cashable_part(both: dict) -> str:
    """How much of what is avoided, or added, is of the budget; empty where nothing is avoided."""
    avoided, cashable = (both[basis].cost_avoided_on_basis_gbp for basis in (ALL, CASHABLE))
    if abs(avoided) < 0.5:
        return ""
    if avoided < 0:
        return f", {pounds(-cashable)} of it to the budget" if cashable <= -0.5 else ", none of it to the budget"
    if cashable <= -0.5:
        return f", but the part that can be cashed adds {pounds(-cashable)} of cost"
    return ", none of it cashable" if cashable < 0.5 else f", {pounds(cashable)} of it cashable"


def chance(share_pct: float) -> str:
    """A chance in whole per cent; a small one is not called none, nor a large one certain.

    >>> chance(80.97), chance(0.003), chance(99.7), chance(0.0)
    ('81%', 'under 1%', 'over 99%', '0%')
    """
    if 0 < share_pct < 1:
        return "under 1%"
    return "over 99%" if 99 < share_pct < 100 else per_cent(share_pct, 0)


def what_it_is(purpose: str, base_titles: list[str], departures: Released, set_for_run: int, ties: int = 0) -> list[str]:
    """What the scenario is for, what it builds on, and what was set for this run; ``ties`` counts the pairs tied otherwise than in the base."""
    tied = f" and in what moves together, {counted(ties, 'pair')} of assumptions" if ties else ""
    built = (
        f"It builds on “{base_titles[0]}” and departs from it in {counted(len(departures.table), 'assumption')}{tied}."
        if base_titles
        else ""
    )
    verb = "was" if set_for_run == 1 else "were"
    changed = (
        f"{sentence_case(counted(set_for_run, 'assumption'))} {verb} set for this run; the table of departures names them."
        if set_for_run
        else ""
    )
    return [purpose, built, changed]


def from_the_register(yearly: Released, bands: Released) -> str:
    """The households that the register gives, and their relief by the day beside the appraisal's first year."""
    households, relief = int(bands.table["households"].sum()), bands.table["relief_gbp"].sum()
    first = yearly.table.iloc[0]
    return (
        f"{sentence_case(counted(households, 'existing household'))}, with bands, discounts and homes, come from the register of carers and not from the "
        f"report. By the day, their relief in {_year(first)} is {pounds(relief)}. The appraisal has {pounds(first['relief_existing_gbp'])} for them: it carries "
        "each for the whole year, and lets them leave over time."
    )


def by_year(yearly: Released) -> list[str]:
    """First and last year, when they begin, and what is cashable."""
    first, last = yearly.table.iloc[0], yearly.table.iloc[-1]
    start = FinancialYear.parse(first["financial_year"]).start
    counted_from = f"Months are counted from {start.day} {start:%B %Y}, when year 0 begins."
    if (yearly.table[["spend_gbp", "avoided_gbp"]].abs() <= SMALLEST_GBP).all(axis=None):
        return ["In no year is anything spent or avoided.", counted_from]
    ends = f"In {_year(first)} the scheme costs {pounds(first['spend_gbp'])} and {_avoids(first['avoided_gbp'])}"
    if len(yearly.table) > 1:
        ends += f"; in {_year(last)} it costs {pounds(last['spend_gbp'])} and {_avoids(last['avoided_gbp'])}"
    return [
        f"{ends}. {counted_from}",
        "Cost avoided that is cashable leaves the budget. The rest is money that would have been spent on these children and is not; no budget falls by it. "
        "The two are shown apart and are not savings of the same kind.",
    ]


def results(outcomes: Released) -> list[str]:
    """Payback, present value, ratio, peak funding and break-even on each basis, in cash first."""
    both = _by_basis(outcomes)
    return [_result(basis, both[basis]) for basis in (CASHABLE, ALL)]


def in_house_cost_in_cash(rules: Released, outcomes: Released) -> str:
    """The rule by which in-house cost enters what can be cashed, and what the result would be under the other."""
    rule, now = rules.table.iloc[-1], _by_basis(outcomes)[CASHABLE].net_present_value_gbp
    if abs(rule["npv_otherwise_cashable_gbp"] - now) < 0.5:
        return ""
    return (
        f"{rule['model_rule']} Were the in-house cost of every place charged in full, the net present value in cash would be "
        f"{pounds(rule['npv_otherwise_cashable_gbp'])} and not {pounds(now)}."
    )


def fan_title(fan: Released, basis: str) -> str:
    """Where the running total may stand at the end."""
    last = fan.table.iloc[-1]
    end = Month.parse(last["month"]).label
    if _certain(fan):
        return f"{COUNTING[basis]}, the running total stands at {pounds(last['cumulative_net_p50_gbp'])} in {end}"
    low, high = pounds(last["cumulative_net_p05_gbp"]), pounds(last["cumulative_net_p95_gbp"])
    return f"{COUNTING[basis]}, nine draws in ten stand between {low} and {high} in {end}"


def fan_description(fan: Released) -> str:
    """Long description of the fan: the middle and the band of nine tenths at the end of each financial year, and the low point."""
    ends = fan.table[fan.table["month"].str.endswith("-03")]
    parts = [
        f"{Month.parse(row.month).label}: {pounds(row.cumulative_net_p50_gbp)}, between {pounds(row.cumulative_net_p05_gbp)} and "
        f"{pounds(row.cumulative_net_p95_gbp)}"
        for row in ends.itertuples()
    ]
    lowest = fan.table.loc[fan.table["cumulative_net_p50_gbp"].idxmin()]
    if _certain(fan):
        ends_only = [f"{Month.parse(row.month).label}: {pounds(row.cumulative_net_p50_gbp)}" for row in ends.itertuples()]
        return "One line, the cumulative net; the scenario has no range that moves it. " + "; ".join(ends_only) + "."
    return (
        "A line for the middle of the draws with bands that hold half, four fifths and nine tenths of them. Middle and band of nine tenths: "
        + "; ".join(parts)
        + f". The middle is lowest in {Month.parse(lowest['month']).label}, at {pounds(lowest['cumulative_net_p50_gbp'])}."
    )


def _certain(fan: Released) -> bool:
    """Whether all draws are alike."""
    last = fan.table.iloc[-1]
    return abs(last["cumulative_net_p95_gbp"] - last["cumulative_net_p05_gbp"]) < 1


def chances_title(chances: Released) -> str:
    """The chance that the scheme has paid back at the end."""
    last = chances.table.iloc[-1]
    return (
        f"By {_year_end(last['financial_year'])} the scheme has paid back in {chance(last['paid_back_cashable_pct'])} of the draws counting only what can be "
        f"cashed, and in {chance(last['paid_back_pct'])} counting all cost avoided"
    )


def chances_description(chances: Released) -> str:
    """Long description of the chances by year."""
    parts = [
        f"{_year_end(row.financial_year)}: {chance(row.paid_back_cashable_pct)} and {chance(row.paid_back_pct)}"
        for row in chances.table.itertuples()
    ]
    return "Two lines, counting only what can be cashed and all cost avoided. " + "; ".join(parts) + "."


def how_sure(summary: Released, outcomes: Released) -> list[str]:
    """Mean of the draws beside the appraisal at the stated values, and the chance of a positive result."""
    both = _by_basis(outcomes)
    drawn = {row.avoidance_basis: row for row in summary.table.itertuples()}
    return [
        f"{COUNTING[row.avoidance_basis]}, the net present value is above zero in {chance(row.npv_positive_pct)} of {number(row.draws)} draws. "
        f"Their mean, the value to expect, is {pounds(row.npv_mean_gbp)}; at the stated values, each the likeliest of its range, it is "
        f"{pounds(both[row.avoidance_basis].net_present_value_gbp)}. "
        f"One draw in twenty is below {pounds(row.npv_p05_gbp)}, one in twenty above {pounds(row.npv_p95_gbp)}."
        for row in (drawn[CASHABLE], drawn[ALL])
    ]


def convergence(settling: Released) -> str:
    """Whether more draws would change the picture."""
    if len(settling.table) < 2:
        return "There are too few draws to see whether more would change the picture."
    first, half, last = settling.table.iloc[0], settling.table.iloc[-2], settling.table.iloc[-1]
    moved, error = abs(last["npv_mean_gbp"] - half["npv_mean_gbp"]), last["npv_mean_error_gbp"]
    within = "within" if moved <= 2 * max(half["npv_mean_error_gbp"], error) else "more than"
    went = "fell" if error < first["npv_mean_error_gbp"] else "rose"
    return (
        f"From {number(half['draws'])} to {number(last['draws'])} draws the mean moved by {pounds(moved)}, {within} what chance explains. Its standard error {went} from "
        f"{pounds(first['npv_mean_error_gbp'])} at {number(first['draws'])} draws to {pounds(error)} at {number(last['draws'])}; that of the chance of a positive result is "
        f"{number(last['npv_positive_error_pct'], 2)} percentage points. The errors are of the draws only: a wrong range is not among them."
    )


def nothing_drawn(*, nothing: bool) -> str:
    """Why a scenario has no chances."""
    if nothing:
        return "Nothing is spent and nothing avoided, so there is nothing to be unsure of."
    return "No range of this scenario moves its result, so nothing is drawn by chance, and nothing is said of how sure it is."


def tornado_title(tornado: Released) -> str:
    """The assumption that moves the result most."""
    top = tornado.table.iloc[0]
    unit = top["assumption_unit"]
    low, high = pounds(top["npv_at_lowest_gbp"]), pounds(top["npv_at_highest_gbp"])
    return (
        f"One assumption moves the result most: {in_sentence(top['assumption_meaning'])}. At {value_in_words(top['lowest_value'], unit)} the net "
        f"present value is {low}, at {value_in_words(top['highest_value'], unit)} {high}"
    )


def tornado_description(tornado: Released, most: int) -> str:
    """Long description of the tornado."""
    parts = [
        f"{row.assumption_meaning}: {pounds(row.npv_at_lowest_gbp)} at {value_in_words(row.lowest_value, row.assumption_unit)}, "
        f"{pounds(row.npv_at_highest_gbp)} at {value_in_words(row.highest_value, row.assumption_unit)}"
        for row in tornado.table.head(most).itertuples()
    ]
    return (
        "Net present value, counting all cost avoided, with one assumption at a time at either end of its range. " + "; ".join(parts) + "."
    )


def variance(shares: Released) -> list[str]:
    """Which assumptions account for the uncertainty, and how well their shares are known."""
    rows = shares.table
    top = rows.iloc[0]
    second = rows.iloc[1] if len(rows) > 1 else None
    apart = (
        second is not None
        and top["total_order_pct"] - top["total_order_error_pct"] > second["total_order_pct"] + second["total_order_error_pct"]
    )
    order = "It is clearly ahead of the next." if apart else "The next is too close to be told apart." if second is not None else ""
    return [
        f"{top['assumption_meaning']}: {per_cent(top['total_order_pct'], 0)} of the variance of the net present value, with interactions. {order}",
        f"The shares are known to about {number(rows['total_order_error_pct'].max(), 1)} percentage points either way (95% interval). They leave correlations out.",
    ]


def nothing_decides(*, nothing: bool) -> str:
    """Why no assumption is said to decide."""
    if nothing:
        return "Nothing is spent and nothing avoided, so no assumption decides anything."
    return "No range of this scenario moves its result, so it cannot be said which assumption decides."


def switching(switching_values: Released) -> str:
    """The nearest turn within the range stated for an assumption that the council does not decide."""
    rows = switching_values.table
    rows = rows[rows["assumption_kind"] == "Uncertainty"]
    if rows["switching_value"].isna().all():
        return "No single assumption that the council does not decide, at any value within its bounds, turns the result."
    if (rows["turns_in_range"] == "no range stated").all():
        return "The scenario states no ranges, so it cannot be said which of the values below is within reach."
    inside = rows[rows["turns_in_range"] == "yes"]
    if inside.empty:
        return "No assumption turns the result within the range stated for it, the others unchanged."
    near = inside.iloc[0]
    unit = near["assumption_unit"]
    others = f" {sentence_case(counted(len(inside) - 1, 'other'))} {'does so within its own range' if len(inside) == 2 else 'do so within their own ranges'}."
    return (
        f"The result turns soonest, within the range stated, on this: {in_sentence(near['assumption_meaning'])}. At "
        f"{about_in_words(near['switching_value'], unit)} instead of {value_in_words(near['assumption_value'], unit)} the net present value "
        f"is zero; the range is {ends_in_words(near['lowest_value'], near['highest_value'], unit)}.{others if len(inside) > 1 else ''}"
    )


def departs_from_nothing(bases: tuple[str, ...], base_title: str, ties: int = 0) -> str:
    """What is said where no value differs from the scenario that it is held against; ``ties`` counts the pairs tied otherwise."""
    if bases and ties:
        return (
            f"No value and no range differs from “{base_title}”: only what moves together does, in {counted(ties, 'pair')} of assumptions."
        )
    if bases:
        return f"No value differs from “{base_title}”."
    return "The scenario departs from nothing: it is the one that all others build on."


def not_known(assumptions: Released) -> list[str]:
    """How much of the scenario is judgement, and what evidence is wanted first."""
    rows = assumptions.table
    judged = rows[rows["source"] == "judgement"]
    replaced = f"The table “{EVIDENCE_TABLE}” names those records."
    if judged.empty:
        judgements = f"No value of the {number(len(rows))} assumptions listed is a judgement. That makes none of them right: the sources may be wrong or old."
    else:
        verb = "is a judgement" if len(judged) == 1 else "are judgements"
        judgements = (
            f"{number(len(judged))} of the {number(len(rows))} assumptions listed {verb}. {replaced if (judged['evidence_needed'] != '').all() else ''}"
        ).strip()
    return [
        judgements,
        "The appraisal counts council money only: not what fostering at home is worth to a child, nor what other services spend.",
        "It takes what the scheme brings as an assumption. It cannot show that the scheme brings it.",
        "A smaller or later relief is taken to bring as many placements and to keep as many carers, unless the scenario says otherwise.",
    ]


def method(*, varies: bool) -> list[str]:
    """How chances and comparisons are made, as far as this report has any."""
    of_draws = [
        "Each draw takes every assumption with a range from its distribution, the correlated ones together. A draw is no forecast: it is only as good as the ranges.",
        "Variance shares are Sobol indices. They need independent inputs, so they leave the correlations out.",
    ]
    return [
        *(of_draws if varies else []),
        "Scenarios are compared over the same years and with the same seed. An assumption that no scenario states is 0 and is not listed.",
    ]


def changes_nothing(inert: Released, names: list[str]) -> list[str]:
    """A sentence on each input named that changes nothing in the scenario, such as those set for a run."""
    rows = inert.table[inert.table["assumption"].isin(names)]
    return [f"{row.assumption} changes nothing here: {row.inert_because}." for row in rows.itertuples()]


def _result(basis: str, row) -> str:
    if nothing_spent(row) and abs(row.cost_avoided_on_basis_gbp) <= SMALLEST_GBP:
        return f"{COUNTING[basis]}: nothing is spent and nothing avoided."
    parts = [f"{COUNTING[basis]}: net present value {pounds(row.net_present_value_gbp)}; {_paid(row)}."]
    if not pd.isna(row.benefit_cost_ratio):
        ratio = row.benefit_cost_ratio
        each = (
            "avoids nothing" if abs(ratio) < 0.005 else f"avoids {pounds(ratio, 2)}" if ratio > 0 else f"adds {pounds(-ratio, 2)} of cost"
        )
        parts.append(f"Each pound spent {each}.")
    if still_rising(row):
        parts.append(f"{sentence_case(peak_funding_in_words(row))} has to be found by {peak_month_in_words(row)}.")
    elif not pd.isna(row.peak_funding_month):
        parts.append(f"Up to {pounds(row.peak_funding_gbp)} has to be found, by {peak_month_in_words(row)}.")
    if not nothing_spent(row):
        needed = row.break_even_placements_per_year
        parts.append(
            "No number of new placements breaks even."
            if pd.isna(needed)
            else "It breaks even without any new placement."
            if needed == 0
            else f"It breaks even at {number(needed, 1)} new placements a year."
        )
    return " ".join(parts)


def _paid(row) -> str:
    if nothing_spent(row):
        return "nothing is spent, so nothing has to be paid back"
    if pd.isna(row.payback_month):
        return "it does not pay back in that time"
    discounted = (
        "discounted, not by the end"
        if pd.isna(row.discounted_payback_month)
        else f"discounted, from {month_in_words(row.discounted_payback_month)}"
    )
    return f"it has paid back from {payback_in_words(row)} ({discounted})"


def _by_basis(outcomes: Released) -> dict:
    return {row.avoidance_basis: row for row in outcomes.table.itertuples()}


def _years(yearly: Released) -> str:
    return counted(len(yearly.table), "financial year")


def _year(row) -> str:
    return FinancialYear.parse(row["financial_year"]).label


def _year_end(financial_year: str) -> str:
    return f"March {FinancialYear.parse(financial_year).end.year}"
