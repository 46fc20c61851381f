import pandas as pd
import pytest
from rows_in_force import rows_in_force

from analysis.errors import InvalidScenario
from analysis.fostering.appraisal import yearly_table
from analysis.fostering.from_register import with_register
from analysis.fostering.scenario import with_values
from analysis.relief.criteria import relief_criteria

CHARGE = pd.DataFrame({"council_tax_band": ["A", "D"], "council_tax_gbp_per_year": [1407.71, 2111.56]})


def relieved(*rows):
    columns = ["council_tax_band", "in_authority_area", "existing_discount_pct", "decision", "households"]
    return pd.DataFrame(rows, columns=columns)


def test_households_bands_discounts_and_homes_come_from_the_register(central):
    rows = relieved(("A", True, 0.0, "Full relief", 6), ("A", True, 25.0, "Full relief", 2), ("D", False, 0.0, "Partial relief", 2))
    value = with_register(central, rows, CHARGE).values
    assert (value["existing_households"], value["existing_households_band_a"], value["existing_households_band_d"]) == (10, 8, 2)
    assert value["existing_bill_gbp_per_household"] == 0
    # 2 x 1,407.71 x 25% = 703.855 of bills of 8 x 1,407.71 + 2 x 2,111.56 = 15,484.80: 4.5455 per cent.
    assert value["existing_discount_pct"] == pytest.approx(100 * 703.855 / 15484.80)
    assert value["existing_outside_city_pct"] == 20
    assert value["respite_only_pct"] == 20


def test_the_first_years_relief_is_that_of_the_households(published):
    # 6 x 1,407.71 + 2 x 1,407.71 x 75% = 8,446.26 + 2,111.565 = 10,557.825, nobody leaving and no price rising in the report's case.
    rows = relieved(("A", True, 0.0, "Full relief", 6), ("A", True, 25.0, "Full relief", 2))
    after = with_register(published, rows, CHARGE)
    assert yearly_table(after)["relief_existing_gbp"].iloc[0] == pytest.approx(10557.825)


def test_the_reduced_band_a_costs_five_sixths_of_band_a(published):
    # 1,407.71 x 5 / 6 = 1,173.0917 a household; with a discount of 25 per cent 879.8188.
    rows = relieved(("A-", True, 0.0, "Full relief", 1), ("A-", True, 25.0, "Full relief", 1))
    after = with_register(published, rows, CHARGE)
    assert after.values["existing_households_band_a"] == 2
    assert yearly_table(after)["relief_existing_gbp"].iloc[0] == pytest.approx(1173.0917 + 879.8188, abs=1e-3)


def test_partial_relief_is_one_figure_in_the_scenario_and_the_criteria(published):
    tables = rows_in_force(["fostering_eligibility_criteria", "fostering_eligibility_rules"])
    assert published.values["respite_relief_pct"] == relief_criteria(*tables.values()).respite_relief_pct == 25


def test_what_comes_from_the_register_does_not_vary(central):
    after = with_register(central, relieved(("A", True, 0.0, "Full relief", 6)), CHARGE)
    assert central.assumptions["existing_discount_pct"].distribution == "triangular"
    assert after.assumptions["existing_discount_pct"].distribution == "fixed"
    assert after.assumptions["existing_discount_pct"].source == "register of carers"


def test_no_household_with_relief_costs_nothing(central):
    after = with_register(central, relieved(), CHARGE)
    assert after.values["existing_households"] == 0
    assert after.values["existing_discount_pct"] == central.values["existing_discount_pct"]
    assert yearly_table(after)["relief_existing_gbp"].sum() == 0


def test_an_unknown_band(central):
    with pytest.raises(InvalidScenario, match="existing_households_band_i"):
        with_register(central, relieved(("I", True, 0.0, "Full relief", 6)), CHARGE)


def test_a_setting_beside_the_register_must_fit_it(central):
    counted = with_register(central, relieved(("A", True, 0.0, "Full relief", 6)), CHARGE)
    with pytest.raises(InvalidScenario, match="command line, existing_households.*is not the sum of the households in each band"):
        with_values(counted, {"existing_households": "137"}, "x", "command line")
