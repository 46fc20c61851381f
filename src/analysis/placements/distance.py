"""How far from home children in care are placed."""

import pandas as pd

from analysis.measures import share_pct

PLACES = {
    "cla_in_city": ("In the city or not", "In the city"),
    "cla_out_of_city": ("In the city or not", "Outside the city"),
    "cla_within_20_miles": ("Distance from home", "Within 20 miles of home"),
    "between": ("Distance from home", "From 20 to 125 miles, or not known"),
    "cla_over_125_miles": ("Distance from home", "More than 125 miles"),
}


def placements_by_distance(stated: pd.DataFrame) -> pd.DataFrame:
    """Children in care by whether they are placed in the city, and by distance from home.

    Parameters
    ----------
    stated
        Figures of the report's text: ``quantity`` (those of ``PLACES``, and ``cla_in_distance_figure``, all children in the
        figure of distance), ``value``.

    Returns
    -------
    pandas.DataFrame
        One row per place: ``distance_split``, ``distance_band``, ``children_at_distance`` (missing where not stated),
        ``distance_share_pct`` (of the children of its split). Those between the two distances are the rest.

    Notes
    -----
    Source: ``scrutiny-2023-11``, item 9, section 1.4. The figures of distance are provisional.
    """
    counts = stated.dropna(subset=["quantity"]).set_index("quantity")["value"].reindex([*PLACES, "cla_in_distance_figure"])
    whole = counts["cla_in_distance_figure"]
    counts["between"] = whole - counts["cla_within_20_miles"] - counts["cla_over_125_miles"]
    bases = [
        whole if split == "Distance from home" else counts[["cla_in_city", "cla_out_of_city"]].sum(skipna=False)
        for split, _ in PLACES.values()
    ]
    table = pd.DataFrame(list(PLACES.values()), columns=["distance_split", "distance_band"])
    table["children_at_distance"] = counts[list(PLACES)].astype("Int64").to_numpy()
    table["distance_share_pct"] = share_pct(table["children_at_distance"].astype(float), pd.Series(bases))
    return table


def out_of_city_by_date(values: pd.DataFrame) -> pd.DataFrame:
    """Share of children looked after who are placed outside the city, at each date.

    Parameters
    ----------
    values
        One row per ``indicator`` and ``period_end_date``; ``value`` in per cent.

    Returns
    -------
    pandas.DataFrame
        One row per date in order: ``snapshot_date``, ``out_of_city_pct``.
    """
    rows = values[values["indicator"] == "cla_out_of_city_pct"].sort_values("period_end_date")
    return pd.DataFrame({"snapshot_date": rows["period_end_date"], "out_of_city_pct": rows["value"]}).reset_index(drop=True)
