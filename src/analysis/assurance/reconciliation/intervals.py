"""Printed figures as intervals: what a figure may have been before it was rounded, and what follows from several of them.

All arithmetic is exact (``fractions.Fraction``), so a verdict never turns on the dust of binary fractions.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from analysis.errors import CannotBeChecked, InvalidCheck
from analysis.measures import whole_numbers_between

SUM, PRODUCT, ATOM = 1, 2, 3
"""How tightly the parts of a working hold together; a looser one inside a tighter one stands in brackets."""

SIGNS = {"<=": "\u2264", ">=": "\u2265"}
"""Signs as a reader knows them."""

LONGEST_WORKING = 12
"""A sum of more figures than this is told, not written out."""


@dataclass(frozen=True)
class Figure:
    """A number known within limits, with how it was come by.

    Attributes
    ----------
    value, low, high
        As printed or worked out, and the least and most it can be.
    decimals
        Decimal places printed; ``None`` for a figure worked out.
    working
        The arithmetic, as a reader sees it.
    binds
        How tightly the working holds together.
    counts_children
        Whether it is a number of children.
    smallest_count
        Smallest number of children above zero in it or in anything it was worked out from; ``None`` if there is none.
    parts
        The figures of a sum.
    unit
        Unit of a printed figure.
    """

    value: Fraction
    low: Fraction
    high: Fraction
    decimals: int | None = None
    working: str = ""
    binds: int = ATOM
    counts_children: bool = False
    smallest_count: Fraction | None = None
    parts: tuple["Figure", ...] = ()
    unit: str = ""

    def __add__(self, other):
        other = figure(other)
        return _combined(self, other, self.value + other.value, self.low + other.low, self.high + other.high, " + ", SUM)

    def __sub__(self, other):
        other = figure(other)
        return _combined(self, other, self.value - other.value, self.low - other.high, self.high - other.low, " \u2212 ", SUM)

    def __mul__(self, other):
        other = figure(other)
        ends = [left * right for left in (self.low, self.high) for right in (other.low, other.high)]
        return _combined(self, other, self.value * other.value, min(ends), max(ends), " \u00d7 ", PRODUCT)

    def __truediv__(self, other):
        other = figure(other)
        if other.low <= 0 <= other.high:
            raise CannotBeChecked(f"a base other than {other.working or other.value}")
        ends = [left / right for left in (self.low, self.high) for right in (other.low, other.high)]
        return _combined(self, other, self.value / other.value, min(ends), max(ends), " \u00f7 ", PRODUCT)

    def __neg__(self):
        return replace(self, value=-self.value, low=-self.high, high=-self.low, working=self._negated(), binds=PRODUCT, decimals=None)

    def __radd__(self, other):
        return figure(other) + self

    def __rsub__(self, other):
        return figure(other) - self

    def __rmul__(self, other):
        return figure(other) * self

    def __rtruediv__(self, other):
        return figure(other) / self

    def _negated(self) -> str:
        return self.working[1:] if self.binds == ATOM and self.value < 0 else f"\u2212{self._within(ATOM)}"

    def _within(self, binds: int) -> str:
        return f"({self.working})" if self.binds < binds else self.working


@dataclass(frozen=True)
class Statement:
    """Whether something said of figures holds.

    Attributes
    ----------
    holds
        With the figures as printed.
    can_hold
        With some figures that round to those printed.
    """

    holds: bool
    can_hold: bool
    working: str
    smallest_count: Fraction | None = None

    def __bool__(self) -> bool:
        # Else "a < b < c" and "a < b and c < d" would drop all but the last.
        raise InvalidCheck("statements are joined with all_of(...), not in a chain or with and, or")


def figure(number) -> Figure:
    """A number of a formula, which is exact, as a figure; a figure as it is."""
    if isinstance(number, Figure):
        return number
    exact = Fraction(str(number))
    return Figure(exact, exact, exact, working=f"{number:,}")


def total(*figures) -> Figure:
    """Sum of figures, or of lists of them.

    >>> total(figure(2), [figure(3), figure(4)]).value
    Fraction(9, 1)
    """
    parts = tuple(flattened(figures))
    if not parts:
        raise CannotBeChecked("the figures to add up")
    added = parts[0]
    for part in parts[1:]:
        added = added + part
    working = added.working if len(parts) <= LONGEST_WORKING else f"sum of {len(parts)} figures"
    return replace(added, working=working, binds=SUM if len(parts) > 1 else added.binds, parts=parts)


def mean(*figures) -> Figure:
    """Average of figures, or of lists of them."""
    return total(*figures) / len(flattened(figures))


def least(*figures) -> Figure:
    """The least of figures, or of lists of them."""
    return min(flattened(figures), key=lambda part: part.value)


def share_pct(part, whole) -> Figure:
    """Part as a percentage of the whole; the rest of the whole is a count too, and may be small."""
    part, whole = figure(part), figure(whole)
    rest = whole - part
    share = part / whole * 100
    return replace(share, smallest_count=smallest(share.smallest_count, rest.smallest_count))


def change_pct(now, before) -> Figure:
    """Change since before as a percentage of it; each figure enters once, so the limits are no wider than they must be."""
    now, before = figure(now), figure(before)
    ratio = now / before * 100 - 100
    change = now - before
    working = f"({now.working} \u2212 {before.working}) \u00f7 {before._within(ATOM)} \u00d7 100"
    return replace(ratio, working=working, binds=PRODUCT, smallest_count=smallest(ratio.smallest_count, change.smallest_count))


def rate_per_10k(count, population) -> Figure:
    """Count for every 10,000 of a population."""
    return figure(count) / population * 10_000


def compared(left, right, sign: str) -> Statement:
    """One figure, or text, against another by ``<``, ``<=``, ``>``, ``>=``, ``=`` or ``≠``."""
    if isinstance(left, str) or isinstance(right, str):
        left, right = (str(side.value) if isinstance(side, Figure) else str(side).strip() for side in (left, right))
        same = left == right
        holds = same if sign == "=" else not same
        return Statement(holds, holds, f"{left} {sign} {right}")
    left, right = figure(left), figure(right)
    overlap = left.low <= right.high and right.low <= left.high
    holds, can_hold = {
        "<": (left.value < right.value, left.low < right.high),
        "<=": (left.value <= right.value, left.low <= right.high),
        ">": (left.value > right.value, left.high > right.low),
        ">=": (left.value >= right.value, left.high >= right.low),
        "=": (left.value == right.value, overlap),
        "\u2260": (left.value != right.value, left.value != right.value or left.low != left.high or right.low != right.high),
    }[sign]
    seen = smallest(left.smallest_count, right.smallest_count)
    return Statement(holds, can_hold, f"{left.working} {SIGNS.get(sign, sign)} {right.working}", seen)


def all_of(*statements: Statement) -> Statement:
    """Several statements at once."""
    return Statement(
        all(statement.holds for statement in statements),
        all(statement.can_hold for statement in statements),
        "; ".join(statement.working for statement in statements),
        smallest(*(statement.smallest_count for statement in statements)),
    )


def falls(*figures) -> Statement:
    """Each figure is below the one before it."""
    row = flattened(figures)
    return all_of(*(compared(before, now, ">") for before, now in zip(row, row[1:], strict=False)))


def rises(*figures) -> Statement:
    """Each figure is above the one before it."""
    row = flattened(figures)
    return all_of(*(compared(before, now, "<") for before, now in zip(row, row[1:], strict=False)))


def whole_number_gives(share, whole, per=100) -> Statement:
    """Some whole number of the whole gives the printed share: a percentage, or a rate ``per`` another number.

    >>> whole_number_gives(Figure(Fraction(50), Fraction("49.5"), Fraction("50.5")), figure(3)).holds
    False
    """
    share, whole, per = figure(share), figure(whole), figure(per).value
    counts = whole_numbers_between(share.low, share.high, whole.value, per)
    fits = len(counts) > 0
    implied = [Fraction(number) for count in counts for number in (count, int(whole.value) - count) if number > 0]
    working = f"a whole number of {whole.working} gives {share.working}{'%' if per == 100 else ''}"
    # A share of a count of children stands for a count of them: a small one would be given away.
    return Statement(fits, fits, working, smallest(share.smallest_count, min(implied, default=None) if whole.counts_children else None))


def share_of(share, *bases) -> Figure:
    """The share itself, known to be read beside these counts, which it may be a share of.

    Where a small count of one of them, or all but a small count, rounds to the share, it gives that count away.
    """
    share = figure(share)
    given_away = [whole_number_gives(share, replace(figure(base), counts_children=True)).smallest_count for base in bases]
    return replace(share, smallest_count=smallest(share.smallest_count, *given_away))


def flattened(figures) -> list[Figure]:
    """Figures and lists of figures as one list."""
    row = []
    for entry in figures:
        row += flattened(entry) if isinstance(entry, (list, tuple)) else [figure(entry)]
    return row


def smallest(*counts: Fraction | None) -> Fraction | None:
    """The least of the counts there are."""
    return min((count for count in counts if count is not None), default=None)


def _combined(left: Figure, right: Figure, value, low, high, sign: str, binds: int) -> Figure:
    children = binds == SUM and left.counts_children and right.counts_children
    # What follows a minus or a division needs brackets where a sum or product of its own stands there.
    follows = right._within(binds + (sign in (" \u2212 ", " \u00f7 ")))
    if follows.startswith("\u2212"):
        sign, follows = (" \u2212 ", follows[1:]) if sign == " + " else (sign, f"({follows})")
    working = left._within(binds) + sign + follows
    own = abs(value) if children and value else None
    return Figure(
        value,
        low,
        high,
        working=working,
        binds=binds,
        counts_children=children,
        smallest_count=smallest(left.smallest_count, right.smallest_count, own),
    )
