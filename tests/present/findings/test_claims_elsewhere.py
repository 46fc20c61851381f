import pandas as pd

from analysis.disclosure.release import release
from analysis.present.findings.fostering import claims_elsewhere


def claims(**changed):
    rows = {
        "council": ["Liverpool"] * 3,
        "cost_basis": ["average_placement"] * 3,
        "placements_per_carer": [1.0, 4 / 3, 2.0],
        "carers_exact": [8.11, 5.97, 3.91],
        "carers_to_break_even": [9.0, 6.0, 4.0],
        "claimed_carers": [10] * 3,
        "relief_covered_gbp": [276894.67, 376231.3, 574904.7],
        "existing_households_cost_gbp": [224530.0] * 3,
    }
    return release(pd.DataFrame({**rows, **changed}), "public", name="claims")


def test_a_claim_in_words():
    said, caution = claims_elsewhere(claims(), "average_placement")
    assert said == (
        "Liverpool said that it needed 10 more carers to cover the cost of its scheme. Here, on average placement costs, it would take "
        "9 with one placement each, or 6 with 1.33 placements each, or 4 with two placements each. "
        "With one placement each, 10 carers would cover the £224,530 of relief for existing households here."
    )
    assert "own relief and costs are not in the report" in caution


def test_a_claim_that_covers_only_with_more_placements_or_never():
    said, _ = claims_elsewhere(claims(relief_covered_gbp=[100.0, 224530.0, 300000.0]), "average_placement")
    assert said.endswith("With 1.33 placements each, 10 carers would cover the £224,530 of relief for existing households here.")
    nothing = {"carers_exact": [float("nan")] * 3, "carers_to_break_even": [float("nan")] * 3, "relief_covered_gbp": [-1.0] * 3}
    said, _ = claims_elsewhere(claims(**nothing), "average_placement")
    assert "no number of carers would do it. 10 carers would not cover the £224,530" in said


def test_no_claim_no_sentence():
    assert claims_elsewhere(claims(), "another_basis") == []
