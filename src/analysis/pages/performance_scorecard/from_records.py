"""Measures worked out from the council's records by their definitions, beside those that the report prints."""

from analysis.pages.given import Given
from analysis.pages.measures_from_records import COLUMNS, NEEDS, PRINTED, measured_lists, released_measures
from analysis.pages.sections import Shown, section
from analysis.present.findings import measures_from_records as findings
from analysis.present.html import bullets
from analysis.present.tables import table
from analysis.present.wording import long_date


@section("From the records", needs=NEEDS, wants=PRINTED)
def from_records(given: Given) -> Shown:
    """Every measure that the records tell of: how many of how many, the printed figure, and which definition differs."""
    shown = released_measures(given, "measures_from_records")
    day = measured_lists(given).day
    body = [
        bullets(*findings.beside_report(shown, day)),
        table(
            shown,
            f"Measures worked out from the records, {given.place}, {long_date(day)}",
            COLUMNS,
            explained={"measure_name": "definition"},
        ),
    ]
    return Shown(body, {"measures": shown}, headline=findings.headline(shown), method=findings.METHOD)
