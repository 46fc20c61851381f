"""A control chart: a series with its mean and process limits, and the points that chance does not explain."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import BEHIND_TEXT, NARROW, WIDE, chart, tick_step
from analysis.present.html import Html
from analysis.present.tables import must_be_released

MOST_TICKS = 6


def control_chart(
    name: str,
    points: Released,
    *,
    period: str,
    value: str,
    labels: dict[str, str],
    amount: Callable[[float], str],
    target: float | None = None,
    **words: str,
) -> Html:
    """A control chart.

    Parameters
    ----------
    points
        One row per period: the figure; with ``mean``, ``lower_limit`` and ``upper_limit`` where there are enough points, and
        ``special_cause`` (0 where chance explains the point), as ``performance.spc.judged`` returns them: limits may start anew within the series.
    period, value
        Columns of the period (text that sorts) and the figure.
    labels
        Short name of every period of the span, those without a figure too: a gap is shown as a gap.
    amount
        The figure as it is written.
    target
        Drawn as a line, where there is one.
    words
        ``title``, ``alt`` and ``description``.
    """
    rows = must_be_released(points).table.sort_values(period)
    periods = sorted(labels)
    places = np.array([periods.index(text) for text in rows[period]])
    heights = rows[value].astype(float).to_numpy()
    limits = rows[["mean", "lower_limit", "upper_limit"]].dropna() if "mean" in rows else pd.DataFrame()

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        whole = np.full(len(periods), np.nan)
        whole[places] = heights
        ax.plot(range(len(periods)), whole, color=theme.BLUE, marker="o", linewidth=2, markersize=6)
        if not limits.empty:
            _limits(ax, rows.assign(place=places), len(periods), amount)
            special = rows["special_cause"].to_numpy() != 0
            ax.plot(places[special], heights[special], color=theme.ORANGE, marker="D", markersize=10, linestyle="none")
        if target is not None and pd.notna(target):
            ax.axhline(target, color=theme.PLUM, linewidth=1.8, zorder=1)
            _named(ax, f"Target {amount(target)}", len(periods), target)
        end = len(periods) - 1 + max(1.0, 0.28 * len(periods) * (1 if wide else 1.6))
        fits = tick_step(labels.values(), 0.88 * (WIDE if wide else NARROW) / (end + 0.5))
        every = max(fits, -(-len(periods) // (MOST_TICKS * 2 if wide else MOST_TICKS)))
        ticks = list(range(len(periods) - 1, -1, -every))[::-1]
        ax.set_xticks(ticks, [labels[periods[place]] for place in ticks])
        ax.set_xlim(-0.5, end)
        ax.margins(y=0.15)
        ax.tick_params(axis="x", length=0)
        ax.set(xlabel="", ylabel="")

    return chart(name, draw=draw, heights=(340, 320), **words)


def _limits(ax, rows: pd.DataFrame, count: int, amount: Callable[[float], str]) -> None:
    """Mean and limits of each stretch of the process across its periods; those of the last are named, and reach to their names."""
    drawn = rows.dropna(subset=["mean"])
    stretch = drawn["process_stretch"] if "process_stretch" in drawn else pd.Series(0, index=drawn.index)
    last_place = rows["place"].iloc[-1]
    for _, own in drawn.groupby(stretch):
        first, ends = own.iloc[0], own["place"].iloc[-1] + 0.5
        is_last = own["place"].iloc[-1] == last_place
        for column, style, word in (("mean", "-", "Mean"), ("upper_limit", "--", "Upper limit"), ("lower_limit", "--", "Lower limit")):
            span = [own["place"].iloc[0] - 0.5, 2.0 * count if is_last else ends]  # what lies beyond the chart is cut off
            ax.plot(span, [first[column]] * 2, color=theme.MUTED_TEXT, linestyle=style, linewidth=1.2, zorder=1)
            if is_last:
                _named(ax, f"{word} {amount(first[column])}", count, first[column])
    changes = rows.loc[stretch.reindex(rows.index).diff().gt(0), "place"]
    for place in changes:
        ax.axvline(place - 0.5, color=theme.MUTED_TEXT, linestyle=":", linewidth=1.2, zorder=1)


def _named(ax, text: str, count: int, height: float) -> None:
    ax.annotate(text, (count - 0.75, height), va="center", fontsize=11, bbox=BEHIND_TEXT)
