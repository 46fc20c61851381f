import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows_in_force import rows_in_force

from analysis.errors import MissingFigure, UnknownChoice
from analysis.fostering.published_case import (
    against_printed,
    break_even_placements,
    households_by_band,
    saving_per_placement,
    unit_cost_gap,
    whole_period,
    yearly_case,
)


@pytest.fixture(scope="module")
def plymouth() -> dict[str, pd.DataFrame]:
    names = ["council_tax_bands", "placement_unit_costs", "fostering_scheme_assumptions", "fostering_scheme_calculation"]
    return rows_in_force(names)


@pytest.fixture(scope="module")
def case(plymouth) -> pd.DataFrame:
    return yearly_case(plymouth["fostering_scheme_assumptions"], plymouth["placement_unit_costs"], "average_placement")


def test_the_printed_table_is_reproduced_to_the_pound(plymouth, case):
    table = against_printed(case, plymouth["fostering_scheme_calculation"])
    assert table["scheme_cost_difference_gbp"].tolist() == [0, 0, 0, 0]
    assert table["cost_avoided_difference_gbp"].iloc[1:].tolist() == [0, 0, 0]


def test_net_by_year_and_over_the_period(case):
    # Year 1: 596,020 - 256,203; year 2: 1,192,040 - 287,876; year 3: 1,788,060 - 319,549.
    assert case["net_gbp"].tolist() == [-224_530, 339_817, 904_164, 1_468_511]
    total = whole_period(case).iloc[0]
    assert (total["scheme_cost_gbp"], total["cost_avoided_gbp"], total["net_gbp"]) == (1_088_158, 3_576_120, 2_487_962)


def test_the_unit_costs_differ_as_printed_on_both_bases(plymouth):
    gaps = unit_cost_gap(plymouth["placement_unit_costs"]).set_index("cost_basis")
    assert gaps["saving_per_placement_gbp"].to_dict() == {"average_placement": 29_801, "april_2023_spend": 32_337}
    # 159 children at 54,991 and 22,654 are 8,743,569 and 3,601,986; the printed difference is 5,141,583.
    assert gaps.loc["april_2023_spend", "annual_gap_gbp"] == 5_141_583
    assert pd.isna(gaps.loc["average_placement", "annual_gap_gbp"])


def test_break_even_on_both_bases_with_and_without_own_relief(plymouth):
    table = break_even_placements(plymouth["fostering_scheme_assumptions"], plymouth["placement_unit_costs"])
    # 224,530 / 29,801 = 7.534; own relief 31,673 / 20 = 1,583.65, so 224,530 / 28,217.35 = 7.957;
    # 224,530 / 32,337 = 6.943; 224,530 / 30,753.35 = 7.301.
    assert table["placements_exact"].round(3).tolist() == [7.534, 7.957, 6.943, 7.301]
    assert table["break_even_placements"].tolist() == [8, 8, 7, 8]


def test_new_households_are_costed_at_band_d_and_existing_ones_between_a_and_b(plymouth):
    table = households_by_band(plymouth["fostering_scheme_assumptions"], plymouth["council_tax_bands"])
    # 10 x 2,111.56 = 21,115.60 and 15 x 2,111.56 = 31,673.40; 224,530 / 137 = 1,638.91, between 1,407.71 and 1,642.33.
    assert table["matching_band"].tolist() == ["Between bands A and B", "Band D", "Band D"]
    assert table["matching_band_gbp_per_year"].fillna(0).tolist() == [0, 2111.56, 2111.56]


def test_an_unknown_basis_names_those_there_are(plymouth):
    with pytest.raises(UnknownChoice, match="average_placement, april_2023_spend"):
        saving_per_placement(plymouth["placement_unit_costs"], "guess")


def test_a_missing_assumption_is_not_a_zero(plymouth):
    fewer = plymouth["fostering_scheme_assumptions"].query("assumption != 'new_placements_per_year'")
    with pytest.raises(MissingFigure, match="new_placements_per_year"):
        yearly_case(fewer, plymouth["placement_unit_costs"], "average_placement")


def test_a_scheme_whose_own_relief_exceeds_the_saving_never_breaks_even(plymouth):
    costly = plymouth["fostering_scheme_assumptions"].copy()
    costly.loc[costly["assumption"] == "new_households_cost_high", "value"] = 20 * 40_000.0
    own = break_even_placements(costly, plymouth["placement_unit_costs"]).iloc[1]
    assert pd.isna(own["break_even_placements"])


@given(st.integers(1, 60), st.integers(0, 40), st.integers(1, 10))
def test_net_is_what_is_avoided_less_what_it_costs(placements, households, years):
    values = {
        "existing_households": 100,
        "existing_households_cost": 150_000,
        "new_placements_per_year": placements,
        "new_households_per_year_low": households,
        "new_households_per_year_high": households,
        "new_households_cost_low": households * 2_000,
        "new_households_cost_high": households * 2_000,
        "scheme_years": years,
    }
    assumptions = pd.DataFrame({"assumption": list(values), "value": [float(value) for value in values.values()]})
    costs = pd.DataFrame(
        {
            "cost_basis": ["b", "b"],
            "provider": ["in_house", "independent_fostering_agency"],
            "unit_cost_gbp_per_year": [20_000.0, 50_000.0],
            "children_placed": [None, None],
            "annual_spend_gbp": [None, None],
        }
    )
    table = yearly_case(assumptions, costs, "b")
    assert len(table) == years + 1
    assert whole_period(table)["net_gbp"].iloc[0] == (table["cost_avoided_gbp"] - table["scheme_cost_gbp"]).sum()
    assert table["cost_avoided_gbp"].iloc[-1] == placements * years * 30_000
