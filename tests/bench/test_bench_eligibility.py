"""Relief for some 4,800 households with more than 10,000 stays; run by ``make bench``."""

import numpy as np
import pytest
from made_up_registers import write_register
from rows_in_force import rows_in_force

from analysis.ingest.carers import read_carers
from analysis.periods import FinancialYear
from analysis.relief.calendar import relief_calendar
from analysis.relief.criteria import relief_criteria
from analysis.relief.eligibility import relief_decisions
from analysis.relief.summary import cost_by_threshold


@pytest.fixture(scope="module")
def extracts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("extracts")
    write_register(folder, children=26_000, years=5, seed=1)
    return folder


@pytest.fixture(scope="module")
def carers(extracts):
    return read_carers([extracts], "plymouth")


@pytest.fixture(scope="module")
def published():
    return rows_in_force(["fostering_eligibility_criteria", "fostering_eligibility_rules", "council_tax_bands"])


def test_reading(benchmark, extracts):
    assert len(benchmark(read_carers, [extracts], "plymouth")["stays"]) > 10_000


@pytest.mark.parametrize("care_period", ["previous_financial_year", "either_financial_year"])
def test_decisions(benchmark, carers, published, care_period):
    criteria = relief_criteria(
        published["fostering_eligibility_criteria"], published["fostering_eligibility_rules"], care_period=care_period
    )

    def decide():
        calendar = relief_calendar(carers["approvals"], carers["breaks"], carers["stays"], criteria, FinancialYear(2023))
        return relief_decisions(calendar, published["council_tax_bands"])

    assert len(benchmark(decide)) > 4500


def test_every_threshold(benchmark, carers, published):
    criteria = relief_criteria(published["fostering_eligibility_criteria"], published["fostering_eligibility_rules"])
    calendar = relief_calendar(carers["approvals"], carers["breaks"], carers["stays"], criteria, FinancialYear(2023))
    assert len(benchmark(cost_by_threshold, calendar, published["council_tax_bands"], np.arange(367))) == 367
