import pandas as pd
import pytest
from rows_in_force import rows_in_force

from analysis.budget.drivers import NOT_STATED, drivers_with_residual
from analysis.budget.monitoring import forecast_variance
from analysis.budget.savings import delivery_plans_by_department, savings_by_quarter, savings_not_achievable


@pytest.fixture(scope="module")
def plymouth() -> dict[str, pd.DataFrame]:
    names = ["budget_monitoring", "budget_monitoring_totals", "stated_drivers", "delivery_plans", "budget_change_totals"]
    return rows_in_force(names)


def test_the_stated_amounts_leave_a_residual(plymouth):
    table = drivers_with_residual(plymouth["stated_drivers"], forecast_variance(plymouth["budget_monitoring_totals"]))
    left = table[table["driver"] == NOT_STATED].set_index("department")["stated_amount_gbp_m"]
    # CYPF: 4.684 - 0.618 - 1.627 = 2.439; EPS: 1.453 - 1.453 = 0.
    assert left.to_dict() == {"CYPF": 2.439, "EPS": 0.0}
    assert table.groupby("department")["stated_amount_gbp_m"].sum().round(3).to_dict() == {"CYPF": 4.684, "EPS": 1.453}


def test_delivery_plans_meet_the_line_of_each_department(plymouth):
    lines = plymouth["budget_monitoring"]
    plan_lines = lines[lines["service"] == "Delivery Plans"]
    table = delivery_plans_by_department(plymouth["delivery_plans"], plan_lines).set_index("department")
    # 1.400 + 0.500 + 0.450 + 0.650 + 0.225 = 3.225.
    assert table["savings_target_gbp_m"].to_dict() == {"CYPF": 3.225, "EPS": 0.717}
    assert (table["savings_target_gbp_m"] == table["budgeted_saving_gbp_m"]).all()


def test_the_saving_that_is_lost_is_set_against_its_own_list(plymouth):
    table = savings_not_achievable(plymouth["stated_drivers"], plymouth["delivery_plans"], plymouth["budget_change_totals"])
    shares = table.set_index(["department", "savings_list"])["not_achievable_pct"].round(1)
    # 1.627 of 4.575 is 35.6 per cent.
    assert shares.to_dict() == {("CYPF", "Savings in the budget"): 35.6, ("CYPF", "Delivery plans"): 0.0, ("EPS", "Delivery plans"): 0.0}


def test_a_loss_without_a_list_of_targets_does_not_vanish(plymouth):
    nothing = plymouth["delivery_plans"].iloc[:0], plymouth["budget_change_totals"].iloc[:0]
    table = savings_not_achievable(plymouth["stated_drivers"], *nothing)
    assert table["not_achievable_gbp_m"].tolist() == [1.627]
    assert table[["savings_target_gbp_m", "not_achievable_pct"]].isna().all(axis=None)


def test_a_department_without_a_known_variance_keeps_its_reasons(plymouth):
    variances = pd.DataFrame({"department": ["EPS"], "variance_gbp_m": [float("nan")]})
    table = drivers_with_residual(plymouth["stated_drivers"], variances)
    assert table["department"].tolist() == ["EPS", "CYPF", "CYPF", "CYPF", "CYPF"] and NOT_STATED not in set(table["driver"])


def test_savings_are_followed_from_report_to_report():
    lines = pd.DataFrame(
        {
            "quarter": ["2023-24-Q3", "2023-24-Q2"],
            "department": "A",
            "approved_budget_gbp_m": [-3.0, -3.0],
            "forecast_outturn_gbp_m": [-2.4, -3.0],
        }
    )
    drivers = pd.DataFrame(
        {"quarter": ["2023-24-Q3"], "department": ["A"], "driver_kind": ["saving_not_achievable"], "stated_amount_gbp_m": [0.5]}
    )
    table = savings_by_quarter(lines, drivers)
    assert table["quarter"].tolist() == ["2023-24-Q2", "2023-24-Q3"]
    # 3.0 less 2.4 is no longer counted on; 0.5 of it is declared lost.
    assert table["saving_shortfall_gbp_m"].tolist() == [0.0, 0.6]
    assert table["not_achievable_gbp_m"].fillna(-1).tolist() == [-1, 0.5]
