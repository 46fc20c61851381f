"""Sentences of the budget page on the mix of placements that costs least."""

from collections.abc import Mapping

from analysis.disclosure.release import Released
from analysis.present.findings.budget_records import money
from analysis.present.wording import counted, in_sentence, listing, number, pounds, sentence_case

LIMIT_NAMES = ("settled_days", "step_down_pct", "places_usable_pct", "supported_from_years")
WITHIN = "The limits within which it costs least:"
MOST_AT_ONCE = "the most children who were there at one time in the lists held"
METHOD = [
    "The mix that costs least is worked out by a linear programme over children by kind of placement, age, need and whether they are settled, in whole children. Each is priced at the "
    "average of their age and need in that kind where it rests on ten placements or more, else of their age, else of all. What one more place is worth is the "
    "programme's dual value: by how much the cost would fall.",
]
LIMITS = [
    "The mix that costs least is no plan for any child: which placement is right for a child is decided for that child. It says where money would go furthest if the limits hold, and how "
    "much places are worth.",
    "A child who steps down is priced as others of the same age and need in foster care. One who needs more than they do costs more.",
]


def from_register(approved: int) -> str:
    """Where a number of places comes from, of the register of carers."""
    return f"of {counted(approved, 'place')} for which mainstream carers are approved"


def limits(places: Mapping[str, int], counted_from: Mapping[str, str], words: Mapping[str, str]) -> list[str]:
    """The limits, a sentence each."""
    rooms = [
        f"{sentence_case(in_sentence(line))} has {counted(room, 'place')}: {_share_of(counted_from[line], words)}."
        for line, room in places.items()
    ]
    return [
        f"A child who has been in a placement for {words['settled_days']} or longer stays.",
        "Nobody moves from a family to anything but a family; those with family and friends, in secure homes and in kinds not named here stay.",
        f"Of the children in children's homes who are not settled, {words['step_down_pct']} at most are placed elsewhere.",
        f"Supported accommodation takes children from {words['supported_from_years']} on.",
        *rooms,
        "What can be bought is not limited.",
    ]


def _share_of(source: str, words: Mapping[str, str]) -> str:
    return f"{words['places_usable_pct']} {source}" if source.startswith("of ") else source


def infeasible(short: Mapping[str, int]) -> str:
    """That the limits cannot all hold, and by how much."""
    if not short:
        return "The limits below cannot all hold together for the children who are there, so there is no mix that costs least."
    parts = [
        f"{in_sentence(line)} is {counted(missing, 'place')} short for the children who are settled there"
        for line, missing in short.items()
    ]
    return f"No mix of placements keeps the limits below: {listing(parts)}."


def least_cost(shown: Released, now_gbp: float, mix_gbp: float, budget_gbp: float | None) -> list[str]:
    """What the mix would save over a year, where children would be, and whether the budget would do."""
    hidden = bool(shown.suppressed["mix_children"].any())
    if not hidden and round(now_gbp) == round(mix_gbp):
        first = f"Within the limits below, no mix of placements would cost less than the one there is, {money(now_gbp)} over a year."
    elif hidden:
        first = f"Within the limits below, another mix would cost less than the {money(now_gbp)} that the one there is comes to over a year. So few children would move that how many is not shown."
    else:
        first = f"Open placements come to {money(now_gbp)} over a year. Within the limits below, the mix that costs least comes to {money(mix_gbp)}, {money(now_gbp - mix_gbp)} less."
    rows = shown.table
    moved = (rows["mix_children"] - rows["placed_children"]).dropna()
    parts = [
        f"{number(change, signed=True)} in {in_sentence(rows.loc[place, 'placement_line'])}" for place, change in moved.items() if change
    ]
    budget = ""
    if budget_gbp is not None:
        cost, which = (now_gbp, "What open placements come to") if hidden else (mix_gbp, "The mix that costs least")
        word = "within" if cost <= budget_gbp else "above"
        budget = f"{which} over a year is {word} the budget of placements, {money(budget_gbp)}, by {money(abs(budget_gbp - cost))}."
    return [first, f"Against now, {listing(parts)}." if parts else "", budget]


def worth(shown: Released) -> list[str]:
    """What one more place of each kind of the council's own is worth, in plain words."""
    sentences = []
    for row in shown.table[shown.table["worth_gbp_per_week"].notna()].itertuples():
        kind = in_sentence(row.placement_line)
        if row.worth_gbp_per_week < 0.5:
            sentences.append(f"One more place in {kind} would save nothing: within the limits, those there are suffice.")
        else:
            sentences.append(
                f"One more place in {kind} would save {pounds(row.worth_gbp_per_week)} a week, {pounds(row.worth_year_gbp)} over a year: as much may be spent on it before it costs more than it saves."
            )
    return sentences
