"""What is charged for placements beside their weekly prices, as the page may show it; and costs without placements."""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from analysis.budget.costs_and_placements import AGREES, costs_against_placements
from analysis.budget.other_costs import DISPUTED, KINDS, by_kind, charged_in_year, counted
from analysis.disclosure.policy import policy_named
from analysis.pages.given import RECORDS, Given
from analysis.pages.placements_held import NEEDS, PlacementsHeld, placements_of
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.placements.lines import OTHER_LINE, lines_shown
from analysis.present.findings import beside_prices as findings
from analysis.present.html import Html, paragraphs
from analysis.present.tables import folded_table, table

OTHER, IN_CARE = "placement_other_costs", "children_looked_after"


@dataclass(frozen=True)
class BesidePrices:
    """Costs beside prices of a year so far.

    Attributes
    ----------
    charged
        As ``charged_in_year`` gives them, those in dispute too.
    hidden
        Whether those that are spent are of so few children that no sum of them may be shown; then none counts.
    """

    charged: pd.DataFrame
    hidden: bool

    def counted_gbp(self, day: pd.Timestamp) -> float:
        """What is spent beside prices by a day."""
        rows = counted(self.charged)
        return 0.0 if self.hidden else round(float(rows.loc[rows["charged_date"] <= day, "amount_gbp"].sum()), 2)


@lru_cache(maxsize=1)
def beside_prices(held: PlacementsHeld) -> BesidePrices:
    """Costs beside prices that the records of a council hold of the year so far."""
    if not held.given.records.holds(OTHER):
        columns = ["child_id", "cost_kind", "charged_date", "amount_gbp", "earlier_years_gbp"]
        return BesidePrices(pd.DataFrame(columns=columns).astype({"charged_date": "datetime64[us]", "amount_gbp": float}), False)
    charged = charged_in_year(held.given.records[OTHER], held.year[0], held.day)
    few = 0 < counted(charged)["child_id"].nunique() < policy_named(held.given.policy).smallest_count
    return BesidePrices(charged, few)


def other_costs_shown(held: PlacementsHeld, shown: dict, body: list[Html]) -> None:
    """Adds costs beside prices by kind, kinds of too few children together, and those in dispute apart."""
    beside = beside_prices(held)
    counts = by_kind(beside.charged)
    if counts.empty or beside.hidden:
        return
    fewest = policy_named(held.given.policy).smallest_count
    spent = counts[counts["other_cost_kind"] != KINDS[DISPUTED]]
    names = lines_shown(spent.set_index("other_cost_kind")[["charged_children"]], fewest)
    if OTHER_LINE in names.values():
        named = {
            kind: " and ".join(k.lower() if n else k for n, k in enumerate(k for k, to in names.items() if to == OTHER_LINE))
            for kind in names
        }
        kinds = beside.charged["cost_kind"].map(KINDS)
        together = kinds.map(lambda kind: named[kind] if names.get(kind) == OTHER_LINE else kind)
        counts = _by_name(beside.charged, together)
    counts = counts[~(counts["other_cost_kind"].eq(KINDS[DISPUTED]) & counts["charged_children"].between(1, fewest - 1))]
    shown["other_costs"] = held.given.release(counts.reset_index(drop=True), "placement_costs_beside_prices")
    body += [
        paragraphs(findings.other_costs(shown["other_costs"], beside.counted_gbp(held.day))),
        folded_table(shown["other_costs"], f"Costs beside weekly prices in the year so far, {held.given.place}", list(counts)),
    ]


def _by_name(charged: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    grouped = charged.groupby(names, sort=False)
    return (
        pd.DataFrame(
            {
                "charged_children": grouped["child_id"].nunique(),
                "charges": grouped.size(),
                "charged_gbp": grouped["amount_gbp"].sum().round(2),
                "earlier_years_gbp": grouped["earlier_years_gbp"].sum().round(2),
            }
        )
        .rename_axis("other_cost_kind")
        .reset_index()
    )


@section("Costs without a placement, placements without a cost", needs=(*NEEDS, f"{RECORDS}{IN_CARE}"))
def costs_without_placements(given: Given) -> Shown:
    """Prices held against children in care of the same day, child by child: inside the council only."""
    if not policy_named(given.policy).single_households:
        raise NothingToShow("Single placements are not shown on a public page.", "For use inside the council: --policy internal.")
    held = placements_of(given)
    children = given.records[IN_CARE]
    children = children[children["as_at_date"] == held.day]
    if children.empty:
        raise NothingToShow(
            "There is no list of children in care of the day of the list of costs.",
            "Take in Annex A of that day with: analysis ingest FILES --authority NAME",
        )
    found = costs_against_placements(held.spells, children)
    counts = found.groupby("matched")["child_id"].nunique().rename("charged_children").reset_index()
    unmatched = found[found["matched"] != AGREES].sort_values(["matched", "price_gbp_per_week"], ascending=[True, False], ignore_index=True)
    tables = {"counts": given.release(counts, "costs_and_placements")}
    body = [paragraphs(findings.matched(tables["counts"]))]
    if len(unmatched):
        columns = ["matched", "child_id", "cost_line", "cared_for_line", "price_gbp_per_week"]
        tables["unmatched"] = given.release(unmatched[columns], "costs_and_placements_that_do_not_match")
        body.append(table(tables["unmatched"], f"Costs and placements that do not match, {given.place}", columns))
    return Shown(body, tables)
