"""What would bring caseloads to the threshold, and what next quarter brings."""

from analysis.caseloads.flows import expected_cases, fte_needed
from analysis.caseloads.placing import plan_by_team
from analysis.catalogue.parameters import threshold
from analysis.disclosure.linking import hidden_counts
from analysis.disclosure.release import Released
from analysis.pages.caseloads.held import NEEDS, CaseloadHeld, caseload_of, too_few_workers
from analysis.pages.caseloads.long_lists import one_or_folded
from analysis.pages.from_records import hidden_together, quarter_of, released_or_hidden
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.charts.levels import named_bars
from analysis.present.charts.lines import small_multiples
from analysis.present.findings import caseload_capacity as findings
from analysis.present.findings.caseload_services import few_labels
from analysis.present.html import Html, paragraphs
from analysis.present.tables import folded_table

QUARTERS_DRAWN = 5
"""Quarters' ends that the chart of teams has at most: a year and the one before."""
_PARTS = ["cases_moved_within", "cases_moved_out", "cases_waiting"]
_POSTS = ["posts_needed_fte", "posts_needed_gbp"]
_NEED = ["team", "holders_fte", "fte_needed", "fte_needed_low", "fte_needed_high", "fte_short"]


@section("What would bring everyone to the threshold", needs=NEEDS)
def capacity(given: Given) -> Shown:
    """The fewest moves of cases and new posts that bring everyone to the threshold, and what the posts cost."""
    caseload = caseload_of(given)
    day = caseload.day.date()
    counted = plan_by_team(caseload.plan, caseload.by_worker, caseload.thresholds.standard, threshold("social_worker_cost_gbp", day))
    together = hidden_together(counted, _PARTS, given.policy)
    hidden = dict.fromkeys([*_PARTS, *_POSTS], together) | {"cases_to_place": hidden_counts(counted["cases_to_place"], given.policy)}
    columns = ["team", "cases_to_place", *_PARTS, "room_cases", *_POSTS]
    sums = counted[columns[1:]].sum().to_frame().T.assign(team="All teams")
    sums = sums.astype(dict.fromkeys(["cases_to_place", *_PARTS], int))
    small = hidden_together(sums, _PARTS, given.policy)
    in_all = released_or_hidden(given, sums, "capacity_in_all", dict.fromkeys([*_PARTS, *_POSTS], small))
    try:
        teams = released_or_hidden(given, counted[columns], "capacity_by_team", hidden)
    except NothingToShow:  # so few cases that a team's would be told: what all teams need may still be said
        teams = None
    body = [
        paragraphs(*findings.plan(in_all)),
        *(_teams_to_place(given, teams, in_all, columns) if teams else [paragraphs(findings.NOT_BY_TEAM)]),
    ]
    return Shown(
        body,
        {"in_all": in_all} if teams is None else {"teams": teams, "in_all": in_all},
        headline=findings.headline(in_all, teams),
        tiles=findings.tiles(in_all),
        limits=findings.LIMITS,
        method=findings.METHOD,
    )


def _teams_to_place(given: Given, teams: Released, in_all: Released, columns: list[str]) -> list[Html]:
    """Chart and table of the cases of each team that need another worker."""
    shown = teams.where(teams.table["cases_to_place"].gt(0))
    parts = [one_or_folded(teams, f"Cases that need another worker, and where they could go, {given.place}", columns, total=in_all)]
    if len(shown.table):
        chart = named_bars(
            "cases-to-place",
            shown,
            category=lambda row: row["team"],
            value="cases_to_place",
            amount=findings.to_place_label,
            title=findings.plan_title(shown),
            alt="Bar chart of cases that need another worker, by team.",
            description=findings.plan_description(shown),
        )
        parts.insert(0, chart)
    return parts


@section("What came, what left, and what next quarter brings", needs=NEEDS)
def arrivals_and_closures(given: Given) -> Shown:
    """Cases that came to each team and left it, and the caseload to expect at the end of the next quarter."""
    caseload = caseload_of(given)
    if len(caseload.quarter_days) < 2:
        raise NothingToShow(
            "Lists of one quarter are held: what came and left since the last is not known.", "Take in those of the quarter before."
        )
    flows = caseload.flows.assign(quarter=caseload.flows["on_date"].map(quarter_of))
    last = flows[flows["on_date"] == caseload.quarter_days[-1]].merge(expected_cases(caseload.flows).drop(columns="cases"), on="team")
    last = last[(last["cases"] > 0) | (last["cases_before"] > 0)].sort_values("change_expected_cases", ascending=False, ignore_index=True)
    moved = hidden_together(last, ["arrivals", "closures"], given.policy)
    stocks = {name: hidden_counts(last[name], given.policy) for name in ("cases_before", "cases")}
    columns = ["team", "cases_before", "arrivals", "closures", "cases", "cases_expected", "cases_expected_low", "cases_expected_high"]
    teams = released_or_hidden(given, last[columns], "arrivals_and_closures", {"arrivals": moved, "closures": moved, **stocks})
    every = caseload.at_quarters.assign(quarter=caseload.at_quarters["on_date"].map(quarter_of))
    series = every.groupby(["team", "quarter"]).size().unstack(fill_value=0).stack().rename("cases").reset_index()
    recent = sorted(series["quarter"].unique())[-QUARTERS_DRAWN:]
    series = series[series["team"].isin(last["team"]) & series["quarter"].isin(recent)].reset_index(drop=True)
    by_quarter = released_or_hidden(
        given, series, "cases_by_team_and_quarter", {"cases": hidden_counts(series["cases"], given.policy, groups=series["quarter"])}
    )
    quarters = sorted(series["quarter"].unique())
    body = [
        paragraphs(*findings.expected(teams)),
        small_multiples(
            "cases-by-team",
            by_quarter.where(by_quarter.table.groupby("team")["cases"].transform("count").gt(1)),
            panel="team",
            period="quarter",
            value="cases",
            labels=few_labels(quarters),
            title=findings.expected_title(teams),
            alt="Line charts of open cases of each team at the end of each quarter.",
            description=findings.quarters_description(by_quarter),
        ),
        folded_table(teams, f"Cases that came and left, and what to expect at the end of the next quarter, {given.place}", columns),
        folded_table(by_quarter, f"Open cases of each team at the end of each quarter, {given.place}", ["team", "quarter", "cases"]),
    ]
    needed = _needed(given, caseload)
    body += [
        paragraphs(*findings.needed(needed, threshold("social_worker_cost_gbp", caseload.day.date()))),
        folded_table(needed, f"Social workers that next quarter takes at the threshold, {given.place}", _NEED),
    ]
    return Shown(
        body,
        {"teams": teams, "by_quarter": by_quarter, "needed": needed},
        changes=[findings.changed_most(teams)],
        method=findings.FLOW_METHOD,
    )


def _needed(given: Given, caseload: CaseloadHeld) -> Released:
    """What next quarter takes of each team and of all; the workers of a team of few, and what its hidden cases would tell, are not shown."""
    counted = fte_needed(expected_cases(caseload.flows), caseload.by_team, findings.ALL_TEAMS)
    few = too_few_workers(caseload.by_team, given.policy)
    secret = caseload.by_team.loc[few | hidden_counts(caseload.by_team["cases"], given.policy), "team"]
    hidden = counted["team"].isin(secret)
    return given.release(counted, "needed_next_quarter", withheld=dict.fromkeys(["cases_expected", *_NEED[1:]], hidden))
