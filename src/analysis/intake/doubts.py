"""What is doubtful in figures that are well formed: each a warning that can be accepted with a reason."""

from dataclasses import dataclass

from analysis.errors import Problem

TIMES = 10
"""A figure so many times last quarter's, or so small a part of it, is doubted: a digit or a decimal point is wrong as a rule."""
SMALL = 5
"""Figures below this are left alone: from 1 to 12 is no slip."""


@dataclass(frozen=True)
class Doubt:
    """One figure that is doubted, by sheet, row and column."""

    problem: Problem
    accepted: str


def against_last_quarter(
    file: str, dataset: str, asked: list[str], key: list[str], rows: list[dict], lines: list[int], said: list[dict], last: list[dict]
) -> list[Doubt]:
    """Figures that are ten times last quarter's or a tenth of it, row by row of the same key.

    Parameters
    ----------
    rows, lines, said
        Of a filled-in sheet.
    last
        Rows of last quarter's report.
    """
    before: dict[tuple, list[dict]] = {}
    for row in last:
        before.setdefault(tuple(row.get(name, "") for name in key), []).append(row)
    doubts = []
    for row, line, remarks in zip(rows, lines, said, strict=True):
        for name in asked:
            now = _number(row.get(name, ""))
            earlier = [
                value for value in (_number(old.get(name, "")) for old in before.get(tuple(row.get(part, "") for part in key), [])) if value
            ]
            if now is None or not earlier:
                continue
            low, high = min(map(abs, earlier)), max(map(abs, earlier))
            if abs(now) >= TIMES * high and abs(now) >= SMALL or (high >= SMALL and now != 0 and abs(now) * TIMES <= low):
                rule = f"is {'more than ten times' if abs(now) > high else 'less than a tenth of'} last quarter's {earlier[-1]:g}"
                remedy = "Correct the figure, or write under accepted why it is right."
                doubts.append(Doubt(Problem(f"{file}, sheet {dataset}", rule, remedy, line, name, row[name]), remarks["accepted"]))
    return doubts


def totals_without_their_parts(
    file: str, totals: tuple[str, list[dict], list[int], list[dict]], parts: list[dict], columns: list[str], within: list[str]
) -> list[Doubt]:
    """Printed totals that the rows above them do not make, by more than their rounding allows.

    Parameters
    ----------
    totals
        Dataset, rows, lines and remarks of the sheet of totals.
    parts
        Rows of the sheet that they sum.
    columns
        Figures that both have.
    within
        Columns that say which rows a total sums.
    """
    dataset, rows, lines, said = totals
    doubts = []
    for row, line, remarks in zip(rows, lines, said, strict=True):
        group = [part for part in parts if all(part[name] == row[name] for name in within)]
        for name in columns:
            figures = [part[name] for part in group if _number(part[name]) is not None]
            total = _number(row[name])
            if total is None or not figures:
                continue
            step = 0.5 * 10 ** -min(len(text.partition(".")[2]) for text in (*figures, row[name]))
            made = sum(float(text) for text in figures)
            if abs(total - made) > step * (len(figures) + 1):
                rule = f"is not the sum of its {len(figures)} rows, {made:.3f}, which rounding cannot explain"
                remedy = "Correct the total or its rows, or write under accepted that the report prints it so."
                doubts.append(Doubt(Problem(f"{file}, sheet {dataset}", rule, remedy, line, name, row[name]), remarks["accepted"]))
    return doubts


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
