"""RAG rating against target and direction of travel."""

import numpy as np
import pandas as pd

from analysis.catalogue.parameters import threshold


def rag_rating(value: pd.Series, target: pd.Series, polarity: pd.Series, amber_within: float | None = None) -> pd.Series:
    """Rating of a value against its target: ``green``, ``amber`` or ``red``.

    Green on target or better; amber within ``amber_within`` of the target, relative to the target, by default the threshold
    ``rag_amber_within``; red beyond. Where the target
    is 0, any miss is red. Missing where there is no value, no target, or polarity is ``neither``.

    >>> rag_rating(pd.Series([47.6, 91.0]), pd.Series([5.0, 95.0]), pd.Series(["lower", "higher"])).tolist()
    ['red', 'amber']
    """
    value, target = value.astype(float), target.astype(float)
    miss = pd.Series(np.select([polarity == "higher", polarity == "lower"], [target - value, value - target], np.nan), index=value.index)
    amber_within = threshold("rag_amber_within") if amber_within is None else amber_within
    # A miss of exactly so much is amber: rounding keeps binary fractions from tipping it over.
    within = miss.round(9) <= (amber_within * target.abs()).round(9)
    rating = np.select([miss.isna(), miss <= 0, within], ["", "green", "amber"], "red")
    return pd.Series(rating, index=value.index, dtype="str").replace("", None)


def direction_of_travel(value: pd.Series, previous: pd.Series, polarity: pd.Series) -> pd.Series:
    """Change on the period before: ``improved``, ``declined`` or ``unchanged``.

    Missing where either value is, or where polarity is ``neither`` and the values differ: neither way is better.

    >>> direction_of_travel(pd.Series([47.6]), pd.Series([59.1]), pd.Series(["lower"])).tolist()
    ['improved']
    """
    rise = value.astype(float) - previous.astype(float)
    better = pd.Series(np.select([polarity == "higher", polarity == "lower"], [rise, -rise], np.nan), index=value.index)
    direction = np.select([rise == 0, better > 0, better < 0], ["unchanged", "improved", "declined"], "")
    return pd.Series(direction, index=value.index, dtype="str").replace("", None)


def against_target(measures: pd.DataFrame, values: pd.DataFrame, months: list[str]) -> pd.DataFrame:
    """Each measure's value at the end of a quarter with its target, rating and direction.

    Parameters
    ----------
    measures
        One row per ``measure``: ``indicator``, ``description``, ``measure_unit``, ``polarity``, ``target`` (missing where none).
    values
        One row per ``measure`` and ``month``: ``measure_value`` in the unit of the measure, ``value_note``.
    months
        The months of the quarter in order; the last is the one reported, the one before it is the comparison.

    Returns
    -------
    pandas.DataFrame
        One row per measure: ``indicator``, ``description``, ``measure_unit``, ``first_value``, ``previous_value``, ``measure_value``,
        ``target``, ``rag_rating``, ``direction_of_travel``. A value that the report lacks stays missing.
    """
    by_month = values.pivot(index="measure", columns="month", values="measure_value").reindex(columns=months)
    by_month = by_month.set_axis(["first_value", "previous_value", "measure_value"], axis="columns")
    table = measures[["measure", "indicator", "description", "measure_unit", "polarity", "target"]].merge(
        by_month, on="measure", how="left"
    )
    table["rag_rating"] = rag_rating(table["measure_value"], table["target"], table["polarity"])
    table["direction_of_travel"] = direction_of_travel(table["measure_value"], table["previous_value"], table["polarity"])
    return table
