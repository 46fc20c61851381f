"""Capacity: the fewest moves of cases between workers, and the new posts, that bring everyone to the threshold.

Cases beyond a worker's threshold, and those that no worker in post holds, need another worker. They go to workers with room where the stated
limits allow; the rest need new posts. It is a flow of least cost through a network, so that whole cases come out.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.caseloads.cases import ASSESSED, CARE_LEAVERS, IN_NEED, LOOKED_AFTER, ON_A_PLAN
from analysis.caseloads.workers import most_cases

DISRUPTION = {ASSESSED: 1, CARE_LEAVERS: 2, IN_NEED: 3, ON_A_PLAN: 4, LOOKED_AFTER: 5}
"""What a change of worker costs a child, in order: of the cases that must move, those of the lowest go first."""
OTHER_TEAM = 10
"""What a change of team costs beside: a case goes to another team only where its own has no room."""
NEW_POST = 1000
"""What a case left to a new post costs: more than any move, so that posts are the last resort."""
NOT_FOR_NEWLY_QUALIFIED = (ON_A_PLAN,)
"""Services of which newly qualified workers are given no further case."""
_UNALLOCATED = "unallocated "


class Plan(NamedTuple):
    """Which cases are to move, and which wait for a new post.

    Attributes
    ----------
    moves
        ``from_worker_id`` (missing where no worker in post holds them), ``from_team``, ``case_service``, ``to_worker_id``, ``to_team``, ``cases_moved``.
    waiting
        ``from_worker_id``, ``from_team``, ``case_service``, ``cases_waiting``: cases for new posts.
    """

    moves: pd.DataFrame
    waiting: pd.DataFrame


def moves_to_threshold(cases: pd.DataFrame, by_worker: pd.DataFrame, within_team_only: bool = False) -> Plan:
    """The plan that leaves fewest cases to new posts and, of those, disturbs children least.

    Limits: only cases beyond a worker's threshold move, and those that no worker in post holds; no worker takes more than the threshold
    allows; a team takes cases only of services that it already holds; a newly qualified worker takes no further child on a plan.

    Parameters
    ----------
    cases
        As ``open_cases`` gives them.
    by_worker
        As ``caseload_by_worker`` gives them.
    within_team_only
        Whether cases may not go to another team.

    Notes
    -----
    Minimises, over whole numbers of cases, ``NEW_POST`` for each case that waits, ``DISRUPTION`` of its service for each that moves, and
    ``OTHER_TEAM`` for each that changes team; solved exactly as a linear program of a flow by ``scipy.optimize.linprog``.
    """
    supply, room = _supply(cases, by_worker), _room(by_worker)
    takes = set(cases[["team", "case_service"]].drop_duplicates().itertuples(index=False, name=None))
    none = Plan(pd.DataFrame(columns=MOVES), pd.DataFrame(columns=WAITING))
    if not supply["must_move"].sum():
        return none
    flows = _Network(supply, room, takes, within_team_only).solved()
    return Plan(_matched(flows, supply, room), _waiting(flows, supply))


MOVES = ["from_worker_id", "from_team", "case_service", "to_worker_id", "to_team", "cases_moved"]
WAITING = ["from_worker_id", "from_team", "case_service", "cases_waiting"]


def new_posts(cases_waiting: float, caseload_per_fte: float) -> float:
    """Full-time equivalents that would hold the cases that wait, at the threshold.

    >>> new_posts(30, 20.0)
    1.5
    """
    return cases_waiting / caseload_per_fte


def _supply(cases: pd.DataFrame, by_worker: pd.DataFrame) -> pd.DataFrame:
    """Cases by holder and service, with how many the holder must give: one row per ``holder`` and ``case_service``."""
    in_post = by_worker.set_index("worker_id")
    there = cases["worker_id"].isin(in_post.index)
    holder = cases["worker_id"].where(there, _UNALLOCATED + cases["team"].astype(str))
    team = cases["worker_id"].map(in_post["team"]).where(there, cases["team"])
    counted = (
        cases.assign(holder=holder, team=team).groupby(["holder", "team", "case_service"], as_index=False).agg(cases=("child_id", "size"))
    )
    must = in_post["cases_above_threshold"]
    whole = counted.groupby("holder")["cases"].transform("sum")
    return counted.assign(must_move=counted["holder"].map(must).fillna(whole).astype(int))


def _room(by_worker: pd.DataFrame) -> pd.DataFrame:
    """Workers with room: ``worker_id``, ``team``, ``newly_qualified``, ``room`` in cases. One who holds none is no case holder, and has none."""
    room = most_cases(by_worker["fte"], by_worker["threshold_per_fte"]) - by_worker["cases"]
    holders = by_worker.assign(room=room)[(by_worker["cases"] > 0) & (room > 0)]
    return holders[["worker_id", "team", "newly_qualified", "room"]].reset_index(drop=True)


class _Network:
    """The flow: holder -> its cases of a service -> the service in a team -> the same in another team -> a worker with room, or a new post."""

    def __init__(self, supply: pd.DataFrame, room: pd.DataFrame, takes: set[tuple[str, str]], within_team_only: bool):
        self.nodes: dict[tuple, int] = {}
        self.arcs: list[tuple[int, int, float, float, tuple]] = []
        self.balance: dict[int, float] = {}
        for row in supply.drop_duplicates("holder").itertuples():
            self.balance[self._node("holder", row.holder)] = row.must_move
        services = DISRUPTION.keys()
        for row in supply[supply["must_move"] > 0].itertuples():
            self._arc(("holder", row.holder), ("from", row.team, row.case_service), row.cases, DISRUPTION[row.case_service], row.holder)
        for team, service in dict.fromkeys(zip(supply["team"], supply["case_service"], strict=True)):
            self._arc(("from", team, service), ("sink",), np.inf, NEW_POST)
            others = {other for other, taken in takes if taken == service}
            for other in sorted({team} & others if within_team_only else others):
                self._arc(("from", team, service), ("to", other, service), np.inf, 0 if other == team else OTHER_TEAM)
        for row in room.itertuples():
            self._arc(("room", row.worker_id), ("sink",), row.room, 0)
            for service in services:
                if (row.team, service) in takes and not (row.newly_qualified and service in NOT_FOR_NEWLY_QUALIFIED):
                    self._arc(("to", row.team, service), ("room", row.worker_id), np.inf, 0)
        self.balance[self._node("sink")] = -sum(self.balance.values())

    def _node(self, *name) -> int:
        return self.nodes.setdefault(name, len(self.nodes))

    def _arc(self, start: tuple, end: tuple, most: float, cost: float, holder: str | None = None) -> None:
        self.arcs.append((self._node(*start), self._node(*end), most, cost, (start, end, holder)))

    def solved(self) -> dict[tuple, int]:
        """Cases on each arc that has any, by its start, end and holder."""
        from scipy.optimize import linprog  # half a second of loading, and few pages need it
        from scipy.sparse import coo_array

        count = range(len(self.arcs))
        rows = [arc[0] for arc in self.arcs] + [arc[1] for arc in self.arcs]
        signs = [1.0] * len(self.arcs) + [-1.0] * len(self.arcs)
        conserved = coo_array((signs, (rows, [*count, *count])), shape=(len(self.nodes), len(self.arcs))).tocsr()
        balance = [self.balance.get(node, 0) for node in range(len(self.nodes))]
        # Of plans that cost the same the solver takes one; a trace of cost by place makes it the same one everywhere.
        cost = np.array([arc[3] for arc in self.arcs]) + 1e-6 * np.arange(len(self.arcs)) / len(self.arcs)
        found = linprog(cost, A_eq=conserved, b_eq=balance, bounds=[(0, arc[2]) for arc in self.arcs], method="highs-ds")
        if not found.success:
            raise ArithmeticError(f"The flow of cases has no solution: {found.message}")
        return {arc[4]: round(amount) for arc, amount in zip(self.arcs, found.x, strict=True) if round(amount)}


def _given(flows: dict[tuple, int]) -> dict[tuple[str, str], list[list]]:
    """Cases that each holder gives, by the team and service that they come from: ``[holder, cases]``."""
    given: dict[tuple[str, str], list[list]] = {}
    for (start, end, holder), amount in flows.items():
        if start[0] == "holder":
            given.setdefault((end[1], end[2]), []).append([holder, amount])
    return given


def _matched(flows: dict[tuple, int], supply: pd.DataFrame, room: pd.DataFrame) -> pd.DataFrame:
    """Holders and receivers of each service paired, in the order of their names."""
    given, teams = _given(flows), room.set_index("worker_id")["team"]
    between = [(start[1], end[1], start[2], amount) for (start, end, _), amount in flows.items() if start[0] == "from" and end[0] == "to"]
    taken: dict[tuple[str, str], list[list]] = {}
    for (start, end, _), amount in flows.items():
        if start[0] == "to":
            taken.setdefault((start[1], start[2]), []).append([end[1], amount])
    rows = []
    for team, other, service, amount in between:
        left = amount
        while left:
            giver, taker = given[team, service][0], taken[other, service][0]
            moved = min(left, giver[1], taker[1])
            rows.append((giver[0], team, service, taker[0], teams[taker[0]], moved))
            left, giver[1], taker[1] = left - moved, giver[1] - moved, taker[1] - moved
            given[team, service] = [entry for entry in given[team, service] if entry[1]]
            taken[other, service] = [entry for entry in taken[other, service] if entry[1]]
    table = pd.DataFrame(rows, columns=MOVES)
    table["from_worker_id"] = table["from_worker_id"].where(~table["from_worker_id"].astype(str).str.startswith(_UNALLOCATED), None)
    keys = ["from_team", "from_worker_id", "case_service", "to_team", "to_worker_id"]
    return table.groupby(keys, as_index=False, dropna=False)["cases_moved"].sum()[MOVES]


def _waiting(flows: dict[tuple, int], supply: pd.DataFrame) -> pd.DataFrame:
    """Cases for new posts, of the holders who give any that are not matched."""
    given = _given(flows)
    rows = []
    for (start, end, _), amount in flows.items():
        if start[0] == "from" and end[0] == "sink":
            left = amount
            for holder, count in reversed(given[start[1], start[2]]):
                part = min(left, count)
                left -= part
                if part:
                    rows.append((None if holder.startswith(_UNALLOCATED) else holder, start[1], start[2], part))
    return pd.DataFrame(rows, columns=WAITING).sort_values(["from_team", "case_service"], kind="stable", ignore_index=True)
