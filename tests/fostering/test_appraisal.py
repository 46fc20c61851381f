import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows_in_force import rows_in_force

from analysis.catalogue.fields import field
from analysis.errors import UnknownChoice
from analysis.fostering.appraisal import (
    compare_scenarios,
    month_of,
    monthly_table,
    net_present_value,
    outcomes_table,
    result,
    yearly_table,
)
from analysis.fostering.model.results import BASES
from analysis.fostering.published_case import yearly_case
from analysis.fostering.scenario import with_values
from analysis.periods import FinancialYear

ALL, CASHABLE = 0, 1


@pytest.fixture(scope="module")
def tables():
    names = ["fostering_scheme_calculation", "fostering_scheme_assumptions", "placement_unit_costs"]
    return rows_in_force(names)


def changed(scenario, **values):
    return with_values(scenario, values, "a test", "test")


def test_the_published_case_to_the_pound(published, tables):
    printed = tables["fostering_scheme_calculation"]
    year = yearly_table(published)
    assert year["scheme_year"].tolist() == printed["scheme_year"].tolist() == [0, 1, 2, 3]
    assert year["spend_gbp"].round(2).tolist() == printed["printed_scheme_cost_gbp"].tolist() == [224530, 256203, 287876, 319549]
    assert year["avoided_gbp"].round(2).tolist() == printed["printed_cost_avoided_gbp"].fillna(0).tolist() == [0, 596020, 1192040, 1788060]
    assert year["recruited_placements_standing"].tolist() == printed["printed_placements"].fillna(0).tolist()
    assert year["new_households_standing"].diff()[1:].tolist() == printed["printed_households"].tolist()[1:] == [15, 15, 15]
    assert year["existing_households_standing"].tolist() == [137] * 4


def test_the_published_case_is_the_one_reproduced_before(published, tables):
    case = yearly_case(tables["fostering_scheme_assumptions"], tables["placement_unit_costs"], "average_placement")
    year = yearly_table(published)
    assert year["net_of_spend_gbp"].tolist() == pytest.approx(case["net_gbp"].tolist(), abs=0.005)


def test_other_basis_of_unit_costs(shipped):
    # 54,991 - 22,654 = 32,337 for each of 20, 40 and 60 children.
    assert yearly_table(shipped["april_2023_unit_costs"])["avoided_gbp"].tolist() == pytest.approx([0, 646740, 1293480, 1940220])


def test_outcomes_of_the_published_case(published):
    # Net by year: -224,530; 596,020 - 256,203 = 339,817; 904,164; 1,468,511. By month in year 1: 28,318.08, so after 7 months
    # 198,226.58 of the 224,530 is back and after 8 months 226,544.67: paid back from month 20, November 2024.
    outcome = outcomes_table(published).iloc[ALL]
    assert outcome["payback_month"] == "2024-11"
    assert outcome["peak_funding_gbp"] == pytest.approx(224530)
    assert outcome["peak_funding_month"] == "2024-03"
    assert outcome["net_on_basis_gbp"] == pytest.approx(-224530 + 339817 + 904164 + 1468511)
    present = -224530 + 339817 / 1.035 + 904164 / 1.035**2 + 1468511 / 1.035**3
    assert outcome["net_present_value_gbp"] == pytest.approx(present)
    spend = 224530 + 256203 / 1.035 + 287876 / 1.035**2 + 319549 / 1.035**3
    assert outcome["benefit_cost_ratio"] == pytest.approx((present + spend) / spend)
    # Each placement a year stands once in year 1, twice in year 2, three times in year 3, at 29,801 - 31,673 / 20 each time.
    each = (29801 - 31673 / 20) * (1 / 1.035 + 2 / 1.035**2 + 3 / 1.035**3)
    existing = 224530 * (1 + 1 / 1.035 + 1 / 1.035**2 + 1 / 1.035**3)
    assert outcome["break_even_placements_per_year"] == pytest.approx(existing / each)


def test_nothing_of_the_published_case_can_be_cashed(published):
    outcome = outcomes_table(published).iloc[CASHABLE]
    assert outcome["cost_avoided_on_basis_gbp"] == 0
    assert pd.isna(outcome["payback_month"])
    assert np.isnan(outcome["break_even_placements_per_year"])
    # The whole of four years' spend has to be found.
    assert outcome["peak_funding_gbp"] == pytest.approx(224530 + 256203 + 287876 + 319549)
    assert outcome["peak_funding_month"] == "2027-03"


@pytest.mark.parametrize("horizon", [1, 4, 10])
def test_a_scheme_without_effect_never_pays_back(published, horizon):
    outcomes = outcomes_table(changed(published, new_placements_per_year=0, horizon_years=horizon))
    assert outcomes["payback_month"].isna().all()
    assert outcomes["net_present_value_gbp"].lt(0).all()
    assert outcomes["benefit_cost_ratio"].tolist() == [0, 0]


def test_no_scheme_is_nothing(shipped):
    outcomes = outcomes_table(shipped["no_scheme"])
    assert outcomes[["spend_gbp", "cost_avoided_on_basis_gbp", "net_present_value_gbp", "peak_funding_gbp"]].eq(0).all(axis=None)
    assert outcomes["payback_month"].isna().all()
    assert outcomes["benefit_cost_ratio"].isna().all()


def test_payback_that_does_not_last_does_not_count(published):
    # 20 placements from month 1, all gone within the year but for 5 per cent; existing households stay with the bill. The cumulative
    # net rises above zero at once and falls below it again.
    brief = changed(
        published, recruitment_lag_months=0, recruitment_years=1, attrition_pct=95, usual_recruits_per_year=300, horizon_years=10
    )
    cumulative = monthly_table(brief)["cumulative_net_gbp"]
    assert cumulative.iloc[0] > 0 > cumulative.iloc[-1]
    assert pd.isna(outcomes_table(brief)["payback_month"].iloc[ALL])


def test_payback_at_once(published):
    # 20 placements from the first month avoid 49,668 a month against 21,350 spent.
    assert outcomes_table(changed(published, recruitment_lag_months=0))["payback_month"].iloc[ALL] == "2023-04"


@pytest.mark.parametrize("inflation", [0, 2, 10])
def test_real_and_nominal_are_not_mixed(shipped, inflation):
    # A cost that rises with prices costs the same in real terms whatever prices do: 1,200 x (1 + 1 / 1.035 + 1 / 1.035^2).
    scenario = changed(shipped["no_scheme"], running_cost_gbp_per_year=1200, horizon_years=3, inflation_pct=inflation)
    assert outcomes_table(scenario)["present_value_spend_gbp"].tolist() == pytest.approx([1200 * (1 + 1 / 1.035 + 1 / 1.035**2)] * 2)


def test_inflation_alone_lowers_what_does_not_rise_with_it(shipped):
    # Relief of 100 a month that does not rise, at 10 per cent inflation: 1,200 + 1,200 / 1.1 / 1.035.
    scenario = changed(
        shipped["no_scheme"], relief_pct=100, existing_households=1, existing_bill_gbp_per_household=1200, horizon_years=2, inflation_pct=10
    )
    assert outcomes_table(scenario)["present_value_spend_gbp"].iloc[0] == pytest.approx(1200 + 1200 / 1.1 / 1.035)


@pytest.mark.parametrize("horizon", range(1, 11))
def test_every_horizon(central, horizon):
    months, years = monthly_table(changed(central, horizon_years=horizon)), yearly_table(changed(central, horizon_years=horizon))
    assert len(months) == 12 * horizon
    assert len(years) == horizon
    assert years["net_of_spend_gbp"].sum() == pytest.approx(months["cumulative_net_gbp"].iloc[-1])


def test_years_add_up_to_the_outcomes(shipped):
    for scenario in shipped.values():
        years, outcomes = yearly_table(scenario), outcomes_table(scenario)
        assert years["present_value_net_gbp"].sum() == pytest.approx(outcomes["net_present_value_gbp"].iloc[ALL], abs=0.005)
        assert years["present_value_cashable_net_gbp"].sum() == pytest.approx(outcomes["net_present_value_gbp"].iloc[CASHABLE], abs=0.005)
        assert years["spend_gbp"].sum() == pytest.approx(outcomes["spend_gbp"].iloc[ALL], abs=0.005)


def test_the_set_leans_the_way_it_says(shipped):
    value = {name: outcomes_table(scenario)["net_present_value_gbp"].iloc[ALL] for name, scenario in shipped.items()}
    assert value["cautious"] < value["no_scheme"] == 0 < value["central"] < value["agency_transfers"]
    assert value["central"] < value["rule_26_weeks"]


def test_compare_scenarios(shipped):
    table = compare_scenarios([shipped["published"], shipped["cautious"]], "all_cost_avoided")
    assert table["scenario_title"].tolist() == ["The report's own case", "Cautious"]
    with pytest.raises(UnknownChoice, match="all_cost_avoided, cashable_only"):
        compare_scenarios([shipped["published"]], "both")


def test_month_of_a_leap_day():
    year = FinancialYear.parse("2023-24")
    assert [str(month_of(year, number)) for number in (1, 9, 10, 12, 13)] == ["2023-04", "2023-12", "2024-01", "2024-03", "2024-04"]
    assert str(month_of(year, 11).end) == "2024-02-29"


def test_every_column_is_declared(central):
    for table in (monthly_table(central), yearly_table(central), outcomes_table(central), compare_scenarios([central], "cashable_only")):
        for column in table.columns:
            assert field(column)


@settings(max_examples=40)
@given(placements=st.floats(0, 40), deadweight=st.floats(0, 90), attrition=st.floats(0, 30), relief=st.floats(1, 100), lag=st.floats(0, 18))
@pytest.mark.parametrize("basis", BASES)
def test_at_break_even_the_present_value_is_zero(central, basis, placements, deadweight, attrition, relief, lag):
    values = {**central.values, "new_placements_per_year": placements, "deadweight_pct": deadweight, "attrition_pct": attrition}
    values |= {"relief_pct": relief, "recruitment_lag_months": lag}
    needed = result(values, "break_even_placements_per_year", basis)[0]
    if needed > 0:
        at_it = net_present_value({**values, "new_placements_per_year": needed}, basis)[0]
        assert at_it == pytest.approx(0, abs=1e-6 * max(1.0, needed) * 1e5)
