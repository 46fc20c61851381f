"""Sentences on the yearly indicators: benchmarks, and rates whose denominator changed."""

import re

import pandas as pd

from analysis.catalogue.code_lists import code_list
from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.measures import change_pct
from analysis.performance.benchmarks import AGES
from analysis.present.page import Tile
from analysis.present.wording import agreeing, counted, in_sentence, listing, number, sentence_case, with_unit
from analysis.quarters import BOTH, GONE, NEW, side_by_side

ENGLAND = "england"
SHORT_COMPARATORS = {"statistical_neighbours": "Neighbours"}
COLUMNS = {ENGLAND: "england_words", "statistical_neighbours": "neighbours_words"}
"""Column of each comparator's figures in words; the rest stand together in ``others_words``."""

OTHERS = "others_words"
LARGEST = 3


def comparator_name(comparator: str) -> str:
    """A comparator in a sentence.

    >>> comparator_name("statistical_neighbours"), comparator_name("south_west")
    ('similar authorities', 'the South West')
    """
    return code_list("comparators_in_sentences")[comparator]


def area_name(comparator: str) -> str:
    """A comparator as a heading names it: ``South West``."""
    return code_list("comparators")[comparator]


def with_benchmarks(over_years: Released, compared: Released, benchmarks: Released) -> Released:
    """The indicators with each benchmark in words, its own period beside it, and how the latest value stands against England.

    Parameters
    ----------
    over_years
        As ``over_four_periods`` returns it, released.
    compared
        As ``against_benchmarks`` returns it, released.
    benchmarks
        As ``printed_benchmarks`` returns it, released.
    """
    words = [f"{with_unit(row.benchmark, row.indicator_unit)}{_of_period(row.benchmark_period)}" for row in benchmarks.table.itertuples()]
    printed = benchmarks.table.assign(words=pd.Series(words, index=benchmarks.table.index, dtype="str"))
    others = printed[~printed["comparator"].isin(COLUMNS)]
    others = others.assign(words=others["comparator"].map(area_name) + " " + others["words"])
    parts = {column: printed[printed["comparator"] == comparator] for comparator, column in COLUMNS.items()} | {OTHERS: others}
    # Where none is printed the words are an empty series, of no type of its own.
    joined = {column: rows.groupby("indicator")["words"].agg("; ".join).astype(object) for column, rows in parts.items()}
    indicators = over_years.table["indicator"]
    told = {column: indicators.map(words).astype(object).fillna("none") for column, words in joined.items()}
    rows = compared.table
    england = rows[rows["comparator"] == ENGLAND].drop_duplicates("indicator").set_index("indicator")["compared"]
    return over_years.with_words(**told, against_england=indicators.map(england))


def with_yes_and_no(restated: pd.DataFrame) -> pd.DataFrame:
    """The table with its truths in words."""
    words = {True: "yes", False: "no"}
    return restated.assign(rate_agrees=restated["rate_agrees"].map(words), series_breaks=restated["series_breaks"].map(words))


def section_columns(section: Released) -> list[str]:
    """Columns of one section's table: the periods that any of its indicators has, and the benchmarks."""
    rows = section.table
    used = [column for column in (*COLUMNS.values(), OTHERS) if rows[column].ne("none").any()]
    compared = ["against_england"] if rows["against_england"].notna().any() else []
    periods = [f"value_{age}" for age in AGES if rows[f"period_{age}"].notna().any()]
    return ["indicator_name", "unit_words", *periods, "direction_words", *used, *compared]


def section_headings(section: Released) -> dict[str, str]:
    """Headings of the periods of a section, as the report prints them, where all its indicators have the same one."""
    printed = {f"value_{age}": section.table[f"period_{age}"].dropna().unique() for age in AGES}
    return {column: names[0] for column, names in printed.items() if len(names) == 1}


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
        names = f" Worse: {listing(worse)}." if worse and comparator == ENGLAND else ""
        sentences.append(
            f"Against {comparator_name(comparator)}, {number(counts.get('better', 0))} of {number(len(group))} {agreeing(len(group), 'indicator', 'indicators')} {agreeing(counts.get('better', 0), 'is', 'are')} better"
            f" and {number(counts.get('worse', 0))} worse{same}.{names}"
        )
    neither = rows[rows["polarity"].eq("neither") & rows["comparator"].eq(ENGLAND)]
    if not neither.empty:
        sides = [
            f"{'the same as England' if way == 'same' else f'{way} than England'}: {listing([in_sentence(name) for name in group['indicator_name']])}"
            for way, group in neither.groupby("compared", sort=False)
        ]
        sentences.append(f"Neither way is better in itself, {'; '.join(sides)}.")
    older = rows[rows["latest_period"].map(short_period) != rows["benchmark_period"].fillna("").map(short_period)]
    if not older.empty:
        sentences.append(
            f"{number(len(older))} of the {number(len(rows))} {agreeing(len(rows), 'comparison', 'comparisons')} {agreeing(len(older), 'sets', 'set')} a value beside a benchmark of another period; each benchmark's period stands beside it."
        )
    return sentences


def benchmark_title(compared: Released) -> str:
    """Finding of the chart of indicators against benchmarks."""
    rows = compared.table.dropna(subset=["compared"])
    judged = rows[rows["comparator"].eq(ENGLAND) & rows["polarity"].ne("neither")]
    worse = judged["compared"].eq("worse").sum()
    if judged.empty:
        return f"{sentence_case(counted(rows['indicator'].nunique(), 'indicator'))} beside the figures of others"
    return f"The latest figure is worse than England's on {number(worse)} of the {number(len(judged))} {agreeing(len(judged), 'indicator', 'indicators')} where one way is better"


def england_tile(compared: Released) -> list[Tile]:
    """Key figure: indicators that are worse than England's."""
    rows = compared.table.dropna(subset=["compared"])
    judged = rows[rows["comparator"].eq(ENGLAND) & rows["polarity"].ne("neither")]
    if judged.empty:
        return []
    worse = judged["compared"].eq("worse").sum()
    note = "Yearly indicators where one way is better"
    return [Tile("Worse than England", f"{number(worse)} of {number(len(judged))}", note, field("against_england").definition)]


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
        name = SHORT_COMPARATORS.get(row.comparator, area_name(row.comparator))
        lines.setdefault(row.indicator_name, []).append((f"{name} {with_unit(row.benchmark, row.indicator_unit)}", row.benchmark))
    return lines


def benchmark_description(periods: Released, compared: Released) -> str:
    """Long description of that chart."""
    parts = []
    for name, rows in benchmarked(periods, compared).table.groupby("indicator_name", sort=False):
        figures = [f"{short_period(row.period_printed)} {with_unit(row.indicator_value, row.indicator_unit)}" for row in rows.itertuples()]
        against = [
            f"{comparator_name(row.comparator)} {with_unit(row.benchmark, row.indicator_unit)}{_of_period(row.benchmark_period)}"
            for row in compared.table[compared.table["indicator_name"] == name].itertuples()
        ]
        parts.append(f"{name}: {', '.join(figures)}; {listing(against)}")
    return (
        "One small line for each indicator, each on its own scale from zero, with its benchmarks as dashed lines. " + ". ".join(parts) + "."
    )


def change_on_year(table: Released) -> list[str]:
    """Which yearly indicators with a better way improved and declined on the period before, how many did not, and how many cannot be compared."""
    judged = table.where(table.table["polarity"].ne("neither"))
    ways, hidden = judged.table["direction_of_travel"], judged.suppressed["direction_of_travel"]
    if judged.table.empty:
        return []
    counts = ways.value_counts()
    parts = [(counts.get("improved", 0), "improved on the period before"), (counts.get("declined", 0), "declined")]
    parts += [
        (counts.get("unchanged", 0), "did not change"),
        (hidden.sum(), "cannot be shown"),
        ((ways.isna() & ~hidden).sum(), "cannot be compared"),
    ]
    told = listing([f"{number(count)} {words}" for count, words in parts if count])
    sentences = [f"Of {counted(len(ways), 'yearly indicator')} where one way is better, {told}."]
    rows = judged.table.dropna(subset=["better_by_pct"]).sort_values("better_by_pct", ascending=False, kind="stable")
    return sentences + _most(rows, "value_previous", "value_latest", "on the period before")


def since_last_report(now: Released, before: Released, label: str) -> list[str]:
    """Which yearly indicators with a better way improved and declined most since the last report, of those with a new figure.

    Parameters
    ----------
    now, before
        One row per ``indicator``: ``indicator_name``, ``indicator_unit``, ``polarity``, ``value_latest``, ``period_latest``.
    label
        Last quarter as a reader sees it.
    """
    columns = ["indicator", "indicator_name", "indicator_unit", "polarity", "value_latest", "period_latest"]
    both = side_by_side(now.table[columns], before.table[columns], ["indicator"])
    rows = both[(both["presence"] == BOTH) & both["period_latest"].ne(both["period_latest_before"])]
    rows = rows[rows["polarity"].ne("neither")].dropna(subset=["value_latest", "value_latest_before"])
    sign = rows["polarity"].map({"higher": 1, "lower": -1})
    rows = rows.assign(better_by_pct=sign * change_pct(rows["value_latest"].astype(float), rows["value_latest_before"].astype(float)))
    rows = rows.dropna(subset=["better_by_pct"]).sort_values("better_by_pct", ascending=False, kind="stable")
    sentences = _most(rows, "value_latest_before", "value_latest", f"since {in_sentence(label)}")
    for presence, column, words in (
        (NEW, "indicator_name", "New among the yearly indicators"),
        (GONE, "indicator_name_before", "No longer among them"),
    ):
        names = both.loc[both["presence"] == presence, column]
        if len(names):
            sentences.append(f"{words}: {listing([in_sentence(name) for name in names])}.")
    return sentences


def restated(changed: Released) -> list[str]:
    """Which periods of yearly indicators this report states otherwise than an earlier one, with both figures."""
    rows = changed.table.dropna(subset=["indicator_value", "indicator_value_before"])
    named = [
        f"{in_sentence(row.indicator_name)} for {short_period(row.period_printed)} ({with_unit(row.indicator_value_before, row.indicator_unit)} to "
        f"{with_unit(row.indicator_value, row.indicator_unit)})"
        for row in rows.itertuples()
    ]
    return [f"Stated otherwise than in an earlier report: {listing(named)}."] if named else []


def _most(rows: pd.DataFrame, before: str, now: str, against: str) -> list[str]:
    """The indicators that improved and declined most, of those that did, best first."""
    sentences = []
    for word, chosen in (("Improved", rows[rows["better_by_pct"] > 0]), ("Declined", rows[rows["better_by_pct"] < 0].iloc[::-1])):
        names = [
            f"{in_sentence(row['indicator_name'])} ({with_unit(row[before], row['indicator_unit'])} to {with_unit(row[now], row['indicator_unit'])})"
            for _, row in chosen.head(LARGEST).iterrows()
        ]
        if names:
            most = "most " if len(chosen) > len(names) else ""
            of_those = f", of {number(len(chosen))} that {word.lower()}" if len(chosen) > len(names) else ""
            sentences.append(f"{word} {most}{against}{of_those}: {listing(names)}.")
    return sentences


def out_of_order_warning(table: Released) -> list[str]:
    """Which indicators have a latest period that, as printed, does not come after the one before it."""
    rows = table.table[table.table["periods_out_of_order"]]
    return [
        f"The report calls the latest period of {listing([in_sentence(name) for name in group['indicator_name']])} “{latest}”, which does not come after "
        f"“{previous}” beside it. It may be a misprint, so no direction is given."
        for (latest, previous), group in rows.groupby(["period_latest", "period_previous"], sort=False)
    ]


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
    rows = restated.table.drop_duplicates("indicator", keep="last").dropna(subset=["children_population"])
    if rows.empty:
        return ""
    used = number(rows["children_population"].iloc[0])
    stated = indicators[indicators["indicator"].isin(rows["indicator"])]["denominator"].dropna()
    others = stated[stated.str.contains(r"\d,\d{3}") & ~stated.str.contains(used, regex=False)]
    if others.empty:
        return ""
    return f"The report's definitions of {counted(len(others), 'rate')} name another number of children than the {used} on which the latest rates are worked out."


def not_known(periods: Released, table: Released, notes: list[str], withheld: int) -> list[str]:
    """What the yearly indicators cannot say.

    Parameters
    ----------
    periods
        One row per indicator and period.
    table
        One row per indicator.
    notes
        What the report says in place of figures that it lacks, in its own words.
    withheld
        Figures that the report itself hides.
    """
    gaps = periods.table[periods.table["indicator_value"].isna() & ~periods.suppressed["indicator_value"]]["indicator_name"].nunique()
    said = f", with these words in their place: {'; '.join(notes)}" if notes else ""
    part_years = (
        table.table["direction_of_travel"].isna() & table.table["polarity"].ne("neither") & ~table.suppressed["direction_of_travel"]
    )
    part_years &= table.table["value_latest"].notna() & table.table["value_previous"].notna() & ~table.table["periods_out_of_order"]
    return [
        f"The report itself hides {counted(withheld, 'figure')} (it prints x). They stay hidden, and so do others that would show what x stands for."
        if withheld
        else "",
        f"{sentence_case(counted(gaps, 'indicator'))} {agreeing(gaps, 'lacks', 'lack')} a figure for some period{said}." if gaps else "",
        f"{sentence_case(counted(part_years.sum(), 'indicator'))} {agreeing(part_years.sum(), 'sets', 'set')} part of a year beside a whole one, so no direction is given."
        if part_years.any()
        else "",
    ]


def _of_period(text: str) -> str:
    return "" if pd.isna(text) else f" ({short_period(text)})"


def _one(value: float) -> str:
    return "not shown" if pd.isna(value) else number(value, 1)
