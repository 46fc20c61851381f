"""Sentences of the budget page on savings: delivery plans, and savings declared not achievable."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.present.page import Tile
from analysis.present.wording import agreeing, counted, in_sentence, listing, millions, number, per_cent, rounded


def departments_of_plans(plans: Released, by_department: Released) -> str:
    """How many plans have a department in the report, and how the others got theirs."""
    stated = int((plans.table["department_basis"] == "stated").sum())
    inferred = plans.table[plans.table["department_basis"] == "inferred"]
    if inferred.empty:
        return "The report names the department of every delivery plan."
    departments = sorted(set(inferred["department"]))
    sums = by_department.table.set_index("department").loc[departments]
    meet = [rounded(gap, 3) == 0 for gap in (sums["savings_target_gbp_m"] - sums["budgeted_saving_gbp_m"]).dropna()]
    because = ""
    if len(meet) == len(departments) and all(meet):
        because = f", because with them the plans add up to {agreeing(len(departments), 'its line', 'their lines')} in the monitoring table"
    return (
        f"The report names the department of {counted(stated, 'delivery plan')}. The others ({number(len(inferred))}) are taken to be "
        f"{listing([f'{department}{chr(39)}s' for department in departments])}{because}."
    )


def delivery_plans(by_department: Released) -> list[str]:
    """Savings planned, and whether the forecast still counts on them."""
    sentences = []
    for row in by_department.table.itertuples():
        if pd.isna(row.savings_target_gbp_m):
            sentences.append(f"{row.department} has delivery plans and gives no saving for them.")
            continue
        still = row.forecast_saving_gbp_m
        counts = "the monitoring table has no line that says what the forecast counts on"
        if pd.notna(still):
            over = rounded(still - row.savings_target_gbp_m, 3)
            counts = f"the forecast {'still counts on all of it' if over == 0 else f'counts on {millions(still, 3)}' if over > 0 else f'still counts on {millions(still, 3)}'}"
            counts += f", {millions(over, 3)} more than that" if over > 0 else ""
        sentences.append(f"{row.department} plans to save {millions(row.savings_target_gbp_m, 3)} in the year; {counts}.")
    return sentences


def not_achievable(table: Released) -> list[str]:
    """Savings declared not achievable, and their share of the list that they stand on."""
    sentences = []
    for row in table.table[table.table["not_achievable_gbp_m"] != 0].itertuples():
        of = "savings" if pd.isna(row.savings_list) else in_sentence(row.savings_list)
        if pd.isna(row.not_achievable_gbp_m):
            sentences.append(f"{row.department} has declared some of its {of} not achievable, without an amount.")
            continue
        share = (
            f": {per_cent(row.not_achievable_pct)} of {millions(row.savings_target_gbp_m, 3)}" if pd.notna(row.not_achievable_pct) else ""
        )
        sentences.append(f"{row.department} has declared {millions(row.not_achievable_gbp_m, 3)} of its {of} not achievable{share}.")
    untouched = table.table[table.table["not_achievable_gbp_m"] == 0]
    none = [f"{row.department}'s {in_sentence(row.savings_list)}" for row in untouched.itertuples()]
    return sentences + ([f"Nothing is declared lost of {listing(none)}."] if none else [])


def tiles(table: Released) -> list[Tile]:
    """Key figures of the savings declared not achievable."""
    found = []
    for lost in table.table[table.table["not_achievable_gbp_m"] > 0].itertuples():
        of = "savings" if pd.isna(lost.savings_list) else in_sentence(lost.savings_list)
        share = f"{per_cent(lost.not_achievable_pct)} of " if pd.notna(lost.not_achievable_pct) else ""
        meaning = field("not_achievable_gbp_m").definition
        found.append(
            Tile("Savings declared not achievable", millions(lost.not_achievable_gbp_m), f"{lost.department}: {share}its {of}", meaning)
        )
    return found
