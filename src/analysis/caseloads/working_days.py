"""Working days in England: Monday to Friday, less bank holidays."""

from functools import cache

import numpy as np
import pandas as pd

SOONEST, LATEST = 1990, 2060
"""Years whose bank holidays are known here; a date outside them is an error of its file, not of the calendar."""


@cache
def bank_holidays() -> np.ndarray:
    """Bank holidays of England as days, one-off ones among them."""
    import holidays  # half a second of loading, and few pages need it

    known = holidays.country_holidays("GB", subdiv="ENG", years=range(SOONEST, LATEST + 1))
    return np.array(sorted(known), dtype="datetime64[D]")


def working_days_between(start: pd.Series, end: pd.Series) -> pd.Series:
    """Working days after a day up to a later one, the later one counted; missing where either is.

    From a Friday, a Saturday or a Sunday to the Monday after is one.

    >>> days = pd.to_datetime(pd.Series(["2024-03-28", "2024-04-02"]))
    >>> working_days_between(days.iloc[[0]], days.iloc[[1]].set_axis([0])).tolist()
    [1.0]
    """
    there = start.notna() & end.notna()
    counted = np.busday_count(_days(start[there]) + 1, _days(end[there]) + 1, holidays=bank_holidays())
    return pd.Series(counted, index=start.index[there], dtype=float).reindex(start.index)


def working_days_after(start: pd.Series, days: int) -> pd.Series:
    """The day so many working days after another; missing where that is.

    >>> str(working_days_after(pd.to_datetime(pd.Series(["2023-12-22"])), 1)[0].date())
    '2023-12-27'
    """
    there = start.notna()
    # A day that is none itself starts from the working day before it, so that the next one is the first.
    moved = np.busday_offset(_days(start[there]), days, roll="backward", holidays=bank_holidays())
    return pd.Series(pd.to_datetime(moved), index=start.index[there]).reindex(start.index)


def _days(dates: pd.Series) -> np.ndarray:
    return dates.to_numpy(dtype="datetime64[D]")
