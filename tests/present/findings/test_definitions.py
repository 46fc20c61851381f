import pandas as pd
import pytest
from rows_in_force import rows_in_force

from analysis.present.findings.definitions import definitions_then_and_now, indicator_definitions, measure_definitions


@pytest.fixture(scope="module")
def tables():
    names = ["performance_measures", "performance_measure_definitions", "indicators", "comparisons", "inspection_indicators"]
    return rows_in_force(names)


def test_every_measure_and_indicator_of_the_pack_has_a_definition(tables):
    measures = measure_definitions(tables["performance_measures"], tables["performance_measure_definitions"])
    assert set(measures.index) == set(tables["performance_measures"]["measure"]) and measures.notna().all()
    indicators = indicator_definitions(tables["indicators"])
    assert set(indicators.index) == set(tables["indicators"]["indicator"]) and indicators.notna().all()


def test_a_share_says_what_is_divided_by_what():
    row = {"definition": "Plans made again", "numerator": "Repeat plans", "denominator": "All plans", "unit": "per cent"}
    row |= {"period_kind": "rolling_12_months", "polarity": "lower", "polarity_basis": "report", "indicator": "again"}
    whole = {**row, "indicator": "plans", "numerator": "Plans", "denominator": None, "polarity": "neither", "polarity_basis": "assigned"}
    words = indicator_definitions(pd.DataFrame([row, whole]))
    assert words["again"] == (
        "Plans made again. Numerator: Repeat plans. Denominator: All plans. Per cent, over 12 months. Lower is better (the report says so)."
    )
    assert words["plans"] == "Plans made again. Per cent, over 12 months. Neither way is taken as better (this project's reading)."


def test_then_and_now_names_both_and_leaves_out_what_there_is_not():
    comparisons = pd.DataFrame({"comparison": [1, 2, 3], "measure": [69, None, None], "today_indicator": ["x", "cpp", None]})
    then = pd.DataFrame({"comparison": [1, 2, 3], "indicator": ["a", "b", "b"], "judged": [True, False, True]})
    inspected = pd.DataFrame({"indicator": ["a", "b"], "definition": ["Heaviest caseload", "Plans"]})
    today = pd.Series({69: "Share of workers.", "cpp": "Children on a plan."})
    words = definitions_then_and_now(comparisons, then, inspected, today)
    assert words.to_dict() == {
        1: "At the inspection: Heaviest caseload. Today: Share of workers.",
        2: "Today: Children on a plan.",
        3: "At the inspection: Plans.",
    }
