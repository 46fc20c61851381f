"""The measures of an improvement plan: value, target, rating and direction, priority by priority."""

import numpy as np
import pandas as pd

from analysis.measures import change_pct, fewest_children
from analysis.performance.targets import against_target, rag_rating

NOT_RATED = {"monitor": "monitored", "benchmark": "benchmark", "value": "no figure"}
"""What stands in place of a rating, by kind of target."""


PLAIN_DIRECTIONS = {"up": "rose", "down": "fell", "level": "unchanged"}
"""Movement of a number in words, where neither way is better."""


CHILDREN_BEHIND = {
    "first_value": "children_behind_first",
    "previous_value": "children_behind_previous",
    "measure_value": "children_behind",
}
"""Which column holds the children behind the value of each month."""


def measures_once(table: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """The rows with a measure that stands under two priorities kept under the first only."""
    return table.drop_duplicates(["measure", *keys], ignore_index=True)


def children_behind(stated: pd.DataFrame) -> pd.Series:
    """Smallest count of children above zero that the report's commentary states behind each measure, by ``measure``.

    A percentage of so few would give the count away.

    Parameters
    ----------
    stated
        Figures of the report's text: ``measure``, ``unit``, ``stated_value``.
    """
    counted = stated[stated["unit"].eq("children") & stated["measure"].notna() & stated["stated_value"].gt(0)]
    return counted.groupby("measure")["stated_value"].min().astype("Int64")


def with_children_behind(table: pd.DataFrame, measures: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """A table of measures with the fewest children above zero that each month's percentage tells of; missing where they are many.

    Parameters
    ----------
    table
        As ``against_target`` returns it, or part of it.
    measures
        One row per ``measure`` with ``small_base``.
    stated
        As for ``children_behind``; a count that the report states stands behind every month.

    Returns
    -------
    pandas.DataFrame
        With ``children_behind_first``, ``children_behind_previous`` and ``children_behind``, for the values of ``CHILDREN_BEHIND``.
    """
    known = table["measure"].map(children_behind(stated)).astype("Int64")
    small = table["measure"].map(measures.set_index("measure")["small_base"])
    in_per_cent = table["measure_unit"] == "per cent"
    behind = {}
    for value, name in CHILDREN_BEHIND.items():
        possible = fewest_children(table[value], small & in_per_cent)
        possible = possible.mask(possible == 0)
        behind[name] = pd.concat([known, possible], axis="columns").min(axis="columns").where(in_per_cent).astype("Int64")
    return table.assign(**behind)


def scorecard(measures: pd.DataFrame, values: pd.DataFrame, stated: pd.DataFrame, months: list[str]) -> pd.DataFrame:
    """Every measure under every priority it is printed under.

    Parameters
    ----------
    measures, values, months
        As for ``targets.against_target``; ``measures`` with ``priority``, ``target_kind``, ``target_text``, ``printed_direction``.
    stated
        As for ``children_behind``.

    Returns
    -------
    pandas.DataFrame
        One row per measure and priority, in the order of the report: ``priority``, the columns of ``against_target``, the columns of ``with_children_behind`` (of a
        percentage; else missing), ``target_kind``, ``target_label`` (who a benchmark is of), ``previous_rating``, ``rating_or_reason``,
        ``relative_change_pct`` (on the month before; missing from 0), ``better_by_pct`` (the same, positive where better; missing without
        polarity), ``computed_arrow`` and ``printed_arrow`` (up, down or level), ``direction_words`` (rose or fell where neither way is better).
    """
    once = measures_once(measures)
    rated = against_target(once, measures_once(values, "month"), months)
    table = measures[["priority", "measure", "target_kind", "target_text", "printed_direction"]].merge(rated, on="measure", how="left")
    table = with_children_behind(table, once, stated)
    named = table["target_text"].str.partition(" ")[2]
    table["target_label"] = named.where(table["target_kind"] == "benchmark", "")
    table["previous_rating"] = rag_rating(table["previous_value"], table["target"], table["polarity"])
    table["rating_or_reason"] = table["rag_rating"].fillna(table["target_kind"].map(NOT_RATED))
    table["relative_change_pct"] = change_pct(table["measure_value"], table["previous_value"])
    sign = table["polarity"].map({"higher": 1, "lower": -1, "neither": np.nan})
    table["better_by_pct"] = table["relative_change_pct"] * sign
    rise = np.sign(table["measure_value"] - table["previous_value"])
    table["computed_arrow"] = rise.map({1.0: "up", -1.0: "down", 0.0: "level"})
    table["direction_words"] = table["direction_of_travel"].fillna(table["computed_arrow"].map(PLAIN_DIRECTIONS))
    return table.drop(columns="target_text").rename(columns={"printed_direction": "printed_arrow"})


def by_month(card: pd.DataFrame, months: list[str]) -> pd.DataFrame:
    """The values of ``scorecard`` one row per priority, measure and month, in that order.

    Columns: ``priority``, ``measure``, ``description``, ``measure_unit``, ``month``, ``measure_value``,
    ``children_behind``.
    """
    keys = ["priority", "measure", "description", "measure_unit"]
    by_month = [
        card[keys].assign(month=month, measure_value=card[value], children_behind=card[behind])
        for month, (value, behind) in zip(months, CHILDREN_BEHIND.items(), strict=True)
    ]
    return pd.concat(by_month).sort_index(kind="stable").reset_index(drop=True)


def printed_arrows(card: pd.DataFrame) -> pd.DataFrame:
    """Each measure whose arrow is legible in the report, with the movement of the figures printed beside it.

    Returns
    -------
    pandas.DataFrame
        Rows of ``card`` with ``arrows_compared``: ``agrees``, ``differs``, or ``not known`` where a month has no figure.
    """
    legible = card[card["printed_arrow"].notna()].copy()
    known = legible["computed_arrow"].notna()
    agrees = legible["computed_arrow"] == legible["printed_arrow"]
    legible["arrows_compared"] = np.select([~known, agrees], ["not known", "agrees"], "differs").astype(str)
    return legible


def ratings_by_priority(table: pd.DataFrame, titles: pd.Series) -> pd.DataFrame:
    """Measures of each priority by rating.

    Parameters
    ----------
    table
        As ``scorecard`` returns it.
    titles
        Title of each priority, by ``priority``.

    Returns
    -------
    pandas.DataFrame
        One row per priority: ``priority``, ``priority_title``, ``measures_green``, ``measures_amber``, ``measures_red``, ``measures_not_rated``.
    """
    kinds = ["green", "amber", "red", "not_rated"]
    counts = table.assign(kind=table["rag_rating"].fillna("not_rated")).pivot_table(
        index="priority", columns="kind", values="measure", aggfunc="size", fill_value=0
    )
    counts = counts.reindex(columns=kinds, fill_value=0).add_prefix("measures_").rename_axis(columns=None).reset_index()
    counts.insert(1, "priority_title", counts["priority"].map(titles))
    return counts


def monthly_series(values: pd.DataFrame) -> pd.DataFrame:
    """Every month held of each measure, over the reports of several quarters; the last report that states a month stands.

    Parameters
    ----------
    values
        One row per ``quarter``, ``priority``, ``measure`` and ``month``: ``measure_value``.
    """
    return values.sort_values("quarter", kind="stable").drop_duplicates(["measure", "month"], keep="last", ignore_index=True)
