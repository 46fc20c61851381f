import pandas as pd

from analysis.fostering.tracking import results_against_plan
from analysis.periods import FinancialYear, Quarter

CASE = pd.DataFrame(
    {
        "scheme_year": [0, 1, 2, 3],
        "new_households": [0, 15, 30, 45],
        "new_placements": [0, 20, 40, 60],
        "scheme_cost_gbp": [224_530, 256_203, 287_876, 319_549],
    }
)


def quarters(*rows):
    columns = ["quarter", "households_recruited", "households_transferred", "placements_added", "agency_placements", "relief_paid_gbp"]
    return pd.DataFrame(rows, columns=columns)


def against(results, now, agency_before=159):
    return results_against_plan(results, CASE, FinancialYear(2023), Quarter.parse(now), agency_before).set_index("scheme_result")


def test_results_add_up_over_the_quarters_and_stand_beside_the_table_that_justified_the_scheme():
    results = quarters(
        ("2023-24-Q4", 2, 1, 3, 158, 50_000),
        ("2024-25-Q1", 5, 2, 9, 152, 61_000),
        ("2024-25-Q2", 4, 0, 13, 150, 63_000),
    )
    found = against(results, "2024-25-Q2")
    # Half of year 1 has passed: 7.5 of 15 households, 10 of 20 placements, 159 - 10 with agencies, half of 256,203 pounds.
    assert found["result_so_far"].tolist() == [11, 3, 13, 150, 124_000]
    assert found["planned_by_now"].drop("households_transferred").tolist() == [7.5, 10, 149, 128_101.5]
    assert found["planned_by_year_end"].drop("households_transferred").tolist() == [15, 20, 139, 256_203]
    assert found["result_less_planned"].drop("households_transferred").tolist() == [3.5, 3, 1, -4_101.5]
    assert pd.isna(found.loc["households_transferred", "planned_by_now"]), "the table plans no transfers"


def test_year_2_starts_from_the_whole_of_year_1():
    found = against(quarters(("2025-26-Q1", 1, 0, 25, 140, 70_000)), "2025-26-Q1")
    assert found.loc["placements_added", ["planned_by_now", "planned_by_year_end"]].tolist() == [25, 40]
    assert found.loc["households_recruited", "planned_by_now"] == 18.75


def test_past_the_years_of_the_table_its_last_year_stands():
    found = against(quarters(("2028-29-Q4", 1, 0, 70, 90, 80_000)), "2028-29-Q4")
    assert found.loc["placements_added", "planned_by_year_end"] == 60


def test_what_is_not_reported_for_every_quarter_is_not_summed():
    results = quarters(("2024-25-Q1", None, 0, 9, 152, 61_000), ("2024-25-Q2", 4, 0, None, 150, 63_000))
    found = against(results, "2024-25-Q2", agency_before=float("nan"))
    assert found["result_so_far"].isna().tolist() == [True, False, True, False, False]
    assert pd.isna(found.loc["agency_placements", "planned_by_now"])
    # Relief of the first quarter of the year is not held: the sum of the year is not known.
    assert pd.isna(against(results[1:], "2024-25-Q2").loc["relief_paid_gbp", "result_so_far"])
