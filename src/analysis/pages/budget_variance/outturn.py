"""What placements will have cost by the end of the year, how sure that is, and how good such forecasts were."""

from functools import lru_cache

import pandas as pd

from analysis.budget.from_ledger import against_placements, ledger_lines, placement_lines_of
from analysis.budget.ledger_by_kind import BESIDE_PRICES, forecast_difference, group_of_line
from analysis.budget.outturn import PARTS
from analysis.budget.run_rate import past_forecasts_of_placements
from analysis.pages.budget_variance.beside_prices import OTHER, beside_prices, other_costs_shown
from analysis.pages.given import RECORDS, Given
from analysis.pages.placements_held import LINE, NEEDS, PlacementsHeld, placements_of
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.placements.lines import OTHER_LINE
from analysis.placements.unit_costs import WEEKS_A_YEAR
from analysis.present.charts.band import line_in_band
from analysis.present.findings import beside_prices as beside_findings
from analysis.present.findings import placements_outturn as findings
from analysis.present.findings.caseload_services import short_period
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

LEDGER = "ledger"
_GBP_M = ("net_outturn_gbp", "low_95_gbp", "high_95_gbp", "ledger_forecast_gbp")


@section("What placements will cost by 31 March", needs=NEEDS, wants=(f"{RECORDS}{LEDGER}", f"{RECORDS}{OTHER}"))
@lru_cache(maxsize=1)
def outturn(given: Given) -> Shown:
    """Spent, committed and still to begin by kind of placement, with the range of the whole, month by month, beside the service's own forecast."""
    held = placements_of(given)
    # Contributions of a kind may be of one child: by kind, costs are shown before them.
    columns = [LINE, *PARTS[:3], "outturn_gbp"]
    beside = beside_prices(held)
    charged = beside.counted_gbp(held.day)
    rows = held.shown(held.expected[columns])
    if charged:
        row = dict.fromkeys(columns, 0.0) | {LINE: BESIDE_PRICES, "spent_gbp": charged, "outturn_gbp": charged}
        rows = pd.concat([rows, pd.DataFrame([row])], ignore_index=True)
    lines = given.release(rows, "placements_outturn_by_line")
    sums = held.expected[[*PARTS, "outturn_gbp", "net_outturn_gbp"]].sum()
    sums[["spent_gbp", "outturn_gbp", "net_outturn_gbp"]] += charged
    full_year = float(held.known.open["net_gbp_per_day"].sum() * WEEKS_A_YEAR * 7)
    ranges = {name: round(end + charged, 2) for name, end in held.ranges.items()}
    whole = {**sums.round(2), **ranges, "year_gbp": round(full_year, 2), LINE: "All placements"}
    total = given.release(pd.DataFrame([whole]), "placements_outturn_in_all")
    months = given.release(_by_month(held), "placements_outturn_by_month")
    body = [paragraphs(*findings.expected(total, held.known.left_days))]
    if len(months.table) > 1:
        title = findings.months_title(months)
        ledger_line = {"ledger_forecast_gbp_m": "The service's own forecast"} if months.table["ledger_forecast_gbp_m"].notna().any() else {}
        body.append(
            line_in_band(
                "placements-outturn",
                months.with_words(month_shown=months.table["forecast_month"].map(short_period)),
                period="month_shown",
                value="net_outturn_gbp_m",
                band=("low_95_gbp_m", "high_95_gbp_m"),
                references=ledger_line,
                own_name="Expected from placements",
                band_name="where 95 of 100 draws end. £ million, less contributions",
                decimals=2,
                title=title,
                alt=f"Line chart of the outturn expected at the end of each month. {title}.",
                description=findings.months_description(months),
            )
        )
    body.append(table(lines, f"Placements to 31 March by kind, {given.place}", columns, total=total))
    shown = {"lines": lines, "in_all": total, "months": months}
    body.append(folded_table(months, f"Outturn expected at the end of each month, {given.place}", list(months.table)))
    other_costs_shown(held, shown, body)
    _beside_the_ledger(held, shown, body)
    hidden = [findings.CONTRIBUTIONS_HIDDEN] * held.contributions_hidden + [beside_findings.HIDDEN] * beside.hidden
    return Shown(
        body,
        shown,
        headline=findings.headline(total, held.known.left_days),
        tiles=findings.tiles(total, held.known.left_days),
        changes=[findings.drift(months)],
        method=[*findings.METHOD, *([beside_findings.METHOD] if len(beside.charged) else [])],
        limits=[*findings.LIMITS, *hidden],
    )


def _by_month(held: PlacementsHeld) -> pd.DataFrame:
    """Forecast of each month so far in GBP million, with the ledger's of that month where it is held."""
    table = held.by_month.assign(ledger_forecast_gbp=[_ledger_forecast(held, month) for month in held.by_month["forecast_month"]])
    charged = [beside_prices(held).counted_gbp(pd.Period(month).end_time) for month in table["forecast_month"]]
    names = ["net_outturn_gbp", "low_95_gbp", "high_95_gbp"]
    table[names] = table[names].add(charged, axis="index")
    return table.assign(**{f"{name}_m": (table[name] / 1_000_000).round(6) for name in _GBP_M})[
        ["forecast_month", *(f"{name}_m" for name in _GBP_M)]
    ]


def _ledger_of(held: PlacementsHeld, period: int) -> pd.DataFrame | None:
    """The ledger's lines of placements in a month of the year; ``None`` where none is held of just then."""
    if held.contributions_hidden or beside_prices(held).hidden or not held.given.records.holds(LEDGER):
        return None
    lines = ledger_lines(held.given.records[LEDGER], held.year[1], period)
    lines = placement_lines_of(lines)
    return lines if len(lines) and lines["ledger_period"].eq(period).all() else None


def _ledger_forecast(held: PlacementsHeld, month: str) -> float:
    lines = _ledger_of(held, period_of(pd.Timestamp(f"{month}-01")))
    return float("nan") if lines is None else float(lines["forecast_outturn_gbp"].sum())


def period_of(day: pd.Timestamp) -> int:
    """Period of the financial year that holds a day: 1 for April.

    >>> period_of(pd.Timestamp("2024-04-30")), period_of(pd.Timestamp("2025-03-01"))
    (1, 12)
    """
    return (day.month - 4) % 12 + 1


def _beside_the_ledger(held: PlacementsHeld, shown: dict, body: list) -> None:
    """Adds what the ledger has of placements beside what they come to, where both are of one month."""
    lines = _ledger_of(held, period_of(held.day))
    if lines is None or held.day != held.day + pd.offsets.MonthEnd(0):
        return
    charged = beside_prices(held).counted_gbp(held.day)
    compared = held.given.release(against_placements(lines, held.expected, charged), "placements_against_ledger")
    small = {group_of_line(line) for line, name in held.shown_as.items() if name == OTHER_LINE} - {OTHER_LINE}
    by_line = forecast_difference(lines, held.expected, charged, small)
    differences = held.given.release(by_line, "placements_forecast_difference_by_line")
    shown |= {"against_ledger": compared, "difference_by_line": differences}
    whole = by_line.drop(columns="ledger_line").sum().round(2).to_frame().T.assign(ledger_line="All placements")
    body += [
        paragraphs(f"{findings.against_ledger(compared)} {beside_findings.difference_by_line(differences)}"),
        table(compared, f"The ledger beside the placements, {held.given.place}", list(compared.table)),
        folded_table(
            differences,
            f"The service's own forecast less what placements are expected to cost, line by line, {held.given.place}",
            list(differences.table),
            total=held.given.release(whole, "placements_forecast_difference_in_all"),
        ),
    ]


@section("How good such forecasts would have been", needs=NEEDS, wants=(f"{RECORDS}{LEDGER}",))
def past_forecasts(given: Given) -> Shown:
    """Error and coverage of forecasts of years that are over, made as this year's is, at the end of each month."""
    held = placements_of(given)
    past = held.past
    if past.empty:
        raise NothingToShow(
            "Past forecasts cannot be tried: the lists of weekly placement costs do not go back over a whole year and the year before it.",
            "Take in lists of earlier years with: analysis ingest FILES --authority NAME",
        )
    past = past.assign(month_number=past["forecast_date"].map(period_of), miss=past["error_pct"].abs())
    grouped = past.groupby("month_number")
    counted = pd.DataFrame(
        {
            "forecast_month": [f"{day:%B}" for day in grouped["forecast_date"].first()],
            "forecasts_made": grouped.size().to_numpy(),
            "mean_absolute_error_pct": grouped["miss"].mean().to_numpy(),
            "mean_error_pct": grouped["error_pct"].mean().to_numpy(),
            "within_80": grouped["within_80"].sum().to_numpy(),
            "within_95": grouped["within_95"].sum().to_numpy(),
        }
    )
    counted["service_error_pct"] = grouped["month_number"].first().map(_service_errors(held)).to_numpy()
    if counted["service_error_pct"].isna().all():
        counted = counted.drop(columns="service_error_pct")
    months = given.release(counted, "placements_past_forecasts")
    body = [
        paragraphs(findings.past(months, given.quarter.end.month)),
        folded_table(months, f"Forecasts of years that are over, by month, {given.place}", list(counted)),
    ]
    return Shown(body, {"months": months}, method=[findings.PAST_METHOD])


def _service_errors(held: PlacementsHeld) -> pd.Series:
    """Mean error, without its sign, of the service's own forecasts of placements in years that are over, by period."""
    if not held.given.records.holds(LEDGER):
        return pd.Series(dtype="float64")
    past = past_forecasts_of_placements(held.given.records[LEDGER], held.year[1])
    return past["service_error_pct"].abs().groupby(past["ledger_period"]).mean()
