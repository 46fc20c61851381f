"""The committed pack in a real browser. tests/pack holds that pack to what the code publishes."""

from pathlib import Path

import pytest

PACK = Path(__file__).resolve().parents[2] / "reports" / "plymouth" / "2023-24-q2"
PAGES = sorted(path.name for path in PACK.glob("*.html"))
WIDTHS = (375, 768, 1280)


def opened_at(browser, name: str, width: int):
    """A page of the pack at a width, with the addresses that it asked for and the errors that it told of."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    requests, problems = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto((PACK / name).as_uri())
    return page, requests, problems


@pytest.fixture(scope="module")
def open_page(browser):
    """Pages that tests look at and do not change, each opened once a width."""
    opened = {}

    def at(name: str, width: int = 1280):
        if (name, width) not in opened:
            opened[name, width] = opened_at(browser, name, width)
        return opened[name, width]

    yield at
    for page, *_ in opened.values():
        page.close()


@pytest.fixture
def fresh_page(browser):
    """A page of its own for a test that types, clicks, prints or goes on."""
    opened = []

    def at(name: str):
        opened.append(opened_at(browser, name, 1280)[0])
        return opened[-1]

    yield at
    for page in opened:
        page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page, violations, name, width):
    page, _, _ = open_page(name, width)
    assert violations(page) == ""


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


def test_the_skip_link_leads_to_the_main_part(fresh_page):
    page = fresh_page("caseloads.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_every_page_is_reached_from_every_page(fresh_page):
    page = fresh_page("index.html")
    links = page.eval_on_selector_all("nav a", "links => links.map(link => link.getAttribute('href'))")
    assert sorted(links) == PAGES
    for name in links:
        page.goto((PACK / name).as_uri())
        assert page.locator("nav a[aria-current=page]").get_attribute("href") == name


def test_what_the_figures_mean_unfolds_below_them_and_is_not_printed(fresh_page):
    page = fresh_page("performance_scorecard.html")
    folded = page.locator("details.meanings >> visible=true").nth(1)
    meaning = folded.locator("dd").first
    assert not meaning.is_visible()
    folded.locator("summary").click()
    assert meaning.is_visible()
    page.emulate_media(media="print")
    assert not meaning.is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_without_losing_a_table(fresh_page, name, tmp_path):
    page = fresh_page(name)
    page.emulate_media(media="print")
    hidden = page.eval_on_selector_all("table", "tables => tables.filter(table => !table.getClientRects().length).length")
    assert hidden == 0
    assert page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
