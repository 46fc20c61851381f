"""Sentences on where children in care live: in the authority's area or outside it, how far from home, and in what has no registration."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.placements.distance import BETWEEN, BY_AREA, IN_AREA, OUTSIDE_AREA, WITHIN, miles
from analysis.present.page import Tile
from analysis.present.wording import counted, listing, month_year, number, per_cent

NOT_SHOWN = "not shown"


def split_name(split: str, area: str) -> str:
    """What children are divided by, with the word for the authority's area, such as ``city``."""
    return f"In the {area} or not" if split == BY_AREA else "Distance from home"


def place_name(place: str, area: str, bounds: tuple[int, int] | None) -> str:
    """A place as a reader sees it; ``bounds`` are the nearer and further distance in miles, where both are stated."""
    if place == BETWEEN:
        return f"From {bounds[0]} to {bounds[1]} miles, or not known"
    if place in (IN_AREA, OUTSIDE_AREA):
        return f"In the {area}" if place == IN_AREA else f"Outside the {area}"
    return f"Within {miles(place)} miles of home" if WITHIN.fullmatch(place) else f"More than {miles(place)} miles"


def distance_title(distance: Released) -> str:
    """Finding of the chart of distance: the shares furthest from home."""
    rows = distance.table.dropna(subset=["distance_share_pct"])
    parts = [
        f"{per_cent(row.distance_share_pct, 0)} live {row.distance_band[:1].lower() + row.distance_band[1:]}"
        + (" from home" if row.distance_band.startswith("More") else "")
        for row in rows.itertuples()
        if row.distance_band.startswith(("Outside", "More"))
    ]
    return f"Of children in care, {listing(parts)}" if parts else "Where children in care live"


def distance_description(distance: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row.distance_band}: {distance_label(pd.Series(row._asdict()))}" for row in distance.table.itertuples()]
    return f"Bars from zero. {'; '.join(parts)}."


def distance_label(row: pd.Series) -> str:
    """Children and share, as a label of a bar."""
    if pd.isna(row["children_at_distance"]):
        return NOT_SHOWN
    share = "" if pd.isna(row["distance_share_pct"]) else f" ({per_cent(row['distance_share_pct'])})"
    return f"{number(row['children_at_distance'])}{share}"


def outside_over_time(outside: Released, area: str) -> str:
    """How the share placed outside the authority's area moved over the dates."""
    rows = outside.table.dropna(subset=["out_of_area_pct"])
    last = rows.iloc[-1]
    now = f"{per_cent(last['out_of_area_pct'])} of children in care were placed outside the {area} at the end of {month_year(last['snapshot_date'])}"
    if len(rows) < 2:
        return f"{now}. A place outside the {area} can be next to it."
    first = rows.iloc[0]
    lowest, highest = rows["out_of_area_pct"].min(), rows["out_of_area_pct"].max()
    return (
        f"{now}, {per_cent(first['out_of_area_pct'])} in {month_year(first['snapshot_date'])}. At all {counted(len(rows), 'date')} the share was "
        f"from {per_cent(lowest)} to {per_cent(highest)}. A place outside the {area} can be next to it."
    )


def outside_tile(outside: Released, area: str) -> Tile:
    """Key figure of children placed outside the authority's area."""
    rows = outside.table.dropna(subset=["out_of_area_pct"])
    note = f"{per_cent(rows['out_of_area_pct'].iloc[-2])} in {month_year(rows['snapshot_date'].iloc[-2])}" if len(rows) > 1 else ""
    return Tile(f"Placed outside the {area}", per_cent(rows["out_of_area_pct"].iloc[-1]), note, field("out_of_area_pct").definition)


def distance_limits(provisional: bool, between: bool) -> list[str]:
    """What figures of distance cannot say."""
    return [
        "Distance is provisional." if provisional else "",
        "It cannot be told whether children whose home address is not known are counted as neither near nor far." if between else "",
        "Nothing here says whether a child placed far away is there for want of a place nearby, or because it is right for the child.",
    ]


def unregistered(stated: Released, measures: Released) -> str:
    """Young people in unregistered arrangements, in all, and whether the counts by age can be shown."""
    row = stated.table.iloc[0]
    if pd.isna(row["unregistered_children"]):
        text = "The number of young people in unregistered arrangements is too small to show."
    elif row["unregistered_children"] == 0:
        text = "No young person was in an unregistered arrangement when the report was written."
    else:
        text = f"{counted(row['unregistered_children'], 'young person', 'young people').capitalize()} lived in unregistered arrangements when the report was written."
        if (measures.table["target"] == 0).any():
            text += " The target is none."
    if measures.suppressed["measure_value"].any():
        text += " Counts by age group are too small to show."
    return text
