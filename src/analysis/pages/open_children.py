"""Children open by service, as the page on caseloads shows them and the scorecard must not say more of."""

import pandas as pd

from analysis.caseloads.open_children import children_open_by_service, largest_first
from analysis.errors import MissingFigure
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow


def open_children_of(given: Given) -> pd.DataFrame:
    """Children open by service at each month end of every report held up to this one."""
    measures = given.history("performance_measures").drop_duplicates(["quarter", "measure"])
    values = given.history("performance_measure_values").drop_duplicates(["quarter", "measure", "month"])
    try:
        open_children = children_open_by_service(measures, values)
    except MissingFigure as gap:
        raise NothingToShow(str(gap)) from gap
    if open_children.empty or open_children["month"].max() != given.months[-1]:
        raise NothingToShow(
            "The report gives no children open to a service.",
            "Name the service of a measure in performance_measures.csv, caseload_service.",
        )
    return open_children


def services_hidden(given: Given) -> pd.DataFrame:
    """Counts of open cases that the page on caseloads hides: ``measure`` and ``month``, one row each, so that no other page shows them."""
    measures = given["performance_measures"].dropna(subset=["caseload_service"]).drop_duplicates("caseload_service")
    try:
        by_month = given.release(largest_first(open_children_of(given)), "children_open_by_month")
    except NothingToShow:
        return pd.DataFrame(columns=["measure", "month"])
    hidden = by_month.table.loc[by_month.suppressed["children_open"], ["caseload_service", "month"]]
    return hidden.merge(measures[["caseload_service", "measure"]], on="caseload_service")[["measure", "month"]]
