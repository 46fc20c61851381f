"""Children reported missing and missing episodes, in care and not, by month."""

import pandas as pd

from analysis.measures import share_pct
from analysis.periods import Month, Quarter, months_between

GROUPS = {"all": "All children", "in_care": "In care", "not_in_care": "Not in care"}


def missing_by_month(missing: pd.DataFrame) -> pd.DataFrame:
    """Children and episodes of each month for all children, those in care and the rest, with episodes per child.

    Parameters
    ----------
    missing
        One row per ``month``, ``missing_group`` (``all``, ``in_care``) and ``missing_measure`` (``children``, ``episodes``);
        ``value``.

    Returns
    -------
    pandas.DataFrame
        One row per group and month, all children first, from the first month to the last without a gap: ``missing_group``, ``month``,
        ``missing_children``, ``missing_episodes``, ``episodes_per_child`` (missing where no child was). A figure that is not known is missing,
        and so is what follows from it: a gap is not a zero.

    Notes
    -----
    A child is counted once in a month, so months do not add up to children. Source: ``scrutiny-2023-11``, item 8, appendix A.

    >>> rows = [("2023-04", g, m, v) for g, m, v in [("all", "children", 33), ("all", "episodes", 69),
    ...                                              ("in_care", "children", 14), ("in_care", "episodes", 40)]]
    >>> table = missing_by_month(pd.DataFrame(rows, columns=["month", "missing_group", "missing_measure", "value"]))
    >>> table["missing_children"].tolist(), table["episodes_per_child"].round(2).tolist()
    ([33, 14, 19], [2.09, 2.86, 1.53])
    """
    needed = pd.MultiIndex.from_product([["all", "in_care"], ["children", "episodes"]])
    wide = missing.pivot(index="month", columns=["missing_group", "missing_measure"], values="value")
    wide = wide.reindex(index=months_between(missing["month"].min(), missing["month"].max()), columns=needed).astype("Int64")
    parts = {"all": wide["all"], "in_care": wide["in_care"], "not_in_care": wide["all"] - wide["in_care"]}
    tables = [
        pd.DataFrame(
            {
                "missing_group": GROUPS[group],
                "month": part.index,
                "missing_children": part["children"].astype("Int64").to_numpy(),
                "missing_episodes": part["episodes"].astype("Int64").to_numpy(),
            }
        )
        for group, part in parts.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    children = table["missing_children"].astype(float)
    table["episodes_per_child"] = table["missing_episodes"].astype(float) / children.where(children != 0)
    return table


def groups_side_by_side(by_month: pd.DataFrame) -> pd.DataFrame:
    """One row per month: children and episodes of all, in care and not, and the share of episodes of children in care.

    Parameters
    ----------
    by_month
        As ``missing_by_month`` returns it.

    Returns
    -------
    pandas.DataFrame
        ``month``, ``missing_children``, ``missing_children_in_care``, ``missing_children_not_in_care``, ``missing_episodes``,
        ``missing_episodes_in_care``, ``missing_episodes_not_in_care``, ``episodes_in_care_pct``.
    """
    suffixes = {GROUPS["all"]: "", GROUPS["in_care"]: "_in_care", GROUPS["not_in_care"]: "_not_in_care"}
    table = pd.DataFrame({"month": sorted(by_month["month"].unique())})
    for measure in ("missing_children", "missing_episodes"):
        for group, suffix in suffixes.items():
            part = by_month[by_month["missing_group"] == group].set_index("month")[measure]
            table[measure + suffix] = table["month"].map(part).astype("Int64")
    table["episodes_in_care_pct"] = share_pct(table["missing_episodes_in_care"].astype(float), table["missing_episodes"].astype(float))
    return table


def episodes_by_quarter(months: pd.DataFrame) -> pd.DataFrame:
    """Episodes of each quarter, all and in care.

    Parameters
    ----------
    months
        As ``groups_side_by_side`` returns it.

    Returns
    -------
    pandas.DataFrame
        One row per quarter in order, of those whose three months are there: ``episode_quarter``, ``quarter_episodes``,
        ``quarter_episodes_in_care`` (missing where a month's figure is), and the smallest monthly counts of children, which these would give away
        if they were hidden.
    """
    rows = months.assign(episode_quarter=[str(Quarter.of_month(Month.parse(month))) for month in months["month"]])
    groups = rows.groupby("episode_quarter")
    table = groups[["missing_episodes", "missing_episodes_in_care"]].sum(min_count=3)
    for column in ("missing_children", "missing_children_in_care", "missing_children_not_in_care"):
        table[f"smallest_month_{column}"] = rows[rows[column].gt(0).fillna(False)].groupby("episode_quarter")[column].min()
    table = table[groups.size() == 3]
    return table.rename(
        columns={"missing_episodes": "quarter_episodes", "missing_episodes_in_care": "quarter_episodes_in_care"}
    ).reset_index()


def per_child_side_by_side(by_month: pd.DataFrame) -> pd.DataFrame:
    """Episodes per child reported missing: one row per month, for all children, those in care and the rest.

    Parameters
    ----------
    by_month
        As ``missing_by_month`` returns it.

    Returns
    -------
    pandas.DataFrame
        ``month``, ``episodes_per_child``, ``episodes_per_child_in_care``, ``episodes_per_child_not_in_care``, and the children behind
        each (``missing_children``, ``missing_children_in_care``, ``missing_children_not_in_care``).
    """
    table = groups_side_by_side(by_month)
    for suffix in ("", "_in_care", "_not_in_care"):
        children = table[f"missing_children{suffix}"].astype(float)
        table[f"episodes_per_child{suffix}"] = table[f"missing_episodes{suffix}"].astype(float) / children.where(children != 0)
    children = [f"missing_children{suffix}" for suffix in ("", "_in_care", "_not_in_care")]
    return table[["month", *[f"episodes_per_child{suffix}" for suffix in ("", "_in_care", "_not_in_care")], *children]]
