"""Missing episodes of children in care by the episodes of the returns."""

import pandas as pd

MISSING = "M"
"""Kind of an episode in which a child was missing, as the return has it; being away without leave (A) is another."""


def missing_in_periods(episodes: pd.DataFrame, days: list[pd.Timestamp]) -> pd.DataFrame:
    """Missing episodes that began between days, and the children whom they were of.

    Parameters
    ----------
    episodes
        Of the SSDA903 return: ``child_id``, ``started_date``, ``kind``.
    days
        Ends of periods, in order, after the day before the first.

    Returns
    -------
    pandas.DataFrame
        One row per day but the first: ``on_date``, ``returns_missing_episodes``, ``returns_missing_children`` (each once a period).

    >>> rows = [("a", "2024-04-01", "M"), ("a", "2024-04-30", "M"), ("b", "2024-04-30", "A"), ("b", "2024-05-01", "M")]
    >>> rows = pd.DataFrame(rows, columns=["child_id", "started_date", "kind"]).astype({"started_date": "datetime64[us]"})
    >>> found = missing_in_periods(rows, list(pd.to_datetime(["2024-03-31", "2024-04-30", "2024-05-31"])))
    >>> found["returns_missing_episodes"].tolist(), found["returns_missing_children"].tolist()
    ([2, 1], [1, 1])
    """
    rows = episodes[episodes["kind"].eq(MISSING)]
    inside = [rows[rows["started_date"].gt(after) & rows["started_date"].le(day)] for after, day in zip(days, days[1:], strict=False)]
    counts = {
        "returns_missing_episodes": [len(part) for part in inside],
        "returns_missing_children": [part["child_id"].nunique() for part in inside],
    }
    return pd.DataFrame({"on_date": days[1:], **counts})
