"""What placements will have cost by the end of the year: spent, committed, to come, with how sure that is."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.placements.durations import EndingRates, cumulative_rate, ending_rates, expected_nights, placement_stays, within_grid
from analysis.placements.priced import DAYS_A_WEEK, as_known_on, weeks_and_cost

LINE = "placement_line"
LOOKBACK_DAYS = 365
"""Placements that began within so many days say how many will begin, and at what price."""
MOST_AT_ONCE = 2_000_000
"""Placements times draws that are worked out together."""
RANGES = {"low_95_gbp": 2.5, "low_80_gbp": 10.0, "high_80_gbp": 90.0, "high_95_gbp": 97.5}
PARTS = ["spent_gbp", "committed_gbp", "to_come_gbp", "contributions_gbp"]
TO_DATE = "contributions_to_date_gbp"


@dataclass(frozen=True)
class Known:
    """What is known on a day of placements in a year, worked out once for the mean and for draws.

    Attributes
    ----------
    open
        Open placements: ``placement_line``, ``spent_days``, ``price_gbp_per_day`` and ``net_gbp_per_day`` (less contributions).
    begun
        Placements that began within ``LOOKBACK_DAYS``: the same prices.
    lookback_days
        Days over which those were counted.
    left_days
        Nights from the day to the end of the year.
    """

    spent: pd.DataFrame
    open: pd.DataFrame
    begun: pd.DataFrame
    rates: EndingRates
    lookback_days: int
    left_days: int


def known_on(spells: pd.DataFrame, day: pd.Timestamp, year_start: pd.Timestamp, year_end: pd.Timestamp) -> Known:
    """What a forecast on a day may use: nothing that began or ended after it.

    Parameters
    ----------
    spells
        As ``price_spells`` gives them.
    """
    known = as_known_on(spells, day)
    stays = placement_stays(known)
    since = pd.Timestamp(known.loc[known["ended_date"].notna(), "ended_date"].min()) if known["ended_date"].notna().any() else day
    since = min(since, day - pd.Timedelta(days=1))
    lookback = int(min(LOOKBACK_DAYS, (day - since).days))
    daily = known["price_gbp_per_week"] / DAYS_A_WEEK
    priced = known.assign(
        price_gbp_per_day=daily,
        net_gbp_per_day=daily * (1 - known["contributed_share"]),
        spent_days=(day - known["placement_started_date"]).dt.days,
    )
    columns = [LINE, "spent_days", "price_gbp_per_day", "net_gbp_per_day"]
    first = priced[priced["started_date"] == priced["placement_started_date"]]
    return Known(
        weeks_and_cost(known, year_start, day),
        priced.loc[priced["ended_date"].isna(), columns].reset_index(drop=True),
        first.loc[first["started_date"] > day - pd.Timedelta(days=lookback), columns].reset_index(drop=True),
        ending_rates(stays, day, since),
        lookback,
        (year_end - day).days,
    )


def expected_outturn(known: Known) -> pd.DataFrame:
    """Cost of the year as expected, by line.

    Returns
    -------
    pandas.DataFrame
        One row per line: ``placement_line``, ``spent_gbp``, ``committed_gbp`` (open placements), ``to_come_gbp`` (those that will begin), ``contributions_gbp`` (health
        and education, negative), ``contributions_to_date_gbp`` (those of what is spent), ``outturn_gbp`` (before contributions), ``net_outturn_gbp``, ``weeks`` of the year, ``children`` paid for so far.
    """
    rows = []
    spent = known.spent.set_index(LINE)
    for line in sorted({*spent.index, *known.open[LINE], *known.begun[LINE]}):
        per_day = known.rates.per_day(line)
        here, begun = (table[table[LINE] == line] for table in (known.open, known.begun))
        nights = expected_nights(per_day, here["spent_days"].to_numpy(), known.left_days)
        # One that begins on a later day has that night and, as it may, those after it.
        ahead = np.arange(known.left_days)
        new_nights = float((1 + expected_nights(per_day, np.zeros_like(ahead), ahead)).sum()) if known.left_days else 0.0
        coming = len(begun) / known.lookback_days * new_nights
        paid = spent.loc[line] if line in spent.index else pd.Series(0.0, index=spent.columns)
        committed, net_committed = (float((nights * here[name]).sum()) for name in ("price_gbp_per_day", "net_gbp_per_day"))
        to_come, net_to_come = (coming * begun[name].mean() if len(begun) else 0.0 for name in ("price_gbp_per_day", "net_gbp_per_day"))
        given = paid["contributions_gbp"] + committed - net_committed + to_come - net_to_come
        weeks = paid["weeks"] + (nights.sum() + coming) / DAYS_A_WEEK
        shared = (-given, -paid["contributions_gbp"])
        rows.append((line, paid["cost_gbp"], committed, to_come, *shared, weeks, int(paid["children"])))
    table = pd.DataFrame(rows, columns=[LINE, *PARTS, TO_DATE, "weeks", "children"])
    table[[*PARTS, TO_DATE]] = table[[*PARTS, TO_DATE]].round(2) + 0.0
    table["outturn_gbp"] = table[PARTS[:3]].sum(axis="columns").round(2)
    table["net_outturn_gbp"] = table[PARTS].sum(axis="columns").round(2)
    return table


def drawn_outturn(known: Known, generator: np.random.Generator, draws: int) -> np.ndarray:
    """Cost of the year less contributions as it may turn out, one a draw.

    Each draw has its own rates of ending and of beginning, as uncertain as so few cases leave them, and its own chance in when each placement ends, how many
    begin, when, at which of the prices that were paid of late.
    """
    settled = float(known.spent["cost_gbp"].sum() - known.spent["contributions_gbp"].sum())
    total = np.full(draws, settled)
    if known.left_days == 0:
        return total
    for line in sorted({*known.open[LINE], *known.begun[LINE]}):
        here, begun = (table[table[LINE] == line] for table in (known.open, known.begun))
        at_once = max(1, min(draws, MOST_AT_ONCE // max(1, len(here))))
        for first in range(0, draws, at_once):
            total[first : first + at_once] += _line_drawn(known, line, here, begun, generator, min(at_once, draws - first))
    return total


def _line_drawn(known: Known, line: str, here: pd.DataFrame, begun: pd.DataFrame, generator: np.random.Generator, draws: int) -> np.ndarray:
    """What open placements of a line and those that will begin cost from the day to the end of the year, one sum a draw."""
    rates = cumulative_rate(known.rates.drawn(line, generator, draws), known.left_days)
    of_draw = np.repeat(np.arange(draws), len(here))
    spent, net = within_grid(here["spent_days"].to_numpy()), here["net_gbp_per_day"].to_numpy()
    nights = _nights_drawn(rates, of_draw, np.tile(spent, draws), known.left_days, generator)
    cost = nights.reshape(draws, len(here)) @ net
    prices = begun["net_gbp_per_day"].to_numpy()
    if not len(prices):
        return cost
    counts = generator.poisson(generator.gamma(len(begun) + 0.5, 1 / known.lookback_days, draws) * known.left_days)
    of_draw = np.repeat(np.arange(draws), counts)
    left = generator.integers(0, known.left_days, len(of_draw))
    nights = 1 + _nights_drawn(rates, of_draw, np.zeros_like(of_draw), left, generator)
    return cost + np.bincount(of_draw, nights * _prices_drawn(prices, of_draw, draws, generator), draws)


def _prices_drawn(prices: np.ndarray, row: np.ndarray, draws: int, generator: np.random.Generator) -> np.ndarray:
    """Price of each new placement, from those of late. Each draw gives these its own weights, since so few prices may not be how all are spread."""
    weights = np.cumsum(generator.exponential(size=(draws, len(prices))), axis=1)
    rising = (weights / weights[:, -1:] + np.arange(draws)[:, None]).ravel()
    found = np.searchsorted(rising, row + generator.random(len(row)), side="right") - row * len(prices)
    return prices[np.minimum(found, len(prices) - 1)]


def _nights_drawn(
    cumulative: np.ndarray, row: np.ndarray, spent: np.ndarray, horizon: int | np.ndarray, generator: np.random.Generator
) -> np.ndarray:
    """Nights that each placement lasts yet: until the cumulative rate of its row has risen by a draw from the exponential distribution."""
    reached = np.minimum(cumulative[row, spent] + generator.exponential(size=len(row)), cumulative[row, -1])
    # Rows one above the other are one rising series, in which every placement is looked up at once.
    height = cumulative[:, -1].max() + 1.0
    rising = (cumulative + height * np.arange(len(cumulative))[:, None]).ravel()
    found = np.searchsorted(rising, reached + height * row) - row * cumulative.shape[1]
    return np.minimum(found - 1 - spent, horizon)


def range_of(draws: np.ndarray) -> dict[str, float]:
    """Ends of the ranges in which one draw more would lie 80 and 95 times in 100, to the penny."""
    return {name: round(float(np.percentile(draws, share, method="weibull")), 2) for name, share in RANGES.items()}


def backtest(
    spells: pd.DataFrame, years: list[tuple[pd.Timestamp, pd.Timestamp]], generator: np.random.Generator, draws: int
) -> pd.DataFrame:
    """What forecasts at the end of each month of years that are over would have been, beside what was spent.

    Parameters
    ----------
    years
        First and last day of each; spells tell of all of them in full.

    Returns
    -------
    pandas.DataFrame
        One row per year and month but the last: ``year_end_date``, ``forecast_date``, ``net_outturn_gbp``, ``spent_in_year_gbp``, ``error_pct`` (forecast less spent),
        ``within_80`` and ``within_95`` (whether the range held it), and the ranges.
    """
    rows = []
    for first, last in years:
        paid = weeks_and_cost(spells, first, last)
        spent = float(paid["cost_gbp"].sum() - paid["contributions_gbp"].sum())
        for day in pd.date_range(first, last, freq="ME")[:-1]:
            known = known_on(spells, day, first, last)
            expected = float(expected_outturn(known)["net_outturn_gbp"].sum())
            ends = range_of(drawn_outturn(known, generator, draws))
            within = {f"within_{share}": ends[f"low_{share}_gbp"] <= spent <= ends[f"high_{share}_gbp"] for share in (80, 95)}
            error = (expected / spent - 1) * 100 if spent else np.nan
            rows.append(
                {"year_end_date": last, "forecast_date": day, "net_outturn_gbp": expected, "spent_in_year_gbp": spent}
                | {"error_pct": error, **within, **ends}
            )
    return pd.DataFrame(rows)
