"""The forecast and the savings over the quarters held."""

import pandas as pd

from analysis.budget import monitoring
from analysis.budget.savings import savings_by_quarter
from analysis.pages.budget_variance import tables
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.periods import Quarter
from analysis.present.charts.series import labelled_series
from analysis.present.findings import budget_over_time as findings
from analysis.present.html import bullets, paragraphs
from analysis.present.tables import folded_table, table
from analysis.present.wording import number

MOST_QUARTERS = 8
"""Quarters that the chart shows at most, the latest ones; the table has them all."""


@section("Quarter by quarter", needs=tables.MONITORING, wants=(*tables.BESIDE, "stated_drivers"))
def quarters(given: Given) -> Shown:
    """What each report held forecast, the last quarter's forecast as two reports give it, and the savings still counted on."""
    lines = given.history("budget_monitoring")
    if lines["quarter"].nunique() < 2:
        raise tables.one_report_only(given)
    by_department = monitoring.forecast_by_quarter(lines, given.history("budget_monitoring_totals"))
    forecasts = given.release(
        by_department[["quarter", "department", "approved_budget_gbp_m", "forecast_outturn_gbp_m", "variance_gbp_m", "variance_pct"]],
        "forecast_by_quarter",
    )
    in_all = pd.concat(
        [monitoring.total_of_departments(rows).assign(quarter=quarter) for quarter, rows in by_department.groupby("quarter")],
        ignore_index=True,
    )
    in_all = in_all.assign(financial_year=in_all["quarter"].str[:7]).dropna(subset=["variance_gbp_m"])
    total = given.release(in_all.drop(columns=["previous_forecast_gbp_m", "movement_gbp_m"]), "forecast_by_quarter_in_all")
    body = [paragraphs(findings.quarters_not_held(list(by_department["quarter"].unique()))), *_chart(total)]
    body.append(
        table(
            forecasts,
            f"What each report forecast, {given.place}",
            ["quarter", "department", *forecasts.table.columns[2:]],
            checks=given.doubts,
        )
    )
    shown = {"forecasts": forecasts, "total": total}
    for name, part in (("savings", _savings(given)), ("restated", _restated(given))):
        if part is not None:
            shown[name], parts = part
            body += parts
    return Shown(body, shown, warnings=_warnings(shown, given))


def _chart(total) -> list:
    rows = total.where(total.table["quarter"].isin(sorted(total.table["quarter"].unique())[-MOST_QUARTERS:]))
    if len(rows.table) < 2:
        return []
    amounts = rows.table[["approved_budget_gbp_m", "forecast_outturn_gbp_m"]]
    lowest, highest = amounts.min(axis=None), amounts.max(axis=None)
    title = findings.over_the_quarters_title(rows)
    return [
        labelled_series(
            "forecast-by-quarter",
            rows,
            period="quarter",
            values={"forecast_outturn_gbp_m": "Forecast outturn", "approved_budget_gbp_m": "Approved budget"},
            labels={text: f"Q{Quarter.parse(text).number}\n{Quarter.parse(text).year.label}" for text in rows.table["quarter"]},
            amount=lambda gbp_m: f"£{number(gbp_m, 1)}m",
            start=max(0.0, float((lowest - 1.5 * (highest - lowest)) // 1)),
            breaks={"forecast_outturn_gbp_m": "financial_year", "approved_budget_gbp_m": "financial_year"},
            break_note="New year",
            title=title,
            alt=f"Line chart by quarter. {title}.",
            description=findings.over_the_quarters_description(rows),
        )
    ]


def _savings(given: Given):
    """Savings counted on over the quarters of the year, where two reports of it give them."""
    year = str(given.quarter.year)
    drivers = given.history("stated_drivers")
    rows = savings_by_quarter(tables.plan_lines(given, given.history("budget_monitoring")), drivers)
    rows = rows[rows["quarter"].str.startswith(year)]
    if rows["quarter"].nunique() < 2:
        return None
    released = given.release(rows, "savings_by_quarter")
    columns = ["quarter", "department", "budgeted_saving_gbp_m", "forecast_saving_gbp_m", "saving_shortfall_gbp_m", "not_achievable_gbp_m"]
    return released, [
        bullets(*findings.savings_over_the_quarters(released, year)),
        table(released, f"Savings of {given.quarter.year.label} as each report counts on them, {given.place}", columns),
    ]


def _restated(given: Given):
    """Lines whose forecast of last quarter this report gives otherwise than last quarter's own did."""
    before = tables.last_quarter(given)
    if before is None or not before.holds("budget_monitoring"):
        return None
    since = monitoring.restated_forecasts(monitoring.since_last_report(given["budget_monitoring"], before["budget_monitoring"]))
    if since.empty:
        return None
    released = given.release(since, "last_quarters_forecast_restated")
    columns = ["service", "department", "previous_forecast_gbp_m", "held_forecast_gbp_m", "forecast_difference_gbp_m"]
    headings = {"previous_forecast_gbp_m": "As this report gives it"}
    return released, [
        folded_table(released, "Last quarter's forecast as this report and last quarter's own give it", columns, headings=headings)
    ]


def _warnings(shown: dict, given: Given) -> list[str]:
    if "restated" not in shown:
        return []
    return [findings.restated_warning(shown["restated"], given.before.quarter.label)]
