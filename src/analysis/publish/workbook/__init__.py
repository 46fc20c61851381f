"""A fostering scenario as an Excel workbook whose every figure is a live formula on the sheet of assumptions."""

import io
import zipfile
from datetime import datetime

from xlsxwriter import Workbook

from analysis.disclosure.release import release
from analysis.fostering.appraisal import monthly_table, outcomes_table, yearly_table
from analysis.fostering.model.households import RATES
from analysis.fostering.model.results import RESULTS
from analysis.fostering.scenario import Scenario, assumptions_table
from analysis.ingest.scenarios import source_documents
from analysis.publish.workbook.formulas import BY_MONTH
from analysis.publish.workbook.inputs import assumptions_page, finish_assumptions
from analysis.publish.workbook.pages import (
    SHEETS,
    checks_page,
    formulas_page,
    monthly_page,
    rates_page,
    read_me_page,
    result_page,
    sources_page,
    yearly_page,
)
from analysis.publish.workbook.sheets import BEYOND_HORIZON, Page, draw_page, formats_of, name_cell, name_column
from analysis.publish.workbook.totals import YEARLY

LANGUAGE = "en-GB"
CORE_PROPERTIES = "docProps/core.xml"


def scenario_workbook(scenario: Scenario) -> bytes:
    """The workbook of a scenario, as the content of an ``.xlsx`` file; the same scenario gives the same bytes.

    Sheets: read me, assumptions, rates, calculation by month and by year, result, checks, formulas, sources. Inputs
    are unlocked, marked and named after the assumption; percentages are stored as fractions.
    """
    content = io.BytesIO()
    defaults = {"font_name": "Arial", "font_size": 11}
    book = Workbook(content, {"in_memory": True, "default_format_properties": defaults})
    book.set_properties(
        {
            "title": f"Fostering appraisal: {scenario.title}",
            "subject": "Costs, cost avoided and net present value of a fostering scheme",
            "comments": scenario.purpose,
            "created": datetime(scenario.first_year.start_year, 4, 1),
        }
    )
    book.set_calc_mode("auto")
    _draw(book, scenario)
    book.close()
    return _in_language(content.getvalue())


def _draw(book: Workbook, scenario: Scenario) -> None:
    style = formats_of(book)
    pages = _pages(scenario)
    sheets = {page.name: draw_page(book, style, page) for page in pages}
    page_of = {page.name: page for page in pages}
    _name_figures(book, page_of)
    finish_assumptions(book, sheets["Assumptions"], page_of["Assumptions"])
    months = page_of["Calculation by month"]
    counted = f"$C{months.first_row}=0"
    grey = book.add_format({"font_color": BEYOND_HORIZON, "italic": True})
    rule = {"type": "formula", "criteria": f"={counted}", "format": grey}
    sheets[months.name].conditional_format(months.first_row - 1, 0, months.last_row - 1, len(BY_MONTH) - 1, rule)
    read_me = page_of["Read me"]
    for offset, row in enumerate(read_me.rows):
        name = row[0].content.removeprefix("Sheet ")
        if name in SHEETS:
            link = f"internal:'{name}'!A1"
            sheets["Read me"].write_url(read_me.first_row - 1 + offset, 0, link, style("link"), row[0].content)


def _pages(scenario: Scenario) -> list[Page]:
    """The sheets in their order; every table behind them has passed the gate."""

    def released(table, name: str):
        return release(table, "public", name=name).table

    return [
        read_me_page(scenario),
        assumptions_page(scenario, released(assumptions_table(scenario), "assumptions")),
        rates_page(scenario),
        monthly_page(scenario, released(monthly_table(scenario), "months")),
        yearly_page(scenario, released(yearly_table(scenario), "years")),
        result_page(scenario, released(outcomes_table(scenario), "outcomes")),
        checks_page(scenario),
        formulas_page(scenario),
        sources_page(scenario, source_documents()),
    ]


def _name_figures(book: Workbook, pages: dict[str, Page]) -> None:
    """Names of rates, of the columns by month and year, of the outcomes on each basis, and of the checks."""
    for offset, rate in enumerate(RATES):
        name_cell(book, pages["Rates"], rate.name, offset, 1)
    for prefix, lines in (("monthly", BY_MONTH), ("yearly", YEARLY)):
        for position, line in enumerate(lines):
            name_column(book, pages[f"Calculation by {prefix.removesuffix('ly')}"], f"{prefix}_{line.name}", position)
    for position, lines in enumerate(RESULTS.values(), start=1):
        for offset, line in enumerate(lines):
            name_cell(book, pages["Result"], line.name, offset, position)
    name_column(book, pages["Checks"], "check_result", 1)


def _in_language(content: bytes) -> bytes:
    """The file with its language among its properties, which the library does not write."""
    marked = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(marked, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            data = before.read(entry)
            if entry.filename == CORE_PROPERTIES:
                ending = "</cp:coreProperties>"
                data = data.decode().replace(ending, f"<dc:language>{LANGUAGE}</dc:language>{ending}").encode()
            after.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return marked.getvalue()
