import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.performance.denominators import change_on_one_denominator, count_behind_rate, population_in_use, restated_rates

POPULATIONS = pd.DataFrame(
    {
        "ages": ["0 to 17", "10 to 17", "0 to 17"],
        "children_population": [51635, 23307, 53291],
        "population_basis": ["Census 2021", "Census 2021", "ONS mid-2021"],
        "used_from": ["2023-05", "2023-05", None],
    }
)
INDICATORS = pd.DataFrame(
    {
        "indicator": ["cla", "cla_rate", "cla_away_pct"],
        "name": ["Children", "Children per 10,000", "Away"],
        "unit": ["children", "per 10,000 children", "per cent"],
        "disclosure_kind": ["count_of_children", "rate", "percentage"],
        "report_section": ["1.4", "1.4", "1.4"],
        "report_reference": [7, 7, 8],
    }
)


def values(counts, rates):
    ends = pd.to_datetime(["2023-03-31", "2023-09-30"])
    rows = [pd.DataFrame({"indicator": name, "period_printed": ["2022/23", "Q2"], "period_end_date": ends, "value": figures}) for name, figures in
            (("cla", counts), ("cla_rate", rates))]  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def test_a_rate_stands_under_the_reference_of_its_count():
    assert count_behind_rate(INDICATORS).values.tolist() == [["cla_rate", "cla"]]


def test_the_population_of_each_date():
    ends = pd.Series(pd.to_datetime(["2021-03-31", "2023-04-30", "2023-05-01", "2023-09-30"]))
    assert population_in_use(ends, POPULATIONS)["children_population"].tolist() == [53291, 53291, 51635, 51635]


def test_children_looked_after_of_plymouth_by_hand():
    # 501 / 53,291 = 94.01 and 486 / 51,635 = 94.12 per 10,000, as printed. On 51,635 both: 501 / 51,635 = 97.03.
    restated = restated_rates(INDICATORS, values([501.0, 486.0], [94.0, 94.1]), POPULATIONS)
    assert restated["rate_agrees"].tolist() == [True, True]
    assert restated["series_breaks"].tolist() == [False, True]
    assert restated["restated_rate"].round(2).tolist() == [97.03, 94.12]
    change = change_on_one_denominator(restated).iloc[0]
    assert change["printed_change"] == pytest.approx(0.1)
    assert change["restated_change"] == pytest.approx(-2.905, abs=0.001)


def test_a_rate_on_another_population_does_not_agree():
    # 486 / 53,291 = 91.2, not 94.1 at a date when 53,291 was in use.
    restated = restated_rates(INDICATORS, values([486.0, 486.0], [94.1, 94.1]), POPULATIONS)
    assert restated["rate_agrees"].tolist() == [False, True]


def test_one_population_throughout_has_no_break():
    one = POPULATIONS[POPULATIONS["population_basis"] == "ONS mid-2021"]
    assert change_on_one_denominator(restated_rates(INDICATORS, values([501.0, 486.0], [94.0, 91.2]), one)).empty


def test_a_missing_count_stays_missing():
    restated = restated_rates(INDICATORS, values([None, 486.0], [94.0, 94.1]), POPULATIONS)
    assert pd.isna(restated["restated_rate"].iloc[0])
    assert not restated["rate_agrees"].iloc[0]


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_on_one_population_the_rate_moves_with_the_count(before, now):
    restated = restated_rates(INDICATORS, values([float(before), float(now)], [0.0, 0.0]), POPULATIONS)
    change = change_on_one_denominator(restated)["restated_change"].iloc[0]
    assert (change > 0) == (now > before) and (change < 0) == (now < before)
