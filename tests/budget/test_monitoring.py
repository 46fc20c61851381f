import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.budget.monitoring import check_printed_sums, forecast_variance, rounding_tolerance_gbp_m, total_of_departments
from analysis.errors import MissingFigure
from analysis.ingest.published import read_published

THOUSANDS = st.integers(-50_000, 50_000)


@pytest.fixture(scope="module")
def plymouth() -> dict[str, pd.DataFrame]:
    return read_published(["budget_monitoring", "budget_monitoring_totals"], "plymouth", "2023-24-Q2")


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
    with pytest.raises(MissingFigure, match="forecast_outturn_gbp_m"):
        forecast_variance(line)


def test_the_printed_tables_agree_but_for_rounding(plymouth):
    checks = check_printed_sums(plymouth["budget_monitoring"], plymouth["budget_monitoring_totals"])
    assert "does not agree" not in set(checks["verdict"])
    rounded = checks[checks["verdict"] == "rounding"]
    # By hand: the CYPF lines add up to 52.158 and 54.775, the EPS lines to 12.228, 13.080 and 13.681; 38.538 - 33.961 = 4.577,
    # 38.538 - 35.921 = 2.617, 54.776 - 52.159 = 2.617.
    assert sorted(rounded["recomputed_gbp_m"]) == [2.617, 2.617, 4.577, 12.228, 13.08, 13.681, 52.158, 54.775]
    assert (rounded["difference_gbp_m"].abs() == 0.001).all()


def test_a_total_that_misses_its_parts_by_more_than_rounding_does_not_agree(plymouth):
    totals = plymouth["budget_monitoring_totals"].assign(forecast_outturn_gbp_m=lambda table: table["forecast_outturn_gbp_m"] + 0.1)
    checks = check_printed_sums(plymouth["budget_monitoring"], totals)
    wrong = checks[checks["verdict"] == "does not agree"]
    assert set(wrong["checked_line"]) == {"Total"}
    assert "Sum of services: forecast outturn" in set(wrong["checked_figure"])


@given(st.lists(st.tuples(THOUSANDS, THOUSANDS, THOUSANDS), min_size=1, max_size=12))
def test_rounding_alone_never_fails_a_sum(amounts):
    exact = pd.DataFrame(amounts, columns=["approved_budget_gbp_m", "previous_forecast_gbp_m", "forecast_outturn_gbp_m"]) / 7_000
    exact["printed_variance_gbp_m"] = exact["forecast_outturn_gbp_m"] - exact["approved_budget_gbp_m"]
    exact["printed_movement_gbp_m"] = exact["forecast_outturn_gbp_m"] - exact["previous_forecast_gbp_m"]
    total = exact.sum().to_frame().T.round(3).assign(department="D")
    lines = exact.round(3).assign(department="D", service=[f"service {number}" for number in range(len(exact))])
    assert "does not agree" not in set(check_printed_sums(lines, total)["verdict"])


def test_the_tolerance_is_half_of_the_last_digit_for_each_figure():
    assert rounding_tolerance_gbp_m(12) == pytest.approx(0.006)
