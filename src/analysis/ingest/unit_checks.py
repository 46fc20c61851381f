"""Figures against the bounds of their unit: no percentage of a whole above 100, no half child."""

import difflib
from pathlib import Path

from analysis.catalogue.units import Unit, units
from analysis.errors import Problem
from analysis.ingest.raw_cells import NotOfItsType, value_of
from analysis.ingest.raw_tables import RawTable, raw_table

FIGURES = ("number", "integer")


def unit_problems(entry: dict, table: RawTable, folder: Path | None = None) -> list[Problem]:
    """Figures that their unit cannot be, and units that are not declared.

    A column's unit is its field's ``unit``; or that of the row, in its ``unit_column``; or that of the row of another dataset,
    ``unit_from``: ``dataset``, ``column``, and the columns ``by`` which it is found.
    """
    problems = []
    for field in unit_fields(entry):
        if field["name"] not in table.header:
            continue
        named = units_named_elsewhere(field["unit_from"], folder) if "unit_from" in field else {}
        for line, row in zip(table.lines, table.rows, strict=True):
            name, column = unit_of(field, row, named)
            if name and name not in units():
                problems.append(Problem(entry["path"], "is not a declared unit", _nearest(name), line, column, name))
            elif name and (broken := _broken(units()[name], field, row[field["name"]])):
                remedy = "Correct the figure, or its unit; a figure that the report prints so needs a unit that allows it."
                problems.append(Problem(entry["path"], broken, remedy, line, field["name"], row[field["name"]]))
    return problems


def unit_fields(entry: dict) -> list[dict]:
    """Fields of a descriptor that hold figures whose unit is declared."""
    return [field for field in entry["schema"]["fields"] if field["type"] in FIGURES and {"unit", "unit_column", "unit_from"} & set(field)]


def unit_of(field: dict, row: dict[str, str], named: dict[tuple, str]) -> tuple[str, str]:
    """Name of a figure's unit, empty where it has none, and the column that states it."""
    if "unit" in field:
        return field["unit"], field["name"]
    if "unit_column" in field:
        return row.get(field["unit_column"], ""), field["unit_column"]
    by = field["unit_from"]["by"]
    return named.get(tuple(row.get(column, "") for column in by), ""), field["name"]


def units_named_elsewhere(place: dict, folder: Path | None = None) -> dict[tuple, str]:
    """Units that another dataset states, by the columns that find its row."""
    rows = raw_table(place["dataset"], folder).rows
    wanted = {place["column"], *place["by"]}
    return {tuple(row[column] for column in place["by"]): row[place["column"]] for row in rows if wanted <= set(row)}


def _broken(unit: Unit, field: dict, text: str) -> str | None:
    try:
        value = value_of(text, field["type"])
    except NotOfItsType:
        return None
    if value is None or (field.get("signed") and value < 0):
        return None
    return unit.broken_by(value)


def _nearest(name: str) -> str:
    near = difflib.get_close_matches(name, list(units()), n=1)
    choice = f'Did you mean "{near[0]}"? ' if near else ""
    return f"{choice}Use a unit that src/analysis/catalogue/units.toml declares, or add it there with its bounds."
