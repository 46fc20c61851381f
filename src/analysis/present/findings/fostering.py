"""Sentences of the invest-to-save page."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.present.html import Html, heading
from analysis.present.page import Tile
from analysis.present.wording import counted, in_sentence, listing, number, pounds, rose_or_fell, sentence_case

BASIS_NAMES = {"average_placement": "average placement costs", "april_2023_spend": "the spend in April 2023"}


def basis_label(cost_basis: str) -> str:
    """A basis of unit costs as a table names it."""
    return sentence_case(BASIS_NAMES.get(cost_basis, cost_basis))


def year_name(scheme_year: int) -> str:
    """A year of the scheme in words: ``Current year`` or ``Year 1``."""
    return "Current year" if scheme_year == 0 else f"Year {scheme_year}"


def subheading(text: str) -> Html:
    """A heading below a section's own."""
    return heading(text)


def what_is_proposed(place: str, recommended: Released | None, runs: bool = False) -> list[str]:
    """What the scheme is, and what the report recommends of it while it is a proposal."""
    sentences = [
        f"{place} {'relieves' if runs else 'would relieve'} its own foster carers of council tax, so that more people foster for it and fewer children are placed with independent "
        "fostering agencies, which cost more."
    ]
    if recommended is not None:
        rows = recommended.table.itertuples()
        advice = [f"{row.recommended_to} is asked to {in_sentence(row.recommendation)}" for row in rows]
        sentences.append(f"It is a proposal: {listing(advice)}.")
    return sentences


def only_proposed(recommended: Released | None) -> str:
    """The scheme's standing, for the opening."""
    return "The scheme is a proposal." if recommended is not None else ""


def misprinted_cost(unit_costs: Released) -> dict[str, str]:
    """Basis and provider of the cost that the report prints for another period than it is used for."""
    rows = unit_costs.table[unit_costs.table["printed_period"] == "per week"]
    return {} if rows.empty else {"cost_basis": rows["cost_basis"].iloc[-1], "provider": rows["provider"].iloc[-1]}


def headline(case: Released, break_even: Released, basis: str) -> str:
    """What the scheme costs and avoids in its last year, and the placements that it needs to break even."""
    first, last = case.table.iloc[0], case.table.iloc[-1]
    needed = _break_even(break_even, basis)
    return (
        f"The scheme would cost {pounds(first['scheme_cost_gbp'])} a year for the carers who qualify now. It avoids as much as it costs in a year once it adds "
        f"{counted(needed['break_even_placements'], 'in-house placement')}. If all {number(last['new_placements'])} planned placements "
        f"come, {year_name(last['scheme_year']).lower()} costs {pounds(last['scheme_cost_gbp'])} and avoids {pounds(last['cost_avoided_gbp'])}."
    )


def tiles(case: Released, total: Released, break_even: Released, gaps: Released, basis: str) -> list[Tile]:
    """Key figures of the page."""
    first = case.table.iloc[0]
    both = [_break_even(break_even, basis, own)["break_even_placements"] for own in (False, True)]
    gap = gaps.table.set_index("cost_basis").loc[basis]
    years = len(case.table) - 1
    return [
        Tile(
            "Cost in the report's current year",
            pounds(first["scheme_cost_gbp"]),
            f"{counted(first['existing_households'], 'household')}; no cost avoided yet",
            field("scheme_cost_gbp").definition,
        ),
        Tile(
            "Placements to break even",
            number(both[1]),
            f"counting the new households' own relief; {number(both[0])} without it",
            field("break_even_placements").definition,
        ),
        Tile(
            "Agency less in house",
            pounds(gap["saving_per_placement_gbp"]),
            f"a placement a year, on {BASIS_NAMES.get(basis, basis)}",
            field("saving_per_placement_gbp").definition,
        ),
        Tile(
            f"Net over that year and the {counted(years, 'year')} after",
            pounds(total.table.iloc[0]["net_gbp"]),
            "avoided, not cash saved, if every placement comes",
            field("net_gbp").definition,
        ),
    ]


def net_by_year(case: Released) -> str:
    """Net of each year, and when the running total turns."""
    parts = [f"{year_name(row.scheme_year).lower()} {pounds(row.net_gbp)}" for row in case.table.itertuples()]
    running = case.table["net_gbp"].cumsum()
    turned = case.table.loc[running >= 0, "scheme_year"]
    when = (
        f"The running total is positive from {year_name(turned.iloc[0]).lower()}."
        if not turned.empty
        else "The running total stays negative."
    )
    return f"Net by year: {listing(parts)}. {when}"


def over_the_period(total: Released) -> str:
    """Cost, cost avoided and net of all years together."""
    row = total.table.iloc[0]
    return (
        f"Over the whole period the scheme costs {pounds(row['scheme_cost_gbp'])} and avoids {pounds(row['cost_avoided_gbp'])}: "
        f"a net of {pounds(row['net_gbp'])}."
    )


def what_the_columns_mean(case: Released, households: Released) -> list[str]:
    """What the printed headings mean, shown by the arithmetic."""
    rows = case.table
    step = rows["scheme_cost_gbp"].diff().iloc[-1]
    groups = households.table.set_index("household_group")
    existing, new = groups.iloc[0], groups.iloc[-1]
    return [
        "Each figure is the level of one year, not the sum of all years so far, whatever its heading in the report: "
        f"each year costs {pounds(step)} more than the year before, the relief of {counted(new['households'], 'more household')}.",
        "Cost avoided is also at each year's level: the placements in place, times what one placement costs more with an agency in a year. "
        "So the columns may be added up over the years.",
        _costed_at(new),
        f"The {number(existing['households'])} existing households are costed at {pounds(existing['cost_per_household_gbp'], 2)} each on average: "
        f"{in_sentence(existing['matching_band'])}. The report does not list their bands.",
        "All placements of a year are counted for the whole year. A placement that starts in October would avoid half as much in its first year.",
    ]


def _costed_at(group: pd.Series) -> str:
    """What a group is costed at, beside the council tax of the band that it matches."""
    each, band = pounds(group["cost_per_household_gbp"], 2), group["matching_band_gbp_per_year"]
    stated = "" if pd.isna(band) else f", whose council tax is {pounds(band, 2)}"
    return f"New households are costed at {each} each, the printed sum shared among them: that is {group['matching_band'][:1].lower()}{group['matching_band'][1:]}{stated}."


def reproduced(comparison: Released) -> str:
    """Whether the package reproduces every printed figure."""
    table = comparison.table
    columns = ["scheme_cost_difference_gbp", "cost_avoided_difference_gbp"]
    checked = int(table[["printed_scheme_cost_gbp", "printed_cost_avoided_gbp"]].notna().sum().sum())
    off = int((table[columns].round(0).fillna(0) != 0).sum().sum())
    if off:
        return f"{counted(off, 'printed figure')} of {number(checked)} cannot be reproduced with these unit costs; the differences are in the table."
    return f"All {number(checked)} printed figures are reproduced to the pound."


def break_even_sentences(break_even: Released) -> list[str]:
    """Break-even on each basis, with and without the new households' own relief."""
    sentences = []
    for basis, rows in break_even.table.groupby("cost_basis", sort=False):
        alone, own = rows.iloc[0], rows.iloc[1]
        sentences.append(
            f"On {BASIS_NAMES.get(basis, basis)}, {number(alone['placements_exact'], 2)} placements cover the relief of existing households: "
            f"{counted(alone['break_even_placements'], 'whole placement')}. Each new placement also brings "
            f"{pounds(own['relief_per_new_placement_gbp'], 2)} of relief for its own household; with that, "
            f"{number(own['placements_exact'], 2)} placements: {counted(own['break_even_placements'], 'whole placement')}."
        )
    return sentences


def annual_gap(gaps: Released) -> str:
    """What children now with an agency cost more than in house."""
    rows = gaps.table.dropna(subset=["annual_gap_gbp"])
    return " ".join(
        f"The {number(row.children_placed)} children placed with agencies cost {pounds(row.annual_gap_gbp)} a year more than the same number in house, "
        f"at {pounds(row.saving_per_placement_gbp)} each."
        for row in rows.itertuples()
    )


def two_bases(gaps: Released) -> str:
    """That the report holds two sets of unit costs and how far they are apart."""
    rows = gaps.table
    parts = [
        f"{BASIS_NAMES.get(row.cost_basis, row.cost_basis)} ({pounds(row.saving_per_placement_gbp)} a placement a year)"
        for row in rows.itertuples()
    ]
    spread = rows["saving_per_placement_gbp"].max() - rows["saving_per_placement_gbp"].min()
    return f"The report gives the gap between agency and in house in {counted(len(rows), 'way')}: {listing(parts)}. They differ by {pounds(spread)}."


def printed_period(unit_costs: Released) -> str:
    """Where the report prints a yearly amount as weekly."""
    rows = unit_costs.table[unit_costs.table["printed_period"] == "per week"]
    parts = [f"{pounds(row.unit_cost_gbp_per_year)}" for row in rows.itertuples()]
    return (
        f"The report prints {listing(parts)} as amounts per week. Multiplied by the children placed, they give the yearly spend printed beside them, so they are used here as "
        "amounts for one child for a year."
        if parts
        else ""
    )


def no_later_report(label: str) -> str:
    """That the scheme's figures are those of an earlier report."""
    return f"No later report on the scheme is held than that of {label[:1].lower()}{label[1:]}, so its figures stand as they were."


def change_since(earlier_label: str | None, case: Released, earlier: Released | None) -> str:
    """How the scheme's cost and its last year's net moved since the report before, if there is one."""
    if earlier is None:
        return "No earlier report on the scheme is held, so there is nothing to compare with."
    cost = case.table["scheme_cost_gbp"].iloc[0] - earlier.table["scheme_cost_gbp"].iloc[0]
    net = case.table["net_gbp"].iloc[-1] - earlier.table["net_gbp"].iloc[-1]
    return (
        f"Since {earlier_label}, the cost for the carers who qualify now {rose_or_fell(cost, pounds(abs(cost)))}; "
        f"the net of the last year {rose_or_fell(net, pounds(abs(net)))}."
    )


def claims_elsewhere(claims: Released, basis: str) -> list[str]:
    """Each other council's number of carers to break even, worked out with this council's relief and costs."""
    sentences = []
    for council, rows in claims.table[claims.table["cost_basis"] == basis].groupby("council", sort=False):
        needed = [
            f"{number(row.carers_to_break_even)} with {_placements(row.placements_per_carer)} each"
            for row in rows.dropna(subset=["carers_exact"]).itertuples()
        ]
        first = rows.iloc[0]
        claimed, bill = first["claimed_carers"], first["existing_households_cost_gbp"]
        enough = rows.loc[rows["relief_covered_gbp"] >= bill, "placements_per_carer"]
        here = f"it would take {', or '.join(needed)}" if needed else "no number of carers would do it"
        if enough.empty:
            verdict = (
                f"{sentence_case(counted(claimed, 'carer'))} would not cover the {pounds(bill)} of relief for existing households here."
            )
        else:
            verdict = f"With {_placements(enough.min())} each, {counted(claimed, 'carer')} would cover the {pounds(bill)} of relief for existing households here."
        sentences.append(
            f"{council} said that it needed {counted(claimed, 'more carer')} to cover the cost of its scheme. Here, on {BASIS_NAMES.get(basis, basis)}, "
            f"{here}. {verdict}"
        )
    if sentences:
        sentences.append(
            "Each carer's own relief is taken off what the placements avoid. The other council's own relief and costs are not in the report."
        )
    return sentences


def cost_against_avoided_title(case: Released) -> str:
    """Finding of the chart of cost against cost avoided."""
    ahead = case.table[case.table["net_gbp"] > 0]
    if ahead.empty:
        return "The scheme costs more than it avoids in every year"
    return f"If every planned placement comes, the scheme avoids more than it costs from {year_name(ahead['scheme_year'].iloc[0]).lower()}"


def cost_against_avoided_description(case: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{year_name(row.scheme_year)}: cost {pounds(row.scheme_cost_gbp)}, avoided {pounds(row.cost_avoided_gbp)}"
        for row in case.table.itertuples()
    ]
    return "Two bars for each year, cost and cost avoided. " + "; ".join(parts) + "."


def _break_even(break_even: Released, basis: str, own_relief: bool = True):
    rows = break_even.table[break_even.table["cost_basis"] == basis]
    return rows.iloc[1 if own_relief else 0]


def _placements(each: float) -> str:
    """How many placements a carer offers: ``one placement``, ``1.33 placements``."""
    return counted(each, "placement") if each == round(each) else f"{number(each, 2)} placements"
