"""Lists of teams that may be long: a chart shows the first of them, and a long table is folded."""

from analysis.disclosure.release import Released
from analysis.present.html import Html
from analysis.present.tables import folded_table, table

MOST_SHOWN = 12
"""Rows that a chart or an open table has at most."""


def first_rows(released: Released) -> Released:
    """The first rows of a table, in its order: as many as a chart has room for."""
    return released.in_order(released.table.index[:MOST_SHOWN])


def one_or_folded(released: Released, caption: str, columns: list[str], **options) -> Html:
    """A table, folded where it is long."""
    return (table if len(released.table) <= MOST_SHOWN else folded_table)(released, caption, columns, **options)
