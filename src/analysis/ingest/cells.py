"""Cells of an extract as values: dates, numbers, yes or no, codes. What would have to be guessed is refused."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pandas as pd

from analysis.errors import Problem
from analysis.ingest.extracts import Extract, plain_header

FIRST_YEAR, LAST_YEAR = 1950, 2100
EXCEL_DAY_0 = date(1899, 12, 30)
TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + TIME)
BRITISH_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})" + TIME)
SERIAL_DATE = re.compile(r"(\d{5})(?:\.\d+)?")
WRITE_DATE = "Write it like 2023-09-30 or 30/09/2023."


class BadCell(Exception):
    """A text that is not a value of its column: the rule that it breaks and the remedy."""


def column_values(
    extract: Extract, header: str, parse: Callable[[str], object], *, if_empty: object = BadCell
) -> tuple[pd.Series, list[Problem]]:
    """One column of an extract as values, and a problem for each cell that is none.

    Parameters
    ----------
    header
        Header as the layout prints it; ``extract`` has it.
    parse
        Turns a text into a value, or raises ``BadCell``.
    if_empty
        Value of an empty cell; without it an empty cell is a problem.

    Returns
    -------
    pandas.Series, list of Problem
        Values by row of the file; missing where there is a problem.
    """
    texts = extract.cells[plain_header(header)]
    values, bad = {}, {}
    for text in texts.unique():
        try:
            if text == "" and if_empty is BadCell:
                raise BadCell("is empty, and this column may not be", "Fill it in.")
            values[text] = if_empty if text == "" else parse(text)
        except BadCell as error:
            values[text], bad[text] = None, error.args
    problems = [Problem(extract.file, *bad[text], row, header, text or None) for row, text in texts[texts.isin(list(bad))].items()]
    return pd.Series([values[text] for text in texts], index=texts.index, dtype=object), problems


def parse_date(text: str) -> date:
    """A date in ISO form, as dd/mm/yyyy, or as an Excel serial number; a time of day is dropped.

    >>> parse_date("2023-04-01") == parse_date("01/04/2023") == parse_date("45017") == date(2023, 4, 1)
    True
    """
    try:
        if match := ISO_DATE.fullmatch(text):
            found = date(int(match[1]), int(match[2]), int(match[3]))
        elif match := BRITISH_DATE.fullmatch(text):
            found = date(int(match[3]), int(match[2]), int(match[1]))
        elif match := SERIAL_DATE.fullmatch(text):
            found = EXCEL_DAY_0 + timedelta(days=int(match[1]))
        elif re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}" + TIME, text):
            raise BadCell("is ambiguous: the year has two digits", WRITE_DATE)
        elif re.fullmatch(r"\d{1,2}[.-]\d{1,2}[.-]\d{4}" + TIME, text):
            raise BadCell("is ambiguous: day or month may stand first", WRITE_DATE)
        else:
            raise BadCell("is not a date", WRITE_DATE)
    except ValueError:
        raise BadCell("is not a date that exists, with the day before the month", WRITE_DATE) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadCell(f"is not between {FIRST_YEAR} and {LAST_YEAR}", WRITE_DATE)
    return found


def parse_yes_or_no(text: str) -> bool:
    """``Y`` or ``N``, or the word in full; ``a) Yes`` too."""
    return parse_code({"y": True, "yes": True, "n": False, "no": False}, "Y or N")(text)


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
    """A whole number of 1 or more."""
    if not re.fullmatch(r"\d+(\.0+)?", text) or int(float(text)) < 1:
        raise BadCell("is not a whole number of 1 or more", "Correct the cell.")
    return int(float(text))


def parse_per_cent(text: str) -> float:
    """A percentage from 0 to 100, with or without its sign; 0.25 is refused, since it may mean 25.

    >>> parse_per_cent("25%")
    25.0
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%?", text)
    if not match or float(match[1]) > 100:
        raise BadCell("is not a percentage from 0 to 100", "Correct the cell; write 0 if there is none.")
    if 0 < float(match[1]) < 1:
        raise BadCell("may be a share or a percentage", "Write per cent: 25, not 0.25.")
    return float(match[1])


def parse_text(text: str) -> str:
    """A text as it stands."""
    return text
