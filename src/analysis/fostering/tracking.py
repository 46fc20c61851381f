"""How the scheme goes: recruits, transfers, placements and relief against the table that justified it."""

import pandas as pd

from analysis.periods import FinancialYear, Quarter

RECRUITED, TRANSFERRED, ADDED, AGENCY, RELIEF = (
    "households_recruited",
    "households_transferred",
    "placements_added",
    "agency_placements",
    "relief_paid_gbp",
)
UNITS = {RECRUITED: "households", TRANSFERRED: "households", ADDED: "children", AGENCY: "children", RELIEF: "GBP"}
"""What is tracked, with its unit, in the order of a table."""


def results_against_plan(
    results: pd.DataFrame, case: pd.DataFrame, plan_year: FinancialYear, now: Quarter, agency_before: float
) -> pd.DataFrame:
    """Each result of the scheme so far, less what its case plans; above zero where there is more than planned.

    Recruits and transfers are added up over every quarter held. Placements are those of the last quarter. Relief is that of the quarters held of
    the financial year, against the same share of the year's planned cost.

    Parameters
    ----------
    results
        One row per ``quarter`` up to now, ``now`` among them: the columns of ``UNITS``; a figure may be missing.
    case
        As ``published_case.yearly_case`` returns it.
    plan_year
        The case's current year, its year 0.
    agency_before
        Children placed with agencies when the case was made; missing where not stated.

    Returns
    -------
    pandas.DataFrame
        One row per result: ``scheme_result`` (a key of ``UNITS``), ``scheme_result_unit``, ``result_so_far``, ``planned_by_now`` (the plan of the last year and the
        share of this year's that has passed), ``planned_by_year_end`` and ``result_less_planned``. The case plans no transfers. A year past those of the case has
        the plan of its last. A sum over quarters of which one is not known is not known.

    Examples
    --------
    >>> row = {"quarter": "2024-25-Q1", "households_recruited": 3, "households_transferred": 1, "placements_added": 4}
    >>> results = pd.DataFrame([row | {"agency_placements": 155, "relief_paid_gbp": 60_000}])
    >>> case = pd.DataFrame({"scheme_year": [0, 1], "new_households": [0, 15], "new_placements": [0, 20], "scheme_cost_gbp": [224_530, 256_203]})
    >>> results_against_plan(results, case, FinancialYear(2023), Quarter.parse("2024-25-Q1"), 159)["planned_by_now"].tolist()
    [3.75, nan, 5.0, 154.0, 64050.75]
    """
    year = min(now.year.start_year - plan_year.start_year, int(case["scheme_year"].max()))
    planned = case.set_index("scheme_year")
    this, last = planned.loc[year], planned.loc[year - 1] if year else planned.loc[0] * 0
    passed = now.number / 4
    of_year = results[results["quarter"].map(lambda quarter: Quarter.parse(quarter).year == now.year)]
    latest = results[results["quarter"] == str(now)].iloc[0]
    so_far = {
        RECRUITED: results[RECRUITED].sum(skipna=False),
        TRANSFERRED: results[TRANSFERRED].sum(skipna=False),
        ADDED: latest[ADDED],
        AGENCY: latest[AGENCY],
        RELIEF: of_year[RELIEF].sum(skipna=False) if len(of_year) == now.number else float("nan"),
    }
    by_now = {name: last[name] + (this[name] - last[name]) * passed for name in ("new_households", "new_placements")}
    plan_now = {
        RECRUITED: by_now["new_households"],
        ADDED: by_now["new_placements"],
        AGENCY: agency_before - by_now["new_placements"],
        RELIEF: this["scheme_cost_gbp"] * passed,
    }
    plan_end = {
        RECRUITED: this["new_households"],
        ADDED: this["new_placements"],
        AGENCY: agency_before - this["new_placements"],
        RELIEF: this["scheme_cost_gbp"],
    }
    table = pd.DataFrame({"scheme_result": list(UNITS), "scheme_result_unit": list(UNITS.values())})
    for column, figures in (("result_so_far", so_far), ("planned_by_now", plan_now), ("planned_by_year_end", plan_end)):
        table[column] = pd.to_numeric(table["scheme_result"].map(figures)).astype(float)
    return table.assign(result_less_planned=table["result_so_far"] - table["planned_by_now"])
