"""Axes placed by one measurement, held against matplotlib's own constrained layout."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure

from analysis.present import theme
from analysis.present.svg import Canvas, figure_as_svg, new_figure

WIDTH, HEIGHT = 680, 480
PIXELS_APART = 4
"""What the places may differ by: constrained layout measures what reaches beyond its axes a second time."""

words = st.text("aWi1\u00a3g ", min_size=1, max_size=12).filter(str.strip)
grids = st.tuples(st.integers(1, 3), st.integers(1, 3))


def filled(figure, rows, columns, titles, tick, note, key):
    """Panels with titles, named ticks on both axes, a text below all and a key above."""
    for place in range(rows * columns):
        ax = figure.add_subplot(rows, columns, place + 1)
        ax.plot([0, 1], [0, 1], label="line")
        ax.set_title(titles[place % len(titles)], loc="left")
        ax.set_xticks([0, 1], ["0", "1"])
        ax.set_yticks([0.5], [tick])
    if note:
        figure.supxlabel(note, x=0.02, ha="left")
    if key:
        figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="outside upper left")
    return figure


def drawn(figure):
    figure.draw(figure.canvas.renderer)
    return figure


@settings(max_examples=8, deadline=None)
@given(grids, st.lists(words, min_size=1, max_size=3), words, st.sampled_from(["", "Below", "Below\nin two lines"]), st.booleans())
def test_axes_stand_where_constrained_layout_would_put_them(grid, titles, tick, note, key):
    with theme.theme():
        ours = drawn(filled(new_figure(WIDTH, HEIGHT), *grid, titles, tick, note, key))
        other = Figure(figsize=(WIDTH / 72, HEIGHT / 72), layout="constrained")
        Canvas(other)
        other.get_layout_engine().set(w_pad=3 / 72, h_pad=3 / 72, wspace=0, hspace=0)
        theirs = drawn(filled(other, *grid, titles, tick, note, key))
        for one, another in zip(ours.axes, theirs.axes, strict=True):
            apart = np.subtract(one.get_window_extent().extents, another.get_window_extent().extents)
            assert abs(apart).max() <= PIXELS_APART
        for ax in ours.axes:
            inside = ax.get_tightbbox(ours.canvas.renderer, for_layout_only=True).extents
            assert inside[0] >= 0 and inside[1] >= 0 and inside[2] <= WIDTH and inside[3] <= HEIGHT


@pytest.mark.parametrize("label", ["", "Across"])
def test_sparing_axes_are_drawn_as_matplotlibs_own(label):
    with theme.theme():
        drawings = []
        for kind in ({}, {"axes_class": Axes}):
            figure = new_figure(300, 200)
            ax = figure.add_subplot(**kind)
            ax.plot([0, 1], [0, 3])
            ax.set_xlabel(label)
            ax.tick_params(axis="x", length=0, labelsize=11)
            drawings.append(figure_as_svg(figure, "one", "A line.", "words", "wide"))
    assert drawings[0] == drawings[1]


def test_axes_make_no_tick_before_one_is_shown():
    with theme.theme():
        ax = new_figure(300, 200).add_subplot()
    made = [name for axis in (ax.xaxis, ax.yaxis) for name in ("majorTicks", "minorTicks") if name in vars(axis)]
    assert made == []


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_a_text_is_as_large_as_matplotlib_finds_it(weight):
    with theme.theme():
        figure = new_figure(300, 200)
        text = figure.text(0.5, 0.5, "Two lines\nof words", fontsize=12.5, fontweight=weight)
        ours = text.get_window_extent(figure.canvas.renderer).bounds
        theirs = text.get_window_extent(RendererSVG(300, 200, io.StringIO())).bounds
    assert ours == pytest.approx(theirs)
