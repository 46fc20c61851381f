"""An outsider's attack on a published pack: relations found in its tables, then the values that each hidden count can have."""

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.disclosure.attack import Bounds, Cell, Relation, difference, feasible_ranges, share, total
from analysis.disclosure.drawn import drawn_values
from analysis.disclosure.prose import drawn_beside, prose_that_tells, shares_that_tell, totals_in_prose
from analysis.disclosure.published import FILES, HIDDEN, Pack, Table, figure
from analysis.disclosure.rounding import as_rounded, range_behind, tied_to

FEWEST_ROWS = 3
"""Rows, each with other figures and none nought, in which a relation must hold to be taken for one."""
PERIOD = re.compile(r"\d{4}|\bQ[1-4]\b|^(January|February|March|April|May|June|July|August|September|October|November|December)$")


@dataclass(frozen=True)
class Finding:
    """A hidden figure that the pack gives away.

    Attributes
    ----------
    place, row, column
        Where it is hidden.
    least, most
        Smallest and largest value that it can have.
    through
        What gives it away.
    """

    place: str
    row: str
    column: str
    least: float
    most: float
    through: str

    def __str__(self) -> str:
        values = f"{self.least:g}" if self.least == self.most else f"{self.least:g} to {self.most:g}"
        return f'{self.place}, "{self.row}", {self.column}: can only be {values}, through {self.through}. Merge this row with others, or hide what gives it away.'


@dataclass
class _Cells:
    """Cells of a pack by what they are; one that stands in two tables is one cell. Of a rounded count its range is known."""

    shown: dict[Cell, float]
    rounded: dict[Cell, Bounds]
    hidden: dict[Cell, Bounds]
    places: dict[Cell, tuple[str, str, str]]
    relations: list[tuple[Relation, str]]
    findings: list[Finding]


def attack_pack(packs: Sequence[Pack]) -> tuple[list[Finding], int]:
    """Every hidden figure that some packs give away together, and how many hidden counts were attacked.

    Parameters
    ----------
    packs
        The pack, and those that stand beside it, such as the one before.
    """
    smallest, fewest = packs[0].smallest_count, packs[0].fewest_values
    cells = _Cells({}, {}, {}, {}, [], [])
    for pack in packs:
        for number, table in enumerate(pack.tables):
            if table.hides:
                _take_in(cells, table, (pack.name, number), pack)
                said = pack.sentences.get(table.section, ())
                cells.findings += [Finding(*place, value, value, why) for place, value, why in drawn_beside(table, said)]
                drawn = [] if table.place.startswith(FILES) else drawn_values(table, pack.series.get(table.section, ()))
                cells.findings += [Finding(*place, value, value, "the height of its point in a chart") for place, value in drawn]
                told = totals_in_prose(table, _keys(table, (pack.name, number)), said, smallest)
                cells.relations += [(as_rounded(relation, pack.rounded_to, smallest), why) for relation, why in told]
        cells.findings += [Finding(*place, *values, why) for place, values, why in shares_that_tell(pack)]
        cells.findings += [Finding(*place, value, value, f"the file {file}") for *place, value, file in pack.in_files]
        cells.findings += [Finding(place, text, "prose", few, few, "the sentence itself") for place, text, few in prose_that_tells(pack)]
    _same_figures(cells, packs)
    found = {**_narrow(cells, smallest, fewest)}
    for cell, (least, most) in found.items():
        through = next((why for relation, why in cells.relations if cell in relation.cells), "other figures")
        cells.findings.append(Finding(*cells.places[cell], least, most, through))
    return cells.findings, len(cells.hidden)


def _keys(table: Table, identity: tuple) -> dict[tuple[int, int], Cell]:
    """The cell of each row (foot after body) and column that may count people."""
    rows = (*table.rows, *table.foot)
    return {(row, column): (*identity, row, column) for row, (_, texts) in enumerate(rows) for column in table.counts_in(texts)}


def _take_in(cells: _Cells, table: Table, identity: tuple, pack: Pack) -> None:
    rows = (*table.rows, *table.foot)
    keys = _keys(table, identity)
    for (row, column), cell in keys.items():
        text = rows[row][1][column]
        if text == HIDDEN:
            cells.hidden[cell] = (1, math.inf)
            cells.places[cell] = (table.place, rows[row][0], table.headings[column])
        elif (found := figure(text)) and found.decimals == 0:
            if pack.rounded_to > 1:
                cells.rounded[cell] = range_behind(found.value, pack.rounded_to, pack.smallest_count)
            else:
                cells.shown[cell] = found.value
    cells.relations += _totals(table, keys, pack.rounded_to // 2)
    cells.relations += _across(table, keys, pack.rounded_to)


def _totals(table: Table, keys: dict[tuple[int, int], Cell], off: int) -> list[tuple[Relation, str]]:
    """Columns that add up to the foot of the table, each figure being ``off`` at most: unless one that is wholly shown does not."""
    if len(table.foot) != 1:
        return []
    body, last = range(len(table.rows)), len(table.rows)
    for column in table.counts:
        texts = [table.rows[row][1][column] for row in body]
        numbers = [figure(text) for text in (*texts, table.foot[0][1][column])]
        if all(numbers) and abs(sum(number.value for number in numbers[:-1]) - numbers[-1].value) > off * len(numbers):
            return []
    return [
        (
            total([keys[row, column] for row in body if (row, column) in keys], keys[last, column]),
            f'the total of "{table.headings[column]}"',
        )
        for column in table.counts
        if (last, column) in keys and all((row, column) in keys or not table.rows[row][1][column] for row in body)
    ]


def _across(table: Table, keys: dict, step: int) -> list[tuple[Relation, str]]:
    """Columns tied to two others in every row that shows all three, in enough to be no chance: sums, changes and rounded shares.

    Where counts are rounded, changes and shares are worked out from those and say no more; sums of large enough counts nearly hold.
    """
    rows = (*table.rows, *table.foot)
    columns = [[figure(texts[column]) for _, texts in rows] for column in range(len(table.headings))]
    found: list[tuple[Relation, str]] = []
    for first, second in itertools.permutations(sorted(table.counts), 2):
        for third in range(len(columns)):
            if third in (first, second):
                continue
            whole = [numbers for numbers in zip(columns[first], columns[second], columns[third], strict=True) if all(numbers)]
            telling = {numbers for numbers in whole if all(number.value >= 2 * step or step == 1 and number.value for number in numbers)}
            if len(telling) < FEWEST_ROWS:
                continue
            for kind, holds in (
                KINDS.items() if step == 1 else [("sum", lambda a, b, c: abs(a.value + b.value - c.value) <= 3 * (step // 2))]
            ):
                if (kind != "sum" or first < second) and all(holds(*numbers) for numbers in whole):
                    why = f'"{table.headings[first]}", "{table.headings[second]}" and "{table.headings[third]}" of the row'
                    for row in range(len(rows)):
                        if {(row, first), (row, second)} <= set(keys):
                            tied = _tied(kind, keys, row, (first, second, third), columns[third][row])
                            found += [(relation, why) for relation in tied]
    return found


KINDS = {
    "sum": lambda a, b, c: c.decimals == 0 and a.value + b.value == c.value,
    "change": lambda a, b, c: c.decimals == 0 and a.value - b.value == c.value,
    "share": lambda a, b, c: b.value > 0 and abs(100 * a.value / b.value - c.value) <= 0.5 / 10**c.decimals + 1e-9,
    "change_pct": lambda a, b, c: b.value > 0 and abs(100 * (a.value - b.value) / b.value - c.value) <= 0.5 / 10**c.decimals + 1e-9,
    "per": lambda a, b, c: b.value > 0 and c.decimals > 0 and abs(a.value / b.value - c.value) <= 0.5 / 10**c.decimals + 1e-9,
}
"""How a third column may follow from two that count people: each told of a row's three figures."""


def _tied(kind: str, keys: dict, row: int, columns: tuple[int, int, int], shown) -> list[Relation]:
    first, second = keys[row, columns[0]], keys[row, columns[1]]
    if kind == "sum":
        return [total([first, second], keys[row, columns[2]])] if (row, columns[2]) in keys else []
    if shown is None:
        return []
    if kind == "change":
        return [difference(first, second, shown.value)]
    if kind == "share":
        return share(first, second, shown.value, shown.decimals)
    if kind == "change_pct":
        return share(first, second, shown.value + 100, shown.decimals)
    return share(first, second, 100 * shown.value, max(shown.decimals - 2, 0))


def _same_figures(cells: _Cells, packs: Iterable[Pack]) -> None:
    """What is hidden in one table and shown in another under the same row and period; hidden in both, it is one cell."""
    shown: dict[tuple[str, str], list[tuple[str, float]]] = {}
    hidden: dict[tuple[str, str], list[Cell]] = {}
    for pack in packs:
        for number, table in enumerate(pack.tables):
            keys = _keys(table, (pack.name, number)) if table.hides else {}
            for row, (label, texts) in enumerate(table.rows if table.named_alone else ()):
                for column, heading in enumerate(table.headings):
                    named = (label.casefold(), heading.casefold())
                    if not PERIOD.search(heading) or PERIOD.search(label) or not label:
                        continue
                    if texts[column] == HIDDEN:
                        hidden.setdefault(named, []).append(keys.get((row, column), (pack.name, number, row, column)))
                        cells.places.setdefault(hidden[named][-1], (table.place, label, heading))
                    elif number_shown := figure(texts[column]):
                        shown.setdefault(named, []).append((table.place, number_shown.value))
    for named, secret in hidden.items():
        for other in secret[1:]:
            if secret[0] in cells.hidden and other in cells.hidden:
                cells.relations.append((difference(secret[0], other, 0), "the same figure in another table"))
        for place, value in shown.get(named, [])[:1]:
            cells.findings.append(Finding(*cells.places[secret[0]], value, value, f"the same figure in {place}"))


def _narrow(cells: _Cells, smallest: int, fewest: int) -> dict[Cell, Bounds]:
    """Hidden cells with fewer values than the policy asks, to a reader who knows that they are not nought, and to one who takes for small what can be."""
    from analysis.disclosure.suppression import taken_for_small

    relations = tied_to((relation for relation, _ in cells.relations), set(cells.hidden))
    unbound = {
        cell: cells.hidden.get(cell, cells.rounded.get(cell, (0, math.inf)))
        for relation in relations
        for cell in relation.cells
        if cell not in cells.shown
    }
    bounds = cells.hidden | unbound
    found = {}
    small = dict.fromkeys(cells.hidden, (1, smallest - 1)) if cells.rounded else taken_for_small(bounds, cells.shown, relations, smallest)
    for known in (bounds, bounds | small):
        for cell, (low, high) in feasible_ranges(cells.shown, known, relations).items():
            if cell in cells.hidden and high - low + 1 < fewest:
                found[cell] = (low, high)
    return found
