"""Keys of pages: what changes them, and that a page reads no dataset that its key leaves out."""

import nbformat
import pytest

from analysis import pages
from analysis.ingest import published
from analysis.pages.given import EVERYWHERE
from analysis.pages.registry import PAGES
from analysis.publish.unchanged import EVERY_PAGE_READS, PageKeys

PARAMETERS = {"authority": "plymouth", "quarter": "2023-24-Q2", "policy": "public"}
READ = ["performance_measures", "doubts", "scenarios"]


@pytest.fixture
def key(project):
    def of(page: str = "caseloads", read=READ, **parameters) -> str:
        return PageKeys(project, PARAMETERS | parameters, project / "requirements.lock").key(page, read)

    return of


def test_the_same_gives_the_same_key(key):
    assert key() == key() and len(key()) == 64


@pytest.mark.parametrize(
    "path",
    [
        "notebooks/caseloads.ipynb",
        "scenarios/central.toml",
        "data/raw/performance_measures.csv",
        "data/raw/leads.json",
        "requirements.lock",
    ],
)
def test_what_a_page_is_made_from_changes_its_key(key, project, path):
    before = key()
    file = project / path
    text = file.read_text(encoding="utf-8")
    if path.endswith(".ipynb"):
        notebook = nbformat.reads(text, as_version=4)
        notebook.cells[0].source += "\n"
        text = nbformat.writes(notebook)
    elif path.endswith(".csv"):
        text = text.replace("Children open", "Children known", 1).rstrip("\n")
    file.write_text(text + "\n", encoding="utf-8")
    assert key() != before


@pytest.mark.parametrize("path", ["notebooks/budget_variance.ipynb", "data/raw/stated_drivers.csv"])
def test_what_it_is_not_made_from_does_not(key, project, path):
    before = key()
    file = project / path
    text = file.read_text(encoding="utf-8")
    changed = text.replace("bespoke packages", "bespoke places").replace("page.forecast", "page.forecast  ")
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    assert key() == before


@pytest.mark.parametrize("page", PAGES)
def test_whose_figures_they_are_counts_on_every_page(key, edit, page):
    before = key(page)
    edit("authorities", lambda table: table.replace("Plymouth", "The City of Plymouth"))
    assert key(page) != before


def test_a_scenario_counts_where_it_is_read_and_not_elsewhere(key, project):
    without = key(read=["performance_measures"])
    path = project / "scenarios" / "central.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert key(read=["performance_measures"]) == without


def test_policy_and_authority_are_part_of_the_key(key):
    assert len({key(), key(policy="internal")}) == 2


def test_where_it_is_not_known_what_a_page_reads_all_data_count(key, project):
    before = key(read=["something else"])
    path = project / "data" / "raw" / "stated_drivers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("bespoke packages", "bespoke places"), encoding="utf-8")
    assert key(read=["something else"]) != before


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_of_every_dataset_that_it_reads(page, repository, monkeypatch):
    """Its key is made of what it says that it read: rows that reach it in another way would leave it stale."""
    reached: set[str] = set()
    for name in ("_in_force", "_history"):
        real = getattr(published, name)

        def noting(dataset, *arguments, real=real):
            reached.add(dataset)
            return real(dataset, *arguments)

        monkeypatch.setattr(published, name, noting)
    stated: dict = {}
    exec(nbformat.read(repository / "notebooks" / f"{page}.ipynb", as_version=4).cells[0].source, stated)
    choices = {name: value for name, value in stated.items() if name != "__builtins__" and name not in PARAMETERS}
    said = pages.build(page, **PARAMETERS, **choices).opening.opening["read"]
    named = {name.removeprefix(EVERYWHERE) for name in said} | set(EVERY_PAGE_READS)
    unsaid = reached - named
    assert "checks" in said or not unsaid, unsaid
