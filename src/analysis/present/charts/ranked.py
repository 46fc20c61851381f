"""Horizontal bars, longest first, each under its name."""

from collections.abc import Callable

import pandas as pd
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import chart
from analysis.present.html import Html
from analysis.present.tables import must_be_released
from analysis.present.wording import wrapped

CHARACTERS = {True: 78, False: 46}
"""Longest line of a name, on a wide and on a narrow chart."""


def ranked_bars(name: str, released: Released, *, category: str, value: str, label: Callable[[pd.Series], str], **words: str) -> Html:
    """Horizontal bars, one a row, in the order of the table; the name stands above its bar, so that none is cut.

    Parameters
    ----------
    released
        One row per bar.
    label
        Text beside a bar, from its row.
    """
    data = must_be_released(released).table

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        longest = max([1, *data[value].astype(float)])
        for place in range(len(data)):
            row = data.iloc[place]
            ax.barh(place, row[value], height=0.34, color=theme.ORANGE)
            ax.annotate(wrapped(row[category], CHARACTERS[wide]), (0, place - 0.24), ha="left", va="bottom", fontsize=13 if wide else 12)
            ax.annotate(
                label(row), (row[value], place), xytext=(5, 0), textcoords="offset points", va="center", fontweight="bold", fontsize=12.5
            )
        ax.set_xlim(0, longest * (1.25 if wide else 1.6))
        ax.set_ylim(len(data) - 0.6, -0.95)
        ax.xaxis.set_visible(False)
        ax.yaxis.set_visible(False)
        ax.spines[["left", "bottom"]].set_visible(False)

    return chart(name, draw=draw, heights=(56 * max(len(data), 1) + 24, 68 * max(len(data), 1) + 24), **words)
