"""What has to hold for the assumptions of a scenario together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import Problem
from analysis.fostering.assumptions import BANDS

if TYPE_CHECKING:
    from analysis.fostering.scenario import Assumption, Correlation

BROUGHT = ("new_placements_per_year", "transfers_per_year", "attrition_prevented_pct")
"""What relief or a fee brings: households that come, and households that stay."""


def joint_problems(file: str, assumptions: Mapping[str, Assumption]) -> list[Problem]:
    """What is wrong with assumptions that have to fit each other."""
    value = {name: assumption.value for name, assumption in assumptions.items()}
    problems = []
    by_band = sum(value[f"existing_households_band_{band}"] for band in BANDS)
    if by_band and abs(by_band - value["existing_households"]) > 1e-6:
        rule = f"is not the sum of the households in each band, {by_band:,.10g}"
        remedy = "Correct the bands or the total, or leave the bands out."
        problems.append(Problem(file, rule, remedy, column="existing_households", value=f"{value['existing_households']:,.10g}"))
    if not by_band and not value["existing_bill_gbp_per_household"] and value["existing_households"]:
        remedy = "State the average bill, or the households in each band."
        problems.append(Problem(file, "is 0, and no band has a household", remedy, column="existing_bill_gbp_per_household", value="0"))
    shares = sum(value[f"new_households_band_{band}_pct"] for band in BANDS)
    if not value["new_bill_gbp_per_household"] and abs(shares - 100) > 1e-6:
        rule = f"is 0, and the shares of new households in each band add up to {shares:,.10g}, not 100"
        remedy = "State the average bill, or shares that add up to 100."
        problems.append(Problem(file, rule, remedy, column="new_bill_gbp_per_household", value="0"))
    share = assumptions["residential_share_pct"]
    if max(share.value, share.high or 0) and not value["residential_gbp_per_year"]:
        rule = "is not 0, and residential_gbp_per_year is: the dearer care would count as free"
        remedy = "State residential_gbp_per_year, the full cost of a residential placement in £ a year, with it; or leave the share at 0."
        problems.append(Problem(file, rule, remedy, column=share.name, value=f"{share.value:,.10g}"))
    return problems


def correlation_problems(file: str, correlations: Iterable[Correlation]) -> list[Problem]:
    """Correlations that cannot all hold: their matrix has a negative eigenvalue."""
    names, matrix = correlation_matrix(correlations)
    if not names or np.linalg.eigvalsh(matrix).min() > -1e-9:
        return []
    rule = f"cannot all hold together, for {', '.join(names)}"
    return [Problem(file, rule, "Bring the coefficients nearer to 0.", column="correlations")]


def correlation_matrix(correlations: Iterable[Correlation]) -> tuple[list[str], np.ndarray]:
    """The assumptions that are correlated, and the matrix of their coefficients."""
    correlations = list(correlations)
    names = list(dict.fromkeys(name for pair in correlations for name in (pair.first, pair.second)))
    matrix = np.eye(len(names))
    for pair in correlations:
        first, second = names.index(pair.first), names.index(pair.second)
        matrix[first, second] = matrix[second, first] = pair.coefficient
    return names, matrix


def uncaused_problems(
    file: str, before: Mapping[str, Assumption], after: Mapping[str, Assumption], stated: Collection[str]
) -> list[Problem]:
    """Effects taken over from a scenario that pays households by one that does not, and that leaves them unsaid.

    Parameters
    ----------
    file
        Who takes the pay away: a scenario file, or the command line.
    before, after
        Assumptions by name without and with what it states.
    stated
        Names that it states.
    """
    if not _pays_households(before) or _pays_households(after):
        return []
    rule = "is taken over from {}.toml, where relief or a fee brings it, and here households get neither"
    remedy = "State it here too: 0, or what the scheme would bring without them."
    return [
        Problem(file, rule.format(after[name].stated_in), remedy, column=name, value=f"{after[name].value:,.10g}")
        for name in BROUGHT
        if name not in stated and name in after and _most(after[name])
    ]


def _pays_households(assumptions: Mapping[str, Assumption]) -> bool:
    """Whether any household gets relief or a fee, at the values or within the ranges."""
    most = {name: _most(assumptions[name]) for name in (*_PAY, "respite_only_pct") if name in assumptions}
    respite = most.get("respite_relief_pct", 0) * most.get("respite_only_pct", 0)
    return bool(most.get("relief_pct", 0) or most.get("weekly_fee_gbp_per_household", 0) or respite)


_PAY = ("relief_pct", "respite_relief_pct", "weekly_fee_gbp_per_household")


def _most(assumption: Assumption) -> float:
    return max(assumption.value or 0, assumption.high or 0)
