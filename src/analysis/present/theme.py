"""Colours and type of every chart.

The colours are the Government Analysis Function's, from the ``afcharts`` package: neighbours in its categorical
palette differ by a contrast of 3:1 or more, and so does each colour used for a mark from the white behind it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib as mpl
from afcharts.af_colours import get_af_colours

BLUE, TEAL, PLUM, ORANGE, CHARCOAL, LILAC = get_af_colours("categorical")
TEXT = "#0b0c0c"
MUTED_TEXT = "#505a5f"
GRID = "#d8dcde"

SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "childrens-services",
    "font.family": ["DejaVu Sans"],
    "font.size": 13,
    "text.color": TEXT,
    "axes.labelcolor": TEXT,
    "axes.edgecolor": MUTED_TEXT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "grid.color": GRID,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "figure.dpi": 72,
}


def series_colours(count: int) -> list[str]:
    """Colours of so many series, in order; they begin again where there are more than there are colours.

    >>> len(series_colours(8))
    8
    """
    palette = [BLUE, ORANGE, TEAL, PLUM, CHARCOAL, LILAC]
    return [palette[place % len(palette)] for place in range(count)]


@contextmanager
def theme() -> Iterator[None]:
    """Chart settings for the time of a drawing; what was set before is restored."""
    with mpl.rc_context(SETTINGS):
        yield
