"""What is doubtful in figures that are well formed: each a warning that can be accepted with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.assurance.reconciliation.evaluate import DOES_NOT_AGREE
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


def of_checks(file: str, checked: Iterable, quarter: str, authority: str) -> list[Doubt]:
    """Declared checks over whole tables that do not agree for the quarter: a total that its parts do not make, a rate that its count does not give."""
    doubts = []
    for row in checked:
        if row.quarter == quarter and row.authority == authority and row.verdict == DOES_NOT_AGREE:
            rule = f"does not agree with the other figures, which give {row.recomputed_figure or 'something else'} ({row.claim})"
            remedy = (
                "Compare it with the report. If the report prints it so, it stands as printed, and the page says that it does not agree."
            )
            doubts.append(Doubt(Problem(file, rule, remedy, None, row.place, row.printed_figure or None), "printed so"))
    return doubts


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
