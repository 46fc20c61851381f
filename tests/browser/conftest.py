"""A real Chromium: the one on this machine; in CI it is installed, and its absence is a failure."""

import os
import shutil
from collections.abc import Collection, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
"""What axe looks for, and that it need not gather what holds."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def violations():
    """What axe finds on a page, in words: ``violations(page)``; empty where it finds nothing."""

    def found(page: Page, without: Collection[str] = ()) -> str:
        results = Axe().run(page, options=AXE | {"rules": {rule: {"enabled": False} for rule in without}})
        return results.generate_report() if results.violations_count else ""

    return found


@pytest.fixture(scope="session")
def chromium(install_in_ci) -> str:
    path = find_chromium()
    if path is None and os.environ.get("CI"):
        install_in_ci("chromium")
        path = find_chromium()
        assert path, "Chromium was installed, but is not on the path."
    if path is None:
        pytest.skip("NO BROWSER: the pages were not tried in one. Install Chromium and run the tests again.")
    return path


@pytest.fixture(scope="session")
def browser(chromium) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = [
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        opened = playwright.chromium.launch(executable_path=chromium, args=options)
        yield opened
        opened.close()
