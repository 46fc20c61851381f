"""Quarters joined: what stands in two reports, what is new, what is gone, and series over every report held."""

import pandas as pd

BOTH, NEW, GONE = "both", "new", "gone"


def side_by_side(now: pd.DataFrame, before: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Rows of two quarters joined by their key.

    Parameters
    ----------
    now, before
        One row per key, with the same columns.
    key
        Columns that say what a row is about, the same in every quarter.

    Returns
    -------
    pandas.DataFrame
        One row per key of either quarter, this quarter's order first: the key, each other column as it is now and, with
        ``_before``, as it was, and ``presence``: ``both``, ``new`` (in this quarter's report alone) or ``gone``.

    >>> now = pd.DataFrame({"service": ["A", "B"], "children": [3, 4]})
    >>> side_by_side(now, pd.DataFrame({"service": ["A", "C"], "children": [2, 9]}), ["service"])["presence"].tolist()
    ['both', 'new', 'gone']
    """
    joined = now.merge(before, on=key, how="outer", suffixes=("", "_before"), indicator="presence", sort=False)
    joined["presence"] = joined["presence"].astype(str).map({"both": BOTH, "left_only": NEW, "right_only": GONE})
    order = {tuple(row): place for place, row in enumerate(pd.concat([now[key], before[key]]).drop_duplicates().itertuples(index=False))}
    places = joined[key].apply(lambda row: order[tuple(row)], axis=1) if len(joined) else pd.Series(dtype=int)
    return joined.iloc[places.argsort(kind="stable")].reset_index(drop=True) if len(joined) else joined


def latest_statement(history: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """One row per key from several reports: the latest report counts; how often a figure was stated differently is kept.

    Parameters
    ----------
    history
        Rows of every report, with ``quarter``; the same key may stand in several reports, such as last year's figure.
    key
        Columns that say what a figure is of, period included.

    Returns
    -------
    pandas.DataFrame
        The row of the latest report for each key, in the order of the key's first statement, so that no point counts twice.
    """
    latest = history.sort_values("quarter", kind="stable").drop_duplicates(key, keep="last")
    first = history.drop_duplicates(key)[key].reset_index(drop=True)
    return first.merge(latest, on=key, how="left")


def restated(history: pd.DataFrame, key: list[str], value: str) -> pd.DataFrame:
    """Figures that a later report states otherwise than an earlier one.

    Parameters
    ----------
    history, key
        As for ``latest_statement``.
    value
        Column of the figure.

    Returns
    -------
    pandas.DataFrame
        One row per change: the key, ``quarter`` of the later report, ``value`` as it states it, ``<value>_before`` and ``quarter_before``.
    """
    ordered = history.dropna(subset=[value]).sort_values("quarter", kind="stable")
    ordered = ordered.assign(
        **{f"{value}_before": ordered.groupby(key)[value].shift(), "quarter_before": ordered.groupby(key)["quarter"].shift()}
    )
    changed = ordered[f"{value}_before"].notna() & ordered[value].ne(ordered[f"{value}_before"])
    return ordered.loc[changed, [*key, "quarter", value, "quarter_before", f"{value}_before"]].reset_index(drop=True)
