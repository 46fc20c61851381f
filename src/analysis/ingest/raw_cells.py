"""Cells of the raw data as values: one grammar for each type, so that what ``check`` accepts is what is read."""

import re
from datetime import date

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
INTEGER = re.compile(r"-?[0-9]+")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_DIGITS = 15
"""Digits that a binary fraction of 64 bits holds exactly, whatever they are."""

TYPES_IN_WORDS = {
    "number": "a number",
    "integer": "a whole number",
    "date": "a date like 2023-09-30",
    "boolean": "true or false",
}
RUN_BY_A_SPREADSHEET = re.compile(r"[=@\t\r\n＝＠].*|[+＋－-].*[^0-9.,%\s].*", re.DOTALL)
"""Text that a spreadsheet takes for a formula when the file is opened in it; a figure with a sign is none, nor is a dash alone."""


class NotOfItsType(ValueError):
    """A text that is not a value of its column's type; the message is the rule that it breaks."""


def value_of(text: str, kind: str) -> object:
    """A cell as a value of its type; an empty cell is ``None``.

    Numbers are written with digits, one point and at most a minus: no thousands separator, no exponent, no infinity.

    Raises
    ------
    NotOfItsType
        If the text is not written so; the message is the rule that it breaks.

    Examples
    --------
    >>> value_of("-33.961", "number"), value_of("159", "integer"), value_of("", "date"), value_of("true", "boolean")
    (-33.961, 159, None, True)
    """
    if text == "":
        return None
    if kind == "string":
        return text
    try:
        return PARSERS[kind](text)
    except ValueError as error:
        rule = error.args[0] if isinstance(error, NotOfItsType) else f"is not {TYPES_IN_WORDS[kind]}"
        raise NotOfItsType(rule) from error


def _number(text: str) -> float:
    _match(NUMBER, text)
    return float(text)


def _integer(text: str) -> int:
    _match(INTEGER, text)
    return int(text)


def _match(form: re.Pattern, text: str) -> None:
    if not form.fullmatch(text):
        raise ValueError
    if sum(character.isdigit() for character in text) > MOST_DIGITS:
        raise NotOfItsType(f"has more than {MOST_DIGITS} digits")


def _date(text: str) -> date:
    if not DATE.fullmatch(text):
        raise ValueError
    return date.fromisoformat(text)


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError
    return text == "true"


PARSERS = {"number": _number, "integer": _integer, "date": _date, "boolean": _boolean}
