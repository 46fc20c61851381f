"""Children looked after by the episodes of their returns: how many on a day, who came and left, and how stable placements are."""

import pandas as pd

from analysis.placements.lines import placement_kind

SHORT_BREAKS = ["V3", "V4"]
"""Legal statuses of a series of short-term breaks: such children are in none of the counts, as in the national statistics."""
TEMPORARY, ADOPTION = ("T0", "T1", "T2", "T3", "T4"), ("A3", "A4", "A5", "A6")
SAME_PLACEMENT = ["L", "T", "U"]
"""Reasons why an episode began that leave a child with the same carer."""
MANY_PLACEMENTS = 3
LONG_MONTHS, SAME_MONTHS, ADULT_FROM_YEARS = 30, 24, 16
"""Of the statutory measure of long-term stability: months looked after, months in one placement, age from which a child does not count."""
# What a return may say of where a placement is; a file may lack the last three.
_PLACE = ["placement_type", "placement_provider", "placement_urn", "placement_postcode_area", "placement_distance_miles"]


def days_covered(return_dates: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of which the returns tell everything: the run of years without a gap that ends with the last.

    Parameters
    ----------
    return_dates
        Last day of the year of each return, 31 March; not empty.

    >>> first, last = days_covered(pd.Series(pd.to_datetime(["2021-03-31", "2023-03-31", "2024-03-31"])))
    >>> print(first.date(), last.date())
    2022-04-01 2024-03-31
    """
    years = sorted(return_dates.dt.year.unique(), reverse=True)
    run = next((place for place, year in enumerate(years) if year != years[0] - place), len(years))
    return pd.Timestamp(years[run - 1] - 1, 4, 1), pd.Timestamp(return_dates.max())


def care_episodes(episodes: pd.DataFrame) -> pd.DataFrame:
    """Episodes with the period of care and the placement that each is part of.

    Parameters
    ----------
    episodes
        Of the SSDA903 return: ``child_id``, ``started_date``, ``ended_date`` (missing while open), ``reason_started``, ``legal_status`` and what says where
        a child is placed. Each child once a day.

    Returns
    -------
    pandas.DataFrame
        Without series of short breaks, in order of child and day; also ``placement_kind``, ``care`` and ``placement`` (numbers), ``temporary``.
        A period of care begins with reason ``S`` or after a day out of care. A placement begins with each period, and with each change of it (reasons ``P`` and
        ``B``) but to a temporary one (T0 to T4), which is part of the one before, and back to where the child was.
    """
    rows = episodes[~episodes["legal_status"].isin(SHORT_BREAKS)].sort_values(
        ["child_id", "started_date"], kind="stable", ignore_index=True
    )
    same_child = rows["child_id"].eq(rows["child_id"].shift())
    new_care = ~same_child | rows["reason_started"].eq("S") | rows["started_date"].gt(rows["ended_date"].shift())
    rows["care"] = new_care.cumsum()
    rows["temporary"] = rows["placement_type"].isin(TEMPORARY)
    told_apart_by = [name for name in _PLACE if name in rows]
    settled = rows.loc[~rows["temporary"], ["care", *told_apart_by]]
    first_settled = ~settled["care"].duplicated()
    # Two places that nothing tells apart are the same: what is missing in both is alike.
    before = settled.shift()
    alike = settled.eq(before) | (settled.isna() & before.isna())
    same_place = alike[told_apart_by].all(axis="columns")
    back = rows["temporary"].shift(fill_value=False) & same_place.reindex(rows.index, fill_value=False)
    moved = ~rows["temporary"] & ~rows["reason_started"].isin(SAME_PLACEMENT) & ~back
    rows["placement"] = (moved | new_care | first_settled.reindex(rows.index, fill_value=False)).cumsum()
    rows["placement_kind"] = placement_kind(rows["placement_type"], rows["placement_provider"])
    return rows


def open_on(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Episodes that are open at the end of a day; one that ends on it is not."""
    return rows[rows["started_date"].le(day) & ~rows["ended_date"].le(day)]


def cla_on(care: pd.DataFrame, days: list[pd.Timestamp]) -> pd.DataFrame:
    """Children looked after at the end of each day, by kind of placement.

    Parameters
    ----------
    care
        As ``care_episodes`` gives them.

    Returns
    -------
    pandas.DataFrame
        One row per day and kind that any day has, 0 where it has none: ``on_date``, ``placement_kind``, ``children_in_kind``.
    """
    kinds = {day: open_on(care, day).groupby("placement_kind")["child_id"].nunique() for day in days}
    table = pd.concat(kinds, names=["on_date"]).unstack(fill_value=0).reindex(days, fill_value=0).rename_axis("on_date")
    return table.stack().rename("children_in_kind").astype("Int64").reset_index()


def started_and_ceased(care: pd.DataFrame, days: list[pd.Timestamp]) -> pd.DataFrame:
    """Children who started and ceased to be looked after between days, and how many are looked after at the end of each.

    Returns
    -------
    pandas.DataFrame
        One row per day but the first, for the time after the day before: ``on_date``, ``children_started``, ``children_ceased``,
        ``children_looked_after``. A child who starts twice counts twice, so that the children of the day before, those who started less those who ceased are
        the children of the day.
    """
    first, last = (care.drop_duplicates("care", keep=end).set_index("care") for end in ("first", "last"))
    periods = pd.DataFrame({"started_date": first["started_date"], "ended_date": last["ended_date"]})
    rows = []
    for after, day in zip(days, days[1:], strict=False):
        lasting = periods["ended_date"].isna() | periods["ended_date"].gt(periods["started_date"])
        started, ended = (int((periods[name].gt(after) & periods[name].le(day) & lasting).sum()) for name in ("started_date", "ended_date"))
        rows.append((day, started, ended, open_on(care, day)["child_id"].nunique()))
    columns = ["on_date", "children_started", "children_ceased", "children_looked_after"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[1:], "Int64"))


def short_term_stability(care: pd.DataFrame, day: pd.Timestamp) -> dict[str, int]:
    """Children looked after on a day, and those of them with three or more placements in the year that ends with it.

    Every placement of the year counts, also the one that the year began in and those of an earlier period of care; temporary ones do not. National indicator
    62, stability of placements of looked-after children: number of placements.
    """
    children = open_on(care, day)["child_id"].unique()
    begins = day - pd.DateOffset(years=1)
    of_year = care[~care["temporary"] & care["started_date"].le(day) & ~care["ended_date"].le(begins) & care["child_id"].isin(children)]
    placements = of_year.groupby("child_id")["placement"].nunique()
    return {"children_looked_after": len(children), "children_three_placements": int(placements.ge(MANY_PLACEMENTS).sum())}


def long_term_stability(care: pd.DataFrame, birth_dates: pd.Series, day: pd.Timestamp) -> dict[str, int]:
    """Children under 16 who have been looked after for two and a half years on a day, and those of them in the same placement for two.

    A child placed for adoption counts by the adoptive placement together with the one before. National indicator 63, stability of placements of
    looked-after children: length of placement.

    Parameters
    ----------
    birth_dates
        By ``child_id``. A child without one is not counted.
    """
    so_far = care[care["started_date"].le(day)]
    now = open_on(care, day).drop_duplicates("child_id", keep="last")
    if now.empty:
        return {"children_long_looked_after": 0, "children_same_placement": 0}
    # A placement is as old as its first settled episode: days in a temporary one before it do not count.
    settled = so_far[~so_far["temporary"]]
    placements = settled.groupby("placement").agg(
        care=("care", "first"), since=("started_date", "first"), adoptive=("placement_type", "first")
    )
    before = placements["since"].shift().where(placements["care"].eq(placements["care"].shift()))
    placements["since"] = before.where(placements["adoptive"].isin(ADOPTION) & before.notna(), placements["since"])
    in_care_since = now["care"].map(so_far.groupby("care")["started_date"].first())
    young = now["child_id"].map(birth_dates).gt(day - pd.DateOffset(years=ADULT_FROM_YEARS))
    long = young & in_care_since.le(day - pd.DateOffset(months=LONG_MONTHS))
    placed_since = placements["since"].reindex(now["placement"]).set_axis(now.index)
    same = long & placed_since.le(day - pd.DateOffset(months=SAME_MONTHS))
    return {"children_long_looked_after": int(long.sum()), "children_same_placement": int(same.sum())}
