"""Files of a council in: which return each is, its typed tables with hashed identifiers, and what was found in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.catalogue.returns import Return, return_of
from analysis.errors import InvalidData, Problem
from analysis.ingest.reading.tables import Table, find_table, raise_for
from analysis.ingest.records.across import across_findings
from analysis.ingest.records.cells import typed_rows
from analysis.ingest.records.cost_rules import QUARTERLY, WEEKLY, cost_findings, prices_of_collection, times_at_one_price, without_price
from analysis.ingest.records.findings import Finding, counted_rules, quality_summary, rows_of
from analysis.ingest.records.given import read_given
from analysis.ingest.records.identifiers import with_hashes
from analysis.ingest.records.kinds import FoundList, find_lists, layout_columns
from analysis.ingest.records.periods import ReturnPeriod, period_of_dates, period_on, stated_period
from analysis.ingest.records.rules import list_findings, without_repeats

Said = tuple[str | None, str | None]
"""What the person said besides: what stands first in dates, and the made-up council whose files they are."""


@dataclass(frozen=True)
class TakenReturn:
    """What the files of one return gave.

    Attributes
    ----------
    period
        The day or year that it is of.
    files
        Name and SHA-256 of each file, by name.
    tables
        Typed rows by table, identifiers hashed, refused rows and repeats left out; the index is the row in the file.
    sheets
        File, with the sheet, that each table comes from.
    children
        By table, the hash of the child whom each row is about, refused rows too; missing where a list names none.
    findings
        Every problem and doubt.
    """

    kind: Return
    period: ReturnPeriod
    files: dict[str, str]
    tables: dict[str, pd.DataFrame]
    sheets: dict[str, str]
    children: dict[str, pd.Series]
    findings: list[Finding]

    @property
    def quality(self) -> pd.DataFrame:
        """Rows read, refused and doubtful and the children that they touch, as ``quality_summary`` gives them."""
        return quality_summary(self.children, self.findings)

    @property
    def rules(self) -> pd.DataFrame:
        """How often each rule was broken, as ``counted_rules`` gives it."""
        return counted_rules(self.findings)

    @property
    def refused(self) -> list[Problem]:
        """Problems for which a row was refused."""
        return [finding.problem for finding in self.findings if finding.refused]

    @property
    def doubts(self) -> list[Problem]:
        """Problems of rows that were used."""
        return [finding.problem for finding in self.findings if not finding.refused]


def take_returns(
    paths: Iterable[Path],
    key: bytes,
    kind: str | None = None,
    on: date | None = None,
    dates: str | None = None,
    whose: str | None = None,
    held: Callable[[str, date], dict[str, str]] = lambda kind, end: {},
) -> list[TakenReturn]:
    """Every return that some files hold, typed and checked.

    Parameters
    ----------
    paths
        Files, or folders of them. What each is, its columns say.
    key
        By which identifiers are hashed.
    kind
        Key of the kind that the files are said to be of; without it they may be of several.
    on
        Day that the return is of, or that lies in its year; without it the files say so by their names or their dates.
    dates
        What stands first in dates of numbers alone, where the files do not show it.
    whose
        Short name of a made-up council, under which it stands in columns of councils.
    held
        Files in force for a kind and the end of a period: the same again are not typed, and have no tables.

    Raises
    ------
    InvalidData
        With every problem of the files as such (unreadable, of another kind, a list missing or there twice, columns missing, of no day),
        and those of rows of the others.
    UnknownReturn
        If the kind is none.
    """
    files, problems = read_given(paths)
    lists, unknown = find_lists(files, None if kind is None else return_of(kind))
    groups, without_place = _grouped(lists, on)
    problems += unknown + without_place
    taken = []
    for (found_kind, period), members in groups.items():
        checksums = _checksums(members)
        if period is not None and same_files(held(found_kind.key, period.end), checksums):
            taken.append(TakenReturn(found_kind, period, checksums, {}, {}, {}, []))
            continue
        try:
            taken.append(_take(found_kind, members, period, (dates, whose), key))
        except InvalidData as error:
            problems += error.problems
    taken = sorted(taken, key=lambda one: (one.kind.key, one.period))
    if problems:
        raise InvalidData(problems + [problem for one in taken for problem in one.refused])
    return taken


def same_files(some: dict[str, str], others: dict[str, str]) -> bool:
    """Whether two returns are made of the same files, whatever they are called.

    >>> same_files({"a.csv": "1f"}, {"2024/a.csv": "1f"})
    True
    """
    return sorted(some.values()) == sorted(others.values())


def _checksums(lists: list[FoundList]) -> dict[str, str]:
    return dict(sorted({found.file.name: found.file.sha256 for found in lists}.items()))


def _grouped(lists: list[FoundList], on: date | None) -> tuple[dict[tuple[Return, ReturnPeriod | None], list[FoundList]], list[Problem]]:
    """Lists by the return and period that they belong to, and a problem for each that stands in one twice."""
    groups: dict[tuple[Return, ReturnPeriod | None], dict[str, FoundList]] = {}
    problems = []
    for found in lists:
        period = period_on(found.kind, on) if on is not None else stated_period(found.kind, found.file)
        if period is None and found.kind.period != "year_to_31_march":
            problems.append(_no_period(found))
            continue
        members = groups.setdefault((found.kind, period), {})
        if found.entry.key in members:
            rule = f"is a second {found.entry.title} of {period or 'one return'}; the other is {members[found.entry.key].sheet.file}"
            problems.append(Problem(found.sheet.file, rule, "Keep one, or put each return into a folder named by its year or day."))
        members.setdefault(found.entry.key, found)
    return {key: list(members.values()) for key, members in groups.items()}, list(dict.fromkeys(problems))


def _no_period(found: FoundList) -> Problem:
    what = "the day on which it was drawn" if found.kind.period == "as_at" else "the year that it is of"
    remedy = "State it with --on, as 2024-03-31, or put the date into the name of the file or folder."
    return Problem(found.file.name, f"does not state {what}", remedy)


def _take(kind: Return, lists: list[FoundList], period: ReturnPeriod | None, said: Said, key: bytes) -> TakenReturn:
    there = {found.entry.key for found in lists}
    problems = [
        Problem(lists[0].file.name, f"the {entry.title} is missing beside it", "Give the return whole.")
        for entry in kind.lists
        if not entry.optional and entry.key not in there
    ]
    tables: dict[str, Table] = {}
    for found in lists:
        try:
            tables[found.entry.key] = find_table([found.sheet], layout_columns(found.entry, found.sheet), found.entry.title)
        except InvalidData as error:
            problems += error.problems
    raise_for(problems)
    if all(table.cells.empty for table in tables.values()):
        raise InvalidData([Problem(table.file, "has a header and no row", "Take it from the system again.") for table in tables.values()])
    period = period or _period_of_rows(kind, lists, tables, said)
    return _checked(kind, lists, tables, period, said, key)


def _typed(lists: list[FoundList], tables: dict[str, Table], year: int, said: Said) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    rows, findings = {}, []
    for found in lists:
        columns = layout_columns(found.entry, found.sheet)
        rows[found.entry.table], found_here = typed_rows(tables[found.entry.key], found.entry, columns, year, *said)
        findings += found_here
    return rows, findings


def _period_of_rows(kind: Return, lists: list[FoundList], tables: dict[str, Table], said: Said) -> ReturnPeriod:
    """The period that the starts and ends of the rows show."""
    days = []
    for found in lists:
        spans = tuple(column for column in found.entry.columns if column.field in (found.entry.start, found.entry.end))
        if spans:
            of_dates = replace(found.entry, columns=spans)
            rows, _ = typed_rows(tables[found.entry.key], of_dates, layout_columns(of_dates, found.sheet), year=0, dates=said[0])
            days += [rows[column.field].dropna() for column in spans]
    period = period_of_dates(kind, pd.concat(days) if days else pd.Series(dtype="datetime64[us]"))
    if period is None:
        raise InvalidData([_no_period(found) for found in lists])
    return period


def _checked(kind: Return, lists: list[FoundList], tables: dict[str, Table], period: ReturnPeriod, said: Said, key: bytes) -> TakenReturn:
    rows, findings = _typed(lists, tables, period.return_year, said)
    files = {found.entry.table: tables[found.entry.key].file for found in lists}
    whole = [finding.problem for finding in findings if finding.refused and finding.problem.row is None]
    raise_for(whole)
    if kind.key == "placement-costs":
        for found in lists:
            findings += cost_findings(files[found.entry.table], rows[found.entry.table], found.entry)
            if found.entry.table == QUARTERLY and WEEKLY not in rows:
                findings += without_price(files[QUARTERLY], rows[QUARTERLY], found.entry, pd.Timestamp(period.end))
        rows = {name: times_at_one_price(table) if name == WEEKLY else table for name, table in rows.items()}
    for found in lists:
        findings += list_findings(files[found.entry.table], rows[found.entry.table], kind, found.entry, period)
    findings += across_findings(kind, files, rows)
    kept, children = {}, {}
    for found in lists:
        name = found.entry.table
        hashed = with_hashes(rows[name], found.entry, key)
        children[name] = hashed["child_id"] if "child_id" in hashed else pd.Series(None, index=hashed.index, dtype="str")
        kept[name] = without_repeats(hashed[~hashed.index.isin(rows_of(findings, name, True))], found.entry)
    if QUARTERLY in kept and WEEKLY not in kept:
        kept[WEEKLY] = prices_of_collection(kept[QUARTERLY], pd.Timestamp(period.end))
    order = sorted(findings, key=lambda finding: (finding.problem.file, finding.problem.row or 0))
    return TakenReturn(kind, period, _checksums(lists), kept, files, children, order)
