import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.performance.targets import against_target, direction_of_travel, rag_rating

AMOUNTS = st.floats(0, 1e4, allow_nan=False).map(lambda value: round(value, 2))


def rated(value, target, polarity):
    rating = rag_rating(pd.Series([value], dtype=float), pd.Series([target], dtype=float), pd.Series([polarity])).iloc[0]
    return None if pd.isna(rating) else rating


@pytest.mark.parametrize(
    ("value", "target", "polarity", "rating"),
    [
        (90.0, 90.0, "higher", "green"),
        (76.5, 90.0, "higher", "amber"),  # 13.5 short is exactly 15 per cent of 90.
        (76.4, 90.0, "higher", "red"),
        (8.05, 7.0, "lower", "amber"),  # 1.05 over is exactly 15 per cent of 7.
        (8.06, 7.0, "lower", "red"),
        (6.9, 7.0, "lower", "green"),
        (0, 0, "lower", "green"),
        (1, 0, "lower", "red"),  # With a target of 0 any miss is red.
        (50, 40, "neither", None),
        (50, None, "lower", None),
        (None, 40, "lower", None),
    ],
)
def test_rating_at_the_bounds(value, target, polarity, rating):
    assert rated(value, target, polarity) == rating


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_better_value_is_never_rated_worse(one, other, target):
    order = {"green": 0, "amber": 1, "red": 2}
    low, high = sorted((one, other))
    assert order[rated(low, target, "lower")] <= order[rated(high, target, "lower")]
    assert order[rated(high, target, "higher")] <= order[rated(low, target, "higher")]


@pytest.mark.parametrize(
    ("value", "previous", "polarity", "direction"),
    [
        (2, 1, "higher", "improved"),
        (2, 1, "lower", "declined"),
        (1, 1, "neither", "unchanged"),
        (2, 1, "neither", None),
        (2, None, "lower", None),
    ],
)
def test_direction_goes_by_which_way_is_better(value, previous, polarity, direction):
    found = direction_of_travel(pd.Series([value], dtype=float), pd.Series([previous], dtype=float), pd.Series([polarity])).iloc[0]
    assert (None if pd.isna(found) else found) == direction


def test_a_month_without_a_figure_leaves_the_direction_unknown():
    measures = pd.DataFrame(
        {
            "measure": [76],
            "indicator": ["x"],
            "description": ["Turnover"],
            "measure_unit": ["per cent"],
            "polarity": ["lower"],
            "target": [17.0],
        }
    )
    values = pd.DataFrame({"measure": [76] * 3, "month": ["2023-07", "2023-08", "2023-09"], "measure_value": [15.4, None, 15.4]})
    row = against_target(measures, values, ["2023-07", "2023-08", "2023-09"]).iloc[0]
    assert row["rag_rating"] == "green"
    assert pd.isna(row["direction_of_travel"]) and pd.isna(row["previous_value"])
