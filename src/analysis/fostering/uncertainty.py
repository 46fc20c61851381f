"""How sure the appraisal is: Monte Carlo over the ranges that a scenario states.

Each uncertain assumption is drawn from its distribution. Those that the scenario correlates are tied by a Gaussian copula: normal
variables with the coefficients stated, each then mapped to its own distribution. A correlation with an assumption that is held
fixed has no effect. The value of a triangular distribution is its likeliest, not its mean, so the mean of the draws differs from
the appraisal at those values.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import NoFigures, UnknownChoice
from analysis.fostering.appraisal import month_of
from analysis.fostering.assumptions import ASSUMPTIONS
from analysis.fostering.draws import in_parts
from analysis.fostering.model.evaluate import by_month as months_by_draws
from analysis.fostering.model.results import BASES, known_basis
from analysis.fostering.scenario import Assumption, Scenario
from analysis.fostering.scenario_rules import correlation_matrix
from analysis.fostering.sensitivity import varying

FEWEST_DRAWS = 100
"""Draws below which an error of the mean is itself not known well enough to be shown."""

BATCHES = 20
"""Batches into which the draws are cut to see how far a quantile moves."""

FAN_QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True)
class Simulation:
    """The draws of one scenario.

    Attributes
    ----------
    inputs
        Drawn value of each assumption that has a range.
    net_present_value_gbp
        By basis; one for each draw.
    payback_month_number
        By basis; missing where a draw does not pay back within the horizon.
    cumulative_net_gbp
        By basis; months by draws, nominal. Empty where it was not kept.
    """

    scenario: Scenario
    draws: int
    inputs: dict[str, np.ndarray]
    net_present_value_gbp: dict[str, np.ndarray]
    payback_month_number: dict[str, np.ndarray]
    cumulative_net_gbp: dict[str, np.ndarray]


def simulate(scenario: Scenario, draws: int, generator: np.random.Generator, *, by_month: bool = True) -> Simulation:
    """Draw the uncertain assumptions and appraise the scenario with each draw.

    Parameters
    ----------
    draws
        Number of draws, 1 or more.
    generator
        Where the random numbers come from; the same seed gives the same draws.
    by_month
        Whether the cumulative net by month is kept; what a comparison shows needs none of it.

    Raises
    ------
    UnknownChoice
        If the number of draws is below 1.
    """
    if draws < 1:
        raise UnknownChoice(f'"{draws}" is not a number of draws. Ask for 1 or more; 100000 is usual.')
    inputs = draw_inputs(scenario, draws, generator)
    months = 12 * int(scenario.values["horizon_years"])
    cumulative = {basis: np.empty((months, draws)) for basis in BASES if by_month}
    present = {basis: np.empty(draws) for basis in BASES}
    payback = {basis: np.empty(draws) for basis in BASES}
    wanted = tuple(
        name for basis in BASES for name in (BASES[basis].cumulative, f"net_present_value_gbp_{basis}", f"payback_month_{basis}")
    )
    for part, found in in_parts(scenario.values, inputs, draws, wanted):
        for basis in BASES:
            if by_month:
                cumulative[basis][:, part] = months_by_draws(found[BASES[basis].cumulative], months // 12)
            present[basis][part] = found[f"net_present_value_gbp_{basis}"]
            payback[basis][part] = found[f"payback_month_{basis}"]
    return Simulation(scenario, draws, inputs, present, payback, cumulative)


def draw_inputs(scenario: Scenario, draws: int, generator: np.random.Generator) -> dict[str, np.ndarray]:
    """Drawn values of each assumption that has a range."""
    ranges = {assumption.name: assumption for assumption in varying(scenario)}
    uniform = {name: generator.random(draws) for name in ranges}
    names, matrix = correlation_matrix(pair for pair in scenario.correlations if pair.first in ranges and pair.second in ranges)
    if names:
        from scipy.special import ndtr

        strength, directions = np.linalg.eigh(matrix)
        mixing = directions * np.sqrt(np.maximum(strength, 0))
        normal = mixing @ generator.standard_normal((len(names), draws))
        uniform |= {name: ndtr(normal[row]) for row, name in enumerate(names)}
    return {name: quantile_of(ranges[name], uniform[name]) for name in ranges}


def quantile_of(assumption: Assumption, probability: np.ndarray) -> np.ndarray:
    """Value that an uncertain assumption stays below with a given probability.

    >>> from analysis.fostering.scenario import Assumption
    >>> flat = Assumption("deadweight_pct", 20, "", "", "", "", "", "uniform", 10, 50)
    >>> quantile_of(flat, np.array([0.0, 0.5, 1.0])).tolist()
    [10.0, 30.0, 50.0]
    """
    low, high, likeliest = assumption.low, assumption.high, assumption.value
    if assumption.distribution == "uniform":
        return low + probability * (high - low)
    below = np.sqrt(probability * (high - low) * (likeliest - low))
    above = np.sqrt((1 - probability) * (high - low) * (high - likeliest))
    return np.where(probability < (likeliest - low) / (high - low), low + below, high - above)


def mean_of(assumption: Assumption) -> float:
    """Mean of an assumption's distribution.

    >>> from analysis.fostering.scenario import Assumption
    >>> mean_of(Assumption("deadweight_pct", 20, "", "", "", "", "", "triangular", 10, 60))
    30.0
    """
    if assumption.distribution == "triangular":
        return (assumption.low + assumption.value + assumption.high) / 3
    return assumption.value if assumption.distribution == "fixed" else (assumption.low + assumption.high) / 2


def fan_table(simulation: Simulation, basis: str) -> pd.DataFrame:
    """Quantiles of the cumulative net by month, nominal.

    Returns
    -------
    pandas.DataFrame
        One row per ``month``: ``cumulative_net_p05_gbp`` and so on for 10, 25, 50, 75, 90 and 95 per cent of the draws.
    """
    cumulative = simulation.cumulative_net_gbp[basis]
    quantiles = np.transpose([np.quantile(month, FAN_QUANTILES) for month in cumulative])
    months = [str(month_of(simulation.scenario.first_year, number + 1)) for number in range(len(cumulative))]
    columns = {f"cumulative_net_p{round(100 * share):02d}_gbp": row for share, row in zip(FAN_QUANTILES, quantiles, strict=True)}
    return pd.DataFrame({"month": months, **columns})


def payback_by_year(simulation: Simulation) -> pd.DataFrame:
    """Share of the draws in which the scheme has paid back for good by the end of each year.

    Returns
    -------
    pandas.DataFrame
        One row per basis and year: ``avoidance_basis``, ``scheme_year``, ``paid_back_pct``, ``paid_back_error_pct`` (standard error).
    """
    rows = []
    for basis, (heading, *_) in BASES.items():
        month = simulation.payback_month_number[basis]
        for year in range(int(simulation.scenario.values["horizon_years"])):
            share = float(np.mean(month <= 12 * (year + 1)))
            error = float(np.sqrt(share * (1 - share) / simulation.draws))
            rows.append({"avoidance_basis": heading, "scheme_year": year, "paid_back_pct": 100 * share, "paid_back_error_pct": 100 * error})
    return pd.DataFrame(rows)


def summary_table(simulation: Simulation) -> pd.DataFrame:
    """Net present value over the draws, real, with how far each figure may be off for want of more draws.

    Returns
    -------
    pandas.DataFrame
        One row per ``avoidance_basis``: ``draws``, ``npv_mean_gbp``, ``npv_mean_error_gbp`` (standard error), ``npv_p05_gbp``, ``npv_p50_gbp``,
        ``npv_p95_gbp``, ``npv_quantile_error_gbp`` (the largest standard error of the three, from batches of the draws),
        ``npv_positive_pct`` (share of the draws above zero) and ``npv_positive_error_pct``.
    """
    rows = []
    for basis, (heading, *_) in BASES.items():
        value = simulation.net_present_value_gbp[basis]
        positive = float(np.mean(value > 0))
        low, middle, high = np.quantile(value, (0.05, 0.5, 0.95))
        batches = [np.quantile(batch, (0.05, 0.5, 0.95)) for batch in np.array_split(value, min(BATCHES, len(value)))]
        quantile_error = np.std(batches, axis=0, ddof=1).max() / np.sqrt(len(batches)) if len(batches) > 1 else np.nan
        rows.append(
            {
                "avoidance_basis": heading,
                "draws": simulation.draws,
                "npv_mean_gbp": float(value.mean()),
                "npv_mean_error_gbp": float(value.std(ddof=1) / np.sqrt(len(value))) if len(value) > 1 else np.nan,
                "npv_p05_gbp": float(low),
                "npv_p50_gbp": float(middle),
                "npv_p95_gbp": float(high),
                "npv_quantile_error_gbp": float(quantile_error),
                "npv_positive_pct": 100 * positive,
                "npv_positive_error_pct": 100 * float(np.sqrt(positive * (1 - positive) / len(value))),
            }
        )
    return pd.DataFrame(rows)


def convergence_table(simulation: Simulation, basis: str) -> pd.DataFrame:
    """How the mean and the chance of a positive net present value settle as the draws grow.

    Returns
    -------
    pandas.DataFrame
        One row per number of draws, doubling up to all, from ``FEWEST_DRAWS``: ``draws``, ``npv_mean_gbp``, ``npv_mean_error_gbp`` (standard error),
        ``npv_positive_pct``, ``npv_positive_error_pct``.
    """
    value = simulation.net_present_value_gbp[basis]
    counts = sorted({count for halvings in range(8) if (count := len(value) // 2**halvings) >= FEWEST_DRAWS})
    rows = []
    for count in counts:
        part = value[:count]
        share = float(np.mean(part > 0))
        mean, error = float(part.mean()), float(part.std(ddof=1) / np.sqrt(count))
        rows.append((count, mean, error, 100 * share, 100 * float(np.sqrt(share * (1 - share) / count))))
    return pd.DataFrame(rows, columns=["draws", "npv_mean_gbp", "npv_mean_error_gbp", "npv_positive_pct", "npv_positive_error_pct"])


def variance_shares(scenario: Scenario, basis: str, generator: np.random.Generator, samples: int = 1024) -> pd.DataFrame:
    """Share of the variance of the net present value that each uncertain assumption accounts for.

    Sobol indices by SALib (Saltelli's scheme). They need independent inputs, so the correlations that the scenario states
    are left out here, and here only.

    Parameters
    ----------
    samples
        Base samples, a power of two; the model is run for (assumptions + 2) times as many.

    Returns
    -------
    pandas.DataFrame
        One row per assumption with a range, largest total first: ``assumption``, ``assumption_meaning``, ``first_order_pct`` (by
        itself), ``total_order_pct`` (with all its interactions), and their 95 per cent half-widths
        ``first_order_error_pct`` and ``total_order_error_pct``.

    Raises
    ------
    NoFigures
        If no assumption of the scenario has a range, or none of them moves the result.
    """
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    ranges = varying(scenario)
    if not ranges:
        raise NoFigures(f'The scenario "{scenario.name}" gives no assumption a range. State low, high and distribution for one.')
    names = [assumption.name for assumption in ranges]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    seeds = generator.integers(1, 2**31, size=2)
    sample = sampling.sample(problem, samples, calc_second_order=False, seed=int(seeds[0]))
    drawn = {assumption.name: quantile_of(assumption, sample[:, column]) for column, assumption in enumerate(ranges)}
    name, value = f"net_present_value_gbp_{known_basis(basis)}", np.empty(len(sample))
    for part, found in in_parts(scenario.values, drawn, len(sample), (name,)):
        value[part] = found[name]
    if np.ptp(value) == 0:
        raise NoFigures(f'No range of the scenario "{scenario.name}" moves its net present value. Widen one, or choose another basis.')
    found = analysis.analyze(problem, value, calc_second_order=False, seed=int(seeds[1]))
    table = pd.DataFrame(
        {
            "assumption": names,
            "assumption_meaning": [ASSUMPTIONS[name].meaning for name in names],
            "first_order_pct": 100 * found["S1"],
            "first_order_error_pct": 100 * found["S1_conf"],
            "total_order_pct": 100 * found["ST"],
            "total_order_error_pct": 100 * found["ST_conf"],
        }
    )
    return table.sort_values("total_order_pct", ascending=False, kind="stable").reset_index(drop=True)
