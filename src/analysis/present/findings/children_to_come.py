"""Sentences of the budget page on children to come and what they will cost."""

from analysis.disclosure.release import Released
from analysis.present.wording import in_sentence, number

SUPPOSED = {
    "entries": "A tenth fewer children come",
    "leaving": "Children leave care a tenth more often",
    "prices": "Prices are a tenth lower",
}
METHOD = [
    "Children to come: rates of coming, moving and leaving by age and kind of placement, counted over the days in which children could, in the last three years at most. "
    "Each child grows older by its date of birth and leaves at 18. The mean is worked out exactly, month by month; ranges come from draws child by child, each "
    "with rates as uncertain as so few cases leave them.",
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
    if not change:
        return f"As many children are expected in placements in {last['projection_date']} as now"
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


def tried(*found: float) -> str:
    """How a projection of a year ago would have done; nothing where it cannot be tried."""
    if not found:
        return ""
    mean, low, high, now = found
    held = "within" if low <= now <= high else "outside"
    return f"A projection of a year ago would have expected {number(mean)} today; there are {number(now)}, {held} its 95% range of {number(low)} to {number(high)}."
