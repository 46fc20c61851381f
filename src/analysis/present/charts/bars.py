"""Bar charts."""

from collections.abc import Callable

import numpy as np
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import chart, without_value_axis
from analysis.present.html import Html
from analysis.present.tables import must_be_released

PAIR_WIDTH = 0.82
"""Width of a pair of bars, of the room between two places."""


def bars_against_target(
    name: str, released: Released, *, period: str, value: str, labels: dict[str, str], target: float, unit: str, **words: str
) -> Html:
    """Vertical bars by period with the target as a labelled line.

    Parameters
    ----------
    released
        One row per period.
    target, unit
        The target and the sign after each figure, such as ``%``.
    """
    data = must_be_released(released).table.sort_values(period)

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        periods = [labels[text] for text in data[period]]
        ax.bar(periods, data[value].astype(float).to_numpy(), color=theme.BLUE, width=0.55)
        for place, height in enumerate(data[value].astype(float)):
            text = "no figure" if np.isnan(height) else f"{height:,.1f}{unit}"
            ax.annotate(
                text, (place, 0 if np.isnan(height) else height), xytext=(0, 5), textcoords="offset points", ha="center", fontweight="bold"
            )
        ax.axhline(target, color=theme.ORANGE, linewidth=2.5)
        ax.annotate(
            f"Target {target:g}{unit}",
            (len(periods) - 0.42, target),
            xytext=(0, 5),
            textcoords="offset points",
            ha="left",
            va="bottom",
            color=theme.TEXT,
        )
        ax.set_xlim(-0.5, len(periods) - 0.5 + (0.45 if wide else 0.85))
        ax.set_ylim(0, float(data[value].max()) * 1.15)
        without_value_axis(ax)

    return chart(name, draw=draw, heights=(300, 280), **words)


def paired_bars(
    name: str, released: Released, *, category: str, values: dict[str, str], amount: Callable[[float], str], **words: str
) -> Html:
    """Vertical bars in pairs, each labelled, told apart by colour and a key.

    Parameters
    ----------
    released
        One row per category.
    values
        Name in the key of each of the two columns, by column.
    amount
        Turns a figure into its label.
    """
    data = must_be_released(released).table
    heights = data[list(values)].astype(float)
    places = np.arange(len(data))

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        for (column, kind), colour, side in zip(values.items(), (theme.ORANGE, theme.BLUE), ("right", "left"), strict=True):
            start = places - PAIR_WIDTH / 2 if side == "right" else places
            bars = ax.bar(start, heights[column], PAIR_WIDTH / 2, align="edge", color=colour, label=kind)
            texts = [amount(bar.get_height()) for bar in bars]
            labels = ax.bar_label(bars, labels=texts, padding=3, fontsize=13 if wide else 10.5)
            if not wide:  # A label wider than its bar grows away from the other bar of the pair.
                _align(labels, bars, side)
        ax.set_xticks(places, list(data[category]))
        ax.set_xlim(-0.5, len(data) - 0.5)
        ax.set_ylim(0, float(heights.to_numpy().max()) * 1.1)
        ax.legend(title=None, frameon=False, loc="upper left", fontsize=13 if wide else 12)
        without_value_axis(ax)

    return chart(name, draw=draw, heights=(360, 320), **words)


def _align(labels: list[Annotation], bars: BarContainer, side: str) -> None:
    """Set each label flush with one side of its bar."""
    for label, bar in zip(labels, bars, strict=True):
        label.set_horizontalalignment(side)
        label.xy = (bar.get_x() + (bar.get_width() if side == "right" else 0), bar.get_height())
