"""Sentences on open cases by service, on the workforce, on the report against the records, and on how good the lists are."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.periods import Month, Quarter
from analysis.present.charts.lines import MOST_TICKS as SMALL_TICKS
from analysis.present.findings.caseloads import every_month
from analysis.present.findings.process_control import against_usual, limits_of
from analysis.present.wording import agreeing, counted, did_what, in_sentence, listing, number, per_cent, rose_or_fell

__all__ = ["every_month"]


def short_period(period: str) -> str:
    """A month or quarter below a chart.

    >>> short_period("2023-09"), short_period("2023-24-Q2")
    ('Sep 23', 'Q2 23')
    """
    if "Q" in period:
        return f"{period[-2:]} {period[2:4]}"
    return f"{Month.parse(period).name[:3]} {period[2:4]}"


def few_labels(periods: list[str], most: int = 2) -> dict[str, str]:
    """Short names of periods, most of them blank, so that what stands below a small chart does not run together.

    Named are the last and those at equal distances before it.

    >>> few_labels(["2023-07", "2023-08", "2023-09"])
    {'2023-07': 'Jul 23', '2023-08': '', '2023-09': 'Sep 23'}
    """
    step = max(1, (len(periods) - 1) // (most - 1)) if most > 1 else len(periods)
    step -= step % -(-len(periods) // SMALL_TICKS)
    return {period: short_period(period) if (len(periods) - 1 - place) % step == 0 else "" for place, period in enumerate(periods)}


def services(by_month: Released) -> str:
    """How many cases each service has at the last month, and which changed most over the last twelve."""
    rows = by_month.table.pivot(index="case_service", columns="month", values="cases")
    months = sorted(rows.columns)
    last = rows[months[-1]].dropna()
    parts = [
        f"{number(count)} {in_sentence(name)}"
        for name, count in last.reindex(dict.fromkeys(by_month.table["case_service"])).dropna().items()
    ]
    sentence = f"At the end of {Month.parse(months[-1]).label}: {listing(parts)}."
    if len(months) > 12:
        change = (rows[months[-1]] - rows[months[-13]]).dropna()
        if len(change):
            name = change.abs().astype(float).idxmax()
            moved = rose_or_fell(change[name], number(abs(change[name])))
            sentence += f" In twelve months the largest change was in {in_sentence(name)}: the number {moved}."
    return sentence


def services_title(by_month: Released) -> str:
    """Finding of the chart of cases by service: the largest change of the last twelve months."""
    rows = by_month.table.dropna(subset=["cases"]).sort_values("month")
    months = sorted(rows["month"].unique())[-13:]
    kept = rows[rows["month"].isin(months)]
    ends = kept.groupby("case_service")["cases"].agg(["first", "last"])
    change = (ends["last"] - ends["first"]).astype(int)
    name = change.abs().idxmax()
    first, last = (Month.parse(month).label for month in (kept["month"].min(), kept["month"].max()))
    return f"{name}: the number {rose_or_fell(change[name], number(abs(change[name])))} from {first} to {last}"


def services_description(by_month: Released) -> str:
    """Long description of that chart."""
    parts = []
    for name, rows in by_month.table.dropna(subset=["cases"]).groupby("case_service", sort=False):
        ends = rows.sort_values("month")
        parts.append(f"{name}: {number(ends['cases'].iloc[0])} at first, {number(ends['cases'].iloc[-1])} at last")
    return f"One small line for each service, on one scale from zero. {'; '.join(parts)}."


def totals_words(points: Released) -> dict[str, str]:
    """Title, text alternative and description of the control chart of all open cases."""
    rows = points.table.sort_values("month")
    last = rows.iloc[-1]
    parts = [f"{Month.parse(row.month).label}: {number(row.cases)}" for row in rows.itertuples()]
    title = f"All open cases: {number(last['cases'])} at the last month's end, {against_usual(last)}"
    return {
        "title": title,
        "alt": "Control chart of all open cases at the end of each month.",
        "description": f"{limits_of(last, number)}{'; '.join(parts)}.",
    }


def staffing(quarters: Released) -> str:
    """How many are in post, and how many of them from agencies and newly qualified."""
    last = quarters.table.sort_values("quarter").iloc[-1]
    return (
        f"At the end of {in_sentence(Quarter.parse(last['quarter']).label)}, {number(last['workers_in_post_fte'], 1)} full-time equivalents were in post: "
        f"{per_cent(last['agency_fte_pct'])} from agencies, {per_cent(last['newly_qualified_fte_pct'])} newly qualified."
    )


def census(found: Released) -> list[str]:
    """What the last workforce census says."""
    row = found.table.iloc[0]
    words = {
        "vacancies_fte": lambda value: f"{number(value, 1)} full-time equivalents vacant",
        "absent_workers": lambda value: f"{counted(value, 'worker')} absent on the day",
        "working_days_lost_per_fte": lambda value: f"{number(value, 1)} working days lost for each full-time equivalent in the year",
    }
    parts = [say(row[name]) for name, say in words.items() if name in row and pd.notna(row[name])]
    return [f"The last workforce census: {listing(parts)}."] if parts else []


def agency_change(quarters: Released) -> str:
    """How the share of agency workers changed since the quarter before."""
    rows = quarters.table.sort_values("quarter")
    if len(rows) < 2:
        return ""
    before, last = rows["agency_fte_pct"].iloc[-2], rows["agency_fte_pct"].iloc[-1]
    if did_what(last - before, 1) == "did not change":
        return f"The share of agency workers stayed at {per_cent(last)} since last quarter."
    return f"The share of agency workers {did_what(last - before, 1)} since last quarter: {per_cent(before)} to {per_cent(last)}."


def agency_words(points: Released) -> dict[str, str]:
    """Title, text alternative and description of the control chart of agency workers."""
    rows = points.table.sort_values("quarter")
    last = rows.iloc[-1]
    parts = [f"{Quarter.parse(row.quarter).label}: {per_cent(row.agency_fte_pct)}" for row in rows.itertuples()]
    title = f"Agency workers: {per_cent(last['agency_fte_pct'])} of full-time equivalents, {against_usual(last)}"
    return {"title": title, "alt": "Control chart of the share of agency workers by quarter.", "description": f"{'; '.join(parts)}."}


def against_report(shown: Released) -> list[str]:
    """Whether the report and the records agree, and what differs in how they count."""
    rows = shown.table
    whole = rows.iloc[-1]
    unmatched = int(rows["records_children"].isna().sum() - shown.suppressed["records_children"].sum())
    sentences = [
        f"The report prints {number(whole['report_children'])} children open in all; the records hold {number(whole['records_children'])} "
        f"({number(whole['difference_children'], signed=True)})."
    ]
    if unmatched:
        sentences.append(
            f"{counted(unmatched, 'service').capitalize()} of the report {agreeing(unmatched, 'has', 'have')} no team of that name in the records."
        )
    sentences.append(
        "The report counts a child with the service that leads on the case, as the council's system has it; the records count a child with the "
        "highest service of the lists, and hold no early help."
    )
    return sentences
