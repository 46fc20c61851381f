"""The pack from end to end: real papermill, real nbconvert, real kernels."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from built_projects import called

from analysis.measures import fewest_children
from analysis.publish.manifest import checksums, files_below
from analysis.publish.pack import PAGES

REPOSITORY = Path(__file__).resolve().parents[2]
COMMITTED = REPOSITORY / "reports" / "plymouth" / "2023-24-q2"


def text_of(path: Path) -> str:
    return re.sub(r"\s+", " ", BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").main.get_text(" "))


def command(root: Path, *arguments: str) -> subprocess.CompletedProcess:
    return called(root, "publish", *arguments)


def state(pack: Path) -> dict[str, str]:
    return checksums(pack, [path for path in pack.rglob("*") if path.is_file()])


def test_the_committed_example_is_what_this_code_publishes(pack):
    stale = "The committed pack is stale. Run `make report` and commit reports/."
    assert state(pack) == state(COMMITTED), stale


def test_no_page_names_this_machine_or_the_network(pack, published_project):
    for path in files_below(pack):
        text = path.read_text(encoding="utf-8")
        assert str(published_project) not in text and str(REPOSITORY) not in text and str(Path.home()) not in text
        assert not re.search(r"https?://(?!www\.w3\.org/ns/csvw)", text), path.name


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_is_explained_on_its_page(pack, name):
    page = BeautifulSoup((pack / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    raw = {
        dataset: pd.read_csv(REPOSITORY / "data" / "raw" / f"{dataset}.csv")
        for dataset in ("performance_measures", "indicators", "comparisons")
    }
    defined = {*raw["performance_measures"]["description"], *raw["indicators"]["name"], *raw["comparisons"]["label"]}
    tiles = [tile.get_text() for tile in page.select(".tile dt")]
    assert tiles and set(tiles) <= {term.get_text() for term in page.select_one(".tiles + details.meanings").select("dt")}
    tables = [table for table in page.find_all("table") if table.select("thead th.figure")]
    assert tables
    # Several tables may share one explanation, and what a measure is stands once on the page.
    terms = [term.get_text() for term in page.select("details.meanings dt")]
    for table in tables:
        headings = {"".join(head.find_all(string=True, recursive=False)).strip() for head in table.select("thead th.figure")[1:]}
        rows = {row.get_text() for row in table.select("tbody th")} & defined
        # A period's own name stands in place of the declared heading, such as "Latest period", which is explained.
        headings = {name for name in headings if not re.search(r"\d{4}", name)}
        missing = [name for name in headings | rows if not any(name in term for term in terms)]
        assert not missing, (table.caption.get_text(), missing)


def test_pages_are_small_and_hold_no_code(pack):
    for name in PAGES:
        html = (pack / f"{name}.html").read_text(encoding="utf-8")
        page = BeautifulSoup(html, "html.parser")
        for content in page.main.find_all(["figure", "table", "dl", "li"]):
            content.decompose()
        assert len(str(page)) < 40_000, "what is around the figures must stay light"
        assert "import " not in BeautifulSoup(html, "html.parser").get_text() and "<script" not in html


def test_no_download_shows_a_measure_of_few_children(pack):
    measures = pd.read_csv(REPOSITORY / "data/raw/performance_measures.csv").drop_duplicates("measure")
    values = pd.read_csv(REPOSITORY / "data/raw/performance_measure_values.csv").drop_duplicates(["measure", "month"])
    values = values.merge(measures[["measure", "small_base"]], on="measure")
    hidden = values[fewest_children(values["measure_value"], values["small_base"]).between(1, 4).fillna(False)]
    hidden = set(zip(hidden["measure"], hidden["month"], strict=True))
    months = dict(zip(["first_value", "previous_value", "measure_value"], sorted(values["month"].unique()), strict=True))
    checked = 0
    for path in (pack / "data").glob("*.csv"):
        table = pd.read_csv(path)
        if {"measure", "measure_value"} <= set(table):
            columns = {"measure_value": table["month"]} if "month" in table else months
            for column, month in columns.items():
                few = pd.Series([pair in hidden for pair in zip(table["measure"], pd.Series(month, index=table.index), strict=True)])
                assert table.loc[few, column].isna().all(), path.name
                checked += few.sum()
    assert checked >= len(hidden)


def test_the_manifest_lists_every_file_and_what_each_page_was_made_from(pack, published_project):
    manifest = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"] == checksums(pack, files_below(pack))
    assert list(manifest["pages"]) == list(PAGES)
    for name, facts in manifest["pages"].items():
        notebook = published_project / "notebooks" / f"{name}.ipynb"
        assert facts["made_from"][f"notebooks/{name}.ipynb"] == hashlib.sha256(notebook.read_bytes()).hexdigest()
    assert "data/raw/budget_monitoring.csv" in manifest["pages"]["budget_variance"]["made_from"]
    assert "data/raw/budget_monitoring.csv" not in manifest["pages"]["caseloads"]["made_from"]


def test_every_download_is_there_with_its_description(pack):
    for page in pack.glob("*.html"):
        for link in BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find_all("a", href=True):
            target = link["href"]
            assert target.startswith("#") or (pack / target.split("#")[0]).is_file(), f"{page.name}: {target}"
    for path in (pack / "data").glob("*.csv"):
        assert (pack / "data" / f"{path.name}-metadata.json").is_file()


def test_the_caseloads_page_states_the_figures_of_the_source(pack):
    # scrutiny-2023-11, item 7: measures 62 to 67 add up to 2,358 in July and 2,601 in September; measure 69 is 47.6 against 5.0.
    text = text_of(pack / "caseloads.html")
    assert "2,601 children and young people were open" in text
    assert "rose by 243 (10.3%)" in text
    assert "47.6% of social workers had more than 20 children each, against a target of 5%" in text
    assert "Annex A lists 3 to 9" in text and "workforce extract" in text


def test_a_small_count_is_nowhere_in_the_pack(pack):
    # Measure 68 is 5, 2 and 2 children: the two small ones may not be shown.
    row = next(
        row
        for row in BeautifulSoup((pack / "caseloads.html").read_text(encoding="utf-8"), "html.parser").find_all("tr")
        if "team is missing or wrong" in row.get_text()
    )
    assert [cell.get_text(strip=True) for cell in row.find_all("td")][1:4] == ["5", "[c]", "[c]"]
    line = next(line for line in (pack / "data" / "workforce_against_target.csv").read_text().splitlines() if line.startswith("68,"))
    assert ",0,5,,," in line


def test_the_invest_to_save_page_states_the_figures_of_the_source(pack):
    text = text_of(pack / "fostering_invest_to_save.html")
    for figure in ("224,530", "256,203", "287,876", "319,549", "596,020", "1,192,040", "1,788,060", "5,141,583", "Band D"):
        assert figure in text, figure
    assert "All 7 printed figures are reproduced to the pound." in text
    assert "avoids as much as it costs in a year once it adds eight in-house placements" in text


def test_the_invest_to_save_page_tests_the_case_and_says_which_assumption_decides(pack):
    text = text_of(pack / "fostering_invest_to_save.html")
    # The report's case over its four years, real at 3.5 per cent: -224,530 + (339,817 / 1.035) + (904,164 / 1.035^2) + (1,468,511 / 1.035^3)
    # = 2,272,355, where 339,817 is 596,020 less 256,203, and so on.
    for words in (
        "+2,272,355",
        "no ranges stated",
        "scenarios pay back within four financial years",
        "one assumption decides: new in-house placements",
    ):
        assert words in text, words


def test_the_budget_page_states_the_figures_of_the_source(pack):
    text = text_of(pack / "budget_variance.html")
    assert "overspend of £6.14 million, 9.8% of the £62.32 million budget" in text
    assert (
        "Children, Young People and Families (CYPF) over by £4.68 million and Education, Participation and Skills (EPS) over by £1.45 million"
        in text
    )
    for figure in ("54.776", "13.680", "50.092", "12.227", "38.538", "+4.577", "+0.601"):
        assert figure in text, figure
    assert "leave £2.44 million of £4.68 million (52%) without an amount" in text
    assert "0 do not agree" in text


def test_nothing_is_done_twice(published_project, pack):
    before = state(pack)
    outcome = command(published_project)
    assert outcome.returncode == 0 and "Nothing has changed" in outcome.stderr
    assert outcome.stdout.strip() == "reports/plymouth/2023-24-q2/index.html"
    assert state(pack) == before


def test_one_page_can_be_built_again_and_gives_the_same_pack(published_project, pack):
    before = state(pack)
    outcome = command(published_project, "--only", "caseloads")
    assert outcome.returncode == 0, outcome.stderr
    assert "Executing caseloads" in outcome.stderr and "Executing budget" not in outcome.stderr
    assert f"Nothing has changed for {len(PAGES) - 1} of {len(PAGES)} pages" in outcome.stderr
    assert state(pack) == before


class TestTheLastGoodPackStays:
    """Whatever goes wrong, the pack that was there is there, whole."""

    @pytest.fixture(autouse=True)
    def unchanged(self, published_project, pack):
        before = state(pack)
        yield
        assert state(pack) == before
        assert [path.name for path in pack.parent.iterdir() if not path.name.endswith((".lock", ".html"))] == [pack.name]

    def test_broken_raw_data(self, published_project):
        path = published_project / "data" / "raw" / "budget_monitoring.csv"
        good = path.read_text(encoding="utf-8")
        path.write_text(good.replace("38.538", "38,5E8"), encoding="utf-8")
        try:
            outcome = command(published_project)
        finally:
            path.write_text(good, encoding="utf-8")
        assert outcome.returncode == 1
        assert "budget_monitoring.csv row 2" in outcome.stderr

    def test_an_unknown_quarter(self, published_project):
        outcome = command(published_project, "--quarter", "2024-25-Q1")
        assert outcome.returncode == 1
        assert "There are these quarters: 2023-24-Q2" in outcome.stderr
        assert not (published_project / "reports" / "plymouth" / "2024-25-q1").exists()

    def test_what_is_not_a_quarter(self, published_project):
        outcome = command(published_project, "--quarter", "Q2")
        assert outcome.returncode == 1 and "Write it like 2023-24-Q2" in outcome.stderr

    def test_an_unknown_authority(self, published_project):
        outcome = command(published_project, "--authority", "exampleshire", "--quarter", "2023-24-Q2")
        assert outcome.returncode == 1 and "There are: plymouth" in outcome.stderr

    def test_an_unknown_page(self, published_project):
        outcome = command(published_project, "--only", "weather")
        assert outcome.returncode == 1 and "caseloads" in outcome.stderr

    def test_a_notebook_whose_cell_raises_is_named_with_its_cell(self, published_project):
        path = published_project / "notebooks" / "caseloads.ipynb"
        good = path.read_text(encoding="utf-8")
        notebook = nbformat.reads(good, as_version=4)
        notebook.cells[3].source += "\nraise ValueError('no such thing')"
        nbformat.write(notebook, path)
        try:
            outcome = command(published_project)
        finally:
            path.write_text(good, encoding="utf-8")
        assert outcome.returncode == 1
        assert "notebooks/caseloads.ipynb, cell 4: ValueError: no such thing" in outcome.stderr
        assert "Traceback" not in outcome.stderr

    def test_a_run_that_is_killed(self, published_project, pack):
        environment = {**os.environ, "ANALYSIS_PROJECT": str(published_project)}
        line = [str(Path(sys.executable).parent / "analysis"), "publish", "--only", "caseloads"]
        process = subprocess.Popen(line, cwd=published_project, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
        for step in process.stderr:
            if "Executing" in step:
                break
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=60)
        process.stderr.close()
        before = state(pack)
        outcome = command(published_project, "--only", "caseloads")
        assert outcome.returncode == 0 and "Executing caseloads" in outcome.stderr, outcome.stderr
        assert state(pack) == before


def test_a_folder_that_cannot_be_written_is_named(project, run):
    (project / "reports").mkdir()
    (project / "reports" / "plymouth").write_text("a file where the folder should be")
    outcome = run("publish")
    assert outcome.returncode == 1
    assert "cannot be written" in outcome.stderr and "Traceback" not in outcome.stderr
