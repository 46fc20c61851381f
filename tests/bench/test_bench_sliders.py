"""One move of a slider, result and chart drawn again: the aim is under a tenth of a second. Run with ``make bench``."""

from analysis.pages.scenario_runs import shipped_scenarios
from analysis.present.sliders import redrawn


def test_one_move_with_its_chart(benchmark):
    central = shipped_scenarios("plymouth", "2023-24-Q2")["central"]
    assert "<svg" in benchmark(redrawn, central, {"new_placements_per_year": 12, "horizon_years": 10}, "public")
