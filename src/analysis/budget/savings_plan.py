"""Savings of a plan by period: target, delivered, status, and what two of them claim at once."""

import pandas as pd

SAVING = "saving"


def savings_to_date(plan: pd.DataFrame, year_end: pd.Timestamp, period: int) -> pd.DataFrame:
    """Target and delivery of each saving of a year up to a period.

    Parameters
    ----------
    plan
        One row per ``saving`` and ``ledger_period`` of one or more years: ``target_gbp``, ``delivered_gbp``, ``status``, ``child_id`` and ``budget_line`` (may be
        missing), ``return_date`` (last day of the year).

    Returns
    -------
    pandas.DataFrame
        One row per saving, the largest shortfall first: ``saving``, ``target_to_date_gbp``, ``delivered_to_date_gbp``, ``shortfall_gbp``, ``saving_status`` (of the
        last period), ``claimed_with`` (other savings that name the same child or budget line; empty for none), ``claimed_twice_gbp`` (how much may be in both: the
        lesser of what it and those have delivered).
    """
    rows = plan[(plan["return_date"] == year_end) & (plan["ledger_period"] <= period)].sort_values("ledger_period", kind="stable")
    sums = rows.groupby(SAVING, sort=False)[["target_gbp", "delivered_gbp"]].sum().round(2)
    table = sums.set_axis(["target_to_date_gbp", "delivered_to_date_gbp"], axis="columns")
    table["shortfall_gbp"] = (table["target_to_date_gbp"] - table["delivered_to_date_gbp"]).round(2)
    table["saving_status"] = rows.groupby(SAVING)["status"].last().astype("str")
    claims = _claimed_together(rows)
    delivered = table["delivered_to_date_gbp"]
    table["claimed_with"] = [", ".join(claims.get(name, [])) for name in table.index]
    table["claimed_twice_gbp"] = [min(delivered[name], delivered[claims[name]].sum()) if name in claims else 0.0 for name in table.index]
    table["claimed_twice_gbp"] = table["claimed_twice_gbp"].clip(lower=0).round(2)
    return table.reset_index().sort_values("shortfall_gbp", ascending=False, kind="stable", ignore_index=True)


def savings_naming_children(plan: pd.DataFrame, year_end: pd.Timestamp) -> set[str]:
    """Savings of a year that name a child anywhere in the plan."""
    if "child_id" not in plan:
        return set()
    named = plan["child_id"].notna() & plan["child_id"].astype("str").str.strip().ne("")
    return set(plan.loc[named & plan["return_date"].eq(year_end), SAVING])


def _claimed_together(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Other savings that claim what each does, in the order of the plan."""
    order = {name: place for place, name in enumerate(rows[SAVING].drop_duplicates())}
    found: dict[str, set[str]] = {}
    for column in ("child_id", "budget_line"):
        if column not in rows:
            continue
        named = rows[[SAVING, column]].dropna().drop_duplicates()
        named = named[named[column].astype("str").str.strip() != ""]
        pairs = named.merge(named, on=column, suffixes=("", "_other"))
        for one, other in pairs[[SAVING, f"{SAVING}_other"]].itertuples(index=False):
            if one != other:
                found.setdefault(one, set()).add(other)
    return {name: sorted(others, key=order.get) for name, others in found.items()}


def savings_by_status(table: pd.DataFrame) -> pd.DataFrame:
    """Target and delivery by status, the largest target first: ``saving_status``, ``savings``, ``target_to_date_gbp``, ``delivered_to_date_gbp``, ``shortfall_gbp``."""
    amounts = ["target_to_date_gbp", "delivered_to_date_gbp", "shortfall_gbp"]
    sums = table.groupby("saving_status")[amounts].sum().round(2)
    sums.insert(0, "savings", table.groupby("saving_status").size())
    return sums.sort_values("target_to_date_gbp", ascending=False, kind="stable").reset_index()
