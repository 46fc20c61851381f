"""Sentences on what is overdue, on timeliness and on changes of worker."""

from datetime import date

import pandas as pd

from analysis.caseloads.drift import OWED
from analysis.caseloads.timeliness import TIMED
from analysis.catalogue.parameters import in_words, threshold_on
from analysis.disclosure.release import Released
from analysis.periods import Month, Quarter
from analysis.present.findings.caseload_services import short_period
from analysis.present.findings.process_control import against_usual
from analysis.present.page import Tile
from analysis.present.wording import counted, in_sentence, listing, long_date, number, per_cent

__all__ = ["short_period"]

MOST_NAMED = 3
FEWEST_TO_COMPARE = 20
"""Fewest that must have ended for a team to be named as late most."""
ALL_HIDDEN = "Every count of what is overdue in a team is too small to be shown, so no chart is drawn."
LIMITS = [
    "A date that is missing from a list is read as never done: where recording lags, more is shown as overdue than is.",
    "Shorter and longer intervals that regulations allow for single placements are not known here.",
]
WORKING_DAYS = "Working days are Monday to Friday less the bank holidays of England; the day of the start is not counted."


def day(on: pd.Timestamp) -> str:
    """A day as a caption says it."""
    return long_date(on)


def overdue(by_kind: Released, by_team: Released) -> list[str]:
    """What is overdue most, as a share, and in which team."""
    rows = by_kind.table.dropna(subset=["children_overdue_pct"]).sort_values("children_overdue_pct", ascending=False)
    worst = rows[rows["children_overdue"] > 0].head(MOST_NAMED)
    if worst.empty:
        return ["Nothing that is owed to children is overdue, as far as it may be shown."]
    names = [
        f"{in_sentence(row.drift_kind)} ({number(row.children_overdue)} of {number(row.children_owed)}, {per_cent(row.children_overdue_pct, 0)})"
        for row in worst.itertuples()
    ]
    sentences = [f"Overdue most: {listing(names)}."]
    teams = by_team.table.dropna(subset=["children_overdue", "children_owed"])
    first = teams[teams["drift_kind"] == worst.iloc[0]["drift_kind"]].sort_values("children_overdue", ascending=False)
    if len(first) and first.iloc[0]["children_overdue"]:
        top = first.iloc[0]
        sentences.append(
            f"Of the first, most are in {top['team']}: {number(top['children_overdue'])} of the {number(top['children_owed'])} there."
        )
    return sentences


def headline(by_kind: Released) -> str:
    """What is overdue for the largest share of children."""
    rows = by_kind.table.dropna(subset=["children_overdue_pct"])
    if rows.empty or not rows["children_overdue"].gt(0).any():
        return ""
    worst = rows.loc[rows["children_overdue_pct"].astype(float).idxmax()]
    return f"Overdue most: {in_sentence(worst['drift_kind'])}, for {number(worst['children_overdue'])} of {number(worst['children_owed'])} children."


def overdue_title(by_kind: Released) -> str:
    """Finding of the grid."""
    return (headline(by_kind) or "What is overdue, by team").removesuffix(".")


def overdue_description(by_team: Released) -> str:
    """Long description of the grid: where it is darkest; the table below has the counts, each under its kind."""
    rows = by_team.table.dropna(subset=["children_overdue"])
    most = rows[rows["children_overdue"] > 0].sort_values("children_overdue", ascending=False).head(MOST_NAMED)
    named = [f"{in_sentence(row.drift_kind)} in {row.team}" for row in most.itertuples()]
    darkest = f" Most: {listing(named)}." if named else ""
    return f"A square for each team and each thing that is owed, the darker the more children for whom it is overdue.{darkest}"


def tiles(by_kind: Released) -> list[Tile]:
    """Key figure of visits to children looked after that are overdue."""
    rows = by_kind.table[(by_kind.table["drift_kind"] == OWED[0].kind) & by_kind.table["children_overdue_pct"].notna()]
    return [
        Tile(
            "Children looked after whose visit is overdue",
            per_cent(row.children_overdue_pct, 0),
            f"{number(row.children_overdue)} of {number(row.children_owed)}",
        )
        for row in rows.itertuples()
    ]


def method(on: date) -> list[str]:
    """The limits by which something is overdue."""
    parts, cited = [], set()
    for owed in OWED:
        first = f", the first within {in_words(owed.first, on)}" if owed.first else ""
        limit = threshold_on(owed.again, on)
        document, _, place = limit.place.rpartition(", ")
        # A document is named in full where it is first cited.
        where = "assumed" if limit.source == "assumption" else f"the same, {place}" if document in cited else limit.place
        cited.add(document)
        parts.append(f"{in_sentence(owed.kind)} {in_words(owed.again, on)}{first} ({where})")
    return [f"Overdue after: {'; '.join(parts)}. Where it has not been done yet, the time runs from the start of the case."]


def timed_method(on: date) -> list[str]:
    """The limits of what is timed, each with where it stands."""
    return [f"{timed.kind}: within {in_words(timed.limit, on)} ({threshold_on(timed.limit, on).place})." for timed in TIMED]


def share(value: float) -> str:
    """A share as a chart says it."""
    return per_cent(value, 0)


def period_column(periods: Released) -> str:
    """Whether a table of timeliness is by month or by quarter."""
    return "month" if "month" in periods.table else "quarter"


def period_in_words(text: str) -> str:
    """A month or a quarter in a sentence.

    >>> period_in_words("2023-09"), period_in_words("2023-24-Q2")
    ('September 2023', 'quarter 2 2023/24')
    """
    return in_sentence(Quarter.parse(text).label) if "Q" in text else Month.parse(text).label


def last_period(periods: Released, timed) -> str:
    """How many ended in the last month or quarter, and the share of them in time."""
    row = periods.table.iloc[-1]
    when = period_in_words(row[period_column(periods)])
    return f"In {when}, {per_cent(row['in_time_pct'], 0)} of {number(row['children_ended'])} ended in time."


def timely(teams: Released, timed) -> list[str]:
    """The limit, and which team was late most in the last 12 months."""
    rows = teams.table.dropna(subset=["children_late", "children_ended"])
    limit = f"{timed.kind} are to end within {in_words(timed.limit)}."
    worst = rows[(rows["children_late"] > 0) & (rows["children_ended"] >= FEWEST_TO_COMPARE)]
    worst = worst.loc[(worst["children_late"] / worst["children_ended"]).astype(float).sort_values(ascending=False).index].head(1)
    return [limit] + [
        f"{f'Of the teams shown, {row.team} was late most' if len(rows) > 1 else f'{row.team} was late'} in the last 12 months for "
        f"{number(row.children_late)} of {number(row.children_ended)}; half of all ended within {number(row.median_working_days)} working days."
        for row in worst.itertuples()
    ]


def timely_words(shown: Released, kind: str) -> dict[str, str]:
    """Title, text alternative and description of a chart of timeliness."""
    finding = timely_change(shown, kind).removesuffix(".")
    period = period_column(shown)
    parts = [f"{period_in_words(row[period])}: {per_cent(row['in_time_pct'], 0)}" for _, row in shown.table.iterrows()]
    return {"title": finding, "alt": f"Control chart of {in_sentence(kind)} in time by {period}.", "description": f"{'; '.join(parts)}."}


def timely_change(months: Released, kind: str) -> str:
    """Whether the share in time of the last month is out of its usual range."""
    rows = months.table.dropna(subset=["in_time_pct"])
    if rows.empty:
        return ""
    last, period = rows.iloc[-1], period_column(months)
    if pd.isna(last["mean"]) and last["process_stretch"]:
        return f"{kind} in time: {per_cent(last['in_time_pct'], 0)} in {period_in_words(last[period])}, {against_usual(last)}."
    if pd.isna(last["mean"]):
        return f"{kind} in time: {counted(len(rows), period)} can be shown, too few to tell change from chance."
    share_now = f"{kind} in time: {per_cent(last['in_time_pct'], 0)} in {period_in_words(last[period])}"
    if last["special_cause"]:
        return f"{share_now}, {'higher' if last['special_cause'] > 0 else 'lower'} than chance explains."
    return f"{share_now}, within the usual range."
