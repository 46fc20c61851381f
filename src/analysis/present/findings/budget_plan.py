"""Sentences of the budget page on mitigations, reserves, next year, and lines that are no placements."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.findings.budget import over_or_under
from analysis.present.findings.budget_records import money, more_or_less
from analysis.present.wording import in_sentence, listing

LEAST_GBP = 1
"""Less than a pound is no difference."""
RUN_RATE_METHOD = (
    "Trend: spent so far, over the months so far, times twelve. Spent and committed: as the ledger has both. A line whose spending is not even through the year, "
    "such as one paid in summer, may rightly be forecast outside both."
)
NEXT_YEAR_LIMIT = (
    "What next year starts with takes open placements as they are for the whole year: nobody comes or leaves, and no price rises."
)


def mitigated(total: Released, mitigations: Released) -> list[str]:
    """Variance before mitigations, as forecast, and after those that the forecast does not count on."""
    row = total.table.iloc[0]
    gross, net = row["gross_variance_gbp"], row["net_variance_gbp"]
    sought = mitigations.table[mitigations.table["counted_on"] != "Yes"]
    told = f"Before mitigations the ledger forecasts {_variance(gross)}; it counts on {money(row['mitigated_in_forecast_gbp'])} of mitigations."
    if sought.empty:
        return [told, "Every mitigation listed is in the forecast."]
    names = listing([f"“{name}”" for name in sought["mitigation"]], most=3)
    return [
        told,
        f"Another {money(row['mitigations_to_come_gbp'])} is sought and not in it ({names}). If all of it comes, {_variance(net)} is left.",
    ]


def _variance(amount_gbp: float) -> str:
    if abs(amount_gbp) < LEAST_GBP:
        return "exactly the budget"
    return f"{'an' if amount_gbp else ''} {over_or_under(amount_gbp)} of {money(abs(amount_gbp))}".strip()


def reserves(balances: Released) -> str:
    """What reserves that may be used for anything close with, against plan; and ring-fenced ones that are overdrawn."""
    rows = balances.table
    own, fenced = rows[rows["ring_fenced_shown"] != "Yes"], rows[rows["ring_fenced_shown"] == "Yes"]
    sums = own[["opening_gbp", "planned_closing_gbp", "forecast_closing_gbp"]].sum()
    told = f"Reserves that are not ring-fenced open at {money(sums['opening_gbp'])} and are forecast to close at {money(sums['forecast_closing_gbp'])}"
    off = sums["forecast_closing_gbp"] - sums["planned_closing_gbp"]
    told += f", {more_or_less(off)} than planned." if abs(off) >= LEAST_GBP else ", as planned."
    overdrawn = fenced[fenced["forecast_closing_gbp"] <= -LEAST_GBP]
    if len(overdrawn):
        parts = [f"{row.reserve} ({money(-row.forecast_closing_gbp)})" for row in overdrawn.itertuples()]
        told += f" Ring-fenced and overdrawn: {listing(parts)}."
    return told


def next_year(services: Released, total: Released, year: str) -> str:
    """What next year starts with beyond the plan, and which service makes most of it."""
    row, largest = total.table.iloc[0], services.table.iloc[0]
    gap = row["planned_gap_gbp"]
    if abs(gap) < LEAST_GBP:
        return f"The medium-term plan gives {year} exactly what it starts with, {money(row['carried_gbp'])}."
    told = f"{year} starts with {money(row['carried_gbp'])}, {more_or_less(gap)} than the medium-term plan gives."
    effect = services.table.loc[services.table["full_year_effect_gbp"].abs() >= LEAST_GBP]
    for one in effect.itertuples():
        told += f" In {in_sentence(one.service)} what is open now costs {more_or_less(one.full_year_effect_gbp)} in a full year than this year's forecast."
    if len(services.table) > 1 and largest["planned_gap_gbp"] >= LEAST_GBP:
        told += f" The service with most that is not in the plan: {in_sentence(largest['service'])} ({money(largest['planned_gap_gbp'])})."
    return told


def outside(rates: Released) -> pd.DataFrame:
    """Lines whose forecast lies outside trend and commitments, the farthest first."""
    return rates.table[rates.table["outside_gbp"].abs() >= LEAST_GBP]


def run_rate(rates: Released) -> str:
    """How many lines are forecast outside trend and commitments, and which are farthest."""
    off = outside(rates)
    if off.empty:
        return "Every line that is no placement is forecast at its trend, at what is spent and committed, or between the two."
    parts = [
        f"{in_sentence(row.subjective_group)} of {in_sentence(row.service)} ({money(abs(row.outside_gbp))} {'above both' if row.outside_gbp > 0 else 'below both'})"
        for row in off.head(3).itertuples()
    ]
    return f"Of {len(rates.table)} lines that are no placements {len(off)} are forecast outside trend and commitments. The farthest: {listing(parts)}."
