"""What words, colours and the order of rows say of a figure that is hidden: bounds by another figure of the row, by a target, or by the rows beside it."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from analysis.catalogue.parameters import threshold
from analysis.disclosure.attack import Bounds, Cell, Relation
from analysis.disclosure.published import HIDDEN, Table, figure

UP = frozenset({"rose", "up", "higher", "more", "increased", "rising", "above", "↑", "▲"})
DOWN = frozenset({"fell", "down", "lower", "fewer", "less", "decreased", "falling", "below", "↓", "▼"})
LEVEL = frozenset({"unchanged", "level", "same", "equal", "→"})
GOOD = frozenset({"better", "improved", "improving"})
BAD = frozenset({"worse", "declined", "worsening", "slipped"})
COLOURS = frozenset({"green", "amber", "red"})
LONGEST_WORD = 30
"""A longer cell is a sentence, and no verdict."""
FEWEST_ROWS = 2
"""Rows that must bear out which two figures a column of words speaks of."""
FEWEST_IN_ORDER = 5
"""Different figures that must stand in order for the order to be no chance."""
AMBER_WITHIN = threshold("rag_amber_within")
READINGS = ("higher", "lower")
"""Which way a reader takes to be better where the table does not say."""
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


@dataclass
class Told:
    """What the words of a table tell: hidden and shown figures in whole units, and what ties them under each reading.

    Attributes
    ----------
    shown, hidden
        Figures by cell; percentages in the units of their last decimal.
    always
        Relations with what they are, whichever way is better.
    readings
        Relations more, by which way is taken to be better.
    """

    shown: dict[Cell, float]
    hidden: dict[Cell, Bounds]
    always: list[tuple[Relation, str]]
    readings: dict[str, list[tuple[Relation, str]]]


def told_by_words(table: Table, keys: dict[tuple[int, int], Cell], cell_of: Callable[[int, int], Cell]) -> Told:
    """What directions, verdicts and colours beside hidden figures of a table, and the order of its rows, tell of them.

    Parameters
    ----------
    keys
        The cell of each row (foot after body) and column that may count people.
    cell_of
        The cell of any row and column.
    """
    told = Told({}, {}, [], {reading: [] for reading in READINGS})
    for column in range(len(table.headings)):
        words = [word_of(texts[column]) for _, texts in table.rows]
        if not any(word and HIDDEN in texts for word, (_, texts) in zip(words, table.rows, strict=True)):
            continue
        if COLOURS & set(words):
            _add(told, table, cell_of, column, words, _columns_rated(table, words))
        elif (UP | DOWN | LEVEL | GOOD | BAD) & set(words):
            _add(told, table, cell_of, column, words, _columns_compared(table, words))
    told.always += _order_of_rows(table, keys)
    return told


def word_of(text: str) -> str:
    """The word of direction, verdict or colour that a cell holds; empty where it holds none."""
    if len(text) > LONGEST_WORD or figure(text):
        return ""
    known = UP | DOWN | LEVEL | GOOD | BAD | COLOURS
    return next((word for word in re.findall(r"[a-z]+|[↑↓→▲▼]", text.casefold()) if word in known), "")


def _time(heading: str) -> tuple[int, int]:
    """Year and month that a heading names, for what is latest; nought where it names none."""
    year = re.search(r"\d{4}", heading)
    month = next((place for place, name in enumerate(MONTHS, start=1) if name in heading), 0)
    quarter = re.search(r"\bQ([1-4])\b", heading)
    return int(year[0]) if year else 0, month or (12 + int(quarter[1]) if quarter else 0)


def _columns_rated(table: Table, words: list[str]) -> tuple[int, int] | None:
    """The column that colours rate, the latest that they all fit, and that of targets."""
    target = next((column for column, heading in enumerate(table.headings) if "target" in heading.casefold().split()[:1]), None)
    if target is None:
        return None

    def fits(row: int, value: float, wanted: float) -> bool:
        off = abs(value - wanted) / wanted if wanted else math.inf * abs(value) if value else 0.0
        return {"amber": 0 < off <= AMBER_WITHIN + 1e-9, "red": off > AMBER_WITHIN - 1e-9}.get(words[row], True)

    return _best(table, [(column, target) for column in range(len(table.headings)) if column != target], words, fits)


def _columns_compared(table: Table, words: list[str]) -> tuple[int, int] | None:
    """The two columns that words of direction compare: the latest pair that every row with both bears out."""

    def fits(row: int, later: float, earlier: float) -> bool:
        word = words[row]
        if word in LEVEL:
            return later == earlier
        if word in UP or word in DOWN:
            return (later > earlier) == (word in UP) and later != earlier
        return later != earlier if word else True

    columns = range(len(table.headings))
    return _best(table, [(first, second) for first in columns for second in columns if first != second], words, fits)


def _best(
    table: Table, pairs: list[tuple[int, int]], words: list[str], fits: Callable[[int, float, float], bool]
) -> tuple[int, int] | None:
    found = []
    worded = [row for row in range(len(table.rows)) if words[row]]
    columns = [[figure(table.rows[row][1][column]) for row in worded] for column in range(len(table.headings))]
    for pair in pairs:
        rows = zip(worded, columns[pair[0]], columns[pair[1]], strict=True)
        both = [(row, first.value, second.value) for row, first, second in rows if first and second]
        if len(both) >= FEWEST_ROWS and all(fits(*row) for row in both):
            found.append((len(both), _time(table.headings[pair[0]]), _time(table.headings[pair[1]]), -pair[0], pair))
    return max(found)[-1] if found else None


def _add(
    told: Told, table: Table, cell_of: Callable[[int, int], Cell], column: int, words: list[str], pair: tuple[int, int] | None
) -> None:
    """The relation of each row that hides one of two figures and shows the word between them."""
    if pair is None:
        return
    later, earlier = pair
    for row, (_, texts) in enumerate(table.rows):
        if not words[row] or HIDDEN not in (texts[later], texts[earlier]):
            continue
        percentage, decimals = _unit(table, row, pair)
        taken = [_take(told, table, cell_of(row, place), texts[place], percentage, decimals) for place in pair]
        if all(taken):
            first, second = (cell_of(row, place) for place in pair)
            why = f'"{texts[column]}" in "{table.headings[column]}" of the row'
            if words[row] in COLOURS:
                _add_colour(told, first, told.shown.get(second), words[row], why)
            else:
                _add_direction(told, first, second, words[row], why)


def _unit(table: Table, row: int, pair: tuple[int, int]) -> tuple[bool, int]:
    """Whether a row's figures are percentages, and the most decimals of a column of the two."""
    texts = table.rows[row][1]
    said = " ".join(
        [
            table.place,
            *(table.headings[column] for column in pair),
            *(text for text in texts if figure(text) is None and len(text) < LONGEST_WORD),
        ]
    )
    percentage = any(text.endswith("%") and figure(text) for text in texts) or bool(re.search(r"per cent|%", said))
    found = [figure(texts[column]) for texts in [other for _, other in table.rows] for column in pair]
    return percentage, max((number.decimals for number in found if number), default=0)


def _take(told: Told, table: Table, cell: Cell, text: str, percentage: bool, decimals: int) -> bool:
    """Take a figure in, in whole units of its last decimal; false where there is none."""
    if text == HIDDEN:
        told.hidden[cell] = (0, 100 * 10**decimals) if percentage else (1, math.inf)
        return True
    shown = figure(text)
    if shown is None or (shown.decimals and not percentage):
        return False
    told.shown[cell] = round(shown.value * (10**decimals if percentage else 1))
    return True


def _add_direction(told: Told, later: Cell, earlier: Cell, word: str, why: str) -> None:
    def relation(sign: int) -> tuple[Relation, str]:
        low, high = {1: (1.0, math.inf), -1: (-math.inf, -1.0), 0: (0.0, 0.0)}[sign]
        return Relation(((later, 1.0), (earlier, -1.0)), low, high), why

    if word in LEVEL:
        told.always.append(relation(0))
    elif word in UP | DOWN:
        told.always.append(relation(1 if word in UP else -1))
    else:
        told.readings["higher"].append(relation(1 if word in GOOD else -1))
        told.readings["lower"].append(relation(-1 if word in GOOD else 1))


def _add_colour(told: Told, cell: Cell, target: float | None, colour: str, why: str) -> None:
    if target is None or target <= 0:
        return
    near, far = (1 - AMBER_WITHIN) * target, (1 + AMBER_WITHIN) * target
    within = {
        "higher": {"green": (target, math.inf), "amber": (near, target - 1), "red": (-math.inf, math.ceil(near) - 1)},
        "lower": {"green": (-math.inf, target), "amber": (target + 1, far), "red": (math.floor(far) + 1, math.inf)},
    }
    for reading, bounds in within.items():
        told.readings[reading].append((Relation(((cell, 1.0),), *bounds[colour]), why))


def _order_of_rows(table: Table, keys: dict[tuple[int, int], Cell]) -> list[tuple[Relation, str]]:
    """A hidden count between two that are shown, in a column whose rows stand in its order."""
    found = []
    for column in sorted(table.counts):
        rows = [row for row in range(len(table.rows)) if (row, column) in keys]
        numbers = {row: shown.value for row in rows if (shown := figure(table.rows[row][1][column]))}
        values = list(numbers.values())
        if len(set(values)) < FEWEST_IN_ORDER or len(numbers) == len(rows):
            continue
        for turn in (1.0, -1.0):
            if all(turn * (later - earlier) <= 0 for earlier, later in zip(values, values[1:], strict=False)):
                why = f'the order of the rows by "{table.headings[column]}"'
                for before, after in zip(rows, rows[1:], strict=False):
                    if before not in numbers or after not in numbers:
                        found.append((Relation(((keys[before, column], turn), (keys[after, column], -turn)), 0.0, math.inf), why))
    return found
