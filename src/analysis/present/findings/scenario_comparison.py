"""Sentences on fostering scenarios side by side, computed from released tables."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.fostering.model.lines import SMALLEST_GBP
from analysis.present.assumption_wording import about_in_words, ends_in_words
from analysis.present.findings.scenario import CASHABLE, COUNTING
from analysis.present.page import Tile
from analysis.present.wording import counted, in_sentence, listing, number, pounds

WHAT_IT_MEANS = (
    "Net present value is what a scenario avoids less what it costs, in prices of the first year, later years counting for less.",
    "What can be cashed is the part of the cost avoided that leaves the budget. The rest would have been spent and is not, but no budget falls by it.",
    "Break-even placements are the new placements a year at which the net present value is zero, all else in the scenario unchanged. "
    "None is needed where carers who transfer, or who stay, pay for the scheme.",
)
"""The terms of the comparison, in plain words."""


def compared(comparison: Released) -> list[str]:
    """Which scenarios pay back, and how the best and the worst differ from the first; one that spends nothing is not counted."""
    spends = comparison.table["spend_gbp"] > SMALLEST_GBP
    first, rows, others = comparison.table.iloc[0], comparison.table[spends], comparison.table[spends].drop(index=0, errors="ignore")
    paid = rows["payback_month"].notna()
    idle = _titles(comparison.table[~spends])
    without = f" In {listing(idle)} nothing is spent." if idle else ""
    own = f"“{first['scenario_title']}” has a net present value of {pounds(first['net_present_value_gbp'])}."
    if not others.empty:
        best, worst = others.loc[others["net_present_value_gbp"].idxmax()], others.loc[others["net_present_value_gbp"].idxmin()]
        own += (
            f" The others run from {pounds(worst['net_present_value_gbp'])} (“{worst['scenario_title']}”) to "
            f"{pounds(best['net_present_value_gbp'])} (“{best['scenario_title']}”)."
            if len(others) > 1
            else f" “{best['scenario_title']}” has {pounds(best['net_present_value_gbp'])}."
        )
    count = f"{number(paid.sum())} of {number(len(rows))} scenarios pay back within {_horizon(first['horizon_years'])}."
    return [count + without, own]


def cashable(comparison: Released) -> list[str]:
    """Which scenarios pay back when only what can be cashed counts."""
    rows = comparison.table
    paid = _titles(rows[rows["payback_month"].notna()])
    return [
        f"{COUNTING[CASHABLE]}, {'no scenario pays' if not paid else listing(paid) + (' pays' if len(paid) == 1 else ' pay')} back within "
        f"{_horizon(rows['horizon_years'].iloc[0])}."
    ]


def payback_tile(cashable: Released, everything: Released) -> Tile:
    """How many scenarios that spend pay back in cash, and how many with all cost avoided."""
    counts = []
    for comparison in (cashable, everything):
        rows = comparison.table[comparison.table["spend_gbp"] > SMALLEST_GBP]
        counts.append((int(rows["payback_month"].notna().sum()), len(rows)))
    (cash, spend), (every, _) = counts
    years = _horizon(cashable.table["horizon_years"].iloc[0])
    note = f"within {years}; {number(every)} with all cost avoided"
    return Tile("Scenarios that pay back in cash", f"{number(cash)} of {number(spend)}", note, field("payback_month").definition)


def chances_from(draws: int, own_draws: int | None = None) -> str:
    """How many draws the chances of every row come from, and why the page's own figure above may differ."""
    every = f"Every chance in these tables comes from {number(draws)} draws of its scenario, all with the same seed."
    if own_draws is None or own_draws == draws:
        return every
    return f"{every} The scenario's own figures above come from {number(own_draws)}, so its chance may differ a little."


def decides(tornado: Released, switching_values: Released, title: str) -> str:
    """Which assumption decides the case, and where it turns."""
    top = tornado.table.iloc[0]
    unit = top["assumption_unit"]
    turns = switching_values.table.set_index("assumption")["switching_value"].get(top["assumption"])
    turn = "" if turns is None or pd.isna(turns) else f" The result turns at {about_in_words(turns, unit)}."
    return (
        f"In “{title}” one assumption decides: {in_sentence(top['assumption_meaning'])}. From {ends_in_words(top['lowest_value'], top['highest_value'], unit)}, "
        f"its range, the net present value goes from {pounds(top['npv_at_lowest_gbp'])} to {pounds(top['npv_at_highest_gbp'])}.{turn}"
    )


def _titles(rows: pd.DataFrame) -> list[str]:
    return [f"“{title}”" for title in rows["scenario_title"]]


def _horizon(years: int) -> str:
    return counted(years, "financial year")
