"""What stands beside the ledger: mitigations of its forecast, reserves, and what the medium-term plan gives next year."""

import pandas as pd

_LATER = ["gross_forecast_gbp", "mitigated_in_forecast_gbp", "forecast_outturn_gbp", "mitigations_to_come_gbp", "net_forecast_gbp"]


def as_of(rows: pd.DataFrame, year_end: pd.Timestamp, period: int) -> pd.DataFrame:
    """Rows of a year's list as of a period, or of the last before it that is held; none where there is none."""
    held = rows[(rows["return_date"] == year_end) & (rows["ledger_period"] <= period)]
    return held[held["ledger_period"] == held["ledger_period"].max()].reset_index(drop=True)


def gross_and_net(monitored: pd.DataFrame, mitigations: pd.DataFrame) -> pd.DataFrame:
    """Forecast and variance of each service before mitigations, as the ledger has it, and after those that it does not count on yet.

    Parameters
    ----------
    monitored
        One row per ``service``: ``current_budget_gbp``, ``forecast_outturn_gbp``.
    mitigations
        ``service``, ``mitigated_gbp`` (what it takes from the forecast, positive), ``in_forecast``.

    Returns
    -------
    pandas.DataFrame
        One row per service: ``current_budget_gbp``, ``gross_forecast_gbp`` (the ledger's and the mitigations in it), ``mitigated_in_forecast_gbp``,
        ``forecast_outturn_gbp``, ``mitigations_to_come_gbp``, ``net_forecast_gbp``, ``gross_variance_gbp``, ``net_variance_gbp``. Mitigations of a service that
        the ledger does not know stand in a row of their own, without a budget.
    """
    counted = mitigations["in_forecast"].fillna(False).astype(bool)
    sums = {
        name: mitigations[rows].groupby("service")["mitigated_gbp"].sum()
        for name, rows in (("mitigated_in_forecast_gbp", counted), ("mitigations_to_come_gbp", ~counted))
    }
    services = list(dict.fromkeys([*monitored["service"], *mitigations["service"]]))
    table = monitored.set_index("service")[["current_budget_gbp", "forecast_outturn_gbp"]].reindex(services).fillna(0.0)
    for name, amounts in sums.items():
        table[name] = amounts.reindex(table.index).fillna(0.0).astype("float64")
    table["gross_forecast_gbp"] = table["forecast_outturn_gbp"] + table["mitigated_in_forecast_gbp"]
    table["net_forecast_gbp"] = table["forecast_outturn_gbp"] - table["mitigations_to_come_gbp"]
    for which in ("gross", "net"):
        table[f"{which}_variance_gbp"] = table[f"{which}_forecast_gbp"] - table["current_budget_gbp"]
    columns = ["current_budget_gbp", *_LATER, "gross_variance_gbp", "net_variance_gbp"]
    return (table[columns].round(2) + 0.0).reset_index()


def reserves_on(reserves: pd.DataFrame, year_end: pd.Timestamp, period: int) -> pd.DataFrame:
    """Balance of each reserve: opening, closing as planned, closing as forecast.

    Returns
    -------
    pandas.DataFrame
        One row per reserve, in the order of the list: ``reserve``, ``ring_fenced_shown`` (``Yes`` or ``No``), ``opening_gbp``, ``planned_use_gbp``,
        ``planned_closing_gbp``, ``forecast_closing_gbp``, ``reserve_difference_gbp`` (forecast less planned; below nothing where more is used than planned).
    """
    rows = as_of(reserves, year_end, period)
    return pd.DataFrame(
        {
            "reserve": rows["reserve"],
            "ring_fenced_shown": rows["ring_fenced"].fillna(False).astype(bool).map({True: "Yes", False: "No"}),
            "opening_gbp": rows["opening_gbp"],
            "planned_use_gbp": (rows["opening_gbp"] - rows["planned_closing_gbp"]).round(2) + 0.0,
            "planned_closing_gbp": rows["planned_closing_gbp"],
            "forecast_closing_gbp": rows["forecast_closing_gbp"],
            "reserve_difference_gbp": (rows["forecast_closing_gbp"] - rows["planned_closing_gbp"]).round(2) + 0.0,
        }
    )


def carried_into_next_year(monitored: pd.DataFrame, planned: pd.DataFrame, full_year_gbp: dict[str, float]) -> pd.DataFrame:
    """What each service starts next year with, against what the medium-term plan gives it.

    Parameters
    ----------
    monitored
        One row per ``service``: ``forecast_outturn_gbp``.
    planned
        The plan's rows of next year: ``service``, ``planned_budget_gbp``.
    full_year_gbp
        By service, what it is paying for now comes to in the whole of next year; a service without starts with its forecast.

    Returns
    -------
    pandas.DataFrame
        One row per service of both: ``service``, ``forecast_outturn_gbp``, ``full_year_effect_gbp``, ``carried_gbp`` (their sum), ``planned_budget_gbp``,
        ``planned_gap_gbp`` (carried less planned; above nothing where the plan gives too little).
    """
    table = monitored[["service", "forecast_outturn_gbp"]].merge(planned[["service", "planned_budget_gbp"]], on="service")
    table["carried_gbp"] = table["service"].map(full_year_gbp).astype("float64").fillna(table["forecast_outturn_gbp"])
    table["full_year_effect_gbp"] = table["carried_gbp"] - table["forecast_outturn_gbp"]
    table["planned_gap_gbp"] = table["carried_gbp"] - table["planned_budget_gbp"]
    columns = ["forecast_outturn_gbp", "full_year_effect_gbp", "carried_gbp", "planned_budget_gbp", "planned_gap_gbp"]
    table[columns] = table[columns].round(2) + 0.0
    return table[["service", *columns]].sort_values("planned_gap_gbp", ascending=False, kind="stable", ignore_index=True)
