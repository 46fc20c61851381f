"""Charts: each drawn once wide and once narrow, so that its text is as large on a phone as on a desk."""

import textwrap
from collections.abc import Callable

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.html import Html, environment
from analysis.present.svg import figure_as_svg
from analysis.present.tables import must_be_released

WIDE, NARROW = 680, 340
"""Widths in CSS pixels."""

Draw = Callable[[Figure, bool], None]


def chart(name: str, title: str, alt: str, description: str, draw: Draw, heights: tuple[int, int]) -> Html:
    """A chart for a page.

    Parameters
    ----------
    name
        Short name, unique on the page, in kebab case.
    title
        The finding, as a sentence.
    alt
        What kind of chart it is and of what, in one sentence.
    description
        What it shows, in full: its highest, lowest and turns, with figures.
    draw
        Draws on an empty figure; the second argument says whether it is wide.
    heights
        Heights in CSS pixels, wide and narrow.
    """
    drawn = {}
    for kind, width, height in (("wide", WIDE, heights[0]), ("narrow", NARROW, heights[1])):
        with theme.theme():
            figure = Figure(figsize=(width / 72, height / 72), layout="constrained")
            FigureCanvasSVG(figure)
            draw(figure, kind == "wide")
            drawn[kind] = figure_as_svg(figure, f"{name}-{kind}", alt, f"{name}-description", f"chart-{kind}")
    return Html(environment().get_template("chart.html.j2").render(name=name, title=title, description=description, **drawn))


def small_multiples(name: str, released: Released, *, panel: str, period: str, value: str, labels: dict[str, str], **words: str) -> Html:
    """One small line chart a category, all on one scale from zero, first and last point labelled.

    Parameters
    ----------
    released
        One row per category and period.
    panel, period, value
        Columns of the category, the period (text that sorts) and the figure.
    labels
        Short name of each period.
    words
        ``title``, ``alt`` and ``description`` of the chart.
    """
    data = must_be_released(released).table
    panels = list(dict.fromkeys(data[panel]))
    top = float(data[value].max()) * 1.25

    def draw(figure: Figure, wide: bool) -> None:
        across = 3 if wide else 2
        down = -(-len(panels) // across)
        axes = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False).flat
        for position, ax in enumerate(axes):
            if position >= len(panels):
                ax.set_axis_off()
                continue
            rows = data[data[panel] == panels[position]].sort_values(period)
            heights = rows[value].astype(float)
            ax.plot([labels[text] for text in rows[period]], heights, color=theme.BLUE, marker="o", linewidth=2.5, markersize=6)
            for place in (0, len(rows) - 1):
                if pd.notna(heights.iloc[place]):
                    ax.annotate(
                        f"{heights.iloc[place]:,.0f}",
                        (place, heights.iloc[place]),
                        xytext=(0, 8),
                        textcoords="offset points",
                        ha="center",
                        fontweight="bold" if place else "normal",
                        fontsize=13,
                    )
            ax.set_title(textwrap.fill(panels[position], 26 if wide else 19), loc="left", fontsize=13, fontweight="bold")
            ax.set_ylim(0, top)
            ax.set_xlim(-0.35, len(labels) - 0.65)
            ax.yaxis.set_visible(False)
            ax.spines["left"].set_visible(False)
            ax.tick_params(axis="x", length=0)

    rows_wide, rows_narrow = -(-len(panels) // 3), -(-len(panels) // 2)
    return chart(name, draw=draw, heights=(40 + 165 * rows_wide, 40 + 160 * rows_narrow), **words)


def bars_against_target(name: str, released: Released, *, period: str, value: str, labels: dict[str, str], target: float, unit: str, **words: str) -> Html:
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
        sns.barplot(x=periods, y=data[value].astype(float).to_numpy(), color=theme.BLUE, saturation=1, width=0.55, ax=ax)
        for place, height in enumerate(data[value].astype(float)):
            text = "no figure" if np.isnan(height) else f"{height:,.1f}{unit}"
            ax.annotate(text, (place, 0 if np.isnan(height) else height), xytext=(0, 5), textcoords="offset points", ha="center", fontweight="bold")
        ax.axhline(target, color=theme.ORANGE, linewidth=2.5)
        ax.annotate(f"Target {target:g}{unit}", (len(periods) - 0.42, target), xytext=(0, 5), textcoords="offset points", ha="left", va="bottom", color=theme.TEXT)
        ax.set_xlim(-0.5, len(periods) - 0.5 + (0.45 if wide else 0.85))
        ax.set(xlabel="", ylabel="")
        ax.set_ylim(0, float(data[value].max()) * 1.15)
        _bare(ax)

    return chart(name, draw=draw, heights=(300, 280), **words)


def paired_bars(name: str, released: Released, *, category: str, values: dict[str, str], labels: dict, amount: Callable[[float], str], **words: str) -> Html:
    """Vertical bars in pairs, each labelled, told apart by colour and a key.

    Parameters
    ----------
    released
        One row per category.
    values
        Name in the key of each of the two columns, by column.
    labels
        Name of each category.
    amount
        Turns a figure into its label.
    """
    data = must_be_released(released).table
    long = data.melt(id_vars=category, value_vars=list(values), var_name="kind", value_name="height")
    long["kind"], long["label"] = long["kind"].map(values), long[category].map(labels)

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        sns.barplot(long, x="label", y="height", hue="kind", palette=[theme.ORANGE, theme.BLUE], saturation=1, width=0.82, ax=ax)
        for bars in ax.containers:
            texts = [amount(bar.get_height()) for bar in bars]
            ax.bar_label(bars, labels=texts, padding=3, fontsize=13 if wide else 10.5)
        ax.set(xlabel="", ylabel="")
        ax.set_ylim(0, float(long["height"].max()) * 1.1)
        ax.legend(title=None, frameon=False, loc="upper left", fontsize=13 if wide else 12)
        _bare(ax)

    return chart(name, draw=draw, heights=(360, 320), **words)


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
            ax.text(start, row - 0.31, step["step"], ha="left", va="bottom", fontsize=13)
            ax.text(left[row] + width[row] + 0.012 * span, row, amount(step["amount_gbp_m"], step["step_kind"]), ha="left", va="center", fontweight="bold", fontsize=13)
        ax.set_xlim(start, high + span * (0.16 if wide else 0.32))
        ax.set_ylim(len(data) - 0.4, -0.85)
        ax.set_axis_off()
        figure.supxlabel(axis_note.format(start=f"£{start:g} million"), fontsize=12, color=theme.MUTED_TEXT, x=0.02, ha="left")

    return chart(name, draw=draw, heights=(50 + 46 * len(data), 50 + 46 * len(data)), **words)


def labelled_lines(name: str, released: Released, *, series: str, period: str, value: str, amount: Callable[[float], str], **words: str) -> Html:
    """Lines over time from zero, each named at its end, first and last point labelled."""
    data = must_be_released(released).table
    names = list(dict.fromkeys(data[series]))

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        sns.lineplot(data, x=period, y=value, hue=series, palette=[theme.BLUE, theme.ORANGE][: len(names)], marker="o", linewidth=2.5, markersize=7, legend=False, ax=ax)
        for name_of_line in names:
            rows = data[data[series] == name_of_line]
            last = len(rows) - 1
            ax.annotate(amount(rows[value].iloc[0]), (0, rows[value].iloc[0]), xytext=(0, 9), textcoords="offset points", ha="center")
            ax.annotate(amount(rows[value].iloc[-1]), (last, rows[value].iloc[-1]), xytext=(0, 9), textcoords="offset points", ha="center", fontweight="bold")
            ax.annotate(textwrap.fill(name_of_line, 30), (last, rows[value].iloc[-1]), xytext=(0, -12), textcoords="offset points", ha="right", va="top")
        periods = list(dict.fromkeys(data[period]))
        ax.set_xticks(range(len(periods)), [text.replace("-", "/") if wide else "\u2019" + text[2:].replace("-", "/") for text in periods])
        ax.set_xlim(-0.45, len(periods) - 0.55)
        ax.set_ylim(0, float(data[value].max()) * 1.15)
        ax.set(xlabel="", ylabel="")
        _bare(ax)

    return chart(name, draw=draw, heights=(360, 320), **words)


def _bare(ax: Axes) -> None:
    """No value axis: every mark carries its figure."""
    ax.yaxis.set_visible(False)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="x", length=0)
