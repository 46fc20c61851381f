"""What the sections of the report on a scenario share: the scenario, its draws, and its released results."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.disclosure.release import Released
from analysis.fostering import appraisal, comparison, sensitivity, uncertainty
from analysis.fostering.inert import inert_table
from analysis.fostering.model.lines import SMALLEST_GBP
from analysis.fostering.scenario import Scenario
from analysis.pages.given import Given
from analysis.pages.scenario_runs import left_out, relief_from_register, scenario_for_run, sound_scenarios
from analysis.present.findings import scenario as findings


@dataclass(frozen=True)
class Case:
    """A scenario as a run appraises it.

    Attributes
    ----------
    shipped
        Scenarios that it is held against, by name.
    base
        The one that it builds on; itself where it builds on none.
    register
        Households of the register, where there is one.
    swings
        As ``tornado_table`` gives them.
    """

    scenario: Scenario
    base: Scenario
    shipped: Mapping[str, Scenario]
    warnings: list[str]
    settings: Mapping[str, object]
    register: pd.DataFrame | None
    simulation: uncertainty.Simulation
    swings: pd.DataFrame
    seed: int
    comparison_draws: int
    variance_samples: int
    outcomes: Released
    yearly: Released
    summary: Released
    chances: Released
    inert: Released

    @property
    def varies(self) -> bool:
        """Whether a range of the scenario moves its result."""
        return bool(self.swings["npv_swing_gbp"].max() > SMALLEST_GBP)

    @property
    def nothing(self) -> bool:
        """Whether the scenario spends nothing and avoids nothing."""
        return findings.nothing_happens(self.outcomes)


def case_of(
    given: Given,
    name: str,
    settings: Mapping[str, object],
    carers: str,
    draws: int,
    seed: int,
    comparison_draws: int,
    variance_samples: int,
) -> Case:
    """Resolve, appraise and draw a scenario; parameters as the page's ``build`` takes them."""
    authority, quarter = given.authority, str(given.quarter)
    shipped, broken = sound_scenarios([name], authority, quarter)
    register = relief_from_register(carers, authority, quarter, shipped[name].first_year) if carers else None
    scenario = scenario_for_run(shipped, name, settings, register, (authority, quarter))
    simulation = uncertainty.simulate(scenario, draws, np.random.default_rng(seed))
    inert = given.release(inert_table(scenario), "inputs_that_change_nothing")
    return Case(
        scenario=scenario,
        base=shipped[scenario.bases[0]] if scenario.bases else shipped[name],
        shipped=shipped,
        warnings=[*left_out(broken), *findings.changes_nothing(inert, list(settings))],
        settings=settings,
        register=None if register is None else register["relieved"],
        simulation=simulation,
        swings=sensitivity.tornado_table(scenario, "all_cost_avoided"),
        seed=seed,
        comparison_draws=comparison_draws,
        variance_samples=variance_samples,
        outcomes=given.release(appraisal.outcomes_table(scenario), "outcomes"),
        yearly=given.release(appraisal.yearly_table(scenario), "by_year"),
        summary=given.release(uncertainty.summary_table(simulation).round(6), "draws_summary"),
        chances=given.release(comparison.payback_on_both_bases(simulation), "chance_of_payback_by_year"),
        inert=inert,
    )
