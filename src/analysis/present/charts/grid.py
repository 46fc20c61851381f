"""A grid of counts."""

import textwrap

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import chart
from analysis.present.html import Html
from analysis.present.tables import must_be_released
from analysis.present.wording import NOT_SHOWN

MOST_LEVEL = 4
"""Columns whose names stand level on a narrow chart at most; more stand upright."""
SHADES = LinearSegmentedColormap.from_list("shades", ["#ffffff", "#8fa9c4"])
"""From white to a blue on which the text still has a contrast of 7:1."""


def counted_grid(name: str, released: Released, *, row: str, column: str, value: str, **words: str) -> Html:
    """Counts by row and column, the more the darker; an empty square is none, and one that is not shown says so.

    Parameters
    ----------
    released
        One row per row and column of the grid, in their order.
    """
    data = must_be_released(released).table
    squares = data.assign(hidden=released.suppressed[value]).pivot(index=row, columns=column, values=[value, "hidden"])
    order = list(dict.fromkeys(data[row])), list(dict.fromkeys(data[column]))
    counts = squares[value].loc[order].astype(float)
    hidden = squares["hidden"].loc[order].eq(True)
    texts = counts.map(lambda count: f"{count:,.0f}" if count > 0 else "").mask(hidden, NOT_SHOWN)

    crowded = len(counts.columns) > MOST_LEVEL

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        ax.pcolormesh(counts.fillna(0).to_numpy(), cmap=SHADES, vmin=0, edgecolors=theme.GRID, linewidth=1.5)
        for (down, across), text in np.ndenumerate(texts.to_numpy()):
            ax.text(across + 0.5, down + 0.5, text, ha="center", va="center", fontsize=13)
        ax.set(xlim=(0, counts.shape[1]), ylim=(counts.shape[0], 0))
        ax.spines[:].set_visible(False)
        ax.xaxis.tick_top()
        upright = not wide and crowded
        width = min(24, 78 // len(counts.columns)) if wide else 20 if upright else 11
        heads = [textwrap.fill(name_of, width) for name_of in counts.columns]
        ax.set_xticks(np.arange(len(heads)) + 0.5, heads, rotation=90 if upright else 0, fontsize=12.5 if wide else 11)
        names = [textwrap.fill(name_of, 40 if wide else 16) for name_of in counts.index]
        ax.set_yticks(np.arange(len(names)) + 0.5, names, fontsize=12.5 if wide else 11.5)
        ax.tick_params(length=0)

    return chart(name, draw=draw, heights=(50 + 30 * len(counts), (170 if crowded else 80) + 38 * len(counts)), **words)
