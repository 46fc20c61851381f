import pytest

from analysis.errors import AnalysisError, MissingFigure, NoFigures, UnknownChoice
from analysis.pages.relief_runs import relief_from_extracts, thresholds_tried
from analysis.pages.scenario_runs import relief_from_register
from analysis.periods import FinancialYear
from analysis.relief.summary import cost_by_threshold

PLACE = ("plymouth", "2023-24-Q2")
YEAR = FinancialYear(2023)
REGISTER = """Household ID,Approval date,Approval type,Approval end date,Approved places,Standards met,Billing authority,Council tax band,Existing discount (per cent),Transferred from agency,Break start,Break end
H1,01/01/2020,Mainstream,,1,Y,Plymouth,A,0,N,,
"""
STAYS = """Household ID,Child ID,Stay start,Stay end,Stay type,Placing authority
H1,C1,01/04/2022,31/03/2023,Placement,Plymouth
"""


@pytest.fixture
def carers(tmp_path) -> str:
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "stays.csv").write_text(STAYS, encoding="utf-8")
    return str(tmp_path)


def test_without_a_folder_the_households_are_made_up_and_always_the_same():
    one, two = (relief_from_extracts("", *PLACE, YEAR, {}) for _ in range(2))
    assert len(one.decisions) > 100 and one.decisions.equals(two.decisions)
    assert set(one.decisions["decision"]) == {"Full relief", "Partial relief", "No relief"}


def test_the_scenario_takes_the_same_decisions(carers):
    found = relief_from_register(carers, *PLACE, YEAR)
    assert found["relieved"][["council_tax_band", "households", "relief_gbp"]].values.tolist() == [["A", 1, 1407.71]]
    assert relief_from_extracts(carers, *PLACE, YEAR, {}).decisions["relief_gbp"].tolist() == [1407.71]


def test_readings_given_as_text_are_read(carers):
    relief = relief_from_extracts(carers, *PLACE, YEAR, {"full_relief_days": "366", "days_must_be_consecutive": "yes"})
    assert relief.criteria.full_relief_days == 366 and relief.criteria.days_must_be_consecutive is True
    assert relief.default_criteria.full_relief_days == 182
    assert relief.decisions["decision"].tolist() == ["No relief"]


@pytest.mark.parametrize(
    ("place", "year", "readings", "error", "message"),
    [
        (PLACE, 2030, {}, MissingFigure, "lacks the council tax of plymouth in 2030-31 for band A"),
        (("plymouth", "2021-22-Q1"), 2023, {}, NoFigures, "plymouth has no criteria in fostering_eligibility_criteria.csv"),
        (("torbay", "2023-24-Q2"), 2023, {}, NoFigures, "torbay has no criteria in fostering_eligibility_criteria.csv"),
        (PLACE, 2023, {"care_period": "last_week"}, UnknownChoice, "not among: previous_financial_year, same_financial_year"),
        (PLACE, 2023, {"respite_relief_place": "section 9"}, UnknownChoice, "There are: section 4, section 6"),
    ],
)
def test_what_cannot_be_says_what_can(carers, place, year, readings, error: type[AnalysisError], message):
    with pytest.raises(error, match=message):
        relief_from_extracts(carers, *place, FinancialYear(year), readings)


def test_the_thresholds_tried_are_possible_and_hold_the_own(carers):
    near_the_end = relief_from_extracts(carers, *PLACE, YEAR, {"full_relief_days": "10"})
    assert thresholds_tried(near_the_end.criteria, []) == [10, 24, 38]
    assert thresholds_tried(near_the_end.criteria, [300, 5]) == [5, 10, 300]
    tried = cost_by_threshold(near_the_end.calendar, near_the_end.council_tax, thresholds_tried(near_the_end.criteria, []))
    assert tried["relief_gbp"].tolist() == [1407.71] * 3
