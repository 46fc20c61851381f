"""Tables that the sections on national figures share."""

import pandas as pd

from analysis.catalogue.national.areas import ENGLAND, area_name
from analysis.pages.national.held import NationalHeld
from analysis.performance.area_series import BEFORE
from analysis.performance.comparisons import median_by_year
from analysis.present.findings.national import FEW

COMPARED = [
    "national_figure", "national_period", "national_unit", "national_value", "national_low", "national_high", "england_value",
    "region_value", "neighbours_median", "neighbours_mean", "neighbours_with_figure", "lower_quartile", "upper_quartile",
    "rank_lowest_first", "rank_shared_last", "rank_first_by_chance", "rank_last_by_chance", "councils_compared", "better_is",
    "rests_on", "beyond_by_chance",
]  # fmt: skip
"""Columns of a table of comparisons."""


def neighbour_areas(held: NationalHeld, rows: pd.DataFrame) -> list[str]:
    """Areas under which the neighbours' figures stand, in any year; not the council's own."""
    neighbours = set(held.neighbours["neighbour"])
    areas = rows.loc[rows["area_level"].isin(["council", "joint"]), "area"].unique()
    return [area for area in areas if neighbours & set(area.split("+")) and held.council.slug not in area.split("+")]


def over_years(held: NationalHeld, key: str) -> pd.DataFrame:
    """A figure over the years beside its neighbours, region and England; one row a year.

    A council that came from one other has that one's figures apart, in ``predecessor_value``, and never in its own line.
    """
    rows, series = held.rows(key), held.series(key)
    own = series[series["role"] != BEFORE].dropna(subset="value").drop_duplicates("year").set_index("year")["value"]
    before = series[series["role"] == BEFORE]
    earlier = before.set_index("year")["value"] if before["area"].nunique() == 1 else pd.Series(dtype=float)
    beside = median_by_year(rows, neighbour_areas(held, rows)).set_index("year")
    wide = {
        name: rows[rows["area"] == area].set_index("year")["value"]
        for name, area in (("england", ENGLAND), ("region", held.council.region_code))
    }
    years = sorted({*own.index, *earlier.index})
    years = list(range(years[0], years[-1] + 1)) if years else []
    found = pd.DataFrame({"national_year": [str(year) for year in years]}, index=years)
    periods = rows.drop_duplicates("year").set_index("year")["period"]
    return found.assign(
        national_period=periods.reindex(years),
        national_value=own.reindex(years),
        predecessor_value=earlier.reindex(years).astype(float),
        england_value=wide["england"].reindex(years),
        region_value=wide["region"].reindex(years),
        neighbours_median=beside["median"].reindex(years),
        neighbours_lowest=beside["lowest"].reindex(years),
        neighbours_highest=beside["highest"].reindex(years),
    ).reset_index(drop=True)


def beside_neighbours(held: NationalHeld, key: str) -> pd.DataFrame:
    """The newest figure of the council, each neighbour that has one, the region and England, highest first."""
    found = held.comparison(key)
    year = held.of_year(key, held.newest_year(key)).set_index("area")
    closeness = held.neighbours.set_index("neighbour")["closeness"]
    rows = [(found.area, "council")]
    rows += [(area, "neighbour") for area in found.neighbours["area"]]
    rows += [(area, kind) for area, kind in ((held.council.region_code, "region"), (ENGLAND, "England")) if area in year.index]
    table = pd.DataFrame(rows, columns=["area", "area_kind"])
    table = table.assign(
        national_area=table["area"].map(area_name),
        neighbour_closeness=[next((closeness[slug] for slug in area.split("+") if slug in closeness), None) for area in table["area"]],
        national_value=year["value"].reindex(table["area"]).to_numpy(),
        national_low=year["low"].reindex(table["area"]).to_numpy(),
        national_high=year["high"].reindex(table["area"]).to_numpy(),
    )
    return table.dropna(subset="national_value").sort_values("national_value", ascending=False, kind="stable").drop(columns="area")


def left_out(held: NationalHeld, keys: list[str]) -> list[str]:
    """Neighbours without the newest figure, in a sentence for each figure that lacks one."""
    found = []
    for row in held.compared(keys).to_dict("records"):
        if row["without"]:
            names = ", ".join(area_name(slug) for slug in row["without"])
            one = len(row["without"]) == 1
            who, left = ("neighbour", "it is") if one else ("neighbours", "they are")
            found.append(f"{row['national_figure']}: no figure is given for the {who} {names}; {left} left out.")
    return found


def small_bases(compared: pd.DataFrame) -> list[str]:
    """Shares, and cases for each worker, that rest on few people, in a sentence: one person more or less moves them far."""
    shares = compared[compared["national_unit"].isin(("%", "cases")) & compared["base"].lt(FEW)]
    if shares.empty:
        return []
    named = "; ".join(f"{row['national_figure']} (of {row['base']:g})" for row in shares.to_dict("records"))
    return [f"These rest on fewer than {FEW}, so that one more or less moves them far: {named}."]
