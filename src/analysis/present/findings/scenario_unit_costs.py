"""Sentences of the report on a fostering scenario about unit costs: of placements held, in full and at the margin."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.wording import counted, in_sentence, listing, number, pounds

METHOD = [
    "In full, the cost of a placement is all that its service costs over the children in it. At the margin, it is the part that one more placement adds, or that ends with one: allowances, "
    "fees and prices, and not the team that is there anyway.",
]


def in_full_and_at_the_margin(both: Released) -> list[str]:
    """How much the choice between costs in full and at the margin moves the result."""
    full, margin = (row for _, row in both.table.iterrows())
    difference = margin["net_present_value_gbp"] - full["net_present_value_gbp"]
    if abs(difference) < 0.5:
        return ["Counted in full or at the margin, the scenario comes to the same: it has unit costs move whole with each placement."]
    word = "more" if difference > 0 else "less"
    cash = margin["npv_cashable_gbp"] - full["npv_cashable_gbp"]
    cashable = f"; of that which can be cashed, {pounds(abs(cash))} {'more' if cash > 0 else 'less'}" if abs(cash) >= 0.5 else ""
    return [
        f"A year in-house is {pounds(full['counted_in_house_gbp_per_year'])} in full and {pounds(margin['counted_in_house_gbp_per_year'])} at the margin. With the costs at the margin the net "
        f"present value is {pounds(abs(difference))} {word} than in full{cashable}."
    ]


def held(costs: Released, day: pd.Timestamp) -> list[str]:
    """That unit costs are of placements held, on how many each rests, and which are left as stated."""
    rows = costs.table
    known = rows[rows["held_gbp_per_year"].notna()]
    parts = [
        f"{in_sentence(row.assumption_meaning)} on {counted(row.placements_of_kind, 'placement')} ({pounds(row.held_gbp_per_year)} a year)"
        for row in known.itertuples()
    ]
    sentences = []
    if parts:
        sentences.append(f"Unit costs are of placements open on {day.day} {day:%B %Y}, in place of those published: {listing(parts)}.")
    bought = known[known["assumption_meaning"] != rows["assumption_meaning"].iloc[0]]
    for row in bought.itertuples():
        sentences.append(
            f"{row.assumption_meaning} is priced for children like those with the council's own carers: for {number(row.matched_by_need_pct)}% of them by age and need, for "
            f"{number(row.matched_by_age_pct)}% by age alone, and for the rest as the kind is on average."
        )
    left = rows.loc[rows["held_gbp_per_year"].isna(), "assumption_meaning"]
    if len(left):
        sentences.append(
            f"Too few placements are held for {listing([in_sentence(text) for text in left])}, which {'is' if len(left) == 1 else 'are'} as stated."
        )
    sentences.append(
        "What is held of in-house care is what is paid for the placement. In full, it is that over the part of the cost that one more placement adds."
    )
    return sentences
