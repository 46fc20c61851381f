"""Days of care: each day counted once, however many children, within each household's own period of care."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.periods import FinancialYear
from analysis.relief.criteria import MOST_DAYS, ReliefCriteria

OPEN_END_DAY = int(np.datetime64("9999-12-31", "D").astype(np.int64))
NEVER = MOST_DAYS
TEMPORARY = "temporarily_approved"


@dataclass(frozen=True)
class CarePeriods:
    """The period over which each household's days are counted; days are numbered from 1 January 1970.

    Attributes
    ----------
    start_day
        First day of each household's period.
    length_days
        Days in it: 365, 366, or 0 where the household has no such period yet.
    """

    start_day: np.ndarray
    length_days: np.ndarray


def day_numbers(dates: pd.Series) -> np.ndarray:
    """Dates as days since 1 January 1970; a missing date is one that never comes.

    >>> day_numbers(pd.Series(pd.to_datetime(["1970-01-02", None]))).tolist() == [1, OPEN_END_DAY]
    True
    """
    values = dates.to_numpy("datetime64[D]")
    return np.where(np.isnat(values), OPEN_END_DAY, values.astype(np.int64))


def first_day_of_financial_year(days: np.ndarray) -> np.ndarray:
    """First day of the financial year that each numbered day falls in.

    >>> day = np.array(["2024-02-29", "2024-04-01"], dtype="datetime64[D]").astype(np.int64)
    >>> first_day_of_financial_year(day).astype("datetime64[D]").astype(str).tolist()
    ['2023-04-01', '2024-04-01']
    """
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return ((months - 3) // 12 * 12 + 3).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def financial_year_periods(year: FinancialYear, households: int) -> CarePeriods:
    """One financial year as the period of every household."""
    start = np.datetime64(year.start, "D").astype(np.int64)
    length = (year.end - year.start).days + 1
    return CarePeriods(np.full(households, start), np.full(households, length))


def approval_year_periods(approval_start_day: np.ndarray, year: FinancialYear) -> CarePeriods:
    """The last full year from approval, or from its anniversary, that ended before a financial year began.

    Approval on 29 February has its anniversary on 1 March in other years. A household that has not completed a year by
    then has a period of no days.

    >>> approved = np.array(["2021-09-01"], dtype="datetime64[D]").astype(np.int64)
    >>> periods = approval_year_periods(approved, FinancialYear(2023))
    >>> str(periods.start_day.astype("datetime64[D]")[0]), int(periods.length_days[0])
    ('2021-09-01', 365)
    """
    approved = approval_start_day.astype("datetime64[D]")
    month_start = approved.astype("datetime64[M]")
    day_in_month = (approved - month_start.astype("datetime64[D]")).astype(np.int64)
    month_in_year = month_start.astype(np.int64) % 12

    def anniversary(calendar_year):
        month = ((calendar_year - 1970) * 12 + month_in_year).astype("datetime64[M]")
        return month.astype("datetime64[D]").astype(np.int64) + day_in_month

    year_start = np.datetime64(year.start, "D").astype(np.int64)
    last_end_year = np.where(anniversary(np.full(len(approved), year.start_year)) <= year_start, year.start_year, year.start_year - 1)
    start, after = anniversary(last_end_year - 1), anniversary(last_end_year)
    return CarePeriods(start, np.where(start >= approval_start_day, after - start, 0))


def merged_spells(spells: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Spells of one key joined where they overlap or touch, so that how a spell was split does not matter.

    Parameters
    ----------
    spells
        ``start_day``, ``end_day`` (the last day) and the key.
    by
        Columns of the key.

    Returns
    -------
    pandas.DataFrame
        The key, ``start_day`` and ``end_day``; spells of one key lie at least a day apart.

    >>> table = pd.DataFrame({"household": ["a", "a", "a"], "start_day": [8, 1, 20], "end_day": [9, 7, 21]})
    >>> merged_spells(table, ["household"]).values.tolist()
    [['a', 1, 9], ['a', 20, 21]]
    """
    if spells.empty:
        return spells[[*by, "start_day", "end_day"]].reset_index(drop=True)
    key = spells.groupby(by, sort=False).ngroup().to_numpy()
    order = np.lexsort((spells["start_day"].to_numpy(), key))
    key, start, end = key[order], spells["start_day"].to_numpy()[order], spells["end_day"].to_numpy()[order]
    apart = 2 * (OPEN_END_DAY + 1)
    furthest = np.maximum.accumulate(end + key * apart) - key * apart
    new = np.ones(len(key), dtype=bool)
    new[1:] = (key[1:] != key[:-1]) | (start[1:] > furthest[:-1] + 1)
    first = np.flatnonzero(new)
    merged = spells[by].iloc[order[first]].reset_index(drop=True)
    merged["start_day"] = start[first]
    merged["end_day"] = np.maximum.reduceat(end, first)
    return merged


def counted_by_day(rows: np.ndarray, start_day: np.ndarray, end_day: np.ndarray, periods: CarePeriods) -> np.ndarray:
    """How many spells cover each day of each household's period: one row a household, one column a day.

    Parameters
    ----------
    rows
        Position of each spell's household; -1 leaves the spell out.
    start_day, end_day
        First and last day of each spell; nothing is counted where the end is before the start.
    """
    kept = (rows >= 0) & (end_day >= start_day)
    rows, start_day, end_day = rows[kept], start_day[kept], end_day[kept]
    households, width = len(periods.start_day), MOST_DAYS
    begins, length = periods.start_day[rows], periods.length_days[rows]
    first = np.clip(start_day - begins, 0, length)
    after = np.clip(end_day + 1 - begins, 0, length)
    cells = households * (width + 1)
    steps = np.bincount(rows * (width + 1) + first, minlength=cells) - np.bincount(rows * (width + 1) + after, minlength=cells)
    return np.cumsum(steps.reshape(households, width + 1), axis=1)[:, :width]


def full_approvals(approvals: pd.DataFrame, criteria: ReliefCriteria) -> pd.DataFrame:
    """Approvals at panel with ``start_day`` and ``end_day``; an end that a successful appeal undid is no end."""
    table = approvals[approvals["approval_type"] != TEMPORARY].copy()
    table["start_day"] = day_numbers(table["approval_start_date"])
    table["end_day"] = _approval_end_day(table, criteria)
    return table


def care_by_day(
    households: pd.DataFrame, approvals: pd.DataFrame, stays: pd.DataFrame, criteria: ReliefCriteria, periods: CarePeriods
) -> np.ndarray:
    """Whether each day of each household's period is a day of care.

    A day counts when a child was placed, for a placement or for respite, while the household was approved. It also
    counts when young people staying put filled every approved place, except for carers approved for respite only, whose
    criterion is days of respite. Days before a carer transferred from an agency count where a child of the authority
    was already placed and came along, from the start of the financial year of the transfer.

    Parameters
    ----------
    households
        One row per household: ``household``, ``approval_type``, ``approved_places``.
    approvals, stays
        As ``read_carers`` returns them.

    Returns
    -------
    numpy.ndarray
        True or false, one row per household, one column per day of its period.
    """
    position = pd.Index(households["household"])
    stays = _stays_that_count(households, stays, criteria)
    spells = stays.assign(
        start_day=day_numbers(stays["stay_start_date"]),
        end_day=day_numbers(stays["stay_end_date"]),
        staying_put=stays["stay_type"] == "staying_put",
    )
    merged = merged_spells(spells, ["household", "child", "staying_put"])
    if not criteria.departure_day_counts:
        merged["end_day"] = np.where(merged["end_day"] < OPEN_END_DAY, merged["end_day"] - 1, merged["end_day"])
    fostered = merged[~merged["staying_put"].astype(bool)]
    staying = merged[merged["staying_put"].astype(bool)]
    placed = _counted(fostered, position, periods) > 0
    filled = _counted(staying, position, periods) >= households["approved_places"].to_numpy(int)[:, None]
    filled &= (households["approval_type"] != "respite").to_numpy(bool)[:, None]

    counting = approvals if criteria.temporary_approval_days_count else approvals[approvals["approval_type"] != TEMPORARY]
    counting = counting.assign(start_day=day_numbers(counting["approval_start_date"]), end_day=_approval_end_day(counting, criteria))
    approved = _counted(counting, position, periods) > 0
    transferred = _counted(_days_before_transfer(spells, approvals, criteria), position, periods) > 0
    return ((placed | filled) & approved) | transferred


def progress_by_day(care: np.ndarray, *, consecutive: bool) -> np.ndarray:
    """Days of care up to and including each day; with ``consecutive``, the longest unbroken run of them.

    >>> care = np.array([[True, False, True, True]])
    >>> progress_by_day(care, consecutive=False).tolist(), progress_by_day(care, consecutive=True).tolist()
    ([[1, 1, 2, 3]], [[1, 1, 1, 2]])
    """
    if not consecutive:
        return np.cumsum(care, axis=1, dtype=np.int16)
    day = np.arange(1, care.shape[1] + 1, dtype=np.int16)
    last_gap = np.maximum.accumulate(np.where(care, np.int16(0), day), axis=1)
    return np.maximum.accumulate(day - last_gap, axis=1)


def day_reached(progress: np.ndarray) -> np.ndarray:
    """The day, from 0, on which each number of days was reached: one column for each number from 0 to 367.

    Nought is reached before the first day, at -1. A number not reached stands at ``NEVER``.

    >>> day_reached(np.array([[1, 1, 2, 3]]))[0, :5].tolist() == [-1, 0, 2, 3, NEVER]
    True
    """
    reached = np.full((len(progress), MOST_DAYS + 2), NEVER, dtype=np.int16)
    reached[:, 0] = -1
    rows, days = np.nonzero(np.diff(progress, axis=1, prepend=0))
    reached[rows, progress[rows, days]] = days
    return reached


def _stays_that_count(households: pd.DataFrame, stays: pd.DataFrame, criteria: ReliefCriteria) -> pd.DataFrame:
    """Stays of the types that count for the approval of their household."""
    if criteria.placements_count_as_respite and criteria.respite_counts_as_care:
        return stays
    respite_only = stays["household"].isin(households.loc[households["approval_type"] == "respite", "household"])
    left_out = pd.Series(False, index=stays.index)
    if not criteria.placements_count_as_respite:
        left_out |= respite_only & (stays["stay_type"] == "placement")
    if not criteria.respite_counts_as_care:
        left_out |= ~respite_only & (stays["stay_type"] == "respite")
    return stays[~left_out]


def _counted(spells: pd.DataFrame, position: pd.Index, periods: CarePeriods) -> np.ndarray:
    rows = position.get_indexer(spells["household"])
    return counted_by_day(rows, spells["start_day"].to_numpy(np.int64), spells["end_day"].to_numpy(np.int64), periods)


def _approval_end_day(approvals: pd.DataFrame, criteria: ReliefCriteria) -> np.ndarray:
    end = day_numbers(approvals["approval_end_date"])
    undone = approvals["appeal_succeeded"].to_numpy(bool) & criteria.refund_after_appeal
    return np.where(undone, OPEN_END_DAY, end)


def _days_before_transfer(spells: pd.DataFrame, approvals: pd.DataFrame, criteria: ReliefCriteria) -> pd.DataFrame:
    """Spells of care before the transfer that count: of the authority's children who were placed when the carer came over."""
    came = full_approvals(approvals[approvals["transferred_from_agency"].astype(bool)], criteria)
    transfer_day = came.groupby("household")["start_day"].min()
    chosen = (
        spells["household"].isin(transfer_day.index) & spells["placed_by_authority"].astype(bool) & (spells["stay_type"] == "placement")
    )
    along = merged_spells(spells[chosen], ["household", "child"])
    transfer = along["household"].map(transfer_day).to_numpy(np.int64)
    along = along.assign(transfer_day=transfer)[(along["start_day"] < transfer) & (along["end_day"] >= transfer)]
    transfer = along["transfer_day"].to_numpy(np.int64)
    start = np.maximum(along["start_day"].to_numpy(np.int64), first_day_of_financial_year(transfer))
    return along.assign(start_day=start, end_day=transfer - 1)
