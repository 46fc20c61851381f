"""Notebooks opened and run cell by cell in a real JupyterLab, from their own folder."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError

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


@pytest.fixture(scope="module")
def window(browser):
    """One window for all notebooks: what JupyterLab is made of is fetched once."""
    context = browser.new_context(viewport={"width": 1280, "height": 2000})
    yield context
    context.close()


@pytest.fixture
def opened(lab, window):
    """Open a notebook in JupyterLab with its kernel ready: ``opened("caseloads")``.

    The kernel is asked of the server before the notebook is opened. JupyterLab finds it running and has nothing to ask; left to start one
    itself, it asks on a busy machine which kernel to use, and what was asked to run meanwhile is lost.
    """
    begun = []

    def open_notebook(name: str) -> Page:
        kernel = {"path": f"{name}.ipynb", "name": f"{name}.ipynb", "type": "notebook", "kernel": {"name": "python3"}}
        session = _asked(lab, "sessions", "POST", kernel)
        page = window.new_page()
        begun.append((session["id"], page))
        page.goto(f"{lab}/lab/tree/{name}.ipynb?token={TOKEN}&reset")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=120_000)
        page.wait_for_selector("text=Kernel status: Idle", state="attached", timeout=120_000)
        assert [held["kernel"]["id"] for held in _asked(lab, "sessions")] == [session["kernel"]["id"]]
        return page

    yield open_notebook
    for session, page in begun:
        page.close()
        _asked(lab, f"sessions/{session}", "DELETE")


def _asked(lab: str, place: str, method: str = "GET", content: dict | None = None):
    """What JupyterLab's server answers."""
    headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{lab}/api/{place}", json.dumps(content).encode() if content else None, headers, method=method)
    with urllib.request.urlopen(request, timeout=120) as answer:
        text = answer.read()
    return json.loads(text) if text else None


@pytest.mark.parametrize("name", [*PAGES, "fostering_relief"])
def test_a_notebook_runs_cell_by_cell(opened, name):
    page = opened(name)
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


def test_a_slider_moves_the_result(opened):
    page = opened("fostering_sliders")
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


def _run_all_cells(page: Page, shown: str) -> None:
    """Choose Run, Run All Cells, and wait for what is shown then.

    On a busy machine JupyterLab may still ask which kernel to use, with the one that runs among the answers: it is chosen as a user would, and what was
    asked to run meanwhile, which is lost, is asked again.
    """
    asked = page.locator(".jp-Dialog select")
    for _ in range(3):
        page.get_by_role("menuitem", name="Run", exact=True).first.click()
        page.get_by_text("Run All Cells", exact=True).click()
        try:
            page.wait_for_selector(f"{shown}, .jp-Dialog select", timeout=120_000)
        except TimeoutError as error:
            raise AssertionError("The cells did not run.") from error
        if not asked.count():
            return
        running = asked.locator("optgroup option", has_text=".ipynb (").first
        asked.select_option(value=running.get_attribute("value"))
        page.locator(".jp-Dialog .jp-mod-accept").click()
        page.wait_for_selector("text=Kernel status: Idle", state="attached", timeout=120_000)
    raise AssertionError("JupyterLab asked three times which kernel to use.")
