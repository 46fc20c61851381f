"""What records are held of a council, told without reading them: for whoever asks which quarters there are, and whether anything has changed."""

import hashlib
import json
from datetime import date

from analysis.catalogue.project import has_records, newest_quarter
from analysis.catalogue.returns import return_of
from analysis.errors import UnknownChoice
from analysis.periods import Month, Quarter
from analysis.store.intakes import Intake, in_force, intakes

CHILD_LEVEL_LISTS = "annex-a"


def quarters_of_records(authority: str) -> list[str]:
    """Quarters in which child-level lists of a council were drawn, oldest first."""
    days = {one.end_date for one in intakes(authority, CHILD_LEVEL_LISTS)}
    return [str(quarter) for quarter in sorted({Quarter.of_month(Month(day.year, day.month)) for day in days})]


def councils_with_records() -> list[str]:
    """Councils of which child-level lists are held."""
    return sorted({one.authority for one in intakes(kind=CHILD_LEVEL_LISTS)})


def records_until(authority: str, table: str, until: date) -> list[Intake]:
    """The last intake of each period of a table, of periods that count by a day, oldest first."""
    return [one for one in in_force(authority, table) if _counts_from(one) <= until]


def _counts_from(one: Intake) -> date:
    """The last day of what a return is of; of a financial year's, the first: a budget is set before its year, and a ledger's rows say of which month they are."""
    return one.start_date if return_of(one.kind).period == "financial_year" else one.end_date


def is_made_up(authority: str) -> bool:
    """Whether anything held of a council is made up."""
    return any(one.made_up for one in intakes(authority))


def records_state(authority: str, until: date) -> dict[str, dict[str, str]]:
    """SHA-256 of the files of every intake of a council whose period counts by a day."""
    return {one.id: one.files for one in intakes(authority) if _counts_from(one) <= until}


def digest_of_records(authority: str, table: str, until: date) -> str:
    """SHA-256 of which files a table was taken from, of periods that count by a day; it says nothing of any row."""
    files = [one.files for one in records_until(authority, table, until)]
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def newest_quarter_held(authority: str) -> str:
    """The last quarter that a report of an authority is held for; without any, the last of which its child-level lists are.

    Raises
    ------
    UnknownChoice
        If there is neither.
    """
    try:
        return newest_quarter(authority)
    except UnknownChoice:
        held = quarters_of_records(authority) if has_records(authority) else []
        if not held:
            raise
        return held[-1]
