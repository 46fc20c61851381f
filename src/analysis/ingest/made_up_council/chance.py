"""Draws and days: everything in a made-up council is an array of day numbers, and an end that is not there yet is ``OPEN``."""

from datetime import date, timedelta

import numpy as np

from analysis.errors import UnknownChoice

OPEN = 60_000
"""Day number of an end that is not there: past every day of a simulation."""
DAYS_A_YEAR = 365.25


def day_number(day) -> int:
    """Days since 1970 of a date.

    >>> from datetime import date
    >>> day_number(date(1970, 2, 1))
    31
    """
    return int(np.datetime64(day, "D").astype(np.int64))


def quarter_end(day: date) -> int:
    """Day number of the end of a quarter.

    Raises
    ------
    UnknownChoice
        If the day ends none.
    """
    if (day + timedelta(days=1)).day != 1 or day.month % 3:
        raise UnknownChoice(f"{day.isoformat()} is not the end of a quarter. Use one such as {day.year}-03-31.")
    return day_number(day)


def as_dates(days: np.ndarray) -> np.ndarray:
    """Day numbers as dates; ``OPEN`` is missing."""
    days = np.asarray(days, dtype=np.int64)
    return np.where(days < OPEN, days, np.iinfo(np.int64).min).astype("datetime64[D]").astype("datetime64[us]")


def drawn(generator: np.random.Generator, shares: dict[str, float], count: int) -> np.ndarray:
    """Names drawn by their shares, which are scaled to sum to one."""
    weights = np.cumsum(list(shares.values()))
    return np.array(list(shares), dtype=object)[np.searchsorted(weights, generator.random(count) * weights[-1], side="right")]


def exponential_days(generator: np.random.Generator, mean: np.ndarray | float, count: int) -> np.ndarray:
    """Whole days of 1 or more with a mean, as times between events are spread."""
    return np.maximum(1, np.rint(generator.exponential(1.0, count) * mean)).astype(np.int64)


def birthday(born: np.ndarray, years: int) -> np.ndarray:
    """Day on which a child turns so many years old; 29 February counts as 1 March."""
    days = born.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    shifted = (months + 12 * years).astype("datetime64[D]") + (days - months.astype("datetime64[D]"))
    return shifted.astype(np.int64)


def working_days_after(days: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The day so many days from Monday to Friday later."""
    return np.busday_offset(days.astype("datetime64[D]"), count, roll="forward").astype(np.int64)


def financial_year_end(day: int) -> int:
    """31 March on or after a day."""
    year = day_year(day)
    end = day_number(f"{year}-03-31")
    return end if day <= end else day_number(f"{year + 1}-03-31")


def day_year(day: int) -> int:
    """Calendar year of a day number."""
    return int(str(np.datetime64(int(day), "D"))[:4])


def quarter_ends(first: int, last: int) -> list[int]:
    """Ends of quarters from a day to a day, both counted."""
    months = np.arange(np.datetime64(first, "D").astype("datetime64[M]"), np.datetime64(last, "D").astype("datetime64[M]") + 1)
    ends = (months + 1).astype("datetime64[D]").astype(np.int64) - 1
    quarterly = ends[(months.astype(int) % 3) == 2]
    return [int(day) for day in quarterly[(quarterly >= first) & (quarterly <= last)]]
