"""Printed figures of the budget report, recomputed."""

from analysis.assurance.reconciliation.summary import of_topic
from analysis.pages.budget_variance import tables
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.findings import budget as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table

TOPIC = "budget"
"""What the report's text and the checks are on, as the datasets name it."""


@section("Figures in the report's text", needs=("stated_figures",))
def text_figures(given: Given) -> Shown:
    """Figures that the text of the budget report states beside its tables."""
    stated = given["stated_figures"]
    stated = given.using("stated_figures", stated[stated["topic"] == TOPIC])
    if stated.empty:
        raise NothingToShow("The figures of the budget report's text are not held.", "Fill in the topic budget in stated_figures.csv.")
    table = stated.rename(columns={"statement": "text_statement", "as_printed": "text_figure"})[["text_statement", "text_figure"]]
    released = given.release(table, "figures_in_the_budget_text")
    return Shown(
        [folded_table(released, f"Figures that the report's text states, {given.quarter.label}", list(table))], {"stated": released}
    )


@section("Printed figures recomputed", needs=tables.MONITORING)
def printed_figures(given: Given) -> Shown:
    """Printed totals, variances and movements, recomputed from the other printed figures."""
    checks = given.release(of_topic(given.checks, given.authority, str(given.quarter), TOPIC), "printed_figures_checked")
    if checks.table.empty:
        raise NothingToShow("No check of the budget report's printed figures is written for this quarter.", "Add it to the folder checks.")
    differ = checks.where(checks.table["verdict"].isin(["rounding", "does not agree"])).named("printed_figures_that_differ")
    body = [paragraphs(findings.printed_sums(checks))]
    if len(differ.table):
        columns = ["claim", "printed_figure", "recomputed_figure", "figure_difference", "verdict", "likely_reading"]
        body.append(folded_table(differ, "Printed figures that differ from the figures they are made of", columns))
    return Shown(
        body,
        {"checks": checks, "differ": differ},
        warnings=findings.sums_that_do_not_agree(checks),
        method=[
            "A difference is rounding if some figures that round to the printed ones agree. The page Figures checked holds every check."
        ],
    )
