import pandas as pd
import pytest
from hypothesis import strategies as st

from analysis.budget.monitoring import forecast_variance, total_of_departments
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
