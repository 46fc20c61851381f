"""What is charged for placements beside their prices: one-off costs, credits, backdated costs, and what is in dispute."""

import pandas as pd

DISPUTED = "disputed"
KINDS = {"one_off": "One-off", "credit": "Credit", "backdated": "Backdated", DISPUTED: "In dispute"}


def charged_in_year(other: pd.DataFrame, first: pd.Timestamp, day: pd.Timestamp) -> pd.DataFrame:
    """Costs charged from the first day of a year to a day, as the last list has them.

    Parameters
    ----------
    other
        Costs beside prices of one or more days: ``child_id``, ``cost_kind``, ``charged_date``, ``cost_from_date`` and ``cost_to_date`` (may be missing),
        ``amount_gbp``, ``as_at_date``.

    Returns
    -------
    pandas.DataFrame
        Its rows with ``earlier_years_gbp``: what of the amount is for days before the year, by days; all or nothing where it is for one day or none is said.
    """
    rows = other[(other["as_at_date"] == other["as_at_date"].max()) & other["charged_date"].between(first, day)].reset_index(drop=True)
    starts = rows["cost_from_date"].fillna(rows["charged_date"])
    ends = rows["cost_to_date"].fillna(rows["charged_date"]).where(lambda days: days >= starts, starts)
    days = (ends - starts).dt.days + 1
    before = (first - starts).dt.days.clip(lower=0)
    return rows.assign(earlier_years_gbp=(rows["amount_gbp"] * (before / days).clip(upper=1)).round(2) + 0.0)


def counted(charged: pd.DataFrame) -> pd.DataFrame:
    """The rows that are spent: all that are not in dispute."""
    return charged[charged["cost_kind"] != DISPUTED]


def by_kind(charged: pd.DataFrame) -> pd.DataFrame:
    """Costs by kind: ``other_cost_kind``, ``charged_children``, ``charges`` (rows), ``charged_gbp``, ``earlier_years_gbp``; kinds as declared."""
    grouped = charged.groupby("cost_kind")
    table = pd.DataFrame(
        {
            "charged_children": grouped["child_id"].nunique(),
            "charges": grouped.size(),
            "charged_gbp": grouped["amount_gbp"].sum().round(2),
            "earlier_years_gbp": grouped["earlier_years_gbp"].sum().round(2),
        }
    )
    table = table.reindex([kind for kind in KINDS if kind in table.index])
    return table.rename(index=KINDS).rename_axis("other_cost_kind").reset_index()
