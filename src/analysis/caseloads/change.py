"""Why a team's caseload changed over a year: more cases, or fewer workers."""

import pandas as pd


def change_by_team(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """What the change of each team's cases per full-time equivalent is made of.

    Each part is the mean of its effect when it moves first and when it moves last, so that the two add up to the change exactly.

    Parameters
    ----------
    before, now
        As ``workers.caseload_by_team`` gives them for two days.

    Returns
    -------
    pandas.DataFrame
        Teams that have a caseload on both days, the largest rise first: ``team``, ``caseload_per_fte_before``, ``caseload_per_fte``,
        ``caseload_change``, ``change_by_team_cases`` (more cases raise it), ``change_by_team_workers`` (fewer workers raise it), ``case_holders`` (the fewer
        of the two days), ``cases``, ``cases_before``.

    >>> columns = ["team", "cases", "holders_fte", "caseload_per_fte", "case_holders"]
    >>> earlier, later = pd.DataFrame([["A", 100, 5.0, 20.0, 5]], columns=columns), pd.DataFrame([["A", 120, 4.0, 30.0, 4]], columns=columns)
    >>> change_by_team(earlier, later)[["caseload_change", "change_by_team_cases", "change_by_team_workers"]].round(2).values.tolist()
    [[10.0, 4.5, 5.5]]
    """
    pair = now.merge(before, on="team", suffixes=("", "_before")).dropna(subset=["caseload_per_fte", "caseload_per_fte_before"])
    fte, fte_before = pair["holders_fte"], pair["holders_fte_before"]
    pair["caseload_change"] = pair["caseload_per_fte"] - pair["caseload_per_fte_before"]
    pair["change_by_team_cases"] = (pair["cases"] - pair["cases_before"]) * (1 / fte + 1 / fte_before) / 2
    pair["change_by_team_workers"] = (1 / fte - 1 / fte_before) * (pair["cases"] + pair["cases_before"]) / 2
    pair["case_holders"] = pair[["case_holders", "case_holders_before"]].min(axis="columns")
    columns = [
        "team",
        "caseload_per_fte_before",
        "caseload_per_fte",
        "caseload_change",
        "change_by_team_cases",
        "change_by_team_workers",
        "case_holders",
        "cases",
        "cases_before",
    ]
    return pair.sort_values(["caseload_change", "team"], ascending=[False, True], ignore_index=True)[columns]
