"""What holds on a day: a child's worker, placement or status, and the last of events that come round."""

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.chance import OPEN

STRIDE = 100_000
"""More than any day number: who and day make one sorted number."""


def row_on(who: np.ndarray, starts: np.ndarray, ends: np.ndarray, asked: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Row of the spell in which each of those asked is on a day; -1 where there is none.

    Parameters
    ----------
    who, starts, ends
        Spells, sorted by who and start; those of one do not overlap.

    >>> row_on(np.array([1, 1]), np.array([10, 20]), np.array([20, 30]), np.array([1, 1, 2]), np.array([20, 9, 20])).tolist()
    [1, -1, -1]
    """
    if not len(who):
        return np.full(len(asked), -1)
    place = np.searchsorted(np.asarray(who) * STRIDE + starts, np.asarray(asked) * STRIDE + days, side="right") - 1
    found = np.maximum(place, 0)
    holds = (place >= 0) & (who[found] == asked) & (starts[found] <= days) & (days < ends[found])
    return np.where(holds, place, -1)


def latest_on(who: np.ndarray, days: np.ndarray, asked: np.ndarray, until: np.ndarray) -> np.ndarray:
    """Day of the last event of each of those asked up to a day; ``OPEN`` where there was none. Events are sorted by who and day."""
    if not len(who):
        return np.full(len(asked), OPEN)
    place = np.maximum(np.searchsorted(np.asarray(who) * STRIDE + days, np.asarray(asked) * STRIDE + until, side="right") - 1, 0)
    return np.where((who[place] == asked) & (days[place] <= until), days[place], OPEN)


def last_round(first: np.ndarray, every: np.ndarray, until: np.ndarray) -> np.ndarray:
    """Day of the last of events that come round; ``OPEN`` before the first.

    >>> last_round(np.array([10, 10]), np.array([7, 7]), np.array([30, 9])).tolist()
    [24, 60000]
    """
    return np.where(until >= first, first + (until - first) // every * every, OPEN)


def count_between(
    who: np.ndarray, starts: np.ndarray, ends: np.ndarray, asked: np.ndarray, after: np.ndarray, until: np.ndarray
) -> np.ndarray:
    """How many spells of each of those asked start by a day and end after another."""
    inside = (starts <= until) & (ends > after)
    counts = pd.Series(who[inside]).value_counts()
    return counts.reindex(asked).fillna(0).astype(np.int64).to_numpy()
