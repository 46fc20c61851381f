"""The committed pack for readers who do not see it as it was drawn: other colours, print, large letters, a keyboard alone; and nothing runs in it."""

import io
from pathlib import Path

import pytest
from PIL import Image

PACK = Path(__file__).resolve().parents[2] / "reports" / "plymouth" / "2023-24-q2"
PAGES = sorted(path.name for path in PACK.glob("*.html"))
SOME = ("index.html", "caseloads.html")
MODES = {"print": {"media": "print"}, "forced colours": {"forced_colors": "active", "color_scheme": "dark"}}
WIDTH_AT_400_PER_CENT = 320
"""CSS pixels that are left of 1,280 (WCAG 2.2, 1.4.10)."""

FOCUSABLE = "a[href], summary, [tabindex='0']"


@pytest.fixture(scope="module")
def page(browser):
    """One page for all tests, at any address, size and mode."""
    opened = browser.new_page()
    yield opened
    opened.close()


def show(page, name: str, width: int = 1280, media=None, forced_colors="none", color_scheme="light"):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media=media or "screen", forced_colors=forced_colors, color_scheme=color_scheme)
    page.goto((PACK / name).as_uri())
    return page


def within(screenshot: bytes) -> bytes:
    """The dots of a picture without its edge, where half a dot of the page may show."""
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    return picture.crop((2, 2, picture.width - 2, picture.height - 2)).tobytes()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_print_and_in_forced_colours(page, violations, name, mode):
    # Forced colours are the reader's own choice, and axe sees those that it takes the place of: their contrast is not ours to judge.
    without = ["color-contrast"] if mode == "forced colours" else []
    assert violations(show(page, name, **MODES[mode]), without) == ""


@pytest.mark.parametrize("name", [name for name in PAGES if name != "index.html"])
def test_charts_look_the_same_in_forced_colours_and_in_dark_mode(page, name):
    """They carry their own ground; dot for dot, since a style tells what was asked for and not what is seen."""
    seen = []
    for mode in ({}, {"forced_colors": "active", "color_scheme": "dark"}, {"color_scheme": "dark"}):
        charts = show(page, name, **mode).locator("figure.chart svg >> visible=true")
        seen.append([within(charts.nth(place).screenshot()) for place in range(min(2, charts.count()))])
    assert seen[0] and seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize("name", PAGES)
def test_at_400_per_cent_a_page_is_read_without_going_sideways(page, name):
    show(page, name, WIDTH_AT_400_PER_CENT)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH_AT_400_PER_CENT


@pytest.mark.parametrize("name", SOME)
def test_everything_is_reached_and_seen_with_the_keyboard_alone(page, name):
    show(page, name)
    due = page.eval_on_selector_all(FOCUSABLE, "all => all.filter(one => one.checkVisibility()).length")
    reached, unseen = set(), []
    for _ in range(due + 2):
        page.keyboard.press("Tab")
        place, seen = page.evaluate(
            """selector => {
              const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
              const seen = at.matches(':focus-visible') && (style.outlineStyle !== 'none' || at.matches('.skip-link'))
                && box.bottom > 0 && box.top < innerHeight;
              return [[...document.querySelectorAll(selector)].indexOf(at), seen];
            }""",
            FOCUSABLE,
        )
        if place >= 0:
            reached.add(place)
            unseen += [] if seen else [place]
    assert len(reached) == due and unseen == []


def test_what_is_folded_unfolds_with_the_keyboard_alone(page):
    show(page, "caseloads.html")
    summary = page.locator("figure.chart summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("figure.chart details p").first.is_visible()


@pytest.mark.parametrize("name", SOME)
def test_nothing_that_is_put_into_a_page_runs_loads_or_is_sent(page, name, tmp_path):
    """The page's own policy stops it, whoever put it there; the page as it is breaks no rule of it."""
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    markup = (PACK / name).read_text(encoding="utf-8")
    put_in = (
        "<script>document.title = 'ran'</script><p onclick=\"document.title = 'ran'\" id=\"put-in\">x</p>"
        '<style>body { display: none }</style><img src="http://192.0.2.1/a.png"><iframe src="http://192.0.2.1/"></iframe>'
        '<form action="http://192.0.2.1/"><button id="send">Send</button></form>'
    )
    asked = []
    page.on("request", lambda request: asked.append(request))
    for content in (markup, markup.replace("</main>", f"{put_in}</main>")):
        refused.clear()
        (tmp_path / name).write_text(content, encoding="utf-8")
        page.goto((tmp_path / name).as_uri())
        if content == markup:
            assert refused == []
    page.locator("#put-in").click()
    page.evaluate("document.getElementById('send').click()")
    page.wait_for_timeout(300)
    assert page.title() != "ran" and page.locator("main").is_visible()
    # What a page may not load is told as asked for, and as stopped before it left.
    assert {request.failure for request in asked if "192.0.2.1" in request.url} <= {"csp"}
    assert len(refused) >= 6


def test_without_scripts_every_word_is_there(browser):
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto((PACK / "caseloads.html").as_uri())
    assert opened.locator("table").count() > 3 and opened.locator("h1").is_visible()
    context.close()
