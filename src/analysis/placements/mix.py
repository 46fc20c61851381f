"""The mix of placements that costs least: who may be placed where, what that costs, and what one more place of a kind is worth."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from analysis.catalogue.code_lists import code_list
from analysis.placements.movements import BANDS
from analysis.placements.unit_costs import AGE_BANDS
from analysis.placements.what_if import AGENCY, GROUPS, IN_HOUSE

LINE, GROUP_KEYS = "placement_line", ["placement_line", "age_band", "child_need", "settled"]
_PLACES = code_list("placement_line_takes")
HOMES = tuple(line for line, takes in _PLACES.items() if takes == "homes")
"""Lines of children's homes in which a child may be placed instead of another."""
SUPPORTED = next(line for line, takes in _PLACES.items() if takes == "supported")
FAMILY = tuple(line for line, group in GROUPS.items() if group in (IN_HOUSE, AGENCY))


@dataclass(frozen=True)
class Mix:
    """The mix that costs least, or why there is none.

    Attributes
    ----------
    lines
        Kinds of placement, in the order of the arrays.
    children
        By group of children and kind; empty where the limits cannot all hold.
    gbp_per_week
        What it costs.
    worth_gbp_per_week
        By kind: what one more place would save; 0 where none is wanted, missing where places are not limited.
    short
        Places by which each kind is too small for the children who must be there, by kind; empty where there is a mix.
    """

    lines: list[str]
    children: np.ndarray
    gbp_per_week: float
    worth_gbp_per_week: np.ndarray
    short: dict[str, int]


def groups_of(spells: pd.DataFrame) -> pd.DataFrame:
    """Children in open placements by kind, age, need and whether they are settled: ``GROUP_KEYS`` and ``children``, in a fixed order.

    Parameters
    ----------
    spells
        One row per open placement, with those columns.
    """
    return spells.groupby(GROUP_KEYS, observed=True).agg(children=("child_id", "nunique")).reset_index()


def prices_of(spells: pd.DataFrame, groups: pd.DataFrame, lines: list[str], fewest: int) -> np.ndarray:
    """Weekly price of each kind for each group of children: the average of those of their age and need where there are enough, else of their age, else of all.

    Parameters
    ----------
    fewest
        Placements that an average needs; a kind that has fewer in all is priced by what it has.

    Returns
    -------
    numpy.ndarray
        GBP a week, a row a group and a column a kind.
    """
    asked = pd.DataFrame({name: np.repeat(groups[name].to_numpy(), len(lines)) for name in ("age_band", "child_need")})
    asked[LINE] = np.tile(lines, len(groups))
    price = pd.Series(np.nan, index=asked.index)
    for keys in ([LINE, "age_band", "child_need"], [LINE, "age_band"], [LINE]):
        found = spells.groupby(keys, observed=True)["price_gbp_per_week"].agg(["mean", "size"]).reset_index()
        enough = found[found["size"] >= fewest] if len(keys) > 1 else found
        price = price.fillna(asked.merge(enough, on=keys, how="left")["mean"])
    return price.to_numpy().reshape(len(groups), len(lines))


def allowed_places(groups: pd.DataFrame, lines: list[str], supported_ages: list[str]) -> np.ndarray:
    """Whether each group of children may be in each kind: where it is in any case; a settled child nowhere else; from a family to a family alone; from a
    home to a home, to a family or, of the ages named, to supported accommodation; from any other kind nowhere.

    >>> groups = pd.DataFrame({"placement_line": ["Agency fostering"] * 2, "age_band": "10 to 15", "settled": [True, False]})
    >>> allowed_places(groups, ["Agency fostering", "In-house fostering", "Children's homes bought in"], []).tolist()
    [[True, False, False], [True, True, False]]
    """
    here = groups[LINE].to_numpy()
    rows = []
    for place, age, settled in zip(here, groups["age_band"], groups["settled"], strict=True):
        open_to = {place}
        if not settled and place in (*FAMILY, *HOMES):
            open_to |= set(FAMILY)
        if not settled and place in HOMES:
            open_to |= {*HOMES, *([SUPPORTED] if age in supported_ages else [])}
        rows.append([line in open_to for line in lines])
    return np.array(rows, dtype=bool).reshape(len(groups), len(lines))


def least_cost_mix(groups: pd.DataFrame, prices: np.ndarray, allowed: np.ndarray, places: dict[str, int], step_down_share: float) -> Mix:
    """The mix of placements that costs least within the limits: a linear programme, of whole children.

    Parameters
    ----------
    groups
        As ``groups_of`` gives them.
    prices, allowed
        By group and kind; a kind that nobody is in has no price, and takes nobody.
    places
        Places of the kinds that are limited.
    step_down_share
        Share of the children in homes who are not settled that may be placed elsewhere, from 0 to 1.
    """
    lines = lines_of(groups)
    kinds, count = len(lines), groups["children"].to_numpy(dtype=float)
    usable = allowed & ~np.isnan(prices)
    cost, most = np.where(usable, prices, 0.0).ravel(), np.where(usable, count[:, None], 0.0).ravel()
    everyone = np.kron(np.eye(len(groups)), np.ones(kinds))
    limited = [line for line in lines if line in places]
    in_kind = np.zeros((len(limited), cost.size))
    for row, one in enumerate(limited):
        in_kind[row, lines.index(one) :: kinds] = 1.0
    room = np.array([places[line] for line in limited], dtype=float)
    stepping, least = _stepping_down(groups, lines, step_down_share)
    limits, ends = np.vstack([in_kind, stepping]), np.append(room, least)
    whole = milp(
        cost,
        constraints=[LinearConstraint(everyone, count, count), LinearConstraint(limits, -np.inf, ends)],
        bounds=Bounds(0, most),
        integrality=np.ones(len(cost)),
    )
    if not whole.success:
        return Mix(lines, np.zeros((0, kinds)), np.nan, np.full(kinds, np.nan), _short(groups, usable, limited, room, lines))
    smooth = linprog(cost, A_ub=limits, b_ub=ends, A_eq=everyone, b_eq=count, bounds=np.column_stack([np.zeros(len(cost)), most]))
    worth = dict(zip(limited, -smooth.ineqlin.marginals[: len(limited)], strict=True))
    children = np.round(whole.x).reshape(len(groups), kinds)
    return Mix(lines, children, float(cost @ children.ravel()), np.array([worth.get(line, np.nan) for line in lines]) + 0.0, {})


def lines_of(groups: pd.DataFrame) -> list[str]:
    """Kinds of placement that any group is in, in order."""
    return sorted(groups[LINE].unique())


def _stepping_down(groups: pd.DataFrame, lines: list[str], share: float) -> tuple[np.ndarray, float]:
    """Who leaves homes for another kind, as a row of the limits, and how many may."""
    from_home = (groups[LINE].isin(HOMES) & ~groups["settled"].astype(bool)).to_numpy()
    elsewhere = np.array([line not in HOMES for line in lines])
    row = (from_home[:, None] & elsewhere[None]).ravel().astype(float)
    return row[None], float(np.floor(share * groups.loc[from_home, "children"].sum() + 1e-9))


def _short(groups: pd.DataFrame, usable: np.ndarray, limited: list[str], room: np.ndarray, lines: list[str]) -> dict[str, int]:
    """Places by which each limited kind is too small for the children who may be nowhere else; no kind where only all limits together cannot hold."""
    nowhere_else = usable.sum(axis=1) == 1
    count = groups["children"].to_numpy()
    needed = {line: int(count[nowhere_else & usable[:, lines.index(line)]].sum()) for line in limited}
    return {line: needed[line] - int(places) for line, places in zip(limited, room, strict=True) if needed[line] > places}


def supported_ages(from_years: float) -> list[str]:
    """Bands of age of children who are all old enough for supported accommodation.

    >>> supported_ages(16)
    ['16 and over']
    """
    return [band for band in BANDS if AGE_BANDS[band][0] >= from_years]
