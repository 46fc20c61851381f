"""What the sections on national figures share: a table against elsewhere, a line in the band of neighbours, the ten as dots."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.pages.given import Given
from analysis.pages.national.funnels import all_councils
from analysis.pages.national.tables import COMPARED, left_out, small_bases
from analysis.pages.sections import NothingToShow, Shown
from analysis.performance.national import standing_out
from analysis.present.charts.band import line_in_band
from analysis.present.charts.dots import dots_in_order
from analysis.present.findings import national as findings
from analysis.present.html import Html, paragraphs
from analysis.present.tables import table

CELLS = [
    "national_figure", "national_period", "national_value_words", "national_interval_words", "neighbours_median_words",
    "england_value_words", "beyond_by_chance_words", "rank_words",
]  # fmt: skip
"""Columns of a table of comparisons as a page shows it."""
BY_YEAR = [
    "national_period",
    "national_value",
    "neighbours_median",
    "neighbours_lowest",
    "neighbours_highest",
    "region_value",
    "england_value",
]


def compared_section(given: Given, keys: list[str], name: str, caption: str) -> Shown:
    """A section that sets several figures against elsewhere in one table, and says which stand out."""
    held = given.national
    compared = held.compared(keys)
    if compared.empty:
        raise NothingToShow(f"The releases give none of these figures for {given.place}.")
    shown = findings.with_cells(given.release(compared[COMPARED], f"{name}_compared"), compared["decimals"].tolist())
    outliers = given.release(standing_out(compared)[COMPARED], f"{name}_standing_out")
    decimals = dict(zip(compared["national_figure"], compared["decimals"], strict=True))
    stands_out = findings.what_stands_out(outliers, decimals, given.place)
    few, pulled = small_bases(compared), findings.mean_beside_median(shown, decimals)
    joint = findings.joint_return(held.council.slug, next((area for area in compared["area"] if "+" in area), held.council.slug))
    said = [stands_out, *joint, findings.beyond_chance_of_england(shown), *few, *pulled, *findings.not_given(held.not_given(keys))]
    body, tables = [paragraphs(*said), table(shown, caption, CELLS)], {"compared": shown, "standing_out": outliers}
    furthest = pd.concat([standing_out(compared), compared])
    furthest = furthest[furthest["beyond_by_chance"].notna()]
    if len(furthest):
        funnel_chart, tables["councils"] = all_councils(given, furthest["key"].iloc[0], name)
        body[1:1] = [funnel_chart]
    return Shown(
        body,
        tables,
        headline=stands_out if len(outliers.table) else "",
        limits=[*findings.LIMITS, *left_out(held, keys)],
        method=[*findings.METHOD, findings.FUNNEL],
    )


def band(given: Given, years: Released, key: str, name: str, what: str, decimals: int) -> Html:
    """The council's line in the band of its neighbours."""
    predecessor = years.table["predecessor_value"].notna().any()
    before = given.national.series(key) if predecessor else None
    return line_in_band(
        name,
        years,
        period="national_year",
        value="national_value",
        band=("neighbours_lowest", "neighbours_highest"),
        references={"neighbours_median": "Neighbours' median", "england_value": "England"},
        own_name=given.place,
        band_name="from the lowest to the highest of the ten statistical neighbours",
        decimals=decimals,
        before=("predecessor_value", findings.name_of(before["area"].iloc[0])) if predecessor else None,
        title=findings.band_title(years, given.place, what, decimals),
        alt=f"Line chart of {what} in {given.place} by year, with the range and the median of its neighbours and England.",
        description=findings.band_description(years, given.place, decimals),
    )


def dots(ten: Released, name: str, shown: Released, what: str, decimals: int) -> Html:
    """The council among its ten neighbours."""
    has_chance = ten.table["national_low"].notna().any()
    note = "Lines: the range that chance alone leaves. Hollow: region and England." if has_chance else "Hollow: region and England."
    return dots_in_order(
        name,
        ten,
        label="national_area",
        value="national_value",
        interval=("national_low", "national_high") if has_chance else None,
        kind="area_kind",
        decimals=decimals,
        note=note,
        title=findings.dots_title(ten, what),
        alt=f"Dot plot of {what}: the council, its ten statistical neighbours, its region and England.",
        description=findings.dots_description(ten, shown, decimals),
    )
