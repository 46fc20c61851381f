"""Bridges: the steps that lead from one budget or forecast to another."""

import pandas as pd

STEP_COLUMNS = ["step", "step_kind", "amount_gbp_m", "running_total_gbp_m"]
MOST_STEPS = 12
"""Steps of a forecast's bridge that stand on their own; the smaller ones beyond are one step together."""

LAST_DIGIT_GBP_M = 0.001
"""To what amounts are printed. Two figures of a line, each rounded to it, put its variance out by as much at most."""


def _bridge(start: tuple[str, float], steps: pd.DataFrame, end: tuple[str, float], remainder: str) -> pd.DataFrame:
    """Start, steps, what they leave, end; the running total after each meets the end exactly."""
    left = round(end[1] - start[1] - steps["amount_gbp_m"].sum(), 6)
    rows = [{"step": start[0], "step_kind": "total", "amount_gbp_m": start[1]}]
    rows += steps.assign(step_kind="change")[["step", "step_kind", "amount_gbp_m"]].to_dict("records")
    if left:
        rows.append({"step": remainder, "step_kind": "remainder", "amount_gbp_m": left})
    table = pd.DataFrame(rows)
    table["running_total_gbp_m"] = table["amount_gbp_m"].cumsum().round(6)
    closing = {"step": end[0], "step_kind": "total", "amount_gbp_m": end[1], "running_total_gbp_m": end[1]}
    return pd.concat([table, pd.DataFrame([closing])], ignore_index=True)[STEP_COLUMNS]


def forecast_bridge(variances: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """From approved budget to forecast outturn, one step a service with a variance.

    Parameters
    ----------
    variances
        One row per ``department`` and ``service``, as ``forecast_variance`` returns them; a line without a figure is no step.
    totals
        The totals of the departments shown, none of them missing.

    Returns
    -------
    pandas.DataFrame
        One row per step, overspends first, largest first: ``step`` (the service, with its department where two have one of that name), ``step_kind`` (``total``,
        ``change`` or ``remainder``), ``amount_gbp_m`` and ``running_total_gbp_m``. Beyond ``MOST_STEPS`` the smaller variances are one step. The
        remainder is what rounding leaves, or, where it is more than rounding can explain, what no line shows.
    """
    moved = variances[variances["variance_gbp_m"].abs().gt(0)]
    shared = variances["service"].duplicated(keep=False).reindex(moved.index)
    names = moved["service"].where(~shared, moved["service"] + " (" + moved["department"] + ")")
    steps = pd.DataFrame({"step": names, "amount_gbp_m": moved["variance_gbp_m"]})
    small = steps.index[:0]
    if len(steps) > MOST_STEPS:
        small = steps["amount_gbp_m"].abs().sort_values(ascending=False, kind="stable").index[MOST_STEPS - 1 :]
    together = pd.DataFrame(
        {"step": [f"{len(small)} smaller variances together"], "amount_gbp_m": [steps.loc[small, "amount_gbp_m"].sum()]}
    )
    steps = steps.drop(small).sort_values("amount_gbp_m", ascending=False, kind="stable")
    steps = pd.concat([steps, together.round(6)]) if len(small) else steps
    start, end = round(totals["approved_budget_gbp_m"].sum(), 6), round(totals["forecast_outturn_gbp_m"].sum(), 6)
    left = abs(end - start - variances["variance_gbp_m"].sum())
    by_rounding = left <= LAST_DIGIT_GBP_M * (len(variances) + len(totals))
    return _bridge(("Approved budget", start), steps, ("Forecast outturn", end), "Rounding" if by_rounding else "Shown by no line")


def budget_bridge(history: pd.DataFrame, changes: pd.DataFrame, year: str, last_year: str) -> pd.DataFrame:
    """From last year's approved budget to this year's for one department, by the changes that the report states.

    Parameters
    ----------
    history
        One row per ``financial_year`` of one department, both years among them; ``approved_budget_gbp_m``.
    changes
        The stated changes of that department: ``budget_change``, ``budget_change_gbp_m`` (missing where the report states no amount).
    year, last_year
        Financial years such as ``2023-24``.

    Returns
    -------
    pandas.DataFrame
        As ``forecast_bridge``; the remainder is what the report does not state.
    """
    budget = history.set_index("financial_year")["approved_budget_gbp_m"]
    steps = changes.rename(columns={"budget_change": "step", "budget_change_gbp_m": "amount_gbp_m"})[["step", "amount_gbp_m"]].dropna()
    labels = [f"{name.replace('-', '/')} budget" for name in (last_year, year)]
    return _bridge((labels[0], budget[last_year]), steps, (labels[1], budget[year]), "Change the report does not itemise")


def departments_with_both_years(history: pd.DataFrame, year: str, last_year: str) -> list[str]:
    """Departments whose budget of both years is known, in the order of the history."""
    known = history[history["financial_year"].isin([year, last_year])].dropna(subset=["approved_budget_gbp_m"])
    years = known.groupby("department", sort=False)["financial_year"].nunique()
    return list(years.index[years == 2])
