from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.catalogue.fields import field
from analysis.errors import NoFigures, UnknownChoice
from analysis.fostering.appraisal import net_present_value
from analysis.fostering.cash_flow import monthly_lines
from analysis.fostering.model.results import BASES
from analysis.fostering.scenario import Assumption, Correlation
from analysis.fostering.sensitivity import varying
from analysis.fostering.uncertainty import (
    convergence_table,
    fan_table,
    mean_of,
    payback_by_year,
    quantile_of,
    simulate,
    summary_table,
    variance_shares,
)


def ranged(scenario, *ranges, correlations=()):
    """The scenario with these ranges only: (name, distribution, low, value, high)."""
    fixed = {name: replace(assumption, distribution="fixed", low=None, high=None) for name, assumption in scenario.assumptions.items()}
    for name, distribution, low, value, high in ranges:
        fixed[name] = replace(fixed[name], value=value, distribution=distribution, low=low, high=high)
    pairs = tuple(Correlation(one, other, coefficient, "a test", "test") for one, other, coefficient in correlations)
    return replace(scenario, assumptions=MappingProxyType(fixed), correlations=pairs)


def seeded(number=7):
    return np.random.default_rng(number)


@pytest.mark.parametrize("basis", BASES)
def test_monte_carlo_mean_is_the_analytic_mean(central, basis):
    # The net present value is a straight line in each of these with the others held, and they are independent, so its mean is the
    # value at their means.
    names = ["new_placements_per_year", "deadweight_pct", "displacement_pct", "occupancy_pct", "agency_gbp_per_year"]
    names += ["in_house_gbp_per_year", "existing_discount_pct", "cashable_recruits_pct", "cashable_transfers_pct"]
    names += ["transfers_per_year", "children_per_transfer", "households_per_placement", "usual_recruits_per_year"]
    taken = [central.assumptions[name] for name in names]
    scenario = ranged(central, *((a.name, a.distribution, a.low, a.value, a.high) for a in taken))
    at_means = {**scenario.values, **{a.name: mean_of(a) for a in taken}}
    analytic = net_present_value(at_means, basis)[0]
    drawn = simulate(scenario, 40_000, seeded()).net_present_value_gbp[basis]
    assert drawn.mean() == pytest.approx(analytic, abs=4 * drawn.std() / np.sqrt(len(drawn)))


def test_the_same_seed_gives_the_same_draws(central):
    first, again, other = (simulate(central, 500, seeded(seed)) for seed in (1, 1, 2))
    for basis in BASES:
        assert (first.net_present_value_gbp[basis] == again.net_present_value_gbp[basis]).all()
        assert (first.net_present_value_gbp[basis] != other.net_present_value_gbp[basis]).any()


def test_draws_are_the_model_with_those_inputs(central):
    # More draws than are computed at once, so that the parts are joined in order.
    simulation = simulate(central, 4_001, seeded())
    for draw in (0, 1_999, 2_000, 4_000):
        values = {**central.values, **{name: values[draw] for name, values in simulation.inputs.items()}}
        for basis in BASES:
            assert simulation.net_present_value_gbp[basis][draw] == pytest.approx(net_present_value(values, basis)[0])
        assert simulation.cumulative_net_gbp["cashable_only"][:, draw] == pytest.approx(
            monthly_lines(values)["cumulative_cashable_net"][:, 0]
        )


def test_inputs_stay_in_their_ranges_with_their_means(central):
    inputs = simulate(central, 20_000, seeded()).inputs
    assert set(inputs) == {assumption.name for assumption in varying(central)}
    for name, values in inputs.items():
        assumption = central.assumptions[name]
        assert assumption.low <= values.min() <= values.max() <= assumption.high
        assert values.mean() == pytest.approx(mean_of(assumption), abs=4.5 * values.std() / np.sqrt(len(values)))


@pytest.mark.parametrize("coefficient", [-0.8, 0, 0.6])
def test_correlated_inputs(central, coefficient):
    # Of two uniforms tied by a Gaussian copula the correlation is 6 / pi x arcsin(coefficient / 2).
    ranges = [("in_house_uplift_pct", "uniform", 0, 2, 4), ("bought_uplift_pct", "uniform", 0, 2, 4)]
    pairs = [("in_house_uplift_pct", "bought_uplift_pct", coefficient)]
    inputs = simulate(ranged(central, *ranges, correlations=pairs), 40_000, seeded()).inputs
    found = np.corrcoef(inputs["in_house_uplift_pct"], inputs["bought_uplift_pct"])[0, 1]
    assert found == pytest.approx(6 / np.pi * np.arcsin(coefficient / 2), abs=0.02)


def test_a_correlation_with_a_fixed_assumption_has_no_effect(central):
    ranges = [("in_house_uplift_pct", "uniform", 0, 2, 4)]
    pairs = [("in_house_uplift_pct", "inflation_pct", 0.9)]
    assert set(simulate(ranged(central, *ranges, correlations=pairs), 100, seeded()).inputs) == {"in_house_uplift_pct"}


@given(st.floats(0, 1), st.floats(-50, 50), st.floats(0.01, 100), st.floats(0, 1), st.sampled_from(["triangular", "uniform"]))
def test_quantiles_lie_in_the_range(probability, low, width, share, distribution):
    value = low + share * width
    value = min(max(value, low), low + width)
    assumption = Assumption("inflation_pct", value, "", "", "", "", "", distribution, low, low + width)
    found = float(quantile_of(assumption, np.array([probability]))[0])
    assert low - 1e-9 <= found <= low + width + 1e-9


def test_quantiles_of_a_triangle():
    # From 0 to 10 with the likeliest at 4: a share of 4 / 10 lies below it; a quarter of that, 0.1, lies below 2.
    assumption = Assumption("inflation_pct", 4, "", "", "", "", "", "triangular", 0, 10)
    assert quantile_of(assumption, np.array([0, 0.1, 0.4, 1])).tolist() == pytest.approx([0, 2, 4, 10])


def test_without_ranges_every_draw_is_the_appraisal(published):
    simulation = simulate(published, 50, seeded())
    assert np.ptp(simulation.net_present_value_gbp["all_cost_avoided"]) == 0
    table = payback_by_year(simulation).set_index(["avoidance_basis", "scheme_year"])["paid_back_pct"]
    # The report's case pays back in month 20, in year 1; nothing of it can be cashed.
    assert table["All cost avoided"].tolist() == [0, 100, 100, 100]
    assert table["Cashable part only"].tolist() == [0, 0, 0, 0]


def test_a_scheme_without_effect_never_pays_back(published):
    ranges = [("new_placements_per_year", "fixed", None, 0, None), ("existing_households", "uniform", 1, 137, 200)]
    table = payback_by_year(simulate(ranged(published, *ranges), 1_000, seeded()))
    assert (table["paid_back_pct"] == 0).all()


def test_payback_grows_more_likely_by_the_year(central):
    table = payback_by_year(simulate(central, 2_000, seeded()))
    for _, years in table.groupby("avoidance_basis"):
        assert years["paid_back_pct"].is_monotonic_increasing


@pytest.mark.parametrize("name", ["cautious", "agency_transfers"])
def test_a_departed_value_is_drawn_round_itself(shipped, central, name):
    # Drawn from the central case's ranges, the cautious case would pay back in half of the draws beside a loss at its values.
    inputs = simulate(shipped[name], 500, seeded()).inputs
    for assumption in shipped[name].assumptions.values():
        if assumption.value != central.values[assumption.name] and assumption.name in inputs:
            assert assumption.stated_in == name
            assert inputs[assumption.name].mean() == pytest.approx(mean_of(assumption), abs=0.2 * (assumption.high - assumption.low))


def test_what_is_lost_at_the_values_is_not_won_in_the_draws(shipped):
    cautious = shipped["cautious"]
    value = net_present_value(cautious.values, "all_cost_avoided")[0]
    drawn = simulate(cautious, 2_000, seeded()).net_present_value_gbp["all_cost_avoided"]
    low, high = np.quantile(drawn, (0.05, 0.95))
    assert low < value < high < 0


def test_fan_quantiles_are_in_order(central):
    fan = fan_table(simulate(central, 2_000, seeded()), "all_cost_avoided")
    assert len(fan) == 60
    assert (fan.drop(columns="month").diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)


def test_convergence_is_stated(central):
    simulation = simulate(central, 12_800, seeded())
    table = convergence_table(simulation, "all_cost_avoided")
    assert table["draws"].tolist() == [100, 200, 400, 800, 1600, 3200, 6400, 12800]
    last = table.iloc[-1]
    assert last["npv_mean_error_gbp"] == pytest.approx(simulation.net_present_value_gbp["all_cost_avoided"].std(ddof=1) / np.sqrt(12_800))
    # Four times the draws halve the error.
    assert table["npv_mean_error_gbp"].iloc[-3] / last["npv_mean_error_gbp"] == pytest.approx(2, rel=0.15)
    assert summary_table(simulation)["npv_mean_gbp"].iloc[0] == pytest.approx(last["npv_mean_gbp"])


def test_error_of_the_mean_is_what_seeds_differ_by(central):
    means = [simulate(central, 1_000, seeded(seed)).net_present_value_gbp["all_cost_avoided"].mean() for seed in range(40)]
    stated = summary_table(simulate(central, 1_000, seeded()))["npv_mean_error_gbp"].iloc[0]
    assert np.std(means, ddof=1) == pytest.approx(stated, rel=0.35)


def test_one_draw_is_enough_to_run_and_too_few_to_judge(central):
    table = summary_table(simulate(central, 1, seeded()))
    assert table["npv_mean_error_gbp"].isna().all()
    assert convergence_table(simulate(central, 1, seeded()), "cashable_only").empty


@pytest.mark.parametrize("draws", [0, -5])
def test_no_draws_is_refused(central, draws):
    with pytest.raises(UnknownChoice, match="Ask for 1 or more"):
        simulate(central, draws, seeded())


def test_variance_shares_of_a_sum(published):
    # Relief of existing households and running cost add up, so each has its share of the variance and they do not interact. Both are
    # uniform over a width; present value is width x (1 + 1 / 1.035 + ...), so the variances are as the widths squared: with widths of
    # 1,638.905 x 20 households = 32,778.10 and 16,389.05 they are as 4 to 1, the running cost without inflation.
    bill = published.values["existing_bill_gbp_per_household"]
    ranges = [("existing_households", "uniform", 127, 137, 147), ("running_cost_gbp_per_year", "uniform", 0, 0, 10 * bill)]
    table = variance_shares(ranged(published, *ranges), "all_cost_avoided", seeded(), samples=1024).set_index("assumption")
    assert table["first_order_pct"].to_dict() == pytest.approx({"existing_households": 80, "running_cost_gbp_per_year": 20}, abs=2)
    assert table["total_order_pct"].to_dict() == pytest.approx({"existing_households": 80, "running_cost_gbp_per_year": 20}, abs=2)


def test_variance_shares_repeat_with_the_seed(central):
    first, again = (variance_shares(central, "cashable_only", seeded(), samples=64) for _ in range(2))
    assert first.equals(again)


def test_variance_shares_need_a_range_that_matters(published):
    with pytest.raises(NoFigures, match="gives no assumption a range"):
        variance_shares(published, "all_cost_avoided", seeded())
    idle = ranged(published, ("idle_households_pct", "uniform", 0, 10, 20))
    with pytest.raises(NoFigures, match="moves its net present value"):
        variance_shares(idle, "all_cost_avoided", seeded(), samples=8)


def test_every_column_is_declared(central):
    simulation = simulate(central, 64, seeded())
    tables = [fan_table(simulation, "cashable_only"), payback_by_year(simulation), summary_table(simulation)]
    tables += [convergence_table(simulation, "cashable_only"), variance_shares(central, "cashable_only", seeded(), samples=8)]
    for table in tables:
        for column in table.columns:
            assert field(column)
