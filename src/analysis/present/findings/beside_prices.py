"""Sentences of the budget page on what is charged beside weekly prices, on the ledger line by line, and on costs without placements."""

from analysis.disclosure.release import Released
from analysis.present.findings.budget_records import money, more_or_less, signed_money
from analysis.present.wording import agreeing, counted, in_sentence, listing, sentence_case

AGREES, IN_DISPUTE = "Cost and placement agree", "In dispute"
METHOD = (
    "One-off, credited and backdated costs count in the year in which they are charged, and none is forecast beyond those charged so far. "
    "What is in dispute is not counted as spent. They stand outside the bridges of price, volume and mix."
)
HIDDEN = "Too few children have one-off, credited or backdated costs for those to be shown: outturns of placements are without them."


def other_costs(kinds: Released, counted_gbp: float) -> str:
    """What is charged beside prices, for which years, and what is in dispute."""
    rows = kinds.table
    spent, disputed = rows[rows["other_cost_kind"] != IN_DISPUTE], rows[rows["other_cost_kind"] == IN_DISPUTE]
    parts = [f"{in_sentence(row.other_cost_kind)} {signed_money(row.charged_gbp)}" for row in spent.itertuples()]
    told = f"Beside weekly prices {money(counted_gbp)} is charged so far"
    told += f": {listing(parts)}." if len(parts) > 1 else "."
    earlier = spent["earlier_years_gbp"].sum()
    if abs(earlier) >= 1:
        told += f" Of it {money(earlier)} is for days before 1 April."
    if len(disputed):
        told += f" Another {money(disputed['charged_gbp'].iloc[0])} is in dispute and not counted."
    return told


def difference_by_line(lines: Released) -> str:
    """Where the service's forecast of placements differs most from what they are expected to cost, and in which part."""
    rows = lines.table
    largest = rows.loc[rows["unexplained_gbp"].abs().idxmax()]
    if abs(largest["unexplained_gbp"]) < 1:
        return "Line by line the service's forecast is what placements are expected to cost."
    parts = {
        "what is spent": largest["spent_difference_gbp"],
        "what open placements will cost": largest["committed_difference_gbp"],
        "what is still to begin": largest["to_come_difference_gbp"],
    }
    told = listing(
        [f"{more_or_less(amount)} for {name}" for name, amount in sorted(parts.items(), key=lambda part: -abs(part[1])) if abs(amount) >= 1]
    )
    return f"The line that differs most is {in_sentence(largest['ledger_line'])}: the ledger forecasts {more_or_less(largest['unexplained_gbp'])}, {told}."


def matched(counts: Released) -> str:
    """How many costs have a placement and placements a cost."""
    rows = counts.table.set_index("matched")["charged_children"]
    whole = int(rows.sum())
    others = rows.drop(AGREES, errors="ignore")
    if others.empty:
        return f"All {counted(whole, 'child', 'children')} with a price or a placement that should have one have both, of the same kind."
    parts = [f"{in_sentence(name)}: {int(count)}" for name, count in others.items()]
    agree = int(rows.get(AGREES, 0))
    return f"{sentence_case(counted(agree, 'child', 'children'))} of {whole} {agreeing(agree, 'has', 'have')} a price and a placement of the same kind. {sentence_case(listing(parts))}."
