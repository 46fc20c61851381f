"""Each fostering household's council tax relief for a financial year, with the days and the facts behind it."""

import numpy as np
import pandas as pd

from analysis.errors import MissingFigure
from analysis.relief.calendar import ReliefCalendar
from analysis.relief.care_days import TEMPORARY
from analysis.relief.criteria import MOST_DAYS, ReliefCriteria

REDUCED_BAND_A = "A-"

DECISION_COLUMNS = [
    "household", "financial_year", "decision", "deciding_rule", "scheme_relief_pct", "relief_gbp", "relief_days", "relief_start_date",
    "relief_end_date", "care_days", "care_days_needed", "care_days_needed_for_full", "care_period_start_date", "care_period_end_date",
    "approval_type", "council_tax_band", "council_tax_gbp_per_year", "council_tax_basis", "existing_discount_pct", "billing_authority",
    "in_authority_area", "full_relief_days", "partial_relief_days", "break_days", "refund_due", "standards_met", "area_met",
    "transferred_from_agency", "relief_agreed", "approval_start_date", "approval_end_date", "approval_end_reason",
]  # fmt: skip


def relief_decisions(calendar: ReliefCalendar, council_tax: pd.DataFrame) -> pd.DataFrame:
    """Relief of each household for the calendar's financial year; money is GBP, nominal, relief positive.

    Parameters
    ----------
    calendar
        As ``relief_calendar`` returns it.
    council_tax
        One row per ``authority`` (the billing authority, by name or slug), ``financial_year`` and ``council_tax_band``:
        ``council_tax_gbp_per_year``. Where it lacks the billing authority of a household outside the area, that
        household's relief is estimated at the scheme authority's own charge, and says so.

    Returns
    -------
    pandas.DataFrame
        One row per household, in order of its name. ``decision``: Full relief, Partial relief or No relief.
        ``deciding_rule``: the rule that stops relief, or ``met``. ``scheme_relief_pct``: what the scheme pays while
        relief runs at its highest, per cent of the band's council tax before any discount; a discount that the household
        has comes beside it. ``relief_days``: days of the year with relief, of which ``full_relief_days`` and
        ``partial_relief_days``. ``relief_gbp``: council tax of those days, to the penny. ``care_days``: days of care in the
        period that decides, each counted once. ``break_days``: days lost to a long break. ``refund_due``: whether an
        appeal undid the end of relief. ``area_met``: whether the household lives in the area, or outside it and was approved in time.

    Raises
    ------
    MissingFigure
        If the scheme authority's council tax for the year and a band in use is not known.

    Notes
    -----
    Relief is reckoned by the day, a full year's relief being the year's council tax. Source: ``scrutiny-2023-11``,
    item 6, section 6. How rules stated in two ways are read: ``ReliefCriteria``.
    """
    table = calendar.households.copy()
    table["financial_year"] = str(calendar.year)
    table["full_relief_days"], table["partial_relief_days"] = calendar.days_of_relief(calendar.full_relief_days)
    table["relief_days"] = table["full_relief_days"] + table["partial_relief_days"]
    table["relief_start_date"], table["relief_end_date"] = _first_and_last_day(calendar)
    table["decision"] = np.select([table["full_relief_days"] > 0, table["relief_days"] > 0], ["Full relief", "Partial relief"], "No relief")
    full_pct, partial_pct = scheme_relief_pct(table["existing_discount_pct"], calendar.criteria)
    table["scheme_relief_pct"] = np.select([table["full_relief_days"] > 0, table["relief_days"] > 0], [full_pct, partial_pct], 0.0)
    table = table.join(council_tax_charged(table, council_tax, calendar))
    table["relief_gbp"] = relief_amount_gbp(table, table["full_relief_days"].to_numpy(), table["partial_relief_days"].to_numpy(), calendar)
    table = table.join(_care_behind(calendar))
    table["deciding_rule"] = _deciding_rule(table, calendar)
    return table[DECISION_COLUMNS]


def scheme_relief_pct(existing_discount_pct: pd.Series, criteria: ReliefCriteria) -> tuple[np.ndarray, np.ndarray]:
    """Full and partial relief, per cent of the band's council tax before discounts; with a discount, never past the whole.

    Examples
    --------
    A discount of 25 per cent leaves 75 for full relief. Partial relief is 25 either way: without a discount because the
    report says 25, with it because the discount and the relief come to 50.

    >>> from datetime import date
    >>> criteria = ReliefCriteria("plymouth", 182, 100, 91, 25, 50, 25, 182, 30, date(2023, 4, 1), 4)
    >>> full, partial = scheme_relief_pct(pd.Series([0, 25]), criteria)
    >>> full.tolist(), partial.tolist()
    ([100.0, 75.0], [25.0, 25.0])
    """
    discount = existing_discount_pct.to_numpy(float)
    full = np.minimum(criteria.full_relief_pct, 100 - discount)
    higher = np.full(len(discount), float(criteria.respite_relief_with_discount_pct))
    if criteria.respite_with_discount == "in_all":
        higher = np.maximum(higher - discount, criteria.respite_relief_pct)
    partial = np.where(discount >= criteria.existing_discount_for_respite_pct, higher, criteria.respite_relief_pct)
    return full, np.minimum(partial, full)


def council_tax_charged(households: pd.DataFrame, council_tax: pd.DataFrame, calendar: ReliefCalendar) -> pd.DataFrame:
    """Council tax of each household's band before discounts, and whose charge it is.

    Returns
    -------
    pandas.DataFrame
        On the index of ``households``: ``council_tax_gbp_per_year``; ``council_tax_basis``, ``billing authority`` or
        ``estimated`` (at the scheme authority's charge).

    Raises
    ------
    MissingFigure
        If the scheme authority's charge for the year and a band in use is not known.
    """
    of_year = council_tax[council_tax["financial_year"] == str(calendar.year)]
    charge = of_year.set_index(["authority", "council_tax_band"])["council_tax_gbp_per_year"]
    bands = households["council_tax_band"]
    own = calendar.criteria.authority
    charge.index = charge.index.set_levels(charge.index.levels[0].map(_place), level=0)
    at_home = _charges(charge, pd.Series(own, index=bands.index), bands)
    missing = sorted(set(bands[np.isnan(at_home)]))
    if missing:
        raise MissingFigure(
            f"council_tax_bands.csv lacks the council tax of {own} in {calendar.year} for band {', '.join(missing)}. "
            "Add the rows, or choose a year that it has: a gap is not a zero."
        )
    charged = _charges(charge, households["billing_authority"].mask(households["in_authority_area"].astype(bool), own), bands)
    return pd.DataFrame(
        {
            "council_tax_gbp_per_year": np.where(np.isnan(charged), at_home, charged),
            "council_tax_basis": np.where(np.isnan(charged), "estimated", "billing authority"),
        },
        index=households.index,
    )


def _charges(charge: pd.Series, authority: pd.Series, bands: pd.Series) -> np.ndarray:
    """Council tax of each band with each authority; for band A less the reduction for a disabled resident, five ninths of band D.

    Source: Council Tax (Reductions for Disabilities) (Amendment) (England) Regulations 1999.
    """
    reduced = (bands == REDUCED_BAND_A).to_numpy(bool)
    found = charge.reindex(pd.MultiIndex.from_arrays([authority.map(_place), bands.mask(reduced, "D")])).to_numpy(float)
    return np.where(reduced, to_the_penny(found * 5 / 9), found)


def _place(authority: str) -> str:
    """An authority's name or slug, so that the two are alike."""
    return str(authority).casefold().replace("-", " ")


def relief_amount_gbp(
    charged: pd.DataFrame, full_relief_days: np.ndarray, partial_relief_days: np.ndarray, calendar: ReliefCalendar
) -> np.ndarray:
    """Relief in GBP, to the penny, for days of full and of partial relief in the calendar's year.

    Parameters
    ----------
    charged
        One row per household: ``council_tax_gbp_per_year``, ``existing_discount_pct``.
    full_relief_days, partial_relief_days
        One row per household; more than one column if several cases are tried.
    """
    column = (-1, *[1] * (full_relief_days.ndim - 1))
    full_pct, partial_pct = (pct.reshape(column) for pct in scheme_relief_pct(charged["existing_discount_pct"], calendar.criteria))
    per_day = charged["council_tax_gbp_per_year"].to_numpy(float).reshape(column) / 100 / calendar.days_in_year
    return to_the_penny(per_day * (full_relief_days * full_pct + partial_relief_days * partial_pct))


def to_the_penny(amounts_gbp: np.ndarray) -> np.ndarray:
    """Amounts of 0 or more rounded to the penny, half a penny up, as a spreadsheet rounds.

    >>> to_the_penny(np.array([703.855, 0.004])).tolist()
    [703.86, 0.0]
    """
    return np.floor(np.round(amounts_gbp * 100, 6) + 0.5) / 100


def _first_and_last_day(calendar: ReliefCalendar) -> tuple[pd.Series, pd.Series]:
    relief_from = np.minimum(calendar.relief_from(calendar.full_relief_days), calendar.relief_from(calendar.partial_relief_days))
    day = np.arange(calendar.days_in_year)
    runs = calendar.relief_possible & (day >= relief_from[:, None])
    any_relief = runs.any(axis=1)
    start = np.datetime64(calendar.year.start, "D")
    first, last = start + runs.argmax(axis=1), start + (calendar.days_in_year - 1 - runs[:, ::-1].argmax(axis=1))
    none = np.datetime64("NaT")
    return (pd.Series(np.where(any_relief, dates, none).astype("datetime64[s]")) for dates in (first, last))


def _care_behind(calendar: ReliefCalendar) -> pd.DataFrame:
    """The days of care that decide, the days needed, and the period; of two periods, the one with more days."""
    chosen = np.argmax([record.care_days for record in calendar.records], axis=0)
    row = np.arange(len(chosen))

    def pick(arrays):
        return np.array(arrays)[chosen, row]

    days = pick([record.care_days for record in calendar.records]).astype(int)
    start = pick([record.periods.start_day for record in calendar.records])
    length = pick([record.periods.length_days for record in calendar.records])
    for_full = calendar.full_relief_days
    needed = np.minimum(calendar.partial_relief_days, for_full)
    first, last = (np.where(length > 0, day.astype("datetime64[D]"), np.datetime64("NaT")) for day in (start, start + length - 1))
    return pd.DataFrame(
        {
            "care_days": days,
            "care_days_needed": needed,
            "care_days_needed_for_full": pd.Series(for_full, dtype="Int64").mask(for_full > MOST_DAYS),
            "care_period_start_date": first.astype("datetime64[s]"),
            "care_period_end_date": last.astype("datetime64[s]"),
        }
    )


def _deciding_rule(table: pd.DataFrame, calendar: ReliefCalendar) -> np.ndarray:
    """The first rule, in the order of the report, that leaves a household without relief; ``met`` where it has some."""
    begun = table["approval_start_date"] <= pd.Timestamp(calendar.year.end)
    ended = table["approval_end_date"] <= pd.Timestamp(calendar.year.start)
    not_in_force = ~table["approval_in_year"]
    rules = {
        "met": table["relief_days"] > 0,
        "not_yet_approved": not_in_force & ~begun,
        "approval_ended": not_in_force & ended,
        "temporary_approval": not_in_force & (table["approval_type"] == TEMPORARY),
        "approved_for_no_day": not_in_force,
        "standards": ~table["standards_met"].astype(bool),
        "days_of_care": table["care_days"] < table["care_days_needed"],
        "outside_area": ~table["area_met"].astype(bool),
        "not_agreed": ~table["relief_agreed"].astype(bool),
        "break": table["break_days"] == table["days_in_force"],
    }
    return np.select([condition.to_numpy(bool) for condition in rules.values()], list(rules), "not_back_dated")
