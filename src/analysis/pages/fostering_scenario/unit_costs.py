"""Unit costs of placements held in place of the published ones, and in-house care counted in full and at the margin."""

import numpy as np
import pandas as pd

from analysis.fostering.appraisal import net_present_value, result
from analysis.fostering.assumptions import ASSUMPTIONS
from analysis.fostering.from_placements import in_full_and_at_the_margin
from analysis.fostering.scenario_file import HELD
from analysis.pages.given import Given
from analysis.pages.scenario_runs import placements_unit_costs
from analysis.pages.sections import Shown, section
from analysis.present.findings import scenario_unit_costs as findings
from analysis.present.html import paragraphs
from analysis.present.tables import table


@section("Unit costs, in full and at the margin", needs=())
def unit_costs(given: Given) -> Shown:
    """What the scenario comes to with unit costs in full and at the margin; where they are of placements held, on how many each rests."""
    case = given.choices["case"]
    both = given.release(_both(case.scenario), "in_full_and_at_the_margin")
    body = [
        paragraphs(*findings.in_full_and_at_the_margin(both)),
        table(both, "The same scenario with unit costs in full and at the margin", list(both.table)),
    ]
    shown = {"both": both}
    if case.scenario.unit_costs == HELD:
        held, day = placements_unit_costs(given.authority, str(given.quarter))
        shown["held"] = given.release(_beside_stated(held, case.base), "unit_costs_held")
        body = [
            paragraphs(*findings.held(shown["held"], day)),
            table(shown["held"], f"Unit costs of placements held, {given.place}", list(shown["held"].table)),
            *body,
        ]
    return Shown(body, shown, method=findings.METHOD)


def _both(scenario) -> pd.DataFrame:
    """In-house and agency cost of a year, net present value and break-even, with unit costs in full and at the margin."""
    rows = []
    for name, one in in_full_and_at_the_margin(scenario).items():
        values = one.values
        part = {kind: values[f"{kind}_marginal_pct"] / 100 if values["marginal_costs"] else 1.0 for kind in ("in_house", "bought")}
        breaks_even = float(result(values, "break_even_placements_per_year", "all_cost_avoided")[0])
        rows.append(
            {
                "costs_counted": name,
                "counted_in_house_gbp_per_year": round(values["in_house_gbp_per_year"] * part["in_house"], 2),
                "counted_agency_gbp_per_year": round(values["agency_gbp_per_year"] * part["bought"], 2),
                "npv_cashable_gbp": round(float(net_present_value(values, "cashable_only")[0]), 2),
                "net_present_value_gbp": round(float(net_present_value(values, "all_cost_avoided")[0]), 2),
                "break_even_placements_per_year": breaks_even if np.isfinite(breaks_even) else np.nan,
            }
        )
    return pd.DataFrame(rows)


def _beside_stated(held: pd.DataFrame, base) -> pd.DataFrame:
    """Unit costs held beside those of the scenario's base."""
    table_ = held.assign(
        assumption_meaning=held["assumption"].map(lambda name: ASSUMPTIONS[name].meaning),
        stated_gbp_per_year=held["assumption"].map(base.values),
    )
    columns = [
        "held_gbp_per_year",
        "stated_gbp_per_year",
        "placements_of_kind",
        "placements_matched",
        "matched_by_need_pct",
        "matched_by_age_pct",
    ]
    return table_[["assumption_meaning", *columns]]
