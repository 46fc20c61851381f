"""Axes of a chart: matplotlib's own, that make no tick before one is shown."""

from collections.abc import Iterator
from contextlib import contextmanager

from matplotlib.axes import Axes
from matplotlib.axis import Axis, XAxis, YAxis
from matplotlib.figure import Figure


class _Sparing:
    """What an axis leaves out: to make axes with their ticks is a fourth of the work of a chart of small panels."""

    def set_clip_path(self, path, transform=None) -> None:
        """Where the axis is cut off; a tick that is made later reaches no further than its axes."""
        with _no_tick_made(self):
            super().set_clip_path(path, transform)

    def set_tick_params(self, which: str = "major", reset: bool = False, **options) -> None:
        """How ticks look: those that are there, and those that are made later, as matplotlib notes it for them."""
        with _no_tick_made(self):
            super().set_tick_params(which, reset, **options)

    def _update_label_position(self, renderer) -> None:
        """Place the label of the axis below all its ticks, where it has a label."""
        if self.label.get_text():
            super()._update_label_position(renderer)


@contextmanager
def _no_tick_made(axis: Axis) -> Iterator[None]:
    """Ticks that are not there yet stay so: matplotlib makes the first of each kind when its list is looked at, if only to change it."""
    absent = [name for name in ("majorTicks", "minorTicks") if name not in vars(axis)]
    for name in absent:
        setattr(axis, name, [])
    try:
        yield
    finally:
        for name in absent:
            vars(axis).pop(name, None)


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
