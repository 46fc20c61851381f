"""Relief paid after the right to it had ended, worked out by hand; and what each stage of the process waits for.

Band A in Plymouth is 1,407.71 a year in 2023-24, a year of 366 days: 3.8462 a day.
"""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.periods import FinancialYear
from analysis.relief.recovery import households_at_each_stage, relief_paid_too_long
from analysis.relief.year import relief_of_year

CARE = {"stay_start_date": "2022-04-01", "stay_end_date": "2023-03-31"}


@pytest.fixture(scope="module")
def relief_with(carers_of, criteria_tables):
    def build(approvals=({},), stays=(CARE,), breaks=(), **readings):
        return relief_of_year(carers_of(approvals, stays, breaks), criteria_tables, FinancialYear(2023), readings)

    return build


def recovered(relief) -> list[tuple]:
    table = relief_paid_too_long(relief)
    days = (table[name].dt.strftime("%Y-%m-%d") for name in ("overpaid_from_date", "overpaid_to_date"))
    return list(zip(table["household"], *days, table["overpaid_days"], table["overpaid_gbp"], strict=True))


def test_relief_between_the_end_of_approval_and_the_day_it_was_known(relief_with):
    # 1 to 30 September: 30 days x 1,407.71 / 366 = 115.386.
    relief = relief_with([{"approval_end_date": "2023-09-01", "approval_end_known_date": "2023-10-01"}])
    assert recovered(relief) == [("H1", "2023-09-01", "2023-09-30", 30, 115.39)]
    # The cost is that of the days with a right: 1 April to 31 August, 153 days.
    assert relief.decisions["relief_days"].tolist() == [153]


@pytest.mark.parametrize("known", [None, "2023-08-01", "2023-09-01"])
def test_nothing_where_the_end_was_known_in_time_or_no_day_is_stated(relief_with, known):
    assert recovered(relief_with([{"approval_end_date": "2023-09-01", "approval_end_known_date": known}])) == []


def test_an_end_before_the_year_that_was_known_within_it(relief_with):
    # 1 April to 10 April 2023: 10 days, 38.46.
    relief = relief_with([{"approval_end_date": "2023-03-31", "approval_end_known_date": "2023-04-11"}])
    assert relief.decisions["decision"].tolist() == ["No relief"]
    assert recovered(relief) == [("H1", "2023-04-01", "2023-04-10", 10, 38.46)]


def test_a_break_that_was_known_late(relief_with):
    # A break from 1 June: council tax is due from its 30th day, 30 June. Known on 10 July: 30 June to 9 July are 10 days.
    relief = relief_with(breaks=[{"break_start_date": "2023-06-01", "break_end_date": "2023-07-31", "break_known_date": "2023-07-10"}])
    assert recovered(relief) == [("H1", "2023-06-30", "2023-07-09", 10, 38.46)]


def test_a_break_that_was_known_only_after_it(relief_with):
    # 30 June to 31 July are 32 days: 123.08.
    relief = relief_with(breaks=[{"break_start_date": "2023-06-01", "break_end_date": "2023-07-31", "break_known_date": "2023-09-01"}])
    assert recovered(relief) == [("H1", "2023-06-30", "2023-07-31", 32, 123.08)]


def test_no_relief_no_recovery(relief_with):
    ended = {"approval_end_date": "2023-09-01", "approval_end_known_date": "2023-10-01"}
    assert recovered(relief_with([ended | {"standards_met": False}])) == []
    assert recovered(relief_with([ended], stays=())) == []
    assert recovered(relief_with([ended | {"appeal_succeeded": True}])) == []


def test_a_discount_and_partial_relief_make_it_less(relief_with):
    # Respite of 91 days gives 25 per cent: 30 days x 3.8462 x 25% = 28.85.
    respite = [{"stay_start_date": "2022-04-01", "stay_end_date": "2022-06-30", "stay_type": "respite"}]
    household = {"approval_type": "respite", "approval_end_date": "2023-09-01", "approval_end_known_date": "2023-10-01"}
    assert recovered(relief_with([household], stays=respite))[0][4] == 28.85


@settings(max_examples=50)
@given(start=st.integers(0, 500), length=st.integers(0, 300), known=st.integers(-50, 500))
def test_what_is_recovered_and_what_is_right_never_share_a_day(relief_with, start, length, known):
    first = pd.Timestamp("2023-01-01") + pd.Timedelta(days=start)
    away = {
        "break_start_date": first,
        "break_end_date": first + pd.Timedelta(days=length),
        "break_known_date": first + pd.Timedelta(days=known),
    }
    relief = relief_with(breaks=[away])
    recovered_days = int(relief_paid_too_long(relief)["overpaid_days"].sum())
    assert not (relief.calendar.right_ended_unknown & relief.calendar.relief_possible).any()
    assert relief.decisions["relief_days"].item() + recovered_days <= 366
    assert recovered_days == 0 or known > 29


def test_what_each_stage_waits_for(relief_with):
    approvals = [
        {"household": "H1", "relief_agreed": False},
        {"household": "H2", "in_authority_area": False, "billing_authority": "South Hams"},
        {"household": "H3", "approval_end_date": "2023-09-01"},
        {
            "household": "H4",
            "approval_end_date": "2023-09-01",
            "approval_end_known_date": "2023-10-01",
            "in_authority_area": False,
            "billing_authority": "South Hams",
        },
        {"household": "H5", "approval_end_date": "2023-09-01", "appeal_succeeded": True},
    ]
    stays = [CARE | {"household": f"H{number}", "child": f"C{number}"} for number in range(1, 6)]
    stages = households_at_each_stage(relief_with(approvals, stays)).set_index("stage_waits_for")["households"]
    assert stages.to_dict() == {
        "refused": 1,
        "bill_needed": 2,
        "due_for_next_year": 4,
        "end_without_day_known": 1,
        "refund_after_appeal": 1,
        "outside_area": 1,
        "in_area": 0,
    }
