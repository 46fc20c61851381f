"""Statutory timeliness from dates: assessments and initial conferences within their working days, by month and team."""

from typing import NamedTuple

import pandas as pd

from analysis.caseloads.cases import NO_TEAM
from analysis.caseloads.working_days import working_days_between


class Timed(NamedTuple):
    """Something that is to end within so many working days of its start; ``limit`` names the parameter, ``unless`` the column that says that it need not."""

    kind: str
    table: str
    ended: str
    limit: str
    unless: str | None = None


TIMED = (
    Timed("Assessments", "assessments", "authorised_date", "assessment_working_days"),
    Timed(
        "Initial child protection conferences", "section_47", "conference_date", "initial_conference_working_days", "conference_unnecessary"
    ),
)


def ended_rows(table: pd.DataFrame, timed: Timed, limit_working_days: float) -> pd.DataFrame:
    """Each assessment or enquiry that has ended, once, with the working days that it took.

    One that several lists hold counts once, as the list drawn last has it.

    Returns
    -------
    pandas.DataFrame
        ``timed_kind``, ``child_id``, ``team``, ``ended_date``, ``month``, ``working_days``, ``in_time``.
    """
    rows = table.sort_values("as_at_date", kind="stable").drop_duplicates(["child_id", "started_date"], keep="last")
    rows = rows[rows["started_date"].notna() & rows[timed.ended].notna() & rows[timed.ended].le(rows["as_at_date"])]
    taken = working_days_between(rows["started_date"], rows[timed.ended])
    return pd.DataFrame(
        {
            "timed_kind": timed.kind,
            "child_id": rows["child_id"],
            "team": rows["team"].astype(object).where(rows["team"].notna(), NO_TEAM),
            "ended_date": rows[timed.ended],
            "month": rows[timed.ended].dt.strftime("%Y-%m"),
            "working_days": taken,
            "in_time": taken.le(limit_working_days),
        }
    ).reset_index(drop=True)


def in_time_by(ended: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """How many ended and how many of them in time, by month or team.

    Returns
    -------
    pandas.DataFrame
        ``timed_kind``, the columns, ``children_ended`` (rows; a child assessed twice counts twice), ``children_late``, ``in_time_pct``,
        ``median_working_days``.

    >>> ended = pd.DataFrame({"timed_kind": "Assessments", "month": "2024-01", "in_time": [True, True, False], "working_days": [40.0, 45.0, 60.0]})
    >>> in_time_by(ended, ["month"])[["children_ended", "children_late", "median_working_days"]].values.tolist()
    [[3.0, 1.0, 45.0]]
    """
    table = ended.groupby(["timed_kind", *columns], as_index=False).agg(
        children_ended=("in_time", "size"), children_in_time=("in_time", "sum"), median_working_days=("working_days", "median")
    )
    table["in_time_pct"] = 100 * table["children_in_time"] / table["children_ended"]
    table["children_late"] = table["children_ended"] - table.pop("children_in_time")
    return table[["timed_kind", *columns, "children_ended", "children_late", "in_time_pct", "median_working_days"]]
