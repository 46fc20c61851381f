"""The other sheets: calculation, result, checks, formulas in words, sources and the read me."""

from collections.abc import Mapping

import pandas as pd

from analysis.catalogue.fields import field
from analysis.fostering.appraisal import FLOWS, STANDS
from analysis.fostering.assumptions import ASSUMPTIONS
from analysis.fostering.model.formulas import FUNCTIONS
from analysis.fostering.model.households import RATES
from analysis.fostering.model.line import Line
from analysis.fostering.model.results import BASES, RESULTS
from analysis.fostering.scenario import Scenario
from analysis.periods import Month
from analysis.present.outcome_wording import NOTHING_SPENT, nothing_spent
from analysis.publish.workbook.formulas import BY_MONTH, SheetLine, for_excel
from analysis.publish.workbook.inputs import CHANGED, OUTSIDE, excel_date
from analysis.publish.workbook.sheets import Cell, Column, Page, positions, text
from analysis.publish.workbook.totals import CHECKS, YEARLY, result_formula

INPUTS_CHANGED = (
    f'=IF(COUNTIF(assumption_status,"{CHANGED}")+COUNTIF(assumption_status,"{OUTSIDE}")=0,"Every input is as in the scenario.",'
    f'IF(COUNTIF(assumption_status,"{CHANGED}")+COUNTIF(assumption_status,"{OUTSIDE}")=1,"1 input differs",'
    f'COUNTIF(assumption_status,"{CHANGED}")+COUNTIF(assumption_status,"{OUTSIDE}")&" inputs differ")&" from the scenario: see Assumptions.")'
)

YEARS = int(ASSUMPTIONS["horizon_years"].most)
"""Longest horizon that a scenario may have: the horizon can be changed in the workbook."""

CHECKS_FAIL = (
    '=IF(COUNTIF(check_result,"holds")=ROWS(check_result),"All checks hold.",'
    '"A check fails: see the sheet Checks before using any figure of this workbook.")'
)


def rates_page(scenario: Scenario) -> Page:
    """What is worked out once from the assumptions."""
    columns = [Column("Rate", 46), Column("Value", 16), Column("Name in formulas", 26), Column("Meaning", 60), Column("Formula", 90)]
    rows = [
        [
            text(rate.heading),
            Cell(kind=rate.kind, formula=f"={for_excel(rate.formula)}"),
            text(rate.name),
            text(rate.meaning),
            text(rate.formula),
        ]
        for rate in RATES
    ]
    notes = ("Each is a formula on the sheet Assumptions, used in every month.",)
    return Page("Rates", f"Rates: {scenario.title}", notes, "table_rates", columns, rows, 1)


def monthly_page(scenario: Scenario, table: pd.DataFrame) -> Page:
    """The cash flow by month.

    Parameters
    ----------
    table
        As ``monthly_table`` gives it, released.
    """
    shown = {line: table[column].tolist() for line, column in {**STANDS, **FLOWS}.items()}
    notes = (
        "Money is nominal. One row per month, one column per line; every row of a column has the same formula. The sheet Formulas says each in words.",
        f"All {12 * YEARS} months are worked out. Those beyond the horizon are in grey italics, have 0 under Counted, and enter no result.",
        "N() in a formula reads the row above, and the heading above the first month as 0.",
    )
    return Page(
        "Calculation by month",
        f"Calculation by month: {scenario.title}",
        notes,
        "table_months",
        _columns(BY_MONTH),
        _grid(BY_MONTH, 12 * YEARS, notes, shown),
        2,
    )


def yearly_page(scenario: Scenario, table: pd.DataFrame) -> Page:
    """The cash flow by year.

    Parameters
    ----------
    table
        As ``yearly_table`` gives it, released.
    """
    shown = {column: table[column].tolist() for column in table.columns}
    notes = (
        "Money is nominal unless the heading says present value: that is real and discounted to year 0. A year beyond the horizon is empty.",
    )
    return Page(
        "Calculation by year",
        f"Calculation by year: {scenario.title}",
        notes,
        "table_years",
        _columns(YEARLY),
        _grid(YEARLY, YEARS, notes, shown),
        2,
    )


def _columns(lines: tuple[SheetLine, ...]) -> list[Column]:
    return [Column(line.heading, {"text": 22, "month": 18, "whole": 14}.get(line.kind, 18)) for line in lines]


def _grid(lines: tuple[SheetLine, ...], length: int, notes: tuple[str, ...], shown: Mapping[str, list]) -> list[list[Cell]]:
    """Rows of one formula per line; what the package gives stands ready in each that it covers."""
    columns = positions([line.name for line in lines])
    first = Page("", "", notes, "", [], []).first_row

    def ready(name: str, offset: int):
        values = shown.get(name, [])
        return values[offset] if offset < len(values) else ""

    patterns = [(line, line.pattern(columns)) for line in lines]
    return [
        [
            Cell(kind=line.kind, formula=pattern.format(row, row - 1, row - 2), shown=ready(line.name, row - first))
            for line, pattern in patterns
        ]
        for row in range(first, first + length)
    ]


def result_page(scenario: Scenario, table: pd.DataFrame) -> Page:
    """What the scenario comes to.

    Parameters
    ----------
    table
        As ``outcomes_table`` gives it, released.
    """
    bases = list(BASES)
    columns = [
        Column("Outcome", 38),
        *(Column(BASES[basis][0], 24) for basis in bases),
        Column("Meaning", 70),
        Column("Formula for all cost avoided, in words", 90),
    ]
    rows = [
        [
            text(lines[0].heading),
            *(
                Cell(kind=line.kind, formula=result_formula(line, basis), shown=_ready(line, basis, row))
                for line, basis, (_, row) in zip(lines, bases, table.iterrows(), strict=True)
            ),
            text(lines[0].meaning),
            text(lines[0].formula),
        ]
        for lines in zip(*(RESULTS[basis] for basis in bases), strict=True)
    ]
    notes = (
        '="Over "&horizon_years&" years from "&TEXT(first_month,"mmmm yyyy")&". The two columns are never added: the second is part of the first."',
        CHECKS_FAIL,
        INPUTS_CHANGED,
        "Where there is no figure, the cell is not empty: it says why in words.",
    )
    return Page("Result", f"Result: {scenario.title}", notes, "table_result", columns, rows, 1)


def _ready(line: Line, basis: str, row: pd.Series) -> str | float:
    """The package's figure as the cell holds it; empty where it has none in figures."""
    column = line.name.removesuffix(f"_{basis}")
    if column not in row:
        return ""
    value = row[column]
    if pd.isna(value):
        return field(column).missing if not nothing_spent(row) or column == "peak_funding_month" else NOTHING_SPENT
    return excel_date(Month.parse(value).start) if line.kind == "month" else value


def checks_page(scenario: Scenario) -> Page:
    """What has to hold for the result to be used."""
    columns = [Column("Check", 70), Column("Result", 16), Column("If it fails", 70)]
    rows = [
        [text(check.name), Cell(formula=f'=IF({check.formula},"holds","fails")', shown="holds"), text(check.remedy)] for check in CHECKS
    ]
    return Page("Checks", f"Checks: {scenario.title}", (CHECKS_FAIL, INPUTS_CHANGED), "table_checks", columns, rows, 1)


def formulas_page(scenario: Scenario) -> Page:
    """Every line by month and by year with its formula in words."""
    columns = [Column("Line", 48), Column("Sheet", 22), Column("Name of the column", 40), Column("Meaning", 60), Column("Formula", 90)]
    rows = [
        [text(line.heading), text(sheet), text(f"{prefix}_{line.name}"), text(line.meaning), text(line.in_words)]
        for sheet, prefix, lines in (("Calculation by month", "monthly", BY_MONTH), ("Calculation by year", "yearly", YEARLY))
        for line in lines
    ]
    notes = (
        "Names without monthly_ or yearly_ before them are lines in the same row, or stand on the sheets Assumptions and Rates.",
        *(f"{written}: {meaning}." for _, written, meaning in FUNCTIONS.values()),
    )
    return Page("Formulas", f"Formulas: {scenario.title}", notes, "table_formulas", columns, rows, 1)


def sources_page(scenario: Scenario, documents: pd.DataFrame) -> Page:
    """Where the assumptions come from.

    Parameters
    ----------
    documents
        As ``source_documents`` gives them.
    """
    columns = [
        Column("Source", 24),
        Column("Title", 80),
        Column("Publisher", 36),
        Column("Published", 20),
        Column("Assumptions that rest on it", 16),
    ]
    known = documents.set_index("source").to_dict("index")
    used = [*dict.fromkeys(assumption.source for assumption in scenario.assumptions.values()), "model"]
    notes = ("The reason for each value, and where in the source it stands, are on the sheet Assumptions.",)
    first = Page("", "", notes, "", [], []).first_row
    rows = [
        [*_source(key, known.get(key)), Cell(kind="whole", formula=f"=COUNTIF(assumption_source,$A{first + offset})")]
        for offset, key in enumerate(dict.fromkeys(used))
    ]
    return Page("Sources", f"Sources: {scenario.title}", notes, "table_sources", columns, rows, 1)


def _source(key: str, document: dict | None) -> list[Cell]:
    if document:
        published = pd.to_datetime(document["published_date"]) if document["published_date"] else None
        day = f"{published.day} {published:%B %Y}" if published is not None else ""
        return [text(key), text(document["title"]), text(document["publisher"]), text(day)]
    titles = {
        "judgement": "Judgement of this project. The sheet Assumptions names the evidence that should replace it.",
        "model": "Fixed by the model, or its default where no scenario states a value.",
    }
    none = text("not applicable")
    return [text(key), text(titles.get(key, "Set for this run.")), none, none]


SHEETS = {
    "Assumptions": "Every assumption with its value, unit, bounds, range, reason and source. The only sheet with typed figures, and the only one to change.",
    "Rates": "What is worked out once from the assumptions.",
    "Calculation by month": "What the scheme costs and avoids in each month.",
    "Calculation by year": "The same by financial year, with present values.",
    "Result": "What it comes to: net present value, benefit-cost ratio, payback, peak funding, break-even.",
    "Checks": "What has to hold for the result to be used.",
    "Formulas": "Every line of the calculation with its formula in words.",
    "Sources": "The documents behind the assumptions.",
}


def read_me_page(scenario: Scenario) -> Page:
    """What the workbook is and how to use it."""
    builds_on = ", ".join(scenario.bases) if scenario.bases else "no other: the scenarios build on this one"
    topics = {
        "Scenario": f"{scenario.title} ({scenario.name})",
        "Purpose": scenario.purpose,
        "Builds on": builds_on,
        "How to use it": "Change an input on the sheet Assumptions and read the sheet Result. The sheet Checks says whether the inputs fit together.",
        "If cells look empty": "Press Enable Editing: the figures are worked out when the file opens. A program that does not calculate shows only some of them.",
        "How inputs are marked": "On the sheet Assumptions, by a yellow fill with a border, and by the word Input under Kind. Each has a name, used in every formula.",
        "What is live": "Every figure outside the sheet Assumptions is a formula that rests on it.",
        "What is not live": "The draws (ranges, distributions, probability of payback), the sensitivity shares and the switching value of each assumption "
        "need many runs of the model. They are in the report of the run, not here. The ranges on the sheet Assumptions are for information.",
        "Protection": "Sheets are protected against accident, without a password: Review, then Unprotect Sheet. Nothing is hidden.",
        "Money": "Nominal, unless a heading says present value: then real, in prices of year 0, and discounted.",
        "Expected values": "Households and placements are expected numbers and need not be whole.",
        "Agreement": "Recalculated, the workbook gives the same figures as the analysis package, to the penny, for the same values.",
        **{f"Sheet {name}": content for name, content in SHEETS.items()},
    }
    columns = [Column("Topic", 32), Column("In words", 110)]
    rows = [[text(topic), text(content)] for topic, content in topics.items()]
    return Page("Read me", f"Fostering appraisal: {scenario.title}", (CHECKS_FAIL,), "table_read_me", columns, rows)
