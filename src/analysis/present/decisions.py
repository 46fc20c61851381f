"""Decisions on households as a folded list that reads well on a phone too."""

from collections.abc import Callable

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.html import Html, environment
from analysis.present.tables import download, must_be_released


def decision_list(
    released: Released, label: str, *, name: Callable[[pd.Series], str], text: str, facts: Callable[[pd.Series], str], anchor: str
) -> Html:
    """Decisions that the reader unfolds, each with an id that a table's cells can lead to: a link to one opens the list.

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
    rows = [row for _, row in must_be_released(released).table.iterrows()]
    decisions = [{"anchor": row[anchor], "name": name(row), "text": row[text], "facts": facts(row)} for row in rows]
    markup = environment().get_template("decisions.html.j2").render(decisions=decisions, label=label)
    return Html(markup, download=download(released))
