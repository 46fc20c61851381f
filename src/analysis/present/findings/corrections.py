"""Sentences on figures that a later statement corrects."""

import pandas as pd

from analysis.disclosure.release import Released


def in_words(corrections: Released | None) -> list[str]:
    """Each correction in a sentence: what was printed, what is used, and why."""
    if corrections is None:
        return []
    rows = corrections.table.itertuples()
    return [
        f"Corrected: {row.dataset_title}, {row.correction_of}{f', {row.correction_period}' if pd.notna(row.correction_period) and row.correction_period else ''}. "
        f"{_figures(row)}{row.correction_reason}"
        for row in rows
    ]


def _figures(row) -> str:
    """What was printed and what is used, where both may be shown."""
    return "" if pd.isna(row.printed) else f"Printed: {row.printed}. Used here: {row.corrected}. "
