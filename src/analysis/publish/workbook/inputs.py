"""The sheet of assumptions: the only one with typed figures; inputs are open, marked, named and bounded."""

from datetime import date

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from analysis.fostering.assumptions import ASSUMPTIONS, LEVERS, ZERO_MEANS
from analysis.fostering.inert import NEEDS, holds
from analysis.fostering.model.evaluate import Values
from analysis.fostering.model.lines import BAND_LISTS, CONSTANTS
from analysis.fostering.scenario import Scenario
from analysis.ingest.scenario_entries import Declared, allowed
from analysis.publish.workbook.formulas import for_excel
from analysis.publish.workbook.sheets import Cell, Column, Page, name_cell, name_column, positions, text

SHEET = "Assumptions"
COLUMNS = [
    Column("Assumption", 52),
    Column("Value", 16),
    Column("Unit", 18),
    Column("Name in formulas and in the scenario file", 38),
    Column("Kind", 24),
    Column("Status", 22),
    Column("Effect", 34),
    Column("Value in the scenario", 16),
    Column("Least allowed", 14),
    Column("Most allowed", 14),
    Column("Distribution", 14),
    Column("Lowest in the distribution", 16),
    Column("Highest in the distribution", 16),
    Column("Why this range", 50),
    Column("Reason", 60),
    Column("Source", 20),
    Column("Where in it", 24),
    Column("Evidence that should replace it", 50),
    Column("Stated in the scenario", 24),
]
AT = positions([column.heading for column in COLUMNS])
VALUE, STATUS, EFFECT, SOURCE = AT["Value"], AT["Status"], AT["Effect"], AT["Source"]

COUNTS, NO_EFFECT = "counts", "changes nothing"
OUTSIDE, CHANGED, UNCHANGED = "outside what is allowed", "changed", "as in the scenario"
_EXCEL_DAY_0 = date(1899, 12, 30)


def excel_date(day: date) -> int:
    """A day as a spreadsheet counts it.

    >>> excel_date(date(2023, 4, 1))
    45017
    """
    return (day - _EXCEL_DAY_0).days


def kind_of(declared: Declared) -> str:
    """How a spreadsheet shows an assumption."""
    if declared.kind == "flag":
        return "flag"
    if declared.unit == "per cent":
        return "share"
    if declared.kind == "whole":
        return "whole"
    return "money" if declared.unit.startswith("£") else "number"


def stored(declared: Declared, value: float) -> float | bool:
    """A value of a scenario as its cell holds it: percentages as fractions, flags as truth values.

    >>> stored(ASSUMPTIONS["deadweight_pct"], 25.0), stored(ASSUMPTIONS["marginal_costs"], 1.0)
    (0.25, True)
    """
    if declared.kind == "flag":
        return bool(value)
    return value / 100 if declared.unit == "per cent" else value


def assumptions_page(scenario: Scenario, table: pd.DataFrame) -> Page:
    """The sheet of assumptions.

    Parameters
    ----------
    table
        As ``assumptions_table`` gives it, released.
    """
    notes = (
        "Inputs have a yellow fill and a border, and their kind says Input. Change only their values; the rest of the workbook is protected, without a password.",
        f'="Inputs changed since the workbook was made: "&COUNTIF(assumption_status,"{CHANGED}")&". Inputs outside what is allowed: "'
        f'&COUNTIF(assumption_status,"{OUTSIDE}")&"."',
        '="Inputs changed that change nothing, as the column Effect says: "&COUNTIFS(assumption_status,"'
        f'{CHANGED}",assumption_effect,"{NO_EFFECT}*")&"."',
        "Type a percentage as 25% or, where the program keeps the format of the cell, as 25. A scenario file and the command write it as 25.",
    )
    page = Page(SHEET, f"Assumptions: {scenario.title}", notes, "table_assumptions", COLUMNS, [])
    rows = [_input_row(page.first_row + offset, row, scenario.values) for offset, row in enumerate(table.to_dict("records"))]
    return Page(SHEET, page.title, notes, page.table, COLUMNS, rows + _fixed_rows(scenario), frozen_columns=1)


def labelled(declared: Declared) -> str:
    """The assumption in words, with what 0 means where it is not the number nought.

    >>> labelled(ASSUMPTIONS["new_bill_gbp_per_household"])
    'Average council tax bill of a new household (0: worked out from the share of households in each band)'
    """
    return declared.meaning + (f" (0: {ZERO_MEANS[declared.name]})" if declared.name in ZERO_MEANS else "")


def _input_row(number: int, row: dict, values: Values) -> list[Cell]:
    declared = ASSUMPTIONS[row["assumption"]]
    kind = kind_of(declared)

    def figure(value: float, is_input: bool = False) -> Cell:
        return Cell(stored(declared, value), "fixed_flag" if kind == "flag" and not is_input else kind, is_input)

    ranged = row["distribution"] != "fixed"
    return [
        text(labelled(declared)),
        figure(row["assumption_value"], is_input=True),
        text(declared.unit),
        text(declared.name),
        text("Input: the council decides" if declared.name in LEVERS else "Input: uncertain"),
        Cell(formula=_status(number, declared.kind), shown=UNCHANGED),
        Cell(formula=_effect(declared.name), shown=_effect_now(declared.name, values)),
        figure(row["assumption_value"]),
        figure(declared.least),
        figure(declared.most),
        text(row["distribution"]),
        figure(row["lowest_value"]) if ranged else text("no range"),
        figure(row["highest_value"]) if ranged else text("no range"),
        text(row["range_reason"] if ranged else "no range"),
        text(row["reason"]),
        text(row["source"]),
        text(row["place"]),
        text(row["evidence_needed"] or "none named"),
        text(row["stated_in"]),
    ]


def _status(number: int, kind: str) -> str:
    headings = ("Value", "Value in the scenario", "Least allowed", "Most allowed")
    value, scenario, least, most = (f"${xl_col_to_name(AT[heading])}{number}" for heading in headings)
    compared = f'IF({value}={scenario},"{UNCHANGED}","{CHANGED}")'
    if kind == "flag":
        return f'=IF(ISLOGICAL({value}),{compared},"{OUTSIDE}")'
    broken = f"OR({value}<{least},{value}>{most}{f',{value}<>INT({value})' if kind == 'whole' else ''})"
    return f'=IF(ISNUMBER({value}),IF({broken},"{OUTSIDE}",{compared}),"{OUTSIDE}")'


def _effect(name: str) -> str:
    """Whether an input counts, given the others."""
    if name not in NEEDS:
        return f'="{COUNTS}"'
    condition, why = NEEDS[name]
    return f'=IF({for_excel(condition)}, "{COUNTS}", "{NO_EFFECT}: {why}")'


def _effect_now(name: str, values: Values) -> str:
    condition, why = NEEDS.get(name, ("1 == 1", ""))
    return COUNTS if holds(condition, values) else f"{NO_EFFECT}: {why}"


def _fixed_rows(scenario: Scenario) -> list[list[Cell]]:
    """What the model takes as given and no run may change."""
    first_month = Cell(excel_date(scenario.first_year.start), "month")
    rows = [
        ("First month of year 0", first_month, "month", "first_month", "The financial year that the scenario starts in.", scenario.name),
        (
            "Weeks in a year",
            Cell(CONSTANTS["weeks_per_year"], "factor"),
            "weeks",
            "weeks_per_year",
            "365 days of 7 to a week.",
            "the model",
        ),
        ("Less than this is nothing", Cell(CONSTANTS["smallest_gbp"], "factor"), "£", "smallest_gbp", "Half a penny.", "the model"),
    ]
    none = text("not applicable")
    return [
        [
            text(meaning),
            value,
            text(unit),
            text(name),
            text("Fixed"),
            text("fixed"),
            text(COUNTS),
            value,
            *[none] * 6,
            text(reason),
            text("model"),
            none,
            none,
            text(stated),
        ]
        for meaning, value, unit, name, reason, stated in rows
    ]


def finish_assumptions(book: Workbook, sheet: Worksheet, page: Page) -> None:
    """Names of the inputs, of the columns that other sheets read, and what may be typed into each input."""
    names = [row[AT["Name in formulas and in the scenario file"]].content for row in page.rows]
    for offset, name in enumerate(names):
        name_cell(book, page, name, offset, VALUE)
    name_column(book, page, "assumption_status", STATUS)
    name_column(book, page, "assumption_effect", EFFECT)
    name_column(book, page, "assumption_source", SOURCE)
    for bands, parts in BAND_LISTS.items():
        first, last = (page.first_row + names.index(part) for part in (parts[0], parts[-1]))
        book.define_name(bands, f"='{page.name}'!$B${first}:$B${last}")
    for offset, declared in enumerate(ASSUMPTIONS.values()):
        row = page.first_row - 1 + offset
        sheet.data_validation(row, VALUE, row, VALUE, _validation(declared))


def _validation(declared: Declared) -> dict:
    rule = allowed(declared)
    messages = {
        "input_title": "Input",
        "input_message": f"{labelled(declared)}: {rule}."[:255],
        "error_title": "Not allowed",
        "error_message": f"This has to be {rule}."[:255],
        "ignore_blank": False,
    }
    if declared.kind == "flag":
        return {"validate": "list", "source": ["TRUE", "FALSE"], **messages}
    least, most = stored(declared, declared.least), stored(declared, declared.most)
    return {
        "validate": "integer" if declared.kind == "whole" else "decimal",
        "criteria": "between",
        "minimum": least,
        "maximum": most,
        **messages,
    }
