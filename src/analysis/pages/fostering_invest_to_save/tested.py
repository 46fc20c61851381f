"""The case tested: every scenario over the same years, which pay back, and which assumption decides."""

import numpy as np

from analysis.fostering import sensitivity, uncertainty
from analysis.fostering.comparison import comparison_table, over_the_same_years
from analysis.ingest.scenarios import FIGURE_DATASETS
from analysis.pages.given import Given
from analysis.pages.scenario_runs import scenario_for_run, shipped_scenarios
from analysis.pages.sections import Shown, section
from analysis.present import assumption_wording, outcome_wording
from analysis.present.findings import scenario_comparison as findings
from analysis.present.html import bullets, paragraphs
from analysis.present.tables import folded_table, table

BASES = {"cashable_only": "counting only what can be cashed", "all_cost_avoided": "counting all cost avoided"}
COLUMNS = [
    "scenario_title",
    "net_present_value_gbp",
    "npv_difference_gbp",
    "payback_in_words",
    "chance_of_payback_pct",
    "break_even_in_words",
]


@section("The case tested", needs=tuple(FIGURE_DATASETS))
def tested(given: Given) -> Shown:
    """Scenarios side by side: in cash first, then with all cost avoided; draws, seed and the scenario tested are choices."""
    given.read.add("scenarios")
    shipped = shipped_scenarios(given.authority, str(given.quarter))
    report_case, *others = shipped.values()
    years = report_case.values["horizon_years"]
    beside = [report_case, *(over_the_same_years(other, years) for other in others)]
    draws, seed = given.choices["draws"], given.choices["seed"]
    simulations = [uncertainty.simulate(side, draws, np.random.default_rng(seed), by_month=False) for side in beside]
    compared = {
        basis: given.release(outcome_wording.comparison_in_words(comparison_table(simulations, basis).round(6)), f"scenarios_{basis}")
        for basis in BASES
    }
    chosen = over_the_same_years(scenario_for_run(shipped, given.choices["tested_scenario"], {}), years)
    swings = given.release(sensitivity.tornado_table(chosen, "all_cost_avoided"), "tornado")
    switching = given.release(sensitivity.switching_values(chosen, "all_cost_avoided"), "switching_values")
    described = given.release(assumption_wording.cases_in_words(beside), "scenarios_described")
    against = {"npv_difference_gbp": f"Against “{report_case.title}”"}
    body = [
        paragraphs(
            "The case above is the report's own. The scenarios below put in what it leaves out, or change one thing, over the same years. They are "
            "appraised by month: money is deflated and discounted, so their figures are not the sums above."
        ),
        bullets(
            *findings.cashable(compared["cashable_only"]),
            *findings.compared(compared["all_cost_avoided"]),
            findings.decides(swings, switching, chosen.title),
        ),
        *(
            table(compared[basis], f"Scenarios over {years:.0f} financial years, {given.place}, {words}", COLUMNS, headings=against)
            for basis, words in BASES.items()
        ),
        paragraphs(*findings.WHAT_IT_MEANS, findings.chances_from(draws)),
        folded_table(
            described,
            "What each scenario is, and what it takes the scheme to bring; in brackets the range",
            ["scenario_title", "scenario_purpose", "new_placements_assumed_in_words", "transfers_assumed_in_words"],
        ),
    ]
    return Shown(
        body,
        {**compared, "described": described, "tornado": swings, "switching_values": switching},
        headline=" ".join(findings.cashable(compared["cashable_only"])),
        tiles=[findings.payback_tile(compared["cashable_only"], compared["all_cost_avoided"])],
        method=[
            "The chance of paying back is the share of draws in which a scenario does, each assumption taken from its range. A scenario without ranges has none."
        ],
    )
