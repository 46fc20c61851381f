"""Each fault that is planted is found, where it is and as what it is, and no other is."""

import re
import subprocess
from datetime import date

import pandas as pd
import pytest

from analysis.errors import InvalidData, ReturnsRefused
from analysis.ingest.made_up_council import write_council
from analysis.ingest.records import take_returns
from analysis.store.taking_in import take_in


@pytest.fixture(scope="module")
def faulty(small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("faulty")
    write_council(folder, small, faults=True)
    return folder


@pytest.fixture(scope="module")
def planted(faulty) -> pd.DataFrame:
    return pd.read_csv(faulty / "faults.csv", dtype={"row": "Int64"}, keep_default_na=False, na_values={"row": [""]})


def test_every_planted_fault_is_found_and_none_invented(faulty, planted):
    rows = planted[planted["degree"] != "unusable"]
    assert len(rows) >= 60 and not rows.duplicated(["file", "row"]).any()
    found = []
    for place, own in rows.groupby(rows["file"].str.rpartition("/")[0]):
        for one in take_returns([faulty / place], b"key"):
            found += [(f"{place}/{finding.problem.file.rpartition('/')[2]}", finding) for finding in one.findings]
        assert len(own)
    expected = {(row.file, row.row): row for row in rows.itertuples()}
    for file, finding in found:
        problem = finding.problem
        fault = expected.pop((file, problem.row), None)
        assert fault is not None, f"invented: {problem}"
        assert fault.rule in str(problem), (fault, str(problem))
        assert (problem.column, "refused" if finding.refused else "doubt") == (fault.column, fault.degree), str(problem)
    assert not expected, list(expected)


def test_returns_without_a_planted_fault_are_clean(faulty, planted):
    assert take_returns([faulty / "returns" / "ssda903" / "2023-24"], b"key")[0].findings == []


def test_files_that_cannot_be_used_are_named(faulty, planted):
    rows = planted[planted["degree"] == "unusable"]
    assert len(rows) >= 6
    for situation, own in rows.groupby(rows["file"].str.split("/").str[1]):
        kind = "ssda903" if own["file"].str.contains("header|episodes").any() else "workforce"
        with pytest.raises(InvalidData) as raised:
            take_returns([faulty / "unusable" / situation], b"key", kind)
        told = "\n".join(map(str, raised.value.problems))
        assert all(rule in told for rule in own["rule"]), (situation, told)


def test_the_documented_kinds_are_those_that_are_planted_and_those_that_have_a_test(planted, repository):
    text = (repository / "docs" / "situations.md").read_text(encoding="utf-8").partition("## Records of a council")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (?:planted: (.+?)|`([\w/.]+)::(\w+)`) \|$", text, re.MULTILINE)
    assert len(rows) == int(re.search(r"^(\d+) kinds", text, re.MULTILINE)[1]) == len({kind for kind, *_ in rows})
    degrees = {"row refused": "refused", "doubt, row kept": "doubt", "file refused": "unusable"}
    documented = {(rule, degrees[outcome]) for _, outcome, rule, *_ in rows if rule}
    assert documented == set(zip(planted["rule"], planted["degree"], strict=True))
    for *_, file, test in (row for row in rows if row[3]):
        assert f"def {test}(" in (repository / "tests" / file).read_text(encoding="utf-8"), (file, test)


def test_every_planted_fault_is_a_row_of_the_workbook_of_problems_opened_elsewhere(faulty, planted, libreoffice, tmp_path, monkeypatch):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "datapackage.json").write_text("{}")
    monkeypatch.setenv("ANALYSIS_PROJECT", str(tmp_path))
    with pytest.raises(ReturnsRefused) as raised:
        take_in([faulty / "returns"], "exampleshire", date(2025, 4, 1), made_up=True)
    subprocess.run(
        [libreoffice, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "csv", "--outdir", str(tmp_path)]
        + [str(tmp_path / "data" / "processed" / "problems" / "exampleshire.xlsx")],
        check=True,
        capture_output=True,
    )
    shown = pd.read_csv(tmp_path / "exampleshire.csv", dtype=str, keep_default_na=False)
    rows = planted[planted["degree"] != "unusable"]
    taken = rows["degree"].map({"refused": "no", "doubt": "yes, with this doubt"})
    expected = zip(rows["file"].str.removeprefix("returns/"), rows["row"].astype(str), rows["column"], taken, strict=True)
    assert sorted(zip(shown["File"], shown["Row"], shown["Column"], shown["Taken in?"], strict=True)) == sorted(expected)
    assert (shown["What is wrong"] != "").all() and (shown["What to do"] != "").all() and (shown["Done by"] == "").all()
    # The screen says how many there are, and where they all are.
    told = str(raised.value)
    assert f"{(rows['degree'] == 'refused').sum()} problems" in told and "exampleshire.xlsx" in told
