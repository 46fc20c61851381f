"""Packs of other quarters and other councils: typed in by workbook, published, read."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from built_projects import called, copied
from filled_workbooks import fill
from made_up_quarters import LATER
from small_council import PACK, TOLD

from analysis.pages import names, outline
from analysis.publish.manifest import checksums


def done(outcome: subprocess.CompletedProcess) -> subprocess.CompletedProcess:
    assert outcome.returncode == 0, outcome.stderr
    return outcome


def text_of(path: Path) -> str:
    return re.sub(r"\s+", " ", BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").main.get_text(" "))


def state(pack: Path) -> dict[str, str]:
    return checksums(pack, [path for path in pack.rglob("*") if path.is_file()])


@pytest.fixture(scope="module")
def year(built_project, later_project, tmp_path_factory) -> Path:
    """A project with three later quarters typed in by workbook and published, one after the other."""
    root = copied(built_project, tmp_path_factory.mktemp("year"))
    for quarter in LATER:
        workbook = root / f"{quarter}.xlsx"
        done(called(root, "intake", "new", "--quarter", quarter, "--file", str(workbook)))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ANALYSIS_PROJECT", str(root))
            fill(workbook, later_project, "plymouth", quarter)
        done(called(root, "intake", "take", str(workbook)))
        done(called(root, "publish"))
    return root


def pages_of(year: Path, quarter: str) -> dict[str, str]:
    folder = year / "reports" / "plymouth" / quarter.lower()
    return {path.stem: text_of(path) for path in folder.glob("*.html")}


@pytest.mark.parametrize("quarter", LATER)
def test_every_page_of_a_later_quarter_is_there_and_speaks_of_it(year, quarter):
    pages = pages_of(year, quarter)
    assert set(names()) <= set(pages)
    months = {"2023-24-Q3": "October to December 2023", "2023-24-Q4": "January to March 2024", "2024-25-Q1": "April to June 2024"}
    for name in names():
        assert months[quarter] in pages[name], name
        broken = re.search(r"\b(nan|NaT)\b|<NA>|\b20\d\d-\d\d-Q\d|\{\w+\}", pages[name])
        assert not broken, (name, pages[name][max(0, broken.start() - 80) : broken.end() + 40])


def test_a_later_quarter_is_compared_with_the_one_before(year):
    pages = pages_of(year, "2023-24-Q3")
    assert "since the end of September" in pages["caseloads"]
    assert "No earlier quarter" not in " ".join(pages.values())


def test_the_first_quarter_of_a_year_has_no_earlier_forecast_and_says_so_once(year):
    text = pages_of(year, "2024-25-Q1")["budget_variance"]
    assert text.count("This is the first forecast of the year, so there is none to compare it with.") <= 2
    assert "did not change" not in text.split("What changed")[1].split("What these figures")[0]


def test_an_earlier_pack_is_as_it_was_and_would_be_made_so_again(year):
    pack = year / "reports" / "plymouth" / "2023-24-q2"
    before = state(pack)
    done(called(year, "publish", "--quarter", "2023-24-Q2", "--force"))
    assert state(pack) == before


def test_one_index_lists_the_packs_each_with_its_neighbours(year):
    page = BeautifulSoup((year / "reports" / "plymouth" / "index.html").read_text(encoding="utf-8"), "html.parser")
    folders = ["2024-25-q1", "2023-24-q4", "2023-24-q3", "2023-24-q2"]
    sections = page.select("section.contents")
    assert [section.h2.a["href"] for section in sections] == [f"{folder}/index.html" for folder in folders]
    for place, section in enumerate(sections):
        links = [link["href"].split("/")[0] for link in section.select("p a")]
        assert links == [
            folder for folder in (*folders[place + 1 : place + 2], *folders[max(0, place - 1) : place]) if folder != folders[place]
        ]
    own = BeautifulSoup((year / "reports" / "plymouth" / "2023-24-q3" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert {"../2023-24-q2/index.html", "../index.html"} <= {link["href"] for link in own.find_all("a", href=True)}


def test_with_one_page_those_are_built_again_that_other_inputs_touched(year):
    pack = year / "reports" / "plymouth" / "2024-25-q1"
    before = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    path = year / "data" / "raw" / "budget_monitoring.csv"
    good = path.read_text(encoding="utf-8")
    try:
        lines = good.splitlines()
        changed = re.sub(r"(\d+\.\d{3}),([^,]*),([^,]*)$", lambda match: f"{float(match[1]) + 0.001:.3f},{match[2]},{match[3]}", lines[-1])
        assert changed != lines[-1]
        path.write_text("\n".join([*lines[:-1], changed, ""]), encoding="utf-8")
        done(called(year, "publish", "--only", "caseloads"))
        after = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    finally:
        path.write_text(good, encoding="utf-8")
        done(called(year, "publish"))
    assert after["pages"]["budget_variance"]["made_from"] != before["pages"]["budget_variance"]["made_from"]
    assert after["pages"]["performance_scorecard"] == before["pages"]["performance_scorecard"]
    assert json.loads((pack / "manifest.json").read_text(encoding="utf-8"))["files"] == before["files"]


@pytest.fixture(scope="module")
def exampleshire(small_project, tmp_path_factory) -> Path:
    """A project that holds nothing but a council's name, into which six lines of a budget and six services' caseloads were typed."""
    return copied(small_project, tmp_path_factory.mktemp("exampleshire"))


def test_a_council_with_a_budget_and_six_caseloads_has_a_pack_of_what_it_has(exampleshire, small_project):
    pack, told = exampleshire / PACK, (small_project / TOLD).read_text(encoding="utf-8")
    pages = {path.stem for path in pack.glob("*.html")} - {"index"}
    assert {"caseloads", "budget_variance"} <= pages
    assert "fostering_invest_to_save" not in pages
    # 10 + 11 + ... + 15 = 75 budgeted, each line over by 0.5: 3.0. 102 + 112 + ... + 152 = 762 children.
    assert "£3.00 million" in text_of(pack / "budget_variance.html") and "£75.00 million" in text_of(pack / "budget_variance.html")
    assert "762 children and young people were open" in text_of(pack / "caseloads.html")
    index = text_of(pack / "index.html")
    assert "Exampleshire" in index and "Plymouth" not in "".join(text_of(path) for path in pack.glob("*.html"))
    for name in set(names()) - pages:
        assert outline(name).title in index.split("What is not here")[1], name
        assert f"Left out: {outline(name).title}" in told
    assert "fostering_scheme_assumptions.csv" in index


def test_of_several_councils_one_that_fails_is_named_and_the_others_stand(exampleshire):
    outcome = called(exampleshire, "publish", "--authority", "nowhere", "--authority", "exampleshire", "--json")
    assert outcome.returncode == 1
    told = json.loads(outcome.stdout)
    assert told["packs"] == ["exampleshire"]
    assert list(told["failures"]) == ["nowhere"] and 'No report of "nowhere" is held' in told["failures"]["nowhere"]
    assert (exampleshire / "reports" / "exampleshire" / "2025-26-q1" / "index.html").is_file()
    assert "exampleshire/index.html" in (exampleshire / "reports" / "index.html").read_text(encoding="utf-8")
    # Of a quarter that one of them lacks, the reason says which it has.
    of_next = called(exampleshire, "publish", "--authority", "nowhere", "--authority", "exampleshire", "--quarter", "2025-26-Q2")
    assert of_next.returncode == 1
    assert "Failed: nowhere: No dataset has figures for the authority" in of_next.stderr
    assert "Failed: exampleshire: " in of_next.stderr and "There are these quarters: 2025-26-Q1" in of_next.stderr


def test_an_empty_project_says_what_to_do(exampleshire):
    outcome = called(exampleshire, "publish", "--authority", "exampleshire", "--quarter", "2025-26-Q2")
    assert outcome.returncode == 1
    assert "There are these quarters: 2025-26-Q1" in outcome.stderr and "Traceback" not in outcome.stderr
