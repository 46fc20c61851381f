"""A funnel: rates of all councils against their size, with the limits within which chance alone would leave them."""

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.dots import NEIGHBOUR, OWN
from analysis.present.charts.drawing import BEHIND_TEXT, chart
from analysis.present.html import Html
from analysis.present.tables import must_be_released
from analysis.present.wording import number, wrapped

MARKS = (5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)


def funnel(
    name: str,
    released: Released,
    limits: Released,
    *,
    base: str,
    value: str,
    kind: str,
    mean: tuple[str, float],
    own_name: str,
    base_name: str,
    **words: str,
) -> Html:
    """Dots of all councils, the council and its neighbours marked, between the limits of chance.

    Parameters
    ----------
    released
        One row a council: its base, rate and what it is (``council``, ``neighbour`` or other).
    limits
        One row a base, in order: ``funnel_low_95``, ``funnel_high_95``, ``funnel_low_998``, ``funnel_high_998``.
    mean
        Name and height of the line that the limits are around.
    own_name, base_name
        What the council and the base are called.
    words
        ``title``, ``alt`` and ``description`` of the chart.
    """
    data, lines = must_be_released(released).table, must_be_released(limits).table

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        ax.fill_between(lines[base], lines["funnel_low_998"], lines["funnel_high_998"], color="#eef0f1", linewidth=0, zorder=0)
        ax.fill_between(lines[base], lines["funnel_low_95"], lines["funnel_high_95"], color="#d8dcde", linewidth=0, zorder=0)
        ax.axhline(mean[1], color=theme.MUTED_TEXT, linewidth=1.5, linestyle=(0, (4, 3)), zorder=1)
        others = data[~data[kind].isin((OWN, NEIGHBOUR))]
        beside, own = data[data[kind] == NEIGHBOUR], data[data[kind] == OWN]
        ax.plot(others[base], others[value], "o", markersize=4.5, color=theme.CHARCOAL, alpha=0.65, markeredgewidth=0, zorder=2)
        ax.plot(beside[base], beside[value], "s", markersize=6.5, color=theme.ORANGE, zorder=3)
        ax.plot(own[base], own[value], "o", markersize=12, color=theme.BLUE, markeredgecolor="white", markeredgewidth=1.5, zorder=4)
        ax.set_xscale("log")
        for _, row in own.iterrows():
            ax.annotate(
                own_name, (row[base], row[value]), xytext=(11, 4), textcoords="offset points", fontsize=13, fontweight="bold",
                color=theme.BLUE, bbox=BEHIND_TEXT, zorder=5,
            )  # fmt: skip
        shown = [mark for mark in MARKS if lines[base].min() <= mark <= lines[base].max()]
        ax.set_xticks(shown if wide else shown[::2])
        ax.xaxis.set_major_formatter(FuncFormatter(lambda size, _: number(size)))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_xlim(lines[base].min(), lines[base].max())
        ax.set_ylim(0, data[value].max() * 1.1)
        ax.tick_params(labelsize=11, colors=theme.MUTED_TEXT, length=0)
        ax.spines["left"].set_visible(False)
        ax.annotate(
            mean[0], (0.995, mean[1]), xycoords=("axes fraction", "data"), xytext=(0, 4), textcoords="offset points", ha="right",
            va="bottom", fontsize=12, color=theme.TEXT, bbox=BEHIND_TEXT,
        )  # fmt: skip
        note = (
            f"Across: {base_name}. Squares: the ten statistical neighbours. Dark grey: 95% of councils by chance alone; light grey: 99.8%."
        )
        figure.supxlabel(wrapped(note, 92 if wide else 46), fontsize=12, color=theme.MUTED_TEXT, x=0.02, ha="left")

    return chart(name, draw=draw, heights=(400, 420), **words)
