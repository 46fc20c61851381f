"""How children move between kinds of placement, come and leave: counts over days at risk, by age."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.placements.unit_costs import AGE_BANDS

LINE = "placement_line"
LEFT = "left"
ADULT_MONTHS = 18 * 12
"""A child leaves with the month in which it turns 18."""
BANDS = list(AGE_BANDS)
POOLED_MOVES = 1.0
"""Moves of all ages together that those of each age are counted with."""
_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Movements:
    """What was seen of children in some days.

    Attributes
    ----------
    lines
        Kinds of placement, in the order of the arrays.
    moves
        By band, kind and kind moved to, the last of which is leaving; ages pooled as ``POOLED_MOVES`` says.
    at_risk_days
        By band and kind.
    entries
        Children who came from elsewhere, by band and kind.
    watched_days
        Days in which they came.
    """

    lines: list[str]
    moves: np.ndarray
    at_risk_days: np.ndarray
    entries: np.ndarray
    watched_days: int

    def per_day(self, generator: np.random.Generator | None = None, draws: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """Rates of moving and of coming a day: as seen, or draws of them from the gamma distributions that so many cases leave.

        Returns
        -------
        tuple
            Moves by draw, band, kind and kind moved to; entries by draw, band and kind.
        """
        days = np.maximum(self.at_risk_days, 1.0)[:, :, None]
        if generator is None:
            return (self.moves / days)[None], (self.entries / self.watched_days)[None]
        drawn = generator.gamma(np.maximum(self.moves, 1e-9), 1 / days, (draws, *self.moves.shape))
        return drawn, generator.gamma(np.maximum(self.entries, 1e-9), 1 / self.watched_days, (draws, *self.entries.shape))


def age_in_months(birth_date: pd.Series, day: pd.Timestamp) -> np.ndarray:
    """Whole months from birth to a day.

    >>> age_in_months(pd.Series(pd.to_datetime(["2020-01-31", "2020-01-15"])), pd.Timestamp("2020-03-15")).tolist()
    [1, 2]
    """
    months = (day.year - birth_date.dt.year) * 12 + day.month - birth_date.dt.month
    return (months - (birth_date.dt.day > day.day)).to_numpy()


def band_of(months: np.ndarray) -> np.ndarray:
    """Number of the band of each age in months."""
    ends = np.array([high * 12 for _, high in AGE_BANDS.values()][:-1])
    return np.searchsorted(ends, months, side="right")


def movements(stays: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp) -> Movements:
    """Moves, entries and days at risk of children in placements, from a day to a day.

    Parameters
    ----------
    stays
        As ``placement_stays`` gives them, with ``birth_date``. A child whose next placement begins within a day of the end of one has moved; to another of the same
        kind is no move.
    """
    lines = sorted(stays[LINE].unique())
    place = {name: number for number, name in enumerate(lines)}
    rows = stays.sort_values(["child_id", "seen_from_date"], kind="stable", ignore_index=True)
    same = rows["child_id"].eq(rows["child_id"].shift(-1))
    follows = same & (rows["seen_from_date"].shift(-1) <= rows["ended_date"] + _DAY)
    to = rows[LINE].shift(-1).where(follows, LEFT).map({**place, LEFT: len(lines)}).to_numpy()
    own = rows[LINE].map(place).to_numpy()
    moves, days, entries = (
        np.zeros(shape) for shape in ((len(BANDS), len(lines), len(lines) + 1), (len(BANDS), len(lines)), (len(BANDS), len(lines)))
    )
    came = (
        ~follows.shift(1, fill_value=False).to_numpy()
        & rows["started_date"].gt(since).to_numpy()
        & rows["started_date"].le(until).to_numpy()
    )
    ended = rows["ended_date"].gt(since) & rows["ended_date"].le(until)
    moved = ended.to_numpy() & (to != own)
    ages = {name: band_of(_age_at(rows, name)) for name in ("started_date", "ended_date")}
    # One that leaves on the day of turning 18 has aged out, which the projection does by itself.
    adult = _age_at(rows, "ended_date") >= ADULT_MONTHS
    np.add.at(moves, (ages["ended_date"][moved & ~adult], own[moved & ~adult], to[moved & ~adult]), 1)
    np.add.at(entries, (ages["started_date"][came], own[came]), 1)
    for band, (low, high) in enumerate(AGE_BANDS.values()):
        begins = np.maximum(rows["seen_from_date"], rows["birth_date"] + pd.DateOffset(years=low)).clip(lower=since)
        ends = np.minimum(rows["ended_date"].fillna(until).clip(upper=until), rows["birth_date"] + pd.DateOffset(years=min(high, 18)))
        np.add.at(days[band], own, np.clip((ends - begins).dt.days.to_numpy(), 0, None))
    pooled = moves.sum(axis=0) / np.maximum(days.sum(axis=0), 1.0)[:, None]
    weight = POOLED_MOVES / np.maximum(pooled.sum(axis=1), 1e-9)
    known = pooled.sum(axis=1) > 0
    moves = moves + np.where(known, weight, 0.0)[None, :, None] * pooled[None]
    days = days + np.where(known, weight, 0.0)[None]
    return Movements(lines, moves, days, entries, int((until - since).days))


def _age_at(rows: pd.DataFrame, name: str) -> np.ndarray:
    """Age in whole months on the day that a column holds; 0 where there is none."""
    day, born = rows[name].fillna(rows["birth_date"]), rows["birth_date"]
    months = (day.dt.year - born.dt.year) * 12 + day.dt.month - born.dt.month
    return np.clip((months - (born.dt.day > day.dt.day)).to_numpy(), 0, None).astype(int)
