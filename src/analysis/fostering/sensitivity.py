"""Which assumption decides: the value of each at which the result turns, and what its range does to it."""

import numpy as np
import pandas as pd

from analysis.fostering.assumptions import ASSUMPTIONS, LEVERS
from analysis.fostering.draws import in_parts
from analysis.fostering.model.evaluate import Values
from analysis.fostering.model.lines import SMALLEST_GBP
from analysis.fostering.model.results import known_basis
from analysis.fostering.scenario import Assumption, Scenario

GRID_POINTS = 201
"""Values tried between the bounds of an assumption before the turning point is narrowed down."""

PARTS, ROUNDS = 16, 10
"""A step in which the result turns is cut into so many parts, and the part in which it does so again, so many times."""


def varied_values(scenario: Scenario, names: list[str], settings: np.ndarray) -> Values:
    """The scenario's values as draws: in draw i, assumption ``names[i]`` takes ``settings[i]``, the others keep theirs."""
    values: dict = dict(scenario.values)
    moved = np.asarray(names)
    for name in dict.fromkeys(names):
        values[name] = np.where(moved == name, settings, values[name])
    return values


def switching_values(scenario: Scenario, basis: str) -> pd.DataFrame:
    """The value of each assumption at which the net present value is zero, all others unchanged.

    Parameters
    ----------
    basis
        ``all_cost_avoided`` or ``cashable_only``.

    Returns
    -------
    pandas.DataFrame
        One row per assumption that is a number and has an effect: ``assumption``, ``assumption_kind`` (lever or uncertainty),
        ``assumption_meaning``, ``assumption_unit``, ``assumption_value``, ``distribution``, ``lowest_value`` and ``highest_value``
        (missing without a range), ``switching_value`` (the nearest; missing where no value within the bounds of the assumption
        turns the result), ``turns_in_range`` (``yes``, ``no``, or ``no range stated``), ``change_to_switch_pct`` (of the value;
        missing where that is 0). First those that turn the result within their range, by the share of the way from the value to
        that end of the range; then those with a range that do not; then those without, by the change; last what never turns it.
    """
    names = [name for name, declared in ASSUMPTIONS.items() if declared.kind == "number" and _is_input(scenario, name)]
    base = np.array([scenario.values[name] for name in names])
    least = np.array([ASSUMPTIONS[name].least for name in names])
    most = np.array([ASSUMPTIONS[name].most for name in names])
    steps = np.linspace(0, 1, GRID_POINTS)[:, np.newaxis]
    grid = np.sort(np.vstack([least + steps * (most - least), base]), axis=0)
    value = _npv_at(scenario, names * len(grid), grid.ravel(), basis).reshape(grid.shape)
    effect = np.ptp(value, axis=0) > SMALLEST_GBP
    low, high, turns = _nearest_turn(grid, value, base)
    negative_below = _npv_at(scenario, names, low, basis) < 0
    inner = np.arange(1, PARTS)[:, np.newaxis] / PARTS
    for _ in range(ROUNDS):
        # All cuts of a round at once: the model takes as long for a few hundred draws as for a few.
        cuts = np.vstack([low, low + inner * (high - low), high])
        below = _npv_at(scenario, names * (PARTS - 1), cuts[1:-1].ravel(), basis).reshape(PARTS - 1, -1) < 0
        turned = np.vstack([below != negative_below, np.ones_like(negative_below)])
        first = np.argmax(turned, axis=0)[np.newaxis]
        low, high = (np.take_along_axis(cuts, first + end, axis=0)[0] for end in (0, 1))
    table = pd.DataFrame(
        {
            "assumption": names,
            "assumption_kind": ["Lever" if name in LEVERS else "Uncertainty" for name in names],
            "assumption_meaning": [ASSUMPTIONS[name].meaning for name in names],
            "assumption_unit": [ASSUMPTIONS[name].unit for name in names],
            "assumption_value": base,
            "distribution": [scenario.assumptions[name].distribution for name in names],
            "lowest_value": [scenario.assumptions[name].low for name in names],
            "highest_value": [scenario.assumptions[name].high for name in names],
            "switching_value": np.where(turns, (low + high) / 2, np.nan),
        }
    ).astype({"lowest_value": float, "highest_value": float})
    return _nearest_first(table[effect])


def _nearest_first(table: pd.DataFrame) -> pd.DataFrame:
    """Whether each turn lies within its assumption's range, and the rows by how near it is."""
    turn, value, low, high = (table[column] for column in ("switching_value", "assumption_value", "lowest_value", "highest_value"))
    inside = (low <= turn) & (turn <= high)
    ranged = table["distribution"] != "fixed"
    change = 100 * (turn / value.where(value != 0) - 1)
    reach = (high - value).where(turn >= value, value - low)
    way = (turn - value).abs() / reach.where(reach > 0)
    table = table.assign(turns_in_range=np.where(inside, "yes", np.where(ranged, "no", "no range stated")), change_to_switch_pct=change)
    group = np.select([turn.isna(), inside, ranged], [3, 0, 1], 2)
    nearness = way.where(ranged, change.abs()).fillna(np.inf)
    order = pd.DataFrame({"group": group, "nearness": nearness}).sort_values(["group", "nearness"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _is_input(scenario: Scenario, name: str) -> bool:
    """Whether an assumption can move by itself: not a bill that comes from the bands, nor a share whose cost is not stated."""
    if name in ("existing_bill_gbp_per_household", "new_bill_gbp_per_household"):
        return scenario.values[name] != 0
    return name != "residential_share_pct" or scenario.values["residential_gbp_per_year"] != 0


def _npv_at(scenario: Scenario, names: list[str], settings: np.ndarray, basis: str) -> np.ndarray:
    result = f"net_present_value_gbp_{known_basis(basis)}"
    values = varied_values(scenario, names, settings)
    found = np.empty(len(names))
    for part, lines in in_parts(values, {name: values[name] for name in set(names)}, len(names), (result,)):
        found[part] = lines[result]
    return found


def _nearest_turn(grid: np.ndarray, value: np.ndarray, base: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each column, the grid step nearest to the base in which the sign changes, and whether there is one."""
    turning = (value[:-1] < 0) != (value[1:] < 0)
    distance = np.minimum(np.abs(grid[:-1] - base), np.abs(grid[1:] - base))
    nearest = np.argmin(np.where(turning, distance, np.inf), axis=0)[np.newaxis]
    low, high = (np.take_along_axis(ends, nearest, axis=0)[0] for ends in (grid[:-1], grid[1:]))
    return low, high, turning.any(axis=0)


def varying(scenario: Scenario) -> list[Assumption]:
    """The assumptions that have a range."""
    return [assumption for assumption in scenario.assumptions.values() if assumption.distribution != "fixed"]


def tornado_table(scenario: Scenario, basis: str) -> pd.DataFrame:
    """The net present value with each uncertain assumption at either end of its range, all others unchanged.

    Returns
    -------
    pandas.DataFrame
        One row per assumption with a range, widest swing first: ``assumption``, ``assumption_meaning``,
        ``assumption_unit``, ``lowest_value``, ``assumption_value``, ``highest_value``, ``npv_at_lowest_gbp``,
        ``npv_at_highest_gbp``, ``npv_swing_gbp`` (the size of their difference); real.
    """
    assumptions = varying(scenario)
    names = [assumption.name for assumption in assumptions]
    columns = {
        "assumption": names,
        "assumption_meaning": [ASSUMPTIONS[name].meaning for name in names],
        "assumption_unit": [ASSUMPTIONS[name].unit for name in names],
        "lowest_value": [float(assumption.low) for assumption in assumptions],
        "assumption_value": [assumption.value for assumption in assumptions],
        "highest_value": [float(assumption.high) for assumption in assumptions],
    }
    table = pd.DataFrame(columns)
    for end in ("lowest", "highest"):
        table[f"npv_at_{end}_gbp"] = _npv_at(scenario, names, table[f"{end}_value"].to_numpy(float), basis)
    table["npv_swing_gbp"] = (table["npv_at_highest_gbp"] - table["npv_at_lowest_gbp"]).abs()
    return table.sort_values("npv_swing_gbp", ascending=False, kind="stable").reset_index(drop=True)
