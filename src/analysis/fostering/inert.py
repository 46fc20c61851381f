"""Inputs that change nothing in a scenario: what each needs in order to count, and which do not."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.fostering.assumptions import ASSUMPTIONS, BANDS
from analysis.fostering.model.evaluate import Values, by_month, evaluated
from analysis.fostering.model.line import Line
from analysis.fostering.model.lines import SMALLEST_GBP
from analysis.fostering.scenario import Scenario

_RECRUITS = "new_placements_per_year > 0 or transfers_per_year > 0"
_RELIEF = "relief_pct > 0 or respite_relief_pct * respite_only_pct > 0"
_MARGINAL = ("where(marginal_costs, 1, 0) == 1", "marginal costs are not counted")
_NO_TRANSFERS = ("transfers_per_year > 0", "no household transfers")
_NO_RECRUITS = (_RECRUITS, "the scheme brings no household")

NEEDS: dict[str, tuple[str, str]] = {
    **{
        f"council_tax_band_{band}_gbp_per_year": (
            "existing_bill_gbp_per_household == 0 or new_bill_gbp_per_household == 0",
            "the average bills are stated",
        )
        for band in BANDS
    },
    **{f"existing_households_band_{band}": ("existing_bill_gbp_per_household == 0", "the average bill is stated") for band in BANDS},
    **{f"new_households_band_{band}_pct": ("new_bill_gbp_per_household == 0", "the average bill is stated") for band in BANDS},
    "respite_relief_pct": ("respite_only_pct > 0", "no household gives respite only"),
    "respite_only_pct": (_RELIEF, "no relief is given"),
    "existing_discount_pct": (_RELIEF, "no relief is given"),
    "new_discount_pct": (_RELIEF, "no relief is given"),
    "existing_outside_city_pct": (_RELIEF, "no relief is given"),
    "new_outside_city_pct": (_RELIEF, "no relief is given"),
    "relief_wait_months": (_RELIEF, "no relief is given"),
    "relief_new_outside_city": ("new_outside_city_pct > 0", "no new household lives outside the city"),
    "outside_city_bill_pct": ("existing_outside_city_pct > 0 or new_outside_city_pct > 0", "no household lives outside the city"),
    "idle_households_pct": ("where(relief_needs_placement, 0, 1) == 1", "relief goes only to households with a child placed"),
    "recruitment_years": _NO_RECRUITS,
    "recruitment_lag_months": _NO_RECRUITS,
    "ramp_months": _NO_RECRUITS,
    "households_per_placement": ("new_placements_per_year > 0", "there is no new placement"),
    "deadweight_pct": ("new_placements_per_year > 0", "there is no new placement"),
    "children_per_transfer": _NO_TRANSFERS,
    "transfer_deadweight_pct": _NO_TRANSFERS,
    "cashable_transfers_pct": _NO_TRANSFERS,
    "attrition_prevented_pct": ("attrition_pct > 0", "no household leaves"),
    "placements_per_existing_household": ("attrition_pct * attrition_prevented_pct > 0", "the scheme keeps no household"),
    "residential_gbp_per_year": ("residential_share_pct > 0", "no child would have been in residential care"),
    "in_house_marginal_pct": _MARGINAL,
    "bought_marginal_pct": _MARGINAL,
}
"""Input: the condition without which it changes nothing, in the language of the formulas, and why it does not where that fails."""

TRIED = 6
"""Values of an input that are tried, from the least that it may be to the most."""


def inert_inputs(scenario: Scenario, names: Iterable[str] = tuple(ASSUMPTIONS)) -> list[str]:
    """Inputs of which no value within their bounds changes what the scenario costs, avoids or comes to, the others unchanged.

    Parameters
    ----------
    names
        Inputs to try; all unless named.
    """
    base = _outcome(scenario, {})
    names = list(names)
    numbers = [name for name in names if ASSUMPTIONS[name].kind == "number"]
    tried = np.linspace([ASSUMPTIONS[name].least for name in numbers], [ASSUMPTIONS[name].most for name in numbers], TRIED, axis=1)
    settings = {
        name: np.where(np.repeat([name == other for other in numbers], TRIED), tried.ravel(), scenario.values[name]) for name in numbers
    }
    moved = np.abs(_outcome(scenario, settings) - base).max(axis=0) if numbers else np.empty(0)
    moves = dict(zip(numbers, (moved.reshape(-1, TRIED) > SMALLEST_GBP).any(axis=1), strict=True)) if numbers else {}
    for name in set(names) - set(numbers):
        declared = ASSUMPTIONS[name]
        values = range(int(declared.least), int(declared.most) + 1) if name != "horizon_years" else ()
        changed = (np.abs(_outcome(scenario, {name: float(value)}) - base).max() > SMALLEST_GBP for value in values)
        moves[name] = name == "horizon_years" or any(changed)
    return [name for name in names if not moves[name]]


def inert_table(scenario: Scenario) -> pd.DataFrame:
    """The inputs stated in a scenario that change nothing in it, with why.

    Returns
    -------
    pandas.DataFrame
        One row per input: ``assumption``, ``assumption_meaning``, ``assumption_unit``, ``assumption_value``, ``inert_because``, ``stated_in``,
        ``source``.
    """
    stated = {name: held for name, held in scenario.assumptions.items() if held.source != "model"}
    rows = [
        (
            name,
            ASSUMPTIONS[name].meaning,
            ASSUMPTIONS[name].unit,
            stated[name].value,
            _because(scenario, name),
            stated[name].stated_in,
            stated[name].source,
        )
        for name in inert_inputs(scenario, stated)
    ]
    columns = ["assumption", "assumption_meaning", "assumption_unit", "assumption_value", "inert_because", "stated_in", "source"]
    return pd.DataFrame(rows, columns=columns)


def _because(scenario: Scenario, name: str) -> str:
    condition, why = NEEDS.get(name, ("1 == 1", ""))
    return "nothing else in the scenario makes it count" if holds(condition, scenario.values) else why


def holds(condition: str, values: Values) -> bool:
    """Whether a condition in the language of the formulas holds for a scenario's values."""
    line = Line("condition", "", "1 or 0", "", condition, "once")
    return bool(evaluated(values, ("condition",), {"condition": line})["condition"])


def _outcome(scenario: Scenario, settings: dict) -> np.ndarray:
    """Net by month and present value on both bases, one column for each draw."""
    values = {**scenario.values, **settings}
    flows, present = ("net", "cashable_net"), ("net_present_value_gbp_all_cost_avoided", "net_present_value_gbp_cashable_only")
    found = evaluated(values, (*flows, *present))
    rows = [*(by_month(found[name], int(values["horizon_years"])) for name in flows), *(np.atleast_2d(found[name]) for name in present)]
    widest = max(row.shape[1] for row in rows)
    return np.vstack([np.broadcast_to(row, (len(row), widest)) for row in rows])
