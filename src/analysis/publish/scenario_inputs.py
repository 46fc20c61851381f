"""Scenarios as a run takes them: from their files, with what is set for the run and what the register of carers shows."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.disclosure.release import Released, release
from analysis.errors import InvalidScenario, UnknownScenario
from analysis.fostering.comparison import comparison_table, over_the_same_years
from analysis.fostering.from_register import with_register
from analysis.fostering.relief_summary import relieved_households
from analysis.fostering.scenario import Scenario, resolve_scenario, with_values
from analysis.fostering.uncertainty import simulate
from analysis.ingest.scenarios import read_scenario_files, scenario_figures, source_keys
from analysis.periods import FinancialYear
from analysis.publish.relief_inputs import relief_from_extracts

FOR_THIS_RUN = "Set for this run."


def shipped_scenarios(authority: str, quarter: str) -> dict[str, Scenario]:
    """Every scenario of ``scenarios/`` by name, the one that all build on first.

    Raises
    ------
    InvalidScenario
        With every problem of every file, each once.
    NoFigures
        If a dataset holds nothing for the authority and quarter.
    """
    files, figures, sources = read_scenario_files(), scenario_figures(authority, quarter), source_keys()
    resolved, problems = {}, []
    for name in files:
        try:
            resolved[name] = resolve_scenario(name, files, figures, sources)
        except InvalidScenario as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise InvalidScenario(problems)
    return dict(sorted(resolved.items(), key=lambda entry: len(entry[1].bases)))


def scenario_for_run(
    shipped: Mapping[str, Scenario],
    name: str,
    settings: Mapping[str, float | bool | str],
    register: Mapping[str, pd.DataFrame] | None = None,
) -> Scenario:
    """One scenario with what the register shows, then what is set for the run; its title says so.

    Parameters
    ----------
    settings
        Value by name of assumption; text is read as what it says.
    register
        As ``relief_from_register`` returns it.

    Raises
    ------
    UnknownScenario
        If there is no scenario of that name.
    InvalidScenario
        With every setting that is unknown or impossible.
    """
    if name not in shipped:
        raise UnknownScenario(f'"{name}" is not a scenario. There are: {", ".join(sorted(shipped))}.')
    scenario, notes = shipped[name], []
    if register is not None:
        scenario = with_register(scenario, register["relieved"], register["council_tax"])
        notes.append("households from the register")
    if settings:
        scenario = with_values(scenario, settings, FOR_THIS_RUN, "command line")
        notes.append("as set for this run")
    return replace(scenario, title=f"{scenario.title}, {', '.join(notes)}") if notes else scenario


def compared(names: list[str], authority: str, quarter: str, basis: str, horizon: str | None, draws: int, seed: int) -> Released:
    """The outcomes of some scenarios against the first, over its years or over the horizon given.

    Raises
    ------
    UnknownScenario
        If a name is not a scenario; every such name is told.
    InvalidScenario
        If the horizon is impossible.
    """
    shipped = shipped_scenarios(authority, quarter)
    unknown = [f'"{name}"' for name in names if name not in shipped]
    if unknown:
        verb = "is not a scenario" if len(unknown) == 1 else "are not scenarios"
        raise UnknownScenario(f"{', '.join(unknown)} {verb}. There are: {', '.join(sorted(shipped))}.")
    first = scenario_for_run(shipped, names[0], {"horizon_years": horizon}) if horizon is not None else shipped[names[0]]
    scenarios = [over_the_same_years(shipped[name], first.values["horizon_years"]) for name in names]
    simulations = [simulate(scenario, draws, np.random.default_rng(seed)) for scenario in scenarios]
    return release(comparison_table(simulations, basis).round(6), "public", name=f"scenarios_{basis}")


def relief_from_register(folder: str, authority: str, quarter: str, year: FinancialYear) -> dict[str, pd.DataFrame]:
    """Households that the published criteria relieve, from a folder with the register of carers and the stays.

    Parameters
    ----------
    folder
        Folder of the CSV or XLSX files.
    year
        Financial year of the relief: the scenario's year 0.

    Returns
    -------
    dict of pandas.DataFrame
        ``relieved`` as ``relieved_households`` returns it; ``council_tax``: ``council_tax_gbp_per_year`` by ``council_tax_band``.

    Raises
    ------
    InvalidData
        With every problem of the files.
    """
    relief = relief_from_extracts(folder, authority, quarter, year, {})
    bands = relief.council_tax
    of_year = bands.loc[bands["financial_year"] == str(year), ["council_tax_band", "council_tax_gbp_per_year"]]
    return {"relieved": relieved_households(relief.decisions), "council_tax": of_year.reset_index(drop=True)}
