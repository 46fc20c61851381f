"""How many children are in care, the rate on one population, and the rate elsewhere."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.pages.children_in_care.figures import KEY, MOST_DATES, VALUES, care_values, not_given
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.placements import rates
from analysis.present.charts import levels
from analysis.present.charts.series import labelled_series
from analysis.present.findings import children_in_care as findings
from analysis.present.html import Html, paragraphs
from analysis.present.tables import table
from analysis.present.wording import number
from analysis.quarters import restated

RATE_COLUMNS = [
    "snapshot_date",
    "figure_status",
    "children_looked_after",
    "cla_rate_printed_per_10k",
    "cla_rate_restated_per_10k",
    "rate_population_basis",
    "rate_children_population",
]


@section("How many, and how that compares", needs=VALUES, wants=("child_population", "indicator_benchmarks"))
def how_many(given: Given) -> Shown:
    """Children in care at each date held, and their rate as printed and on one population."""
    values = care_values(given, "cla")
    by_date = rates.rates_on_one_population(values, given["child_population"]).tail(MOST_DATES).reset_index(drop=True)
    if by_date["children_looked_after"].isna().all():
        raise not_given("the number of children in care", "cla")
    released = given.release(by_date, "children_looked_after_rate")
    columns = [name for name in RATE_COLUMNS if by_date[name].notna().any()]
    body = [
        paragraphs(findings.what_the_break_is(released), findings.populations_not_known(released)),
        *_rate_chart(released),
        table(released, f"Children in care and their rate, {given.place}", columns, checks=given.doubts),
    ]
    return Shown(
        body,
        {"rates": released},
        headline=findings.headline(released),
        tiles=findings.tiles(released, _elsewhere(given)),
        changes=[findings.restated_counts(_restated(given))],
        method=[
            "A rate is children in care per 10,000 children aged 0 to 17. The population behind each printed rate is the one that gives it; "
            "the restated rate divides every date by the population in use now."
            if "rate_population_basis" in columns
            else "",
            f"A year in the report is taken to end on 31 March. {findings.uneven_steps(released)}",
        ],
    )


@section("Compared with elsewhere", needs=(*VALUES, "indicator_benchmarks"))
def elsewhere(given: Given) -> Shown:
    """The rate of children in care beside England's and that of statistical neighbours."""
    released = _elsewhere(given)
    if (released.table["compared_area"] == given.place).all():
        raise not_given("a rate of children in care elsewhere", "cla_rate in indicator_benchmarks.csv and")
    title = findings.elsewhere_title(released)
    body = [
        paragraphs(findings.periods_differ(released)),
        levels.named_bars(
            "elsewhere",
            released,
            category=lambda row: f"{row['compared_area']}, {row['compared_period']}",
            value="compared_rate_per_10k",
            amount=lambda row: number(row["compared_rate_per_10k"], 1),
            stands_out=lambda row: row["compared_area"] == given.place,
            title=title,
            alt=f"Bar chart of children in care per 10,000 children. {title}.",
            description=findings.elsewhere_description(released),
        ),
        table(
            released,
            f"Children in care per 10,000 children: {given.place} and elsewhere",
            ["compared_area", "compared_period", "compared_rate_per_10k", "difference_from_latest_per_10k"],
            checks=given.doubts,
        ),
    ]
    return Shown(body, {"elsewhere": released})


def _elsewhere(given: Given) -> Released:
    own = care_values(given, "cla_rate")
    return given.release(rates.against_elsewhere(own, given["indicator_benchmarks"], given.place), "children_looked_after_elsewhere")


def _rate_chart(released: Released) -> list[Html]:
    """The two rates where two dates have both."""
    drawn = released.where(released.table["cla_rate_restated_per_10k"].notna())
    if len(drawn.table) < 2 or drawn.table["cla_rate_printed_per_10k"].isna().any():
        return []
    title = findings.rate_title(drawn)
    return [
        labelled_series(
            "rate",
            drawn,
            period="snapshot_date",
            values={"cla_rate_restated_per_10k": "On today's population", "cla_rate_printed_per_10k": "As printed"},
            labels=findings.date_labels(list(drawn.table["snapshot_date"])),
            amount=lambda rate: number(rate, 1),
            start=findings.scale_start(drawn),
            breaks={"cla_rate_printed_per_10k": "rate_population_basis"},
            title=title,
            alt=f"Line chart of children in care per 10,000 children. {title}.",
            description=findings.rate_description(drawn),
        )
    ]


def _restated(given: Given) -> Released:
    """Counts of children in care that this report gives otherwise than an earlier one."""
    history = given.history("indicator_values")
    changed = restated(history[history["indicator"].eq("cla") & history["period_end_date"].notna()], KEY, "value")
    now = changed[changed["quarter"] == str(given.quarter)]
    counts = {"children_looked_after": now["value"].astype("Int64"), "children_looked_after_before": now["value_before"].astype("Int64")}
    return given.release(
        pd.DataFrame({"snapshot_date": now["period_end_date"], "quarter": now["quarter_before"], **counts}),
        "children_looked_after_restated",
    )
