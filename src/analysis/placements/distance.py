"""How far from home children in care are placed."""

import re

import pandas as pd

from analysis.measures import share_pct

IN_AREA, OUTSIDE_AREA = "cla_in_city", "cla_out_of_city"
BASE, BETWEEN = "cla_in_distance_figure", "cla_between"
WITHIN, BEYOND = re.compile(r"cla_within_(\d+)_miles"), re.compile(r"cla_over_(\d+)_miles")
"""Quantities of a report's text: children placed in the authority's area and outside it; all children in the figure of
distance, those within so many miles of home, and those further away than so many; and the rest between the two."""

BY_AREA, BY_DISTANCE = "area", "distance"
OUTSIDE_AREA_INDICATOR = "cla_out_of_city_pct"


def placements_by_distance(stated: pd.DataFrame) -> pd.DataFrame:
    """Children in care by whether they are placed in the authority's area, and by distance from home.

    Parameters
    ----------
    stated
        Figures of the report's text: ``quantity`` (those named above), ``value``.

    Returns
    -------
    pandas.DataFrame
        One row per place that is stated or follows: ``split`` (``area`` or ``distance``), ``place`` (the quantity; ``cla_between`` for those
        between the two distances, who are the rest), ``children_at_distance``, ``distance_share_pct`` (of the children of its split; missing
        where their number is not stated).

    Notes
    -----
    Source: ``scrutiny-2023-11``, performance report, section 1.4.
    """
    counts = stated.dropna(subset=["quantity", "value"]).drop_duplicates("quantity").set_index("quantity")["value"]
    near = sorted((name for name in counts.index if WITHIN.fullmatch(name)), key=miles)
    far = sorted((name for name in counts.index if BEYOND.fullmatch(name)), key=miles)
    by_area = [(BY_AREA, name, counts[name]) for name in (IN_AREA, OUTSIDE_AREA) if name in counts]
    by_distance = [(BY_DISTANCE, name, counts[name]) for name in near[:1]]
    if near and far and BASE in counts:
        by_distance.append((BY_DISTANCE, BETWEEN, counts[BASE] - counts[near[0]] - counts[far[-1]]))
    by_distance += [(BY_DISTANCE, name, counts[name]) for name in far[-1:]]
    table = pd.DataFrame([*by_area, *by_distance], columns=["split", "place", "children_at_distance"])
    wholes = {BY_AREA: table.loc[table["split"] == BY_AREA, "children_at_distance"].sum() if len(by_area) == 2 else None}
    wholes[BY_DISTANCE] = counts.get(BASE)
    table["distance_share_pct"] = share_pct(table["children_at_distance"].astype(float), table["split"].map(wholes).astype(float))
    return table.astype({"children_at_distance": "Int64"})


def miles(quantity: str) -> int:
    """The distance that a quantity names, in miles; 0 where it names none.

    >>> miles("cla_over_125_miles"), miles("cla_between")
    (125, 0)
    """
    found = WITHIN.fullmatch(quantity) or BEYOND.fullmatch(quantity)
    return int(found[1]) if found else 0


def outside_area_by_date(values: pd.DataFrame) -> pd.DataFrame:
    """Share of children looked after who are placed outside the authority's area, at each date.

    Parameters
    ----------
    values
        One row per ``indicator`` and ``period_end_date``; ``value`` in per cent.

    Returns
    -------
    pandas.DataFrame
        One row per date in order: ``snapshot_date``, ``out_of_area_pct``.
    """
    rows = values[values["indicator"] == OUTSIDE_AREA_INDICATOR].sort_values("period_end_date")
    return pd.DataFrame({"snapshot_date": rows["period_end_date"], "out_of_area_pct": rows["value"]}).reset_index(drop=True)
