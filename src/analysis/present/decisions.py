"""Decisions on households as a folded list that reads well on a phone too."""

from collections.abc import Callable

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.html import Html, environment
from analysis.present.tables import download, folded_table, must_be_released, table
from analysis.present.wording import number

LONGEST_LIST = 500
"""Most households that a page lists; the file beside it has them all."""


def decision_list(
    released: Released, label: str, *, name: Callable[[pd.Series], str], text: str, facts: Callable[[pd.Series], str], anchor: str
) -> Html:
    """Decisions that the reader unfolds, each with an id that a table's cells can lead to: a link to one opens the list.

    Of more than ``LONGEST_LIST`` none is listed: the file has them.

    Parameters
    ----------
    released
        One row per decision.
    label
        What is shown, such as ``the 12 decisions``.
    name, facts
        Turn a row into its heading and into a line below its text.
    text, anchor
        Columns of the decision in words and of its id.
    """
    if len(must_be_released(released).table) > LONGEST_LIST:
        return Html("", download=download(released))
    rows = [row for _, row in released.table.iterrows()]
    decisions = [{"anchor": row[anchor], "name": name(row), "text": row[text], "facts": facts(row)} for row in rows]
    markup = environment().get_template("decisions.html.j2").render(decisions=decisions, label=label)
    return Html(markup, download=download(released))


def household_table(released: Released, caption: str, columns: list[str], *, folded: bool = False, **options) -> Html:
    """A table with a row or more a household: the first ``LONGEST_LIST`` rows, and all of them in its file."""
    count = len(must_be_released(released).table)
    shown = released.in_order(released.table.index[:LONGEST_LIST])
    if count > LONGEST_LIST:
        caption = f"{caption}: the first {number(LONGEST_LIST)} of {number(count)} rows"
    made = (folded_table if folded else table)(shown, caption, columns, **options)
    return Html(made.html, download=download(released), kind="table", name=released.name)
