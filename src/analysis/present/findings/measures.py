"""Sentences that pages share on measures against target: how they are rated, and which moved since last quarter, by name."""

import pandas as pd

from analysis.catalogue.parameters import in_words
from analysis.disclosure.release import Released
from analysis.periods import Month
from analysis.present.wording import counted, in_sentence, listing, measure_in_sentence, with_unit
from analysis.quarters import BOTH, GONE, NEW, side_by_side

METHOD = [
    f"Green: on target or better. Amber: within {in_words('rag_amber_within')} of the target, relative to it. Red: further off. With a target of 0, any miss is red.",
    "Improved, declined or unchanged compares the last month with the one before it, by which way is better.",
]


RANK = {"green": 0, "amber": 1, "red": 2}


def since_last_quarter(now: Released, before: Released, label: str) -> list[str]:
    """Which measures changed rating since last quarter, by name; whose target changed; which are new, gone or renamed.

    Parameters
    ----------
    now, before
        One row per ``measure``, under the numbers of this quarter's report: ``description``, ``measure_unit``, ``rag_rating``, ``target``.
    label
        Last quarter as a reader sees it.
    """
    columns = ["measure", "description", "measure_unit", "rag_rating", "target"]
    both = side_by_side(now.table[columns].drop_duplicates("measure"), before.table[columns].drop_duplicates("measure"), ["measure"])
    here = both[both["presence"] == BOTH]
    sentences = _ratings(here, in_sentence(label))
    targets = here[here["target"].notna() & here["target_before"].notna() & (here["target"] != here["target_before"])]
    if not targets.empty:
        named = [
            f"{measure_in_sentence(row.description)} ({with_unit(row.target_before, row.measure_unit)} to {with_unit(row.target, row.measure_unit)})"
            for row in targets.itertuples()
        ]
        sentences.append(f"The target changed: {listing(named)}. Ratings before and after are not of one target.")
    renamed = here[here["description"] != here["description_before"]]
    if not renamed.empty:
        named = [
            f"{measure_in_sentence(row.description)} (before: {measure_in_sentence(row.description_before)})"
            for row in renamed.itertuples()
        ]
        sentences.append(f"Under another name: {listing(named)}.")
    for presence, column, words in ((NEW, "description", "New in this report"), (GONE, "description_before", "No longer in the report")):
        rows = both[both["presence"] == presence]
        if not rows.empty:
            sentences.append(f"{words}: {listing([measure_in_sentence(name) for name in rows[column]])}.")
    return sentences


def _ratings(here: pd.DataFrame, label: str) -> list[str]:
    """Which measures of both reports moved to a better or a worse rating, and which lost or gained one."""
    rated = here.dropna(subset=["rag_rating", "rag_rating_before"])
    moved = rated["rag_rating_before"].map(RANK) - rated["rag_rating"].map(RANK)
    sentences = []
    for word, rows in (("better", rated[moved > 0]), ("worse", rated[moved < 0])):
        named = [f"{measure_in_sentence(row.description)} ({row.rag_rating_before} to {row.rag_rating})" for row in rows.itertuples()]
        if named:
            sentences.append(f"Since {label}, {counted(len(named), 'measure')} moved to a {word} rating: {listing(named)}.")
    if len(rated) and not sentences:
        sentences.append(f"No measure changed rating since {label}.")
    for words, rows in (
        ("No longer rated", here[here["rag_rating"].isna() & here["rag_rating_before"].notna()]),
        ("Rated now, and not before", here[here["rag_rating"].notna() & here["rag_rating_before"].isna()]),
    ):
        if not rows.empty:
            sentences.append(f"{words}: {listing([measure_in_sentence(name) for name in rows['description']])}.")
    return sentences


def restated(changed: Released) -> list[str]:
    """Which months this report states otherwise than the one before, with both figures.

    Parameters
    ----------
    changed
        One row per measure and month: ``description``, ``measure_unit``, ``month``, ``measure_value_before``, ``measure_value``.
    """
    rows = changed.table.dropna(subset=["measure_value", "measure_value_before"])
    if changed.table.empty:
        return []
    named = [
        f"{measure_in_sentence(row.description)} for {Month.parse(row.month).label} ({with_unit(row.measure_value_before, row.measure_unit)} to "
        f"{with_unit(row.measure_value, row.measure_unit)})"
        for row in rows.itertuples()
    ]
    hidden = len(changed.table) - len(rows)
    named += [f"{counted(hidden, 'figure')} that cannot be shown"] if hidden else []
    return [f"Stated otherwise than in an earlier report: {listing(named)}."]
