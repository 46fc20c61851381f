"""The report on one fostering scenario: what it costs and avoids, how sure that is, and which assumption decides."""

from collections.abc import Mapping

from analysis.ingest.scenarios import FIGURE_DATASETS
from analysis.pages.building import Page, build_page
from analysis.pages.fostering_scenario.beside import against_others, departures_from_base
from analysis.pages.fostering_scenario.case import Case, case_of
from analysis.pages.fostering_scenario.certainty import how_sure, which_assumption_decides
from analysis.pages.fostering_scenario.result import by_year, purpose, what_it_comes_to
from analysis.pages.fostering_scenario.stated import assumptions
from analysis.pages.fostering_scenario.unit_costs import unit_costs
from analysis.pages.given import Given
from analysis.pages.sections import Outline
from analysis.present.findings import scenario as findings

SECTIONS = (
    purpose,
    by_year,
    what_it_comes_to,
    unit_costs,
    how_sure,
    which_assumption_decides,
    departures_from_base,
    against_others,
    assumptions,
)


def build(
    authority: str,
    quarter: str,
    policy: str = "public",
    *,
    scenario_name: str,
    settings: Mapping[str, float | bool | str],
    carers: str = "",
    draws: int,
    seed: int,
    comparison_draws: int,
    variance_samples: int,
) -> Page:
    """The report on a scenario, for the figures of an authority and quarter.

    Parameters
    ----------
    scenario_name
        A file of ``scenarios/``.
    settings
        Value by name of assumption for this run.
    carers
        Folder with the register of carers and the stays; empty for the households that the scenario states.
    draws, comparison_draws
        Draws of the scenario, and of each scenario beside it.
    variance_samples
        Base samples of the shares of the variance, a power of two.

    Raises
    ------
    UnknownScenario, InvalidScenario
        If there is no such scenario, or it or a setting is impossible.
    """
    given = Given(authority, quarter, policy)
    given.take(list(FIGURE_DATASETS))
    case = case_of(given, scenario_name, settings, carers, draws, seed, comparison_draws, variance_samples)
    given.choices = {"case": case}
    title = f"Fostering scenario: {case.scenario.title}"
    outline = Outline("fostering_scenario", title, "what one scenario comes to", SECTIONS, period=findings.period(case.yearly, quarter))
    return build_page(outline, given)


__all__ = ["Case", "build"]
