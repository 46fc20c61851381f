"""Figures of an inspection set against today's measure of the same thing."""

import numpy as np
import pandas as pd

from analysis.measures import fewest_children

VERDICTS = ("better", "worse", "unchanged", "not judged", "not comparable")
"""``not judged``: comparable, but neither more nor fewer is better in itself."""

JUDGED = VERDICTS[:3]
"""Verdicts that say whether things are better."""

HELD_BY = {"indicator_values": "indicator", "performance_measure_values": "measure", "return_home_interviews": "interview_measure"}
"""Column by which each dataset of today's figures names what a figure is of."""

NEITHER_WAY = "Neither more nor fewer is better in itself"
ONLY_A_BOUND = "The inspection gives only a bound, and today's figure lies beyond it"
NO_FIGURE = "Today's report gives no figure"
OTHER_DEFINITION = "The two are not the same indicator"

UNITS = {"per 10,000 children": "rate per 10,000", "per 10,000 children aged 0 to 17": "rate per 10,000"}
"""Units that documents word differently."""

FLIPPED = {"over": "under", "at_least": "at_most", "just_under": "just_over", "within": "at_least"}
LEAST, MOST = ("over", "at_least", "just_over"), ("under", "at_most", "just_under", "within")


def today_points(
    comparisons: pd.DataFrame,
    indicator_values: pd.DataFrame,
    indicators: pd.DataFrame,
    measure_values: pd.DataFrame,
    measures: pd.DataFrame,
) -> pd.DataFrame:
    """Every figure of today's reports that the comparisons point at.

    Parameters
    ----------
    comparisons
        One row per ``comparison``: ``today_dataset``, ``today_indicator``, ``measure``; the last two missing where there is none.
    indicator_values, indicators
        Values by ``indicator`` and ``period_end_date`` with ``numerator`` and ``denominator`` where they are known, and each indicator's ``unit``.
    measure_values, measures
        Values by ``measure`` and ``month``, and each measure's ``indicator`` and ``measure_unit``.

    Returns
    -------
    pandas.DataFrame
        One row per comparison and date: ``comparison``, ``indicator``, ``figure_date``, ``figure_dated_as``, ``value``, ``unit``,
        ``few`` (the smaller part of a percentage of known parts); none for a
        comparison whose indicator or measure this quarter does not have.
    """
    yearly = indicator_values.merge(indicators[["indicator", "unit"]], on="indicator").rename(columns={"period_end_date": "figure_date"})
    yearly = yearly.dropna(subset=["figure_date"])
    yearly["figure_dated_as"] = _days(yearly["figure_date"])
    known = yearly.reindex(columns=["numerator", "denominator"]).astype("Int64")
    yearly["few"] = known["numerator"].where(known["numerator"] * 2 <= known["denominator"], known["denominator"] - known["numerator"])
    named = measures.drop_duplicates("measure")[["measure", "indicator", "measure_unit"]]
    monthly = measure_values.drop_duplicates(["measure", "month"]).merge(named, on="measure")
    monthly = monthly.rename(columns={"measure_value": "value", "measure_unit": "unit"})
    monthly["figure_date"] = pd.to_datetime(monthly["month"]) + pd.offsets.MonthEnd(0)
    monthly["figure_dated_as"] = monthly["figure_date"].dt.strftime("%B %Y")
    monthly["few"] = pd.array([pd.NA] * len(monthly), dtype="Int64")
    columns = ["comparison", "indicator", "figure_date", "figure_dated_as", "value", "unit", "few"]
    from_indicators = comparisons[comparisons["today_dataset"] == "indicator_values"].drop(columns="measure")
    from_measures = _numbered_as_now(comparisons[comparisons["today_dataset"] == "performance_measure_values"], named)
    found = pd.concat(
        [
            from_indicators.merge(yearly, left_on="today_indicator", right_on="indicator")[columns],
            from_measures.merge(monthly, left_on=["today_indicator", "measure"], right_on=["indicator", "measure"])[columns],
        ]
    )
    return _in_shared_units(found)


def held_today(comparisons: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The comparisons whose figure of today is held in the quarter.

    Parameters
    ----------
    comparisons
        One row per ``comparison``: ``today_dataset``, ``today_indicator``, ``measure``.
    tables
        The rows in force of the datasets in ``HELD_BY``, by dataset.
    """
    named = comparisons["measure"].astype("object").where(comparisons["measure"].notna(), comparisons["today_indicator"])
    held = [
        dataset in tables and name in set(tables[dataset][HELD_BY[dataset]])
        for dataset, name in zip(comparisons["today_dataset"], named, strict=True)
    ]
    return comparisons[pd.Series(held, comparisons.index, dtype=bool)]


def inspection_points(
    comparisons: pd.DataFrame, statistics: pd.DataFrame, vocabulary: pd.DataFrame, inspection_end_date: pd.Timestamp
) -> pd.DataFrame:
    """Every figure of the inspection that the comparisons point at, and the area's earlier ones of the same indicator.

    A figure whose indicator is declared the complement of another is turned round: 100 less it, as that other indicator.

    Parameters
    ----------
    comparisons
        One row per ``comparison``: ``statistic``.
    statistics
        The inspection's statistics, one row per ``statistic``: ``indicator``, ``comparator``, ``value``, ``unit``, ``qualifier``,
        ``basis``, ``as_of_date``, ``period_start``, ``period_end``, ``period_printed``, ``value_note``.
    vocabulary
        One row per ``indicator``: ``complement_of``, ``polarity``.
    inspection_end_date
        Where a figure without a date stands in time.

    Returns
    -------
    pandas.DataFrame
        One row per comparison and figure: ``comparison``, ``indicator``, ``figure_date``, ``figure_dated_as``, ``value``, ``unit``, ``qualifier``,
        ``polarity``, ``judged`` (whether the comparison names this very figure), ``printed_as_fraction`` (in words, such as a third).
    """
    known = statistics[statistics["comparator"].isin(["local", "previous_period"])].merge(vocabulary, on="indicator", suffixes=("", "_of"))
    chosen = comparisons[["comparison", "statistic"]].merge(known[["statistic", "indicator", "basis"]], on="statistic")
    points = chosen.merge(known, on=["indicator", "basis"], suffixes=("_chosen", ""))
    points["judged"] = points["statistic"] == points["statistic_chosen"]
    turned = points["complement_of"].notna()
    points["value"] = np.where(turned, 100 - points["value"], points["value"])
    points["qualifier"] = points["qualifier"].mask(turned, points["qualifier"].map(FLIPPED))
    points["indicator"] = points["indicator"].mask(turned, points["complement_of"])
    better_way = vocabulary.set_index("indicator")["polarity"]
    points["polarity"] = points["indicator"].map(better_way)
    year = points["period_printed"].where(points["period_printed"].fillna("").str.fullmatch(r"\d{4}"))
    middle_of_year = pd.to_datetime(year + "-07-01", errors="coerce")
    exact = points["as_of_date"].fillna(points["period_end"])
    points["figure_date"] = exact.fillna(middle_of_year).fillna(inspection_end_date)
    points["figure_dated_as"] = _dates_in_words(points)
    points = points.sort_values(["comparison", "judged"], ascending=[True, False], kind="stable")
    points = points.drop_duplicates(["comparison", "figure_date", "value"]).sort_values(["comparison", "figure_date"], kind="stable")
    points["printed_as_fraction"] = points["value_note"].fillna("").str.contains("fraction")
    columns = ["comparison", "indicator", "figure_date", "figure_dated_as", "value", "unit", "qualifier", "polarity", "judged"]
    columns.append("printed_as_fraction")
    return _in_shared_units(points[columns])


def compare(comparisons: pd.DataFrame, then: pd.DataFrame, today: pd.DataFrame, last_date: pd.Timestamp) -> pd.DataFrame:
    """Each figure of the inspection, today's, and the verdict.

    The verdict is ``not comparable`` where the comparison is declared so, where the two are not the same indicator, where
    today's figure is missing, or where the inspection gives only a bound that does not decide it. Otherwise it follows
    from which way is better.

    Parameters
    ----------
    comparisons
        One row per ``comparison``: ``theme``, ``label``, ``finding``, ``comparable``, ``why``, ``small_base``.
    then, today
        As ``inspection_points`` and ``today_points`` return them.
    last_date
        The quarter's last day; today's figure is the one of that date.

    Returns
    -------
    pandas.DataFrame
        One row per comparison: ``comparison``, ``comparison_theme``, ``comparison_label``, ``finding``, ``inspection_value``,
        ``inspection_unit``, ``inspection_dated_as``, ``qualifier``, ``printed_as_fraction``, ``today_value``, ``today_unit``, ``indicator`` and ``today_date`` (of today's figure),
        ``comparison_unit``,
        ``change_since_inspection`` (only where comparable), ``polarity``, ``comparison_verdict`` (one of ``VERDICTS``), ``comparison_why``, ``fewest_children``.
    """
    judged = then[then["judged"]].set_index("comparison")
    latest = today[today["figure_date"] == last_date].set_index("comparison")
    table = comparisons.set_index("comparison")[["theme", "label", "finding", "comparable", "why", "small_base"]]
    table = table.rename(columns={"theme": "comparison_theme", "label": "comparison_label"})
    table["inspection_value"] = judged["value"]
    table["inspection_unit"] = judged["unit"]
    table["inspection_dated_as"] = judged["figure_dated_as"]
    table["qualifier"] = judged["qualifier"]
    table["printed_as_fraction"] = judged["printed_as_fraction"].reindex(table.index).fillna(False).astype(bool)
    table["polarity"] = judged["polarity"]
    table["today_value"] = latest["value"].astype(float)
    table["today_unit"] = latest["unit"]
    table["indicator"] = latest["indicator"]
    table["today_date"] = last_date
    same = judged["indicator"] == latest["indicator"].reindex(judged.index)
    table["same_indicator"] = same.reindex(table.index).fillna(False).astype(bool)
    change = (table["today_value"] - table["inspection_value"]).round(6)
    both_units = table["inspection_unit"] + "; today " + table["today_unit"]
    table["comparison_unit"] = table["inspection_unit"].where(
        table["today_unit"].fillna(table["inspection_unit"]) == table["inspection_unit"], both_units
    )
    table["comparison_verdict"] = _verdicts(table, change)
    table["comparison_why"] = _reasons(table)
    judged_at_all = table["comparison_verdict"] != "not comparable"
    table["change_since_inspection"] = change.where(judged_at_all)
    table["fewest_children"] = fewest_children(table["today_value"], table["small_base"]).fillna(latest["few"].astype("Int64"))
    return table.drop(columns=["comparable", "why", "small_base", "same_indicator"]).reset_index()


def over_time(comparisons: pd.DataFrame, then: pd.DataFrame, today: pd.DataFrame) -> pd.DataFrame:
    """All points of all comparisons, the inspection's and today's, in order of time.

    Returns
    -------
    pandas.DataFrame
        One row per point: ``comparison``, ``comparison_theme``, ``comparison_label``, ``indicator``, ``reported_by`` (``inspection`` or ``today``),
        ``figure_date``, ``figure_dated_as``, ``figure_value``, ``figure_unit``, ``judged``, ``fewest_children``.
    """
    points = pd.concat([then.assign(reported_by="inspection"), today.assign(reported_by="today", judged=False)], ignore_index=True)
    points = points.merge(comparisons[["comparison", "theme", "label", "small_base"]], on="comparison")
    fewest = fewest_children(points["value"], points["small_base"] & (points["reported_by"] == "today"))
    points["fewest_children"] = fewest.fillna(points["few"].astype("Int64"))
    points = points.rename(
        columns={"theme": "comparison_theme", "label": "comparison_label", "value": "figure_value", "unit": "figure_unit"}
    ).sort_values(["comparison", "figure_date"], kind="stable", ignore_index=True)
    columns = [
        "comparison",
        "comparison_theme",
        "comparison_label",
        "indicator",
        "reported_by",
        "figure_date",
        "figure_dated_as",
        "figure_value",
        "figure_unit",
    ]
    return points[[*columns, "judged", "fewest_children"]]


def findings_answered(findings: pd.DataFrame, verdicts: pd.DataFrame, today_alone: pd.DataFrame) -> pd.DataFrame:
    """What each area for improvement has to show today.

    Parameters
    ----------
    findings
        One row per ``reference``: ``finding``, ``theme``, ``immediate_action``, ``addressed_to``.
    verdicts
        As ``compare`` returns it; ``finding`` is the reference of the area that the figure bears on.
    today_alone
        Names of today's figures that bear on a finding of which the inspection gives no figure: ``finding``, ``comparison_label``.

    Returns
    -------
    pandas.DataFrame
        The same rows: ``finding_reference``, ``finding_brief``, ``finding_theme``, ``urgency``, ``addressed_to``, ``figures_compared``: each
        figure that bears on it, ``figures_judged``: how many of them have a verdict, and ``figures_today_alone``.
    """
    table = findings.rename(columns={"reference": "finding_reference", "finding": "finding_brief", "theme": "finding_theme"})
    table["urgency"] = np.where(table["immediate_action"], "immediate", "")
    words = verdicts.dropna(subset=["finding"])
    words = words.assign(text=words["comparison_label"] + ": " + words["comparison_verdict"])
    bearing = words.groupby(words["finding"].astype(int))
    table["figures_compared"] = table["finding_reference"].map(bearing["text"].agg("; ".join))
    judged = words["comparison_verdict"].isin(JUDGED).groupby(words["finding"].astype(int)).sum()
    table["figures_judged"] = table["finding_reference"].map(judged).fillna(0).astype("Int64")
    alone = today_alone.dropna(subset=["finding"])
    alone = alone.groupby(alone["finding"].astype(int))["comparison_label"].agg("; ".join)
    table["figures_today_alone"] = table["finding_reference"].map(alone)
    columns = ["finding_reference", "finding_brief", "finding_theme", "urgency", "addressed_to"]
    return table[[*columns, "figures_compared", "figures_judged", "figures_today_alone"]]


def _verdicts(table: pd.DataFrame, change: pd.Series) -> np.ndarray:
    rise = change.where(table["polarity"] == "higher", -change)
    tests = [~table["comparable"], *_failings(table).values(), table["polarity"] == "neither", change == 0, rise > 0]
    return np.select(tests, ["not comparable"] * 4 + ["not judged", "unchanged", "better"], "worse")


def _failings(table: pd.DataFrame) -> dict[str, pd.Series]:
    """What keeps two figures from being compared although they are declared comparable, by the reason to give."""
    change = table["today_value"] - table["inspection_value"]
    undecided = (table["qualifier"].isin(LEAST) & (change >= 0)) | (table["qualifier"].isin(MOST) & (change <= 0))
    return {
        NO_FIGURE: table["today_value"].isna(),
        OTHER_DEFINITION: ~table["same_indicator"] | (table["inspection_unit"] != table["today_unit"]),
        ONLY_A_BOUND: undecided,
    }


def _reasons(table: pd.DataFrame) -> pd.Series:
    """The declared reason or caution; for a figure that fails or is not judged for another cause, that cause."""
    declared = table["why"].fillna("")
    failings = _failings(table)
    cause = pd.Series(np.select(list(failings.values()), list(failings), ""), index=table.index)
    not_judged = (NEITHER_WAY + ". " + declared).str.removesuffix(". ")
    reason = declared.mask(table["comparable"] & (cause != ""), cause)
    return reason.mask(table["comparison_verdict"] == "not judged", not_judged)


def _dates_in_words(points: pd.DataFrame) -> pd.Series:
    """The date or month of each figure; else the period as printed; else that it is not dated."""
    start, end = points["period_start"], points["period_end"]
    month = end.dt.strftime("%B %Y").where(start.dt.to_period("M") == end.dt.to_period("M"))
    return _days(points["as_of_date"]).fillna(month).fillna(points["period_printed"]).fillna("not dated")


def _days(dates: pd.Series) -> pd.Series:
    """Dates as their day, such as ``30 September 2023``; a missing one stays missing."""
    return (dates.dt.day.astype("Int64").astype("str") + dates.dt.strftime(" %B %Y")).where(dates.notna())


def _numbered_as_now(comparisons: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """The comparisons under the numbers that the quarter's report gives their measures, where an indicator has one measure alone."""
    alone = measures.drop_duplicates("indicator", keep=False).set_index("indicator")["measure"]
    known = set(zip(measures["indicator"], measures["measure"], strict=True))
    held = pd.Series(
        [pair in known for pair in zip(comparisons["today_indicator"], comparisons["measure"], strict=True)], comparisons.index, dtype=bool
    )
    return comparisons.assign(measure=comparisons["measure"].where(held, comparisons["today_indicator"].map(alone)))


def _in_shared_units(points: pd.DataFrame) -> pd.DataFrame:
    return points.assign(unit=points["unit"].replace(UNITS)).reset_index(drop=True)
