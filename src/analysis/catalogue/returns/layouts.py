"""The lists of each return: printed columns, what they are called here, and how they are read."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analysis.errors import UnknownReturn

TYPES = (
    "identifier",
    "date",
    "code",
    "yes_no",
    "whole",
    "number",
    "money",
    "per_cent",
    "category",
    "council",
    "text",
    "postcode_area",
    "dropped",
)
"""How cells are read. ``category`` is a council's own wording of a few kinds, ``council`` is any name or code of an English one,
``text`` stands as it is, ``dropped`` is not kept."""
PERIODS = ("as_at", "year_to_31_march", "year_to_30_september", "financial_year")
"""What a return is of: a day on which it was drawn, or a year."""


@dataclass(frozen=True)
class ListColumn:
    """One column of a list.

    Attributes
    ----------
    name, aliases
        Header as printed, and other headers for the same.
    field
        What the project calls it.
    type
        One of ``TYPES``.
    of
        Whose an identifier is: a child, worker, household or adopter.
    codes
        Name of the list of codes.
    required
        Whether every cell must be filled in.
    optional
        Whether a file may lack the column.
    open
        Whether a date may be one that is not there yet.
    unborn
        Whether a date of birth may lie ahead of the day of the return: that of a child expected.
    ahead
        Whether another date may: a notice given, a conference that is booked.
    least, most
        Bounds of a number.
    qualifiers
        What may stand after the header in brackets.
    """

    name: str
    field: str
    type: str
    aliases: tuple[str, ...] = ()
    of: str | None = None
    codes: str | None = None
    required: bool = False
    optional: bool = False
    open: bool = False
    unborn: bool = False
    ahead: bool = False
    least: float | None = None
    most: float | None = None
    qualifiers: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        """The printed name without brackets of its own, since what stands in brackets after a header is a unit or qualifier.

        >>> ListColumn("Age of Child (Years)", "age", "dropped").header
        'Age of Child Years'
        """
        return re.sub(r"[()]", "", self.name)


@dataclass(frozen=True)
class ReturnList:
    """One list of a return, which becomes one typed table.

    Attributes
    ----------
    table
        Name of the typed table.
    row
        Fields that a row is known by.
    doubles
        ``refused`` where a row may not stand twice; else a second one is a doubt.
    start, end
        Fields of the dates that a row starts and ends with.
    optional
        Whether a return may come without it.
    born
        Whether a row cannot start before the child's birth.
    element
        Element of XML that holds a row.
    number
        Number that the return gives the list.
    """

    key: str
    title: str
    table: str
    row: tuple[str, ...]
    columns: tuple[ListColumn, ...]
    doubles: str = "doubt"
    start: str | None = None
    end: str | None = None
    optional: bool = False
    born: bool = False
    element: str | None = None
    number: str | None = None

    @property
    def kept(self) -> tuple[ListColumn, ...]:
        """Columns of the typed table."""
        return tuple(column for column in self.columns if column.type != "dropped")

    def column(self, field: str) -> ListColumn:
        """The column of a field."""
        return next(column for column in self.columns if column.field == field)


@dataclass(frozen=True)
class Return:
    """One kind of return or extract: its lists, and what it is of (``PERIODS``)."""

    key: str
    title: str
    period: str
    lists: tuple[ReturnList, ...]


@cache
def returns() -> tuple[Return, ...]:
    """Every kind of return that can be taken in, by name."""
    declared = sorted(entry.name for entry in files(__package__).iterdir() if entry.name.endswith(".toml") and entry.name != "codes.toml")
    return tuple(_declared(name) for name in declared)


def _declared(name: str) -> Return:
    entry = tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
    lists = tuple(_list(key, stated) for key, stated in entry["lists"].items())
    return Return(name.removesuffix(".toml").replace("_", "-"), entry["title"], entry["period"], lists)


def _list(key: str, stated: dict) -> ReturnList:
    columns = tuple(
        ListColumn(**{name: tuple(value) if isinstance(value, list) else value for name, value in column.items()})
        for column in stated.pop("columns")
    )
    return ReturnList(key=key, columns=columns, row=tuple(stated.pop("row")), **stated)


def return_of(key: str) -> Return:
    """One kind of return by its key, such as ``ssda903`` or ``annex-a``.

    Raises
    ------
    UnknownReturn
        If there is none.
    """
    for kind in returns():
        if kind.key == key:
            return kind
    raise UnknownReturn(f'"{key}" is no kind of return. There are: {", ".join(kind.key for kind in returns())}.')


def list_of_table(table: str) -> tuple[Return, ReturnList]:
    """The return and list that a typed table comes from.

    Raises
    ------
    UnknownReturn
        If none gives it.

    >>> list_of_table("child_protection_plans")[1].number
    '7'
    """
    for kind in returns():
        for entry in kind.lists:
            if entry.table == table:
                return kind, entry
    raise UnknownReturn(
        f'No return gives a table "{table}". There are: {", ".join(one.table for kind in returns() for one in kind.lists)}.'
    )
