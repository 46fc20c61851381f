"""Which worker holds which case when: new cases go to who has most room, those of a leaver to colleagues, some to one who comes."""

import heapq
import random

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.calibration import Calibration
from analysis.ingest.made_up_council.chance import DAYS_A_YEAR, OPEN, birthday

DAYS_BEFORE_TRANSFER = 120
"""Days in care after which a child's case goes to a team for children in care."""
ADULT, LEAVER = 18, 21
STARTS, QUALIFIES, LEAVES, CLOSES, OPENS, WAITED = range(6)
WAITS_FOR_A_TEAM = 7
TAKEN_OVER = 0.7
"""Share of an even load that a worker who comes is given at once."""
WAITS_AFTER_LEAVER = 0.1


def stages_of(referrals: pd.DataFrame, people: pd.DataFrame, leavers: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Time that each child's case is with each kind of team, one row a stage; those of one child do not overlap.

    Parameters
    ----------
    leavers
        ``child``, ``start``, ``end`` of support after care.
    """
    held = referrals[(referrals["outcome"] != "nfa") & (referrals["end"] > first)]
    child, end = held["child"].to_numpy(), held["end"].to_numpy()
    disabled = people["disabled"].to_numpy()[child]
    cared, care_to = held["care_from"].to_numpy(), held["care_to"].to_numpy()
    alone = (held["outcome"] == "unaccompanied").to_numpy()
    # OPEN plus days is still past every day.
    transfer = np.where(alone, cared, cared + DAYS_BEFORE_TRANSFER)
    transfer = np.where(transfer < care_to, transfer, OPEN)
    assessed = np.minimum(np.minimum(held["assessed"].to_numpy(), end), cared)
    parts = [
        ("assessment", held["day"].to_numpy(), np.maximum(assessed, held["day"].to_numpy())),
        ("safeguarding", assessed, np.minimum(transfer, end)),
        ("care", transfer, np.where(transfer < OPEN, care_to, 0)),
        ("safeguarding", care_to, np.where(transfer < OPEN, end, 0)),
    ]
    rows = [
        pd.DataFrame({"child": child, "kind": kind, "start": start, "end": until, "disabled": disabled}) for kind, start, until in parts
    ]
    rows.append(leavers.assign(kind="leaving", disabled=False)[["child", "kind", "start", "end", "disabled"]])
    table = pd.concat(rows, ignore_index=True)
    table.loc[table["disabled"] & (table["kind"] == "safeguarding"), "kind"] = "disabled"
    table = table[(table["end"] > table["start"]) & (table["end"] > first) & (table["start"] <= last)]
    return table.drop(columns="disabled").sort_values(["child", "start"], kind="stable", ignore_index=True)


def leavers_of(figures: Calibration, periods: pd.DataFrame) -> pd.DataFrame:
    """Young people who left care at 18 after 13 weeks or more, until they are 21."""
    adult = birthday(periods["born"].to_numpy(), ADULT)
    stays = (periods["end"] - periods["start"]) >= figures["leavers"]["least_days_in_care"]
    left = periods[(periods["end"].to_numpy() >= adult) & stays.to_numpy()]
    end = birthday(left["born"].to_numpy(), LEAVER)
    return pd.DataFrame({"child": left["child"].to_numpy(), "start": left["end"].to_numpy(), "end": end}).drop_duplicates("child")


def with_teams(stages: pd.DataFrame, teams: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Stages with the team whose part of the area the child lives in."""
    patch = people["patch"].to_numpy()[stages["child"]]
    team = np.empty(len(stages), dtype=object)
    for kind, own in teams.groupby("kind", sort=False):
        chosen = (stages["kind"] == kind).to_numpy()
        team[chosen] = own["team"].to_numpy()[np.searchsorted(own["reach"].to_numpy(), patch[chosen], side="left").clip(max=len(own) - 1)]
    return stages.assign(team=team)


def allocate(generator: np.random.Generator, figures: Calibration, stages: pd.DataFrame, workers: pd.DataFrame, last: int) -> pd.DataFrame:
    """Who held each case from when to when.

    Returns
    -------
    pandas.DataFrame
        ``child``, ``team``, ``kind``, ``worker``, ``start``, ``end`` (``OPEN`` where it is still held on the last day). A day on which nobody
        holds an open case is a day without a worker.
    """
    held = []
    by_team = dict(list(workers.dropna(subset=["kind"]).groupby("team", sort=False)))
    for team, rows in stages.groupby("team", sort=True):
        chance = random.Random(int(generator.integers(2**62)))
        found = _allocate_team(chance, figures, rows, by_team.get(team, workers.iloc[:0]), last)
        held += found
    table = pd.DataFrame(held, columns=["stage", "worker", "start", "end"])
    stage = stages.loc[table["stage"]]
    table = table.assign(child=stage["child"].to_numpy(), team=stage["team"].to_numpy(), kind=stage["kind"].to_numpy())
    return table[table["end"] > table["start"]].sort_values(["child", "start"], kind="stable", ignore_index=True)


def _allocate_team(
    chance: random.Random, figures: Calibration, stages: pd.DataFrame, workers: pd.DataFrame, last: int
) -> list[tuple[int, int, int, int]]:
    """Cases of one team to its workers, event by event: ``stage``, ``worker``, ``start``, ``end``."""
    team = _Team(chance, figures["workforce"], stages, workers)
    year = round(DAYS_A_YEAR)
    events = [(row.start, STARTS, row.worker) for row in workers.itertuples()]
    events += [(row.end, LEAVES, row.worker) for row in workers.itertuples() if row.end <= last]
    events += [(row.start + year, QUALIFIES, row.worker) for row in workers.itertuples() if row.newly_qualified]
    events += [(int(day), OPENS, int(number)) for number, day in stages["start"].items()]
    events += [(int(day), CLOSES, int(number)) for number, day in stages["end"].items() if day <= last]
    heapq.heapify(events)
    happens = {STARTS: team.come, QUALIFIES: team.qualify, LEAVES: team.leave, CLOSES: team.close, OPENS: team.open, WAITED: team.give}
    while events:
        day, what, who = heapq.heappop(events)
        if day > last:
            break
        for case, again in happens[what](who, day):
            heapq.heappush(events, (again, WAITED, case))
    return team.done + [(case, worker, team.cases[worker][case], OPEN) for case, worker in team.holder.items()]


class _Team:
    """A team while its days pass: who has which case since when. Each step returns cases that are to be given later, and when."""

    def __init__(self, chance: random.Random, stated: dict, stages: pd.DataFrame, workers: pd.DataFrame):
        self.chance, self.stated = chance, stated
        self.until = {int(number): int(day) for number, day in stages["end"].items()}
        capacity = stated["newly_qualified_capacity"]
        self.full = {row.worker: row.fte for row in workers.itertuples()}
        self.room = {row.worker: row.fte * (capacity if row.newly_qualified else 1.0) for row in workers.itertuples()}
        self.cases: dict[int, dict[int, int]] = {}
        self.holder: dict[int, int] = {}
        self.done: list[tuple[int, int, int, int]] = []

    def load(self, worker: int) -> float:
        return len(self.cases[worker]) / self.room[worker]

    def give(self, case: int, day: int) -> list[tuple[int, int]]:
        if self.until[case] <= day:
            return []
        if not self.cases:
            return [(case, day + WAITS_FOR_A_TEAM)]
        worker = min(self.cases, key=lambda one: (self.load(one), one))
        self.cases[worker][case] = day
        self.holder[case] = worker
        return []

    def take(self, case: int, day: int) -> None:
        worker = self.holder.pop(case)
        self.done.append((case, worker, self.cases[worker].pop(case), day))

    def open(self, case: int, day: int) -> list[tuple[int, int]]:
        if self.chance.random() < self.stated["unallocated"]:
            return [(case, day + self.chance.randint(4, 35))]
        return self.give(case, day)

    def close(self, case: int, day: int) -> list[tuple[int, int]]:
        if case in self.holder:
            self.take(case, day)
        return []

    def come(self, worker: int, day: int) -> list[tuple[int, int]]:
        """Who comes is given cases of those who have most."""
        self.cases[worker] = {}
        loads = sum(len(held) for held in self.cases.values()) / sum(self.room[one] for one in self.cases)
        for _ in range(int(loads * self.room[worker] * TAKEN_OVER)):
            most = max(self.cases, key=lambda one: (self.load(one), one))
            case = next(reversed(self.cases[most]))
            self.take(case, day)
            self.cases[worker][case] = day
            self.holder[case] = worker
        return []

    def qualify(self, worker: int, day: int) -> list[tuple[int, int]]:
        self.room[worker] = self.full[worker]
        return []

    def leave(self, worker: int, day: int) -> list[tuple[int, int]]:
        """Who leaves hands over: most cases go on that day, some wait."""
        left = list(self.cases[worker])
        for case in left:
            self.take(case, day)
        del self.cases[worker]
        later = []
        for case in left:
            wait = self.chance.random() < WAITS_AFTER_LEAVER
            later += [(case, day + self.chance.randint(2, 21))] if wait else self.give(case, day)
        return later
