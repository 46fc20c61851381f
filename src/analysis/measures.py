"""Rates, shares and changes: the small arithmetic that every page shares."""

import pandas as pd


def share_pct(part: pd.Series, whole) -> pd.Series:
    """Part as a percentage of the whole; missing where the whole is 0.

    >>> share_pct(pd.Series([1, 3]), 4).tolist()
    [25.0, 75.0]
    """
    whole = pd.Series(whole, index=part.index, dtype=float)
    return 100 * part / whole.where(whole != 0)


def change_pct(now: pd.Series, before: pd.Series) -> pd.Series:
    """Change since before as a percentage of before; missing where before is 0.

    >>> change_pct(pd.Series([110.0]), pd.Series([100.0])).round(6).tolist()
    [10.0]
    """
    return share_pct(now - before, before.abs())


def rate_per_10k(count: pd.Series, population: pd.Series) -> pd.Series:
    """Count per 10,000 children aged 0 to 17.

    ``population`` is the number of children at the same date, from a dated source. Source of the definition:
    ``scrutiny-2023-11``, item 9, annex 1.

    >>> rate_per_10k(pd.Series([486]), pd.Series([51635])).round(1).tolist()
    [94.1]
    """
    return 10_000 * count / population.where(population != 0)
