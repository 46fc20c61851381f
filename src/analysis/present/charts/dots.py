"""Dots in order of size, one a row, each with the range that chance leaves."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import chart
from analysis.present.html import Html
from analysis.present.tables import must_be_released
from analysis.present.wording import number, wrapped

OWN, NEIGHBOUR, REGION, ENGLAND = "council", "neighbour", "region", "England"
ROW = 27


def dots_in_order(
    name: str,
    released: Released,
    *,
    label: str,
    value: str,
    interval: tuple[str, str] | None,
    kind: str,
    decimals: int,
    note: str,
    **words: str,
) -> Html:
    """One dot a row with its figure; the council stands out, region and England are hollow.

    Parameters
    ----------
    released
        One row a dot, the first on top.
    label, value, kind
        Columns of the name, the figure, and what the row is: ``council``, ``neighbour``, ``region`` or ``England``.
    interval
        Columns of the ends of the range that chance leaves; ``None`` for figures that have none.
    decimals
        Decimal places of the labels.
    note
        Written below: what the lines are.
    words
        ``title``, ``alt`` and ``description`` of the chart.
    """
    data = must_be_released(released).table.reset_index(drop=True)
    heights = data[value].astype(float)
    ends = [data[column].astype(float) for column in interval] if interval else [heights, heights]
    furthest = float(np.nanmax([*heights, *ends[1]]))
    names = {wide: [wrapped(str(text), 26 if wide else 16) for text in data[label]] for wide in (True, False)}

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        for place, row in data.iterrows():
            own = row[kind] == OWN
            colour = theme.BLUE if own else theme.CHARCOAL
            ax.axhline(place, color=theme.GRID, linewidth=1, zorder=0)
            if np.isfinite(ends[0][place]) and np.isfinite(ends[1][place]) and interval:
                ax.plot([ends[0][place], ends[1][place]], [place] * 2, color=colour, linewidth=3.5 if own else 2, alpha=0.55, zorder=1)
            filled = row[kind] in (OWN, NEIGHBOUR)
            ax.plot(
                heights[place], place, marker="o" if filled else "D", markersize=10 if own else 8, markeredgecolor=colour,
                markerfacecolor=colour if filled else "white", markeredgewidth=2, zorder=3,
            )  # fmt: skip
            ax.annotate(
                number(heights[place], decimals), (1.0, place), xycoords=("axes fraction", "data"), ha="right", va="center", fontsize=12,
                fontweight="bold" if own else "normal",
            )  # fmt: skip
        ax.set_yticks(range(len(data)), names[wide], fontsize=12 if wide else 11)
        for tick, what in zip(ax.get_yticklabels(), data[kind], strict=True):
            tick.set_fontweight("bold" if what == OWN else "normal")
        ax.set_ylim(len(data) - 0.4, -0.6)
        ax.set_xlim(0, furthest * (1.12 if wide else 1.22))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda height, _: number(height, 0 if float(height).is_integer() else 1)))
        ax.tick_params(axis="y", length=0)
        ax.tick_params(axis="x", labelsize=11, colors=theme.MUTED_TEXT)
        ax.spines["left"].set_visible(False)
        figure.supxlabel(wrapped(note, 92 if wide else 46), fontsize=12, color=theme.MUTED_TEXT, x=0.02, ha="left")

    extra = {wide: sum(text.count("\n") for text in texts) for wide, texts in names.items()}
    return chart(name, draw=draw, heights=tuple(75 + ROW * len(data) + 14 * extra[wide] for wide in (True, False)), **words)
