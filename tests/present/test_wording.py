from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.catalogue.fields import Field, field
from analysis.present.wording import (
    agreeing,
    counted,
    did_what,
    listing,
    long_date,
    millions,
    number,
    per_cent,
    pounds,
    rose_or_fell,
    shown,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (number(1234.5), "1,235"),
        (number(0.5), "1"),
        (number(-2.5), "−3"),
        (per_cent(47.55), "47.6%"),
        (per_cent(2.675, 2), "2.68%"),
        (number(0.1 + 0.2 + 0.05, 1), "0.4"),
        (did_what(-0.04, 1), "did not change"),
        (did_what(-0.05, 1), "fell"),
        (agreeing(1, "is", "are") + agreeing(0, "is", "are"), "isare"),
        (long_date(pd.Timestamp("2023-09-05")), "5 September 2023"),
        (number(-0.0004, 3), "0.000"),
        (number(-0.072, 3), "−0.072"),
        (number(0.0001, 3, signed=True), "0.000"),
        (pounds(-224_530), "−£224,530"),
        (pounds(2_111.5333, 2), "£2,111.53"),
        (millions(4.684), "£4.68 million"),
        (per_cent(47.6), "47.6%"),
        (counted(1, "household"), "one household"),
        (counted(11, "household"), "11 households"),
        (counted(0, "child", "children"), "no children"),
        (listing(["a"]), "a"),
        (listing(["a", "b", "c"]), "a, b and c"),
        (rose_or_fell(0, "0"), "did not change"),
        (rose_or_fell(-3, "3"), "fell by 3"),
    ],
)
def test_figures_in_words(text, expected):
    assert text == expected


def test_cells_of_a_table():
    assert shown(float("nan"), field("children_open")) == "[x]"
    assert shown(float("nan"), field("variance_pct")) == "[z]"
    assert shown(None, field("direction_of_travel")) == "not known"
    assert shown(3, field("children_open"), suppressed=True) == "[c]"
    assert shown("2023-07", field("month")) == "July 2023"
    assert shown("2023-24", field("financial_year")) == "2023/24"
    assert shown(11.06, field("measure_value"), "days per FTE") == "11.06"
    assert shown(52.0, field("measure_value"), "per cent") == "52.0"


@given(st.integers(-(10**12), 10**12), st.integers(0, 6), st.integers(0, 3))
def test_a_figure_is_rounded_by_its_decimal_text_a_half_away_from_zero(digits, places, decimals):
    exact = Decimal(digits).scaleb(-places)
    text = number(float(exact), decimals).replace(",", "").replace("−", "-")
    assert Decimal(text) == exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def test_a_heading_carries_its_unit():
    assert Field("x", "Net", "What is left.", "money", "£ a year").heading_with_unit == "Net (£ a year)"
