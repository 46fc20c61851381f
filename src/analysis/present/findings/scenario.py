"""Sentences of the report on a fostering scenario, computed from released tables."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.periods import FinancialYear, Month
from analysis.present.assumption_wording import ends_in_words, value_in_words
from analysis.present.page import Tile
from analysis.present.wording import counted, in_sentence, listing, number, per_cent, pounds, sentence_case

ALL, CASHABLE = "All cost avoided", "Cashable part only"
COUNTING = {ALL: "Counting all cost avoided", CASHABLE: "Counting only what can be cashed"}


def headline(outcomes: Released, yearly: Released) -> str:
    """What the scheme costs, what it avoids, and what that comes to on each basis."""
    both = _by_basis(outcomes)
    if both[ALL].spend_gbp == 0 and both[ALL].cost_avoided_on_basis_gbp == 0:
        return f"Over {_years(yearly)} nothing is spent and nothing avoided."
    cashable = both[CASHABLE].cost_avoided_on_basis_gbp
    part = "none of it cashable" if cashable == 0 else f"{pounds(cashable)} of it cashable"
    verdicts = [
        f"{COUNTING[basis]}, the net present value is {pounds(row.net_present_value_gbp)} and {_paid(row)}." for basis, row in both.items()
    ]
    return (
        f"Over {_years(yearly)} the scheme costs {pounds(both[ALL].spend_gbp)} and avoids {pounds(both[ALL].cost_avoided_on_basis_gbp)}, {part}. "
        + " ".join(verdicts)
    )


def tiles(outcomes: Released, chances: Released, *, varies: bool) -> list[Tile]:
    """Key figures of the report."""
    both, last = _by_basis(outcomes), chances.table.iloc[-1]
    row = both[ALL]
    funding = Tile("Peak funding", pounds(0), "nothing has to be found", field("peak_funding_gbp").definition)
    if not pd.isna(row.peak_funding_month):
        when = f"most to be found at any time, in {_month(row.peak_funding_month)}"
        funding = Tile("Peak funding", pounds(row.peak_funding_gbp), when, field("peak_funding_gbp").definition)
    break_even = row.break_even_placements_per_year
    return [
        Tile(
            "Net present value",
            pounds(row.net_present_value_gbp),
            f"{pounds(both[CASHABLE].net_present_value_gbp)} counting only what can be cashed",
            field("net_present_value_gbp").definition,
        ),
        Tile(
            f"Chance of paying back by {_year_end(last['financial_year'])}",
            chance(last["paid_back_pct"]) if varies else "not known",
            f"{chance(last['paid_back_cashable_pct'])} counting only what can be cashed" if varies else "the scenario states no ranges",
            field("paid_back_pct").definition,
        ),
        Tile(
            "Break-even",
            "none" if pd.isna(break_even) else number(break_even, 1),
            "no number of new placements pays" if pd.isna(break_even) else "new placements a year, all cost avoided counted",
            field("break_even_placements_per_year").definition,
        ),
        funding,
    ]


def chance(share_pct: float) -> str:
    """A chance in whole per cent; a small one is not called none, nor a large one certain.

    >>> chance(80.97), chance(0.003), chance(99.7), chance(0.0)
    ('81%', 'under 1%', 'over 99%', '0%')
    """
    if 0 < share_pct < 1:
        return "under 1%"
    return "over 99%" if 99 < share_pct < 100 else per_cent(share_pct, 0)


def what_it_is(purpose: str, base_titles: list[str], departures: Released, set_for_run: int) -> list[str]:
    """What the scenario is for, what it builds on, and what was set for this run."""
    built = f"It builds on “{base_titles[0]}” and departs from it in {counted(len(departures.table), 'assumption')}." if base_titles else ""
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
    """First and last year, and what is cashable."""
    first, last = yearly.table.iloc[0], yearly.table.iloc[-1]
    return [
        f"In {_year(first)} the scheme costs {pounds(first['spend_gbp'])} and avoids {pounds(first['avoided_gbp'])}; "
        f"in {_year(last)} it costs {pounds(last['spend_gbp'])} and avoids {pounds(last['avoided_gbp'])}.",
        "Cost avoided that is cashable leaves the budget. The rest is money that would have been spent on these children and is not; no budget falls by it. "
        "The two are shown apart and are not savings of the same kind.",
    ]


def results(outcomes: Released) -> list[str]:
    """Payback, present value, ratio, peak funding and break-even on each basis."""
    return [_result(basis, row) for basis, row in _by_basis(outcomes).items()]


def results_in_words(outcomes: pd.DataFrame) -> pd.DataFrame:
    """``outcomes_table`` turned on its side: ``result`` and a column of words for each basis."""
    columns = {}
    for row in outcomes.itertuples():
        ratio, needed = row.benefit_cost_ratio, row.break_even_placements_per_year
        columns[row.avoidance_basis] = {
            "Spend": pounds(row.spend_gbp),
            "Cost avoided": pounds(row.cost_avoided_on_basis_gbp),
            "Net": pounds(row.net_on_basis_gbp),
            "Spend, present value": pounds(row.present_value_spend_gbp),
            "Cost avoided, present value": pounds(row.present_value_avoided_gbp),
            "Net present value": pounds(row.net_present_value_gbp),
            "Benefit-cost ratio": "nothing spent" if pd.isna(ratio) else number(ratio, 2),
            "Paid back from": "not by the end" if pd.isna(row.payback_month) else _month(row.payback_month),
            "Peak funding": pounds(row.peak_funding_gbp),
            "Peak funding in": "nothing to fund" if pd.isna(row.peak_funding_month) else _month(row.peak_funding_month),
            "Break-even, new placements a year": "no number pays" if pd.isna(needed) else number(needed, 1),
        }
    words = pd.DataFrame({"result_all_cost_avoided": columns[ALL], "result_cashable_only": columns[CASHABLE]})
    return words.rename_axis("result").reset_index()


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
        f"By {_year_end(last['financial_year'])} the scheme has paid back in {chance(last['paid_back_pct'])} of the draws; "
        f"counting only what can be cashed, in {chance(last['paid_back_cashable_pct'])}"
    )


def chances_description(chances: Released) -> str:
    """Long description of the chances by year."""
    parts = [
        f"{_year_end(row.financial_year)}: {chance(row.paid_back_pct)} and {chance(row.paid_back_cashable_pct)}"
        for row in chances.table.itertuples()
    ]
    return "Two lines, counting all cost avoided and only what can be cashed. " + "; ".join(parts) + "."


def how_sure(summary: Released, outcomes: Released) -> list[str]:
    """Mean of the draws beside the appraisal at the stated values, and the chance of a positive result."""
    both = _by_basis(outcomes)
    return [
        f"{COUNTING[row.avoidance_basis]}, the net present value is above zero in {chance(row.npv_positive_pct)} of {number(row.draws)} draws. "
        f"Their mean is {pounds(row.npv_mean_gbp)}; at the stated values it is {pounds(both[row.avoidance_basis].net_present_value_gbp)}. "
        f"One draw in twenty is below {pounds(row.npv_p05_gbp)}, one in twenty above {pounds(row.npv_p95_gbp)}."
        for row in summary.table.itertuples()
    ]


def convergence(settling: Released) -> str:
    """Whether more draws would change the picture."""
    first, half, last = settling.table.iloc[0], settling.table.iloc[-2], settling.table.iloc[-1]
    moved, error = abs(last["npv_mean_gbp"] - half["npv_mean_gbp"]), last["npv_mean_error_gbp"]
    within = "within" if moved <= 2 * max(half["npv_mean_error_gbp"], error) else "more than"
    return (
        f"From {number(half['draws'])} to {number(last['draws'])} draws the mean moved by {pounds(moved)}, {within} what chance explains. Its standard error fell from "
        f"{pounds(first['npv_mean_error_gbp'])} at {number(first['draws'])} draws to {pounds(error)}; that of the chance of a positive result is "
        f"{number(last['npv_positive_error_pct'], 2)} percentage points. The errors are of the draws only: a wrong range is not among them."
    )


def no_ranges() -> str:
    """Why a scenario has no chances."""
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


def switching(switching_values: Released) -> str:
    """The assumption that needs to be wrong by least."""
    turns = switching_values.table.dropna(subset=["switching_value", "change_to_switch_pct"])
    if turns.empty:
        return "No single assumption, at any value within its bounds, turns the result."
    near = turns.iloc[0]
    return (
        f"The result turns soonest if this is wrong: {in_sentence(near['assumption_meaning'])}. At {value_in_words(near['switching_value'], near['assumption_unit'])} "
        f"instead of {value_in_words(near['assumption_value'], near['assumption_unit'])} the net present value is zero."
    )


def compared(comparison: Released) -> list[str]:
    """Which scenarios pay back, and how the best and the worst differ from the first."""
    rows = comparison.table
    first, others = rows.iloc[0], rows.iloc[1:]
    paid = rows["payback_month"].notna()
    best, worst = others.loc[others["net_present_value_gbp"].idxmax()], others.loc[others["net_present_value_gbp"].idxmin()]
    return [
        f"{number(paid.sum())} of {number(len(rows))} scenarios pay back within {_horizon(first['horizon_years'])}.",
        f"“{first['scenario_title']}” has a net present value of {pounds(first['net_present_value_gbp'])}. The others run from {pounds(worst['net_present_value_gbp'])} "
        f"(“{worst['scenario_title']}”) to {pounds(best['net_present_value_gbp'])} (“{best['scenario_title']}”).",
    ]


def decides(tornado: Released, switching_values: Released, title: str) -> str:
    """Which assumption decides the case, and where it turns."""
    top = tornado.table.iloc[0]
    unit = top["assumption_unit"]
    turns = switching_values.table.set_index("assumption")["switching_value"].get(top["assumption"])
    turn = "" if turns is None or pd.isna(turns) else f" The result turns at {value_in_words(turns, unit)}."
    return (
        f"In “{title}” one assumption decides: {in_sentence(top['assumption_meaning'])}. From {ends_in_words(top['lowest_value'], top['highest_value'], unit)}, "
        f"its range, the net present value goes from {pounds(top['npv_at_lowest_gbp'])} to {pounds(top['npv_at_highest_gbp'])}.{turn}"
    )


def cashable(comparison: Released) -> list[str]:
    """Which scenarios pay back when only what can be cashed counts."""
    rows = comparison.table
    paid = rows.loc[rows["payback_month"].notna(), "scenario_title"].map(lambda title: f"“{title}”").tolist()
    return [
        f"{COUNTING[CASHABLE]}, {'no scenario pays' if not paid else listing(paid) + (' pays' if len(paid) == 1 else ' pay')} back within "
        f"{_horizon(rows['horizon_years'].iloc[0])}."
    ]


def not_known(assumptions: Released) -> list[str]:
    """How much of the scenario is judgement, and what evidence is wanted first."""
    rows = assumptions.table
    judged = rows["source"] == "judgement"
    return [
        f"{number(judged.sum())} of the {number(len(rows))} assumptions listed are judgements. The table of assumptions says which of the council's own records should replace each.",
        "The appraisal counts council money only: not what fostering at home is worth to a child, nor what other services spend.",
        "It takes what the scheme brings as an assumption. It cannot show that the scheme brings it.",
    ]


def _result(basis: str, row) -> str:
    if row.spend_gbp == 0 and row.cost_avoided_on_basis_gbp == 0:
        return f"{COUNTING[basis]}: nothing is spent and nothing avoided."
    ratio = "" if pd.isna(row.benefit_cost_ratio) else f" Each pound spent avoids {pounds(row.benefit_cost_ratio, 2)}."
    needed = row.break_even_placements_per_year
    break_even = (
        "No number of new placements breaks even." if pd.isna(needed) else f"It breaks even at {number(needed, 1)} new placements a year."
    )
    if needed == 0:
        break_even = "It breaks even without any new placement."
    peak = (
        ""
        if pd.isna(row.peak_funding_month)
        else f" Up to {pounds(row.peak_funding_gbp)} has to be found, by {_month(row.peak_funding_month)}."
    )
    return f"{COUNTING[basis]}: net present value {pounds(row.net_present_value_gbp)}; {_paid(row)}.{ratio}{peak} {break_even}"


def _paid(row) -> str:
    return "it does not pay back in that time" if pd.isna(row.payback_month) else f"it has paid back from {_month(row.payback_month)}"


def _by_basis(outcomes: Released) -> dict:
    return {row.avoidance_basis: row for row in outcomes.table.itertuples()}


def _years(yearly: Released) -> str:
    return _horizon(len(yearly.table))


def _horizon(years: int) -> str:
    return f"{counted(years, 'financial year')}"


def _year(row) -> str:
    return FinancialYear.parse(row["financial_year"]).label


def _year_end(financial_year: str) -> str:
    return f"March {FinancialYear.parse(financial_year).end.year}"


def _month(text: str) -> str:
    return Month.parse(text).label
