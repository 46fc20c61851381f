"""Sentences of the budget page on what placements cost a week."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.findings.budget_records import money
from analysis.present.wording import counted, in_sentence, listing, per_cent, pounds

WORTH_TELLING = 0.02
"""Difference in price, as a share, from which a sentence tells of it."""
METHOD = [
    "Weekly costs are before contributions. Those who came are counted at the first price of a placement that began in the 12 months, those who left at the last price of "
    "one that ended; a child who moved is in both."
]


def weekly(lines: Released, moved: Released) -> list[str]:
    """What kinds of placement cost, and whether those who came cost more than those who left."""
    rows = lines.table[lines.table["average_gbp_per_week"].notna()].sort_values("average_gbp_per_week", ascending=False, kind="stable")
    sentences = []
    if len(rows) > 1:
        most, least = rows.iloc[0], rows.iloc[-1]
        sentences.append(
            f"A week costs {pounds(most['average_gbp_per_week'])} on average in {in_sentence(most['placement_line'])} and {pounds(least['average_gbp_per_week'])} in "
            f"{in_sentence(least['placement_line'])}."
        )
    known = moved.table[moved.table["dearer_gbp_per_week"].notna()]
    parts = [
        f"{in_sentence(row.placement_line)} by {pounds(abs(row.dearer_gbp_per_week))} a week {'more' if row.dearer_gbp_per_week > 0 else 'less'}"
        for row in known.itertuples()
        if abs(row.dearer_gbp_per_week) >= row.left_gbp_per_week * WORTH_TELLING
    ]
    if parts:
        sentences.append(
            f"Children who came in the last 12 months cost other than those who left the same kind of placement: {listing(parts)}."
        )
    return sentences


def weekly_title(lines: Released) -> str:
    """Finding of the chart of weekly costs."""
    row = lines.table.loc[lines.table["average_gbp_per_week"].idxmax()]
    return f"The dearest kind is {in_sentence(row['placement_line'])}: {pounds(row['average_gbp_per_week'])} a week on average"


def weekly_label(row: pd.Series) -> str:
    """Label of a bar."""
    return pounds(row["average_gbp_per_week"])


def weekly_description(lines: Released) -> str:
    """Long description of that chart."""
    return (
        "Bars of the average weekly cost by kind of placement: "
        + "; ".join(f"{row['placement_line']}: {weekly_label(row)}" for _, row in lines.table.iterrows())
        + "."
    )


def repriced(changes: Released) -> str:
    """What prices that changed within placements come to; nothing where none can be shown."""
    rows = changes.table[changes.table["children_repriced"].notna() & (changes.table["change_kind"] != "on 1 April")]
    if rows.empty:
        return ""
    parts = [
        f"{in_sentence(row.placement_line)} for {counted(row.children_repriced, 'child', 'children')} (median {per_cent(row.price_change_pct)}, {money(row.change_year_gbp)} over a year)"
        for row in rows.itertuples()
    ]
    return f"Apart from the uplift of 1 April, prices changed within placements: {listing(parts)}."


def spot(both: Released) -> str:
    """By how much placements bought spot are dearer than those through a framework, in the same kind; nothing where none can be shown."""
    rows = both.table[both.table["spot_dearer_gbp_per_week"].notna()]
    parts = [
        f"{in_sentence(row.placement_line)} by {pounds(abs(row.spot_dearer_gbp_per_week))} a week {'more' if row.spot_dearer_gbp_per_week > 0 else 'less'}"
        for row in rows.itertuples()
    ]
    return f"Placements bought spot cost other than those of the same kind through a framework: {listing(parts)}." if parts else ""


def dearest(placements: Released, share_pct: float) -> str:
    """How much of the weekly bill the dearest placements make."""
    count = len(placements.table)
    return f"The {counted(count, 'dearest placement')} {'makes' if count == 1 else 'make'} {per_cent(share_pct)} of what open placements cost a week."
