"""Bars to either side of no change."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import BAR_HEIGHT, chart, named_rows
from analysis.present.html import Html
from analysis.present.tables import must_be_released


def diverging_bars(
    name: str,
    released: Released,
    *,
    category: str,
    value: str,
    label: Callable[[pd.Series], str],
    sides: tuple[str, str],
    more_is_worse: bool = False,
    **words: str,
) -> Html:
    """One horizontal bar a row from a line in the middle, its name above it and its figures beside it.

    Parameters
    ----------
    released
        One row per bar, in the order to draw.
    label
        Turns a row into the words beside its bar.
    sides
        What a bar to the left and one to the right mean.
    more_is_worse
        A bar to the right has the colour of what is worse, as a caseload that rose or an overspend.
    """
    data = must_be_released(released).table.reset_index(drop=True)
    rows = {wide: named_rows(list(data[category]), 96 if wide else 46, above=26) for wide in (True, False)}

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        places, size = rows[wide], 12.5 if wide else 11.5
        widths = data[value].astype(float)
        reach = float(widths.abs().max() or 1) * (1.05 if wide else 1.35)
        ax.barh(places.bars, widths, height=BAR_HEIGHT * 0.8, color=np.where((widths > 0) == more_is_worse, theme.ORANGE, theme.TEAL))
        for row, entry in data.iterrows():
            middle, left = places.bars[row], widths[row] < 0
            ax.plot([0, 0], [middle - BAR_HEIGHT * 0.6, middle + BAR_HEIGHT * 0.6], color=theme.MUTED_TEXT, linewidth=1.2)
            ax.text(-reach, places.name_tops[row], places.names[row], ha="left", va="top", fontsize=size, linespacing=1.1)
            # The words go to the empty side of the middle: there is always room.
            gap = 0.02 * reach if left else -0.02 * reach
            ax.text(gap, middle, label(entry), ha="left" if left else "right", va="center_baseline", fontsize=size)
        ax.set_xlim(-reach, reach)
        ax.set_ylim(places.height, 0)
        ax.text(-reach, 2, f"\u25c0 {sides[0]}", ha="left", va="top", fontsize=12, color=theme.MUTED_TEXT)
        ax.text(reach, 2, f"{sides[1]} \u25b6", ha="right", va="top", fontsize=12, color=theme.MUTED_TEXT)
        ax.set_axis_off()

    return chart(name, draw=draw, heights=(10 + int(rows[True].height), 10 + int(rows[False].height)), **words)
