"""Caseloads and workforce of the national return: cases for each social worker, what moves them, vacancy, agency, turnover, absence."""

import pandas as pd

from analysis.caseloads.national import change_of_caseload, workers_to_reach
from analysis.errors import MissingFigure
from analysis.pages.given import Given
from analysis.pages.national.shared import BY_YEAR, band, compared_section, dots
from analysis.pages.national.tables import COMPARED, beside_neighbours, left_out, over_years, small_bases
from analysis.pages.sections import NothingToShow, Outline, Shown, section
from analysis.present.findings import national as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

CASELOAD = "cases_per_fte"
WORKFORCE = ["agency_pct", "vacancy_pct", "turnover_pct", "absence_pct"]
TILES = {"agency_pct": "Agency workers", "vacancy_pct": "Vacancies", "turnover_pct": "Turnover in the year"}
NEEDS = ("national.workforce", "national.statistical_neighbours")


@section("Cases for each social worker, against elsewhere", needs=NEEDS)
def national_caseload(given: Given) -> Shown:
    """Cases per full-time equivalent case holder against the ten neighbours, region, England and all councils."""
    held = given.national
    compared = held.compared([CASELOAD])
    if compared.empty:
        why = "; ".join(reason for _, reason in held.not_given([CASELOAD])) or "none is held"
        raise NothingToShow(f"The workforce return gives no caseload of {given.place}: {why}.")
    shown = findings.with_cells(given.release(compared[COMPARED], "national_caseload_compared"), compared["decimals"].tolist())
    years = given.release(over_years(held, CASELOAD), "national_caseload_by_year")
    ten = given.release(beside_neighbours(held, CASELOAD), "national_caseload_neighbours")
    headline = findings.against_elsewhere(
        shown,
        findings.named_together(given.place, held.council.slug, compared["area"].iloc[0]),
        "Each full-time equivalent social worker who holds cases",
    )
    moved = findings.over_the_years(years, 1)
    body = [
        paragraphs(
            f"{headline} {findings.where_in_the_range(shown)}",
            moved,
            *small_bases(compared),
            *findings.mean_beside_median(shown, {compared["national_figure"].iloc[0]: 1}),
            *findings.predecessors(years, held.council.predecessors),
            *findings.joint_return(held.council.slug, compared["area"].iloc[0]),
        ),
        band(given, years, CASELOAD, "national-caseload", "cases for each social worker", 1),
        dots(ten, "national-caseload-neighbours", shown, "cases for each social worker", 1),
        folded_table(years, f"Cases for each full-time equivalent social worker, {given.place}, by year", BY_YEAR),
    ]
    return Shown(
        body,
        {"compared": shown, "years": years, "neighbours": ten},
        headline=headline,
        tiles=[findings.tile(shown, [1], 0, "Cases for each social worker")],
        limits=[
            *findings.LIMITS,
            *left_out(held, [CASELOAD]),
            "Cases for each worker are a mean: they say nothing of how cases are shared.",
        ],
        method=[*findings.METHOD, "Cases and case holders, agency workers among them, are counted on 30 September."],
    )


@section("What the change in caseload is made of", needs=NEEDS)
def national_caseload_change(given: Given) -> Shown:
    """Each year's change in cases per worker as the part of cases and the part of workers, and the workers that the median would take."""
    rows = _changes(given)
    if len(rows) < 2:
        raise NothingToShow(f"The workforce return gives {given.place} fewer than two years of cases and case holders.")
    changes = given.release(rows, "national_caseload_change")
    columns = ["national_period", "national_cases", "case_holders_fte", "cases_per_fte", "cases_per_fte_change", "change_by_cases"]
    columns += ["change_by_workers", "workers_to_median_fte"]
    body = [
        paragraphs(*findings.what_the_change_is_made_of(changes)),
        table(changes, f"What the cases for each social worker are made of, {held_name(given)}", columns),
    ]
    method = "The part of the cases is their change at the workers of both years on average, that of the workers likewise: the two add up to the change, before rounding."
    return Shown(body, {"changes": changes}, method=[method])


@section("Vacancy, agency workers, turnover and absence", needs=NEEDS)
def national_workforce(given: Given) -> Shown:
    """The state of the workforce against elsewhere."""
    shown = compared_section(given, WORKFORCE, "national_workforce", f"The social work workforce of {given.place} against elsewhere")
    compared = given.national.compared(WORKFORCE)
    places = compared["decimals"].tolist()
    shown.tiles = [findings.tile(shown.table, places, row, TILES[key]) for row, key in enumerate(compared["key"]) if key in TILES]
    return shown


def held_name(given: Given) -> str:
    """The council, or the two that return together, as a caption names them."""
    area = given.national.comparison(CASELOAD).area
    return findings.name_of(area)


def _changes(given: Given) -> pd.DataFrame:
    """One row a year with cases and case holders: caseload, change and its parts, workers to the neighbours' median."""
    held = given.national
    try:
        area = held.comparison(CASELOAD).area
    except MissingFigure:
        return pd.DataFrame()
    rows = held.rows(CASELOAD)
    own = rows[(rows["area"] == area) & rows["count"].notna() & (rows["base"] > 0)].sort_values("year").rename(columns={"count": "cases"})
    median = over_years(held, CASELOAD).assign(year=lambda table: table["national_year"].astype(int)).set_index("year")["neighbours_median"]
    found, before = [], None
    for row in own.itertuples():
        consecutive = before is not None and before.year == row.year - 1
        parts = change_of_caseload(before.cases, before.base, row.cases, row.base) if consecutive else None
        found.append(
            {
                "national_period": row.period,
                "national_cases": row.cases,
                "case_holders_fte": row.base,
                "cases_per_fte": row.cases / row.base,
                "cases_per_fte_change": parts["change"] if consecutive else None,
                "change_by_cases": parts["by_cases"] if consecutive else None,
                "change_by_workers": parts["by_workers"] if consecutive else None,
                "workers_to_median_fte": workers_to_reach(row.cases, row.base, median[row.year])
                if pd.notna(median.get(row.year))
                else None,
            }
        )
        before = row
    return pd.DataFrame(found)


PAGE = Outline(
    "national_workforce",
    "Caseloads and workforce, against elsewhere",
    "cases for each social worker, what moves them, vacancy, agency workers, turnover and absence, against neighbours and England",
    (national_caseload, national_caseload_change, national_workforce),
    order=("national_caseload", "national_workforce"),
)
