"""Measures of performance worked out from a council's own lists by their definitions: how many of how many on a day, in a month or in a year."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.caseloads.cases import IN_NEED, LOOKED_AFTER, NO_TEAM, ON_A_PLAN, SERVICES, Service, open_cases, open_in_list
from analysis.caseloads.drift import owed_to_children
from analysis.caseloads.leavers import LEAVER_MEASURES, leavers_in
from analysis.caseloads.timeliness import TIMED, ended_rows
from analysis.caseloads.workers import Thresholds, caseload_by_worker, workers_in_post
from analysis.caseloads.working_days import working_days_after

SNAPSHOT, IN_MONTH, YEAR_TO_DATE, ROLLING_YEAR = "snapshot", "in_month", "year_to_date", "rolling_year"
LISTED_MONTHS = 6
"""Months before its day of which a list of Annex A tells all that ended or happened: what is older is in an earlier list."""
MANY_PLACEMENTS, LONG_MONTHS, SAME_MONTHS, ADULT_FROM_YEARS = 3, 30, 24, 16
RESIDENTIAL = ("K1", "K2", "R1", "R3", "S1")
"""Placements that are counted as residential: secure and other children's homes, care homes, family centres and residential schools."""
_SERVICE = {service.name: service for service in SERVICES}
_PLANS = _SERVICE[ON_A_PLAN].table
_CARE = _SERVICE[LOOKED_AFTER].table


@dataclass(frozen=True)
class MeasuredLists:
    """What measures are worked out from.

    Attributes
    ----------
    lists
        Child-level lists by table, those that are held, of every day on which they were drawn.
    workers
        As ``workers.workers_in_post`` takes them; ``None`` without a list of workers.
    day
        The last day of the month and year that the measures are of; lists were drawn on it.
    limits
        How soon things are owed to children, as ``drift.owed_to_children`` takes them, and the limits of ``timeliness.TIMED``.
    thresholds
        Cases above which a worker carries too many.
    """

    lists: Mapping[str, pd.DataFrame]
    workers: pd.DataFrame | None
    day: pd.Timestamp
    limits: Mapping[str, float]
    thresholds: Thresholds

    @property
    def month_start(self) -> pd.Timestamp:
        """First day of the month."""
        return self.day.replace(day=1)

    @property
    def year_start(self) -> pd.Timestamp:
        """First day of the financial year."""
        return pd.Timestamp(self.day.year - (self.day.month < 4), 4, 1)

    @property
    def year_before(self) -> pd.Timestamp:
        """The last day before the twelve months."""
        return self.day - pd.DateOffset(years=1)

    def reaches(self, table: str, since: pd.Timestamp) -> bool:
        """Whether the lists held tell all that happened after a day: no two were drawn further apart than each looks back."""
        days = sorted(self.lists[table].loc[lambda rows: rows["as_at_date"] <= self.day, "as_at_date"].unique())
        looks_back = pd.DateOffset(months=LISTED_MONTHS)
        needed = [day for day in days if day > since]
        starts = [*needed[1:], None]
        return (
            bool(needed)
            and needed[0] - looks_back <= since
            and all(later is None or later - looks_back <= day for day, later in zip(needed, starts, strict=True))
        )

    def told_once(self, table: str, key: list[str]) -> pd.DataFrame:
        """Rows of every list drawn up to the day, each once, as the last one has it."""
        rows = self.lists[table]
        return rows[rows["as_at_date"] <= self.day].sort_values("as_at_date", kind="stable").drop_duplicates(key, keep="last")

    @cached_property
    def cases(self) -> pd.DataFrame:
        """Open cases at the day."""
        return open_cases({name: self.lists[name] for name in _tables() if name in self.lists}, self.day)

    @cached_property
    def looked_after(self) -> pd.DataFrame:
        """Children looked after at the day, one row each."""
        return self._open_of(_SERVICE[LOOKED_AFTER])

    @cached_property
    def on_plans(self) -> pd.DataFrame:
        """Children on plans at the day, one row each."""
        return self._open_of(_SERVICE[ON_A_PLAN])

    def _open_of(self, service: Service) -> pd.DataFrame:
        rows = open_in_list(self.lists[service.table], service, self.day)
        return rows.sort_values(service.started, kind="stable").drop_duplicates("child_id", keep="last")

    @cached_property
    def owed(self) -> pd.DataFrame:
        """What is owed to each open child at the day."""
        return owed_to_children({name: self.lists[name] for name in _tables() if name in self.lists}, self.day, self.limits)


Counted = tuple[float, float | None]
"""How many, and of how many; ``None`` for a count that is no share."""


@dataclass(frozen=True)
class Measure:
    """One measure: its indicator and kind as reports name them, what it counts, the lists that it needs, and how it is counted.

    Attributes
    ----------
    service
        Service whose open cases are its whole, where they are: what hides those hides it.
    """

    indicator: str
    kind: str
    unit: str
    needs: tuple[str, ...]
    count: Callable[[MeasuredLists], Counted | None]
    service: str | None = None


def measured(held: MeasuredLists) -> pd.DataFrame:
    """Every measure that the lists held tell of.

    Returns
    -------
    pandas.DataFrame
        One row per measure, in the order of ``MEASURES``: ``indicator``, ``measure_kind``, ``counted_unit``, ``counted_part``, ``counted_whole``
        (missing for a count), ``counted_pct`` (missing for a count, or of none), ``case_service`` (missing where the whole is no service).
    """
    rows = []
    for measure in MEASURES:
        if not all(name in held.lists or (name == "workers" and held.workers is not None) for name in measure.needs):
            continue
        found = measure.count(held)
        if found is not None:
            part, whole = found
            share = 100 * part / whole if whole else None
            rows.append((measure.indicator, measure.kind, measure.unit, part, whole, share, measure.service))
    columns = ["indicator", "measure_kind", "counted_unit", "counted_part", "counted_whole", "counted_pct", "case_service"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"counted_part": "Int64", "counted_whole": "Int64", "counted_pct": "Float64"})


def _tables() -> list[str]:
    return [service.table for service in SERVICES]


def _without_team(held: MeasuredLists) -> Counted:
    """Children in need, on a plan or looked after whose list names no team."""
    rows = held.cases[held.cases["case_service"].isin([LOOKED_AFTER, ON_A_PLAN, IN_NEED])]
    return int(rows["team"].eq(NO_TEAM).sum()), None


def _many_children(held: MeasuredLists) -> Counted | None:
    """Social workers with more children than the threshold, of those with any: people, whatever their hours."""
    by_worker = caseload_by_worker(held.cases, workers_in_post(held.workers, held.day), held.thresholds)
    holders = by_worker[(by_worker["cases"] > 0) & by_worker["threshold_per_fte"].notna()]
    return int((holders["cases"] > held.thresholds.standard).sum()), len(holders)


def _left(held: MeasuredLists) -> Counted | None:
    """Social workers, agency workers apart, who left in the twelve months, of those in post at the day."""
    drawn = held.workers[held.workers["as_at_date"] == held.workers.loc[held.workers["as_at_date"] >= held.day, "as_at_date"].min()]
    own = drawn[~drawn["agency"].fillna(False).astype(bool)]
    there = own[own["started_date"].le(held.day) & ~own["ended_date"].le(held.day)]["worker_id"].drop_duplicates()
    gone = own[own["ended_date"].gt(held.year_before) & own["ended_date"].le(held.day)]["worker_id"].drop_duplicates()
    return int((~gone.isin(there)).sum()), len(there)


def _re_referrals(held: MeasuredLists) -> Counted | None:
    """Referrals of twelve months that came within twelve months of an earlier one of the child."""
    two_years = held.day - pd.DateOffset(years=2)
    if not held.reaches("referrals", two_years):
        return None
    rows = held.told_once("referrals", ["child_id", "referral_date"]).sort_values(["child_id", "referral_date"])
    before = rows.groupby("child_id")["referral_date"].shift()
    again = before.notna() & (rows["referral_date"] <= before + pd.DateOffset(years=1))
    of_year = rows["referral_date"].gt(held.year_before) & rows["referral_date"].le(held.day)
    return int((again & of_year).sum()), int(of_year.sum())


def _timed(place: int, since: Callable[[MeasuredLists], pd.Timestamp]) -> Callable[[MeasuredLists], Counted | None]:
    """Assessments or conferences that ended from a day on, and those of them in time."""
    timed = TIMED[place]

    def count(held: MeasuredLists) -> Counted | None:
        first = since(held)
        if not held.reaches(timed.table, first - pd.Timedelta(days=1)):
            return None
        ended = ended_rows(held.lists[timed.table], timed, held.limits[timed.limit])
        rows = ended[ended["ended_date"].between(first, held.day)]
        return int(rows["in_time"].sum()), len(rows)

    return count


def _repeat_on_plans(held: MeasuredLists) -> Counted:
    """Children on a plan who had one before, at any time."""
    return int(held.on_plans["previous_plans"].ge(1).sum()), len(held.on_plans)


def _repeat_among_new(held: MeasuredLists) -> Counted | None:
    """Plans that began in twelve months, and those of them of a child who had one before."""
    if not held.reaches(_PLANS, held.year_before):
        return None
    rows = held.told_once(_PLANS, ["child_id", "started_date"])
    new = rows[rows["started_date"].gt(held.year_before) & rows["started_date"].le(held.day)]
    return int(new["previous_plans"].ge(1).sum()), len(new)


def _not_overdue(kind: str) -> Callable[[MeasuredLists], Counted]:
    """Children to whom something is owed, and those for whom it is not overdue."""

    def count(held: MeasuredLists) -> Counted:
        rows = held.owed[held.owed["drift_kind"] == kind]
        return int((~rows["overdue"].astype(bool)).sum()), len(rows)

    return count


def _first_health_assessments(held: MeasuredLists) -> Counted:
    """Children who came into care in the month before and are still in it, and those assessed within the limit."""
    month_before = held.month_start - pd.DateOffset(months=1)
    rows = held.looked_after[held.looked_after["started_date"].between(month_before, held.month_start - pd.Timedelta(days=1))]
    due = working_days_after(rows["started_date"], int(held.limits["first_health_assessment_working_days"]))
    return int(rows["last_health_assessment_date"].le(due).sum()), len(rows)


def _several_placements(held: MeasuredLists) -> Counted:
    """Children looked after, and those with three placements or more in twelve months."""
    return int(held.looked_after["placements_in_12_months"].ge(MANY_PLACEMENTS).sum()), len(held.looked_after)


def _same_placement(held: MeasuredLists) -> Counted:
    """Children under 16 looked after for two and a half years, and those in the same placement for two."""
    rows = held.looked_after
    young = rows["birth_date"].gt(held.day - pd.DateOffset(years=ADULT_FROM_YEARS))
    long = rows[young & rows["started_date"].le(held.day - pd.DateOffset(months=LONG_MONTHS))]
    return int(long["placement_started_date"].le(held.day - pd.DateOffset(months=SAME_MONTHS)).sum()), len(long)


def _outside(held: MeasuredLists) -> Counted | None:
    """Children looked after whose list says where they are placed, and those outside the area."""
    said = held.looked_after["placement_location"].dropna().astype(str).str.casefold()
    outside, inside = said.str.contains(r"\bout"), said.str.contains(r"\bin")
    return (int(outside.sum()), int((outside | inside).sum())) if (outside | inside).any() else None


def _residential(held: MeasuredLists) -> Counted:
    """Children looked after in residential placements."""
    return int(held.looked_after["placement_type"].isin(RESIDENTIAL).sum()), None


def _leavers(indicator: str) -> Callable[[MeasuredLists], Counted | None]:
    """Care leavers of the ages of the measure, and those of whom the list says what it counts."""

    def count(held: MeasuredLists) -> Counted | None:
        rows = leavers_in(held.lists["care_leavers"], held.day)
        return (int(LEAVER_MEASURES[indicator](rows).sum()), len(rows)) if len(rows) else None

    return count


def _months(held: MeasuredLists) -> pd.Timestamp:
    return held.month_start


def _years(held: MeasuredLists) -> pd.Timestamp:
    return held.year_start


CHILDREN, YOUNG, WORKERS = "children", "young people", "staff"
MEASURES = (
    Measure("social_workers_over_20_children_pct", SNAPSHOT, WORKERS, ("workers",), _many_children),
    Measure("social_worker_turnover_pct", ROLLING_YEAR, WORKERS, ("workers",), _left),
    Measure("children_without_right_team", SNAPSHOT, CHILDREN, ("children_in_need",), _without_team),
    Measure("re_referral_pct", ROLLING_YEAR, "referrals", ("referrals",), _re_referrals),
    Measure("assessments_in_45_working_days_pct", IN_MONTH, CHILDREN, ("assessments",), _timed(0, _months)),
    Measure("assessments_in_45_working_days_pct", YEAR_TO_DATE, CHILDREN, ("assessments",), _timed(0, _years)),
    Measure("initial_child_protection_conferences_in_time_pct", IN_MONTH, CHILDREN, ("section_47",), _timed(1, _months)),
    Measure("repeat_child_protection_plans_pct", SNAPSHOT, CHILDREN, (_PLANS,), _repeat_on_plans, ON_A_PLAN),
    Measure("cpp_repeat_pct", ROLLING_YEAR, "plans", (_PLANS,), _repeat_among_new),
    Measure("child_protection_reviews_in_time_pct", SNAPSHOT, CHILDREN, (_PLANS,), _not_overdue("Review conferences"), ON_A_PLAN),
    Measure(
        "children_looked_after_reviews_in_time_pct",
        SNAPSHOT,
        CHILDREN,
        (_CARE,),
        _not_overdue("Reviews of children looked after"),
        LOOKED_AFTER,
    ),
    Measure("initial_health_assessments_in_time_pct", IN_MONTH, CHILDREN, (_CARE,), _first_health_assessments),
    Measure("health_checks_up_to_date_pct", SNAPSHOT, CHILDREN, (_CARE,), _not_overdue("Health assessments"), LOOKED_AFTER),
    Measure("dental_checks_up_to_date_pct", SNAPSHOT, CHILDREN, (_CARE,), _not_overdue("Dental checks"), LOOKED_AFTER),
    Measure("short_term_placement_stability_pct", SNAPSHOT, CHILDREN, (_CARE,), _several_placements, LOOKED_AFTER),
    Measure("long_term_placement_stability_pct", SNAPSHOT, CHILDREN, (_CARE,), _same_placement),
    Measure("cla_out_of_city_pct", SNAPSHOT, CHILDREN, (_CARE,), _outside, LOOKED_AFTER),
    Measure("residential_placements", SNAPSHOT, CHILDREN, (_CARE,), _residential),
    *(Measure(indicator, SNAPSHOT, YOUNG, ("care_leavers",), _leavers(indicator)) for indicator in LEAVER_MEASURES),
)
"""In the order in which a page lists them."""
