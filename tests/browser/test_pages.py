"""The committed pack in a real browser. tests/pack holds that pack to what the code publishes."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

PACK = Path(__file__).resolve().parents[2] / "reports" / "plymouth" / "2023-24-q2"
PAGES = sorted(path.name for path in PACK.glob("*.html"))
WIDTHS = (375, 768, 1280)


@pytest.fixture
def open_page(browser):
    opened = []

    def at(name: str, width: int = 1280):
        page = browser.new_page(viewport={"width": width, "height": 900})
        requests = []
        page.on("request", lambda request: requests.append(request.url))
        problems = []
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.goto((PACK / name).as_uri())
        opened.append(page)
        return page, requests, problems

    yield at
    for page in opened:
        page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page, name, width):
    page, _, _ = open_page(name, width)
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_over_the_edge(open_page, name, width):
    page, _, _ = open_page(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_but_itself(open_page, name):
    _, requests, problems = open_page(name)
    assert [url for url in requests if not url.startswith("data:")] == [(PACK / name).as_uri()]
    assert problems == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_no_label_of_a_chart_is_clipped_or_lies_on_another(open_page, name, width):
    page, _, _ = open_page(name, width)
    faults = page.evaluate(
        """() => {
          const faults = [];
          for (const svg of document.querySelectorAll('figure.chart svg')) {
            const frame = svg.getBoundingClientRect();
            if (!frame.width) continue;
            const boxes = [...svg.querySelectorAll('text')].map(text => [text.textContent.trim(), text.getBoundingClientRect()]);
            for (const [label, box] of boxes)
              if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
                faults.push(`clipped: ${label}`);
            for (let i = 0; i < boxes.length; i++)
              for (let j = i + 1; j < boxes.length; j++) {
                const [one, a] = boxes[i], [other, b] = boxes[j];
                const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (across > 2 && down > 4) faults.push(`overlap: ${one} / ${other}`);
              }
          }
          return faults;
        }"""
    )
    assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_each_chart_is_shown_once_and_large_enough_to_read(open_page, name):
    for width in (375, 1280):
        page, _, _ = open_page(name, width)
        for figure in page.query_selector_all("figure.chart"):
            seen = [svg for svg in figure.query_selector_all("svg") if svg.is_visible()]
            assert len(seen) == 1
            size = seen[0].evaluate(
                "svg => Math.min(...[...svg.querySelectorAll('text')].map(text => text.getBoundingClientRect().height))"
            )
            assert size >= 9


def test_the_skip_link_leads_to_the_main_part(open_page):
    page, _, _ = open_page("caseloads.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_every_page_is_reached_from_every_page(open_page):
    page, _, _ = open_page("index.html")
    links = page.eval_on_selector_all("nav a", "links => links.map(link => link.getAttribute('href'))")
    assert sorted(links) == PAGES
    for name in links:
        page.goto((PACK / name).as_uri())
        assert page.locator("nav a[aria-current=page]").get_attribute("href") == name


def test_what_the_figures_mean_unfolds_below_them_and_is_not_printed(open_page):
    page, _, _ = open_page("performance_scorecard.html")
    folded = page.locator("details.meanings >> visible=true").nth(1)
    meaning = folded.locator("dd").first
    assert not meaning.is_visible()
    folded.locator("summary").click()
    assert meaning.is_visible()
    page.emulate_media(media="print")
    assert not meaning.is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_without_losing_a_table(open_page, name, tmp_path):
    page, _, _ = open_page(name)
    page.emulate_media(media="print")
    hidden = page.eval_on_selector_all("table", "tables => tables.filter(table => !table.getClientRects().length).length")
    assert hidden == 0
    assert page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
