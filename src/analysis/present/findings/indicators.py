"""Sentences on the yearly indicators: benchmarks, and rates whose denominator changed."""

import re

import pandas as pd

from analysis.disclosure.release import Released
from analysis.performance.benchmarks import AGES
from analysis.present.wording import counted, in_sentence, listing, number, with_unit

COMPARATORS = {"england": "England", "statistical_neighbours": "similar authorities", "south_west": "the South West"}
COLUMNS = {"england": "england_words", "statistical_neighbours": "neighbours_words", "south_west": "south_west_words"}


def benchmark_columns(table: pd.DataFrame, compared: pd.DataFrame, benchmarks: pd.DataFrame) -> pd.DataFrame:
    """The table with each benchmark in words, its own period beside it, and how the latest value stands against England.

    Parameters
    ----------
    table
        As ``over_four_periods`` returns it.
    compared
        As ``against_benchmarks`` returns it.
    benchmarks
        As printed: ``indicator``, ``comparator``, ``value``, ``benchmark_period_printed``.
    """
    table = table.copy()
    units = table.set_index("indicator")["indicator_unit"]
    printed = benchmarks.dropna(subset=["value"])
    words = [f"{with_unit(row.value, units[row.indicator])} ({short_period(row.benchmark_period_printed)})" for row in printed.itertuples()]
    printed = printed.assign(words=words)
    for comparator, column in COLUMNS.items():
        of_one = printed[printed["comparator"] == comparator].set_index("indicator")["words"]
        table[column] = table["indicator"].map(of_one).fillna("none")
    england = compared[compared["comparator"] == "england"].set_index("indicator")
    table["against_england"] = table["indicator"].map(england["compared"])
    return table


def with_yes_and_no(restated: pd.DataFrame) -> pd.DataFrame:
    """The table with its truths in words."""
    words = {True: "yes", False: "no"}
    return restated.assign(rate_agrees=restated["rate_agrees"].map(words), series_breaks=restated["series_breaks"].map(words))


def section_columns(section: Released) -> list[str]:
    """Columns of one section's table: the benchmarks that any of its indicators has."""
    rows = section.table
    used = [column for column in COLUMNS.values() if rows[column].ne("none").any()]
    compared = ["against_england"] if used else []
    return ["indicator_name", "unit_words", *(f"value_{age}" for age in AGES), "direction_words", *used, *compared]


def section_headings(periods: pd.DataFrame, section: Released) -> dict[str, str]:
    """Headings of the four periods of a section, as the report prints them."""
    first = section.table["indicator"].iloc[0]
    printed = periods.loc[periods["indicator"] == first, "period_printed"]
    return {f"value_{age}": text for age, text in zip(AGES, printed, strict=True)}


def short_period(text: str) -> str:
    """A period as printed, short enough for a chart.

    >>> short_period("2020/21 Actual"), short_period("Autumn and Spring Term 2022/23"), short_period("22/23 prov.")
    ('2020/21', '2 terms 2022/23', '2022/23')
    """
    text = re.sub(r" (Actual|Provisional|prov\.)$", "", text)
    text = re.sub(r"^\w+ and \w+ Term ", "2 terms ", text)
    return re.sub(r"^(\d\d)/(\d\d)$", r"20\1/\2", text)


def against_benchmarks(compared: Released) -> list[str]:
    """How many indicators are better or worse than each comparator; which are worse."""
    rows = compared.table.dropna(subset=["compared"])
    judged = rows[rows["polarity"] != "neither"]
    sentences = []
    for comparator, group in judged.groupby("comparator", sort=False):
        counts = group["compared"].value_counts()
        worse = [in_sentence(name) for name in group.loc[group["compared"] == "worse", "indicator_name"]]
        same = f", {number(counts['same'])} the same" if "same" in counts else ""
        names = f" Worse: {listing(worse)}." if worse and comparator == "england" else ""
        sentences.append(
            f"Against {COMPARATORS[comparator]}, {number(counts.get('better', 0))} of {number(len(group))} indicators are better"
            f" and {number(counts.get('worse', 0))} worse{same}.{names}"
        )
    neither = rows[rows["polarity"].eq("neither") & rows["comparator"].eq("england")]
    if not neither.empty:
        sides = [
            f"{way} than England: {listing([in_sentence(name) for name in group['indicator_name']])}"
            for way, group in neither.groupby("compared", sort=False)
        ]
        sentences.append(f"Neither way is better in itself, {'; '.join(sides)}.")
    older = rows[rows["latest_period"].map(short_period) != rows["benchmark_period"].fillna("").map(short_period)]
    if not older.empty:
        sentences.append(
            f"{number(len(older))} of the {number(len(rows))} comparisons set a value beside a benchmark of another period; each benchmark's period stands beside it."
        )
    return sentences


def benchmark_title(compared: Released) -> str:
    """Finding of the chart of indicators against benchmarks."""
    rows = compared.table.dropna(subset=["compared"])
    judged = rows[rows["comparator"].eq("england") & rows["polarity"].ne("neither")]
    worse = judged["compared"].eq("worse").sum()
    return f"The latest figure is worse than England's on {number(worse)} of the {number(len(judged))} indicators where one way is better"


def benchmarked(periods: Released, compared: Released) -> Released:
    """The series of the indicators that have a benchmark, from their first figure on."""
    rows = periods.table
    chosen = rows["indicator"].isin(compared.table["indicator"])
    shown = rows["indicator_value"].notna()
    started = shown.groupby(rows["indicator"], sort=False).cummax()
    ends = shown[::-1].groupby(rows["indicator"][::-1], sort=False).cummax()[::-1]
    return periods.where(chosen & started & ends)


def benchmark_lines(compared: Released) -> dict[str, list[tuple[str, float]]]:
    """Lines across each indicator's panel: its benchmarks, each with its period."""
    lines = {}
    for row in compared.table.itertuples():
        name = {"england": "England", "statistical_neighbours": "Neighbours", "south_west": "South West"}[row.comparator]
        lines.setdefault(row.indicator_name, []).append((f"{name} {with_unit(row.benchmark, row.indicator_unit)}", row.benchmark))
    return lines


def benchmark_description(periods: Released, compared: Released) -> str:
    """Long description of that chart."""
    parts = []
    for name, rows in benchmarked(periods, compared).table.groupby("indicator_name", sort=False):
        figures = [f"{short_period(row.period_printed)} {with_unit(row.indicator_value, row.indicator_unit)}" for row in rows.itertuples()]
        against = [
            f"{COMPARATORS[row.comparator]} {with_unit(row.benchmark, row.indicator_unit)} in {short_period(row.benchmark_period)}"
            for row in compared.table[compared.table["indicator_name"] == name].itertuples()
        ]
        parts.append(f"{name}: {', '.join(figures)}; {listing(against)}")
    return (
        "One small line for each indicator, each on its own scale from zero, with its benchmarks as dashed lines. " + ". ".join(parts) + "."
    )


def change_on_year(table: Released) -> list[str]:
    """Which indicators with a better way improved and declined on the period before."""
    rows = table.table.dropna(subset=["better_by_pct"])
    sentences = []
    for word, chosen in (
        ("Improved most", rows[rows["better_by_pct"] > 0].sort_values("better_by_pct", ascending=False)),
        ("Declined most", rows[rows["better_by_pct"] < 0].sort_values("better_by_pct")),
    ):
        names = [
            f"{in_sentence(row.indicator_name)} ({with_unit(row.value_previous, row.indicator_unit)} to {with_unit(row.value_latest, row.indicator_unit)})"
            for row in chosen.head(3).itertuples()
        ]
        if names:
            sentences.append(
                f"{word} on the period before, of {counted(len(chosen), 'yearly indicator')} that {word.split()[0].lower()}: {listing(names)}."
            )
    return sentences


def change_of_denominator(changes: Released, restated: Released) -> list[str]:
    """What the break does to each rate."""
    rows = changes.table
    if rows.empty:
        return ["No rate changed its denominator over the periods shown."]
    now = restated.table.drop_duplicates("indicator", keep="last").iloc[0]
    first = restated.table[restated.table["series_breaks"] == "yes"]["period_printed"].iloc[0]
    before = restated.table[restated.table["children_population"] != now["children_population"]]["children_population"].iloc[-1]
    sentences = [
        f"From {short_period(first)} the rates are worked out on {number(now['children_population'])} children ({now['population_basis']}), "
        f"before that on {number(before)}. Fewer children make every rate higher, so the printed series break there."
        if now["children_population"] < before
        else f"From {short_period(first)} the rates are worked out on {number(now['children_population'])} children, before that on {number(before)}. "
        "More children make every rate lower, so the printed series break there."
    ]
    for row in rows.dropna(subset=["printed_change", "restated_change"]).itertuples():
        turned = round(row.printed_change, 1) * round(row.restated_change, 1) < 0
        moved = f"{number(row.printed_change, 1, signed=True)} as printed, {number(row.restated_change, 1, signed=True)} on one population"
        turn = " The direction turns." if turned else ""
        sentences.append(f"{row.indicator_name}: {moved}.{turn}")
    return sentences


def denominator_title(changes: Released) -> str:
    """Finding of the chart of rates on two denominators."""
    rows = changes.table.dropna(subset=["printed_change", "restated_change"])
    turned = rows[rows["printed_change"].round(1) * rows["restated_change"].round(1) < 0]
    if turned.empty:
        return (
            "On one population every rate moves the same way as printed, by a different amount"
            if len(rows)
            else "No rate changed its denominator"
        )
    row = turned.iloc[0]
    way = {True: "rose", False: "fell"}
    return (
        f"{row['indicator_name']}: the printed rate {way[row['printed_change'] > 0]} by {number(abs(row['printed_change']), 1)}, "
        f"but on one population it {way[row['restated_change'] > 0]} by {number(abs(row['restated_change']), 1)}"
    )


def denominator_description(restated: Released) -> str:
    """Long description of that chart."""
    parts = []
    for name, rows in restated.table.groupby("indicator_name", sort=False):
        figures = [
            f"{short_period(row.period_printed)} {_one(row.printed_rate)} printed, {_one(row.restated_rate)} restated"
            for row in rows.itertuples()
        ]
        parts.append(f"{name}: {'; '.join(figures)}")
    return (
        "One panel for each rate, each on its own scale that does not start at zero, with a line for the printed and one for the restated rate. "
        + ". ".join(parts)
        + "."
    )


def denominator_warning(restated: Released, indicators: pd.DataFrame) -> str:
    """Whether the report's definitions name another population than the latest rates use."""
    rows = restated.table.drop_duplicates("indicator", keep="last")
    used = number(rows["children_population"].iloc[0])
    stated = indicators[indicators["indicator"].isin(rows["indicator"])]["denominator"]
    others = stated[~stated.str.contains(used, regex=False)]
    if others.empty:
        return ""
    return f"The report's definitions of {counted(len(others), 'rate')} name another number of children than the {used} on which the latest rates are worked out."


def not_known(periods: Released, withheld: int) -> list[str]:
    """What the yearly indicators cannot say."""
    gaps = periods.table[periods.table["indicator_value"].isna() & ~periods.suppressed["indicator_value"]]["indicator_name"].nunique()
    return [
        f"The report itself hides {counted(withheld, 'figure')} on types of placement (it prints x). They stay hidden, and so do a few more that would show what x stands for."
        if withheld
        else "",
        f"{counted(gaps, 'indicator').capitalize()} lack a figure for some period, such as school inspections paused or a return not yet out."
        if gaps
        else "",
        "Benchmarks are older than the council's own figures, in part, and cover a year where the council's cover a date.",
        "Where absence of two terms stands beside a whole year, no direction is given.",
    ]


def _one(value: float) -> str:
    return "not shown" if pd.isna(value) else number(value, 1)
