"""The page on council tax relief from the register of carers; for use inside the council, and so no page of the pack."""

from collections.abc import Mapping
from dataclasses import replace

from analysis.pages.building import Page, build_page
from analysis.pages.fostering_relief.decided import by_band, decisions, not_decided, without_relief
from analysis.pages.fostering_relief.moved import just_short, thresholds, year_before
from analysis.pages.fostering_relief.process import how_read, paid_back, paid_too_long, process
from analysis.pages.given import Given
from analysis.pages.relief_runs import HELD, relief_from_extracts
from analysis.pages.sections import Outline
from analysis.periods import FinancialYear, Quarter
from analysis.present.findings.fostering_relief import period
from analysis.store.carers import register_held

PAGE = Outline(
    "fostering_relief",
    "Council tax relief for foster carers",
    "who has relief under the published criteria, what it costs, who is just short",
    (
        by_band,
        not_decided,
        without_relief,
        just_short,
        thresholds,
        paid_back,
        paid_too_long,
        decisions,
        year_before,
        process,
        how_read,
    ),
    order=("by_band", "not_decided", "just_short", "paid_back"),
    changes_title="What changed since the year before",
)


def relief_page(
    authority: str,
    quarter: str,
    policy: str,
    *,
    carers: str,
    year: str,
    short_by: int,
    thresholds: list[int],
    readings: Mapping[str, object],
    dates: str = "",
) -> Page:
    """The page for one register and financial year.

    Parameters
    ----------
    quarter
        Quarter whose report states the criteria.
    carers, dates
        Folder of the register of carers and the stays, ``held`` for the last that the store holds, empty for households that are made up; and what stands first in its dates of
        numbers alone, empty where its files show it.
    year
        Financial year of the relief, such as ``2023-24``.
    short_by
        Most days short of the days needed for a household to be listed as just short.
    thresholds
        Days of care to cost as the threshold; empty for steps either side of the scheme's own.
    readings
        What is read otherwise than by default, as ``typed_readings`` takes it.

    Raises
    ------
    AnalysisError
        If the files, a choice or the published figures do not allow it.
    """
    of_year = FinancialYear.parse(year)
    relief = relief_from_extracts(carers, authority, quarter, of_year, readings, dates or None)
    made_up = not carers or (carers == HELD and register_held(authority).made_up)
    choices = {"relief": relief, "made_up": made_up, "short_by": short_by, "thresholds": thresholds}
    outline = replace(PAGE, title=f"{PAGE.title}, {of_year.label}", period=period(of_year.label, Quarter.parse(quarter).label))
    return build_page(outline, Given(authority, quarter, policy, choices))
