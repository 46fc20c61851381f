from fractions import Fraction

import pytest

from analysis.assurance.reconciliation.cells import as_figure
from analysis.assurance.reconciliation.intervals import total
from analysis.assurance.reconciliation.readings import likely_reading


def money(text: str):
    return as_figure({"value": text, "unit of value": "GBP"}, "value")


@pytest.mark.parametrize(
    ("printed", "right", "reading"),
    [
        ("45210", "54210", "two digits are exchanged"),
        ("4521", "45721", "a digit is missing"),
        ("-45210", "45210", "the sign is the other way round"),
        ("54991", "1057.52", "an amount a year, printed as one a week"),  # 54,991 / 52 = 1,057.52
        ("3215", "3.215", "a thousand times too large: pounds for thousands, or thousands for millions"),
        ("45210", "61873", ""),
    ],
)
def test_one_slip_is_named_and_none_where_none_fits(printed, right, reading):
    assert likely_reading(money(printed), money(right)) == reading


def test_cut_off_and_not_rounded():
    # 8 / 192 = 4.1667%: 4.2 rounded, 4.1 cut off.
    eight, base = (as_figure({"value": text, "unit of value": "homes"}, "value") for text in ("8", "192"))
    assert (
        likely_reading(as_figure({"value": "4.1", "unit of value": "per cent"}, "value"), eight / base * 100) == "cut off and not rounded"
    )


def test_a_part_left_out_of_a_total():
    parts = [money(text) for text in ("1712", "345", "88")]
    assert total(parts).value == Fraction(2145)
    assert likely_reading(money("1800"), total(parts)) == "345 is left out of the printed total"


def test_nothing_is_said_where_two_slips_fit():
    # 100 for 10 is ten times too large; 10 for 10 is nothing. 11 against 110: a nought missing, or ten times too small.
    assert likely_reading(money("110"), money("11")) in ("", "ten times too large: a decimal point or a nought in the wrong place")
