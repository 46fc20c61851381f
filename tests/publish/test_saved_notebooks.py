import nbformat
import pytest

from analysis.errors import NotebookFailed, NotReleased
from analysis.publish.saved_notebooks import stop_where_output_is_saved


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
