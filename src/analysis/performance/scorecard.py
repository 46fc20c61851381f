"""The measures of an improvement plan: value, target, rating and direction, priority by priority."""

import numpy as np
import pandas as pd

from analysis.measures import change_pct, fewest_children
from analysis.performance.targets import against_target, rag_rating
from analysis.periods import months_between
from analysis.quarters import latest_statement, restated

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
    small = table["measure"].map(measures.set_index("measure")["small_base"])
    rows = table[["measure", "measure_unit"]].assign(small_base=small)
    return table.assign(
        **{name: smallest_behind(rows.assign(measure_value=table[value]), stated) for value, name in CHILDREN_BEHIND.items()}
    )


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


def smallest_behind(values: pd.DataFrame, stated: pd.DataFrame) -> pd.Series:
    """Fewest children above zero that each month's percentage tells of; missing where they are many, or where it is no percentage.

    Parameters
    ----------
    values
        One row per ``measure`` and month: ``measure_unit``, ``measure_value``, ``small_base``.
    stated
        As for ``children_behind``; a count that a report states stands behind every month.
    """
    known = values["measure"].map(children_behind(stated)).astype("Int64")
    in_per_cent = values["measure_unit"] == "per cent"
    possible = fewest_children(values["measure_value"], values["small_base"].fillna(False).astype(bool) & in_per_cent)
    return pd.concat([known, possible.mask(possible == 0)], axis="columns").min(axis="columns").where(in_per_cent).astype("Int64")


def by_month(card: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Every month held of each measure of a scorecard, one row per priority, measure and month, in that order.

    Parameters
    ----------
    card
        As ``scorecard`` returns it.
    values
        One row per ``measure`` and ``month``, as ``monthly_series`` returns it: ``measure_value``, ``children_behind``.

    Returns
    -------
    pandas.DataFrame
        ``priority``, ``measure``, ``description``, ``measure_unit``, ``month``, ``measure_value``, ``children_behind``. Every month from the
        first to the last that any measure has; a month without a figure is missing.
    """
    months = months_between(values["month"].min(), values["month"].max()) if len(values) else []
    keys = ["priority", "measure", "description", "measure_unit"]
    table = card[keys].merge(pd.DataFrame({"month": pd.Series(months, dtype="str")}), how="cross")
    return table.merge(values[["measure", "month", "measure_value", "children_behind"]], on=["measure", "month"], how="left")


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


def ratings_by_priority(table: pd.DataFrame, titles: dict[int, str]) -> pd.DataFrame:
    """Measures of each priority by rating.

    Parameters
    ----------
    table
        As ``scorecard`` returns it.
    titles
        Title of each priority, by ``priority``; one without a title has its number.

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
    counts.insert(1, "priority_title", [titles.get(priority, f"Priority {priority}") for priority in counts["priority"]])
    return counts


def monthly_series(values: pd.DataFrame) -> pd.DataFrame:
    """Every month held of each measure, over the reports of several quarters; the last report that states a month stands.

    Parameters
    ----------
    values
        One row per ``quarter``, ``priority``, ``measure`` and ``month``: ``measure_value``.
    """
    return latest_statement(values.drop_duplicates(["quarter", "measure", "month"]), ["measure", "month"])


def renumbered(earlier: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Rows of earlier reports under the numbers that this report gives the measures.

    A measure is the same where indicator and description are; where the description changed, where indicator and number are.

    Parameters
    ----------
    earlier
        Rows with ``measure``, ``indicator`` and ``description``; any others are kept.
    measures
        Those of this report.

    Returns
    -------
    pandas.DataFrame
        The rows; one whose number this report gives to another measure has its number negated, so that the two do not run into one another.
    """
    now = measures_once(measures)
    by_name = now.drop_duplicates(["indicator", "description"]).set_index(["indicator", "description"])["measure"]
    by_number = now.set_index("measure")["indicator"]
    named = pd.Series(pd.MultiIndex.from_frame(earlier[["indicator", "description"]]).map(by_name), index=earlier.index)
    same_number = earlier["measure"].map(by_number).eq(earlier["indicator"]) & ~earlier["measure"].isin(named.dropna())
    free = ~earlier["measure"].isin(by_number.index)
    number = named.fillna(earlier["measure"].where(same_number | free, -earlier["measure"]))
    return earlier.assign(measure=number.astype(earlier["measure"].dtype))


def restated_months(history: pd.DataFrame, quarter: str) -> pd.DataFrame:
    """Months that this quarter's report states otherwise than an earlier one.

    Parameters
    ----------
    history
        One row per ``quarter``, ``measure`` and ``month``, with ``description``, ``measure_unit``, ``measure_value`` and ``children_behind``.
    quarter
        The quarter of the later report.

    Returns
    -------
    pandas.DataFrame
        One row per month restated: ``measure``, ``description``, ``measure_unit``, ``month``, ``measure_value``, ``children_behind``,
        ``measure_value_before`` and ``children_behind_before``.
    """
    changed = restated(history, ["measure", "month"], "measure_value")
    changed = changed.loc[changed["quarter"].eq(quarter), ["measure", "month", "quarter_before"]]
    columns = ["measure", "month", "description", "measure_unit", "measure_value", "children_behind"]
    now = history.loc[history["quarter"].eq(quarter), columns].drop_duplicates(["measure", "month"])
    before = history[["quarter", "measure", "month", "measure_value", "children_behind"]].rename(columns={"quarter": "quarter_before"})
    before = before.drop_duplicates(["quarter_before", "measure", "month"])
    return (
        changed.merge(now, on=["measure", "month"])
        .merge(before, on=["measure", "month", "quarter_before"], suffixes=("", "_before"))
        .drop(columns="quarter_before")
    )
