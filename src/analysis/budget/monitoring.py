"""Budget monitoring: variance, movement, and sums held against the printed totals."""

import numpy as np
import pandas as pd

from analysis.errors import MissingFigure
from analysis.measures import share_pct

PRINTED_UNIT_GBP_M = 0.001
"""The last digit that the monitoring tables print, in GBP million."""

AMOUNTS = ["approved_budget_gbp_m", "previous_forecast_gbp_m", "forecast_outturn_gbp_m"]


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
        ``movement_gbp_m`` (this forecast less last quarter's).

    Raises
    ------
    MissingFigure
        If a budget or forecast is absent: a gap is not a zero.

    Notes
    -----
    Source: ``scrutiny-2023-11``, item 10.

    >>> line = {"service": ["Transport"], "approved_budget_gbp_m": [5.849], "previous_forecast_gbp_m": [6.701], "forecast_outturn_gbp_m": [7.302]}
    >>> forecast_variance(pd.DataFrame(line))[["variance_gbp_m", "variance_pct", "movement_gbp_m"]].round(3).values.tolist()
    [[1.453, 24.842, 0.601]]
    """
    for column in ("approved_budget_gbp_m", "forecast_outturn_gbp_m"):
        gaps = monitoring[monitoring[column].isna()]
        if not gaps.empty:
            raise MissingFigure(f"{column} is not known for {len(gaps)} line(s) of the monitoring table: a gap is not a zero.")
    variance = (monitoring["forecast_outturn_gbp_m"] - monitoring["approved_budget_gbp_m"]).round(6)
    return monitoring.assign(
        variance_gbp_m=variance,
        variance_pct=share_pct(variance, monitoring["approved_budget_gbp_m"].abs()),
        movement_gbp_m=(monitoring["forecast_outturn_gbp_m"] - monitoring["previous_forecast_gbp_m"]).round(6),
    )


def total_of_departments(totals: pd.DataFrame) -> pd.DataFrame:
    """All departments together, with variance: one row of ``forecast_variance`` without a department."""
    return forecast_variance(totals[AMOUNTS].sum(min_count=len(totals)).to_frame().T)


def rounding_tolerance_gbp_m(figures: int) -> float:
    """Largest difference that rounding explains in a sum or difference of so many printed figures.

    Each printed figure may be half of its last digit off.

    >>> rounding_tolerance_gbp_m(3)
    0.0015
    """
    return figures * PRINTED_UNIT_GBP_M / 2


def check_printed_sums(monitoring: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Every printed total, variance and movement against the figures that it is made of.

    Parameters
    ----------
    monitoring
        One row per ``department`` and ``service``, with the amounts and ``printed_variance_gbp_m`` and
        ``printed_movement_gbp_m``.
    totals
        The printed total of each ``department``, with the same columns.

    Returns
    -------
    pandas.DataFrame
        One row per check: ``department``, ``checked_line``, ``checked_figure``, ``printed_gbp_m``,
        ``recomputed_gbp_m``, ``difference_gbp_m`` (printed less recomputed), ``tolerance_gbp_m``, and ``verdict``:
        ``agrees``, ``rounding`` or ``does not agree``.
    """
    checks = []
    columns = [*AMOUNTS, "printed_variance_gbp_m", "printed_movement_gbp_m"]
    for total in totals.to_dict("records"):
        lines = monitoring[monitoring["department"] == total["department"]]
        for column in columns:
            checks.append(
                (total["department"], "Total", column, total[column], lines[column].sum(min_count=len(lines)), len(lines) + 1, True)
            )
    for line in [*monitoring.to_dict("records"), *totals.assign(service="Total").to_dict("records")]:
        for column, less in (("printed_variance_gbp_m", "approved_budget_gbp_m"), ("printed_movement_gbp_m", "previous_forecast_gbp_m")):
            recomputed = line["forecast_outturn_gbp_m"] - line[less]
            checks.append((line["department"], line["service"], column, line[column], recomputed, 3, False))
    names = ["department", "checked_line", "checked_column", "printed_gbp_m", "recomputed_gbp_m", "figures", "is_sum"]
    table = pd.DataFrame(checks, columns=names).dropna(subset=["printed_gbp_m", "recomputed_gbp_m"]).reset_index(drop=True)
    table["recomputed_gbp_m"] = table["recomputed_gbp_m"].round(6)
    table["difference_gbp_m"] = (table["printed_gbp_m"] - table["recomputed_gbp_m"]).round(6)
    table["tolerance_gbp_m"] = table["figures"].map(rounding_tolerance_gbp_m)
    off = table["difference_gbp_m"].abs()
    table["verdict"] = np.select([off == 0, off <= table["tolerance_gbp_m"] + 1e-9], ["agrees", "rounding"], "does not agree")
    sums = table["is_sum"]
    names = {
        "approved_budget_gbp_m": "Approved budget",
        "previous_forecast_gbp_m": "Forecast last quarter",
        "forecast_outturn_gbp_m": "Forecast outturn",
        "printed_variance_gbp_m": "Variance",
        "printed_movement_gbp_m": "Movement",
    }
    figure = table["checked_column"].map(names)
    table["checked_figure"] = figure.where(~sums, "Sum of services: " + figure.str.lower())
    return table.drop(columns=["checked_column", "figures", "is_sum"])
