"""How many rows of the lists of records that a page is made from were refused or doubtful, and how many children that touches."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow
from analysis.present.findings.quality_of_lists import quality
from analysis.present.html import Html, paragraphs
from analysis.present.tables import folded_table

COLUMNS = [
    "list_title",
    "drawn_date",
    "rows_read",
    "rows_refused",
    "rows_with_doubts",
    "children_with_refused_rows",
    "children_with_doubts",
]


def quality_of_lists(given: Given) -> tuple[list[Html], Released]:
    """A sentence and a folded table of the lists that were read so far, with the released rows, one per list.

    Raises
    ------
    NothingToShow
        If the store notes nothing of them.
    """
    noted = given.records.quality()
    if noted.empty:
        raise NothingToShow("The store notes no quality of these lists.", "Take them in again.")
    rows = noted.assign(list_title=noted["title"], drawn_date=pd.to_datetime(noted["end_date"]))[COLUMNS]
    shown = given.release(rows, "quality_of_lists")
    told = f"Rows refused and doubtful in the lists of this page, {given.place}"
    return [paragraphs(quality(shown)), folded_table(shown, told, COLUMNS)], shown
