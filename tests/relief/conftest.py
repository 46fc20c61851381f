"""Small registers and stays written out by hand, with the decisions on them as the page words them."""

import pandas as pd
import pytest
from rows_in_force import rows_in_force

from analysis.disclosure.release import release
from analysis.periods import FinancialYear
from analysis.present.decision_wording import with_reasons
from analysis.relief.calendar import relief_calendar
from analysis.relief.criteria import relief_criteria
from analysis.relief.eligibility import relief_decisions

APPROVAL = {
    "household": "H1",
    "approval_start_date": "2020-01-01",
    "approval_end_date": None,
    "approval_type": "mainstream",
    "approval_end_reason": "not_stated",
    "appeal_succeeded": False,
    "approved_places": 1,
    "standards_met": True,
    "transferred_from_agency": False,
    "billing_authority": "Plymouth",
    "in_authority_area": True,
    "council_tax_band": "A",
    "existing_discount_pct": 0.0,
    "relief_agreed": True,
    "approval_end_known_date": None,
}
STAY = {
    "household": "H1",
    "child": "C1",
    "stay_start_date": None,
    "stay_end_date": None,
    "stay_type": "placement",
    "placing_authority": "Plymouth",
    "placed_by_authority": True,
}
BREAK = {"household": "H1", "break_start_date": None, "break_end_date": None, "break_known_date": None}


def _table(rows: list[dict], defaults: dict) -> pd.DataFrame:
    table = pd.DataFrame([defaults | row for row in rows], columns=list(defaults))
    for name in table.columns[table.columns.str.endswith("_date")]:
        table[name] = pd.to_datetime(table[name])
    return table


@pytest.fixture(scope="session")
def criteria_tables():
    names = ["fostering_eligibility_criteria", "fostering_eligibility_rules", "council_tax_bands"]
    return rows_in_force(names)


@pytest.fixture(scope="session")
def criteria_with(criteria_tables):
    """The published criteria, but for the readings named."""

    def build(**readings):
        return relief_criteria(
            criteria_tables["fostering_eligibility_criteria"], criteria_tables["fostering_eligibility_rules"], **readings
        )

    return build


@pytest.fixture(scope="session")
def council_tax(criteria_tables):
    return criteria_tables["council_tax_bands"]


@pytest.fixture(scope="session")
def carers_of():
    """Approvals, breaks and stays given as rows that state only what differs from a plain household."""

    def build(approvals=({},), stays=(), breaks=()):
        return {
            "approvals": _table(approvals, APPROVAL),
            "breaks": _table(breaks, BREAK),
            "stays": _table(stays, STAY),
            "undecided": pd.DataFrame(columns=["household"]),
            "notes": pd.DataFrame(columns=["reading_note"]),
        }

    return build


@pytest.fixture(scope="session")
def calendar_of(criteria_with, carers_of):
    """The calendar of such rows."""

    def build(approvals=({},), stays=(), breaks=(), year="2023-24", **readings):
        carers = carers_of(approvals, stays, breaks)
        tables = [carers[name] for name in ("approvals", "breaks", "stays")]
        return relief_calendar(*tables, criteria_with(**readings), FinancialYear.parse(year))

    return build


@pytest.fixture(scope="session")
def decide(calendar_of, council_tax):
    """The decisions on them, with their reasons in words."""

    def build(*arguments, **keywords):
        calendar = calendar_of(*arguments, **keywords)
        decisions = release(relief_decisions(calendar, council_tax), "internal", name="decisions")
        return with_reasons(decisions, calendar.criteria, calendar.year).table

    return build


@pytest.fixture(scope="session")
def decide_one(decide):
    """The one decision on one household."""

    def build(*arguments, **keywords):
        decisions = decide(*arguments, **keywords)
        assert len(decisions) == 1
        return decisions.iloc[0]

    return build
