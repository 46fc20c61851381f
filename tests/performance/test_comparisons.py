import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import MissingFigure
from analysis.performance.area_series import series_of, summed
from analysis.performance.chance import count_interval, funnel_limits, in_funnel, rank_span, rate_interval, share_interval, share_limits
from analysis.performance.comparisons import area_of, compare, median_by_year

ENGLAND = "E92000001"


def figures(values: dict[str, float | None], **columns) -> pd.DataFrame:
    level = {ENGLAND: "england", "E12000009": "region"}
    rows = [(area, level.get(area, "joint" if "+" in area else "council"), value) for area, value in values.items()]
    return pd.DataFrame(rows, columns=["area", "area_level", "value"]).assign(**columns)


# Seven councils worked out by hand: quartiles of 4 6 6 8 10 12 30 are 6, 8 and 11.
SEVEN = figures({ENGLAND: 9, "E12000009": 11, "a": 4, "b": 6, "c": 6, "d": 8, "e": 10, "f+g": 12, "h": 30, "i": None})


def test_where_a_figure_stands():
    found = compare(SEVEN, "b", ["a", "d", "h", "i"], "E12000009", ENGLAND)
    assert (found.value, found.england, found.region) == (6, 9, 11)
    assert (found.lowest, found.lower_quartile, found.median, found.upper_quartile, found.highest) == (4, 6, 8, 11, 30)
    assert (found.rank, found.rank_last, found.councils, found.quarter) == (2, 3, 7, 1)
    # One neighbour of 30 pulls the mean to 14; the median is 8. The neighbour without a figure is left out by name.
    assert (found.neighbours_median, found.neighbours_mean, found.without) == (8, 14, ["i"])


def test_joint_returns_stand_for_both_and_count_once():
    assert area_of(SEVEN, "g") == "f+g"
    found = compare(SEVEN, "a", ["f", "g"], "E12000009", ENGLAND)
    assert found.neighbours["area"].tolist() == ["f+g"]
    own = compare(SEVEN, "f", ["g", "a"], "E12000009", ENGLAND)
    assert (own.value, own.neighbours["area"].tolist()) == (12, ["a"])


def test_a_council_without_a_figure_is_not_compared():
    with pytest.raises(MissingFigure):
        compare(SEVEN, "i", [], "E12000009", ENGLAND)
    assert math.isnan(compare(SEVEN, "a", ["i"], "none", ENGLAND).neighbours_median)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30))
def test_ranks_agree_with_sorting_and_each_quarter_holds_at_most_its_share(values):
    table = figures({f"c{place}": value for place, value in enumerate(values)})
    ordered = sorted(values)
    for place, value in enumerate(values):
        found = compare(table, f"c{place}", [], "none", ENGLAND)
        assert found.rank == ordered.index(value) + 1
        assert found.rank_last == len(ordered) - ordered[::-1].index(value)
        assert found.quarter == 1 + sum(value > np.percentile(values, share) for share in (25, 50, 75))


def test_median_by_year_leaves_gaps_out():
    table = pd.concat([figures({"a": 1, "b": 5, "c": None}, year=2024), figures({"a": 2, "b": 4, "c": 9}, year=2025)])
    assert median_by_year(table, ["a", "b", "c"]).to_numpy().tolist() == [[2024, 3, 1, 5, 2], [2025, 4, 2, 9, 3]]


def test_intervals_of_counts_are_those_of_the_poisson_distribution():
    low, high = count_interval(pd.Series([0.0, 1.0, 10.0, 100.0, np.nan]))
    # Garwood's table: 0 has 0 to 3.69, 1 has 0.0253 to 5.57, 10 has 4.80 to 18.4, 100 has 81.4 to 121.6.
    assert np.allclose(low[:4], [0, 0.0253, 4.795, 81.36], atol=0.005)
    assert np.allclose(high[:4], [3.689, 5.572, 18.39, 121.63], atol=0.005)
    assert math.isnan(low[4]) and math.isnan(high[4])


@given(st.integers(1, 3000), st.integers(1, 100_000))
def test_a_rate_lies_inside_its_interval_and_the_tails_are_as_stated(count, base):
    span = rate_interval(pd.Series([float(count)]), pd.Series([float(base)]), 10_000).iloc[0]
    assert span["low"] < 10_000 * count / base < span["high"]
    assert stats.poisson.sf(count - 1, span["low"] * base / 10_000) == pytest.approx(0.025, rel=1e-6)
    assert stats.poisson.cdf(count, span["high"] * base / 10_000) == pytest.approx(0.025, rel=1e-6)


@given(st.integers(0, 200), st.integers(1, 200))
def test_a_share_lies_inside_its_interval(count, whole):
    count = min(count, whole)
    span = share_interval(pd.Series([float(count)]), pd.Series([float(whole)])).iloc[0]
    assert -1e-9 <= span["low"] <= 100 * count / whole + 1e-9
    assert 100 * count / whole - 1e-9 <= span["high"] <= 100 + 1e-9


def test_shares_of_nothing_have_no_interval():
    assert share_interval(pd.Series([0.0]), pd.Series([0.0])).isna().all(axis=None)


def test_a_funnel_narrows_with_the_base_and_holds_what_it_should():
    base = pd.Series([500.0, 5_000.0, 50_000.0, 500_000.0])
    wide, narrow = funnel_limits(base, 67, 10_000), funnel_limits(base, 67, 10_000, 0.95)
    assert (wide["low"] <= narrow["low"]).all() and (wide["high"] >= narrow["high"]).all()
    assert (wide["high"] - wide["low"]).is_monotonic_decreasing
    # With 335 expected, the normal limits are 67 times 1 less and more 3.09 over the root of 335.
    near = 67 * (1 + np.array([-1, 1]) * 3.0902 / np.sqrt(335))
    assert np.allclose(wide.iloc[2], near, rtol=0.01)


def test_a_rank_is_worth_what_the_intervals_leave():
    low, high = pd.Series({"a": 1.0, "b": 2.0, "c": 8.0, "d": np.nan}), pd.Series({"a": 3.0, "b": 9.0, "c": 11.0, "d": np.nan})
    assert [rank_span(low, high, area) for area in "abc"] == [(1, 2), (1, 3), (2, 3)]


def test_a_split_council_has_its_predecessor_before_and_marked():
    rows = [
        ("cumbria", 2022, 10.0),
        ("cumbria", 2023, 12.0),
        ("cumbria", 2024, None),
        ("cumberland", 2023, None),
        ("cumberland", 2024, 5.0),
    ]
    rows += [("westmorland", 2024, 6.0)]
    table = pd.DataFrame(rows, columns=["area", "year", "value"]).assign(area_level="council", symbol=None)
    found = series_of(table, "cumberland", ["cumbria"])
    assert found[["area", "year", "value", "role"]].to_numpy().tolist() == [
        ["cumbria", 2022, 10.0, "predecessor"],
        ["cumbria", 2023, 12.0, "predecessor"],
        ["cumberland", 2024, 5.0, "own"],
    ]


def test_a_joint_return_is_marked_and_an_own_year_without_a_figure_is_kept():
    rows = [("a", "council", 2023, 4.0, None), ("a", "council", 2024, None, "c"), ("a+b", "joint", 2025, 9.0, None)]
    table = pd.DataFrame(rows, columns=["area", "area_level", "year", "value", "symbol"])
    found = series_of(table, "a", [])
    assert found["role"].tolist() == ["own", "own", "joint"]
    assert found["symbol"].fillna("").tolist() == ["", "c", ""]


def test_only_exact_counts_of_every_part_add_up():
    rows = [("a", 2023, 4.0), ("b", 2023, 5.0), ("a", 2024, 4.0), ("b", 2024, None), ("a", 2025, 6.0), ("b", 2025, 7.0)]
    table = pd.DataFrame(rows, columns=["area", "year", "value"]).assign(unit="count", rounded_to=1.0)
    assert summed(table, ["a", "b"]).to_numpy().tolist() == [[2023, 9], [2025, 13]]
    assert summed(table.assign(unit="pct"), ["a", "b"]).empty
    assert summed(table.assign(rounded_to=10.0), ["a", "b"]).empty


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_limits_of_a_share_are_binomial_quantiles_between_whole_counts(share, confidence):
    whole = pd.Series([5.0, 20.0, 100.0, 1000.0])
    limits = share_limits(whole, 100 * share, confidence)
    for side, at in (("low", (1 - confidence) / 2), ("high", (1 + confidence) / 2)):
        least = stats.binom.ppf(at, whole, share)
        over = (stats.binom.cdf(least, whole, share) - at) / stats.binom.pmf(least, whole, share)
        assert limits[side].to_numpy() == pytest.approx(100 * np.maximum(least - over, 0) / whole.to_numpy(), abs=1e-6)


@given(st.floats(0.5, 5000), st.floats(1, 99))
def test_limits_of_a_share_hold_the_mean_and_stay_a_share_for_full_time_equivalents_too(whole, mean_pct):
    wide, narrow = (share_limits(pd.Series([whole]), mean_pct, level).iloc[0] for level in (0.998, 0.95))
    assert 0 <= wide["low"] <= narrow["low"] <= narrow["high"] <= wide["high"] <= 100
    assert narrow["low"] <= mean_pct + 100 / whole and narrow["high"] >= mean_pct - 100 / whole


def test_a_funnel_says_how_far_beyond_chance_each_council_lies():
    # Ten are expected of 1,000. Poisson with mean 10: 30 or more has a chance of 7 in ten million, 18 or more of 0.014, 3 or fewer of 0.010.
    rates = in_funnel(pd.Series([30.0, 18, 11, 3, 0, None]), pd.Series([1000.0] * 6), 100, 10_000, is_share=False)
    assert rates["beyond"].tolist() == [2, 1, 0, -1, -2, pd.NA]
    assert rates["value"].tolist()[:2] == [300, 180]
    # A quarter of 20 is expected. Binomial: 20 of 20 never by chance, 10 or more 0.014, 5 as expected; 21 of 20 is no share; of none there is none.
    shares = in_funnel(pd.Series([20.0, 10, 5, 21, 1]), pd.Series([20.0, 20, 20, 20, 0]), 25, 100, is_share=True)
    assert shares["beyond"].tolist() == [2, 1, 0, pd.NA, pd.NA]
