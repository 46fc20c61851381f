from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures import change_pct, rate_per_10k, share_pct, whole_numbers_behind

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


@given(st.integers(1, 400), st.integers(0, 1000))
def test_the_whole_numbers_behind_a_percentage_are_those_that_round_to_it(whole, tenths):
    def printed(count: int) -> set[Decimal]:
        # An exact half may have been rounded either way.
        exact = Decimal(100 * count) / Decimal(whole)
        return {exact.quantize(Decimal("0.1"), rounding=way) for way in (ROUND_HALF_UP, ROUND_HALF_DOWN)}

    expected = [count for count in range(whole + 1) if Decimal(tenths) / 10 in printed(count)]
    assert list(whole_numbers_behind(tenths / 10, whole)) == expected


def test_whole_numbers_behind_the_shares_of_a_report():
    # 40 / 66 is 60.6 and 39 / 66 is 59.1; 72 / 119 is 60.504; 69 / 114 is 60.526.
    assert [list(whole_numbers_behind(60.5, whole)) for whole in (66, 119, 114)] == [[], [72], [69]]
    assert list(whole_numbers_behind(98.0, 49)) == [48] and list(whole_numbers_behind(100.0, 44)) == [44]
    # Of many, more than one whole number rounds to the same percentage.
    assert list(whole_numbers_behind(50.0, 4_000)) == list(range(1998, 2003))
