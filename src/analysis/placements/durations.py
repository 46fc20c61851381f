"""How long placements last: rates of ending by line and time spent, with what is open or began before the records allowed for."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.placements.lines import OTHER_LINE

BAND_STARTS_DAYS = np.array([0, 30, 91, 182, 365, 730])
"""Days from which each band of time spent counts; within a band placements end at one rate."""
POOLED_ENDINGS = 3.0
"""Endings of all lines together that each line's own are counted with: so few endings of a rare line say little by themselves."""
LINE = "placement_line"


@dataclass(frozen=True)
class EndingRates:
    """Placements that ended and days at risk of it, by line and band of time spent.

    Attributes
    ----------
    endings, days
        A row a line, a column a band; those of all lines together are in, as ``POOLED_ENDINGS`` says.
    """

    endings: pd.DataFrame
    days: pd.DataFrame

    def per_day(self, line: str) -> np.ndarray:
        """Rate of ending a day in each band, of a line or of other placements where it is not known."""
        known = line if line in self.days.index else OTHER_LINE
        return (self.endings.loc[known] / self.days.loc[known]).to_numpy()

    def drawn(self, line: str, generator: np.random.Generator, draws: int) -> np.ndarray:
        """Rates as they may be, given what was seen: a row a draw, from the gamma distribution of a count over days at risk."""
        known = line if line in self.days.index else OTHER_LINE
        return generator.gamma(self.endings.loc[known].to_numpy(), 1 / self.days.loc[known].to_numpy(), (draws, len(BAND_STARTS_DAYS)))


def placement_stays(spells: pd.DataFrame) -> pd.DataFrame:
    """Placements, one row each: from when they are seen, when they began and ended.

    Parameters
    ----------
    spells
        As ``price_spells`` gives them.

    Returns
    -------
    pandas.DataFrame
        ``child_id``, ``placement_line``, ``started_date``, ``seen_from_date`` (later where it began before the records), ``ended_date`` (missing while open),
        ``price_gbp_per_week`` (its last).
    """
    ordered = spells.sort_values("started_date", kind="stable").assign(still_open=spells["ended_date"].isna())
    found = ordered.groupby(["child_id", LINE, "placement_started_date"], sort=False)
    stays = found.agg(
        seen_from_date=("started_date", "min"),
        ended_date=("ended_date", "last"),
        price_gbp_per_week=("price_gbp_per_week", "last"),
        still_open=("still_open", "any"),
    )
    stays["ended_date"] = stays["ended_date"].mask(stays["still_open"])
    return stays.drop(columns="still_open").reset_index().rename(columns={"placement_started_date": "started_date"})


def exposure(stays: pd.DataFrame, until: pd.Timestamp, since: pd.Timestamp | None = None) -> pd.DataFrame:
    """Days at risk and endings of placements, by line and band of time spent.

    Parameters
    ----------
    until
        The day up to which is known what became of them; one that is open then counts for its days and as no ending.
    since
        Days before it do not count: the records tell of none that ended then.

    Returns
    -------
    pandas.DataFrame
        One row per line and band: ``placement_line``, ``band``, ``days``, ``endings``.

    >>> day = pd.Timestamp
    >>> stays = pd.DataFrame({"placement_line": ["A"], "started_date": [day("2024-01-01")], "seen_from_date": [day("2024-01-01")],
    ...     "ended_date": [day("2024-02-10")]})
    >>> exposure(stays, day("2024-03-01"))[["band", "days", "endings"]].to_numpy()[:3].tolist()
    [[0.0, 30.0, 0.0], [1.0, 10.0, 1.0], [2.0, 0.0, 0.0]]
    """
    starts = stays["started_date"]
    seen = stays["seen_from_date"] if since is None else stays["seen_from_date"].clip(lower=since)
    ended = stays["ended_date"].notna() & (stays["ended_date"] <= until)
    last = stays["ended_date"].where(ended, until)
    entered, left = ((days - starts).dt.days.to_numpy() for days in (seen, last))
    counted = left >= entered
    bounds = np.append(BAND_STARTS_DAYS, np.inf)
    rows = []
    for band, (low, high) in enumerate(zip(bounds, bounds[1:], strict=False)):
        days = np.where(counted, np.clip(np.minimum(left, high) - np.maximum(entered, low), 0, None), 0)
        # A placement that ends on the day it is first seen has no day at risk, and is counted by nobody.
        endings = ended & counted & (left > entered) & (left > low) & (left <= high)
        table = pd.DataFrame({LINE: stays[LINE], "days": days, "endings": endings.astype(int)})
        rows.append(table.groupby(LINE, as_index=False).sum().assign(band=band))
    return pd.concat(rows, ignore_index=True)[[LINE, "band", "days", "endings"]]


def ending_rates(stays: pd.DataFrame, until: pd.Timestamp, since: pd.Timestamp | None = None) -> EndingRates:
    """Rates at which placements end, as ``exposure`` counts them, each line's drawn towards all lines' where little was seen."""
    counted = exposure(stays, until, since)
    wide = {name: counted.pivot(index=LINE, columns="band", values=name).astype(float) for name in ("endings", "days")}
    for table in wide.values():
        if OTHER_LINE not in table.index:
            table.loc[OTHER_LINE] = 0.0
    endings, days = wide["endings"].sum(), wide["days"].sum()
    # Half an ending, at the rate of all bands, keeps a band that nobody left from being one that nobody ever leaves, and one that nobody has reached from being left at once.
    overall = (endings.sum() + 0.5) / max(days.sum(), 1.0)
    pooled = (endings + 0.5) / (days + 0.5 / overall)
    return EndingRates(wide["endings"] + POOLED_ENDINGS, wide["days"] + POOLED_ENDINGS / pooled)


def cumulative_rate(per_day: np.ndarray, most_days: int) -> np.ndarray:
    """Sum of daily rates of ending by day spent, from 0 to ``most_days`` past the last band's start; rows as in ``per_day``."""
    length = int(BAND_STARTS_DAYS[-1]) + most_days
    band = np.searchsorted(BAND_STARTS_DAYS, np.arange(length), side="right") - 1
    rates = np.atleast_2d(per_day)[:, band]
    return np.concatenate([np.zeros((len(rates), 1)), np.cumsum(rates, axis=1)], axis=1)


def within_grid(spent_days: np.ndarray) -> np.ndarray:
    """Days spent, those past the start of the last band as its start: from there on how long a placement has lasted says nothing."""
    return np.minimum(spent_days, BAND_STARTS_DAYS[-1])


def expected_nights(per_day: np.ndarray, spent_days: np.ndarray, horizon_days: int | np.ndarray) -> np.ndarray:
    """Nights that placements are expected to last yet, up to a horizon.

    Parameters
    ----------
    per_day
        Rate of ending in each band, one row.
    spent_days
        Days from the start of each to the last night that is known.
    horizon_days
        Nights left to count.
    """
    spent = np.asarray(spent_days)
    until = spent + horizon_days
    bounds = np.append(BAND_STARTS_DAYS, np.inf)
    nights, stays = np.zeros(len(spent)), np.ones(len(spent))
    for rate, low, high in zip(per_day, bounds, bounds[1:], strict=False):
        within = np.clip(np.minimum(until, high) - np.maximum(spent, low), 0, None)
        # A night more is e^-rate as likely as the one before: within a band a geometric sum.
        nights += stays * np.exp(-rate) * np.expm1(-rate * within) / np.expm1(-rate)
        stays *= np.exp(-rate * within)
    return nights


def share_still_there(stays: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Share of placements that last longer than so many days, as Kaplan and Meier estimate it; open ones and late entries are allowed for.

    Returns
    -------
    pandas.DataFrame
        One row per number of days after which any ended: ``days``, ``at_risk`` (placements seen to have lasted so long), ``still_there``.
    """
    ended = (stays["ended_date"].notna() & (stays["ended_date"] <= until)).to_numpy()
    entered = (stays["seen_from_date"] - stays["started_date"]).dt.days.to_numpy()
    left = (stays["ended_date"].where(ended, until) - stays["started_date"]).dt.days.to_numpy()
    times, counts = np.unique(left[ended & (left > entered)], return_counts=True)
    order_in, order_out = np.sort(entered), np.sort(left)
    at_risk = np.searchsorted(order_in, times, side="left") - np.searchsorted(order_out, times, side="left")
    return pd.DataFrame({"days": times, "at_risk": at_risk, "still_there": np.cumprod(1 - counts / at_risk)})


def still_there_after(stays: pd.DataFrame, until: pd.Timestamp, days: tuple[int, ...], by: str, fewest: int) -> pd.DataFrame:
    """Per cent of placements that last longer than some numbers of days, by one of their columns.

    Parameters
    ----------
    stays
        As ``placement_stays`` gives them, with ``by``.
    fewest
        Placements that have to be seen lasting so long for a share to be told.

    Returns
    -------
    pandas.DataFrame
        One row per value of ``by``, in its order: ``by``, and ``still_there_N_days_pct`` for each number; missing where too few were seen that long.
    """
    rows = []
    for value, group in stays.groupby(by, sort=True, observed=True):
        curve = share_still_there(group, until)
        entered = (group["seen_from_date"] - group["started_date"]).dt.days
        left = (group["ended_date"].where(group["ended_date"] <= until, until) - group["started_date"]).dt.days
        row = {by: value}
        for number in days:
            seen = int(((entered < number) & (left >= number)).sum())
            so_far = curve.loc[curve["days"] <= number, "still_there"]
            # Where few were seen at any time before, the estimate hangs on those few.
            steady = curve.loc[curve["days"] <= number, "at_risk"].min() >= fewest if len(so_far) else True
            known = seen >= fewest and steady
            row[f"still_there_{number}_days_pct"] = 100 * (so_far.iloc[-1] if len(so_far) else 1.0) if known else np.nan
        rows.append(row)
    return pd.DataFrame(rows, columns=[by, *(f"still_there_{number}_days_pct" for number in days)])
