"""Sentences of the budget page on the forecast of placements to the end of the year, and on how good such forecasts were."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.findings.budget_records import money, more_or_less
from analysis.present.page import Tile
from analysis.present.wording import counted, millions, month_year, number, per_cent

METHOD = [
    "Placements still open are priced for as many nights as placements of their kind and length have gone on to last, counting those that are open as open. "
    "As many begin as in the last 12 months, at the prices of those; a child who moves ends one placement and begins another.",
    "The range comes from a thousand draws: each has its own rates of ending and beginning, as uncertain as the records leave them, and its own chance in when each "
    "placement ends and the next begins.",
    "The forecast of an earlier month uses only what had begun or ended by then, from today's lists: corrections made since are in it.",
    "Placements in the ledger are the services whose names say placements.",
]
LIMITS = [
    "The forecast takes prices as they are: an uplift or a renegotiation still to come in the year is not in it, nor a plan to move children."
]
CONTRIBUTIONS_HIDDEN = (
    "Too few placements have contributions of health or education for those to be shown: outturns of placements are before contributions."
)
PAST_METHOD = "A forecast of a year that is over is tried where lists cover that year and the year before it."


def headline(total: Released, left_days: int) -> str:
    """What placements will cost, and how sure that is."""
    row = total.table.iloc[0]
    if not left_days:
        return f"Placements cost {money(row['net_outturn_gbp'])} in the year, less contributions."
    return f"Placements are expected to cost {money(row['net_outturn_gbp'])} by 31 March, less contributions, with 95% confidence between {_range(row, 95)}."


def _range(row: pd.Series, share: int) -> str:
    return f"{money(row[f'low_{share}_gbp'])} and {money(row[f'high_{share}_gbp'])}"


def tiles(total: Released, left_days: int) -> list[Tile]:
    """Key figure: the outturn expected, with its range."""
    row = total.table.iloc[0]
    note = f"95% range {_range(row, 95)}".replace(" and ", " to ") if left_days else "The year is over"
    return [Tile("Placements by 31 March", money(row["net_outturn_gbp"]), note, "Less contributions of health and education.")]


def expected(total: Released, left_days: int) -> list[str]:
    """Spent, committed and to come; ranges; what the open placements come to in a full year."""
    row = total.table.iloc[0]
    given = f" Health and education contribute {money(-row['contributions_gbp'])}." if row["contributions_gbp"] else ""
    after = f"Placements that are open now come to {money(row['year_gbp'])} in a full year at today's prices, less contributions, {more_or_less(row['year_gbp'] - row['net_outturn_gbp'])} than this year's outturn, before any uplift."
    if not left_days:
        return [f"{money(row['spent_gbp'])} was spent on placements in the year.{given} {after}"]
    return [
        f"{money(row['spent_gbp'])} is spent. Placements that are open are expected to cost {money(row['committed_gbp'])} more by 31 March, and those that have not begun "
        f"{money(row['to_come_gbp'])}.{given}",
        f"Chance and what is not known leave the outturn between {_range(row, 80)} with 80% confidence, and between {_range(row, 95)} with 95%.",
        after,
    ]


def months_title(months: Released) -> str:
    """Finding of the chart of forecasts by month."""
    first, last = months.table.iloc[0], months.table.iloc[-1]
    change = last["net_outturn_gbp_m"] - first["net_outturn_gbp_m"]
    if abs(change) < 0.005:
        return f"The outturn expected has stayed at {millions(last['net_outturn_gbp_m'])} since {_month(first)}"
    return f"The outturn expected has {'risen' if change > 0 else 'fallen'} by {money(abs(change) * 1e6)} since {_month(first)}, to {millions(last['net_outturn_gbp_m'])}"


def _month(row: pd.Series) -> str:
    return month_year(pd.Timestamp(f"{row['forecast_month']}-01"))


def months_description(months: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{row.forecast_month}: {millions(row.net_outturn_gbp_m)}, range {millions(row.low_95_gbp_m)} to {millions(row.high_95_gbp_m)}"
        + ("" if pd.isna(row.ledger_forecast_gbp_m) else f", the service {millions(row.ledger_forecast_gbp_m)}")
        for row in months.table.itertuples()
    ]
    return f"Outturn expected at the end of each month, with its 95% range: {'; '.join(parts)}."


def drift(months: Released) -> str:
    """How the forecast moved in the last three months; nothing where fewer are there."""
    if len(months.table) < 4:
        return ""
    then, now = months.table.iloc[-4], months.table.iloc[-1]
    change = (now["net_outturn_gbp_m"] - then["net_outturn_gbp_m"]) * 1_000_000
    if abs(change) < 1:
        return f"The outturn expected of placements is what it was in {_month(then)}."
    return f"The outturn expected of placements {'rose' if change > 0 else 'fell'} by {money(abs(change))} since {_month(then)}."


def against_ledger(compared: Released) -> str:
    """What the ledger has beyond the placements, so far and in the year as forecast."""
    rows = compared.table
    spent, year = rows.iloc[0], rows.iloc[-1]
    share = abs(spent["unexplained_gbp"]) / abs(spent["in_ledger_gbp"]) * 100 if spent["in_ledger_gbp"] else 0.0
    first = (
        "What the ledger has spent on placements is what they come to, to the pound"
        if abs(spent["unexplained_gbp"]) < 1
        else f"The ledger has {money(abs(spent['unexplained_gbp']))} {'more' if spent['unexplained_gbp'] > 0 else 'less'} spent than the placements explain ({per_cent(share)})"
    )
    difference = year["unexplained_gbp"]
    if abs(difference) < 1:
        return f"{first}. The service forecasts the same outturn as its placements lead one to expect."
    way = "above" if difference > 0 else "below"
    return f"{first}. The service's own forecast is {money(abs(difference))} {way} what its placements lead one to expect."


def past(months: Released, month: int) -> str:
    """Error and coverage of past forecasts made in the month of the quarter's end, and in all."""
    rows = months.table
    made, within = rows["forecasts_made"].sum(), {share: rows[f"within_{share}"].sum() for share in (80, 95)}
    names = [pd.Timestamp(2000, number_, 1).strftime("%B") for number_ in (month,)]
    here = rows[rows["forecast_month"].isin(names)]
    then = ""
    if len(here):
        row = here.iloc[0]
        then = (
            f"Made at the end of {row['forecast_month']}, they would have missed by {per_cent(row['mean_absolute_error_pct'])} on average. "
        )
        own = row.get("service_error_pct", float("nan"))
        if pd.notna(own):
            then += f"The service's own forecasts of that month in the ledger missed by {per_cent(own)}. "
    return (
        f"{then}Of {counted(made, 'forecast')} of years that are over, one a month, the 80% range would have held what was spent in {number(within[80])} "
        f"and the 95% range in {number(within[95])}. Forecasts of one year share its surprises, so they hold or miss together."
    )
