"""Sentences on what would bring caseloads to the threshold, and on what next quarter brings."""

import pandas as pd

from analysis.caseloads.flows import QUARTERS_COUNTED
from analysis.catalogue.fields import field
from analysis.catalogue.parameters import in_words
from analysis.disclosure.release import Released
from analysis.present.page import Tile
from analysis.present.wording import agreeing, counted, listing, number, pounds, rounded, sentence_case

ALL_TEAMS = "All teams"
NOT_BY_TEAM = "Which teams they are in is not shown: so few cases need another worker that a team's would be told."
METHOD = [
    "Only cases beyond a worker's threshold move, and those that no worker in post holds; nobody is given more than the threshold allows. A case "
    "stays in its team where there is room, goes to another that holds the same service where there is not, and else waits for a new post. "
    "Of the cases that could move, assessments go first, then care leavers, children in need, children on plans and children looked after. "
    "A newly qualified worker is given no further child on a plan. It is the plan that leaves fewest cases to new posts and disturbs children least.",
    f"A new post is costed at {in_words('social_worker_cost_gbp')} a year, which is assumed.",
]
LIMITS = [
    "A plan of moves counts cases. Which child can change worker, and which worker can take which child, is for the manager to say.",
    "Posts are what cases need at the threshold on one day: posts for sickness, leave and turnover come on top.",
]
FLOW_METHOD = [
    f"Next quarter: each open case closes as often as over the last {number(QUARTERS_COUNTED)} quarters, and as many come as came on average; the range holds 95 of "
    "100 quarters if that goes on. A child that moves to another team leaves one and comes to the other.",
    "What next quarter takes is the cases to expect over the threshold, team by team; personal advisers have none, and their team is left out.",
]


def headline(in_all: Released, teams: Released | None) -> str:
    """What it takes, in one sentence, and in which team most of it is to be done."""
    row = in_all.table.iloc[0]
    if pd.isna(row["cases_to_place"]) or not row["cases_to_place"]:
        return ""
    known = teams.table.dropna(subset=["cases_to_place"]) if teams else in_all.table.iloc[:0]
    top = known[known["cases_to_place"].gt(0)].head(1)
    where = (
        f"; most of those cases are in {top.iloc[0]['team']} ({number(top.iloc[0]['cases_to_place'])})"
        if len(top) and len(known) == len(teams.table)
        else ""
    )
    moved, waiting = row["cases_moved_within"] + row["cases_moved_out"], row["cases_waiting"]
    if pd.isna(moved) or pd.isna(waiting):
        return f"{sentence_case(counted(row['cases_to_place'], 'case'))} need another worker{where}."
    posts = f" and {number(row['posts_needed_fte'], 1)} new posts" if waiting else ""
    return f"Moving {counted(moved, 'case')}{posts} would bring every worker to the threshold{where}."


def plan(in_all: Released) -> list[str]:
    """How many cases need another worker, where they can go, and what new posts cost."""
    row = in_all.table.iloc[0]
    if row["cases_to_place"] == 0:
        return ["Nobody is above the threshold, and every case has a worker in post: nothing has to move."]
    if pd.isna(row["cases_to_place"]):
        return ["A few cases need another worker, too few to give their number."]
    first = f"{sentence_case(counted(row['cases_to_place'], 'case'))} {agreeing(row['cases_to_place'], 'needs', 'need')} another worker."
    words = {
        "cases_moved_within": "can go to a worker of the same team",
        "cases_moved_out": "can go to another team that holds the same service",
        "cases_waiting": "no worker has room for",
    }
    if in_all.suppressed[[*words]].to_numpy().any():
        return [first]
    parts = [f"{number(row[name])} {text}" for name, text in words.items() if row[name]]
    sentences = [f"{first} Of these, {listing(parts)}."]
    if row["cases_waiting"]:
        sentences.append(
            f"Those take {number(row['posts_needed_fte'], 1)} full-time equivalents more, at about {pounds(row['posts_needed_gbp'])} a year."
        )
    else:
        sentences.append("No new post is needed: there is room enough, if it is used.")
    return sentences


def plan_title(teams: Released) -> str:
    """Finding of the chart of cases that need another worker."""
    first = teams.table.iloc[0]
    return f"Most cases that need another worker are in {first['team']}: {number(first['cases_to_place'])}"


def plan_description(teams: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row.team}: {number(row.cases_to_place)}" for row in teams.table.itertuples()]
    return f"Bars of cases that need another worker, by team: {'; '.join(parts)}."


def to_place_label(row: pd.Series) -> str:
    """Label of a bar."""
    return number(row["cases_to_place"])


def tiles(in_all: Released) -> list[Tile]:
    """Key figure of new posts."""
    row = in_all.table.iloc[0]
    if pd.isna(row["posts_needed_fte"]) or not row["posts_needed_fte"]:
        return []
    note = f"About {pounds(row['posts_needed_gbp'])} a year"
    return [Tile("New posts to reach the threshold", number(row["posts_needed_fte"], 1), note, field("posts_needed_fte").definition)]


def expected(teams: Released) -> list[str]:
    """How many cases to expect in all, and which teams will grow and shrink most."""
    rows = teams.table.dropna(subset=["cases", "cases_expected"])
    change = rows["cases_expected"] - rows["cases"]
    sure_up, sure_down = rows[rows["cases_expected_low"] > rows["cases"]], rows[rows["cases_expected_high"] < rows["cases"]]
    parts = []
    for found, verb in ((sure_up, "grow"), (sure_down, "shrink")):
        names = [f"{row.team} ({number(row.cases)} to about {number(row.cases_expected)})" for row in found.itertuples()]
        if names:
            parts.append(f"If cases come and close as over the last year, {listing(names)} will {verb}.")
    if not parts:
        parts.append("If cases come and close as over the last year, no team need change by more than chance.")
    top = rows.loc[change.abs().idxmax()] if len(rows) else None
    if top is not None:
        parts.append(
            f"The largest change to expect is in {top['team']}: {number(top['cases'])} cases now, {number(top['cases_expected'])} at the end of next "
            f"quarter, between {number(top['cases_expected_low'])} and {number(top['cases_expected_high'])}."
        )
    return parts


def needed(shown: Released, cost_per_fte_gbp: float) -> list[str]:
    """How many full-time equivalents next quarter takes at the threshold, against those that hold cases now, and where most are short."""
    rows = shown.table
    whole = rows.iloc[-1]
    if len(rows) < 2:
        return []
    said = (
        f"At the threshold, next quarter takes {number(whole['fte_needed'], 1)} full-time equivalents of social workers with cases, between "
        f"{number(whole['fte_needed_low'], 1)} and {number(whole['fte_needed_high'], 1)}; {number(whole['holders_fte'], 1)} hold cases now."
    )
    if not rounded(whole["fte_short"], 1):
        return [f"{said} No team is to be short, if cases can be shared within each."]
    short = rows.iloc[:-1].dropna(subset=["fte_short"]).sort_values("fte_short", ascending=False, kind="stable")
    named = [f"{row.team} ({number(row.fte_short, 1)})" for row in short.itertuples() if rounded(row.fte_short, 1)]
    where = f" Short of most: {listing(named, most=3)}." if named else ""
    gap = (
        f"Teams would be short of {number(whole['fte_short'], 1)} in all, at about {pounds(whole['fte_short'] * cost_per_fte_gbp)} a year."
    )
    return [said, f"{gap}{where}"]


def expected_title(teams: Released) -> str:
    """Finding of the chart of cases by team and quarter."""
    rows = teams.table.dropna(subset=["cases", "cases_before"])
    change = (rows["cases"] - rows["cases_before"]).astype(int)
    if change.eq(0).all():
        return "No team changed since the end of last quarter"
    top = rows.loc[change.abs().idxmax()]
    return f"{top['team']} changed most since the end of last quarter: {number(top['cases'] - top['cases_before'], signed=True)}"


def changed_most(teams: Released) -> str:
    """The same as a sentence."""
    return f"Of the teams, {expected_title(teams)[:1]}{expected_title(teams)[1:]}."


def quarters_description(by_quarter: Released) -> str:
    """Long description of that chart."""
    parts = []
    for team, rows in by_quarter.table.dropna(subset=["cases"]).groupby("team", sort=False):
        ends = rows.sort_values("quarter")
        parts.append(f"{team}: {number(ends['cases'].iloc[0])} at first, {number(ends['cases'].iloc[-1])} at last")
    return f"One small line for each team, on one scale from zero. {'; '.join(parts)}."
