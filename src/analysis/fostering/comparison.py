"""Scenarios side by side, over the same years and under the same draws."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.errors import UnknownChoice
from analysis.fostering.appraisal import compare_scenarios
from analysis.fostering.model.results import BASES
from analysis.fostering.scenario import Scenario, with_values
from analysis.fostering.uncertainty import Simulation, payback_by_year
from analysis.periods import FinancialYear


def over_the_same_years(scenario: Scenario, horizon_years: float) -> Scenario:
    """The scenario appraised over another number of years; itself where it has that number already."""
    if scenario.values["horizon_years"] == horizon_years:
        return scenario
    return with_values(scenario, {"horizon_years": horizon_years}, "The years over which the scenarios are compared.", "comparison")


def side_by_side(scenario: Scenario, base: Scenario, others: Iterable[Scenario]) -> list[Scenario]:
    """A scenario among others, all over its years and each case once: the base first, then the scenario, then the rest.

    A scenario that comes to the same as one before it, such as the shipped one where a run changes the years alone, is left out.
    """
    years = scenario.values["horizon_years"]
    kept = [scenario]
    for other in (over_the_same_years(side, years) for side in (base, *others)):
        if not any(_same_case(other, side) for side in kept):
            kept.append(other)
    if len(kept) > 1 and not _same_case(over_the_same_years(base, years), scenario):
        kept[:2] = reversed(kept[:2])
    return kept


def _same_case(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios have the same values, ranges and correlations."""

    def case(scenario: Scenario) -> tuple:
        ranges = {name: (held.value, held.distribution, held.low, held.high) for name, held in scenario.assumptions.items()}
        return ranges, {frozenset((pair.first, pair.second)): pair.coefficient for pair in scenario.correlations}

    return case(one) == case(other)


def comparison_table(simulations: list[Simulation], basis: str) -> pd.DataFrame:
    """The outcomes of simulated scenarios on one basis, each against the first.

    Parameters
    ----------
    simulations
        One for each scenario, all over the same years; the first is the one that the others are held against.
    basis
        ``all_cost_avoided`` or ``cashable_only``.

    Returns
    -------
    pandas.DataFrame
        One row per scenario: ``scenario_title``, ``horizon_years``, the columns of ``compare_scenarios``,
        ``npv_difference_gbp`` (net present value less the first's), ``npv_mean_gbp`` (mean of the draws: the value to expect), ``chance_of_payback_pct`` and ``npv_positive_pct`` (shares of the
        draws within the horizon; missing where the scenario states no range).

    Raises
    ------
    UnknownChoice
        If the basis is unknown, or the scenarios are appraised over different years or from different ones.
    """
    table = compare_scenarios([simulation.scenario for simulation in simulations], basis)
    horizons = [int(simulation.scenario.values["horizon_years"]) for simulation in simulations]
    if len(set(horizons)) > 1:
        years = ", ".join(f"{simulation.scenario.name} {years}" for simulation, years in zip(simulations, horizons, strict=True))
        raise UnknownChoice(f"The scenarios are appraised over different years ({years}). Bring them to one horizon first.")
    starts = {simulation.scenario.name: str(simulation.scenario.first_year) for simulation in simulations}
    if len(set(starts.values())) > 1:
        years = ", ".join(f"{name} {year}" for name, year in starts.items())
        raise UnknownChoice(f"The scenarios start in different years ({years}), at different prices. Compare those that start in one.")
    table.insert(1, "horizon_years", horizons)
    table["npv_difference_gbp"] = table["net_present_value_gbp"] - table["net_present_value_gbp"].iloc[0]
    table["npv_mean_gbp"] = [
        float(simulation.net_present_value_gbp[basis].mean()) if simulation.inputs else np.nan for simulation in simulations
    ]
    table["chance_of_payback_pct"] = [_share(simulation, ~np.isnan(simulation.payback_month_number[basis])) for simulation in simulations]
    table["npv_positive_pct"] = [_share(simulation, simulation.net_present_value_gbp[basis] > 0) for simulation in simulations]
    return table


def payback_on_both_bases(simulation: Simulation) -> pd.DataFrame:
    """Share of the draws paid back for good by the end of each year, the two bases side by side.

    Returns
    -------
    pandas.DataFrame
        One row per ``scheme_year`` with ``financial_year``: ``paid_back_pct`` (all cost avoided), ``paid_back_cashable_pct``, and
        ``paid_back_error_pct`` (the larger standard error of the two).
    """
    all_avoided, cashable = (heading for heading, *_ in BASES.values())
    long = payback_by_year(simulation).set_index(["avoidance_basis", "scheme_year"])
    table = long.loc[all_avoided].reset_index()
    other = long.loc[cashable].reset_index()
    start = simulation.scenario.first_year.start_year
    table.insert(1, "financial_year", [str(FinancialYear(start + year)) for year in table["scheme_year"]])
    table["paid_back_cashable_pct"] = other["paid_back_pct"]
    table["paid_back_error_pct"] = np.maximum(table["paid_back_error_pct"], other["paid_back_error_pct"])
    return table


def _share(simulation: Simulation, outcome: np.ndarray) -> float:
    return 100 * float(np.mean(outcome)) if simulation.inputs else np.nan
