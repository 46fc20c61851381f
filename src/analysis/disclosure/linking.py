"""Tables that are released together as linked figures: which cells count people, and what ties them, as the catalogue declares it."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.catalogue.fields import Field, field
from analysis.catalogue.relations import Down, columns_that_add_up, rows_that_add_up
from analysis.catalogue.units import counts_people
from analysis.disclosure.attack import Cell, Relation, total
from analysis.disclosure.policy import SMALLEST_SHOWN, policy_named
from analysis.disclosure.rounding import suppress_under
from analysis.disclosure.suppression import Linked


def people_counted(table: pd.DataFrame) -> dict[str, np.ndarray]:
    """For each column that counts people in some row, in which rows, by place.

    A column whose unit stands in another column counts people where that unit does, and where the unit is missing, unknown or its column absent:
    what is not known to be safe is not.

    >>> table = pd.DataFrame({"measure_unit": ["children", "per cent", None], "measure_value": [3.0, 3.0, 3.0]})
    >>> {column: rows.tolist() for column, rows in people_counted(table).items()}
    {'measure_value': [True, False, True]}
    """
    found = {}
    for column in table.columns:
        rows = _rows_of_people(table, field(column))
        if rows.any():
            found[column] = rows
    return found


def _rows_of_people(table: pd.DataFrame, meaning: Field) -> np.ndarray:
    if meaning.kind == "by_unit":
        if meaning.unit_column not in table:
            return np.ones(len(table), dtype=bool)
        return np.array([counts_people(unit) for unit in table[meaning.unit_column]], dtype=bool)
    return np.full(len(table), meaning.kind == "count_of_children")


def figures(table: pd.DataFrame, column: str) -> np.ndarray:
    """A column's figures as numbers, missing as ``nan``."""
    return pd.to_numeric(table[column]).to_numpy(dtype=float, na_value=np.nan)


def linked(tables: Mapping[str, pd.DataFrame], withheld: Mapping[tuple[str, str], np.ndarray]) -> Linked:
    """The counts of people of some tables, and what ties them.

    Parameters
    ----------
    tables
        By name.
    withheld
        By table and column: which rows, by place, are hidden whatever their size.

    Returns
    -------
    Linked
        A cell is table, column and place of the row. Missing counts that nothing withholds are no cells: nothing stands there.
    """
    values: dict[Cell, float] = {}
    hidden: set[Cell] = set()
    for name, table in tables.items():
        for column, people in people_counted(table).items():
            numbers = figures(table, column)
            secret = withheld.get((name, column), np.zeros(len(table), dtype=bool))
            for row in np.flatnonzero(people & (secret | ~np.isnan(numbers))):
                values[(name, column, int(row))] = numbers[row]
            hidden |= {(name, column, int(row)) for row in np.flatnonzero(people & secret)}
    relations, unseen = _relations(tables, values)
    return Linked({**values, **unseen}, relations, frozenset(hidden), frozenset(unseen))


def _relations(tables: Mapping[str, pd.DataFrame], values: Mapping[Cell, float]) -> tuple[list[Relation], dict[Cell, float]]:
    """What ties the cells, and the cells on no page that they would give away."""
    relations, unseen = [], {}
    tied: set[Cell] = set()
    for name, table in tables.items():
        relations += _across(name, table, values)
        declared = [down for down in rows_that_add_up() if name in down.tables]
        # Where parts and whole are named, their rows are no parts of anything else.
        for down in sorted(declared, key=lambda down: not down.key):
            for column in (column for column in down.columns if column in table):
                for group, cells in _groups(table, values, name, down, column, tied):
                    if down.key:
                        found, more = _among_rows(table, values, down, cells)
                        unseen |= more
                        tied |= {cell for relation in found for cell in relation.cells}
                    else:
                        found, more = _to_a_total(tables, values, down, cells, group)
                        unseen |= more
                    relations += found
    return relations, unseen


def _across(name: str, table: pd.DataFrame, values: Mapping[Cell, float]) -> list[Relation]:
    """Columns of a row that add up to another."""
    found = []
    for across in columns_that_add_up():
        if {across.whole, *across.parts} <= set(table.columns):
            rows = [[(name, column, row) for column in (across.whole, *across.parts)] for row in range(len(table))]
            found += [total(cells[1:], cells[0]) for cells in rows if all(cell in values for cell in cells)]
    return found


def _groups(
    table: pd.DataFrame, values: Mapping[Cell, float], name: str, down: Down, column: str, tied: set[Cell]
) -> list[tuple[tuple, list[Cell]]]:
    """Cells of a column by the values of the columns within which they add up; rows that lack one of those are a group too."""
    within = [key for key in down.within if key in table]
    groups = table.groupby(within, sort=False, dropna=False).indices if within else {(): np.arange(len(table))}
    found = []
    for group, rows in groups.items():
        cells = [cell for row in rows if (cell := (name, column, int(row))) in values and cell not in tied]
        if cells:
            found.append((group if isinstance(group, tuple) else (group,), cells))
    return found


def _among_rows(
    table: pd.DataFrame, values: Mapping[Cell, float], down: Down, cells: list[Cell]
) -> tuple[list[Relation], dict[Cell, float]]:
    """Parts and whole that are rows of one table."""
    keys = table[down.key].astype(str).tolist()
    wholes = [cell for cell in cells if keys[cell[2]] == down.whole]
    parts = [cell for cell in cells if keys[cell[2]].startswith(down.parts) and keys[cell[2]] != down.whole]
    if len(wholes) != 1 or not parts:
        return [], {}
    if not down.overlap:
        return [total(parts, wholes[0])], {}
    overlap = sum(values[part] for part in parts) - values[wholes[0]]
    if math.isnan(overlap) or overlap <= 0:
        return [], {}
    twice = (*wholes[0], "counted twice")
    coefficients = (*((part, 1.0) for part in parts), (wholes[0], -1.0), (twice, -1.0))
    return [Relation(coefficients)], {twice: overlap}


def _to_a_total(
    tables: Mapping[str, pd.DataFrame], values: Mapping[Cell, float], down: Down, cells: list[Cell], group: tuple
) -> tuple[list[Relation], dict[Cell, float]]:
    """Parts and the total that stands in another table, or their own sum where that is the total; none where there is neither.

    Their sum is taken to be shown somewhere, unless it is small: then it is hidden wherever it stands, and must not be found out.
    """
    if down.total and down.total[0] in tables:
        name, column = down.total
        rows = np.ones(len(tables[name]), dtype=bool)
        for label, value in zip(down.within, group, strict=True):
            rows &= tables[name][label].to_numpy() == value
        found = [(name, column, int(row)) for row in np.flatnonzero(rows) if (name, column, int(row)) in values]
        if len(found) == 1:
            return [total(cells, found[0])], {}
    amount = sum(values[cell] for cell in cells)
    if down.total or math.isnan(amount):
        return [], {}
    if 0 < amount < SMALLEST_SHOWN:
        whole = (*cells[0], "total")
        return [total(cells, whole)], {whole: amount}
    return [total(cells, amount=amount)], {}


def hidden_beside_total(counts: pd.Series, groups: pd.Series, totals: pd.Series, withheld: pd.Series, policy: str) -> pd.Series:
    """Counts to hide where a total of each group is shown: small ones, those withheld, and what would give them away.

    Parameters
    ----------
    counts
        People; missing where the source withheld the count.
    groups
        Group of each count, such as its date.
    totals
        Total by group; a group without one gives nothing more away.
    withheld
        Whether the count is hidden whatever its size.
    policy
        Name of the policy.

    >>> counts = pd.Series([40, 7, None], dtype="Int64")
    >>> hidden_beside_total(counts, pd.Series(["a"] * 3), pd.Series({"a": 49}), counts.isna(), "public").tolist()
    [False, True, True]
    """
    limits = policy_named(policy)
    numbers = pd.to_numeric(counts).to_numpy(dtype=float, na_value=np.nan)
    secret = withheld.fillna(False).to_numpy(dtype=bool)
    values = {row: numbers[row] for row in np.flatnonzero(secret | ~np.isnan(numbers))}
    relations, unseen = [], {}
    for group, rows in groups.reset_index(drop=True).groupby(groups.to_numpy()).indices.items():
        amount = totals.get(group)
        if amount is not None and not pd.isna(amount):
            parts, whole = [int(row) for row in rows if row in values], ("total", group)
            # A small total is hidden wherever it stands, and must not be found out.
            small = 0 < amount < SMALLEST_SHOWN
            relations.append(total(parts, whole) if small else total(parts, amount=float(amount)))
            unseen |= {whole: float(amount)} if small else {}
    linked_counts = Linked({**values, **unseen}, relations, frozenset(np.flatnonzero(secret).tolist()), frozenset(unseen))
    found = suppress_under(linked_counts, limits)
    hidden = np.zeros(len(counts), dtype=bool)
    hidden[[int(row) for row in found.primary | found.secondary]] = True
    return pd.Series(hidden, index=counts.index)


def hidden_counts(counts: pd.Series, policy: str, *, wholes: pd.Series | None = None, groups: pd.Series | None = None) -> pd.Series:
    """Counts to hide: small ones, those that leave a small rest of their whole, and what the sum of their group would give away."""
    limit = policy_named(policy).smallest_count
    rest = (wholes - counts) if wholes is not None else pd.Series(0, index=counts.index)
    small_rest = rest.gt(0) & rest.lt(limit)
    groups = groups if groups is not None else pd.Series("all", index=counts.index)
    # A quantity that is hidden because of its rest is as good as small.
    return hidden_beside_total(counts.astype("Int64"), groups, counts.groupby(groups).sum(), small_rest, policy)
