"""The ledger: budget by virement, forecast against it by service and by what it is spent on."""

from functools import lru_cache

from analysis.budget.from_ledger import AMOUNTS, budget_that_does_not_add_up, in_all, ledger_lines, monitored
from analysis.pages.budget_variance.outturn import LEDGER
from analysis.pages.given import RECORDS, Given
from analysis.pages.placements_held import days_of
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.charts.diverging import diverging_bars
from analysis.present.findings import ledger as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

_ORDER = [*AMOUNTS, "forecast_variance_gbp", "forecast_movement_gbp"]


@section("What the ledger forecasts", needs=(f"{RECORDS}{LEDGER}",))
@lru_cache(maxsize=1)
def ledger(given: Given) -> Shown:
    """Budget, forecast, variance and movement of the ledger by service and by what it is spent on; ring-fenced money apart."""
    year_end, period = days_of(given.quarter.year)[1], given.quarter.number * 3
    lines, before = (ledger_lines(given.records[LEDGER], year_end, at) for at in (period, period - 3))
    if lines.empty:
        raise NothingToShow(
            "No ledger of the financial year is held up to the quarter.", "Take it in with: analysis ingest FILES --authority NAME"
        )
    own, fenced = lines[~lines["ring_fenced"]], lines[lines["ring_fenced"]]
    then = before[~before["ring_fenced"]]
    shown, body = {}, []
    for by, words in (("service", "service"), ("subjective_group", "what it is spent on")):
        counted = monitored(own, then, by)
        rows, total = given.release(counted, f"ledger_by_{by}"), given.release(in_all(counted, by), f"ledger_in_all_by_{by}")
        shown |= {by: rows, f"{by}_total": total}
        if by == "service":
            body.append(
                paragraphs(
                    *findings.monitored(rows, total, int(lines["ledger_period"].iloc[0]), budget_that_does_not_add_up(lines).shape[0])
                )
            )
        body.append((table if by == "service" else folded_table)(rows, f"The ledger by {words}, {given.place}", [by, *_ORDER], total=total))
    if len(fenced):
        counted = monitored(fenced, before[before["ring_fenced"]], "service")
        shown["ring_fenced"] = given.release(counted, "ledger_ring_fenced")
        body.append(table(shown["ring_fenced"], f"Ring-fenced money, {given.place}", ["service", *_ORDER]))
    groups = shown["subjective_group"]
    moved = groups.where(groups.table["forecast_variance_gbp"].abs() >= 1)
    if len(moved.table) > 1:
        title = findings.groups_title(moved)
        body.insert(
            1,
            diverging_bars(
                "ledger-by-group",
                moved,
                category="subjective_group",
                value="forecast_variance_gbp",
                label=findings.variance_label,
                sides=("Under budget", "Over budget"),
                more_is_worse=True,
                title=title,
                alt=f"Bar chart of variances by what is spent on. {title}.",
                description=findings.groups_description(moved),
            ),
        )
    total = shown["service_total"]
    return Shown(
        body,
        shown,
        headline=findings.headline(total),
        tiles=findings.tiles(total),
        changes=[findings.movement(total)],
        method=findings.METHOD,
    )
