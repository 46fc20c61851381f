"""What stands beside the ledger: mitigations, reserves, next year against the medium-term plan, and lines that are no placements."""

from functools import lru_cache

import pandas as pd

from analysis.budget.from_ledger import in_all, ledger_lines, monitored, placement_lines_of
from analysis.budget.plan import as_of, carried_into_next_year, gross_and_net, reserves_on
from analysis.budget.run_rate import run_rate
from analysis.disclosure.release import Released
from analysis.pages.given import RECORDS, Given
from analysis.pages.placements_held import NEEDS, days_of, placements_of
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.findings import budget_plan as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

_GROSS_AND_NET = [
    "service",
    "current_budget_gbp",
    "gross_variance_gbp",
    "mitigated_in_forecast_gbp",
    "mitigations_to_come_gbp",
    "net_variance_gbp",
]
_RESERVES = ["reserve", "opening_gbp", "planned_closing_gbp", "forecast_closing_gbp", "reserve_difference_gbp", "ring_fenced_shown"]
LEDGER, MITIGATIONS, RESERVES, PLAN = "ledger", "mitigations", "reserves", "medium_term_plan"


def _lines_of(given: Given) -> pd.DataFrame:
    """The ledger's lines at the end of the quarter, ring-fenced ones too."""
    return ledger_lines(given.records[LEDGER], days_of(given.quarter.year)[1], given.quarter.number * 3)


def _beside_the_ledger(given: Given) -> dict[str, Released]:
    """Tables of mitigations, reserves and next year, by name; those whose lists are not held are left out."""
    lines = _lines_of(given)
    year_end, period = days_of(given.quarter.year)[1], given.quarter.number * 3
    services = monitored(lines[~lines["ring_fenced"]], lines.iloc[:0], "service")
    found = {}
    if given.records.holds(MITIGATIONS):
        rows = as_of(given.records[MITIGATIONS], year_end, period)
        if len(rows):
            table_of = gross_and_net(services, rows)
            found |= {
                "gross_and_net": given.release(table_of, "ledger_gross_and_net"),
                "gross_and_net_in_all": given.release(in_all(table_of, "service"), "ledger_gross_and_net_in_all"),
                "mitigations": given.release(_mitigations(rows), MITIGATIONS),
            }
    if given.records.holds(RESERVES):
        balances = reserves_on(given.records[RESERVES], year_end, period)
        if len(balances):
            found["reserves"] = given.release(balances, RESERVES)
    if given.records.holds(PLAN):
        rows = given.records[PLAN]
        rows = rows[(rows["return_date"] == year_end) & (rows["planned_year"] == str(given.quarter.year.next()))]
        carried = carried_into_next_year(services, rows, _full_year(given, lines))
        if len(carried):
            found["next_year"] = given.release(carried, "carried_into_next_year")
            found["next_year_in_all"] = given.release(in_all(carried, "service"), "carried_into_next_year_in_all")
    return found


def _mitigations(rows: pd.DataFrame) -> pd.DataFrame:
    """Mitigations as the table shows them."""
    return pd.DataFrame(
        {
            "mitigation": rows["mitigation"],
            "service": rows["service"],
            "mitigated_gbp": rows["mitigated_gbp"],
            "counted_on": rows["in_forecast"].fillna(False).astype(bool).map({True: "Yes", False: "Not yet"}),
            "mitigation_status": rows["status"],
        }
    )


def _full_year(given: Given, lines: pd.DataFrame) -> dict[str, float]:
    """What open placements come to in all of next year, by the service that pays for placements; nothing where that is not one, or where sums are hidden."""
    services = placement_lines_of(lines)["service"].unique()
    if len(services) != 1 or not all(given.holds(name) for name in NEEDS):
        return {}
    try:
        held = placements_of(given)
    except NothingToShow:
        return {}
    first, last = days_of(given.quarter.year.next())
    nights = (last - first).days + 1
    return {} if held.contributions_hidden else {services[0]: round(float(held.known.open["net_gbp_per_day"].sum()) * nights, 2)}


@section(
    "Mitigations, reserves and next year",
    needs=(f"{RECORDS}{LEDGER}",),
    wants=tuple(f"{RECORDS}{name}" for name in (MITIGATIONS, RESERVES, PLAN)),
)
@lru_cache(maxsize=1)
def mitigations_and_reserves(given: Given) -> Shown:
    """The forecast before and after mitigations, reserves as planned and as forecast, and what next year starts with against the plan."""
    shown = _beside_the_ledger(given)
    if not shown:
        raise NothingToShow(
            "No mitigations, reserves or medium-term plan of the financial year are held up to the quarter.",
            "Take them in with: analysis ingest FILES --authority NAME",
        )
    body, place = [], given.place
    if "gross_and_net" in shown:
        total = shown["gross_and_net_in_all"]
        body += [
            paragraphs(*findings.mitigated(total, shown["mitigations"])),
            table(shown["gross_and_net"], f"The forecast before and after mitigations, {place}", _GROSS_AND_NET, total=total),
            folded_table(shown["mitigations"], f"Mitigations, {place}", list(shown["mitigations"].table)),
        ]
    if "reserves" in shown:
        body += [
            paragraphs(findings.reserves(shown["reserves"])),
            table(shown["reserves"], f"Reserves, {place}", _RESERVES),
        ]
    if "next_year" in shown:
        total, year = shown["next_year_in_all"], given.quarter.year.next().label
        body += [
            paragraphs(findings.next_year(shown["next_year"], total, year)),
            table(shown["next_year"], f"What {year} starts with, {place}", list(shown["next_year"].table), total=total),
        ]
    return Shown(body, shown, limits=[findings.NEXT_YEAR_LIMIT] if "next_year" in shown else [])


@section("Lines that are not placements: trend and commitments", needs=(f"{RECORDS}{LEDGER}",))
@lru_cache(maxsize=1)
def other_lines(given: Given) -> Shown:
    """Where trend and commitments lead for each line that is no placement, beside the service's own forecast."""
    rates = given.release(run_rate(_lines_of(given)), "ledger_run_rate")
    if rates.table.empty:
        raise NothingToShow("The ledger up to the quarter holds no line but those of placements.", "")
    columns = list(rates.table)
    caption = f"The service's own forecast beside trend and commitments, {given.place}"
    return Shown(
        [paragraphs(findings.run_rate(rates)), folded_table(rates, caption, columns)], {"lines": rates}, method=[findings.RUN_RATE_METHOD]
    )
