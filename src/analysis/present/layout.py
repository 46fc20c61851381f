"""Where the axes of a chart stand: every text is measured once, and the axes get what is left."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubplotParams
from matplotlib.layout_engine import LayoutEngine
from matplotlib.transforms import Bbox

POINTS_PER_INCH = 72
PAD = 3.0
"""Pixels that stay free on each side of the axes with all that belongs to them."""


class OncePlaced(LayoutEngine):
    """Places a grid of equal axes between their own texts, what stands at the foot of the figure, and its key.

    matplotlib's constrained layout measures everything twice and solves for the room; charts of one grid need neither. What reaches beyond its
    axes is measured where the axes stand at first, which ``first_places`` says: nearly where they stand in the end.
    """

    _adjust_compatible = False
    _colorbar_gridspec = False

    def __init__(self):
        super().__init__()
        self._params = {"w_pad": PAD / POINTS_PER_INCH, "h_pad": PAD / POINTS_PER_INCH}

    def set(self, *, w_pad: float | None = None, h_pad: float | None = None) -> None:
        """Room that stays free beside, above and below each axes, in inches."""
        self._params |= {name: pad for name, pad in (("w_pad", w_pad), ("h_pad", h_pad)) if pad is not None}

    def execute(self, fig: Figure) -> None:
        """Place the axes of a figure; matplotlib calls it once for a drawing."""
        renderer = fig.canvas.get_renderer()
        pads = {name: pad * fig.dpi for name, pad in self._params.items()}
        foot, head = _foot_and_head(fig, renderer, pads["h_pad"])
        shown = [ax for ax in fig.axes if ax.get_visible() and ax.get_subplotspec() is not None]
        if not shown:
            return
        rows, columns = shown[0].get_subplotspec().get_gridspec().get_geometry()
        width, height = fig.bbox.size
        beside, above = _margins(shown, renderer, columns, rows, pads)
        lefts, plot_width = _placed(beside, width)
        # Rows go down from the top, and places of a figure go up from its foot.
        tops, plot_height = _placed(above, height - foot - head)
        for ax in shown:
            place = ax.get_subplotspec()
            left, top = lefts[place.colspan.start], head + tops[place.rowspan.start]
            ax.set_position([left / width, 1 - (top + plot_height) / height, plot_width / width, plot_height / height])


def first_places() -> SubplotParams:
    """Where axes stand before they are placed: over nearly all of the figure."""
    return SubplotParams(left=0.03, right=0.98, bottom=0.03, top=0.98, wspace=0.05, hspace=0.2)


def _foot_and_head(fig: Figure, renderer, pad: float) -> tuple[float, float]:
    """Pixels that a text below the axes and keys below or above them take; the text is moved to the foot."""
    foot = head = 0.0
    for text in fig.texts:
        text.set_y(pad / fig.bbox.height)
        foot = max(foot, text.get_window_extent(renderer).height + 2 * pad)
    for legend in fig.legends:
        extent = legend.get_window_extent(renderer)
        taken = extent.height + 2 * pad
        if (extent.y0 + extent.y1) / 2 > fig.bbox.height / 2:
            head = max(head, taken)
        else:
            foot = max(foot, taken)
    return foot, head


def _margins(shown: list[Axes], renderer, columns: int, rows: int, pads: dict[str, float]) -> tuple[list, list]:
    """Pixels that the texts of the axes need: before and after each column, and above and below each row."""
    beside = [[pads["w_pad"]] * 2 for _ in range(columns)]
    above = [[pads["h_pad"]] * 2 for _ in range(rows)]
    for ax in shown:
        place, plot = ax.get_subplotspec(), ax.get_position().transformed(ax.get_figure().transSubfigure)
        whole = Bbox.union([plot, ax.get_tightbbox(renderer, for_layout_only=True)])
        column, row = beside[place.colspan.start], above[place.rowspan.start]
        column[:] = max(column[0], plot.x0 - whole.x0 + pads["w_pad"]), max(column[1], whole.x1 - plot.x1 + pads["w_pad"])
        row[:] = max(row[0], whole.y1 - plot.y1 + pads["h_pad"]), max(row[1], plot.y0 - whole.y0 + pads["h_pad"])
    return beside, above


def _placed(margins: list, room: float) -> tuple[list[float], float]:
    """Where each of some equal plots begins, and how long each is, between margins in a room.

    >>> _placed([[10, 5], [20, 5]], 100)
    ([10, 65.0], 30.0)
    """
    length = (room - sum(before + after for before, after in margins)) / len(margins)
    begins, at = [], 0.0
    for before, after in margins:
        begins.append(at + before)
        at += before + length + after
    return begins, length
