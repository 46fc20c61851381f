"""Horizontal bars in parts, each part labelled."""

from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import BAR_HEIGHT, chart, named_rows
from analysis.present.html import Html
from analysis.present.tables import must_be_released

PART_COLOURS = ((theme.TEAL, "white"), (theme.ORANGE, theme.TEXT), (theme.PLUM, "white"), ("#d8dcde", theme.TEXT))
"""Fill of each part and colour of its figure."""


def stacked_bars(name: str, released: Released, *, category: str, parts: dict[str, str], **words: str) -> Html:
    """One bar a category, its name above it, cut into parts with their figures; a key below.

    Parameters
    ----------
    released
        One row per category.
    parts
        Name in the key of each column, in order; up to four.
    """
    data = must_be_released(released).table.reset_index(drop=True)
    rows = {wide: named_rows(list(data[category]), 96 if wide else 46) for wide in (True, False)}

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        places = rows[wide]
        left = data[list(parts)[0]].astype(float) * 0
        for (column, label), (fill, ink) in zip(parts.items(), PART_COLOURS, strict=False):
            widths = data[column].astype(float)
            ax.barh(places.bars, widths, left=left, height=BAR_HEIGHT, color=fill, label=label, edgecolor="white", linewidth=1.5)
            for row, width in widths[widths > 0].items():
                ax.text(
                    left[row] + width / 2, places.bars[row], f"{width:.0f}", ha="center", va="center_baseline", color=ink, fontweight="bold"
                )
            left = left + widths
        for text, top in zip(places.names, places.name_tops, strict=True):
            ax.text(0, top, text, ha="left", va="top", fontsize=12.5 if wide else 11.5, linespacing=1.1)
        ax.set_ylim(places.height, 0)
        ax.set_axis_off()
        figure.legend(loc="outside lower left", ncols=4 if wide else 2, frameon=False, fontsize=12, handlelength=1.2, columnspacing=1.4)

    return chart(name, draw=draw, heights=(40 + int(rows[True].height), 60 + int(rows[False].height)), **words)
