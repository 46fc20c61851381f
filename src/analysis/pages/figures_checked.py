"""The page of figures checked: every printed figure that can be worked out from others, recomputed."""

import pandas as pd

from analysis.assurance.reconciliation.evaluate import WORDING
from analysis.assurance.reconciliation.summary import SHOWN, by_document, causes, of_quarter
from analysis.catalogue.documents import documents
from analysis.disclosure.release import Released
from analysis.pages.given import Given
from analysis.pages.national.against_report import national_against_report
from analysis.pages.not_yet_checked import not_yet_checked
from analysis.pages.sections import NothingToShow, Outline, Shown, section
from analysis.present.charts.ranked import ranked_bars
from analysis.present.checks import check_list, folded_check_list
from analysis.present.findings import figures_checked as findings
from analysis.present.html import bullets, paragraphs
from analysis.present.tables import folded_table, in_a_file, table

METHOD = (
    "A printed figure stands for every value that rounds to it: 39.1 for anything from 39.05 to 39.15. Whole counts are exact. A figure printed with a "
    "word such as about is taken to its last digit that is not nought; a third, a half or a quarter stands for anything nearer to it than to the next.",
    "Agrees: the arithmetic on the printed figures gives the printed result, at its precision. Rounding: it does not, but some values that round to the "
    "printed parts give one that rounds to the printed result. Does not agree: no such values do. Cannot be checked: something is not printed; it is named.",
    "A likely reading is given only where one arithmetic gives the printed figure and no other that was tried does.",
    "Each check is a declaration that anyone can read: a formula over cells of the published tables. Those over a table apply to every row of it, in every "
    "quarter. No verdict is typed.",
)
LIMITS = (
    "That a figure agrees does not make it true. It says only that the documents are at one with themselves.",
    "That a figure does not agree does not say which of the printed figures is wrong, or why. A likely reading is a guess that fits.",
    "Only figures that derive from other printed figures can be checked. A count that stands alone cannot.",
)


@section("Figures that do not agree", needs=("checks",))
def do_not_agree(given: Given) -> Shown:
    """Every figure that does not agree, cause by cause, with what is printed and what the other figures give."""
    checks = _released(given, _figures(given), "figures_checked")
    wrong = findings.by_verdict(checks, findings.DOES_NOT_AGREE).named("figures_that_do_not_agree")
    why = findings.causes_in_words(given.release(causes(_own(given)), "causes"))
    columns = ["first_claim", "document", "figures_disagreeing"]
    body = [
        paragraphs(
            "Councillors vote on printed figures. This page works each derived figure out again from the other figures that the same documents print: "
            "totals, differences, percentages, rates, changes, and statements such as “a majority”.",
            findings.with_a_reading(checks),
            findings.held_back(wrong),
        ),
        *([table(why, "What does not agree, cause by cause", columns), check_list(wrong)] if len(why.table) else []),
    ]
    return Shown(
        body,
        {"wrong": wrong, "causes": why},
        headline=findings.headline(checks, why),
        tiles=findings.tiles(checks, why),
        changes=_changes(given),
        limits=[*LIMITS, *findings.not_yet_written(not_yet_checked(given.authority, str(given.quarter)))],
        method=[*METHOD, findings.held_back(checks)],
    )


@section("By document", needs=("checks",))
def documents_checked(given: Given) -> Shown:
    """How many figures of each document agree, differ by rounding, do not agree, or cannot be checked."""
    counts = given.release(by_document(_figures(given)), "figures_checked_by_document")
    columns = ["document", "figures_agreeing", "figures_rounded", "figures_disagreeing", "figures_unchecked", "figures_in_all"]
    body = [
        ranked_bars(
            "by-document",
            counts,
            category="document",
            value="figures_disagreeing",
            label=findings.documents_label,
            title=findings.documents_title(counts),
            alt=f"Bar chart of figures that do not agree by document. {findings.documents_title(counts)}.",
            description=findings.documents_description(counts),
        ),
        table(counts, "Figures and statements checked, by document and verdict", columns),
        folded_table(
            _documents(given),
            "Documents whose figures are checked; each check names the place in its document",
            ["document", "published_date"],
        ),
    ]
    return Shown(body, {"counts": counts})


@section("Suppressed counts and printed totals", needs=("checks",))
def suppressed_parts(given: Given) -> Shown:
    """What printed totals do to counts that the documents suppress."""
    checks = _released(given, _figures(given), "figures_checked")
    if not (checks.table["check_kind"] == "partition").any():
        raise NothingToShow("No document prints a total of counts some of which it suppresses.")
    return Shown([bullets(*findings.suppressed_parts(checks))], {"checks": checks})


@section("Wordings that read against each other", needs=("checks",))
def wordings(given: Given) -> Shown:
    """Passages that do not say the same; they are not arithmetic, and are not counted above."""
    own = _own(given)
    against = _released(given, own.loc[own["check_kind"] == WORDING, SHOWN], "wordings_that_differ")
    if against.table.empty:
        raise NothingToShow("No two wordings of the documents are declared to read against each other.")
    words = (
        "These are not arithmetic. A reader of the documents found two passages that do not say the same. They are listed so that they can be put to the "
        "council, and are not counted above."
    )
    return Shown([paragraphs(words), folded_check_list(against, "Wordings that read against each other")], {"wordings": against})


@section("The rest of the figures", needs=("checks",))
def the_rest(given: Given) -> Shown:
    """Figures that differ by rounding and that cannot be checked, as folded lists; those that agree, as a file."""
    checks = _released(given, _figures(given), "figures_checked")
    rounding = findings.by_verdict(checks, findings.ROUNDING).named("figures_that_differ_by_rounding")
    agree = findings.by_verdict(checks, findings.AGREES).named("figures_that_agree")
    unchecked = findings.by_verdict(checks, findings.CANNOT_BE_CHECKED).named("figures_that_cannot_be_checked")
    body = [
        folded_table(
            rounding,
            "Figures that differ by no more than rounding of the printed parts explains",
            ["claim", "document", "printed_figure", "recomputed_figure", "figure_difference", "working"],
        ),
        folded_table(
            unchecked,
            "Figures and statements that lack what they would be checked against",
            ["claim", "printed_figure", "missing_figure", "place"],
        ),
        in_a_file(agree, findings.agreeing_in_a_file(agree)),
    ]
    kept = [part for part, rows in zip(body, (rounding, unchecked, agree), strict=True) if len(rows.table)]
    return Shown(kept, {"rounding": rounding, "agree": agree, "unchecked": unchecked})


PAGE = Outline(
    "figures_checked",
    "Figures checked",
    "every printed figure that can be worked out from others, recomputed",
    (do_not_agree, documents_checked, suppressed_parts, wordings, the_rest, national_against_report),
    changes_title="What changed since last quarter",
)


def _own(given: Given) -> pd.DataFrame:
    """The checks of the quarter, and of documents without one, as worked out; the council's own first."""
    return of_quarter(given.checks, given.authority, str(given.quarter), columns=None)


def _figures(given: Given) -> pd.DataFrame:
    own = _own(given)
    figures = own.loc[own["check_kind"] != WORDING, SHOWN]
    if figures.empty:
        raise NothingToShow("No check of a figure is declared for what the documents of this quarter print.", "Declare checks in checks/.")
    return figures


def _released(given: Given, checks: pd.DataFrame, name: str) -> Released:
    return given.release(checks.reset_index(drop=True), name)


def _changes(given: Given) -> list[str]:
    """What agrees now and did not, and the other way round, of what the reports of this quarter and of the last one print."""
    if given.before is None:
        return []
    now, before = (_of_reports(one, f"figures_checked_{name}") for one, name in ((given, "now"), (given.before, "before")))
    unwritten = not_yet_checked(given.authority, str(given.quarter))
    return findings.changes_since(now, before, given.before.quarter.label, unwritten)


def _of_reports(given: Given, name: str) -> Released:
    """The figures of the quarter's own reports, each check under a name that is the same in every quarter."""
    quarter = str(given.quarter)
    checks = given.checks[
        lambda rows: (rows["authority"] == given.authority) & (rows["quarter"] == quarter) & (rows["check_kind"] != WORDING)
    ]
    names = checks["check"].str.replace(f"-{given.authority}-{quarter.lower()}", "", regex=False)
    periods = {
        f"q{given.quarter.number}-{given.quarter.year}": "quarter",
        **{month: f"month-{at}" for at, month in enumerate(given.months)},
    }
    for period, name_of in periods.items():
        names = names.str.replace(period, name_of, regex=False)
    return _released(given, checks[SHOWN].assign(check=names), name)


def _documents(given: Given) -> Released:
    """The documents that figures are checked of, with their dates."""
    known, rows = documents(), []
    for key in dict.fromkeys(_own(given)["source"]):
        if key in known:
            rows.append({"document": known[key]["title"], "published_date": known[key]["published_date"] or None})
    return given.release(pd.DataFrame(rows, columns=["document", "published_date"]), "sources_checked")
