"""Notebooks opened and run cell by cell in a real JupyterLab, from their own folder."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError

from analysis.publish.pack import PAGES

REPOSITORY = Path(__file__).resolve().parents[2]
TOKEN = "for-this-test-only"


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    root = tmp_path_factory.mktemp("lab")
    for folder in ("data/raw", "notebooks", "checks", "scenarios"):
        shutil.copytree(REPOSITORY / folder, root / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    settings = tmp_path_factory.mktemp("settings")
    environment = {name: value for name, value in os.environ.items() if name != "ANALYSIS_PROJECT"}
    environment |= {f"JUPYTER_{kind}_DIR": str(settings / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(settings / "lab")
    line = [
        str(Path(sys.executable).parent / "jupyter"),
        "lab",
        "--no-browser",
        "--allow-root",
        f"--IdentityProvider.token={TOKEN}",
    ]
    line += ["--ServerApp.port_retries=50", "--ip=127.0.0.1"]
    log = (root / "lab.log").open("w+")
    process = subprocess.Popen(line, cwd=root / "notebooks", env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield _address(process, root / "lab.log")
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


def _address(process: subprocess.Popen, log: Path) -> str:
    for _ in range(120):
        assert process.poll() is None, log.read_text()
        for line in log.read_text().splitlines():
            if "http://127.0.0.1:" in line:
                address = line[line.index("http://127.0.0.1:") :].split("/lab")[0]
                try:
                    with urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=5):
                        return address
                except OSError:
                    break
        time.sleep(0.5)
    raise AssertionError(log.read_text())


@pytest.mark.parametrize("name", [*PAGES, "fostering_relief"])
def test_a_notebook_runs_cell_by_cell(lab, browser, name):
    page = _opened(browser, lab, name)
    _run_all_cells(page, ".jp-RenderedHTMLCommon h1")
    page.wait_for_function(
        "() => document.querySelectorAll('.jp-InputPrompt').length && !document.body.innerText.includes('[*]:')", timeout=120_000
    )
    assert (
        page.locator(
            ".jp-RenderedText[data-mime-type='application/vnd.jupyter.error'], .jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']"
        ).count()
        == 0
    )
    page.close()


def test_a_slider_moves_the_result(lab, browser):
    page = _opened(browser, lab, "fostering_sliders")
    _run_all_cells(page, ".widget-hslider .noUi-handle")
    numbers = page.locator(".widget-readout").all()
    room = page.locator(".jp-Notebook").first.bounding_box()
    assert len(numbers) == page.locator(".widget-hslider").count()
    # As the scenario has them, and not the nearest step beside them.
    assert [number.inner_text() for number in numbers[:2]] == ["10.00", "25.00"]
    for number in numbers:
        box = number.bounding_box()
        assert number.inner_text() and box["x"] + box["width"] <= min(1280, room["x"] + room["width"]), "A number lies outside the window."
    result = page.locator(".jp-OutputArea:has(.widget-hslider)").last
    before = result.inner_text()
    page.locator(".widget-hslider .noUi-handle").first.focus()
    page.keyboard.press("ArrowRight")
    for _ in range(60):
        if result.inner_text() != before:
            break
        page.wait_for_timeout(250)
    assert result.inner_text() != before
    page.close()


def _opened(browser: Browser, lab: str, name: str) -> Page:
    """A notebook in JupyterLab with its kernel ready."""
    page = browser.new_page(viewport={"width": 1280, "height": 2000})
    page.goto(f"{lab}/lab/tree/{name}.ipynb?token={TOKEN}&reset")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    page.wait_for_selector("text=Kernel status: Idle", state="attached", timeout=60_000)
    return page


def _run_all_cells(page: Page, shown: str) -> None:
    """Choose Run, Run All Cells, and wait for what is shown then.

    On a busy machine JupyterLab may put questions in front, such as which kernel, and again: each is answered with its own choice, that of a kernel with the notebook's.
    """
    asked = []
    page.add_locator_handler(page.locator(".jp-Dialog").first, lambda dialog: _answer(page, dialog, asked))
    for attempt in range(4):
        try:
            page.get_by_role("menuitem", name="Run", exact=True).first.click(timeout=20_000)
            page.get_by_text("Run All Cells", exact=True).click(timeout=10_000)
            page.wait_for_selector(shown, timeout=60_000)
            return
        except TimeoutError as error:
            if attempt == 3:
                raise AssertionError(f"JupyterLab did not run the cells; it asked: {asked}") from error


def _answer(page: Page, dialog: Locator, asked: list[str]) -> None:
    """Take the choice that JupyterLab offers; where that does not close its question, leave it."""
    asked.append(dialog.inner_text())
    kernels = dialog.locator("select")
    if kernels.count():  # The choice that stands there may be to have none.
        kernels.first.select_option(label="Python 3 (ipykernel)")
    dialog.locator("button.jp-mod-accept").last.click(timeout=5_000)
    page.wait_for_timeout(500)
    if dialog.is_visible():
        page.keyboard.press("Escape")
