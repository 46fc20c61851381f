"""Days of care against a count made day by day in sets, and what may never change them."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.periods import FinancialYear
from analysis.relief.care_days import (
    NEVER,
    OPEN_END_DAY,
    approval_year_periods,
    counted_by_day,
    day_reached,
    financial_year_periods,
    merged_spells,
)
from analysis.relief.criteria import CHOICES

FIRST, LAST = date(2022, 1, 1), date(2024, 6, 30)
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda number: FIRST + timedelta(days=number))
READINGS = st.sampled_from(CHOICES["care_period"])


@st.composite
def stays(draw, stay_types=("placement", "respite", "staying_put")):
    start = draw(DAYS)
    end = draw(st.none() | st.integers(0, 500).map(lambda days: start + timedelta(days=days)))
    return {
        "child": draw(st.sampled_from(["C1", "C2", "C3"])),
        "stay_start_date": start,
        "stay_end_date": end,
        "stay_type": draw(st.sampled_from(stay_types)),
        "placed_by_authority": draw(st.booleans()),
    }


@st.composite
def households(draw):
    return {
        "approval_type": draw(st.sampled_from(["mainstream", "respite", "connected_person"])),
        "approval_start_date": draw(st.dates(date(2020, 3, 1), date(2023, 12, 31))),
        "approved_places": draw(st.integers(1, 3)),
        "transferred_from_agency": draw(st.booleans()),
        "existing_discount_pct": draw(st.sampled_from([0.0, 25.0, 50.0, 100.0])),
    }


def counted_in_sets(household: dict, rows: list[dict], year: FinancialYear) -> int:
    """Days of care in a year by the words of the rules, a day at a time."""
    approved = household["approval_start_date"]
    care = set()
    day = year.start
    while day <= year.end:
        present = [row for row in rows if row["stay_start_date"] <= day <= (row["stay_end_date"] or date.max)]
        fostered = any(row["stay_type"] != "staying_put" for row in present)
        staying = {row["child"] for row in present if row["stay_type"] == "staying_put"}
        filled = len(staying) >= household["approved_places"] and household["approval_type"] != "respite"
        if day >= approved and (fostered or filled):
            care.add(day)
        day += timedelta(days=1)
    if household["transferred_from_agency"] and year.start <= approved <= year.end:
        for child in ("C1", "C2", "C3"):
            placed = [row for row in rows if row["child"] == child and row["placed_by_authority"] and row["stay_type"] == "placement"]

            def was_placed(day, placed=placed):
                return any(row["stay_start_date"] <= day <= (row["stay_end_date"] or date.max) for row in placed)

            day = approved
            while was_placed(day) and was_placed(day - timedelta(days=1)) and day > year.start:
                day -= timedelta(days=1)
                care.add(day)
    return len(care)


ON_A_REGISTER = 6
"""Households that are decided in one go: each has stays of its own, and none may change what is decided on another."""


def registers(rows):
    """Households, each with stays that ``rows`` draws."""
    return st.lists(st.tuples(households(), rows), min_size=ON_A_REGISTER, max_size=ON_A_REGISTER)


def of_all(register: list[tuple[dict, list[dict]]]) -> tuple[list[dict], list[dict]]:
    """Approvals and stays of a register, in the order of its households."""
    approvals = [household | {"household": f"H{place}"} for place, (household, _) in enumerate(register)]
    return approvals, [row | {"household": f"H{place}"} for place, (_, rows) in enumerate(register) for row in rows]


@settings(max_examples=15)
@given(register=registers(st.lists(stays(), max_size=6)))
def test_days_agree_with_a_count_day_by_day(calendar_of, register):
    for year in ("2023-24", "2024-25"):
        found = calendar_of(*of_all(register), year=year).records[0].care_days
        counted = FinancialYear.parse(year).previous()
        assert found.tolist() == [counted_in_sets(household, rows, counted) for household, rows in register]


@settings(max_examples=15)
@given(register=registers(st.lists(stays(), min_size=1, max_size=6)), reading=READINGS, shuffled=st.randoms(use_true_random=False))
def test_the_order_of_the_stays_does_not_matter(decide, register, reading, shuffled):
    approvals, rows = of_all(register)
    other = list(rows)
    shuffled.shuffle(other)
    one, two = (decide(approvals, some, care_period=reading) for some in (rows, other))
    assert len(one) == len(register)
    pd.testing.assert_frame_equal(one, two)


def in_two(stay: dict, after: int) -> list[dict]:
    """A stay as two, one from the day after the other's end; as it is where the day of the cut leaves nothing behind it."""
    cut = stay["stay_start_date"] + timedelta(days=after)
    if stay["stay_end_date"] is not None and cut >= stay["stay_end_date"]:
        cut = stay["stay_start_date"]
    parts = [stay | {"stay_end_date": cut}, stay | {"stay_start_date": cut + timedelta(days=1)}]
    return [stay] if parts[1]["stay_end_date"] is not None and parts[1]["stay_end_date"] <= cut else parts


@settings(max_examples=15)
@given(
    register=registers(st.lists(stays(), min_size=1, max_size=4)),
    after=st.lists(st.integers(0, 400), min_size=ON_A_REGISTER, max_size=ON_A_REGISTER),
    reading=READINGS,
)
def test_splitting_a_stay_changes_nothing(decide, register, after, reading):
    cut = [(household, [*in_two(rows[0], days), *rows[1:]]) for (household, rows), days in zip(register, after, strict=True)]
    for leaving_counts in (True, False):
        whole, split = (decide(*of_all(some), care_period=reading, departure_day_counts=leaving_counts) for some in (register, cut))
        pd.testing.assert_frame_equal(whole, split)


@settings(max_examples=20)
@given(
    register=registers(st.lists(stays(), max_size=5)),
    more=st.lists(stays(), min_size=ON_A_REGISTER, max_size=ON_A_REGISTER),
    reading=READINGS,
    consecutive=st.booleans(),
    respite=st.sampled_from(CHOICES["respite_full_relief"]),
)
def test_more_care_never_reduces_relief_and_days_never_exceed_the_year(decide, register, more, reading, consecutive, respite):
    readings = {"care_period": reading, "days_must_be_consecutive": consecutive, "respite_full_relief": respite}
    greater = [(household, [*rows, stay]) for (household, rows), stay in zip(register, more, strict=True)]
    less, greater = (decide(*of_all(some), **readings) for some in (register, greater))
    for column, most in {"care_days": 366, "relief_gbp": 1407.71, "relief_days": 366}.items():
        assert (less[column] <= greater[column]).all() and (greater[column] <= most).all(), column


@settings(max_examples=15)
@given(register=registers(st.lists(stays(), max_size=4)))
def test_a_longest_run_is_never_more_than_all_the_days(decide, register):
    in_all = decide(*of_all(register))["care_days"]
    assert (decide(*of_all(register), days_must_be_consecutive=True)["care_days"] <= in_all).all()


@settings(max_examples=15)
@given(register=registers(st.lists(stays(stay_types=("placement",)), max_size=4)))
def test_relief_from_either_year_is_the_better_of_the_two(decide, register):
    reliefs = {reading: decide(*of_all(register), care_period=reading)["relief_gbp"] for reading in CHOICES["care_period"][:3]}
    better = np.maximum(reliefs["previous_financial_year"], reliefs["same_financial_year"])
    assert (reliefs["either_financial_year"] >= better).all()


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 60), st.integers(0, 9)), min_size=1, max_size=12))
def test_merged_spells_cover_the_same_days_and_lie_apart(spells):
    table = pd.DataFrame([(key, start, start + days) for key, start, days in spells], columns=["key", "start_day", "end_day"])
    merged = merged_spells(table, ["key"])

    def days(rows):
        return {(row.key, day) for row in rows.itertuples() for day in range(row.start_day, row.end_day + 1)}

    assert days(merged) == days(table)
    for _, one in merged.groupby("key"):
        ordered = one.sort_values("start_day")
        assert (ordered["start_day"].to_numpy()[1:] > ordered["end_day"].to_numpy()[:-1] + 1).all()


def test_spells_are_counted_within_the_period_only():
    periods = financial_year_periods(FinancialYear(2023), 2)
    first = periods.start_day[0]
    # Household 0: two days before the year to its second day, and all of it; household 1: nothing; -1: unknown, left out.
    counted = counted_by_day(np.array([0, 0, -1]), np.array([first - 2, first, first]), np.array([first + 1, OPEN_END_DAY, first]), periods)
    assert counted[0, :4].tolist() == [2, 2, 1, 1]
    assert (counted[0].sum(), counted[1].sum()) == (366 + 2, 0)


def test_a_day_is_reached_once():
    reached = day_reached(np.array([[0, 1, 1, 2], [0, 0, 0, 0]]))
    assert reached[:, :4].tolist() == [[-1, 1, 3, NEVER], [-1, NEVER, NEVER, NEVER]]


@pytest.mark.parametrize(
    ("approved", "start", "days"),
    [
        ("2020-02-29", "2022-03-01", 365),  # no 29 February in 2022 or 2023
        ("2019-06-01", "2021-06-01", 365),
        ("2022-04-01", "2022-04-01", 365),
    ],
)
def test_years_from_approval(approved, start, days):
    periods = approval_year_periods(np.array([approved], dtype="datetime64[D]").astype(np.int64), FinancialYear(2023))
    assert (str(periods.start_day.astype("datetime64[D]")[0]), periods.length_days.tolist()) == (start, [days])


def test_a_year_from_approval_that_holds_a_leap_day_has_366_days():
    periods = approval_year_periods(np.array(["2020-06-01"], dtype="datetime64[D]").astype(np.int64), FinancialYear(2024))
    # 1 June 2022 to 31 May 2023 is the last year ended before April 2024; the next one holds 29 February 2024.
    assert periods.length_days.tolist() == [365]
    later = approval_year_periods(np.array(["2020-02-01"], dtype="datetime64[D]").astype(np.int64), FinancialYear(2025))
    # 1 February 2024 to 31 January 2025.
    assert later.length_days.tolist() == [366]
