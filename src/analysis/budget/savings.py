"""Savings targets: delivery plans by department, and what the service has declared not achievable."""

import pandas as pd

from analysis.measures import share_pct

IN_BUDGET, IN_PLANS = "Savings in the budget", "Delivery plans"


def delivery_plans_by_department(plans: pd.DataFrame, monitoring: pd.DataFrame) -> pd.DataFrame:
    """Delivery plans of each department beside the line that the monitoring table holds for them.

    Parameters
    ----------
    plans
        One row per delivery plan: ``department``, ``savings_target_gbp_m``.
    monitoring
        One row per ``department`` and ``service``; the service ``Delivery Plans`` holds the targets as a negative budget.

    Returns
    -------
    pandas.DataFrame
        One row per department: ``department``, ``savings_target_gbp_m``, ``budgeted_saving_gbp_m`` and
        ``forecast_saving_gbp_m`` (both positive) from the monitoring table.
    """
    line = monitoring[monitoring["service"] == "Delivery Plans"].set_index("department")
    table = plans.groupby("department", sort=False)["savings_target_gbp_m"].sum().round(6).reset_index()
    table["budgeted_saving_gbp_m"] = -table["department"].map(line["approved_budget_gbp_m"])
    table["forecast_saving_gbp_m"] = -table["department"].map(line["forecast_outturn_gbp_m"])
    return table


def savings_not_achievable(drivers: pd.DataFrame, plans: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Savings declared not achievable, against each of the report's two lists of savings.

    The lists are not added up: the report does not say whether they overlap.

    Parameters
    ----------
    drivers
        Stated drivers; those of kind ``saving_not_achievable`` count, on the ``savings_list`` that they name.
    plans
        Delivery plans with ``savings_target_gbp_m``.
    totals
        Printed totals of the budget changes; ``savings_targets`` is the sum of the savings in the budget.

    Returns
    -------
    pandas.DataFrame
        One row per ``department`` and ``savings_list``: ``savings_target_gbp_m``, ``not_achievable_gbp_m``,
        ``not_achievable_pct``.
    """
    targets = pd.concat(
        [
            totals[totals["total"] == "savings_targets"]
            .rename(columns={"total_gbp_m": "savings_target_gbp_m"})
            .assign(savings_list=IN_BUDGET),
            plans.groupby("department", sort=False, as_index=False)["savings_target_gbp_m"].sum().assign(savings_list=IN_PLANS),
        ]
    )[["department", "savings_list", "savings_target_gbp_m"]]
    lost = drivers[drivers["driver_kind"] == "saving_not_achievable"].groupby(["department", "savings_list"])["stated_amount_gbp_m"].sum()
    table = targets.merge(lost.rename("not_achievable_gbp_m").reset_index(), on=["department", "savings_list"], how="left")
    table["not_achievable_gbp_m"] = table["not_achievable_gbp_m"].fillna(0.0)
    table["savings_target_gbp_m"] = table["savings_target_gbp_m"].round(6)
    table["not_achievable_pct"] = share_pct(table["not_achievable_gbp_m"], table["savings_target_gbp_m"])
    return table
