"""What placements cost a week, against sums by hand."""

import pandas as pd
import pytest

from analysis.placements.unit_costs import came_and_left, price_changes, spot_against_framework, weekly_costs

COLUMNS = ["child_id", "placement_line", "placement_started_date", "started_date", "ended_date", "price_gbp_per_week"]
# a: raised on 1 April, still there. b: left in May at 500. c: came in June at 900, raised by itself in July to 990. d: came and left before.
SPELLS = pd.DataFrame(
    [
        ("a", "X", "2023-05-01", "2023-05-01", "2024-04-01", 400.0),
        ("a", "X", "2023-05-01", "2024-04-01", None, 420.0),
        ("b", "X", "2023-06-01", "2023-06-01", "2024-05-10", 500.0),
        ("c", "X", "2024-06-01", "2024-06-01", "2024-07-01", 900.0),
        ("c", "X", "2024-06-01", "2024-07-01", None, 990.0),
        ("d", "Y", "2023-06-01", "2023-06-01", "2023-07-01", 7_000.0),
    ],
    columns=COLUMNS,
).astype(dict.fromkeys(COLUMNS[2:5], "datetime64[us]"))
YEAR = (pd.Timestamp("2024-04-01"), pd.Timestamp("2024-09-30"))


def test_average_middle_and_spread_of_what_is_open():
    still_open = SPELLS[SPELLS["ended_date"].isna()]
    row = weekly_costs(still_open, "placement_line").iloc[0]
    assert row["placed_children"] == 2
    assert (row["average_gbp_per_week"], row["median_gbp_per_week"]) == (705.0, 705.0)
    # A quarter of the way from 420 to 990, and three quarters.
    assert (row["lower_quartile_gbp_per_week"], row["upper_quartile_gbp_per_week"]) == (562.5, 847.5)
    assert row["year_gbp"] == round(1_410 * 365 / 7, 2)


def test_those_who_came_against_those_who_left():
    row = came_and_left(SPELLS, *YEAR).set_index("placement_line").loc["X"]
    # The first price of the one who came, the last of the one who left; a price that changes is neither.
    assert row.to_dict() == {
        "children_came": 1,
        "came_gbp_per_week": 900.0,
        "children_left": 1,
        "left_gbp_per_week": 500.0,
        "dearer_gbp_per_week": 400.0,
    }


def test_prices_that_changed_with_everybodys_and_by_themselves():
    table = price_changes(SPELLS, *YEAR, uplift_day=YEAR[0]).set_index("change_kind")
    assert table.loc["on 1 April", "price_change_pct"] == pytest.approx(5)
    assert table.loc["on 1 April", "change_year_gbp"] == round(20 * 365 / 7, 2)
    assert table.loc["at another time", "price_change_pct"] == pytest.approx(10)
    assert table["children_repriced"].tolist() == [1, 1]


def test_spot_is_held_against_framework_in_the_same_kind():
    rows = [
        ("a", "X", "spot", 900.0),
        ("b", "X", "spot", 1_100.0),
        ("c", "X", "framework", 800.0),
        ("d", "X", "block", 1.0),
        ("e", "Y", "spot", 5_000.0),
    ]
    table = spot_against_framework(pd.DataFrame(rows, columns=["child_id", "placement_line", "procurement", "price_gbp_per_week"]))
    # Of Y nothing is bought through a framework: it is dear as a kind.
    assert table.to_numpy().tolist() == [["X", 2, 1_000.0, 1, 800.0, 200.0]]
