import pandas as pd
import pytest
from hypothesis import strategies as st
from rows_in_force import rows_in_force

from analysis.budget.monitoring import (
    LINE,
    PRINTED,
    SUMMED,
    department_totals,
    forecast_by_quarter,
    forecast_variance,
    restated_forecasts,
    since_last_report,
    total_of_departments,
    with_earlier_forecast,
)

THOUSANDS = st.integers(-50_000, 50_000)


@pytest.fixture(scope="module")
def plymouth() -> dict[str, pd.DataFrame]:
    return rows_in_force(["budget_monitoring", "budget_monitoring_totals"])


def test_the_departments_overspend_as_printed(plymouth):
    table = forecast_variance(plymouth["budget_monitoring_totals"]).set_index("department")
    assert table["variance_gbp_m"].to_dict() == {"CYPF": 4.684, "EPS": 1.453}
    # 4.684 of 50.092 is 9.4 per cent, 1.453 of 12.227 is 11.9 per cent.
    assert table["variance_pct"].round(1).to_dict() == {"CYPF": 9.4, "EPS": 11.9}


def test_both_departments_together(plymouth):
    row = total_of_departments(plymouth["budget_monitoring_totals"]).iloc[0].round(3)
    # 50.092 + 12.227 = 62.319; 52.159 + 13.079 = 65.238; 54.776 + 13.680 = 68.456.
    assert row["approved_budget_gbp_m"] == 62.319
    assert row["forecast_outturn_gbp_m"] == 68.456
    assert row["variance_gbp_m"] == 6.137
    assert row["movement_gbp_m"] == 3.218


def test_a_first_quarter_has_no_movement():
    line = pd.DataFrame({"approved_budget_gbp_m": [1.0], "previous_forecast_gbp_m": [None], "forecast_outturn_gbp_m": [1.5]}, dtype=float)
    assert forecast_variance(line)["movement_gbp_m"].isna().all()
    assert total_of_departments(line)["movement_gbp_m"].isna().all()


def test_a_line_without_a_budget_has_no_percentage():
    line = pd.DataFrame({"approved_budget_gbp_m": [0.0], "previous_forecast_gbp_m": [0.0], "forecast_outturn_gbp_m": [0.1]})
    assert forecast_variance(line)["variance_pct"].isna().all()


def test_a_missing_forecast_is_not_a_zero():
    line = pd.DataFrame({"approved_budget_gbp_m": [1.0], "previous_forecast_gbp_m": [1.0], "forecast_outturn_gbp_m": [None]}, dtype=float)
    assert forecast_variance(line)[["variance_gbp_m", "movement_gbp_m"]].isna().all(axis=None)


def amounts(department: str, service: str, budget: float, last: float | None, forecast: float | None) -> dict:
    row = {"approved_budget_gbp_m": budget, "previous_forecast_gbp_m": last, "forecast_outturn_gbp_m": forecast}
    return {"department": department, "service": service} | {name: float("nan") if value is None else value for name, value in row.items()}


def test_a_total_is_the_printed_one_else_the_sum_of_lines_and_no_sum_where_a_line_has_a_gap():
    lines = pd.DataFrame([amounts("A", "x", 1.0, 1.0, 1.5), amounts("A", "y", 2.0, 2.0, 2.0), amounts("B", "x", 1.0, 1.0, None)])
    totals = pd.DataFrame([amounts("C", "", 5.0, 5.0, 5.0)]).drop(columns="service")
    table = department_totals(lines, totals).set_index("department")
    assert table.index.tolist() == ["A", "B", "C"]
    assert table.loc["A", "forecast_outturn_gbp_m"] == 3.5 and table.loc["A", "total_basis"] == SUMMED
    assert pd.isna(table.loc["B", "forecast_outturn_gbp_m"]) and table.loc["C", "total_basis"] == PRINTED
    assert total_of_departments(department_totals(lines, totals))["variance_gbp_m"].isna().all()


def test_last_quarters_report_fills_a_forecast_that_this_one_does_not_print_at_all():
    now = pd.DataFrame([amounts("A", "x", 1.0, None, 1.5), amounts("A", "y", 1.0, None, 1.0)])
    earlier = pd.DataFrame([amounts("A", "x", 1.0, 1.0, 1.2)])
    assert with_earlier_forecast(now, earlier, LINE)["previous_forecast_gbp_m"].fillna(-1).tolist() == [1.2, -1]
    printed = now.assign(previous_forecast_gbp_m=[1.1, float("nan")])
    assert with_earlier_forecast(printed, earlier, LINE)["previous_forecast_gbp_m"].fillna(-1).tolist() == [1.1, -1]


def test_two_reports_give_last_quarters_forecast_side_by_side():
    now = pd.DataFrame([amounts("A", "x", 1.0, 1.1, 1.5), amounts("A", "y", 1.3, 1.0, 1.0), amounts("A", "new", 1.0, None, 1.0)])
    earlier = pd.DataFrame([amounts("A", "x", 1.0, 1.0, 1.2), amounts("A", "y", 1.0, 1.0, 1.0), amounts("A", "gone", 1.0, 1.0, 1.0)])
    since = since_last_report(now, earlier)
    assert since["presence"].tolist() == ["both", "both", "new", "gone"]
    # x: 1.1 here, 1.2 in last quarter's own report. y: its budget went from 1.0 to 1.3.
    assert restated_forecasts(since)[["service", "forecast_difference_gbp_m"]].values.tolist() == [["x", -0.1]]
    assert since["budget_movement_gbp_m"].fillna(-1).tolist() == [0.0, 0.3, -1, -1]


def test_each_report_keeps_its_own_forecast():
    lines = pd.DataFrame(
        [amounts("A", "x", 1.0, 1.0, 1.5) | {"quarter": "2023-24-Q3"}, amounts("A", "x", 1.0, 1.0, 1.2) | {"quarter": "2023-24-Q2"}]
    )
    totals = pd.DataFrame(columns=[*lines.columns.drop("service")])
    table = forecast_by_quarter(lines, totals)
    assert table["quarter"].tolist() == ["2023-24-Q2", "2023-24-Q3"] and table["variance_gbp_m"].tolist() == [0.2, 0.5]
