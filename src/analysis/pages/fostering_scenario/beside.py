"""The scenario against its base and the others."""

import numpy as np

from analysis.fostering.comparison import comparison_table, side_by_side
from analysis.fostering.scenario import correlation_departures, departures
from analysis.fostering.uncertainty import simulate
from analysis.pages.fostering_scenario.certainty import COUNTED
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.present import assumption_wording, outcome_wording
from analysis.present.findings import scenario as findings
from analysis.present.findings import scenario_comparison
from analysis.present.html import bullets, paragraphs
from analysis.present.tables import folded_table, table

COLUMNS = [
    "scenario_title",
    "net_present_value_gbp",
    "npv_mean_gbp",
    "npv_difference_gbp",
    "payback_in_words",
    "discounted_payback_in_words",
    "chance_of_payback_pct",
    "break_even_in_words",
    "peak_funding_in_words",
]


@section("Against its base and the other scenarios", needs=())
def departures_from_base(given: Given) -> Shown:
    """Values, ranges and correlations that differ from the base's."""
    case = given.choices["case"]
    departed = given.release(assumption_wording.departures_in_words(departures(case.scenario, case.base)), "departures")
    ties = given.release(correlation_departures(case.scenario, case.base), "correlations_that_depart")
    body = []
    if departed.table.empty:
        body.append(paragraphs(findings.departs_from_nothing(case.scenario.bases, case.base.title, len(ties.table))))
    else:
        columns = ["base_value_in_words", "value_in_words", "base_range_in_words", "range_in_words", "reason", "source"]
        body.append(folded_table(departed, f"Where the scenario departs from “{case.base.title}”", ["assumption_meaning", *columns]))
    if not ties.table.empty:
        columns = ["correlated_pair", "base_coefficient", "coefficient", "reason", "source"]
        body.append(table(ties, f"What moves together otherwise than in “{case.base.title}”", columns))
    return Shown(body, {"departures": departed, "correlations": ties})


@section("", needs=())
def against_others(given: Given) -> Shown:
    """Every scenario over the same years and with the same seed, in cash first."""
    case = given.choices["case"]
    beside = side_by_side(case.scenario, case.base, case.shipped.values())
    simulations = [simulate(side, case.comparison_draws, np.random.default_rng(case.seed), by_month=False) for side in beside]
    compared = {
        basis: given.release(outcome_wording.comparison_in_words(comparison_table(simulations, basis).round(6)), f"scenarios_{basis}")
        for basis in COUNTED
    }
    years = case.scenario.values["horizon_years"]
    against = {"npv_difference_gbp": f"Against “{beside[0].title}”"}
    body = [
        bullets(*scenario_comparison.cashable(compared["cashable_only"]), *scenario_comparison.compared(compared["all_cost_avoided"])),
        *(
            table(compared[basis], f"Scenarios over {years:.0f} financial years, {words}", COLUMNS, headings=against)
            for basis, words in COUNTED.items()
        ),
        paragraphs(scenario_comparison.chances_from(case.comparison_draws, case.simulation.draws if case.varies else None)),
    ]
    return Shown(body, compared)
