"""Price spells joined from lists of several days, and what they cost, against sums by hand."""

import pandas as pd
import pytest

from analysis.placements.lines import lines_shown
from analysis.placements.priced import as_known_on, paid_days, price_spells, weeks_and_cost


def _day(text):
    return pd.Timestamp(text)


def _weekly(*rows):
    table = pd.DataFrame(
        rows,
        columns=["child_id", "placement_type", "placement_provider", "started_date", "ended_date", "weekly_cost_gbp", "as_at_date"],
    )
    return table.astype({"started_date": "datetime64[us]", "ended_date": "datetime64[us]", "as_at_date": "datetime64[us]"})


WEEKLY = _weekly(
    ("a", "U6", "PR1", "2024-01-01", None, 400.0, "2024-03-31"),
    ("a", "U6", "PR1", "2024-04-01", None, 420.0, "2024-06-30"),
    ("b", "K2", "PR4", "2024-03-01", None, 5_000.0, "2024-03-31"),
    ("b", "K2", "PR4", "2024-03-01", "2024-04-15", 5_000.0, "2024-06-30"),
    ("b", "U6", "PR4", "2024-04-15", None, 900.0, "2024-06-30"),
)


def test_the_last_list_counts_and_a_price_that_is_not_told_of_again_has_ended():
    spells = price_spells(WEEKLY)
    assert spells["ended_date"].tolist() == [_day("2024-04-01"), pd.NaT, _day("2024-04-15"), pd.NaT]
    assert spells["placement_line"].tolist() == ["In-house fostering"] * 2 + ["Children's homes bought in", "Agency fostering"]
    # A price that follows another of the same placement does not begin one.
    assert spells["placement_started_date"].tolist() == [_day(text) for text in ("2024-01-01", "2024-01-01", "2024-03-01", "2024-04-15")]


def test_weeks_and_cost_to_the_penny():
    found = weeks_and_cost(price_spells(WEEKLY), _day("2024-04-01"), _day("2024-06-30")).set_index("placement_line")
    # 91 nights at 420 a week; 14 at 5,000; 30 April to 30 June less the first half of April: 77 at 900.
    assert found["cost_gbp"].to_dict() == {
        "Agency fostering": pytest.approx(9_900.00),
        "Children's homes bought in": pytest.approx(10_000.00),
        "In-house fostering": pytest.approx(5_460.00),
    }
    assert found["weeks"].to_dict() == {"Agency fostering": 11.0, "Children's homes bought in": 2.0, "In-house fostering": 13.0}


def test_the_quarterly_collection_tells_who_shares_the_cost_and_when_the_placement_began():
    quarterly = pd.DataFrame(
        {
            "child_id": ["b", "b"],
            "placement_type": ["K2", "U6"],
            "placement_provider": ["PR4", "PR4"],
            "started_date": pd.to_datetime(["2023-11-01", "2024-04-15"]),
            "birth_date": pd.to_datetime(["2010-05-01"] * 2),
            "procurement": ["spot", "framework"],
            "disability": pd.array([False, True], dtype="boolean"),
            "unaccompanied": pd.array([True, True], dtype="boolean"),
            "cost_to_date_gbp": [10_000.0, 9_900.0],
            "health_contribution_gbp": [1_500.0, 0.0],
            "education_contribution_gbp": [2_000.0, 0.0],
            "as_at_date": pd.to_datetime(["2024-06-30"] * 2),
        }
    )
    spells = price_spells(WEEKLY, quarterly).set_index(["child_id", "started_date"])
    home = spells.loc["b", _day("2024-03-01")]
    assert (home["contributed_share"], home["procurement"], home["placement_started_date"]) == (0.35, "spot", _day("2023-11-01"))
    assert spells.loc["a", "contributed_share"].tolist() == [0.0, 0.0]
    # What was told last of a child holds for all its placements; a disabled child who came alone counts as disabled.
    assert set(spells.loc["b", "child_need"]) == {"Disabled"} and set(spells.loc["a", "child_need"]) == {"Not known"}
    cost = weeks_and_cost(spells.reset_index(), _day("2024-04-01"), _day("2024-06-30")).set_index("placement_line")
    assert cost.loc["Children's homes bought in", "contributions_gbp"] == 3_500.00


def test_what_was_known_on_a_day_has_neither_later_starts_nor_later_ends():
    known = as_known_on(price_spells(WEEKLY), _day("2024-04-10"))
    assert known["started_date"].max() == _day("2024-04-01")
    assert known["ended_date"].isna().sum() == 2
    assert paid_days(known, _day("2024-04-01"), _day("2024-04-10")).tolist() == [0, 10, 10]


def test_lines_too_small_to_be_shown_go_together_with_the_smallest_other():
    children = pd.DataFrame({"now": [20, 2, 7, 0]}, index=["large", "small", "middling", "none"])
    together = "Other placements"
    assert lines_shown(children, 5) == {"large": "large", "small": together, "middling": together, "none": together}
    assert lines_shown(children, 0) == {name: name for name in children.index}
