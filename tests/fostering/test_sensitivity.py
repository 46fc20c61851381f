import numpy as np
import pytest

from analysis.catalogue.fields import field
from analysis.fostering.appraisal import outcomes_table
from analysis.fostering.model.results import BASES
from analysis.fostering.scenario import with_values
from analysis.fostering.sensitivity import switching_values, tornado_table, varying


def npv(scenario, basis, **values):
    row = list(BASES).index(basis)
    return outcomes_table(with_values(scenario, values, "a test", "test"))["net_present_value_gbp"].iloc[row]


def test_switching_value_of_the_agencys_price(published):
    # Spend and placements do not depend on it, so the present value of the spend is what the gap must bring: the gap that does is
    # PV(spend) / PV(placements), on top of the in-house 23,488.
    spend = 224530 + 256203 / 1.035 + 287876 / 1.035**2 + 319549 / 1.035**3
    placements = 20 / 1.035 + 40 / 1.035**2 + 60 / 1.035**3
    table = switching_values(published, "all_cost_avoided").set_index("assumption")
    assert table.loc["agency_gbp_per_year", "switching_value"] == pytest.approx(23488 + spend / placements)
    assert table.loc["in_house_gbp_per_year", "switching_value"] == pytest.approx(53289 - spend / placements)


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("name", ["published", "central", "cautious", "liverpool"])
def test_at_its_switching_value_the_result_is_zero(shipped, name, basis):
    table = switching_values(shipped[name], basis)
    turning = table[table["switching_value"].notna()]
    scale = outcomes_table(shipped[name])["present_value_spend_gbp"].iloc[0]
    for row in turning.itertuples():
        assert npv(shipped[name], basis, **{row.assumption: row.switching_value}) == pytest.approx(0, abs=1e-6 * scale)


def test_turns_within_their_range_come_first(central):
    # From 10 placements a year down to 6.86, of a range that ends at 0: 31 hundredths of the way. From 25 per cent displaced up to 41.6,
    # of a range that ends at 60: 48 hundredths. The agency's price would have to fall, and its range does not go down.
    table = switching_values(central, "all_cost_avoided")
    assert table["assumption"].tolist()[:2] == ["new_placements_per_year", "displacement_pct"]
    order = {"yes": 0, "no": 1, "no range stated": 2}
    turning = table.dropna(subset=["switching_value"])
    assert turning["turns_in_range"].map(order).is_monotonic_increasing
    assert table["switching_value"].isna().is_monotonic_increasing
    by_name = table.set_index("assumption")
    assert by_name.loc["agency_gbp_per_year", "turns_in_range"] == "no"
    assert by_name.loc["recruitment_years", ["assumption_kind", "turns_in_range"]].tolist() == ["Lever", "no range stated"]
    inside = by_name[by_name["turns_in_range"] == "yes"]
    assert inside["switching_value"].between(inside["lowest_value"], inside["highest_value"]).all()


def test_what_has_no_effect_is_left_out(published):
    names = set(switching_values(published, "all_cost_avoided")["assumption"])
    assert "idle_households_pct" not in names
    assert "children_per_transfer" not in names
    assert "council_tax_band_a_gbp_per_year" not in names


def test_the_residential_share_turns_nothing_while_residential_care_has_no_cost(central):
    costed = with_values(central, {"residential_gbp_per_year": 250_000}, "a test", "test")
    named = ["residential_share_pct" in set(switching_values(scenario, "all_cost_avoided")["assumption"]) for scenario in (central, costed)]
    assert named == [False, True]


def test_nothing_turns_what_cannot_be_turned(published):
    # Nothing of the report's case is cashable, so no number of placements and no agency price pays for it in cash, and they have no
    # effect on it. The share that can be cashed does turn it: the present value of the spend, 1,029,019, is 31.17 per cent of
    # that of all cost avoided, 3,301,374.
    table = switching_values(published, "cashable_only").set_index("assumption")["switching_value"]
    assert "agency_gbp_per_year" not in table
    assert np.isnan(table["new_placements_per_year"])
    assert table["cashable_recruits_pct"] == pytest.approx(31.17, abs=0.005)


def test_tornado_ends_are_the_scenario_with_that_value(central):
    table = tornado_table(central, "all_cost_avoided")
    assert table["assumption"].nunique() == len(table) == len(varying(central))
    assert table["npv_swing_gbp"].is_monotonic_decreasing
    for row in table.head(5).itertuples():
        assert row.npv_at_lowest_gbp == pytest.approx(npv(central, "all_cost_avoided", **{row.assumption: row.lowest_value}))
        assert row.npv_at_highest_gbp == pytest.approx(npv(central, "all_cost_avoided", **{row.assumption: row.highest_value}))


def test_tornado_of_a_scenario_without_ranges_is_empty(published):
    assert tornado_table(published, "all_cost_avoided").empty


def test_every_column_is_declared(central):
    for table in (tornado_table(central, "cashable_only"), switching_values(central, "cashable_only")):
        for column in table.columns:
            assert field(column)
