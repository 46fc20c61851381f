"""Starting values of a scenario for a council without figures of its own: another council's, scaled by national statistics."""

from dataclasses import replace

from analysis.fostering.assumptions import BANDS
from analysis.fostering.scenario import Assumption, Scenario

BY_COST = ("in_house_gbp_per_year", "agency_gbp_per_year", "residential_gbp_per_year")
"""Assumptions that follow what a year of care comes to."""
BY_CHILDREN = (
    "existing_households",
    *(f"existing_households_band_{band}" for band in BANDS),
    "usual_recruits_per_year",
    "new_placements_per_year",
    "transfers_per_year",
)
"""Assumptions that follow how many children are looked after."""


def starting_values(scenario: Scenario, cost_ratio: float, children_ratio: float) -> list[Assumption]:
    """Assumptions that differ for a council whose care costs, and whose number of children looked after is, so many times that of the scenario's.

    Value, low and high are multiplied alike, so that what was likely or possible stays so. An assumption of 0 is left as it is.

    Parameters
    ----------
    cost_ratio
        Net spending for each child looked after, of the scenario's council's in the same year.
    children_ratio
        Children looked after, of the scenario's council's on the same days.

    Returns
    -------
    list of Assumption
        In the scenario's order.
    """
    ratios = {**dict.fromkeys(BY_COST, cost_ratio), **dict.fromkeys(BY_CHILDREN, children_ratio)}
    found = []
    for name, stated in scenario.assumptions.items():
        if name in ratios and (stated.value or stated.high):
            low, high = (None if end is None else end * ratios[name] for end in (stated.low, stated.high))
            found.append(replace(stated, value=stated.value * ratios[name], low=low, high=high))
    return found
