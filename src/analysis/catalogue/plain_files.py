"""Files that a person gives or edits, opened with care: no pipe, no device, nothing past a bound, no nesting without end."""

import csv
import io
import stat
import tomllib
from collections.abc import Iterable
from pathlib import Path

from analysis.errors import InvalidData, Problem

TAKE_OUT = "Give a file, or take it out of the folder."
MOST_BYTES_WRITTEN_BY_HAND = 50_000_000
"""Most bytes of a table, a scenario, a list of checks or a descriptor that stands in the project."""


class Unreadable(Exception):
    """A file that cannot be read: the rule that it breaks, the remedy and, where it is known, the row."""


def plain_bytes(path: Path, most: int = MOST_BYTES_WRITTEN_BY_HAND, first: int | None = None) -> bytes:
    """The bytes of a regular file, or its first ones.

    Parameters
    ----------
    most
        Bytes that the file may have.
    first
        Bytes to read; all when ``None``.

    Raises
    ------
    Unreadable
        If it is missing, a folder, a pipe or a device, larger than ``most``, or cannot be read.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("is a folder" if stat.S_ISDIR(status.st_mode) else "is no file but a device or pipe", TAKE_OUT)
        if status.st_size > most:
            rule = f"has {status.st_size:,} bytes, more than the {most:,} that it may have"
            raise Unreadable(rule, "Split it, or leave columns out.")
        with path.open("rb") as file:
            # No more than its size was when it was looked at: some files have no end.
            return file.read(status.st_size if first is None else first)
    except FileNotFoundError:
        raise Unreadable("the file is missing", "Check its name and folder.") from None
    except OSError as error:
        raise Unreadable(f"the file cannot be read ({error.strerror})", "Check who may read it.") from error


def plain_text(path: Path) -> str:
    """The text of a file in UTF-8.

    Raises
    ------
    Unreadable
        As ``plain_bytes`` does, and if it is in another encoding.
    """
    try:
        return plain_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"the file cannot be read ({error})", "Save it again in UTF-8.") from error


def parsed_toml(path: Path) -> dict:
    """The content of a TOML file.

    Raises
    ------
    Unreadable
        As ``plain_text`` does, and if it is not TOML, nests too deep, or has a number of thousands of digits.
    """
    try:
        return tomllib.loads(plain_text(path))
    except RecursionError:
        raise Unreadable("the file cannot be read as TOML (it nests too deep)", "Take the brackets out.") from None
    except ValueError as error:
        raise Unreadable(f"the file cannot be read as TOML ({error})", "Correct the line, and save in UTF-8.") from error


def rows_with_columns(path: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    """Rows of a CSV file as text by column, the file having at least some columns.

    Raises
    ------
    InvalidData
        If the file cannot be read or lacks one of the columns.
    """
    try:
        reader = csv.DictReader(io.StringIO(plain_text(path), newline=""), restval="", strict=True)
        header, rows = reader.fieldnames or [], list(reader)
    except Unreadable as error:
        raise InvalidData([Problem(path.name, *error.args)]) from error
    except csv.Error as error:
        raise InvalidData([Problem(path.name, f"the file cannot be read ({error})", "Save it again as CSV in UTF-8.")]) from error
    missing = [Problem(path.name, "the column is missing", "Add it to the header.", 1, name) for name in columns if name not in header]
    if missing:
        raise InvalidData(missing)
    return rows
