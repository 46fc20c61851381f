"""What a council's report prints, held against the national releases that hold the same."""

import pandas as pd

from analysis.assurance.against_release import held_against
from analysis.catalogue.national.releases import toml
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.findings import national_report as findings
from analysis.present.html import paragraphs
from analysis.present.tables import table
from analysis.store.national import national_figures

COLUMNS = ["indicator_name", "national_period", "report_value", "release_value", "indicator_unit", "release_verdict", "release_differs"]


@section(
    "The report against national statistics",
    needs=("indicators", "indicator_values", "national.children_looked_after"),
)
def national_against_report(given: Given) -> Shown:
    """Each printed figure of the year's end that a release holds too: whether they agree, within rounding, or differ, and why that may be."""
    released = _released(given)
    names = given["indicators"].drop_duplicates("indicator").set_index("indicator")
    printed = given["indicator_values"].assign(indicator_unit=lambda rows: rows["indicator"].map(names["unit"]))
    pairs = held_against(printed, released)
    if pairs.empty:
        raise NothingToShow("No figure of the report is of a day that the national releases held are of too.")
    rows = pairs.assign(
        indicator_name=pairs["indicator"].map(names["name"]),
        national_period=pairs["period"],
        report_value=pairs["printed_value"],
        release_value=pairs["released_value"],
        release_verdict=pairs["verdict"],
        release_differs=pairs["differs"].where(pairs["verdict"].str.startswith("differs"), ""),
    )
    shown = given.release(rows[COLUMNS], "report_against_releases")
    body = [
        paragraphs(findings.how_many_agree(shown)),
        table(shown, f"Figures of the report that a national release holds too, {given.place}", COLUMNS),
    ]
    return Shown(
        body,
        {"pairs": shown},
        method=["The report and the releases are held against one another where both have a figure of the same day."],
    )


def _released(given: Given) -> pd.DataFrame:
    """The releases' figures of the council that reports print too, up to the quarter."""
    held = given.national
    parts = []
    for indicator, entry in toml("in_reports").items():
        if entry["release"] not in held.releases.index:
            continue
        held.read.add(entry["release"])
        rows = national_figures([entry["measure"]], held.areas, [entry["release"]], held.until)
        rows = rows[rows["group"] == entry["group"]] if "group" in entry else rows
        parts.append(rows.assign(indicator=indicator, differs=entry.get("differs", "")))
    return pd.concat(parts, ignore_index=True)[["indicator", "end_date", "period", "value", "rounded_to", "differs"]]
