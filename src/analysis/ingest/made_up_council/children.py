"""Children who are referred, assessed, found in need and planned for: one row a child, one row a spell."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.calibration import Calibration
from analysis.ingest.made_up_council.chance import DAYS_A_YEAR, OPEN, birthday, drawn, exponential_days, working_days_after

AGES = {"unborn": (-0.4, 0), "0": (0, 1), "1-4": (1, 5), "5-9": (5, 10), "10-15": (10, 16), "16-17": (16, 17.9)}
"""Groups of ages in years: from, and up to."""
ROUNDS = 12
"""Referrals of one child at most."""
PLANS_LOST, CARE_LOST = 0.83, 1.17
"""First plans, and starts of care, drawn for each plan and start that comes about: later plans are apart, and some children turn 18 first."""


@dataclass(frozen=True)
class Referrals:
    """Who was referred when, and what came of it, as arrays of one length.

    ``child`` is a row of ``children``. ``outcome`` is ``nfa``, ``not_in_need``, ``need``, ``plan`` or ``care``, or ``plan_care`` for a plan that
    ends in care.
    """

    children: pd.DataFrame
    table: pd.DataFrame


def refer(generator: np.random.Generator, figures: Calibration, children: int, first: int, last: int) -> Referrals:
    """Referrals of a council with so many children in need, from a day to a day; children come again by what is known of re-referrals.

    Parameters
    ----------
    children
        Children in need that the council has on a day.
    first, last
        Day numbers.
    """
    flows, years = figures["flows"], (last - first) / DAYS_A_YEAR
    again = flows["re_referred_ever"]
    each_year = children * flows["referrals_per_child_in_need"]
    new = generator.poisson(each_year * (1 - flows["referred_again_before_18"]) * years)
    day = _by_month(generator, generator.integers(first, last + 1, new), flows["referrals_by_month"])
    alone = generator.poisson(children * flows["care_started_per_child_in_need"] * flows["unaccompanied_of_care_started"] * years)
    day = np.concatenate([day, generator.integers(first, last + 1, alone)])
    unaccompanied = np.arange(len(day)) >= new
    born = _births(generator, figures, day, unaccompanied)
    people = _people(generator, figures, born, unaccompanied)
    rounds, child = [], np.arange(len(day))
    planned = np.zeros(len(people), dtype=bool)
    for _ in range(ROUNDS):
        spell = _outcomes(generator, figures, people, child, day, planned[child])
        planned[child[(spell["plan_from"] < OPEN).to_numpy()]] = True
        rounds.append(spell)
        returns = (
            (generator.random(len(child)) < again) & (spell["end"].to_numpy() < last) & (spell["outcome"] != "unaccompanied").to_numpy()
        )
        lag = exponential_days(generator, flows["re_referral_lag_days"], len(child))
        day = (spell["end"].to_numpy() + lag)[returns]
        child = child[returns]
        young = (day <= last) & (day < birthday(people["born"].to_numpy()[child], 18) - 60)
        day, child = day[young], child[young]
        if not len(child):
            break
    table = pd.concat(rounds, ignore_index=True).sort_values(["day", "child"], kind="stable", ignore_index=True)
    return Referrals(people, table)


def _by_month(generator: np.random.Generator, days: np.ndarray, weights: list[float]) -> np.ndarray:
    """Days moved within their year so that months weigh as stated: a day of a light month goes to another day of its year."""
    weights = np.array(weights)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    moved = generator.random(len(days)) > weights[months] / weights.max()
    heavier = generator.choice(12, size=len(days), p=weights / weights.sum())
    return np.where(moved, np.clip(days + (heavier - months) * 30, days.min(), days.max()), days)


def _births(generator: np.random.Generator, figures: Calibration, day: np.ndarray, unaccompanied: np.ndarray) -> np.ndarray:
    groups = drawn(generator, figures["children"]["age_at_referral"], len(day))
    least, most = (np.array([AGES[group][side] for group in groups]) for side in (0, 1))
    least, most = np.where(unaccompanied, 15.0, least), np.where(unaccompanied, 17.7, most)
    age = least + (most - least) * generator.random(len(day))
    return day - np.rint(age * DAYS_A_YEAR).astype(np.int64)


def _people(generator: np.random.Generator, figures: Calibration, born: np.ndarray, unaccompanied: np.ndarray) -> pd.DataFrame:
    stated, count = figures["children"], len(born)
    female = generator.random(count) < np.where(unaccompanied, 0.04, stated["female"])
    ethnicity = drawn(generator, stated["ethnicity"], count)
    far = drawn(generator, {"BAFR": 0.45, "AOTH": 0.25, "OOTH": 0.3}, count)
    disabled = (generator.random(count) < stated["disabled"]) & ~unaccompanied
    return pd.DataFrame(
        {
            "born": born,
            "sex": np.where(female, "F", "M"),
            "ethnicity": np.where(unaccompanied, far, ethnicity),
            "disabled": disabled,
            "unaccompanied": unaccompanied,
            # Which part of the area a child lives in, and so which team.
            "patch": generator.random(count),
        }
    )


def _outcomes(
    generator: np.random.Generator, figures: Calibration, people: pd.DataFrame, child: np.ndarray, day: np.ndarray, before: np.ndarray
) -> pd.DataFrame:
    """What comes of referrals: the assessment, the plan, care, and the end of the spell in need; ``before`` is whether there was a plan."""
    lasting, count = figures["durations"], len(child)
    born, alone = people["born"].to_numpy()[child], people["unaccompanied"].to_numpy()[child]
    adult = birthday(born, 18) - 1
    outcome = _routes(generator, figures, (day - born) / DAYS_A_YEAR, people["disabled"].to_numpy()[child], before)
    outcome = np.where(alone, "unaccompanied", outcome)
    begun = day + generator.integers(0, 3, count)
    in_time = generator.random(count) < lasting["assessments_within_45_working_days"]
    lengths = np.where(in_time, generator.integers(6, 46, count), 46 + exponential_days(generator, 12, count))
    lengths = np.where(in_time & (generator.random(count) < 0.6), generator.integers(28, 45, count), lengths)
    assessed = np.minimum(working_days_after(begun, lengths), adult)
    in_need = exponential_days(generator, lasting["in_need_days"], count)
    enquiry = day + generator.integers(0, 25, count)
    quick = generator.random(count) < lasting["conferences_within_15_working_days"]
    waits = np.where(quick, generator.integers(6, 15, count), 16 + exponential_days(generator, 6, count))
    conference = np.maximum(working_days_after(enquiry, waits), born + 1)
    lasts = lasting["plan_least_days"] + np.rint(generator.gamma(1.2, lasting["plan_more_days"] / 1.2, count)).astype(np.int64)
    care = np.where(outcome == "unaccompanied", begun, begun + exponential_days(generator, lasting["before_care_days"], count))
    care = np.maximum(care, born + generator.integers(0, 12, count))
    planned = np.isin(outcome, ["plan", "plan_care"])
    plan_end = np.where(planned, np.minimum(conference + lasts, adult), OPEN)
    care = np.where(outcome == "plan_care", plan_end, care)
    stays = np.isin(outcome, ["care", "plan_care", "unaccompanied"]) & (care < adult - 30)
    outcome = np.where(
        np.isin(outcome, ["care", "unaccompanied"]) & ~stays, "need", np.where((outcome == "plan_care") & ~stays, "plan", outcome)
    )
    care_end = _care_ends(generator, figures, born, care, adult, outcome)
    after = np.where((care_end < adult) & (generator.random(count) < 0.5), exponential_days(generator, 60, count), 0)
    stepped_down = plan_end + exponential_days(generator, lasting["step_down_days"], count)
    ends = [stays, outcome == "nfa", outcome == "not_in_need", outcome == "plan"]
    end = np.select(ends, [care_end + after, day, assessed, stepped_down], assessed + in_need)
    end = np.maximum(np.minimum(end, np.maximum(adult, day)), day)
    assessed = np.minimum(assessed, np.maximum(end, begun))
    other = generator.random(count) < figures["children"]["section_47_of_others"]
    enquired = planned | (np.isin(outcome, ["need", "care"]) & other)
    meets = planned | (enquired & (generator.random(count) < figures["children"]["conference_without_plan"]))
    return pd.DataFrame(
        {
            "child": child,
            "day": day,
            "outcome": outcome,
            "assessed_from": np.where(outcome == "nfa", OPEN, begun),
            "assessed": np.where(outcome == "nfa", OPEN, assessed),
            "enquiry": np.where(enquired, np.minimum(enquiry, adult), OPEN),
            "conference": np.where(meets, np.minimum(conference, adult), OPEN),
            "plan_from": np.where(planned & (conference < plan_end), conference, OPEN),
            "plan_to": np.where(planned & (conference < plan_end), plan_end, OPEN),
            "care_from": np.where(stays, care, OPEN),
            "care_to": np.where(stays, care_end, OPEN),
            "end": end,
        }
    )


def _routes(generator: np.random.Generator, figures: Calibration, age: np.ndarray, disabled: np.ndarray, before: np.ndarray) -> np.ndarray:
    """What a referral comes to, by age: care is likelier for the youngest and the oldest."""
    flows, care = figures["flows"], figures["care"]
    found = 1 - flows["no_further_action"] - flows["assessed_not_in_need"]
    plans = flows["plans_started_per_child_in_need"] / (flows["referrals_per_child_in_need"] * found)
    through_plan = figures["children"]["plans_that_end_in_care"]
    started = flows["care_started_per_child_in_need"] * (1 - flows["unaccompanied_of_care_started"])
    plans, started = plans * PLANS_LOST, started * CARE_LOST
    straight = started - through_plan * flows["plans_started_per_child_in_need"]
    straight /= flows["referrals_per_child_in_need"] * found
    shares = figures["children"]["age_at_referral"]
    mean_weight = sum(shares[name] * weight for name, weight in care["age_weight_at_start"].items()) / sum(shares.values())
    weight = np.array([care["age_weight_at_start"][name] for name in AGES])[
        np.searchsorted([upper for _, upper in list(AGES.values())[:-1]], age, side="right")
    ]
    plans = np.where(before, figures["children"]["plan_after_a_plan"], plans)
    first, second, third = (generator.random(len(age)) for _ in range(3))
    in_need = np.select(
        [second < plans * (1 - through_plan), second < plans, second < plans + straight * weight / mean_weight],
        ["plan", "plan_care", "care"],
        "need",
    )
    in_need = np.where(disabled & (third < 0.8), "need", in_need)
    turned = flows["no_further_action"]
    return np.select([first < turned, first < turned + flows["assessed_not_in_need"]], ["nfa", "not_in_need"], in_need).astype(object)


def _care_ends(
    generator: np.random.Generator, figures: Calibration, born: np.ndarray, start: np.ndarray, adult: np.ndarray, outcome: np.ndarray
) -> np.ndarray:
    """Last day in care: some leave within months, others by how long children of their age stay, all the day before they turn 18."""
    care = figures["care"]
    age = (start - born) / DAYS_A_YEAR
    means = np.array([care["stays_days"][name] for name in AGES])[
        np.searchsorted([upper for _, upper in list(AGES.values())[:-1]], age, side="right")
    ]
    soon = (generator.random(len(start)) < care["leaves_soon"]) & (outcome != "unaccompanied")
    stay = np.where(
        soon, exponential_days(generator, care["leaves_soon_days"], len(start)), 60 + exponential_days(generator, means, len(start))
    )
    stay = np.where(outcome == "unaccompanied", 4 * DAYS_A_YEAR, stay).astype(np.int64)
    return np.minimum(start + stay, adult + 1)
