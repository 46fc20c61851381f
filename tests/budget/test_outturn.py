"""The forecast to the end of the year: by hand, its draws against its mean, and how often its ranges hold."""

import numpy as np
import pandas as pd
import pytest

from analysis.budget.outturn import backtest, drawn_outturn, expected_outturn, known_on, range_of
from analysis.placements.durations import expected_nights

START, END = pd.Timestamp("2024-04-01"), pd.Timestamp("2025-03-31")
LINE = "Agency fostering"


def _spells(starts, ends, prices, contributed=0.0):
    starts = pd.to_datetime(pd.Series(starts))
    return pd.DataFrame(
        {
            "child_id": [f"c{number}" for number in range(len(starts))],
            "placement_line": LINE,
            "placement_started_date": starts,
            "started_date": starts,
            "ended_date": pd.to_datetime(pd.Series(ends)),
            "price_gbp_per_week": prices,
            "contributed_share": contributed,
        }
    )


def council(seed: int, days: int = 365 * 3, entrants: float = 0.15, mean_days: float = 250.0) -> pd.DataFrame:
    """Placements of three years to the end of the year: begun by chance at one rate, ended at one, priced by a spread."""
    generator = np.random.default_rng(seed)
    first = END - pd.Timedelta(days=days)
    count = generator.poisson(entrants * (days + 1_500))
    begun = np.sort(generator.integers(-1_500, days, count))
    lasted = np.ceil(generator.exponential(mean_days, count)).astype(int)
    begun, lasted = (values[begun + lasted > 0] for values in (begun, lasted))
    starts, ends = (first + pd.to_timedelta(values, unit="D") for values in (begun, begun + lasted))
    prices = np.round(900 * np.exp(generator.normal(0, 0.3, len(begun))), 2)
    return _spells(starts, ends.where(ends <= END), prices)


def test_when_the_year_is_over_the_outturn_is_what_was_spent_to_the_penny():
    spells = _spells(["2024-03-01", "2025-03-22"], ["2024-04-15", None], [700.0, 1_000.01], [0.0, 0.25])
    table = expected_outturn(known_on(spells, END, START, END)).iloc[0]
    # Fourteen nights of April at 100 a night, ten of March at 1,000.01 / 7 less a quarter.
    assert table["spent_gbp"] == 1_400 + 1_428.59
    assert table["contributions_gbp"] == -357.15
    assert table["net_outturn_gbp"] == 2_471.44
    assert (table[["committed_gbp", "to_come_gbp"]] == 0).all()


def test_what_is_open_is_committed_for_the_nights_it_is_expected_to_last_and_new_ones_come_as_of_late():
    spells = _spells(["2024-01-31", "2024-06-01", "2024-09-30"], ["2024-09-29", None, None], [7.0, 14.0, 21.0])
    known = known_on(spells, pd.Timestamp("2024-09-30"), START, END)
    per_day = known.rates.per_day(LINE)
    table = expected_outturn(known).iloc[0]
    # 1 April to 28 September at 1 a night; from June 122 nights at 2; one night at 3. 182 nights are left.
    assert table["spent_gbp"] == 181 + 244 + 3
    assert known.left_days == 182
    nights = expected_nights(per_day, np.array([121, 0]), 182)
    assert table["committed_gbp"] == pytest.approx(2 * nights[0] + 3 * nights[1], abs=0.005)
    # The records tell of endings since 29 September: one placement began in that one day, at 3 a night.
    assert known.lookback_days == 1
    each_day = [1 + expected_nights(per_day, np.array([0]), left)[0] for left in range(182)]
    assert table["to_come_gbp"] == pytest.approx(3 * sum(each_day), abs=0.005)


def test_draws_come_to_the_mean_and_nothing_is_drawn_when_nothing_is_left():
    spells = council(3)
    known = known_on(spells, pd.Timestamp("2024-09-30"), START, END)
    mean = expected_outturn(known)["net_outturn_gbp"].sum()
    draws = drawn_outturn(known, np.random.default_rng(2), 1_500)
    assert draws.mean() == pytest.approx(mean, rel=0.02)
    assert (np.diff(list(range_of(draws).values())) > 0).all()
    over = known_on(spells, END, START, END)
    settled = drawn_outturn(over, np.random.default_rng(2), 5)
    assert settled == pytest.approx([expected_outturn(over)["net_outturn_gbp"].sum()] * 5, abs=0.01)


def test_ranges_hold_about_as_often_as_they_say():
    held = []
    for seed in range(40):
        spells = council(seed)
        paid = expected_outturn(known_on(spells, END, START, END))["net_outturn_gbp"].sum()
        ends = range_of(drawn_outturn(known_on(spells, pd.Timestamp("2024-08-31"), START, END), np.random.default_rng(seed), 200))
        held.append((ends["low_80_gbp"] <= paid <= ends["high_80_gbp"], ends["low_95_gbp"] <= paid <= ends["high_95_gbp"]))
    share_80, share_95 = np.mean(held, axis=0)
    # Three standard errors of 40 either way.
    assert 0.61 <= share_80 <= 0.99
    assert share_95 >= 0.847


def test_a_forecast_of_then_uses_nothing_that_came_later():
    spells = council(5)
    day = pd.Timestamp("2024-06-30")
    later = spells["started_date"] > day
    changed = spells.assign(price_gbp_per_week=spells["price_gbp_per_week"].mask(later, 1e6))
    changed.loc[changed["ended_date"] > day, "ended_date"] = END
    one, other = (expected_outturn(known_on(table, day, START, END)) for table in (spells, changed))
    pd.testing.assert_frame_equal(one, other)


def test_the_backtest_has_each_month_of_a_year_that_is_over_and_its_error_shrinks():
    table = backtest(council(7), [(START, END)], np.random.default_rng(1), 100)
    assert len(table) == 11 and table["forecast_date"].is_monotonic_increasing
    width = table["high_95_gbp"] - table["low_95_gbp"]
    assert width.iloc[-1] < width.iloc[0] / 4
    spent = table["spent_in_year_gbp"].iloc[0]
    assert table["error_pct"].tolist() == pytest.approx(((table["net_outturn_gbp"] - spent) / spent * 100).tolist())
    assert abs(table["error_pct"].iloc[-1]) < 2
