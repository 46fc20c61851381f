"""Monitoring from a ledger and a savings plan, worked out by hand."""

import pandas as pd

from analysis.budget.from_ledger import (
    against_placements,
    budget_that_does_not_add_up,
    in_all,
    ledger_lines,
    monitored,
    placement_lines_of,
)
from analysis.budget.savings_plan import savings_by_status, savings_to_date

END = pd.Timestamp("2025-03-31")
COLUMNS = ["cost_centre", "cost_centre_name", "service", "subjective_code", "subjective_name", "ledger_period"]
AMOUNTS = ["original_budget_gbp", "virements_gbp", "current_budget_gbp", "actual_to_date_gbp", "commitments_gbp", "forecast_outturn_gbp"]


def _ledger():
    rows = [
        ("P1", "Homes", "Placements", "4000", "Third party payments", 3, 100.0, 0.0, 100.0, 30.0, 80.0, 110.0),
        ("P1", "Homes", "Placements", "4000", "Third party payments", 6, 100.0, 20.0, 120.0, 70.25, 70.0, 150.0),
        ("P1", "Homes", "Placements", "9100", "Contributions from health", 6, 0.0, 0.0, 0.0, -5.25, -4.0, -10.0),
        ("S1", "Team", "Social care", "1000", "Employees", 3, 200.0, 0.0, 200.0, 50.0, 150.0, 200.0),
        ("S1", "Team", "Social care", "1000", "Employees", 6, 200.0, -20.0, 180.0, 90.0, 80.0, 170.0),
        ("D1", "High needs", "Schools", "4000", "Third party payments", 6, 50.0, None, 55.0, 20.0, 30.0, 50.0),
        ("S1", "Team", "Social care", "1000", "Employees", 7, 200.0, -20.0, 180.0, 99.0, 80.0, 999.0),
    ]
    table = pd.DataFrame(rows, columns=[*COLUMNS, *AMOUNTS])
    return table.assign(return_date=END)


def test_forecast_against_budget_by_service_with_what_moved_since_last_quarter():
    ledger = _ledger()
    now, before = ledger_lines(ledger, END, 6), ledger_lines(ledger, END, 3)
    table = monitored(now, before, "service").set_index("service")
    assert table.loc["Placements", ["original_budget_gbp", "virements_gbp", "current_budget_gbp"]].tolist() == [100, 20, 120]
    assert table["forecast_variance_gbp"].to_dict() == {"Placements": 20, "Social care": -10, "Schools": -5}
    assert table["forecast_movement_gbp"].to_dict() == {"Placements": 30, "Social care": -30, "Schools": 50}
    assert in_all(table.reset_index(), "service").iloc[0]["forecast_variance_gbp"] == 5
    groups = monitored(now, before, "subjective_group").set_index("subjective_group")["forecast_outturn_gbp"]
    assert groups.to_dict() == {"Third party payments": 200, "Employees": 170, "Income": -10}


def test_without_an_earlier_period_movement_is_not_known():
    ledger = _ledger()
    table = monitored(ledger_lines(ledger, END, 3), ledger_lines(ledger, END, 0), "service")
    assert table["forecast_movement_gbp"].isna().all()


def test_ring_fenced_money_and_budgets_that_do_not_add_up_are_found():
    lines = ledger_lines(_ledger(), END, 6)
    assert lines.loc[lines["ring_fenced"], "cost_centre"].tolist() == ["D1"]
    assert budget_that_does_not_add_up(lines)["cost_centre"].tolist() == ["D1"]


def test_the_ledger_of_placements_beside_what_they_come_to():
    expected = pd.DataFrame(
        {
            "spent_gbp": [68.0],
            "contributions_to_date_gbp": [-5.0],
            "net_outturn_gbp": [145.0],
            "committed_gbp": [80.0],
            "to_come_gbp": [9.0],
        }
    )
    table = against_placements(placement_lines_of(ledger_lines(_ledger(), END, 6)), expected)
    assert table["in_ledger_gbp"].tolist() == [65.0, 75.0, 140.0]
    assert table["from_placements_gbp"].tolist() == [63.0, 82.0, 145.0]
    assert table["unexplained_gbp"].tolist() == [2.0, -7.0, -5.0]


def test_savings_with_one_child_claimed_twice():
    columns = ["saving", "ledger_period", "target_gbp", "delivered_gbp", "status", "child_id", "budget_line"]
    plan = pd.DataFrame(
        [
            ("Step down", 1, 10.0, 8.0, "On track", "c1", "Homes"),
            ("Step down", 2, 10.0, 12.0, "Delivered", "c1", "Homes"),
            ("Contracts", 1, 5.0, 3.0, "On track", "c1", "Contracts"),
            ("Contracts", 2, 5.0, 2.0, "At risk", "c1", "Contracts"),
            ("Vacancies", 1, 4.0, 0.0, "Not achievable", None, "Staff"),
            ("Vacancies", 3, 4.0, 4.0, "Delivered", None, "Staff"),
        ],
        columns=columns,
    ).assign(return_date=END)
    table = savings_to_date(plan, END, 2).set_index("saving")
    assert table["shortfall_gbp"].to_dict() == {"Contracts": 5.0, "Vacancies": 4.0, "Step down": 0.0}
    assert table["saving_status"].to_dict() == {"Contracts": "At risk", "Vacancies": "Not achievable", "Step down": "Delivered"}
    assert table["claimed_with"].to_dict() == {"Contracts": "Step down", "Vacancies": "", "Step down": "Contracts"}
    assert table["claimed_twice_gbp"].to_dict() == {"Contracts": 5.0, "Vacancies": 0.0, "Step down": 5.0}
    status = savings_by_status(table.reset_index()).set_index("saving_status")
    assert status.loc["Delivered", ["savings", "target_to_date_gbp"]].tolist() == [1, 20.0]
