"""Children looked after per 10,000 children: as printed, on one population, and against elsewhere."""

import numpy as np
import pandas as pd

from analysis.catalogue.code_lists import code_list
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
        One row per date with a count or a rate: ``snapshot_date``, ``figure_status``, ``children_looked_after``, ``cla_rate_printed_per_10k``,
        ``rate_population_basis`` and ``rate_children_population`` (that gives the printed rate; missing where none does),
        ``cla_rate_restated_per_10k`` (missing where no population is known). A figure that is not known stays missing.

    Notes
    -----
    Source: ``scrutiny-2023-11``, performance dataset of the improvement plan, and annex 1 of the performance report: from May 2023 rates are
    per 10,000 children of the 2021 Census; before, of an earlier and larger estimate.
    """
    known = populations[populations["ages"] == "0 to 17"].sort_values("used_from", na_position="first")
    rows = values[values["indicator"].isin(["cla", "cla_rate"])].pivot(index="period_end_date", columns="indicator", values="value")
    rows = rows.reindex(columns=["cla", "cla_rate"]).dropna(how="all")
    table = pd.DataFrame({"children_looked_after": rows["cla"].astype("Int64"), "cla_rate_printed_per_10k": rows["cla_rate"]})
    table["figure_status"] = values[values["indicator"] == "cla"].set_index("period_end_date")["value_status"]
    table["rate_population_basis"], table["rate_children_population"] = None, pd.array([pd.NA] * len(table), dtype="Int64")
    for population in known.itertuples():
        rate = rate_per_10k(rows["cla"], pd.Series(float(population.children_population), index=rows.index))
        gives = np.isclose(rate.round(1), rows["cla_rate"], atol=0.01)
        table.loc[gives, "rate_population_basis"] = population.population_basis
        table.loc[gives, "rate_children_population"] = int(population.children_population)
    today = pd.Series(float(known["children_population"].iloc[-1]) if len(known) else float("nan"), index=rows.index)
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
        benchmarks, none at all where the authority has no rate: ``compared_area``, ``compared_period``, ``compared_rate_per_10k``, ``difference_from_latest_per_10k`` (the
        authority's latest less this rate).
    """
    columns = ["compared_area", "compared_period", "compared_rate_per_10k"]
    own = values[(values["indicator"] == "cla_rate") & values["value"].notna()].sort_values("period_end_date")
    printed = benchmarks[(benchmarks["indicator"] == "cla_rate") & benchmarks["value"].notna()]
    if own.empty:
        return pd.DataFrame(columns=[*columns, "difference_from_latest_per_10k"])
    latest = own.iloc[-1]
    rows = [(place, f"{latest['period_end_date']:%B %Y}", latest["value"])]
    for period in dict.fromkeys(printed["benchmark_period_printed"]):
        rows += [(place, period, row.value) for row in own.itertuples() if row.period_printed.startswith(str(period))]
    rows += [(comparator_name(row.comparator), row.benchmark_period_printed, row.value) for row in printed.itertuples()]
    table = pd.DataFrame(rows, columns=columns)
    table["difference_from_latest_per_10k"] = float(latest["value"]) - table["compared_rate_per_10k"]
    return table


def comparator_name(comparator: str) -> str:
    """A comparator as a reader sees it; one that is not declared under its own code.

    >>> comparator_name("statistical_neighbours"), comparator_name("core_cities")
    ('Statistical neighbours', 'Core cities')
    """
    return COMPARATORS.get(comparator, comparator.replace("_", " ").capitalize())
