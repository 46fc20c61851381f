"""Sentences on the deadlines that inspectors set, and where each area for improvement stands."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.wording import agreeing, counted, listing, long_date, number, sentence_case

TIMES = {"immediately": "at once", "within_three_months": "within three months", "within_six_months": "within six months"}
STATUSES = ("complete", "under way", "not started")


def with_deadlines(findings: Released, due: Released) -> Released:
    """Areas for improvement with the deadline of each and where it stands."""
    rows = due.table.set_index("finding_reference").reindex(findings.table["finding_reference"])
    words = [
        f"{TIMES[time]}: {long_date(day)}" if pd.notna(day) else None
        for time, day in zip(rows["timescale"], rows["finding_due_date"], strict=True)
    ]
    return findings.with_words(
        deadline_in_words=pd.Series(words, index=findings.table.index, dtype="str"),
        progress_status=rows["progress_status"].to_numpy(),
        progress=rows["progress"].to_numpy(),
    )


def in_brief(due: Released) -> list[str]:
    """How many areas have a deadline, and what is reported of them."""
    rows = due.table
    dated = rows.dropna(subset=["finding_due_date"])
    sentences = []
    if len(dated):
        last = f", the last on {long_date(dated['finding_due_date'].max())}" if dated["finding_due_date"].nunique() > 1 else ""
        sentences.append(f"{sentence_case(counted(len(dated), 'area has', 'areas have'))} a deadline{last}.")
    reported = rows.dropna(subset=["progress_status"])
    if reported.empty:
        return [*sentences, "Where each stands is not held."]
    counts = reported["progress_status"].value_counts()
    parts = [f"{number(counts[status])} {status}" for status in STATUSES if status in counts]
    silent = len(rows) - len(reported)
    parts += [f"nothing is reported of {number(silent)}"] if silent else []
    sentences.append(f"As the council reports it: {listing(parts)}.")
    missed = [str(reference) for reference in rows.loc[rows["deadline_missed"], "finding_reference"]]
    if missed:
        sentences.append(f"Past {agreeing(len(missed), 'its', 'their')} deadline and not complete: {listing(missed)}.")
    return sentences
