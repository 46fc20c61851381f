"""Sentences on the factors that assessments name."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.findings.national import amount
from analysis.present.wording import agreeing, counted, in_sentence, listing, number

MOST = 3
LIMITS = [
    "An assessment may name several factors, and a child may be assessed more than once in a year: shares add up to more than 100%, and none is a share of children.",
    "A factor is what a social worker recorded. Councils differ in how many they record, so that a high share can be thorough recording.",
]
METHOD = ["Shares are of the assessments of the year at which at least one factor was named."]


def with_year_before(compared: Released) -> Released:
    """A table of factors with the figure of the year before in words."""
    before = compared.table["value_year_before"]
    return compared.with_words(value_year_before_words=["no figure" if pd.isna(value) else number(value, 1) for value in before])


def most_named(compared: Released, place: str) -> str:
    """The factors named most often, each with the neighbours' median."""
    rows = compared.table
    parts = [
        f"{in_sentence(row['national_figure'])} ({amount(row['national_value'], '%', 1)}"
        + (f", neighbours {number(row['neighbours_median'], 1)})" if pd.notna(row["neighbours_median"]) else ")")
        for row in rows.head(MOST).to_dict("records")
    ]
    first = rows.iloc[0]
    return f"Of {number(first['rests_on'])} assessments in {place} with a factor, in the {in_sentence(first['national_period'])}, most named {listing(parts)}."


def what_moved(moved: Released, place: str) -> str:
    """The largest moves since the year before that chance alone does not explain."""
    rows = moved.table
    if rows.empty:
        return f"No share in {place} moved since the year before by more than chance alone can."
    parts = [
        f"{in_sentence(row['national_figure'])} ({number(row['value_year_before'], 1)}% to {number(row['national_value'], 1)}%)"
        for row in rows.head(MOST).to_dict("records")
    ]
    in_all = f" In all, {counted(len(rows), 'share')} did." if len(rows) > MOST else ""
    return f"Moved since the year before by more than chance alone can: {listing(parts)}.{in_all}"


def not_given(missing: list[tuple[str, str]]) -> list[str]:
    """How many factors are not given, by reason; of few, which."""
    by_reason: dict[str, list[str]] = {}
    for title, why in missing:
        by_reason.setdefault(why, []).append(in_sentence(title))
    return [
        f"Not given ({why}): {listing(titles) if len(titles) <= MOST else counted(len(titles), 'factor')}."
        for why, titles in by_reason.items()
    ]


def recorded_otherwise(began: list[tuple[str, int]], ended: list[tuple[str, int]]) -> list[str]:
    """Factors that are recorded only since a year, or no more."""
    sentences = []
    if began:
        names = listing([f"{in_sentence(title)} ({year})" for title, year in began])
        sentences.append(
            f"Recorded apart only since a later year of the release: {names}. Earlier years count them under other factors or not at all."
        )
    if ended:
        names = listing([f"{in_sentence(title)} ({year})" for title, year in ended])
        sentences.append(
            f"No longer recorded, with {agreeing(len(ended), 'its', 'their')} last year: {names}. What they held may stand under other factors since."
        )
    return sentences
