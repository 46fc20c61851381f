"""Small notebooks for tests of execution."""

from pathlib import Path

import nbformat
import pytest

from analysis.publish.execution import Executed, Task


@pytest.fixture
def task(tmp_path):
    """Write a notebook with a cell of parameters and the cells given: ``task("name", "cell", ..., who="somebody")``."""

    def write(name: str, *cells: str, folder: Path = tmp_path, **parameters) -> Task:
        first = nbformat.v4.new_code_cell("who = 'nobody'", metadata={"tags": ["parameters"]})
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[first, *map(nbformat.v4.new_code_cell, cells)]), path)
        return Task(name, path, parameters)

    return write


@pytest.fixture
def printed():
    """What the cells of an executed notebook printed."""

    def text(executed: Executed) -> str:
        outputs = [output for cell in executed.notebook.cells for output in cell.get("outputs", [])]
        return "".join(output.text for output in outputs if output.output_type == "stream")

    return text
