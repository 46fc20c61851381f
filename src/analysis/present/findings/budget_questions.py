"""Questions that the figures of the budget raise. What is to be done is for the council to say."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.findings.budget_plan import outside
from analysis.present.findings.budget_records import money
from analysis.present.wording import in_sentence, listing, millions

SHARE_ASKED_PCT = 0.1
METHOD = "A question is asked where an amount is at least 0.1% of the budget. Recommendations are for the council to make."
LOST = ("not achievable", "at risk")
MOST_LINES = 3


def of_placements(compared: Released, total: Released, least_gbp: float) -> list[str]:
    """Questions on the service's forecast of placements and on what no placement explains."""
    rows, row = compared.table, total.table.iloc[0]
    spent, forecast = rows.iloc[0], rows.iloc[-1]["in_ledger_gbp"]
    asked = []
    if forecast < row["low_95_gbp"] or forecast > row["high_95_gbp"]:
        asked.append(
            f"Why does the service forecast {money(forecast)} for placements, where {money(row['low_95_gbp'])} to {money(row['high_95_gbp'])} is to be expected of "
            "what is open and what has begun of late?"
        )
    off = spent["unexplained_gbp"]
    if off >= least_gbp:
        asked.append(f"What is the {money(off)} that the ledger has spent on placements and that no placement explains?")
    if off <= -least_gbp:
        asked.append(
            f"Why has the ledger {money(-off)} less spent on placements than they come to: is something not paid or not posted yet?"
        )
    return asked


def of_service(services: Released, least_gbp: float) -> list[str]:
    """What will bring back the service with the largest overspend, and why it moved most in the quarter."""
    rows = services.table
    worst = rows.loc[rows["forecast_variance_gbp"].idxmax()]
    asked = []
    if worst["forecast_variance_gbp"] >= least_gbp:
        asked.append(
            f"What will bring {in_sentence(worst['service'])} back to its budget, which it is forecast to exceed by {money(worst['forecast_variance_gbp'])}?"
        )
    moved = rows[rows["forecast_movement_gbp"] >= least_gbp]
    if len(moved):
        most = moved.loc[moved["forecast_movement_gbp"].idxmax()]
        asked.append(
            f"What happened in the quarter that the forecast of {in_sentence(most['service'])} rose by {money(most['forecast_movement_gbp'])}, and could it have been foreseen?"
        )
    return asked


def of_lines(rates: Released, least_gbp: float) -> list[str]:
    """Lines that are no placements and are forecast below what trend and commitments lead to."""
    off = outside(rates)
    return [
        f"Why are {in_sentence(row.subjective_group)} of {in_sentence(row.service)} forecast {money(-row.outside_gbp)} below both their trend and what is spent and committed?"
        for row in off[off["outside_gbp"] <= -least_gbp].head(MOST_LINES).itertuples()
    ]


def of_plan(tables: dict[str, Released], year: str, least_gbp: float) -> list[str]:
    """Questions on mitigations, reserves and next year."""
    asked = []
    if "gross_and_net_in_all" in tables:
        sought = tables["gross_and_net_in_all"].table.iloc[0]["mitigations_to_come_gbp"]
        if sought >= least_gbp:
            asked.append(
                f"What if the {money(sought)} of mitigations that the forecast does not count on yet does not come, and by when will that be known?"
            )
    if "reserves" in tables:
        rows = tables["reserves"].table
        own = rows[rows["ring_fenced_shown"] != "Yes"]
        short = -own["reserve_difference_gbp"].sum()
        if short >= least_gbp:
            asked.append(
                f"Reserves are forecast to close {money(short)} below plan. From what are they to be put back, and what is left for next year's risks?"
            )
        for row in rows[(rows["ring_fenced_shown"] == "Yes") & (rows["forecast_closing_gbp"] <= -least_gbp)].itertuples():
            asked.append(
                f"How and by when is the deficit of {money(-row.forecast_closing_gbp)} on {in_sentence(row.reserve)} to be made good?"
            )
    if "next_year_in_all" in tables:
        gap = tables["next_year_in_all"].table.iloc[0]["planned_gap_gbp"]
        if gap >= least_gbp:
            asked.append(f"{year} starts with {money(gap)} that the medium-term plan does not give. How is it to be met?")
    return asked


def of_savings(plan: Released, least_gbp: float) -> list[str]:
    """Questions on savings that are not coming, and on what two of them claim."""
    rows = plan.table
    asked = []
    lost = rows[rows["saving_status"].str.lower().isin(LOST)]
    if lost["shortfall_gbp"].sum() >= least_gbp:
        asked.append(
            f"What takes the place of the {money(lost['shortfall_gbp'].sum())} that savings at risk or not achievable have not delivered so far?"
        )
    twice = rows[rows["claimed_with"].notna() & (rows["claimed_twice_gbp"] >= max(least_gbp, 1.0))]
    if len(twice):
        names = listing([f"“{name}”" for name in twice["saving"]])
        asked.append(f"Which of {names} delivered the {money(twice['claimed_twice_gbp'].max())} that more than one of them may claim?")
    return asked


def of_disputes(kinds: Released, in_dispute: str, least_gbp: float) -> list[str]:
    """What if a cost in dispute has to be paid."""
    rows = kinds.table[kinds.table["other_cost_kind"] == in_dispute]
    amount = rows["charged_gbp"].sum()
    return [f"When will the {money(amount)} in dispute be settled, and is anything set aside for it?"] if amount >= least_gbp else []


def of_report(lines: Released, drivers: Released | None, not_stated: str, least_gbp_m: float) -> list[str]:
    """Questions on a printed report: lines over budget and what its reasons leave without an amount."""
    rows = lines.table[lines.table["variance_gbp_m"] >= least_gbp_m].nlargest(MOST_LINES, "variance_gbp_m")
    asked = [
        f"What will bring {row.service} ({row.department}) back to its budget, which it is forecast to exceed by {millions(row.variance_gbp_m)}?"
        for row in rows.itertuples()
    ]
    moved = lines.table[lines.table["movement_gbp_m"] >= least_gbp_m]
    if len(moved):
        most = moved.loc[moved["movement_gbp_m"].idxmax()]
        asked.append(
            f"What happened in the quarter that the forecast of {most['service']} ({most['department']}) rose by {millions(most['movement_gbp_m'])}, and could it have been foreseen?"
        )
    if drivers is not None:
        left = drivers.table[drivers.table["driver"] == not_stated]
        left = left[left["stated_amount_gbp_m"].abs() >= least_gbp_m]
        asked += [
            f"What makes up the {millions(abs(row.stated_amount_gbp_m))} of {row.department}'s variance for which the report states no amount?"
            for row in left.itertuples()
        ]
    return asked


def of_lost_savings(lost: Released) -> list[str]:
    """What takes the place of savings that a report declares lost."""
    amount = lost.table["not_achievable_gbp_m"].sum()
    return (
        [f"What takes the place of the {millions(amount)} of savings that are declared not achievable?"]
        if pd.notna(amount) and amount > 0
        else []
    )
