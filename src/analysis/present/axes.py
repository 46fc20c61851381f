"""Axes of a chart: matplotlib's own, that make no tick before one is shown."""

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis
from matplotlib.figure import Figure


class _Sparing:
    """What an axis leaves out: to make axes with their ticks is a fourth of the work of a chart of small panels."""

    def set_clip_path(self, path, transform=None) -> None:
        """Where the axis is cut off. Its ticks are not told: no tick reaches beyond its axes, and to tell them would make them."""
        Artist.set_clip_path(self, path, transform)

    def grid(self, visible: bool | None = None, which: str = "major", **options) -> None:
        """Lines of a grid. There are none by the theme, so that to turn them off, as matplotlib does with all new axes, changes nothing."""
        if visible is not False or options:
            super().grid(visible, which, **options)

    def _update_label_position(self, renderer) -> None:
        """Place the label of the axis below all its ticks, where it has a label."""
        if self.label.get_text():
            super()._update_label_position(renderer)


class _SparingX(_Sparing, XAxis):
    """The axis across."""


class _SparingY(_Sparing, YAxis):
    """The axis upwards."""


class ChartAxes(Axes):
    """Axes with sparing axes in them."""

    def _init_axis(self) -> None:
        self.xaxis, self.yaxis = _SparingX(self, clear=False), _SparingY(self, clear=False)
        for spine, axis in (("bottom", self.xaxis), ("top", self.xaxis), ("left", self.yaxis), ("right", self.yaxis)):
            self.spines[spine].register_axis(axis)


class ChartFigure(Figure):
    """A figure whose axes are of this kind."""

    def add_subplot(self, *place, **options) -> Axes:
        """Axes at a place of a grid."""
        return super().add_subplot(*place, **{"axes_class": ChartAxes, **options})
