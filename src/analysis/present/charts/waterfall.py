"""Bridges."""

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import BEHIND_TEXT, chart
from analysis.present.html import Html
from analysis.present.tables import must_be_released


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
    start = max(0.0, np.floor(low - 0.25 * (high - low)))
    colours = np.select([totals, data["amount_gbp_m"] > 0], [theme.CHARCOAL, theme.ORANGE], theme.BLUE)

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        rows = np.arange(len(data))
        left = np.where(totals, start, np.minimum(begins, ends))
        width = np.where(totals, ends - start, data["amount_gbp_m"].abs())
        ax.barh(rows, width, left=left, height=0.42, color=colours)
        for row in rows[:-1]:
            ax.plot([ends[row], ends[row]], [row - 0.21, row + 1.21], color=theme.MUTED_TEXT, linewidth=1)
        span = high - start
        for row, step in data.iterrows():
            ax.text(start, row - 0.29, step["step"], ha="left", va="bottom", fontsize=13, bbox=BEHIND_TEXT)
            ax.text(
                left[row] + width[row] + 0.012 * span,
                row,
                amount(step["amount_gbp_m"], step["step_kind"]),
                ha="left",
                va="center",
                fontweight="bold",
                fontsize=13,
            )
        ax.set_xlim(start, high + span * (0.16 if wide else 0.32))
        ax.set_ylim(len(data) - 0.4, -0.85)
        ax.set_axis_off()
        figure.supxlabel(axis_note.format(start=f"£{start:g} million"), fontsize=12, color=theme.MUTED_TEXT, x=0.02, ha="left")

    return chart(name, draw=draw, heights=(50 + 46 * len(data), 50 + 46 * len(data)), **words)
