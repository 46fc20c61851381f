"""Delivery plans, and savings declared not achievable."""

from analysis.budget import savings
from analysis.pages.budget_variance import tables
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.findings import savings as findings
from analysis.present.html import bullets
from analysis.present.tables import folded_table, table


@section("Delivery plans", needs=("delivery_plans",), wants=("budget_monitoring", "services", "delivery_plan_totals"))
def delivery_plans(given: Given) -> Shown:
    """Savings planned for the year, and what budget and forecast count on."""
    columns = ["delivery_plan", "department", "department_basis", "savings_target_gbp_m"]
    plans = given.release(given["delivery_plans"][columns], "delivery_plans")
    by_department = given.release(
        savings.delivery_plans_by_department(given["delivery_plans"], tables.plan_lines(given, given["budget_monitoring"])),
        "delivery_plans_by_department",
    )
    printed = given["delivery_plan_totals"][["savings_target_gbp_m"]]
    total = given.release(printed, "delivery_plans_total") if len(printed) else None
    body = [
        bullets(*findings.delivery_plans(by_department)),
        table(
            by_department,
            "Delivery plans by department, and what budget and forecast count on",
            ["department", "savings_target_gbp_m", "budgeted_saving_gbp_m", "forecast_saving_gbp_m"],
            checks=given.doubts,
        ),
        folded_table(plans, "Delivery plans of the year", columns, total=total, checks=given.doubts),
    ]
    return Shown(body, {"by_department": by_department, "plans": plans}, method=[findings.departments_of_plans(plans, by_department)])


@section("Savings declared not achievable", needs=("stated_drivers",), wants=("delivery_plans", "budget_change_totals"))
def not_achievable(given: Given) -> Shown:
    """Savings that the service has declared it will not make, against the list that they stand on."""
    lost = given.release(
        savings.savings_not_achievable(given["stated_drivers"], given["delivery_plans"], given["budget_change_totals"]),
        "savings_not_achievable",
    )
    if lost.table.empty:
        raise NothingToShow("The report lists no savings and declares none lost.", "Fill in delivery_plans.csv.")
    body = [
        bullets(*findings.not_achievable(lost)),
        table(
            lost,
            "Savings declared not achievable, by the list that they stand on",
            ["department", "savings_list", "savings_target_gbp_m", "not_achievable_gbp_m", "not_achievable_pct"],
            checks=given.doubts,
        ),
    ]
    return Shown(body, {"not_achievable": lost}, tiles=findings.tiles(lost))
