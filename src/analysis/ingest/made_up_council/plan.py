"""What a made-up council's finance officers hold beside the ledger: reserves, mitigations and the medium-term financial plan."""

import pandas as pd

from analysis.ingest.made_up_council.calibration import calibration
from analysis.ingest.made_up_council.chance import day_year

RESERVES = {
    "General reserve": (0.06, 0.06, False),
    "Children's services reserve": (0.03, 0.02, False),
    "Dedicated schools grant": (-0.02, -0.025, True),
}
"""Opening and planned closing balance as a share of the budget of all services, and whether it is ring-fenced."""
DRAWN_ON = "Children's services reserve"
"""The reserve that meets an overspend until it is empty."""
MITIGATIONS = {
    "Review of the dearest placements": ("Placements", 0.015, True, "Under way"),
    "Vacancies held": ("Children's social care", 0.01, True, "Agreed"),
    "Contributions sought from health": ("Placements", 0.012, False, "Not agreed"),
}
"""Service, amount as a share of its budget, whether the forecast counts on it, and status."""
YEARS_PLANNED, GROWTH_PLANNED = 3, 0.02
"""Years of the plan, and what it adds to a budget a year beyond the uplift of prices."""


def budget_plan(ledger: pd.DataFrame, year_end: int, ring_fenced: str) -> dict[str, pd.DataFrame]:
    """Fields of the lists of the budget plan of a year, consistent with its ledger.

    Parameters
    ----------
    ledger
        As ``money.ledger`` gives it.
    ring_fenced
        The service whose money is: its reserve takes its variance.
    """
    sums = ledger.groupby(["ledger_period", "service"])[["original_budget_gbp", "current_budget_gbp", "forecast_outturn_gbp"]].sum()
    reserves, mitigations = [], []
    for period, services in sums.groupby("ledger_period"):
        services = services.droplevel("ledger_period")
        over = services["forecast_outturn_gbp"] - services["current_budget_gbp"]
        own = services["original_budget_gbp"].drop(ring_fenced).sum()
        for name, (opening, closing, fenced) in RESERVES.items():
            planned = round(own * closing, 2)
            pressure = over[ring_fenced] if fenced else over.drop(ring_fenced).sum() if name == DRAWN_ON else 0.0
            forecast = planned - pressure if fenced else max(0.0, planned - max(0.0, pressure))
            reserves.append((name, fenced, period, round(own * opening, 2), planned, round(forecast, 2)))
        for name, (service, share, counted, status) in MITIGATIONS.items():
            amount = round(services.at[service, "original_budget_gbp"] * share, 2)
            mitigations.append((name, service, period, amount, counted, status))
    year, rise = day_year(year_end), 1 + calibration()["costs"]["uplift"] + GROWTH_PLANNED
    budgets = ledger[ledger["ledger_period"] == 1].groupby("service")["original_budget_gbp"].sum().drop(ring_fenced)
    planned = [
        (service, f"{year + ahead - 1}-{(year + ahead) % 100:02d}", round(budget * rise**ahead, 2))
        for service, budget in budgets.items()
        for ahead in range(1, YEARS_PLANNED + 1)
    ]
    columns = ["reserve", "ring_fenced", "ledger_period", "opening_gbp", "planned_closing_gbp", "forecast_closing_gbp"]
    return {
        "reserves": pd.DataFrame(reserves, columns=columns),
        "mitigations": pd.DataFrame(
            mitigations, columns=["mitigation", "service", "ledger_period", "mitigated_gbp", "in_forecast", "status"]
        ),
        "medium_term_plan": pd.DataFrame(planned, columns=["service", "planned_year", "planned_budget_gbp"]),
    }
