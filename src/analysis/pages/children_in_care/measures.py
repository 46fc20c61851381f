"""Monthly measures of children in care: stability, reviews, admissions, and health, against target."""

from analysis.disclosure.release import Released
from analysis.pages.given import Given
from analysis.pages.measures import MEASURES, RATED_COLUMNS, changes_by_name, explained, rated_measures
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.performance.spc import SETTLED_POINTS
from analysis.placements import stock
from analysis.present.charts import levels
from analysis.present.findings import care_measures as findings
from analysis.present.html import Html, paragraphs
from analysis.present.tables import RATING_MARKS, table

NEEDS = ("performance_measures", "performance_measure_values")
WANTS = ("performance_measure_definitions", "improvement_stated_figures")


@section("Stability, reviews and admissions", needs=NEEDS, wants=WANTS)
def care(given: Given) -> Shown:
    """Measures of placements and reviews against target."""
    measures = _measures(given, stock.CARE_INDICATORS, "placements_against_target", "stability, reviews and admissions")
    months = given.month_names
    body = [
        paragraphs(findings.targets_met(measures), findings.stability(measures)),
        table(
            measures,
            f"Placements against target, {given.place}",
            RATED_COLUMNS,
            headings=findings.quarter_months(months),
            marks=RATING_MARKS,
            explained={"description": "definition"},
            checks=given.doubts,
        ),
    ]
    undefined = given["performance_measure_definitions"]
    undefined = undefined[undefined["measure"].isin(measures.table.loc[measures.table["indicator"].str.contains("stability"), "measure"])]
    return Shown(
        body,
        {"measures": measures},
        changes=[
            findings.rate_on_month(_monthly_rate(given), months),
            *_changes_by_name(given),
            *findings.change_in_measures(measures, "Stability, reviews and admissions"),
        ],
        limits=[
            "The report does not say what short and long term placement stability measure."
            if undefined["definition_basis"].eq("reading").any()
            else ""
        ],
        method=[*MEASURES, _few_months(given)],
    )


@section("Health", needs=NEEDS, wants=WANTS)
def health(given: Given) -> Shown:
    """Measures of the health of children in care against target."""
    measures = _measures(given, stock.HEALTH_INDICATORS, "health_of_children_in_care", "health")
    body = [
        *_health_chart(measures),
        paragraphs(findings.targets_met(measures), findings.hidden_measures(measures)),
        table(
            measures,
            f"Health of children in care against target, {given.place}, per cent",
            [name for name in RATED_COLUMNS if name != "measure_unit"],
            headings=findings.quarter_months(given.month_names),
            marks=RATING_MARKS,
            explained={"description": "definition"},
            checks=given.doubts,
            defined_above=not rated_measures(given, stock.CARE_INDICATORS).empty,
        ),
    ]
    return Shown(
        body,
        {"measures": measures},
        tiles=findings.furthest_off_tile(measures),
        changes=[*_changes_by_name(given), *findings.change_in_measures(measures, "Health")],
        limits=["Health percentages come without counts."],
        method=MEASURES,
    )


def _measures(given: Given, indicators: list[str], name: str, what: str) -> Released:
    rated = rated_measures(given, indicators, children_behind=True)
    if rated.empty:
        raise NothingToShow(
            f"The report has no measure of {what} of children in care.", "Fill in its measures in performance_measures.csv."
        )
    return explained(given, given.release(rated, name))


def _changes_by_name(given: Given) -> list[str]:
    """Which measures of both sections changed rating since last quarter: told once, whichever section is drawn."""
    both = [*stock.CARE_INDICATORS, *stock.HEALTH_INDICATORS]
    return changes_by_name(given, given.release(rated_measures(given, both, children_behind=True), "children_in_care_measures"), both)


def _health_chart(measures: Released) -> list[Html]:
    drawn = measures.where(measures.table["measure_value"].notna())
    if drawn.table.empty:
        return []
    title = findings.health_title(measures)
    return [
        levels.named_bars(
            "health",
            drawn,
            category=lambda row: findings.short_name(row["description"]),
            value="measure_value",
            amount=lambda row: findings.share_label(row["measure_value"]),
            mark="target",
            note=findings.target_note(measures),
            title=title,
            alt=f"Bar chart of health measures of children in care, with their targets. {title}.",
            description=findings.health_description(drawn),
        )
    ]


def _monthly_rate(given: Given) -> Released:
    measures = given["performance_measures"].drop_duplicates("measure")
    rate = measures.loc[measures["indicator"] == stock.RATE_INDICATOR, ["measure", "measure_unit"]]
    values = given["performance_measure_values"].drop_duplicates(["measure", "month"]).merge(rate, on="measure")
    return given.release(values[["month", "measure_unit", "measure_value"]], "children_looked_after_rate_by_month")


def _few_months(given: Given) -> str:
    """That the months held are too few to tell a trend from chance, where they are."""
    return findings.too_few_months(given.history("performance_measure_values")["month"].nunique(), SETTLED_POINTS)
