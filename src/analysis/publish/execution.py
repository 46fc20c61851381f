"""Notebooks executed with papermill."""

from pathlib import Path

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from analysis.errors import NotebookFailed


def execute(notebook: Path, parameters: dict, executed: Path) -> nbformat.NotebookNode:
    """Run a notebook in its own kernel, from its own folder, and return it with its outputs.

    Parameters
    ----------
    notebook
        The notebook; its first cell tagged ``parameters`` holds the defaults.
    parameters
        Values that replace the defaults.
    executed
        Where the executed notebook is written.

    Raises
    ------
    NotebookFailed
        If a cell raises; names the notebook, the cell and what it raised.
    """
    try:
        return papermill.execute_notebook(
            str(notebook),
            str(executed),
            parameters=parameters,
            kernel_name="python3",
            progress_bar=False,
            extra_arguments=["--log-level=CRITICAL"],
            # Not papermill's own ``cwd``: it changes the folder of this whole process, and notebooks run side by side.
            resources={"metadata": {"path": str(notebook.parent)}},
        )
    except PapermillExecutionError as error:
        remedy = f"Open {notebook.name} in JupyterLab and run it cell by cell."
        cell = error.cell_index + 1 - _injected_before(notebook, error.cell_index)
        raise NotebookFailed(f"notebooks/{notebook.name}, cell {cell}: {error.ename}: {error.evalue}\n{remedy}") from error


def _injected_before(notebook: Path, position: int) -> int:
    """How many cells papermill put in before a position: it adds one with the parameters after the one that is tagged."""
    cells = nbformat.read(notebook, as_version=4).cells
    tagged = next((place for place, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])), -1)
    return int(position > tagged)
