"""An outsider's attack on a published pack: relations found in its tables, then the values that each hidden count can have."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.disclosure.attack import Bounds, Cell, Relation, feasible_ranges
from analysis.disclosure.directions import READINGS, told_by_words
from analysis.disclosure.drawn import drawn_values
from analysis.disclosure.inferred import tied_within
from analysis.disclosure.prose import drawn_beside, prose_that_tells, shares_that_tell, totals_in_prose
from analysis.disclosure.published import FILES, HIDDEN, Figure, Pack, Table, figure
from analysis.disclosure.rounding import as_rounded, range_behind, tied_to
from analysis.disclosure.same_figures import Place, same_figures
from analysis.disclosure.suppression import taken_for_small
from analysis.measures import whole_numbers_behind

SHORTEST_NAME = 4
"""A shorter name of a row stands in others by chance."""


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
class Cells:
    """What is read of some packs: cells by their place, and what ties them; a figure that stands in several places is one cell.

    Attributes
    ----------
    shown, hidden
        Figures that are shown, and bounds of those that are not, by cell.
    rounded
        The range of each count that is shown rounded.
    relations
        What ties them, each with what it is.
    worded, readings
        The same of directions, verdicts and colours: whichever way is better, and by which way is taken to be better.
    shown_again
        Hidden cells whose figure another place shows.
    places
        Every place of each hidden cell.
    """

    packs: Sequence[Pack]
    shown: dict[Cell, float] = field(default_factory=dict)
    rounded: dict[Cell, Bounds] = field(default_factory=dict)
    hidden: dict[Cell, Bounds] = field(default_factory=dict)
    relations: list[tuple[Relation, str]] = field(default_factory=list)
    worded: list[tuple[Relation, str]] = field(default_factory=list)
    readings: dict[str, list[tuple[Relation, str]]] = field(default_factory=lambda: {reading: [] for reading in READINGS})
    findings: list[Finding] = field(default_factory=list)
    counts: set[Cell] = field(default_factory=set)
    shown_again: list[tuple[Cell, Place, float]] = field(default_factory=list)
    places: dict[Cell, list[Place]] = field(default_factory=dict)

    def table(self, place: Place) -> Table:
        """The table that a place is of."""
        return self.packs[place[0]].tables[place[1]]

    def text(self, place: Place) -> str:
        """What stands in a place."""
        table = self.table(place)
        return (*table.rows, *table.foot)[place[2]][1][place[3]]

    def named(self, place: Place) -> tuple[str, str, str]:
        """Where a cell stands, its row and its column; with the name of its pack where that is not the first."""
        pack, _, row, column = place
        table = self.table(place)
        before = f"{self.packs[pack].name}/" if pack else ""
        return f"{before}{table.place}", (*table.rows, *table.foot)[row][0], table.headings[column]


def attack_pack(packs: Sequence[Pack]) -> tuple[list[Finding], int]:
    """Every hidden figure that some packs give away together, and how many hidden figures were attacked.

    Parameters
    ----------
    packs
        The pack, and those that stand beside it, such as those before.
    """
    cells = read_cells(packs)
    attacked = sum(len(places) for places in cells.places.values())
    findings = list(cells.findings)
    for hidden, other, value in cells.shown_again:
        findings.append(Finding(*cells.named(hidden), value, value, f"the same figure in {cells.named(other)[0]}"))
    for cell, (least, most) in narrowed(cells).items():
        told = [*cells.relations, *cells.worded, *(one for reading in cells.readings.values() for one in reading)]
        through = next((why for relation, why in told if cell in relation.cells), "other figures")
        findings.append(Finding(*cells.named(cell), least, most, through))
    return list(dict.fromkeys(findings)), attacked


def read_cells(packs: Sequence[Pack]) -> Cells:
    """The cells of some packs, what ties them, and what is found without working anything out."""
    cells = Cells(packs)
    for number, pack in enumerate(packs):
        for place, table in enumerate(pack.tables):
            if table.hides:
                _take_in(cells, pack, table, (number, place))
                _read_beside(cells, pack, table, (number, place))
        cells.findings += [Finding(*place, *values, why) for place, values, why in shares_that_tell(pack)]
        cells.findings += [Finding(*place, value, value, f"the file {file}") for *place, value, file in pack.in_files]
        cells.findings += [Finding(place, text, "prose", few, few, "the sentence itself") for place, text, few in prose_that_tells(pack)]
    _join_same_figures(cells)
    return cells


def _keys(table: Table, identity: tuple[int, int]) -> dict[tuple[int, int], Cell]:
    """The cell of each row (foot after body) and column that may count people."""
    rows = (*table.rows, *table.foot)
    return {(row, column): (*identity, row, column) for row, (_, texts) in enumerate(rows) for column in table.counts_in(texts)}


def _take_in(cells: Cells, pack: Pack, table: Table, identity: tuple[int, int]) -> None:
    rows = (*table.rows, *table.foot)
    keys = _keys(table, identity)
    for (row, column), cell in keys.items():
        text = rows[row][1][column]
        if text == HIDDEN:
            cells.hidden[cell] = (1, math.inf)
            cells.counts.add(cell)
        elif (found := figure(text)) and found.decimals == 0:
            if pack.rounded_to > 1:
                cells.rounded[cell] = range_behind(found.value, pack.rounded_to, pack.smallest_count)
            else:
                cells.shown[cell] = found.value
    cells.relations += tied_within(table, keys, pack.rounded_to)
    told = told_by_words(table, keys, lambda row, column: (*identity, row, column))
    cells.shown = told.shown | cells.shown
    cells.hidden = told.hidden | cells.hidden
    cells.worded += told.always
    for reading, relations in told.readings.items():
        cells.readings[reading] += relations


def _read_beside(cells: Cells, pack: Pack, table: Table, identity: tuple[int, int]) -> None:
    """What sentences and charts of a table's section say of what it hides."""
    said = pack.sentences.get(table.section, ())
    cells.findings += [Finding(*place, value, value, why) for place, value, why in drawn_beside(table, said)]
    drawn = [] if table.place.startswith(FILES) else drawn_values(table, pack.series.get(table.section, ()))
    cells.findings += [Finding(*place, value, value, "the height of its point in a chart") for place, value in drawn]
    told = totals_in_prose(table, _keys(table, identity), said, pack.smallest_count)
    cells.relations += [(as_rounded(relation, pack.rounded_to), why) for relation, why in told]


def _join_same_figures(cells: Cells) -> None:
    """What is hidden in one place and shown in another is found; hidden in both, it is one cell."""
    leader: dict[Cell, Cell] = {}

    def first(cell: Cell) -> Cell:
        while leader.setdefault(cell, cell) != cell:
            cell = leader[cell]
        return cell

    for hidden, other in same_figures(cells.packs):
        shown = figure(cells.text(other))
        if shown is None and hidden in cells.hidden and other in cells.hidden:
            leader[max(first(hidden), first(other))] = min(first(hidden), first(other))
        elif shown is not None and _tells_of_few(cells, hidden, shown):
            cells.shown_again.append((hidden, other, shown.value))
    joined = {}
    for cell, (low, high) in cells.hidden.items():
        least, most = joined.get(first(cell), (low, high))
        joined[first(cell)] = (max(low, least), min(high, most))
        cells.places.setdefault(first(cell), []).append(cell)
    cells.hidden = joined

    def moved(relations: list[tuple[Relation, str]]) -> list[tuple[Relation, str]]:
        found: dict[Relation, str] = {}
        for relation, why in relations:
            terms = tuple(sorted((first(cell), coefficient) for cell, coefficient in relation.coefficients))
            found.setdefault(Relation(terms, relation.low, relation.high, relation.adds_up), why)
        return list(found.items())

    cells.relations, cells.worded = moved(cells.relations), moved(cells.worded)
    cells.readings = {reading: moved(relations) for reading, relations in cells.readings.items()}


def _tells_of_few(cells: Cells, hidden: Place, shown: Figure) -> bool:
    """Whether a figure is a count, or a percentage of a few of a count of the same row, or of all but a few; where no such count is shown, it is."""
    if hidden in cells.counts and not shown.decimals:
        return True
    pack = cells.packs[hidden[0]]
    label = cells.named(hidden)[1].casefold()
    bases = set()
    for table in pack.tables:
        for row, texts in table.rows:
            if len(row) >= SHORTEST_NAME and row.casefold() in label:
                bases |= {int(number.value) for column in table.counts_in(texts) if (number := figure(texts[column])) and number.value > 0}
    parts = [(part, base) for base in bases for part in whole_numbers_behind(shown.value, base, shown.decimals)]
    return not bases or any(0 < few < pack.smallest_count for part, base in parts for few in (part, base - part))


def narrowed(cells: Cells) -> dict[Cell, Bounds]:
    """Hidden cells with fewer values than the policy asks, with the smallest and largest.

    Four readers look: one who knows that they are not nought, one who takes for small what can be, and each of them again who knows which way is
    better, where words or colours say so much.
    """
    smallest, fewest = cells.packs[0].smallest_count, cells.packs[0].fewest_values
    found: dict[Cell, Bounds] = {}
    always = [relation for relation, _ in (*cells.relations, *cells.worded)]
    for reading in [[], *([relation for relation, _ in told] for told in cells.readings.values() if told)]:
        relations = tied_to([*always, *reading], set(cells.hidden))
        unbound = {cell: (0, math.inf) for relation in relations for cell in relation.cells if cell not in cells.shown}
        bounds = unbound | {cell: cells.rounded[cell] for cell in unbound if cell in cells.rounded} | cells.hidden
        small = (
            {cell: (low, min(high, smallest - 1)) for cell, (low, high) in cells.hidden.items()}
            if cells.rounded
            else taken_for_small(bounds, cells.shown, relations, smallest)
        )
        for known in (bounds, bounds | small):
            for cell, (low, high) in feasible_ranges(cells.shown, known, relations).items():
                if cell in cells.hidden and high - low + 1 < fewest:
                    found[cell] = (low, high)
    return found
