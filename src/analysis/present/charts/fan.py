"""Fan charts: how a running total may go, month by month."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.disclosure.release import Released
from analysis.periods import Month
from analysis.present import theme
from analysis.present.charts.drawing import chart, spread
from analysis.present.html import Html
from analysis.present.tables import download, must_be_released
from analysis.present.wording import pounds

BANDS = ((5, 95, 0.22), (10, 90, 0.32), (25, 75, 0.5))
"""Lower and upper per cent of the draws, and how dark the band between them is."""

LABELLED = {95: "5% above", 50: "half above", 5: "5% below"}


def fan(name: str, released: Released, **words: str) -> Html:
    """The middle of the draws as a line, and bands that hold half, four fifths and nine tenths of them.

    Parameters
    ----------
    released
        One row per ``month``: ``cumulative_net_p05_gbp`` and so on. The chart offers it for download.
    words
        ``title``, ``alt`` and ``description`` of the chart.
    """
    data = must_be_released(released).table.reset_index(drop=True)
    level = {share: data[f"cumulative_net_p{share:02d}_gbp"].to_numpy(float) for share in (5, 10, 25, 50, 75, 90, 95)}
    months = [Month.parse(text) for text in data["month"]]
    marks = [position for position, month in enumerate(months) if month.number == 3]
    certain = np.allclose(level[5], level[95], atol=1)

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        for low, high, strength in BANDS:
            ax.fill_between(range(len(data)), level[low], level[high], color=theme.BLUE, alpha=strength, linewidth=0)
        ax.plot(level[50], color=theme.BLUE, linewidth=2.5)
        ax.axhline(0, color=theme.TEXT, linewidth=1)
        top, bottom = max(level[95].max(), 0), min(level[5].min(), 0)
        height = max(top - bottom, 1)
        ax.set_ylim(bottom - 0.08 * height, top + 0.08 * height)
        ends = {50: level[50][-1]} if certain else {share: level[share][-1] for share in LABELLED}
        places = spread(list(ends.values()), gap=(0.17 if wide else 0.2) * height)
        for (share, value), place in zip(ends.items(), places, strict=True):
            text = short_pounds(value) if certain else f"{short_pounds(value)}\n{LABELLED[share]}"
            ax.text(len(data) + 0.4, place, text, va="center", ha="left", fontsize=12, fontweight="bold" if share == 50 else "normal")
        shown = marks if len(marks) <= (10 if wide else 4) else marks[len(marks) - 1 :: -2][::-1]
        ax.set_xticks(
            shown, [f"Mar {months[mark].year}" if wide and len(shown) < 7 else f"\u2019{months[mark].year % 100:02d}" for mark in shown]
        )
        ax.set_xlim(0, len(data) * (1.18 if wide else 1.4))
        ax.yaxis.set_major_locator(MaxNLocator(5 if wide else 4, steps=[1, 2, 5, 10]))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: short_pounds(value)))
        ax.grid(axis="y")
        ax.spines["bottom"].set_visible(False)
        ax.spines["left"].set_visible(False)
        ax.tick_params(length=0)

    drawn = chart(name, draw=draw, heights=(380, 340), **words)
    return Html(drawn.html, download=download(released))


def short_pounds(value_gbp: float) -> str:
    """Money in few letters: ``£0.54m``, or ``£85k`` below a tenth of a million.

    >>> short_pounds(542_000), short_pounds(-85_300), short_pounds(0)
    ('£0.54m', '−£85k', '£0')
    """
    if abs(value_gbp) >= 1e5:
        return pounds(value_gbp / 1e6, 2) + "m"
    return pounds(value_gbp / 1e3) + "k" if abs(value_gbp) >= 500 else pounds(value_gbp)
