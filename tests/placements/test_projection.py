"""Children to come: counts by hand, means against matrix powers, draws against means."""

import numpy as np
import pandas as pd
import pytest
from scipy.linalg import expm

from analysis.placements.movements import BANDS, Movements, movements
from analysis.placements.projection import (
    DAYS_A_MONTH,
    WhatIf,
    cost_by_day,
    cost_by_financial_year,
    drawn_children,
    drawn_cost_by_financial_year,
    expected_by_age,
    expected_by_day,
    expected_children,
)

DAY = pd.Timestamp


def _seen(entries=0.0):
    """Homes and carers, at every age alike: from homes to carers once in 400 days, out once in 500; from carers out once in 1,000."""
    moves = np.tile(np.array([[0, 250.0, 200.0], [0, 0, 100.0]]), (len(BANDS), 1, 1))
    days = np.full((len(BANDS), 2), 100_000.0)
    return Movements(["homes", "carers"], moves, days, np.full((len(BANDS), 2), entries), 1_000)


def test_moves_entries_and_days_counted_by_hand():
    rows = [
        # Born on 1 January 2014, ten in 2024: in a home until 10 February, the same day with carers, there still.
        ("a", "homes", "2023-12-01", "2023-12-01", "2024-02-10", "2014-01-01"),
        ("a", "carers", "2024-02-10", "2024-02-10", None, "2014-01-01"),
        # Came in the time, at four, and left.
        ("b", "carers", "2024-01-15", "2024-01-15", "2024-01-25", "2020-01-01"),
    ]
    columns = ["child_id", "placement_line", "started_date", "seen_from_date", "ended_date", "birth_date"]
    stays = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[2:], "datetime64[us]"))
    seen = movements(stays, DAY("2024-01-01"), DAY("2024-03-01"))
    assert seen.lines == ["carers", "homes"]
    young, ten = 0, 2
    assert seen.entries[young].tolist() == [1, 0] and seen.entries.sum() == 1
    # Forty days in the home, twenty with carers, ten of the other's; all ages' moves are counted with those of each.
    raw = seen.at_risk_days - [30.0, 40.0]
    assert raw[ten] == pytest.approx([20, 40]) and raw[young] == pytest.approx([10, 0])
    assert seen.moves[ten, 1] == pytest.approx([1 + 1, 0, 0])
    assert seen.moves[young, 0] == pytest.approx([0, 0, 1 + 1])


def test_the_mean_is_that_of_matrix_powers():
    rates = np.array([[-450, 250, 200], [0, -100, 100], [0, 0, 0]]) / 100_000
    expected = np.array([3.0, 5.0, 0.0]) @ np.linalg.matrix_power(expm(rates * DAYS_A_MONTH), 24)
    found = expected_children(np.array([60] * 3 + [100] * 5), np.array([0] * 3 + [1] * 5), _seen(), 24)
    assert found[0].tolist() == [3, 5] and found[24] == pytest.approx(expected[:2])


def test_children_who_turn_18_leave_with_that_month_and_those_who_come_are_added():
    found = expected_children(np.array([213]), np.array([1]), _seen(), 4)
    assert found[2, 1] > 0.9 and found[3].tolist() == [0, 0]
    # Four bands at 50 in 1,000 days to each kind, nobody there before: what comes in a month, halfway through it.
    coming = expected_children(np.array([], dtype=int), np.array([], dtype=int), _seen(50.0), 1)[1]
    assert coming.sum() == pytest.approx(4 * 2 * 0.05 * DAYS_A_MONTH, rel=0.06)


def test_by_day_and_by_month_are_the_same_projection():
    ages, lines = np.array([30, 90, 150, 213, 214]), np.array([0, 1, 0, 1, 0])
    by_month = expected_children(ages, lines, _seen(20.0), 24)
    by_day = expected_by_day((ages * DAYS_A_MONTH).round().astype(int), lines, _seen(20.0), 730)
    assert by_day[0].tolist() == by_month[0].tolist()
    # Those who come in the month of turning 18 leave at its end, or on their day.
    assert by_day[730] == pytest.approx(by_month[24], rel=0.01)
    # One child of 17 alone: its chance a day is that of the matrix, and it leaves on the day of turning 18.
    alone = expected_by_day(np.array([6_574 - 3]), np.array([1]), _seen(), 4)[:, 1]
    assert alone == pytest.approx([1, 0.999, 0.999**2, 0, 0], rel=1e-5)
    cost = cost_by_day(by_day, np.array([70.0, 7.0]), DAY("2024-03-31"), uplift_pct=10)
    nights = by_day[1:] @ [10.0, 1.0]
    assert cost["cost_gbp"].tolist() == pytest.approx([nights[:365].sum() * 1.1, nights[365:].sum() * 1.21], abs=0.01)


def test_children_of_each_age_come_to_all_and_grow_out_of_their_band():
    start = np.array([58, 100]), np.array([0, 1])
    by_age = expected_by_age(*start, _seen(5.0), 6)
    assert by_age.sum(axis=1) == pytest.approx(expected_children(*start, _seen(5.0), 6))
    only = expected_by_age(np.array([58]), np.array([1]), _seen(), 3)[:, :, 1]
    # Two months under five, then five.
    assert (only[:2, 0] > 0).all() and (only[2:, 0] == 0).all() and (only[2:, 1] > 0.9).all()


def test_a_share_to_one_of_two_kinds_moves_those_who_come_and_nobody_who_is_there():
    nobody = np.array([], dtype=int), np.array([], dtype=int)
    came = expected_children(*nobody, _seen(50.0), 1, WhatIf(shared=("carers", "homes", 1.0)))[1]
    usual = expected_children(*nobody, _seen(50.0), 1)[1]
    assert came.sum() == pytest.approx(usual.sum(), rel=0.02) and came[0] == pytest.approx(0, abs=1e-9)
    here = np.array([100] * 10), np.array([0] * 10)
    assert expected_children(*here, _seen(), 12, WhatIf(shared=("homes", "carers", 0.0)))[-1] == pytest.approx(
        expected_children(*here, _seen(), 12)[-1]
    )


def test_draws_come_to_the_mean():
    ages, lines = np.tile([30, 90, 150, 200], 25), np.tile([0, 1], 50)
    mean = expected_children(ages, lines, _seen(20.0), 18)
    drawn = drawn_children(ages, lines, _seen(20.0), 18, np.random.default_rng(1), 400)
    error = drawn.std(axis=0) / np.sqrt(400)
    assert (np.abs(drawn.mean(axis=0) - mean)[1:] < 4.5 * error[1:]).all()


def test_what_if_changes_the_rate_that_it_names_and_no_other():
    start = np.array([100] * 10), np.array([0] * 10)
    usual, more = (expected_children(*start, _seen(), 12, what_if)[-1] for what_if in (None, WhatIf(step_down=(("homes", "carers", 2.0),))))
    assert more[0] < usual[0] and more[1] > usual[1]
    nobody = expected_children(*start, _seen(30.0), 12, WhatIf(entries=0.0))[-1]
    assert nobody == pytest.approx(usual)
    gone = expected_children(*start, _seen(), 12, WhatIf(leaving=0.0, step_down=(("homes", "carers", 0.0),)))[-1]
    assert gone.tolist() == [10, 0]


def test_costs_fall_into_their_financial_years_with_an_uplift_each_april():
    children = np.array([[2.0], [4.0], [4.0]])
    table = cost_by_financial_year(children, np.array([70.0]), DAY("2025-02-28"), uplift_pct=10)
    # March: three on average for 31 days at 10 a day; April: four for 30 at 11.
    assert table.to_dict("records") == [
        {"financial_year": "2024-25", "months": 1, "cost_gbp": 930.0},
        {"financial_year": "2025-26", "months": 1, "cost_gbp": 1_320.0},
    ]


def test_costs_of_draws_fall_into_the_same_years_as_those_of_their_mean():
    drawn = np.random.default_rng(1).integers(0, 9, (5, 27, 2)).astype(float)
    prices, day = np.array([70.0, 7_000.0]), DAY("2024-12-31")
    found = drawn_cost_by_financial_year(drawn, prices, day, uplift_pct=5)
    mean = cost_by_financial_year(drawn.mean(axis=0), prices, day, uplift_pct=5)
    # 26 months from January 2025: three, twelve and eleven.
    assert found.shape == (5, 3) and mean["months"].tolist() == [3, 12, 11]
    assert found.mean(axis=0) == pytest.approx(mean["cost_gbp"].to_numpy(), abs=0.01)
