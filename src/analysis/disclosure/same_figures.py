"""One figure that stands in several tables or packs: by its names, or because two columns agree wherever both are shown."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.disclosure.published import FILES, HIDDEN, Figure, Pack, Table, figure

FEWEST_ALIKE = 4
"""Rows with different figures, none nought, in which two columns must agree, and differ in none, to be taken for the same."""
PERIOD = re.compile(r"\d{4}|\bQ[1-4]\b|^(January|February|March|April|May|June|July|August|September|October|November|December)$")
DATED = re.compile(
    r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?|\d{4}(?:[-/]\d\d)?|\bQ[1-4]\b|\s+"
)
Place = tuple[int, int, int, int]
"""Pack, table, row (foot after body) and column, each by its number."""


@dataclass
class Column:
    """A column of a table: what it shows of each row by name, and where it hides a figure."""

    place: Place
    table: Table
    shown: dict[str, Figure] = field(default_factory=dict)
    hidden: dict[str, Place] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def same_figures(packs: Sequence[Pack]) -> list[tuple[Place, Place]]:
    """Pairs of cells that hold the same figure, of which the first is hidden; the second is shown, or hidden too.

    Two cells are one figure where row and heading have the same names and one of the two names tells a time; and where their columns agree, row by
    row, in every row that both show, in enough different figures to be no chance: so the opening stock of a quarter is the closing stock of the last.
    """
    columns = [column for number, pack in enumerate(packs) for column in _columns(number, pack)]
    by_row: dict[str, list[int]] = defaultdict(list)
    for number, column in enumerate(columns):
        for row in column.rows:
            by_row[row].append(number)
    found = []
    for number, column in enumerate(columns):
        alike: dict[int, bool] = {number: False}
        for row, place in column.hidden.items():
            for other in by_row[row]:
                if other not in alike:
                    alike[other] = _are_alike(column, columns[other])
                if alike[other]:
                    found.append((place, _at(columns[other], row)))
    return list(dict.fromkeys([*_of_one_name(packs), *found]))


def _at(column: Column, row: str) -> Place:
    pack, table, _, heading = column.place
    return pack, table, column.rows[row], heading


def _columns(number: int, pack: Pack) -> list[Column]:
    found = []
    for place, table in enumerate(pack.tables):
        rows = (*table.rows, *table.foot)
        names = [label.casefold() for label, _ in rows]
        if len(set(names)) != len(names):
            names = [
                f"{label}|{'|'.join(text for text in texts if text != HIDDEN and not figure(text))}".casefold() for label, texts in rows
            ]
        if len(set(names)) != len(names):
            continue
        for column in range(len(table.headings)):
            made = Column((number, place, -1, column), table)
            for row, (name, (_, texts)) in enumerate(zip(names, rows, strict=True)):
                if texts[column] == HIDDEN:
                    made.hidden[name] = (number, place, row, column)
                elif shown := figure(texts[column]):
                    made.shown[name] = shown
                else:
                    continue
                made.rows[name] = row
            if made.rows:
                found.append(made)
    return found


def _are_alike(column: Column, other: Column) -> bool:
    """Whether two columns show the same wherever both show something, in enough different figures."""
    # A file holds the rows of its page: what it shows of them is held against it apart.
    if column.place[:2] == other.place[:2]:
        return False
    different = set()
    for row in column.shown.keys() & other.shown.keys():
        here, there = column.shown[row], other.shown[row]
        if abs(here.value - there.value) > 0.5 / 10 ** min(here.decimals, there.decimals) * (here.decimals != there.decimals) + 1e-9:
            return False
        if here.value:
            different.add(here.value)
    return len(different) >= FEWEST_ALIKE


def _of_one_name(packs: Sequence[Pack]) -> list[tuple[Place, Place]]:
    """Cells whose row and heading have the same names, one of which tells a time; with a time for a row, in tables of the same caption."""
    named: dict[tuple, list[tuple[Place, bool]]] = defaultdict(list)
    for number, pack in enumerate(packs):
        for place, table in enumerate(pack.tables):
            for row, (label, texts) in enumerate(table.rows if table.named_alone else ()):
                for column, heading in enumerate(table.headings):
                    if label and (texts[column] == HIDDEN or figure(texts[column])):
                        name = _name(table, label, heading)
                        if name:
                            named[name].append(((number, place, row, column), texts[column] == HIDDEN))
    return [(place, other) for cells in named.values() for place, hidden in cells if hidden for other, _ in cells if other != place]


def _name(table: Table, label: str, heading: str) -> tuple | None:
    in_row, in_heading = bool(PERIOD.search(label)), bool(PERIOD.search(heading))
    if in_heading and not in_row:
        return label.casefold(), heading.casefold()
    if in_row and not in_heading and re.search(r"\d{4}", label) and not table.place.startswith(FILES):
        return DATED.sub(" ", table.place).strip().casefold(), label.casefold(), heading.casefold()
    return None
