"""Counts of people rounded to a step: what is shown then, and what is hidden still so that no small count can be worked out.

A count of 1 to the policy's limit is hidden as ever. Every other is shown to the nearest step, each by itself, totals too; so a shown count stands for
a range, and the attack takes it for one. What is worked out from counts is worked out anew from the rounded ones, or hidden.
"""

import math
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.catalogue.fields import Field, field
from analysis.disclosure.attack import Bounds, Cell, Relation, feasible_ranges
from analysis.disclosure.policy import Policy
from analysis.disclosure.suppression import Linked, Suppressed, suppress


def nearest(values: np.ndarray | float, step: int) -> np.ndarray:
    """Values to the nearest multiple of a step, a half away from zero; missing ones stay missing.

    >>> nearest(np.array([0.0, 7.0, 8.0, 12.5, -13.0]), 5).tolist()
    [0.0, 5.0, 10.0, 15.0, -15.0]
    """
    values = np.asarray(values, dtype=float)
    return np.sign(values) * np.floor(np.abs(values) / step + 0.5) * step


def range_behind(shown: float, step: int, smallest_count: int) -> Bounds:
    """Smallest and largest whole count that is shown as a rounded one: nought is nought, since small counts are hidden.

    >>> range_behind(20, 5, 5), range_behind(5, 5, 5), range_behind(0, 5, 5)
    ((18, 22), (5, 7), (0, 0))
    """
    half = (step - 1) // 2
    return (max(shown - half, smallest_count), shown + half) if shown else (0, 0)


def suppress_under(linked: Linked, policy: Policy) -> Suppressed:
    """Cells to hide under a policy so that no hidden count can be found out: beside exact counts, or beside rounded ones.

    Beside rounded counts much less is hidden: of 1, 7 and 12 only the 1, since the others read 5 and 10, and their total of 20 may be 18 to 22.

    Examples
    --------
    >>> from analysis.disclosure.attack import total
    >>> from analysis.disclosure.policy import policy_named
    >>> counts = Linked({"a": 1, "b": 7, "c": 12, "all": 20}, [total(["a", "b", "c"], "all")])
    >>> found = {name: suppress_under(counts, policy_named(name)) for name in ("public", "rounded")}
    >>> {name: (sorted(each.primary), sorted(each.secondary)) for name, each in found.items()}
    {'public': (['a'], ['c']), 'rounded': (['a'], [])}
    """
    if not policy.rounds:
        return suppress(linked, policy.smallest_count, policy.fewest_values)
    small = {cell for cell, value in linked.values.items() if 0 < abs(value) < policy.smallest_count}
    primary = frozenset((small - linked.unseen) | linked.withheld)
    hidden, secret = set(primary), frozenset(small & linked.unseen)
    while found := _found_out(linked, hidden, secret, policy):
        beside = [relation for relation in linked.relations if set(found) & set(relation.cells)]
        choices = {cell for relation in beside for cell in relation.cells if linked.values.get(cell, 0) > 0} - hidden - linked.unseen
        if not choices:
            break
        hidden.add(min(choices, key=lambda cell: (linked.values[cell], str(cell))))
    return Suppressed(primary, frozenset(hidden) - primary, found)


def _found_out(linked: Linked, hidden: set[Cell], secret: Iterable[Cell], policy: Policy) -> dict[Cell, Bounds]:
    """Hidden cells that keep too few values, to a reader who knows only that they are not nought, to one who knows which are small, and to one who
    takes all for small."""
    kept = hidden | set(secret)
    relations = tied_to([as_rounded(relation, policy.rounded_to) for relation in linked.relations], kept)
    cells = {cell for relation in relations for cell in relation.cells if cell in linked.values}
    ranges = {cell: range_behind(float(nearest(linked.values[cell], policy.rounded_to)), policy.rounded_to, 0) for cell in cells - kept}
    ranges |= dict.fromkeys(cells & linked.unseen, (0, math.inf))
    plain = {cell: (0 if math.isnan(linked.values[cell]) else 1, math.inf) for cell in hidden & cells}
    few = {cell for cell in plain if not linked.values[cell] >= policy.smallest_count}
    small = plain | {cell: (plain[cell][0], policy.smallest_count - 1) for cell in few}
    found: dict[Cell, Bounds] = {}
    for known in (plain, small, {cell: (low, policy.smallest_count - 1) for cell, (low, _) in plain.items()}):
        for cell, (low, high) in feasible_ranges({}, ranges | known, relations).items():
            if cell in kept and high - low + 1 < policy.fewest_values:
                found[cell] = (low, high)
    return found


def as_rounded(relation: Relation, step: int) -> Relation:
    """A relation to an amount that is shown somewhere, and rounded there."""
    if not relation.adds_up or relation.low != relation.high or not relation.low:
        return relation
    low, high = range_behind(float(nearest(relation.low, step)), step, 0)
    return Relation(relation.coefficients, low, high, relation.adds_up)


def tied_to(relations: Iterable[Relation], cells: set[Cell]) -> list[Relation]:
    """The relations that tie some cells, directly or through others."""
    reached, kept, left = set(cells), [], list(relations)
    while found := [relation for relation in left if reached & set(relation.cells)]:
        kept += found
        left = [relation for relation in left if not reached & set(relation.cells)]
        reached |= {cell for relation in found for cell in relation.cells}
    return kept


def with_rounded(
    table: pd.DataFrame, hidden: pd.DataFrame, people: Mapping[str, np.ndarray], step: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A table with its counts rounded and what is worked out from them worked out anew, and what is hidden of it.

    Parameters
    ----------
    table, hidden
        The figures, and whether each is hidden.
    people
        For each column that counts people in some row, in which rows.
    step
        To what counts are rounded.

    Returns
    -------
    tuple
        ``table`` with the shown counts rounded and the columns that reveal them as ``when_rounded`` of their declaration says; and ``hidden``, with those
        hidden that say nothing of it.
    """
    exact = {column: pd.to_numeric(table[column]).to_numpy(dtype=float, na_value=np.nan) for column in _numeric(table)}
    shown, hidden, rounded = table.copy(), hidden.copy(), dict(exact)
    meanings = {column: field(column) for column in table.columns}
    for column, meaning in meanings.items():
        rows = np.ones(len(table), dtype=bool) if _counts_what_people_do(meaning) else people.get(column, np.zeros(len(table), dtype=bool))
        if rows.any():
            rounded[column] = np.where(rows, nearest(exact[column], step), exact[column])
            shown[column] = _in_place(shown[column], rounded[column], rows & ~np.isnan(exact[column]))
    for column, meaning in meanings.items():
        rows = _rows_that_reveal(meaning, people, exact, hidden)
        if meaning.kind in ("by_unit", "count_of_children") and not meaning.when_rounded or _counts_what_people_do(meaning):
            continue
        anew, kept = _worked_anew(meaning, exact, rounded, step, len(table))
        if anew is not None:
            shown[column] = _in_place(shown[column], anew, rows & kept)
        hidden[column] |= rows & ~kept
    return shown, hidden


def _numeric(table: pd.DataFrame) -> list[str]:
    return [column for column in table.columns if field(column).numeric and field(column).kind != "figure_in_words"]


def _counts_what_people_do(meaning: Field) -> bool:
    """Whether a column counts what happened to people who stand beside it: it is rounded as they are."""
    return meaning.kind == "count" and bool(meaning.reveals)


def _in_place(column: pd.Series, figures: np.ndarray, rows: np.ndarray) -> pd.Series:
    """A column with other figures in some rows, whole where it holds whole numbers."""
    rows = rows & ~np.isnan(figures)
    whole = pd.api.types.is_integer_dtype(column) and np.equal(figures[rows], np.round(figures[rows])).all()
    if pd.api.types.is_integer_dtype(column) and not whole:
        column = column.astype("Float64")
    changed = column.copy()
    changed[rows] = figures[rows].astype(int) if whole else figures[rows]
    return changed


def _rows_that_reveal(
    meaning: Field, people: Mapping[str, np.ndarray], exact: Mapping[str, np.ndarray], hidden: pd.DataFrame
) -> np.ndarray:
    """Rows in which a column would reveal a count that is shown rounded."""
    rows = np.zeros(len(hidden), dtype=bool)
    for revealed in meaning.reveals:
        if revealed in people:
            rows |= people[revealed] & ~np.isnan(exact[revealed])
        elif revealed in hidden.columns:
            rows |= _rows_that_reveal(field(revealed), people, exact, hidden)
    return rows & ~hidden[meaning.name].to_numpy()


def _worked_anew(
    meaning: Field, exact: Mapping[str, np.ndarray], rounded: Mapping[str, np.ndarray], step: int, rows: int
) -> tuple[np.ndarray | None, np.ndarray]:
    """A column worked out from rounded counts, or ``None`` where it stays as it is; and in which rows it may be shown."""
    way, *columns = meaning.when_rounded or ("hidden",)
    never, always = np.zeros(rows, dtype=bool), np.ones(rows, dtype=bool)
    if way in ("hidden", "stands"):
        return None, always if way == "stands" else never
    if way == "rounded":
        return nearest(exact[meaning.name], step), always
    pairs = [pair for pair in zip(columns[::2], [*columns[1::2], None], strict=False) if pair[0] in exact]
    if not pairs:
        return None, never
    first, second = pairs[0]
    a, rounded_a = exact[first], rounded[first]
    if second is not None and second not in exact:
        return None, never
    with np.errstate(divide="ignore", invalid="ignore"):
        if way == "direction":
            return None, rounded_a != rounded[second]
        if way == "per":
            anew = np.where(a == 0, exact[meaning.name], exact[meaning.name] * rounded_a / a)
        elif way == "share":
            whole = nearest(100 * a / exact[meaning.name], step) if second is None else rounded[second]
            anew = np.where(a == 0, 0.0, 100 * rounded_a / whole)
        elif way == "rest":
            anew = 100 * (1 - rounded_a / rounded[second])
        elif way == "change":
            anew = rounded_a - rounded[second]
        else:
            turned = np.where(exact[meaning.name] * (a - exact[second]) < 0, -1, 1)
            anew = turned * 100 * (rounded_a - rounded[second]) / rounded[second]
    return anew, np.isfinite(anew)
