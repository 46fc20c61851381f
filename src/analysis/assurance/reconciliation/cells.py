"""Cells of the datasets as figures that know how far they were rounded."""

import re
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from analysis.assurance.reconciliation.intervals import Figure
from analysis.catalogue.parameters import threshold
from analysis.catalogue.relations import shares_of_indicators
from analysis.catalogue.units import units
from analysis.errors import CannotBeChecked, InvalidCheck
from analysis.measures import fewest_children, whole_numbers_behind

UNIT_OF = "unit of {column}"
"""Key of a row that holds the unit of a column, as ``ingest.printed.read_with_units`` adds it."""

SMALL_BASE = "small_base"
SMALLEST_SHOWN = int(threshold("smallest_count_shown"))
"""Column that is true where a percentage rests on so few children that it can tell of one to four."""

NOT_STATED = "not stated"
"""Unit of a figure of which the document does not say what it counts."""

NUMBER = re.compile(r"-?\d+(\.\d+)?")

ROUGHLY = ("about", "approximately", "around", "circa", "almost", "nearly", "some")
"""Qualifiers that round a figure to its last digit that is not 0."""

FRACTIONS_IN_WORDS = [Fraction(0), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(1)]
"""A third stands for anything nearer to it than to a quarter or a half."""


@dataclass(frozen=True)
class Cells:
    """The tables, and the rows of them that a check looks at.

    Attributes
    ----------
    tables
        Rows of each dataset, text by column.
    scope
        Values of ``authority`` and ``quarter`` that a row must have, where its dataset has the column.
    """

    tables: dict[str, list[dict[str, str]]]
    scope: dict[str, str] = field(default_factory=dict)

    def rows(self, dataset: str, **keys) -> list[dict[str, str]]:
        """Rows of a dataset with these values; a list of values means any of them.

        Raises
        ------
        InvalidCheck
            If there is no such dataset or column.
        """
        if dataset not in self.tables:
            raise InvalidCheck(f'"{dataset}" is not a dataset')
        table = self.tables[dataset]
        columns = table[0] if table else {}
        unknown = [name for name in keys if table and name not in columns]
        if unknown:
            raise InvalidCheck(f'{dataset} has no column "{unknown[0]}"')
        wanted = {name: value for name, value in self.scope.items() if name in columns} | keys
        return [row for row in table if all(_matches(row[name], value) for name, value in wanted.items())]

    def cell(self, dataset: str, column: str, **keys) -> Figure | str:
        """The one cell of a column in the one row with these values: a figure, or text where it is not a number.

        Raises
        ------
        CannotBeChecked
            If there is no such row, or the cell is empty.
        InvalidCheck
            If there are several such rows.
        """
        found = self.rows(dataset, **keys)
        if len(found) > 1:
            raise InvalidCheck(f"{len(found)} rows of {dataset} have {_in_words(keys)}: name the one that is meant")
        if not found:
            raise CannotBeChecked(f"{column.replace('_', ' ')} of {_in_words(keys)}")
        return self.of_row(found[0], column, _in_words(keys))

    def cells(self, dataset: str, column: str, **keys) -> list[Figure]:
        """The cells of a column in every row with these values.

        Raises
        ------
        CannotBeChecked
            If there is no such row, or one of the cells is empty.
        """
        found = self.rows(dataset, **keys)
        if not found:
            raise CannotBeChecked(f"{column.replace('_', ' ')} of {_in_words(keys) or dataset}")
        return [self.of_row(row, column, _in_words(keys)) for row in found]

    def count_rows(self, dataset: str, **keys) -> Figure:
        """How many rows have these values."""
        count = Fraction(len(self.rows(dataset, **keys)))
        return Figure(count, count, count, working=f"{int(count)} listed")

    def of_row(self, row: dict[str, str], column: str, told: str = "") -> Figure | str:
        """A cell of a row."""
        if column not in row:
            raise InvalidCheck(f'there is no column "{column}"')
        if row[column] == "":
            raise CannotBeChecked(f"{column.replace('_', ' ')}{' of ' + told if told else ''}")
        return as_figure(row, column)


def with_small_bases(tables: dict[str, list[dict[str, str]]]) -> dict[str, list[dict[str, str]]]:
    """The tables, with each monthly value of a measure, and each percentage of a known count, told whether it rests on few children."""
    tables = tables | {"indicator_values": _with_few_of_a_count(tables.get("indicator_values", []))}
    few = {
        (row["authority"], row["quarter"], row["measure"])
        for row in tables.get("performance_measures", [])
        if row.get(SMALL_BASE) == "true"
    }
    if not few:
        return tables
    values = [
        row | {SMALL_BASE: "true" if (row["authority"], row["quarter"], row["measure"]) in few else "false"}
        for row in tables.get("performance_measure_values", [])
    ]
    return tables | {"performance_measure_values": values}


def _with_few_of_a_count(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Values of yearly indicators, told where a percentage stands for one to four of the count that it is declared to be of, or leaves as few."""
    shares = shares_of_indicators()
    wholes = {
        _of_report(row, row["indicator"]): int(row["value"])
        for row in rows
        if row["indicator"] in shares.values() and row["value"].isdigit()
    }
    told = []
    for row in rows:
        whole = wholes.get(_of_report(row, shares.get(row["indicator"], "")))
        few = (
            whole
            and NUMBER.fullmatch(row["value"])
            and any(0 < min(part, whole - part) < SMALLEST_SHOWN for part in whole_numbers_behind(float(row["value"]), whole))
        )
        told.append(row | {SMALL_BASE: "true"} if few else row)
    return told


def _of_report(row: dict[str, str], indicator: str) -> tuple[str, str, str, str]:
    return row["authority"], row["quarter"], row["period_end_date"], indicator


def as_figure(row: dict[str, str], column: str) -> Figure | str:
    """A cell as a figure with the limits that its printed form sets; text where it is not a number.

    >>> as_figure({"value": "39.10", "unit of value": "per cent"}, "value").high
    Fraction(7821, 200)
    >>> as_figure({"value": "425", "unit of value": "staff"}, "value").high
    Fraction(425, 1)
    """
    text = row[column]
    if not NUMBER.fullmatch(text):
        return text
    value = Fraction(text)
    decimals = len(text.partition(".")[2])
    unit = row.get(UNIT_OF.format(column=column), "")
    if any(word in row.get("qualifier", "") for word in ROUGHLY):
        half = Fraction(1, 2) / 10**decimals if decimals else Fraction(10 ** (len(text) - len(text.rstrip("0")))) / 2
    elif decimals or _is_rounded(unit):
        half = Fraction(1, 2) / 10**decimals
    else:
        half = Fraction(0)
    low, high = value - half, value + half
    if "fraction in words" in row.get("value_note", ""):
        low, high = _around_a_fraction(value)
    # A whole number whose unit is not known is taken to count children: what is not known to be safe is held back.
    children = value.denominator == 1 and not decimals and not _is_rounded(unit) and _may_count_children(unit)
    smallest = abs(value) if children and value else None
    if row.get(SMALL_BASE) == "true":
        smallest = Fraction(int(fewest_children(pd.Series([float(value)]), pd.Series([True])).iloc[0])) or None
    return Figure(
        value,
        low,
        high,
        decimals,
        working=as_text(value, decimals),
        counts_children=children,
        smallest_count=smallest,
        unit=unit,
    )


def as_text(value: Fraction, decimals: int) -> str:
    """A figure with thousands separated and a true minus: ``−1,289.0``.

    >>> as_text(Fraction("1234.5"), 1)
    '1,234.5'
    """
    # Halves go away from zero, as in print, and not to the even neighbour.
    scaled = int(abs(value) * 10**decimals + Fraction(1, 2))
    whole, part = divmod(scaled, 10**decimals)
    text = f"{whole:,}.{part:0{decimals}d}" if decimals else f"{whole:,}"
    return ("\u2212" if value < 0 and scaled else "") + text


def _around_a_fraction(value_pct: Fraction) -> tuple[Fraction, Fraction]:
    """Limits of a percentage printed as a simple fraction: half-way to the next simple one on either side."""
    size = abs(value_pct) / 100
    place = min(range(len(FRACTIONS_IN_WORDS)), key=lambda index: abs(FRACTIONS_IN_WORDS[index] - size))
    around = FRACTIONS_IN_WORDS[max(place - 1, 0) : place + 2]
    ends = sorted(100 * (FRACTIONS_IN_WORDS[place] + other) / 2 * (-1 if value_pct < 0 else 1) for other in (around[0], around[-1]))
    return ends[0], ends[1]


def _is_rounded(unit: str) -> bool:
    """Whether a whole figure in a unit may have been rounded; one of a unit that is counted, or not stated, is exact."""
    declared = units().get(unit)
    return declared is not None and not declared.whole and declared.kind != "label" and unit != NOT_STATED


def _may_count_children(unit: str) -> bool:
    """Whether a small figure in a unit may be of one to four children; what is not stated is held to be."""
    declared = units().get(unit)
    return declared is None or declared.people or declared.one_each or unit == NOT_STATED


@dataclass(frozen=True)
class OtherThan:
    """Any value of a column but this one."""

    value: str

    def __str__(self) -> str:
        return f"other than {self.value}"


def _matches(text: str, wanted) -> bool:
    if isinstance(wanted, OtherThan):
        return text != wanted.value
    if isinstance(wanted, (list, tuple)):
        return any(_matches(text, value) for value in wanted)
    if isinstance(wanted, Figure):
        wanted = int(wanted.value) if wanted.value.denominator == 1 else float(wanted.value)
    return text == str(wanted)


def _in_words(keys: dict) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value.working if isinstance(value, Figure) else value}" for name, value in keys.items())
