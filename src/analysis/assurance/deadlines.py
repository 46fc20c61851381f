"""When inspectors wanted their areas for improvement dealt with, and where each stands as the council reports it."""

import pandas as pd

MONTHS = {"immediately": 0, "within_three_months": 3, "within_six_months": 6}
"""Months that each time set by inspectors leaves."""

COMPLETE = "complete"


def findings_with_deadlines(findings: pd.DataFrame, inspection: pd.Series, progress: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """Each area for improvement with its deadline and where it stands.

    Time runs from the day of publication, or from the last day of the inspection where the report states no day of publication.

    Parameters
    ----------
    findings
        One row per ``reference`` of one inspection: ``timescale`` (a key of ``MONTHS``, or ``not_stated``).
    inspection
        ``published_date``, which may be missing, and ``inspection_end_date``.
    progress
        One row per ``reference`` that the council reports on: ``progress_status``, ``progress``; may be empty.
    on
        Day on which deadlines are looked at.

    Returns
    -------
    pandas.DataFrame
        One row per finding: ``finding_reference``, ``timescale``, ``finding_due_date`` (missing where no time is set), ``progress_status``, ``progress`` (missing where
        nothing is reported), ``deadline_missed``: the deadline has passed, and what is reported is not complete.

    Examples
    --------
    >>> findings = pd.DataFrame({"reference": [1, 2], "timescale": ["within_three_months", "not_stated"]})
    >>> inspection = pd.Series({"published_date": pd.NaT, "inspection_end_date": pd.Timestamp("2013-03-06")})
    >>> progress = pd.DataFrame({"reference": [1], "progress_status": ["under way"], "progress": ["Panel set up"]})
    >>> table = findings_with_deadlines(findings, inspection, progress, pd.Timestamp("2013-06-30"))
    >>> table["finding_due_date"].iloc[0].date(), table["deadline_missed"].tolist()
    (datetime.date(2013, 6, 6), [True, False])
    """
    start = inspection["published_date"] if pd.notna(inspection["published_date"]) else inspection["inspection_end_date"]
    due = [start + pd.DateOffset(months=MONTHS[time]) if time in MONTHS else pd.NaT for time in findings["timescale"]]
    table = findings[["reference", "timescale"]].assign(finding_due_date=pd.to_datetime(pd.Series(due, index=findings.index)))
    reported = progress[["reference", "progress_status", "progress"]].drop_duplicates("reference")
    table = table.merge(reported, on="reference", how="left").rename(columns={"reference": "finding_reference"})
    unfinished = table["progress_status"].notna() & table["progress_status"].ne(COMPLETE)
    return table.assign(deadline_missed=table["finding_due_date"].lt(on) & unfinished)
