"""Budget monitoring: variance and movement, by line, by department and over the quarters."""

import pandas as pd

from analysis.measures import share_pct
from analysis.quarters import BOTH, side_by_side

AMOUNTS = ["approved_budget_gbp_m", "previous_forecast_gbp_m", "forecast_outturn_gbp_m"]
LINE = ["department", "service"]
PRINTED, SUMMED = "printed", "sum of the lines"
"""What a department's total is."""


def forecast_variance(monitoring: pd.DataFrame) -> pd.DataFrame:
    """Forecast outturn less approved budget; positive is an overspend, called adverse.

    Parameters
    ----------
    monitoring
        One row per service or department; ``approved_budget_gbp_m``, ``forecast_outturn_gbp_m`` and
        ``previous_forecast_gbp_m`` (missing in the first quarter of a year), nominal, income negative.

    Returns
    -------
    pandas.DataFrame
        The same rows with ``variance_gbp_m``, ``variance_pct`` (of the approved budget; missing where that is 0) and
        ``movement_gbp_m`` (this forecast less last quarter's). Each is missing where a figure that it needs is: a gap is not a zero.

    Notes
    -----
    Source: ``scrutiny-2023-11``, the budget report.

    >>> line = {"service": ["Transport"], "approved_budget_gbp_m": [5.849], "previous_forecast_gbp_m": [6.701], "forecast_outturn_gbp_m": [7.302]}
    >>> forecast_variance(pd.DataFrame(line))[["variance_gbp_m", "variance_pct", "movement_gbp_m"]].round(3).values.tolist()
    [[1.453, 24.842, 0.601]]
    """
    variance = (monitoring["forecast_outturn_gbp_m"] - monitoring["approved_budget_gbp_m"]).round(6)
    return monitoring.assign(
        variance_gbp_m=variance,
        variance_pct=share_pct(variance, monitoring["approved_budget_gbp_m"].abs()),
        movement_gbp_m=(monitoring["forecast_outturn_gbp_m"] - monitoring["previous_forecast_gbp_m"]).round(6),
    )


def department_totals(lines: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Each department's amounts: the printed total where the report prints one, else the sum of its lines.

    Parameters
    ----------
    lines
        One row per ``department`` and ``service`` with ``AMOUNTS``.
    totals
        One row per ``department`` with ``AMOUNTS``; may be empty.

    Returns
    -------
    pandas.DataFrame
        One row per department, in the order of the lines: ``department``, ``AMOUNTS``, ``total_basis`` (``printed`` or ``sum of the
        lines``). A sum is missing where one of its lines is.

    >>> lines = pd.DataFrame({"department": ["A", "A"], "service": ["x", "y"], **dict.fromkeys(AMOUNTS, [1.0, 2.0])})
    >>> department_totals(lines, lines.iloc[:0])[["forecast_outturn_gbp_m", "total_basis"]].values.tolist()
    [[3.0, 'sum of the lines']]
    """
    summed = lines.groupby("department", sort=False)[AMOUNTS].agg(lambda amounts: amounts.sum(skipna=False)).round(6).reset_index()
    summed = summed[~summed["department"].isin(totals["department"])]
    both = pd.concat([totals[["department", *AMOUNTS]].assign(total_basis=PRINTED), summed.assign(total_basis=SUMMED)])
    order = {name: place for place, name in enumerate(pd.concat([lines["department"], totals["department"]]).drop_duplicates())}
    return both.sort_values("department", key=lambda names: names.map(order), kind="stable", ignore_index=True)


def total_of_departments(totals: pd.DataFrame) -> pd.DataFrame:
    """All departments together, with variance: one row of ``forecast_variance`` without a department."""
    return forecast_variance(totals[AMOUNTS].sum(skipna=False).round(6).to_frame().T)


def with_earlier_forecast(monitoring: pd.DataFrame, earlier: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Monitoring with the forecasts of last quarter's own report, where this one gives none at all.

    Parameters
    ----------
    monitoring, earlier
        One row per ``key``: this report's table, and last quarter's of the same financial year (empty if there is none).
    """
    if earlier.empty or monitoring["previous_forecast_gbp_m"].notna().any():
        return monitoring
    held = earlier[[*key, "forecast_outturn_gbp_m"]].rename(columns={"forecast_outturn_gbp_m": "previous_forecast_gbp_m"})
    return monitoring.drop(columns="previous_forecast_gbp_m").merge(held, on=key, how="left")[list(monitoring.columns)]


def since_last_report(lines: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """The lines of two reports of one financial year: the forecast of last quarter as each gives it, and the budget then and now.

    Parameters
    ----------
    lines, earlier
        One row per ``department`` and ``service``: this report's table and last quarter's own.

    Returns
    -------
    pandas.DataFrame
        One row per line of either: ``department``, ``service``, ``presence`` (``both``, ``new`` or ``gone``), ``previous_forecast_gbp_m`` (as
        this report gives it), ``held_forecast_gbp_m`` (as last quarter's gave it), ``forecast_difference_gbp_m`` (the first less the
        second), ``approved_budget_gbp_m``, ``earlier_budget_gbp_m``, ``budget_movement_gbp_m``.
    """
    both = side_by_side(lines[[*LINE, *AMOUNTS]], earlier[[*LINE, *AMOUNTS]], LINE)
    both = both.rename(
        columns={"forecast_outturn_gbp_m_before": "held_forecast_gbp_m", "approved_budget_gbp_m_before": "earlier_budget_gbp_m"}
    )
    both["forecast_difference_gbp_m"] = (both["previous_forecast_gbp_m"] - both["held_forecast_gbp_m"]).round(6)
    both["budget_movement_gbp_m"] = (both["approved_budget_gbp_m"] - both["earlier_budget_gbp_m"]).round(6)
    return both[
        [
            *LINE,
            "presence",
            "previous_forecast_gbp_m",
            "held_forecast_gbp_m",
            "forecast_difference_gbp_m",
            "approved_budget_gbp_m",
            "earlier_budget_gbp_m",
            "budget_movement_gbp_m",
        ]
    ]


def restated_forecasts(since: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``since_last_report`` in both reports whose forecast of last quarter this report gives otherwise."""
    changed = since["presence"].eq(BOTH) & since["forecast_difference_gbp_m"].abs().gt(0)
    return since[changed].reset_index(drop=True)


def forecast_by_quarter(lines: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """What each report forecast, by department.

    Parameters
    ----------
    lines, totals
        The monitoring tables of every report, with ``quarter``.

    Returns
    -------
    pandas.DataFrame
        One row per ``quarter`` and ``department``, the oldest first: the columns of ``department_totals`` with ``variance_gbp_m`` and ``variance_pct``.
    """
    parts = [
        forecast_variance(department_totals(rows, totals[totals["quarter"] == quarter])).assign(quarter=quarter)
        for quarter, rows in lines.groupby("quarter")
    ]
    return pd.concat(parts, ignore_index=True)
