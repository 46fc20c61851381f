"""A scenario's report from end to end: a real kernel, a real workbook, put in place whole or not at all."""

import json
import re
import subprocess
from pathlib import Path

import nbformat
import openpyxl
import papermill
import pytest
from bs4 import BeautifulSoup
from built_projects import called
from made_up_registers import write_register

from analysis.publish.manifest import checksums, files_below

REPOSITORY = Path(__file__).resolve().parents[2]
SMALL = ("--draws", "1000")
SET = ("--set", "new_placements_per_year=12", "--set", "idle_households_pct=40")
IDLE = "idle_households_pct changes nothing here: relief goes only to households with a child placed."


def scenario_run(root: Path, *arguments: str) -> subprocess.CompletedProcess:
    return called(root, "scenario", "run", *arguments, *SMALL)


def text_of(path: Path) -> str:
    return re.sub(r"\s+", " ", BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").main.get_text(" "))


def state(folder: Path) -> dict[str, str]:
    return checksums(folder, [path for path in folder.rglob("*") if path.is_file()])


@pytest.fixture
def report(project):
    outcome = scenario_run(project, "central", *SET)
    assert outcome.returncode == 0, outcome.stderr
    assert f"Warning: {IDLE}" in outcome.stderr
    assert outcome.stdout.strip().splitlines()[-1] == "reports/plymouth/scenarios/central_as_set/index.html"
    return project / "reports" / "plymouth" / "scenarios" / "central_as_set"


def test_a_report_holds_page_figures_workbook_and_manifest(report, project):
    text = text_of(report / "index.html")
    assert "Fostering scenario: Central, as set for this run" in text and "Two assumptions were set for this run" in text and IDLE in text
    manifest = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    assert (
        manifest["settings"] == {"new_placements_per_year": "12", "idle_households_pct": "40"}
        and manifest["seed"] == 20231107
        and manifest["draws"] == 1000
    )
    assert manifest["files"] == checksums(report, files_below(report))
    assert checksums(project, [project / name for name in manifest["inputs"]]) == manifest["inputs"]
    assert "scenarios/central.toml" in manifest["inputs"]
    for link in BeautifulSoup((report / "index.html").read_text(encoding="utf-8"), "html.parser").find_all("a", href=True):
        assert link["href"].startswith("#") or (report / link["href"]).is_file(), link["href"]
    for path in (report / "data").glob("*.csv"):
        assert (report / "data" / f"{path.name}-metadata.json").is_file()
    assert openpyxl.load_workbook(report / "central_as_set.xlsx").properties.title.endswith("Central, as set for this run")
    for path in report.rglob("*"):
        if path.suffix in (".html", ".json", ".csv"):
            assert str(project) not in path.read_text(encoding="utf-8") and str(REPOSITORY) not in path.read_text(encoding="utf-8")
    before = state(report)
    assert scenario_run(project, "central", *SET).returncode == 0
    assert state(report) == before, "The same run gives other bytes."
    kept_when_it_fails(report, project)


def kept_when_it_fails(report, project):
    before = state(report)
    path = project / "notebooks" / "fostering_scenario.ipynb"
    good = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(good, as_version=4)
    notebook.cells[-1].source = "raise ValueError('no such thing')"
    nbformat.write(notebook, path)
    outcome = scenario_run(project, "central", "--horizon", "4")
    path.write_text(good, encoding="utf-8")
    assert outcome.returncode == 1 and "ValueError: no such thing" in outcome.stderr and "Traceback" not in outcome.stderr
    assert state(report) == before
    assert [path.name for path in report.parent.iterdir() if not path.name.endswith(".lock")] == ["central_as_set"]


def test_the_register_of_carers_replaces_the_assumed_households(project, tmp_path_factory):
    folder = tmp_path_factory.mktemp("carers")
    made_up = write_register(folder, children=500, years=2, seed=3)
    outcome = scenario_run(project, "published", "--carers", str(folder))
    assert outcome.returncode == 0, outcome.stderr
    report = project / "reports" / "plymouth" / "scenarios" / "published_as_set-carers"
    text = text_of(report / "index.html")
    assert "come from the register of carers and not from the report" in text and "register of carers" in text
    assert "137 households" not in text.split("Assumptions and their reasons")[0]
    manifest = (report / "manifest.json").read_text(encoding="utf-8")
    assert '"carers": "' in manifest and "register.csv" not in manifest and str(folder) not in manifest
    households = [cell for table in made_up.values() for cell in table["Household ID"]]
    assert not any(household in text for household in households)


def test_a_scenario_without_ranges_says_so_and_a_broken_one_is_left_out(project):
    (project / "scenarios" / "weather.toml").write_text('title = "Weather"\npurpose = "x"\nbase = "central"\nweather = 1\n')
    outcome = scenario_run(project, "published", "--as", "mine")
    assert outcome.returncode == 0
    warning = "The scenario “weather” is broken and is not compared."
    assert f"Warning: {warning}" in outcome.stderr
    text = text_of(project / "reports" / "plymouth" / "scenarios" / "mine" / "index.html")
    assert "No range of this scenario moves its result" in text and "nine draws in ten" not in text and "of 1,000 draws" not in text
    assert warning in text
    assert "Sobol" not in text and "not shown, to protect" not in text
    assert "Why the ranges are as they are" not in text and "departs from nothing" in text
    assert "6 of 8 scenarios pay back within four financial years. In “No scheme at all” nothing is spent." in text
    assert "comes from 20,000 draws of its scenario" in text
    for figure in ("1,088,158", "3,576,120", "224,530"):
        assert figure in text


def test_a_scheme_that_spends_nothing_has_no_charts(project):
    assert scenario_run(project, "no_scheme", "--horizon", "5").returncode == 0
    page = project / "reports" / "plymouth" / "scenarios" / "no_scheme_as_set" / "index.html"
    text = text_of(page)
    assert "Financial years 2023/24 to 2027/28: figures of the report of quarter 2 2023/24" in text
    assert "Where the result turns" not in text and "nothing spent" in text
    assert BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").main.find("svg") is None
    titles = [row.find(["th", "td"]).get_text() for row in BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find_all("tr")]
    # Once in each of the two comparisons: the run differs from the shipped scenario by its years alone.
    assert [title for title in titles if title.startswith("No scheme at all")] == ["No scheme at all, as set for this run"] * 2


def test_the_sliders_run_in_a_kernel():
    executed = papermill.execute_notebook(
        str(REPOSITORY / "notebooks" / "fostering_sliders.ipynb"), None, cwd=str(REPOSITORY / "notebooks"), progress_bar=False
    )
    assert "application/vnd.jupyter.widget-view+json" in executed.cells[-1].outputs[0]["data"]
