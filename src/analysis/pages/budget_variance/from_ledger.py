"""The ledger and the savings plan: budget by virement, forecast against it by service and by what it is spent on, savings and what is claimed twice."""

from analysis.budget.from_ledger import AMOUNTS, budget_that_does_not_add_up, in_all, ledger_lines, monitored
from analysis.budget.savings_plan import savings_by_status, savings_naming_children, savings_to_date
from analysis.disclosure.policy import policy_named
from analysis.pages.budget_variance.outturn import LEDGER
from analysis.pages.budget_variance.placements_held import days_of
from analysis.pages.given import RECORDS, Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.charts.diverging import diverging_bars
from analysis.present.findings import ledger as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

_ORDER = [*AMOUNTS, "forecast_variance_gbp", "forecast_movement_gbp"]


@section("What the ledger forecasts", needs=(f"{RECORDS}{LEDGER}",))
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


@section("Savings delivered and at risk", needs=(f"{RECORDS}savings",))
def savings_plan(given: Given) -> Shown:
    """Savings of the plan to date by status, and those that claim what another claims."""
    year_end, period = days_of(given.quarter.year)[1], given.quarter.number * 3
    plan = given.records["savings"]
    # What a saving for a single child has delivered is what was paid for that child: it is for use inside the council.
    single = set() if policy_named(given.policy).single_households else savings_naming_children(plan, year_end)
    found = savings_to_date(plan[~plan["saving"].isin(single)], year_end, period)
    if found.empty:
        raise NothingToShow(
            "No savings plan of the financial year is held up to the quarter.", "Take it in with: analysis ingest FILES --authority NAME"
        )
    found["claimed_with"] = found["claimed_with"].where(found["claimed_with"] != "")
    shown = given.release(found, "savings_plan")
    status = given.release(savings_by_status(found), "savings_by_status")
    body = [
        paragraphs(*findings.savings(status, shown, len(single))),
        table(shown, f"Savings to the end of the quarter, {given.place}", list(found)),
        folded_table(status, f"Savings by status, {given.place}", list(status.table)),
    ]
    return Shown(body, {"plan": shown, "by_status": status}, limits=findings.SAVINGS_LIMITS)
