"""Council tax relief of one financial year from the register: criteria as read, calendar and decisions; and the year before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.periods import FinancialYear
from analysis.relief.calendar import ReliefCalendar, relief_calendar
from analysis.relief.criteria import ReliefCriteria, relief_criteria, typed_readings
from analysis.relief.eligibility import relief_decisions


@dataclass(frozen=True)
class ReliefYear:
    """The relief of a financial year and all that it rests on.

    Attributes
    ----------
    criteria
        The criteria as this run reads them.
    default_criteria
        The criteria as they are read by default.
    approvals, breaks, stays
        The register and the stays, as ``read_carers`` returns them.
    council_tax
        One row per ``authority``, ``financial_year`` and ``council_tax_band``: ``council_tax_gbp_per_year``.
    decisions
        As ``relief_decisions`` returns them.
    undecided, notes
        Problems of households that are not decided, and how files were read, as ``read_carers`` returns them.
    """

    year: FinancialYear
    criteria: ReliefCriteria
    default_criteria: ReliefCriteria
    approvals: pd.DataFrame
    breaks: pd.DataFrame
    stays: pd.DataFrame
    council_tax: pd.DataFrame
    calendar: ReliefCalendar
    decisions: pd.DataFrame
    undecided: pd.DataFrame
    notes: pd.DataFrame

    @property
    def households_not_decided(self) -> int:
        """Households of the register whose rows are in doubt."""
        return int(self.undecided["household"].nunique())


def relief_of_year(
    carers: Mapping[str, pd.DataFrame], published: Mapping[str, pd.DataFrame], year: FinancialYear, readings: Mapping[str, object]
) -> ReliefYear:
    """Decisions on every household of the register for a financial year.

    Parameters
    ----------
    carers
        As ``read_carers`` returns them.
    published
        ``fostering_eligibility_criteria``, ``fostering_eligibility_rules`` and ``council_tax_bands``.
    readings
        What is read otherwise than by default, as ``typed_readings`` takes it.

    Raises
    ------
    UnknownChoice
        If a reading is unknown or impossible.
    MissingFigure
        If a criterion, or the council tax of a band in use, is not known for the year.
    """
    tables = (published["fostering_eligibility_criteria"], published["fostering_eligibility_rules"])
    criteria, default = relief_criteria(*tables, **typed_readings(readings)), relief_criteria(*tables)
    return _decided(carers, criteria, default, published["council_tax_bands"], year)


def lacking_for_year_before(relief: ReliefYear) -> str:
    """What stands in the way of the same decisions for the year before: ``council_tax``, ``stays`` or, if nothing, an empty text."""
    before = relief.year.previous()
    charges = relief.council_tax[
        (relief.council_tax["financial_year"] == str(before)) & (relief.council_tax["authority"] == relief.criteria.authority)
    ]
    if not set(relief.calendar.households["council_tax_band"]) <= set(charges["council_tax_band"]):
        return "council_tax"
    last_day_that_decides = before.end if relief.criteria.care_period.startswith(("same", "either")) else before.previous().end
    begin = stays_begin(relief)
    return "stays" if begin is None or begin > last_day_that_decides else ""


def relief_year_before(relief: ReliefYear) -> ReliefYear | None:
    """The same decisions for the year before, by the same criteria; ``None`` where ``lacking_for_year_before`` names something."""
    if lacking_for_year_before(relief):
        return None
    carers = {name: getattr(relief, name) for name in ("approvals", "breaks", "stays", "undecided", "notes")}
    return _decided(carers, relief.criteria, relief.default_criteria, relief.council_tax, relief.year.previous())


def moves_since(before: ReliefYear, relief: ReliefYear) -> pd.DataFrame:
    """Households by the decision for the year before and for this: ``decision_before``, ``decision``, ``households``."""
    both = before.decisions[["household", "decision"]].merge(
        relief.decisions[["household", "decision"]], on="household", suffixes=("_before", "")
    )
    return both.groupby(["decision_before", "decision"]).size().rename("households").reset_index()


def coverage(relief: ReliefYear) -> pd.DataFrame:
    """One row: ``care_counted_from_date``, the first day whose care decides, and ``stays_begin_date``, the first day of any stay."""
    days = {"care_counted_from_date": [first_day_that_decides(relief)], "stays_begin_date": [stays_begin(relief)]}
    return pd.DataFrame({name: pd.to_datetime(pd.Series(day)) for name, day in days.items()})


def first_day_that_decides(relief: ReliefYear) -> date | None:
    """First day of any household's period of care; ``None`` where no household has one."""
    periods = [record.periods for record in relief.calendar.records]
    starts = np.concatenate([period.start_day[period.length_days > 0] for period in periods])
    return np.datetime64(int(starts.min()), "D").astype(date) if len(starts) else None


def stays_begin(relief: ReliefYear) -> date | None:
    """Day on which the first stay of the extract starts; ``None`` where it has no stay."""
    first = relief.stays["stay_start_date"].min()
    return None if pd.isna(first) else first.date()


def _decided(
    carers: Mapping[str, pd.DataFrame],
    criteria: ReliefCriteria,
    default: ReliefCriteria,
    council_tax: pd.DataFrame,
    year: FinancialYear,
) -> ReliefYear:
    tables = [carers[name] for name in ("approvals", "breaks", "stays")]
    calendar = relief_calendar(*tables, criteria, year)
    decisions = relief_decisions(calendar, council_tax)
    return ReliefYear(year, criteria, default, *tables, council_tax, calendar, decisions, carers["undecided"], carers["notes"])
