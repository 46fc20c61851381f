"""The report on one fostering scenario: page, figures as files, workbook and manifest, put in place together."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from analysis.catalogue.project import project_root
from analysis.fostering.assumptions import STANDING_DRAWS, STANDING_SEED
from analysis.fostering.scenario import Scenario
from analysis.fostering.scenario_file import HELD
from analysis.ingest.validation import check_raw_data
from analysis.pages.given import RECORDS
from analysis.pages.placements_held import QUARTERLY, WEEKLY
from analysis.pages.scenario_runs import relief_from_register, scenario_for_run, sound_scenarios
from analysis.periods import Quarter
from analysis.publish.report import publish_report, report_inputs, stop_beside_another_report, stop_where_no_name
from analysis.store.records_state import digest_of_records

NOTEBOOK = "fostering_scenario"
SITE = (
    "Children's services: fostering scenarios",
    "An appraisal of what a scheme would cost and avoid under stated assumptions, not a forecast. Money by year is in pounds of that year; "
    "present values are in pounds of the first.",
)


@dataclass(frozen=True)
class Run:
    """What a run of a scenario was asked for.

    Attributes
    ----------
    settings
        Value by name of assumption, as given.
    carers
        Folder of the register of carers and the stays; ``None`` for the households that the scenario states.
    label
        Name of the report's folder; ``None`` for the scenario's own, or for one beside it where something is set for the run: a value, or other
        draws or another seed than those of the standing reports.
    """

    name: str
    authority: str
    quarter: str
    settings: Mapping[str, str]
    draws: int
    seed: int
    carers: Path | None = None
    label: str | None = None

    @property
    def stands(self) -> bool:
        """Whether the run is of the scenario as it is stated, with the draws and the seed of the standing reports."""
        return not self.settings and (self.draws, self.seed) == (STANDING_DRAWS, STANDING_SEED)

    @property
    def folder_name(self) -> str:
        """Folder of the report; the scenario's own is of the scenario as it is stated, and one from the register of carers stands apart."""
        label = self.label or (self.name if self.stands else f"{self.name}_as_set")
        return label + ("-carers" if self.carers else "")


def run_scenario(run: Run, report: Callable[[str], None] = lambda line: None, kernels=None) -> tuple[Path, dict]:
    """Appraise a scenario and publish the report on it; returns its page and what the opening of the page states.

    Parameters
    ----------
    report
        Told of each step in a line.
    kernels
        Kernels of the run, where they were started before.

    Raises
    ------
    AnalysisError
        If the scenario, a setting, the name of the report, the data, the notebook or the page fails; the last report is as it was.
    """
    from analysis.publish.workbook import scenario_workbook

    stop_where_no_name(run.label)
    quarter = str(Quarter.parse(run.quarter))
    report("Checking the raw data and the scenarios")
    check_raw_data()
    scenario = _scenario(run, quarter)
    root = project_root()
    target = root / "reports" / run.authority / "scenarios" / run.folder_name
    parameters = {
        "authority": run.authority,
        "quarter": quarter,
        "policy": "public",
        "scenario_name": run.name,
        "settings": dict(run.settings),
        "draws": run.draws,
        "seed": run.seed,
        "carers": str(run.carers.resolve()) if run.carers else "",
    }
    facts = {key: value for key, value in parameters.items() if key != "carers"} | {"title": scenario.title}
    inputs = report_inputs(NOTEBOOK, run.carers, sorted((root / "scenarios").glob("*.toml")))
    if scenario.unit_costs == HELD:
        end = Quarter.parse(quarter).end
        inputs |= {f"{RECORDS}{table}": digest_of_records(run.authority, table, end) for table in (WEEKLY, QUARTERLY)}

    # The workbook is made while the notebook runs in its kernel, and this process would wait.
    with ThreadPoolExecutor(1) as beside_the_notebook:
        made = beside_the_notebook.submit(scenario_workbook, scenario)

        def workbook(staging: Path) -> list[dict]:
            name = f"{run.folder_name}.xlsx"
            (staging / name).write_bytes(made.result())
            return [{"title": "Workbook with live formulas (Excel)", "file": name}]

        return publish_report(target, NOTEBOOK, parameters, facts, inputs, SITE, report, beside=workbook, kernels=kernels)


def _scenario(run: Run, quarter: str) -> Scenario:
    """The scenario with what is set for the run, before any notebook starts: every problem is told at once."""
    shipped, broken = sound_scenarios([run.name], run.authority, quarter)
    folder = run.folder_name.removesuffix("-carers")
    stop_beside_another_report(folder, run.name, run.stands, {*shipped, *broken})
    place = run.authority, quarter
    scenario = scenario_for_run(shipped, run.name, run.settings, place=place)
    if run.carers is None:
        return scenario
    return scenario_for_run(shipped, run.name, run.settings, relief_from_register(str(run.carers), *place, scenario.first_year), place)
