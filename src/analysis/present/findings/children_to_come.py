"""Sentences of the budget page on children to come and what they will cost."""

from analysis.disclosure.release import Released
from analysis.present.wording import counted, in_sentence, number, per_cent

MONTHLY = "Children expected at the end of each month, by kind of placement and age, are a file."
LASTING = [
    "How long placements last is estimated as Kaplan and Meier do: each placement counts for the days that it was seen, also those that are still open or began before the "
    "records do. A share is given where at least 20 placements were seen to last so long."
]

FEW = 5
"""A change by fewer children than this is told as none: it is within any range, and so small a number of children is not told."""
SUPPOSED = {
    "entries": "A tenth fewer children come",
    "leaving": "Children leave care a tenth more often",
    "prices": "Prices are a tenth lower",
}
METHOD = [
    "Children to come: rates of coming, moving and leaving by age and kind of placement, counted over the days in which children could, in the last three years at most. "
    "Each child grows older by its date of birth and leaves at 18. The mean is worked out exactly, month by month; ranges come from draws child by child, each "
    "with rates as uncertain as so few cases leave them.",
    "What else may be supposed about children to come is a scenario file: analysis scenario list names them, and analysis scenario run NAME projects one.",
    "The cost of a financial year is that of the children expected in it at today's average price of each kind; its range is of the number of children and not of prices.",
]
LIMITS = [
    "Children to come are those in placements that cost something. The projection has children come and leave as they did: a change of practice, law or need is not in it.",
    "Cost of children to come is at today's average price of each kind, without uplift.",
]


def stepping_down(line: str) -> str:
    """What is supposed of the dearest kind of placement."""
    return f"Children move on from {in_sentence(line)} to other kinds twice as often"


def title(months: Released) -> str:
    """Finding of the chart of children expected."""
    first, last = months.table.iloc[0], months.table.iloc[-1]
    change = round(last["projected_children"]) - round(first["projected_children"])
    if abs(change) < FEW:
        return f"About as many children are expected in placements in {last['projection_date']} as now"
    return f"{number(abs(change))} {'more' if change > 0 else 'fewer'} children are expected in placements by {last['projection_date']}"


def description(months: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{row.projection_date}: {number(row.projected_children)}, range {number(row.projected_low_95)} to {number(row.projected_high_95)}"
        for row in months.table.itertuples()
    ]
    return f"Children expected in placements at the end of each quarter, with the 95% range: {'; '.join(parts)}."


def expected(months: Released, kinds: Released) -> str:
    """How many children are expected, how sure that is, and which kind changes most."""
    last = months.table.iloc[-1]
    by_kind = kinds.table.groupby("placement_line")["projected_children"]
    change = by_kind.last() - by_kind.first()
    most = change.abs().idxmax()
    return (
        f"{number(months.table.iloc[0]['projected_children'])} children are in placements that cost something. By {last['projection_date']} "
        f"{number(last['projected_children'])} are expected, with 95% confidence between {number(last['projected_low_95'])} and {number(last['projected_high_95'])}. "
        f"Most of the change is in {in_sentence(most)}: {number(change[most], signed=True)}."
    )


def tried(past: Released) -> str:
    """How projections of past years did: error and coverage a year ahead, and over kinds of placement."""
    rows = past.table
    year = rows[rows["months_ahead"] == rows["months_ahead"].min()]
    error = year["projection_error_pct"].abs().mean()
    held, made = int((rows["range_held"] == "yes").sum()), len(rows)
    return (
        f"Projections of past years, each with nothing that was not known on its day, would have missed the number of children a year on by {per_cent(error)} on "
        f"average. Of {counted(made, 'projection')} one or two years ahead, the 95% range would have held the number in {number(held)}; by kind of placement in "
        f"{number(rows['kinds_within_95'].sum())} of {number(rows['kinds_tried'].sum())}. Projections of years that overlap share their surprises, so they hold or miss together."
    )


def lasting(kinds: Released) -> str:
    """Which kind of placement lasts longest and which shortest, a year on; nothing where fewer than two can be told."""
    rows = kinds.table[kinds.table["still_there_365_days_pct"].notna()].sort_values("still_there_365_days_pct", kind="stable")
    if len(rows) < 2:
        return ""
    least, most = rows.iloc[0], rows.iloc[-1]
    return (
        f"Of placements in {in_sentence(most['placement_line'])}, {per_cent(most['still_there_365_days_pct'], 0)} last longer than a year; "
        f"in {in_sentence(least['placement_line'])}, {per_cent(least['still_there_365_days_pct'], 0)} do."
    )
