"""Series that break, beside the same series without the break."""

import textwrap
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import BEHIND_TEXT, chart, panel_axes
from analysis.present.html import Html
from analysis.present.tables import must_be_released

MARK_BROKEN, MARK_WHOLE = {"color": theme.BLUE, "marker": "o"}, {"color": theme.ORANGE, "marker": "s"}


def broken_series(
    name: str,
    released: Released,
    *,
    panel: str,
    period: str,
    broken: str,
    whole: str,
    breaks: str,
    period_label: Callable[[str], str],
    key: tuple[str, str],
    **words: str,
) -> Html:
    """One panel a series: the broken line in pieces with the break marked, the whole line above or below it, every point labelled.

    Parameters
    ----------
    released
        One row per series and period, periods in order.
    broken, whole
        Columns of the two figures.
    breaks
        Column that says ``yes`` at the first period after a break.
    key
        Names of the broken and of the whole line.
    """
    data = must_be_released(released).table
    names = list(dict.fromkeys(data[panel]))

    def draw(figure: Figure, wide: bool) -> None:
        figure.get_layout_engine().set(h_pad=10 / 72, w_pad=8 / 72)
        across = 2 if wide else 1
        for ax, category in zip(panel_axes(figure, len(names), across), names, strict=True):
            rows = data[data[panel] == category].reset_index(drop=True)
            places = np.arange(len(rows))
            before, after = rows[broken].astype(float), rows[whole].astype(float)
            pieces = rows[breaks].eq("yes").cumsum()
            ax.plot(places, after, linewidth=2.3, markersize=6, label=key[1], linestyle="--", **MARK_WHOLE)
            for piece in pieces.unique():
                ax.plot(
                    places[pieces == piece],
                    before[pieces == piece],
                    linewidth=2.3,
                    markersize=6,
                    label=None if piece else key[0],
                    **MARK_BROKEN,
                )
            low, high = np.nanmin([before, after]), np.nanmax([before, after])
            span = (high - low) or 1.0
            _label_points(ax, before, after)
            for place in places[rows[breaks].eq("yes")]:
                ax.axvline(place - 0.5, color=theme.MUTED_TEXT, linewidth=1.3, dashes=(2, 2))
                ax.text(
                    place - 0.5, low - 0.42 * span, "break", ha="center", va="bottom", fontsize=11, color=theme.MUTED_TEXT, bbox=BEHIND_TEXT
                )
            ax.set_ylim(low - 0.45 * span, high + 0.35 * span)
            ax.set_xlim(-0.4, len(rows) - 0.6)
            ax.set_xticks(places, [period_label(text) for text in rows[period]], fontsize=11)
            ax.set_title(textwrap.fill(category, 42), loc="left", fontsize=12, fontweight="bold")
            ax.yaxis.set_visible(False)
            ax.spines["left"].set_visible(False)
            ax.tick_params(axis="x", length=0)
        handles, labels = figure.axes[0].get_legend_handles_labels()
        figure.legend(handles[::-1], labels[::-1], loc="outside lower left", ncols=2 if wide else 1, frameon=False, fontsize=12)

    down = -(-len(names) // 2)
    return chart(name, draw=draw, heights=(40 + 205 * down, 60 + 195 * len(names)), **words)


def _label_points(ax: Axes, before: pd.Series, after: pd.Series) -> None:
    """The upper figure above its point and the lower below; one figure where they are the same."""
    look = {"textcoords": "offset points", "ha": "center", "fontsize": 12, "bbox": BEHIND_TEXT}
    for place, (one, other) in enumerate(zip(before, after, strict=True)):
        upper, lower = max(one, other), min(one, other)
        ax.annotate(f"{upper:,.1f}", (place, upper), xytext=(0, 8), **look)
        if upper - lower > 0.05:
            ax.annotate(f"{lower:,.1f}", (place, lower), xytext=(0, -9), va="top", **look)
