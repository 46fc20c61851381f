"""What sections of the budget page share: the monitoring table, its totals, last quarter's, and the names of departments."""

import pandas as pd

from analysis.budget import monitoring
from analysis.disclosure.release import Released
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow

MONITORING = ("budget_monitoring",)
BESIDE = ("budget_monitoring_totals", "departments", "services")
"""Datasets that the sections on the monitoring table need, and use where they are there."""

DELIVERY_PLANS = "delivery_plans"
"""What ``services.csv`` says that a line holds which is no service."""

FORECAST_COLUMNS = [*monitoring.AMOUNTS, "variance_gbp_m", "variance_pct", "movement_gbp_m"]


def names(given: Given) -> dict[str, str]:
    """Name in full of each department, by its short name."""
    return dict(given["departments"].set_index("department")["name"])


def last_quarter(given: Given) -> Given | None:
    """The report of the quarter before, where it is held and of the same financial year: its forecast is of the same year's outturn."""
    before = given.before
    return before if before and before.quarter == given.quarter.previous() and before.quarter.year == given.quarter.year else None


def variances(given: Given) -> pd.DataFrame:
    """Each line with its variance and movement."""
    before = last_quarter(given)
    earlier = before["budget_monitoring"] if before else given["budget_monitoring"].iloc[:0]
    lines = monitoring.with_earlier_forecast(given["budget_monitoring"], earlier, monitoring.LINE)
    table = monitoring.forecast_variance(lines)[[*monitoring.LINE, *FORECAST_COLUMNS]]
    return table.merge(given["services"][[*monitoring.LINE, "service_meaning"]], on=monitoring.LINE, how="left")


def department_variances(given: Given) -> pd.DataFrame:
    """Each department's total with its variance and movement: printed, or the sum of its lines."""
    before = last_quarter(given)
    totals = monitoring.department_totals(given["budget_monitoring"], given["budget_monitoring_totals"])
    earlier = monitoring.department_totals(before["budget_monitoring"], before["budget_monitoring_totals"]) if before else totals.iloc[:0]
    totals = monitoring.with_earlier_forecast(totals, earlier, ["department"])
    return monitoring.forecast_variance(totals)[["department", *FORECAST_COLUMNS, "total_basis"]]


def columns_with_figures(released: Released, columns: list[str]) -> list[str]:
    """The columns less those that are empty in every row, such as last quarter's forecast in the first quarter of a year."""
    return [name for name in columns if released.table[name].notna().any()]


def plan_lines(given: Given, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a monitoring table that hold delivery plans, as ``services.csv`` marks them."""
    services = given["services"]
    return table.merge(services.loc[services["holds"] == DELIVERY_PLANS, monitoring.LINE], on=monitoring.LINE)


def one_report_only(given: Given) -> NothingToShow:
    """What a section says that needs a second report."""
    return NothingToShow(f"One report of {given.place} is held.", "Add the figures of another quarter to budget_monitoring.csv.")
