"""Charts of chances over the years."""

from matplotlib.figure import Figure

from analysis.disclosure.release import Released
from analysis.present import theme
from analysis.present.charts.drawing import chart, spread
from analysis.present.html import Html
from analysis.present.tables import must_be_released


def chances_by_year(name: str, released: Released, *, year: str, values: dict[str, str], **words: str) -> Html:
    """A line for each chance from 0 to 100 per cent, its end labelled, told apart by colour, mark and a key.

    Parameters
    ----------
    released
        One row per year, in order.
    year
        Column of the financial year.
    values
        Name in the key of each column of chances, in per cent.
    """
    data = must_be_released(released).table.reset_index(drop=True)
    styles = ((theme.BLUE, "o"), (theme.ORANGE, "s"))

    def draw(figure: Figure, wide: bool) -> None:
        ax = figure.subplots()
        places = spread([float(data[column].iloc[-1]) for column in values], gap=8)
        for (column, text), (colour, mark), place in zip(values.items(), styles, places, strict=True):
            ax.plot(data[column].astype(float), color=colour, marker=mark, linewidth=2.5, markersize=7, label=text)
            value = float(data[column].iloc[-1])
            ax.text(len(data) - 1 + 0.03 * len(data), place, f"{value:.0f}%", va="center", ha="left", fontweight="bold")
        short = [f"{text[:4]}/{text[-2:]}" if wide and len(data) < 8 else f"\u2019{text[2:4]}/{text[-2:]}" for text in data[year]]
        step = 1 if wide or len(data) <= 5 else 2
        shown = list(range(len(data)))[::-step][::-1]
        ax.set_xticks(shown, [short[place] for place in shown], fontsize=12 if wide else 11)
        ax.set_xlim(-0.3, len(data) - 1 + (0.12 if wide else 0.2) * len(data))
        ax.set_ylim(-4, 104)
        ax.set_yticks([0, 25, 50, 75, 100], ["0%", "25%", "50%", "75%", "100%"])
        ax.grid(axis="y")
        ax.spines["left"].set_visible(False)
        ax.spines["bottom"].set_visible(False)
        ax.tick_params(length=0)
        figure.legend(loc="outside upper left", frameon=False, ncols=2 if wide else 1, fontsize=12, handlelength=1.6)

    return chart(name, draw=draw, heights=(320, 320), **words)
