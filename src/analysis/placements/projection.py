"""Children to come: how many will be in each kind of placement, month by month, on average and as it may turn out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.linalg import expm

from analysis.placements.movements import ADULT_MONTHS, BANDS, Movements, band_of
from analysis.placements.unit_costs import AGE_BANDS

LINE = "placement_line"
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class WhatIf:
    """How many times as often children come, leave and move; 1 is as now.

    Attributes
    ----------
    entries, leaving
        Times the rate at which children come, and leave care.
    step_down
        By pair of kinds, times the rate of moving from the first to the second.
    """

    entries: float = 1.0
    leaving: float = 1.0
    step_down: tuple[tuple[str, str, float], ...] = ()

    def applied(self, seen: Movements, moves: np.ndarray, entries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rates of moving and of coming with what is supposed."""
        changed = moves.copy()
        changed[..., -1] *= self.leaving
        for here, there, times in self.step_down:
            changed[..., seen.lines.index(here), seen.lines.index(there)] *= times
        return changed, entries * self.entries


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


def expected_children(
    start_months: np.ndarray, start_lines: np.ndarray, seen: Movements, months: int, what_if: WhatIf | None = None
) -> np.ndarray:
    """Children expected in each kind at the end of each month, exactly: powers of the monthly chances, a cohort for each month of age.

    Parameters
    ----------
    start_months, start_lines
        Age in months and number of the kind of each child at the start.

    Returns
    -------
    numpy.ndarray
        A row a month, the first the start; a column a kind, in the order of ``seen.lines``.
    """
    moves, entries = (what_if or WhatIf()).applied(seen, *seen.per_day())
    chances, kinds = chances_after(moves, DAYS_A_MONTH)[0], len(seen.lines)
    cohorts = np.zeros((ADULT_MONTHS, kinds))
    np.add.at(cohorts, (start_months, start_lines), 1.0)
    band = band_of(np.arange(ADULT_MONTHS))
    # Those who come in a month are spread over the ages of their band, and come in the middle of it.
    ages = np.bincount(band, minlength=len(BANDS))
    coming = entries[0][band] * DAYS_A_MONTH / ages[band][:, None]
    coming = np.einsum("ak,akl->al", coming, chances_after(moves, DAYS_A_MONTH / 2)[0][band][:, :kinds, :kinds])
    found = [cohorts.sum(axis=0)]
    for _ in range(months):
        moved = np.einsum("ak,akl->al", cohorts, chances[band][:, :kinds, :kinds])
        cohorts = np.vstack([np.zeros(kinds), (moved + coming)[:-1]])
        found.append(cohorts.sum(axis=0))
    return np.array(found)


def drawn_children(
    start_months: np.ndarray,
    start_lines: np.ndarray,
    seen: Movements,
    months: int,
    generator: np.random.Generator,
    draws: int,
    what_if: WhatIf | None = None,
) -> np.ndarray:
    """The same as it may turn out: each draw with rates of its own, child by child.

    Returns
    -------
    numpy.ndarray
        Children by draw, month (the first the start) and kind.
    """
    moves, entries = (what_if or WhatIf()).applied(seen, *seen.per_day(generator, draws))
    kinds = len(seen.lines)
    rising, halfway = (np.cumsum(chances_after(moves, days), axis=-1) for days in (DAYS_A_MONTH, DAYS_A_MONTH / 2))
    draw, age, kind = np.repeat(np.arange(draws), len(start_lines)), np.tile(start_months, draws), np.tile(start_lines, draws)
    band = band_of(np.arange(ADULT_MONTHS))
    found = np.zeros((draws, months + 1, kinds))
    found[:, 0] = _counted(draw, kind, draws, kinds)
    for month in range(1, months + 1):
        kind = _moved(rising, draw, band[age], kind, generator)
        came = _came(entries, generator)
        later = _moved(halfway, came[0], band[came[1]], came[2], generator)
        draw, age, kind = (np.concatenate(pair) for pair in ((draw, came[0]), (age, came[1]), (kind, later)))
        age = age + 1
        still = (kind < kinds) & (age < ADULT_MONTHS)
        draw, age, kind = draw[still], age[still], kind[still]
        found[:, month] = _counted(draw, kind, draws, kinds)
    return found


def _counted(draw: np.ndarray, kind: np.ndarray, draws: int, kinds: int) -> np.ndarray:
    return np.bincount(draw * kinds + kind, minlength=draws * kinds).reshape(draws, kinds)


def _moved(rising: np.ndarray, draw: np.ndarray, band: np.ndarray, kind: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Kind of each child after a month, by the rising chances of its draw, band and kind."""
    _, bands, kinds, width = rising.shape
    chance, flat = generator.random(len(draw)), rising.ravel()
    row = ((draw * bands + band) * kinds + kind) * width
    # Most stay where they are, which two chances tell; only for the others is each kind looked at.
    stays = (chance < flat[row + kind]) & ((kind == 0) | (chance >= flat[row + kind - 1]))
    moves = np.flatnonzero(~stays)
    later = kind.copy()
    later[moves] = (chance[moves, None] >= rising[draw[moves], band[moves], kind[moves], :-1]).sum(axis=1)
    return later


def _came(entries: np.ndarray, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw, age in months and kind of those who come in a month."""
    counts = generator.poisson(entries * DAYS_A_MONTH)
    draw, band, kind = (np.repeat(place, counts[counts > 0]) for place in np.nonzero(counts))
    lows = np.array([low * 12 for low, _ in AGE_BANDS.values()])
    highs = np.append(lows[1:], ADULT_MONTHS)
    return draw, generator.integers(lows[band], highs[band]), kind


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
    ends = pd.date_range(start + pd.Timedelta(days=1), periods=len(children) - 1, freq="ME")
    years = ends.year - (ends.month < 4)
    raised = (1 + uplift_pct / 100) ** (years - (start.year - (start.month < 4)))
    cost = ((children[1:] + children[:-1]) / 2) @ prices / 7 * ends.day * raised
    table = pd.DataFrame({"year": years, "cost_gbp": cost})
    found = table.groupby("year").agg(months=("cost_gbp", "size"), cost_gbp=("cost_gbp", "sum")).reset_index()
    found["financial_year"] = [f"{year}-{(year + 1) % 100:02d}" for year in found["year"]]
    return found.round({"cost_gbp": 2})[["financial_year", "months", "cost_gbp"]]
