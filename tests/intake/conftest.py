"""A project with three made-up quarters to fill workbooks from."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def made_up(later_project) -> Path:
    return later_project
