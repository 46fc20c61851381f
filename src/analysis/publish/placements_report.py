"""The report on one scenario of children to come: page, figures as files and manifest, put in place together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.catalogue.project import project_root
from analysis.ingest.scenarios import scenarios_folder
from analysis.pages.given import RECORDS, Given
from analysis.pages.placements_runs import FOLDER, NEEDED, placements_scenario_for_run, sound_placements_scenarios, start_of
from analysis.periods import Quarter
from analysis.publish.report import publish_report, report_inputs, stop_beside_another_report, stop_where_no_name
from analysis.store.records_state import digest_of_records

NOTEBOOK = "placements_scenario"
SITE = (
    "Children's services: children to come",
    "A projection of children in placements under stated suppositions, not a forecast of what will happen. Money is in pounds at today's prices, but where the scenario raises them.",
)


@dataclass(frozen=True)
class PlacementsRun:
    """What a run of a scenario of children to come was asked for.

    Attributes
    ----------
    settings
        Value by name of supposition, as given.
    label
        Name of the report's folder; ``None`` for the scenario's own, or for one beside it where something is set for the run.
    """

    name: str
    authority: str
    quarter: str
    settings: Mapping[str, str]
    label: str | None = None

    @property
    def folder_name(self) -> str:
        """Folder of the report; the scenario's own is of the scenario as it is stated."""
        return self.label or (f"{self.name}_as_set" if self.settings else self.name)


def run_placements_scenario(run: PlacementsRun, report: Callable[[str], None] = lambda line: None) -> tuple[Path, dict]:
    """Project a scenario of children to come and publish the report on it; returns its page and what the opening of the page states.

    Raises
    ------
    AnalysisError
        If the scenario, a setting, the name of the report, the records, the notebook or the page fails; the last report is as it was.
    """
    stop_where_no_name(run.label)
    quarter = Quarter.parse(run.quarter)
    report("Checking the scenarios and the records")
    sound, broken = sound_placements_scenarios([run.name])
    scenario = placements_scenario_for_run(sound, run.name, run.settings)
    folder = run.folder_name
    fostering = {path.stem for path in scenarios_folder().glob("*.toml")}
    stop_beside_another_report(folder, run.name, not run.settings, {*sound, *broken, *fostering})
    start_of(Given(run.authority, str(quarter), "public"))
    parameters = {
        "authority": run.authority,
        "quarter": str(quarter),
        "policy": "public",
        "scenario_name": run.name,
        "settings": dict(run.settings),
    }
    inputs = report_inputs(NOTEBOOK, None, sorted((scenarios_folder() / FOLDER).glob("*.toml")))
    inputs |= {f"{RECORDS}{table}": digest_of_records(run.authority, table, quarter.end) for table in NEEDED}
    target = project_root() / "reports" / run.authority / "scenarios" / folder
    return publish_report(target, NOTEBOOK, parameters, {**parameters, "title": scenario.title}, inputs, SITE, report)
