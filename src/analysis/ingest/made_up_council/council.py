"""A council from one simulation: every table from which its files are written, so that they agree with one another."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.allocation import allocate, leavers_of, stages_of, with_teams
from analysis.ingest.made_up_council.calibration import Calibration, calibration
from analysis.ingest.made_up_council.care import care_periods, episodes_of, missing_of, placements_of, reviews_of
from analysis.ingest.made_up_council.carers import Carers, carers_of
from analysis.ingest.made_up_council.chance import DAYS_A_YEAR, OPEN, drawn
from analysis.ingest.made_up_council.children import refer
from analysis.ingest.made_up_council.costs import prices_of
from analysis.ingest.made_up_council.workers import teams_of, workers_of

YEARS_BEFORE = 14
"""Years that are simulated before the first that is written, so that long stays in care are there from the start."""
DAYS_OF_WORK_BEFORE = 400
LATE_PATCH, LATE_TIMES = 0.92, 1.35
"""From which part of the area on visits are rarer, and how much."""


@dataclass(frozen=True)
class Council:
    """A made-up council. Days are day numbers; ``child`` is a row of ``people``, ``period`` one of ``periods``.

    Attributes
    ----------
    billing
        Who bills the council tax of homes in its area.
    first, last
        Days between which its files are.
    people
        One row a child.
    referrals
        One row a referral with what came of it.
    contacts, early_help
        ``child`` and days.
    periods, placements, episodes, reviews, missing
        Children in care.
    leavers
        Young people who have left care.
    teams, workers, stages, allocations
        Who holds which case.
    carers
        Households, and stays of children with them.
    prices
        What placements cost a week.
    """

    slug: str
    name: str
    billing: tuple[str, ...]
    first: int
    last: int
    people: pd.DataFrame
    referrals: pd.DataFrame
    contacts: pd.DataFrame
    early_help: pd.DataFrame
    periods: pd.DataFrame
    placements: pd.DataFrame
    episodes: pd.DataFrame
    reviews: pd.DataFrame
    missing: pd.DataFrame
    leavers: pd.DataFrame
    teams: pd.DataFrame
    workers: pd.DataFrame
    stages: pd.DataFrame
    allocations: pd.DataFrame
    carers: Carers
    prices: pd.DataFrame


def simulated_council(
    slug: str, name: str, billing: tuple[str, ...], children: int, years: int, last: int, seed: int | np.random.SeedSequence
) -> Council:
    """A council with about so many children in need on its last day, and what happened in its last years.

    Parameters
    ----------
    slug, name, billing
        As the council has them.
    children
        Children in need, those on plans and in care among them.
    last
        Day number of the end of a quarter.
    seed
        The same seed gives the same council.
    """
    figures = calibration()
    chances = np.random.default_rng(seed).spawn(9)
    first = int(np.datetime64(last + 1, "D").astype("datetime64[M]").astype(int)) - 12 * years
    first = int(np.datetime64(first, "M").astype("datetime64[D]").astype(np.int64))
    referred = refer(chances[0], figures, children, first - round(YEARS_BEFORE * DAYS_A_YEAR), last)
    people, referrals = referred.children, _with_visits(chances[1], figures, referred.children, referred.table)
    people, contacts, early_help = _before_referral(chances[2], figures, people, referrals, first, last)
    people = _after_care(chances[6], figures, people.assign(primary_need=_needs(chances[4], figures, people)))
    periods = _with_health(chances[3], figures, care_periods(referrals, people))
    placements = placements_of(chances[4], figures, periods)
    episodes = episodes_of(chances[4], figures, periods, placements, people["primary_need"].to_numpy()[periods["child"]])
    leavers = leavers_of(figures, periods)
    before = first - DAYS_OF_WORK_BEFORE
    stages = stages_of(referrals, people, leavers, before, last)
    teams = teams_of(figures, stages, first, last)
    workers = workers_of(chances[5], figures, teams, before, last)
    stages = with_teams(stages, teams, people)
    return Council(
        slug,
        name,
        billing,
        first,
        last,
        people,
        referrals,
        contacts,
        early_help,
        periods,
        placements,
        episodes,
        reviews_of(chances[6], figures, periods, first, last),
        missing_of(chances[6], figures, periods, first - 365, last),
        leavers,
        teams,
        workers,
        stages,
        allocate(chances[5], figures, stages, workers, last),
        carers_of(chances[7], figures, periods, placements, first, last),
        prices_of(chances[8], figures, placements, first - 400, last),
    )


def _needs(generator: np.random.Generator, figures: Calibration, people: pd.DataFrame) -> np.ndarray:
    needs = drawn(generator, figures["children"]["primary_need"], len(people))
    return np.where(people["disabled"], "N2", np.where(people["unaccompanied"], "N8", needs))


def _after_care(generator: np.random.Generator, figures: Calibration, people: pd.DataFrame) -> pd.DataFrame:
    """Children with how they fare once they have left care, which only lists of care leavers show."""
    stated = figures["leavers"]
    return people.assign(
        in_touch=generator.random(len(people)) < stated["in_touch"],
        accommodation=drawn(generator, stated["accommodation"], len(people)),
        suitable=drawn(generator, stated["suitable"], len(people)),
        activity=drawn(generator, stated["activity"], len(people)),
    )


def _intervals(generator: np.random.Generator, usual: float, patch: np.ndarray) -> np.ndarray:
    """Days between visits to each child: about the usual, for some far more."""
    every = usual * np.exp(generator.normal(0, 0.22, len(patch)))
    every = np.where(generator.random(len(patch)) < 0.06, every * 2.6, every)
    return np.maximum(4, np.rint(np.where(patch > LATE_PATCH, every * LATE_TIMES, every))).astype(np.int64)


def _with_visits(generator: np.random.Generator, figures: Calibration, people: pd.DataFrame, referrals: pd.DataFrame) -> pd.DataFrame:
    """Referrals with the days between visits, and what is drawn once for each."""
    patch, usual = people["patch"].to_numpy()[referrals["child"]], figures["durations"]["visit_days"]
    count, stated = len(referrals), figures["children"]
    category = drawn(generator, stated["category_of_abuse"], count)
    changed = drawn(generator, stated["category_of_abuse"], count)
    return referrals.assign(
        source=drawn(generator, stated["referral_source"], count),
        need_every=_intervals(generator, usual["need"], patch),
        plan_every=_intervals(generator, usual["plan"], patch),
        category=category,
        latest_category=np.where(generator.random(count) < 0.1, changed, category),
        seen=generator.random(count) < 0.95,
        alone=generator.random(count) < 0.82,
        reason_closed=drawn(generator, {"Needs met": 0.62, "Early help": 0.22, "Moved out of the area": 0.08, "Other": 0.08}, count),
    )


def _with_health(generator: np.random.Generator, figures: Calibration, periods: pd.DataFrame) -> pd.DataFrame:
    """Periods of care with the days between visits, health assessments and dental checks."""
    count, lasting = len(periods), figures["durations"]
    # Of those who go longer than a year between two checks, a third has had none within a year on any day.
    late = {name: (1 - lasting[share]) / 0.32 for name, share in _SHARES.items()}
    every = {
        name: np.where(generator.random(count) < share, generator.integers(380, 700, count), generator.integers(270, 352, count))
        for name, share in late.items()
    }
    return periods.assign(
        visit_every=_intervals(generator, lasting["visit_days"]["care"], generator.random(count)),
        health_from=periods["start"] + generator.integers(12, 45, count),
        health_every=every["health"],
        dental_from=periods["start"] + generator.integers(30, 160, count),
        dental_every=every["dental"],
    )


_SHARES = {"health": "health_assessed_within_a_year", "dental": "dental_checked_within_a_year"}


def _before_referral(
    generator: np.random.Generator, figures: Calibration, people: pd.DataFrame, referrals: pd.DataFrame, first: int, last: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Contacts, most of which are no referral, and early help; the children of these are added to the others."""
    flows = figures["flows"]
    recent = referrals[referrals["day"] >= first - 200]
    alone = generator.poisson(len(recent) * flows["contacts_alone_per_referral"])
    helped = generator.poisson(len(people) * flows["early_help_per_child_in_need"] * (last - first) / (last - referrals["day"].min()))
    born = generator.integers(first - 15 * 365, last - 400, alone + helped)
    more = pd.DataFrame(
        {
            "born": born,
            "sex": np.where(generator.random(len(born)) < 0.48, "F", "M"),
            "ethnicity": drawn(generator, figures["children"]["ethnicity"], len(born)),
            "disabled": False,
            "unaccompanied": False,
            "patch": generator.random(len(born)),
        }
    )
    numbers = np.arange(len(people), len(people) + len(born))
    earliest = np.maximum(born, first - 200)
    days = earliest + np.floor(generator.random(len(born)) * (last + 1 - earliest)).astype(np.int64)
    contacts = pd.concat(
        [
            recent[["child", "day", "source"]],
            pd.DataFrame(
                {
                    "child": numbers[:alone],
                    "day": days[:alone],
                    "source": drawn(generator, figures["children"]["referral_source"], alone),
                }
            ),
        ]
    ).sort_values(["day", "child"], kind="stable", ignore_index=True)
    start = days[alone:]
    early_help = pd.DataFrame(
        {
            "child": numbers[alone:],
            "start": start,
            "end": np.where(start + 60 <= last, start + generator.integers(15, 60, helped), OPEN),
            "organisation": drawn(generator, {"School": 0.4, "Local authority": 0.35, "Health services": 0.15, "Charity": 0.1}, helped),
        }
    ).sort_values(["start", "child"], kind="stable", ignore_index=True)
    return pd.concat([people, more], ignore_index=True), contacts, early_help
