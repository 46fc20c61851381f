"""Rates, shares and changes: the small arithmetic that every page shares."""

from fractions import Fraction
from math import ceil, floor

import numpy as np
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


def fewest_children(percentage: pd.Series, small_base: pd.Series) -> pd.Series:
    """Fewest children that the smaller part of a percentage can stand for; missing where it rests on many.

    It is the least count k for which some n up to 1,000 gives k of n, rounded to one decimal, as the percentage or its remainder.

    >>> fewest_children(pd.Series([86.7, 99.5, 100.0, 52.0]), pd.Series([True, True, True, False])).tolist()
    [2, 1, 0, <NA>]
    """
    fewest = []
    for value, small in zip(percentage, small_base, strict=True):
        part = min(value, 100 - value)
        fewest.append(_fewest(round(part, 1)) if small and pd.notna(value) else pd.NA)
    return pd.Series(fewest, index=percentage.index, dtype="Int64")


def whole_numbers_between(low: Fraction, high: Fraction, whole: int | Fraction, per: int | Fraction = 100) -> range:
    """The whole numbers of a whole whose share of it, in ``per``, lies between two bounds, both included.

    >>> list(whole_numbers_between(Fraction("60.45"), Fraction("60.55"), 119))
    [72]
    """
    fewest, most = ceil(low * whole / per), floor(high * whole / per)
    return range(max(fewest, 0), min(most, int(whole)) + 1)


def whole_numbers_behind(percentage: float, whole: int, decimals: int = 1) -> range:
    """The whole numbers of a whole that round to a percentage as printed; none where it cannot be a share of that whole.

    Parameters
    ----------
    percentage
        As printed.
    whole
        What it may be a percentage of.
    decimals
        Decimal places to which it is printed.

    >>> list(whole_numbers_behind(60.5, 119)), list(whole_numbers_behind(60.5, 66))
    ([72], [])
    """
    printed, half = Fraction(str(round(float(percentage), decimals))), Fraction(1, 2 * 10**decimals)
    return whole_numbers_between(printed - half, printed + half, whole)


def _fewest(part_pct: float) -> int:
    wholes = np.arange(1, 1001)
    return next(count for count in range(501) if (np.abs(1000 * count / wholes - 10 * part_pct) <= 0.5 + 1e-9).any())
