"""Sentences on children in care from the returns: kinds of placement, who started and ceased, stability, the report beside the records."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.periods import FinancialYear, Quarter
from analysis.present.findings.caseload_services import short_period as short_quarter
from analysis.present.wording import counted, in_sentence, listing, long_date, number, per_cent, rose_or_fell, sentence_case

__all__ = ["long_date", "number"]

MOST_NAMED = 3
SHORT_BREAKS = "Children in a series of short breaks are in none of the figures from the returns."
KINDS = (
    "An agency placement is a foster placement with a carer who is no relative or friend, of a private or voluntary provider; an in-house one is of the "
    "council's own. Kinds with too few children to be shown stand together as other placements."
)
FLOWS = (
    "A child starts with the first episode of a period of care, and ceases with the last. Children at the end of a period are those of the one before, and "
    "those who started less those who ceased."
)
TEMPORARY = "A temporary placement, and the way back from it to the placement before, is no move in the measures of stability."
NOT_REVIEWS = "Reviews in time are not worked out from the returns here."
STABILITY = [
    "Short-term stability: of the children looked after on the day, those with three or more placements in the year before, as national indicator 62 had it. "
    "Long-term stability: of those under 16 who have been looked after without a break for two and a half years, those in the same placement for two, as "
    "national indicator 63 had it. A change of legal status, or one that leaves a child with the same carer, is no move."
]


def headline(kinds: Released, day: pd.Timestamp) -> str:
    """How many children are in care by the returns, and in which kind of placement most of them are."""
    shown = kinds.table.dropna(subset=["children_in_kind"])
    if len(shown) < len(kinds.table):
        return ""
    first = shown.iloc[0]
    return (
        f"On {long_date(day)}, {counted(int(shown['children_in_kind'].sum()), 'child', 'children')} were in care by the council's returns, "
        f"{per_cent(first['children_in_kind_pct'], 0)} of them in {in_sentence(first['placement_kind'])}."
    )


def kinds(kinds: Released, day: pd.Timestamp) -> list[str]:
    """The largest kinds of placement, and what changed most in a year."""
    rows = kinds.table.dropna(subset=["children_in_kind"]).head(MOST_NAMED)
    parts = [f"{number(row.children_in_kind)} in {in_sentence(row.placement_kind)}" for row in rows.itertuples()]
    sentences = [f"On {long_date(day)} most children in care were in these placements: {listing(parts)}."]
    if "children_in_kind_a_year_ago" in kinds.table:
        change = (kinds.table["children_in_kind"] - kinds.table["children_in_kind_a_year_ago"]).dropna()
        if len(change) and change.abs().max():
            most = change.abs().astype(float).idxmax()
            moved = rose_or_fell(change[most], number(abs(change[most])))
            sentences.append(
                f"In a year the largest change was in {in_sentence(kinds.table.loc[most, 'placement_kind'])}: the number {moved}."
            )
    return sentences


def kind_label(row: pd.Series) -> str:
    """Children of a kind, with their share."""
    share = f" ({per_cent(row['children_in_kind_pct'], 0)})" if pd.notna(row["children_in_kind_pct"]) else ""
    return f"{number(row['children_in_kind'])}{share}"


def kinds_title(kinds: Released, day: pd.Timestamp) -> str:
    """Finding of the chart of kinds: the one with most children."""
    first = kinds.table.dropna(subset=["children_in_kind"]).iloc[0]
    return f"Most common on {long_date(day)}: {in_sentence(first['placement_kind'])}, {counted(first['children_in_kind'], 'child', 'children')}"


def kinds_description(kinds: Released) -> str:
    """Long description of that chart."""
    rows = kinds.table.dropna(subset=["children_in_kind"])
    return f"{'; '.join(f'{row.placement_kind}: {number(row.children_in_kind)}' for row in rows.itertuples())}."


def series_title(by_quarter: Released) -> str:
    """Finding of the small charts: the kind that changed most from the first quarter to the last."""
    ends = _ends(by_quarter)
    change = (ends["last"] - ends["first"]).astype(int)
    most = change.abs().idxmax()
    quarters = [in_sentence(Quarter.parse(text).label) for text in (ends["from"].min(), ends["to"].max())]
    return f"{most}: the number {rose_or_fell(change[most], number(abs(change[most])))} from {quarters[0]} to {quarters[1]}"


def series_description(by_quarter: Released) -> str:
    """Long description of the small charts."""
    parts = [f"{row.Index}: {number(row.first)} at first, {number(row.last)} at last" for row in _ends(by_quarter).itertuples()]
    return f"One small line for each kind, on one scale from zero. {'; '.join(parts)}."


def _ends(by_quarter: Released) -> pd.DataFrame:
    rows = by_quarter.table.dropna(subset=["children_in_kind"]).sort_values("care_quarter", kind="stable")
    found = rows.groupby("placement_kind", sort=False)
    counts = found["children_in_kind"].agg(["first", "last"])
    return counts.join(found["care_quarter"].agg(**{"from": "first", "to": "last"}))


def how_old(day: pd.Timestamp, end: pd.Timestamp) -> str:
    """That the returns end before the quarter does; empty where they do not."""
    return f"The last return of children looked after ends on {long_date(day)}: later changes are not in it." if day < end else ""


def period_label(period: str) -> str:
    """A quarter or financial year in words.

    >>> period_label("2024-25-Q4"), period_label("2024-25")
    ('quarter 4 2024/25', 'the year to 31 March 2025')
    """
    if "Q" in period:
        return in_sentence(Quarter.parse(period).label)
    return f"the year to {long_date(pd.Timestamp(FinancialYear.parse(period).end))}"


def short_period(period: str) -> str:
    """A quarter or financial year below a chart.

    >>> short_period("2024-25-Q4"), short_period("2024-25")
    ('Q4 24', '2024/25')
    """
    return short_quarter(period) if "Q" in period else period.replace("-", "/")


def flows(periods: Released) -> list[str]:
    """Started against ceased in the last period."""
    last = periods.table.iloc[-1]
    name = period_label(last["care_period"])
    if pd.isna(last["children_started"]) or pd.isna(last["children_ceased"]):
        return [f"How many children started and ceased to be in care in {name} is not shown: one of the two is a small number."]
    started, ceased = last["children_started"], last["children_ceased"]
    return [f"In {name}, {counted(started, 'child', 'children')} started to be in care and {number(ceased)} ceased."]


def flows_title(drawn: Released) -> str:
    """Finding of the chart: in how many periods more started than ceased."""
    rows = drawn.table
    more = int((rows["children_started"] > rows["children_ceased"]).sum())
    word = "quarters" if "Q" in rows.iloc[-1]["care_period"] else "years"
    return f"More children started than ceased in {number(more)} of {number(len(rows))} {word}"


def flows_description(drawn: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{sentence_case(period_label(row.care_period))}: {number(row.children_started)} started, {number(row.children_ceased)} ceased"
        for row in drawn.table.itertuples()
    ]
    return f"{'; '.join(parts)}."


def stability(years: Released) -> list[str]:
    """Both measures on the last day, and on the first that is shown."""
    rows = years.table
    day = long_date(rows.iloc[-1]["stability_date"])
    found = []
    for share, whole, words in (
        ("children_three_placements_pct", "children_looked_after", "had three or more placements in the year"),
        ("children_same_placement_pct", "children_long_looked_after", "had been in the same placement for two years"),
    ):
        known = rows.dropna(subset=[share])
        if known.empty or known.index[-1] != rows.index[-1]:
            continue
        last = known.iloc[-1]
        who = "children in care" if whole == "children_looked_after" else "children under 16 who had been in care for two and a half years"
        sentence = f"On {day}, {per_cent(last[share])} of the {number(last[whole])} {who} {words}"
        if len(known) > 1:
            sentence += f"; on {long_date(known.iloc[0]['stability_date'])} it was {per_cent(known.iloc[0][share])}"
        found.append(f"{sentence}.")
    return found or ["The numbers behind the measures of stability are too small to be shown."]


def how_far_back(years: Released) -> list[str]:
    """That long-term stability takes returns of two and a half years, where no day has it for want of them."""
    rows = years.table
    shown = rows["children_long_looked_after"].notna() | years.suppressed["children_long_looked_after"]
    if shown.any():
        return []
    return ["Long-term stability takes returns, with their headers, that go back two and a half years."]


def against_report(shown: Released) -> list[str]:
    """Whether the report and the returns agree on the last day that both have."""
    rows = shown.table.dropna()
    if rows.empty:
        return []
    last = rows.iloc[-1]
    sentence = (
        f"On {long_date(last['snapshot_date'])} the report prints {counted(last['report_children'], 'child', 'children')} in care, and the returns hold "
        f"{number(last['records_children'])}"
    )
    if not last["difference_children"]:
        return [f"{sentence}."]
    return [
        f"{sentence} ({number(last['difference_children'], signed=True)}).",
        "The returns leave out series of short breaks, and count the end of the day; the report does not say whether it does.",
    ]
