"""What a scenario of children to come may suppose, and what that makes of rates and prices."""

import math
from collections.abc import Mapping

import numpy as np

from analysis.catalogue.code_lists import code_list
from analysis.ingest.scenario_entries import Declared, as_data
from analysis.placements.movements import Movements
from analysis.placements.projection import WhatIf

GROUPS = code_list("placement_line_suppositions")
IN_HOUSE, AGENCY, RESIDENTIAL = "in_house", "agency", "residential"
AS_SEEN = float("nan")
"""Value of what is left as the records show it."""


def _change(name: str, meaning: str, most: float = 500.0) -> Declared:
    return Declared(name, meaning, "per cent", -100.0, most, default=0.0)


_DECLARED = (
    Declared("years_ahead", "Years projected from the day of the last list", "years", 1, 10, "whole", default=5),
    _change("entry_change_pct", "Change in how often children come into placements"),
    _change("exit_change_pct", "Change in how often children leave care before they turn 18"),
    _change("step_down_change_pct", "Change in how often children move on from residential care to other kinds of placement"),
    Declared(
        "in_house_share_pct",
        "Share of those who come or move to in-house or agency fostering that goes in-house; as the records show where it is not stated",
        "per cent",
        0.0,
        100.0,
        default=AS_SEEN,
    ),
    _change("price_change_pct", "Change of all weekly prices"),
    _change("in_house_price_change_pct", "Change of the weekly prices of in-house fostering, beyond that of all"),
    _change("agency_price_change_pct", "Change of the weekly prices of agency fostering, beyond that of all"),
    _change("residential_price_change_pct", "Change of the weekly prices of residential care, beyond that of all"),
    Declared("uplift_pct", "Rise of all prices each 1 April", "per cent", -20.0, 50.0, default=0.0),
)

SUPPOSITIONS: dict[str, Declared] = {declared.name: declared for declared in _DECLARED}
"""Everything that such a scenario may state."""


def declared_suppositions() -> list[dict]:
    """Every supposition as plain data, as ``as_data`` gives it; one without a default is as the records show where it is not stated."""
    rows = [as_data(declared, "what_if") for declared in SUPPOSITIONS.values()]
    return [{**row, "default": None if math.isnan(row["default"]) else row["default"]} for row in rows]


def supposed(values: Mapping[str, float], lines: list[str]) -> WhatIf:
    """What a scenario's values make of how children come, move and leave.

    Parameters
    ----------
    values
        By name of ``SUPPOSITIONS``, all of them.
    lines
        Kinds of placement that are projected.

    >>> values = {name: one.default for name, one in SUPPOSITIONS.items()} | {"entry_change_pct": -10.0, "in_house_share_pct": 60.0}
    >>> what_if = supposed(values, ["In-house fostering", "Agency fostering"])
    >>> what_if.entries, what_if.shared
    (0.9, ('In-house fostering', 'Agency fostering', 0.6))
    """
    residential = [line for line in lines if GROUPS.get(line) == RESIDENTIAL]
    times = 1 + values["step_down_change_pct"] / 100
    down = tuple((here, there, times) for here in residential for there in lines if there not in residential) if times != 1 else ()
    share, both = values["in_house_share_pct"], fostering_lines(lines)
    shared = (*both, share / 100) if both and not math.isnan(share) else None
    return WhatIf(1 + values["entry_change_pct"] / 100, 1 + values["exit_change_pct"] / 100, down, shared)


def supposed_prices(values: Mapping[str, float], lines: list[str], prices: np.ndarray) -> np.ndarray:
    """Weekly prices of some lines with the changes that a scenario supposes; those of a group on top of those of all."""
    of_group = {group: 1 + values[f"{group}_price_change_pct"] / 100 for group in (IN_HOUSE, AGENCY, RESIDENTIAL)}
    times = np.array([of_group.get(GROUPS.get(line, ""), 1.0) for line in lines])
    return prices * times * (1 + values["price_change_pct"] / 100)


def fostering_lines(lines: list[str]) -> tuple[str, str] | None:
    """The lines of in-house and of agency fostering; ``None`` where either is not among them."""
    found = {GROUPS.get(line): line for line in lines}
    return (found[IN_HOUSE], found[AGENCY]) if IN_HOUSE in found and AGENCY in found else None


def in_house_share_seen_pct(seen: Movements) -> float:
    """Share of those who came or moved to in-house or agency fostering that went in-house, per cent; missing where neither is among the lines, or none came."""
    both = fostering_lines(seen.lines)
    if both is None:
        return float("nan")
    one, other = (seen.lines.index(line) for line in both)
    moves, entries = (rates[0] for rates in seen.per_day())
    # What is seen in some days of children at risk of it: rates times the days of each kind.
    cases = np.maximum(seen.at_risk_days, 1.0)[:, :, None] * moves
    elsewhere = [kind for kind in range(len(seen.lines)) if kind not in (one, other)]
    came = [float(entries[:, kind].sum() * seen.watched_days + cases[:, elsewhere, kind].sum()) for kind in (one, other)]
    return 100 * came[0] / sum(came) if sum(came) else float("nan")


def without_effect(values: Mapping[str, float], lines: list[str]) -> list[str]:
    """Names of suppositions that are stated and change nothing, because no line that is projected is of their kind."""
    groups = {GROUPS.get(line) for line in lines}
    needs = {
        "step_down_change_pct": RESIDENTIAL in groups and len(groups) > 1,
        "in_house_share_pct": fostering_lines(lines) is not None,
        **{f"{group}_price_change_pct": group in groups for group in (IN_HOUSE, AGENCY, RESIDENTIAL)},
    }
    stated = [name for name in needs if not math.isnan(values[name]) and values[name] != SUPPOSITIONS[name].default]
    return [name for name in stated if not needs[name]]
