"""Horizontal bars, each with its name above and its figure beside, and a mark to compare with."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import BEHIND_TEXT, chart
from analysis.present.html import Html
from analysis.present.tables import must_be_released


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

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        colours = [theme.BLUE if stands_out(row) else theme.CHARCOAL for _, row in data.iterrows()]
        ax.barh(data.index, widths.fillna(0), height=0.42, color=colours)
        for place, row in data.iterrows():
            ax.text(0, place - 0.28, category(row), ha="left", va="bottom", fontsize=13)
            end = 0.0 if np.isnan(widths[place]) else widths[place]
            ax.text(end + 0.012 * longest, place, amount(row), ha="left", va="center", fontsize=13, fontweight="bold", bbox=BEHIND_TEXT)
            if not np.isnan(marks[place]):
                ax.plot([marks[place]] * 2, [place - 0.3, place + 0.3], color=theme.ORANGE, linewidth=4)
        ax.set_xlim(0, longest * (1.2 if wide else 1.45 if not mark else 1.12))
        ax.set_ylim(len(data) - 0.4, -0.85)
        ax.set_axis_off()
        if note:
            figure.supxlabel(note, fontsize=12, color=theme.MUTED_TEXT, x=0.02, ha="left")

    height = (50 if note else 25) + 46 * len(data)
    return chart(name, draw=draw, heights=(height, height), **words)
