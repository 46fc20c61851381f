"""Exploring: what is held, what it means, and any series as a table or a chart, each in one line.

>>> from analysis import explore
>>> "budget_monitoring" in set(explore.datasets()["dataset"])
True
"""

from dataclasses import dataclass

import pandas as pd

from analysis.budget.monitoring import forecast_variance
from analysis.catalogue.datasets import dataset_names, resource
from analysis.catalogue.fields import fields
from analysis.catalogue.project import newest_quarter, usual_authority
from analysis.disclosure.release import unreleased
from analysis.errors import NoFigures
from analysis.ingest.published import read_every_authority
from analysis.pages import Page, build
from analysis.pages.national.exploring import national as national
from analysis.pages.national.exploring import national_alike as national_alike
from analysis.pages.national.exploring import national_change as national_change
from analysis.pages.national.exploring import national_line as national_line
from analysis.pages.national.exploring import national_spread as national_spread
from analysis.pages.national.exploring import national_table as national_table
from analysis.performance.scorecard import scorecard
from analysis.performance.spc import control_limits, special_causes
from analysis.periods import Month, Quarter
from analysis.present.charts.control import control_chart as drawn_control_chart
from analysis.present.charts.series import labelled_series
from analysis.present.findings.exploring import control_words, line_words
from analysis.present.html import Html, not_released
from analysis.present.wording import number
from analysis.quarters import latest_statement

EXPLORED = "authority", "quarter"


def datasets(word: str = "") -> pd.DataFrame:
    """The datasets held, with what they hold and for whom: all, or those whose name, title or description has a word.

    Returns
    -------
    pandas.DataFrame
        One row a dataset: ``dataset``, ``title``, ``rows``, ``authorities``, ``quarters``, ``columns``.
    """
    found = []
    for name, table in read_every_authority(dataset_names()).items():
        entry = resource(name)
        if word.casefold() in f"{name} {entry['title']} {entry.get('description', '')}".casefold():
            held = [", ".join(sorted(table[key].dropna().unique())) if key in table else "" for key in EXPLORED]
            found.append((name, entry["title"], len(table), *held, ", ".join(table.columns)))
    return pd.DataFrame(found, columns=["dataset", "title", "rows", "authorities", "quarters", "columns"])


def load(name: str, authority: str | None = None, first: str | None = None, last: str | None = None) -> pd.DataFrame:
    """A dataset as a typed table, for any authority and span of quarters; all of it where neither is named.

    Parameters
    ----------
    first, last
        Quarters, such as ``2023-24-Q2``, both within the span.

    Raises
    ------
    UnknownDataset
        If there is no dataset of that name; near names are told.
    """
    table = read_every_authority([name])[name]
    if authority is not None and "authority" in table:
        table = table[table["authority"] == authority]
    if "quarter" in table:
        table = table[table["quarter"].ge(str(Quarter.parse(first))) if first else slice(None)]
        table = table[table["quarter"].le(str(Quarter.parse(last))) if last else slice(None)]
    return table.reset_index(drop=True)


def meaning(word: str) -> pd.DataFrame:
    """What a column, measure or indicator means: those whose name has the word.

    Returns
    -------
    pandas.DataFrame
        ``term``, ``kind`` (column of a page, column of a dataset, measure, indicator), ``meaning``, ``unit``, ``where``.
    """
    wanted, found = word.casefold(), []
    for name, declared in fields().items():
        found.append((name, "column of a page", f"{declared.heading}: {declared.definition}", declared.unit, "pages"))
    for dataset in dataset_names():
        for entry in resource(dataset)["schema"]["fields"]:
            found.append((entry["name"], "column of a dataset", entry.get("description", ""), entry.get("unit", ""), dataset))
    measures = load("performance_measures").drop_duplicates("measure")
    definitions = load("performance_measure_definitions").drop_duplicates("measure")
    for row in measures.merge(definitions[["measure", "definition"]], on="measure", how="left").itertuples():
        found.append((f"{row.description} ({row.indicator})", "measure", row.definition, row.measure_unit, "performance_measures"))
    for row in load("indicators").itertuples():
        found.append((f"{row.name} ({row.indicator})", "indicator", row.definition, row.unit, "indicators"))
    table = pd.DataFrame(found, columns=["term", "kind", "meaning", "unit", "where"])
    hit = table["term"].str.casefold().str.contains(wanted, regex=False)
    return table[hit].drop_duplicates().reset_index(drop=True)


def search(words: str) -> pd.DataFrame:
    """Every row held whose text has the words, such as ``care leavers``, or all of them in any order.

    Returns
    -------
    pandas.DataFrame
        ``dataset``, ``row`` (line of the file), ``column``, ``text``, ``figures`` (the numbers of the row), ``authority``, ``quarter``.
    """
    parts, found = words.casefold().split(), []
    for name, table in read_every_authority(dataset_names()).items():
        texts = table.select_dtypes(exclude="number").astype(str)
        for column in texts:
            plain = texts[column].str.casefold().str.replace("_", " ")
            hit = pd.Series(True, index=plain.index)
            for part in parts:
                hit &= plain.str.contains(part.rstrip("s"), regex=False)
            for position in plain.index[hit]:
                numbers = table.loc[position].drop(labels=[column]).to_dict()
                figures = ", ".join(
                    f"{key} {value:g}" for key, value in numbers.items() if isinstance(value, float | int) and pd.notna(value)
                )
                place = {key: table.loc[position, key] if key in table else "" for key in EXPLORED}
                found.append(
                    {
                        "dataset": name,
                        "row": position + 2,
                        "column": column,
                        "text": texts.loc[position, column],
                        "figures": figures,
                        **place,
                    }
                )
    columns = ["dataset", "row", "column", "text", "figures", *EXPLORED]
    return pd.DataFrame(found, columns=columns).drop_duplicates(["dataset", "row"], ignore_index=True)


@dataclass(frozen=True)
class Series:
    """A figure over time.

    Attributes
    ----------
    title, unit
        What it is, and in what.
    table
        ``period``, ``value``, ``target``, ``quarter`` (whose report states it), ``description``; one row a period and description.
    """

    title: str
    unit: str
    table: pd.DataFrame

    def _repr_html_(self) -> str:
        return f"<p>{self.title} ({self.unit})</p>{self.table.to_html(index=False)}"


def series(name: str, authority: str | None = None) -> Series:
    """A measure (by month) or an indicator (by period) over every report held; the latest report of a period counts.

    Parameters
    ----------
    name
        Name of the indicator, number of the measure, or words of its description, such as ``social workers with more than 20``.

    Raises
    ------
    NoFigures
        If nothing of that name is held for the authority; what is near is told.
    """
    authority = authority or usual_authority()
    measures = load("performance_measures", authority)
    wanted = name.casefold()
    indicators = load("indicators")
    hit = measures["indicator"].fillna("").str.casefold().eq(wanted) | measures["measure"].astype(str).eq(wanted)
    exact = indicators["indicator"].str.casefold().eq(wanted)
    if not hit.any() and not exact.any():
        hit = measures["description"].str.casefold().str.contains(wanted, regex=False)
    if hit.any():
        chosen = measures[hit].drop_duplicates(["quarter", "measure"])
        values = load("performance_measure_values", authority).drop_duplicates(["quarter", "measure", "month"])
        table = chosen[["quarter", "measure", "description", "target", "measure_unit"]].merge(
            values[["quarter", "measure", "month", "measure_value"]]
        )
        table = latest_statement(table, ["description", "month"]).rename(columns={"month": "period", "measure_value": "value"})
        return Series(
            chosen["description"].iloc[-1], chosen["measure_unit"].iloc[-1], table[["period", "value", "target", "quarter", "description"]]
        )
    hit = exact if exact.any() else indicators["name"].str.casefold().str.contains(wanted, regex=False)
    values = load("indicator_values", authority)
    values = values[values["indicator"].isin(indicators.loc[hit, "indicator"])]
    if values.empty:
        raise NoFigures(f'Nothing is held for {authority} under "{name}". Try explore.search("{name}") or explore.meaning("{name}").')
    named = indicators[indicators["indicator"] == values["indicator"].iloc[0]].iloc[0]
    table = values[values["indicator"] == named["indicator"]].assign(description=named["name"], target=float("nan"))
    table["period"] = table["period_end_date"].dt.strftime("%Y-%m")
    table = latest_statement(table, ["description", "period"])
    return Series(named["name"], named["unit"], table[["period", "value", "target", "quarter", "description"]])


def measures(authority: str | None = None, quarter: str | None = None) -> pd.DataFrame:
    """Every measure of a quarter with target, rating and direction, a row each; as ``performance.scorecard`` gives them."""
    authority = authority or usual_authority()
    quarter = quarter or newest_quarter(authority)
    names = ("performance_measures", "performance_measure_values", "improvement_stated_figures")
    held = [load(name, authority, quarter, quarter) for name in names]
    return scorecard(*held, [str(month) for month in Quarter.parse(quarter).months]).drop_duplicates("measure", ignore_index=True)


def variances(authority: str | None = None) -> pd.DataFrame:
    """Forecast less budget of every service in GBP million, a row a service and a column a quarter; an overspend is positive."""
    table = forecast_variance(load("budget_monitoring", authority))
    return table.pivot_table(index=["authority", "department", "service"], columns="quarter", values="variance_gbp_m", sort=False).round(3)


def actions_due(authority: str, quarter: str) -> pd.DataFrame:
    """Actions of the improvement plan, not complete, that are due in the month after the quarter or before."""
    actions = load("improvement_actions", authority, quarter, quarter)
    following = str(Quarter.parse(quarter).months[-1].next())
    due = actions[actions["due_month"].le(following) & actions["status"].fillna("").ne("complete")]
    return due[["due_month", "action", "description", "lead", "status"]].sort_values("due_month", ignore_index=True)


def page(name: str, authority: str | None = None, quarter: str | None = None, **choices) -> Page:
    """A page of the pack, for inside use: ``page("budget_variance").forecast.table`` is what its first table shows."""
    authority = authority or usual_authority()
    return build(name, authority, quarter or newest_quarter(authority), "internal", **choices)


def line(of: Series, benchmark: float | None = None) -> Html:
    """A series as a line in the style of the pack, against its target and a benchmark; marked as not released."""
    table, label = _points(of)
    references = [("Target", table["target"].dropna().iloc[-1])] if table["target"].notna().any() else []
    references += [("Benchmark", benchmark)] if benchmark is not None else []
    wide = table.pivot_table(index="period", columns="description", values="value", sort=False).reset_index()
    names = {column: column for column in wide.columns if column != "period"}
    drawn = labelled_series(
        "explored-line",
        unreleased(wide, "explored"),
        period="period",
        values=names,
        labels=label,
        amount=lambda value: number(value, _decimals(of)),
        reference=(f"{references[0][0]} {number(references[0][1], _decimals(of))}", references[0][1]) if references else None,
        **line_words(of.title, of.unit, table),
    )
    return not_released(drawn)


def control_chart(of: Series) -> Html:
    """A series as a control chart with process limits where there are enough points; marked as not released."""
    table, label = _points(of)
    table = table[table["description"] == table["description"].iloc[0]].assign(key="series")
    limits = control_limits(table, key="key", period="period", value="value")
    points = special_causes(table, limits, key="key", period="period", value="value") if len(limits) else table[["period", "value"]]
    target = table["target"].dropna()
    drawn = drawn_control_chart(
        "explored-control",
        unreleased(points, "explored"),
        period="period",
        value="value",
        labels=label,
        amount=lambda value: number(value, _decimals(of)),
        target=target.iloc[-1] if len(target) else None,
        **control_words(of.title, of.unit, points),
    )
    return not_released(drawn)


def _points(of: Series) -> tuple[pd.DataFrame, dict[str, str]]:
    """The points in order, and a label for every period of the span: each month where the points are monthly."""
    table = of.table.sort_values("period")
    held = list(dict.fromkeys(table["period"]))
    months = [Month.parse(text) for text in held]
    if len(months) > 1 and any(before.next() == after for before, after in zip(months, months[1:], strict=False)):
        span, month = [], months[0]
        while month <= months[-1]:
            span.append(month)
            month = month.next()
        months = span
    return table, {str(month): f"{month.name[:3]} {month.year % 100:02d}" for month in months}


def _decimals(of: Series) -> int:
    return 0 if (of.table["value"].dropna() % 1 == 0).all() else 1
