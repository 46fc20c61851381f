"""The report on one scenario of children to come: how many, where and what they cost, against how things are."""

from collections.abc import Mapping

from analysis.pages.building import Page, build_page
from analysis.pages.given import Given
from analysis.pages.placements_runs import placements_scenario_for_run, sound_placements_scenarios, start_of
from analysis.pages.placements_scenario.case import Case
from analysis.pages.placements_scenario.shown import SECTIONS
from analysis.pages.sections import Outline
from analysis.present.findings import placements_scenario as findings


def build(authority: str, quarter: str, policy: str = "public", *, scenario_name: str, settings: Mapping[str, float | str]) -> Page:
    """The report on a scenario of children to come, from the records held of a council up to a quarter.

    Parameters
    ----------
    scenario_name
        A file of ``scenarios/placements/``.
    settings
        Value by name of supposition for this run.

    Raises
    ------
    UnknownScenario, InvalidScenario
        If there is no such scenario, or it or a setting is impossible.
    NoFigures
        If the lists of placement costs are not held, or do not go back a year.
    """
    given = Given(authority, quarter, policy)
    sound, broken = sound_placements_scenarios([scenario_name])
    scenario = placements_scenario_for_run(sound, scenario_name, settings)
    held, start = start_of(given)
    given.choices = {"case": Case(scenario, sound, settings, start), "broken": broken}
    title = f"Children to come: {scenario.title}"
    outline = Outline("placements_scenario", title, "what one scenario comes to", SECTIONS, period=findings.period(held.day))
    return build_page(outline, given)


__all__ = ["Case", "build"]
