"""A funnel of teams: caseload against size, with the limits within which chance alone would leave each."""

from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import BEHIND_TEXT, chart
from analysis.present.html import Html
from analysis.present.tables import must_be_released
from analysis.present.wording import wrapped

MOST_NAMED = 8
"""Of so many teams each is named."""


def team_funnel(
    name: str, released: Released, limits: Released, *, team: str, size: str, value: str, inside: str, mean: float, note: str, **words: str
) -> Html:
    """Dots of teams between the limits of chance; those outside stand out, and they, the highest and the lowest are named, or all of a few.

    Parameters
    ----------
    released
        One row a team: its size, its caseload and its ``inside`` text (within the limits or not).
    limits
        One row a size, in order: ``chance_low_95``, ``chance_high_95``, ``chance_low_998``, ``chance_high_998``.
    inside
        Column that is ``within chance`` for the teams that do not stand out.
    mean
        Caseload of all teams.
    note
        Written below.
    words
        ``title``, ``alt`` and ``description`` of the chart.
    """
    data, lines = must_be_released(released).table.dropna(subset=[value]), must_be_released(limits).table

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        ax.fill_between(lines[size], lines["chance_low_998"], lines["chance_high_998"], color="#eef0f1", linewidth=0, zorder=0)
        ax.fill_between(lines[size], lines["chance_low_95"], lines["chance_high_95"], color="#d8dcde", linewidth=0, zorder=0)
        ax.axhline(mean, color=theme.MUTED_TEXT, linewidth=1.5, linestyle=(0, (4, 3)), zorder=1)
        usual = data[inside] == "within chance"
        ax.plot(data.loc[usual, size], data.loc[usual, value], "o", markersize=8, color=theme.CHARCOAL, zorder=2)
        ax.plot(data.loc[~usual, size], data.loc[~usual, value], "D", markersize=10, color=theme.ORANGE, zorder=3)
        middle = (lines[size].min() + lines[size].max()) / 2
        ends = data[value].isin([data[value].max(), data[value].min()])
        named = data if len(data) <= MOST_NAMED else data[~usual | ends]
        for _, row in named.iterrows():
            left = row[size] > middle
            ax.annotate(
                row[team], (row[size], row[value]), xytext=(-10 if left else 10, 0), textcoords="offset points", va="center",
                ha="right" if left else "left", fontsize=11, fontweight="normal" if row[inside] == "within chance" else "bold",
                bbox=BEHIND_TEXT, zorder=4,
            )  # fmt: skip
        ax.set_xlim(lines[size].min(), lines[size].max())
        ax.set_ylim(0, max(data[value].max(), lines["chance_high_95"].max()) * 1.1)
        ax.tick_params(labelsize=11, colors=theme.MUTED_TEXT, length=0)
        ax.spines["left"].set_visible(False)
        figure.supxlabel(wrapped(note, 92 if wide else 46), fontsize=12, color=theme.MUTED_TEXT, x=0.02, ha="left")

    return chart(name, draw=draw, heights=(400, 420), **words)
