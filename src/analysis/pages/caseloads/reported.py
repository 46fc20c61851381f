"""What the report prints of caseloads: children open to each service, social workers above the threshold, pressure on the workforce."""

from analysis.caseloads.open_children import (
    WORKFORCE_INDICATORS,
    change_by_service,
    children_open_in_all,
    largest_first,
)
from analysis.disclosure.release import Released
from analysis.pages.declared_causes import CHILDREN_OPEN, causes_of, starts_of
from analysis.pages.given import RECORDS, Given
from analysis.pages.measures import MEASURES, RATED_COLUMNS, changes_by_name, explained, measure_meaning, rated_measures
from analysis.pages.open_children import open_children_of
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.performance.spc import FEWEST_POINTS, judged
from analysis.periods import Month
from analysis.present.charts import bars, lines
from analysis.present.charts.control import control_chart
from analysis.present.findings import caseloads as findings
from analysis.present.findings import process_control
from analysis.present.html import Html, paragraphs
from analysis.present.tables import RATING_MARKS, table
from analysis.present.wording import number


@section(
    "Children open by service", needs=("performance_measures", "performance_measure_values"), wants=("performance_measure_definitions",)
)
def children_open(given: Given) -> Shown:
    """Children open to each service at month ends: since the end of last quarter where it is held, else over this quarter's months."""
    open_children = open_children_of(given)
    months = sorted(open_children["month"].unique())
    now = open_children[open_children["month"].isin(given.months)]
    compared = open_children[open_children["month"] >= _baseline(months, given.months)]
    by_service = change_by_service(compared[compared["caseload_service"].isin(now["caseload_service"])])
    measure_of = (
        given["performance_measures"]
        .dropna(subset=["caseload_service"])
        .drop_duplicates("caseload_service")
        .set_index("caseload_service")["measure"]
    )
    by_month = given.release(largest_first(open_children), "children_open_by_month")
    services = given.release(by_service, "children_open_by_service")
    services = services.with_words(definition=services.table["caseload_service"].map(measure_of).map(measure_meaning(given)))
    totals = given.release(children_open_in_all(compared), "children_open_in_all")
    body = _services_shown(given, services, by_month, totals)
    since_last_quarter = given.before is not None and totals.table["month"].min() < given.months[0]
    return Shown(
        body,
        {"services": services, "by_month": by_month, "totals": totals},
        headline=findings.total_change(totals),
        tiles=[findings.open_tile(totals)],
        changes=[
            findings.change_on_quarter(totals, services) if since_last_quarter else "",
            findings.change_on_month(totals, services),
            *findings.services_that_came_and_went(open_children, given.months),
        ],
        limits=[] if given.holds(f"{RECORDS}workers") else findings.not_known(),
        method=[
            "A child is counted once, with the service that leads on the case.",
            *findings.sum_of_throughput(services),
        ],
    )


@section("Change or chance", needs=("performance_measures", "performance_measure_values"))
def trend(given: Given) -> Shown:
    """All children open at each month end held, with process limits where there are enough months."""
    totals = children_open_in_all(open_children_of(given)).astype({"children_open": float})
    causes = causes_of(given, CHILDREN_OPEN)
    points = judged(totals, period="month", value="children_open", starts=starts_of(causes, "month"))
    if points["mean"].isna().all():
        lacking = f"{len(totals)} months are held, too few to tell change from chance: it takes {FEWEST_POINTS}."
        raise NothingToShow(lacking, "Take in another quarter with analysis intake new.")
    shown = given.release(points, "children_open_in_all_by_month")
    chart = control_chart(
        "children-open-trend",
        shown,
        period="month",
        value="children_open",
        labels=findings.every_month(shown),
        amount=number,
        **findings.trend_words(shown),
    )
    anew = process_control.started_anew(shown, causes)
    body = [chart, *([paragraphs(*anew)] if anew else [])]
    return Shown(body, {"points": shown}, changes=[findings.change_or_chance(shown)], method=[process_control.METHOD])


@section(
    "Social workers above the threshold",
    needs=("performance_measures", "performance_measure_values"),
    wants=("performance_measure_definitions",),
)
def over_threshold(given: Given) -> Shown:
    """Share of social workers with more children than the threshold, by month, against its target."""
    measures = given["performance_measures"].drop_duplicates("measure")
    shares = measures[measures["indicator"] == findings.OVER_THRESHOLD]
    by_month = given["performance_measure_values"].merge(shares[["measure", "description", "measure_unit", "target"]], on="measure")
    if by_month["measure_value"].isna().all():
        raise NothingToShow(
            "The report gives no share of social workers above the threshold.", "Fill in its measure in performance_measure_values.csv."
        )
    target = by_month["target"].iloc[0]
    columns = ["measure", "description", "month", "measure_unit", "measure_value"]
    share = explained(given, given.release(by_month[columns].drop_duplicates("month"), "social_workers_over_20_children"))
    body = [
        bars.bars_against_target(
            "over-threshold",
            share,
            period="month",
            value="measure_value",
            labels=given.month_names,
            target=target,
            unit="%",
            title=findings.over_threshold_title(share, target),
            alt=f"Bar chart of the share of social workers with {findings.MANY_CHILDREN} by month, with the target.",
            description=findings.over_threshold_description(share, target),
        ),
        table(
            share,
            f"Share of social workers with {findings.MANY_CHILDREN} at the end of each month, {given.place}",
            ["month", "measure_value"],
            headings={"measure_value": "Share (per cent)"},
            explained={"description": "definition"},
        ),
    ]
    return Shown(body, {"share": share})


@section(
    "Workforce and supervision against target",
    needs=("performance_measures", "performance_measure_values"),
    wants=("performance_measure_definitions",),
)
def workforce(given: Given) -> Shown:
    """Measures of pressure on the workforce against target."""
    rated = rated_measures(given, WORKFORCE_INDICATORS)
    if rated.empty:
        raise NothingToShow("The report gives no measure of the workforce.", "Fill in its measures in performance_measures.csv.")
    measures = explained(given, given.release(rated, "workforce_against_target"))
    first, previous, last = given.month_names.values()
    body = [
        paragraphs(findings.targets_met(measures)),
        table(
            measures,
            f"Workforce measures against target, {given.place}, {first} to {last}",
            RATED_COLUMNS,
            headings={"first_value": first, "previous_value": previous, "measure_value": last},
            marks=RATING_MARKS,
            explained={"description": "definition"},
            checks=given.doubts,
        ),
    ]
    return Shown(
        body,
        {"measures": measures},
        headline=findings.over_threshold(measures),
        tiles=findings.workforce_tiles(measures),
        changes=[*changes_by_name(given, measures), *findings.change_in_measures(measures)],
        limits=[f"The share of social workers with {findings.MANY_CHILDREN} says nothing of how many more they have."],
        method=[*MEASURES, "Sickness is for the whole department over a rolling year; all else is as it stood at the end of the month."],
    )


def _baseline(held: list[str], months: list[str]) -> str:
    """The month to compare with: the last before the quarter where it is held, else the first of the quarter."""
    earlier = [month for month in held if month < months[0]]
    return earlier[-1] if earlier else months[0]


def _services_shown(given: Given, services: Released, by_month: Released, totals: Released) -> list[Html]:
    """Sentences, chart and table of the services."""
    months = sorted(by_month.table["month"].unique())
    first, previous, last = (Month.parse(month).name for month in (totals.table["month"].min(), given.months[-2], given.months[-1]))
    return [
        paragraphs(findings.what_drove_the_change(services), findings.largest_service(services)),
        lines.small_multiples(
            "children-open",
            by_month.where(by_month.table["caseload_service"].isin(services.table["caseload_service"])),
            panel="caseload_service",
            period="month",
            value="children_open",
            labels={month: Month.parse(month).name[:3] for month in months},
            title=findings.open_children_title(totals, services),
            alt=f"Line charts of children open to each service at the end of each month, {Month.parse(months[0]).label} to {Month.parse(months[-1]).label}.",
            description=findings.open_children_description(services),
        ),
        table(
            services,
            f"Children open by lead service at the end of each month, {given.place}",
            [
                "caseload_service",
                "children_open_first",
                "children_open_previous",
                "children_open",
                "change_children",
                "change_pct",
                "share_of_children_pct",
            ],
            headings={
                "children_open_first": first,
                "children_open_previous": previous,
                "children_open": last,
                "change_children": f"Change since {first}",
            },
            explained={"caseload_service": "definition"},
            checks=given.doubts,
        ),
    ]
