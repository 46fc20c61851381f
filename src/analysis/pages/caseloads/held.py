"""What the sections on records share: open cases, workers and teams at the day of the last lists, each worked out once."""

from functools import cached_property, lru_cache

import pandas as pd

from analysis.caseloads.capacity import Plan, moves_to_threshold
from analysis.caseloads.cases import SERVICES, open_cases, open_cases_on_days
from analysis.caseloads.drift import OWED, owed_to_children
from analysis.caseloads.flows import arrivals_and_closures
from analysis.caseloads.workers import Thresholds, allocation, caseload_by_team, caseload_by_worker, workers_in_post
from analysis.catalogue.parameters import threshold
from analysis.disclosure.policy import policy_named
from analysis.ingest.case_weights import case_weights
from analysis.pages.from_records import last_drawn
from analysis.pages.given import RECORDS, Given

CHILDREN_IN_NEED, WORKERS = "children_in_need", "workers"
NEEDS = (f"{RECORDS}{CHILDREN_IN_NEED}", f"{RECORDS}{WORKERS}")
"""What every section on caseloads from records needs; other lists are used where they are held."""
QUARTERS_BACK = 12
"""Quarters before the last that a series goes back to at most."""


class CaseloadHeld:
    """Caseloads of one council at the day of the last lists of the quarter.

    Raises
    ------
    NothingToShow
        If the last lists were drawn before the quarter.
    """

    def __init__(self, given: Given):
        self.given = given
        self.lists = given.records.those_held([service.table for service in SERVICES])
        self.workers = given.records[WORKERS]
        self.day = last_drawn(given, self.lists)

    @property
    def thresholds(self) -> Thresholds:
        """Cases per full-time equivalent above which a worker carries too many."""
        day = self.day.date()
        return Thresholds(threshold("caseload_children", day), threshold("caseload_newly_qualified", day))

    @property
    def limits(self) -> dict[str, float]:
        """How soon each thing is owed to a child, by parameter."""
        return {name: threshold(name, self.day.date()) for owed in OWED for name in (owed.again, owed.first) if name}

    @cached_property
    def weights(self) -> dict[str, float] | None:
        """Weight of a case by service; ``None`` where the council declares none."""
        return case_weights(self.given.authority, [service.name for service in SERVICES], self.day.date())

    @cached_property
    def cases(self) -> pd.DataFrame:
        """Open cases at the day."""
        return open_cases(self.lists, self.day)

    @cached_property
    def in_post(self) -> pd.DataFrame:
        """Workers in post at the day."""
        return workers_in_post(self.workers, self.day)

    @cached_property
    def state(self) -> pd.Series:
        """How each open case is allocated."""
        return allocation(self.cases, self.in_post, self.workers)

    @cached_property
    def by_worker(self) -> pd.DataFrame:
        """Cases of each worker in post."""
        return caseload_by_worker(self.cases, self.in_post, self.thresholds)

    @cached_property
    def by_team(self) -> pd.DataFrame:
        """Cases of each team, most per full-time equivalent first."""
        return caseload_by_team(self.cases, self.by_worker, self.state, self.weights)

    @cached_property
    def quarter_days(self) -> list[pd.Timestamp]:
        """Days at which lists were drawn, one a quarter, the last of each: up to ``QUARTERS_BACK`` before the last."""
        drawn = pd.Series(sorted({day for table in self.lists.values() for day in table["as_at_date"].unique()}))
        last_of_quarter = drawn.groupby(drawn.dt.to_period("Q")).max()
        return [pd.Timestamp(day) for day in last_of_quarter.tail(QUARTERS_BACK + 1)]

    @cached_property
    def by_team_a_year_ago(self) -> pd.DataFrame | None:
        """Cases of each team four quarters' ends before the last; ``None`` where no list of then is held."""
        if len(self.quarter_days) < 5:
            return None
        then = self.quarter_days[-5]
        cases = self.at_quarters[self.at_quarters["on_date"] == then].reset_index(drop=True)
        in_post = workers_in_post(self.workers, then)
        by_worker = caseload_by_worker(cases, in_post, self.thresholds)
        return caseload_by_team(cases, by_worker, allocation(cases, in_post, self.workers))

    @cached_property
    def at_quarters(self) -> pd.DataFrame:
        """Open cases at each of those days."""
        return open_cases_on_days(self.lists, self.quarter_days)

    @cached_property
    def flows(self) -> pd.DataFrame:
        """Cases that came to each team and left it from one of those days to the next."""
        return arrivals_and_closures(self.at_quarters)

    @cached_property
    def owed(self) -> pd.DataFrame:
        """What is owed to each open child at the day."""
        return owed_to_children(self.lists, self.day, self.limits)

    @cached_property
    def plan(self) -> Plan:
        """Fewest moves and new posts that bring everyone to the threshold."""
        return moves_to_threshold(self.cases, self.by_worker)


@lru_cache(maxsize=1)
def caseload_of(given: Given) -> CaseloadHeld:
    """The caseloads of a page, worked out once for all its sections."""
    return CaseloadHeld(given)


def too_few_workers(by_team: pd.DataFrame, policy: str) -> pd.Series:
    """Teams whose caseload would be that of single workers: fewer workers with cases than a public page shows.

    One such team alone could be worked out from the total, and takes the smallest other with it.
    """
    return few_workers(by_team["case_holders"], policy)


def few_workers(workers: pd.Series, policy: str) -> pd.Series:
    """Groups of workers too small for a public page; one alone takes the smallest other with it."""
    public = policy_named(policy).smallest_count > 0
    few = workers.lt(threshold("fewest_case_holders_shown")) & workers.gt(0) & public
    others = workers[~few & workers.gt(0)]
    if few.sum() == 1 and len(others):
        few[others.idxmin()] = True
    return few
