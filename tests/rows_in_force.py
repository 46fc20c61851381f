"""Rows that are in force for a council in a quarter, as tables."""

import pandas as pd

from analysis.ingest.published import read_in_force


def rows_in_force(names: list[str], authority: str = "plymouth", quarter: str = "2023-24-Q2") -> dict[str, pd.DataFrame]:
    """The rows in force, by dataset."""
    return {name: held.table for name, held in read_in_force(names, authority, quarter).items()}
