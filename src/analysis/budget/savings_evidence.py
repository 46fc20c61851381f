"""Savings month by month, and what the placements of children whom a saving names show of it."""

import pandas as pd

from analysis.budget.savings_plan import SAVING
from analysis.placements.priced import DAYS_A_WEEK, as_known_on

_DAY = pd.Timedelta(days=1)


def savings_by_period(plan: pd.DataFrame, year_end: pd.Timestamp, period: int) -> pd.DataFrame:
    """Planned and delivered in each period of a year so far, with the targets by the status that savings had in it.

    Returns
    -------
    pandas.DataFrame
        One row per period and status: ``ledger_period``, ``saving_status``, ``savings``, ``target_gbp``, ``delivered_gbp``, ``shortfall_gbp``.
    """
    rows = plan[(plan["return_date"] == year_end) & (plan["ledger_period"] <= period)]
    rows = rows.assign(saving_status=rows["status"].fillna("Not stated").astype("str"))
    grouped = rows.groupby(["ledger_period", "saving_status"])
    table = grouped[["target_gbp", "delivered_gbp"]].sum().round(2)
    table.insert(0, "savings", grouped[SAVING].nunique())
    table["shortfall_gbp"] = (table["target_gbp"] - table["delivered_gbp"]).round(2) + 0.0
    return table.reset_index().astype({"ledger_period": "int64"})


def evidence_from_placements(
    plan: pd.DataFrame, spells: pd.DataFrame, year: tuple[pd.Timestamp, pd.Timestamp], day: pd.Timestamp
) -> pd.DataFrame:
    """What children named by a saving cost before and after their last move of the year, beside what the saving counts as delivered.

    Parameters
    ----------
    plan
        As for ``savings_to_date``; rows of periods after the day are left out by who gives them.
    spells
        As ``price_spells`` gives them.
    year
        First and last day.

    Returns
    -------
    pandas.DataFrame
        One row per saving and child: ``saving``, ``child_id``, ``before_gbp_per_week`` (the price on the first night of the year that is paid for), ``after_gbp_per_week`` (on the day; nothing once the child costs nothing), ``changed_date`` (missing where the price did not change),
        ``shown_by_placements_gbp`` (what the nights from then to the day cost less than at the price before), ``delivered_to_date_gbp`` (of the saving, over all its children).
    """
    rows = plan[plan["return_date"].eq(year[1]) & plan["child_id"].notna() & plan["child_id"].astype("str").ne("")]
    delivered = plan[plan["return_date"] == year[1]].groupby(SAVING)["delivered_gbp"].sum().round(2)
    known = as_known_on(spells, day)
    found = [
        (saving, child, *_before_and_after(known[known["child_id"] == child], year[0], day), delivered[saving])
        for saving, child in rows[[SAVING, "child_id"]].drop_duplicates().itertuples(index=False)
    ]
    columns = ["before_gbp_per_week", "after_gbp_per_week", "changed_date", "shown_by_placements_gbp", "delivered_to_date_gbp"]
    return pd.DataFrame(found, columns=[SAVING, "child_id", *columns])


def _before_and_after(spells: pd.DataFrame, first: pd.Timestamp, day: pd.Timestamp) -> tuple[float, float, pd.Timestamp | None, float]:
    """Price before the first change within a year, price on a day, when it changed, and what was saved since."""
    nights = pd.date_range(max(first - _DAY, spells["started_date"].min()), day) if len(spells) else pd.DatetimeIndex([day])
    price = pd.Series(0.0, index=nights)
    for row in spells.itertuples():
        until = day if pd.isna(row.ended_date) else min(day, row.ended_date - _DAY)
        price.loc[row.started_date : until] += row.price_gbp_per_week
    in_year = price[price.index >= first]
    in_year = in_year[in_year.ne(0).cummax()]
    before = float(in_year.iloc[0]) if len(in_year) else 0.0
    changed = in_year.index[in_year.ne(before)]
    if not len(changed):
        return before, float(price.iloc[-1]), None, 0.0
    since = in_year[in_year.index >= changed[0]]
    return before, float(since.iloc[-1]), changed[0], round(float((before - since).sum()) / DAYS_A_WEEK, 2) + 0.0
