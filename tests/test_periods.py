from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UnknownPeriod
from analysis.periods import FinancialYear, Month, Quarter

YEARS = st.integers(2000, 2098)


def test_quarter_two_ends_on_30_september():
    assert Quarter.parse("2023-24-Q2").end == date(2023, 9, 30)


def test_quarter_four_stands_in_the_next_calendar_year():
    quarter = Quarter.parse("2023-24-Q4")
    assert (quarter.start, quarter.end) == (date(2024, 1, 1), date(2024, 3, 31))


def test_february_of_a_leap_year():
    assert Month.parse("2024-02").end == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["2023-25-Q1", "2023-24-Q5", "2023-24", "Q2", "", "2023/24-Q2"])
def test_a_quarter_that_does_not_exist_is_refused(text):
    with pytest.raises(UnknownPeriod):
        Quarter.parse(text)


@pytest.mark.parametrize("text", ["2023-13", "2023-00", "23-07", "July"])
def test_a_month_that_does_not_exist_is_refused(text):
    with pytest.raises(UnknownPeriod):
        Month.parse(text)


@given(YEARS, st.integers(1, 4))
def test_quarters_follow_one_another_without_gap(year, number):
    quarter = Quarter(FinancialYear(year), number)
    assert quarter.previous().end + timedelta(days=1) == quarter.start
    assert quarter.previous() < quarter
    assert Quarter.parse(str(quarter)) == quarter


@given(YEARS)
def test_the_quarters_of_a_year_are_its_days(year):
    financial_year = FinancialYear(year)
    quarters = [Quarter(financial_year, number) for number in (1, 2, 3, 4)]
    assert quarters[0].start == financial_year.start
    assert quarters[3].end == financial_year.end
    days = sum((quarter.end - quarter.start).days + 1 for quarter in quarters)
    assert days == (financial_year.end - financial_year.start).days + 1


@pytest.mark.parametrize("text", ["0000-01", "9999-00", "２０２３-24"])
def test_a_year_that_no_calendar_of_ours_has(text):
    with pytest.raises(UnknownPeriod):
        FinancialYear.parse(text)
