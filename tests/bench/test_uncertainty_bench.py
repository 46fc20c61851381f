"""Speed of the fostering appraisal; run with ``make bench``.

The aim: 100,000 draws over five years, with the fan chart and the chances of payback, in under two seconds on two cores; one
move of a slider, which is one appraisal, in far less than a tenth of a second.
"""

import numpy as np
import pytest

from analysis.fostering.appraisal import monthly_table, outcomes_table
from analysis.fostering.scenario import resolve_scenario, with_values
from analysis.fostering.sensitivity import switching_values, tornado_table
from analysis.fostering.uncertainty import fan_table, payback_by_year, simulate, summary_table, variance_shares
from analysis.ingest.scenarios import parse_scenario_files, scenario_figures, source_keys


@pytest.fixture(scope="module")
def central():
    return resolve_scenario("central", parse_scenario_files()[0], scenario_figures("plymouth", "2023-24-Q2"), source_keys())


def test_hundred_thousand_draws_over_five_years(benchmark, central):
    def run():
        simulation = simulate(central, 100_000, np.random.default_rng(20231107))
        return fan_table(simulation, "all_cost_avoided"), payback_by_year(simulation), summary_table(simulation)

    fan, _, summary = benchmark.pedantic(run, rounds=3, warmup_rounds=1)
    assert len(fan) == 60
    assert set(summary["draws"]) == {100_000}


def test_one_move_of_a_slider(benchmark, central):
    def run():
        moved = with_values(central, {"new_placements_per_year": 12}, "slider", "notebook")
        return monthly_table(moved), outcomes_table(moved)

    assert len(benchmark(run)[0]) == 60


def test_which_assumption_decides(benchmark, central):
    def run():
        return switching_values(central, "all_cost_avoided"), tornado_table(central, "all_cost_avoided")

    assert len(benchmark(run)[1])


def test_variance_based_sensitivity(benchmark, central):
    table = benchmark.pedantic(lambda: variance_shares(central, "all_cost_avoided", np.random.default_rng(20231107)), rounds=2)
    assert len(table)
