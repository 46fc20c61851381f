"""How the scheme goes, against the table that justified it; drawn once the council reports results."""

from analysis.fostering import published_case, tracking
from analysis.pages.fostering_invest_to_save.case import CASE
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.periods import Quarter
from analysis.present.findings import fostering_tracking as findings
from analysis.present.html import bullets
from analysis.present.tables import table


@section("How the scheme goes, against the table that justified it", needs=(findings.RESULTS, *CASE))
def scheme_results(given: Given) -> Shown:
    """Recruits, transfers, placements with agencies and relief so far, against the case."""
    case = published_case.yearly_case(
        given["fostering_scheme_assumptions"], given["placement_unit_costs"], given.choices["unit_cost_basis"]
    )
    placed = given["placement_unit_costs"]
    before = placed.loc[placed["provider"] == "independent_fostering_agency", "children_placed"].dropna()
    plan_year = Quarter.parse(given.in_force(CASE[0]).stated_in).year
    compared = tracking.results_against_plan(
        given.history(findings.RESULTS), case, plan_year, given.quarter, float(before.iloc[0]) if len(before) else float("nan")
    )
    released = findings.results_in_words(given.release(compared, "scheme_results"))
    columns = ["result_in_words", "result_so_far", "planned_by_now", "result_less_planned", "planned_by_year_end"]
    body = [
        bullets(*findings.results_so_far(released)),
        table(released, f"Results of the scheme against its case, {given.place}", columns, checks=given.doubts),
    ]
    return Shown(body, {"results": released}, headline=findings.headline(released), limits=[findings.NOT_BECAUSE], method=[findings.METHOD])
