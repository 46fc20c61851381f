"""Scenarios as a run takes them: from their files, with what is set for the run and what the register of carers shows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.disclosure.release import Released, release
from analysis.errors import InvalidScenario, NoFigures, Problem
from analysis.fostering.comparison import comparison_table, over_the_same_years
from analysis.fostering.from_placements import unit_costs_held, with_unit_costs_held
from analysis.fostering.from_register import with_register
from analysis.fostering.scenario import Scenario, resolve_scenario, with_values
from analysis.fostering.scenario_file import HELD
from analysis.fostering.uncertainty import simulate
from analysis.ingest.carers import problems_of
from analysis.ingest.reading.tables import raise_for
from analysis.ingest.scenario_entries import unknown_scenario
from analysis.ingest.scenarios import parse_scenario_files, scenario_figures, source_keys
from analysis.pages.given import Given
from analysis.pages.placements_held import QUARTERLY, WEEKLY, placements_of
from analysis.pages.relief_runs import relief_from_extracts
from analysis.pages.sections import NothingToShow
from analysis.periods import FinancialYear
from analysis.placements.unit_costs import age_band
from analysis.present.outcome_wording import comparison_in_words
from analysis.relief.summary import relieved_households

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
    sound, broken = _resolved(authority, quarter)
    if broken:
        raise _told_once(broken.values())
    return sound


def sound_scenarios(names: Collection[str], authority: str, quarter: str) -> tuple[dict[str, Scenario], dict[str, list[Problem]]]:
    """The scenarios that can be used beside those named, and the problems of those that are broken.

    A scenario that starts in another year than those named has other prices, and is not among them.

    Returns
    -------
    tuple of dict
        Both by name; of the scenarios the one that all build on first.

    Raises
    ------
    UnknownScenario
        If a name is not a scenario; every such name is told.
    InvalidScenario
        With every problem of the scenarios named and of their bases, each once.
    NoFigures
        If a dataset holds nothing for the authority and quarter.
    """
    sound, broken = _resolved(authority, quarter)
    unknown = [name for name in names if name not in sound and name not in broken]
    if unknown:
        raise unknown_scenario(unknown, [*sound, *broken])
    if any(name in broken for name in names):
        raise _told_once(broken[name] for name in names if name in broken)
    years = {sound[name].first_year for name in names}
    return {name: scenario for name, scenario in sound.items() if scenario.first_year in years}, broken


def left_out(broken: Iterable[str]) -> list[str]:
    """A sentence on each scenario that is broken, and so not among those compared."""
    return [
        f"The scenario “{name}” is broken and is not compared. The command analysis scenario list says what is wrong." for name in broken
    ]


def _resolved(authority: str, quarter: str) -> tuple[dict[str, Scenario], dict[str, list[Problem]]]:
    """Every scenario resolved, and the problems of those that cannot be."""
    files, unreadable = parse_scenario_files()
    figures, sources = scenario_figures(authority, quarter), source_keys()
    sound, broken = {}, dict(unreadable)
    for name in files:
        try:
            sound[name] = _with_unit_costs(resolve_scenario(name, files, figures, sources), authority, quarter)
        except InvalidScenario as error:
            bases = [unreadable[problem.value] for problem in error.problems if problem.column == "base" and problem.value in unreadable]
            broken[name] = bases[0] if bases else error.problems
    return dict(sorted(sound.items(), key=lambda entry: len(entry[1].bases))), broken


def _with_unit_costs(scenario: Scenario, authority: str, quarter: str, asked_by: str = "") -> Scenario:
    """The scenario with unit costs of placements held, where it asks for them."""
    if scenario.unit_costs != HELD:
        return scenario
    try:
        held, day = placements_unit_costs(authority, quarter)
    except (NoFigures, NothingToShow) as error:
        file = asked_by or f"{scenario.name}.toml"
        remedy = f"{error} Or leave it out."
        raise InvalidScenario([Problem(file, "cannot be had: none are held", remedy, column="unit_costs", value=HELD)]) from error
    return with_unit_costs_held(scenario, held, day)


def placements_unit_costs(authority: str, quarter: str) -> tuple[pd.DataFrame, pd.Timestamp]:
    """Cost of a year in each kind of care by the placements held of a council, and the day of their list.

    Raises
    ------
    NoFigures, NothingToShow
        If the lists of placement costs are not held, or the last was drawn before the quarter.
    """
    given = Given(authority, quarter, "public")
    lacking = [table for table in (WEEKLY, QUARTERLY) if not given.records.holds(table)]
    if lacking:
        raise NoFigures(" ".join(given.records.lacking(lacking)))
    held = placements_of(given)
    here = held.spells[held.spells["ended_date"].isna()].drop_duplicates("child_id", keep="last")
    return unit_costs_held(here.assign(age_band=age_band(here["birth_date"], held.day))), held.day


def _told_once(problems_by_file: Iterable[list[Problem]]) -> InvalidScenario:
    return InvalidScenario(list(dict.fromkeys(problem for problems in problems_by_file for problem in problems)))


def scenario_for_run(
    shipped: Mapping[str, Scenario],
    name: str,
    settings: Mapping[str, float | bool | str],
    register: Mapping[str, pd.DataFrame] | None = None,
    place: tuple[str, str] = ("", ""),
) -> Scenario:
    """One scenario with what the register shows, unit costs held, then what is set for the run; its title says so.

    Parameters
    ----------
    settings
        Value by name of assumption; text is read as what it says. ``unit_costs`` may be ``held``: unit costs of the placements held.
    place
        Authority and quarter of the placements held.
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
        raise unknown_scenario([name], shipped)
    scenario, notes = shipped[name], []
    settings = dict(settings)
    which = settings.pop("unit_costs", None)
    if which is not None and (which != HELD or scenario.unit_costs == HELD):
        rule = "is set already by the scenario" if which == HELD else "is not which unit costs a run can set"
        raise InvalidScenario(
            [Problem("command line", rule, f"Write unit_costs={HELD}, or leave it out.", column="unit_costs", value=str(which))]
        )
    if register is not None:
        scenario = with_register(scenario, register["relieved"], register["council_tax"])
        notes.append("households from the register")
    if which is not None:
        scenario = _with_unit_costs(replace(scenario, unit_costs=HELD, own_unit_costs=()), *place, asked_by="command line")
        notes.append("unit costs of placements held")
    if settings:
        scenario = with_values(scenario, settings, FOR_THIS_RUN, "command line")
        notes.append("as set for this run")
    return replace(scenario, title=f"{scenario.title}, {', '.join(notes)}") if notes else scenario


def compared(names: list[str], authority: str, quarter: str, basis: str, horizon: str | None, draws: int, seed: int) -> Released:
    """The outcomes of some scenarios against the first, over its years or over the horizon given, in figures and in words.

    Raises
    ------
    UnknownScenario
        If a name is not a scenario; every such name is told.
    InvalidScenario
        With every problem of the scenarios named and of their bases, or if the horizon is impossible.
    """
    shipped, _ = sound_scenarios(names, authority, quarter)
    first = scenario_for_run(shipped, names[0], {"horizon_years": horizon}) if horizon is not None else shipped[names[0]]
    scenarios = [over_the_same_years(shipped[name], first.values["horizon_years"]) for name in names]
    simulations = [simulate(scenario, draws, np.random.default_rng(seed), by_month=False) for scenario in scenarios]
    return release(comparison_in_words(comparison_table(simulations, basis).round(6)), "public", name=f"scenarios_{basis}")


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
        With every problem of the files, or if a household cannot be decided: the appraisal counts them all.
    """
    relief = relief_from_extracts(folder, authority, quarter, year, {})
    raise_for(problems_of(relief.undecided[relief.undecided["household"].notna()]))
    bands = relief.council_tax
    of_year = bands.loc[bands["financial_year"] == str(year), ["council_tax_band", "council_tax_gbp_per_year"]]
    return {"relieved": relieved_households(relief.decisions), "council_tax": of_year.reset_index(drop=True)}
