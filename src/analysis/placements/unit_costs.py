"""What placements cost a week: average, middle and spread, those that came against those that left, and prices that changed."""

import numpy as np
import pandas as pd

LINE = "placement_line"
WEEKS_A_YEAR = 365 / 7
AGE_BANDS = {"Under 5": (0, 5), "5 to 9": (5, 10), "10 to 15": (10, 16), "16 and over": (16, 200)}
"""Ages by band: from the first up to, not with, the second."""
UNKNOWN_AGE = "Not known"


def age_band(birth_date: pd.Series, day: pd.Timestamp) -> pd.Series:
    """Band of each child's age on a day.

    >>> list(age_band(pd.Series(pd.to_datetime(["2019-04-01", "2008-04-02", None])), pd.Timestamp("2024-04-01")))
    ['5 to 9', '10 to 15', 'Not known']
    """
    had_birthday = (birth_date.dt.month * 100 + birth_date.dt.day) <= day.month * 100 + day.day
    age = day.year - birth_date.dt.year - (~had_birthday).astype(int)
    found = pd.Series(UNKNOWN_AGE, index=birth_date.index, dtype="object")
    for name, (low, high) in AGE_BANDS.items():
        found[(age >= low) & (age < high)] = name
    return found


def weekly_costs(spells: pd.DataFrame, by: str) -> pd.DataFrame:
    """Weekly cost of placements, by one of their columns.

    Parameters
    ----------
    spells
        One row per placement: ``child_id``, ``price_gbp_per_week`` before contributions, and ``by``.

    Returns
    -------
    pandas.DataFrame
        One row per value of ``by``: ``placed_children``, ``average_gbp_per_week``, ``lower_quartile_gbp_per_week``, ``median_gbp_per_week``,
        ``upper_quartile_gbp_per_week``, ``year_gbp`` (what they come to in 365 nights).
    """
    found = spells.groupby(by)
    price = found["price_gbp_per_week"]
    table = pd.DataFrame(
        {
            "placed_children": found["child_id"].nunique(),
            "average_gbp_per_week": price.mean(),
            "lower_quartile_gbp_per_week": price.quantile(0.25),
            "median_gbp_per_week": price.median(),
            "upper_quartile_gbp_per_week": price.quantile(0.75),
            "year_gbp": price.sum() * WEEKS_A_YEAR,
        }
    )
    return table.round(2).sort_values("year_gbp", ascending=False, kind="stable").reset_index()


def came_and_left(spells: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Placements that began in some days against those that ended in them, by line: whether those who came cost more.

    Parameters
    ----------
    spells
        As ``price_spells`` gives them: a placement's first price stands for one that came, its last for one that left.

    Returns
    -------
    pandas.DataFrame
        One row per line: ``children_came``, ``came_gbp_per_week`` (average), ``children_left``, ``left_gbp_per_week``, ``dearer_gbp_per_week`` (the first less the
        second; missing where there are none of either).
    """
    placement = ["child_id", LINE, "placement_started_date"]
    ordered = spells.sort_values("started_date", kind="stable")
    begun = ordered.drop_duplicates(placement)
    ended = ordered.drop_duplicates(placement, keep="last")
    begun = begun[begun["placement_started_date"].between(first, last) & begun["started_date"].eq(begun["placement_started_date"])]
    ended = ended[ended["ended_date"].between(first, last)]
    sides = [
        rows.groupby(LINE).agg(**{f"children_{word}": ("child_id", "nunique"), f"{word}_gbp_per_week": ("price_gbp_per_week", "mean")})
        for word, rows in (("came", begun), ("left", ended))
    ]
    table = pd.concat(sides, axis="columns")
    table[["children_came", "children_left"]] = table[["children_came", "children_left"]].fillna(0).astype(int)
    table["dearer_gbp_per_week"] = table["came_gbp_per_week"] - table["left_gbp_per_week"]
    return table.round(2).rename_axis(LINE).reset_index()


def price_changes(spells: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, uplift_day: pd.Timestamp) -> pd.DataFrame:
    """Prices that changed within placements in some days, by line: with everybody's on the day of the uplift, or by themselves.

    Returns
    -------
    pandas.DataFrame
        One row per line and ``change_kind`` (``on 1 April`` or ``at another time``): ``children_repriced``, ``price_change_pct`` (median), ``change_year_gbp`` (of the
        weekly prices, over 365 nights).
    """
    ordered = spells.sort_values(["child_id", "started_date"], kind="stable")
    before = ordered.groupby(["child_id", LINE, "placement_started_date"])[["price_gbp_per_week", "ended_date"]].shift(1)
    follows = before["ended_date"].eq(ordered["started_date"]) & ordered["started_date"].between(first, last)
    rows = ordered[follows].assign(before=before.loc[follows, "price_gbp_per_week"])
    rows = rows[rows["before"].gt(0) & rows["before"].ne(rows["price_gbp_per_week"])]
    rows = rows.assign(
        change_kind=np.where(rows["started_date"].eq(uplift_day), "on 1 April", "at another time"),
        change=rows["price_gbp_per_week"] - rows["before"],
        price_change_pct=(rows["price_gbp_per_week"] / rows["before"] - 1) * 100,
    )
    table = rows.groupby([LINE, "change_kind"]).agg(
        children_repriced=("child_id", "nunique"), price_change_pct=("price_change_pct", "median"), change_year_gbp=("change", "sum")
    )
    return table.assign(change_year_gbp=table["change_year_gbp"] * WEEKS_A_YEAR).round(2).reset_index()


def spot_against_framework(spells: pd.DataFrame) -> pd.DataFrame:
    """Weekly cost of placements bought spot against those bought through a framework, by line: a dearer kind is not taken for a dearer way of buying.

    Parameters
    ----------
    spells
        One row per open placement: ``child_id``, ``placement_line``, ``procurement``, ``price_gbp_per_week``.

    Returns
    -------
    pandas.DataFrame
        One row per line with placements of both: ``children_spot``, ``spot_gbp_per_week`` (average), ``children_framework``, ``framework_gbp_per_week``,
        ``spot_dearer_gbp_per_week`` (the first less the second).
    """
    sides = [
        spells[spells["procurement"] == way]
        .groupby(LINE)
        .agg(**{f"children_{way}": ("child_id", "nunique"), f"{way}_gbp_per_week": ("price_gbp_per_week", "mean")})
        for way in ("spot", "framework")
    ]
    table = pd.concat(sides, axis="columns", join="inner")
    table["spot_dearer_gbp_per_week"] = table["spot_gbp_per_week"] - table["framework_gbp_per_week"]
    return table.round(2).rename_axis(LINE).reset_index()
