import pandas as pd

from analysis.assurance.around_inspection import around_inspections


def test_figures_before_and_after_each_inspection():
    days = pd.to_datetime(["2022-09-30", "2023-09-30", "2024-09-30", "2025-09-30"])
    series = pd.DataFrame({"end_date": days, "value": [19.0, 21.1, None, 15.8]})
    inspections = pd.DataFrame({"inspection_date": pd.to_datetime(["2018-10-29", "2023-09-30", "2026-01-10"]), "grade": ["a", "b", "c"]})
    found = around_inspections(series, inspections)
    assert found["value_before"].isna().tolist() == [True, False, False]
    assert found["value_before"].tolist()[1:] == [21.1, 15.8]
    assert found["value_after"].tolist()[:2] == [19.0, 15.8] and pd.isna(found["value_after"].iloc[2])
    assert found["value_newest"].tolist() == [15.8] * 3
    assert around_inspections(series.iloc[:0], inspections)["value_newest"].isna().all()
    assert around_inspections(series, inspections.iloc[:0]).empty
