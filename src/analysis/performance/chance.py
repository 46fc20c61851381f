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


def share_limits(whole: pd.Series, mean_pct: float, confidence: float = WIDE) -> pd.DataFrame:
    """Limits of a percentage within which chance alone would leave councils, were each one's share the mean: ``low``, ``high``.

    A binomial count of ``whole``, which may be full-time equivalents; the limits are interpolated between whole counts as those of a rate are.

    >>> share_limits(pd.Series([20.0]), 10, 0.95).round(1).to_numpy().tolist()
    [[0.0, 22.8]]
    """
    tail, mean = (1 - confidence) / 2, mean_pct / 100
    n = whole.to_numpy(dtype=float)
    limits = {side: 100 * _smooth_share_quantile(at, n, mean) / whole for side, at in (("low", tail), ("high", 1 - tail))}
    return pd.DataFrame(limits, index=whole.index).clip(0, 100)


def in_funnel(count: pd.Series, base: pd.Series, mean: float, per: float, is_share: bool) -> pd.DataFrame:
    """Each council's figure in the funnel around a mean that all may have.

    Parameters
    ----------
    count, base
        Events and what they are a rate or share of; a row without either, or with a base of 0, is missing throughout.
    mean, per
        The mean, and how many of the base it is per.
    is_share
        Whether no more can be counted than the base holds: binomial limits, else those of Poisson counts. A count above its base then is
        no share, and its row missing.

    Returns
    -------
    pandas.DataFrame
        ``value``; ``low_95``, ``high_95``, ``low_998``, ``high_998``; ``beyond``: 0 within the limits of 95 per cent, 1 or 2 above those
        of 95 and of 99.8 per cent, -1 or -2 below them.

    >>> in_funnel(pd.Series([30.0, 11.0]), pd.Series([1000.0, 1000.0]), 100, 10_000, is_share=False)["beyond"].tolist()
    [2, 0]
    """
    there = count.notna() & (base > 0) & (count.le(base) | (not is_share))
    count, base = count.where(there), base.where(there)
    found = pd.DataFrame({"value": per * count / base})
    for name, confidence in (("95", NARROW), ("998", WIDE)):
        limits = share_limits(base, mean, confidence) if is_share else funnel_limits(base, mean, per, confidence)
        found[[f"low_{name}", f"high_{name}"]] = limits
    above = sum((found["value"] > found[f"high_{name}"]).astype(int) for name in ("95", "998"))
    below = sum((found["value"] < found[f"low_{name}"]).astype(int) for name in ("95", "998"))
    return found.assign(beyond=(above - below).astype("Int64").where(there))


def _smooth_share_quantile(probability: float, whole: np.ndarray, mean: float) -> np.ndarray:
    """Count of a binomial that has at most a probability at or below it, interpolated between whole counts."""

    def reached(count: np.ndarray) -> np.ndarray:
        inside = np.clip(count, 0, None)
        with_some_left = np.where(whole - inside > 0, whole - inside, 1)
        at_most = np.where(whole - inside > 0, special.betainc(with_some_left, inside + 1, 1 - mean), 1.0)
        return np.where(count < 0, 0.0, at_most)

    below, least = np.full_like(whole, -1), np.ceil(whole)
    while (np.nan_to_num(least - below) > 1).any():
        middle = np.floor((below + least) / 2)
        enough = reached(middle) >= probability
        apart = least - below > 1
        below, least = np.where(apart & ~enough, middle, below), np.where(apart & enough, middle, least)
    mass = reached(least) - reached(below)
    over = np.divide(reached(least) - probability, mass, out=np.zeros_like(mass), where=mass > 0)
    return np.maximum(least - over, 0)


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
