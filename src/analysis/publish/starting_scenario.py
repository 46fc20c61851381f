"""A scenario file of starting values for a council that has no figures of its own."""

from pathlib import Path

from analysis.errors import FolderInUse
from analysis.fostering.from_national import starting_values
from analysis.ingest.scenarios import scenarios_folder
from analysis.pages.national.starting import beside_another
from analysis.pages.scenario_runs import sound_scenarios
from analysis.present.findings.starting_scenario import scenario_file


def write_starting_scenario(council: str, base: str, authority: str, quarter: str) -> Path:
    """Write ``scenarios/COUNCIL.toml``: a scenario of the authority scaled to another council by national statistics; returns its path.

    Parameters
    ----------
    council
        Name, ONS code or DfE number of the council that it is for.
    base
        Scenario that it builds on.
    authority, quarter
        Whose figures, of when, the scenario rests on.

    Raises
    ------
    FolderInUse
        If the file is there: what an analyst wrote is not written over.
    UnknownAuthority, UnknownScenario, InvalidScenario, NoFigures
        If a name is not known, the base cannot be used, or the releases held do not compare the two.
    """
    beside = beside_another(council, authority)
    scenario = sound_scenarios([base], authority, quarter)[0][base]
    path = scenarios_folder() / f"{beside.council.slug.replace('-', '_')}.toml"
    if path.exists():
        raise FolderInUse(f"{path.name} is there. Move it away to begin again, or go on with it.")
    values = starting_values(scenario, beside.cost_ratio, beside.children_ratio)
    names = beside.council.short_name, beside.other.short_name
    text = scenario_file(base, *names, beside.year, beside.gbp_per_child, beside.children, values)
    path.write_text(text, encoding="utf-8")
    return path
