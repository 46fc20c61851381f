"""What is wrong or doubtful in a return, row by row, and how much of it that is."""

from dataclasses import dataclass

import pandas as pd

from analysis.errors import Problem

QUALITY_COLUMNS = ["table", "rows_read", "rows_refused", "rows_with_doubts", "children_with_refused_rows", "children_with_doubts"]


@dataclass(frozen=True)
class Finding:
    """A problem in a list of a return; ``refused`` if its row cannot be used, else the row is used and the problem is a doubt.

    ``counted_as`` is the rule without anything of a child in it, as it is kept; without it the rule of the problem has nothing of that kind.
    """

    problem: Problem
    table: str
    refused: bool
    counted_as: str | None = None


def quality_summary(children: dict[str, pd.Series], findings: list[Finding]) -> pd.DataFrame:
    """How many rows of each table were read, refused and doubtful, and how many children that touches.

    Parameters
    ----------
    children
        By table, the child whom each row is about; missing where a list names none. The index is the row in the file.

    Returns
    -------
    pandas.DataFrame
        One row a table: ``table``, ``rows_read``, ``rows_refused``, ``rows_with_doubts`` (refused ones not among them),
        ``children_with_refused_rows``, ``children_with_doubts``: counts, 0 where a list names no children.
    """
    summary = []
    for name, named in children.items():
        refused = rows_of(findings, name, True)
        doubtful = rows_of(findings, name, False) - refused
        touched = [int(named[named.index.isin(rows)].nunique()) for rows in (refused, doubtful)]
        summary.append((name, len(named), len(refused), len(doubtful), *touched))
    return pd.DataFrame(summary, columns=QUALITY_COLUMNS)


def rows_of(findings: list[Finding], table: str, refused: bool) -> set[int]:
    """Rows of a table with problems of one degree."""
    return {one.problem.row for one in findings if one.table == table and one.refused == refused and one.problem.row is not None}


def counted_rules(findings: list[Finding]) -> pd.DataFrame:
    """How often each rule was broken, without a value of a row: ``table``, ``column``, ``rule``, ``refused``, ``rows``."""
    rows = [(one.table, one.problem.column or "", one.counted_as or one.problem.rule, one.refused) for one in findings]
    told = pd.DataFrame(rows, columns=["table", "column", "rule", "refused"])
    return told.groupby(["table", "column", "rule", "refused"], as_index=False, sort=True).size().rename(columns={"size": "rows"})
