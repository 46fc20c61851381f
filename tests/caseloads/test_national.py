import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.caseloads.national import change_of_caseload, workers_to_reach

AMOUNT = st.floats(0.5, 50_000)


def test_plymouth_from_september_2023_to_september_2024_by_hand():
    # 2,259 cases of 107.2 workers, then 1,776 of 110.2: 21.073 fell to 16.116, by 4.957.
    found = change_of_caseload(2259, 107.2, 1776, 110.2)
    assert found["before"] == pytest.approx(21.0728, abs=1e-4)
    assert found["now"] == pytest.approx(16.1162, abs=1e-4)
    # -483 cases at the mean of 1/107.2 and 1/110.2 (0.0092013); the workers at 1/110.2 - 1/107.2 (-0.00025395) times 2,017.5.
    assert found["by_cases"] == pytest.approx(-4.4442, abs=1e-4)
    assert found["by_workers"] == pytest.approx(-0.5123, abs=1e-4)


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_the_parts_add_up_and_have_the_sign_of_what_moved(cases_before, fte_before, cases, fte):
    found = change_of_caseload(cases_before, fte_before, cases, fte)
    scale = max(cases_before / fte_before, cases / fte)
    assert found["by_cases"] + found["by_workers"] == pytest.approx(found["change"], rel=1e-9, abs=1e-9 * scale)
    assert (found["by_cases"] >= 0) == (cases >= cases_before)
    assert (found["by_workers"] <= 0) == (fte >= fte_before)


@given(AMOUNT, AMOUNT, st.floats(0.5, 60))
def test_with_those_workers_the_caseload_is_reached(cases, fte, target):
    assert cases / (fte + workers_to_reach(cases, fte, target)) == pytest.approx(target)
