"""Children open to each service at the end of each month."""

import pandas as pd

from analysis.errors import MissingFigure
from analysis.measures import change_pct, share_pct

WORKFORCE_INDICATORS = [
    "social_workers_over_20_children_pct",
    "supervision_in_time_pct",
    "social_worker_turnover_pct",
    "social_worker_vacancy_pct",
    "sickness_days_per_fte",
    "children_without_right_team",
]
"""Indicators of pressure on the workforce, as ``performance_measures.csv`` names them."""


def children_open_by_service(measures: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Children open to each lead service at each month end.

    Parameters
    ----------
    measures
        One row per ``measure``; ``caseload_service`` names the service whose open children it counts, else missing. With ``quarter`` in both
        tables, one row per quarter and measure: reports number their measures anew.
    values
        One row per ``measure`` and ``month``; ``measure_value`` in children.

    Returns
    -------
    pandas.DataFrame
        One row per service and month, services as the report orders them: ``caseload_service``, ``month``,
        ``children_open``.

    Raises
    ------
    MissingFigure
        If a service lacks a month: a total would be short of it.

    Notes
    -----
    A child is counted once, with the service that leads. Source: ``scrutiny-2023-11``, item 7, measures 62 to 67.
    """
    keys = [key for key in ("quarter", "measure") if key in measures and key in values]
    counted = measures.loc[measures["caseload_service"].notna(), [*keys, "caseload_service"]]
    table = counted.merge(values[[*keys, "month", "measure_value"]], on=keys, how="left")
    gaps = table[table["measure_value"].isna()]
    if not gaps.empty:
        missing = ", ".join(f"{row.caseload_service} in {row.month}" for row in gaps.itertuples())
        raise MissingFigure(f"Children open are not known for {missing}. Fill in performance_measure_values.csv: a gap is not a zero.")
    return table.rename(columns={"measure_value": "children_open"})[["caseload_service", "month", "children_open"]].astype(
        {"children_open": "Int64"}
    )


def largest_first(open_children: pd.DataFrame) -> pd.DataFrame:
    """The same rows with the service that has most children open at the last month first."""
    last = open_children[open_children["month"] == open_children["month"].max()].set_index("caseload_service")["children_open"]
    return open_children.sort_values("caseload_service", key=lambda names: -names.map(last), kind="stable", ignore_index=True)


def change_by_service(open_children: pd.DataFrame) -> pd.DataFrame:
    """Children open at the first and last month, the change, and each service's share of all.

    Parameters
    ----------
    open_children
        As ``children_open_by_service`` returns it.

    Returns
    -------
    pandas.DataFrame
        One row per service, largest at the last month first: ``caseload_service``, ``children_open_first``,
        ``children_open_previous``, ``children_open``, ``change_children``, ``change_on_month_children``,
        ``change_pct``, ``share_of_children_pct``.

    >>> table = pd.DataFrame({"caseload_service": ["A"] * 3, "month": ["2023-07", "2023-08", "2023-09"], "children_open": [10, 11, 15]})
    >>> change_by_service(table)[["change_children", "change_pct", "share_of_children_pct"]].values.tolist()
    [[5.0, 50.0, 100.0]]
    """
    wide = open_children.pivot(index="caseload_service", columns="month", values="children_open")
    months = sorted(wide.columns)
    table = pd.DataFrame(
        {
            "children_open_first": wide[months[0]],
            "children_open_previous": wide[months[-2]],
            "children_open": wide[months[-1]],
        }
    )
    table["change_children"] = table["children_open"] - table["children_open_first"]
    table["change_on_month_children"] = table["children_open"] - table["children_open_previous"]
    table["change_pct"] = change_pct(table["children_open"], table["children_open_first"])
    table["share_of_children_pct"] = share_pct(table["children_open"], table["children_open"].sum())
    return table.sort_values("children_open", ascending=False, kind="stable").reset_index()


def children_open_in_all(open_children: pd.DataFrame) -> pd.DataFrame:
    """Children open to all services at each month end: ``month``, ``children_open``."""
    return open_children.groupby("month", as_index=False)["children_open"].sum()
