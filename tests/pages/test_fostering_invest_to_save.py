"""The page on the scheme, as a proposal and once it runs, without the scenarios, which have tests of their own."""

import pandas as pd
import pytest

from analysis.pages.building import build_page
from analysis.pages.fostering_invest_to_save import PAGE
from analysis.pages.given import Given
from analysis.pages.sections import Missing, Outline

RESULTS = ["households_recruited", "households_transferred", "placements_added", "agency_placements", "relief_paid_gbp"]


def page(quarter: str):
    outline = Outline(PAGE.name, PAGE.title, PAGE.answers, tuple(part for part in PAGE.sections if part.name != "tested"), PAGE.order)
    return build_page(outline, Given("plymouth", quarter, "public", {"unit_cost_basis": "average_placement"}))


@pytest.fixture(scope="module")
def scheme_runs(later_quarters):
    rows = {"2023-24-Q4": [6, 2, 7, 158, 56_000], "2024-25-Q1": [5, 1, 3, 152, 61_000]}
    table = pd.DataFrame([dict(zip(RESULTS, row, strict=True)) | {"quarter": quarter} for quarter, row in rows.items()])
    table = table.assign(authority="plymouth", place="text", source=["made-up-" + q.lower() for q in table["quarter"]])
    table[["authority", "quarter", *RESULTS, "place", "source"]].to_csv(
        later_quarters / "data/raw/fostering_scheme_results.csv", index=False
    )


def test_before_it_runs_the_scheme_is_a_proposal(words):
    made = page("2023-24-Q2")
    assert "The scheme is a proposal." in words(made.opening)
    assert "Plymouth would relieve its own foster carers" in words(made.proposal)
    assert isinstance(made.scheme_results, Missing) and "fostering_scheme_results.csv" in made.scheme_results.remedy


def test_once_it_runs_its_results_stand_beside_the_table_that_justified_it(scheme_runs, words):
    made = page("2023-24-Q4")
    assert "proposal" not in words(made.opening) + words(made.proposal)
    assert "Plymouth relieves its own foster carers" in words(made.proposal)
    # Year 0: no household and no placement is planned; 159 children with agencies when the table was made.
    assert (
        "Since the scheme began, 6 households were recruited against 0 planned by now, and 7 children are placed with them against 0."
        in words(made.opening)
    )
    assert "Children placed with agencies: 158; 159 planned by now." in words(made.scheme_results)
    assert "Of them, transferred from agencies: 2; the case plans none." in words(made.scheme_results)
    assert "Relief in the financial year so far: not reported for every quarter." in words(made.scheme_results)


def test_few_children_placed_with_new_households_are_not_told(scheme_runs, words):
    made = page("2024-25-Q1")
    # Year 1, a quarter of it: 3.75 households and 5 placements planned; 256,203 / 4 pounds.
    assert "Households recruited since the scheme began: 11; 3.8 planned by now." in words(made.scheme_results)
    assert "Children placed with those households: too few to show." in words(made.scheme_results)
    assert "Relief in the financial year so far: £61,000; £64,051 planned by now." in words(made.scheme_results)
    results = made.scheme_results.table.table.set_index("scheme_result")
    assert results.loc["placements_added", ["result_so_far", "result_less_planned"]].isna().all()


def test_new_households_are_set_beside_the_council_tax_of_the_band(words):
    # 31,673 / 15 = 2,111.53; the council tax of band D is 2,111.56.
    said = "New households are costed at £2,111.53 each, the printed sum shared among them: that is band D, whose council tax is £2,111.56."
    assert said in words(page("2023-24-Q2").printed_columns)


def test_a_later_pack_still_says_what_did_not_agree_in_the_report_on_the_scheme(later_quarters, words):
    claims = page("2023-24-Q2").do_not_agree.table.table["claim"]
    later = words(page("2023-24-Q3").do_not_agree)
    assert "April 2023 spend, in house: cost per week" in later and "agrees, or differs" not in later
    assert "figures_checked.html" not in page("2023-24-Q3").do_not_agree._repr_mimebundle_()["text/html"]
    assert len(claims) == len(page("2023-24-Q3").do_not_agree.table.table)
