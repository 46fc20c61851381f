"""Parameters that a notebook does not have are an error, by papermill alone too."""

import subprocess
import sys
from pathlib import Path

import pytest

from analysis.errors import UnknownChoice
from analysis.pages.parameters import check_cells, check_injected_parameters

REPOSITORY = Path(__file__).resolve().parents[2]


def test_a_known_parameter_passes_whatever_else_has_run():
    check_cells(["", "authority = 'a'\nquarter = 'b'", "# Parameters\nquarter = 'c'\n", "%matplotlib inline", "print(quarter)"])


def test_every_unknown_parameter_is_named():
    with pytest.raises(UnknownChoice, match=r'no parameter "a", "b"\. It has: quarter\.'):
        check_cells(["quarter = 'b'", "# Parameters\na = 1\nb = 2\nquarter = 'c'\n"])


def test_outside_a_notebook_there_is_nothing_to_check():
    check_injected_parameters()


def test_papermill_alone_stops_at_a_parameter_that_is_misspelt(tmp_path):
    line = [
        str(Path(sys.executable).parent / "papermill"),
        "notebooks/caseloads.ipynb",
        str(tmp_path / "out.ipynb"),
        "-p",
        "qaurter",
        "2023-24-Q2",
    ]
    outcome = subprocess.run(line, cwd=REPOSITORY, capture_output=True, text=True, timeout=300, check=False)
    assert outcome.returncode != 0
    assert 'UnknownChoice: The notebook has no parameter "qaurter". It has: authority, quarter, policy.' in outcome.stderr
