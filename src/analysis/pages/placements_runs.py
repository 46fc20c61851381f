"""Scenarios of children to come as a run takes them: from their files, with what is set for the run, on the placements that the store holds."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from analysis.errors import InvalidScenario, NoFigures, Problem
from analysis.ingest.scenario_entries import unknown_scenario
from analysis.ingest.scenarios import parse_scenario_files, scenarios_folder, source_keys
from analysis.pages.given import RECORDS, Given
from analysis.pages.placements_held import NEEDS, QUARTERLY, PlacementsHeld, placements_of
from analysis.pages.projected import Start, spells_shown, start_on
from analysis.placements.what_if_file import PlacementsScenario, resolve_placements_scenario, with_suppositions

FOLDER = "placements"
"""Folder of ``scenarios/`` in which they stand."""
NEEDED = [NEEDS[0].removeprefix(RECORDS), QUARTERLY]


def placements_files() -> tuple[dict[str, dict], dict[str, list[Problem]]]:
    """Parsed content of every scenario of children to come, and the problems of those that cannot be read; both empty where there is none."""
    folder = scenarios_folder() / FOLDER
    if not any(folder.glob("*.toml")):
        return {}, {}
    files, unreadable = parse_scenario_files(folder)
    others = {path.stem for path in scenarios_folder().glob("*.toml")}
    for name in set(files) & others:
        rule = f"is the name of a fostering scenario too, {name}.toml in the folder above, whose report would stand in its place"
        unreadable[name] = [Problem(f"{FOLDER}/{name}.toml", rule, "Rename one of the two.", value=name)]
    return {name: content for name, content in files.items() if name not in unreadable}, unreadable


def placements_scenarios() -> tuple[dict[str, PlacementsScenario], dict[str, list[Problem]]]:
    """The scenarios of children to come that are sound, those that others build on first, and the problems of those that are broken."""
    files, broken = placements_files()
    sources, sound = source_keys(), {}
    for name in files:
        try:
            sound[name] = resolve_placements_scenario(name, files, sources)
        except InvalidScenario as error:
            broken[name] = error.problems
    return dict(sorted(sound.items(), key=lambda entry: len(entry[1].bases))), broken


def is_of_placements(name: str) -> bool:
    """Whether a name is that of a scenario of children to come, sound or broken, and of no fostering scenario."""
    files, broken = placements_files()
    return name in files or (name in broken and not (scenarios_folder() / f"{name}.toml").exists())


def sound_placements_scenarios(names: Collection[str]) -> tuple[dict[str, PlacementsScenario], dict[str, list[Problem]]]:
    """The same, where those named have to be sound.

    Raises
    ------
    UnknownScenario
        If a name is none; every such name is told.
    InvalidScenario
        With every problem of those named.
    """
    sound, broken = placements_scenarios()
    unknown = [name for name in names if name not in sound and name not in broken]
    if unknown:
        raise unknown_scenario(unknown, [*sound, *broken])
    problems = [problem for name in names for problem in broken.get(name, [])]
    if problems:
        raise InvalidScenario(list(dict.fromkeys(problems)))
    return sound, broken


def placements_scenario_for_run(
    sound: Mapping[str, PlacementsScenario], name: str, settings: Mapping[str, float | str]
) -> PlacementsScenario:
    """One scenario with what is set for the run; its title says so."""
    if not settings:
        return sound[name]
    scenario = with_suppositions(sound[name], settings, "Set for this run.", "command line")
    return replace(scenario, title=f"{scenario.title}, as set for this run")


def start_of(given: Given) -> tuple[PlacementsHeld, Start]:
    """The placements held of a council up to a quarter, and where a projection of them starts.

    Raises
    ------
    NoFigures
        If the lists of placement costs are not held, or do not go back a year.
    NothingToShow
        If the last list was drawn before the quarter, or tells of too few children.
    """
    lacking = [table for table in NEEDED if not given.records.holds(table)]
    if lacking:
        raise NoFigures(" ".join(given.records.lacking(lacking)))
    held = placements_of(given)
    start = start_on(spells_shown(held), held.day)
    if start is None:
        raise NoFigures(
            "Lists of placement costs do not go back a year: how children come and leave is not known. Take in those of earlier quarters."
        )
    return held, start
