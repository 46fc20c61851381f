"""The days of a financial year on which each fostering household can have relief, and when it reaches its days of care."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.periods import FinancialYear
from analysis.relief.care_days import (
    NEVER,
    OPEN_END_DAY,
    TEMPORARY,
    CarePeriods,
    approval_year_periods,
    care_by_day,
    counted_by_day,
    day_numbers,
    day_reached,
    financial_year_periods,
    first_day_of_financial_year,
    full_approvals,
    merged_spells,
    progress_by_day,
)
from analysis.relief.criteria import MOST_DAYS, ReliefCriteria


@dataclass(frozen=True)
class CareRecord:
    """Days of care of every household over one kind of period.

    Attributes
    ----------
    periods
        The period of each household.
    care_days
        Days that count in it; the longest unbroken run where the days must be consecutive.
    reached
        As ``day_reached`` returns it.
    in_relief_year
        Whether the period is the relief year itself, so that relief starts the day after the days are reached.
    """

    periods: CarePeriods
    care_days: np.ndarray
    reached: np.ndarray
    in_relief_year: bool


@dataclass(frozen=True)
class ReliefCalendar:
    """What decides relief for one financial year, day by day.

    Attributes
    ----------
    households
        One row per household of the register, in order of its name: what the register says of the approval that decides,
        and ``approval_in_year``, ``days_in_force``, ``area_met``, ``break_days`` (days of the year lost to breaks), ``refund_due``.
    relief_possible
        Whether relief can run on each day, were the days of care met: household by day.
    right_ended_unknown
        Whether relief ran on each day, were the days of care met, only because the council did not know yet that the right to it
        had ended: household by day.
    days_left
        Days on which relief can run from each day to the year's end: household by day, with a last column of 0.
    records
        Days of care, for one kind of period or two.
    """

    year: FinancialYear
    criteria: ReliefCriteria
    households: pd.DataFrame
    relief_possible: np.ndarray
    right_ended_unknown: np.ndarray
    days_left: np.ndarray
    records: tuple[CareRecord, ...]

    @property
    def days_in_year(self) -> int:
        """Days in the financial year: 366 when it holds a 29 February."""
        return (self.year.end - self.year.start).days + 1

    @property
    def full_relief_days(self) -> np.ndarray:
        """Days that each household needs for full relief; past any year's days where it cannot have it."""
        return self.days_needed_for_full(self.criteria.full_relief_days)

    @property
    def partial_relief_days(self) -> np.ndarray:
        """Days that each household needs for partial relief; past any year's days where there is none."""
        respite = (self.households["approval_type"] == "respite").to_numpy(bool)
        return np.where(respite, self.criteria.respite_minimum_days, MOST_DAYS + 1)

    def days_needed_for_full(self, full_relief_days: int | np.ndarray) -> np.ndarray:
        """Days that each household needs for full relief were the threshold another; respite moves by as much.

        One threshold gives one number a household; several give a column each.
        """
        respite = (self.households["approval_type"] == "respite").to_numpy(bool)
        if np.ndim(full_relief_days):
            respite = respite[:, None]
        moved = self.criteria.respite_full_relief_days + full_relief_days - self.criteria.full_relief_days
        for_respite = {"above": moved + 1, "from": moved, "not_granted": MOST_DAYS + 1}[self.criteria.respite_full_relief]
        return np.clip(np.where(respite, for_respite, full_relief_days), 0, MOST_DAYS + 1)

    def relief_from(self, days_needed: np.ndarray) -> np.ndarray:
        """Day of the year, from 0, from which numbers of days are met; the number of days in the year if never.

        ``days_needed`` has one row a household, and one column a number if there are several; so has what returns.
        """
        asked = days_needed if days_needed.ndim == 2 else days_needed[:, None]
        first = np.full(asked.shape, self.days_in_year)
        for record in self.records:
            day = np.take_along_axis(record.reached, asked, axis=1).astype(int)
            met_from = day + 1 if record.in_relief_year else np.zeros_like(day)
            first = np.where(day < NEVER, np.minimum(first, met_from), first)
        return first.reshape(days_needed.shape)

    def days_of_relief(self, full_relief_days: np.ndarray, before_day: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Days with full and with partial relief, before a day of the year or in all of it; full takes the place of partial.

        ``full_relief_days`` has the shape that ``days_needed_for_full`` returns; so have the days.
        """
        stop = self.days_in_year if before_day is None else before_day
        partial_from = self.relief_from(self.partial_relief_days).reshape(-1, *[1] * (full_relief_days.ndim - 1))
        full_from = np.minimum(self.relief_from(full_relief_days), stop)
        either_from = np.minimum(partial_from, full_from)
        row = np.arange(len(full_from)).reshape(partial_from.shape)
        after_stop = self.days_left[row, stop].astype(int)
        full = self.days_left[row, full_from] - after_stop
        return full, self.days_left[row, either_from] - after_stop - full


def relief_calendar(
    approvals: pd.DataFrame, breaks: pd.DataFrame, stays: pd.DataFrame, criteria: ReliefCriteria, year: FinancialYear
) -> ReliefCalendar:
    """What decides each household's relief for a financial year.

    Parameters
    ----------
    approvals, breaks, stays
        As ``read_carers`` returns them.
    criteria
        Parameters of the scheme.
    year
        The financial year that relief is for.

    Notes
    -----
    Relief can run on a day when the household has approval at panel in force, meets the standards, agrees to it, lives in the area
    or was approved in time, and is not on a break of more than the days allowed. The day on which approval ends, and the
    break's 30th day, are the first without relief. Source: ``scrutiny-2023-11``, item 6, sections 6 and 7.
    """
    panel = full_approvals(approvals, criteria)
    households = _deciding_approvals(approvals, panel, year)
    position = pd.Index(households["household"])
    periods = financial_year_periods(year, len(households))
    rows = position.get_indexer(panel["household"])
    end_day = panel["end_day"].to_numpy(np.int64)
    in_force = counted_by_day(rows, panel["start_day"].to_numpy(np.int64), end_day - 1, periods) > 0
    away = _relief_lost_to_breaks(breaks, position, criteria, periods)
    households["approval_in_year"] = in_force.any(axis=1)
    households["days_in_force"] = in_force.sum(axis=1)
    households["area_met"] = _area_met(households, panel, criteria, year)
    households["break_days"] = (in_force & away).sum(axis=1)
    met = (households["area_met"] & households["standards_met"] & households["relief_agreed"]).to_numpy(bool)[:, None]
    possible = in_force & ~away & met
    end_unknown, break_unknown = _not_known_yet(panel, breaks, position, periods)
    thought_possible = (in_force | end_unknown) & ~(away & ~break_unknown) & met
    days_in_year = (year.end - year.start).days + 1
    days_left = np.zeros((len(households), days_in_year + 1), dtype=np.int16)
    days_left[:, :-1] = np.cumsum(possible[:, days_in_year - 1 :: -1], axis=1)[:, ::-1]
    records = _care_records(households, panel, approvals, stays, criteria, year)
    unknown = (thought_possible & ~possible)[:, :days_in_year]
    return ReliefCalendar(year, criteria, households, possible[:, :days_in_year], unknown, days_left, records)


def _deciding_approvals(approvals: pd.DataFrame, panel: pd.DataFrame, year: FinancialYear) -> pd.DataFrame:
    """One row per household: its latest approval at panel in the year; failing that, the approval that says why not."""
    start_day, after = (np.datetime64(day, "D").astype(np.int64) for day in (year.start, year.end))
    table = approvals.assign(start_day=day_numbers(approvals["approval_start_date"]), end_day=day_numbers(approvals["approval_end_date"]))
    table.loc[panel.index, "end_day"] = panel["end_day"]
    in_year = (table["start_day"] <= after) & (table["end_day"] > start_day)
    begun = table["start_day"] <= after
    temporary = table["approval_type"] == TEMPORARY
    table["rank"] = np.select([in_year & ~temporary, in_year & temporary, begun], [3, 2, 1], 0)
    table["refund_due"] = table["appeal_succeeded"].astype(bool) & (table["end_day"] == OPEN_END_DAY)
    table = table.sort_values(["household", "rank", "start_day"], kind="stable").drop_duplicates("household", keep="last")
    return table.drop(columns=["start_day", "end_day", "rank"]).reset_index(drop=True)


def _area_met(households: pd.DataFrame, panel: pd.DataFrame, criteria: ReliefCriteria, year: FinancialYear) -> np.ndarray:
    """Whether each household lives in the area, or outside it and was approved in time."""
    inside = households["in_authority_area"].to_numpy(bool)
    if criteria.outside_area == "days_of_care":
        return np.ones(len(households), dtype=bool)
    by = criteria.outside_area_cutoff_date if criteria.outside_area == "approved_by_cutoff" else year.start
    day = np.datetime64(by, "D").astype(np.int64)
    approved_then = panel.loc[(panel["start_day"] <= day) & (panel["end_day"] >= day), "household"]
    return inside | households["household"].isin(approved_then).to_numpy(bool)


def _relief_lost_to_breaks(breaks: pd.DataFrame, position: pd.Index, criteria: ReliefCriteria, periods: CarePeriods) -> np.ndarray:
    """Whether each day is one on which council tax is due again because of a long break."""
    spells = breaks.assign(start_day=day_numbers(breaks["break_start_date"]), end_day=day_numbers(breaks["break_end_date"]))
    spells = merged_spells(spells, ["household"])
    start, end = spells["start_day"].to_numpy(np.int64), spells["end_day"].to_numpy(np.int64)
    long = end - start + 1 > criteria.break_allowed_days
    due_from = start + criteria.break_allowed_days - 1
    if not criteria.relief_resumes_after_break:
        next_year = first_day_of_financial_year(first_day_of_financial_year(end) + MOST_DAYS)
        end = np.where(end < OPEN_END_DAY, next_year - 1, end)
    return counted_by_day(position.get_indexer(spells["household"])[long], due_from[long], end[long], periods) > 0


def _not_known_yet(panel: pd.DataFrame, breaks: pd.DataFrame, position: pd.Index, periods: CarePeriods) -> tuple[np.ndarray, np.ndarray]:
    """Days from the end of an approval, and days of a break, on which the council did not know of it yet; none where no day is stated."""
    ended = panel[(panel["end_day"] < OPEN_END_DAY) & panel["approval_end_known_date"].notna()]
    known = day_numbers(ended["approval_end_known_date"])
    end_unknown = counted_by_day(position.get_indexer(ended["household"]), ended["end_day"].to_numpy(np.int64), known - 1, periods) > 0
    told = breaks[breaks["break_known_date"].notna()]
    start, end, known = (day_numbers(told[name]) for name in ("break_start_date", "break_end_date", "break_known_date"))
    break_unknown = counted_by_day(position.get_indexer(told["household"]), start, np.minimum(end, known - 1), periods) > 0
    return end_unknown, break_unknown


def _care_records(
    households: pd.DataFrame,
    panel: pd.DataFrame,
    approvals: pd.DataFrame,
    stays: pd.DataFrame,
    criteria: ReliefCriteria,
    year: FinancialYear,
) -> tuple[CareRecord, ...]:
    count = len(households)
    if criteria.care_period == "approval_year":
        first_approved = households["household"].map(panel.groupby("household")["start_day"].min())
        periods = [(approval_year_periods(first_approved.fillna(OPEN_END_DAY).to_numpy(np.int64), year), False)]
    else:
        before, within = (financial_year_periods(year.previous(), count), False), (financial_year_periods(year, count), True)
        chosen = {"previous_financial_year": [before], "same_financial_year": [within], "either_financial_year": [before, within]}
        periods = chosen[criteria.care_period]
    records = []
    for period, in_relief_year in periods:
        care = care_by_day(households, approvals, stays, criteria, period)
        progress = progress_by_day(care, consecutive=criteria.days_must_be_consecutive)
        records.append(CareRecord(period, progress[:, -1], day_reached(progress), in_relief_year))
    return tuple(records)
