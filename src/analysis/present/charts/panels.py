"""Small line charts side by side, each on its own scale from zero, with what each is set against."""

import textwrap
from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import BEHIND_TEXT, chart, panel_axes
from analysis.present.html import Html
from analysis.present.tables import must_be_released

REFERENCE_STYLES = ((theme.ORANGE, (4, 2)), (theme.PLUM, (1, 1.5)))
"""Colour and dashes of the first and second line that a panel is set against."""

ACROSS = {True: 3, False: 2}
TITLE_CHARACTERS = {True: 31, False: 23}


def panels(
    name: str,
    released: Released,
    *,
    panel: str,
    period: str,
    value: str,
    amount: Callable[[pd.Series], str],
    period_label: Callable[[str], str],
    references: dict[str, list[tuple[str, float]]],
    limits: dict[str, tuple[float, float, float]] | None = None,
    special: str | None = None,
    **words: str,
) -> Html:
    """One small line chart a category; a missing figure breaks the line. With limits, it is a control chart.

    Parameters
    ----------
    released
        One row per category and period, periods in order.
    panel, period, value
        Columns of the category, the period and the figure.
    amount, period_label
        Turn a row into the label of its point, and a period into that of its tick.
    references
        By category, up to two labels and heights of lines across.
    limits
        By category, the mean of its process and the limits below and above it: a line in a band. What lies outside the panel is cut off.
    special
        Column that says whether a point is more than chance; such a point stands out.
    words
        ``title``, ``alt`` and ``description`` of the chart.
    """
    data = must_be_released(released).table
    names = list(dict.fromkeys(data[panel]))

    def draw(figure: Figure, wide: bool) -> None:
        figure.get_layout_engine().set(h_pad=9 / 72, w_pad=6 / 72)
        for ax, category in zip(panel_axes(figure, len(names), ACROSS[wide]), names, strict=True):
            rows = data[data[panel] == category].reset_index(drop=True)
            band = (limits or {}).get(category)
            marked = rows[special].fillna(False).astype(bool) if special else pd.Series(False, index=rows.index)
            _panel(ax, rows[value].astype(float), [amount(row) for _, row in rows.iterrows()], references.get(category, []), wide, band)
            ax.plot(
                rows.index[marked], rows.loc[marked, value].astype(float), "D", color=theme.PLUM, markersize=8, zorder=4, linestyle="none"
            )
            labels = [period_label(text) for text in rows[period]]
            ax.set_xticks([0, len(rows) - 1], [labels[0], labels[-1]], fontsize=11)
            ax.get_xticklabels()[0].set_horizontalalignment("left")
            ax.set_title(textwrap.fill(category, TITLE_CHARACTERS[wide]), loc="left", fontsize=11.5, fontweight="bold")

    return chart(name, draw=draw, heights=(_height(names, references, True), _height(names, references, False)), **words)


def _panel(
    ax: Axes,
    heights: pd.Series,
    labels: list[str],
    references: list[tuple[str, float]],
    wide: bool,
    band: tuple[float, float, float] | None,
) -> None:
    """One line with its labelled points, the lines it is set against, and the band of its process."""
    tallest = [heights.max(), *(height for _, height in references), *([band[2]] if band else []), 1e-9]
    top = max(tallest) * (1.3 + 0.28 * len(references))
    last = len(heights) - 1
    if band:
        ax.fill_between([-0.1, last], max(band[1], 0), band[2], color=theme.GRID, linewidth=0, zorder=0)
        ax.plot([-0.1, last], [band[0]] * 2, color=theme.MUTED_TEXT, linewidth=1, zorder=1)
    for position, ((text, height), (colour, dashes)) in enumerate(zip(references, REFERENCE_STYLES, strict=False)):
        ax.axhline(height, color=colour, linewidth=2, dashes=dashes)
        ax.plot([0.01, 0.12], [0.93 - 0.17 * position] * 2, transform=ax.transAxes, color=colour, linewidth=2, dashes=dashes, clip_on=False)
        ax.text(0.15, 0.93 - 0.17 * position, text, transform=ax.transAxes, fontsize=10.5, va="center")
    ax.plot(range(len(heights)), heights, color=theme.BLUE, marker="o", linewidth=2.3, markersize=5.5)
    known = [place for place in range(len(heights)) if pd.notna(heights[place])]
    size = 11.5 if wide else 11
    words = {"textcoords": "offset points", "bbox": BEHIND_TEXT}
    for place in known[:-1] if wide and len(heights) <= 3 else known[:1]:
        valley = 0 < place < last and heights[place] < min(heights[place - 1], heights[place + 1])
        up = -8 if valley and heights[place] > 0.25 * top else 7
        side, va = ("left" if place == 0 else "center"), ("top" if up < 0 else "bottom")
        ax.annotate(labels[place], (place, heights[place]), xytext=(0, up), ha=side, va=va, fontsize=size, **words)
    # The latest figure stands to the right of its point, where no line runs.
    final = known[-1]
    low = heights[final] < 0.08 * top
    place, va = (7, 1) if low else (7, 0), "bottom" if low else "center"
    ax.annotate(labels[final], (final, heights[final]), xytext=place, ha="left", va=va, fontsize=size, fontweight="bold", **words)
    ax.set_ylim(0, top)
    ax.set_xlim(-0.1, last * (1.36 if wide else 1.52))
    ax.yaxis.set_visible(False)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="x", length=0)


def _height(names: list[str], references: dict[str, list], wide: bool) -> int:
    """Height in pixels: each row as tall as its longest title and its plot need."""
    across = ACROSS[wide]
    rows = [names[start : start + across] for start in range(0, len(names), across)]
    lines = [max(len(textwrap.wrap(name, TITLE_CHARACTERS[wide])) for name in row) for row in rows]
    plot = 100 + 16 * max((len(lines) for lines in references.values()), default=0)
    return 15 + sum(plot + 15 * count + 18 for count in lines)
