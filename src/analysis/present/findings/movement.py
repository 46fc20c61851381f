"""Sentences on how measures moved against the month before: which improved and declined most, and how many moved which way."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.present.findings.performance_scorecard import BETTER_FIRST, once
from analysis.present.page import Tile
from analysis.present.wording import counted, in_sentence, listing, measure_in_sentence, number, sentence_case, with_unit

LARGEST = 5


def largest_fall(card: Released) -> str:
    """The measure that declined most on the month before, and how many the ranking could not look at."""
    shown = once(card)
    rows = shown.table.dropna(subset=["better_by_pct"]).sort_values("better_by_pct", kind="stable")
    if rows.empty or rows["better_by_pct"].iloc[0] >= 0:
        return ""
    hidden = _directions_hidden(shown)
    left_out = f" {sentence_case(counted(hidden, 'measure'))} could not be looked at, because few children are counted." if hidden else ""
    worst = rows.iloc[0]
    return f"The largest decline on the month before was in {measure_in_sentence(worst['description'])}, from {_from_to(worst)}.{left_out}"


def moved_tile(card: Released) -> Tile:
    """Key figure of how measures moved on the month before."""
    kinds = _ways_moved(once(card))
    judged = sum(kinds.values())
    rest = [f"{number(count)} {words}" for words, count in list(kinds.items())[1:] if count]
    return Tile(
        "Improved on the month before",
        f"{number(kinds['improved'])} of {number(judged)}",
        "; ".join(rest),
        field("direction_of_travel").definition,
    )


def directions(card: Released) -> str:
    """How many measures moved which way on the month before; every measure is counted once."""
    shown = once(card)
    words = {
        "improved": "improved on the month before",
        "declined": "declined",
        "unchanged": "did not change",
        "not shown": "cannot be shown, because few children are counted",
        "without a figure to compare": "lack a figure to compare",
    }
    kinds = _ways_moved(shown)
    judged = [f"{number(count)} {words[way]}" for way, count in kinds.items() if count]
    told = [f"Of {counted(sum(kinds.values()), 'measure')} where one way is better, {listing(judged)}."] if judged else []
    neither = shown.where(shown.table["polarity"].eq("neither"))
    if not neither.table.empty:
        ways, hidden = neither.table["direction_words"], neither.suppressed["direction_words"]
        counts = ways.value_counts()
        rest = [(counts.get("rose", 0), "rose"), (counts.get("fell", 0), "fell"), (counts.get("unchanged", 0), "did not change")]
        rest += [(hidden.sum(), "cannot be shown"), ((ways.isna() & ~hidden).sum(), "cannot be compared")]
        told.append(f"Of {counted(len(ways), 'measure')} where neither way is, {listing([f'{number(n)} {way}' for n, way in rest if n])}.")
    return " ".join(told)


def change_of_ratings(card: Released) -> list[str]:
    """Which measures moved to a better or a worse rating since the month before."""
    rows = once(card).table.dropna(subset=["rag_rating", "previous_rating"])
    rank = {rating: place for place, rating in enumerate(BETTER_FIRST)}
    moved = rows["previous_rating"].map(rank) - rows["rag_rating"].map(rank)
    sentences = []
    for word, chosen in (("better", rows[moved > 0]), ("worse", rows[moved < 0])):
        names = [
            f"{in_sentence(row['description'])} ({row['previous_rating']} to {row['rag_rating']}: {_from_to(row)})"
            for _, row in chosen.iterrows()
        ]
        sentences.append(
            f"Against the month before, moved to a {word} rating: {listing(names)}."
            if names
            else f"No measure moved to a {word} rating against the month before."
        )
    return sentences


def largest_changes(card: Released) -> Released:
    """The measures that improved most and declined most on the month before, best first."""
    rows = once(card).table.dropna(subset=["better_by_pct"]).sort_values("better_by_pct", ascending=False, kind="stable")
    improved = rows[rows["better_by_pct"] > 0].head(LARGEST)
    declined = rows[rows["better_by_pct"] < 0].tail(LARGEST)
    return card.in_order(improved.index.append(declined.index)).named("measures_that_moved_most")


def change_label(row: pd.Series) -> str:
    """Words beside a bar of that chart."""
    return f"{_from_to(row)} ({number(row['relative_change_pct'], 1, signed=True)}%)"


def moved_title(moved: Released) -> str:
    """Finding of that chart."""
    rows = moved.table
    if rows.empty:
        return "No measure with a better way moved on the month before"
    parts = []
    if rows["better_by_pct"].iloc[0] > 0:
        parts.append(f"improved most in {measure_in_sentence(rows['description'].iloc[0])}")
    if rows["better_by_pct"].iloc[-1] < 0:
        parts.append(f"declined most in {measure_in_sentence(rows['description'].iloc[-1])}")
    return f"Of the measures shown, performance {listing(parts)} against the month before"


def moved_description(moved: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row['description']}: {change_label(row)}, {row['direction_of_travel']}" for _, row in moved.table.iterrows()]
    return "Bars to the right are changes for the better, bars to the left for the worse. " + "; ".join(parts) + "."


def basis_of_ranking(card: Released) -> str:
    """What the ranking is by, what it leaves out, and what it does not show."""
    rows, hidden = once(card).table, once(card).suppressed["better_by_pct"]
    judged = rows["polarity"] != "neither"
    parts = []
    if (hidden & judged).any():
        parts.append(f"{counted((hidden & judged).sum(), 'measure')} that would give small numbers of children away")
    unknown = (judged & ~hidden & rows["better_by_pct"].isna()).sum()
    if unknown:
        parts.append(f"{counted(unknown, 'measure')} without a figure, or with 0, in the month before")
    left_out = f" Left out: {listing(parts)}." if parts else ""
    return (
        "Measures are ranked by their change on the month before, as a percentage of that month's value, where one way is better. "
        f"The ranking is not a test: a change this large can be chance, above all where few children are counted.{left_out}"
    )


def priority_title(card: Released) -> str:
    """Finding of one priority's chart."""
    rated = card.table.dropna(subset=["rag_rating"])
    met = (
        f"{number(rated['rag_rating'].eq('green').sum())} of {number(len(rated))} rated on target" if len(rated) else "No measure is rated"
    )
    kinds = [f"{number(count)} {words}" for words, count in _ways_moved(card).items() if count]
    return f"{met}; of those where one way is better, {listing(kinds)} on the month before" if kinds else met


def _ways_moved(card: Released) -> dict[str, int]:
    """How many measures with a better way moved which way, could not be shown, or cannot be compared; together all of them."""
    judged = card.where(card.table["polarity"].ne("neither"))
    ways, hidden = judged.table["direction_of_travel"], judged.suppressed["direction_of_travel"]
    counts = ways.value_counts()
    return {
        "improved": int(counts.get("improved", 0)),
        "declined": int(counts.get("declined", 0)),
        "unchanged": int(counts.get("unchanged", 0)),
        "not shown": int(hidden.sum()),
        "without a figure to compare": int((ways.isna() & ~hidden).sum()),
    }


def _directions_hidden(card: Released) -> int:
    """How many measures with a better way have a direction that may not be shown."""
    return int((card.suppressed["direction_of_travel"] & card.table["polarity"].ne("neither")).sum())


def _from_to(row: pd.Series) -> str:
    return f"{with_unit(row['previous_value'], row['measure_unit'])} to {with_unit(row['measure_value'], row['measure_unit'])}"
