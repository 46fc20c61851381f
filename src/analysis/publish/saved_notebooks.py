"""Notebooks as they are saved: without what they showed, which may name a household or hold a count that is not published."""

import json
from pathlib import Path

from analysis.errors import NotebookFailed, NotReleased

REMEDY = "In JupyterLab: Edit, Clear Outputs of All Cells; then save."


def stop_where_output_is_saved(notebooks: Path) -> None:
    """Raise ``NotReleased`` where a notebook of a folder, or of one within it, is saved with what its cells showed or a count of its runs.

    Raises
    ------
    NotebookFailed
        If a file cannot be read as a notebook.
    """
    found = []
    for path in sorted(path for path in notebooks.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts):
        found += [f"{path.relative_to(notebooks.parent).as_posix()}, cell {number}" for number in _cells_with_output(path)]
    if found:
        cells = "\n".join(f"  {place}" for place in found)
        raise NotReleased(f"Notebooks are saved with what they showed, and git would follow it:\n{cells}\n{REMEDY}")


def _cells_with_output(path: Path) -> list[int]:
    """Numbers of the cells that hold outputs, or were run."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [number for number, cell in enumerate(cells, start=1) if cell.get("outputs") or cell.get("execution_count") is not None]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotebookFailed(f"{path.name} cannot be read as a notebook: {error}. Restore it from the last commit.") from error
