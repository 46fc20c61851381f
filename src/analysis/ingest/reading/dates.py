"""Dates as files write them; where a file does not show whether day or month stands first, it is asked about once."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from analysis.ingest.reading.values import BadCell

ORDERS = ("day_first", "month_first", "year_first")
"""What may stand first in a date of numbers alone."""

FIRST_YEAR, LAST_YEAR = 1950, 2100
DAY_0_OF_1900, DAY_0_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)
LAST_DAY_NUMBER = 80_000
DAYS_KEPT = 50_000
"""Texts whose reading is remembered: lists of one council, and of many, name the same days over and over."""
WRITE_DATE = "Write it like 2023-09-30 or 30/09/2023."
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
MONTH_NUMBERS = {
    name[:size]: number for number, name in enumerate(MONTHS, 1) for size in (3, 4, len(name)) if size == 3 or name[:size] != name[:3]
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

TIME = r"(?:[ T]+(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?))?"
ISO_DATE = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + TIME, re.ASCII)
COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
NUMBERED_DATE = re.compile(r"(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})" + TIME, re.ASCII)
SERIAL_DATE = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
DAY_MONTH_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]?([a-z]{3,9})\.?,?[ -]?(\d{4}|\d{2})" + TIME, re.ASCII | re.IGNORECASE)
MONTH_DAY_YEAR = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + TIME, re.ASCII | re.IGNORECASE)
YEAR_MONTH_DAY = re.compile(r"(\d{4})-([a-z]{3,9})-(\d{1,2})" + TIME, re.ASCII | re.IGNORECASE)
WEEKDAY = re.compile(r"(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,? +", re.IGNORECASE)

NO_END_WORDS = ("-", "--", "–", "n/a", "na", "none", "null", "nil", "open", "ongoing", "current", "present", "to date")
NO_END_DATES = (date(9999, 12, 31), date(2999, 12, 31), date(1900, 1, 1), date(1900, 1, 2), date(1899, 12, 30), date(1899, 12, 31))


@dataclass(frozen=True)
class DateReading:
    """How the dates of one file are read.

    Attributes
    ----------
    orders
        What stands first, by separator and number of digits of the year; a style that is not there is not decided.
    stated
        What stands first as it was stated, for every style; ``None`` where nothing was.
    day_0
        Day from which the file counts its days.
    """

    orders: dict[tuple[str, int], str] = field(default_factory=lambda: {("/", 4): "day_first"})
    stated: str | None = None
    day_0: date = DAY_0_OF_1900

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.orders.items())), self.stated, self.day_0))


def date_reading(texts: Iterable[str], stated: str | None = None, date_system_1904: bool = False) -> tuple[DateReading, str | None]:
    """How dates are to be read in a file that has these among its cells, and one that could be read in two ways.

    A year of four digits between slashes follows a day and a month, as the layouts say. Every other style is read in the one order
    that all its dates allow; a year of two digits also follows what the same separator shows with four.

    Returns
    -------
    DateReading, str or None
        The second is an example of what the file does not decide, ``None`` if it decides all.

    >>> date_reading(["01-04-2022", "25-12-2022"])[0].orders["-", 4], date_reading(["01-04-2022"])[1]
    ('day_first', '01-04-2022')
    """
    day_0 = DAY_0_OF_1904 if date_system_1904 else DAY_0_OF_1900
    if stated is not None:
        return DateReading({}, stated, day_0), None
    texts = list(dict.fromkeys(texts))
    counted = Counter(map(_style_and_ways, texts))
    orders, undecided = {}, None
    for style in sorted({("/", 4), *(style for style, _ in counted if style is not None)}, key=lambda style: -style[1]):
        if _day_first(style, Counter({ways: count for (of, ways), count in counted.items() if of == style and ways}), orders):
            orders[style] = "day_first"
        else:
            undecided = undecided or next(text for text in texts if _style_and_ways(text)[0] == style)
    return DateReading(orders, None, day_0), undecided


@lru_cache(maxsize=DAYS_KEPT)
def _style_and_ways(text: str) -> tuple[tuple[str, int] | None, frozenset[str]]:
    """Separator and digits of the year of a date of numbers alone, and the orders in which it exists."""
    match = NUMBERED_DATE.fullmatch(_without_weekday(text)[0])
    if match is None:
        return None, frozenset()
    digits = len(match[4])
    return (match[2], digits), frozenset(order for order in ORDERS[: 2 if digits == 4 else 3] if _exists(text, order))


def _day_first(style: tuple[str, int], possible: Counter[frozenset[str]], orders: dict[tuple[str, int], str]) -> bool:
    """Whether dates of a style, counted by the orders in which they exist, are read with the day first."""
    separator, digits = style
    day_only, month_only = possible[frozenset({"day_first"})], possible[frozenset({"month_first"})]
    if style == ("/", 4):
        return month_only <= day_only
    if (separator, 4) in orders and digits == 2 and (separator, 4) != ("/", 4):
        return True
    return bool(possible) and frozenset.intersection(*possible) == {"day_first"} or not possible


def parse_date(text: str, reading: DateReading = DateReading()) -> date:
    """A date in any form that can be read in one way only; a time of day is dropped.

    Raises
    ------
    BadCell
        If the text is no date, one that does not exist or lies far off, or one that could be read in two ways.

    >>> {parse_date(text) for text in ("2023-04-01", "01/04/2023", "45017", "1 April 2023", "Sat 1st Apr 2023", "01-Apr-23")}
    {datetime.date(2023, 4, 1)}
    """
    try:
        found = _any_date(text, reading)
    except (ValueError, OverflowError):
        raise BadCell("is not a date that exists, with the day before the month", WRITE_DATE) from None
    if found in NO_END_DATES:
        raise BadCell("stands for no date in many systems", "Write the date, or leave the cell empty if the column may be.")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadCell(f"is not between {FIRST_YEAR} and {LAST_YEAR}", WRITE_DATE)
    return found


def means_no_end(text: str) -> bool:
    """Whether a cell of an end date says that there is none: a dash, a word for it, or a date that systems put there.

    >>> [means_no_end(text) for text in ("31/12/9999", "N/A", "-", "31/03/2023")]
    [True, True, True, False]
    """
    if text.casefold() in NO_END_WORDS or text in ("0", "1", "00:00:00", "2958465"):
        return True
    try:
        return _any_date(text, DateReading()) in NO_END_DATES
    except (ValueError, OverflowError, BadCell):
        return False


def _any_date(text: str, reading: DateReading) -> date:
    plain, weekday = _without_weekday(text)
    if match := ISO_DATE.fullmatch(plain):
        found = date(int(match[1]), int(match[3]), int(match[4]))
    elif match := NUMBERED_DATE.fullmatch(plain):
        style = (match[2], len(match[4]))
        order = reading.stated or reading.orders.get(style)
        if order is None:
            raise BadCell("is ambiguous: the file does not show whether day, month or year stands first", WRITE_DATE)
        found = _numbered(match, order)
    elif match := DAY_MONTH_YEAR.fullmatch(plain):
        found = date(_year(match[3]), _month(match[2]), int(match[1]))
    elif match := MONTH_DAY_YEAR.fullmatch(plain):
        found = date(int(match[3]), _month(match[1]), int(match[2]))
    elif match := YEAR_MONTH_DAY.fullmatch(plain):
        found = date(int(match[1]), _month(match[2]), int(match[3]))
    elif (match := COMPACT_DATE.fullmatch(plain)) and FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        found = date(int(match[1]), int(match[2]), int(match[3]))
    elif (match := SERIAL_DATE.fullmatch(plain)) and int(match[1]) < LAST_DAY_NUMBER:
        found = reading.day_0 + timedelta(days=int(match[1]))
    elif re.match(r"\d{4}-\d\d-\d\d.*(Z|[+-]\d\d:?\d\d)$", plain, re.ASCII):
        raise BadCell("states a time zone, so that the day may be another", WRITE_DATE)
    else:
        raise BadCell("is not a date", WRITE_DATE)
    if weekday is not None and found.weekday() != weekday:
        raise BadCell("is not that day of the week", "Correct the date.")
    return found


def _without_weekday(text: str) -> tuple[str, int | None]:
    match = WEEKDAY.match(text)
    if not match:
        return text, None
    return text[match.end() :], next(number for number, name in enumerate(WEEKDAYS) if name.startswith(match[1].casefold()))


def _numbered(match: re.Match, order: str) -> date:
    one, two, three = match[1], match[3], match[4]
    day, month, year = {"day_first": (one, two, three), "month_first": (two, one, three), "year_first": (three, two, one)}[order]
    if len(day) > 2 or len(year) == 1:
        raise ValueError(match[0])
    return date(_year(year), int(month), int(day))


def _exists(text: str, order: str) -> bool:
    try:
        _numbered(NUMBERED_DATE.fullmatch(_without_weekday(text)[0]), order)
    except ValueError:
        return False
    return True


def _month(text: str) -> int:
    if text.casefold() not in MONTH_NUMBERS:
        raise BadCell("is not a date", WRITE_DATE)
    return MONTH_NUMBERS[text.casefold()]


def _year(text: str) -> int:
    """A year; of two digits, one from 1950 to 2049."""
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < FIRST_YEAR % 100 else 1900)
