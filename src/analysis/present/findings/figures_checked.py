"""Sentences of the page of figures checked."""

import pandas as pd

from analysis.assurance.reconciliation.verdicts import AGREES, CANNOT_BE_CHECKED, DOES_NOT_AGREE, ROUNDING
from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.present.page import Tile
from analysis.present.wording import MINUS, agreeing, counted, listing, number, per_cent, sentence_case

MOST_NAMED = 6
"""Figures that a sentence on changes names at most; the page lists them all."""


def headline(checks: Released, causes: Released) -> str:
    """How many printed figures could be recomputed, and how many of them do not agree."""
    counts = _counts(checks)
    recomputed = counts[AGREES] + counts[ROUNDING] + counts[DOES_NOT_AGREE]
    if not recomputed:
        return "No printed figure could be recomputed from the others."
    wrong = counts[DOES_NOT_AGREE]
    if not wrong:
        return f"All {number(recomputed)} printed figures and statements that could be recomputed agree, or differ by rounding."
    return (
        f"{number(recomputed)} printed figures and statements were worked out again from the other printed figures. "
        f"{number(wrong)} of them ({per_cent(100 * wrong / recomputed, 0)}) {'does' if wrong == 1 else 'do'} not agree, by more than rounding, "
        f"for {counted(len(causes.table), 'cause')}."
    )


def tiles(checks: Released, causes: Released) -> list[Tile]:
    """Key figures of the page."""
    counts = _counts(checks)
    return [
        Tile(
            "Do not agree",
            number(counts[DOES_NOT_AGREE]),
            f"by more than rounding; {counted(len(causes.table), 'cause')}",
            field("figures_disagreeing").definition,
        ),
        Tile("Agree", number(counts[AGREES]), "at the printed precision", field("figures_agreeing").definition),
        Tile(
            "Differ by rounding",
            number(counts[ROUNDING]),
            "some figures that round to the printed parts fit",
            field("figures_rounded").definition,
        ),
        Tile("Cannot be checked", number(counts[CANNOT_BE_CHECKED]), "something is not printed", field("figures_unchecked").definition),
    ]


def causes_in_words(causes: Released) -> Released:
    """The causes, each named by its first figure and the number of others that it has."""
    rows = causes.table
    more = [f"; and {counted(count - 1, 'more figure')}" if count > 1 else "" for count in rows["figures_disagreeing"]]
    return causes.with_words(first_claim=rows["first_claim"] + more)


def with_a_reading(checks: Released) -> str:
    """For how many figures that do not agree one arithmetic fits."""
    wrong = checks.table["verdict"] == DOES_NOT_AGREE
    explained = int((wrong & (checks.table["likely_reading"].fillna("") != "")).sum())
    if not wrong.any():
        return ""
    return (
        f"For {number(explained)} of the {number(int(wrong.sum()))} simple arithmetic gives the printed figure, and stands as the likely reading. "
        "That is not proof: only the council can say what was meant."
    )


def documents_title(documents: Released) -> str:
    """Finding of the chart of figures that do not agree by document."""
    rows = documents.table[documents.table["figures_disagreeing"] > 0]
    if rows.empty:
        return "No document prints a figure that does not agree"
    first = rows.iloc[0]
    return f"{number(first['figures_disagreeing'])} of the {number(rows['figures_disagreeing'].sum())} figures that do not agree are in one document: {first['document']}"


def documents_label(row: pd.Series) -> str:
    """How many of a document's figures that could be recomputed do not agree."""
    return f"{number(row['figures_disagreeing'])} of {number(row['figures_in_all'] - row['figures_unchecked'])}"


def documents_description(documents: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row['document']}: {documents_label(row)}" for _, row in documents.table.iterrows()]
    return (
        "One bar for each document, as long as the number of its figures that do not agree, of those that could be recomputed. "
        + "; ".join(parts)
        + "."
    )


def held_back(checks: Released) -> str:
    """How many checks have their figures held back."""
    hidden = int(checks.suppressed["working"].sum()) if len(checks.table) else 0
    if not hidden:
        return ""
    return f"The figures of {counted(hidden, 'check')} are not shown, because they hold a small number of children or would give one away. {agreeing(hidden, 'Its verdict is', 'Their verdicts are')}."


def suppressed_parts(checks: Released) -> list[str]:
    """What printed totals do to counts that the documents suppress; never what those counts are."""
    rows = checks.table[checks.table["check_kind"] == "partition"]
    if rows.empty:
        return ["No document prints a total of counts some of which it suppresses."]
    impossible = rows[(rows["verdict"] == DOES_NOT_AGREE)]
    narrowed = rows[rows["verdict"] == CANNOT_BE_CHECKED]
    sentences = [f"{counted(len(rows), 'printed total').capitalize()} can be held against counts that are partly suppressed."]
    sentences += [
        f"{row.claim}: {'the parts that are printed come to more than the total' if row.figure_difference.startswith(MINUS) else 'the suppressed parts cannot make up the total'}."
        for row in impossible.itertuples()
        if isinstance(row.figure_difference, str)
    ]
    if not narrowed.empty:
        sentences.append(
            f"In {counted(len(narrowed), 'other')} the total leaves room for the suppressed counts. What it says of them is not shown here: "
            "a printed total can give a suppressed count away, and the council may want to suppress a second count beside it."
        )
    return sentences


def not_yet_written(topics: list[str]) -> list[str]:
    """On which topics of the quarter's report no check of its sentences is written yet; tables are checked all the same."""
    if not topics:
        return []
    return [
        f"No check is written yet of what this quarter's report says in sentences on {listing(topics)}. Its tables are checked as every quarter's are."
    ]


def changes_since(now: Released, before: Released, label: str, not_written: list[str]) -> list[str]:
    """How many figures of the reports of two quarters do not agree, and which of them came and went, by name.

    Parameters
    ----------
    now, before
        Checks of the reports of each quarter, under names that are the same in both.
    label
        The earlier quarter as a reader sees it.
    not_written
        Topics on which the later report's sentences are not checked yet.
    """
    wrong_now, wrong_before = (one.table[one.table["verdict"] == DOES_NOT_AGREE] for one in (now, before))
    quarter = label[:1].lower() + label[1:]
    sentences = [
        f"Of the reports of {quarter}, {counted(len(wrong_before), 'figure')} did not agree; of this quarter's, {counted(len(wrong_now), 'figure')} "
        f"{agreeing(len(wrong_now), 'does', 'do')} not. Documents without a quarter are in neither count."
    ]
    came = wrong_now[~wrong_now["check"].isin(wrong_before["check"])]
    checked = now.table[now.table["verdict"].isin([AGREES, ROUNDING])]
    settled = wrong_before[wrong_before["check"].isin(checked["check"])]
    for words, rows in (("At odds now and not then", came), ("Agree now", settled)):
        if not rows.empty:
            named = list(rows["claim"])[:MOST_NAMED]
            more = f"; and {counted(len(rows) - MOST_NAMED, 'other')}" if len(rows) > MOST_NAMED else ""
            sentences.append(f"{words}: {'; '.join(named)}{more}.")
    unseen = wrong_before[~wrong_before["check"].isin(now.table["check"])]
    if not unseen.empty:
        why = " What this quarter's reports say in sentences is not checked yet." if not_written else ""
        sentences.append(
            f"Of those {number(len(wrong_before))}, {number(len(unseen))} {agreeing(len(unseen), 'has', 'have')} no counterpart among this quarter's checks.{why}"
        )
    return sentences


def agreeing_in_a_file(agree: Released) -> str:
    """That the figures that agree are listed in a file."""
    count = len(agree.table)
    return f"{sentence_case(counted(count, 'figure or statement agrees', 'figures and statements agree'))} at the printed precision; the file lists {agreeing(count, 'it', 'them all')} with working and place."


def as_text(checks: Released, documents: Released) -> str:
    """Counts by document, and what does not agree, as plain text for a terminal."""
    width = documents.table["document"].str.len().max()
    lines = [f"{'':{width}}  agree  rounding  do not  cannot be checked"]
    lines += [
        f"{row.document:{width}}  {row.figures_agreeing:5}  {row.figures_rounded:8}  {row.figures_disagreeing:6}  {row.figures_unchecked:17}"
        for row in documents.table.itertuples()
    ]
    for row in checks.table[checks.table["verdict"] == DOES_NOT_AGREE].itertuples():
        shown = [text for text in (row.printed_figure, row.recomputed_figure) if isinstance(text, str) and text]
        figures = (
            "figures not shown: small counts"
            if pd.isna(row.working)
            else f"printed {listing(shown)}"
            if len(shown) < 2
            else f"printed {shown[0]}, recomputed {shown[1]}"
        )
        reading = f" Likely: {row.likely_reading}." if isinstance(row.likely_reading, str) and row.likely_reading else ""
        lines.append(f"- {row.claim} ({row.place}): {figures}.{reading}")
    return "\n".join(lines)


def by_verdict(checks: Released, verdict: str) -> Released:
    """The checks with one verdict; what was suppressed stays so."""
    return checks.where(checks.table["verdict"] == verdict)


def _counts(checks: Released) -> pd.Series:
    return checks.table["verdict"].value_counts().reindex([AGREES, ROUNDING, DOES_NOT_AGREE, CANNOT_BE_CHECKED], fill_value=0)
