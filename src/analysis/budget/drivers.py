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
        One row per ``department`` with ``variance_gbp_m``.

    Returns
    -------
    pandas.DataFrame
        ``department``, ``driver``, ``stated_amount_gbp_m``, ``share_of_variance_pct``; each department's last row is
        the residual: its variance less the amounts stated.
    """
    parts = []
    for department, variance in variances.set_index("department")["variance_gbp_m"].items():
        stated = drivers.loc[drivers["department"] == department, ["department", "driver", "stated_amount_gbp_m"]]
        residual = round(variance - stated["stated_amount_gbp_m"].sum(), 6)
        last = pd.DataFrame([{"department": department, "driver": NOT_STATED, "stated_amount_gbp_m": residual}])
        table = pd.concat([stated, last], ignore_index=True)
        table["share_of_variance_pct"] = 100 * table["stated_amount_gbp_m"] / variance if variance else None
        parts.append(table)
    return pd.concat(parts, ignore_index=True)
