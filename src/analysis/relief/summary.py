"""Relief in sums: by band, near the threshold, at other thresholds, and repaid each quarter outside the area."""

import numpy as np
import pandas as pd

from analysis.errors import MissingFigure, UnknownChoice
from analysis.relief.calendar import ReliefCalendar
from analysis.relief.criteria import MOST_DAYS
from analysis.relief.eligibility import council_tax_charged, relief_amount_gbp


def relief_by_band(decisions: pd.DataFrame) -> pd.DataFrame:
    """Households and the cost of their relief by council tax band; cost is positive.

    Parameters
    ----------
    decisions
        As ``relief_decisions`` returns it.

    Returns
    -------
    pandas.DataFrame
        One row per ``council_tax_band`` in use: ``households_registered``, ``households_full_relief``,
        ``households_partial_relief``, ``relief_gbp``, ``households_outside_area`` (with relief), ``relief_outside_area_gbp``.
    """
    outside = ~decisions["in_authority_area"].astype(bool)
    counted = decisions.assign(
        households_registered=1,
        households_full_relief=(decisions["decision"] == "Full relief").astype(int),
        households_partial_relief=(decisions["decision"] == "Partial relief").astype(int),
        households_outside_area=(outside & (decisions["decision"] != "No relief")).astype(int),
        relief_outside_area_gbp=decisions["relief_gbp"].where(outside, 0.0),
    )
    columns = [
        "households_registered", "households_full_relief", "households_partial_relief", "relief_gbp",
        "households_outside_area", "relief_outside_area_gbp",
    ]  # fmt: skip
    return counted.groupby("council_tax_band")[columns].sum().round({"relief_gbp": 2, "relief_outside_area_gbp": 2}).reset_index()


def relief_in_all(by_band: pd.DataFrame, assumptions: pd.DataFrame, households_not_decided: int = 0) -> pd.DataFrame:
    """All bands together, beside what the report on the scheme assumes of households that qualify now; one row.

    Parameters
    ----------
    by_band
        As ``relief_by_band`` returns it.
    households_not_decided
        Households of the register whose rows are in doubt; they are in no band.
    assumptions
        One row per ``assumption`` with its ``value``.

    Returns
    -------
    pandas.DataFrame
        The sums of the columns of ``by_band``, with ``households_not_decided``, and ``existing_households`` and
        ``existing_households_cost_gbp`` as assumed.

    Raises
    ------
    MissingFigure
        If an assumption is not there: a gap is not a zero.
    """
    values = assumptions.set_index("assumption")["value"]
    assumed = {"existing_households": "existing_households", "existing_households_cost": "existing_households_cost_gbp"}
    missing = [name for name in assumed if name not in values or pd.isna(values[name])]
    if missing:
        raise MissingFigure(f"fostering_scheme_assumptions.csv lacks {', '.join(missing)}. Add the rows: a gap is not a zero.")
    sums = by_band.drop(columns="council_tax_band").sum().to_frame().T
    sums = sums.astype({name: int for name in sums if name.startswith("households")}).round(2)
    return sums.assign(households_not_decided=households_not_decided, **{column: values[name] for name, column in assumed.items()})


def households_by_deciding_rule(decisions: pd.DataFrame) -> pd.DataFrame:
    """Households by ``decision`` and the rule that decided: ``decision``, ``deciding_rule``, ``households``; most first."""
    counted = decisions.groupby(["decision", "deciding_rule"]).size().rename("households").reset_index()
    return counted.sort_values(["households", "deciding_rule"], ascending=[False, True], kind="stable").reset_index(drop=True)


def relieved_households(decisions: pd.DataFrame) -> pd.DataFrame:
    """Households with relief, grouped as the appraisal takes them in place of the number that the report assumes.

    Returns
    -------
    pandas.DataFrame
        One row per ``council_tax_band``, ``in_authority_area``, ``existing_discount_pct`` and ``decision``:
        ``households``, ``relief_gbp`` in the year.
    """
    relieved = decisions[decisions["decision"] != "No relief"]
    keys = ["council_tax_band", "in_authority_area", "existing_discount_pct", "decision"]
    table = relieved.groupby(keys).agg(households=("household", "size"), relief_gbp=("relief_gbp", "sum"))
    return table.round({"relief_gbp": 2}).reset_index()


def just_short(calendar: ReliefCalendar, decisions: pd.DataFrame, within_days: int) -> pd.DataFrame:
    """Households that nothing but a few days of care keeps from relief, or from full relief; fewest days short first.

    Parameters
    ----------
    within_days
        Most days short.

    Returns
    -------
    pandas.DataFrame
        One row per such household: ``household``, ``approval_type``, ``council_tax_band``, ``care_days``, ``days_short`` and
        ``relief_short_of`` (Full relief or Partial relief: the nearest that it misses).

    Raises
    ------
    UnknownChoice
        If ``within_days`` is below 1.
    """
    if within_days < 1:
        raise UnknownChoice(f"within_days is {within_days}. Give at least 1.")
    days = decisions["care_days"].to_numpy()
    short_of_partial, short_of_full = calendar.partial_relief_days - days, calendar.full_relief_days - days
    attainable = calendar.full_relief_days <= MOST_DAYS
    misses_partial = (short_of_partial > 0) & (calendar.partial_relief_days <= MOST_DAYS)
    misses_partial &= ~attainable | (short_of_partial < short_of_full)
    short = np.where(misses_partial, short_of_partial, np.where(attainable, short_of_full, 0))
    table = decisions[["household", "approval_type", "council_tax_band", "care_days"]].assign(
        days_short=short, relief_short_of=np.where(misses_partial, "Partial relief", "Full relief")
    )
    nothing_else = calendar.relief_possible.any(axis=1)
    chosen = table[nothing_else & (short > 0) & (short <= within_days)]
    return chosen.sort_values(["days_short", "household"], kind="stable").reset_index(drop=True)


def cost_by_threshold(calendar: ReliefCalendar, council_tax: pd.DataFrame, thresholds_days: np.ndarray) -> pd.DataFrame:
    """Households and cost if full relief took another number of days of care.

    The days of respite for full relief move by as much; those for partial relief stay.

    Parameters
    ----------
    thresholds_days
        Whole days, each from 0 to 366.

    Returns
    -------
    pandas.DataFrame
        One row per threshold, in the order given: ``threshold_days``, ``households_full_relief``,
        ``households_partial_relief``, ``relief_gbp``, ``change_gbp`` (less the cost at the scheme's own threshold; a rise is
        positive).

    Raises
    ------
    UnknownChoice
        If a threshold is not a whole number from 0 to 366.
    """
    thresholds = np.atleast_1d(np.asarray(thresholds_days))
    wrong = [f"{value:g}" for value in thresholds if value != int(value) or not 0 <= value <= MOST_DAYS]
    if wrong:
        raise UnknownChoice(f"A threshold of {', '.join(wrong)} days is not possible. Give whole days from 0 to {MOST_DAYS}.")
    tried = np.append(thresholds.astype(int), calendar.criteria.full_relief_days)
    full, partial = calendar.days_of_relief(calendar.days_needed_for_full(tried))
    charged = calendar.households.join(council_tax_charged(calendar.households, council_tax, calendar))
    cost_gbp = relief_amount_gbp(charged, full, partial, calendar).sum(axis=0).round(2)
    table = pd.DataFrame(
        {
            "threshold_days": tried,
            "households_full_relief": (full > 0).sum(axis=0),
            "households_partial_relief": ((full == 0) & (partial > 0)).sum(axis=0),
            "relief_gbp": cost_gbp,
            "change_gbp": (cost_gbp - cost_gbp[-1]).round(2),
        }
    )
    return table.iloc[:-1]


def reimbursements_outside_area(calendar: ReliefCalendar, decisions: pd.DataFrame) -> pd.DataFrame:
    """What is paid back to each household that lives outside the area, payment by payment.

    Each payment is the relief of the days up to its end, less what was paid before, so that a household's payments add
    up to its relief for the year to the penny.

    Parameters
    ----------
    decisions
        As ``relief_decisions`` returns it for the same calendar.

    Returns
    -------
    pandas.DataFrame
        One row per household with relief outside the area and payment: ``household``, ``billing_authority``,
        ``payment_number``, ``payment_period_start_date``, ``payment_period_end_date``, ``relief_days``, ``reimbursement_gbp``.
    """
    outside = (~decisions["in_authority_area"].astype(bool) & (decisions["decision"] != "No relief")).to_numpy(bool)
    payments = calendar.criteria.reimbursements_per_year
    months = np.datetime64(calendar.year.start, "M") + np.arange(payments + 1) * (12 // payments)
    bounds = (months.astype("datetime64[D]") - np.datetime64(calendar.year.start, "D")).astype(int)
    chosen = decisions[outside]
    tables, paid = [], np.zeros(len(chosen))
    before = np.zeros(len(chosen), dtype=int)
    for number in range(1, payments + 1):
        full, partial = (days[outside] for days in calendar.days_of_relief(calendar.full_relief_days, before_day=bounds[number]))
        due, days = relief_amount_gbp(chosen, full, partial, calendar), full + partial
        table = chosen[["household", "billing_authority"]].assign(
            payment_number=number,
            payment_period_start_date=pd.Timestamp(months[number - 1].astype("datetime64[D]")),
            payment_period_end_date=pd.Timestamp(months[number].astype("datetime64[D]") - 1),
            relief_days=days - before,
            reimbursement_gbp=np.round(due - paid, 2),
        )
        tables.append(table)
        paid, before = due, days
    return pd.concat(tables).sort_values(["household", "payment_number"], kind="stable").reset_index(drop=True)


def reimbursements_by_payment(payments: pd.DataFrame) -> pd.DataFrame:
    """What is paid back outside the area in each payment, all households together.

    Parameters
    ----------
    payments
        As ``reimbursements_outside_area`` returns it.

    Returns
    -------
    pandas.DataFrame
        One row per payment: ``payment_number``, ``payment_period_start_date``, ``payment_period_end_date``, ``households_paid``,
        ``reimbursement_gbp``. No row where no household is paid.
    """
    periods = ["payment_number", "payment_period_start_date", "payment_period_end_date"]
    counted = payments.assign(households_paid=(payments["relief_days"] > 0).astype(int))
    return counted.groupby(periods)[["households_paid", "reimbursement_gbp"]].sum().round({"reimbursement_gbp": 2}).reset_index()
