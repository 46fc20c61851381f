import os
import shlex
import subprocess
import sys

import nbformat
import pytest

from analysis.errors import NotebookFailed, NotReleased
from analysis.publish.saved_notebooks import stop_where_output_is_saved, without_output


def test_the_notebooks_of_this_project_are_saved_without_output(repository):
    assert len(list((repository / "notebooks").glob("*.ipynb"))) > 10
    stop_where_output_is_saved(repository / "notebooks")


def test_a_notebook_that_was_run_and_saved_is_refused_by_check(run, project):
    path = project / "notebooks" / "fostering_relief.ipynb"
    notebook = nbformat.read(path, as_version=4)
    code = [number for number, cell in enumerate(notebook.cells, start=1) if cell.cell_type == "code"]
    notebook.cells[code[0] - 1].outputs = [nbformat.v4.new_output("stream", text="household 00412")]
    notebook.cells[code[1] - 1].execution_count = 2
    nbformat.write(notebook, path)
    outcome = run("check")
    assert outcome.returncode == 1 and "00412" not in outcome.stderr
    for number in code[:2]:
        assert f"notebooks/fostering_relief.ipynb, cell {number}\n" in outcome.stderr


@pytest.mark.parametrize("content", ["{", "[]", '{"cells": [1]}'])
def test_what_is_no_notebook_is_named(tmp_path, content):
    (tmp_path / "one.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(NotebookFailed, match="one.ipynb"):
        stop_where_output_is_saved(tmp_path)


def test_copies_of_jupyterlab_itself_are_passed_over(tmp_path):
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "one.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(NotReleased):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(execution_count=1)])
        nbformat.write(notebook, tmp_path / "two.ipynb")
        stop_where_output_is_saved(tmp_path)


def test_git_takes_a_notebook_in_without_what_it_showed(repository, tmp_path):
    """By the filter that ``make lab`` sets: the file in the folder keeps its output, what git holds has none."""
    setting = next(line for line in (repository / "Makefile").read_text(encoding="utf-8").splitlines() if "filter.notebooks.clean" in line)
    assert "-m analysis.publish.saved_notebooks" in setting

    def git(*words: str) -> str:
        return subprocess.run(["git", "-C", tmp_path, *words], check=True, capture_output=True, text=True, env=os.environ).stdout

    git("init", "-q")
    git("config", "filter.notebooks.clean", f"{shlex.quote(sys.executable)} -m analysis.publish.saved_notebooks")
    (tmp_path / ".gitattributes").write_text((repository / ".gitattributes").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    cell = nbformat.v4.new_code_cell("1", execution_count=3, outputs=[nbformat.v4.new_output("stream", text="household 00412")])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "notebooks" / "one.ipynb")
    git("add", ".")
    assert "00412" in (tmp_path / "notebooks" / "one.ipynb").read_text(encoding="utf-8")
    assert "00412" not in (held := git("show", ":notebooks/one.ipynb")) and nbformat.reads(held, as_version=4).cells[0].source == "1"


def test_a_notebook_without_output_is_left_to_the_byte(repository):
    for path in (repository / "notebooks").glob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert without_output(text) == text
