"""Placements with what they cost a week: for each time at one price a row, joined from the lists of several days."""

import numpy as np
import pandas as pd

from analysis.placements.lines import placement_line
from analysis.placements.told import KEY, told_last

DAYS_A_WEEK = 7
SPELL_COLUMNS = [
    "child_id",
    "placement_line",
    "placement_started_date",
    "started_date",
    "ended_date",
    "price_gbp_per_week",
    "contributed_share",
    "procurement",
    "birth_date",
    "placement_provider",
    "child_need",
]
DISABLED, UNACCOMPANIED, OTHER_NEED, UNKNOWN_NEED = "Disabled", "Unaccompanied asylum seeking", "Neither", "Not known"
"""What the quarterly collection says of a child's needs; a disabled child who came unaccompanied counts as disabled."""
_DAY = pd.Timedelta(days=1)


def price_spells(weekly: pd.DataFrame, quarterly: pd.DataFrame | None = None) -> pd.DataFrame:
    """Times at one weekly price, as the last list that tells of each has it.

    Parameters
    ----------
    weekly
        Weekly placement costs of one or more days, as ``told_last`` takes them.
    quarterly
        Placement costs of the quarterly collection of the same days, for what they alone say; may be ``None``.

    Returns
    -------
    pandas.DataFrame
        ``SPELL_COLUMNS``, ordered by child and start. Prices are before contributions; ``contributed_share`` is the share of health and
        education; ``birth_date`` and ``child_need`` are the child's as last told. A spell that was open and that a later list does not tell of ended the day after the list that does.
        The day of leaving is not paid for.
    """
    latest = weekly["as_at_date"].max()
    rows = told_last(weekly)
    untold = rows["ended_date"].isna() & rows["as_at_date"].lt(latest)
    rows = rows.assign(
        ended_date=rows["ended_date"].mask(untold, rows["as_at_date"] + _DAY),
        placement_line=placement_line(rows["placement_type"], rows["placement_provider"]),
        price_gbp_per_week=rows["weekly_cost_gbp"],
    )
    rows = rows.sort_values(KEY, kind="stable", ignore_index=True)
    described = (
        _described(rows, quarterly)
        if quarterly is not None
        else rows.assign(told_date=pd.NaT, contributed_share=0.0, procurement=None, birth_date=pd.NaT, child_need=UNKNOWN_NEED)
    )
    # What the weekly list itself says of contributions counts before what the collection does.
    share = described["told_share"].fillna(described["contributed_share"])
    return described.assign(contributed_share=share, placement_started_date=_placement_start(described))[SPELL_COLUMNS]


def _described(rows: pd.DataFrame, quarterly: pd.DataFrame) -> pd.DataFrame:
    """Spells with what the quarterly collection says of the placement in which each lies."""
    told = quarterly.sort_values("as_at_date", kind="stable").drop_duplicates(KEY, keep="last")
    given = (
        told[[name for name in ("health_contribution_gbp", "education_contribution_gbp") if name in told]].fillna(0.0).sum(axis="columns")
    )
    # What was left out of a list, and a cost of nothing, say nothing of a share.
    share = (given / told["cost_to_date_gbp"].where(told["cost_to_date_gbp"].gt(0))).fillna(0.0).clip(0, 1)
    of_child = told.assign(child_need=_need(told)).drop_duplicates("child_id", keep="last").set_index("child_id")
    rows = rows.assign(**{name: rows["child_id"].map(of_child[name]) for name in ("birth_date", "child_need")})
    rows["child_need"] = rows["child_need"].fillna(UNKNOWN_NEED)
    told = pd.DataFrame(
        {
            "child_id": told["child_id"],
            "told_date": told["started_date"],
            "told_line": placement_line(told["placement_type"], told["placement_provider"]),
            "contributed_share": share,
            "procurement": told["procurement"],
        }
    ).sort_values("told_date", kind="stable")
    ordered = rows.sort_values("started_date", kind="stable")
    joined = pd.merge_asof(ordered, told, left_on="started_date", right_on="told_date", by="child_id").sort_values(
        KEY, kind="stable", ignore_index=True
    )
    other = joined["told_line"].ne(joined["placement_line"])
    joined["told_date"] = joined["told_date"].mask(other)
    joined["procurement"] = joined["procurement"].mask(other)
    joined["contributed_share"] = joined["contributed_share"].mask(other).fillna(0.0)
    return joined


def _need(told: pd.DataFrame) -> pd.Series:
    """Need of each child as the quarterly collection tells of it; not known where it has no column of disability."""
    if "disability" not in told:
        return pd.Series(UNKNOWN_NEED, index=told.index, dtype="object")
    yes = {name: told[name].fillna(False).astype(bool) for name in ("disability", "unaccompanied") if name in told}
    found = pd.Series(OTHER_NEED, index=told.index, dtype="object").mask(told["disability"].isna(), UNKNOWN_NEED)
    found = found.mask(yes["unaccompanied"], UNACCOMPANIED) if "unaccompanied" in yes else found
    return found.mask(yes["disability"], DISABLED)


def _placement_start(rows: pd.DataFrame) -> pd.Series:
    """First day of the placement of each spell: as told, or that of the first of the spells that follow one another on one line."""
    before = rows.shift(1)
    follows = rows["child_id"].eq(before["child_id"]) & rows["placement_line"].eq(before["placement_line"])
    follows &= rows["started_date"].eq(before["ended_date"])
    first = rows["started_date"].groupby((~follows).cumsum()).transform("min")
    return rows["told_date"].fillna(first).astype(rows["started_date"].dtype)


def as_known_on(spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The spells that had begun by a day, those that ended after it still open."""
    begun = spells[spells["started_date"] <= day]
    return begun.assign(ended_date=begun["ended_date"].mask(begun["ended_date"] > day)).reset_index(drop=True)


def paid_days(spells: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> np.ndarray:
    """Days of each spell that are paid for from a day to a day, both counted; the day of leaving is not.

    >>> spell = pd.DataFrame({"started_date": pd.to_datetime(["2024-03-30"]), "ended_date": pd.to_datetime(["2024-04-08"])})
    >>> int(paid_days(spell, pd.Timestamp("2024-04-01"), pd.Timestamp("2024-04-30"))[0])
    7
    """
    ends = spells["ended_date"].fillna(pd.Timestamp.max.normalize()).clip(upper=last + _DAY)
    starts = spells["started_date"].clip(lower=first)
    return np.clip((ends - starts).dt.days.to_numpy(), 0, None)


def weeks_and_cost(spells: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, by: str = "placement_line") -> pd.DataFrame:
    """Child-weeks and cost of placements from a day to a day, by line.

    Returns
    -------
    pandas.DataFrame
        One row per line: the line, ``weeks``, ``cost_gbp`` (to the penny), ``contributions_gbp``, ``children``.
    """
    days = paid_days(spells, first, last)
    cost = days * spells["price_gbp_per_week"] / DAYS_A_WEEK
    rows = spells.assign(weeks=days / DAYS_A_WEEK, cost_gbp=cost, contributions_gbp=cost * spells["contributed_share"])[days > 0]
    total = rows.groupby(by).agg(
        weeks=("weeks", "sum"),
        cost_gbp=("cost_gbp", "sum"),
        contributions_gbp=("contributions_gbp", "sum"),
        children=("child_id", "nunique"),
    )
    return total.round({"cost_gbp": 2, "contributions_gbp": 2}).reset_index()
