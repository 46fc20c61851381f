"""Forecast against budget: in all, by department, by line, and what the report says drives the variance."""

from analysis.budget import bridge, monitoring
from analysis.budget.drivers import drivers_with_residual
from analysis.disclosure.release import Released
from analysis.pages.budget_variance import tables
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.present.charts.waterfall import waterfall
from analysis.present.findings import budget as findings
from analysis.present.findings import budget_over_time
from analysis.present.html import Html, bullets, paragraphs
from analysis.present.tables import folded_table, table


@section("Forecast against budget", needs=tables.MONITORING, wants=tables.BESIDE)
def forecast(given: Given) -> Shown:
    """Forecast outturn against approved budget of all departments together and of each, with the bridge from one to the other."""
    names = tables.names(given)
    variances, totals = tables.variances(given), tables.department_variances(given)
    services = given.release(variances, "budget_monitoring_by_service")
    departments = given.release(totals, "budget_monitoring_by_department")
    total = given.release(monitoring.total_of_departments(totals), "budget_monitoring_in_all")
    body = [paragraphs(findings.largest_variances(services, total))]
    shown = {"departments": departments, "total": total}
    if totals[["approved_budget_gbp_m", "forecast_outturn_gbp_m"]].notna().all(axis=None):
        shown["bridge"] = given.release(bridge.forecast_bridge(variances, totals), "bridge_budget_to_forecast")
        body.append(waterfall_or_title("forecast-bridge", shown["bridge"], findings.bridge_title(shown["bridge"])))
    if len(totals) > 1:
        basis = ["total_basis"] if totals["total_basis"].nunique() > 1 else []
        body.append(
            table(
                departments,
                f"All departments: forecast against budget, {given.quarter.label}",
                tables.columns_with_figures(departments, ["department", *tables.FORECAST_COLUMNS]) + basis,
                total=total,
                checks=given.doubts,
            )
        )
    first = given.quarter.number == 1
    return Shown(
        body,
        shown,
        headline=findings.headline(total, departments, names, first),
        tiles=findings.tiles(total, departments, names),
        changes=[findings.movement(total, first), *findings.movements(services), *_since_last_report(given, total)],
        method=[
            "Variance is forecast outturn less approved budget. An overspend is positive and called adverse. Income is negative.",
            f"Variances here are worked out from the printed budget and forecast. {findings.totals_that_are_sums(departments)}",
            findings.earlier_forecast_basis(given["budget_monitoring"]["previous_forecast_gbp_m"].isna().all(), services),
        ],
        limits=findings.NOT_KNOWN,
    )


@section("", needs=tables.MONITORING, wants=tables.BESIDE)
def lines(given: Given) -> Shown:
    """Every line of the monitoring table, department by department."""
    names = tables.names(given)
    services = given.release(tables.variances(given), "budget_monitoring_by_service")
    departments = given.release(tables.department_variances(given), "budget_monitoring_by_department")
    shown, body = {}, []
    for department in dict.fromkeys(services.table["department"]):
        of_department = services.where(services.table["department"] == department).named(f"budget_monitoring_{department}")
        shown[department] = of_department
        several = len(departments.table) > 1
        body.append(
            (folded_table if several else table)(
                of_department,
                f"{findings.named(department, names)}: forecast against budget, {given.quarter.label}",
                ["service", *tables.columns_with_figures(departments, tables.FORECAST_COLUMNS)],
                total=departments.where(departments.table["department"] == department),
                explained={"service": "service_meaning"},
                checks=given.doubts,
                defined_above=several,
            )
        )
    return Shown(body, shown)


@section("What drives the variance", needs=("stated_drivers", "budget_monitoring"), wants=tables.BESIDE)
def drivers(given: Given) -> Shown:
    """What the report says drives each department's variance, and what it leaves without an amount."""
    totals = tables.department_variances(given)
    departments = given.release(totals, "budget_monitoring_by_department")
    stated = given.release(drivers_with_residual(given["stated_drivers"], totals), "stated_drivers")
    body = [
        bullets(*findings.drivers(stated, departments)),
        table(
            stated,
            "What the report says drives each department's variance, and what it leaves",
            ["driver", "department", "stated_amount_gbp_m", "share_of_variance_pct"],
        ),
    ]
    return Shown(body, {"drivers": stated})


def waterfall_or_title(name: str, steps: Released, title: str) -> Html:
    """A bridge as a chart, with its finding for those who cannot see it; the finding alone where nothing lies between its ends."""
    if (steps.table["step_kind"] == "total").all():
        return paragraphs(f"{title}.")
    return waterfall(
        name,
        steps,
        axis_note="£ million. The bars start at {start}.",
        amount=findings.amount_label,
        title=title,
        alt=f"Waterfall chart. {title}.",
        description=findings.bridge_description(steps),
    )


def _since_last_report(given: Given, total: Released) -> list[str]:
    """Sentences on this report beside the one before it."""
    before = tables.last_quarter(given)
    if before and before.holds("budget_monitoring"):
        since = given.release(
            monitoring.since_last_report(given["budget_monitoring"], before["budget_monitoring"]), "budget_monitoring_since_last_report"
        )
        label = before.quarter.label
        return [
            budget_over_time.forecast_then_and_now(since, label),
            budget_over_time.budgets_changed(since),
            *budget_over_time.lines_that_came_and_went(since),
        ]
    earlier = given.before
    if (
        given.quarter.number == 1
        and earlier
        and earlier.quarter.year == given.quarter.year.previous()
        and earlier.holds("budget_monitoring")
    ):
        outturn = earlier.release(monitoring.total_of_departments(tables.department_variances(earlier)), "budget_monitoring_last_year")
        return [budget_over_time.since_last_year(total, outturn, given.quarter, earlier.quarter)]
    return []
