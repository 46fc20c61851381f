import json

import pytest

from analysis.catalogue.datasets import dataset_names, descriptor, resource, sources_of
from analysis.catalogue.project import project_root
from analysis.errors import InvalidData, ProjectNotFound, UnknownDataset


def test_every_dataset_states_its_types_key_source_and_licence():
    for entry in descriptor()["resources"]:
        assert entry["description"].endswith("."), entry["name"]
        assert entry["licenses"], entry["name"]
        assert entry["schema"]["primaryKey"], entry["name"]
        assert "Compiled by this project" in entry["licenses"][0]["title"] or entry["sources"][0]["key"], entry["name"]
        for field in entry["schema"]["fields"]:
            assert field["type"] and field["description"], (entry["name"], field["name"])


def test_every_raw_file_is_described_and_every_description_has_its_file(repository):
    files = {path.name for path in (repository / "data" / "raw").glob("*.csv")}
    assert files == {entry["path"] for entry in descriptor()["resources"]}


def test_an_unknown_dataset_names_those_there_are():
    with pytest.raises(UnknownDataset, match="budget_monitoring"):
        resource("budget")


def test_sources_are_those_of_the_rows_in_use():
    table = sources_of(["budget_monitoring"], {"scrutiny-2023-11"})
    assert table[["item", "published_date"]].values.tolist() == [["10", "2023-10-31"]]
    assert sources_of(["budget_monitoring"], {"another"}).empty


def test_a_broken_descriptor_is_named(project):
    (project / "data" / "raw" / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(InvalidData, match="datapackage.json: cannot be read"):
        dataset_names()


def test_the_project_is_found_from_a_folder_inside_it(project, monkeypatch):
    monkeypatch.delenv("ANALYSIS_PROJECT")
    monkeypatch.chdir(project / "notebooks")
    assert project_root() == project


def test_a_named_folder_without_a_project_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ANALYSIS_PROJECT", str(tmp_path))
    with pytest.raises(ProjectNotFound):
        project_root()


def test_the_descriptor_is_plain_json(repository):
    json.loads((repository / "data" / "raw" / "datapackage.json").read_text(encoding="utf-8"))
