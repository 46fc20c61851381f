import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows_in_force import rows_in_force

from analysis.budget.bridge import budget_bridge, forecast_bridge
from analysis.budget.monitoring import forecast_variance


@pytest.fixture(scope="module")
def plymouth() -> dict[str, pd.DataFrame]:
    names = ["budget_monitoring", "budget_monitoring_totals", "budget_history", "budget_changes"]
    return rows_in_force(names)


def test_the_forecast_bridge_leaves_a_thousand_pounds_to_rounding(plymouth):
    steps = forecast_bridge(forecast_variance(plymouth["budget_monitoring"]), plymouth["budget_monitoring_totals"])
    # 4.577 + 1.453 + 0.106 + 0.072 + 0.060 - 0.060 - 0.072 = 6.136, and 68.456 - 62.319 = 6.137.
    assert steps["amount_gbp_m"].tolist() == [62.319, 4.577, 1.453, 0.106, 0.072, 0.06, -0.06, -0.072, 0.001, 68.456]
    assert steps["step"].iloc[-2] == "Rounding"
    assert steps["running_total_gbp_m"].iloc[-2] == steps["running_total_gbp_m"].iloc[-1] == 68.456


def of_department(plymouth: dict[str, pd.DataFrame], department: str) -> pd.DataFrame:
    history, changes = (plymouth[name][plymouth[name]["department"] == department] for name in ("budget_history", "budget_changes"))
    return budget_bridge(history, changes, "2023-24", "2022-23")


def test_the_stated_changes_lead_from_one_budget_to_the_next(plymouth):
    steps = of_department(plymouth, "CYPF")
    assert steps["amount_gbp_m"].tolist() == [51.381, 3.053, 0.233, -2.275, -1.627, -0.673, 50.092]
    assert "remainder" not in set(steps["step_kind"])


def test_what_the_report_does_not_itemise_is_a_step_of_its_own(plymouth):
    steps = of_department(plymouth, "EPS")
    # 12.227 - 10.749 - 1.370 = 0.108.
    assert steps[["step", "amount_gbp_m"]].values.tolist()[-2] == ["Change the report does not itemise", 0.108]


@given(st.lists(st.integers(-9_999, 9_999), min_size=1, max_size=30), st.integers(0, 99_999), st.integers(-3, 3))
def test_a_bridge_always_meets_its_end(changes, start, rounding):
    budget = start / 1000
    end = round(budget + sum(changes) / 1000 + rounding / 1000, 3)
    services = [f"s{n}" for n in range(len(changes))]
    lines = pd.DataFrame({"department": "D", "service": services, "variance_gbp_m": [change / 1000 for change in changes]})
    totals = pd.DataFrame({"approved_budget_gbp_m": [budget], "forecast_outturn_gbp_m": [end]})
    steps = forecast_bridge(lines, totals)
    assert round(steps["amount_gbp_m"].iloc[:-1].sum() - end, 6) == 0
    assert abs(steps["running_total_gbp_m"].iloc[-2] - end) < 1e-6


def test_two_departments_with_a_line_of_one_name_are_told_apart():
    lines = pd.DataFrame({"department": ["A", "B"], "service": ["Transport"] * 2, "variance_gbp_m": [0.2, -0.1]})
    totals = pd.DataFrame({"approved_budget_gbp_m": [2.0], "forecast_outturn_gbp_m": [2.1]})
    assert forecast_bridge(lines, totals)["step"].tolist() == ["Approved budget", "Transport (A)", "Transport (B)", "Forecast outturn"]


def test_the_smallest_of_many_variances_are_one_step():
    variances = [1.0 * n for n in range(1, 16)]
    lines = pd.DataFrame({"department": "A", "service": [f"s{n}" for n in range(15)], "variance_gbp_m": variances})
    totals = pd.DataFrame({"approved_budget_gbp_m": [200.0], "forecast_outturn_gbp_m": [320.0]})
    steps = forecast_bridge(lines, totals)
    # 15 to 5 stand alone; 4 + 3 + 2 + 1 = 10.
    assert steps.iloc[-2][["step", "amount_gbp_m"]].tolist() == ["4 smaller variances together", 10.0]
    assert len(steps) == 14
