"""Whether anything has changed: all inputs count, wherever the project stands, and nothing that is no input is named."""

import json

import pytest
from built_projects import REPOSITORY, copied

from analysis.publish import pack
from analysis.publish.state import input_checksums, state_of_pack


def state(root, earlier=None):
    return state_of_pack(root, "plymouth", "2023-24-Q2", earlier)


@pytest.fixture(params=["extracts", "national", ".hidden"])
def below(request, tmp_path, monkeypatch):
    """A project below a folder that is called like one of those within it that are passed over."""
    root = copied(REPOSITORY, tmp_path / request.param / "project")
    monkeypatch.setenv("ANALYSIS_PROJECT", str(root))
    return root


@pytest.mark.parametrize(
    "path",
    ["data/raw/authorities.csv", "data/raw/leads.json", "data/raw/datapackage.json", "scenarios/central.toml", "notebooks/caseloads.ipynb"],
)
def test_every_input_counts_wherever_the_project_stands(below, path):
    before = state(below)
    with (below / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert state(below) != before


def test_where_the_project_stands_does_not_count(below, tmp_path, monkeypatch):
    before = state(below)
    elsewhere = copied(REPOSITORY, tmp_path / "elsewhere")
    monkeypatch.setenv("ANALYSIS_PROJECT", str(elsewhere))
    assert state(elsewhere) == before


def test_a_pack_before_it_counts(project):
    without = state(project)
    folder = project / "reports" / "plymouth" / "2023-24-q1"
    folder.mkdir(parents=True)
    facts = {"authority": "plymouth", "quarter": "2023-24-Q1", "policy": "public", "pages": {"caseloads": {}}}
    (folder / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    earlier = pack.earlier_pack(project, "plymouth", "2023-24-Q2", "public")
    first = state(project, earlier)
    (folder / "manifest.json").write_text(json.dumps(facts | {"left_out": {}}), encoding="utf-8")
    assert without != first != state(project, earlier)


def test_what_no_descriptor_lists_is_named_nowhere_and_changes_nothing(project):
    before = input_checksums(project, ["caseloads"], []), state(project)
    for name in ("A N Other - strategy meeting.docx", "case list.csv", "extracts/ssda903.csv", "national/held.csv"):
        path = project / "data" / "raw" / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert (input_checksums(project, ["caseloads"], []), state(project)) == before
    named = {path.split("/")[-1] for path in before[0] if path.startswith("data/raw")}
    listed = {path.with_suffix(kind).name for path in (project / "data" / "raw").glob("*.json") for kind in (".csv", ".json")}
    assert named == listed - {"datapackage.csv"}
