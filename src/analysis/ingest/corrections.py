"""Declared corrections put into the figures that they correct."""

import pandas as pd

from analysis.catalogue.entities import entity, period
from analysis.errors import InvalidData, Problem


def corrected(table: pd.DataFrame, dataset: str, corrections: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of a dataset with the corrections that are declared for them, and those that were put in.

    Parameters
    ----------
    table
        Rows of the dataset, as read.
    corrections
        One row per correction: ``dataset``, ``entity``, ``column``, ``period``, ``printed``, ``corrected``, ``reason``; text.

    Raises
    ------
    InvalidData
        If a correction names a figure that is not there, or that is no longer as it was printed: it is not needed any more.
    """
    own = corrections[corrections["dataset"] == dataset]
    if own.empty:
        return table, own
    table, problems = table.copy(), []
    records = table.to_dict("records")
    places = {(entity(row, dataset), period(row)): position for position, row in enumerate(records)}
    for _, row in own.iterrows():
        position = places.get((row["entity"], row["period"] if pd.notna(row["period"]) else ""))
        where = Problem("corrections.csv", "", "", None, row["column"], f"{row['entity']}")
        if position is None or row["column"] not in table:
            problems.append(_with(where, f"is not a figure of {dataset}", "Correct dataset, entity, period and column."))
        elif not _same(records[position][row["column"]], row["printed"]):
            rule = f"is not printed as {row['printed']} any more, but as {records[position][row['column']]}"
            problems.append(_with(where, rule, "Remove the correction, or state what is printed."))
        else:
            kind = table[row["column"]].dtype
            value = float(row["corrected"]) if pd.api.types.is_numeric_dtype(kind) else row["corrected"]
            table.loc[table.index[position], row["column"]] = value
    if problems:
        raise InvalidData(problems)
    return table, own


def _with(problem: Problem, rule: str, remedy: str) -> Problem:
    return Problem(problem.file, rule, remedy, problem.row, problem.column, problem.value)


def _same(value, text: str) -> bool:
    try:
        return float(value) == float(text)
    except (TypeError, ValueError):
        return str(value) == text
