"""Percentages that would give a small count away beside a count that they may be a percentage of.

Each function returns a mask, as ``release(..., withheld=...)`` takes it.
"""

import pandas as pd

from analysis.disclosure.policy import policy_named
from analysis.measures import whole_numbers_behind


def hidden_beside_bases(pct: pd.Series, bases: pd.DataFrame, policy: str, decimals: int = 1) -> pd.Series:
    """Percentages to hide where a count shown beside them may be what they are a percentage of.

    Parameters
    ----------
    pct
        Percentages as printed.
    bases
        Counts of the same row that are shown and that the percentage may be of.
    policy
        Name of the policy.
    decimals
        Decimal places to which the percentages are printed.

    Returns
    -------
    pandas.Series
        True where a small count out of one of the bases, or all of it but a small count, rounds to the percentage.

    >>> hidden_beside_bases(pd.Series([98.0, 60.5]), pd.DataFrame({"children": [49, 66]}), "public").tolist()
    [True, False]
    """
    limit = policy_named(policy).smallest_count
    hidden = pd.Series(False, index=pct.index)
    for row, whole in bases.stack().dropna().items():
        place = row[0]
        if pd.notna(pct[place]):
            counts = whole_numbers_behind(pct[place], int(whole), decimals)
            hidden[place] |= any(0 < part < limit for count in counts for part in (count, int(whole) - count))
    return hidden


def fits_give_away(pct: pd.Series, bases: pd.DataFrame, policy: str, decimals: int = 1) -> pd.Series:
    """Hidden percentages of which not even what they can be a percentage of may be told.

    To say that a percentage fits one base and not another narrows the small count behind it, unless every small count of that base would
    fit the same bases. Under a policy that rounds it would tell an exact count, of any size.

    Parameters
    ----------
    pct, bases, policy, decimals
        As for ``hidden_beside_bases``; ``bases`` on the rows of ``pct``, one column a base.

    Returns
    -------
    pandas.Series
        True where the bases that the percentage fits must not be told.

    >>> bases = pd.DataFrame({"children": [33, 20], "episodes": [69, 60]})
    >>> fits_give_away(pd.Series([93.9, 95.0]), bases, "public").tolist()
    [False, True]
    """
    if policy_named(policy).rounds:
        return pct.notna()
    limit = policy_named(policy).smallest_count
    secret = pd.Series(False, index=pct.index)
    for place in pct.index[hidden_beside_bases(pct, bases, policy, decimals)]:
        wholes = {name: int(whole) for name, whole in bases.loc[place].items() if pd.notna(whole)}
        printed = _bases_that_fit(pct[place], wholes, decimals)
        small = [(wholes[name], part) for name in printed for few in range(1, limit) for part in (few, wholes[name] - few)]
        secret[place] = any(_bases_that_fit(100 * part / whole, wholes, decimals) != printed for whole, part in small if 0 < part < whole)
    return secret


def _bases_that_fit(pct: float, wholes: dict[str, int], decimals: int) -> frozenset[str]:
    return frozenset(name for name, whole in wholes.items() if whole_numbers_behind(pct, whole, decimals))
