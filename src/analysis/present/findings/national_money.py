"""Sentences on the revenue outturn of children's social care."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.page import Tile
from analysis.present.wording import counted, in_sentence, listing, per_cent, pounds

LIMITS = [
    "Councils differ in what they book to which line: a line may stand at nothing because its spending stands in another. Compare wholes before lines.",
    "Spending is net of income from the council's own partners and grants as the return counts it; overheads of the council are not in it.",
]
COST_LIMITS = [
    "The cost for each child is spending over the mean of two days, 31 March before and after the year. A council whose numbers swung in between has another true mean.",
    "The line holds services for children looked after beside their placements, and no social workers' time; it is not the price of a placement.",
    "Money is no count of children: what chance alone leaves of the order of councils by spending cannot be told.",
    "Children differ: a council with more children in residential care, or more who came alone to seek asylum, costs more or less for each.",
]


def year_name(year: int) -> str:
    """The financial year that ends in a year: ``2024/25``."""
    return f"{year - 1}/{year % 100:02d}"


def method(year: int) -> list[str]:
    """How spending per child is made."""
    return [
        f"Spending is the net current expenditure of the revenue outturn of {year_name(year)}, in pounds of that year. Children are those aged 0 to 17 on 30 June "
        f"{year - 1}, and children looked after the mean of 31 March {year - 1} and 31 March {year}.",
        "England's totals hold estimates for councils that made no return. Medians are of the neighbours with a return.",
    ]


def _line(lines: Released, line: str) -> pd.Series:
    return lines.table.loc[lines.table["outturn_line"] == line].iloc[0]


def spending_per_child(lines: Released, whole: str, place: str, year: int) -> str:
    """Net spending per child on the whole against neighbours and England."""
    row = _line(lines, whole)
    return (
        f"{place} spent {pounds(row['net_gbp_per_child'])} net for each child aged 0 to 17 on children's social care in {year_name(year)}, against a median of "
        f"{pounds(row['neighbours_net_gbp_per_child'])} among its neighbours and {pounds(row['england_net_gbp_per_child'])} in England."
    )


def lines_furthest(lines: Released, whole: str) -> str:
    """The lines furthest above and below the neighbours' median, in pounds per child."""
    rows = lines.table[~lines.table["outturn_line"].str.contains(":") & (lines.table["outturn_line"] != whole)]
    gap = (rows["net_gbp_per_child"] - rows["neighbours_net_gbp_per_child"]).dropna()
    if gap.empty:
        return ""
    parts = []
    for place, side in ((gap.idxmax(), "above"), (gap.idxmin(), "below")):
        if (gap[place] > 0) == (side == "above") and gap[place] != 0:
            row = rows.loc[place]
            parts.append(
                f"{in_sentence(row['outturn_line'])}, {pounds(abs(gap[place]))} per child {side} ({pounds(row['net_gbp_per_child'])})"
            )
    return f"Furthest from the neighbours' median: {listing(parts)}." if parts else ""


def per_child_tile(lines: Released, whole: str) -> Tile:
    """Spending per child."""
    row = _line(lines, whole)
    note = f"Neighbours' median {pounds(row['neighbours_net_gbp_per_child'])}, England {pounds(row['england_net_gbp_per_child'])}"
    return Tile(
        "Net spending for each child",
        pounds(row["net_gbp_per_child"]),
        note,
        "Net current expenditure on children's social care per child aged 0 to 17.",
    )


def _cost(ten: Released) -> tuple[pd.Series, pd.DataFrame, pd.DataFrame]:
    rows = ten.table
    return rows[rows["area_kind"] == "council"].iloc[0], rows[rows["area_kind"] == "neighbour"], rows[rows["area_kind"] == "England"]


COST = "net_gbp_per_child_looked_after"


def cost_of_care(ten: Released, place: str, year: int) -> str:
    """Net spending for each child looked after against neighbours and England."""
    own, beside, england = _cost(ten)
    elsewhere = f" and {pounds(england[COST].iloc[0], 0)} in England" if len(england) else ""
    median = (
        f", against a median of {pounds(beside[COST].median())} among {counted(len(beside), 'neighbour')} with a return"
        if len(beside)
        else ""
    )
    return f"A year of care came to {pounds(own[COST])} for each child looked after in {place} in {year_name(year)}{median}{elsewhere}."


def cost_title(ten: Released, place: str) -> str:
    """How many neighbours spent more for each child looked after."""
    own, beside, _ = _cost(ten)
    more = int((beside[COST] > own[COST]).sum())
    who = f"{more} of {len(beside)} neighbours" if more else "No neighbour"
    return f"{who} spent more for each child looked after than {place}"


def cost_description(ten: Released, year: int) -> str:
    """Every dot with its figure, highest first."""
    return f"{year_name(year)}, the highest first: {listing([f'{row.national_area} {pounds(getattr(row, COST))}' for row in ten.table.itertuples()])}."


def cost_tile(ten: Released) -> Tile:
    """Spending for each child looked after."""
    own, beside, england = _cost(ten)
    parts = [f"Neighbours' median {pounds(beside[COST].median())}"] if len(beside) else []
    parts += [f"England {pounds(england[COST].iloc[0])}"] if len(england) else []
    return Tile(
        "A year of care",
        pounds(own[COST]),
        ", ".join(parts),
        "Net spending on children looked after for each child looked after on average.",
    )


def share(value: float) -> str:
    """A share without decimals."""
    return per_cent(value, 0)


def _named(shares: Released) -> list[str]:
    return [
        f"{share(row.share_of_looked_after_pct)} {in_sentence(row.outturn_line.removeprefix('Looked after: '))}"
        for row in shares.table.itertuples()
    ]


def division(shares: Released, place: str) -> str:
    """How net spending on children looked after divides, and lines that hold nothing."""
    rows = shares.table
    if rows.empty:
        return f"How the spending of {place} on children looked after divides is not known: its lines are not given or do not add up."
    none = [in_sentence(line.removeprefix("Looked after: ")) for line in rows.loc[rows["net_gbp_thousand"] == 0, "outturn_line"]]
    empty = f" Nothing stands under {listing(none)}: that spending may stand in another line." if none else ""
    return f"Of the spending on children looked after: {listing(_named(shares))}.{empty}"


def division_title(shares: Released, place: str) -> str:
    """The largest part."""
    top = shares.table.loc[shares.table["share_of_looked_after_pct"].idxmax()]
    return f"{place} books {share(top['share_of_looked_after_pct'])} of its spending on children looked after to {in_sentence(top['outturn_line'].removeprefix('Looked after: '))}"


def division_description(shares: Released, place: str) -> str:
    """Every part with the neighbours' median."""
    parts = [
        f"{in_sentence(row.outturn_line.removeprefix('Looked after: '))} {share(row.share_of_looked_after_pct)}"
        + (f" (neighbours' median {share(row.neighbours_share_pct)})" if pd.notna(row.neighbours_share_pct) else "")
        for row in shares.table.itertuples()
    ]
    return f"{place}: {listing(parts)}."
