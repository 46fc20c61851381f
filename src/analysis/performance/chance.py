"""How far chance alone moves a rate or a share of small numbers: intervals, limits of a funnel, and what a rank is worth."""

import numpy as np
import pandas as pd
from scipy import special

WIDE, NARROW = 0.998, 0.95
"""Limits of a funnel: about one council in 500, and one in 20, lies outside by chance."""


def count_interval(count: pd.Series | float, confidence: float = NARROW) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest mean that a count of events may have come from, exactly (Garwood 1936).

    >>> low, high = count_interval(10.0)
    >>> round(float(low), 2), round(float(high), 2)
    (4.8, 18.39)
    """
    tail = (1 - confidence) / 2
    events = np.asarray(count, dtype=float)
    # Half a quantile of chi-squared is one of the gamma distribution: scipy.special loads in a tenth of the time that scipy.stats takes.
    low = np.where(events > 0, special.gammaincinv(np.where(events > 0, events, 1), tail), 0.0)
    high = special.gammaincinv(events + 1, 1 - tail)
    return np.where(np.isnan(events), np.nan, low), np.where(np.isnan(events), np.nan, high)


def rate_interval(count: pd.Series, base: pd.Series, per: float, confidence: float = NARROW) -> pd.DataFrame:
    """Interval of a rate of events per so many, ``low`` and ``high``; missing where count or base is.

    The base is taken as exact. Children come in families and stay, so a count of children moves more by chance than the interval says.

    Parameters
    ----------
    count, base
        Events, and what they are a rate of.
    per
        Such as 10,000 children.
    """
    low, high = count_interval(count, confidence)
    base = base.where(base > 0)
    return pd.DataFrame({"low": per * low / base, "high": per * high / base}, index=count.index)


def share_interval(count: pd.Series, whole: pd.Series, confidence: float = NARROW) -> pd.DataFrame:
    """Interval of a percentage, ``low`` and ``high`` (Wilson 1927); missing where count or whole is, or the whole is 0.

    >>> share_interval(pd.Series([5.0]), pd.Series([20.0])).round(1).to_numpy().tolist()
    [[11.2, 46.9]]
    """
    z = special.ndtri((1 + confidence) / 2)
    whole = whole.where(whole > 0).astype(float)
    share = count / whole
    middle = (share + z**2 / (2 * whole)) / (1 + z**2 / whole)
    half = z * np.sqrt(share * (1 - share) / whole + z**2 / (4 * whole**2)) / (1 + z**2 / whole)
    return pd.DataFrame({"low": 100 * (middle - half).clip(lower=0), "high": 100 * (middle + half).clip(upper=1)}, index=count.index)


def funnel_limits(base: pd.Series, mean_rate: float, per: float, confidence: float = WIDE) -> pd.DataFrame:
    """Limits of a rate within which chance alone would leave councils of a base, were their rate the mean: ``low``, ``high``.

    A Poisson count with the mean ``mean_rate * base / per``; the limits are interpolated between whole counts as Spiegelhalter (2005) does,
    so that they are smooth.
    """
    tail = (1 - confidence) / 2
    mean = mean_rate * base.to_numpy(dtype=float) / per
    return pd.DataFrame(
        {"low": _smooth_quantile(tail, mean) * per / base, "high": _smooth_quantile(1 - tail, mean) * per / base}, index=base.index
    )


def _smooth_quantile(probability: float, mean: np.ndarray) -> np.ndarray:
    whole = np.ceil(special.pdtrik(probability, mean))
    # Where the one below reaches the probability too, rounding had lifted the quantile by one.
    whole = np.where((whole > 0) & (special.pdtr(whole - 1, mean) >= probability), whole - 1, np.maximum(whole, 0))
    above = special.pdtr(whole, mean) - probability
    mass = np.exp(special.xlogy(whole, mean) - mean - special.gammaln(whole + 1))
    return np.maximum(whole - above / mass, 0)


def rank_span(low: pd.Series, high: pd.Series, area: str) -> tuple[int, int]:
    """First and last place, from the lowest, that an area may truly hold: councils whose whole interval lies below or above are counted out.

    Parameters
    ----------
    low, high
        Interval of each area's figure, by area.
    area
        Which.

    >>> span = pd.Series({"a": 1.0, "b": 2.0, "c": 9.0}), pd.Series({"a": 3.0, "b": 4.0, "c": 11.0})
    >>> rank_span(*span, "a"), rank_span(*span, "c")
    ((1, 2), (3, 3))
    """
    there = low.notna() & high.notna()
    low, high = low[there], high[there]
    return int((high < low[area]).sum()) + 1, len(low) - int((low > high[area]).sum())
