"""A scenario with unit costs of the placements that a council holds in place of the published ones."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis.fostering.scenario import Assumption, Scenario
from analysis.fostering.scenario_file import HELD
from analysis.placements.unit_costs import WEEKS_A_YEAR
from analysis.placements.what_if import AGENCY, GROUPS, IN_HOUSE, RESIDENTIAL

KIND_OF = {"in_house_gbp_per_year": IN_HOUSE, "agency_gbp_per_year": AGENCY, "residential_gbp_per_year": RESIDENTIAL}
SOURCE = "placement costs held"
FEWEST = 5
"""Placements that an average of an age and need, or of a kind, rests on at least."""
_MATCHES = (["age_band", "child_need"], ["age_band"], [])


def unit_costs_held(placements: pd.DataFrame) -> pd.DataFrame:
    """Cost of a year in each kind of care, from open placements, for children of the ages and needs of those with the council's own carers.

    Parameters
    ----------
    placements
        One row per open placement: ``child_id``, ``placement_line``, ``age_band``, ``child_need``, ``price_gbp_per_week`` before contributions.

    Returns
    -------
    pandas.DataFrame
        One row per assumption of ``KIND_OF``: ``assumption``, ``held_gbp_per_year`` (missing where fewer than ``FEWEST`` are of the kind), ``placements_of_kind``,
        ``placements_matched`` (those of the kind whose price counts by age and need), ``matched_by_need_pct`` and ``matched_by_age_pct`` (children in-house for whom the
        price is that of their age and need, and of their age alone; the rest are priced as the whole kind is).

    Notes
    -----
    In-house the cost is what is paid for the placement: allowances and fees, and not the fostering team.
    """
    group = placements["placement_line"].map(GROUPS)
    own = placements[group == IN_HOUSE]
    rows = []
    for assumption, kind in KIND_OF.items():
        of_kind = placements[group == kind]
        row = {"assumption": assumption, "placements_of_kind": of_kind["child_id"].nunique()}
        if len(of_kind) < FEWEST or len(own) < FEWEST:
            rows.append(
                row | {"held_gbp_per_year": np.nan, "placements_matched": 0, "matched_by_need_pct": np.nan, "matched_by_age_pct": np.nan}
            )
            continue
        own_price = own["price_gbp_per_week"].to_numpy()
        price, level = (own_price, np.zeros(len(own), dtype=int)) if kind == IN_HOUSE else _price_for(own, of_kind)
        counted = own.loc[level == 0, _MATCHES[0]].drop_duplicates()
        rows.append(
            row
            | {
                "held_gbp_per_year": round(float(price.mean()) * WEEKS_A_YEAR, 2),
                "placements_matched": len(of_kind.merge(counted, on=_MATCHES[0])),
                "matched_by_need_pct": 100 * float((level == 0).mean()),
                "matched_by_age_pct": 100 * float((level == 1).mean()),
            }
        )
    return pd.DataFrame(rows).astype({"placements_of_kind": "Int64", "placements_matched": "Int64"})


def _price_for(own: pd.DataFrame, of_kind: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Weekly price in a kind for each child in-house, and how it is matched: 0 by age and need, 1 by age, 2 not at all."""
    price, level = np.full(len(own), np.nan), np.full(len(own), len(_MATCHES) - 1)
    for place, keys in enumerate(_MATCHES):
        if keys:
            found = of_kind.groupby(keys)["price_gbp_per_week"].agg(["mean", "size"])
            found = found.loc[found["size"] >= FEWEST, "mean"].rename("mean").reset_index()
            mean = own[keys].merge(found, on=keys, how="left")["mean"].to_numpy()
        else:
            mean = np.full(len(own), of_kind["price_gbp_per_week"].mean())
        new = np.isnan(price) & ~np.isnan(mean)
        price[new], level[new] = mean[new], place
    return price, level


def with_unit_costs_held(scenario: Scenario, held: pd.DataFrame, day: pd.Timestamp) -> Scenario:
    """The scenario with what placements held cost, held fixed in the draws; a kind with too few, and one that a scenario built on top states, as it was.

    What is paid in-house is the cost at the margin: in full it is that over the part of the cost which one more placement adds.

    Parameters
    ----------
    held
        As ``unit_costs_held`` gives it.
    day
        Day of the list.
    """
    changed = {}
    margin = scenario.values["in_house_marginal_pct"] / 100
    for row in held[held["held_gbp_per_year"].notna()].itertuples():
        if row.assumption in scenario.own_unit_costs:
            continue
        in_house = row.assumption == "in_house_gbp_per_year"
        value = row.held_gbp_per_year / margin if in_house and margin else row.held_gbp_per_year
        changed[row.assumption] = Assumption(row.assumption, round(value, 2), _reason(row, in_house, day), SOURCE, "", "", scenario.name)
    return replace(scenario, unit_costs=HELD, assumptions=MappingProxyType({**scenario.assumptions, **changed}))


def _reason(row, in_house: bool, day: pd.Timestamp) -> str:
    """Why a value is what it is."""
    rests = f"It rests on {row.placements_of_kind} placements open on {day.day} {day:%B %Y}"
    if in_house:
        return f"{rests}: what is paid for them, over the part of the in-house cost that one more placement adds."
    by_need = f"for {row.matched_by_need_pct:.0f} in 100 of the children with own carers it is the price of their age and need"
    return f"{rests}, for children like those with the council's own carers: {by_need}."


def in_full_and_at_the_margin(scenario: Scenario) -> dict[str, Scenario]:
    """The scenario counting unit costs in full, and counting only the part that moves with one placement."""
    of = scenario.assumptions["marginal_costs"]
    return {
        name: replace(scenario, assumptions=MappingProxyType({**scenario.assumptions, "marginal_costs": replace(of, value=value)}))
        for name, value in (("In full", 0.0), ("At the margin", 1.0))
    }
