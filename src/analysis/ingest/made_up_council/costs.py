"""What each placement costs a week, from when to when; contributions; how it was bought."""

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.calibration import Calibration
from analysis.ingest.made_up_council.chance import DAYS_A_YEAR, day_number, day_year, drawn, financial_year_end

PRICED_AS = {"U1": "U3", "U4I": "U6I", "U4A": "U6A"}
RESIDENTIAL = ("K1", "K2", "R3")
BY_THE_DAY = "K3"
"""Kind of placement whose price is stated by the day."""
HEALTH_SHARE, EDUCATION_SHARE = 0.15, 0.20
LEAST_DAYS_BETWEEN = 20
"""A price does not change within this of another change."""


def prices_of(generator: np.random.Generator, figures: Calibration, placements: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Prices a week, one row for each time that a placement has one price.

    Parameters
    ----------
    first
        Placements that ended before it are left out.

    Returns
    -------
    pandas.DataFrame
        ``placement``, ``child``, ``kind``, ``placement_type``, ``placement_provider``, ``start``, ``end``, ``weekly_gbp``, ``health_share``,
        ``education_share``, ``procurement``; placements that cost nothing are left out.
    """
    costs = figures["costs"]
    rows = placements[(placements["end"] > first) & (placements["start"] <= last)].copy()
    kind = rows["kind"].replace(PRICED_AS)
    rows["base"] = kind.map(costs["weekly_gbp"]).to_numpy() * np.exp(
        generator.normal(0, 1, len(rows)) * kind.map(costs["spread"]).fillna(0)
    )
    rows = rows[rows["base"] > 0]
    residential = rows["kind"].isin(RESIDENTIAL)
    bought = rows["placement_provider"].isin(["PR4", "PR5"])
    rows = rows.assign(
        placement=rows.index,
        health_share=np.where(residential & (generator.random(len(rows)) < costs["health_contribution"]), HEALTH_SHARE, 0.0),
        education_share=np.where(residential & (generator.random(len(rows)) < costs["education_contribution"]), EDUCATION_SHARE, 0.0),
        procurement=np.where(bought, drawn(generator, costs["procurement"], len(rows)), ""),
    )
    return _by_price(generator, figures, rows, last)


def _by_price(generator: np.random.Generator, figures: Calibration, rows: pd.DataFrame, last: int) -> pd.DataFrame:
    """Placements cut where their price changes: each 1 April, and for some at another time."""
    costs = figures["costs"]
    years = range(day_year(int(rows["start"].min())), day_year(last) + 1)
    aprils = [day_number(f"{year}-04-01") for year in years]
    starts, ends = rows["start"].to_numpy(), rows["end"].to_numpy()
    cuts = [pd.DataFrame({"place": np.arange(len(rows)), "cut": starts, "again": 0.0})]
    for april in aprils:
        inside = np.flatnonzero((starts < april) & (ends > april))
        cuts.append(pd.DataFrame({"place": inside, "cut": april, "again": 0.0}))
    chance = np.minimum((ends - starts) / DAYS_A_YEAR, 1.5) * costs["changed_in_placement"]
    other = np.flatnonzero((generator.random(len(rows)) < chance) & (ends - starts > 3 * LEAST_DAYS_BETWEEN))
    day = (
        starts[other]
        + LEAST_DAYS_BETWEEN
        + np.floor(generator.random(len(other)) * (ends - starts - 2 * LEAST_DAYS_BETWEEN)[other]).astype(int)
    )
    cuts.append(pd.DataFrame({"place": other, "cut": day, "again": generator.normal(0.04, 0.1, len(other))}))
    table = pd.concat(cuts, ignore_index=True).groupby(["place", "cut"], as_index=False)["again"].sum()
    table["end"] = np.where(table["place"].eq(table["place"].shift(-1)), table["cut"].shift(-1, fill_value=0), ends[table["place"]])
    reference = financial_year_end(last) - 364
    raised = np.floor((table["cut"] - reference) / DAYS_A_YEAR)
    dearer = (starts[table["place"]] - reference) / DAYS_A_YEAR
    changed = 1 + table.groupby("place")["again"].cumsum()
    base = rows["base"].to_numpy()[table["place"]]
    weekly = base * (1 + costs["uplift"]) ** raised * (1 + costs["drift"]) ** dearer * changed
    kept = [
        "placement",
        "period",
        "child",
        "kind",
        "placement_type",
        "placement_provider",
        "outside",
        "health_share",
        "education_share",
        "procurement",
    ]
    prices = rows[kept].iloc[table["place"]].reset_index(drop=True)
    # What is priced by the day is so to the penny.
    weekly = np.where(prices["kind"] == BY_THE_DAY, np.round(weekly / 7, 2) * 7, weekly)
    return prices.assign(start=table["cut"], end=table["end"], weekly_gbp=np.round(weekly, 2))


def accrued(prices: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Cost of each placement for the days from a day to a day, both counted, to the penny; the day of leaving is not paid.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``placement``: ``cost_gbp``, ``health_gbp``, ``education_gbp``, ``social_care_gbp``, ``days``, ``kind``.
    """
    days = np.clip(np.minimum(prices["end"], last + 1) - np.maximum(prices["start"], first), 0, None)
    cost = days * prices["weekly_gbp"] / 7
    parts = pd.DataFrame({"placement": prices["placement"], "cost_gbp": cost, "days": days, "kind": prices["kind"]})
    parts["health_gbp"], parts["education_gbp"] = cost * prices["health_share"], cost * prices["education_share"]
    total = (
        parts[days > 0]
        .groupby("placement")
        .agg(
            cost_gbp=("cost_gbp", "sum"),
            health_gbp=("health_gbp", "sum"),
            education_gbp=("education_gbp", "sum"),
            days=("days", "sum"),
            kind=("kind", "first"),
        )
    )
    total = total.round({"cost_gbp": 2, "health_gbp": 2, "education_gbp": 2})
    return total.assign(social_care_gbp=(total["cost_gbp"] - total["health_gbp"] - total["education_gbp"]).round(2))
