"""Costs without a placement and placements without a cost: the list of prices held against the list of children in care."""

import pandas as pd

from analysis.placements.lines import OTHER_LINE, placement_line

AGREES, OTHER_KIND = "Cost and placement agree", "Cost of another kind of placement"
NO_PLACEMENT, NO_COST = "Cost without a placement", "Placement without a cost"


def costs_against_placements(spells: pd.DataFrame, children: pd.DataFrame) -> pd.DataFrame:
    """Open prices beside open placements of the same day, child by child.

    Parameters
    ----------
    spells
        As ``price_spells`` gives them; those open on the day count.
    children
        Children in care on the day: ``child_id``, ``placement_type``, ``placement_provider``, ``ceased_date`` (missing while in care).

    Returns
    -------
    pandas.DataFrame
        One row per child of either: ``child_id``, ``matched`` (one of the four above), ``cost_line`` and ``cared_for_line`` (missing where there is none),
        ``price_gbp_per_week``. A placement of a kind that is on no line of the budget, such as one with parents, needs no cost.
    """
    still = spells[spells["ended_date"].isna()]
    priced = still.groupby("child_id").agg(cost_line=("placement_line", "last"), price_gbp_per_week=("price_gbp_per_week", "sum"))
    cared = children[children["ceased_date"].isna()].drop_duplicates("child_id", keep="last")
    lines = pd.Series(placement_line(cared["placement_type"], cared["placement_provider"]).to_numpy(), index=cared["child_id"])
    both = priced.join(lines.rename("cared_for_line"), how="outer")
    both = both[both["cost_line"].notna() | (both["cared_for_line"] != OTHER_LINE)]
    found = pd.Series(AGREES, index=both.index)
    found = found.mask(both["cost_line"].notna() & (both["cost_line"] != both["cared_for_line"]), OTHER_KIND)
    found = found.mask(both["cost_line"].notna() & both["cared_for_line"].isna(), NO_PLACEMENT)
    found = found.mask(both["cost_line"].isna(), NO_COST)
    return both.assign(matched=found).rename_axis("child_id").reset_index()
