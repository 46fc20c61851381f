"""Formulas with names of lines in brackets, turned into cell addresses and into words."""

import re
from collections.abc import Mapping

from xlsxwriter.utility import xl_col_to_name

_LINE = re.compile(r"\[(\w+)( cell above| above| quarter)?\]")
_IN_WORDS = {
    None: "{}",
    " above": "{} of the row above",
    " cell above": "{} of the row above",
    " quarter": "{} of this row and the two above",
}


def in_cells(formula: str, columns: Mapping[str, int], row: int) -> str:
    """The formula for one row of a sheet.

    Parameters
    ----------
    columns
        Position of each line's column, from 0.
    row
        Number of the row as the sheet shows it, from 1.

    Notes
    -----
    ``N()`` reads the heading above the first row as 0, so every row has the same formula.

    >>> in_cells("[stock above] * stay_with + [intake]", {"intake": 2, "stock": 3}, 8)
    '=N($D7) * stay_with + $C8'
    """

    def address(match: re.Match) -> str:
        column = f"${xl_col_to_name(columns[match[1]])}"
        if match[2] == " quarter":
            return f"{column}{row - 2}:{column}{row}"
        if match[2] == " above":
            return f"N({column}{row - 1})"
        return f"{column}{row - 1 if match[2] else row}"

    return "=" + _LINE.sub(address, formula)


def in_words(formula: str) -> str:
    """The formula with names of lines instead of addresses, as text.

    >>> in_words("[stock above] * stay_with + [intake]")
    'stock of the row above * stay_with + intake'
    """
    return _LINE.sub(lambda match: _IN_WORDS[match[2]].format(match[1]), formula)
