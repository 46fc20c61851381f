"""What the council does on its last days, held against the published figures that it is drawn from."""

import numpy as np
import pytest

from analysis.ingest.made_up_council.calibration import calibration
from analysis.ingest.made_up_council.chance import OPEN
from analysis.ingest.made_up_council.workers import in_post_on

CHILDREN = 2000
FIGURES = calibration()


def open_on(table, day, start="start", end="end"):
    return table[(table[start] <= day) & (table[end] > day)]


def started(table, council, start="start"):
    """Starts a year over the years of the council."""
    within = table[start].between(council.first, council.last)
    return within.sum() * 365.25 / (council.last - council.first)


@pytest.fixture(scope="module")
def days(council):
    """Ends of five years: a stock is their mean."""
    return [council.last - 365 * back for back in range(5)]


def test_every_figure_says_where_it_is_from():
    for group, entries in FIGURES.sources.items():
        assert all(len(source) > 6 for source in entries.values()), group
    assert len(FIGURES.values) >= 8


def test_referrals_plans_and_care_are_as_often_as_published(council):
    flows, referrals = FIGURES["flows"], council.referrals
    in_need = open_on(referrals[~referrals["outcome"].isin(["nfa", "not_in_need"])], council.last, "day")
    assert len(in_need) == pytest.approx(CHILDREN, rel=0.08)
    assert started(referrals, council, "day") == pytest.approx(CHILDREN * flows["referrals_per_child_in_need"], rel=0.06)
    year = referrals[referrals["day"].between(council.first, council.last)]
    assert (year["outcome"] == "nfa").mean() == pytest.approx(flows["no_further_action"], abs=0.01)
    assert (year["outcome"] == "not_in_need").mean() == pytest.approx(flows["assessed_not_in_need"], abs=0.03)
    before = referrals.groupby("child")["day"].shift()[year.index]
    assert ((year["day"] - before) <= 365).mean() == pytest.approx(flows["re_referred_within_12_months"], abs=0.02)
    plans = referrals[referrals["plan_from"] < OPEN]
    assert started(plans, council, "plan_from") == pytest.approx(CHILDREN * flows["plans_started_per_child_in_need"], rel=0.12)
    later = plans.groupby("child").cumcount()[plans["plan_from"] >= council.first] > 0
    assert later.mean() == pytest.approx(FIGURES["children"]["later_plans"], abs=0.05)
    assert started(council.periods, council) == pytest.approx(CHILDREN * flows["care_started_per_child_in_need"], rel=0.12)


def test_stocks_are_as_published(council, days):
    flows, referrals = FIGURES["flows"], council.referrals
    plans = np.mean([len(open_on(referrals, day, "plan_from", "plan_to")) for day in days])
    care = np.mean([len(open_on(council.periods, day)) for day in days])
    assert plans == pytest.approx(CHILDREN * flows["plans_per_child_in_need"], rel=0.12)
    assert care == pytest.approx(CHILDREN * flows["care_per_child_in_need"], rel=0.12)


def test_placements_are_the_published_mix_and_move_as_often(council, days):
    stock = np.concatenate([open_on(council.placements, day)["placement_type"] for day in days])
    stated = FIGURES["care"]["placements_of_stock"]
    shares = {
        "fostering": np.isin(stock, ["U1", "U3", "U4", "U6"]).mean(),
        "childrens_home": np.isin(stock, ["K1", "K2"]).mean(),
        "supported": (stock == "K3").mean(),
        "parents": (stock == "P1").mean(),
        "adoption": (stock == "A6").mean(),
    }
    assert all(share == pytest.approx(stated[name], abs=0.035) for name, share in shares.items()), shares
    three = []
    for day in days:
        here = open_on(council.placements, day)["period"]
        year = council.placements[(council.placements["start"] <= day) & (council.placements["end"] > day - 365)]
        three.append((year[year["period"].isin(here)].groupby("period").size() >= 3).mean())
    assert np.mean(three) == pytest.approx(FIGURES["care"]["three_placements_in_year"], abs=0.025)


def test_workers_come_leave_and_hold_as_many_cases_as_published(council, days):
    stated = FIGURES["workforce"]
    social = council.workers[council.workers["role"] != "Personal adviser"]
    caseloads, agency, leavers, in_post = [], [], [], []
    for day in days:
        now = in_post_on(social, day)
        held = open_on(council.allocations[council.allocations["kind"] != "leaving"], day)
        caseloads.append(len(held) / now.loc[now["kind"].notna(), "fte"].sum())
        agency.append(now.loc[now["agency"], "fte"].sum() / now["fte"].sum())
        permanent = social[~social["agency"]]
        leavers.append(permanent.loc[permanent["end"].between(day - 365, day), "fte"].sum())
        in_post.append(now.loc[~now["agency"], "fte"].sum())
    assert np.mean(caseloads) == pytest.approx(stated["cases_per_fte"], rel=0.08)
    assert np.mean(agency) == pytest.approx(stated["agency"], abs=0.03)
    assert np.sum(leavers) / np.sum(in_post) == pytest.approx(stated["turnover"], abs=0.03)
