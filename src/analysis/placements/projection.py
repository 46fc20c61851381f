"""Children to come: how many will be in each kind of placement, month by month, on average and as it may turn out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.linalg import expm

from analysis.placements.movements import ADULT_MONTHS, BANDS, Movements, band_of
from analysis.placements.unit_costs import AGE_BANDS

LINE = "placement_line"
DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12


@dataclass(frozen=True)
class WhatIf:
    """How many times as often children come, leave and move, and where they are fostered; as now where nothing is said.

    Attributes
    ----------
    entries, leaving
        Times the rate at which children come, and leave care.
    step_down
        By pair of kinds, times the rate of moving from the first to the second.
    shared
        Two kinds, and the share of those who come or move to either that goes to the first, from 0 to 1; moves between the two are as now.
    """

    entries: float = 1.0
    leaving: float = 1.0
    step_down: tuple[tuple[str, str, float], ...] = ()
    shared: tuple[str, str, float] | None = None

    def applied(self, seen: Movements, moves: np.ndarray, entries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rates of moving and of coming with what is supposed."""
        moved, came = moves.copy(), entries * self.entries
        moved[..., -1] *= self.leaving
        for here, there, times in self.step_down:
            moved[..., seen.lines.index(here), seen.lines.index(there)] *= times
        if self.shared is not None:
            one, other = (seen.lines.index(line) for line in self.shared[:2])
            elsewhere = [kind for kind in range(len(seen.lines)) if kind not in (one, other)]
            for rates, rows in ((came, ...), (moved, (..., elsewhere, slice(None)))):
                part = rates[rows]
                both = part[..., one] + part[..., other]
                part[..., one], part[..., other] = both * self.shared[2], both * (1 - self.shared[2])
                rates[rows] = part
        return moved, came


def chances_after(moves: np.ndarray, days: float) -> np.ndarray:
    """Chances of being in each kind, or of having left, some days on, by draw, band and kind: the matrix exponential of the daily rates.

    Parameters
    ----------
    moves
        Rates a day by draw, band, kind and kind moved to, leaving last.
    """
    draws, bands, kinds, _ = moves.shape
    rates = np.zeros((draws, bands, kinds + 1, kinds + 1))
    rates[:, :, :kinds] = moves
    diagonal = np.arange(kinds)
    rates[:, :, diagonal, diagonal] = 0.0
    rates[:, :, diagonal, diagonal] = -rates[:, :, :kinds].sum(axis=-1)
    return expm(rates * days)


def expected_by_age(
    start_months: np.ndarray, start_lines: np.ndarray, seen: Movements, months: int, what_if: WhatIf | None = None
) -> np.ndarray:
    """Children expected of each age in each kind at the end of each month, exactly: powers of the monthly chances, a cohort for each month of age.

    Parameters
    ----------
    start_months, start_lines
        Age in months and number of the kind of each child at the start.

    Returns
    -------
    numpy.ndarray
        By month (the first the start), band of ``BANDS`` and kind, in the order of ``seen.lines``.
    """
    moves, entries = (what_if or WhatIf()).applied(seen, *seen.per_day())
    kinds, band = len(seen.lines), band_of(np.arange(ADULT_MONTHS))
    half = chances_after(moves, DAYS_A_MONTH / 2)[0]
    chances, halfway = (of_band[band][:, :kinds, :kinds] for of_band in (half @ half, half))
    cohorts = np.zeros((ADULT_MONTHS, kinds))
    np.add.at(cohorts, (start_months, start_lines), 1.0)
    # Those who come in a month are spread over the ages of their band, and come in the middle of it.
    ages = np.bincount(band, minlength=len(BANDS))
    coming = entries[0][band] * DAYS_A_MONTH / ages[band][:, None]
    coming = np.einsum("ak,akl->al", coming, halfway)
    begins = np.searchsorted(band, np.arange(len(BANDS)))
    found = np.empty((months + 1, len(BANDS), kinds))
    found[0] = np.add.reduceat(cohorts, begins, axis=0)
    for month in range(1, months + 1):
        moved = np.einsum("ak,akl->al", cohorts, chances) + coming
        cohorts[0], cohorts[1:] = 0.0, moved[:-1]
        found[month] = np.add.reduceat(cohorts, begins, axis=0)
    return found


def expected_children(
    start_months: np.ndarray, start_lines: np.ndarray, seen: Movements, months: int, what_if: WhatIf | None = None
) -> np.ndarray:
    """Children expected in each kind at the end of each month, of all ages: ``expected_by_age`` added up.

    Returns
    -------
    numpy.ndarray
        A row a month, the first the start; a column a kind, in the order of ``seen.lines``.
    """
    return expected_by_age(start_months, start_lines, seen, months, what_if).sum(axis=1)


def expected_by_day(
    start_days: np.ndarray, start_lines: np.ndarray, seen: Movements, days: int, what_if: WhatIf | None = None
) -> np.ndarray:
    """Children expected in each kind at the end of each day, exactly: a cohort for each day of age.

    Parameters
    ----------
    start_days, start_lines
        Age in days and number of the kind of each child at the start.

    Returns
    -------
    numpy.ndarray
        A row a day, the first the start; a column a kind, in the order of ``seen.lines``.
    """
    moves, entries = (what_if or WhatIf()).applied(seen, *seen.per_day())
    kinds = len(seen.lines)
    ends = np.array([min(high, 18) * DAYS_A_YEAR for _, high in AGE_BANDS.values()]).round().astype(int)
    begins = np.append(0, ends[:-1])
    chances = chances_after(moves, 1.0)[0][:, :kinds, :kinds]
    # A cohort keeps its place: those born later stand before it, and the window of those under 18 moves down a day at a time.
    cohorts = np.zeros((days + ends[-1], kinds))
    young = start_days < ends[-1]
    np.add.at(cohorts, (days + start_days[young], start_lines[young]), 1.0)
    found = np.empty((days + 1, kinds))
    found[0] = cohorts.sum(axis=0)
    for day in range(1, days + 1):
        first = days - day
        cohorts[first + ends[-1] :] = 0.0
        for band, (low, high) in enumerate(zip(begins, ends, strict=True)):
            there = slice(first + low, first + high)
            cohorts[there] = cohorts[there] @ chances[band] + entries[0][band] / (high - low)
        found[day] = cohorts[first : first + ends[-1]].sum(axis=0)
    return found


def drawn_children(
    start_months: np.ndarray,
    start_lines: np.ndarray,
    seen: Movements,
    months: int,
    generator: np.random.Generator,
    draws: int,
    what_if: WhatIf | None = None,
) -> np.ndarray:
    """The same by month as it may turn out: each draw with rates of its own, child by child.

    Returns
    -------
    numpy.ndarray
        Children by draw, month (the first the start) and kind.
    """
    moves, entries = (what_if or WhatIf()).applied(seen, *seen.per_day(generator, draws))
    kinds = len(seen.lines)
    half = chances_after(moves, DAYS_A_MONTH / 2)
    whole, halfway = _stay_or_go(half @ half), _stay_or_go(half)
    of_age = band_of(np.arange(ADULT_MONTHS + 1)).astype(np.int32)
    draw, age, kind = (
        part.astype(np.int32)
        for part in (np.repeat(np.arange(draws), len(start_lines)), np.tile(start_months, draws), np.tile(start_lines, draws))
    )
    found = np.empty((draws, months + 1, kinds))
    found[:, 0] = np.bincount(start_lines, minlength=kinds)
    for month in range(1, months + 1):
        kind = _moved(*whole, (draw * len(BANDS) + of_age[age]) * kinds + kind, kind, generator)
        new_draw, new_age, new_kind = _came(entries, generator)
        new_kind = _moved(*halfway, (new_draw * len(BANDS) + of_age[new_age]) * kinds + new_kind, new_kind, generator)
        draw, age, kind = (np.concatenate(pair) for pair in ((draw, new_draw), (age, new_age), (kind, new_kind)))
        age += 1
        still = (kind < kinds) & (age < ADULT_MONTHS)
        draw, age, kind = draw[still], age[still], kind[still]
        found[:, month] = np.bincount(draw * kinds + kind, minlength=draws * kinds).reshape(draws, kinds)
    return found


def _stay_or_go(chances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Chance of staying in a kind, and rising chances of each place to go to with staying first; a row a draw, band and kind."""
    kinds = chances.shape[-1] - 1
    own = np.arange(kinds)
    going = chances[..., :kinds, :].copy()
    stay = going[..., own, own].copy()
    going[..., own, own] = 0.0
    return stay.ravel(), (stay[..., None] + np.cumsum(going, axis=-1)).reshape(-1, kinds + 1)


def _moved(stay: np.ndarray, rising: np.ndarray, row: np.ndarray, kind: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Kind of each child after a while. Most stay where they are, and only for the rest is looked up where they go."""
    chance = generator.random(len(row))
    go = np.flatnonzero(chance >= stay[row])
    after = kind.copy()
    after[go] = (chance[go, None] >= rising[row[go], :-1]).sum(axis=1)
    return after


def _came(entries: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw, age in months and kind of those who come in a month."""
    counts = generator.poisson(entries * DAYS_A_MONTH)
    draw, band, kind = (np.repeat(place, counts[counts > 0]).astype(np.int32) for place in np.nonzero(counts))
    lows = np.array([low * 12 for low, _ in AGE_BANDS.values()])
    highs = np.append(lows[1:], ADULT_MONTHS)
    return draw, generator.integers(lows[band], highs[band], dtype=np.int32), kind


def cost_by_day(children: np.ndarray, prices: np.ndarray, start: pd.Timestamp, uplift_pct: float = 0.0) -> pd.DataFrame:
    """Cost of children by financial year, night by night, as ``expected_by_day`` gives them; parameters as of ``cost_by_financial_year``.

    Returns
    -------
    pandas.DataFrame
        One row per financial year: ``financial_year``, ``nights``, ``cost_gbp``.

    >>> cost_by_day(np.full((366, 1), 2.0), np.array([700.0]), pd.Timestamp("2024-03-31")).to_dict("records")
    [{'financial_year': '2024-25', 'nights': 365, 'cost_gbp': 73000.0}]
    """
    dates = pd.date_range(start + pd.Timedelta(days=1), periods=len(children) - 1, freq="D")
    return _by_year(dates, children[1:] @ prices / 7, start, uplift_pct, "nights")


def cost_by_financial_year(children: np.ndarray, prices: np.ndarray, start: pd.Timestamp, uplift_pct: float = 0.0) -> pd.DataFrame:
    """Cost of children by financial year: those at the start and end of each month, halved, for its days at the price of their kind.

    Parameters
    ----------
    children
        By month (the first the start) and kind.
    prices
        GBP a week of each kind at the start.
    start
        Last day of the month before the first.
    uplift_pct
        Rise of prices on each 1 April.

    Returns
    -------
    pandas.DataFrame
        One row per financial year that the months touch: ``financial_year``, ``months``, ``cost_gbp``.

    >>> cost_by_financial_year(np.full((13, 1), 2.0), np.array([700.0]), pd.Timestamp("2024-03-31")).to_dict("records")
    [{'financial_year': '2024-25', 'months': 12, 'cost_gbp': 73000.0}]
    """
    return _by_year(*_monthly_cost(children, prices, start), start, uplift_pct, "months")


def drawn_cost_by_financial_year(children: np.ndarray, prices: np.ndarray, start: pd.Timestamp, uplift_pct: float = 0.0) -> np.ndarray:
    """The same for each draw, as ``drawn_children`` gives them: GBP, a row a draw and a column a financial year."""
    ends, cost = _monthly_cost(children, prices, start)
    years, raised = _years_and_uplift(ends, start, uplift_pct)
    return np.add.reduceat(cost * raised, np.flatnonzero(np.diff(years, prepend=years[0] - 1)), axis=-1)


def _monthly_cost(children: np.ndarray, prices: np.ndarray, start: pd.Timestamp) -> tuple[pd.DatetimeIndex, np.ndarray]:
    """Last day of each month, and its cost at the prices of the start; children by month and kind, or by draw, month and kind."""
    ends = pd.date_range(start + pd.Timedelta(days=1), periods=children.shape[-2] - 1, freq="ME")
    middle = (children[..., 1:, :] + children[..., :-1, :]) / 2
    return ends, middle @ prices / 7 * ends.day.to_numpy()


def _years_and_uplift(ends: pd.DatetimeIndex, start: pd.Timestamp, uplift_pct: float) -> tuple[np.ndarray, np.ndarray]:
    """Year in which the financial year of each day begins, and how many times the prices of the start are paid on it."""
    years = (ends.year - (ends.month < 4)).to_numpy()
    return years, (1 + uplift_pct / 100) ** (years - (start.year - (start.month < 4)))


def _by_year(ends: pd.DatetimeIndex, cost: np.ndarray, start: pd.Timestamp, uplift_pct: float, counted: str) -> pd.DataFrame:
    """Cost of each month or day added up by financial year, raised by the uplifts since the start."""
    years, raised = _years_and_uplift(ends, start, uplift_pct)
    table = pd.DataFrame({"year": years, "cost_gbp": cost * raised})
    found = table.groupby("year").agg(**{counted: ("cost_gbp", "size"), "cost_gbp": ("cost_gbp", "sum")}).reset_index()
    found["financial_year"] = [f"{year}-{(year + 1) % 100:02d}" for year in found["year"]]
    return found.round({"cost_gbp": 2})[["financial_year", counted, "cost_gbp"]]
