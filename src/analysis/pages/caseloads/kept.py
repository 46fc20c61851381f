"""Visits, reviews and checks in time, from one list to the next."""

import pandas as pd

from analysis.caseloads.drift import in_time_on_days
from analysis.disclosure.release import Released
from analysis.pages.caseloads.held import NEEDS, caseload_of
from analysis.pages.declared_causes import causes_of, starts_of
from analysis.pages.from_records import too_few
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.performance.spc import judged
from analysis.present.charts.panels import panels
from analysis.present.findings import caseload_kept as findings
from analysis.present.findings import process_control
from analysis.present.html import bullets
from analysis.present.tables import folded_table

MONTHS_BACK = 24
_LIMITS = ["process_stretch", "mean", "lower_limit", "upper_limit", "limits_status", "special_cause"]


@section("Visits, reviews and checks in time", needs=NEEDS)
def kept_in_time(given: Given) -> Shown:
    """Share of children for whom a visit, review or check is not overdue, at each day on which lists were drawn, with process limits."""
    caseload = caseload_of(given)
    first = caseload.day - pd.DateOffset(months=MONTHS_BACK)
    days = sorted({pd.Timestamp(day) for table in caseload.lists.values() for day in table["as_at_date"].unique()})
    counted = in_time_on_days(caseload.lists, [day for day in days if first <= day <= caseload.day], caseload.limits)
    if counted["on_date"].nunique() < 2:
        raise NothingToShow("Lists of one day say nothing of how visits and reviews have gone on.", "Take in those of the quarters before.")
    shown = _released(
        given, counted.assign(month=counted["on_date"].dt.strftime("%Y-%m")).drop_duplicates(["drift_kind", "month"], keep="last")
    )
    drawn = shown.where(shown.table.groupby("drift_kind")["in_time_pct"].transform("count").gt(1))
    causes = {kind: causes_of(given, kind) for kind in dict.fromkeys(shown.table["drift_kind"])}
    body = [
        bullets(
            *findings.kept(shown, counted["drift_kind"].nunique()),
            *(text for kind in causes for text in findings.anew(shown, kind, causes[kind])),
        )
    ]
    if len(drawn.table):
        body.append(
            panels(
                "kept-in-time",
                drawn,
                panel="drift_kind",
                period="month",
                value="in_time_pct",
                amount=findings.share_label,
                period_label=findings.short_period,
                references={},
                limits=findings.last_limits(drawn),
                special="special_cause",
                title=findings.title(shown),
                alt="Line charts of the share of children for whom visits, reviews and checks are not overdue.",
                description=findings.description(drawn),
            )
        )
    columns = ["kept_row", "children_owed", "children_overdue", "in_time_pct"]
    body.append(folded_table(shown, f"Visits, reviews and checks in time at each list, {given.place}", columns))
    return Shown(body, {"kinds": shown}, changes=findings.changed(shown), method=[process_control.METHOD, findings.METHOD])


def _released(given: Given, counted: pd.DataFrame) -> Released:
    """Shares of the kinds of which every share may be shown, with limits made from those alone; a kind with a hidden share is left out.

    Beside shares of other months one that is hidden would seem to be told.
    """
    owed, overdue = counted["children_owed"].astype("Int64"), counted["children_overdue"].astype("Int64")
    few = too_few(owed, given.policy) | too_few(overdue, given.policy) | too_few(owed - overdue, given.policy)
    table = counted[~few.groupby(counted["drift_kind"]).transform("any")].drop(columns="on_date").reset_index(drop=True)
    if table.empty:
        raise NothingToShow("Of every kind so few are overdue at some list that no share of it may be shown.")
    # Each row has a name of its own: one of a kind alone would be met by the figures of other months.
    table.insert(0, "kept_row", table["drift_kind"] + ", " + table["month"].map(findings.month_in_words))
    shown = given.release(table, "kept_in_time")
    parts = []
    for kind, rows in shown.table.groupby("drift_kind", sort=False):
        values = rows[["month", "in_time_pct"]].astype({"in_time_pct": float})
        points = judged(values, period="month", value="in_time_pct", starts=starts_of(causes_of(given, kind), "month"))
        parts.append(points[_LIMITS].set_axis(rows.index))
    return shown.with_words(**pd.concat(parts).reindex(shown.table.index).to_dict("series"))
