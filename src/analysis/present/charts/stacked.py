"""Stacked horizontal bars."""

import textwrap

import numpy as np
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import chart
from analysis.present.html import Html
from analysis.present.tables import must_be_released

LEAST_LABELLED = 0.06
"""Smallest share of the longest bar whose part carries its figure; a smaller one stands in the table only."""


def stacked_bars(
    name: str,
    released: Released,
    *,
    category: str,
    parts: dict[str, str],
    colours: list[str],
    labels: dict | None = None,
    stressed: str | None = None,
    **words: str,
) -> Html:
    """One horizontal bar a category, divided into parts; the category's name stands above its bar.

    Parameters
    ----------
    released
        One row per category with a count for each part; the first row is drawn on top.
    parts, colours
        Name in the key of each part's column, in order from the left, and its colour. A part that no category has is left out.
    labels
        What to write above each bar, by category; the category itself by default.
    stressed
        Column of a part whose figure is also written at the end of the bar.
    """
    data = must_be_released(released).table
    used = [(column, words_of, colour) for (column, words_of), colour in zip(parts.items(), colours, strict=True) if data[column].sum() > 0]
    heights = data[[column for column, _, _ in used]].astype(float).fillna(0)
    longest = heights.sum(axis=1).max()

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        places = -np.arange(len(data), dtype=float)
        left = np.zeros(len(data))
        for column, words_of, colour in used:
            width = heights[column].to_numpy()
            ax.barh(places, width, left=left, height=0.42, color=colour, edgecolor="white", linewidth=1.5, label=words_of)
            for place, start, size in zip(places, left, width, strict=True):
                if size >= LEAST_LABELLED * longest * (1 if wide else 1.6):
                    text_colour = theme.TEXT if colour in (theme.GRID, theme.ORANGE, theme.LILAC, theme.TEAL) else "white"
                    ax.annotate(f"{size:,.0f}", (start + size / 2, place), ha="center", va="center", color=text_colour, fontsize=12)
            left += width
        for place, key, total, stress in zip(
            places, data[category], left, heights[stressed] if stressed in heights else np.zeros(len(data)), strict=True
        ):
            text = textwrap.fill(str((labels or {}).get(key, key)), 88 if wide else 46)
            ax.annotate(text, (0, place + 0.24), xytext=(0, 2), textcoords="offset points", ha="left", va="bottom", fontsize=12.5)
            if stress:
                note = f"{stress:,.0f} {parts[stressed].lower()}"
                ax.annotate(note, (total, place), xytext=(5, 0), textcoords="offset points", va="center", fontsize=12, fontweight="bold")
        ax.set_xlim(0, longest * (1.22 if stressed in heights else 1.02))
        ax.set_ylim(places[-1] - 0.4, 0.85)
        ax.set_axis_off()
        figure.legend(
            loc="outside upper left", ncols=len(used) if wide else 2, frameon=False, fontsize=12, handlelength=1, columnspacing=1.2
        )

    return chart(name, draw=draw, heights=(50 + 66 * len(data), 80 + 78 * len(data)), **words)
