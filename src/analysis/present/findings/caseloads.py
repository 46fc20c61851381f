"""Sentences of the caseloads page."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.catalogue.parameters import in_words
from analysis.disclosure.release import Released
from analysis.periods import Month
from analysis.present.findings.process_control import against_usual, limits_of
from analysis.present.page import Tile
from analysis.present.wording import counted, listing, measure_in_sentence, number, per_cent, rose_or_fell, with_unit

OVER_THRESHOLD = "social_workers_over_20_children_pct"
MANY_CHILDREN = f"more than {in_words('caseload_children')}"
NOT_SHOWN_WORDS = "a number too small to show"


def total_change(totals: Released) -> str:
    """How many children were open at the last month end and how that changed since the first."""
    rows = totals.table.sort_values("month")
    first, last = rows.iloc[0], rows.iloc[-1]
    change = last["children_open"] - first["children_open"]
    extent = f"{number(abs(change))} ({per_cent(100 * abs(change) / first['children_open'])})"
    return (
        f"{number(last['children_open'])} children and young people were open to the services at the end of {Month.parse(last['month']).label}. "
        f"The number {rose_or_fell(change, extent)} since the end of {Month.parse(first['month']).name}."
    )


def over_threshold(measures: Released) -> str:
    """Share of social workers above the threshold of children against its target."""
    row = _measure(measures, OVER_THRESHOLD)
    if row is None:
        return ""
    if pd.isna(row["measure_value"]):
        return f"The share of social workers with {MANY_CHILDREN} is not known for the last month."
    target = "" if pd.isna(row["target"]) else f", against a target of {per_cent(row['target'], 0)}"
    return f"{per_cent(row['measure_value'])} of social workers had {MANY_CHILDREN} each{target}."


def what_drove_the_change(services: Released) -> str:
    """Which service rose most and its share of the rise of all; which fell."""
    rows = services.table.dropna(subset=["change_children"])
    total = rows["change_children"].sum()
    sentences = []
    risen = rows[rows["change_children"] > 0].sort_values("change_children", ascending=False)
    if not risen.empty:
        top = risen.iloc[0]
        share = ""
        if total > 0:
            part = top["change_children"] / total
            share = f", {per_cent(100 * part, 0)} of the whole increase" if part <= 1 else ", more than the whole increase"
        sentences.append(
            f"{top['caseload_service']} grew most: from {number(top['children_open_first'])} to {number(top['children_open'])} "
            f"({per_cent(top['change_pct'])} more){share}."
        )
    fallen = rows[rows["change_children"] < 0].sort_values("change_children")
    if not fallen.empty:
        names = [f"{row.caseload_service} ({number(row.change_children)})" for row in fallen.itertuples()]
        sentences.append(f"Fewer children were open to {listing(names)}.")
    return " ".join(sentences) or "No service changed."


def largest_service(services: Released) -> str:
    """The service with the largest share of children open."""
    top = services.table.sort_values("children_open", ascending=False).iloc[0]
    return f"The {top['caseload_service']} has the largest share of all children open: {per_cent(top['share_of_children_pct'])}."


def change_on_month(totals: Released, services: Released) -> str:
    """What changed since the month before."""
    rows = totals.table.sort_values("month")
    before, last = rows.iloc[-2], rows.iloc[-1]
    change = last["children_open"] - before["children_open"]
    moved = services.table.dropna(subset=["change_on_month_children"])
    top = moved.loc[moved["change_on_month_children"].abs().astype(float).idxmax()]
    return (
        f"In {Month.parse(last['month']).name} the number of children open {rose_or_fell(change, number(abs(change)))}. "
        f"The largest change was in {top['caseload_service']} ({number(top['change_on_month_children'], signed=True)})."
    )


def change_in_measures(measures: Released) -> list[str]:
    """Direction of each measure on the month before, and what is not known."""
    rows = measures.table
    sentences = []
    for direction in ("improved", "declined", "unchanged"):
        names = [
            f"{measure_in_sentence(row.description)} ({_shown(row.previous_value, row.measure_unit)} to {_shown(row.measure_value, row.measure_unit)})"
            for row in rows[rows["direction_of_travel"] == direction].itertuples()
        ]
        if names:
            sentences.append(f"{direction.capitalize()} on the month before: {listing(names)}.")
    unknown = rows[rows["direction_of_travel"].isna() & ~measures.suppressed["direction_of_travel"]]
    if not unknown.empty:
        names = [
            f"{measure_in_sentence(row.description)} ({_shown(row.first_value, row.measure_unit)} in the quarter's first month, "
            f"{_shown(row.measure_value, row.measure_unit)} in its last)"
            for row in unknown.itertuples()
        ]
        sentences.append(f"Not known, because a month has no figure: {listing(names)}.")
    return sentences


def targets_met(measures: Released) -> str:
    """How many measures are on target, and which are furthest off."""
    rated = measures.table.dropna(subset=["rag_rating"])
    met = rated[rated["rag_rating"] == "green"]
    off = [measure_in_sentence(name) for name in rated.loc[rated["rag_rating"] == "red", "description"]]
    missed = f" More than {in_words('rag_amber_within')} off: {listing(off)}." if off else ""
    return f"{number(len(met))} of the {number(len(rated))} measures with a target meet it.{missed}"


def not_known() -> list[str]:
    """What published figures cannot say of caseloads, and the extract that would."""
    return [
        "Cases per worker, by team, cannot be worked out: the report gives children by service, but no number of workers by service.",
        "The capacity that would bring caseloads to target cannot be worked out for the same reason.",
        "Two extracts would give both: Annex A lists 3 to 9, which name each child's allocated worker and team, and the workforce extract, "
        "which gives each worker's team and full-time equivalent.",
    ]


def sum_of_throughput(services: Released) -> list[str]:
    """How the total comes about, where the report gives services and no total."""
    return [
        f"The number of all children open is the sum of {counted(len(services.table), 'measure')}, one a service, that the report prints under throughput. The report "
        "itself prints no total."
    ]


def change_on_quarter(totals: Released, services: Released) -> str:
    """What changed since the end of last quarter, the first month of the totals."""
    rows = totals.table.sort_values("month")
    first, last = rows.iloc[0], rows.iloc[-1]
    change = last["children_open"] - first["children_open"]
    moved = services.table.dropna(subset=["change_children"])
    if moved.empty:
        return ""
    top = moved.loc[moved["change_children"].abs().astype(float).idxmax()]
    return (
        f"Since last quarter's end in {Month.parse(first['month']).label} the number of children open {rose_or_fell(change, number(abs(change)))}. "
        f"The largest change was in {top['caseload_service']} ({number(top['change_children'], signed=True)})."
    )


def services_that_came_and_went(open_children: pd.DataFrame, months: list[str]) -> list[str]:
    """Services that last quarter's report named and this one does not, and the other way round.

    Parameters
    ----------
    open_children
        One row per ``caseload_service`` and ``month``; its names alone are told.
    months
        Months of the quarter.
    """
    now = list(open_children.loc[open_children["month"].isin(months), "caseload_service"].unique())
    earlier = open_children[open_children["month"] < months[0]]
    if earlier.empty:
        return []
    before = list(earlier.loc[earlier["month"] == earlier["month"].max(), "caseload_service"].unique())
    new, gone = [name for name in now if name not in before], [name for name in before if name not in now]
    sentences = [f"New in this report: {listing(new)}." if new else "", f"No longer in the report: {listing(gone)}." if gone else ""]
    if new and gone:
        sentences.append(
            "A service that was renamed or split has no change of its own here; the number of all children open can still be compared."
        )
    return [text for text in sentences if text]


def open_tile(totals: Released) -> Tile:
    """Key figure of all children open."""
    rows = totals.table.sort_values("month")
    first, last = rows.iloc[0], rows.iloc[-1]
    change = 100 * (last["children_open"] - first["children_open"]) / first["children_open"]
    note = f"{number(change, 1, signed=True)}% since {Month.parse(first['month']).name}"
    return Tile("Children open to services", number(last["children_open"]), note, field("children_open").definition)


def workforce_tiles(measures: Released) -> list[Tile]:
    """Key figures of the workforce."""
    found = []
    labels = {
        OVER_THRESHOLD: f"Social workers with {MANY_CHILDREN}",
        "social_worker_vacancy_pct": "Social worker posts vacant",
        "sickness_days_per_fte": "Sickness days for each full-time post",
    }
    for indicator, label in labels.items():
        row = _measure(measures, indicator)
        if row is not None and pd.notna(row["measure_value"]):
            target = f"Target {_shown(row['target'], row['measure_unit'])}" if pd.notna(row["target"]) else ""
            found.append(Tile(label, _shown(row["measure_value"], row["measure_unit"]), target, row["definition"]))
    return found


def open_children_description(services: Released) -> str:
    """Long description of the chart of children open by service."""
    parts = [
        f"{row.caseload_service}: {number(row.children_open_first)}, then {number(row.children_open_previous)}, then {number(row.children_open)}"
        for row in services.table.dropna(subset=["children_open_first", "children_open_previous", "children_open"]).itertuples()
    ]
    return "One small line for each service, all on the same scale from zero. " + "; ".join(parts) + "."


def over_threshold_title(share: Released, target: float) -> str:
    """Finding of the chart of social workers above the threshold of children."""
    rows = share.table.sort_values("month").dropna(subset=["measure_value"])
    change = rows["measure_value"].iloc[-1] - rows["measure_value"].iloc[0]
    multiple = rows["measure_value"].iloc[-1] / target if target else 0
    against = f"still {number(multiple, 1)} times the target" if multiple > 1 else "within the target"
    moved = rose_or_fell(change, f"{number(abs(change), 1)} percentage points")
    return f"Social workers with {MANY_CHILDREN}: the share {moved} over the quarter's months and is {against}"


def over_threshold_description(share: Released, target: float) -> str:
    """Long description of that chart."""
    parts = [
        f"{Month.parse(row.month).label}: {'no figure' if pd.isna(row.measure_value) else per_cent(row.measure_value)}"
        for row in share.table.sort_values("month").itertuples()
    ]
    return f"Bars by month: {', '.join(parts)}. A line across marks the target, {per_cent(target, 0)}."


def open_children_title(totals: Released, services: Released) -> str:
    """Finding of the chart of children open by service."""
    rows = totals.table.sort_values("month")
    change = rows["children_open"].iloc[-1] - rows["children_open"].iloc[0]
    moved = services.table.dropna(subset=["change_children"])
    top = moved.loc[moved["change_children"].abs().astype(float).idxmax()]
    return (
        f"Children open {rose_or_fell(change, number(abs(change)))}; the largest change was in {top['caseload_service']} "
        f"({number(top['change_children'], signed=True)})"
    )


def _measure(measures: Released, indicator: str) -> pd.Series | None:
    rows = measures.table[measures.table["indicator"] == indicator]
    return None if rows.empty else rows.iloc[0]


def _shown(value: float, unit: str) -> str:
    """A figure with its unit; a missing count of children is one that may not be shown."""
    return with_unit(value, unit, NOT_SHOWN_WORDS if unit == "children" else "no figure")


def every_month(points: Released) -> dict[str, str]:
    """A short name for every month from the first held to the last, those without a figure too."""
    months, last = [Month.parse(points.table["month"].min())], Month.parse(points.table["month"].max())
    while months[-1] < last:
        months.append(months[-1].next())
    return {str(month): f"{month.name[:3]} \u2019{month.year % 100:02d}" for month in months}


def trend_words(points: Released) -> dict[str, str]:
    """Title, text alternative and description of the chart of all children open."""
    rows = points.table.sort_values("month")
    finding = change_or_chance(points).removesuffix(".")
    parts = [f"{Month.parse(row.month).label}: {number(row.children_open)}" for row in rows.itertuples()]
    return {"title": finding, "alt": finding + ".", "description": f"{limits_of(rows.iloc[-1], number)}{'; '.join(parts)}."}


def change_or_chance(points: Released) -> str:
    """Whether the last month, or an earlier one, is out of the usual range."""
    rows = points.table.sort_values("month")
    special = rows[rows["special_cause"] != 0]
    last = rows.iloc[-1]
    if pd.isna(last["mean"]):
        return f"The number of all children open: {against_usual(last)}."
    if last["special_cause"] != 0:
        side = "higher" if last["special_cause"] > 0 else "lower"
        return f"The number of all children open in {Month.parse(last['month']).label} is {side} than chance explains."
    if special.empty:
        return f"The number of all children open has moved within its usual range in all {counted(len(rows), 'month')} held."
    names = [Month.parse(month).label for month in special["month"]]
    return f"The number of all children open is back in its usual range; chance does not explain {listing(names)}."
