from fractions import Fraction

import pytest

from analysis.assurance.reconciliation.cells import as_figure, as_text
from analysis.assurance.reconciliation.intervals import (
    all_of,
    change_pct,
    compared,
    falls,
    rate_per_10k,
    share_of,
    share_pct,
    total,
    whole_number_gives,
)
from analysis.errors import CannotBeChecked, InvalidCheck


def printed(text: str, unit: str = "per cent", **more):
    return as_figure({"value": text, "unit of value": unit, **more}, "value")


def test_a_printed_decimal_stands_for_half_of_its_last_digit_either_way():
    assert (printed("39.1").low, printed("39.1").high) == (Fraction("39.05"), Fraction("39.15"))
    assert (printed("599.0").low, printed("599.0").high) == (Fraction("598.95"), Fraction("599.05"))


def test_a_whole_percentage_is_rounded_and_a_whole_count_is_not():
    assert (printed("42").low, printed("42").high) == (Fraction("41.5"), Fraction("42.5"))
    assert printed("425", "children").low == printed("425", "children").high == 425


def test_about_reaches_to_the_last_digit_that_is_not_nought():
    # About 51,000: anything that rounds to 51 thousands.
    about = printed("51000", "children", qualifier="about")
    assert (about.low, about.high) == (50500, 51500)


def test_a_third_in_words_stands_for_anything_nearer_to_it_than_to_a_quarter_or_a_half():
    # (1/4 + 1/3) / 2 = 7/24 = 29.1667%, (1/3 + 1/2) / 2 = 5/12 = 41.6667%; a fall is negative.
    third = printed("-33.3", value_note="Printed as a fraction in words")
    assert third.high == -Fraction(700, 24) and third.low == -Fraction(500, 12)


def test_a_year_with_a_stroke_and_a_date_are_text():
    assert printed("2020/21") == "2020/21"
    assert printed("2023-09-30") == "2023-09-30"


def test_a_sum_of_rounded_figures_is_known_within_the_sum_of_their_halves():
    # Three figures to three decimals: 3 x 0.0005 either way.
    added = total([printed(text, "GBP million") for text in ("1.400", "0.500", "0.450")])
    assert added.value == Fraction("2.35")
    assert added.high - added.value == Fraction("0.0015")
    assert added.working == "1.400 + 0.500 + 0.450"


def test_negative_figures_read_as_subtractions():
    assert total(printed("3.053", "GBP"), printed("-2.275", "GBP")).working == "3.053 \u2212 2.275"
    assert (printed("3", "GBP") - printed("-2", "GBP")).working == "3 \u2212 (\u22122)"


def test_rates_shares_and_changes_by_hand():
    # 486 / 51,635 x 10,000 = 94.122...; 137 / 425 = 32.235...%; (423 - 300) / 300 = 41%.
    children = [printed(text, "children") for text in ("486", "51635", "137", "425", "423", "300")]
    assert as_text(rate_per_10k(children[0], children[1]).value, 3) == "94.122"
    assert as_text(share_pct(children[2], children[3]).value, 3) == "32.235"
    assert change_pct(children[4], children[5]).value == 41
    assert change_pct(children[4], children[5]).working == "(423 \u2212 300) \u00f7 300 \u00d7 100"


def test_a_base_that_may_be_nought_cannot_be_divided_by():
    with pytest.raises(CannotBeChecked):
        printed("5") / printed("0")


def test_comparisons_hold_or_can_hold_within_rounding():
    before, now = printed("100.0"), printed("100.0")
    rise = compared(now, before, ">")
    assert not rise.holds and rise.can_hold
    assert not compared(printed("12.0"), printed("12.2"), ">").can_hold
    assert falls(printed("73"), printed("60"), printed("53")).holds


def test_statements_may_not_be_chained():
    with pytest.raises(InvalidCheck):
        bool(all_of(compared(printed("1"), printed("2"), "<")))


def test_shares_that_come_from_whole_numbers():
    # 18 of 25 is 72%; of 3, whole numbers give 0, 33.3, 66.7 and 100%.
    assert whole_number_gives(printed("72"), printed("25", "children")).holds
    assert not whole_number_gives(printed("50"), printed("3", "children")).holds


def test_a_small_count_is_carried_by_everything_worked_out_from_it():
    few, many = printed("3", "children"), printed("20", "children")
    assert total(few, many).smallest_count == 3
    assert share_pct(many, printed("22", "children")).smallest_count == 2, "the two others of 22 would be given away"
    assert (printed("65", "children") - printed("63", "children")).smallest_count == 2
    # 98% of 49 is 48: one child was left out. 60.5% of 119 is 72 of 119.
    assert share_of(printed("98"), printed("49", "children")).smallest_count == 1
    assert share_of(printed("60.5"), printed("119", "children")).smallest_count == 47


def test_a_whole_number_of_unknown_unit_is_taken_to_count_children():
    assert as_figure({"measure_value": "3"}, "measure_value").smallest_count == 3
    assert as_figure({"measure_value": "3.0"}, "measure_value").smallest_count is None
    assert as_figure({"value": "3", "unit of value": "not stated"}, "value").smallest_count == 3
    assert as_figure({"value": "3", "unit of value": "staff"}, "value").smallest_count is None
    assert as_figure({"value": "3", "unit of value": "interviews"}, "value").smallest_count == 3, "there may be one for each child"


def test_what_is_rounded_is_what_the_unit_declares_and_not_what_its_name_holds():
    # "strategies" holds the letters of "rate", and is counted all the same.
    assert (printed("4", "strategies").low, printed("4", "strategies").high) == (4, 4)
    assert (printed("4", "rate per 10,000").low, printed("4", "rate per 10,000").high) == (Fraction("3.5"), Fraction("4.5"))
