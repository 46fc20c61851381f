"""Savings targets: delivery plans by department, what the forecast still counts on, and what is declared not achievable."""

import pandas as pd

from analysis.measures import share_pct

IN_BUDGET, IN_PLANS = "Savings in the budget", "Delivery plans"
NOT_ACHIEVABLE = "saving_not_achievable"
"""Kind of a stated driver that is a saving declared lost."""


def savings_counted_on(plan_lines: pd.DataFrame) -> pd.DataFrame:
    """Savings that budget and forecast of each department count on: what its lines of delivery plans hold as negative amounts.

    Parameters
    ----------
    plan_lines
        The lines of the monitoring table that hold delivery plans: ``department``, ``approved_budget_gbp_m``, ``forecast_outturn_gbp_m``.

    Returns
    -------
    pandas.DataFrame
        One row per department: ``department``, ``budgeted_saving_gbp_m``, ``forecast_saving_gbp_m``, both positive; missing where an amount is.
    """
    names = {"approved_budget_gbp_m": "budgeted_saving_gbp_m", "forecast_outturn_gbp_m": "forecast_saving_gbp_m"}
    sums = plan_lines.groupby("department", sort=False)[list(names)].agg(lambda amounts: -amounts.sum(skipna=False))
    return sums.rename(columns=names).round(6).reset_index()


def delivery_plans_by_department(plans: pd.DataFrame, plan_lines: pd.DataFrame) -> pd.DataFrame:
    """Delivery plans of each department beside the lines that the monitoring table holds for them.

    Parameters
    ----------
    plans
        One row per delivery plan: ``department``, ``savings_target_gbp_m``.
    plan_lines
        As for ``savings_counted_on``; may be empty.

    Returns
    -------
    pandas.DataFrame
        One row per department: ``department``, ``savings_target_gbp_m``, ``budgeted_saving_gbp_m`` and
        ``forecast_saving_gbp_m`` (missing where the monitoring table has no such line).
    """
    targets = plans.groupby("department", sort=False)["savings_target_gbp_m"].sum(min_count=1).round(6).reset_index()
    return targets.merge(savings_counted_on(plan_lines), on="department", how="left")


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
        One row per ``department`` and ``savings_list`` with a target or a loss: ``savings_target_gbp_m`` (missing where no list gives it), ``not_achievable_gbp_m``
        (missing where the report gives no amount, 0 where it declares none lost), ``not_achievable_pct``.
    """
    columns = ["department", "savings_list", "savings_target_gbp_m"]
    in_budget = totals[totals["total"] == "savings_targets"].rename(columns={"total_gbp_m": "savings_target_gbp_m"})
    in_plans = plans.groupby("department", sort=False, as_index=False)["savings_target_gbp_m"].sum(min_count=1)
    targets = pd.concat([in_budget.assign(savings_list=IN_BUDGET)[columns], in_plans.assign(savings_list=IN_PLANS)[columns]])
    declared = drivers[drivers["driver_kind"] == NOT_ACHIEVABLE]
    lost = declared.groupby(columns[:2], dropna=False)["stated_amount_gbp_m"].sum(min_count=1).rename("not_achievable_gbp_m").reset_index()
    table = targets.merge(lost, on=columns[:2], how="outer", indicator=True, sort=False)
    table.loc[table["_merge"] == "left_only", "not_achievable_gbp_m"] = 0.0
    table["savings_target_gbp_m"] = table["savings_target_gbp_m"].round(6)
    table["not_achievable_pct"] = share_pct(table["not_achievable_gbp_m"], table["savings_target_gbp_m"])
    order = {name: place for place, name in enumerate(pd.concat([targets["department"], drivers["department"]]).drop_duplicates())}
    lists = {IN_BUDGET: 0, IN_PLANS: 1}
    table["place"] = table["department"].map(order) * 3 + table["savings_list"].map(lists).fillna(2)
    return table.sort_values("place", kind="stable").drop(columns=["_merge", "place"]).reset_index(drop=True)


def savings_by_quarter(plan_lines: pd.DataFrame, drivers: pd.DataFrame) -> pd.DataFrame:
    """What the forecast of each report still counts on of the delivery plans, and the savings that it declares not achievable.

    Parameters
    ----------
    plan_lines, drivers
        As for ``savings_counted_on`` and ``savings_not_achievable``, of several reports, with ``quarter``.

    Returns
    -------
    pandas.DataFrame
        One row per ``quarter`` and ``department``, the oldest first: ``budgeted_saving_gbp_m``, ``forecast_saving_gbp_m``,
        ``saving_shortfall_gbp_m`` (the first less the second), ``not_achievable_gbp_m`` (on whatever list; missing where the report declares none).
    """
    parts = [savings_counted_on(rows).assign(quarter=quarter) for quarter, rows in plan_lines.groupby("quarter")]
    columns = ["quarter", "department", "budgeted_saving_gbp_m", "forecast_saving_gbp_m"]
    counted_on = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
    declared = drivers[drivers["driver_kind"] == NOT_ACHIEVABLE]
    lost = declared.groupby(["quarter", "department"])["stated_amount_gbp_m"].sum(min_count=1).rename("not_achievable_gbp_m").reset_index()
    table = counted_on.merge(lost, on=["quarter", "department"], how="outer", sort=False).sort_values(
        "quarter", kind="stable", ignore_index=True
    )
    table["saving_shortfall_gbp_m"] = (table["budgeted_saving_gbp_m"] - table["forecast_saving_gbp_m"]).astype(float).round(6)
    return table
