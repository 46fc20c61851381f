"""A made-up register of carers with its stays, written where a test reads it; and the columns of both as councils have them."""

from datetime import date
from pathlib import Path

import pandas as pd

from analysis.ingest.made_up_council import made_up_carers

REGISTER_HEADERS = [
    "Household ID", "Approval date", "Approval type", "Approval end date", "Approved places", "Standards met", "Billing authority",
    "Council tax band", "Existing discount (per cent)", "Transferred from agency", "Break start", "Break end",
]  # fmt: skip
STAY_HEADERS = ["Household ID", "Child ID", "Stay start", "Stay end", "Stay type", "Placing authority"]


def write_register(folder: Path, children: int, years: int, seed: int) -> dict[str, pd.DataFrame]:
    made = made_up_carers("plymouth", children, years, date(2024, 3, 31), seed)
    for name, table in made.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    return made
