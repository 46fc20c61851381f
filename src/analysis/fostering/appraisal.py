"""What a fostering scenario costs, avoids and comes to: by month, by year and in all.

Every result is given on two bases that are never added: all cost avoided, as the report counts it, and the part of it that
can be cashed. Money by month and year is nominal; present values are real, in prices of year 0.
"""

import numpy as np
import pandas as pd

from analysis.errors import UnknownChoice
from analysis.fostering.cash_flow import Lines, Values, monthly_lines
from analysis.fostering.scenario import Scenario
from analysis.periods import FinancialYear, Month

BASES = {
    "all_cost_avoided": ("All cost avoided", "avoided", "net", "cumulative_net", "unit_net"),
    "cashable_only": ("Cashable part only", "avoided_cashable", "cashable_net", "cumulative_cashable_net", "unit_cashable_net"),
}
"""Basis: its heading, and the lines that are its cost avoided, net, cumulative net and net of one placement a year."""

SMALLEST_GBP = 0.005
"""Half a penny: less than this is nothing."""

FLOWS = {
    "relief_existing": "relief_existing_gbp",
    "relief_usual": "relief_usual_gbp",
    "relief_recruited": "relief_recruited_gbp",
    "relief_transferred": "relief_transferred_gbp",
    "fees": "fees_gbp",
    "set_up": "set_up_gbp",
    "running": "running_gbp",
    "spend": "spend_gbp",
    "avoided_cashable": "avoided_cashable_gbp",
    "avoided_not_cashable": "avoided_not_cashable_gbp",
    "avoided": "avoided_gbp",
    "net": "net_of_spend_gbp",
    "cashable_net": "cashable_net_gbp",
}
"""Lines that add up over months, and their columns."""

STANDS = {
    "existing_households_with": "existing_households_standing",
    "usual_households": "usual_households_standing",
    "new_households": "new_households_standing",
    "retained_placements": "retained_placements_standing",
    "recruited_placements": "recruited_placements_standing",
    "transferred_placements": "transferred_placements_standing",
    "cumulative_net": "cumulative_net_gbp",
    "cumulative_cashable_net": "cumulative_cashable_net_gbp",
}
"""Lines that stand at the end of a month, and their columns."""


def month_of(first_year: FinancialYear, number: int) -> Month:
    """The month of a number, 1 being the first April.

    >>> str(month_of(FinancialYear.parse("2023-24"), 11)), str(month_of(FinancialYear.parse("2023-24"), 11).end)
    ('2024-02', '2024-02-29')
    """
    return Month(first_year.start_year + (number + 2) // 12, (number + 2) % 12 + 1)


def monthly_table(scenario: Scenario) -> pd.DataFrame:
    """The scenario's cash flow by month, nominal.

    Returns
    -------
    pandas.DataFrame
        One row per month: ``scheme_year`` (the first is 0), ``month``, the columns of ``FLOWS`` in that month and of ``STANDS``
        at its end. Placements are with the scheme less without it, before empty places.
    """
    lines = monthly_lines(scenario.values)
    months = lines["t"][:, 0]
    table = pd.DataFrame({"scheme_year": lines["year"][:, 0], "month": [str(month_of(scenario.first_year, int(t))) for t in months]})
    for line, column in {**STANDS, **FLOWS}.items():
        table[column] = np.broadcast_to(lines[line], (len(months), 1))[:, 0]
    order = [*list(STANDS.values())[:6], *FLOWS.values(), *list(STANDS.values())[6:]]
    return table[["scheme_year", "month", *order]]


def yearly_table(scenario: Scenario) -> pd.DataFrame:
    """The scenario's cash flow by financial year, nominal, with the factor that turns it into present value.

    Returns
    -------
    pandas.DataFrame
        One row per ``scheme_year`` with ``financial_year``: flows are the sum of the year's months, what stands is at its end;
        ``present_value_factor`` deflates and discounts the year; ``present_value_net_gbp`` and
        ``present_value_cashable_net_gbp`` are real.
    """
    months = monthly_table(scenario)
    by_year = months.groupby("scheme_year")
    table = pd.concat([by_year[list(STANDS.values())].last(), by_year[list(FLOWS.values())].sum()], axis=1)
    table = table[[column for column in months.columns if column in table]].reset_index()
    start = scenario.first_year.start_year
    table.insert(1, "financial_year", [str(FinancialYear(start + year)) for year in table["scheme_year"]])
    table["present_value_factor"] = monthly_lines(scenario.values)["present_value_factor"][::12, 0]
    table["present_value_net_gbp"] = table["net_of_spend_gbp"] * table["present_value_factor"]
    table["present_value_cashable_net_gbp"] = table["cashable_net_gbp"] * table["present_value_factor"]
    return table


def net_present_value(lines: Lines, basis: str) -> np.ndarray:
    """Present value of the cost avoided less spend, real, one for each draw.

    Raises
    ------
    UnknownChoice
        If the basis is not one of ``BASES``.
    """
    return (lines[_basis(basis)[2]] * lines["present_value_factor"]).sum(axis=0)


def payback_month_number(lines: Lines, basis: str) -> np.ndarray:
    """First month from which the cumulative net stays at or above zero, one for each draw.

    Missing where it is below zero at the horizon, and where nothing is spent.
    """
    cumulative = lines[_basis(basis)[3]]
    below = cumulative < -SMALLEST_GBP
    last_below = np.where(below.any(axis=0), len(below) - np.argmax(below[::-1], axis=0), 0)
    spent = lines["spend"].sum(axis=0) > SMALLEST_GBP
    return np.where(spent & (last_below < len(below)), last_below + 1.0, np.nan)


def break_even_placements(lines: Lines, values: Values, basis: str) -> np.ndarray:
    """New placements a year at which the net present value is zero, one for each draw; never below 0.

    The net present value is a straight line in them: each adds the present value of its own net. It is 0 where the scheme pays
    without any, as transfers and kept households may. Missing where a placement adds nothing, or takes away, and where nothing is
    spent.
    """
    each = (lines[_basis(basis)[4]] * lines["present_value_factor"]).sum(axis=0)
    gains = (each > SMALLEST_GBP) & (lines["spend"].sum(axis=0) > SMALLEST_GBP)
    needed = values["new_placements_per_year"] - net_present_value(lines, basis) / np.where(gains, each, 1)
    return np.where(gains, np.maximum(needed, 0), np.nan)


def _basis(name: str) -> tuple[str, str, str, str, str]:
    if name not in BASES:
        raise UnknownChoice(f'"{name}" is not a basis. There are: {", ".join(BASES)}.')
    return BASES[name]


def outcomes_table(scenario: Scenario) -> pd.DataFrame:
    """What the scenario comes to over its horizon, on each basis.

    Returns
    -------
    pandas.DataFrame
        One row per ``avoidance_basis``: ``spend_gbp``, ``cost_avoided_on_basis_gbp`` and ``net_on_basis_gbp``, nominal;
        ``present_value_spend_gbp``, ``present_value_avoided_gbp`` and ``net_present_value_gbp``, real;
        ``benefit_cost_ratio`` (missing where nothing is spent); ``payback_month`` (missing where it does not pay back
        within the horizon, or nothing is spent); ``peak_funding_gbp``, ``peak_funding_month`` and ``peak_funding_grows`` (``yes``
        where that month is the last of the horizon, so that the peak may be yet to come; otherwise ``no``);
        ``break_even_placements_per_year`` (missing where no number of them pays, or nothing is spent).
    """
    lines, values = monthly_lines(scenario.values), scenario.values
    factor, spend = lines["present_value_factor"], lines["spend"]
    rows = []
    for basis, (heading, avoided_line, net_line, cumulative_line, _) in BASES.items():
        avoided, cumulative = lines[avoided_line], lines[cumulative_line][:, 0]
        present_spend, present_avoided = float((spend * factor).sum()), float((avoided * factor).sum())
        payback, lowest = payback_month_number(lines, basis)[0], int(cumulative.argmin())
        funding = max(0.0, -float(cumulative[lowest]))
        rows.append(
            {
                "avoidance_basis": heading,
                "spend_gbp": float(spend.sum()),
                "cost_avoided_on_basis_gbp": float(avoided.sum()),
                "net_on_basis_gbp": float(lines[net_line].sum()),
                "present_value_spend_gbp": present_spend,
                "present_value_avoided_gbp": present_avoided,
                "net_present_value_gbp": float(net_present_value(lines, basis)[0]),
                "benefit_cost_ratio": present_avoided / present_spend if present_spend > SMALLEST_GBP else np.nan,
                "payback_month": None if np.isnan(payback) else str(month_of(scenario.first_year, int(payback))),
                "peak_funding_gbp": funding,
                "peak_funding_month": str(month_of(scenario.first_year, lowest + 1)) if funding > SMALLEST_GBP else None,
                "peak_funding_grows": "yes" if funding > SMALLEST_GBP and lowest == len(cumulative) - 1 else "no",
                "break_even_placements_per_year": float(break_even_placements(lines, values, basis)[0]),
            }
        )
    return pd.DataFrame(rows).astype({"payback_month": "string", "peak_funding_month": "string"})


def compare_scenarios(scenarios: list[Scenario], basis: str) -> pd.DataFrame:
    """The outcomes of several scenarios on one basis: ``scenario_title`` and the columns of ``outcomes_table``."""
    heading = _basis(basis)[0]
    tables = [outcomes_table(scenario).assign(scenario_title=scenario.title) for scenario in scenarios]
    table = pd.concat(tables, ignore_index=True)
    columns = ["scenario_title", *(column for column in table.columns if column not in ("scenario_title", "avoidance_basis"))]
    return table.loc[table["avoidance_basis"] == heading, columns].reset_index(drop=True)
