"""The attack: the smallest and largest value that each hidden count can have, given everything else that is published.

A hidden count is a whole number between bounds that the reader knows. What ties it to other figures is a ``Relation``: a total, a share that was
rounded, a change, a direction. The values that a hidden count can have are found by integer programming, as an outsider would.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

Cell = Hashable
Bounds = tuple[float, float]

LARGEST_COUNT = 100_000
"""A count without any other bound is taken to be no larger; no council has as many children in one cell."""

TOLERANCE = 1e-7


@dataclass(frozen=True)
class Relation:
    """What is known of some cells together: ``low <= sum of (coefficient * cell) <= high``.

    Attributes
    ----------
    coefficients
        Coefficient of each cell.
    low, high
        Bounds of the sum, both included.
    adds_up
        Whether it is a total of counts: all hidden parts of a small remainder are then taken to be small.
    """

    coefficients: tuple[tuple[Cell, float], ...]
    low: float = 0.0
    high: float = 0.0
    adds_up: bool = False

    @property
    def cells(self) -> list[Cell]:
        """The cells that it ties together."""
        return [cell for cell, _ in self.coefficients]


def total(parts: Sequence[Cell], whole: Cell | None = None, amount: float = 0.0) -> Relation:
    """Parts that add up to another cell, or to an amount that is known."""
    minus = () if whole is None else ((whole, -1.0),)
    return Relation((*((part, 1.0) for part in parts), *minus), amount, amount, adds_up=True)


def share(part: Cell, whole: Cell, pct: float, decimals: int) -> list[Relation]:
    """A percentage that is shown, rounded, of a part in a whole."""
    low, high = (pct - 0.5 / 10**decimals) / 100, (pct + 0.5 / 10**decimals) / 100
    return [Relation(((part, 1.0), (whole, -low)), 0.0, math.inf), Relation(((part, 1.0), (whole, -high)), -math.inf, 0.0)]


def difference(later: Cell, earlier: Cell, change: float) -> Relation:
    """A change that is shown: the later cell less the earlier."""
    return Relation(((later, 1.0), (earlier, -1.0)), change, change)


def direction(later: Cell, earlier: Cell, sign: int) -> Relation:
    """A direction that is shown: 1 for a rise, -1 for a fall, 0 for no change."""
    low, high = {1: (1.0, math.inf), -1: (-math.inf, -1.0), 0: (0.0, 0.0)}[sign]
    return Relation(((later, 1.0), (earlier, -1.0)), low, high)


def feasible_ranges(shown: Mapping[Cell, float], hidden: Mapping[Cell, Bounds], relations: Sequence[Relation]) -> dict[Cell, Bounds]:
    """Smallest and largest value of each hidden cell that everything else allows.

    Parameters
    ----------
    shown
        Value of each cell that is published.
    hidden
        Bounds of each cell that is not: what is known of it without any relation.
    relations
        What ties cells together. One that holds a cell neither shown nor hidden says nothing and is passed over.

    Returns
    -------
    dict
        By hidden cell. Figures that contradict one another say nothing together: then each relation that holds by itself is taken alone.

    Examples
    --------
    Two hidden counts of 1 to 4 beside a remainder of 8 are both 4:

    >>> feasible_ranges({"a": 12}, {"b": (1, 4), "c": (1, 4)}, [total(["a", "b", "c"], amount=20)])
    {'b': (4, 4), 'c': (4, 4)}
    """
    ranges = {cell: (_ceiling(low), _floor(high)) for cell, (low, high) in hidden.items()}
    for cells, tied in _components([left for relation in relations if (left := _remaining(relation, shown, hidden)) is not None]):
        ranges |= _ranges_together({cell: ranges[cell] for cell in cells}, tied)
    return ranges


def _remaining(relation: Relation, shown: Mapping[Cell, float], hidden: Mapping[Cell, Bounds]) -> Relation | None:
    """A relation less its shown cells; ``None`` where it then says nothing."""
    unknown, moved = {}, 0.0
    for cell, coefficient in relation.coefficients:
        if cell in hidden:
            unknown[cell] = unknown.get(cell, 0.0) + coefficient
        elif cell in shown:
            moved += coefficient * shown[cell]
        else:
            return None
    if not unknown:
        return None
    return Relation(tuple(unknown.items()), relation.low - moved, relation.high - moved, relation.adds_up)


def _components(relations: Sequence[Relation]) -> list[tuple[list[Cell], list[Relation]]]:
    """Relations that share hidden cells, directly or through others, with those cells."""
    leader: dict[Cell, Cell] = {}

    def found(cell: Cell) -> Cell:
        while leader.setdefault(cell, cell) != cell:
            cell = leader[cell]
        return cell

    for relation in relations:
        for cell in relation.cells:
            leader[found(cell)] = found(relation.cells[0])
    groups: dict[Cell, tuple[list[Cell], list[Relation]]] = {}
    for cell in leader:
        groups.setdefault(found(cell), ([], []))[0].append(cell)
    for relation in relations:
        groups[found(relation.cells[0])][1].append(relation)
    return list(groups.values())


def _ranges_together(bounds: dict[Cell, Bounds], relations: list[Relation]) -> dict[Cell, Bounds]:
    alone = [_ranges_by_one(bounds, relation) for relation in relations]
    possible = [found for found in alone if found is not None]
    if len(relations) == 1 and all(abs(coefficient) == 1 for _, coefficient in relations[0].coefficients):
        return possible[0] if possible else bounds
    solved = _solved(bounds, relations)
    if solved is not None:
        return solved
    # They contradict one another: what each says by itself.
    narrowed = dict(bounds)
    for found in possible:
        for cell, (low, high) in found.items():
            narrowed[cell] = (max(narrowed[cell][0], low), min(narrowed[cell][1], high))
    return {cell: (low, high) if low <= high else bounds[cell] for cell, (low, high) in narrowed.items()}


def _ranges_by_one(bounds: dict[Cell, Bounds], relation: Relation) -> dict[Cell, Bounds] | None:
    """Ranges that one relation leaves; ``None`` where nothing fits it. Exact where its coefficients are 1 or -1."""
    least = {cell: min(c * bounds[cell][0], c * bounds[cell][1]) for cell, c in relation.coefficients}
    most = {cell: max(c * bounds[cell][0], c * bounds[cell][1]) for cell, c in relation.coefficients}
    if sum(least.values()) > relation.high + TOLERANCE or sum(most.values()) < relation.low - TOLERANCE:
        return None
    narrowed = {}
    for cell, coefficient in relation.coefficients:
        low = relation.low - sum(value for other, value in most.items() if other != cell)
        high = relation.high - sum(value for other, value in least.items() if other != cell)
        ends = sorted((low / coefficient, high / coefficient))
        narrowed[cell] = (max(bounds[cell][0], _ceiling(ends[0])), min(bounds[cell][1], _floor(ends[1])))
    return narrowed


def _solved(bounds: dict[Cell, Bounds], relations: list[Relation]) -> dict[Cell, Bounds] | None:
    """Ranges by integer programming; ``None`` where nothing fits all relations."""
    # Loaded where a hidden cell is tied by more than one relation, and nowhere else: it takes longer than a page.
    import numpy as np
    from scipy.optimize import Bounds as Between
    from scipy.optimize import LinearConstraint, milp

    place = {cell: number for number, cell in enumerate(bounds)}
    matrix = np.zeros((len(relations), len(place)))
    for row, relation in enumerate(relations):
        for cell, coefficient in relation.coefficients:
            matrix[row, place[cell]] = coefficient
    lows, highs = np.array([relation.low for relation in relations]), np.array([relation.high for relation in relations])
    tied = LinearConstraint(matrix, lows - TOLERANCE, highs + TOLERANCE)
    limits = np.array([(low, min(high, LARGEST_COUNT)) for low, high in bounds.values()])
    found = {}
    for cell, number in place.items():
        objective = np.zeros(len(place))
        objective[number] = 1.0
        ends = []
        for sign in (1, -1):
            answer = milp(sign * objective, constraints=tied, bounds=Between(limits[:, 0], limits[:, 1]), integrality=1)
            if answer.status == 2:
                return None
            if answer.x is None:
                # Not solved in any way: the cell counts as found out.
                ends = [limits[number, 0], limits[number, 0]]
                break
            ends.append(round(answer.x[number]))
        high = math.inf if ends[1] >= LARGEST_COUNT else ends[1]
        found[cell] = (int(ends[0]), high if math.isinf(high) else int(high))
    return found


def _ceiling(value: float) -> float:
    return value if math.isinf(value) else math.ceil(value - TOLERANCE)


def _floor(value: float) -> float:
    return value if math.isinf(value) else math.floor(value + TOLERANCE)
