import pytest
from rows_in_force import rows_in_force

from analysis.catalogue.fields import field
from analysis.fostering.elsewhere import break_even_claims
from analysis.fostering.published_case import break_even_placements


@pytest.fixture(scope="module")
def tables():
    return rows_in_force(["fostering_scheme_assumptions", "placement_unit_costs", "fostering_schemes_elsewhere"])


@pytest.fixture(scope="module")
def claim(tables):
    return break_even_claims(tables["fostering_schemes_elsewhere"], tables["fostering_scheme_assumptions"], tables["placement_unit_costs"])


def test_liverpools_ten_carers(claim):
    # A carer's own relief: 31,673 / 15 = 2,111.53. One placement each: 29,801 - 2,111.53 = 27,689.47; 224,530 / that = 8.11, so 9, and
    # ten carers would cover 276,894.67. At 20 placements for 15 carers: 39,734.67 - 2,111.53 = 37,623.13; 5.97, so 6.
    # Two each: 59,602 - 2,111.53 = 57,490.47; 3.91, so 4.
    rows = claim[claim["cost_basis"] == "average_placement"]
    assert rows["placements_per_carer"].tolist() == pytest.approx([1, 4 / 3, 2])
    assert rows["net_saving_per_carer_gbp"].tolist() == pytest.approx([27689.47, 37623.13, 57490.47], abs=0.005)
    assert rows["carers_exact"].tolist() == pytest.approx([8.11, 5.97, 3.91], abs=0.005)
    assert rows["carers_to_break_even"].tolist() == [9, 6, 4]
    assert rows["relief_covered_gbp"].iloc[0] == pytest.approx(276894.67, abs=0.005)
    assert set(rows["claimed_carers"]) == {10} and set(rows["council"]) == {"Liverpool"}
    assert set(rows["existing_households_cost_gbp"]) == {224530}


def test_ten_carers_are_the_right_size_for_this_council_too(claim):
    # On either basis, with one placement each, ten carers would cover the relief of 224,530: Liverpool's claim is of that size.
    single = claim[claim["placements_per_carer"] == 1]
    assert (single["relief_covered_gbp"] > 224530).all()
    assert (single["carers_to_break_even"].between(8, 10)).all()


def test_agrees_with_the_break_even_in_placements(claim, tables):
    # Placements = carers x placements of each, at what table 2 implies.
    placements = break_even_placements(tables["fostering_scheme_assumptions"], tables["placement_unit_costs"])
    own = placements[placements["relief_counted"] != "Existing households only"]["placements_exact"]
    implied = claim[claim["placements_per_carer"].between(1.3, 1.4)]
    assert (implied["carers_exact"] * implied["placements_per_carer"]).tolist() == pytest.approx(own.tolist())


def test_every_column_is_declared(claim):
    for column in claim.columns:
        assert field(column)


def test_a_carer_who_saves_nothing_never_breaks_even(tables):
    costs = tables["placement_unit_costs"].assign(unit_cost_gbp_per_year=1000.0)
    claim = break_even_claims(tables["fostering_schemes_elsewhere"], tables["fostering_scheme_assumptions"], costs)
    assert claim["carers_exact"].isna().all() and claim["carers_to_break_even"].isna().all()
    assert (claim["relief_covered_gbp"] < 0).all()


def test_councils_that_named_no_number_have_no_claim(tables):
    none = tables["fostering_schemes_elsewhere"].assign(break_even_carers=float("nan"))
    assert break_even_claims(none, tables["fostering_scheme_assumptions"], tables["placement_unit_costs"]).empty
