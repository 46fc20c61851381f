"""What is charged for placements beside their price, and how a council's list states prices: by the week or the day, for a placement or for part of it."""

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.chance import OPEN
from analysis.ingest.made_up_council.costs import BY_THE_DAY
from analysis.ingest.made_up_council.council import Council
from analysis.ingest.made_up_council.printed import CHILD, cut, identifiers

DISPUTED = "disputed"
SET_UP_SHARE, SET_UP_AFTER = 0.5, 10
"""Setting up a placement costs so much of a week, charged so many days after it starts."""
OVERPAID_NIGHTS, CREDITED_AFTER = 3, 20
BACKDATED_SHARE, BACKDATED_DAYS, CHARGED_AFTER = 0.02, 31, 59
"""A rise agreed late: its share of the price, days before 1 April from which it holds, and days after at which it is charged."""
DISPUTED_AFTER = 30


def other_costs(council: Council, start: int, day: int) -> pd.DataFrame:
    """One-off, credited, backdated and disputed costs charged from the start of a financial year to a day.

    Returns
    -------
    pandas.DataFrame
        Fields of the list, with ``kind`` of placement: which placements have which follows from their numbers.
    """
    prices = council.prices
    first = prices.drop_duplicates("placement").set_index("placement")
    last = prices.drop_duplicates("placement", keep="last").set_index("placement")
    placed = council.placements.loc[first.index, ["start", "end"]].assign(first=first["weekly_gbp"], last=last["weekly_gbp"])
    number = placed.index.to_numpy()
    begun, ended = placed["start"].between(start, day), placed["end"].between(start + 1, day)
    across = (placed["start"] < start - BACKDATED_DAYS) & (placed["end"] > start + CHARGED_AFTER)
    days = CHARGED_AFTER + BACKDATED_DAYS
    parts = [
        _charged(placed[begun & (number % 7 == 0)], "one_off", "start", SET_UP_AFTER, "first", SET_UP_SHARE),
        _charged(placed[ended & (number % 9 == 1)], "credit", "end", CREDITED_AFTER, "last", -OVERPAID_NIGHTS / 7),
        _charged(
            placed[across & (number % 11 == 2)].assign(start=start), "backdated", "start", CHARGED_AFTER, "last", BACKDATED_SHARE * days / 7
        ),
        _charged(placed[begun & (number % 29 == 3)], DISPUTED, "start", DISPUTED_AFTER, "first", 1.0),
    ]
    rows = pd.concat(parts)
    rows = rows[(rows["charged_date"] <= day) & (rows["amount_gbp"] != 0)]
    back = rows["cost_kind"] == "backdated"
    rows = rows.assign(
        child_id=identifiers(CHILD, first.loc[rows.index, "child"].to_numpy()),
        started_date=council.placements.loc[rows.index, "start"],
        cost_from_date=np.where(back, start - BACKDATED_DAYS, OPEN),
        cost_to_date=np.where(back, start + CHARGED_AFTER - 1, OPEN),
        kind=first.loc[rows.index, "kind"],
    )
    return rows.sort_values(["charged_date", "child_id", "cost_kind"], kind="stable", ignore_index=True)


def _charged(rows: pd.DataFrame, kind: str, since: str, days: int, price: str, share: float) -> pd.DataFrame:
    return pd.DataFrame(
        {"cost_kind": kind, "charged_date": rows[since] + days, "amount_gbp": (rows[price] * share).round(2)}, index=rows.index
    )


def as_stated(council: Council, prices: pd.DataFrame, weekly: pd.DataFrame, day: int) -> pd.DataFrame:
    """Weekly costs as the council's list states them: some by the day, those of bought placements with the day from which a price holds.

    Parameters
    ----------
    prices, weekly
        The same rows: as ``prices_of`` gives them, and as fields of the list with a row for each time at one price.
    """
    by_day = (prices["kind"] == BY_THE_DAY).to_numpy()
    bought = (prices["procurement"] != "").to_numpy()
    placed = council.placements.loc[prices["placement"], ["start", "end"]]
    cost = weekly["weekly_cost_gbp"].to_numpy()
    return weekly.assign(
        weekly_cost_gbp=np.where(by_day, np.round(cost / 7, 2), cost),
        price_period=np.where(by_day, "day", "week"),
        price_from_date=np.where(bought, weekly["started_date"], OPEN),
        started_date=np.where(bought, placed["start"], weekly["started_date"]),
        ended_date=np.where(bought, cut(placed["end"].to_numpy(), day), weekly["ended_date"]),
    )
