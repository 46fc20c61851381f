"""Horizontal bars, each with its name above and its figure beside, and a mark to compare with."""

import textwrap
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import chart
from analysis.present.html import Html
from analysis.present.tables import must_be_released
from analysis.present.wording import wrapped


def named_bars(
    name: str,
    released: Released,
    *,
    category: Callable[[pd.Series], str],
    value: str,
    amount: Callable[[pd.Series], str],
    mark: str | None = None,
    note: str = "",
    stands_out: Callable[[pd.Series], bool] = lambda row: True,
    **words: str,
) -> Html:
    """Horizontal bars from zero.

    Parameters
    ----------
    released
        One row per bar, first on top.
    category, amount
        Turn a row into the name of its bar and its label.
    value
        Column of the figure; a missing one has no bar.
    mark
        Column of a figure to mark on the bar's row, such as a target.
    note
        Written under the bars: what the mark is.
    stands_out
        Whether a row's bar has the main colour.
    words
        ``title``, ``alt`` and ``description`` of the chart.
    """
    data = must_be_released(released).table.reset_index(drop=True)
    widths = data[value].astype(float)
    marks = data[mark].astype(float) if mark else pd.Series(np.nan, index=data.index)
    longest = float(np.nanmax([*widths, *marks]))
    names = {wide: [textwrap.fill(category(row), 84 if wide else 42) for _, row in data.iterrows()] for wide in (True, False)}
    notes = {wide: wrapped(note, 92 if wide else 46) for wide in (True, False)}

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        colours = [theme.BLUE if stands_out(row) else theme.CHARCOAL for _, row in data.iterrows()]
        ax.barh(data.index, widths.fillna(0), height=0.42, color=colours)
        for place, row in data.iterrows():
            ax.text(0, place - 0.28, names[wide][place], ha="left", va="bottom", fontsize=13, linespacing=1.05, in_layout=False)
            end = 0.0 if np.isnan(widths[place]) else widths[place]
            # Beside a mark the label goes inside its bar, where it cannot cover the mark, unless the bar is too short for it.
            inside = mark is not None and end > 0.3 * longest
            ax.text(
                end + (-0.012 if inside else 0.012) * longest,
                place,
                amount(row),
                ha="right" if inside else "left",
                va="center",
                fontsize=13,
                fontweight="bold",
                color="white" if inside else theme.TEXT,
                in_layout=False,
            )
            if not np.isnan(marks[place]):
                ax.plot([marks[place]] * 2, [place - 0.3, place + 0.3], color=theme.ORANGE, linewidth=4)
        ax.set_xlim(0, longest * (1.2 if wide else 1.45 if not mark else 1.12))
        ax.set_ylim(len(data) - 0.65, -0.95)
        ax.set_axis_off()
        if note:
            figure.supxlabel(notes[wide], fontsize=12, color=theme.MUTED_TEXT, x=0.02, ha="left")

    lines = {wide: max(text.count("\n") for text in texts) + 1 for wide, texts in names.items()}
    below = {wide: 9 + 16 * (text.count("\n") + 1) if text else 0 for wide, text in notes.items()}
    heights = tuple(25 + below[wide] + (30 + 16 * lines[wide]) * len(data) for wide in (True, False))
    return chart(name, draw=draw, heights=heights, **words)
