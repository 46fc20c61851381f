"""Sections on the monthly measures: against target, against the month before, against chance."""

from analysis.pages.declared_causes import every_cause
from analysis.pages.given import Given
from analysis.pages.measures import MEASURES as MEASURES_METHOD
from analysis.pages.measures import changes_by_name, every_month
from analysis.pages.performance_scorecard.measures import MEASURES, WANTED, card, processes, rated
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.performance import scorecard
from analysis.periods import Month
from analysis.present import theme
from analysis.present.charts.diverging import diverging_bars
from analysis.present.charts.panels import panels
from analysis.present.charts.stacked import stacked_bars
from analysis.present.findings import measures as shared
from analysis.present.findings import movement
from analysis.present.findings import performance_scorecard as findings
from analysis.present.findings import process_control as control
from analysis.present.html import Html, bullets, heading, paragraphs
from analysis.present.tables import RATING_MARKS, folded_table, shared_meanings, table

PRIORITY_COLUMNS = [
    "description",
    "rating_or_reason",
    "measure_value",
    "target_words",
    "direction_words",
    "previous_value",
    "first_value",
    "unit_words",
]


@section("Against target", needs=MEASURES, wants=WANTED)
def against_target(given: Given) -> Shown:
    """How many measures are on target, near it and further off, by priority; what changed since last quarter."""
    measures = card(given)
    titles = _titles(given)
    ratings = given.release(scorecard.ratings_by_priority(rated(given), titles), "ratings_by_priority")
    body = [bullets(*findings.by_rating(measures))]
    if measures.table["rag_rating"].notna().any():
        title = findings.ratings_title(ratings)
        body += [
            stacked_bars(
                "ratings",
                ratings,
                category="priority_title",
                parts=findings.RATING_PARTS,
                colours=[theme.TEAL, theme.ORANGE, theme.PLUM, theme.GRID],
                title=title,
                alt=f"Bar chart of measures by priority and rating: {title}.",
                description=findings.ratings_description(ratings),
            ),
            folded_table(
                ratings,
                f"Measures by priority and rating against target, {given.place}, {_last(given)}",
                ["priority_title", *findings.RATING_PARTS],
                checks=given.doubts,
            ),
        ]
    history = scorecard.restated_months(every_month(given), str(given.quarter))
    return Shown(
        [*body, paragraphs(findings.not_rated(measures))],
        {"scorecard": measures, "ratings": ratings},
        headline=findings.headline(measures),
        tiles=findings.rating_tiles(measures),
        changes=[
            *changes_by_name(given, findings.once(measures), _all_indicators(given)),
            *shared.restated(given.release(history, "measures_restated")),
            movement.directions(measures),
            *movement.change_of_ratings(measures),
        ],
        limits=findings.not_known(measures),
        method=[
            *MEASURES_METHOD,
            "Measures that are only monitored have no rating, nor do benchmarks where neither way is better. Which way is better is this project's reading, unless the "
            "definition says that the report says so.",
        ],
    )


@section("What improved most, and what declined most", needs=MEASURES, wants=WANTED)
def moved_most(given: Given) -> Shown:
    """The measures that improved and declined most on the month before."""
    measures = card(given)
    moved = movement.largest_changes(measures)
    if moved.table.empty:
        raise NothingToShow(
            f"No measure with a better way can be compared with {_previous(given)}.",
            "Fill in its months in performance_measure_values.csv.",
        )
    title = movement.moved_title(moved)
    body = [
        diverging_bars(
            "moved-most",
            moved,
            category="description",
            value="better_by_pct",
            label=movement.change_label,
            sides=("worse", "better"),
            title=title,
            alt=f"Bar chart of relative changes on the month before: {title}.",
            description=movement.moved_description(moved),
        ),
        paragraphs(movement.basis_of_ranking(measures)),
        folded_table(
            moved,
            f"Measures that improved and declined most, {given.place}, {_previous(given)} to {_last(given)}",
            [
                "description",
                "unit_words",
                "previous_value",
                "measure_value",
                "relative_change_pct",
                "direction_of_travel",
                "rating_or_reason",
            ],
            headings={"previous_value": _previous(given), "measure_value": _last(given)},
            marks=RATING_MARKS,
            checks=given.doubts,
        ),
    ]
    return Shown(body, {"moved": moved}, headline=movement.largest_fall(measures), tiles=[movement.moved_tile(measures)])


@section("Change or chance", needs=MEASURES, wants=WANTED)
def change_or_chance(given: Given) -> Shown:
    """Which measures moved by more than chance, and what they will do against their target, once enough months are held."""
    held = processes(given)
    if held.summary.table.empty:
        return Shown([paragraphs(control.too_few(held.longest))], {"left_out": held.left_out})
    body = [
        bullets(*control.found(held.summary, held.left_out), *control.against_target(held.summary), *_declared(given)),
        paragraphs(
            "The band behind a line in the charts below lies between the limits; a diamond is a month that is more than chance. "
            "Without a diamond, a change may be chance."
        ),
        folded_table(
            held.summary,
            f"Measures with limits, {given.place}",
            [
                "description",
                "variation",
                "target_assurance",
                "mean",
                "lower_limit",
                "upper_limit",
                "measure_unit",
                "points",
                "limits_status",
            ],
            checks=given.doubts,
        ),
    ]
    return Shown(
        body, {"summary": held.summary, "left_out": held.left_out}, headline=control.headline(held.summary), method=[control.METHOD]
    )


@section("Priority by priority", needs=MEASURES, wants=WANTED)
def priorities(given: Given) -> Shown:
    """Every measure of each priority: its months, its target, what the report says of it."""
    measures, held = card(given), processes(given)
    remarks = given.release(given["performance_measure_remarks"][["priority", "measure", "remark"]], "remarks")
    limits = {row.description: (row.mean, row.lower_limit, row.upper_limit) for row in held.summary.table.itertuples()}
    headings = {"first_value": _first(given), "previous_value": _previous(given), "measure_value": _last(given)}
    body, tables = [], {}
    for priority, title in _titles(given).items():
        rows = findings.of_priority(measures, priority, "scorecard_priority")
        series = findings.of_priority(held.months, priority, "scorecard_by_month_priority")
        tables[f"priority_{priority}"] = rows
        body += [
            heading(title),
            _months_of(given, priority, rows, series, limits),
            table(
                rows,
                f"{title}: measures against target, {given.place}, {_first(given)} to {_last(given)}",
                PRIORITY_COLUMNS,
                headings=headings,
                marks=RATING_MARKS,
                checks=given.doubts,
                explain=False,
            ),
            bullets(findings.not_drawn(series), *findings.said_of_priority(rows, remarks)),
        ]
    explained = [(rows, PRIORITY_COLUMNS) for rows in tables.values()]
    return Shown([*body, shared_meanings("measures by priority", explained, headings, {"description": "definition"})], tables)


@section("Do the printed arrows agree with the figures?", needs=MEASURES, wants=WANTED)
def arrows(given: Given) -> Shown:
    """The arrows that can be read in the report against the figures beside them."""
    compared = given.release(scorecard.printed_arrows(rated(given)), "printed_arrows")
    if compared.table.empty:
        raise NothingToShow(
            "No arrow of the report is held.", "Fill in printed_direction in performance_measures.csv, where an arrow can be read."
        )
    body = [
        paragraphs(findings.arrows(compared)),
        folded_table(
            compared,
            f"Arrows that can be read in the report, and the movement of the figures, {_previous(given)} to {_last(given)}",
            ["description", "printed_arrow", "computed_arrow", "arrows_compared"],
            checks=given.doubts,
        ),
    ]
    lost = int(given["performance_measures"]["printed_direction"].isna().sum())
    return Shown(body, {"arrows": compared}, limits=[findings.arrows_lost(lost)])


def _declared(given: Given) -> list[str]:
    """Causes that the council declares for measures of the scorecard: from when on the process of each is judged."""
    causes = every_cause(given)
    names = rated(given).drop_duplicates("indicator").set_index("indicator")["description"]
    return control.since_causes(causes.assign(description=causes["series"].map(names)).dropna(subset=["description"]))


def _months_of(given: Given, priority: int, rows, series, limits: dict) -> Html:
    """Small charts of a priority's measures over every month held; control charts where there are limits."""
    drawn = findings.drawable(series)
    if drawn.table.empty:
        return Html("")
    title, years = movement.priority_title(rows), drawn.table["month"].str[:4].nunique()
    return panels(
        f"priority-{priority}",
        drawn,
        panel="description",
        period="month",
        value="measure_value",
        amount=findings.point_label,
        period_label=lambda month: findings.short_month(month, years > 1),
        references=findings.target_lines(rows),
        limits=limits,
        special="special_cause",
        title=title,
        alt=f"Line charts of the measures of this priority by month: {title}.",
        description=findings.series_description(series, rows),
    )


def _titles(given: Given) -> dict[int, str]:
    """Title of each priority that has a measure, in order; its number alone where the report gives none."""
    titles = given["improvement_priorities"].set_index("priority")["title"]
    numbers = sorted(given["performance_measures"]["priority"].unique())
    return {int(number): f"Priority {number}: {titles[number]}" if number in titles.index else f"Priority {number}" for number in numbers}


def _all_indicators(given: Given) -> list[str]:
    """Indicators of the measures of this report and of the last."""
    before = given.before["performance_measures"]["indicator"] if given.before else given["performance_measures"]["indicator"]
    return list({*before, *given["performance_measures"]["indicator"]})


def _first(given: Given) -> str:
    return Month.parse(given.months[0]).name


def _previous(given: Given) -> str:
    return Month.parse(given.months[1]).name


def _last(given: Given) -> str:
    return Month.parse(given.months[2]).name
