"""Caseloads by team from records: per full-time equivalent, how cases are shared, those without a worker, and what chance leaves."""

import numpy as np
import pandas as pd

from analysis.caseloads.change import change_by_team
from analysis.caseloads.workers import allocation_by_team, distribution, with_few_together
from analysis.disclosure.linking import hidden_counts
from analysis.disclosure.policy import policy_named
from analysis.disclosure.release import Released
from analysis.pages.caseloads.held import NEEDS, CaseloadHeld, caseload_of, few_workers, too_few_workers
from analysis.pages.caseloads.long_lists import MOST_SHOWN, first_rows, one_or_folded
from analysis.pages.from_records import released_or_hidden
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.performance.chance import NARROW, WIDE, funnel_limits
from analysis.present.charts.diverging import diverging_bars
from analysis.present.charts.levels import named_bars
from analysis.present.charts.team_funnel import team_funnel
from analysis.present.findings import caseload_teams as findings
from analysis.present.html import paragraphs
from analysis.present.tables import table

_OF_WORKERS = ["case_holders", "holders_fte", "caseload_per_fte", "workers_above_threshold"]
FEW_TOGETHER = "Teams with few workers, together"
_SHARES = ["agency_fte_pct", "newly_qualified_fte_pct"]
"""Not on a public page: beside counts of the same team that are hidden, a share may tell them."""
_POINTS = 40  # of each limit of the funnel


@section("Caseload by team", needs=NEEDS)
def team_caseloads(given: Given) -> Shown:
    """Open cases per full-time equivalent of each team against the threshold."""
    caseload = caseload_of(given)
    teams, in_all = released_teams(given, caseload), released_in_all(given, caseload)
    if teams.table["caseload_per_fte"].isna().all():
        raise NothingToShow("No team has a caseload that may be shown.")
    body = [
        paragraphs(*findings.teams_above(teams)),
        named_bars(
            "team-caseloads",
            first_rows(teams.where(teams.table["caseload_per_fte"].notna())),
            category=lambda row: row["team"],
            value="caseload_per_fte",
            amount=findings.per_fte,
            mark="threshold_per_fte",
            note=findings.threshold_note(teams, MOST_SHOWN),
            stands_out=findings.is_above,
            title=findings.teams_title(teams),
            alt="Bar chart of open cases per full-time equivalent by team, with the threshold.",
            description=findings.teams_description(teams),
        ),
        one_or_folded(
            teams,
            f"Open cases by team, {given.place}, {findings.day(caseload.day)}",
            ["team", "cases", *_OF_WORKERS, *_weighted(teams)],
            total=in_all,
        ),
    ]
    return Shown(
        body,
        {"teams": teams, "in_all": in_all},
        headline=findings.headline(teams, in_all),
        tiles=findings.tiles(in_all),
        limits=findings.LIMITS,
        method=findings.method(caseload.thresholds, caseload.weights),
    )


@section("Why caseloads changed", needs=NEEDS)
def why_changed(given: Given) -> Shown:
    """What the change of each team's caseload over a year is made of: cases or workers."""
    caseload = caseload_of(given)
    if caseload.by_team_a_year_ago is None:
        raise NothingToShow("No lists of a year before are held.", "Take in those of the last four quarters.")
    counted = change_by_team(caseload.by_team_a_year_ago, caseload.by_team)
    columns = ["caseload_per_fte_before", "caseload_per_fte", "caseload_change", "change_by_team_cases", "change_by_team_workers"]
    # A caseload gives away cases that another table hides.
    told = [table.loc[hidden_counts(table["cases"], given.policy), "team"] for table in (caseload.by_team, caseload.by_team_a_year_ago)]
    few = too_few_workers(counted, given.policy) | counted["team"].isin(pd.concat(told))
    hidden = dict.fromkeys(columns, few)
    teams = given.release(counted[["team", *columns]], "change_of_caseload_by_team", withheld=hidden)
    shown = teams.where(teams.table["caseload_change"].notna())
    if shown.table.empty:
        raise NothingToShow("No team that may be shown has a caseload at both ends of the year.")
    body = [
        paragraphs(*findings.why(shown)),
        diverging_bars(
            "change-of-caseload",
            findings.most_changed(shown, MOST_SHOWN),
            category="team",
            value="caseload_change",
            label=findings.change_label,
            sides=("caseload fell", "caseload rose"),
            more_is_worse=True,
            title=findings.why_title(shown),
            alt="Bar chart of the change of each team's cases per full-time equivalent in a year.",
            description=findings.why_description(shown),
        ),
        one_or_folded(teams, f"What the change of caseload in a year is made of, {given.place}", ["team", *columns]),
    ]
    return Shown(body, {"teams": teams}, headline=findings.why_headline(shown), changes=findings.why(shown)[:1])


@section("Who carries too many cases", needs=NEEDS)
def who_is_above(given: Given) -> Shown:
    """Workers by their cases per full-time equivalent."""
    caseload = caseload_of(given)
    counted = distribution(caseload.by_worker).drop(columns="band_from")
    if few_workers(counted["workers"], given.policy).any():
        raise NothingToShow(
            "Bands of caseloads hold so few workers that single ones would be told apart.", "See the pack for use inside the council."
        )
    bands = given.release(counted, "workers_by_caseload")
    in_all = released_in_all(given, caseload)
    if bands.table.empty:
        raise NothingToShow(
            "No worker on the list of workers holds a case.", "See whether both lists name workers by the same identifiers."
        )
    body = [
        paragraphs(findings.spread(bands, in_all)),
        named_bars(
            "workers-by-caseload",
            bands,
            category=lambda row: f"{row['caseload_band']} cases",
            value="workers",
            amount=findings.workers_label,
            stands_out=lambda row: row["workers_above_threshold"] > 0,
            note="Blue: bands with workers above their threshold.",
            title=findings.spread_title(in_all),
            alt="Bar chart of workers by their cases per full-time equivalent.",
            description=findings.spread_description(bands),
        ),
        table(bands, f"Workers by cases per full-time equivalent, {given.place}", ["caseload_band", "workers", "workers_above_threshold"]),
    ]
    return Shown(body, {"bands": bands})


@section("Cases without a worker", needs=NEEDS)
def without_worker(given: Given) -> Shown:
    """Cases that no worker in post holds, and those for whom lists name two workers, by team."""
    caseload = caseload_of(given)
    counted = allocation_by_team(caseload.cases, caseload.state)
    columns = ["cases", "cases_without_worker", "cases_two_workers"]
    hidden = {name: hidden_counts(counted[name], given.policy, wholes=counted["cases"] if name != "cases" else None) for name in columns}
    teams = released_or_hidden(given, counted[["team", *columns]], "cases_without_worker", hidden)
    sums = ["cases", "cases_no_worker", "cases_worker_left", "cases_worker_not_listed", "cases_without_worker", "cases_two_workers"]
    in_all = given.release(counted[sums].sum().to_frame().T.assign(team="All teams"), "cases_without_worker_in_all")
    affected = teams.where(teams.table["cases_without_worker"].gt(0))
    body = [paragraphs(*findings.without_worker(teams, in_all))]
    if len(affected.table):
        body.append(
            named_bars(
                "cases-without-worker",
                affected,
                category=lambda row: row["team"],
                value="cases_without_worker",
                amount=findings.cases_label,
                title=findings.without_worker_title(affected),
                alt="Bar chart of cases without a worker in post by team.",
                description=findings.without_worker_description(affected),
            )
        )
    body.append(one_or_folded(teams, f"Cases without a worker in post, and with two, {given.place}", ["team", *columns], total=in_all))
    return Shown(body, {"teams": teams, "in_all": in_all}, tiles=findings.without_worker_tile(in_all), limits=findings.TWO_WORKERS)


@section("Which teams differ by more than chance", needs=NEEDS)
def expected_range(given: Given) -> Shown:
    """The funnel of teams around the caseload of all of them."""
    caseload = caseload_of(given)
    by_team = caseload.by_team[caseload.by_team["caseload_per_fte"].notna()].reset_index(drop=True)
    if len(by_team) < 3:
        raise NothingToShow("Fewer than three teams have workers with cases.")
    mean = by_team["cases"].sum() / by_team["holders_fte"].sum()
    counted = by_team[["team", "cases", "holders_fte", "caseload_per_fte"]].assign(**_limits(by_team["holders_fte"], mean))
    high, low = (counted["caseload_per_fte"] > counted["chance_high_998"]), (counted["caseload_per_fte"] < counted["chance_low_998"])
    counted["funnel_finding"] = np.select([high, low], ["more than chance leaves", "less than chance leaves"], "within chance")
    few = too_few_workers(by_team, given.policy)
    columns = ["holders_fte", "caseload_per_fte", "funnel_finding", "chance_low_998", "chance_high_998", "chance_low_95", "chance_high_95"]
    hidden = {"cases": hidden_counts(by_team["cases"], given.policy), **dict.fromkeys(columns, few)}
    teams = released_or_hidden(given, counted, "team_caseloads_against_chance", hidden)
    if teams.table["caseload_per_fte"].notna().sum() < 2:
        raise NothingToShow("The caseload of too few teams may be shown.")
    sizes = pd.Series(np.linspace(counted["holders_fte"].min() * 0.8, counted["holders_fte"].max() * 1.1, _POINTS))
    lines = given.release(pd.DataFrame({"holders_fte": sizes, **_limits(sizes, mean)}), "team_caseload_limits")
    body = [
        paragraphs(findings.against_chance(teams)),
        team_funnel(
            "team-funnel",
            teams,
            lines,
            team="team",
            size="holders_fte",
            value="caseload_per_fte",
            inside="funnel_finding",
            mean=mean,
            note=findings.FUNNEL_NOTE,
            title=findings.funnel_title(teams),
            alt="Funnel plot of cases per full-time equivalent of each team against its size, with the limits of chance.",
            description=findings.funnel_description(teams),
        ),
        one_or_folded(
            teams,
            f"Caseload of each team against what chance leaves, {given.place}",
            ["team", "holders_fte", "caseload_per_fte", "chance_low_998", "chance_high_998", "funnel_finding"],
        ),
    ]
    return Shown(body, {"teams": teams}, limits=[findings.FAMILIES])


def released_teams(given: Given, caseload: CaseloadHeld) -> Released:
    """Teams with their caseload and the threshold; on a public page those with few workers stand in one row together."""
    weighted = ["weighted_caseload_per_fte"] if caseload.weights else []
    weighted += [] if policy_named(given.policy).smallest_count else _SHARES
    columns = ["team", "cases", *_OF_WORKERS, "threshold_per_fte", *weighted]
    by_team = with_few_together(caseload.by_team, too_few_workers(caseload.by_team, given.policy), FEW_TOGETHER)[columns]
    return released_or_hidden(given, by_team, "caseload_by_team", {"cases": hidden_counts(by_team["cases"], given.policy)})


def released_in_all(given: Given, caseload: CaseloadHeld) -> Released:
    """All teams together, in one row."""
    held = caseload.by_worker[caseload.by_worker["cases"] > 0]
    by_team = caseload.by_team
    fte = by_team["holders_fte"].sum()
    row = {
        "team": "All teams",
        "cases": len(caseload.cases),
        "case_holders": len(held),
        "holders_fte": fte,
        "caseload_per_fte": len(caseload.cases) / fte if fte else np.nan,
        "workers_above_threshold": int(held["above_threshold"].sum()),
        "workers_above_threshold_pct": 100 * held["above_threshold"].mean() if len(held) else np.nan,
        "agency_fte_pct": (by_team["agency_fte_pct"] * by_team["holders_fte"]).sum() / fte if fte else np.nan,
        "newly_qualified_fte_pct": (by_team["newly_qualified_fte_pct"] * by_team["holders_fte"]).sum() / fte if fte else np.nan,
        "threshold_per_fte": caseload.thresholds.standard,
    }
    if caseload.weights and fte:
        row["weighted_caseload_per_fte"] = caseload.cases["case_service"].map(caseload.weights).sum() / fte
    return given.release(pd.DataFrame([row]), "caseload_in_all")


def _weighted(teams: Released) -> list[str]:
    return [name for name in ("weighted_caseload_per_fte", *_SHARES) if name in teams.table]


def _limits(sizes: pd.Series, mean: float) -> dict[str, pd.Series]:
    return {
        f"chance_{side}_{name}": funnel_limits(sizes, mean, 1, level)[side]
        for level, name in ((NARROW, "95"), (WIDE, "998"))
        for side in ("low", "high")
    }
