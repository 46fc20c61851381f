"""Children looked after per 10,000 children: as printed, on one population, and against elsewhere."""

import numpy as np
import pandas as pd

from analysis.catalogue.code_lists import code_list
from analysis.errors import MissingFigure
from analysis.measures import rate_per_10k

COMPARATORS = code_list("comparators")


def rates_on_one_population(values: pd.DataFrame, populations: pd.DataFrame) -> pd.DataFrame:
    """The printed rate at each date, the population that it was divided by, and the rate on today's population.

    Parameters
    ----------
    values
        One row per ``indicator`` (``cla``, ``cla_rate``) and ``period_end_date``; ``value``, ``value_status``.
    populations
        Children aged 0 to 17: ``ages``, ``population_basis``, ``children_population``, ``used_from`` (missing where not
        stated). The one used from the latest month is today's.

    Returns
    -------
    pandas.DataFrame
        One row per date: ``snapshot_date``, ``figure_status``, ``children_looked_after``, ``cla_rate_printed_per_10k``, ``rate_population_basis`` and
        ``rate_children_population`` (that gives the printed rate; missing where none does), ``cla_rate_restated_per_10k``.

    Raises
    ------
    MissingFigure
        If a date has no count, or no population of children aged 0 to 17 is known.

    Notes
    -----
    Source: ``scrutiny-2023-11``, item 7, performance dataset, and item 9, annex 1: from May 2023 rates are per 10,000 children
    of the 2021 Census; before, of an earlier and larger estimate.
    """
    known = populations[populations["ages"] == "0 to 17"].sort_values("used_from", na_position="first")
    rows = values[values["indicator"].isin(["cla", "cla_rate"])].pivot(index="period_end_date", columns="indicator", values="value")
    if known.empty or rows.empty or rows["cla"].isna().any():
        raise MissingFigure("A rate needs the children looked after at each date and a population aged 0 to 17. See child_population.csv.")
    table = pd.DataFrame({"children_looked_after": rows["cla"].astype("Int64"), "cla_rate_printed_per_10k": rows["cla_rate"]})
    table["figure_status"] = values[values["indicator"] == "cla"].set_index("period_end_date")["value_status"]
    table["rate_population_basis"], table["rate_children_population"] = None, pd.array([pd.NA] * len(table), dtype="Int64")
    for population in known.itertuples():
        rate = rate_per_10k(rows["cla"], pd.Series(float(population.children_population), index=rows.index))
        gives = np.isclose(rate.round(1), rows["cla_rate"], atol=0.01)
        table.loc[gives, "rate_population_basis"] = population.population_basis
        table.loc[gives, "rate_children_population"] = int(population.children_population)
    today = pd.Series(float(known["children_population"].iloc[-1]), index=rows.index)
    table["cla_rate_restated_per_10k"] = rate_per_10k(rows["cla"], today)
    return table.rename_axis("snapshot_date").reset_index()


def against_elsewhere(values: pd.DataFrame, benchmarks: pd.DataFrame, place: str) -> pd.DataFrame:
    """The printed rate of the authority beside England's and its statistical neighbours', with the year of each.

    Parameters
    ----------
    values
        One row per ``indicator`` and period; ``period_printed``, ``period_kind``, ``period_end_date``, ``value``.
    benchmarks
        One row per ``indicator`` and ``comparator``; ``value``, ``benchmark_period_printed`` such as ``2021/22``.
    place
        Name of the authority.

    Returns
    -------
    pandas.DataFrame
        One row per area and period, the authority's latest first, then its own of the benchmarks' period, then the
        benchmarks: ``compared_area``, ``compared_period``, ``compared_rate_per_10k``, ``difference_from_latest_per_10k`` (the
        authority's latest less this rate).
    """
    own = values[values["indicator"] == "cla_rate"].sort_values("period_end_date")
    printed = benchmarks[(benchmarks["indicator"] == "cla_rate") & benchmarks["value"].notna()]
    latest = own.iloc[-1]
    rows = [(place, f"{latest['period_end_date']:%B %Y}", latest["value"])]
    for period in dict.fromkeys(printed["benchmark_period_printed"]):
        rows += [(place, period, row.value) for row in own.itertuples() if row.period_printed.startswith(str(period))]
    rows += [(COMPARATORS[row.comparator], row.benchmark_period_printed, row.value) for row in printed.itertuples()]
    table = pd.DataFrame(rows, columns=["compared_area", "compared_period", "compared_rate_per_10k"])
    table["difference_from_latest_per_10k"] = float(latest["value"]) - table["compared_rate_per_10k"]
    return table
