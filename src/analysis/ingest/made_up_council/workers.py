"""Teams, their posts, and who holds each post when: permanent workers, gaps, agency workers who cover them."""

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.calibration import Calibration
from analysis.ingest.made_up_council.chance import DAYS_A_YEAR, OPEN, drawn

KINDS = {
    "assessment": "Assessment",
    "safeguarding": "Safeguarding",
    "disabled": "Disabled Children",
    "care": "Children in Care",
    "leaving": "Leaving Care",
}
"""Kinds of team that hold cases, and what their teams are called."""
OTHER_TEAMS = {
    "Fostering": ("Supervising social worker", 0.4),
    "Quality Assurance": ("Independent reviewing officer", 0.25),
    "Practice": ("Senior practitioner", 0.35),
}
"""Teams of social workers without cases: their role, and their share of such posts that are not managers'."""
MEAN_FTE = 0.92
SHORTER_TEAM = 0.85
LEAST_STAY_DAYS, LONGEST_DAYS = 25, 11_000


def teams_of(figures: Calibration, stages: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Teams that hold cases, and the posts of each, by the cases that are open on average.

    Parameters
    ----------
    stages
        ``kind``, ``start``, ``end``: time that a case is with a kind of team.

    Returns
    -------
    pandas.DataFrame
        ``team``, ``kind``, ``posts``, ``reach`` (upper end of the part of the area, from 0 to 1), ``strained``.
    """
    stated = figures["workforce"]
    days = np.clip(stages["end"], first, last) - np.clip(stages["start"], first, last)
    open_cases = days.groupby(stages["kind"]).sum() / (last - first)
    filled = 1 - stated["vacancies"] * (1 - stated["vacancies_covered"])
    rows = []
    for kind, called in KINDS.items():
        each = stated["cases_per_personal_adviser"] if kind == "leaving" else stated["cases_per_fte"]
        posts = open_cases.get(kind, 0.0) / (each * MEAN_FTE * filled)
        count = max(1, round(posts / stated["posts_in_a_team"]))
        weights = np.ones(count)
        weights[-1] = SHORTER_TEAM if count > 1 else 1.0
        held = np.maximum(1, np.rint(posts * weights / weights.sum())).astype(int)
        for place in range(count):
            name = called if count == 1 else f"{called} {place + 1}"
            rows.append((name, kind, int(held[place]), (place + 1) / count, count > 1 and place == count - 1))
    return pd.DataFrame(rows, columns=["team", "kind", "posts", "reach", "strained"])


def workers_of(generator: np.random.Generator, figures: Calibration, teams: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Who was in which post from when to when: one row a worker.

    Returns
    -------
    pandas.DataFrame
        ``worker`` (a number), ``team``, ``kind`` (missing without cases), ``role``, ``fte``, ``agency``, ``newly_qualified`` (when they came),
        ``start``, ``end``, ``post``.
    """
    posts = [(row.team, row.kind, _role(row.kind), row.strained) for row in teams.itertuples() for _ in range(row.posts)]
    social = sum(kind != "leaving" for _, kind, _, _ in posts)
    posts += [(team, None, "Team manager", False) for team in teams["team"]]
    others = max(0, round(social * figures["workforce"]["without_cases_per_case_holder"]) - len(teams))
    for team, (role, share) in OTHER_TEAMS.items():
        posts += [(team, None, role, False)] * round(others * share)
    rows = []
    for number, (team, kind, role, strained) in enumerate(posts):
        pace = figures["workforce"]["strained_team"] if strained else 1.0
        for start, end, agency, new in _holders(generator, figures, pace, first, last, kind == "leaving"):
            rows.append((team, kind, role, agency, new and role == "Social worker", start, end, number))
    table = pd.DataFrame(rows, columns=["team", "kind", "role", "agency", "newly_qualified", "start", "end", "post"])
    fte = drawn(generator, figures["workforce"]["fte"], len(table)).astype(float)
    table["fte"] = np.where(table["agency"] | table["newly_qualified"], 1.0, fte)
    table = table.sort_values(["start", "post"], kind="stable", ignore_index=True)
    return table.assign(worker=np.arange(1, len(table) + 1))


def _role(kind: str) -> str:
    return "Personal adviser" if kind == "leaving" else "Social worker"


def _holders(
    generator: np.random.Generator, figures: Calibration, pace: float, first: int, last: int, adviser: bool
) -> list[tuple[int, int, bool, bool]]:
    """Start, end, agency and newly qualified of those who hold one post in turn; the post is as if it had always been there."""
    stated = figures["workforce"]
    tenure = DAYS_A_YEAR / stated["turnover"] / pace
    vacant = tenure * stated["vacancies"] / (1 - stated["vacancies"]) * (pace if pace > 1 else 1.0)
    holders, day = [], first
    in_post = generator.random() < tenure / (tenure + vacant)
    begun = first - min(LONGEST_DAYS, round(generator.exponential(tenure))) if in_post else None
    while day <= last:
        if in_post:
            start = begun if begun is not None else day
            end = day + max(LEAST_STAY_DAYS, round(generator.exponential(tenure)))
            new = begun is None and generator.random() < stated["newly_qualified_of_starters"]
            holders.append((start, end if end <= last else OPEN, False, new and not adviser))
            day, begun, in_post = end + 1, None, False
            continue
        until = day + max(20, round(generator.exponential(vacant)))
        uncovered = (until - day) * (1 - stated["vacancies_covered"])
        day += max(5, round(generator.exponential(uncovered)))
        while day < until and day <= last and not adviser:
            end = min(
                day + max(LEAST_STAY_DAYS, round(generator.exponential(stated["agency_stay_days"]))), max(until, day + LEAST_STAY_DAYS)
            )
            holders.append((day, end if end <= last else OPEN, True, False))
            day = end + 1 + int(generator.integers(0, 15))
        day, in_post = max(day, until), True
    return holders


def newly_qualified_on(workers: pd.DataFrame, day: int) -> np.ndarray:
    """Whether each worker is in the first year after qualifying on a day."""
    return (workers["newly_qualified"] & (workers["start"] + 365 > day)).to_numpy()


def in_post_on(workers: pd.DataFrame, day: int) -> pd.DataFrame:
    """Workers in post on a day."""
    return workers[(workers["start"] <= day) & (workers["end"] > day)]
