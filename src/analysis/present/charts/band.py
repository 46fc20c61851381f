"""A line over the years against the quiet band of others."""

import numpy as np
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import BEHIND_TEXT, NARROW, WIDE, chart, spread, tick_step
from analysis.present.html import Html
from analysis.present.tables import must_be_released
from analysis.present.wording import number, wrapped

BAND = "#dfe3e6"


def line_in_band(
    name: str,
    released: Released,
    *,
    period: str,
    value: str,
    band: tuple[str, str],
    references: dict[str, str],
    own_name: str,
    band_name: str,
    decimals: int,
    before: tuple[str, str] | None = None,
    **words: str,
) -> Html:
    """One council's line, every point labelled, with lines to compare with and the range of others behind.

    Parameters
    ----------
    released
        One row a period, in order.
    period, value
        Columns of the period's label and of the council's figure; a missing figure breaks the line.
    band
        Columns of the lowest and highest of the others.
    references
        Name of each line to compare with by its column.
    own_name, band_name
        What the line and the band are called.
    decimals
        Decimal places of the labels.
    before
        Column and name of a line for the years before the council began: that of the one it came from.
    words
        ``title``, ``alt`` and ``description`` of the chart.
    """
    data = must_be_released(released).table.reset_index(drop=True)
    own = data[value].astype(float)
    lows, highs = (data[column].astype(float) for column in band)
    lines = {label: data[column].astype(float) for column, label in references.items()}
    earlier = data[before[0]].astype(float) if before else own * np.nan
    everything = np.concatenate([own, lows, highs, earlier, *lines.values()])
    lowest, highest = float(np.nanmin(everything)), float(np.nanmax(everything))
    room = (highest - lowest) or max(abs(highest), 1.0)
    floor = 0.0 if lowest < 0.45 * highest else lowest - 0.15 * room
    top = highest + 0.12 * room

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        places = np.arange(len(data))
        ax.fill_between(places, lows, highs, color=BAND, linewidth=0, zorder=0)
        styles = [((0, (4, 3)), theme.TEXT), ((0, (1, 2)), theme.MUTED_TEXT)]
        for (_, heights), (style, colour) in zip(lines.items(), styles, strict=False):
            ax.plot(places, heights, color=colour, linewidth=1.8, linestyle=style, zorder=1)
        ax.plot(places, own, color=theme.BLUE, linewidth=3, marker="o", markersize=6, zorder=3)
        if before:
            ax.plot(places, earlier, color=theme.PLUM, linewidth=2.2, marker="s", markersize=6, markerfacecolor="white", zorder=2)
            first = earlier.first_valid_index()
            ax.annotate(
                before[1], (first, earlier[first]), xytext=(0, -12), textcoords="offset points", ha="left", va="top", fontsize=12,
                color=theme.PLUM, bbox=BEHIND_TEXT, zorder=4,
            )  # fmt: skip
        last = own.last_valid_index()
        for place, height in own.dropna().items():
            shown = wide or len(data) <= 6 or place in (own.first_valid_index(), last, own.idxmax(), own.idxmin())
            if shown:
                ax.annotate(
                    number(height, decimals), (place, height), xytext=(0, 9), textcoords="offset points", ha="center", va="bottom",
                    fontsize=12 if wide else 11, fontweight="bold" if place == last else "normal", bbox=BEHIND_TEXT, zorder=4,
                )  # fmt: skip
        _name_at_the_right(ax, {own_name: own, **lines}, len(data) - 1, (top - floor) * (0.125 if wide else 0.15), wide)
        end = len(data) - 1 + (0.32 if wide else 0.62) * max(len(data), 4)
        ax.set_xlim(-0.4, end)
        ax.set_ylim(floor, top)
        labels, size = data[period].astype(str), 12 if wide else 11
        shown = places[:: -tick_step(labels, 0.92 * (WIDE if wide else NARROW) / (end + 0.4), size)][::-1]
        ax.set_xticks(shown, labels.iloc[shown], fontsize=size)
        ax.tick_params(axis="y", labelsize=11, colors=theme.MUTED_TEXT, length=0)
        ax.spines["left"].set_visible(False)
        begins = "" if floor == 0 else f" The scale starts at {number(floor, decimals)}, not at zero."
        note = wrapped(f"Grey: {band_name}.{begins}", 90 if wide else 46)
        figure.supxlabel(note, fontsize=12, color=theme.MUTED_TEXT, x=0.02, ha="left")

    return chart(name, draw=draw, heights=(340, 340), **words)


def _name_at_the_right(ax, lines: dict, last: int, gap: float, wide: bool) -> None:
    """Names beside the last points of the lines, moved apart where they would touch."""
    ends = {text: float(heights.dropna().iloc[-1]) for text, heights in lines.items() if heights.notna().any()}
    for position, (text, height) in enumerate(zip(ends, spread(list(ends.values()), gap), strict=True)):
        own = position == 0
        ax.annotate(
            wrapped(text, 20 if wide else 13), (last, height), xytext=(14, 0), textcoords="offset points", ha="left", va="center",
            fontsize=13 if wide else 11, fontweight="bold" if own else "normal", color=theme.BLUE if own else theme.TEXT,
        )  # fmt: skip
