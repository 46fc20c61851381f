"""How a figure spreads: a dot for each of many, in groups, over the box that holds the middle half."""

from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import chart
from analysis.present.html import Html
from analysis.present.tables import must_be_released
from analysis.present.wording import wrapped

ROW = 42


def spread_by_group(name: str, released: Released, *, group: str, value: str, own: str, is_own: str, **words: str) -> Html:
    """Dots by group, the group with the highest median on top; one stands out and is named.

    Parameters
    ----------
    released
        One row a dot: ``group``, ``value``, and ``is_own``, whether it is the one that stands out.
    own
        Its name.
    words
        ``title``, ``alt`` and ``description`` of the chart.
    """
    from seaborn import stripplot  # a second of loading, for exploring alone

    data = must_be_released(released).table
    order = data.groupby(group)[value].median().sort_values(ascending=False).index.tolist()
    middle = data.groupby(group)[value].quantile([0.25, 0.75]).unstack().loc[order]
    rest, chosen = data[~data[is_own]], data[data[is_own]]

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        ax.barh(range(len(order)), middle[0.75] - middle[0.25], left=middle[0.25], height=0.6, color="#e4e9ed", edgecolor=theme.MUTED_TEXT)
        stripplot(rest, x=value, y=group, order=order, ax=ax, jitter=False, size=6, alpha=0.6, color=theme.CHARCOAL)
        stripplot(
            chosen, x=value, y=group, order=order, ax=ax, jitter=False, size=11, color=theme.ORANGE, edgecolor=theme.TEXT, linewidth=1
        )
        for row in chosen.itertuples():
            ax.annotate(own, (getattr(row, value), order.index(getattr(row, group))), xytext=(0, -10), textcoords="offset points",
                        ha="center", va="top", fontsize=12, fontweight="bold")  # fmt: skip
        ax.set_yticks(range(len(order)), [wrapped(each, 26 if wide else 14) for each in order], fontsize=12 if wide else 11)
        ax.set(xlabel="", ylabel="")
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)

    return chart(name, draw=draw, heights=(60 + ROW * len(order),) * 2, **words)
