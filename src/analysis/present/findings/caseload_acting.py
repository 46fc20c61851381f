"""Sentences on single workers and children, for use inside the council."""

import numpy as np
import pandas as pd

from analysis.caseloads.acting import ALLOCATE, CATCH_UP, FINISH, MOVE, TWO_WORKERS
from analysis.disclosure.release import Released
from analysis.present.wording import counted, in_sentence, listing, number, sentence_case

ABOVE, WITHIN = "above the threshold", "within the threshold"
ACTIONS = {
    ALLOCATE: "Name a worker",
    MOVE: "Move to a worker with room",
    TWO_WORKERS: "Say which of two workers holds the case",
    FINISH: "End what is past its limit",
    CATCH_UP: "Do what is overdue",
}
COLUMNS = {
    ALLOCATE: ["child_id", "team", "case_service", "worker_id", "case_action_detail", "to_team", "to_worker_id"],
    MOVE: ["child_id", "team", "case_service", "worker_id", "to_team", "to_worker_id"],
    TWO_WORKERS: ["child_id", "team", "case_service", "worker_id", "other_worker_id"],
    FINISH: ["child_id", "team", "case_service", "worker_id", "case_action_detail", "days_overdue"],
    CATCH_UP: ["child_id", "team", "case_service", "worker_id", "case_action_detail", "days_overdue"],
}
"""Columns of each list."""
NOTHING = "No child is without a worker or has two, nothing is overdue or past its limit, and nobody is above the threshold."


def kinds(newly_qualified: pd.Series, agency: pd.Series) -> pd.Series:
    """Whether each worker is newly qualified or from an agency, in words.

    >>> kinds(pd.Series([True, False]), pd.Series([False, False])).tolist()
    ['newly qualified', '']
    """
    newly, agency = newly_qualified.astype(bool), agency.astype(bool)
    words = np.select([newly & agency, newly, agency], ["newly qualified, agency", "newly qualified", "agency"], "")
    return pd.Series(words, index=newly.index, dtype=object)


def workers(shown: Released) -> str:
    """How many workers are above their threshold, and who is furthest above."""
    above = shown.table[shown.table["worker_finding"] == ABOVE]
    if above.empty:
        return "No worker is above the threshold."
    top = above.iloc[0]
    return (
        f"{sentence_case(counted(len(above), 'worker'))} of {number(len(shown.table))} with cases above the threshold. Furthest: {worker_name(top)}, "
        f"with {counted(top['cases'], 'case')} at {number(top['fte'], 2)} full-time equivalents."
    )


def workers_title(shown: Released) -> str:
    """Finding of the chart of workers."""
    return f"{sentence_case(counted((shown.table['worker_finding'] == ABOVE).sum(), 'worker'))} above the threshold"


def workers_description(first: Released) -> str:
    """Long description of that chart."""
    parts = [f"{worker_name(row)}: {worker_label(row)}" for _, row in first.table.iterrows()]
    return f"Bars of cases per full-time equivalent, the most first. {'; '.join(parts)}."


def worker_name(row: pd.Series) -> str:
    """A worker by the hash of the identifier, with the team."""
    kind = f", {row['worker_kind']}" if row["worker_kind"] else ""
    return f"{row['worker_id']} ({row['team']}{kind})"


def worker_label(row: pd.Series) -> str:
    """Label of a worker's bar."""
    return number(row["caseload_per_fte"], 1) if pd.notna(row["caseload_per_fte"]) else "no full-time equivalent"


def to_act_on(shown: Released) -> list[str]:
    """How many rows each list has."""
    counts = shown.table["case_action"].value_counts(sort=False)
    parts = [f"{in_sentence(ACTIONS[action])}: {number(count)}" for action, count in counts.items()]
    return [
        f"What the records say is to be done: {listing(parts)}.",
        "Children and workers are named by the hash of their identifiers. Who may change worker, and to whom, is for the manager to decide.",
    ]
