import csv
import io

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.catalogue.fields import field
from analysis.disclosure.release import release
from analysis.errors import NotReleased
from analysis.present.tables import download, must_be_released, table, table_html


@pytest.fixture
def services():
    table = pd.DataFrame(
        {"caseload_service": ["A <b>", "B"], "children_open": pd.array([3, 1200], dtype="Int64"), "share_of_variance_pct": [-1.25, None]}
    )
    return release(table, "public", name="children_open")


def test_a_table_has_caption_scopes_units_and_right_aligned_figures(services):
    page = BeautifulSoup(
        table_html(services, "Children open", ["caseload_service", "children_open", "share_of_variance_pct"]), "html.parser"
    )
    assert page.caption.get_text() == "Children open"
    assert [head["scope"] for head in page.thead.find_all("th")] == ["col"] * 3
    assert [head["scope"] for head in page.tbody.find_all("th")] == ["row"] * 2
    assert page.thead.find_all("th")[2].get_text() == "Share of the variance per cent"
    assert [cell.get_text() for cell in page.tbody.find_all("td", class_="figure")] == ["[c]", "−1.3", "1,200", "[x]"]
    assert "A <b>" in page.get_text()


def test_signs_are_explained_only_where_they_stand(services):
    both = table_html(services, "c", ["caseload_service", "children_open", "share_of_variance_pct"])
    assert "[c] means" in both and "[x] means" in both and "[z] means" not in both


def test_the_total_row_marks_what_has_no_total(services):
    total = release(pd.DataFrame({"children_open": [1203]}), "public", name="total")
    page = BeautifulSoup(
        table_html(services, "c", ["caseload_service", "children_open", "share_of_variance_pct"], total=total), "html.parser"
    )
    assert [cell.get_text() for cell in page.tfoot.find_all(["th", "td"])] == ["Total", "1,203", "[z]"]


def test_the_download_holds_no_hidden_figure(services):
    (text,) = download(services).values()
    assert text.splitlines() == ["caseload_service,children_open,share_of_variance_pct", "A <b>,,-1.25", "B,1200,"]


def test_what_has_not_been_released_does_not_reach_a_page():
    with pytest.raises(NotReleased, match="DataFrame"):
        table(pd.DataFrame({"children_open": [3]}), "c", ["children_open"])
    with pytest.raises(NotReleased):
        must_be_released(None)


def meanings_of(html: str) -> dict[str, str]:
    terms = BeautifulSoup(html, "html.parser").select("details.meanings dl > div")
    return {term.dt.get_text(): term.dd.get_text() for term in terms}


def test_what_the_figures_mean_stands_below_them(services):
    html = table_html(services, "Open", ["caseload_service", "children_open"], headings={"children_open": "September"})
    assert meanings_of(html) == {"September": field("children_open").definition}
    assert BeautifulSoup(html, "html.parser").details.summary.get_text() == "What these figures mean: Open"


def test_values_of_a_column_are_explained_once_each():
    rows = pd.DataFrame(
        {"description": ["A & B", "A & B", "C"], "measure_value": [1.0, 2.0, 3.0], "definition": ["One <b>.", "One <b>.", None]}
    )
    html = table_html(release(rows, "public", name="rows"), "c", ["description", "measure_value"], explained={"description": "definition"})
    assert meanings_of(html) == {"Latest month": field("measure_value").definition, "A & B": "One <b>."}


def test_a_table_without_figures_is_not_explained():
    rows = release(pd.DataFrame({"description": ["A"], "definition": ["What it is."]}), "public", name="rows")
    assert meanings_of(table_html(rows, "c", ["description", "definition"])) == {}


def test_the_name_of_a_row_can_lead_to_a_place_on_the_page():
    rows = release(pd.DataFrame({"caseload_service": ["A & B", "C"], "decision_anchor": ["place-7", "place-8"]}), "internal", name="rows")
    html = table_html(rows, "c", ["caseload_service"], row_link="decision_anchor")
    assert '<th scope="row"><a href="#place-7">A &amp; B</a></th>' in html


def test_a_text_that_a_spreadsheet_would_run_is_a_text_in_the_file_too():
    run = ["=1+1", "@SUM(A1)", "+cmd", "-cmd", "- none", "+ 1+1", "-2+3", "\t=1", "\r=1", "\n=1", "＝1+1"]
    texts = [*run, "H1", "-5", "+2.5", "-5%", "-", "1-2", "a=b"]
    shown = download(release(pd.DataFrame({"household": texts, "relief_gbp": [-1.0] * len(texts)}), "internal", name="decisions"))
    read = list(csv.DictReader(io.StringIO(shown["decisions.csv"], newline="")))
    assert [row["household"] for row in read] == [*(f"'{text}".replace("\r", "\n") for text in run), *texts[len(run) :]]
    assert {row["relief_gbp"] for row in read} == {"-1"}
