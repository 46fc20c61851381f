"""What ties the cells of one published table, as a reader finds it out: totals, sums and changes across, and rounded ratios of two columns."""

import itertools
import math
import re
from collections.abc import Sequence

import numpy as np

from analysis.disclosure.attack import Cell, Relation, total
from analysis.disclosure.published import HIDDEN, NO_COUNTS, Table, figure

FEWEST_ROWS = 3
"""Rows, each with other figures and none nought, in which a relation must hold to be taken for one."""
MOST_COLUMNS = 14
"""Wider tables are searched for sums and changes of three columns alone."""
SCALES = (1.0, 100.0, 1000.0, 10_000.0)
"""Of what a rate may be: of one, a hundred, a thousand, ten thousand."""
WIDEST_ROUNDING = 0.05
"""A ratio that is rounded by more of itself fits anything."""
NAMES_A_TOTAL = re.compile(r"^(?:total|all|altogether)\b", re.IGNORECASE)
NAMES_A_SHARE = re.compile(r"per cent|%|share", re.IGNORECASE)
Tied = list[tuple[Relation, str]]


def tied_within(table: Table, keys: dict[tuple[int, int], Cell], rounded_to: int = 1) -> Tied:
    """What ties the cells of a table, each relation with what it is.

    Parameters
    ----------
    keys
        The cell of each row (foot after body) and column that may count people.
    rounded_to
        Step to which the counts are rounded. Sums then hold but for what each figure may be off, and ratios are worked out from what is shown:
        they say no more.
    """
    figures, off = _Figures(table, keys), rounded_to // 2
    ratios = _ratios(table, keys, figures) if rounded_to == 1 else []
    return [*_totals(table, keys, off), *_sums(table, keys, figures, off), *ratios]


class _Figures:
    """The cells of a table as numbers: missing where none stands, with half of what each was rounded by."""

    def __init__(self, table: Table, keys: dict[tuple[int, int], Cell]):
        rows = [texts for _, texts in (*table.rows, *table.foot)]
        shape = len(rows), len(table.headings)
        self.values, self.rounded = np.full(shape, np.nan), np.zeros(shape)
        self.hidden = np.zeros(shape, dtype=bool)
        plain = [not NO_COUNTS.search(heading) for heading in table.headings]
        for row, texts in enumerate(rows):
            counted = bool(table.counts_in(texts)) or not table.counts
            for column, text in enumerate(texts):
                if text == HIDDEN:
                    self.hidden[row, column] = (row, column) in keys
                elif found := figure(text):
                    exact = found.decimals == 0 and counted and plain[column] and not set("£%") & set(text)
                    self.values[row, column], self.rounded[row, column] = found.value, 0.0 if exact else 0.5 / 10**found.decimals
        self.shown = ~np.isnan(self.values)
        self.whole = [column for column in range(shape[1]) if plain[column] and not self.rounded[self.shown[:, column], column].any()]


def _totals(table: Table, keys: dict[tuple[int, int], Cell], off: int) -> Tied:
    """Columns that add up to the foot of the table, or to a last row that is named a total: unless one that is wholly shown does not.

    Each figure may be ``off`` by so much.
    """
    named = bool(table.rows) and not table.foot and NAMES_A_TOTAL.match(table.rows[-1][0])
    if len(table.foot) != 1 and not named:
        return []
    rows = [texts for _, texts in (*table.rows, *table.foot)]
    body, last = range(len(rows) - 1), len(rows) - 1
    for column in table.counts:
        numbers = [figure(texts[column]) for texts in rows]
        if all(numbers) and abs(sum(number.value for number in numbers[:-1]) - numbers[-1].value) > off * len(numbers):
            return []
    return [
        (
            total([keys[row, column] for row in body if (row, column) in keys], keys[last, column]),
            f'the total of "{table.headings[column]}"',
        )
        for column in sorted(table.counts)
        if (last, column) in keys and all((row, column) in keys or not rows[row][column] for row in body)
    ]


def _sums(table: Table, keys: dict[tuple[int, int], Cell], figures: _Figures, off: int) -> Tied:
    """Three or four columns of whole numbers that add up, with signs, in every row that shows them all, in enough to be no chance."""
    found: Tied = []
    known: set[frozenset[int]] = set()
    for size in (3, 4) if len(figures.whole) <= MOST_COLUMNS else (3,):
        signs = np.array([(1, *rest) for rest in itertools.product((1, -1), repeat=size - 1) if -1 in rest])
        for columns in itertools.combinations(figures.whole, size):
            if not figures.hidden[:, columns].any() or any(part <= set(columns) for part in known):
                continue
            shown = figures.values[:, columns]
            shown = shown[~np.isnan(shown).any(axis=1)]
            # What is off by as much as it comes to fits any sum.
            telling = shown[(abs(shown) >= max(1, 4 * off)).all(axis=1)]
            if len(telling) < size or len({tuple(row) for row in telling.tolist()}) < size:
                continue
            for sign in signs[(abs(shown @ signs.T) <= off * size).all(axis=0)]:
                known.add(frozenset(columns))
                found += _in_each_row(table, keys, figures, columns, sign)
    return found


def _in_each_row(table: Table, keys: dict, figures: _Figures, columns: tuple[int, ...], signs: np.ndarray) -> Tied:
    """A sum across that holds in a table, for each row that hides a part of it and has all others."""
    why = f"{_named(table, columns)} of the row, which add up"
    found: Tied = []
    for row in np.flatnonzero(figures.hidden[:, columns].any(axis=1)):
        terms, amount = [], 0.0
        for column, sign in zip(columns, signs, strict=True):
            if (int(row), column) in keys:
                terms.append((keys[int(row), column], float(sign)))
            elif not np.isnan(figures.values[row, column]):
                amount -= sign * figures.values[row, column]
            else:
                break
        else:
            # Written so that the parts have the sign of most: what is left of a total is then seen as such.
            turn = 1.0 if sum(sign for _, sign in terms) >= 0 else -1.0
            adds_up = sum(1 for _, sign in terms if sign * turn < 0) + (amount != 0) <= 1
            found.append((Relation(tuple((cell, sign * turn) for cell, sign in terms), amount * turn, amount * turn, adds_up=adds_up), why))
    return found


def _named(table: Table, columns: Sequence[int]) -> str:
    return ", ".join(f'"{table.headings[column]}"' for column in columns)


def _ratios(table: Table, keys: dict[tuple[int, int], Cell], figures: _Figures) -> Tied:
    """A third column that is a rounded ratio of two others, one of which counts people: a share, a rate, a mean, a change in per cent."""
    found: Tied = []
    columns = [column for column in range(len(table.headings)) if figures.shown[:, column].any() or figures.hidden[:, column].any()]
    for first, second in itertools.permutations(columns, 2):
        if not {first, second} & table.counts or not figures.hidden[:, (first, second)].any():
            continue
        for third in columns:
            if third in (first, second):
                continue
            rows = figures.shown[:, (first, second, third)].all(axis=1) & (figures.values[:, second] != 0)
            numbers = figures.values[rows][:, (first, second, third)]
            fewest = FEWEST_ROWS - 1 if NAMES_A_SHARE.search(table.headings[third]) else FEWEST_ROWS
            telling = numbers[(numbers != 0).all(axis=1)]
            if (
                len(telling) < fewest
                or len(set(telling[:, 2].tolist())) < fewest
                or len({tuple(row) for row in telling[:, :2].tolist()}) < fewest
            ):
                continue
            for scale, moved in [*((scale, 0.0) for scale in SCALES), (100.0, 100.0)]:
                if _is_ratio(figures, rows, (first, second, third), scale, moved):
                    found += _ratio_in_each_row(table, keys, figures, (first, second, third), scale, moved)
                    break
    return found


def _is_ratio(figures: _Figures, rows: np.ndarray, columns: tuple[int, int, int], scale: float, moved: float) -> bool:
    """Whether ``scale * first / second - moved`` rounds to the third in every row."""
    first, second, third = (figures.values[rows, column] for column in columns)
    by_first, by_second, by_third = (figures.rounded[rows, column] for column in columns)
    by_third = np.maximum(by_third, _least_rounding(figures, rows, columns[2]))
    if (by_third > WIDEST_ROUNDING * np.maximum(abs(third + moved), 1e-9)).mean() > 0.5:
        return False
    slack = by_third + abs(scale / second) * by_first + abs(scale * first / second**2) * by_second
    return bool((abs(scale * first / second - moved - third) <= slack + 1e-9).all())


def _least_rounding(figures: _Figures, rows: np.ndarray, column: int) -> float:
    """A whole number that is a ratio was rounded to one."""
    found = figures.rounded[rows, column]
    return 0.5 if (found == 0).all() else 0.0


def _ratio_in_each_row(table: Table, keys: dict, figures: _Figures, columns: tuple[int, int, int], scale: float, moved: float) -> Tied:
    why = f"{_named(table, columns)} of the row, of which one is a ratio of the others"
    found: Tied = []
    first, second, third = columns
    for row in np.flatnonzero(figures.hidden[:, (first, second)].any(axis=1) & figures.shown[:, third]):
        row = int(row)
        half = max(figures.rounded[row, third], _least_rounding(figures, figures.shown[:, third], third))
        low, high = figures.values[row, third] + moved - half, figures.values[row, third] + moved + half
        if low <= 0:
            continue
        # scale * first >= low * second, and scale * first <= high * second, with what each was rounded by.
        at_least, at_most = _sides(keys, figures, row, first, second, scale)
        if at_least is None:
            continue
        terms, amount = at_least(low)
        found.append((Relation(terms, amount, math.inf), why))
        terms, amount = at_most(high)
        found.append((Relation(terms, -math.inf, amount), why))
    return found


def _sides(keys: dict, figures: _Figures, row: int, first: int, second: int, scale: float):
    """The two sides of a ratio as sums of cells and amounts; ``None`` where a part of it is neither shown nor a cell."""
    parts = {}
    for name, column in (("first", first), ("second", second)):
        if (row, column) in keys:
            parts[name] = (keys[row, column], 0.0, 0.0)
        elif not np.isnan(figures.values[row, column]):
            parts[name] = (None, figures.values[row, column], figures.rounded[row, column])
        else:
            return None, None

    def side(bound: float, turn: float):
        (cell, value, by), (other, other_value, other_by) = parts["first"], parts["second"]
        terms = tuple((one, weight) for one, weight in ((cell, scale), (other, -bound)) if one is not None)
        amount = bound * (other_value - turn * other_by) - scale * (value + turn * by)
        return terms, amount

    return (lambda low: side(low, 1.0)), (lambda high: side(high, -1.0))
