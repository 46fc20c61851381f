"""Notebooks executed with papermill."""

from pathlib import Path

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from analysis.errors import NotebookFailed


def execute(notebook: Path, parameters: dict[str, str], executed: Path) -> nbformat.NotebookNode:
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
            cwd=str(notebook.parent),
            kernel_name="python3",
            progress_bar=False,
            extra_arguments=["--log-level=ERROR"],
        )
    except PapermillExecutionError as error:
        remedy = f"Open {notebook.name} in JupyterLab and run it cell by cell."
        cell = error.cell_index + 1
        raise NotebookFailed(f"notebooks/{notebook.name}, cell {cell}: {error.ename}: {error.evalue}\n{remedy}") from error
