from datetime import date

import pandas as pd
import pytest

from analysis.periods import FinancialYear
from analysis.relief.year import (
    ReliefYear,
    first_day_that_decides,
    lacking_for_year_before,
    moves_since,
    relief_of_year,
    relief_year_before,
    stays_begin,
)


@pytest.fixture
def relief_of(criteria_tables, carers_of):
    """The relief of 2023-24 of a register given as rows that state only what differs; council tax of the year before added if asked."""

    def build(approvals, stays, readings=(), bands_before: str = "") -> ReliefYear:
        bands = criteria_tables["council_tax_bands"]
        before = bands[bands["council_tax_band"].isin(list(bands_before))].assign(financial_year="2022-23", council_tax_gbp_per_year=1000.0)
        published = {**criteria_tables, "council_tax_bands": pd.concat([bands, before])}
        return relief_of_year(carers_of(approvals, stays), published, FinancialYear(2023), dict(readings))

    return build


# H1 cares all of 2021-22 and none of 2022-23; H2 the other way about; H3 in both.
APPROVALS = [{"household": "H1"}, {"household": "H2"}, {"household": "H3"}]
STAYS = [
    {"household": "H1", "stay_start_date": "2021-04-01", "stay_end_date": "2022-03-31"},
    {"household": "H2", "child": "C2", "stay_start_date": "2022-04-01", "stay_end_date": "2023-03-31"},
    {"household": "H3", "child": "C3", "stay_start_date": "2021-04-01", "stay_end_date": "2023-03-31"},
]


def test_the_year_before_by_the_same_criteria(relief_of):
    relief = relief_of(APPROVALS, STAYS, bands_before="A")
    before = relief_year_before(relief)
    assert relief.decisions["relief_gbp"].tolist() == [0, 1407.71, 1407.71]
    assert str(before.year) == "2022-23" and before.decisions["relief_gbp"].tolist() == [1000, 0, 1000]
    moves = moves_since(before, relief)
    assert moves.values.tolist() == [
        ["Full relief", "Full relief", 1],
        ["Full relief", "No relief", 1],
        ["No relief", "Full relief", 1],
    ]


def test_without_its_council_tax_for_every_band_in_use_there_is_no_year_before(relief_of):
    assert lacking_for_year_before(relief_of(APPROVALS, STAYS)) == "council_tax"
    mixed = [*APPROVALS[:2], {"household": "H3", "council_tax_band": "D"}]
    assert lacking_for_year_before(relief_of(mixed, STAYS, bands_before="A")) == "council_tax"
    assert lacking_for_year_before(relief_of(mixed, STAYS, bands_before="AD")) == ""
    assert relief_year_before(relief_of(mixed, STAYS, bands_before="A")) is None


def test_without_stays_in_the_days_that_decide_there_is_no_year_before(relief_of):
    assert lacking_for_year_before(relief_of(APPROVALS, STAYS[1:2], bands_before="A")) == "stays"
    assert lacking_for_year_before(relief_of(APPROVALS, [], bands_before="A")) == "stays"
    same = {"care_period": "same_financial_year"}
    assert lacking_for_year_before(relief_of(APPROVALS, STAYS[1:2], readings=same, bands_before="A")) == ""


@pytest.mark.parametrize(
    ("reading", "first"),
    [
        ("previous_financial_year", date(2022, 4, 1)),
        ("same_financial_year", date(2023, 4, 1)),
        ("either_financial_year", date(2022, 4, 1)),
        # Approved on 1 January 2020: the last full year from approval that ended before 1 April 2023 began on 1 January 2022.
        ("approval_year", date(2022, 1, 1)),
    ],
)
def test_the_first_day_that_decides(relief_of, reading, first):
    assert first_day_that_decides(relief_of(APPROVALS, STAYS, readings={"care_period": reading})) == first


def test_a_household_without_a_full_year_has_no_day_that_decides(relief_of):
    newly = [{"approval_start_date": "2023-01-01"}]
    assert first_day_that_decides(relief_of(newly, [], readings={"care_period": "approval_year"})) is None


def test_the_first_day_of_the_stays(relief_of):
    assert stays_begin(relief_of(APPROVALS, STAYS)) == date(2021, 4, 1)
    assert stays_begin(relief_of(APPROVALS, [])) is None
