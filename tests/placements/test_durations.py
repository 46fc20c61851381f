"""How long placements last, against a known distribution, closed forms and scipy's own estimate."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from analysis.placements.durations import (
    BAND_STARTS_DAYS,
    ending_rates,
    expected_nights,
    exposure,
    placement_stays,
    share_still_there,
    still_there_after,
)

FIRST = pd.Timestamp("2020-01-01")
BANDS = len(BAND_STARTS_DAYS)


def _stays(lasted, until_days=None, line="A"):
    lasted = np.asarray(lasted)
    ends = FIRST + pd.to_timedelta(lasted, unit="D")
    return pd.DataFrame({"placement_line": line, "started_date": FIRST, "seen_from_date": FIRST, "ended_date": ends})


def test_rates_of_a_known_distribution_are_found():
    generator = np.random.default_rng(1)
    # Ends at 1 in 50 a day for 30 days, then at 1 in 200; followed for 400 days.
    quick, slow = generator.exponential(50, 6_000), 30 + generator.exponential(200, 6_000)
    stays = _stays(np.ceil(np.where(quick < 30, quick, slow)))
    found = ending_rates(stays, FIRST + pd.Timedelta(days=400)).per_day("A")
    assert found[0] == pytest.approx(1 / 50, rel=0.05)
    assert found[1:4] == pytest.approx(1 / 200, rel=0.08)


def test_days_before_a_placement_is_seen_and_after_it_is_known_do_not_count():
    stays = _stays([100, 40]).assign(seen_from_date=[FIRST + pd.Timedelta(days=50), FIRST])
    counted = exposure(stays, FIRST + pd.Timedelta(days=60)).set_index("band")
    # The first is seen from its day 50 to 60 and still open then, the second for all its 40 days.
    assert counted["days"].tolist()[:3] == [30, 10 + 10, 0]
    assert counted["endings"].tolist()[:3] == [0, 1, 0]


@given(st.floats(0.0005, 0.05), st.integers(0, 900), st.integers(1, 365))
@settings(max_examples=60, deadline=None)
def test_at_one_rate_the_nights_to_come_are_a_geometric_sum_whatever_was_spent(rate, spent, horizon):
    stay = np.exp(-rate)
    expected = stay * (1 - stay**horizon) / (1 - stay)
    assert expected_nights(np.full(BANDS, rate), np.array([spent]), horizon)[0] == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(1, 300), st.booleans()), min_size=2, max_size=40).filter(lambda rows: any(open for _, open in rows)))
@settings(max_examples=40, deadline=None)
def test_the_share_still_there_is_that_of_kaplan_and_meier(rows):
    until = FIRST + pd.Timedelta(days=300)
    lasted, is_open = np.array([days for days, _ in rows]), np.array([open for _, open in rows])
    # Open ones began so that they have lasted as long on the day.
    starts = np.where(is_open, 300 - lasted, 0)
    stays = _stays(lasted + starts).assign(started_date=FIRST + pd.to_timedelta(starts, unit="D"))
    stays["seen_from_date"] = stays["started_date"]
    stays.loc[is_open, "ended_date"] = pd.NaT
    own = share_still_there(stays, until)
    other = ecdf(CensoredData(uncensored=lasted[~is_open], right=lasted[is_open])).sf
    assert own["still_there"].to_numpy() == pytest.approx(other.evaluate(own["days"].to_numpy()))


def test_prices_of_one_placement_are_one_stay():
    spells = pd.DataFrame(
        {
            "child_id": ["a", "a", "b"],
            "placement_line": "A",
            "placement_started_date": pd.to_datetime(["2024-01-01", "2024-01-01", "2024-02-01"]),
            "started_date": pd.to_datetime(["2024-01-01", "2024-04-01", "2024-02-01"]),
            "ended_date": pd.to_datetime(["2024-04-01", None, "2024-03-01"]),
            "price_gbp_per_week": [400.0, 420.0, 300.0],
        }
    )
    stays = placement_stays(spells).set_index("child_id")
    assert pd.isna(stays.loc["a", "ended_date"]) and stays.loc["a", "price_gbp_per_week"] == 420
    assert stays.loc["b", "ended_date"] == pd.Timestamp("2024-03-01")


def test_the_share_after_so_long_is_that_of_a_known_distribution_and_missing_where_few_were_seen():
    generator = np.random.default_rng(3)
    # Lines that end at 1 in 100 and 1 in 400 a day, some seen only from their day 60 on, all followed to day 500.
    lasted = np.ceil(np.concatenate([generator.exponential(100, 4_000), generator.exponential(400, 4_000)]))
    stays = _stays(lasted, line=np.repeat(["quick", "slow"], 4_000))
    late = (np.arange(8_000) % 3 == 0) & (lasted > 60)
    stays = stays.assign(seen_from_date=stays["started_date"] + pd.to_timedelta(np.where(late, 60, 0), unit="D"))
    stays = stays[late | (np.arange(8_000) % 3 > 0)]
    found = still_there_after(stays, FIRST + pd.Timedelta(days=500), (91, 365, 600), "placement_line", 20).set_index("placement_line")
    for line, mean in (("quick", 100), ("slow", 400)):
        shares = [found.loc[line, f"still_there_{days}_days_pct"] for days in (91, 365)]
        assert shares == pytest.approx([100 * np.exp(-91 / mean), 100 * np.exp(-365 / mean)], abs=2)
    assert found["still_there_600_days_pct"].isna().all()


def test_a_time_that_no_placement_has_reached_is_left_at_the_rate_of_all():
    day = pd.Timestamp
    starts = [day("2024-01-01")] * 10
    stays = pd.DataFrame(
        {"placement_line": "A", "started_date": starts, "seen_from_date": starts, "ended_date": [day("2024-01-11")] * 2 + [pd.NaT] * 8}
    )
    # Two endings in 2 × 10 and 8 × 20 days at risk, and half an ending more; nobody has stayed longer than 20 days.
    rate = ending_rates(stays, day("2024-01-21")).per_day("A")[1:]
    assert rate == pytest.approx([2.5 / 180] * 5)
