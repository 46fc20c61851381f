"""Sentences of the budget page on the ledger and the savings plan of a council."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.findings.budget import over_or_under
from analysis.present.findings.budget_records import money, signed_money
from analysis.present.page import Tile
from analysis.present.wording import agreeing, counted, in_sentence, listing, number, per_cent, sentence_case

METHOD = [
    "From the ledger: variance is forecast outturn less current budget, and current budget is the original and virements. What codes are spent on goes by their names; "
    "money that a service or cost centre calls ring-fenced, such as the Dedicated Schools Grant, stands apart."
]
SAVINGS_LIMITS = [
    "Savings are as the plan counts them. Two that name the same child or budget line may be right both; which of them delivered it is for their owners to say."
]
MONTHS = 12


def headline(total: Released) -> str:
    """Forecast variance of the ledger."""
    row = total.table.iloc[0]
    variance = row["forecast_variance_gbp"]
    if abs(variance) < 1:
        return f"The ledger forecasts exactly its budget of {money(row['current_budget_gbp'])}."
    return f"The ledger forecasts an {over_or_under(variance)} of {money(abs(variance))}{_share(row)}."


def _share(row: pd.Series) -> str:
    if row["current_budget_gbp"] <= 0:
        return ""
    return f", {per_cent(abs(row['forecast_variance_gbp']) / row['current_budget_gbp'] * 100)} of the {money(row['current_budget_gbp'])} budget"


def tiles(total: Released) -> list[Tile]:
    """Key figure: the variance in the ledger."""
    row = total.table.iloc[0]
    variance = row["forecast_variance_gbp"]
    if abs(variance) < 1:
        return []
    return [
        Tile(
            f"Ledger: forecast {over_or_under(variance)}",
            money(abs(variance)),
            f"of {money(row['current_budget_gbp'])}",
            "Forecast outturn less current budget.",
        )
    ]


def movement(total: Released) -> str:
    """How the ledger's forecast moved in the quarter; nothing where that is not known."""
    moved = total.table.iloc[0]["forecast_movement_gbp"]
    if pd.isna(moved):
        return ""
    if abs(moved) < 1:
        return "The forecast in the ledger did not change in the quarter."
    return f"The forecast in the ledger {'worsened' if moved > 0 else 'improved'} by {money(abs(moved))} in the quarter."


def monitored(rows: pd.DataFrame, total: Released, period: int, not_adding_up: int) -> list[str]:
    """Variance in all and of the largest services, what was moved by virement, and budgets that do not add up."""
    table = rows.table
    largest = table[table["forecast_variance_gbp"].abs() >= 1].head(2)
    parts = [f"{row.service} ({signed_money(row.forecast_variance_gbp)})" for row in largest.itertuples()]
    told = f" The largest {agreeing(len(parts), 'variance is', 'variances are')} {listing(parts)}." if parts else ""
    moved = table.loc[table["virements_gbp"] > 0, "virements_gbp"].sum()
    net = total.table.iloc[0]["virements_gbp"]
    vired = (
        "No budget was moved between services." if moved < 1 else f"{money(moved)} of budget was moved to services that gained by virement."
    )
    if abs(net) >= 1:
        vired += f" Virements do not come to nothing: {signed_money(net)} came from or went to other budgets."
    spent = total.table.iloc[0]["actual_to_date_gbp"]
    sentences = [f"{headline(total)}{told}", f"{money(spent)} is spent by the end of month {number(period)} of {number(MONTHS)}. {vired}"]
    if not_adding_up:
        sentences.append(
            f"{sentence_case(counted(not_adding_up, 'line'))} {agreeing(not_adding_up, 'has', 'have')} a current budget that is not the original and its virements."
        )
    return sentences


def variance_label(row: pd.Series) -> str:
    """Label of a bar."""
    return signed_money(row["forecast_variance_gbp"])


def groups_title(groups: Released) -> str:
    """Finding of the chart by what is spent on."""
    row = groups.table.iloc[0]
    return f"{row['subjective_group']}: {money(abs(row['forecast_variance_gbp']))} {'over' if row['forecast_variance_gbp'] > 0 else 'under'} budget, the largest variance by what is spent on"


def groups_description(groups: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row.subjective_group}: {signed_money(row.forecast_variance_gbp)}" for row in groups.table.itertuples()]
    return f"Forecast less budget, over budget to the right: {'; '.join(parts)}."


def savings(status: Released, plan: Released, left_out: int) -> list[str]:
    """Delivered against target, by status, what is claimed twice, and how many that name a child are left out."""
    rows = status.table
    target, delivered = rows["target_to_date_gbp"].sum(), rows["delivered_to_date_gbp"].sum()
    share = f" ({per_cent(delivered / target * 100)})" if target > 0 else ""
    parts = [f"{money(row.target_to_date_gbp)} {in_sentence(row.saving_status)}" for row in rows.itertuples()]
    sentences = [
        f"{money(delivered)} of {money(target)} planned by the end of the quarter is counted as delivered{share}. Of the target, {listing(parts)}."
    ]
    twice = plan.table[plan.table["claimed_with"].notna()]
    if len(twice):
        names = listing([f"“{name}”" for name in twice["saving"]])
        most = twice["claimed_twice_gbp"].max()
        amount = (
            f" Up to {money(most)} may be counted twice."
            if most >= 1
            else " Neither has delivered enough for anything to be counted twice so far."
        )
        sentences.append(f"{names} name the same child or budget line as another.{amount}")
    if left_out:
        verbs = agreeing(left_out, "names a child and is", "name children and are")
        sentences.append(f"{sentence_case(counted(left_out, 'saving'))} of the plan {verbs} left out here.")
    return sentences


def evidence(found: Released) -> str:
    """What placements of children whom savings name show, beside what those savings count as delivered."""
    rows = found.table
    sums = rows.groupby("saving", sort=False).agg(shown=("shown_by_placements_gbp", "sum"), counted=("delivered_to_date_gbp", "first"))
    parts = [f"“{row.Index}” counts {money(row.counted)} as delivered, and placements show {money(row.shown)}" for row in sums.itertuples()]
    return f"{'; '.join(parts)}. A child named by two savings is in both."
