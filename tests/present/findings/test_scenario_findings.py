"""Sentences of the scenario report follow the figures, whichever way they go."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.release import release
from analysis.fostering.appraisal import monthly_table, outcomes_table, yearly_table
from analysis.fostering.comparison import comparison_table, over_the_same_years, payback_on_both_bases
from analysis.fostering.scenario import assumptions_table, with_values
from analysis.fostering.sensitivity import switching_values, tornado_table
from analysis.fostering.uncertainty import convergence_table, fan_table, simulate, summary_table
from analysis.pages.scenario_runs import shipped_scenarios
from analysis.present.assumption_wording import assumptions_in_words, cases_in_words, switching_in_words
from analysis.present.findings import scenario as findings
from analysis.present.findings import scenario_comparison as side_by_side
from analysis.present.findings.scenario_tiles import tiles
from analysis.present.outcome_wording import comparison_in_words, results_in_words
from analysis.present.wording import pounds


@pytest.fixture(scope="module")
def shipped():
    return shipped_scenarios("plymouth", "2023-24-Q2")


def out(table, name="t"):
    return release(table, "public", name=name)


def opening(scenario):
    return findings.headline(out(outcomes_table(scenario)), out(yearly_table(scenario)))


def drawn(scenario):
    return simulate(scenario, 1000, np.random.default_rng(1))


def tiles_of(scenario, *, varies=True):
    simulation = drawn(scenario)
    return tiles(out(outcomes_table(scenario)), out(payback_on_both_bases(simulation)), out(summary_table(simulation)), varies=varies)


def test_cash_comes_first_and_the_expected_value_stands_beside_the_likeliest(shipped):
    central = shipped["central"]
    means = {basis: pounds(value.mean()) for basis, value in drawn(central).net_present_value_gbp.items()}
    first, second, paid, chance, _, peak = tiles_of(central)
    assert (first.label, first.value) == ("Net present value, in cash", "−£714,681")
    assert first.note == f"at the likeliest values; {means['cashable_only']} to be expected over the draws"
    assert second.value == "£288,757" and means["all_cost_avoided"] in second.note
    assert (paid.value, paid.note) == ("not by the end", "discounted: not by the end")
    assert "in cash; " in chance.note and peak.value == "at least £775,205"
    text = opening(central)
    assert text.index("Counting only what can be cashed") < text.index("Counting all cost avoided")


def test_discounted_payback_stands_beside_undiscounted(shipped):
    # Table 2: -224,530, then 28,318.08 a month in year 1, each worth 1 / 1.035 of that: 27,360.47; 8.2 of them, so month 21, December 2024.
    assert "it has paid back from November 2024 (discounted, from December 2024)" in opening(shipped["published"])


def test_the_reports_own_case(shipped):
    # Table 2 of the report: costs 224,530 + 256,203 + 287,876 + 319,549 = 1,088,158; avoids 596,020 + 1,192,040 + 1,788,060 = 3,576,120.
    text = opening(shipped["published"])
    assert text.startswith("Over four financial years the scheme costs £1,088,158 and avoids £3,576,120, none of it cashable.")
    assert "Counting only what can be cashed, the net present value is −£1,029,019 and it does not pay back in that time." in text


def test_no_scheme_costs_and_avoids_nothing(shipped):
    assert opening(shipped["no_scheme"]) == "Over four financial years nothing is spent and nothing avoided."
    outcomes = out(outcomes_table(shipped["no_scheme"]))
    assert findings.nothing_happens(outcomes) and not findings.nothing_happens(out(outcomes_table(shipped["published"])))
    assert all(text.endswith("nothing is spent and nothing avoided.") for text in findings.results(outcomes))
    assert findings.by_year(out(yearly_table(shipped["no_scheme"])))[0] == "In no year is anything spent or avoided."
    words = results_in_words(outcomes.table).set_index("result")["result_cashable_only"]
    assert set(words[["Benefit-cost ratio", "Paid back from", "Break-even, new placements a year"]]) == {"nothing spent"}
    assert [entry.value for entry in tiles_of(shipped["no_scheme"], varies=False)] == ["£0", "£0", *["nothing spent"] * 3, "£0"]


def test_a_scheme_that_brings_nothing_never_pays(shipped):
    nothing = with_values(shipped["published"], {"deadweight_pct": 100}, "x", "test")
    assert "it does not pay back in that time" in opening(nothing)
    assert "No number of new placements breaks even." in findings.results(out(outcomes_table(nothing)))[1]
    words = results_in_words(outcomes_table(nothing)).set_index("result")["result_all_cost_avoided"]
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
    assert f"in {last['paid_back_cashable_pct']:.0f}% of the draws counting only what can be cashed" in title and "By March 2028" in title
    assert title.endswith(f"in {last['paid_back_pct']:.0f}% counting all cost avoided")
    assert "From 500 to 1,000 draws the mean moved by £" in findings.convergence(out(convergence_table(simulation, "all_cost_avoided")))
    both = findings.how_sure(out(summary_table(simulation)), out(outcomes_table(shipped["central"])))
    said = "at the stated values, each the likeliest of its range, it is "
    assert f"{said}−£714,681" in both[0] and f"{said}£288,757" in both[1]


def test_an_error_is_judged_from_enough_draws_and_named_with_the_way_it_went():
    def settled(draws, errors):
        columns = {"npv_mean_gbp": 0.0, "npv_positive_pct": 50.0, "npv_positive_error_pct": 2.0}
        return findings.convergence(out(pd.DataFrame({"draws": draws, "npv_mean_error_gbp": errors}).assign(**columns)))

    assert "Its standard error fell from £20 at 100 draws to £10 at 400;" in settled([100, 200, 400], [20.0, 14.0, 10.0])
    assert "Its standard error rose from £20 at 100 draws to £30 at 200;" in settled([100, 200], [20.0, 30.0])
    assert settled([100], [20.0]) == "There are too few draws to see whether more would change the picture."


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
    text = side_by_side.decides(swings, turns, central.title)
    assert "new in-house placements that each year of recruitment brings. From 0 to 20 placements a year" in text
    assert text.endswith("The result turns at 6.86 placements a year.")
    assert findings.tornado_title(swings).startswith("One assumption moves the result most: new in-house placements")


def test_comparisons_count_who_pays_back(shipped):
    sides = [drawn(over_the_same_years(shipped[name], 4)) for name in ("published", "central", "cautious")]
    tables = {basis: out(comparison_table(sides, basis)) for basis in ("all_cost_avoided", "cashable_only")}
    first, second = side_by_side.compared(tables["all_cost_avoided"])
    assert first == "2 of 3 scenarios pay back within four financial years."
    assert "“The report's own case” has a net present value of £2,272,355" in second and "(“Cautious”) to" in second
    assert side_by_side.cashable(tables["cashable_only"]) == [
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


def test_a_scenario_that_spends_nothing_is_not_counted_among_those_that_pay_back(shipped):
    sides = [drawn(over_the_same_years(shipped[name], 4)) for name in ("published", "no_scheme", "central")]
    first, second = side_by_side.compared(out(comparison_table(sides, "all_cost_avoided")))
    assert first == "2 of 2 scenarios pay back within four financial years. In “No scheme at all” nothing is spent."
    assert "“Central” has £47,412" in second and "No scheme" not in second
    words = comparison_in_words(comparison_table(sides, "all_cost_avoided")).set_index("scenario_title").loc["No scheme at all"]
    assert [words["payback_in_words"], words["break_even_in_words"], words["peak_funding_in_words"]] == [
        "nothing spent",
        "nothing spent",
        "£0",
    ]


def test_transfers_alone_may_pay(shipped):
    # Eight households a year, each with a child, of whom nine in ten would not have come anyway: the scheme's spend is covered without a
    # new placement, so the break-even is none and not a number.
    side = over_the_same_years(shipped["agency_transfers"], 4)
    without = outcomes_table(with_values(side, {"new_placements_per_year": 0}, "x", "test"))
    assert without["net_present_value_gbp"].iloc[0] > 0
    assert results_in_words(outcomes_table(side)).set_index("result")["result_all_cost_avoided"].iloc[-1] == "none needed"
    assert findings.results(out(outcomes_table(side)))[1].endswith("It breaks even without any new placement.")


def test_a_peak_at_the_end_is_only_the_least(shipped):
    # Central, in cash: the cumulative net falls to -775,205 in the last of its 60 months. Counting all, the low is in December 2024.
    outcomes = out(outcomes_table(shipped["central"]))
    cash, every = findings.results(outcomes)
    assert "Up to £284,607 has to be found, by December 2024." in every
    assert "At least £775,205 has to be found by March 2028, and still rising." in cash
    words = results_in_words(outcomes.table).set_index("result").loc[["Peak funding", "Peak funding in"]]
    assert words["result_all_cost_avoided"].tolist() == ["£284,607", "December 2024"]
    assert words["result_cashable_only"].tolist() == ["at least £775,205", "March 2028, and still rising"]
    tile = tiles_of(shipped["cautious"])[-1]
    # In cash it is lowest at the end, so it is all that five years cost less all that they bring in cash.
    net = yearly_table(shipped["cautious"])["cashable_net_gbp"].sum()
    assert (tile.value, tile.note) == (f"at least {pounds(-net)}", "to be found by March 2028, and still rising")


def test_cost_that_is_added_is_not_called_avoided(shipped):
    worse = with_values(shipped["central"], {"agency_gbp_per_year": 10_000}, "x", "test")
    text = opening(worse)
    assert re.search(r"and adds £[\d,]+ of cost, £[\d,]+ of it to the budget\. ", text) and "avoids −" not in text
    assert re.search(r"Each pound spent adds £\d\.\d\d of cost\.", findings.results(out(outcomes_table(worse)))[1])
    idle_places = with_values(shipped["published"], {"occupancy_pct": 0}, "x", "test")
    assert "the scheme costs £1,088,158 and avoids nothing. " in opening(idle_places)


def test_a_turn_is_named_only_within_its_range_and_never_a_lever(shipped):
    def sentence(name):
        return findings.switching(out(switching_in_words(switching_values(shipped[name], "all_cost_avoided"))))

    central = sentence("central")
    assert "new in-house placements" in central and "At 6.86 placements a year instead of 10 placements a year" in central
    assert "the range is 0 to 20 placements a year. Three others do so within their own ranges." in central
    assert sentence("cautious") == "No assumption turns the result within the range stated for it, the others unchanged."
    assert sentence("published").startswith("The scenario states no ranges")
    table = switching_in_words(switching_values(shipped["central"], "all_cost_avoided")).set_index("assumption")
    assert table.loc["agency_gbp_per_year", ["switching_value_in_words", "turns_in_range"]].tolist() == ["£47,800 a year", "no"]
    assert table.loc["agency_gbp_per_year", "switching_value"] == pytest.approx(47810.23, abs=0.01)


def test_months_are_counted_from_the_first_april(shipped):
    yearly = out(yearly_table(shipped["central"]))
    assert findings.by_year(yearly)[0].endswith("Months are counted from 1 April 2023, when year 0 begins.")
    assert findings.period(yearly, "2023-24-Q2") == "Financial years 2023/24 to 2027/28: figures of the report of quarter 2 2023/24"
    one = out(yearly_table(with_values(shipped["central"], {"horizon_years": 1}, "x", "test")))
    assert findings.period(one, "2023-24-Q2").startswith("Financial year 2023/24: ")
    assert ";" not in findings.by_year(one)[0]


def test_what_does_not_fit_is_not_said(shipped):
    unjudged = findings.not_known(out(assumptions_table(shipped["published"]).query("source != 'model'")))
    assert unjudged[0].startswith("No value of the 56 assumptions listed is a judgement.")
    assert unjudged[-1].startswith("A smaller or later relief is taken to bring as many placements")
    drawn_too, certain = findings.method(varies=True), findings.method(varies=False)
    assert any("Sobol" in text for text in drawn_too) and not any("Sobol" in text or "draw" in text for text in certain)
    assert findings.departs_from_nothing(("base",), "Base", 1).endswith("only what moves together does, in one pair of assumptions.")
    assert findings.departs_from_nothing((), "Base") != findings.departs_from_nothing(("base",), "Base") == "No value differs from “Base”."


def test_a_bill_of_nought_says_what_stands_for_it(shipped):
    by_band = {"existing_bill_gbp_per_household": 0, "existing_households": 10, "existing_households_band_b": 10}
    scenario = with_values(shipped["published"], by_band, "x", "test")
    words = assumptions_in_words(assumptions_table(scenario)).set_index("assumption")["value_in_words"]
    assert words["existing_bill_gbp_per_household"] == "worked out from the households in each band"


def test_each_scenario_is_described(shipped):
    words = cases_in_words(shipped.values()).set_index("scenario_title")
    assert words.loc["Central", "new_placements_assumed_in_words"] == "10 (0 to 20)"
    assert words.loc["Cautious", "scenario_purpose"] == shipped["cautious"].purpose
    assert words.loc["No scheme at all", ["new_placements_assumed_in_words", "transfers_assumed_in_words"]].tolist() == ["0", "0"]
    assert not out(words.reset_index()).any_suppressed


def test_every_table_of_the_report_passes_the_gate(shipped):
    for table in (monthly_table, yearly_table, outcomes_table, assumptions_table):
        assert not out(table(shipped["central"])).any_suppressed
