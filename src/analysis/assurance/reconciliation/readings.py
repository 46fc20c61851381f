"""What a printed figure that does not agree may really be, where one arithmetic fits and no other."""

from collections.abc import Iterator
from fractions import Fraction

from analysis.assurance.reconciliation.intervals import Figure

FACTORS = {
    Fraction(10): "ten times too large: a decimal point or a nought in the wrong place",
    Fraction(1, 10): "ten times too small: a decimal point or a nought in the wrong place",
    Fraction(1000): "a thousand times too large: pounds for thousands, or thousands for millions",
    Fraction(1, 1000): "a thousand times too small: thousands for pounds, or millions for thousands",
    Fraction(100): "a hundred times too large: a decimal point in the wrong place",
    Fraction(1, 100): "a hundred times too small: a share printed as a fraction",
    Fraction(52): "an amount a year, printed as one a week",
    Fraction(1, 52): "an amount a week, printed as one a year",
    Fraction(12): "an amount a year, printed as one a month",
    Fraction(1, 12): "an amount a month, printed as one a year",
}


def likely_reading(printed: Figure, recomputed: Figure) -> str:
    """What explains the difference, if just one simple slip does; else empty.

    >>> from analysis.assurance.reconciliation.cells import as_figure
    >>> as_printed = lambda text: as_figure({"value": text, "unit of value": "staff"}, "value")
    >>> likely_reading(as_printed("5412"), as_printed("4512"))
    'two digits are exchanged'
    """
    found = list(dict.fromkeys(_slips(printed, recomputed)))
    return found[0] if len(found) == 1 else ""


def _slips(printed: Figure, recomputed: Figure) -> Iterator[str]:
    half = printed.high - printed.value

    def fits(value: Fraction) -> bool:
        return value - half <= recomputed.high and recomputed.low <= value + half

    if printed.value and fits(-printed.value):
        yield "the sign is the other way round"
    for factor, meaning in FACTORS.items():
        if printed.value and recomputed.value and fits(printed.value / factor):
            yield meaning
    places = printed.decimals or 0
    unit = Fraction(1, 10**places)
    if half and 0 < abs(recomputed.value) - abs(printed.value) < unit and recomputed.value * printed.value > 0:
        yield "cut off and not rounded"
    yield from _digit_slips(printed, places, fits)
    yield from _slips_of_a_sum(printed, recomputed)


def _digit_slips(printed: Figure, places: int, fits) -> Iterator[str]:
    """Two neighbours exchanged, or a digit left out; short figures have too few digits to tell."""
    digits = str(abs(int(printed.value * 10**places)))
    sign = -1 if printed.value < 0 else 1
    if len(digits) < 3:
        return
    for index in range(len(digits) - 1):
        swapped = digits[:index] + digits[index + 1] + digits[index] + digits[index + 2 :]
        if swapped != digits and fits(Fraction(sign * int(swapped), 10**places)):
            yield "two digits are exchanged"
    for index in range(len(digits) + 1):
        for digit in "0123456789":
            longer = digits[:index] + digit + digits[index:]
            if not longer.startswith("0") and fits(Fraction(sign * int(longer), 10**places)):
                yield "a digit is missing"


def _slips_of_a_sum(printed: Figure, recomputed: Figure) -> Iterator[str]:
    """One part of a sum left out of the printed total, or counted twice."""
    if len(recomputed.parts) < 3:
        return
    left_out = [part for part in recomputed.parts if part.value and recomputed.value - part.value == printed.value]
    twice = [part for part in recomputed.parts if part.value and recomputed.value + part.value == printed.value]
    if len(left_out) == 1:
        yield f"{left_out[0].working} is left out of the printed total"
    if len(twice) == 1:
        yield f"{twice[0].working} is counted twice in the printed total"
