"""Lines over periods, each point labelled where there are few."""

import textwrap
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import BEHIND_TEXT, chart, without_value_axis
from analysis.present.html import Html
from analysis.present.tables import must_be_released

COLOURS = (theme.BLUE, theme.ORANGE)

MOST_LABELLED = 8
"""Periods up to which every point carries its figure."""


def labelled_series(
    name: str,
    released: Released,
    *,
    period: str,
    values: dict[str, str],
    labels: dict[str, str],
    amount: Callable[[float], str],
    start: float = 0.0,
    reference: tuple[str, float] | None = None,
    breaks: dict[str, str] | None = None,
    break_note: str = "New population",
    **words: str,
) -> Html:
    """One or two lines, each named at its right end, each point with its figure where there are few.

    Parameters
    ----------
    released
        One row per period.
    period, values
        Column of the period, and name of each line by its column.
    labels
        Short name of each period, in order.
    amount
        Turns a figure into its label.
    start
        Where the scale starts; written under the chart unless it is zero.
    reference
        Name and height of a line to compare with.
    breaks
        For a column, another one: where its value changes the line is broken, because the figures are not of one kind. One that is
        not known is taken to be as the one before.
    break_note
        What begins at a break, in two words.
    words
        ``title``, ``alt`` and ``description`` of the chart.
    """
    data = must_be_released(released).table
    data = data.set_index(period).reindex(list(labels)).reset_index()
    heights = data[list(values)].astype(float)
    highest = max([float(np.nanmax(heights.to_numpy())), *([reference[1]] if reference else [])])
    top = start + (highest - start) * 1.16
    floor = start - (0.0 if start == 0 else (top - start) * 0.06)

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        small = 13 if wide else 12 if len(labels) < 6 else 11
        places = np.arange(len(labels))
        for (column, _), colour in zip(values.items(), COLOURS, strict=False):
            kinds = data[breaks[column]].ffill() if breaks and column in breaks else pd.Series(0, index=data.index)
            for _, part in heights[column].groupby((kinds != kinds.shift()).cumsum()):
                ax.plot(part.index, part, color=colour, marker="o", linewidth=2.5, markersize=6)
            for place in places[1:][(kinds != kinds.shift()).to_numpy()[1:]]:
                _mark_break(ax, place - 0.5, break_note if wide else break_note.replace(" ", "\n"))
        for place in _labelled(heights):
            _label_points(ax, place, heights.iloc[place], amount, reference, small, bold=place == places[-1])
        if reference:
            ax.axhline(reference[1], xmax=1, color=theme.MUTED_TEXT, linewidth=1.5, linestyle=(0, (4, 3)), zorder=0)
        names = {} if len(values) == 1 else {text: heights[column].dropna().iloc[-1] for column, text in values.items()}
        colours = dict(zip(names, COLOURS, strict=False))
        names |= {reference[0]: reference[1]} if reference else {}
        if names:
            _names_at_the_right(ax, names, colours, len(labels) - 1, (top - floor) * (0.19 if wide else 0.26), wide)
        room = (0.24 if wide else 0.36) * len(labels) if names else 0.55
        ax.set_xlim(-0.45, len(labels) - 1 + room)
        ax.set_ylim(floor, top)
        ticks = places[:: 1 if len(places) <= MOST_LABELLED else 3 if wide else 6]
        ax.set_xticks(ticks, [list(labels.values())[place] for place in ticks], fontsize=small)
        without_value_axis(ax)
        if start:
            figure.supxlabel(f"The scale starts at {start:g}, not at zero.", fontsize=12, color=theme.MUTED_TEXT, x=0.02, ha="left")

    return chart(name, draw=draw, heights=(320, 300), **words)


def _labelled(heights: pd.DataFrame) -> list[int]:
    """Periods whose points carry their figures: all, or of many the first and last, and the highest and lowest of each line."""
    if len(heights) <= MOST_LABELLED:
        return list(range(len(heights)))
    known = [heights[column].dropna() for column in heights]
    return sorted({place for line in known if len(line) for place in (line.index[0], line.index[-1], line.idxmax(), line.idxmin())})


def _label_points(ax: Axes, place: int, row: pd.Series, amount: Callable, reference: tuple | None, size: float, bold: bool) -> None:
    """Figures of one period: the higher above its point, the lower below; one figure where both are the same."""
    shown = list({amount(height): height for height in row.dropna().sort_values(ascending=False)}.values())
    for position, height in enumerate(shown):
        below = position > 0 or (reference is not None and height < reference[1])
        ax.annotate(
            amount(height),
            (place, height),
            xytext=(0, -9 if below else 9),
            textcoords="offset points",
            ha="center",
            va="top" if below else "bottom",
            fontsize=size,
            fontweight="bold" if bold else "normal",
            bbox=BEHIND_TEXT,
        )


def _mark_break(ax: Axes, place: float, note: str) -> None:
    """A dotted line where a line is broken, with why."""
    ax.axvline(place, color=theme.MUTED_TEXT, linewidth=1.5, linestyle=":", zorder=0)
    ax.annotate(
        note,
        (place, 0.03),
        xycoords=("data", "axes fraction"),
        xytext=(-5, 0),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=12,
        color=theme.MUTED_TEXT,
    )


def _names_at_the_right(ax: Axes, names: dict[str, float], colours: dict[str, str], last: int, gap: float, wide: bool) -> None:
    """Names of the lines beside their last points, pushed apart where they would touch."""
    ordered = sorted(names.items(), key=lambda item: item[1])
    heights = [height for _, height in ordered]
    for position in range(1, len(heights)):
        heights[position] = max(heights[position], heights[position - 1] + gap)
    shift = (sum(heights) - sum(height for _, height in ordered)) / len(heights)
    for (text, _), height in zip(ordered, heights, strict=True):
        start = 26 if wide else 20
        if text in colours:
            ax.annotate(
                "\u25cf",
                (last, height - shift),
                xytext=(start, 0),
                textcoords="offset points",
                ha="left",
                va="center",
                fontsize=13,
                color=colours[text],
            )
            start += 15
        ax.annotate(
            textwrap.fill(text, 18 if wide else 12),
            (last, height - shift),
            xytext=(start, 0),
            textcoords="offset points",
            ha="left",
            va="center",
            fontsize=13 if wide else 12,
            bbox=BEHIND_TEXT,
        )
