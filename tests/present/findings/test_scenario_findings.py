"""Sentences of the scenario report follow the figures, whichever way they go."""

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.release import release
from analysis.fostering.appraisal import monthly_table, outcomes_table, yearly_table
from analysis.fostering.comparison import comparison_table, over_the_same_years, payback_on_both_bases
from analysis.fostering.scenario import assumptions_table, with_values
from analysis.fostering.sensitivity import switching_values, tornado_table
from analysis.fostering.uncertainty import convergence_table, fan_table, simulate, summary_table
from analysis.present.findings import scenario as findings
from analysis.publish.scenario_inputs import shipped_scenarios


@pytest.fixture(scope="module")
def shipped():
    return shipped_scenarios("plymouth", "2023-24-Q2")


def out(table, name="t"):
    return release(table, "public", name=name)


def opening(scenario):
    return findings.headline(out(outcomes_table(scenario)), out(yearly_table(scenario)))


def drawn(scenario):
    return simulate(scenario, 1000, np.random.default_rng(1))


def test_the_reports_own_case(shipped):
    # Table 2 of the report: costs 224,530 + 256,203 + 287,876 + 319,549 = 1,088,158; avoids 596,020 + 1,192,040 + 1,788,060 = 3,576,120.
    text = opening(shipped["published"])
    assert text.startswith("Over four financial years the scheme costs £1,088,158 and avoids £3,576,120, none of it cashable.")
    assert "Counting only what can be cashed, the net present value is −£1,029,019 and it does not pay back in that time." in text


def test_no_scheme_costs_and_avoids_nothing(shipped):
    assert opening(shipped["no_scheme"]) == "Over four financial years nothing is spent and nothing avoided."
    outcomes = out(outcomes_table(shipped["no_scheme"]))
    assert all(text.endswith("nothing is spent and nothing avoided.") for text in findings.results(outcomes))
    tile = findings.tiles(outcomes, out(payback_on_both_bases(drawn(shipped["no_scheme"]))), varies=False)
    assert [entry.value for entry in tile] == ["£0", "not known", "0.0", "£0"]


def test_a_scheme_that_brings_nothing_never_pays(shipped):
    nothing = with_values(shipped["published"], {"deadweight_pct": 100}, "x", "test")
    assert "it does not pay back in that time" in opening(nothing)
    assert "No number of new placements breaks even." in findings.results(out(outcomes_table(nothing)))[0]
    words = findings.results_in_words(outcomes_table(nothing)).set_index("result")["result_all_cost_avoided"]
    assert words["Paid back from"] == "not by the end" and words["Break-even, new placements a year"] == "no number pays"


def test_the_fan_says_when_all_draws_are_alike(shipped):
    certain, unsure = (out(fan_table(drawn(shipped[name]), "all_cost_avoided")) for name in ("published", "central"))
    assert findings.fan_title(certain, findings.ALL) == "Counting all cost avoided, the running total stands at £2,487,962 in March 2027"
    assert findings.fan_description(certain).startswith("One line")
    assert "nine draws in ten stand between −£" in findings.fan_title(unsure, findings.ALL)
    assert findings.fan_description(unsure).count("March") == 5


def test_chances_and_convergence_are_stated(shipped):
    simulation = drawn(shipped["central"])
    last = payback_on_both_bases(simulation).iloc[-1]
    title = findings.chances_title(out(payback_on_both_bases(simulation)))
    assert f"in {last['paid_back_pct']:.0f}% of the draws" in title and "By March 2028" in title
    assert "From 500 to 1,000 draws the mean moved by £" in findings.convergence(out(convergence_table(simulation, "all_cost_avoided")))
    both = findings.how_sure(out(summary_table(simulation)), out(outcomes_table(shipped["central"])))
    assert "at the stated values it is £288,757" in both[0] and "at the stated values it is −£714,681" in both[1]


def test_a_mean_that_jumped_is_not_called_settled():
    table = pd.DataFrame(
        {
            "draws": [500, 1000],
            "npv_mean_gbp": [0.0, 1e6],
            "npv_mean_error_gbp": [10.0, 7.0],
            "npv_positive_pct": [50.0, 90.0],
            "npv_positive_error_pct": [2.0, 1.0],
        }
    )
    assert "more than what chance explains" in findings.convergence(out(table))


def test_the_assumption_that_decides_and_where_it_turns(shipped):
    central = shipped["central"]
    swings, turns = out(tornado_table(central, "all_cost_avoided")), out(switching_values(central, "all_cost_avoided"))
    text = findings.decides(swings, turns, central.title)
    assert "new in-house placements that each year of recruitment brings. From 0 to 20 placements a year" in text
    assert text.endswith("The result turns at 6.86 placements a year.")
    assert findings.tornado_title(swings).startswith("One assumption moves the result most: new in-house placements")


def test_comparisons_count_who_pays_back(shipped):
    sides = [drawn(over_the_same_years(shipped[name], 4)) for name in ("published", "central", "cautious")]
    tables = {basis: out(comparison_table(sides, basis)) for basis in ("all_cost_avoided", "cashable_only")}
    first, second = findings.compared(tables["all_cost_avoided"])
    assert first == "2 of 3 scenarios pay back within four financial years."
    assert "“The report's own case” has a net present value of £2,272,355" in second and "(“Cautious”) to" in second
    assert findings.cashable(tables["cashable_only"]) == [
        "Counting only what can be cashed, no scenario pays back within four financial years."
    ]


def test_what_was_set_is_told(shipped):
    departed = out(pd.DataFrame({"assumption": ["a", "b"]}))
    texts = findings.what_it_is("For a test.", ["Base"], departed, 1)
    assert texts == [
        "For a test.",
        "It builds on “Base” and departs from it in two assumptions.",
        "One assumption was set for this run; the table of departures names them.",
    ]
    assert findings.what_it_is("For a test.", [], departed, 0)[1:] == ["", ""]


def test_judgements_are_counted(shipped):
    table = assumptions_table(shipped["central"])
    judged = int((table["source"] == "judgement").sum())
    assert findings.not_known(out(table))[0].startswith(f"{judged} of the {len(table)} assumptions listed are judgements.")


def test_every_table_of_the_report_passes_the_gate(shipped):
    for table in (monthly_table, yearly_table, outcomes_table, assumptions_table):
        assert not out(table(shipped["central"])).any_suppressed
