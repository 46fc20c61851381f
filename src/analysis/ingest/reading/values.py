"""Cells as values: numbers, yes or no, codes, identifiers. What would have to be guessed is refused."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

MOST_DIGITS = 15
LOST_DIGITS = "Take it from the system again, as text."
SOUND_IDENTIFIER = re.compile(rf"[A-Za-z]{{4,}}[A-Za-z0-9-]*|[0-9]{{1,{MOST_DIGITS}}}")
"""What no spreadsheet makes of an identifier; others are looked at one by one."""
IDENTIFIERS_KEPT = 200_000
"""Identifiers found sound that are remembered: the same child stands in most lists of a council."""


class BadCell(Exception):
    """A text that is not a value of its column: the rule that it breaks and the remedy."""


def parse_text(text: str) -> str:
    """A text as it stands."""
    return text


@lru_cache(maxsize=IDENTIFIERS_KEPT)
def parse_identifier(text: str) -> str:
    """An identifier as it stands, unless a spreadsheet has damaged it.

    Raises
    ------
    BadCell
        If it shows an exponent, decimals of a number, a date, more digits than a spreadsheet keeps, or a character written as a code.

    >>> parse_identifier("00412")
    '00412'
    """
    if SOUND_IDENTIFIER.fullmatch(text):
        return text
    rule = None
    if re.fullmatch(r"-?\d(\.\d+)?E\+\d+", text, re.ASCII | re.IGNORECASE):
        rule = "is a number whose last digits a spreadsheet has dropped"
    elif re.fullmatch(r"\d+\.0+", text, re.ASCII):
        rule = "is a number with decimals where an identifier should stand"
    elif re.fullmatch(r"\d+0{1,}", text, re.ASCII) and len(text) > MOST_DIGITS and not text[MOST_DIGITS:].strip("0"):
        rule = f"has only noughts after its {MOST_DIGITS}th digit, as a spreadsheet leaves a longer number"
    elif re.search(r"_x[0-9A-F]{4}_", text):
        rule = "has a character in it that a spreadsheet has written as a code"
    elif re.fullmatch(
        r"\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2}",
        text,
        re.IGNORECASE,
    ):
        rule = "may be a date that a spreadsheet has made of an identifier"
    if rule is not None:
        raise BadCell(rule, LOST_DIGITS)
    return text


def parse_yes_or_no(text: str) -> bool:
    """``Y`` or ``N``, or the word in full; ``TRUE`` or ``FALSE``; ``a) Yes`` too."""
    return parse_code({"y": True, "yes": True, "true": True, "n": False, "no": False, "false": False}, "Y or N")(text)


def parse_code(codes: Mapping[str, object], allowed: str) -> Callable[[str], object]:
    """A parser of codes: case, padding, punctuation and a leading ``a)`` do not matter.

    Parameters
    ----------
    codes
        Value by code, codes in lower case with single spaces.
    allowed
        The codes as a message lists them.

    >>> parse_code({"staying put": "staying_put"}, "Staying put")("c)  Staying-Put")
    'staying_put'
    """

    def parse(text: str):
        plain = re.sub(r"[\s_-]+", " ", re.sub(r"^[a-z0-9]\)\s*", "", text.casefold())).strip()
        if plain not in codes:
            raise BadCell("is not a code of this column", f"Use one of: {allowed}.")
        return codes[plain]

    return parse


def parse_whole_number(text: str) -> int:
    """A whole number of 1 or more, of up to nine digits."""
    if not re.fullmatch(r"\d{1,9}(\.0+)?", text, re.ASCII) or float(text) < 1:
        raise BadCell("is not a whole number of 1 or more", "Correct the cell.")
    return int(float(text))


def parse_number(text: str) -> float:
    """A number in plain digits: a minus, commas between thousands and decimals may stand; nothing else may.

    >>> parse_number("1,234.50"), parse_number("-3")
    (1234.5, -3.0)
    """
    if not re.fullmatch(r"[-\u2212]?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,15})?", text, re.ASCII):
        raise BadCell("is not a number in plain digits", "Write it like 1234.5, without unit, exponent or space.")
    return float(text.replace(",", "").replace("\u2212", "-"))


def parse_per_cent(text: str) -> float:
    """A percentage from 0 to 100, with or without its sign; a bare 0.25 or 1 is refused, since it may mean 25 or 100.

    >>> parse_per_cent("25%"), parse_per_cent("1%"), parse_per_cent("50")
    (25.0, 1.0, 50.0)
    """
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,15})?) ?(%?)", text, re.ASCII)
    if not match or float(match[1]) > 100:
        raise BadCell("is not a percentage from 0 to 100", "Correct the cell; write 0 if there is none.")
    if 0 < float(match[1]) <= 1 and not match[2]:
        raise BadCell("may be a share or a percentage", "Write per cent with its sign: 25%, not 0.25.")
    return float(match[1])
