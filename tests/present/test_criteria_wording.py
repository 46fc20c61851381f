import pandas as pd
import pytest
from rows_in_force import rows_in_force

from analysis.present.criteria_wording import CHOICES_IN_WORDS, PARAMETERS, criteria_in_words
from analysis.relief.criteria import CHOICES, ReliefCriteria, relief_criteria


@pytest.fixture(scope="module")
def criteria_tables():
    return rows_in_force(["fostering_eligibility_criteria", "fostering_eligibility_rules"])


@pytest.fixture(scope="module")
def criteria_with(criteria_tables):
    """The published criteria, but for the readings named."""
    return lambda **readings: relief_criteria(*criteria_tables.values(), **readings)


def test_every_parameter_has_words_and_a_place_and_every_choice_has_words():
    assert set(PARAMETERS) == set(ReliefCriteria.__dataclass_fields__) - {"authority"}
    assert {name: tuple(words) for name, words in CHOICES_IN_WORDS.items()} == CHOICES


def test_the_places_are_those_of_the_published_table(criteria_tables):
    table = criteria_tables["fostering_eligibility_criteria"]
    held = {
        "full_relief_days": "full_relief_care",
        "full_relief_pct": "full_relief",
        "respite_minimum_days": "respite_minimum",
        "respite_relief_with_discount_pct": "respite_relief_with_discount",
        "existing_discount_for_respite_pct": "existing_discount_for_respite",
        "respite_full_relief_days": "respite_full_relief",
        "break_allowed_days": "break_allowed",
        "reimbursements_per_year": "reimbursements_outside_city",
    }
    for parameter, criterion in held.items():
        places = sorted(table.loc[table["criterion"] == criterion, "place"])
        expected = places[0] if len(places) == 1 else "sections " + " and ".join(place.removeprefix("section ") for place in places)
        assert PARAMETERS[parameter][1] == expected, parameter


def test_by_default_nothing_departs(criteria_with):
    table = criteria_in_words(criteria_with(), criteria_with())
    assert table["reading_departs"].isna().all() and len(table) == len(PARAMETERS)
    readings = table.set_index("parameter_meaning")["reading"]
    assert (
        readings["Days of care for full relief"] == "182"
        and readings["Carers outside the area must have been approved on"] == "1 April 2023"
    )


@pytest.mark.parametrize(
    ("readings", "row"),
    [
        ({"respite_relief_place": "section 4"}, ["Partial relief, per cent", "50", "25", "section 6 says 25, section 4 says 50"]),
        ({"departure_day_counts": False}, ["Whether the day on which a child leaves is a day of care", "no", "yes", "not stated"]),
        (
            {"care_period": "approval_year"},
            [
                "Whose days of care decide",
                "the last full year from approval",
                "the financial year before the relief",
                "sections 4 and 6 differ",
            ],
        ),
    ],
)
def test_what_departs_says_what_the_default_is(criteria_with, readings, row):
    table = criteria_in_words(criteria_with(**readings), criteria_with())
    departs = table[table["reading_departs"].notna()]
    pd.testing.assert_frame_equal(departs.reset_index(drop=True), pd.DataFrame([row], columns=table.columns), check_dtype=False)
