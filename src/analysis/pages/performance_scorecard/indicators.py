"""Sections on the yearly indicators: over their periods and against benchmarks, and the rates whose denominator changed."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.errors import MissingFigure
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.performance import benchmarks as domain
from analysis.performance import denominators as rates
from analysis.present.charts.broken import broken_series
from analysis.present.charts.panels import panels
from analysis.present.findings import indicators as findings
from analysis.present.findings import performance_scorecard as measures
from analysis.present.findings.definitions import indicator_definitions
from analysis.present.html import Html, bullets
from analysis.present.tables import folded_table, shared_meanings
from analysis.present.wording import with_unit

RATE_COLUMNS = [
    "indicator_name",
    "period_printed",
    "children_in_count",
    "children_population",
    "population_basis",
    "printed_rate",
    "rate_agrees",
    "series_breaks",
    "restated_rate",
]


@section(
    "Indicators over the years, against benchmarks",
    needs=("indicators", "indicator_values"),
    wants=("indicator_benchmarks", "indicator_sections"),
)
def benchmarks(given: Given) -> Shown:
    """Each yearly indicator over its periods and against each benchmark that the report prints."""
    values = _values(given)
    over_years = _over_years(given)
    against = domain.against_benchmarks(given["indicators"], values, given["indicator_benchmarks"])
    compared = given.release(against, "indicators_against_benchmarks")
    by_period = _by_period(given, values)
    tables = _tables(given, over_years)
    printed_x = int(values["value_note"].eq("x").sum())
    notes = list(values.loc[values["value"].isna() & values["value_note"].ne("x"), "value_note"].dropna().unique())
    return Shown(
        [bullets(*findings.against_benchmarks(compared)), _chart(by_period, compared), *tables],
        {"indicators": over_years, "compared": compared, "by_period": by_period},
        headline=f"{findings.benchmark_title(compared)}." if len(compared.table) else "",
        tiles=findings.england_tile(compared),
        warnings=findings.out_of_order_warning(over_years),
        changes=[*_since_last_report(given, over_years), *findings.change_on_year(over_years)],
        limits=findings.not_known(by_period, over_years, notes, printed_x),
        method=[
            "A benchmark is shown with its own period. Similar authorities are the statistical neighbours that the report names as such."
        ],
    )


@section("Rates whose denominator changed", needs=("indicators", "indicator_values", "child_population"))
def denominators(given: Given) -> Shown:
    """Rates for every 10,000 children as printed, with the break where the population changed, and on one population."""
    values = domain.of_every_report(given.history("indicator_values"))
    try:
        restated = rates.restated_rates(given["indicators"], values, given["child_population"])
    except MissingFigure as gap:
        raise NothingToShow(str(gap)) from gap
    change = rates.change_on_one_denominator(restated)
    if change.empty:
        raise NothingToShow("No rate that the report gives changed the number of children that it is divided by.")
    changes = given.release(change, "rates_change_on_one_population")
    shown = given.release(findings.with_yes_and_no(restated), "rates_restated")
    shown = shown.with_words(definition=shown.table["indicator"].map(indicator_definitions(given["indicators"])))
    title = findings.denominator_title(changes)
    body = [
        bullets(*findings.change_of_denominator(changes, shown)),
        broken_series(
            "restated",
            shown,
            panel="indicator_name",
            period="period_printed",
            broken="printed_rate",
            whole="restated_rate",
            breaks="series_breaks",
            period_label=findings.short_period,
            key=("As printed", "Restated on the latest population"),
            title=title,
            alt=f"Line charts of each rate as printed, with its break, and on one population: {title}.",
            description=findings.denominator_description(shown),
        ),
        folded_table(
            shown,
            f"Rates for every 10,000 children as printed and on one population, {given.place}",
            RATE_COLUMNS,
            headings={"children_in_count": "Count", "rate_agrees": "Printed rate is count over children"},
            checks=given.doubts,
        ),
    ]
    return Shown(
        body,
        {"restated": shown, "changes": changes},
        warnings=[findings.denominator_warning(shown, given["indicators"])],
        method=[
            "A rate for every 10,000 children is the count over the children aged 0 to 17. Restated rates put the same counts over the latest population."
        ],
    )


def _values(given: Given) -> pd.DataFrame:
    """Values of the report's own periods, of the indicators that are declared."""
    values = given["indicator_values"]
    return values[values["indicator"].isin(given["indicators"]["indicator"])].reset_index(drop=True)


def _by_period(given: Given, values: pd.DataFrame) -> Released:
    """Values of every period of every report held, of the indicators of this one."""
    history = domain.of_every_report(given.history("indicator_values"))
    history = history[history["indicator"].isin(values["indicator"])]
    return given.release(
        domain.one_row_a_period(given["indicators"], history),
        "indicators_by_period",
        withheld={"indicator_value": domain.withheld_by_source(history)},
    )


def _tables(given: Given, over_years: Released) -> list[Html]:
    """A folded table for each section of the report, and below the last what they mean."""
    sections = _sections(given, over_years)
    columns = [(rows, findings.section_columns(rows)) for rows, _ in sections]
    tables = [
        folded_table(
            rows,
            f"{title}: indicators and benchmarks, {given.place}",
            shown,
            headings=findings.section_headings(rows),
            checks=given.doubts,
            explain=False,
        )
        for (rows, title), (_, shown) in zip(sections, columns, strict=True)
    ]
    explained = shared_meanings("yearly indicators", columns, {}, {"indicator_name": "definition"})
    return [*tables, explained]


def _over_years(given: Given) -> Released:
    """Each indicator over its last periods, with its benchmarks in words."""
    indicators, values = given["indicators"], _values(given)
    table = domain.over_four_periods(indicators, values)
    withheld = domain.withheld_by_age(values, table)
    compared = domain.against_benchmarks(indicators, values, given["indicator_benchmarks"])
    printed = given.release(domain.printed_benchmarks(indicators, given["indicator_benchmarks"]), "indicator_benchmarks")
    over_years = given.release(table, "indicators", withheld=withheld)
    over_years = findings.with_benchmarks(over_years, given.release(compared, "indicators_against_benchmarks"), printed)
    meaning = over_years.table["indicator"].map(indicator_definitions(indicators))
    return over_years.with_words(unit_words=measures.unit_words(over_years.table["indicator_unit"]), definition=meaning)


def _since_last_report(given: Given, now: Released) -> list[str]:
    """What moved among the yearly indicators since the last report held, and what this one states otherwise."""
    if given.before is None or not (given.before.holds("indicators") and given.before.holds("indicator_values")):
        return []
    changed = given.release(
        domain.restated_periods(given["indicators"], given.history("indicator_values"), str(given.quarter)), "indicators_restated"
    )
    return [*findings.since_last_report(now, _over_years(given.before), given.before.quarter.label), *findings.restated(changed)]


def _sections(given: Given, over_years: Released) -> list[tuple[Released, str]]:
    """The indicators of each section of the report, with its title; the sections that it does not name by their reference."""
    titles = given["indicator_sections"].drop_duplicates("report_section").set_index("report_section")["title"]
    names = dict.fromkeys([*titles.index, *over_years.table["report_section"]])
    parts = [
        (over_years.where(over_years.table["report_section"].eq(name)).named(f"indicators_{name}"), titles.get(name, f"Section {name}"))
        for name in names
    ]
    return [(rows, title) for rows, title in parts if len(rows.table)]


def _chart(by_period: Released, compared: Released) -> Html:
    """Small charts of the indicators that have a benchmark; nothing where none has."""
    drawn = findings.benchmarked(by_period, compared)
    if drawn.table.empty:
        return Html("")
    title = findings.benchmark_title(compared)
    return panels(
        "benchmarks",
        drawn,
        panel="indicator_name",
        period="period_printed",
        value="indicator_value",
        amount=lambda row: with_unit(row["indicator_value"], row["indicator_unit"]),
        period_label=findings.short_period,
        references=findings.benchmark_lines(compared),
        title=title,
        alt=f"Line charts of each indicator that has a benchmark, with its benchmarks: {title}.",
        description=findings.benchmark_description(by_period, compared),
    )
