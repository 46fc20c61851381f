"""What a page is given: the rows in force for its authority and quarter, read once, and what they were read from."""

from functools import cached_property

import pandas as pd

from analysis.assurance.reconciliation.summary import doubted, of_quarter
from analysis.catalogue.authorities import resolve
from analysis.catalogue.datasets import resource
from analysis.catalogue.documents import documents
from analysis.catalogue.relations import shares_of_indicators
from analysis.disclosure.named_cells import withheld_too
from analysis.disclosure.policy import SMALLEST_SHOWN, policy_named
from analysis.disclosure.release import Released, release, release_together
from analysis.errors import UnknownAuthority
from analysis.ingest.corrections import corrected
from analysis.ingest.published import InForce, quarters_held, read_every_authority, read_history, read_in_force
from analysis.pages.checked import every_check
from analysis.pages.national.held import NationalHeld
from analysis.pages.records import RecordsHeld
from analysis.performance.benchmarks import with_small_parts
from analysis.periods import Quarter
from analysis.store.also_hidden import also_hidden

CORRECTIONS = "corrections"
DOUBTS = "doubts"
"""What a page reads that shows the printed figures of its quarter that do not agree, and no other check."""
EVERYWHERE = "everywhere."
"""Begins what a page is said to read of a dataset whose rows of every authority it reads."""
CHECKS = "checks"
"""What a section needs that is about the checks of printed figures themselves."""
NATIONAL = "national."
"""Names of national releases among what a section needs begin with it: ``national.workforce``."""
RECORDS = "records."
"""Names of tables of a council's returns among what a section needs begin with it: ``records.workers``."""


class Given:
    """Figures, choices and gate of one page.

    Parameters
    ----------
    authority
        Short name of the authority.
    quarter
        Such as ``2023-24-Q2``.
    policy
        Name of the disclosure policy.
    choices
        What else the page was told.
    """

    def __init__(self, authority: str, quarter: str, policy: str, choices: dict | None = None):
        self.authority, self.policy, self.choices = authority, policy, choices or {}
        self.quarter = Quarter.parse(quarter)
        self.read: set[str] = set()
        self.topics: dict[str, set[str]] = {}
        self.read_everywhere: set[str] = set()
        self._held: dict[str, InForce] = {}
        self._history: dict[str, pd.DataFrame] = {}
        self._everywhere: dict[str, pd.DataFrame] = {}
        self._corrected: list[pd.DataFrame] = []

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Rows of a dataset in force for the quarter; empty where there are none."""
        return self.in_force(name).table

    def using(self, name: str, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows, with a note that of this dataset the page uses those of their topics alone."""
        self.topics.setdefault(name, set()).update(rows["topic"])
        return rows

    def holds(self, name: str) -> bool:
        """Whether a dataset has rows in force, a national release a figure of the council up to the quarter, or the store a list of it."""
        if name.startswith(NATIONAL):
            return self.national.holds(name.removeprefix(NATIONAL))
        if name.startswith(RECORDS):
            return self.records.holds(name.removeprefix(RECORDS))
        if name == CHECKS:
            return not of_quarter(self.checks, self.authority, str(self.quarter)).empty
        return not self[name].empty

    def in_force(self, name: str) -> InForce:
        """Rows of a dataset in force, with the quarter whose report states them."""
        self.take([name])
        return self._held[name]

    def take(self, names: list[str] | tuple[str, ...]) -> None:
        """Read datasets that are not read yet."""
        wanted = [
            name for name in dict.fromkeys(names) if name not in self._held and name != CHECKS and not name.startswith((NATIONAL, RECORDS))
        ]
        if wanted:
            held = read_in_force([*wanted, CORRECTIONS], self.authority, str(self.quarter))
            self.read |= set(wanted)
            declared = held[CORRECTIONS].table
            for name in wanted:
                table, put_in = corrected(held[name].table, name, declared)
                table = _with_what_it_tells(name, table)
                self._held[name] = InForce(table, held[name].stated_in)
                self._corrected.append(put_in)

    def history(self, name: str) -> pd.DataFrame:
        """Every row of a dataset up to and including the quarter, the oldest report first."""
        if name not in self._history:
            self._history[name] = _with_what_it_tells(name, read_history([name], self.authority, str(self.quarter))[name])
            self.read.add(name)
        return self._history[name]

    def everywhere(self, name: str) -> pd.DataFrame:
        """Rows of a dataset of every authority, less those of documents of a later quarter: what was found elsewhere."""
        if name not in self._everywhere:
            table = read_every_authority([name])[name]
            if "source" in table:
                later = [key for key, document in documents().items() if document["report_quarter"] > str(self.quarter)]
                table = table[~table["source"].isin(later)].reset_index(drop=True)
            self._everywhere[name] = table
            self.read.add(name)
            self.read_everywhere.add(name)
        return self._everywhere[name]

    def cited(self, names: list[str]) -> set[str]:
        """Keys of the documents that the rows read from some datasets come from."""
        tables = [*(self[name] for name in names), *(table for name, table in self._everywhere.items() if name in names)]
        return {key for table in tables if "source" in table for key in table["source"].dropna()}

    def corrections(self) -> Released | None:
        """The corrections that the figures read hold, released; ``None`` where there is none."""
        rows = pd.concat(self._corrected) if self._corrected else pd.DataFrame()
        if rows.empty:
            return None
        self.read.add(CORRECTIONS)
        titles = rows["dataset"].map(lambda name: resource(name)["title"])
        figures = rows[["printed", "corrected"]].apply(pd.to_numeric, errors="coerce").abs()
        few = (figures.gt(0) & figures.lt(policy_named(self.policy).smallest_count)).any(axis="columns")
        few &= ~rows["column"].str.contains("_gbp|_pct")
        names = {"period": "correction_period", "entity": "correction_of", "reason": "correction_reason"}
        table = rows.assign(dataset_title=titles).rename(columns=names)[["dataset_title", *names.values(), "printed", "corrected"]]
        few = few.reset_index(drop=True)
        return self.release(table.reset_index(drop=True), CORRECTIONS, withheld={"printed": few, "corrected": few})

    @cached_property
    def before(self) -> "Given | None":
        """The same for the last quarter held before this one; ``None`` if there is none."""
        earlier = [quarter for quarter in quarters_held(self.authority) if Quarter.parse(quarter) < self.quarter]
        if not earlier:
            return None
        before = Given(self.authority, earlier[-1], self.policy, self.choices)
        # What is read of the quarter before is read for this page.
        before.read, before.read_everywhere = self.read, self.read_everywhere
        return before

    @cached_property
    def national(self) -> NationalHeld:
        """The national figures held of the council up to the end of the quarter."""
        return NationalHeld(self.authority, self.quarter.end)

    @cached_property
    def records(self) -> RecordsHeld:
        """The records held of the council up to the end of the quarter."""
        return RecordsHeld(self.authority, self.quarter)

    @property
    def made_up(self) -> bool:
        """Whether the council is made up: no page of it may be taken for a real one's."""
        return self.records.made_up

    @property
    def everything_read(self) -> set[str]:
        """Datasets, national releases and records that have been read, and datasets read of every authority."""
        held = self.national.read & set(self.national.releases.index) if "national" in self.__dict__ else set()
        records = self.records.read if "records" in self.__dict__ else set()
        return (
            self.read
            | {f"{RECORDS}{name}" for name in records}
            | {f"{EVERYWHERE}{name}" for name in self.read_everywhere}
            | {f"{NATIONAL}{name}" for name in held}
        )

    @property
    def period(self) -> str | None:
        """What stands at the head of a page instead of the quarter; ``None`` for the quarter."""
        return None

    @property
    def place(self) -> str:
        """Name of the authority."""
        if self.holds("authorities"):
            return self.about["name"]
        try:
            return resolve(self.authority).name
        except UnknownAuthority:  # a council that is made up, and has no other name
            return self.authority.replace("-", " ").title()

    @cached_property
    def about(self) -> pd.Series:
        """What ``authorities.csv`` says of the authority."""
        return self["authorities"].iloc[0]

    @property
    def months(self) -> list[str]:
        """The months of the quarter, such as ``2023-07``."""
        return [str(month) for month in self.quarter.months]

    @property
    def month_names(self) -> dict[str, str]:
        """Name of each month of the quarter."""
        return {str(month): month.name for month in self.quarter.months}

    def release(self, table: pd.DataFrame, name: str, withheld: dict | None = None) -> Released:
        """A table let out under the page's policy, less what the pack hides too; see ``disclosure.release``."""
        return release(table, self.policy, name=name, withheld=withheld_too(table, name, self._also_hidden, withheld))

    def release_together(self, tables: dict[str, pd.DataFrame], withheld: dict | None = None) -> tuple[Released, ...]:
        """Tables that share totals let out under the page's policy, in their order; see ``disclosure.release_together``."""
        given = withheld or {}
        too = {name: withheld_too(table, name, self._also_hidden, given.get(name)) for name, table in tables.items()}
        return tuple(release_together(tables, self.policy, withheld=too).values())

    @cached_property
    def _also_hidden(self) -> list[dict]:
        return also_hidden(self.authority, str(self.quarter), policy_named(self.policy).name)

    @cached_property
    def checks(self) -> pd.DataFrame:
        """Every declared check of printed figures, worked out; one row per check."""
        self.read.add(CHECKS)
        return every_check()

    @cached_property
    def doubts(self) -> Released:
        """The printed figures of the authority's quarter that do not agree, released: one row per check."""
        return self.doubts_of(str(self.quarter))

    def doubts_of(self, quarter: str) -> Released:
        """The same of another quarter, whose report still states what the page shows."""
        self.read.add(DOUBTS)
        return self.release(doubted(every_check(), self.authority, quarter), "figures_that_do_not_agree")


def _with_what_it_tells(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Yearly indicators with the small counts that their percentages tell of; any other dataset as it is."""
    return with_small_parts(table, shares_of_indicators(), SMALLEST_SHOWN) if name == "indicator_values" and len(table) else table
