"""Indicators over their periods, and their latest value against each benchmark."""

import re

import numpy as np
import pandas as pd

from analysis.measures import change_pct, whole_numbers_behind
from analysis.performance.targets import direction_of_travel
from analysis.periods import Quarter
from analysis.quarters import latest_statement, restated

AGES = ("earliest", "second", "previous", "latest")
"""The last four periods of the report's tables, oldest first."""

YEAR_END = {"financial_year": "-03-31", "academic_year": "-08-31"}
"""Last day of a year that starts in one calendar year and ends in the next, by kind of period."""

PART_YEAR = "two_terms"
"""Kind of period that does not compare with the whole year before it."""


def withheld_by_source(values: pd.DataFrame) -> pd.Series:
    """Whether the report itself hides the value (prints x), so that it stays hidden here; rows as in ``values``, with its ``value_note``."""
    return values["value_note"].eq("x").fillna(False).astype(bool)


def with_small_parts(values: pd.DataFrame, shares: dict[str, str], smallest_count: int) -> pd.DataFrame:
    """The values with numerator and denominator where a percentage, with the count that it is declared to be of, stands for a small part or leaves one.

    Parameters
    ----------
    values
        One row per ``authority``, ``quarter``, ``indicator`` and ``period_end_date``: ``value``, ``numerator``, ``denominator``.
    shares
        Indicator of the count, by that of the percentage.
    smallest_count
        Parts from 1 to one less are small.

    >>> rows = pd.DataFrame({"authority": "a", "quarter": "q", "period_end_date": "d", "indicator": ["all", "away_pct"], "value": [486, 0.4]})
    >>> rows = with_small_parts(rows.assign(numerator=pd.NA, denominator=pd.NA), {"away_pct": "all"}, 5)
    >>> rows[["numerator", "denominator"]].iloc[1].tolist()
    [2, 486]
    """
    key = ["authority", "quarter", "period_end_date"]
    wholes = values[values["indicator"].isin(shares.values())].dropna(subset=["value", "period_end_date"])
    wholes = wholes.drop_duplicates([*key, "indicator"]).set_index([*key, "indicator"])["value"].to_dict()
    found = values.copy()
    asked = values[values["indicator"].isin(shares) & values["value"].notna() & values["numerator"].isna()]
    for place, row in asked.iterrows():
        whole = wholes.get((*row[key], shares[row["indicator"]]))
        parts = whole_numbers_behind(row["value"], int(whole)) if whole is not None else range(0)
        small = [part for part in parts if 0 < min(part, whole - part) < smallest_count]
        if small:
            found.loc[place, ["numerator", "denominator"]] = [small[0], int(whole)]
    return found


def over_four_periods(indicators: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Each indicator's values over the report's four periods, with the direction of the last.

    Parameters
    ----------
    indicators
        One row per ``indicator``: ``name``, ``unit``, ``polarity``, ``report_section``, ``report_reference``.
    values
        One row per ``indicator`` and ``period_printed``, oldest first: ``period_kind``, ``value``, ``numerator``, ``denominator``.

    Returns
    -------
    pandas.DataFrame
        One row per indicator: those columns (``name`` as ``indicator_name``, ``unit`` as ``indicator_unit``), and for each of
        ``AGES`` the ``value_``, ``children_counted_``, ``children_not_counted_`` and ``period_`` (as printed); ``relative_change_pct``, ``better_by_pct`` (positive where
        better) and ``direction_of_travel`` on the period before, missing where two terms stand beside a whole year, and where the
        latest period, as printed, does not come after the one before it (``periods_out_of_order``).
    """
    rest = values["denominator"] - values["numerator"]
    parts = {"value": values["value"], "children_counted": values["numerator"], "children_not_counted": rest}
    wide = pd.concat([_by_age(values, figure).add_prefix(f"{part}_") for part, figure in parts.items()], axis="columns")
    printed = _by_age(values, values["period_printed"]).add_prefix("period_")
    table = _named(indicators).merge(wide.join(printed), on="indicator", how="inner")
    kinds = _by_age(values, values["period_kind"]).reindex(table["indicator"]).set_axis(table.index)
    ends = _by_age(values, period_ends(values)).reindex(table["indicator"]).set_axis(table.index)
    table["periods_out_of_order"] = ends["latest"].notna() & ends["previous"].notna() & ends["latest"].le(ends["previous"])
    comparable = ((kinds["latest"] != PART_YEAR) | (kinds["previous"] == PART_YEAR)) & ~table["periods_out_of_order"]
    before = table["value_previous"].where(comparable)
    table["relative_change_pct"] = change_pct(table["value_latest"], before)
    table["better_by_pct"] = table["relative_change_pct"] * table["polarity"].map({"higher": 1, "lower": -1, "neither": np.nan})
    table["direction_of_travel"] = direction_of_travel(table["value_latest"], before, table["polarity"])
    moved = np.sign(table["value_latest"] - before).map({1.0: "rose", -1.0: "fell", 0.0: "unchanged"})
    table["direction_words"] = table["direction_of_travel"].fillna(moved)
    return table


def period_ends(values: pd.DataFrame) -> pd.Series:
    """Last day of each period as text that sorts, such as ``2023-09-30``; missing where the period does not say.

    Parameters
    ----------
    values
        ``period_end_date`` where the report gives it, else ``period`` (``2022-23-Q1``, ``2022-23``, ``2022``) and ``period_kind``.

    >>> table = pd.DataFrame({"period_end_date": [pd.NaT] * 3, "period": ["2022-23-Q1", "2022", "2022-23"],
    ...                       "period_kind": ["quarter", "year_not_stated", "academic_year"]})
    >>> period_ends(table).tolist()
    ['2022-06-30', '2022-12-31', '2023-08-31']
    """
    known = pd.to_datetime(values["period_end_date"]).dt.strftime("%Y-%m-%d")
    period = values["period"].fillna("").astype(str)
    quarters = [str(Quarter.parse(text).end) if re.fullmatch(r"\d{4}-\d{2}-Q[1-4]", text) else None for text in period]
    calendar = (period + "-12-31").where(period.str.fullmatch(r"\d{4}"))
    year = (pd.to_numeric(period.str[:4], errors="coerce") + 1).astype("Int64").astype(str) + values["period_kind"].map(YEAR_END)
    years = year.where(period.str.fullmatch(r"\d{4}-\d{2}"))
    dates = period.where(period.str.fullmatch(r"\d{4}-\d{2}-\d{2}"))
    return known.fillna(pd.Series(quarters, index=values.index, dtype="str")).fillna(calendar).fillna(years).fillna(dates)


def of_every_report(values: pd.DataFrame) -> pd.DataFrame:
    """Values of the reports of several quarters as one series an indicator; the last report that states a period stands.

    Parameters
    ----------
    values
        Rows of ``over_four_periods``'s values with ``quarter``, the oldest report first.

    Returns
    -------
    pandas.DataFrame
        One row per indicator and period, oldest first; a period that only an older report states stands where its date puts it.
    """
    # A year that one report calls provisional and the next one actual is one point.
    rows = latest_statement(values.assign(point=values["period"].fillna(values["period_printed"])), ["indicator", "point"]).drop(
        columns="point"
    )
    order = pd.DataFrame(
        {"indicator": pd.factorize(rows["indicator"])[0], "end": period_ends(rows).fillna("9999"), "quarter": rows["quarter"]}
    )
    return rows.loc[order.sort_values(["indicator", "end", "quarter"], kind="stable").index].reset_index(drop=True)


def restated_periods(indicators: pd.DataFrame, values: pd.DataFrame, quarter: str) -> pd.DataFrame:
    """Periods that this quarter's report states otherwise than an earlier one.

    Parameters
    ----------
    indicators
        As for ``over_four_periods``.
    values
        Rows of every report, with ``quarter``, the oldest report first.
    quarter
        The quarter of the later report.

    Returns
    -------
    pandas.DataFrame
        One row per indicator and period: ``indicator_name``, ``indicator_unit``, ``period_printed``, ``indicator_value``, ``children_counted``,
        ``children_not_counted``, and each of the last three with ``_before``. What either report hides is not among them.
    """
    reports = [rows[~withheld_by_source(rows)] for _, rows in values.groupby("quarter", sort=False)]
    held = pd.concat(reports) if reports else values
    held = held.assign(point=held["period"].fillna(held["period_printed"]))
    changed = restated(held, ["indicator", "point"], "value")
    changed = changed.loc[changed["quarter"].eq(quarter), ["indicator", "point", "quarter", "quarter_before"]]
    told = one_row_a_period(indicators, held).assign(quarter=held["quarter"], point=held["point"])
    counts = ["indicator_value", "children_counted", "children_not_counted"]
    now = changed.merge(told, on=["indicator", "point", "quarter"])
    before = told[["indicator", "point", "quarter", *counts]].rename(columns={"quarter": "quarter_before"})
    table = now.merge(before, on=["indicator", "point", "quarter_before"], suffixes=("", "_before"))
    return table[["indicator_name", "indicator_unit", "period_printed", *counts, *(f"{name}_before" for name in counts)]]


def one_row_a_period(indicators: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Each indicator's values one row per period, in the order of the report.

    Columns: ``indicator``, ``indicator_name``, ``indicator_unit``, ``report_section``, ``report_reference``, ``period_printed``, ``indicator_value``,
    ``children_counted``, ``children_not_counted``. Rows as in ``values``.
    """
    table = values[["indicator", "period_printed"]].assign(
        indicator_value=values["value"],
        children_counted=values["numerator"],
        children_not_counted=values["denominator"] - values["numerator"],
    )
    named = _named(indicators).set_index("indicator")
    return table.join(named[["indicator_name", "indicator_unit", "report_section", "report_reference"]], on="indicator")


def withheld_by_age(values: pd.DataFrame, table: pd.DataFrame) -> dict[str, pd.Series]:
    """Whether each value of ``over_four_periods`` stays hidden, by column; rows as in ``table``."""
    wide = _by_age(values, withheld_by_source(values)).reindex(table["indicator"]).set_axis(table.index)
    return {f"value_{age}": wide[age].fillna(False).astype(bool) for age in AGES}


def against_benchmarks(indicators: pd.DataFrame, values: pd.DataFrame, benchmarks: pd.DataFrame) -> pd.DataFrame:
    """Latest value of each indicator against each benchmark that the report prints.

    Parameters
    ----------
    indicators, values
        As for ``over_four_periods``.
    benchmarks
        One row per ``indicator`` and ``comparator``: ``value``, ``benchmark_period_printed``.

    Returns
    -------
    pandas.DataFrame
        One row per indicator and benchmark where the latest period and the benchmark both have a figure: ``indicator``, ``indicator_name``, ``indicator_unit``, ``polarity``, ``report_section``,
        ``comparator``, ``latest_period``, ``value_latest`` and its counts, ``benchmark``, ``benchmark_period``, ``difference`` (value less
        benchmark), ``compared`` (``better``, ``worse``, ``same``; ``higher`` or ``lower`` where polarity is neither).
    """
    latest = values.drop_duplicates("indicator", keep="last").dropna(subset=["value"])
    latest = latest.assign(children_not_counted_latest=latest["denominator"] - latest["numerator"]).rename(
        columns={"value": "value_latest", "period_printed": "latest_period", "numerator": "children_counted_latest"}
    )
    printed = benchmarks.dropna(subset=["value"]).rename(columns={"value": "benchmark", "benchmark_period_printed": "benchmark_period"})
    table = (
        _named(indicators)
        .merge(
            latest[["indicator", "latest_period", "value_latest", "children_counted_latest", "children_not_counted_latest"]], on="indicator"
        )
        .merge(printed[["indicator", "comparator", "benchmark", "benchmark_period"]], on="indicator")
    )
    table["difference"] = table["value_latest"] - table["benchmark"]
    better = table["difference"].round(9) * table["polarity"].map({"higher": 1, "lower": -1, "neither": np.nan})
    plain = table["difference"].round(9)
    table["compared"] = np.select([plain == 0, better > 0, better < 0, plain > 0], ["same", "better", "worse", "higher"], "lower").astype(
        str
    )
    return table


def printed_benchmarks(indicators: pd.DataFrame, benchmarks: pd.DataFrame) -> pd.DataFrame:
    """Every benchmark that the report prints, whether or not the authority has a figure beside it.

    Returns
    -------
    pandas.DataFrame
        One row per indicator and comparator with a figure: ``indicator``, ``indicator_unit``, ``comparator``, ``benchmark``, ``benchmark_period``.
    """
    printed = benchmarks.dropna(subset=["value"]).rename(columns={"value": "benchmark", "benchmark_period_printed": "benchmark_period"})
    units = indicators.set_index("indicator")["unit"].rename("indicator_unit")
    printed = printed.join(units, on="indicator", how="inner")
    return printed[["indicator", "indicator_unit", "comparator", "benchmark", "benchmark_period"]].reset_index(drop=True)


def _named(indicators: pd.DataFrame) -> pd.DataFrame:
    columns = ["indicator", "name", "unit", "polarity", "report_section", "report_reference"]
    return indicators[columns].rename(columns={"name": "indicator_name", "unit": "indicator_unit"})


def _by_age(values: pd.DataFrame, figure: pd.Series) -> pd.DataFrame:
    """One row per indicator, one column for each of ``AGES``."""
    from_the_end = values.groupby("indicator", sort=False).cumcount(ascending=False)
    table = pd.DataFrame({"indicator": values["indicator"], "age": from_the_end.map(dict(enumerate(reversed(AGES)))), "figure": figure})
    return table.dropna(subset=["age"]).pivot(index="indicator", columns="age", values="figure").reindex(columns=list(AGES))
