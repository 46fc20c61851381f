"""What stands beside the ledger, worked out by hand: mitigations, reserves, next year, run rate, other costs, lines of placements, evidence of savings."""

import doctest

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.budget import ledger_by_kind, run_rate
from analysis.budget.costs_and_placements import costs_against_placements
from analysis.budget.ledger_by_kind import PARTS, forecast_difference
from analysis.budget.other_costs import by_kind, charged_in_year, counted
from analysis.budget.plan import carried_into_next_year, gross_and_net, reserves_on
from analysis.budget.run_rate import past_forecasts_of_placements
from analysis.budget.savings_evidence import evidence_from_placements, savings_by_period

START, END = pd.Timestamp("2024-04-01"), pd.Timestamp("2025-03-31")
DAY = pd.Timestamp("2024-09-30")


def test_gross_and_net_of_mitigations():
    monitored = pd.DataFrame(
        {"service": ["Placements", "Care"], "current_budget_gbp": [100.0, 50.0], "forecast_outturn_gbp": [120.5, 49.0]}
    )
    mitigations = pd.DataFrame(
        [("Placements", 4.25, True), ("Placements", 6.0, False), ("Placements", 1.0, False), ("Elsewhere", 2.0, True)],
        columns=["service", "mitigated_gbp", "in_forecast"],
    )
    table = gross_and_net(monitored, mitigations).set_index("service")
    assert table.loc["Placements", ["gross_forecast_gbp", "forecast_outturn_gbp", "net_forecast_gbp"]].tolist() == [124.75, 120.5, 113.5]
    assert table.loc["Placements", ["gross_variance_gbp", "net_variance_gbp"]].tolist() == [24.75, 13.5]
    assert table.loc["Care", ["gross_variance_gbp", "net_variance_gbp"]].tolist() == [-1, -1]
    # A mitigation of a service that the ledger does not know is not dropped.
    assert table.loc["Elsewhere", ["current_budget_gbp", "gross_forecast_gbp", "net_forecast_gbp"]].tolist() == [0, 2, 0]


def test_reserves_as_planned_and_as_forecast_of_the_last_period_held():
    rows = [
        ("General", False, 3, 10.0, 8.0, 8.0),
        ("General", False, 6, 10.0, 8.0, 5.5),
        ("DSG", True, 6, -2.0, -2.0, -3.0),
        ("General", False, 9, 0, 0, 0),
    ]
    columns = ["reserve", "ring_fenced", "ledger_period", "opening_gbp", "planned_closing_gbp", "forecast_closing_gbp"]
    table = reserves_on(pd.DataFrame(rows, columns=columns).assign(return_date=END), END, 7).set_index("reserve")
    assert table.loc["General", ["planned_use_gbp", "forecast_closing_gbp", "reserve_difference_gbp"]].tolist() == [2, 5.5, -2.5]
    assert table.loc["DSG", ["ring_fenced_shown", "reserve_difference_gbp"]].tolist() == ["Yes", -1]


def test_next_year_starts_with_the_full_year_of_what_is_open():
    monitored = pd.DataFrame({"service": ["Placements", "Care", "Unplanned"], "forecast_outturn_gbp": [120.0, 49.0, 5.0]})
    planned = pd.DataFrame({"service": ["Placements", "Care"], "planned_budget_gbp": [125.0, 51.0]})
    table = carried_into_next_year(monitored, planned, {"Placements": 131.5}).set_index("service")
    assert table.loc["Placements", ["full_year_effect_gbp", "carried_gbp", "planned_gap_gbp"]].tolist() == [11.5, 131.5, 6.5]
    assert table.loc["Care", ["full_year_effect_gbp", "carried_gbp", "planned_gap_gbp"]].tolist() == [0, 49, -2]
    assert list(table.index) == ["Placements", "Care"]


def test_the_services_own_forecasts_of_years_that_are_over():
    rows = [
        (END - pd.DateOffset(years=1), 3, 90.0, 20.0),
        (END - pd.DateOffset(years=1), 12, 100.0, 100.0),
        (END, 3, 70.0, 1.0),
        (END, 12, 9.0, 9.0),
    ]
    ledger = pd.DataFrame(rows, columns=["return_date", "ledger_period", "forecast_outturn_gbp", "actual_to_date_gbp"])
    same = {
        "service": "Placements",
        "cost_centre_name": "All",
        "subjective_name": "Third party",
        "subjective_code": "4",
        "cost_centre": "P",
    }
    amounts = dict.fromkeys(["original_budget_gbp", "virements_gbp", "current_budget_gbp", "commitments_gbp"], 0.0)
    table = past_forecasts_of_placements(ledger.assign(**same, **amounts), END)
    assert table[["ledger_period", "service_error_pct"]].to_numpy().tolist() == [[3, pytest.approx(-10)]]


def test_costs_beside_prices_of_the_year_with_what_is_for_earlier_years_apart():
    day = pd.Timestamp
    rows = [
        ("a", "one_off", day("2024-05-10"), None, None, 250.0),
        ("a", "credit", day("2024-05-10"), None, None, -80.25),
        # 61 days from 1 March, of which 31 are of the year before.
        ("b", "backdated", day("2024-05-13"), day("2024-03-01"), day("2024-04-30"), 610.0),
        ("b", "disputed", day("2024-05-14"), None, None, 999.0),
        ("c", "one_off", day("2024-03-30"), None, None, 7.0),
        ("c", "one_off", day("2024-10-01"), None, None, 7.0),
    ]
    columns = ["child_id", "cost_kind", "charged_date", "cost_from_date", "cost_to_date", "amount_gbp"]
    listed = pd.DataFrame(rows, columns=columns).assign(as_at_date=END)
    older = listed.assign(as_at_date=DAY, amount_gbp=1.0)
    charged = charged_in_year(
        pd.concat([older, listed]).astype({"cost_from_date": "datetime64[us]", "cost_to_date": "datetime64[us]"}), START, DAY
    )
    table = by_kind(charged).set_index("other_cost_kind")
    assert table["charged_gbp"].to_dict() == {"One-off": 250, "Credit": -80.25, "Backdated": 610, "In dispute": 999}
    assert table["earlier_years_gbp"].to_dict() == {"One-off": 0, "Credit": 0, "Backdated": 310, "In dispute": 0}
    assert counted(charged)["amount_gbp"].sum() == 779.75


LEDGER_COLUMNS = [
    "cost_centre_name",
    "subjective_name",
    "subjective_group",
    "actual_to_date_gbp",
    "commitments_gbp",
    "forecast_outturn_gbp",
]


def test_the_difference_from_the_services_forecast_line_by_line():
    lines = pd.DataFrame(
        [
            ("Agency fostering", "Third party payments", "Third party payments", 60.0, 50.0, 115.0),
            ("Agency fostering", "One-off placement costs", "Third party payments", 4.0, 0.0, 4.0),
            ("Residential", "Third party payments", "Third party payments", 70.0, 20.0, 90.0),
            ("Residential", "Health", "Income", -9.0, -5.0, -14.0),
        ],
        columns=LEDGER_COLUMNS,
    ).assign(service="Placements")
    expected = pd.DataFrame(
        [
            ("Agency fostering", 60.0, 52.0, 9.0, 0.0, 0.0),
            ("Secure children's homes", 30.0, 3.0, 0.5, -9.0, -16.0),
            ("Own children's homes", 35.0, 30.0, 0.0, 0.0, 0.0),
        ],
        columns=["placement_line", "spent_gbp", "committed_gbp", "to_come_gbp", "contributions_to_date_gbp", "contributions_gbp"],
    )
    table = forecast_difference(lines, expected, 3.0).set_index("ledger_line")
    assert table.loc["Agency fostering", ["unexplained_gbp", *PARTS]].tolist() == [-6, 0, -2, -4]
    assert table.loc["Residential", ["unexplained_gbp", *PARTS]].tolist() == [-8.5, 5, -13, -0.5]
    assert table.loc["One-off, credited and backdated costs", ["unexplained_gbp", *PARTS]].tolist() == [1, 1, 0, 0]
    assert table.loc["Contributions of health and education", ["unexplained_gbp", *PARTS]].tolist() == [2, 0, 2, 0]
    hidden = forecast_difference(lines, expected, 3.0, {"Residential"}).set_index("ledger_line")
    assert "Residential" not in hidden.index and hidden.loc["Other placements", "unexplained_gbp"] == -8.5


pennies = st.integers(-10_000_000, 10_000_000).map(lambda amount: amount / 100)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["Agency", "Residential", "Other"]), st.sampled_from(["Income", "Third"]), pennies, pennies, pennies),
        max_size=6,
    ),
    st.lists(
        st.tuples(st.sampled_from(["Agency fostering", "Own children's homes", "Unheard of"]), pennies, pennies, pennies, pennies, pennies),
        max_size=3,
        unique_by=lambda row: row[0],
    ),
    pennies,
)
def test_parts_of_the_difference_come_to_it_and_lines_to_the_whole(ledger, expected, beside):
    lines = pd.DataFrame([(name, "x", group, *sums) for name, group, *sums in ledger], columns=LEDGER_COLUMNS).assign(service="Placements")
    names = ["spent_gbp", "committed_gbp", "to_come_gbp", "contributions_to_date_gbp", "contributions_gbp"]
    kinds = pd.DataFrame(expected, columns=["placement_line", *names])
    kinds[names] = kinds[names].astype(float)
    table = forecast_difference(lines, kinds, beside)
    assert (table[PARTS].sum(axis="columns") - table["unexplained_gbp"]).abs().max() < 0.005 or table.empty
    whole = (
        lines["forecast_outturn_gbp"].astype(float).sum()
        - kinds[["spent_gbp", "committed_gbp", "to_come_gbp", "contributions_gbp"]].sum().sum()
        - beside
    )
    assert table["unexplained_gbp"].sum() == pytest.approx(whole, abs=0.01)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(pennies, pennies), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 5), pennies.map(abs), st.booleans()), max_size=5),
)
def test_gross_and_net_differ_by_the_mitigations_whatever_they_are(services, mitigations):
    monitored = pd.DataFrame(services, columns=["current_budget_gbp", "forecast_outturn_gbp"], dtype=float)
    monitored["service"] = [f"s{number}" for number in range(len(services))]
    rows = pd.DataFrame([(f"s{number}", *rest) for number, *rest in mitigations], columns=["service", "mitigated_gbp", "in_forecast"])
    table = gross_and_net(monitored, rows.astype({"mitigated_gbp": float, "in_forecast": bool}))
    assert (table["gross_variance_gbp"] - table["net_variance_gbp"]).sum() == pytest.approx(
        sum(amount for _, amount, _ in mitigations), abs=0.05
    )


def _spells(rows):
    table = pd.DataFrame(rows, columns=["child_id", "placement_line", "started_date", "ended_date", "price_gbp_per_week"])
    return table.assign(started_date=pd.to_datetime(table["started_date"]), ended_date=pd.to_datetime(table["ended_date"]))


def test_a_saving_beside_what_the_child_it_names_cost_before_and_after():
    spells = _spells(
        [
            ("a", "Homes", "2023-01-01", "2024-04-01", 6_300.0),
            ("a", "Homes", "2024-04-01", "2024-09-01", 7_000.0),
            ("a", "Fostering", "2024-09-01", None, 1_050.0),
            ("b", "Homes", "2024-06-01", None, 5_000.0),
            ("d", "Homes", "2024-06-01", "2024-09-28", 700.0),
        ]
    )
    plan = pd.DataFrame(
        [
            ("Step down", 6, 30_000.0, "a"),
            ("Step down", 5, 100.0, "a"),
            ("Contracts", 6, 10.0, "b"),
            ("Contracts", 6, 0.0, "d"),
            ("Staff", 6, 1.0, None),
        ],
        columns=["saving", "ledger_period", "delivered_gbp", "child_id"],
    ).assign(return_date=END)
    table = evidence_from_placements(plan, spells, (START, END), DAY).set_index(["saving", "child_id"])
    # Thirty nights of September at 850 a night less.
    step = table.loc[("Step down", "a")]
    assert step.tolist() == [7_000, 1_050, pd.Timestamp("2024-09-01"), 25_500, 30_100]
    same = table.loc[("Contracts", "b")]
    assert same["shown_by_placements_gbp"] == 0 and pd.isna(same["changed_date"]) and same["delivered_to_date_gbp"] == 10
    # Left on 28 September: that night and two more are not paid for.
    assert table.loc[("Contracts", "d"), ["after_gbp_per_week", "shown_by_placements_gbp"]].tolist() == [0, 300]


def test_savings_by_period_and_status():
    plan = pd.DataFrame(
        [
            ("A", 1, 10.0, 8.0, "On track"),
            ("B", 1, 5.0, 0.0, "At risk"),
            ("A", 2, 10.0, 12.0, "Delivered"),
            ("B", 2, 5.0, 0.0, None),
            ("A", 3, 1.0, 1.0, "x"),
        ],
        columns=["saving", "ledger_period", "target_gbp", "delivered_gbp", "status"],
    ).assign(return_date=END)
    table = savings_by_period(plan, END, 2)
    assert table[["ledger_period", "saving_status", "shortfall_gbp"]].to_numpy().tolist() == [
        [1, "At risk", 5], [1, "On track", 2], [2, "Delivered", -2], [2, "Not stated", 5],
    ]  # fmt: skip


def test_costs_without_placements_and_placements_without_costs_are_found():
    spells = _spells(
        [
            ("agrees", "Agency fostering", "2024-01-01", None, 900.0),
            ("left", "Agency fostering", "2024-01-01", None, 901.0),
            ("unknown", "Agency fostering", "2024-01-01", None, 902.0),
            ("moved", "Agency fostering", "2024-01-01", None, 903.0),
            ("over", "Agency fostering", "2024-01-01", "2024-06-01", 904.0),
        ]
    )
    children = pd.DataFrame(
        [
            ("agrees", "U6", "PR4", None),
            ("left", "U6", "PR4", "2024-09-01"),
            ("moved", "K2", "PR4", None),
            ("over", "U6", "PR4", None),
            ("parents", "P1", "PR0", None),
        ],
        columns=["child_id", "placement_type", "placement_provider", "ceased_date"],
    )
    found = costs_against_placements(spells, children).set_index("child_id")["matched"].to_dict()
    assert found == {
        "agrees": "Cost and placement agree",
        "left": "Cost without a placement",
        "unknown": "Cost without a placement",
        "moved": "Cost of another kind of placement",
        "over": "Placement without a cost",
    }


def test_examples_in_docstrings_hold():
    assert doctest.testmod(ledger_by_kind).failed == 0 and doctest.testmod(run_rate).failed == 0
