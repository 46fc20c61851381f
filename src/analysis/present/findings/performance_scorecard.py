"""Sentences of the performance scorecard: the measures of the improvement plan."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.present.page import Tile
from analysis.present.wording import counted, in_sentence, listing, measure_in_sentence, number, sentence_case, with_unit

RATING_WORDS = {"green": "on target", "amber": "within 15% of target", "red": "more than 15% off target"}
BETTER_FIRST = ("green", "amber", "red")
LARGEST = 5


def point_label(row: pd.Series) -> str:
    """A point of a small chart: its figure, without the longer units."""
    return with_unit(row["measure_value"], row["measure_unit"]).removesuffix(" days")


def target_words(card: pd.DataFrame) -> pd.Series:
    """The target of each measure as a reader sees it: ``90.0%``, ``42.1 (England)``, ``none``."""
    words = [
        "none"
        if row.target_kind == "monitor"
        else with_unit(row.target, row.measure_unit) + (f" ({row.target_label})" if row.target_label else "")
        for row in card.itertuples()
    ]
    return pd.Series(words, index=card.index, dtype="str")


def once(card: Released) -> Released:
    """The card with a measure that stands under two priorities kept under the first only."""
    return card.where(~card.table["measure"].duplicated())


def of_priority(released: Released, priority: int, name: str) -> Released:
    """The rows of one priority, under a name of their own."""
    return released.where(released.table["priority"] == priority).named(f"{name}_{priority}")


def headline(card: Released) -> str:
    """How many measures meet their target, and how many moved which way."""
    rows = once(card).table
    rated = rows.dropna(subset=["rag_rating"])
    met, off = rated["rag_rating"].eq("green").sum(), rated["rag_rating"].eq("red").sum()
    return f"{number(met)} of the {counted(len(rated), 'rated measure')} meet their target, and {number(off)} are more than 15% off it."


def largest_fall(card: Released) -> str:
    """The measure that declined most on the month before."""
    rows = once(card).table.dropna(subset=["better_by_pct"]).sort_values("better_by_pct")
    if rows.empty or rows["better_by_pct"].iloc[0] >= 0:
        return ""
    worst = rows.iloc[0]
    of_those = ", of those that can be shown," if _directions_hidden(once(card)) else ""
    return f"The largest decline on the month before{of_those} was in {measure_in_sentence(worst['description'])}, from {_from_to(worst)}."


def tiles(card: Released, compared: Released) -> list[Tile]:
    """Key figures of the page."""
    rows = once(card).table
    rated = rows.dropna(subset=["rag_rating"])
    moved = rows["direction_of_travel"].value_counts()
    judged = _judged_against_england(compared)
    return [
        Tile(
            "Measures on target",
            f"{number(rated['rag_rating'].eq('green').sum())} of {number(len(rated))}",
            "Rated measures of the improvement plan",
            field("measures_green").definition,
        ),
        Tile(
            "More than 15% off target",
            f"{number(rated['rag_rating'].eq('red').sum())} of {number(len(rated))}",
            "Or any miss of a target of 0",
            field("measures_red").definition,
        ),
        Tile(
            "Improved on the month before",
            number(moved.get("improved", 0)),
            f"{number(moved.get('declined', 0))} declined{_and_hidden(once(card))}",
            field("direction_of_travel").definition,
        ),
        Tile(
            "Worse than England",
            f"{number(judged['compared'].eq('worse').sum())} of {number(len(judged))}",
            "Yearly indicators where one way is better",
            field("against_england").definition,
        ),
    ]


def by_rating(card: Released) -> list[str]:
    """Which measures are furthest off their target, within 15% of it, and on it."""
    rows = once(card).table
    sentences = [furthest_off(card)]
    for rating in ("amber", "green"):
        names = [measure_in_sentence(description) for description in rows.loc[rows["rag_rating"].eq(rating), "description"]]
        sentences.append(f"{sentence_case(RATING_WORDS[rating])} ({number(len(names))}): {'; '.join(names)}." if names else "")
    return [sentence for sentence in sentences if sentence]


def furthest_off(card: Released) -> str:
    """The red measures that miss their target by most, as a share of it; those with a hidden figure or a target of 0 are left out."""
    rows = once(card).table
    red = rows[rows["rag_rating"].eq("red") & rows["target"].ne(0)].dropna(subset=["measure_value"])
    miss = ((red["measure_value"] - red["target"]).abs() / red["target"]).sort_values(ascending=False, kind="stable")
    furthest = red.loc[miss.index].head(LARGEST)
    named = [
        f"{measure_in_sentence(row.description)} ({with_unit(row.measure_value, row.measure_unit)}, target {with_unit(row.target, row.measure_unit)})"
        for row in furthest.itertuples()
    ]
    count = rows["rag_rating"].eq("red").sum()
    return (
        f"{sentence_case(RATING_WORDS['red'])} ({number(count)}). The furthest off of those shown, as a share of the target: {'; '.join(named)}."
        if named
        else ""
    )


def not_rated(card: Released) -> str:
    """How many measures have no rating, and why; which stand under two priorities."""
    rows = once(card).table
    others = rows.loc[rows["rag_rating"].isna(), "rating_or_reason"].value_counts()
    reasons = {
        "monitored": "only monitored",
        "benchmark": "set against a benchmark where neither way is better",
        "no figure": "without a figure",
    }
    rest = [f"{number(count)} {reasons[reason]}" for reason, count in others.items()]
    unrated = (
        f"{number(others.sum())} of the {counted(len(rows), 'measure')} {'is' if others.sum() == 1 else 'are'} not rated: {listing(rest)}."
        if rest
        else ""
    )
    twice = [measure_in_sentence(name) for name in card.table.loc[card.table["measure"].duplicated(), "description"]]
    again = (
        f"{sentence_case(listing(twice))} {'stands' if len(twice) == 1 else 'stand'} under two priorities in the chart." if twice else ""
    )
    return " ".join(text for text in (unrated, again) if text)


def ratings_title(ratings: Released) -> str:
    """Finding of the chart of ratings by priority."""
    rows = ratings.table
    if rows["measures_red"].sum() == 0:
        return "No measure is more than 15% off its target"
    rated = rows[["measures_green", "measures_amber", "measures_red"]].sum(axis="columns")
    share = rows["measures_red"] / rated.where(rated > 0)
    most = rows.assign(rated=rated, share=share).sort_values(["measures_red", "share"], ascending=False, kind="stable").iloc[0]
    return f"{most['priority_title']} has most measures more than 15% off target: {number(most['measures_red'])} of {number(most['rated'])} rated"


def ratings_description(ratings: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{row.priority_title}: {row.measures_green} on target, {row.measures_amber} within 15%, {row.measures_red} further off, {row.measures_not_rated} not rated"
        for row in ratings.table.itertuples()
    ]
    return "One bar for each priority, cut into measures by rating. " + "; ".join(parts) + "."


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


def remarks_on(moved: Released, remarks: Released) -> list[str]:
    """What the report says of the measures that declined most."""
    said = remarks.table.drop_duplicates("measure").set_index("measure")["remark"]
    rows = moved.table[moved.table["measure"].isin(said.index) & moved.table["better_by_pct"].lt(0)]
    return [f"The report on {measure_in_sentence(row.description)}: {said[row.measure]}" for row in rows.itertuples()]


def priority_title(card: Released) -> str:
    """Finding of one priority's chart."""
    rows = card.table
    rated = rows.dropna(subset=["rag_rating"])
    moved = rows["direction_of_travel"].value_counts()
    met = (
        f"{number(rated['rag_rating'].eq('green').sum())} of {number(len(rated))} rated on target" if len(rated) else "No measure is rated"
    )
    return f"{met}; {number(moved.get('improved', 0))} improved and {number(moved.get('declined', 0))} declined on the month before{_and_hidden(card)}"


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
    """The measures that have at least two figures to draw."""
    shown = monthly.table.groupby("description", sort=False)["measure_value"].transform("count")
    return monthly.where(shown >= 2)


def not_drawn(monthly: Released) -> str:
    """Which measures have no line, and why."""
    names = list(dict.fromkeys(monthly.table["description"]))
    left = [measure_in_sentence(name) for name in names if name not in set(drawable(monthly).table["description"])]
    return f"Not drawn, because fewer than two of the figures can be shown: {listing(left)}." if left else ""


def series_description(monthly: Released, card: Released, month_names: dict[str, str]) -> str:
    """Long description of one priority's chart."""
    parts = []
    targets = card.table.drop_duplicates("description").set_index("description")["target_words"]
    for description, rows in drawable(monthly).table.groupby("description", sort=False):
        figures = [f"{month_names[row.month]} {with_unit(row.measure_value, row.measure_unit)}" for row in rows.itertuples()]
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
        sentences.append(f"Moved to a {word} rating: {listing(names)}." if names else f"No measure moved to a {word} rating.")
    return sentences


def directions(card: Released) -> str:
    """How many measures moved which way on the month before."""
    shown = once(card)
    counts = shown.table["direction_of_travel"].value_counts()
    hidden = shown.suppressed["direction_of_travel"].sum()
    moved = f"{number(counts.get('improved', 0))} measures improved on the month before, {number(counts.get('declined', 0))} declined"
    tail = f" The direction of {number(hidden)} more is not shown, because few children are counted." if hidden else ""
    return f"{moved} and {number(counts.get('unchanged', 0))} did not change.{tail}"


def change_since_quarter(earlier: str | None, before: Released | None, card: Released) -> str:
    """How ratings moved since the quarter before."""
    if before is None or earlier is None:
        return "No report of an earlier quarter is held, so there is nothing to compare the quarter with."
    then, now = once(before).table.set_index("measure")["rag_rating"], once(card).table.set_index("measure")["rag_rating"]
    both = pd.concat([then.rename("then"), now.rename("now")], axis="columns").dropna()
    rank = {rating: place for place, rating in enumerate(BETTER_FIRST)}
    moved = both["then"].map(rank) - both["now"].map(rank)
    return f"Of {counted(len(both), 'measure')} rated in both quarters, {number((moved > 0).sum())} moved to a better rating and {number((moved < 0).sum())} to a worse one."


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
        f"{number(len(differ))} differs from the figures printed beside it: {'; '.join(names)}."
        if names
        else "None differs from the figures beside it."
    )
    if len(differ) > 1:
        verdict = verdict.replace("differs", "differ", 1).replace("beside it", "beside them", 1)
    return f"{counted(len(rows), 'arrow').capitalize()} can be read in the report. {verdict}{tail}"


def process_control(longest: int, fewest: int, settled: int, summary: Released) -> list[str]:
    """Whether statistical process control can be used, and what it finds."""
    rule = f"Statistical process control tells change from chance. It needs {number(fewest)} points at least, and {number(settled)} for limits that are settled."
    if summary.table.empty:
        return [
            f"{rule} The longest monthly series held has {counted(longest, 'point')}, which is not enough. No limits are drawn, and no arrow on this page is more than a difference between two months."
        ]
    rows = summary.table
    special = rows[rows["variation"] != "common cause"]
    provisional = (rows["limits_status"] == "provisional").sum()
    found = [f"{in_sentence(row.description)} ({row.variation})" for row in special.itertuples()]
    tail = f" The limits of {number(provisional)} are provisional." if provisional else ""
    return [
        rule,
        f"{counted(len(rows), 'measure').capitalize()} can be judged.{tail} "
        + (f"More than chance: {listing(found)}." if found else "None shows more than chance."),
    ]


def not_known(card: Released, lost_arrows: int) -> list[str]:
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
        f"The printed arrow cannot be read for {counted(lost_arrows, 'line')} of the report, and its colours for no line at all: ratings are worked out here, not copied.",
        "Most percentages are printed without the number of children behind them, so how far chance moves them cannot be worked out.",
        "A target says what the council aims for. It does not say whether children are safer.",
    ]


def _directions_hidden(card: Released) -> int:
    """How many measures with a better way have a direction that may not be shown."""
    return int((card.suppressed["direction_of_travel"] & card.table["polarity"].ne("neither")).sum())


def _and_hidden(card: Released) -> str:
    """``; two not shown``, where the direction of some measures may not be."""
    hidden = _directions_hidden(card)
    return f"; {number(hidden)} not shown" if hidden else ""


def _judged_against_england(compared: Released) -> pd.DataFrame:
    rows = compared.table
    return rows[rows["comparator"].eq("england") & rows["polarity"].ne("neither")].dropna(subset=["compared"])


def _from_to(row: pd.Series) -> str:
    return f"{with_unit(row['previous_value'], row['measure_unit'])} to {with_unit(row['measure_value'], row['measure_unit'])}"


def unit_words(units: pd.Series) -> pd.Series:
    """Units as short as a narrow column needs."""
    short = {"per cent": "%", "rate per 10,000": "per 10,000", "per 10,000 children": "per 10,000", "days per FTE": "days"}
    return units.map(lambda unit: short.get(unit, unit.removesuffix(" of children")))
