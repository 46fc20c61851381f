"""Sentences on monthly measures of children in care: stability, reviews, admissions and health against target."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.page import Tile
from analysis.present.wording import (
    COUNT_WORDS,
    agreeing,
    counted,
    in_sentence,
    listing,
    measure_in_sentence,
    number,
    per_cent,
    sentence_case,
    with_unit,
)


def short_name(description: str) -> str:
    """A measure's name without what stands in brackets."""
    return description.split(" (")[0]


def furthest_off(measures: Released) -> pd.Series | None:
    """The measure in per cent, higher being better, that is furthest below its target."""
    rows = measures.table.dropna(subset=["measure_value", "target"])
    rows = rows[(rows["measure_unit"] == "per cent") & (rows["polarity"] == "higher")]
    gaps = (rows["target"] - rows["measure_value"])[lambda gap: gap > 0]
    return None if gaps.empty else rows.loc[gaps.idxmax()]


def furthest_off_tile(measures: Released) -> list[Tile]:
    """Key figure of the measure that is furthest below its target; none where all are on it."""
    worst = furthest_off(measures)
    if worst is None:
        return []
    return [
        Tile(
            short_name(worst["description"]),
            per_cent(worst["measure_value"]),
            f"Target {per_cent(worst['target'], 0)}",
            worst["definition"],
        )
    ]


def targets_met(measures: Released) -> str:
    """How many of all measures are green, amber, red and without a rating."""
    rating = measures.table["rag_rating"].fillna("without a rating")
    counts = [(int((rating == word).sum()), word) for word in ("green", "amber", "red", "without a rating")]
    told = [f"{number(count)} {agreeing(count, 'is', 'are')} {word}" for count, word in counts if count]
    if len(told) == 1 and len(rating) > 1:
        return f"All {counted(len(rating), 'measure')} are {rating.iloc[0]}."
    return f"Of {counted(len(rating), 'measure')}, {listing(told)}."


def stability(measures: Released) -> str:
    """Stability of placements against target."""
    rows = measures.table.dropna(subset=["rag_rating", "measure_value", "target"])
    rows = rows[rows["indicator"].str.contains("stability", na=False)]
    parts = [
        f"{measure_in_sentence(row.description)} {with_unit(row.measure_value, row.measure_unit)} "
        f"(target {per_cent(row.target, 0)} or {'less' if row.polarity == 'lower' else 'more'}: {'met' if row.rag_rating == 'green' else 'not met'})"
        for row in rows.itertuples()
    ]
    return f"{sentence_case(listing(parts))}." if parts else ""


def health_title(health: Released) -> str:
    """Finding of the chart of health checks."""
    rows = health.table.dropna(subset=["rag_rating"])
    met = rows[rows["rag_rating"] == "green"]
    if len(rows) and len(met) == len(rows):
        return "Every health measure with a target is on it"
    worst = furthest_off(health)
    if worst is None:
        return "Health measures against target"
    start = "No health measure is on target" if met.empty else f"{number(len(met))} of {counted(len(rows), 'health measure')} on target"
    gap = worst["target"] - worst["measure_value"]
    furthest = "furthest off of those shown" if health.suppressed["measure_value"].any() else "furthest off"
    return f"{start}; {furthest}: {in_sentence(short_name(worst['description']))}, by {number(gap, 1)} percentage points"


def health_description(health: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{short_name(row.description)}: {'no figure' if pd.isna(row.measure_value) else per_cent(row.measure_value)}"
        + ("" if pd.isna(row.target) else f" against {per_cent(row.target, 0)}")
        for row in health.table.itertuples()
    ]
    return f"Bars from zero, each with its target marked. {'; '.join(parts)}."


def hidden_measures(measures: Released) -> str:
    """Which measures are not shown, and why."""
    hidden = measures.table.loc[measures.suppressed["measure_value"], "description"]
    if hidden.empty:
        return ""
    names = listing([in_sentence(short_name(text)) for text in hidden])
    most = COUNT_WORDS[measures.policy.smallest_count - 1]
    return f"Not shown: {names}. The months rest on so few children that the percentages could tell of one to {most}."


def target_note(health: Released) -> str:
    """What the mark on the bars is."""
    targets = health.table["target"].dropna().unique()
    return (
        f"The orange mark is the target, {per_cent(targets[0], 0)}."
        if len(targets) == 1
        else "The orange mark is the target."
        if len(targets)
        else ""
    )


def rate_on_month(rate: Released, months: dict[str, str]) -> str:
    """The monthly rate against the month before."""
    rows = rate.table.dropna(subset=["measure_value"]).sort_values("month")
    if len(rows) < 2:
        return ""
    before, last = rows.iloc[-2], rows.iloc[-1]
    return (
        f"Children in care per 10,000 children: {number(last['measure_value'], 1)} at the end of {months[last['month']]}, "
        f"{number(before['measure_value'], 1)} at the end of {months[before['month']]}."
    )


def change_in_measures(measures: Released, what: str) -> list[str]:
    """Measures that improved, declined or stayed the same on the month before, and those that cannot be told and why.

    Parameters
    ----------
    measures
        One row per measure with ``direction_of_travel``.
    what
        What the measures are of, such as ``Health``.
    """
    rows = measures.table
    sentences = []
    for direction in ("improved", "declined", "unchanged"):
        parts = [
            f"{measure_in_sentence(row.description)} ({_moved(row)})" for row in rows[rows["direction_of_travel"] == direction].itertuples()
        ]
        if parts:
            sentences.append(f"{what}, {direction} on the month before: {listing(parts)}.")
    hidden = measures.suppressed["direction_of_travel"]
    for unknown, why in (
        (hidden, "not told, because a count is too small to show"),
        (rows["direction_of_travel"].isna() & ~hidden, "not known, because a month has no figure or neither way is better"),
    ):
        names = [measure_in_sentence(name) for name in rows.loc[unknown, "description"]]
        sentences += [f"{what}, {why}: {listing(names)}."] if names else []
    return sentences


def _moved(row) -> str:
    """Both figures of a measure; one where it did not move."""
    now = with_unit(row.measure_value, row.measure_unit)
    return now if row.direction_of_travel == "unchanged" else f"{with_unit(row.previous_value, row.measure_unit)} to {now}"


def quarter_months(months: dict[str, str]) -> dict[str, str]:
    """Headings of the values of a quarter's three months."""
    return dict(zip(("first_value", "previous_value", "measure_value"), months.values(), strict=True))


def share_label(pct: float) -> str:
    """A percentage as a label of a bar."""
    return "no figure" if pd.isna(pct) else per_cent(pct)


def too_few_months(months: int, wanted: int) -> str:
    """That so many months of figures are too few to tell a trend from chance; empty where they are enough."""
    return (
        f"{counted(months, 'month').capitalize()} of figures {agreeing(months, 'is', 'are')} too few to tell a trend from chance."
        if months < wanted
        else ""
    )
