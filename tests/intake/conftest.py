"""A project with three made-up quarters to fill workbooks from, made once."""

from pathlib import Path

import pytest
from made_up_quarters import LATER, add_quarter, copy_project


@pytest.fixture(scope="session")
def made_up(tmp_path_factory) -> Path:
    root = copy_project(tmp_path_factory.mktemp("made-up"))
    for quarter in LATER:
        add_quarter(root, quarter)
    return root
