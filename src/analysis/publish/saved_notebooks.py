"""Notebooks as they are saved: without what they showed, which may name a household or hold a count that is not published."""

import json
import sys
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


def without_output(text: str) -> str:
    """A notebook, as the text of its file, without what its cells showed and how often they were run; one that has neither is left as it is.

    ``make lab`` sets it as the filter through which git takes notebooks in (``.gitattributes``): whatever is saved, nothing that was shown is followed.

    >>> without_output('{"cells": [{"outputs": ["household 4"], "execution_count": 2, "source": "x"}]}').split()
    ['{', '"cells":', '[', '{', '"outputs":', '[],', '"execution_count":', 'null,', '"source":', '"x"', '}', ']', '}']
    """
    notebook = json.loads(text)
    shown = [cell for cell in notebook["cells"] if cell.get("outputs") or cell.get("execution_count") is not None]
    for cell in shown:
        cell |= {"outputs": [], "execution_count": None}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n" if shown else text


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8", newline="")
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    sys.stdout.write(without_output(sys.stdin.read()))
