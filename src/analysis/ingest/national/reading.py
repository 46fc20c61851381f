"""The rows of a downloaded CSV file as text, or what is wrong with the file."""

import csv
import io
from pathlib import Path

import pandas as pd

from analysis.errors import InvalidData, Problem

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
    InvalidData
        If the file is empty, a web page, a workbook, not text, or a row has more or fewer cells than the header.
    """
    text, remarks = _text(path)
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    columns = [column.strip() for column in next(csv.reader([header], delimiter=separator))]
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise refuse(path.name, f"has the column {twice[0]} twice", row=1)
    try:
        rows = pd.read_csv(
            io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, na_values=[], header=0, names=columns, index_col=False,
            skip_blank_lines=False, low_memory=False, on_bad_lines="error",
        )  # fmt: skip
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error) as error:
        raise refuse(path.name, f"has a row that does not fit its header ({str(error).strip()})") from error
    rows[ROW] = range(2, len(rows) + 2)
    rows = rows[~rows[columns].isin(["", None]).all(axis=1)]
    short = rows[columns].isna().any(axis=1)
    cut = not text.endswith("\n")
    if cut and len(rows):
        last = int(rows[ROW].iloc[-1])
        rule = f"is cut short: the file ends inside row {last}. The rows before it are used, the row is not"
        remarks.append(Problem(file=path.name, rule=rule, remedy=AGAIN, row=last))
        rows, short = rows.iloc[:-1], short.iloc[:-1]
    if short.any():
        first = int(rows.loc[short, ROW].iloc[0])
        raise refuse(path.name, f"has fewer cells than the header, as have {int(short.sum()) - 1} other rows", row=first)
    if rows.empty:
        raise refuse(path.name, "has a header and no rows")
    for column in columns:
        rows[column] = rows[column].str.strip()
    return rows, remarks


def _text(path: Path) -> tuple[str, list[Problem]]:
    """The decoded text with plain line ends."""
    raw = path.read_bytes()
    start = raw[:400].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not start:
        raise refuse(path.name, "is empty")
    if start[:1] == b"<":
        raise refuse(path.name, "is a web page, not a table: the download gave an error or a notice")
    if start[:2] == b"PK" or start[:4] == b"\xd0\xcf\x11\xe0":
        raise refuse(
            path.name,
            "is a workbook or a zip archive, not CSV",
            "Give the CSV file that the release offers, or the ODS under its own name.",
        )
    remarks = []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            raise refuse(path.name, "is not text in UTF-8, UTF-16 or Windows-1252") from error
        rule = f"is in {encoding} and not in UTF-8, as the publisher writes it: it has been saved again. Its figures are read as they stand"
        remarks.append(Problem(file=path.name, rule=rule, remedy=AGAIN))
    if "\x00" in text:
        raise refuse(path.name, "holds bytes that are not text")
    return text.replace("\r\n", "\n").replace("\r", "\n"), remarks
