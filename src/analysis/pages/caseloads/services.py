"""Open cases by service month by month, the workforce, what the report prints of the same, and how good the lists are."""

import pandas as pd

from analysis.caseloads.cases import cases_by, month_ends, open_cases_on_days
from analysis.caseloads.staffing import absence_in_census, staffing_on_days
from analysis.disclosure.linking import hidden_counts
from analysis.disclosure.release import Released
from analysis.errors import MissingFigure
from analysis.pages.caseloads.held import NEEDS, caseload_of
from analysis.pages.declared_causes import AGENCY, OPEN_CASES, causes_of, starts_of
from analysis.pages.from_records import quarter_of, released_or_hidden
from analysis.pages.given import Given
from analysis.pages.measures_from_records import COLUMNS, PRINTED, released_measures
from analysis.pages.quality_of_lists import quality_of_lists
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.performance.spc import judged
from analysis.periods import Month
from analysis.present.charts.control import control_chart
from analysis.present.charts.lines import small_multiples
from analysis.present.findings import caseload_services as findings
from analysis.present.findings import process_control
from analysis.present.findings.measures_from_records import differences
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table
from analysis.present.wording import number, per_cent

REPORTED_INDICATORS = [
    "social_workers_over_20_children_pct",
    "social_worker_turnover_pct",
    "children_without_right_team",
    "assessments_in_45_working_days_pct",
    "initial_child_protection_conferences_in_time_pct",
]
"""Measures of caseloads and timeliness that reports print, held against the records."""
MONTHS_DRAWN = 13
"""Months that chart and table by service have: a year and the month before it."""
MONTHS_BACK = 24
"""Months of all open cases that a chart goes back to at most."""


@section("Open cases by service, month by month", needs=NEEDS)
def services_by_month(given: Given) -> Shown:
    """Open cases of each service at each month's end, and all together with process limits."""
    caseload = caseload_of(given)
    first = max(caseload.quarter_days[0], caseload.day - pd.DateOffset(months=MONTHS_BACK))
    days = [day for day in month_ends(first, caseload.day) if day < caseload.day] + [caseload.day]
    cases = open_cases_on_days(caseload.lists, days)
    counted = cases_by(cases, ["case_service"]).assign(month=lambda rows: rows["on_date"].dt.strftime("%Y-%m")).drop(columns="on_date")
    recent = sorted(counted["month"].unique())[-MONTHS_DRAWN:]
    last_year = counted[counted["month"].isin(recent)].reset_index(drop=True)
    hidden = {"cases": hidden_counts(last_year["cases"], given.policy, groups=last_year["month"])}
    by_month = released_or_hidden(given, last_year, "cases_by_service_and_month", hidden)
    if by_month.table["cases"].isna().all():
        raise NothingToShow("No service has a number of cases that may be shown.")
    causes = causes_of(given, OPEN_CASES)
    totals = counted.groupby("month", as_index=False)["cases"].sum()
    points = judged(totals, period="month", value="cases", starts=starts_of(causes, "month"))
    body = [
        paragraphs(findings.services(by_month)),
        small_multiples(
            "cases-by-service",
            by_month,
            panel="case_service",
            period="month",
            value="cases",
            labels=findings.few_labels(recent),
            title=findings.services_title(by_month),
            alt="Line charts of open cases of each service at the end of each month.",
            description=findings.services_description(by_month),
        ),
    ]
    tables = {"by_month": by_month}
    if points["mean"].notna().any():
        tables["totals"] = given.release(points, "cases_in_all_by_month")
        body.append(
            control_chart(
                "cases-in-all",
                tables["totals"],
                period="month",
                value="cases",
                labels=findings.every_month(tables["totals"]),
                amount=number,
                **findings.totals_words(tables["totals"]),
            )
        )
        body.append(paragraphs(*process_control.started_anew(tables["totals"], causes)))
    body.append(folded_table(by_month, f"Open cases by service at each month's end, {given.place}", ["case_service", "month", "cases"]))
    return Shown(body, tables, method=[process_control.METHOD])


@section("Agency, newly qualified and absent workers", needs=NEEDS)
def staffing(given: Given) -> Shown:
    """Workers in post by quarter, the share from agencies and newly qualified; vacancies and absence of the last census."""
    caseload = caseload_of(given)
    counted = staffing_on_days(caseload.workers, caseload.quarter_days)
    counted = counted.assign(quarter=counted["on_date"].map(quarter_of)).drop(columns="on_date")
    quarters = given.release(counted, "workers_by_quarter")
    census = _census(given)
    body = [paragraphs(findings.staffing(quarters), *(findings.census(census) if census else []))]
    causes = causes_of(given, AGENCY)
    points = judged(counted, period="quarter", value="agency_fte_pct", starts=starts_of(causes, "quarter"))
    tables = {"quarters": quarters}
    if points["mean"].notna().any():
        shown = given.release(points[["quarter", "agency_fte_pct"]], "agency_by_quarter")
        tables["agency"] = shown.with_words(**points.drop(columns=["quarter", "agency_fte_pct"]).to_dict("series"))
        body.append(
            control_chart(
                "agency-by-quarter",
                tables["agency"],
                period="quarter",
                value="agency_fte_pct",
                labels={quarter: findings.short_period(quarter) for quarter in counted["quarter"]},
                amount=lambda share: per_cent(share, 1),
                **findings.agency_words(tables["agency"]),
            )
        )
        body.append(paragraphs(*process_control.started_anew(tables["agency"], causes)))
    body.append(
        table(
            quarters,
            f"Social workers in post at the end of each quarter, {given.place}",
            ["quarter", "workers_in_post_fte", "agency_fte_pct", "newly_qualified_fte_pct"],
        )
    )
    if census:
        tables["census"] = census
        body.append(table(census, f"Vacancies and absence in the last workforce census, {given.place}", [*census.table.columns]))
    return Shown(body, tables, changes=[findings.agency_change(quarters)])


@section("The report and the records", needs=(*NEEDS, *PRINTED[:2]), wants=PRINTED[2:])
def against_report(given: Given) -> Shown:
    """Children open by service as the report prints them, against the teams of the same name in the records."""
    from analysis.caseloads.open_children import children_open_by_service

    caseload = caseload_of(given)
    measures = given["performance_measures"].drop_duplicates("measure")
    values = given["performance_measure_values"].drop_duplicates(["measure", "month"])
    try:
        printed = children_open_by_service(measures, values)
    except MissingFigure as gap:
        raise NothingToShow(str(gap)) from gap
    month = printed["month"].max() if len(printed) else ""
    printed = printed[printed["month"] == month].set_index("caseload_service")["children_open"]
    at_month = open_cases_on_days(caseload.lists, [pd.Timestamp(Month.parse(month).end)]) if month else caseload.cases.iloc[:0]
    if printed.empty or at_month.empty:
        raise NothingToShow("The report and the lists have no month in common.")
    by_team = at_month.groupby(at_month["team"].str.casefold()).size()
    rows = pd.DataFrame({"report_caseload_service": printed.index, "report_children": printed.to_numpy()})
    rows["records_children"] = rows["report_caseload_service"].str.casefold().map(by_team)
    whole = {"report_caseload_service": "All children open", "report_children": printed.sum(), "records_children": len(at_month)}
    rows = pd.concat([rows, pd.DataFrame([whole])], ignore_index=True).astype({"report_children": "Int64", "records_children": "Int64"})
    rows["difference_children"] = rows["records_children"] - rows["report_children"]
    shown = given.release(rows, "report_against_records")
    measures = released_measures(given, "measures_against_report", REPORTED_INDICATORS)
    body = [
        paragraphs(*findings.against_report(shown)),
        table(
            shown,
            f"Children open in the report and in the records, {given.place}, {Month.parse(month).label}",
            ["report_caseload_service", "report_children", "records_children", "difference_children"],
        ),
        paragraphs(*differences(measures)),
        folded_table(
            measures,
            f"Caseloads and timeliness in the report and in the records, {given.place}, {Month.parse(month).label}",
            COLUMNS,
            explained={"measure_name": "definition"},
        ),
    ]
    return Shown(body, {"services": shown, "measures": measures})


@section("How good the lists are", needs=NEEDS)
def quality(given: Given) -> Shown:
    """Rows refused and doubtful of the lists that the page is made from, and how many children that touches."""
    caseload_of(given)
    body, shown = quality_of_lists(given)
    return Shown(body, {"lists": shown})


def _census(given: Given) -> Released | None:
    """Vacancies and absence of the last workforce census held; ``None`` without one."""
    held = given.records.those_held(["workforce_census", "workforce_census_vacancies"])
    if not held:
        return None
    found = absence_in_census(held.get("workforce_census"), held.get("workforce_census_vacancies"))
    if not len(found):
        return None
    day = next(iter(held.values()))["return_date"].max()
    return given.release(pd.DataFrame([{"drawn_date": day, **found}]), "workforce_census")
