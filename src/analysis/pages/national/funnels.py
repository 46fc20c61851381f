"""The funnel of all councils for one figure: each one's place between the limits of chance around England's figure."""

import numpy as np
import pandas as pd

from analysis.catalogue.national.areas import area_name
from analysis.catalogue.national.figures import NationalFigure, national_figure
from analysis.disclosure.release import Released
from analysis.pages.given import Given
from analysis.pages.national.tables import neighbour_areas
from analysis.performance.chance import in_funnel
from analysis.performance.comparisons import COUNCILS
from analysis.present.charts.funnel import funnel
from analysis.present.findings import national as findings
from analysis.present.html import Html

LIMITS = ("low_95", "high_95", "low_998", "high_998")
_POINTS = 60  # of each limit of the funnel


def all_councils(given: Given, key: str, name: str) -> tuple[Html, Released]:
    """The funnel of a figure that the council has with count and base, and the councils in it.

    Parameters
    ----------
    key
        The figure.
    name
        What the chart and its tables are called.
    """
    held, figure = given.national, national_figure(key)
    year = held.newest_year(key)
    rows = held.of_year(key, year)
    councils = rows[rows["area_level"].isin(COUNCILS)].dropna(subset="value")
    own, beside = held.comparison(key).area, set(neighbour_areas(held, rows))
    mean = held.mean_of_england(key, year)
    places = in_funnel(councils["count"], councils["base"], mean, figure.per, figure.is_share)
    table = pd.DataFrame(
        {
            "national_area": councils["area"].map(area_name),
            "area_kind": ["council" if area == own else "neighbour" if area in beside else "other" for area in councils["area"]],
            "rests_on": councils["base"],
            "national_value": places["value"],
            **{f"funnel_{limit}": places[limit] for limit in LIMITS},
            "beyond_by_chance": places["beyond"],
        }
    ).dropna(subset="beyond_by_chance")
    released = given.release(table, f"{name}_councils")
    lines = given.release(_limits(figure, table["rests_on"], mean), f"{name}_limits")
    drawn = funnel(
        f"{name.replace('_', '-')}-funnel",
        released,
        lines,
        base="rests_on",
        value="national_value",
        kind="area_kind",
        mean=(f"England {findings.amount(mean, '%' if figure.is_share else '', figure.decimals)}", mean),
        own_name=given.place,
        base_name=figure.base_name,
        title=findings.funnel_title(released, given.place, figure.title),
        alt=f"Funnel plot: {figure.title}, of every council against {figure.base_name}, with the limits of chance around England's figure.",
        description=findings.funnel_description(released, given.place, figure),
    )
    return drawn, released


def _limits(figure: NationalFigure, bases: pd.Series, mean: float) -> pd.DataFrame:
    """The limits over the whole range of bases, for their lines."""
    points = pd.Series(np.geomspace(bases.min() * 0.8, bases.max() * 1.2, _POINTS))
    along = in_funnel(0 * points, points, mean, figure.per, figure.is_share)
    return pd.DataFrame({"rests_on": points, **{f"funnel_{limit}": along[limit] for limit in LIMITS}})
