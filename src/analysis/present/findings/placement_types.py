"""Sentences on the types of placement of children in care."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.findings.definitions import POLARITY_BASES
from analysis.present.wording import agreeing, counted, in_sentence, listing, month_year, number, per_cent

DATES = ["children_placed_first", "children_placed_second", "children_placed_third", "children_placed_latest"]
MOST_MOVES = 3
"""Types that a sentence names at most each way."""


def type_definitions(indicators: pd.DataFrame) -> tuple[pd.Series, str]:
    """What each type of placement is, by ``indicator``, less the words that all have; and those words once.

    Parameters
    ----------
    indicators
        One row per ``indicator``: ``definition`` of parts joined by semicolons, the first its own, ``polarity``, ``polarity_basis``.
    """
    parts = indicators["definition"].fillna("").str.split("; ")
    common = [part for part in parts.iloc[0][1:] if all(part in others[1:] for others in parts)] if len(parts) > 1 else []
    better = indicators["polarity"].map({"higher": " Higher is better", "lower": " Lower is better"}).fillna("")
    basis = indicators["polarity_basis"].map(POLARITY_BASES).fillna("")
    own = [
        "; ".join(part for part in of_type if part not in common) + "." + (f"{way} {whose}." if way else "")
        for of_type, way, whose in zip(parts, better, basis, strict=True)
    ]
    return pd.Series(own, index=indicators["indicator"]), f"A type of placement is {listing(common)}." if common else ""


def types_title(wide: Released, dates: list[pd.Timestamp]) -> str:
    """Finding of the chart of placement types: which rose and fell most of those that can be shown."""
    first = DATES[-len(dates)]
    rows = wide.table.dropna(subset=["change_placed_children"])
    parts = []
    for change, way in ((rows["change_placed_children"].max(), "up"), (rows["change_placed_children"].min(), "down")):
        if pd.notna(change) and ((way == "up" and change > 0) or (way == "down" and change < 0)):
            row = rows[rows["change_placed_children"] == change].iloc[0]
            parts.append(f"{in_sentence(row['placement_type'])} {way} from {number(row[first])} to {number(row['children_placed_latest'])}")
    among = " of the types that can be shown" if len(rows) < len(wide.table) else ""
    if not parts:
        return "No type of placement that can be shown changed"
    return f"Since {month_year(dates[0])}{',' + among if among else ''}: {', '.join(parts)}"


def types_description(by_type: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{name}: {', '.join(number(value) for value in rows['children_in_type'])}"
        for name, rows in by_type.table.groupby("placement_type", sort=False)
    ]
    return "One small line for each type, all on the same scale from zero, with a figure for each date. " + "; ".join(parts) + "."


def whole_lines(by_type: Released) -> pd.Series:
    """Rows of the types that have a figure at every date, but for the largest, which would flatten the rest."""
    rows = by_type.table
    dates = rows["snapshot_date"].nunique()
    whole = rows.groupby("placement_type")["children_in_type"].agg(lambda values: values.notna().sum() == dates)
    largest = rows.groupby("placement_type")["children_in_type"].max().astype(float)
    top = largest.idxmax() if largest.notna().any() and len(largest) > 2 else None
    return rows["placement_type"].map(whole).astype(bool) & (rows["placement_type"] != top)


def largest_type(wide: Released, total: Released) -> str:
    """Share of children in the commonest type of placement."""
    rows = wide.table.dropna(subset=["children_placed_latest"])
    if rows.empty:
        return ""
    top = rows.loc[rows["children_placed_latest"].astype(int).idxmax()]
    whole = total.table.iloc[0]["children_placed_latest"]
    text = f"The commonest is {in_sentence(top['placement_type'])}, for {number(top['children_placed_latest'])}"
    if pd.isna(whole):
        return f"{text} children."
    return f"{text} of {number(whole)} children ({per_cent(100 * top['children_placed_latest'] / whole)})."


def hidden_types(wide: Released) -> str:
    """Why some counts of placement types are not shown."""
    if not wide.any_suppressed:
        return ""
    return (
        "The report withholds small counts. Where the total less the counts shown would tell how few children were withheld, "
        "the next smallest count is hidden here too. Both read [c], and are not told apart."
    )


def moves_since(by_type: Released, before: pd.Timestamp, now: pd.Timestamp) -> list[str]:
    """Which types of placement rose and fell since a date, how many did not, and how many cannot be told."""
    wide = by_type.table.pivot(index="placement_type", columns="snapshot_date", values="children_in_type").reindex(columns=[before, now])
    wide = wide.reindex(list(dict.fromkeys(by_type.table["placement_type"])))
    known = wide.dropna()
    change = (known[now] - known[before]).astype(int)
    since = f"Since {month_year(before)}"
    sentences = []
    for word, moved in (("more", change[change > 0].sort_values(ascending=False)), ("fewer", change[change < 0].sort_values())):
        parts = [f"{in_sentence(name)} ({number(known.loc[name, before])} to {number(known.loc[name, now])})" for name in moved.index]
        sentences += [f"{since}, {word} children: {listing(parts, most=MOST_MOVES)}."] if parts else []
    same, unknown = int((change == 0).sum()), len(wide) - len(known)
    rest = [f"{counted(same, 'type')} of placement did not change"] if same else []
    rest += [f"{counted(unknown, 'type')} cannot be compared, because a count is hidden or not given"] if unknown else []
    return sentences + ([f"{listing(rest)}.".capitalize()] if rest else [])


def types_that_came_and_went(now: list[str], before: list[str]) -> list[str]:
    """Types that only this report or only last quarter's names."""
    new, gone = [name for name in now if name not in before], [name for name in before if name not in now]
    return [
        f"New in this report: {listing([in_sentence(name) for name in new])}." if new else "",
        f"No longer in the report: {listing([in_sentence(name) for name in gone])}." if gone else "",
    ]


def types_do_not_agree(excess: Released) -> list[str]:
    """Dates at which the printed types come to more children than there were, in one warning."""
    rows = excess.table.dropna(subset=["types_in_all_children", "children_looked_after", "excess_children"])
    if len(rows) == 1:
        row = rows.iloc[0]
        return [
            f"The types of placement printed for {month_year(row['snapshot_date'])} come to {number(row['types_in_all_children'])} children, "
            f"{number(row['excess_children'])} more than the {number(row['children_looked_after'])} in care. The report does not say why."
        ]
    parts = [
        f"{month_year(row.snapshot_date)} ({number(row.types_in_all_children)} children, {number(row.excess_children)} more than {number(row.children_looked_after)})"
        for row in rows.itertuples()
    ]
    return (
        [f"The types of placement printed come to more children than are in care for {listing(parts)}. The reports do not say why."]
        if parts
        else []
    )


def type_headings(dates: list[pd.Timestamp]) -> dict[str, str]:
    """Headings of the columns of ``dates_side_by_side``: the dates."""
    headings = dict(zip(DATES[-len(dates) :], [month_year(date) for date in dates], strict=True))
    return headings | {"change_placed_children": f"Change since {month_year(dates[0])}"}


def residential_counted_twice(wide: Released, residential: str, measures: Released, last_month: str) -> str:
    """That the quarterly and the monthly figures count residential placements otherwise, where they do at one date."""
    quarterly = wide.table.loc[wide.table["placement_type"] == residential, "children_placed_latest"].dropna()
    monthly = measures.table.loc[measures.table["indicator"] == "residential_placements", "measure_value"].dropna()
    if quarterly.empty or monthly.empty or quarterly.iloc[0] == monthly.iloc[0]:
        return ""
    return (
        f"The quarterly figures count {number(quarterly.iloc[0])} {agreeing(quarterly.iloc[0], 'child', 'children')} in {in_sentence(residential)}, the monthly ones "
        f"{number(monthly.iloc[0])} residential placements at the end of {last_month}. It is not said how the two differ."
    )
