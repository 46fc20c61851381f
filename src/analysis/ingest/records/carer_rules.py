"""What cannot be true together in a register of foster carers and its stays: the rules by which relief is decided."""

import pandas as pd

from analysis.ingest.carer_checks import approval_findings, stay_findings
from analysis.ingest.records.findings import Finding

CALLED = {
    "household_id": "household", "child_id": "child",
    "approval_started_date": "approval_start_date", "approval_ended_date": "approval_end_date",
    "break_started_date": "break_start_date", "break_ended_date": "break_end_date",
    "started_date": "stay_start_date", "ended_date": "stay_end_date",
}  # fmt: skip
"""What the rules of the register call the fields of the two lists."""


def carer_findings(files: dict[str, str], tables: dict[str, pd.DataFrame]) -> list[Finding]:
    """Approvals, breaks and stays that contradict one another: refused.

    Parameters
    ----------
    files, tables
        As ``across_findings`` takes them: ``households`` and ``stays``.
    """
    carers = tables["households"].rename(columns=CALLED)
    carers["approval_end_reason"] = carers["approval_end_reason"].fillna("not_stated")
    for flag in ("appeal_succeeded", "transferred_from_agency"):
        carers[flag] = carers[flag].fillna(False).astype(bool)
    found = [(one, "households", "cannot be true of the approval") for one in approval_findings(files["households"], carers)]
    stays = tables["stays"].rename(columns=CALLED)
    found += [(one, "stays", "cannot be true of the stay") for one in stay_findings(files["stays"], stays, carers)]
    return [Finding(one.problem, table, True, counted_as) for one, table, counted_as in found]
