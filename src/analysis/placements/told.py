"""Rows of weekly placement costs as the last list that tells of each has them, costs of one placement at one time together."""

import pandas as pd

KEY = ["child_id", "started_date"]
CONTRIBUTIONS = ["health_gbp_per_week", "education_gbp_per_week"]
_TOGETHER = [*KEY, "placement_type", "placement_provider", "ended_date"]


def told_last(weekly: pd.DataFrame) -> pd.DataFrame:
    """Times at one weekly price, each as the last list that tells of it has it.

    Two costs of one placement from the same day to the same day, such as a price and that of support beside it, are one price.

    Parameters
    ----------
    weekly
        Weekly placement costs of one or more days: ``child_id``, ``placement_type``, ``placement_provider``, ``started_date``, ``ended_date`` (missing while
        open), ``weekly_cost_gbp``, ``as_at_date``, and ``CONTRIBUTIONS`` where the lists have them.

    Returns
    -------
    pandas.DataFrame
        The same with ``told_share`` (of the price, contributed by health and education; missing where no list says).

    >>> rows = pd.DataFrame({"child_id": "c", "placement_type": "K2", "placement_provider": "PR4", "weekly_cost_gbp": [5.0, 6.0, 1.5]})
    >>> rows = rows.assign(started_date=pd.Timestamp("2024-05-01"), ended_date=pd.NaT, as_at_date=pd.to_datetime(["2024-06-30"] + 2 * ["2024-09-30"]))
    >>> told_last(rows)[["weekly_cost_gbp", "told_share"]].values.tolist()
    [[7.5, nan]]
    """
    rows = weekly[weekly["as_at_date"] == weekly.groupby(KEY)["as_at_date"].transform("max")]
    rows = rows.assign(given=rows.reindex(columns=CONTRIBUTIONS).astype("float64").sum(axis="columns", min_count=1))
    if rows.duplicated(_TOGETHER).any():
        sums = rows.groupby([*_TOGETHER, "as_at_date"], dropna=False, sort=False)[["weekly_cost_gbp", "given"]]
        rows = sums.sum(min_count=1).reset_index()
    share = (rows["given"] / rows["weekly_cost_gbp"].where(rows["weekly_cost_gbp"].gt(0))).clip(0, 1)
    return rows.drop(columns="given").assign(told_share=share.astype("float64"))
