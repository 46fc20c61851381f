"""What is hidden beside small counts, so that the attack finds none of them: at least information lost, over all figures that are linked."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.disclosure.attack import Bounds, Cell, Relation, feasible_ranges


@dataclass(frozen=True)
class Linked:
    """Figures that are released together, and what ties them.

    Attributes
    ----------
    values
        Count of people in each cell; missing (``nan``) where the source withheld it.
    relations
        What ties cells together.
    withheld
        Cells that are hidden whatever else is: the source withheld them, or another rule does.
    unseen
        Cells that are on no page, and that others would give away.
    """

    values: Mapping[Cell, float]
    relations: Sequence[Relation] = ()
    withheld: frozenset[Cell] = frozenset()
    unseen: frozenset[Cell] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Suppressed:
    """What is hidden: small counts and those withheld, those hidden beside them, and the hidden cells that can still be found out."""

    primary: frozenset[Cell]
    secondary: frozenset[Cell]
    found_out: Mapping[Cell, Bounds]


def suppress(linked: Linked, smallest_count: int, fewest_values: int) -> Suppressed:
    """Cells to hide so that each hidden one keeps at least ``fewest_values`` values that everything shown allows.

    Small counts, from 1 to ``smallest_count`` less one, are hidden; zeros are shown. Beside them the smallest count that shares a relation with one
    that can be found out is hidden, until none can; then each that need not be hidden after all is shown again, the largest first.

    Returns
    -------
    Suppressed
        ``found_out`` is empty unless nothing more can be hidden.

    Examples
    --------
    Beside 1 and 1, whose total is known with 20, the 20 goes too:

    >>> from analysis.disclosure.attack import total
    >>> found = suppress(Linked({"a": 1, "b": 1, "c": 20}, [total(["a", "b", "c"], amount=22)]), 5, 3)
    >>> sorted(found.primary), sorted(found.secondary), dict(found.found_out)
    (['a', 'b'], ['c'], {})
    """
    small = {cell for cell, value in linked.values.items() if 0 < abs(value) < smallest_count}
    primary = frozenset((small - linked.unseen) | linked.withheld)
    secret = frozenset(small & linked.unseen)
    if smallest_count == 0 or not (primary or secret):
        return Suppressed(primary, frozenset(), {})
    hidden = set(primary)
    while found := found_out(linked, hidden, secret, smallest_count, fewest_values):
        choices = _that_can_be_hidden(linked, found, hidden)
        if not choices:
            break
        hidden.add(min(choices, key=lambda cell: (abs(linked.values[cell]), str(cell))))
    for cell in [] if found else sorted(hidden - primary, key=lambda cell: (-abs(linked.values[cell]), str(cell))):
        if not found_out(linked, hidden - {cell}, secret, smallest_count, fewest_values):
            hidden.remove(cell)
    return Suppressed(primary, frozenset(hidden) - primary, found)


def found_out(
    linked: Linked, hidden: Iterable[Cell], secret: Iterable[Cell], smallest_count: int, fewest_values: int
) -> dict[Cell, Bounds]:
    """Hidden cells that keep fewer than ``fewest_values`` values, with the smallest and largest.

    Three readers attack: one who knows only that a hidden count is not zero, one who knows which are small, and one who takes all parts of a total
    for small where what is left of it allows that.

    Parameters
    ----------
    hidden
        Cells that are not shown.
    secret
        Those of the unseen cells that are small: they must not be found out either.
    """
    hidden, secret = set(hidden), set(secret)
    shown = {
        cell: value for cell, value in linked.values.items() if cell not in hidden and cell not in linked.unseen and not math.isnan(value)
    }
    kept = hidden | secret
    found: dict[Cell, Bounds] = {}
    plain = {cell: (0 if math.isnan(linked.values[cell]) else 1, math.inf) for cell in hidden}
    plain |= dict.fromkeys(linked.unseen, (0, math.inf))
    small = {
        cell: (low, smallest_count - 1)
        for cell, (low, _) in plain.items()
        if cell not in linked.unseen and _is_small(linked, cell, smallest_count)
    }
    for bounds in (plain, plain | small, plain | taken_for_small(plain, shown, linked.relations, smallest_count)):
        for cell, (low, high) in feasible_ranges(shown, bounds, linked.relations).items():
            if cell in kept and high - low + 1 < fewest_values:
                found[cell] = (low, high)
    return found


def _is_small(linked: Linked, cell: Cell, smallest_count: int) -> bool:
    value = linked.values[cell]
    return math.isnan(value) or abs(value) < smallest_count


def taken_for_small(
    bounds: Mapping[Cell, Bounds], shown: Mapping[Cell, float], relations: Sequence[Relation], smallest_count: int
) -> dict[Cell, Bounds]:
    """Bounds of the hidden parts of each total of which so little is left that all of them can be small."""
    taken: dict[Cell, Bounds] = {}
    for relation in relations:
        hidden = [cell for cell in relation.cells if cell in bounds]
        if not relation.adds_up or not hidden or any(coefficient != 1 for cell, coefficient in relation.coefficients if cell in bounds):
            continue
        if any(cell not in shown and cell not in bounds for cell in relation.cells):
            continue
        left = relation.low - sum(coefficient * shown[cell] for cell, coefficient in relation.coefficients if cell in shown)
        if len(hidden) <= left <= len(hidden) * (smallest_count - 1):
            taken |= {cell: (bounds[cell][0], smallest_count - 1) for cell in hidden}
    return taken


def _that_can_be_hidden(linked: Linked, found: Mapping[Cell, Bounds], hidden: set[Cell]) -> list[Cell]:
    """Shown counts above zero in the relations of the cells that can be found out; failing those, in relations that any hidden cell is in."""

    def beside(cells: set[Cell]) -> list[Cell]:
        return [
            cell
            for relation in linked.relations
            if cells & set(relation.cells)
            for cell in relation.cells
            if cell not in hidden and cell not in linked.unseen and abs(linked.values.get(cell, 0)) > 0
        ]

    return beside(set(found)) or beside(hidden)
