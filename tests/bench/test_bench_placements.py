"""Placements of one council priced, bridged, forecast and projected; run with ``make bench``.

The aims: a forecast in under two seconds, a projection of two years with its cost in under a fifth of a second, a thousand draws in under five.
"""

import numpy as np
import pandas as pd
import pytest
from bench.placement_lists import LAST, yearly_lists

from analysis.budget.outturn import drawn_outturn, expected_outturn, known_on
from analysis.budget.price_volume_mix import price_volume_mix
from analysis.placements.durations import placement_stays
from analysis.placements.movements import ADULT_MONTHS, age_in_months, movements
from analysis.placements.priced import as_known_on, price_spells, weeks_and_cost
from analysis.placements.projection import cost_by_day, drawn_children, expected_by_day

DAY = pd.Timestamp(LAST.year - 1, 9, 30)
YEAR = pd.Timestamp(LAST.year - 1, 4, 1), pd.Timestamp(LAST)
YEAR_BEFORE = pd.Timestamp(LAST.year - 2, 4, 1), pd.Timestamp(LAST.year - 1, 3, 31)
MONTHS, DAYS, DRAWS = 24, 730, 1_000


@pytest.fixture(scope="module")
def lists():
    return yearly_lists()


@pytest.fixture(scope="module")
def spells(lists):
    return price_spells(*lists)


@pytest.fixture(scope="module")
def start(spells):
    """Ages and kinds of the children in placements on the day, and how children moved in the three years before."""
    known = as_known_on(spells, DAY)
    births = known.drop_duplicates("child_id").set_index("child_id")["birth_date"]
    stays = placement_stays(known)
    seen = movements(stays.assign(birth_date=stays["child_id"].map(births)), DAY - pd.DateOffset(years=3), DAY)
    here = known[known["ended_date"].isna()].drop_duplicates("child_id", keep="last")
    ages = age_in_months(here["birth_date"], DAY)
    young = (ages >= 0) & (ages < ADULT_MONTHS)
    return ages[young], here.loc[young, "placement_line"].map(seen.lines.index).to_numpy(), seen


def test_priced(benchmark, lists):
    assert len(benchmark(price_spells, *lists)) > 5_000


def test_bridge_between_two_years(benchmark, spells):
    def bridge():
        return price_volume_mix(weeks_and_cost(spells, *YEAR_BEFORE), weeks_and_cost(spells, *YEAR))

    assert len(benchmark(bridge)) > 1


def test_forecast_with_its_ranges(benchmark, spells):
    def forecast():
        known = known_on(spells, DAY, *YEAR)
        return expected_outturn(known), drawn_outturn(known, np.random.default_rng(20), DRAWS)

    assert benchmark(forecast)[1].shape == (DRAWS,)


def test_two_years_projected_day_by_day_and_costed(benchmark, start):
    prices, age_days = np.full(len(start[2].lines), 1_000.0), start[0] * 30

    def project():
        return cost_by_day(expected_by_day(age_days, *start[1:], DAYS), prices, DAY)

    assert benchmark(project)["cost_gbp"].gt(0).all()


def test_two_years_drawn(benchmark, start):
    drawn = benchmark.pedantic(lambda: drawn_children(*start, MONTHS, np.random.default_rng(20), DRAWS), rounds=2)
    assert drawn.shape[:2] == (DRAWS, MONTHS + 1)
