"""Savings targets: delivery plans by department, and what the service has declared not achievable."""

import pandas as pd

from analysis.measures import share_pct


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
    """Savings declared not achievable, against each of the report's lists of savings.

    Parameters
    ----------
    drivers
        Stated drivers; those of kind ``saving_not_achievable`` count.
    plans
        Delivery plans with ``savings_target_gbp_m``.
    totals
        Printed totals of the budget changes; ``savings_targets`` is the sum of the savings in the budget.

    Returns
    -------
    pandas.DataFrame
        One row per ``department`` that declared any and per ``savings_list`` (in the budget; in the delivery plans;
        both): ``not_achievable_gbp_m``, ``savings_target_gbp_m``, ``not_achievable_pct``.
    """
    lost = drivers[drivers["driver_kind"] == "saving_not_achievable"].groupby("department")["stated_amount_gbp_m"].sum()
    in_budget = totals[totals["total"] == "savings_targets"].set_index("department")["total_gbp_m"]
    in_plans = plans.groupby("department")["savings_target_gbp_m"].sum()
    rows = [
        {"department": department, "savings_list": name, "not_achievable_gbp_m": amount, "savings_target_gbp_m": round(target, 6)}
        for department, amount in lost.items()
        for name, target in (
            ("Savings in the budget", in_budget[department]),
            ("Delivery plans", in_plans[department]),
            ("Both lists", in_budget[department] + in_plans[department]),
        )
    ]
    table = pd.DataFrame(rows, columns=["department", "savings_list", "not_achievable_gbp_m", "savings_target_gbp_m"])
    table["not_achievable_pct"] = share_pct(table["not_achievable_gbp_m"], table["savings_target_gbp_m"])
    return table
