import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.performance.spc import FEWEST_POINTS, assurance, control_limits, process_summary, special_causes
from analysis.performance.spc import judged as judged_anew

COLUMNS = {"key": "key", "period": "period", "value": "value"}


def series(*values, key="A"):
    return pd.DataFrame({"key": key, "period": range(len(values)), "value": [float(value) for value in values]})


def judged(*values):
    table = series(*values)
    return special_causes(table, control_limits(table, **COLUMNS), **COLUMNS)


def test_limits_by_hand():
    # Mean (10+12+11+13+9+11+11+11)/8 = 88/8 = 11. Ranges 2, 1, 2, 4, 2, 0, 0: mean 11/7 = 1.571429.
    # 3.267 x 1.571429 = 5.13386, so none is screened. Width 2.66 x 11/7 = 4.18.
    limits = control_limits(series(10, 12, 11, 13, 9, 11, 11, 11), **COLUMNS).iloc[0]
    assert limits["mean"] == 11
    assert limits["lower_limit"] == pytest.approx(6.82)
    assert limits["upper_limit"] == pytest.approx(15.18)
    assert limits["limits_status"] == "provisional"


def test_a_large_range_is_screened_out_once():
    # 1, 2, 1, 2, 1, 2, 12, 13, 12, 13, 12, 13: ranges five 1s, one 10, five 1s. Mean 20/11 = 1.818182; x 3.267 = 5.94 <= 10, so the 10
    # goes. Mean of the other ten 1; width 2.66. Mean of the values (9 + 75)/12 = 7.
    limits = control_limits(series(1, 2, 1, 2, 1, 2, 12, 13, 12, 13, 12, 13), **COLUMNS).iloc[0]
    assert limits["mean"] == 7
    assert (limits["lower_limit"], limits["upper_limit"]) == pytest.approx((4.34, 9.66))
    assert limits["limits_status"] == "settled"


def test_a_range_of_exactly_the_limit_is_screened_out():
    # One range r among n equal to 1: r = 3.267 (n + r)/(n + 1) has r = 3.267 n / (n + 1 - 3.267). With n = 10: 32.67/7.733 = 4.224751.
    # A range just above goes, one just below stays.
    def width(step):
        table = series(*np.cumsum([0.0, 1, -1, 1, -1, 1, step, 1, -1, 1, -1, 1]))
        row = control_limits(table, **COLUMNS).iloc[0]
        return row["upper_limit"] - row["mean"]

    assert width(4.2248) == pytest.approx(2.66)
    assert width(4.2247) == pytest.approx(2.66 * (10 + 4.2247) / 11)


def test_screening_happens_once_only():
    # Ranges: nine 1s, 5 and 30 -> mean 44/11 = 4, x 3.267 = 13.068: only 30 goes. Mean of the rest 14/10 = 1.4; 5 >= 4.57 but stays.
    table = series(*np.cumsum([0.0, 1, -1, 1, -1, 1, 30, -1, 1, -1, 1, 5]))
    row = control_limits(table, **COLUMNS).iloc[0]
    assert row["upper_limit"] - row["mean"] == pytest.approx(2.66 * 1.4)


def test_three_months_are_not_enough():
    assert control_limits(series(52.0, 59.1, 47.6), **COLUMNS).empty


def test_missing_values_are_left_out_and_do_not_count():
    table = series(10, 12, 11, 13, np.nan, 9, 11, 11, 11)
    assert control_limits(table, **COLUMNS)["points"].tolist() == [8]
    assert control_limits(series(1, 2, 1, 2, 1, 2, np.nan), **COLUMNS).empty


def test_no_moving_range_reaches_over_a_gap():
    # Ranges 2, 2, 2 and 2, 2, 2 on either side of the gap; the step of 40 over it is none. Mean (44 + 204) / 8 = 31; width 2.66 x 2.
    limits = control_limits(series(10, 12, 10, 12, np.nan, 50, 52, 50, 52), **COLUMNS).iloc[0]
    assert limits["mean"] == 31 and limits["upper_limit"] - limits["mean"] == pytest.approx(5.32)


def test_no_run_reaches_over_a_gap():
    # Seven 4s and seven 6s, mean 5: a gap after the fourth leaves runs of four and three.
    points = judged(4, 4, 4, 4, np.nan, 4, 4, 4, *[6] * 7)
    assert points["shift"].tolist() == [0] * 7 + [1] * 7
    rising = judged(1, 2, 3, 4, np.nan, 5, 6, 7, 4, 4)
    assert rising["trend"].eq(0).all()


def test_single_points_between_gaps_have_no_limits():
    spaced = [value for number in (1, 5, 2, 6, 3, 7, 4) for value in (number, np.nan)]
    assert control_limits(series(*spaced), **COLUMNS).empty


def test_a_flat_series_has_no_special_cause():
    assert judged(*[5] * 12)["special_cause"].eq(0).all()


def test_a_point_beyond_the_limits():
    # Eleven values alternating 10 and 12, then 30: ranges ten 2s and an 18 or 20 that is screened. Limits 2.66 x 2 = 5.32 from the mean.
    points = judged(10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 30)
    assert points["beyond_limits"].tolist() == [0] * 11 + [1]
    assert points["special_cause"].iloc[-1] == 1


def test_seven_points_rising_are_a_trend_and_six_are_not():
    rising = judged(5, 1, 2, 3, 4, 5, 6, 7, 5, 6, 5, 6)
    assert rising["trend"].tolist() == [0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]
    falling = judged(1, 7, 6, 5, 4, 3, 2, 1, 5, 6, 5, 6)
    assert falling["trend"].tolist() == [0, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0]
    assert judged(5, 2, 3, 4, 5, 6, 7, 5, 6, 5, 6, 5)["trend"].eq(0).all()


def test_seven_points_on_one_side_are_a_shift_and_six_are_not():
    # Mean of seven 4s and seven 6s is 5.
    assert judged(*[4] * 7, *[6] * 7)["shift"].tolist() == [-1] * 7 + [1] * 7
    # Mean of six 4s and six 6s is 5: runs of six.
    assert judged(*[4] * 6, *[6] * 6)["shift"].eq(0).all()


def test_two_of_three_near_the_same_limit():
    # Limits are given: mean 0, limits -3 and 3, so two thirds of the way is 2.
    limits = pd.DataFrame({"key": ["A"], "mean": [0.0], "lower_limit": [-3.0], "upper_limit": [3.0]})
    table = series(1, 2.5, 1, 2.5, -1, 0, 2.5, 1, 1, -2.5, 2.5, 0)
    points = special_causes(table, limits, **COLUMNS)
    assert points["near_limit"].tolist() == [0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    # Two far points with one between them on the other side of the mean, or on it, are not three on one side.
    for between in (-0.1, 0):
        assert special_causes(series(-1, 2.5, between, 2.5, -1), limits, **COLUMNS)["near_limit"].eq(0).all()
    assert special_causes(series(-1, 2.5, 2.5, -1), limits, **COLUMNS)["near_limit"].eq(0).all()
    assert special_causes(series(-1, 2.5, 2.5, 0.1), limits, **COLUMNS)["near_limit"].tolist() == [0, 1, 1, 0]
    exactly = special_causes(series(2, 2, 2), limits, **COLUMNS)
    assert exactly["near_limit"].eq(0).all()


def test_series_do_not_run_into_one_another():
    both = pd.concat([series(*[4] * 4, *[6] * 4, key="A"), series(*[6] * 4, *[4] * 4, key="B")])
    points = special_causes(both, control_limits(both, **COLUMNS), **COLUMNS)
    assert points["shift"].eq(0).all()


def test_assurance_by_polarity():
    limits = pd.DataFrame({"lower_limit": [10.0] * 5, "upper_limit": [20.0] * 5})
    targets, polarity = pd.Series([25.0, 5.0, 15.0, 15.0, np.nan]), pd.Series(["lower", "lower", "lower", "neither", "higher"])
    verdicts = assurance(limits, targets, polarity)
    assert verdicts.iloc[:3].tolist() == ["meets", "misses", "may meet or miss"]
    assert verdicts.iloc[3:].isna().all()


def test_summary_names_the_latest_variation_by_polarity():
    table = pd.concat([series(*[4] * 7, *[6] * 7, key="A"), series(*[4] * 7, *[6] * 7, key="B"), series(1, 2, 3, key="C")])
    measures = pd.DataFrame({"key": ["A", "B", "C"], "polarity": ["higher", "lower", "higher"], "target": [1.0, 1.0, 1.0]})
    summary = process_summary(table, measures, **COLUMNS)
    assert summary["key"].tolist() == ["A", "B"]
    assert summary["variation"].tolist() == ["improving", "worsening"]


def test_summary_of_short_series_is_empty():
    measures = pd.DataFrame({"key": ["A"], "polarity": ["higher"], "target": [1.0]})
    assert process_summary(series(1, 2, 3), measures, **COLUMNS).empty


values = st.lists(st.integers(-50, 50), min_size=FEWEST_POINTS, max_size=30)


@given(values)
def test_limits_hold_the_mean_between_them(numbers):
    limits = control_limits(series(*numbers), **COLUMNS).iloc[0]
    assert limits["lower_limit"] <= limits["mean"] <= limits["upper_limit"]
    assert limits["mean"] == pytest.approx(np.mean(numbers))


@given(values, st.integers(-20, 20), st.sampled_from([0.5, 2.0, 4.0]))
def test_shifting_and_stretching_a_series_does_not_change_what_is_special(numbers, shift, stretch):
    moved = judged(*[shift + stretch * number for number in numbers])
    assert moved["special_cause"].tolist() == judged(*numbers)["special_cause"].tolist()


@given(values)
def test_a_mirrored_series_has_mirrored_causes(numbers):
    assert judged(*[-number for number in numbers])["special_cause"].tolist() == (-judged(*numbers)["special_cause"]).tolist()


@given(values)
def test_rules_against_a_plain_loop(numbers):
    points = judged(*numbers)
    mean, upper = points["mean"].iloc[0], points["upper_limit"].iloc[0]
    side = [0 if abs(n - mean) < 1e-9 else (1 if n > mean else -1) for n in numbers]
    shift, trend = [0] * len(numbers), [0] * len(numbers)
    for start in range(len(numbers) - 6):
        window = range(start, start + 7)
        for sign in (1, -1):
            if all(side[place] == sign for place in window):
                for place in window:
                    shift[place] = sign
            if all((numbers[place + 1] - numbers[place]) * sign > 0 for place in list(window)[:-1]):
                for place in window:
                    trend[place] = trend[place] or sign
    assert points["shift"].tolist() == shift
    # A point where a rise ends and a fall begins belongs to both.
    assert [abs(flag) for flag in points["trend"]] == [abs(flag) for flag in trend]
    far = [s if abs(n - mean) > 2 / 3 * (upper - mean) + 1e-9 * max(1, abs(mean)) else 0 for n, s in zip(numbers, side, strict=True)]
    near = [0] * len(far)
    for start in range(len(far) - 2):
        window = range(start, start + 3)
        for sign in (1, -1):
            if all(side[place] == sign for place in window) and sum(far[place] == sign for place in window) >= 2:
                for place in window:
                    near[place] = near[place] or (sign if far[place] == sign else 0)
    assert points["near_limit"].tolist() == near


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=7, max_size=16), st.lists(st.floats(0, 100), min_size=1, max_size=16))
def test_limits_that_start_anew_are_those_of_each_stretch_alone(before, after):
    numbers = before + after
    table = pd.DataFrame({"period": [f"{place:02d}" for place in range(len(numbers))], "value": numbers})
    found = judged_anew(table, period="period", value="value", starts=[f"{len(before):02d}"])
    for rows, part in ((table[: len(before)], found[: len(before)]), (table[len(before) :], found[len(before) :])):
        alone = judged_anew(rows, period="period", value="value")
        pd.testing.assert_frame_equal(alone.drop(columns="process_stretch"), part.drop(columns="process_stretch").reset_index(drop=True))
        assert part["mean"].isna().all() == (len(rows) < FEWEST_POINTS)


def test_a_step_that_is_declared_is_no_special_cause():
    numbers = [10, 12, 10, 12, 10, 12, 10, 12, 50, 52, 50, 52, 50, 52, 50, 52]
    table = pd.DataFrame({"period": [f"{place:02d}" for place in range(16)], "value": numbers})
    assert judged_anew(table, period="period", value="value")["special_cause"].ne(0).all()
    anew = judged_anew(table, period="period", value="value", starts=["08"])
    assert anew["special_cause"].eq(0).all() and anew["mean"].unique().tolist() == [11, 51]
    assert anew["process_stretch"].tolist() == [0] * 8 + [1] * 8
