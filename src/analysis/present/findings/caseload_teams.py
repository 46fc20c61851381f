"""Sentences on caseloads by team from records."""

import numpy as np
import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.present.page import Tile
from analysis.present.wording import agreeing, counted, in_sentence, listing, long_date, number, per_cent, rounded, sentence_case

MOST_NAMED = 3
LIMITS = [
    "A case is a child: that some take more work than others is told only where the council declares weights.",
    "The threshold is one of social workers: personal advisers of care leavers, by their role, have none here.",
    "Months between two lists are read from the later one, so that a child's team and worker are those of the day on which it was drawn.",
]
TWO_WORKERS = ["Two workers named for a child may be right: an assessment may have a worker of its own."]
FAMILIES = "Brothers and sisters often have one worker, so that caseloads move more by chance than the limits say."
FUNNEL_NOTE = (
    "Across: full-time equivalents of the team's workers with cases. Dashed: caseload of all teams. Dark grey: where 95% of teams lie by "
    "chance alone; light grey: 99.8%."
)


def day(on: pd.Timestamp) -> str:
    """A day as a caption says it."""
    return long_date(on)


def per_fte(row: pd.Series) -> str:
    """Label of a team's bar."""
    return number(row["caseload_per_fte"], 1) if pd.notna(row["caseload_per_fte"]) else "not shown"


def is_above(row: pd.Series) -> bool:
    """Whether a team's caseload is above the threshold."""
    return pd.notna(row["caseload_per_fte"]) and row["caseload_per_fte"] > row["threshold_per_fte"]


def cases_label(row: pd.Series) -> str:
    """Label of a bar of cases without a worker."""
    return number(row["cases_without_worker"])


def workers_label(row: pd.Series) -> str:
    """Label of a bar of workers."""
    return number(row["workers"])


def headline(teams: Released, in_all: Released) -> str:
    """Which team is furthest above the threshold, and how all stand."""
    rows, whole = _above(teams), in_all.table.iloc[0]
    over = whole["caseload_per_fte"]
    everyone = f"There are {number(over, 1)} cases for each full-time equivalent with cases, against a threshold of {number(whole['threshold_per_fte'])}."
    if rows.empty:
        shown = teams.table.dropna(subset=["caseload_per_fte", "threshold_per_fte"])
        most = f" {shown.iloc[0]['team']} carries most: {number(shown.iloc[0]['caseload_per_fte'], 1)}." if len(shown) else ""
        return f"{everyone} No team shown is above it.{most}"
    first = rows.iloc[0]
    named = f"{first['team']} carries most: {number(first['caseload_per_fte'], 1)}."
    return f"{everyone} {named}"


def teams_above(teams: Released) -> list[str]:
    """How many teams are above the threshold, and which."""
    shown, above = teams.table.dropna(subset=["caseload_per_fte"]), _above(teams)
    hidden = int(teams.suppressed["caseload_per_fte"].sum())
    names = [f"{row.team} ({number(row.caseload_per_fte, 1)})" for row in above.itertuples()]
    said = f"{sentence_case(counted(len(above), 'team'))} of {number(len(shown))} {agreeing(len(above), 'is', 'are')} above the threshold"
    sentences = [
        f"{said}: {listing(names, most=6)}." if names else f"None of the {counted(len(shown), 'team')} shown is above the threshold."
    ]
    if hidden:
        sentences.append(f"The caseload of {counted(hidden, 'team')} is not shown: so few children or workers would be told apart.")
    return sentences


def teams_title(teams: Released) -> str:
    """Finding of the chart of teams."""
    above = _above(teams)
    if above.empty:
        return "No team shown is above the threshold"
    return f"{sentence_case(counted(len(above), 'team'))} above the threshold; {above.iloc[0]['team']} furthest"


def teams_description(teams: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row.team}: {number(row.caseload_per_fte, 1)}" for row in teams.table.dropna(subset=["caseload_per_fte"]).itertuples()]
    return f"Bars of cases per full-time equivalent, the most first. {'; '.join(parts)}."


def tiles(in_all: Released) -> list[Tile]:
    """Key figures of all teams."""
    row = in_all.table.iloc[0]
    return [
        Tile("Open cases", number(row["cases"]), "", field("cases").definition),
        Tile(
            "Cases per full-time equivalent",
            number(row["caseload_per_fte"], 1),
            f"Threshold {number(row['threshold_per_fte'])}",
            field("caseload_per_fte").definition,
        ),
        Tile(
            "Workers above the threshold",
            number(row["workers_above_threshold"]),
            f"{per_cent(row['workers_above_threshold_pct'], 0)} of {number(row['case_holders'])} with cases",
            field("workers_above_threshold").definition,
        ),
    ]


def method(thresholds, weights: dict[str, float] | None) -> list[str]:
    """How caseloads are counted."""
    named = [f"{in_sentence(name)} {number(weight, 2)}" for name, weight in (weights or {}).items()]
    return [
        *([f"Weights of a case, as the council declares them: {listing(named)}."] if named else []),
        "Caseloads are worked out from the council's own child-level lists and its list of workers. A child in several lists is one case, of the "
        "service highest in the order looked after, plan, in need, assessment, care leaver, with the team and worker of that list.",
        f"Thresholds: {number(thresholds.standard)} cases per full-time equivalent, {number(thresholds.newly_qualified)} for the newly qualified.",
    ]


def why(shown: Released) -> list[str]:
    """Which team's caseload rose and fell most in a year, and whether cases or workers are why."""
    rows = shown.table
    sentences = [_because(rows.iloc[0], "rose most") if rows.iloc[0]["caseload_change"] > 0 else "No team's caseload rose in a year."]
    last = rows.iloc[-1]
    return [*sentences, _because(last, "fell most") if last["caseload_change"] < 0 else ""]


def why_headline(shown: Released) -> str:
    """What became of the largest caseload in a year, and whether cases or workers are why."""
    row = shown.table.loc[shown.table["caseload_per_fte"].astype(float).idxmax()]
    change = row["caseload_change"]
    if not rounded(change, 1):
        return f"The caseload of {row['team']} is as it was a year ago."
    words = {"change_by_team_cases": ("more cases", "fewer cases"), "change_by_team_workers": ("fewer workers", "more workers")}
    parts = [
        (abs(row[name]), said[0] if row[name] > 0 else said[1])
        for name, said in words.items()
        if rounded(max(row[name] * np.sign(change), 0), 1)
    ]
    causes = [said for _, said in sorted(parts, reverse=True)]
    because = f", because of {listing(causes)}" if causes else ""
    return f"The caseload of {row['team']} {'rose' if change > 0 else 'fell'} from {number(row['caseload_per_fte_before'], 1)} a year ago to {number(row['caseload_per_fte'], 1)}{because}."


def threshold_note(teams: Released, most: int) -> str:
    """What the marks of the chart of teams are, and that it leaves teams out where it does."""
    left_out = teams.table["caseload_per_fte"].notna().sum() > most
    return "The mark is the threshold of social workers." + (f" The {most} teams with most are shown." if left_out else "")


def most_changed(shown: Released, most: int) -> Released:
    """The teams whose caseload changed most, the largest rise first."""
    largest = shown.table["caseload_change"].abs().sort_values(ascending=False, kind="stable").index[:most]
    return shown.where(shown.table.index.isin(largest))


def change_label(row: pd.Series) -> str:
    """Words beside the bar of a team's change."""
    return f"{number(row['caseload_change'], 1, signed=True)} to {number(row['caseload_per_fte'], 1)}"


def why_title(shown: Released) -> str:
    """Finding of the chart of changes."""
    return why(shown)[0].split(":")[0].removesuffix(".")


def why_description(shown: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row.team}: {number(row.caseload_change, 1, signed=True)}" for row in shown.table.itertuples()]
    return f"Bars of the change of cases per full-time equivalent in a year. {'; '.join(parts)}."


def _because(row: pd.Series, moved: str) -> str:
    cases, people = row["change_by_team_cases"], row["change_by_team_workers"]
    parts = [
        f"{number(abs(part), 1)} by {words[0] if part > 0 else words[1]}"
        for part, words in ((cases, ("more cases", "fewer cases")), (people, ("fewer workers", "more workers")))
        if rounded(part, 1)
    ]
    ups = [
        text
        for text, part in zip(parts, [part for part in (cases, people) if rounded(part, 1)], strict=True)
        if (part > 0) == (moved == "rose most")
    ]
    downs = [text for text in parts if text not in ups]
    against = f", against {listing(downs)}" if downs else ""
    change = f"{number(row['caseload_per_fte_before'], 1)} to {number(row['caseload_per_fte'], 1)} cases for each full-time equivalent"
    return f"The caseload of {row['team']} {moved} in a year, from {change}: {listing(ups) or 'by rounding'}{against}."


def spread(bands: Released, in_all: Released) -> str:
    """How many workers are above their threshold, and how high it goes."""
    top = bands.table[bands.table["workers"].ne(0)].iloc[-1]
    return f"{spread_title(in_all)}. The highest band, {top['caseload_band']} cases, holds {counted(top['workers'], 'worker')}."


def spread_title(in_all: Released) -> str:
    """How many social workers are above the threshold."""
    row = in_all.table.iloc[0]
    above = row["workers_above_threshold"]
    return f"{number(above)} of {counted(row['case_holders'], 'worker')} with cases {agreeing(above, 'is', 'are')} above the threshold"


def spread_description(bands: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row.caseload_band}: {number(row.workers)}" for row in bands.table.itertuples()]
    return f"Bars of workers by cases per full-time equivalent: {'; '.join(parts)}."


def without_worker(teams: Released, in_all: Released) -> list[str]:
    """How many cases have no worker in post, why, and where most are."""
    row = in_all.table.iloc[0]
    if pd.isna(row["cases_without_worker"]):
        return ["A few cases have no worker in post, too few to give their number."]
    if row["cases_without_worker"] == 0:
        return ["Every open case has a worker in post."]
    why = {
        "cases_no_worker": "none is named",
        "cases_worker_left": "the worker has left",
        "cases_worker_not_listed": "the worker is not listed",
    }
    hidden = in_all.suppressed[[*why]].to_numpy().any()
    parts = [] if hidden else [f"{number(row[name])} because {words}" for name, words in why.items() if row[name]]
    parts = [words for name, words in why.items() if row[name]] if len(parts) == 1 else parts
    counts = counted(row["cases_without_worker"], "open case")
    first = f"{sentence_case(counts)} {agreeing(row['cases_without_worker'], 'has', 'have')} no worker in post"
    first += f": {listing(parts)}." if parts else "."
    most = teams.table.dropna(subset=["cases_without_worker"]).sort_values("cases_without_worker", ascending=False)
    named = [
        f"{team.team} ({number(team.cases_without_worker)})" for team in most.head(MOST_NAMED).itertuples() if team.cases_without_worker
    ]
    return [first, f"Most are in {listing(named)}." if named else ""]


def without_worker_title(affected: Released) -> str:
    """Finding of the chart of cases without a worker."""
    first = affected.table.iloc[0]
    return f"{first['team']} has most cases without a worker in post: {number(first['cases_without_worker'])}"


def without_worker_description(affected: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row.team}: {number(row.cases_without_worker)}" for row in affected.table.itertuples()]
    return f"Bars of cases without a worker in post: {'; '.join(parts)}."


def without_worker_tile(in_all: Released) -> list[Tile]:
    """Key figure of cases without a worker."""
    row = in_all.table.iloc[0]
    if pd.isna(row["cases_without_worker"]):
        return []
    return [Tile("Cases without a worker in post", number(row["cases_without_worker"]), "", field("cases_without_worker").definition)]


def against_chance(teams: Released) -> str:
    """Which teams differ from the others by more than chance leaves."""
    rows = teams.table.dropna(subset=["caseload_per_fte"])
    parts = []
    for finding, words in (("more than chance leaves", "carries more"), ("less than chance leaves", "carries less")):
        names = list(rows.loc[rows["funnel_finding"] == finding, "team"])
        if names:
            parts.append(f"{listing(names)} {words if len(names) == 1 else words.replace('carries', 'carry')} than chance explains")
    rest = int((rows["funnel_finding"] == "within chance").sum())
    if not parts:
        return f"All {counted(rest, 'team')} are within what chance alone leaves, given their size."
    return (
        f"{'; '.join(parts)}. The other {counted(rest, 'team')} {agreeing(rest, 'is', 'are')} within what chance leaves, given their size."
    )


def funnel_title(teams: Released) -> str:
    """Finding of the funnel."""
    return against_chance(teams).split(". ")[0].removesuffix(".")


def funnel_description(teams: Released) -> str:
    """Long description of the funnel."""
    parts = [
        f"{row.team}: {number(row.caseload_per_fte, 1)} at {number(row.holders_fte, 1)} full-time equivalents, {row.funnel_finding}"
        for row in teams.table.dropna(subset=["caseload_per_fte"]).itertuples()
    ]
    return f"Dots of teams. {'; '.join(parts)}."


def _above(teams: Released) -> pd.DataFrame:
    rows = teams.table
    return rows[rows["caseload_per_fte"] > rows["threshold_per_fte"]].sort_values("caseload_per_fte", ascending=False)
