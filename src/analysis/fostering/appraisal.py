"""What a fostering scenario costs, avoids and comes to: by month, by year and in all.

Every result is given on two bases that are never added: all cost avoided, as the report counts it, and the part of it that
can be cashed. Money by month and year is nominal; present values are real, in prices of year 0.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.fostering.cash_flow import monthly_lines
from analysis.fostering.model.evaluate import Values, evaluated
from analysis.fostering.model.line import Line
from analysis.fostering.model.lines import LINES
from analysis.fostering.model.results import BASES, ONE_PLACEMENT, RESULTS, known_basis
from analysis.fostering.scenario import Scenario
from analysis.periods import FinancialYear, Month

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
    lines = monthly_lines(scenario.values, ("year", *STANDS, *FLOWS))
    years = lines["year"][:, 0].astype(int)
    table = pd.DataFrame({"scheme_year": years, "month": [str(month_of(scenario.first_year, t + 1)) for t in range(len(years))]})
    for line, column in {**STANDS, **FLOWS}.items():
        table[column] = lines[line][:, 0]
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
    table["present_value_factor"] = monthly_lines(scenario.values, ["present_value_factor"])["present_value_factor"][::12, 0]
    table["present_value_net_gbp"] = table["net_of_spend_gbp"] * table["present_value_factor"]
    table["present_value_cashable_net_gbp"] = table["cashable_net_gbp"] * table["present_value_factor"]
    return table


def result(values: Values, name: str, basis: str, lines: Mapping[str, Line] = LINES) -> np.ndarray:
    """A result of the model on one basis, one for each draw; a month as its number, 1 being the first, and missing where there is none.

    Parameters
    ----------
    name
        A result, such as ``net_present_value_gbp``.
    lines
        The table of lines, where it is not the model's.

    Raises
    ------
    UnknownChoice
        If the basis is not one of ``BASES``.
    """
    result_name = f"{name}_{known_basis(basis)}"
    return np.atleast_1d(evaluated(values, (result_name,), lines)[result_name])


def net_present_value(values: Values, basis: str, lines: Mapping[str, Line] = LINES) -> np.ndarray:
    """Present value of the cost avoided less spend, real, one for each draw; parameters as ``result``."""
    return result(values, "net_present_value_gbp", basis, lines)


def outcomes_table(scenario: Scenario) -> pd.DataFrame:
    """What the scenario comes to over its horizon, on each basis.

    Returns
    -------
    pandas.DataFrame
        One row per ``avoidance_basis``: ``spend_gbp``, ``cost_avoided_on_basis_gbp`` and ``net_on_basis_gbp`` (nominal),
        ``present_value_spend_gbp``, ``present_value_avoided_gbp``, ``net_present_value_gbp``, ``benefit_cost_ratio`` (missing
        where nothing is spent), ``payback_month`` and ``discounted_payback_month`` (missing where it does not pay back within the
        horizon, or nothing is spent), ``peak_funding_gbp`` (nominal; the least that the cumulative net falls to), ``peak_funding_month``,
        ``peak_funding_grows`` (``yes`` where the cumulative net is lowest in the last month, so that more may have to be found after it),
        ``break_even_placements_per_year`` (missing where no number of placements breaks even).
    """
    found = evaluated(scenario.values, tuple(line.name for lines in RESULTS.values() for line in lines))
    rows = []
    for basis, (heading, *_) in BASES.items():
        row = {"avoidance_basis": heading}
        for line in RESULTS[basis]:
            column = line.name.removesuffix(f"_{basis}")
            if column != ONE_PLACEMENT:
                row[column] = _as_shown(scenario, line, float(np.ravel(found[line.name])[0]))
        rows.append(row)
    table = pd.DataFrame(rows)
    return table.astype(dict.fromkeys([column for column in table if column.endswith("_month")], "string"))


def _as_shown(scenario: Scenario, line: Line, value: float) -> float | str | None:
    if line.unit == "month":
        return None if np.isnan(value) else str(month_of(scenario.first_year, int(value)))
    return ("yes" if value else "no") if line.unit == "yes or no" else value


def compare_scenarios(scenarios: list[Scenario], basis: str) -> pd.DataFrame:
    """The outcomes of several scenarios on one basis: ``scenario_title`` and the columns of ``outcomes_table``."""
    heading = BASES[known_basis(basis)].heading
    tables = [outcomes_table(scenario).assign(scenario_title=scenario.title) for scenario in scenarios]
    table = pd.concat(tables, ignore_index=True)
    columns = ["scenario_title", *(column for column in table.columns if column not in ("scenario_title", "avoidance_basis"))]
    return table.loc[table["avoidance_basis"] == heading, columns].reset_index(drop=True)
