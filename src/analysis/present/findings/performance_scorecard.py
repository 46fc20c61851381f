"""Sentences of the performance scorecard: the measures of the improvement plan."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.catalogue.parameters import in_words
from analysis.disclosure.release import Released
from analysis.periods import Month
from analysis.present.page import Tile
from analysis.present.wording import (
    agreeing,
    counted,
    in_sentence,
    listing,
    measure_in_sentence,
    number,
    sentence_case,
    with_unit,
)

WITHIN = in_words("rag_amber_within")
RATING_WORDS = {"green": "on target", "amber": f"within {WITHIN} of target", "red": f"more than {WITHIN} off target"}
RATING_PARTS = {
    "measures_green": "On target",
    "measures_amber": f"Within {WITHIN}",
    "measures_red": "Further off",
    "measures_not_rated": "Not rated",
}
"""Name in a key of each column of measures by rating, the best first."""

BETTER_FIRST = ("green", "amber", "red")
LARGEST = 5


def point_label(row: pd.Series) -> str:
    """A point of a small chart: its figure, without the longer units."""
    return with_unit(row["measure_value"], row["measure_unit"]).removesuffix(" days")


def in_words(card: Released) -> Released:
    """The card with the target of each measure as a reader sees it (``90.0%``, ``42.1 (England)``, ``none``), and its unit, short."""
    words = [
        "none"
        if row.target_kind == "monitor"
        else with_unit(row.target, row.measure_unit) + (f" ({row.target_label})" if row.target_label else "")
        for row in card.table.itertuples()
    ]
    return card.with_words(
        target_words=pd.Series(words, index=card.table.index, dtype="str"), unit_words=unit_words(card.table["measure_unit"])
    )


def once(card: Released) -> Released:
    """The card with a measure that stands under two priorities kept under the first only."""
    return card.where(~card.table["measure"].duplicated())


def of_priority(released: Released, priority: int, name: str) -> Released:
    """The rows of one priority, under a name of their own."""
    return released.where(released.table["priority"] == priority).named(f"{name}_{priority}")


def headline(card: Released) -> str:
    """How many of the rated measures meet their target, are near it, and are further off."""
    rated = once(card).table.dropna(subset=["rag_rating"])
    if rated.empty:
        return "No measure has a rating against a target."
    met, near, off = (int(rated["rag_rating"].eq(rating).sum()) for rating in BETTER_FIRST)
    parts = [
        f"{number(met)} of the {number(len(rated))} rated {agreeing(len(rated), 'measure', 'measures')} {agreeing(met, 'meets its', 'meet their')} target"
    ]
    parts += [f"{number(near)} {agreeing(near, 'is', 'are')} within {WITHIN} of it"] if near else []
    parts += [f"{number(off)} {agreeing(off, 'is', 'are')} further off"] if off else []
    return f"{listing(parts)}."


def rating_tiles(card: Released) -> list[Tile]:
    """Key figures of the ratings."""
    rated = once(card).table.dropna(subset=["rag_rating"])
    if rated.empty:
        return []
    met, _, off = (number(rated["rag_rating"].eq(rating).sum()) for rating in BETTER_FIRST)
    whole = number(len(rated))
    return [
        Tile("Measures on target", f"{met} of {whole}", "Rated measures", field("measures_green").definition),
        Tile(f"More than {WITHIN} off target", f"{off} of {whole}", "Or any miss of a target of 0", field("measures_red").definition),
    ]


def by_rating(card: Released) -> list[str]:
    """Which measures are furthest off their target, near it, and on it."""
    rows = once(card).table
    sentences = [furthest_off(card)]
    for rating in ("amber", "green"):
        names = [measure_in_sentence(description) for description in rows.loc[rows["rag_rating"].eq(rating), "description"]]
        sentences.append(f"{sentence_case(RATING_WORDS[rating])} ({number(len(names))}): {'; '.join(names)}." if names else "")
    return [sentence for sentence in sentences if sentence]


def furthest_off(card: Released) -> str:
    """How many measures are red, and which of them miss their target by most, as a share of it."""
    rows = once(card).table
    red = rows[rows["rag_rating"].eq("red")]
    if red.empty:
        return ""
    ranked = red[red["target"].ne(0)].dropna(subset=["measure_value"])
    miss = ((ranked["measure_value"] - ranked["target"]).abs() / ranked["target"]).sort_values(ascending=False, kind="stable")
    furthest = ranked.loc[miss.index].head(LARGEST)
    named = [
        f"{measure_in_sentence(row.description)} ({with_unit(row.measure_value, row.measure_unit)}, target {with_unit(row.target, row.measure_unit)})"
        for row in furthest.itertuples()
    ]
    start = f"{sentence_case(RATING_WORDS['red'])} ({number(len(red))})."
    rest = len(red) - len(ranked)
    left_out = (
        f" {sentence_case(counted(rest, 'measure'))} with a target of 0, or whose figure may not be shown, cannot be ranked so."
        if rest
        else ""
    )
    return f"{start} The furthest off, as a share of the target: {'; '.join(named)}.{left_out}" if named else f"{start}{left_out}"


def not_rated(card: Released) -> str:
    """How many measures have no rating, and why; which stand under two priorities."""
    rows = once(card).table
    others = rows.loc[rows["rag_rating"].isna(), "rating_or_reason"].value_counts()
    reasons = {
        "monitored": "only monitored",
        "benchmark": "set against a benchmark where neither way is better",
        "no figure": "without a figure",
    }
    rest = [f"{number(count)} {reasons.get(reason, reason)}" for reason, count in others.items()]
    unrated = (
        f"{number(others.sum())} of the {counted(len(rows), 'measure')} {'is' if others.sum() == 1 else 'are'} not rated: {listing(rest)}."
        if rest
        else ""
    )
    twice = list(dict.fromkeys(measure_in_sentence(name) for name in card.table.loc[card.table["measure"].duplicated(), "description"]))
    again = (
        f"{sentence_case(listing(twice))} {agreeing(len(twice), 'stands', 'stand')} under more than one priority in the chart."
        if twice
        else ""
    )
    return " ".join(text for text in (unrated, again) if text)


def ratings_title(ratings: Released) -> str:
    """Finding of the chart of ratings by priority."""
    rows = ratings.table
    if rows["measures_red"].sum() == 0:
        return f"No measure is more than {WITHIN} off its target"
    rated = rows[["measures_green", "measures_amber", "measures_red"]].sum(axis="columns")
    share = rows["measures_red"] / rated.where(rated > 0)
    most = rows.assign(rated=rated, share=share).sort_values(["measures_red", "share"], ascending=False, kind="stable").iloc[0]
    return f"{most['priority_title']} has most measures more than {WITHIN} off target: {number(most['measures_red'])} of {number(most['rated'])} rated"


def ratings_description(ratings: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{row.priority_title}: {row.measures_green} on target, {row.measures_amber} within {WITHIN}, {row.measures_red} further off, {row.measures_not_rated} not rated"
        for row in ratings.table.itertuples()
    ]
    return "One bar for each priority, cut into measures by rating. " + "; ".join(parts) + "."


def target_lines(card: Released) -> dict[str, list[tuple[str, float]]]:
    """Line across each measure's panel: its target or benchmark."""
    rows = card.table.dropna(subset=["target"])
    return {
        row.description: [
            (f"{'benchmark' if row.target_kind == 'benchmark' else 'target'} {with_unit(row.target, row.measure_unit)}", row.target)
        ]
        for row in rows.itertuples()
    }


def drawable(monthly: Released) -> Released:
    """The measures that have at least two figures to draw, from their first figure on."""
    figures = monthly.table["measure_value"].notna()
    measures = monthly.table["description"]
    shown = figures.groupby(measures, sort=False).transform("sum")
    started = figures.groupby(measures, sort=False).cummax()
    return monthly.where((shown >= 2) & started)


def not_drawn(monthly: Released) -> str:
    """Which measures have no line, and why."""
    names = list(dict.fromkeys(monthly.table["description"]))
    left = [measure_in_sentence(name) for name in names if name not in set(drawable(monthly).table["description"])]
    return f"Not drawn, because fewer than two of the figures can be shown: {listing(left)}." if left else ""


def series_description(monthly: Released, card: Released) -> str:
    """Long description of one priority's chart."""
    parts = []
    targets = card.table.drop_duplicates("description").set_index("description")["target_words"]
    for description, rows in drawable(monthly).table.groupby("description", sort=False):
        figures = [
            f"{Month.parse(row.month).label} {with_unit(row.measure_value, row.measure_unit, 'not shown or not known')}"
            for row in rows.itertuples()
        ]
        parts.append(f"{description}: {', '.join(figures)}; target {targets[description]}")
    return "One small line for each measure, each on its own scale from zero. " + ". ".join(parts) + "."


def said_of_priority(card: Released, remarks: Released) -> list[str]:
    """What the report says of the measures of one priority; one remark on several measures is given once."""
    names = card.table.drop_duplicates("measure").set_index("measure")["description"]
    rows = remarks.table[remarks.table["priority"].isin(card.table["priority"])]
    return [
        f"The report on {listing([measure_in_sentence(names[measure]) for measure in group['measure']])}: {remark}"
        for remark, group in rows.groupby("remark", sort=False)
    ]


def arrows(compared: Released) -> str:
    """How the printed arrows compare with the figures beside them."""
    rows = compared.table
    differ = rows[rows["arrows_compared"] == "differs"]
    unknown = (rows["arrows_compared"] == "not known").sum()
    tail = f" {number(unknown)} cannot be checked, because the month before has no figure." if unknown else ""
    names = [
        f"{in_sentence(row.description)}: printed {row.printed_arrow}, {row.computed_arrow} by the figures" for row in differ.itertuples()
    ]
    verdict = (
        f"{number(len(differ))} {agreeing(len(differ), 'differs', 'differ')} from the figures printed beside {agreeing(len(differ), 'it', 'them')}: {'; '.join(names)}."
        if names
        else "No arrow differs from the figures beside it."
    )
    return f"{counted(len(rows), 'arrow').capitalize()} can be read in the report. {verdict}{tail}"


def short_month(month: str, with_year: bool) -> str:
    """A month short enough for a chart, with its year where the chart runs over more than one.

    >>> short_month("2023-09", False), short_month("2024-02", True)
    ('Sep', 'Feb 24')
    """
    name = Month.parse(month).name[:3]
    return f"{name} {month[2:4]}" if with_year else name


def arrows_lost(count: int) -> str:
    """For how many lines the arrow that the report prints is not known."""
    if not count:
        return ""
    lines = f"{counted(count, 'line')} of the report"
    return f"The printed arrow is not known for {lines}; directions and ratings are worked out here, not copied."


def not_known(card: Released) -> list[str]:
    """What the measures cannot say."""
    shown = once(card)
    hidden = [measure_in_sentence(name) for name in shown.table.loc[shown.suppressed["measure_value"], "description"]]
    no_month_before = shown.table["previous_value"].isna() & ~shown.suppressed["previous_value"]
    gaps = [measure_in_sentence(name) for name in shown.table.loc[no_month_before, "description"]]
    return [
        f"Not shown for the last month, because the figure, or what the report says of it, would give few children away: {listing(hidden)}."
        if hidden
        else "",
        f"No figure for the month before, so no direction: {listing(gaps)}." if gaps else "",
        "Most percentages stand without the number of children behind them, so how far chance moves them in one month cannot be worked out.",
        "A target says what the council aims for. It does not say whether children are safer.",
    ]


def unit_words(units: pd.Series) -> pd.Series:
    """Units as short as a narrow column needs."""
    short = {"per cent": "%", "rate per 10,000": "per 10,000", "per 10,000 children": "per 10,000", "days per FTE": "days"}
    return units.map(lambda unit: short.get(unit, unit.removesuffix(" of children")))
