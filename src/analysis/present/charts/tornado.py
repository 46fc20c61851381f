"""Tornado charts: what the range of each assumption does to the result."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.assumption_wording import value_in_words
from analysis.present.charts.drawing import BAR_HEIGHT, BEHIND_TEXT, NAME_LINE, chart, named_rows
from analysis.present.charts.fan import short_pounds
from analysis.present.html import Html
from analysis.present.tables import must_be_released

MOST_BARS = 8
NAME_WIDTH = {True: 90, False: 44}
KEY, BELOW = 34, 26
"""Pixels for the key above the bars and for the amounts below them."""


def tornado(name: str, released: Released, *, net_present_value_gbp: float, **words: str) -> Html:
    """The net present value at both ends of each assumption's range, as bars from its value in the scenario, widest first.

    Parameters
    ----------
    released
        One row per assumption, widest swing first, as ``tornado_table`` gives it. The widest eight are drawn.
    net_present_value_gbp
        Net present value of the scenario, where the bars start.
    words
        ``title``, ``alt`` and ``description`` of the chart.
    """
    data = must_be_released(released).table.head(MOST_BARS)
    ends = data[["npv_at_lowest_gbp", "npv_at_highest_gbp"]].to_numpy(float)
    low, high = min(ends.min(), net_present_value_gbp, 0), max(ends.max(), net_present_value_gbp, 0)
    span = max(high - low, 1)

    rows = {wide: named_rows(list(data["assumption_meaning"]), NAME_WIDTH[wide]) for wide in (True, False)}

    def draw(figure: Figure, wide: bool) -> None:
        ax, laid = figure.subplots(), rows[wide]
        margin = span * (0.14 if wide else 0.22)
        left = low - margin
        for line, style in ((0, (0, (4, 3))), (net_present_value_gbp, "solid")):
            ax.plot([line, line], [laid.name_tops[0] + NAME_LINE, laid.height], color=theme.TEXT, linewidth=1, linestyle=style, zorder=0)
        for top, text, bar, entry in zip(laid.name_tops, laid.names, laid.bars, data.itertuples(), strict=True):
            ax.text(left, top, text, ha="left", va="top", fontsize=12, linespacing=1.1, bbox=BEHIND_TEXT)
            for end, value, colour in (
                (entry.npv_at_lowest_gbp, entry.lowest_value, theme.ORANGE),
                (entry.npv_at_highest_gbp, entry.highest_value, theme.BLUE),
            ):
                ax.barh(bar, end - net_present_value_gbp, left=net_present_value_gbp, height=BAR_HEIGHT, color=colour)
                _label_end(ax, bar, end, net_present_value_gbp, short_value(value, entry.assumption_unit), span)
        _label_lines(ax, laid.height + 4, net_present_value_gbp, span)
        ax.set_xlim(left, high + margin)
        ax.set_ylim(laid.height + BELOW, -4)
        ax.set_axis_off()
        key = [Patch(color=colour, label=text) for text, colour in (("at its lowest", theme.ORANGE), ("at its highest", theme.BLUE))]
        figure.legend(handles=key, loc="outside upper left", ncols=2, frameon=False, fontsize=12, handlelength=1)

    return chart(name, draw=draw, heights=(int(rows[True].height + KEY + BELOW), int(rows[False].height + KEY + BELOW)), **words)


def short_value(value: float, unit: str) -> str:
    """A value of an assumption without the noun: ``20``, ``60%``, ``£1,408``.

    >>> short_value(20, "placements a year"), short_value(60, "per cent"), short_value(1407.71, "£ a year")
    ('20', '60%', '£1,408')
    """
    if unit.startswith("£"):
        return value_in_words(round(value), "£")
    words = value_in_words(value, unit)
    return words if unit in ("per cent", "true or false") else words.split(" ")[0]


def _label_end(ax: Axes, place: float, end: float, start: float, text: str, span: float) -> None:
    """The value of the assumption beyond the end of its bar; nothing where the bar has no length."""
    if abs(end - start) < 0.004 * span:
        return
    beyond = 0.01 * span if end > start else -0.01 * span
    ax.text(end + beyond, place, text, ha="left" if end > start else "right", va="center", fontsize=12, bbox=BEHIND_TEXT, zorder=3)


def _label_lines(ax: Axes, place: float, net_present_value_gbp: float, span: float) -> None:
    """Amounts under the line of the scenario and the line of zero, on the sides where they are apart; one where they are close."""
    value_is_right = net_present_value_gbp >= 0
    apart = abs(net_present_value_gbp) > 0.02 * span
    side = ("left" if value_is_right else "right") if apart else "center"
    ax.text(net_present_value_gbp, place, short_pounds(net_present_value_gbp), ha=side, va="top", fontweight="bold", fontsize=12)
    if apart:
        ax.text(0, place, "£0", ha="right" if value_is_right else "left", va="top", fontsize=12)
