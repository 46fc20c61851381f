"""Parameters that a notebook was given by papermill, held against those that it has."""

import ast
import sys
from collections.abc import Sequence

from analysis.errors import UnknownChoice

INJECTED = "# Parameters\n"
"""How the cell begins that papermill puts in."""


def check_injected_parameters() -> None:
    """Make sure that the notebook which runs here has every parameter that papermill put in; papermill itself only warns.

    Outside a notebook, and in one that papermill did not start, there is nothing to check.

    Raises
    ------
    UnknownChoice
        If it lacks one.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        check_cells(shell.user_ns.get("In", ()))


def check_cells(cells: Sequence[str]) -> None:
    """Make sure that what a cell with parameters assigns was assigned by a cell before it.

    Parameters
    ----------
    cells
        Source of the cells that have run, in order.

    Raises
    ------
    UnknownChoice
        If a parameter is new.

    >>> check_cells(["quarter = '2023-24-Q2'", "# Parameters\\nqaurter = '2023-24-Q3'\\n"])
    Traceback (most recent call last):
    analysis.errors.UnknownChoice: The notebook has no parameter "qaurter". It has: quarter.
    """
    known: list[str] = []
    for cell in cells:
        names = _assigned(cell)
        if cell.startswith(INJECTED):
            unknown = [name for name in names if name not in known]
            if unknown:
                listed = ", ".join(f'"{name}"' for name in unknown)
                raise UnknownChoice(f"The notebook has no parameter {listed}. It has: {', '.join(known) or 'none'}.")
        known += [name for name in names if name not in known]


def _assigned(cell: str) -> list[str]:
    """Names that a cell assigns at its top level; none for a cell that is no Python."""
    try:
        body = ast.parse(cell).body
    except SyntaxError:
        return []
    return [target.id for part in body if isinstance(part, ast.Assign) for target in part.targets if isinstance(target, ast.Name)]
