import json
import re

import pytest

from analysis.catalogue.datasets import VALIDITIES, dataset_names, dataset_path, key_columns, resource, resources
from analysis.catalogue.documents import documents, items_of, sources_of
from analysis.catalogue.project import project_root
from analysis.errors import InvalidData, ProjectNotFound, UnknownDataset


def test_every_dataset_states_its_types_key_validity_and_where_it_is_from():
    for entry in resources():
        assert entry["description"].endswith("."), entry["name"]
        assert entry["schema"]["primaryKey"], entry["name"]
        assert entry["validity"] in VALIDITIES, entry["name"]
        assert entry.get("topics") and entry["place"] or "Compiled by this project" in entry["licenses"][0]["title"], entry["name"]
        for field in entry["schema"]["fields"]:
            assert field["type"] and field["description"], (entry["name"], field["name"])


def test_every_raw_file_is_described_and_every_description_has_its_file(repository):
    files = {path.stem for path in (repository / "data" / "raw").glob("*.csv")}
    assert files == set(dataset_names()) == {dataset_path(name).stem for name in dataset_names()}


def test_an_unknown_dataset_names_those_there_are():
    with pytest.raises(UnknownDataset, match="budget_monitoring"):
        resource("budget")
    with pytest.raises(UnknownDataset):
        resource("datapackage")


def test_columns_that_many_share_are_declared_once(repository):
    stated = json.loads((repository / "data" / "raw" / "budget_history.json").read_text(encoding="utf-8"))
    assert stated["schema"]["fields"][0] == {"name": "authority"}
    whole = resource("budget_history")["schema"]
    assert whole["fields"][0]["description"] == key_columns()["authority"]["description"]
    assert {"fields": ["source"], "reference": {"resource": "sources", "fields": ["source"]}} in whole["foreignKeys"]
    assert not any(rule["fields"] == ["authority"] for rule in resource("authorities")["schema"]["foreignKeys"])


def test_a_descriptor_that_changes_is_read_anew(project):
    assert resource("leads")["title"] == "Improvement plan: leads"
    path = project / "data" / "raw" / "leads.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Improvement plan: leads", "Leads"), encoding="utf-8")
    assert resource("leads")["title"] == "Leads"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("{", "", "cannot be read as the descriptor of a dataset"),
        ('"validity": "year"', '"validity": "for good"', 'has the validity "for good", which is not one of quarter, year'),
        ('"validity": "year"', '"validity": "standing"', "has a validity that does not fit"),
        ('"name": "budget_history"', '"name": "history"', 'names the dataset "history"'),
        ('{"name": "source"}', '{"name": "page"}', "states no type or description of page"),
        ('"department", "financial_year"]', '"year"]', "names columns that it does not describe: year"),
    ],
)
def test_a_broken_descriptor_is_named(project, old, new, rule):
    path = project / "data" / "raw" / "budget_history.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidData, match=f"budget_history.json: {re.escape(rule)}"):
        resource("budget_history")


def test_sources_are_those_of_the_rows_in_use():
    table = sources_of(["budget_monitoring"], {"scrutiny-2023-11"})
    assert table[["item", "place", "published_date"]].values.tolist() == [["10", "Quarter 2 monitoring, CYPF and EPS", "2023-10-31"]]
    assert sources_of(["budget_monitoring"], {"another"}).empty
    of_one = sources_of(["stated_figures"], {"scrutiny-2023-11"}, {"stated_figures": {"budget"}})
    assert of_one["item"].tolist() == ["10"] and "and" in sources_of(["stated_figures"], {"scrutiny-2023-11"})["item"].iloc[0]


def test_a_document_of_a_later_quarter_needs_its_row_and_no_word_in_a_descriptor(project, edit):
    def with_the_next(table):
        row = table.iloc[0].copy()
        row["source"], row["report_quarter"], row["title"] = "cabinet-2024-02", "2023-24-Q3", "Cabinet, February 2024"
        table.loc[len(table)] = row
        return table

    edit("sources", with_the_next)
    edit("budget_monitoring", lambda table: table.assign(source="cabinet-2024-02"))
    (row,) = sources_of(["budget_monitoring"], {"cabinet-2024-02"}).to_dict("records")
    assert (row["document"], row["item"], row["place"]) == ("Cabinet, February 2024", None, "Monitoring table of each department")


def test_items_of_a_document_are_found_by_topic():
    assert items_of("scrutiny-2023-11", ["budget"]) == "10"
    assert items_of("scrutiny-2023-11", ["improvement", "performance"]) == "7 and 9"
    assert items_of("ofsted-plymouth-2015", ["inspection"]) is None


def test_every_document_of_an_authority_states_the_quarter_it_belongs_to():
    for key, document in documents().items():
        assert bool(document["report_authority"]) == bool(document["report_quarter"]), key


def test_the_project_is_found_from_a_folder_inside_it(project, monkeypatch):
    monkeypatch.delenv("ANALYSIS_PROJECT")
    monkeypatch.chdir(project / "notebooks")
    assert project_root() == project


def test_a_named_folder_without_a_project_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ANALYSIS_PROJECT", str(tmp_path))
    with pytest.raises(ProjectNotFound):
        project_root()
