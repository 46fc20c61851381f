import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook, new_output

from analysis.errors import IncompletePage
from analysis.present.html import DOWNLOAD_TYPE
from analysis.present.page import Tile, opening
from analysis.publish.rendering import Site, checked, read_page, render_index, render_list, render_page

GOOD = '<html lang="en-GB"><head><meta http-equiv="Content-Security-Policy" content="x"></head><body><h1>One</h1></body></html>'


def cell(data: dict) -> nbformat.NotebookNode:
    return new_code_cell("secret code", outputs=[new_output("display_data", data=data)])


def notebook(*cells) -> nbformat.NotebookNode:
    head = opening("Caseloads", "Plymouth", "2023-24-Q2", "public", "A finding.", [Tile("Open", "5", "of 9")], ["A warning."])
    return new_notebook(cells=[cell(head._repr_mimebundle_()), *cells])


def test_a_page_has_its_opening_and_no_code():
    page = read_page("caseloads", notebook(cell({"text/html": "<p>Prose &amp; more</p>"})))
    html = render_page(page, [{"title": "Caseloads", "file": "caseloads.html"}])
    assert "<h1>Caseloads</h1>" in html and "A finding." in html and "A warning." in html
    assert "secret code" not in html
    assert '<a href="caseloads.html" aria-current="page">Caseloads</a>' in html


def test_a_download_is_linked_where_it_belongs():
    page = read_page("caseloads", notebook(cell({"text/html": "<p>t</p>", DOWNLOAD_TYPE: {"t.csv": "a\n1\n"}})))
    assert page.downloads == {"t.csv": "a\n1\n"}
    assert 'href="data/t.csv"' in render_page(page, [])


def test_two_downloads_of_one_name_with_other_figures_are_refused():
    with pytest.raises(IncompletePage, match="t.csv a second time"):
        read_page("p", notebook(*(cell({"text/html": "", DOWNLOAD_TYPE: {"t.csv": text}}) for text in "ab")))


def test_printed_text_is_refused():
    printed = new_code_cell("x", outputs=[new_output("stream", name="stderr", text="FutureWarning: careful")])
    with pytest.raises(IncompletePage, match="cell 2 shows something that is not made for a page: FutureWarning"):
        read_page("p", notebook(printed))


def test_a_page_without_an_opening_is_refused():
    with pytest.raises(IncompletePage, match="0 openings"):
        read_page("p", new_notebook(cells=[cell({"text/html": ""})]))


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        (GOOD.replace("</h1>", "</h1><h1>Two</h1>"), "2 first-level headings"),
        (GOOD.replace("en-GB", "en"), "language"),
        (GOOD.replace("</h1>", "</h1><table><tr><td>1</td></tr></table>"), "no caption"),
        (GOOD.replace("</h1>", "</h1><table><caption>c</caption><tr><th>1</th></tr></table>"), "no scope"),
        (GOOD.replace("</h1>", "</h1><svg></svg>"), "no text alternative"),
        (GOOD.replace("</h1>", '</h1><a href="#gone">there</a>'), "leads to gone"),
        (GOOD.replace("</h1>", '</h1><img src="https://example.org/a.png">'), "the network"),
        (GOOD.replace("</h1>", '</h1><script src="//example.org/a.js"></script>'), "the network"),
        (GOOD.replace("</h1>", "</h1><script>1</script>"), "has a script"),
        (GOOD.replace("http-equiv", "name"), "no content security policy"),
        (GOOD.replace("</h1>", '</h1><p id="a"></p><p id="a"></p>'), "stands twice"),
    ],
)
def test_what_is_not_fit_to_publish_is_refused(markup, rule):
    with pytest.raises(IncompletePage, match=rule):
        checked("page.html", markup)


def test_what_is_fit_passes_unchanged():
    assert checked("page.html", GOOD) == GOOD


HOSTILE = "</title><script>alert(1)</script>\"'{{ 7 * 7 }}{x}"


def test_text_of_any_input_is_text_in_the_shell_of_every_page():
    head = opening(HOSTILE, HOSTILE, "2023-24-Q2", "public", HOSTILE, [Tile(HOSTILE, HOSTILE, HOSTILE)], [HOSTILE])
    page = read_page("p", new_notebook(cells=[cell(head._repr_mimebundle_())]))
    links, site, files = [{"title": HOSTILE, "file": HOSTILE}], Site(HOSTILE, HOSTILE), [{"title": HOSTILE, "file": HOSTILE}]
    missing = [{"title": HOSTILE, "lacking": HOSTILE, "remedy": HOSTILE}]
    fact = {**page.opening, "file": HOSTILE, "data": [HOSTILE], "made_from": []}
    left_out = [{"title": HOSTILE, "missing": missing}]
    entries = [{"title": HOSTILE, "file": HOSTILE, "note": HOSTILE}]
    for markup in (
        render_page(page, links, site, files),
        render_index({"p": fact}, links, left_out, {"label": HOSTILE, "folder": HOSTILE}, site),
        render_list(HOSTILE, HOSTILE, entries, None, site),
    ):
        found = BeautifulSoup(markup, "html.parser")
        assert not found.find_all("script") and "49" not in found.get_text()
        assert HOSTILE in found.title.get_text() and HOSTILE in found.main.get_text() and HOSTILE in found.footer.get_text()
