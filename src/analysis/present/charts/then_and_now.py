"""Then and now: two dates of several measures, and the long run between them."""

import textwrap
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import chart, panel_axes
from analysis.present.html import Html, paragraphs
from analysis.present.tables import must_be_released

Amount = Callable[[float, str], str]
"""Turns a figure and its unit into a label."""

NOTHING_TO_DRAW = "There are no two figures to draw."


def two_dates(name: str, released: Released, *, label: str, then: str, now: str, kind: str, colours: dict[str, str], **words: str) -> Html:
    """A line from then to now for each percentage, on one scale from 0 to 100, coloured and named by kind.

    Parameters
    ----------
    released
        One row per measure, the first on top.
    label, then, now, kind
        Columns of the measure's name, both percentages, and what the change comes to, such as ``better``.
    colours
        Colour of each kind.
    """
    data = must_be_released(released).table.dropna(subset=[then, now])
    if data.empty:
        return paragraphs(NOTHING_TO_DRAW)

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        for place, row in zip(-np.arange(len(data), dtype=float), data.to_dict("records"), strict=True):
            colour = colours[row[kind]]
            ax.plot([0, 100], [place, place], color=theme.GRID, linewidth=1, zorder=0)
            ax.annotate("", (row[now], place), (row[then], place), arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 3})
            ax.plot(row[then], place, marker="o", markersize=8, color="white", markeredgecolor=theme.MUTED_TEXT, markeredgewidth=2)
            ax.plot(row[now], place, marker="o", markersize=10, color=colour)
            rising = row[now] >= row[then]
            for value, weight, side in ((row[then], "normal", -1 if rising else 1), (row[now], "bold", 1 if rising else -1)):
                ax.annotate(
                    f"{value:.1f}",
                    (value, place),
                    xytext=(9 * side, 0),
                    textcoords="offset points",
                    ha="left" if side > 0 else "right",
                    va="center",
                    fontweight=weight,
                    fontsize=12,
                )
            text = textwrap.fill(f"{row[label]}: {row[kind]}", 80 if wide else 50)
            ax.annotate(text, (-9 if wide else -14, place + 0.2), xytext=(0, 2), textcoords="offset points", va="bottom", fontsize=12.5)
        ax.set_xlim(-9 if wide else -14, 110 if wide else 118)
        ax.set_ylim(-len(data) + 0.55, 0.85)
        ax.set_axis_off()
        marks = [
            ax.plot(
                [], [], "o", color="white", markeredgecolor=theme.MUTED_TEXT, markeredgewidth=2, markersize=8, label="At the inspection"
            )[0],
            *(
                ax.plot([], [], "o", color=colours[kind_of], markersize=10, label=f"Now: {kind_of}")[0]
                for kind_of in dict.fromkeys(data[kind])
            ),
        ]
        figure.legend(handles=marks, loc="outside upper left", ncols=3 if wide else 1, frameon=False, fontsize=12, handlelength=1)

    return chart(name, draw=draw, heights=(50 + 56 * len(data), 90 + 64 * len(data)), **words)


def long_run(name: str, points: Released, verdicts: Released, *, amount: Amount, **words: str) -> Html:
    """One panel a measure: the inspection's figures and today's along one line of time, each panel from zero.

    A broken line joins the two where they are comparable; where they are not, nothing does.

    Parameters
    ----------
    points
        One row per ``comparison`` and point: ``comparison_label``, ``reported_by``, ``figure_date``, ``figure_value``, ``figure_unit``, ``judged``.
    verdicts
        One row per ``comparison``: ``comparison_verdict``, ``qualifier``, ``inspection_figure`` (in words).
    """
    data, found = must_be_released(points).table, must_be_released(verdicts).table
    if found.empty:
        return paragraphs(NOTHING_TO_DRAW)
    dates = data["figure_date"]
    limits = date2num(dates.min()) - 500, date2num(dates.max()) + 1000

    def draw(figure: Figure, wide: bool) -> None:
        across = min(2 if wide else 1, len(found))
        figure.get_layout_engine().set(h_pad=9 / 72, w_pad=8 / 72)
        for ax, verdict in zip(panel_axes(figure, len(found), across), found.to_dict("records"), strict=True):
            rows = data[data["comparison"] == verdict["comparison"]].dropna(subset=["figure_value"])
            _panel(ax, rows, verdict, amount, limits, 40 if wide and across == 2 else 44 if not wide else 80)

    rows_wide, rows_narrow = -(-len(found) // 2), len(found)
    return chart(name, draw=draw, heights=(10 + 200 * rows_wide, 10 + 195 * rows_narrow), **words)


def _panel(ax: Axes, rows: pd.DataFrame, verdict: dict, amount: Amount, limits: tuple[float, float], characters: int) -> None:
    then, now = rows[rows["reported_by"] == "inspection"], rows[rows["reported_by"] == "today"]
    shared_scale = now.empty or set(then["figure_unit"]) == set(now["figure_unit"])
    comparable = verdict["comparison_verdict"] != "not comparable"
    top = float((rows if shared_scale else now)["figure_value"].max()) * 1.35 or 1.0
    judged = then[then["judged"]].iloc[:1]
    if shared_scale:
        ax.plot(then["figure_date"], then["figure_value"].astype(float), color=theme.MUTED_TEXT, marker="o", linewidth=2, markersize=6)
    for point in judged.to_dict("records"):
        if shared_scale:
            before = then.loc[then["figure_date"] < point["figure_date"], "figure_value"]
            falling = not before.empty and before.iloc[-1] > point["figure_value"]
            text, offset, side = (
                amount(point["figure_value"], point["figure_unit"]) if pd.isna(verdict["qualifier"]) else verdict["inspection_figure"],
                (0, -9 if falling else 9),
                "top" if falling else "bottom",
            )
            _write(ax, point, text, xytext=offset, ha="center", va=side)
        else:
            text = verdict["inspection_figure"]
            ax.annotate(text, (point["figure_date"], top / 2), ha="center", va="center", fontsize=12, color=theme.MUTED_TEXT)
    ax.plot(now["figure_date"], now["figure_value"].astype(float), color=theme.BLUE, marker="o", linewidth=2.5, markersize=6)
    if now.empty:
        ax.annotate("no figure\ntoday", (limits[1] - 1000, top / 2), ha="center", va="center", fontsize=12, color=theme.MUTED_TEXT)
    for point in now.iloc[-1:].to_dict("records"):
        text = amount(point["figure_value"], point["figure_unit"])
        _write(ax, point, text, xytext=(8, 0), ha="left", va="center", fontweight="bold")
    if comparable and shared_scale and not now.empty and not then.empty:
        ends = pd.concat([then.iloc[[-1]], now.iloc[[0]]])
        ax.plot(
            ends["figure_date"], ends["figure_value"].astype(float), color=theme.MUTED_TEXT, linestyle=(0, (2, 3)), linewidth=1.5, zorder=0
        )
    title = textwrap.fill(rows["comparison_label"].iloc[0], characters) + f"\n{verdict['comparison_verdict']}"
    ax.set_title(title, loc="left", fontsize=12.5, fontweight="bold")
    ax.set_ylim(0, top)
    ax.set_xlim(*limits)
    years = sorted({date.year for date in [*rows["figure_date"].iloc[[0, -1]], *judged["figure_date"]]})
    years = [year for year in years if not any(0 < later - year < 3 for later in years)]
    ax.set_xticks([date2num(pd.Timestamp(year, 7, 1)) for year in years], [str(year) for year in years])
    ax.yaxis.set_visible(False)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="x", length=0)


def _write(ax: Axes, point: dict, text: str, **options) -> None:
    ax.annotate(text, (point["figure_date"], float(point["figure_value"])), textcoords="offset points", fontsize=12.5, **options)
