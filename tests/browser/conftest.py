"""A real Chromium: the one on this machine; in CI it is installed, and its absence is a failure."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


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
