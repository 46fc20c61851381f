import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures import change_pct, rate_per_10k, share_pct

COUNTS = st.lists(st.integers(1, 10_000), min_size=1, max_size=20)


@given(COUNTS)
def test_shares_of_a_whole_add_up_to_100(counts):
    parts = pd.Series(counts)
    assert abs(share_pct(parts, parts.sum()).sum() - 100) < 1e-6


def test_a_share_of_nothing_is_missing():
    assert share_pct(pd.Series([0.0]), 0).isna().all()


def test_a_change_from_a_negative_amount_keeps_its_direction():
    # From -200 to -100 is a rise of 100, which is 50 per cent of 200.
    assert change_pct(pd.Series([-100.0]), pd.Series([-200.0])).tolist() == [50.0]


def test_printed_rates_come_from_the_census_population():
    # scrutiny-2023-11, item 9: 202 children on a plan are 39.1, and 3,093 referrals 599.0, per 10,000 of 51,635 children.
    counts = pd.Series([202, 3093, 1485])
    assert rate_per_10k(counts, pd.Series([51635] * 3)).round(1).tolist() == [39.1, 599.0, 287.6]
