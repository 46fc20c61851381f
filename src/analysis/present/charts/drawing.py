"""A chart made from a function that draws it."""

import gc
import math
import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.present import theme
from analysis.present.html import Html, environment
from analysis.present.svg import figure_as_svg, new_figure

WIDE, NARROW = 680, 340
"""Widths in CSS pixels."""

BEHIND_TEXT = {"facecolor": "white", "edgecolor": "none", "pad": 1}
"""A box that keeps lines from crossing a label."""

NAME_LINE, NAME_GAP, BAR_HEIGHT, ROW_GAP = 15.0, 5.0, 20.0, 14.0
"""Pixels for a line of a name above a bar, between name and bar, of a bar, and below it."""

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
        with theme.theme(), nothing_collected():
            figure = new_figure(width, height)
            draw(figure, kind == "wide")
            drawn[kind] = figure_as_svg(figure, f"{name}-{kind}", alt, f"{name}-description", f"chart-{kind}")
    markup = environment().get_template("chart.html.j2").render(name=name, title=title, description=description, **drawn)
    return Html(markup, kind="chart", name=name)


@contextmanager
def nothing_collected() -> Iterator[None]:
    """No garbage is looked for meanwhile: the many objects of a figure, and the tables of a page, all stay until it is made."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@dataclass(frozen=True)
class NamedRows:
    """Rows of a chart of horizontal bars, each bar under its own name; heights in pixels from the top.

    Attributes
    ----------
    names
        The names, broken into lines.
    name_tops, bars
        Top of each name and middle of each bar.
    height
        Height of all rows.
    """

    names: list[str]
    name_tops: list[float]
    bars: list[float]
    height: float


def named_rows(names: list[str], characters: int, above: float = 0) -> NamedRows:
    """Room for each name in as many lines as it needs, and for its bar; ``above`` is left free at the top.

    >>> named_rows(["short", "two lines"], 5).bars
    [30.0, 99.0]
    """
    wrapped = [textwrap.wrap(name, characters) for name in names]
    tops, bars, top = [], [], above
    for lines in wrapped:
        tops.append(top)
        bars.append(top + NAME_LINE * len(lines) + NAME_GAP + BAR_HEIGHT / 2)
        top = bars[-1] + BAR_HEIGHT / 2 + ROW_GAP
    return NamedRows(["\n".join(lines) for lines in wrapped], tops, bars, top)


def tick_step(labels: Iterable[str], pixels_each: float, size: float = 12) -> int:
    """Every how many places a label below a chart can stand without touching the next, ``pixels_each`` from place to place.

    >>> tick_step(["Apr 24", "May 24"], 40), tick_step(["2024-04", "2024-05"], 20)
    (2, 3)
    """
    return max(1, math.ceil((max(map(len, labels), default=0) * 0.52 * size + 4) / pixels_each))


def panel_axes(figure: Figure, count: int, across: int) -> list[Axes]:
    """Axes of so many panels, row by row; none where a last row is not full."""
    grid = figure.add_gridspec(-(-count // across), across)
    return [figure.add_subplot(grid[divmod(place, across)]) for place in range(count)]


def without_value_axis(ax: Axes) -> None:
    """No value axis: every mark carries its figure."""
    ax.yaxis.set_visible(False)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="x", length=0)


def spread(places: list[float], gap: float) -> list[float]:
    """Places of labels, moved apart as little as needed so that each is ``gap`` from the next, in the order given.

    >>> spread([100.0, 99.0, 40.0], 8)
    [103.5, 95.5, 40.0]
    """
    order = sorted(range(len(places)), key=lambda position: places[position])
    groups: list[list[int]] = []
    for position in order:
        groups.append([position])
        while len(groups) > 1 and _foot(groups[-1], places, gap) < _foot(groups[-2], places, gap) + gap * len(groups[-2]):
            groups[-2:] = [groups[-2] + groups[-1]]
    moved = dict.fromkeys(order, 0.0)
    for group in groups:
        moved |= {position: _foot(group, places, gap) + gap * step for step, position in enumerate(group)}
    return [float(moved[position]) for position in range(len(places))]


def _foot(group: list[int], places: list[float], gap: float) -> float:
    """Place of the lowest label of a group that stands around the mean of its own places."""
    return sum(places[position] for position in group) / len(group) - gap * (len(group) - 1) / 2
