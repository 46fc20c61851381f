"""The money of a made-up council as its files have it: placement costs, budget of placements, ledger, savings."""

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.annex_a import placement_code
from analysis.ingest.made_up_council.calibration import calibration
from analysis.ingest.made_up_council.chance import OPEN, day_number, day_year
from analysis.ingest.made_up_council.costs import accrued
from analysis.ingest.made_up_council.council import Council
from analysis.ingest.made_up_council.holding import row_on
from analysis.ingest.made_up_council.other_costs import DISPUTED, as_stated, other_costs
from analysis.ingest.made_up_council.printed import CHILD, cut, identifiers
from analysis.ingest.made_up_council.returns import OTHER_COUNCIL

CENTRES = {
    "P100": ("In-house fostering", ("U1", "U3", "U4I", "U6I")),
    "P200": ("Agency fostering", ("U4A", "U6A")),
    "P300": ("Residential", ("K1", "K2", "R2", "R3")),
    "P400": ("Supported accommodation", ("K3",)),
}
"""Cost centres of placements: name, and kinds of placement that they pay for."""
PLACEMENTS, THIRD_PARTY = "Placements", ("4000", "Third party payments")
BESIDE_PRICES = ("4100", "One-off and backdated placement costs")
HEALTH, EDUCATION = ("9100", "Contributions from health"), ("9200", "Contributions from education")
STAFF, AGENCY = ("1000", "Employees"), ("1100", "Agency workers")
OTHER_COSTS = {("2000", "Premises"): (0.03, 1.02), ("3000", "Transport"): (0.025, 1.11), ("3500", "Supplies and services"): (0.04, 0.97)}
"""Other subjective codes of each team: their share of its staff budget, and what is spent over the year for each pound of it."""
SCHOOLS_GRANT, GRANT_INCOME = "Dedicated schools grant", ("9300", "Grant income")
OWN_GRANT, OWN_GRANT_SHARE, OWN_GRANT_RECEIVED = ("9400", "Grant for unaccompanied children"), 0.02, 1.04
"""A grant of the service's own, as a share of the budget of placements, and what comes in for each pound of it."""
GRANT_SHARE, GRANT_SPENT = 0.05, 1.06
"""Ring-fenced budget of children's education as a share of that of placements, and what is spent for each pound."""
STAYS_TO_YEAR_END = 0.9
"""What the service takes for granted of the cost of open placements to the end of the year."""
VIRED_IN_PERIOD, VIRED_SHARE = 4, 0.02
WORKING_DAYS_A_WEEK = 5
SAVINGS = {
    "Step down from residential": 0.012,
    "More in-house fostering": 0.008,
    "Agency workers to permanent": 0.006,
    "Review of contracts": 0.004,
}
"""Savings, and their target as a share of the budget of placements."""


def year_start(year_end: int) -> int:
    """1 April of a financial year that ends on a 31 March."""
    return day_number(f"{day_year(year_end) - 1}-04-01")


def period_ends(year_end: int) -> list[int]:
    """Last days of the twelve periods of a financial year."""
    months = np.arange(
        np.datetime64(year_start(year_end), "D").astype("datetime64[M]"), np.datetime64(year_end, "D").astype("datetime64[M]") + 1
    )
    return [int(day) - 1 for day in (months + 1).astype("datetime64[D]").astype(np.int64)]


def placement_costs(council: Council, day: int, year_end: int) -> dict[str, pd.DataFrame]:
    """Typed fields of the lists of placement costs for a financial year, as they stand on a day: each price by the week from when it holds."""
    start = year_start(year_end)
    other = other_costs(council, start, day)
    return {"quarterly": _quarterly(council, day, start), "weekly": _weekly(council, day, start)[1], "other": other.drop(columns="kind")}


def printed_costs(council: Council, day: int, year_end: int) -> dict[str, pd.DataFrame]:
    """The same as the council's files state them."""
    prices, weekly = _weekly(council, day, year_start(year_end))
    return placement_costs(council, day, year_end) | {"weekly": as_stated(council, prices, weekly, day)}


def _weekly(council: Council, day: int, start: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Prices that hold in a year up to a day, and the fields of the list for each."""
    prices = council.prices[(council.prices["end"] > start) & (council.prices["start"] <= day)]
    weekly = pd.DataFrame(
        {
            "child_id": identifiers(CHILD, prices["child"].to_numpy()),
            "placement_type": placement_code(prices["placement_type"].to_numpy(), day),
            "placement_provider": prices["placement_provider"].to_numpy(),
            "started_date": prices["start"].to_numpy(),
            "ended_date": cut(prices["end"], day),
            "weekly_cost_gbp": prices["weekly_gbp"].to_numpy(),
        }
    )
    return prices, weekly


def _quarterly(council: Council, day: int, start: int) -> pd.DataFrame:
    costs = accrued(council.prices, start, day)
    placed = council.placements.loc[costs.index]
    child, people, episodes = placed["child"].to_numpy(), council.people, council.episodes
    described = council.prices.drop_duplicates("placement").set_index("placement").loc[costs.index]
    inside = np.minimum(day, placed["end"].to_numpy() - 1)
    episode = row_on(*(episodes[name].to_numpy() for name in ("period", "start", "end")), placed["period"].to_numpy(), inside)
    number, outside = costs.index.to_numpy(), placed["outside"].to_numpy()
    bought = described["procurement"].to_numpy() != ""
    return pd.DataFrame(
        {
            "child_id": identifiers(CHILD, child),
            "birth_date": people["born"].to_numpy()[child],
            "sex": people["sex"].to_numpy()[child],
            "ethnicity": people["ethnicity"].to_numpy()[child],
            "disability": people["disabled"].to_numpy()[child],
            "unaccompanied": people["unaccompanied"].to_numpy()[child],
            "legal_status": episodes["legal_status"].to_numpy()[episode],
            "started_date": placed["start"].to_numpy(),
            "ended_date": cut(placed["end"], day),
            "placement_type": placement_code(placed["placement_type"].to_numpy(), day),
            "placement_provider": placed["placement_provider"].to_numpy(),
            "procurement": described["procurement"].to_numpy(),
            "procurement_framework": np.where(described["procurement"] == "Framework", "Regional framework", ""),
            "placement_urn": np.where(bought, [f"MADEUP{place % 400:04d}" for place in number], ""),
            "home_postcode_area": [f"ZZ{1 + one % 9} 1AA" for one in child],
            "placement_postcode_area": [
                f"{'ZY' if away else 'ZZ'}{1 + place % 9} 2AA" for away, place in zip(outside, number, strict=True)
            ],
            "placement_authority": np.where(outside, OTHER_COUNCIL, council.name),
            "cost_to_date_gbp": costs["cost_gbp"].to_numpy(),
            "social_care_contribution_gbp": costs["social_care_gbp"].to_numpy(),
            "health_contribution_gbp": costs["health_gbp"].to_numpy(),
            "education_contribution_gbp": costs["education_gbp"].to_numpy(),
        }
    )


def placements_budget(council: Council, year_end: int) -> pd.DataFrame:
    """Fields of the budget of placements of a year: weeks and average price of the year before, fewer weeks at raised prices."""
    figures, start = calibration()["costs"], year_start(year_end)
    before = accrued(council.prices, year_start(start - 1), start - 1)
    placed = council.placements.loc[before.index]
    code = placement_code(placed["placement_type"].to_numpy(), year_end)
    keys = [pd.Series(code, index=before.index, name="placement_type"), placed["placement_provider"], before["kind"].map(_centre_of())]
    total = before.groupby([key.rename(name) for key, name in zip(keys, ("placement_type", "placement_provider", "centre"), strict=True)])
    total = total[["days", "cost_gbp"]].sum().reset_index()
    weeks = np.round(total["days"] / 7 * figures["budget_of_last_year"], 1)
    price = np.round(total["cost_gbp"] / (total["days"] / 7) * (1 + figures["uplift"]), 2)
    return total.assign(weeks=weeks, price_gbp_per_week=price).drop(columns=["days", "cost_gbp"])


def _centre_of() -> dict[str, str]:
    return {kind: code for code, (_, kinds) in CENTRES.items() for kind in kinds}


def ledger(council: Council, year_end: int) -> pd.DataFrame:
    """Fields of the ledger of a year: a row for each cost centre, subjective code and period that has passed."""
    lines = _placement_lines(council, year_end) + _staff_lines(council, year_end)
    table = pd.DataFrame(lines + _even_lines(lines))
    # What a surplus of staff gives is moved to residential placements, so that virements sum to nothing.
    staff = table["subjective_code"] == STAFF[0]
    given = (table["original_budget_gbp"] * VIRED_SHARE).round(2).where(staff & (table["ledger_period"] >= VIRED_IN_PERIOD), 0.0)
    taken = given.groupby(table["ledger_period"]).transform("sum")
    to = (table["cost_centre"] == "P300") & (table["subjective_code"] == THIRD_PARTY[0])
    table["virements_gbp"] = np.where(to, taken, -given).round(2) + 0.0
    table["current_budget_gbp"] = (table["original_budget_gbp"] + table["virements_gbp"]).round(2)
    table["forecast_outturn_gbp"] = (table["actual_to_date_gbp"] + table["commitments_gbp"]).round(2)
    return table


def _line(centre: str, name: str, service: str, subjective: tuple[str, str], period: int, amounts: tuple[float, float, float]) -> dict:
    budget, actual, committed = amounts
    return {
        "cost_centre": centre,
        "cost_centre_name": name,
        "service": service,
        "subjective_code": subjective[0],
        "subjective_name": subjective[1],
        "ledger_period": period,
        "original_budget_gbp": round(budget, 2),
        "actual_to_date_gbp": round(actual, 2),
        "commitments_gbp": round(committed, 2),
    }


def _placement_lines(council: Council, year_end: int) -> list[dict]:
    """Placements: actual is the cost accrued and what is charged beside it and not disputed, commitments are open placements to the end of the year."""
    start, lines = year_start(year_end), []
    budget = placements_budget(council, year_end)
    budgets = (budget["weeks"] * budget["price_gbp_per_week"]).groupby(budget["centre"]).sum()
    for period, day in enumerate(period_ends(year_end), start=1):
        if day > council.last:
            break
        costs = accrued(council.prices, start, day)
        still = council.prices[(council.prices["start"] <= day) & (council.prices["end"] > day)]
        ahead = accrued(still.assign(end=OPEN), day + 1, year_end)
        spent, due = (table.groupby(table["kind"].map(_centre_of()))[_MONEY].sum() for table in (costs, ahead))
        charged = other_costs(council, start, day)
        charged = charged[charged["cost_kind"] != DISPUTED]
        beside = charged["amount_gbp"].groupby(charged["kind"].map(_centre_of())).sum()
        for code, (name, _) in CENTRES.items():
            paid, owed = (table.reindex([code]).fillna(0.0).iloc[0] for table in (spent, due))
            amounts = (budgets.get(code, 0.0), paid["cost_gbp"], owed["cost_gbp"] * STAYS_TO_YEAR_END)
            lines.append(_line(code, name, PLACEMENTS, THIRD_PARTY, period, amounts))
            lines.append(_line(code, name, PLACEMENTS, BESIDE_PRICES, period, (0.0, beside.get(code, 0.0), 0.0)))
            for subjective, column in ((HEALTH, "health_gbp"), (EDUCATION, "education_gbp")):
                if code == "P300":
                    lines.append(_line(code, name, PLACEMENTS, subjective, period, (0.0, -paid[column], -owed[column] * STAYS_TO_YEAR_END)))
    return lines


_MONEY = ["cost_gbp", "health_gbp", "education_gbp"]


def _staff_lines(council: Council, year_end: int) -> list[dict]:
    """Workers: what permanent and agency workers of each team have cost, and will if they stay."""
    stated, start, lines = calibration()["workforce"], year_start(year_end), []
    workers, teams = council.workers, council.workers["team"].drop_duplicates().tolist()
    daily = np.where(workers["agency"], stated["agency_day_gbp"] * WORKING_DAYS_A_WEEK / 7, workers["fte"] * stated["salary_gbp"] / 365)
    posts = workers.groupby("team")["post"].nunique()
    for number, team in enumerate(sorted(teams), start=1):
        own = (workers["team"] == team).to_numpy()
        for period, day in enumerate(period_ends(year_end), start=1):
            if day > council.last:
                break
            paid = np.clip(np.minimum(workers["end"], day + 1) - np.maximum(workers["start"], start), 0, None) * daily
            here = (workers["start"] <= day) & (workers["end"] > day)
            ahead = np.where(here, (year_end - day) * daily, 0.0)
            for subjective, who in ((STAFF, ~workers["agency"]), (AGENCY, workers["agency"])):
                chosen = own & who.to_numpy()
                budget = posts[team] * stated["salary_gbp"] if subjective == STAFF else 0.0
                amounts = (budget, paid[chosen].sum(), ahead[chosen].sum())
                lines.append(_line(f"S{number:03d}", team, "Children's social care", subjective, period, amounts))
    return lines


def _even_lines(lines: list[dict]) -> list[dict]:
    """Costs that come evenly through the year: premises, transport and supplies of each team, and what the schools grant pays for."""
    found = []
    for line in lines:
        period = line["ledger_period"]
        if line["subjective_code"] == STAFF[0]:
            for subjective, (share, spent) in OTHER_COSTS.items():
                amounts = _evenly(line["original_budget_gbp"] * share, spent, period)
                found.append(_line(line["cost_centre"], line["cost_centre_name"], line["service"], subjective, period, amounts))
    for period in sorted({line["ledger_period"] for line in lines}):
        placed = sum(line["original_budget_gbp"] for line in lines if line["service"] == PLACEMENTS and line["ledger_period"] == period)
        for subjective, sign, spent in ((THIRD_PARTY, 1, GRANT_SPENT), (GRANT_INCOME, -1, 1.0)):
            amounts = _evenly(sign * placed * GRANT_SHARE, spent, period)
            found.append(_line("E100", "Education of children in care", SCHOOLS_GRANT, subjective, period, amounts))
        amounts = _evenly(-placed * OWN_GRANT_SHARE, OWN_GRANT_RECEIVED, period)
        found.append(_line("G100", "Grants", "Children's social care", OWN_GRANT, period, amounts))
    return found


def _evenly(budget: float, spent: float, period: int) -> tuple[float, float, float]:
    """Budget, actual to date and commitments of a cost of which a twelfth falls in each period."""
    return budget, budget * spent * period / 12, budget * spent * (12 - period) / 12


def savings(council: Council, year_end: int) -> pd.DataFrame:
    """Fields of the savings plan of a year: target and what was delivered by period.

    The child whose step down from residential care is counted as a saving is named by the review of contracts too, as happens in plans.
    """
    start = year_start(year_end)
    budget = placements_budget(council, year_end)
    total = float((budget["weeks"] * budget["price_gbp_per_week"]).sum())
    child, saved, days = _step_down(council, start, year_end)
    rows = []
    for place, (name, share) in enumerate(SAVINGS.items()):
        target, so_far = round(total * share / 12, 2), 0.0
        for period, day in enumerate(period_ends(year_end), start=1):
            if day > council.last:
                break
            first = start if period == 1 else period_ends(year_end)[period - 2] + 1
            if place == 0:
                delivered = round(saved / 7 * max(0, min(day, days[1] - 1) - max(first, days[0]) + 1), 2)
            else:
                delivered = round(target * (0.0, 0.85, 0.4, 1.0)[place], 2)
            so_far += delivered
            reached = so_far / (target * period)
            status = "On track" if reached >= 0.95 else "At risk" if reached >= 0.5 else "Not achievable"
            rows.append(
                (
                    name,
                    period,
                    target,
                    delivered,
                    "Delivered" if reached >= 0.95 and period == 12 else status,
                    child if place in (0, 3) else "",
                    place,
                )
            )
    lines = ["Residential", "In-house fostering", "Agency workers", "Residential"]
    table = pd.DataFrame(rows, columns=["saving", "ledger_period", "target_gbp", "delivered_gbp", "status", "child_id", "place"])
    return table.assign(budget_line=table["place"].map(dict(enumerate(lines)))).drop(columns="place")


def _step_down(council: Council, start: int, year_end: int) -> tuple[str, float, tuple[int, int]]:
    """The child whose move out of a children's home in the year saves most, what it saves a week, and from when to when."""
    placed = council.placements
    prices = council.prices.drop_duplicates("placement", keep="last").set_index("placement")["weekly_gbp"]
    price = prices.reindex(placed.index).fillna(0.0)
    after = price.groupby(placed["period"]).shift(-1)
    moves = placed["kind"].eq("K2") & placed["end"].between(start, min(year_end, council.last)) & after.notna()
    saved = (price - after)[moves]
    if saved.empty or saved.max() <= 0:
        return "", 0.0, (OPEN, 0)
    chosen = saved.idxmax()
    return str(identifiers(CHILD, placed.loc[[chosen], "child"].to_numpy())[0]), float(saved.max()), (int(placed.at[chosen, "end"]), OPEN)
