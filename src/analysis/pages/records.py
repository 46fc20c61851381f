"""What the store holds of one council's records up to the end of a quarter, each table read once."""

from functools import cached_property

import pandas as pd

from analysis.catalogue.returns import list_of_table
from analysis.periods import Quarter
from analysis.store.records import joined, read_every
from analysis.store.records_state import is_made_up, records_until

DAY_COLUMNS = ("as_at_date", "return_date")


class RecordsHeld:
    """Typed tables of a council's returns, for pages.

    Parameters
    ----------
    authority
        Slug of the council.
    quarter
        Nothing drawn after its end is read.
    """

    def __init__(self, authority: str, quarter: Quarter):
        self.authority, self.quarter = authority, quarter
        self.read: set[str] = set()
        self._tables: dict[str, pd.DataFrame] = {}

    def holds(self, table: str) -> bool:
        """Whether a list is held of a day or year that was over by the end of the quarter."""
        return bool(records_until(self.authority, table, self.quarter.end))

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Every day or year of a list up to the end of the quarter, one below the other; raises ``UnknownIntake`` where none is held."""
        if table not in self._tables:
            rows = read_every(self.authority, table)
            self._tables[table] = rows[self._known_from(rows, table) <= pd.Timestamp(self.quarter.end)].reset_index(drop=True)
            self.read.add(table)
        return self._tables[table]

    def joined(self, table: str) -> pd.DataFrame:
        """Rows of a list of yearly returns up to the end of the quarter as one, the later return counting where two tell of one row."""
        return joined(self[table], list_of_table(table)[1])

    @staticmethod
    def _known_from(rows: pd.DataFrame, table: str) -> pd.Series:
        """Day from which each row is known: that of its list; of a financial year's the first, or the last of the month that the row is of."""
        day = rows[next(column for column in DAY_COLUMNS if column in rows)]
        if list_of_table(table)[0].period != "financial_year":
            return day
        first = day - pd.DateOffset(years=1)
        if "ledger_period" not in rows:
            return first + pd.Timedelta(days=1)
        return (first.dt.to_period("M") + rows["ledger_period"].astype(int)).dt.to_timestamp(how="end").dt.normalize()

    def those_held(self, tables: list[str]) -> dict[str, pd.DataFrame]:
        """The lists of those named that are held, by name."""
        return {table: self[table] for table in tables if self.holds(table)}

    @cached_property
    def made_up(self) -> bool:
        """Whether anything held of the council is made up."""
        return is_made_up(self.authority)

    def quality(self) -> pd.DataFrame:
        """What taking in the files that were read came to: one row per intake and list, as the intake notes it, with its day and file."""
        rows = []
        for table in sorted(self.read):
            for intake in records_until(self.authority, table, self.quarter.end)[-1:]:
                noted = [entry for entry in intake.quality if entry.get("table") == table]
                rows += [{**entry, "title": list_of_table(table)[1].title, "end_date": intake.end_date} for entry in noted]
        return pd.DataFrame(rows)

    def sources(self) -> pd.DataFrame:
        """Where the lists that were read come from, as the sources of a page are listed. No file is named: its name may name a child."""
        rows = []
        for table in sorted(self.read):
            held = records_until(self.authority, table, self.quarter.end)
            kind, entry = list_of_table(table)
            days = f"As at {held[0].end_date}" if len(held) == 1 else f"{len(held)} of them, {held[0].end_date} to {held[-1].end_date}"
            taken = {"published_date": None, "transcribed_date": held[-1].taken_date.isoformat(), "licence": "Not published."}
            document = f"Records of the council, {'made up: ' if self.made_up else ''}{kind.title}"
            rows.append({"dataset_title": entry.title, "document": document, "item": None, "place": days, **taken})
        return pd.DataFrame(rows)

    @staticmethod
    def lacking(tables: list[str]) -> tuple[str, str]:
        """What is not there of some lists, and what would fill it, in a sentence each."""
        titles = " and no ".join(list_of_table(table)[1].title for table in tables)
        return f"No {titles} has been taken in.", "Take in the council's returns with: analysis ingest FILES --authority NAME"
