"""Sentences on the types of placement of children in care."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.findings.children_in_care import month_year
from analysis.present.wording import number, per_cent

NOT_SHOWN = "not shown"
DATES = ["children_placed_first", "children_placed_second", "children_placed_third", "children_placed_latest"]


def types_title(wide: Released, first: str) -> str:
    """Finding of the chart of placement types: which rose and fell most."""
    rows = wide.table.dropna(subset=["change_placed_children"])
    parts = []
    for change, way in ((rows["change_placed_children"].max(), "up"), (rows["change_placed_children"].min(), "down")):
        if (way == "up" and change > 0) or (way == "down" and change < 0):
            row = rows[rows["change_placed_children"] == change].iloc[0]
            name = row["placement_type"][:1].lower() + row["placement_type"][1:]
            parts.append(f"{name} {way} from {number(row['children_placed_first'])} to {number(row['children_placed_latest'])}")
    return f"Since {first}: {', '.join(parts)}" if parts else "No type of placement that can be shown changed"


def types_description(by_type: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{name}: {', '.join(number(value) for value in rows['children_in_type'])}"
        for name, rows in by_type.table.groupby("placement_type", sort=False)
    ]
    return "One small line for each type, all on the same scale from zero, with a figure for each date. " + "; ".join(parts) + "."


def whole_lines(by_type: Released) -> pd.Series:
    """Rows of the types that have a figure at every date, but for the largest, which would flatten the rest."""
    whole = by_type.table.groupby("placement_type")["children_in_type"].agg(lambda values: values.notna().all())
    largest = by_type.table.groupby("placement_type")["children_in_type"].max().idxmax()
    return by_type.table["placement_type"].map(whole) & (by_type.table["placement_type"] != largest)


def largest_type(wide: Released, total: Released) -> str:
    """Share of children in the commonest type of placement."""
    rows = wide.table.dropna(subset=["children_placed_latest"])
    top = rows.loc[rows["children_placed_latest"].astype(int).idxmax()]
    whole = total.table.iloc[0]["children_placed_latest"]
    return (
        f"The commonest is {top['placement_type'][:1].lower() + top['placement_type'][1:]}, for {number(top['children_placed_latest'])} of "
        f"{number(whole)} children ({per_cent(100 * top['children_placed_latest'] / whole)})."
    )


def hidden_types(wide: Released) -> str:
    """Why some counts of placement types are not shown."""
    if not wide.any_suppressed:
        return ""
    return (
        "The report withholds counts below five. Where the total less the counts shown would tell how few children were withheld, "
        "the next smallest count is hidden here too. Both read [c], and are not told apart."
    )


def types_do_not_agree(excess: Released) -> list[str]:
    """Dates at which the printed types come to more children than there were."""
    return [
        f"The types of placement printed for {month_year(row.snapshot_date)} come to {number(row.types_in_all_children)} children, "
        f"{number(row.excess_children)} more than the {number(row.children_looked_after)} in care. The report does not say why."
        for row in excess.table.dropna(subset=["types_in_all_children", "children_looked_after", "excess_children"]).itertuples()
    ]


def type_headings(by_type: pd.DataFrame) -> dict[str, str]:
    """Headings of the columns of ``dates_side_by_side``: the dates."""
    dates = sorted(by_type["snapshot_date"].unique())[-len(DATES) :]
    headings = dict(zip(DATES[-len(dates) :], [month_year(date) for date in dates], strict=True))
    return headings | {"change_placed_children": f"Change since {month_year(dates[0])}"}
