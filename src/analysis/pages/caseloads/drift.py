"""Drift and timeliness from records, by team and month."""

import pandas as pd

from analysis.caseloads.drift import drift_by_team
from analysis.caseloads.timeliness import TIMED, ended_rows, in_time_by
from analysis.catalogue.parameters import threshold
from analysis.disclosure.linking import hidden_counts
from analysis.disclosure.policy import policy_named
from analysis.disclosure.release import Released
from analysis.pages.caseloads.held import NEEDS, caseload_of
from analysis.pages.caseloads.long_lists import MOST_SHOWN
from analysis.pages.declared_causes import causes_of, starts_of
from analysis.pages.from_records import quarter_of, released_or_hidden
from analysis.pages.given import RECORDS, Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.performance.spc import judged
from analysis.present.charts.control import control_chart
from analysis.present.charts.grid import counted_grid
from analysis.present.findings import caseload_drift as findings
from analysis.present.findings import process_control
from analysis.present.html import Html, paragraphs
from analysis.present.tables import folded_table, table

MONTHS_BACK = 24
"""Months of timeliness that a chart goes back to at most."""
_TIMED_COLUMNS = ["children_ended", "children_late", "in_time_pct", "median_working_days"]


@section("What is overdue, by team", needs=NEEDS)
def drift(given: Given) -> Shown:
    """Visits, reviews, checks and plans that are overdue, by kind and by team."""
    caseload = caseload_of(given)
    owed = caseload.owed
    if owed.empty:
        raise NothingToShow("No list says when children were last visited or reviewed.", "Take in Annex A lists 6, 7 and 8.")
    counted = drift_by_team(owed)
    # Each row has a name of its own: one of a team alone would be met by the figures of other rows.
    counted.insert(0, "drift_row", counted["drift_kind"] + ", " + counted["team"])
    by_team = _released_drift(given, counted[_without_shares(given, list(counted.columns))], "overdue_by_team")
    by_kind = _released_drift(given, drift_by_team(owed.assign(team="All teams")), "overdue_in_all")
    grid = _most_overdue(
        by_team.where(by_team.table["drift_kind"].isin(by_kind.table.loc[by_kind.table["children_overdue"].ne(0), "drift_kind"]))
    )
    body = [paragraphs(*findings.overdue(by_kind, by_team))]
    if len(grid.table) and not grid.table["children_overdue"].gt(0).any():
        body.append(paragraphs(findings.ALL_HIDDEN))
    elif len(grid.table):
        body.append(
            counted_grid(
                "overdue-by-team",
                grid,
                row="team",
                column="drift_kind",
                value="children_overdue",
                title=findings.overdue_title(by_kind),
                alt="Grid of children for whom something is overdue, by team and what is owed.",
                description=findings.overdue_description(by_team),
            )
        )
    columns = ["children_owed", "children_overdue", "children_overdue_pct", "median_months_since"]
    body += [
        table(by_kind, f"What is owed to children and overdue, {given.place}", ["drift_kind", *columns]),
        folded_table(
            by_team,
            f"What is owed to children and overdue by team, {given.place}",
            ["drift_row", *_without_shares(given, columns)],
        ),
    ]
    return Shown(
        body,
        {"by_kind": by_kind, "by_team": by_team},
        headline=findings.headline(by_kind),
        tiles=findings.tiles(by_kind),
        limits=findings.LIMITS,
        method=findings.method(caseload.day.date()),
    )


@section("Assessments and conferences in time", needs=(*NEEDS, f"{RECORDS}assessments"))
def timeliness(given: Given) -> Shown:
    """Assessments and initial conferences within their working days, month by month."""
    caseload = caseload_of(given)
    body, tables, changes = [], {}, []
    for timed in TIMED:
        if not given.records.holds(timed.table):
            continue
        limit = threshold(timed.limit, caseload.day.date())
        ended = ended_rows(given.records[timed.table], timed, limit)
        since = (caseload.day - pd.DateOffset(months=MONTHS_BACK)).strftime("%Y-%m")
        ended = ended[(ended["month"] >= since) & ended["ended_date"].le(caseload.day)]
        if ended.empty:
            continue
        periods = _by_month_or_quarter(given, ended, timed.table)
        last_year = ended[ended["ended_date"] > caseload.day - pd.DateOffset(months=12)]
        counted = in_time_by(last_year, ["team"])
        teams = _released_timed(
            given, counted[_without_shares(given, ["team", *counted.columns.drop("team")])], f"{timed.table}_in_time_by_team"
        )
        tables |= {f"{timed.table}_teams": teams}
        body.append(paragraphs(*findings.timely(teams, timed)))
        if periods is not None:
            causes = causes_of(given, timed.kind)
            tables |= {f"{timed.table}_periods": _with_limits(periods, causes)}
            body += _by_period(given, timed, tables[f"{timed.table}_periods"], causes)
            changes.append(findings.timely_change(tables[f"{timed.table}_periods"], timed.kind))
        body.append(_by_team(given, timed, teams))
    if not body:
        raise NothingToShow("No list holds an assessment or a conference that has ended.", "Take in Annex A lists 4 and 5.")
    return Shown(
        body, tables, changes=changes, method=[process_control.METHOD, *findings.timed_method(caseload.day.date()), findings.WORKING_DAYS]
    )


def _most_overdue(grid: Released) -> Released:
    """The teams with most overdue, or hidden, in that order; no more than a chart has room for."""
    weight = grid.table["children_overdue"].astype(float).fillna(0) + grid.suppressed["children_overdue"]
    total = weight.groupby(grid.table["team"]).sum().sort_values(ascending=False, kind="stable")
    teams = list(total[total > 0].head(MOST_SHOWN).index)
    kept = grid.where(grid.table["team"].isin(teams))
    return kept.in_order(kept.table.sort_values("team", key=lambda names: names.map(teams.index), kind="stable").index)


def _without_shares(given: Given, columns: list[str]) -> list[str]:
    """The columns, less shares on a public page: beside a count that is hidden, a share of the same team may tell it."""
    return [name for name in columns if not name.endswith("_pct")] if policy_named(given.policy).smallest_count else columns


def _released_drift(given: Given, counted: pd.DataFrame, name: str) -> Released:
    kinds = counted["drift_kind"]
    hidden = {
        "children_owed": hidden_counts(counted["children_owed"], given.policy, groups=kinds),
        "children_overdue": hidden_counts(counted["children_overdue"], given.policy, wholes=counted["children_owed"], groups=kinds),
    }
    return released_or_hidden(given, counted, name, hidden)


def _released_timed(given: Given, counted: pd.DataFrame, name: str) -> Released:
    hidden = {
        "children_ended": hidden_counts(counted["children_ended"], given.policy),
        "children_late": hidden_counts(counted["children_late"], given.policy, wholes=counted["children_ended"]),
    }
    return given.release(counted.drop(columns="timed_kind"), name, withheld=hidden)


def _by_month_or_quarter(given: Given, ended: pd.DataFrame, name: str) -> Released | None:
    """Shares in time by month; by quarter where a month would have to be hidden, and not at all where a quarter would.

    Rows of months are alike on every chart of a page: what one hides, a share of another may seem to tell.
    """
    months = _released_timed(given, in_time_by(ended, ["month"]), f"{name}_in_time_by_month")
    if not months.any_suppressed:
        return months
    whole = ended.assign(quarter=ended["ended_date"].map(quarter_of))
    whole = whole[whole["quarter"] > whole["quarter"].min()]
    if whole.empty:
        return None
    quarters = _released_timed(given, in_time_by(whole, ["quarter"]), f"{name}_in_time_by_quarter")
    return None if quarters.any_suppressed else quarters


def _with_limits(periods: Released, causes: pd.DataFrame) -> Released:
    """Process limits of the shares that are shown, and what is more than chance; made from those alone."""
    period = findings.period_column(periods)
    shown = periods.table[[period, "in_time_pct"]].astype({"in_time_pct": float})
    points = judged(shown, period=period, value="in_time_pct", starts=starts_of(causes, period)).set_index(period)
    columns = ["process_stretch", "mean", "lower_limit", "upper_limit", "limits_status", "special_cause"]
    return periods.with_words(**{name: periods.table[period].map(points[name]) for name in columns})


def _by_period(given: Given, timed, periods: Released, causes: pd.DataFrame) -> list[Html]:
    period = findings.period_column(periods)
    body = [paragraphs(findings.last_period(periods, timed))]
    if len(periods.table) > 2:
        body.append(
            control_chart(
                f"{timed.table.replace('_', '-')}-in-time",
                periods,
                period=period,
                value="in_time_pct",
                labels={text: findings.short_period(text) for text in periods.table[period]},
                amount=findings.share,
                **findings.timely_words(periods, timed.kind),
            )
        )
        body.append(paragraphs(*process_control.started_anew(periods, causes)))
    return [*body, folded_table(periods, f"{timed.kind} by {period}, {given.place}", [period, *_TIMED_COLUMNS])]


def _by_team(given: Given, timed, teams: Released) -> Html:
    columns = ["team", *_without_shares(given, _TIMED_COLUMNS)]
    return folded_table(teams, f"{timed.kind} that ended in the last 12 months by team, {given.place}", columns)
