"""A council's series across changes of area: its own years, its predecessors' before, never joined without a mark."""

import pandas as pd

OWN, BEFORE, JOINT = "own", "predecessor", "joint"
ADDS_UP = ("count", "fte", "days", "gbp_thousand")
"""Units of figures that add up over areas; rates and shares do not."""


def series_of(figures: pd.DataFrame, council: str, predecessors: list[str]) -> pd.DataFrame:
    """Figures of one measure over the years for a council and, before it began, for those that it came from.

    Parameters
    ----------
    figures
        Figures of one measure and breakdown: ``area``, ``area_level``, ``year``, ``value``, ``symbol``.
    council, predecessors
        Slugs.

    Returns
    -------
    pandas.DataFrame
        One row an area and year, oldest first, and ``role``: ``own``, ``joint`` (returned together with another council) or
        ``predecessor``. Predecessors stand only in years before the first in which the council has a figure.
    """
    own = figures[figures["area"] == council].assign(role=OWN)
    shared = pd.Series([council in area.split("+") for area in figures["area"]], index=figures.index, dtype=bool)
    together = figures[figures["area_level"].eq("joint") & shared].assign(role=JOINT)
    mine = pd.concat([own, together])
    mine = mine[mine["value"].notna() | ~mine.duplicated("year", keep=False)]
    first = mine.loc[mine["value"].notna(), "year"].min()
    before = figures[figures["area"].isin(predecessors) & figures["value"].notna()].assign(role=BEFORE)
    before = before[before["year"] < first] if pd.notna(first) else before
    if len(before) and pd.notna(first):
        mine = mine[mine["value"].notna() | (mine["year"] >= first)]
    return pd.concat([before, mine]).sort_values(["year", "area"]).reset_index(drop=True)


def summed(figures: pd.DataFrame, areas: list[str]) -> pd.DataFrame:
    """Counts of several areas added up, for the years in which they add up exactly: ``year``, ``value``.

    Years in which an area has no figure, or its figure is rounded to more than 1, are left out, as are rates and shares altogether.

    Parameters
    ----------
    figures
        Figures of one measure and breakdown: ``area``, ``year``, ``value``, ``unit``, ``rounded_to``.
    """
    parts = figures[figures["area"].isin(areas) & figures["value"].notna() & figures["unit"].isin(ADDS_UP) & figures["rounded_to"].le(1)]
    by_year = parts.groupby("year")["value"].agg(["sum", "size"])
    whole = by_year[by_year["size"] == len(set(areas))]
    return whole["sum"].rename("value").reset_index()
