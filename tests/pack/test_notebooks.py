"""Every notebook works without the command, as papermill runs it."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest

from analysis.publish.pack import PAGES

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", PAGES)
def test_a_notebook_runs_with_papermill_alone_from_its_own_folder(name, tmp_path):
    executed = papermill.execute_notebook(
        str(REPOSITORY / "notebooks" / f"{name}.ipynb"),
        str(tmp_path / "out.ipynb"),
        parameters={"quarter": "2023-24-Q2"},
        cwd=str(REPOSITORY / "notebooks"),
        progress_bar=False,
        extra_arguments=["--log-level=ERROR"],
    )
    assert any("text/html" in output.get("data", {}) for cell in executed.cells for output in cell.get("outputs", []))


def test_the_relief_notebook_says_that_its_households_are_made_up(tmp_path):
    executed = run_relief(tmp_path)
    opening = next(output["data"]["text/html"] for cell in executed.cells for output in cell.get("outputs", []) if "h1" in str(output))
    assert "The households on this page are made up." in opening and re.search(r"of the \d{2,3} households", opening)


def test_the_relief_notebook_does_not_make_a_public_page(tmp_path):
    with pytest.raises(papermill.PapermillExecutionError, match="under the policy public: household") as raised:
        run_relief(tmp_path, policy="public")
    assert raised.value.ename == "NotReleased"


def run_relief(folder: Path, **parameters) -> nbformat.NotebookNode:
    return papermill.execute_notebook(
        str(REPOSITORY / "notebooks" / "fostering_relief.ipynb"),
        str(folder / "out.ipynb"),
        parameters=parameters,
        cwd=str(REPOSITORY / "notebooks"),
        progress_bar=False,
        extra_arguments=["--log-level=ERROR"],
    )


def test_papermill_from_the_command_line(tmp_path):
    line = [
        str(Path(sys.executable).parent / "papermill"),
        "notebooks/budget_variance.ipynb",
        str(tmp_path / "out.ipynb"),
        "-p",
        "quarter",
        "2023-24-Q2",
    ]
    outcome = subprocess.run(line, cwd=REPOSITORY, capture_output=True, text=True, timeout=300, check=False)
    assert outcome.returncode == 0, outcome.stderr
    assert any("6.14 million" in str(cell.get("outputs")) for cell in nbformat.read(tmp_path / "out.ipynb", as_version=4).cells)


def test_a_quarter_without_data_shows_nothing_and_says_which_file_would_fill_it(tmp_path):
    executed = papermill.execute_notebook(
        str(REPOSITORY / "notebooks" / "caseloads.ipynb"),
        str(tmp_path / "out.ipynb"),
        parameters={"quarter": "2023-24-Q3"},
        cwd=str(REPOSITORY / "notebooks"),
        progress_bar=False,
        extra_arguments=["--log-level=ERROR"],
    )
    shown = " ".join(output.get("data", {}).get("text/html", "") for cell in executed.cells for output in cell.get("outputs", []))
    assert "What is not here" in shown and "Fill in performance_measures.csv" in shown
    assert "<svg" not in shown
