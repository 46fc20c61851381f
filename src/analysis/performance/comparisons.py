"""One council's figure against England, its region, its statistical neighbours and all councils."""

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.errors import MissingFigure

COUNCILS = ("council", "joint")
"""Levels of area that a comparison of councils is made of; two that return together count once."""


@dataclass(frozen=True)
class Comparison:
    """Where one figure stands. Every number has the unit of the measure; those that cannot be had are ``nan``.

    ``rank`` counts from the lowest; ``rank_last`` is the last place that councils with the same figure share. ``quarter`` is 1 for the
    lowest fourth of councils to 4 for the highest. ``neighbours`` are those with a figure, ``without`` those left out for want of one.
    """

    area: str
    value: float
    england: float
    region: float
    neighbours_median: float
    neighbours_mean: float
    lowest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: float
    rank: int
    rank_last: int
    councils: int
    quarter: int
    neighbours: pd.DataFrame
    without: list[str] = field(default_factory=list)


def area_of(figures: pd.DataFrame, council: str) -> str | None:
    """The area under which a council's figure stands: its own, or that of a joint return; ``None`` if it has no row with a figure.

    Parameters
    ----------
    figures
        Figures of one measure and year: ``area``, ``area_level``, ``value``.
    council
        Slug of the council.
    """
    return _area_by_council(figures).get(council)


def _area_by_council(figures: pd.DataFrame) -> dict[str, str]:
    """The area under which each council's figure stands."""
    areas = figures.loc[figures["value"].notna() & figures["area_level"].isin(COUNCILS), "area"].tolist()
    # Its own counts before a joint one, and of several joint ones the first.
    shared = {slug: area for area in reversed(areas) if "+" in area for slug in area.split("+")}
    return shared | {area: area for area in areas if "+" not in area}


def compare(figures: pd.DataFrame, council: str, neighbours: list[str], region_code: str, england: str) -> Comparison:
    """Where a council's figure of one measure and year stands.

    Parameters
    ----------
    figures
        One row an area, of one measure, breakdown and year: ``area``, ``area_level``, ``value`` (missing where withheld).
    council, neighbours
        Slugs. A neighbour that returns together with another stands for both, once; one that returns with the council itself is left out.
    region_code, england
        Areas of the figures of the region and of England.

    Raises
    ------
    MissingFigure
        If the council has no figure.
    """
    area_by_council = _area_by_council(figures)
    own = area_by_council.get(council)
    if own is None:
        raise MissingFigure(f"{council} has no figure to compare.")
    by_area = figures.set_index("area")["value"]
    councils = figures[figures["area_level"].isin(COUNCILS) & figures["value"].notna()].set_index("area")["value"]
    found = {neighbour: area_by_council.get(neighbour) for neighbour in neighbours}
    without = [neighbour for neighbour, area in found.items() if area is None]
    areas = list(dict.fromkeys(area for area in found.values() if area is not None and area != own))
    beside = pd.DataFrame({"area": areas, "value": councils.reindex(areas).to_numpy()})
    value = float(councils[own])
    below, same = int((councils < value).sum()), int((councils == value).sum())
    quartiles = np.quantile(councils, [0, 0.25, 0.5, 0.75, 1])
    return Comparison(
        area=own,
        value=value,
        england=float(by_area.get(england, math.nan)),
        region=float(by_area.get(region_code, math.nan)),
        neighbours_median=float(beside["value"].median()),
        neighbours_mean=float(beside["value"].mean()),
        **dict(zip(("lowest", "lower_quartile", "median", "upper_quartile", "highest"), map(float, quartiles), strict=True)),
        rank=below + 1,
        rank_last=below + same,
        councils=len(councils),
        quarter=int(1 + (value > quartiles[1]) + (value > quartiles[2]) + (value > quartiles[3])),
        neighbours=beside,
        without=without,
    )


def median_by_year(figures: pd.DataFrame, areas: list[str]) -> pd.DataFrame:
    """Median, lowest and highest of some areas for each year: ``year``, ``median``, ``lowest``, ``highest``, ``areas``.

    Parameters
    ----------
    figures
        Figures of one measure: ``area``, ``year``, ``value``; missing ones are left out.
    areas
        Whose.
    """
    there = figures[figures["area"].isin(areas) & figures["value"].notna()]
    grouped = there.groupby("year")["value"].agg(["median", "min", "max", "size"]).reset_index()
    return grouped.rename(columns={"min": "lowest", "max": "highest", "size": "areas"})
