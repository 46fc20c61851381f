"""Bridges: the steps that lead from one budget or forecast to another."""

import pandas as pd

STEP_COLUMNS = ["step", "step_kind", "amount_gbp_m", "running_total_gbp_m"]


def _bridge(start: tuple[str, float], steps: pd.DataFrame, end: tuple[str, float], remainder: str) -> pd.DataFrame:
    """Start, steps, what they leave, end; the running total after each meets the end exactly."""
    left = round(end[1] - start[1] - steps["amount_gbp_m"].sum(), 6)
    rows = [{"step": start[0], "step_kind": "total", "amount_gbp_m": start[1]}]
    rows += steps.assign(step_kind="change")[["step", "step_kind", "amount_gbp_m"]].to_dict("records")
    if left:
        rows.append({"step": remainder, "step_kind": "remainder", "amount_gbp_m": left})
    table = pd.DataFrame(rows)
    table["running_total_gbp_m"] = table["amount_gbp_m"].cumsum().round(6)
    closing = {"step": end[0], "step_kind": "total", "amount_gbp_m": end[1], "running_total_gbp_m": end[1]}
    return pd.concat([table, pd.DataFrame([closing])], ignore_index=True)[STEP_COLUMNS]


def forecast_bridge(variances: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """From approved budget to forecast outturn, one step a service with a variance.

    Parameters
    ----------
    variances
        One row per service, as ``forecast_variance`` returns them.
    totals
        The printed totals of the departments shown.

    Returns
    -------
    pandas.DataFrame
        One row per step, overspends first, largest first: ``step``, ``step_kind`` (``total``, ``change`` or
        ``remainder``), ``amount_gbp_m`` and ``running_total_gbp_m``. A remainder is what rounding leaves.
    """
    moved = variances[variances["variance_gbp_m"] != 0].sort_values("variance_gbp_m", ascending=False, kind="stable")
    steps = moved.rename(columns={"service": "step", "variance_gbp_m": "amount_gbp_m"})[["step", "amount_gbp_m"]]
    start, end = round(totals["approved_budget_gbp_m"].sum(), 6), round(totals["forecast_outturn_gbp_m"].sum(), 6)
    return _bridge(("Approved budget", start), steps, ("Forecast outturn", end), "Rounding")


def budget_bridge(history: pd.DataFrame, changes: pd.DataFrame, year: str, last_year: str) -> pd.DataFrame:
    """From last year's approved budget to this year's for one department, by the changes that the report states.

    Parameters
    ----------
    history
        One row per ``financial_year`` of one department; ``approved_budget_gbp_m``.
    changes
        The stated changes of that department: ``budget_change``, ``budget_change_gbp_m`` (missing where the report states no amount).
    year, last_year
        Financial years such as ``2023-24``.

    Returns
    -------
    pandas.DataFrame
        As ``forecast_bridge``; the remainder is what the report does not state.
    """
    budget = history.set_index("financial_year")["approved_budget_gbp_m"]
    steps = changes.rename(columns={"budget_change": "step", "budget_change_gbp_m": "amount_gbp_m"})[["step", "amount_gbp_m"]].dropna()
    labels = [f"{name.replace('-', '/')} budget" for name in (last_year, year)]
    return _bridge((labels[0], budget[last_year]), steps, (labels[1], budget[year]), "Change the report does not itemise")
