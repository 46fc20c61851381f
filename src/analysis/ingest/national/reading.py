"""The rows of a downloaded CSV file as text, or what is wrong with the file.

The file is decoded and its separator found as every other's is. Its rows are told apart here: a download has no titles above its header, every row has
a cell for each column, and one that ends within a row was cut short.
"""

import csv
import io
from pathlib import Path

import pandas as pd

from analysis.errors import InvalidData, Problem
from analysis.ingest.reading.separated import decoded_text, separator_of, without_separator_line

AGAIN = "Download the file again and leave it as it comes."
ROW = "file_row"
"""Column that numbers the rows as a text editor does, the header being row 1."""


def refuse(file: str, rule: str, remedy: str = AGAIN, **place) -> InvalidData:
    """The failure of a file that cannot be read at all."""
    return InvalidData([Problem(file=file, rule=rule, remedy=remedy, **place)])


def read_rows(path: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """Every whole row of a CSV file, and remarks on what was odd about the file.

    Returns
    -------
    pandas.DataFrame
        The file's columns as text, without spaces around, and ``file_row``.
    list of Problem
        What did not stop the reading: another encoding, a file cut short.

    Raises
    ------
    Unreadable
        If it is no text.
    InvalidData
        If the file is empty, a column stands twice, or a row has more or fewer cells than the header.
    """
    text, encoding = decoded_text(path)
    remarks = [] if encoding in ("utf-8", "utf-8-sig") else [_saved_again(path.name, encoding)]
    text, skipped, stated = without_separator_line(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise refuse(path.name, "is empty")
    skipped += len(text) - len(text.lstrip("\n"))
    text = text.lstrip("\n")
    separator = stated or separator_of(text)
    try:
        lines = [
            (reader.line_num + skipped, cells)
            for reader in [csv.reader(io.StringIO(text), delimiter=separator, strict=True)]
            for cells in reader
        ]
    except csv.Error as error:
        raise refuse(path.name, f"has quotation marks that do not match ({error})") from error
    columns = [column.strip() for column in lines[0][1]]
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise refuse(path.name, f"has the column {twice[0]} twice", row=1)
    lines = [(number, cells) for number, cells in lines[1:] if any(cell.strip() for cell in cells)]
    if lines and not text.endswith("\n"):
        last, _ = lines.pop()
        rule = f"is cut short: the file ends inside row {last}. The rows before it are used, the row is not"
        remarks.append(Problem(file=path.name, rule=rule, remedy=AGAIN, row=last))
    uneven = [(number, len(cells)) for number, cells in lines if len(cells) != len(columns)]
    if uneven:
        number, count = uneven[0]
        others = f", and {len(uneven) - 1} other rows do not fit it either" if uneven[1:] else ""
        raise refuse(path.name, f"has {count} cells where the header has {len(columns)}{others}", row=number)
    if not lines:
        raise refuse(path.name, "has a header and no rows")
    rows = pd.DataFrame([[cell.strip() for cell in cells] for _, cells in lines], columns=columns, dtype=str)
    rows[ROW] = [number for number, _ in lines]
    return rows, remarks


def _saved_again(file: str, encoding: str) -> Problem:
    rule = f"is in {encoding} and not in UTF-8, as the publisher writes it: it has been saved again. Its figures are read as they stand"
    return Problem(file=file, rule=rule, remedy=AGAIN)
