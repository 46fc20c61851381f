"""Cases per social worker in the national workforce return: what a change is made of, and how many workers a target takes."""

import pandas as pd


def change_of_caseload(cases_before: float, fte_before: float, cases: float, fte: float) -> pd.Series:
    """What the change in cases per full-time equivalent is made of.

    Each part is the mean of its effect when it moves first and when it moves last, so that the two add up to the change exactly.

    Parameters
    ----------
    cases_before, cases
        Cases held by case holders.
    fte_before, fte
        Full-time equivalent case holders.

    Returns
    -------
    pandas.Series
        Cases per full-time equivalent: ``before``, ``now``, ``change``, ``by_cases`` (more cases raise it) and ``by_workers`` (more workers
        lower it).

    Examples
    --------
    From 20 cases for each of 10 workers to 12 for each of 15:

    >>> change_of_caseload(200, 10, 180, 15).round(2).tolist()
    [20.0, 12.0, -8.0, -1.67, -6.33]
    """
    before, now = cases_before / fte_before, cases / fte
    by_cases = (cases - cases_before) * (1 / fte_before + 1 / fte) / 2
    by_workers = (1 / fte - 1 / fte_before) * (cases_before + cases) / 2
    return pd.Series({"before": before, "now": now, "change": now - before, "by_cases": by_cases, "by_workers": by_workers})


def workers_to_reach(cases: float, fte: float, cases_per_fte: float) -> float:
    """Full-time equivalents more that would have brought the same cases to a caseload; below 0 if there were enough.

    >>> round(workers_to_reach(1351, 85.7, 15.2), 2)
    3.18
    """
    return cases / cases_per_fte - fte
