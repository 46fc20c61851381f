"""Revenue outturn of children's social care: by line, per child, per child looked after, by kind."""

import numpy as np
import pandas as pd

from analysis.measures import share_pct

LOOKED_AFTER = "Children looked after"
ALL = "All children's social care"
PARTS_OF_LOOKED_AFTER = (
    "Looked after: residential care",
    "Looked after: fostering",
    "Looked after: asylum-seeking children",
    "Looked after: other",
)
NET, GROSS = "net current expenditure", "total expenditure"
_GBP = 1000


def mean_looked_after(at_start: pd.Series, at_end: pd.Series) -> pd.Series:
    """Children looked after on average over a financial year: the mean of both 31 Marches, by area; missing where either is.

    It stands for child-years as long as children come and go evenly through the year.
    """
    return (at_start + at_end) / 2


def spending_by_line(outturn: pd.DataFrame, population: pd.Series, looked_after: pd.Series) -> pd.DataFrame:
    """Spending of each area by line, in pounds per child and per child looked after.

    Parameters
    ----------
    outturn
        One row an area, line and kind: ``area``, ``line``, ``kind``, ``outturn_gbp_thousand``.
    population, looked_after
        Children aged 0 to 17, and children looked after on average over the year, by area.

    Returns
    -------
    pandas.DataFrame
        One row an area and line: ``net_gbp_thousand``, ``gross_gbp_thousand``, ``net_gbp_per_child``, ``net_gbp_per_child_looked_after``,
        ``employees_pct`` (of gross), ``income_pct`` (of gross), ``share_of_all_pct`` (of the net spending on all children's social care).
    """
    wide = outturn.pivot(index=["area", "line"], columns="kind", values="outturn_gbp_thousand")
    areas = wide.index.get_level_values("area")
    found = pd.DataFrame({"net_gbp_thousand": wide[NET], "gross_gbp_thousand": wide[GROSS]})
    found["net_gbp_per_child"] = _GBP * found["net_gbp_thousand"] / population.reindex(areas).to_numpy()
    found["net_gbp_per_child_looked_after"] = _GBP * found["net_gbp_thousand"] / looked_after.reindex(areas).to_numpy()
    for column, kind in (("employees_pct", "employees"), ("income_pct", "total income")):
        found[column] = share_pct(wide[kind], wide[GROSS])
    whole = found["net_gbp_thousand"].xs(ALL, level="line").reindex(areas).to_numpy()
    found["share_of_all_pct"] = share_pct(found["net_gbp_thousand"], whole)
    return found.replace([np.inf, -np.inf], np.nan).reset_index()


def looked_after_by_part(outturn: pd.DataFrame) -> pd.DataFrame:
    """How the net spending on children looked after divides: ``area``, ``line``, ``net_gbp_thousand``, ``share_pct``.

    Areas where a part is not given, or the parts are more than £3 thousand off the whole, are left out: their division is not known.
    """
    net = outturn[outturn["kind"] == NET].pivot(index="area", columns="line", values="outturn_gbp_thousand")
    parts = net[list(PARTS_OF_LOOKED_AFTER)]
    adds_up = parts.notna().all(axis=1) & ((parts.sum(axis=1) - net[LOOKED_AFTER]).abs() <= 3) & net[LOOKED_AFTER].gt(0)
    long = parts[adds_up].stack().rename("net_gbp_thousand").reset_index()
    whole = net[LOOKED_AFTER].reindex(long["area"]).to_numpy()
    return long.assign(share_pct=share_pct(long["net_gbp_thousand"], whole))
