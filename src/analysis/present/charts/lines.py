"""Line charts."""

import textwrap
from collections.abc import Callable

import pandas as pd
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import chart, panel_axes, without_value_axis
from analysis.present.html import Html
from analysis.present.tables import must_be_released

MOST_TICKS = 6
"""Periods named below a small chart at most; where there are more, every second or third is named, the last always."""

COLOURS = (theme.BLUE, theme.ORANGE, theme.PLUM)
"""Colours of lines in one chart; with more lines than these each has a small chart of its own."""


def small_multiples(
    name: str,
    released: Released,
    *,
    panel: str,
    period: str,
    value: str,
    labels: dict[str, str],
    amount: Callable[[float], str] = lambda height: f"{height:,.0f}",
    **words: str,
) -> Html:
    """One small line chart a category, all on one scale from zero, first and last point labelled.

    Parameters
    ----------
    released
        One row per category and period.
    panel, period, value
        Columns of the category, the period (text that sorts) and the figure.
    labels
        Short name of each period.
    amount
        Turns a figure into its label.
    words
        ``title``, ``alt`` and ``description`` of the chart.
    """
    data = must_be_released(released).table
    panels = list(dict.fromkeys(data[panel]))
    periods = sorted(labels)
    every = -(-len(periods) // MOST_TICKS)
    ticks = list(range(len(periods) - 1, -1, -every))[::-1]
    top = float(data[value].max()) * 1.25
    columns = 2 if len(panels) in (2, 4) else 3

    def draw(figure: Figure, wide: bool) -> None:
        across = columns if wide else 2
        figure.get_layout_engine().set(h_pad=10 / 72, w_pad=4 / 72)
        for position, ax in enumerate(panel_axes(figure, len(panels), across)):
            rows = data[data[panel] == panels[position]].sort_values(period)
            heights = rows[value].astype(float)
            places = [periods.index(text) for text in rows[period]]
            ax.plot(places, heights, color=theme.BLUE, marker="o", linewidth=2.5, markersize=6)
            for place in dict.fromkeys((0, len(rows) - 1)):
                if pd.notna(heights.iloc[place]):
                    ax.annotate(
                        amount(heights.iloc[place]),
                        (places[place], heights.iloc[place]),
                        xytext=(0, 8),
                        textcoords="offset points",
                        ha="center",
                        fontweight="bold" if place else "normal",
                        fontsize=13,
                    )
            ax.set_title(textwrap.fill(panels[position], 30 if wide else 20), loc="left", fontsize=13, fontweight="bold")
            ax.set_ylim(0, top)
            ax.set_xlim(-0.35, len(labels) - 0.65)
            ax.set_xticks(ticks, [labels[periods[place]] for place in ticks])
            ax.yaxis.set_visible(False)
            ax.spines["left"].set_visible(False)
            ax.tick_params(axis="x", length=0, labelbottom=position + across >= len(panels))

    rows_wide, rows_narrow = -(-len(panels) // columns), -(-len(panels) // 2)
    return chart(name, draw=draw, heights=(40 + 165 * rows_wide, 40 + 160 * rows_narrow), **words)


def labelled_lines(
    name: str, released: Released, *, series: str, period: str, value: str, amount: Callable[[float], str], **words: str
) -> Html:
    """Lines over financial years from zero, each named at its end, first and last point labelled.

    More lines than there are colours for are drawn as small charts. A line may lack years.
    """
    data = must_be_released(released).table.dropna(subset=[value])
    names, periods = list(dict.fromkeys(data[series])), sorted(data[period].unique())
    short = {text: "\u2019" + text[2:].replace("-", "/") for text in periods}
    if len(names) > len(COLOURS):
        return small_multiples(name, released, panel=series, period=period, value=value, labels=short, amount=amount, **words)

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        for name_of_line, colour in zip(names, COLOURS, strict=False):
            rows = data[data[series] == name_of_line].sort_values(period)
            places, heights = [periods.index(text) for text in rows[period]], rows[value].tolist()
            ax.plot(places, heights, color=colour, marker="o", linewidth=2.5, markersize=7)
            ax.annotate(amount(heights[0]), (places[0], heights[0]), xytext=(0, 9), textcoords="offset points", ha="center")
            last = (places[-1], heights[-1])
            ax.annotate(amount(heights[-1]), last, xytext=(0, 9), textcoords="offset points", ha="center", fontweight="bold")
            ax.annotate(textwrap.fill(name_of_line, 30), last, xytext=(0, -12), textcoords="offset points", ha="right", va="top")
        ax.set_xticks(range(len(periods)), [text.replace("-", "/") if wide else short[text] for text in periods])
        ax.set_xlim(-0.45, len(periods) - 0.55)
        ax.set_ylim(0, float(data[value].max()) * 1.15)
        without_value_axis(ax)

    return chart(name, draw=draw, heights=(360, 320), **words)
