"""Lines that are no placements: where trend and commitments lead, beside the service's own forecast; and how its forecasts of placements did."""

import pandas as pd

from analysis.budget.from_ledger import ledger_lines, placement_lines_of

MONTHS = 12
_AMOUNTS = ["current_budget_gbp", "actual_to_date_gbp", "commitments_gbp", "forecast_outturn_gbp"]


def run_rate(lines: pd.DataFrame) -> pd.DataFrame:
    """Forecast of each service and group of codes beside its trend and its commitments.

    Parameters
    ----------
    lines
        As ``ledger_lines`` gives them, of one period.

    Returns
    -------
    pandas.DataFrame
        One row per ``service`` and ``subjective_group`` but those of placements: ``current_budget_gbp``, ``actual_to_date_gbp``, ``commitments_gbp``,
        ``trend_gbp`` (spent so far, over the months so far, times twelve), ``committed_outturn_gbp`` (spent and committed), ``forecast_outturn_gbp``,
        ``outside_gbp`` (by how much the forecast lies above the higher or below the lower of the two; nothing in between). The farthest outside first.

    >>> lines = pd.DataFrame({"service": ["Care"], "subjective_group": ["Transport"], "ledger_period": [3], "current_budget_gbp": [100.0],
    ...     "actual_to_date_gbp": [30.0], "commitments_gbp": [75.0], "forecast_outturn_gbp": [100.0]})
    >>> run_rate(lines)[["trend_gbp", "committed_outturn_gbp", "outside_gbp"]].values.tolist()
    [[120.0, 105.0, -5.0]]
    """
    others = lines.drop(placement_lines_of(lines).index)
    table = others.groupby(["service", "subjective_group"])[_AMOUNTS].sum().round(2).reset_index()
    period = int(others["ledger_period"].iloc[0]) if len(others) else MONTHS
    table["trend_gbp"] = (table["actual_to_date_gbp"] / period * MONTHS).round(2)
    table["committed_outturn_gbp"] = (table["actual_to_date_gbp"] + table["commitments_gbp"]).round(2)
    ends = table[["trend_gbp", "committed_outturn_gbp"]]
    forecast = table["forecast_outturn_gbp"]
    table["outside_gbp"] = (forecast - forecast.clip(lower=ends.min(axis="columns"), upper=ends.max(axis="columns"))).round(2) + 0.0
    order = table["outside_gbp"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def past_forecasts_of_placements(ledger: pd.DataFrame, year_end: pd.Timestamp) -> pd.DataFrame:
    """What the service forecast for placements in each month of years that are over, beside what they cost.

    Parameters
    ----------
    ledger
        As for ``ledger_lines``.
    year_end
        Last day of the year that is not over.

    Returns
    -------
    pandas.DataFrame
        One row per year whose last period is held and period before it: ``return_date``, ``ledger_period``, ``service_error_pct`` (forecast less actual,
        of the actual).
    """
    rows = []
    for end in sorted(day for day in ledger["return_date"].unique() if day < year_end):
        of_year = ledger[ledger["return_date"] == end]
        if not of_year["ledger_period"].eq(MONTHS).any():
            continue
        forecasts = {
            period: placement_lines_of(ledger_lines(ledger, end, period))[["forecast_outturn_gbp", "actual_to_date_gbp"]].sum()
            for period in sorted(of_year["ledger_period"].unique())
        }
        spent = forecasts.pop(MONTHS)["actual_to_date_gbp"]
        if spent > 0:
            rows += [(end, int(period), (sums["forecast_outturn_gbp"] / spent - 1) * 100) for period, sums in forecasts.items()]
    return pd.DataFrame(rows, columns=["return_date", "ledger_period", "service_error_pct"])
