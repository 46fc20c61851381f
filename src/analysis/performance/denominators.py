"""Rates whose denominator changed: where the series breaks, and the same series on one denominator."""

import numpy as np
import pandas as pd

from analysis.errors import MissingFigure
from analysis.measures import rate_per_10k

RATE_UNIT = "per 10,000 children"
PRINTED_DECIMALS = 1


def count_behind_rate(indicators: pd.DataFrame) -> pd.DataFrame:
    """The indicator that counts what each rate is a rate of: ``indicator``, ``count_indicator``.

    A rate and its count stand under one reference of one section of the report.

    Parameters
    ----------
    indicators
        One row per ``indicator``: ``unit``, ``disclosure_kind``, ``report_section``, ``report_reference``.
    """
    place = ["report_section", "report_reference"]
    rates = indicators.loc[indicators["unit"] == RATE_UNIT, ["indicator", *place]]
    counts = indicators.loc[indicators["disclosure_kind"].isin(["count_of_children", "count_of_events"]), ["indicator", *place]]
    pairs = rates.merge(counts.rename(columns={"indicator": "count_indicator"}), on=place)
    return pairs[["indicator", "count_indicator"]]


def population_in_use(period_ends: pd.Series, populations: pd.DataFrame) -> pd.DataFrame:
    """Children aged 0 to 17 that a rate of each date is divided by.

    Parameters
    ----------
    period_ends
        Last day of each period.
    populations
        One row per population of one authority: ``ages``, ``children_population``, ``population_basis``, ``used_from`` (month; missing for the one
        in use before the others).

    Returns
    -------
    pandas.DataFrame
        On the index of ``period_ends``: ``children_population``, ``population_basis``.

    Raises
    ------
    MissingFigure
        If no population covers a date.
    """
    whole = populations[populations["ages"] == "0 to 17"].copy()
    whole["since"] = pd.to_datetime(whole["used_from"].fillna("1900-01") + "-01")
    whole = whole.sort_values("since")
    place = np.searchsorted(whole["since"].to_numpy(), pd.to_datetime(period_ends).to_numpy(), side="right") - 1
    if (place < 0).any() or whole.empty:
        raise MissingFigure("No child population was in use at some dates. Add it to child_population.csv.")
    return whole.iloc[place][["children_population", "population_basis"]].set_axis(period_ends.index)


def restated_rates(indicators: pd.DataFrame, values: pd.DataFrame, populations: pd.DataFrame) -> pd.DataFrame:
    """Each rate per 10,000 children as printed, with the population behind it, and on the latest population throughout.

    Parameters
    ----------
    indicators
        As for ``count_behind_rate``, with ``name``.
    values
        One row per ``indicator`` and ``period_printed``, oldest first: ``period_end_date``, ``value``.
    populations
        As for ``population_in_use``.

    Returns
    -------
    pandas.DataFrame
        One row per rate and period: ``indicator``, ``indicator_name``, ``period_printed``, ``children_in_count``, ``printed_rate``, ``children_population``,
        ``population_basis``, ``recomputed_rate`` (on that population), ``rate_agrees`` (at the decimals printed), ``series_breaks`` (another population than
        the period before), ``restated_rate`` (on the latest period's population).
    """
    pairs = count_behind_rate(indicators).merge(indicators[["indicator", "name"]], on="indicator")
    rates = pairs.merge(values[["indicator", "period_printed", "period_end_date", "value"]], on="indicator")
    counts = values[["indicator", "period_printed", "value"]].rename(columns={"indicator": "count_indicator", "value": "children_in_count"})
    table = rates.merge(counts, on=["count_indicator", "period_printed"], how="left", validate="one_to_one")
    table = table.join(population_in_use(table["period_end_date"], populations))
    last_population = table.groupby("indicator", sort=False)["children_population"].transform("last")
    table["recomputed_rate"] = rate_per_10k(table["children_in_count"], table["children_population"])
    table["rate_agrees"] = (table["recomputed_rate"] - table["value"]).abs().round(6) <= 0.5 * 10.0**-PRINTED_DECIMALS
    before = table.groupby("indicator", sort=False)["population_basis"].shift()
    table["series_breaks"] = before.notna() & before.ne(table["population_basis"])
    table["restated_rate"] = rate_per_10k(table["children_in_count"], last_population)
    table = table.rename(columns={"name": "indicator_name", "value": "printed_rate"})
    return table[
        [
            "indicator", "indicator_name", "period_printed", "children_in_count", "printed_rate", "children_population", "population_basis",
            "recomputed_rate", "rate_agrees", "series_breaks", "restated_rate",
        ]
    ]  # fmt: skip


def change_on_one_denominator(restated: pd.DataFrame) -> pd.DataFrame:
    """Change of each rate over its break, as printed and on one denominator.

    Parameters
    ----------
    restated
        As ``restated_rates`` returns it.

    Returns
    -------
    pandas.DataFrame
        One row per rate and break: ``indicator``, ``indicator_name``, ``period_printed``, ``children_in_count``, ``children_in_count_before``, ``printed_change``,
        ``restated_change``.
    """
    by_rate = restated.groupby("indicator", sort=False)
    table = restated.assign(
        children_in_count_before=by_rate["children_in_count"].shift(),
        printed_change=by_rate["printed_rate"].diff(),
        restated_change=by_rate["restated_rate"].diff(),
    )
    columns = [
        "indicator",
        "indicator_name",
        "period_printed",
        "children_in_count",
        "children_in_count_before",
        "printed_change",
        "restated_change",
    ]
    return table.loc[table["series_breaks"], columns].reset_index(drop=True)
