"""Sentences that pages share on measures against target: how they are rated, and which moved since last quarter, by name."""

from analysis.disclosure.release import Released
from analysis.performance.targets import AMBER_WITHIN
from analysis.present.wording import counted, listing, measure_in_sentence, per_cent
from analysis.quarters import GONE, NEW, side_by_side

METHOD = [
    f"Green: on target or better. Amber: within {per_cent(100 * AMBER_WITHIN, 0)} of the target, relative to it. Red: further off. With a target of 0, any miss is red.",
    "Improved, declined or unchanged compares the last month with the one before it, by which way is better.",
]


def since_last_quarter(now: Released, before: Released, label: str) -> list[str]:
    """Which measures changed rating since last quarter, by name; whose target changed; which are new and which are gone.

    Parameters
    ----------
    now, before
        One row per measure: ``indicator``, ``description``, ``rag_rating``, ``target``.
    label
        Last quarter as a reader sees it.
    """
    columns = ["indicator", "description", "rag_rating", "target"]
    both = side_by_side(now.table[columns].drop_duplicates("indicator"), before.table[columns].drop_duplicates("indicator"), ["indicator"])
    rated = both.dropna(subset=["rag_rating", "rag_rating_before"])
    changed = rated[rated["rag_rating"] != rated["rag_rating_before"]]
    moved = [f"{measure_in_sentence(row.description)} ({row.rag_rating_before} to {row.rag_rating})" for row in changed.itertuples()]
    sentences = [
        f"Since {_quarter(label)}, {counted(len(moved), 'measure')} changed rating: {listing(moved)}."
        if moved
        else f"No measure changed rating since {_quarter(label)}."
        if len(rated)
        else ""
    ]
    targets = both[both["target"].notna() & both["target_before"].notna() & (both["target"] != both["target_before"])]
    if not targets.empty:
        named = [f"{measure_in_sentence(row.description)} ({row.target_before:g} to {row.target:g})" for row in targets.itertuples()]
        sentences.append(f"The target changed: {listing(named)}. Ratings before and after are not of one target.")
    for presence, column, words in ((NEW, "description", "New in this report"), (GONE, "description_before", "No longer in the report")):
        rows = both[both["presence"] == presence]
        if not rows.empty:
            sentences.append(f"{words}: {listing([measure_in_sentence(name) for name in rows[column]])}.")
    return [text for text in sentences if text]


def _quarter(label: str) -> str:
    return label[:1].lower() + label[1:]
