"""Figures as a reader sees them, in tables and in sentences."""

import re
import textwrap
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from analysis.catalogue import units
from analysis.catalogue.fields import Field
from analysis.periods import FinancialYear, Month, Quarter

NOT_SHOWN, NOT_AVAILABLE, NOT_APPLICABLE = "[c]", "[x]", "[z]"
MINUS = "\u2212"
PERIODS = {"month": Month.parse, "quarter": Quarter.parse, "financial_year": FinancialYear.parse}
COUNT_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def rounded(value: float, decimals: int = 0) -> Decimal:
    """A figure rounded as it is read: by its decimal text, a half away from zero.

    Binary fractions would have 47.55 below the half, and Python rounds a half to the even digit; a reader does neither.
    The tenth decimal and beyond, where sums of binary fractions leave dust, does not count.

    >>> rounded(47.55, 1), rounded(-2.5), rounded(1.15 + 0.1, 1)
    (Decimal('47.6'), Decimal('-3'), Decimal('1.3'))
    """
    return Decimal(repr(round(float(value), 9))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: float, decimals: int = 0, signed: bool = False) -> str:
    """A figure with thousands separated and a true minus; a rounded zero has no sign.

    >>> number(-0.0716, 3), number(1234.5), number(2.6, 1, signed=True)
    ('−0.072', '1,235', '+2.6')
    """
    value = rounded(value, decimals)
    text = f"{abs(value):,.{decimals}f}"
    return (MINUS if value < 0 else "+" if signed and value > 0 else "") + text


def pounds(value: float, decimals: int = 0) -> str:
    """Money: ``£224,530``."""
    return (MINUS if rounded(value, decimals) < 0 else "") + "£" + number(abs(value), decimals)


def millions(value_gbp_m: float, decimals: int = 2) -> str:
    """Money given in GBP million: ``£4.68 million``."""
    return pounds(value_gbp_m, decimals) + " million"


def per_cent(value: float, decimals: int = 1) -> str:
    """A percentage; a whole one has no decimals when ``decimals`` is 0."""
    return number(value, decimals) + "%"


def with_unit(value: float, unit: str, missing: str = "no figure") -> str:
    """A figure with its unit: ``47.6%``, ``11.25 days``, ``49``; a missing one in words.

    >>> with_unit(47.55, "per cent"), with_unit(11.25, "days per FTE"), with_unit(float("nan"), "children")
    ('47.6%', '11.25 days', 'no figure')
    """
    if pd.isna(value):
        return missing
    text = number(value, units.unit(unit).decimals)
    return {"per cent": f"{text}%", "days per FTE": f"{text} days"}.get(unit, text)


def counted(count: float, singular: str, plural: str | None = None) -> str:
    """A count with its noun, small counts in words: ``one service``, ``11 services``."""
    count = int(count)
    noun = singular if count == 1 else plural or singular + "s"
    return f"{COUNT_WORDS[count] if count < len(COUNT_WORDS) else number(count)} {noun}"


def listing(parts: list[str], conjunction: str = "and", most: int | None = None) -> str:
    """Parts as prose: ``a, b and c``; beyond the first ``most``, how many others there are.

    >>> listing(["a", "b", "c"]), listing(["a", "b", "c", "d"], most=2), listing(["a", "b", "c"], most=2)
    ('a, b and c', 'a, b and two others', 'a, b and c')
    """
    if most is not None and len(parts) > most + 1:
        parts = [*parts[:most], counted(len(parts) - most, "other")]
    return f" {conjunction} ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def rose_or_fell(change: float, amount: str) -> str:
    """A change as a verb: ``rose by 243``; ``amount`` is its size in words, without a sign."""
    return "did not change" if change == 0 else f"{'rose' if change > 0 else 'fell'} by {amount}"


def did_what(change: float, decimals: int = 0) -> str:
    """A change as a verb without its size, as it is read at so many decimals: ``rose``, ``fell`` or ``did not change``."""
    change = rounded(change, decimals)
    return "did not change" if change == 0 else "rose" if change > 0 else "fell"


def agreeing(count: float, singular: str, plural: str) -> str:
    """The form of a verb or noun that goes with a count: ``agreeing(2, "is", "are")`` is ``are``."""
    return singular if int(count) == 1 else plural


def long_date(date: pd.Timestamp) -> str:
    """A date as its day: ``30 September 2023``."""
    return f"{date.day} {date:%B %Y}"


def month_year(date: pd.Timestamp) -> str:
    """A date as its month: ``March 2021``."""
    return f"{date:%B %Y}"


def sentence_case(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def in_sentence(text: str) -> str:
    """The text with a small first letter, unless the first word is a name or an abbreviation.

    >>> in_sentence("Delivery plans"), in_sentence("SEND transport"), in_sentence("Care Leavers Service")
    ('delivery plans', 'SEND transport', 'Care Leavers Service')
    """
    first, _, rest = text.partition(" ")
    named = (first.isupper() and len(first) > 1) or first[1:2].isupper() or rest[:1].isupper()
    return text if named else text[:1].lower() + text[1:]


def measure_in_sentence(description: str) -> str:
    """The measure without what its name adds in brackets; a part after a colon in brackets instead.

    >>> measure_in_sentence("Case supervision in time: Care Leavers Service"), measure_in_sentence("Children open: Permanency Service (lead service; with fostering)")
    ('case supervision in time (Care Leavers Service)', 'children open (Permanency Service)')
    """
    name = re.sub(r" \([^()]*\)(?=$|:)", "", description)
    return in_sentence(re.sub(r": (.+)$", r" (\1)", name))


def shown(value, meaning: Field, unit: str | None = None, suppressed: bool = False) -> str:
    """One cell of a table as text.

    Parameters
    ----------
    value
        The cell.
    meaning
        The column's declaration.
    unit
        The row's unit, for a column whose unit is by row.
    suppressed
        Whether disclosure control hid the figure.
    """
    if suppressed:
        return NOT_SHOWN
    if pd.isna(value):
        return meaning.missing or (NOT_AVAILABLE if meaning.numeric else "")
    if isinstance(value, pd.Timestamp):
        return long_date(value)
    if meaning.kind in PERIODS:
        return PERIODS[meaning.kind](value).label
    if not meaning.numeric:
        return str(value)
    decimals = units.unit(unit).decimals if unit is not None else meaning.decimals
    return number(value, decimals, meaning.signed)


def wrapped(text: str, characters: int) -> str:
    """A text in lines of at most so many characters."""
    return "\n".join(textwrap.wrap(text, characters))
