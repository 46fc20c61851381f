"""Each cell of a raw table against what its column declares: type, form, bounds, allowed values, periods that exist."""

import re
from functools import cache

from analysis.catalogue.code_lists import code_list
from analysis.errors import Problem, UnknownPeriod
from analysis.ingest.raw_cells import RUN_BY_A_SPREADSHEET, NotOfItsType, value_of
from analysis.ingest.raw_tables import RawTable
from analysis.periods import FinancialYear, Month, Quarter

CORRECT_CELL = "Correct the cell, or leave it empty if the figure is not known."
PERIODS = {"quarter": Quarter.parse, "financial_year": FinancialYear.parse, "month": Month.parse}
PERIOD_COLUMNS = {**{name: name for name in PERIODS}, "report_quarter": "quarter", "first_month": "month", "last_month": "month"}


def cell_problems(entry: dict, table: RawTable) -> list[Problem]:
    """What is wrong with the cells of a table, each on its own; ``entry`` is the descriptor."""
    problems = []
    for field in entry["schema"]["fields"]:
        name = field["name"]
        if name not in table.header:
            continue
        seen: dict[str, int] = {}
        for line, row in zip(table.lines, table.rows, strict=True):
            broken = _what_breaks(field, row[name]) or _outside_its_report(field, row)
            if broken is None and field.get("constraints", {}).get("unique") and seen.setdefault(row[name], line) != line:
                broken = f"stands in row {seen[row[name]]} too", "Correct one of them."
            if broken:
                problems.append(Problem(entry["path"], *broken, line, name, row[name] or None))
    return problems


def _what_breaks(field: dict, text: str) -> tuple[str, str] | None:
    """Rule that a cell breaks and what to do; ``None`` for a cell that may stand."""
    constraints = field.get("constraints", {})
    if text == "":
        return ("is empty, and this column may not be", "Fill it in from the source.") if constraints.get("required") else None
    try:
        value = value_of(text, field["type"])
    except NotOfItsType as error:
        return str(error), CORRECT_CELL
    if field["type"] == "string" and RUN_BY_A_SPREADSHEET.fullmatch(text):
        return "would be run as a formula by a spreadsheet", "Begin it with a letter or a figure; a minus before words is written −."
    rule = _broken_constraint(constraints, text, value)
    if rule is None and "starting" in field.get("codes", {}):
        rule = _unlisted(field["codes"], text)
    if rule is None and field["name"] in PERIOD_COLUMNS:
        rule = _no_period(PERIOD_COLUMNS[field["name"]], text)
    return (rule, "Correct the cell.") if rule else None


def _broken_constraint(constraints: dict, text: str, value: object) -> str | None:
    if "enum" in constraints and text not in constraints["enum"]:
        return f"is not one of {', '.join(constraints['enum'])}"
    if "minimum" in constraints and value < constraints["minimum"]:
        return f"is below the least allowed, {constraints['minimum']}"
    if "maximum" in constraints and value > constraints["maximum"]:
        return f"is above the most allowed, {constraints['maximum']}"
    if "pattern" in constraints and not _form(constraints["pattern"]).fullmatch(text):
        return f"does not have the form {constraints['pattern']}"
    return None


def _unlisted(codes: dict, text: str) -> str | None:
    """A code of a list, told by how it starts, that the list does not have."""
    known = code_list(codes["list"])
    if not text.startswith(codes["starting"]) or text in known:
        return None
    words = codes["list"].replace("_", " ")
    return f"is not one of the {words} of src/analysis/catalogue/code_lists.toml: {', '.join(known)}"


@cache
def _form(pattern: str) -> re.Pattern:
    return re.compile(pattern, re.ASCII)


def _no_period(kind: str, text: str) -> str | None:
    """A period that has the right form and yet does not exist, such as 2023-25."""
    try:
        if text.isascii():
            PERIODS[kind](text)
            return None
    except UnknownPeriod:
        pass
    return f"is not a {kind.replace('_', ' ')} that exists"


def _outside_its_report(field: dict, row: dict[str, str]) -> tuple[str, str] | None:
    """A month that the report of the row's quarter cannot hold, where the field says within what it must lie.

    That is the ``quarter`` itself, or the ``twelve_months`` up to its end.
    """
    if "within" not in field:
        return None
    try:
        month, quarter = Month.parse(row[field["name"]]), Quarter.parse(row["quarter"])
    except (UnknownPeriod, KeyError):
        return None
    first = quarter.months[0] if field["within"] == "quarter" else quarter.previous().previous().previous().months[0]
    if first <= month <= quarter.months[-1]:
        return None
    allowed = f"{first} to {quarter.months[-1]}"
    return f"is not a month that the report of {quarter} holds, {allowed}", "Correct the month, or the quarter of the row."
