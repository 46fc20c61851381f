"""Budget monitoring: variance and movement."""

import pandas as pd

from analysis.errors import MissingFigure
from analysis.measures import share_pct

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
