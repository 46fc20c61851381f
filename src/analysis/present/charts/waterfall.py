"""Bridges."""

import textwrap
from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import BEHIND_TEXT, chart
from analysis.present.html import Html
from analysis.present.tables import must_be_released
from analysis.present.wording import millions

NAME_WIDTH = {True: 80, False: 44}
"""Letters in a line of a step's name, wide and narrow."""


def waterfall(name: str, released: Released, *, axis_note: str, amount: Callable[[float, str], str], **words: str) -> Html:
    """A bridge as horizontal bars, one a step, its name above it and its amount beside it.

    Parameters
    ----------
    released
        One row per step: ``step``, ``step_kind``, ``amount_gbp_m``, ``running_total_gbp_m``.
    axis_note
        Written under the bars with ``{start}`` where the axis starts, in GBP million.
    amount
        Turns an amount and its kind of step into a label.
    """
    data = must_be_released(released).table.reset_index(drop=True)
    totals = data["step_kind"] == "total"
    ends = data["running_total_gbp_m"]
    begins = ends.where(totals, ends - data["amount_gbp_m"])
    low, high = min(begins.min(), ends.min()), max(begins.max(), ends.max())
    room = 0.25 * (high - low) or 1.0
    start = np.floor(low - room) if low < 0 else max(0.0, np.floor(low - room))
    colours = np.select([totals, data["amount_gbp_m"] > 0], [theme.CHARCOAL, theme.ORANGE], theme.BLUE)

    left = np.where(totals, start, np.minimum(begins, ends))
    width = np.where(totals, ends - start, data["amount_gbp_m"].abs())
    span = high - start

    def draw(figure: Figure, wide: bool) -> None:
        names = [textwrap.fill(name, NAME_WIDTH[wide]) for name in data["step"]]
        rows = _rows(names)
        ax = figure.subplots()
        ax.barh(rows, width, left=left, height=0.42, color=colours)
        for this, following, end in zip(rows, rows[1:], ends, strict=False):
            ax.plot([end, end], [this - 0.21, following + 0.21], color=theme.MUTED_TEXT, linewidth=1)
        for row, name, step, begin, length in zip(rows, names, data.itertuples(), left, width, strict=True):
            ax.text(start, row - 0.29, name, ha="left", va="bottom", fontsize=13, linespacing=1.1, bbox=BEHIND_TEXT)
            label = amount(step.amount_gbp_m, step.step_kind)
            ax.text(begin + length + 0.012 * span, row, label, ha="left", va="center", fontweight="bold", fontsize=13)
        ax.set_xlim(start, high + span * (0.16 if wide else 0.32))
        ax.set_ylim(rows[-1] + 0.6, -0.85)
        ax.set_axis_off()
        figure.supxlabel(axis_note.format(start=millions(start, 0)), fontsize=12, color=theme.MUTED_TEXT, x=0.02, ha="left")

    heights = [int(50 + 46 * (_rows([textwrap.fill(name, NAME_WIDTH[wide]) for name in data["step"]])[-1] + 1)) for wide in (True, False)]
    return chart(name, draw=draw, heights=tuple(heights), **words)


def _rows(names: list[str]) -> list[float]:
    """Place of each bar from the top, with room above it for the lines of its name."""
    extra = np.cumsum([0.4 * name.count("\n") for name in names])
    return list(np.arange(len(names)) + extra)
