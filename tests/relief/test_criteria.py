from dataclasses import replace
from datetime import date

import pytest

from analysis.errors import MissingFigure, UnknownChoice
from analysis.relief.criteria import reading_kinds, relief_criteria, typed_readings


def test_the_published_figures(criteria_with):
    criteria = criteria_with()
    assert (criteria.full_relief_days, criteria.full_relief_pct, criteria.respite_minimum_days, criteria.respite_relief_pct) == (
        182,
        100,
        91,
        25,
    )
    assert (criteria.respite_relief_with_discount_pct, criteria.existing_discount_for_respite_pct) == (50, 25)
    assert (criteria.respite_full_relief_days, criteria.break_allowed_days, criteria.reimbursements_per_year) == (182, 30, 4)
    assert (criteria.outside_area_cutoff_date, criteria.authority) == (date(2023, 4, 1), "plymouth")


def test_section_4_gives_another_figure_for_respite(criteria_with):
    assert criteria_with(respite_relief_place="section 4").respite_relief_pct == 50


def test_the_26_weeks_of_section_4_are_the_182_days_of_section_6(criteria_tables):
    table = criteria_tables["fostering_eligibility_criteria"]
    care = table[table["criterion"] == "full_relief_care"].set_index("place")["value"]
    assert care["section 4"] * 7 == care["section 6"]


@pytest.mark.parametrize(
    ("readings", "message"),
    [
        ({"care_period": "calendar_year"}, "previous_financial_year, same_financial_year"),
        ({"respite_full_relief": "maybe"}, "above, from, not_granted"),
        ({"respite_relief_place": "section 9"}, "section 4, section 6"),
        ({"full_relief_days": 367}, "from 0 to 366"),
        ({"full_relief_days": -1}, "from 0 to 366"),
        ({"full_relief_days": 181.5}, "whole days"),
        ({"respite_relief_pct": 101}, "from 0 to 100"),
        ({"break_allowed_days": 0}, "the least is 1"),
        ({"reimbursements_per_year": 5}, "divides 12"),
        ({"days": 3}, "is not a parameter"),
    ],
)
def test_what_is_not_possible_is_refused(criteria_with, readings, message):
    with pytest.raises(UnknownChoice, match=message):
        criteria_with(**readings)


def test_every_wrong_value_is_named_at_once(criteria_with):
    with pytest.raises(UnknownChoice) as caught:
        replace(criteria_with(), care_period="x", full_relief_pct=-1, outside_area="y")
    assert all(name in str(caught.value) for name in ("care_period", "full_relief_pct", "outside_area"))


def test_a_missing_criterion_is_an_error(criteria_tables):
    criteria, rules = criteria_tables["fostering_eligibility_criteria"], criteria_tables["fostering_eligibility_rules"]
    with pytest.raises(MissingFigure, match="lacks break_allowed"):
        relief_criteria(criteria[criteria["criterion"] != "break_allowed"], rules)
    with pytest.raises(MissingFigure, match="cutoff_date"):
        relief_criteria(criteria, rules[rules["rule"] != "lives_in_city_or_approved_before"])


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("full_relief_days", " 154 ", 154),
        ("full_relief_pct", "87.5", 87.5),
        ("days_must_be_consecutive", "TRUE", True),
        ("departure_day_counts", "No", False),
        ("outside_area_cutoff_date", "2023-10-01", date(2023, 10, 1)),
        ("care_period", "approval_year", "approval_year"),
        ("respite_relief_place", "section 4", "section 4"),
        ("full_relief_pct", 90, 90.0),
        ("refund_after_appeal", False, False),
    ],
)
def test_a_reading_given_as_text_is_what_its_parameter_takes(name, text, value):
    typed = typed_readings({name: text})
    assert typed == {name: value} and type(typed[name]) is type(value)


def test_every_wrong_reading_is_told_at_once():
    wrong = {
        "authority": "torbay",
        "full_relief_days": "26 weeks",
        "full_relief_pct": "all",
        "departure_day_counts": "2",
        "outside_area_cutoff_date": "01/04/2023",
        "break_allowed_days": 30.5,
        "refund_after_appeal": None,
    }
    with pytest.raises(UnknownChoice) as raised:
        typed_readings(wrong)
    lines = str(raised.value).splitlines()
    assert lines[0].startswith('"authority" is not a reading. There are: full_relief_days, full_relief_pct')
    assert lines[1:] == [
        'full_relief_days is "26 weeks". Give a whole number.',
        'full_relief_pct is "all". Give a number.',
        'departure_day_counts is "2". Give yes or no.',
        'outside_area_cutoff_date is "01/04/2023". Give a date such as 2023-04-01.',
        'break_allowed_days is "30.5". Give a whole number.',
        'refund_after_appeal is "None". Give yes or no.',
    ]


def test_not_a_number_is_told_by_the_criteria(criteria_with):
    with pytest.raises(UnknownChoice, match="full_relief_pct is nan. Give a number from 0 to 100"):
        criteria_with(**typed_readings({"full_relief_pct": "nan"}))


def test_every_reading_is_of_a_kind_that_can_be_read():
    assert set(reading_kinds().values()) == {int, float, bool, date, str}
