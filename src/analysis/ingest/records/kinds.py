"""Which list of which return a sheet is, by its columns."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from analysis.catalogue.returns import Return, ReturnList, returns
from analysis.errors import Problem
from analysis.ingest.reading.sheets import PlainRows, Row, Sheet
from analysis.ingest.reading.tables import ROWS_ABOVE_HEADER, Column, plain_header, split_header
from analysis.ingest.records.given import GivenFile

KNOWN_BY = 0.5
"""Share of a list's columns that a header must have to be taken for that list."""


@dataclass(frozen=True)
class FoundList:
    """A sheet that is one list of a return; its header carries the names that the layout prints."""

    kind: Return
    entry: ReturnList
    sheet: Sheet
    file: GivenFile


def find_lists(files: Iterable[GivenFile], kind: Return | None = None) -> tuple[list[FoundList], list[Problem]]:
    """Which list each sheet is, and a problem for each file that has none, or one of another kind than was said.

    Parameters
    ----------
    kind
        Kind that the files are said to be of; without it they may be of several.
    """
    found, problems = [], []
    for file in files:
        known = [match for sheet in file.sheets if (match := _match(sheet, returns())) is not None]
        of_kind = known if kind is None else [match for sheet in file.sheets if (match := _match(sheet, (kind,))) is not None]
        if kind is not None and known and not any(match[0] == kind for match in known):
            # A list that two kinds have alike is the one that was said; one that is more like another kind is not.
            there = " and ".join(sorted({f"{match[1].title} ({match[0].key})" for match in known}))
            remedy = f"Take it in as what it is, or give the file of {kind.key} that it stands for."
            problems.append(Problem(file.name, f"is no list of {kind.key}: its columns are those of the {there}", remedy))
        elif not of_kind:
            problems.append(_unknown(file, (kind,) if kind else returns()))
        found += [FoundList(one, entry, sheet, file) for one, entry, sheet in of_kind]
    return found, problems


def layout_columns(entry: ReturnList, sheet: Sheet) -> list[Column]:
    """The columns of a list as a header is matched with them; optional ones that the sheet lacks are left out."""
    there = {form for row in sheet.rows[:ROWS_ABOVE_HEADER] for text in row.texts for form in _forms(text)}
    return [
        Column(column.header, column.qualifiers, column.optional, dates=column.type == "date")
        for column in entry.columns
        if not column.optional or plain_header(column.header) in there
    ]


def _match(sheet: Sheet, kinds: Iterable[Return]) -> tuple[Return, ReturnList, Sheet] | None:
    """The list whose columns a sheet has most of, with its header renamed to what the layout prints."""
    best, most = None, (KNOWN_BY, 0)
    forms = [{form for text in row.texts for form in _forms(text)} for row in sheet.rows[:ROWS_ABOVE_HEADER]]
    for kind in kinds:
        for entry in kind.lists:
            place, share, count = _header(forms, entry)
            if (share, count) > most:
                best, most = (kind, entry, place), (share, count)
    if best is None:
        return None
    kind, entry, place = best
    return kind, entry, _renamed(sheet, entry, place)


def _header(forms: list[set[str]], entry: ReturnList) -> tuple[int, float, int]:
    """The row that looks most like the header of a list, the share of the columns needed that it has, and how many of all."""
    needed, every = _names(entry)
    best = (0, 0.0, 0)
    for place, there in enumerate(forms):
        if there.isdisjoint(_every_name()):
            continue
        share = sum(not names.isdisjoint(there) for names in needed) / len(needed)
        if share > best[1]:
            best = (place, share, sum(not names.isdisjoint(there) for names in every))
    return best


@cache
def _names(entry: ReturnList) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """What each column may be called: of the columns that a file must have, and of all."""
    named = [frozenset(plain_header(name) for name in (column.name, *column.aliases)) for column in entry.columns]
    return [names for names, column in zip(named, entry.columns, strict=True) if not column.optional], named


@cache
def _every_name() -> frozenset[str]:
    """Whatever a column of any list may be called."""
    return frozenset().union(*(names for kind in returns() for entry in kind.lists for names in _names(entry)[1]))


@lru_cache(maxsize=10_000)
def _forms(text: str) -> frozenset[str]:
    """A header whole, and without what stands in brackets at its end."""
    return frozenset((plain_header(text), split_header(text)[0]))


def _renamed(sheet: Sheet, entry: ReturnList, place: int) -> Sheet:
    """The sheet with other names of columns replaced by those that the layout prints; qualifiers stay."""
    header = sheet.rows[place]
    printed = {plain_header(name): column.header for column in entry.columns for name in (column.name, *column.aliases)}
    own = {plain_header(column.header) for column in entry.columns}
    texts = []
    for text in header.texts:
        base, qualifier = split_header(text)
        if plain_header(text) in own or base in own:
            texts.append(text)
        elif plain_header(text) in printed:
            texts.append(printed[plain_header(text)])
        elif base in printed:
            texts.append(f"{printed[base]} ({qualifier})")
        else:
            texts.append(text)
    if isinstance(sheet.rows, PlainRows):
        return replace(sheet, rows=sheet.rows.renamed(place, texts))
    rows = list(sheet.rows)
    rows[place] = Row(header.number, texts, header.kinds)
    return replace(sheet, rows=rows)


def _unknown(file: GivenFile, kinds: Iterable[Return]) -> Problem:
    sheets = [sheet for sheet in file.sheets if sheet.rows]
    header = ", ".join(sheets[0].rows[0].texts[:6]) if sheets else ""
    wanted = ", ".join(kind.key for kind in kinds)
    remedy = "Correct its header, or take the file out of the folder."
    return Problem(file.name, f"holds no list that is known here ({wanted}); its first row begins: {header[:120]}", remedy)
