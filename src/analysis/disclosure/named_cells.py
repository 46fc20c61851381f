"""Figures named by their file, column and the texts of their row: which rows of a table they are."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

MIDNIGHT = " 00:00:00"


def withheld_too(
    table: pd.DataFrame, name: str, figures: Sequence[Mapping], withheld: Mapping[str, pd.Series] | None = None
) -> dict[str, np.ndarray]:
    """Rows of each column of a table that are withheld, and those that hold one of some named figures.

    Parameters
    ----------
    table, name
        As ``release`` takes them.
    figures
        Of each its ``file``, ``column``, and texts of its ``row`` by column, of which the first tells what the row is. A column of words that
        the table does not have says nothing, as long as it has the first, or the file is the table's own.
    withheld
        As ``release`` takes it.

    >>> table = pd.DataFrame({"kind": ["a", "b"], "children": [7, 9]})
    >>> withheld_too(table, "kinds", [{"file": "kinds.csv", "column": "children", "row": {"kind": "b"}}])
    {'children': array([False,  True])}
    """
    found = {column: np.asarray(rows, dtype=bool) for column, rows in (withheld or {}).items()}
    for figure in figures:
        column, row = figure["column"], figure["row"]
        shared = [key for key in row if key in table]
        first = next(iter(row), None)
        if column not in table or not shared or (first not in table and figure["file"] != f"{name}.csv"):
            continue
        rows = np.ones(len(table), dtype=bool)
        for key in shared:
            rows &= (table[key].astype(str).str.removesuffix(MIDNIGHT) == row[key]).to_numpy(dtype=bool)
        found[column] = found.get(column, np.zeros(len(table), dtype=bool)) | rows
    return found
