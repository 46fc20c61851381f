"""What a check comes to: a verdict, with the texts that show it."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from analysis.assurance.reconciliation import intervals
from analysis.assurance.reconciliation.cells import as_text
from analysis.assurance.reconciliation.declarations import Declaration
from analysis.assurance.reconciliation.intervals import Figure, Statement
from analysis.assurance.reconciliation.readings import likely_reading
from analysis.errors import CannotBeChecked

AGREES, ROUNDING, DOES_NOT_AGREE, CANNOT_BE_CHECKED = "agrees", "rounding", "does not agree", "cannot be checked"
STATED_AGAIN = "the same figure, stated again"
"""Working of a figure that is held against another statement of it."""


@dataclass(frozen=True)
class Outcome:
    """What a check came to; texts are empty where they do not apply."""

    verdict: str
    printed: str = ""
    working: str = ""
    recomputed: str = ""
    difference: str = ""
    reading: str = ""
    missing: str = ""
    smallest_count: Fraction | None = None


def of_statement(declaration: Declaration, result: Statement, shown: str, seen: Fraction | None, evaluate: Callable) -> Outcome:
    """A statement that holds, can hold within rounding, or cannot."""
    verdict = AGREES if result.holds else ROUNDING if result.can_hold else DOES_NOT_AGREE
    fitting = [entry.reading for entry in declaration.readings if verdict == DOES_NOT_AGREE and evaluate(entry.formula).holds]
    return Outcome(
        verdict,
        printed=shown,
        working=result.working,
        reading=fitting[0] if len(fitting) == 1 else "",
        smallest_count=intervals.smallest(seen, result.smallest_count),
    )


def verdict_of(printed: Figure, recomputed: Figure) -> str:
    """Whether a printed figure agrees with what the others give.

    It agrees if the result of the printed parts is the printed figure, at its precision. Rounding explains the rest if
    some figures that round to the printed parts give one that rounds to the printed figure.
    """
    if printed.low <= recomputed.value <= printed.high:
        return AGREES
    return ROUNDING if printed.low <= recomputed.high and recomputed.low <= printed.high else DOES_NOT_AGREE


def of_figure(declaration: Declaration, printed: Figure, result: Figure, shown: str, unit: str, evaluate: Callable) -> Outcome:
    """A printed figure against what the others give."""
    verdict = verdict_of(printed, result)
    difference = printed - result
    # What is left of a total, or over it, may be a group of children; two statements of one number leave no group.
    left_over = difference.smallest_count if result.decimals is None else None
    decimals = _decimals(printed, result, unit)
    reading = ""
    working = result.working if result.decimals is None else STATED_AGAIN
    if verdict == DOES_NOT_AGREE:
        reading = _declared_reading(declaration, printed, evaluate) or likely_reading(printed, result)
    return Outcome(
        verdict,
        printed=shown,
        working=working,
        recomputed=with_unit(as_text(result.value, decimals), unit),
        difference=_signed(difference.value, decimals),
        reading=reading,
        smallest_count=intervals.smallest(printed.smallest_count, result.smallest_count, left_over),
    )


def _declared_reading(declaration: Declaration, printed: Figure, evaluate: Callable) -> str:
    """The declared reading that gives the printed figure, if just one does."""
    fitting = []
    for entry in declaration.readings:
        try:
            result = evaluate(entry.formula)
        except CannotBeChecked:
            continue
        fits = result.holds if isinstance(result, Statement) else verdict_of(printed, result) != DOES_NOT_AGREE
        fitting += [entry.reading] if fits else []
    return fitting[0] if len(fitting) == 1 else ""


def of_partition(declaration: Declaration, printed: Figure, visible: Figure, suppressed: int, shown: str, unit: str) -> Outcome:
    """A printed total against parts some of which are suppressed: what is left must fit into them."""
    left = printed.value - visible.value
    fits = 0 <= left <= declaration.hidden * suppressed
    working = f"{visible.working} + suppressed parts of at most {declaration.hidden} each"
    common = {
        "printed": shown,
        "working": working,
        "recomputed": with_unit(as_text(visible.value, 0), unit) + " without the suppressed parts",
    }
    if not fits:
        # What is left is no count of children here: no numbers of children could give it.
        return Outcome(DOES_NOT_AGREE, **common, difference=_signed(left, 0), smallest_count=visible.smallest_count)
    narrows = "The total narrows what the suppressed parts can be." if left < declaration.hidden * suppressed else ""
    held_back = intervals.smallest(visible.smallest_count, min(left, Fraction(declaration.hidden)) or None)
    # How many parts the source suppresses is not told: where a page hides a printed part beside them, it would say which.
    return Outcome(CANNOT_BE_CHECKED, **common, reading=narrows, missing="the suppressed parts", smallest_count=held_back)


def with_unit(text: str, unit: str) -> str:
    """A figure with its unit, as a sentence says it: ``39.1%``, ``£4.578 million``."""
    if unit.startswith("GBP"):
        sign = text[0] if text[:1] == "\u2212" else ""
        period = unit.removeprefix("GBP").replace(" million", "\u00a0million")
        return f"{sign}\u00a3{text.removeprefix(sign)}{period}"
    if unit in ("per cent", "per cent change"):
        return f"{text}%"
    return f"{text} {unit}".strip() if unit != "not stated" else text


def _decimals(printed: Figure, result: Figure, unit: str) -> int:
    """One place more than printed, unless the result needs fewer; pounds with pence or without."""
    places = printed.decimals or 0
    if unit.startswith("GBP") and "million" not in unit and places == 0:
        return 0 if result.value.denominator == 1 else 2
    return next((number for number in range(places + 1) if (result.value * 10**number).denominator == 1 and number >= places), places + 1)


def _signed(value: Fraction, decimals: int) -> str:
    text = as_text(value, decimals)
    return text if value <= 0 else f"+{text}"
