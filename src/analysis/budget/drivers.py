"""What the report says drives the variance, and what it leaves without an amount."""

import pandas as pd

NOT_STATED = "No amount stated for the rest"


def drivers_with_residual(drivers: pd.DataFrame, variances: pd.DataFrame) -> pd.DataFrame:
    """Stated drivers of each department with the part of the variance that they leave.

    Parameters
    ----------
    drivers
        One row per ``department`` and ``driver``; ``stated_amount_gbp_m`` missing where the report gives none.
    variances
        One row per ``department`` with ``variance_gbp_m`` (missing where it is not known).

    Returns
    -------
    pandas.DataFrame
        ``department``, ``driver``, ``stated_amount_gbp_m``, ``share_of_variance_pct`` (missing where the variance is 0 or not known); the last row of
        each department that has a variance is the residual: its variance less the amounts stated.
    """
    parts = []
    known = variances.set_index("department")["variance_gbp_m"]
    for department in dict.fromkeys([*known.index, *drivers["department"]]):
        variance = known.get(department)
        table = drivers.loc[drivers["department"] == department, ["department", "driver", "stated_amount_gbp_m"]]
        if pd.notna(variance):
            residual = round(variance - table["stated_amount_gbp_m"].sum(), 6)
            last = pd.DataFrame([{"department": department, "driver": NOT_STATED, "stated_amount_gbp_m": residual}])
            table = pd.concat([table, last], ignore_index=True)
        share = 100 * table["stated_amount_gbp_m"] / variance if pd.notna(variance) and variance else float("nan")
        parts.append(table.assign(share_of_variance_pct=share))
    return pd.concat(parts, ignore_index=True)
