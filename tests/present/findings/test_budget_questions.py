"""Questions that the figures of a budget raise: asked where an amount is large enough, and not where it is not."""

import pandas as pd

from analysis.disclosure.release import release
from analysis.present.findings.budget_questions import of_placements, of_savings, of_service


def _released(**columns):
    return release(pd.DataFrame(columns), "internal", name="t")


def _compared(spent, forecast, unexplained):
    return _released(in_ledger_gbp=[spent, 0.0, forecast], unexplained_gbp=[unexplained, 0.0, 0.0])


def test_a_forecast_outside_the_range_is_asked_about_if_it_is_far_enough():
    total = _released(low_95_gbp=[100.0], high_95_gbp=[120.0])
    assert of_placements(_compared(50.0, 121.0, 0.0), total, 5.0) == []
    (asked,) = of_placements(_compared(50.0, 90.0, 0.0), total, 5.0)
    assert "forecast £90 for placements, where £100 to £120" in asked
    (asked,) = of_placements(_compared(50.0, 110.0, 6.0), total, 5.0)
    assert "£6 that the ledger has spent on placements and that no placement explains" in asked


def test_services_that_are_over_or_worsened_are_asked_about():
    services = _released(service=["Care", "Placements"], forecast_variance_gbp=[4.0, 9.0], forecast_movement_gbp=[7.0, -1.0])
    over, moved = of_service(services, 5.0)
    assert "placements back to its budget, which it is forecast to exceed by £9" in over and "forecast of care rose by £7" in moved
    assert of_service(services, 10.0) == []


def test_savings_that_are_lost_or_claimed_twice_are_asked_about():
    plan = _released(
        saving=["A", "B", "C"],
        shortfall_gbp=[6.0, 1.0, 50.0],
        saving_status=["At risk", "Not achievable", "On track"],
        claimed_with=["C", None, "A"],
        claimed_twice_gbp=[8.0, 0.0, 8.0],
    )
    lost, twice = of_savings(plan, 5.0)
    assert "£7 that savings at risk or not achievable" in lost and "Which of “A” and “C” delivered the £8" in twice
    assert of_savings(plan, 9.0) == []
