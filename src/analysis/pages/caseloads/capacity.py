"""What would bring caseloads to the threshold, and what next quarter brings."""

from analysis.caseloads.flows import expected_cases
from analysis.caseloads.placing import plan_by_team
from analysis.catalogue.parameters import threshold
from analysis.disclosure.linking import hidden_counts
from analysis.pages.caseloads.held import NEEDS, caseload_of
from analysis.pages.caseloads.long_lists import one_or_folded
from analysis.pages.from_records import hidden_together, quarter_of, released_or_hidden
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.charts.levels import named_bars
from analysis.present.charts.lines import small_multiples
from analysis.present.findings import caseload_capacity as findings
from analysis.present.findings.caseload_services import few_labels
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table

_PARTS = ["cases_moved_within", "cases_moved_out", "cases_waiting"]
_POSTS = ["posts_needed_fte", "posts_needed_gbp"]


@section("What would bring everyone to the threshold", needs=NEEDS)
def capacity(given: Given) -> Shown:
    """The fewest moves of cases and new posts that bring everyone to the threshold, and what the posts cost."""
    caseload = caseload_of(given)
    day = caseload.day.date()
    counted = plan_by_team(caseload.plan, caseload.by_worker, caseload.thresholds.standard, threshold("social_worker_cost_gbp", day))
    together = hidden_together(counted, _PARTS, given.policy)
    hidden = dict.fromkeys([*_PARTS, *_POSTS], together) | {"cases_to_place": hidden_counts(counted["cases_to_place"], given.policy)}
    columns = ["team", "cases_to_place", *_PARTS, "room_cases", *_POSTS]
    teams = released_or_hidden(given, counted[columns], "capacity_by_team", hidden)
    sums = counted[columns[1:]].sum().to_frame().T.assign(team="All teams")
    sums = sums.astype(dict.fromkeys(["cases_to_place", *_PARTS], int))
    small = hidden_together(sums, _PARTS, given.policy)
    in_all = given.release(sums, "capacity_in_all", withheld=dict.fromkeys([*_PARTS, *_POSTS], small))
    shown = teams.where(teams.table["cases_to_place"].gt(0))
    body = [paragraphs(*findings.plan(in_all))]
    if len(shown.table):
        body.append(
            named_bars(
                "cases-to-place",
                shown,
                category=lambda row: row["team"],
                value="cases_to_place",
                amount=findings.to_place_label,
                title=findings.plan_title(shown),
                alt="Bar chart of cases that need another worker, by team.",
                description=findings.plan_description(shown),
            )
        )
    body.append(one_or_folded(teams, f"Cases that need another worker, and where they could go, {given.place}", columns, total=in_all))
    return Shown(
        body,
        {"teams": teams, "in_all": in_all},
        headline=findings.headline(in_all),
        tiles=findings.tiles(in_all),
        limits=findings.LIMITS,
        method=findings.METHOD,
    )


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
    series = series[series["team"].isin(last["team"])].reset_index(drop=True)
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
        one_or_folded(teams, f"Cases that came and left, and what to expect at the end of the next quarter, {given.place}", columns),
        folded_table(by_quarter, f"Open cases of each team at the end of each quarter, {given.place}", ["team", "quarter", "cases"]),
    ]
    return Shown(body, {"teams": teams, "by_quarter": by_quarter}, changes=[findings.changed_most(teams)], method=findings.FLOW_METHOD)
