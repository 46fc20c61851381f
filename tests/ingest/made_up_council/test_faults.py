"""Each fault that is planted is found, where it is and as what it is, and no other is."""

import pandas as pd
import pytest

from analysis.errors import InvalidData
from analysis.ingest.made_up_council import write_council
from analysis.ingest.records import take_returns


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
    assert len(rows) >= 40 and not rows.duplicated(["file", "row"]).any()
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
        kind = "workforce" if situation == "no_day" else "ssda903"
        with pytest.raises(InvalidData) as raised:
            take_returns([faulty / "unusable" / situation], b"key", kind)
        told = "\n".join(map(str, raised.value.problems))
        assert all(rule in told for rule in own["rule"]), (situation, told)
