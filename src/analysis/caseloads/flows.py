"""Cases that came to a team and left it from one quarter's end to the next, and what they make of the next quarter's caseload."""

from statistics import NormalDist

import numpy as np
import pandas as pd

QUARTERS_COUNTED = 4
"""Quarters whose arrivals and closures say what the next will bring: a year, so that each season counts once."""


def arrivals_and_closures(cases: pd.DataFrame) -> pd.DataFrame:
    """Cases of each team at each day, and those that came and left since the day before it.

    A child that moves between teams leaves one and comes to the other. A case that came and left between two days is not seen.

    Parameters
    ----------
    cases
        As ``open_cases_on_days`` gives them, of days at equal distances.

    Returns
    -------
    pandas.DataFrame
        One row per team and day but the first: ``team``, ``on_date``, ``cases_before``, ``arrivals``, ``closures``, ``cases``, where
        before + arrivals - closures = cases.

    >>> day = pd.to_datetime(["2024-03-31"] * 2 + ["2024-06-30"] * 2)
    >>> table = pd.DataFrame({"on_date": day, "team": "A", "child_id": ["x", "y", "y", "z"]})
    >>> arrivals_and_closures(table)[["cases_before", "arrivals", "closures", "cases"]].values.tolist()
    [[2, 1, 1, 2]]
    """
    days = sorted(cases["on_date"].unique())
    place = {day: number for number, day in enumerate(days)}
    held = cases[["team", "child_id"]].assign(place=cases["on_date"].map(place).astype(int))
    before = held.assign(place=held["place"] + 1)
    pairs = held.merge(before, on=["team", "child_id", "place"], how="outer", indicator="seen")
    pairs = pairs[pairs["place"].between(1, len(days) - 1)]
    counted = pairs.groupby(["team", "place", "seen"], observed=False).size().unstack("seen", fill_value=0)
    counted = counted.reindex(
        pd.MultiIndex.from_product([sorted(held["team"].unique()), range(1, len(days))], names=["team", "place"]), fill_value=0
    )
    table = pd.DataFrame(
        {
            "cases_before": counted["both"] + counted["right_only"],
            "arrivals": counted["left_only"],
            "closures": counted["right_only"],
            "cases": counted["both"] + counted["left_only"],
        }
    ).reset_index()
    return table.assign(on_date=table.pop("place").map(dict(enumerate(days))))[
        ["team", "on_date", "cases_before", "arrivals", "closures", "cases"]
    ]


def expected_cases(flows: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Cases of each team to expect one period after the last, if cases come and close as in the last ``QUARTERS_COUNTED``.

    Each open case closes with the share that closed, each on its own; as many come as came on average. The range holds what chance leaves of
    both, widened where arrivals have varied more than counts by chance do, and for not knowing their mean from so few quarters.

    Parameters
    ----------
    flows
        As ``arrivals_and_closures`` gives them.
    confidence
        Share of quarters that the range is to hold.

    Returns
    -------
    pandas.DataFrame
        One row per team: ``team``, ``cases``, ``arrivals_expected``, ``closures_expected``, ``cases_expected``, ``cases_expected_low``,
        ``cases_expected_high``, ``change_expected_cases``.

    Notes
    -----
    With n cases, share h that closes, mean arrivals m and their dispersion d (variance over mean, 1 at least): n(1 - h) + m, variance
    n h (1 - h) + m d (1 + 1 / quarters counted); the range is that of a normal distribution.
    """
    rows = []
    for team, every in flows.sort_values("on_date").groupby("team"):
        last = every.tail(QUARTERS_COUNTED)
        now, mean = int(last["cases"].iloc[-1]), last["arrivals"].mean()
        open_before = last["cases_before"].sum()
        leaves = last["closures"].sum() / open_before if open_before else 0.0
        dispersion = max(1.0, every["arrivals"].var() / every["arrivals"].mean()) if len(every) > 2 and every["arrivals"].mean() else 1.0
        variance = now * leaves * (1 - leaves) + mean * dispersion * (1 + 1 / len(last))
        rows.append((team, now, mean, now * leaves, now * (1 - leaves) + mean, np.sqrt(variance)))
    table = pd.DataFrame(rows, columns=["team", "cases", "arrivals_expected", "closures_expected", "cases_expected", "spread"])
    width = NormalDist().inv_cdf((1 + confidence) / 2) * table.pop("spread")
    table["cases_expected_low"] = (table["cases_expected"] - width).clip(lower=0)
    table["cases_expected_high"] = table["cases_expected"] + width
    table["change_expected_cases"] = table["cases_expected"] - table["cases"]
    return table


def fte_needed(expected: pd.DataFrame, by_team: pd.DataFrame, in_all: str) -> pd.DataFrame:
    """Full-time equivalents that would hold the cases to expect at the threshold, by team and in all, with their range.

    Parameters
    ----------
    expected
        As ``expected_cases`` gives them.
    by_team
        As ``workers.caseload_by_team`` gives them: ``team``, ``holders_fte``, ``threshold_per_fte``. Teams without a threshold are left out.
    in_all
        What the row of all teams is called.

    Returns
    -------
    pandas.DataFrame
        One row per team and, the last, one of all: ``team``, ``cases_expected``, ``holders_fte`` (now), ``fte_needed``, ``fte_needed_low``, ``fte_needed_high``,
        ``fte_short`` (needed less now, 0 at least; of all teams their sum). Teams vary independently of one another.

    >>> cases = pd.DataFrame([["A", 100.0, 80.0, 120.0], ["B", 40.0, 25.0, 55.0]])
    >>> cases.columns = ["team", "cases_expected", "cases_expected_low", "cases_expected_high"]
    >>> teams = pd.DataFrame({"team": ["A", "B"], "holders_fte": [4.0, 3.0], "threshold_per_fte": 20.0})
    >>> fte_needed(cases, teams, "All")[["fte_needed", "fte_needed_low", "fte_needed_high", "fte_short"]].round(2).values.tolist()
    [[5.0, 4.0, 6.0, 1.0], [2.0, 1.25, 2.75, 0.0], [7.0, 5.75, 8.25, 1.0]]
    """
    pair = expected.merge(by_team[["team", "holders_fte", "threshold_per_fte"]], on="team").dropna(subset=["threshold_per_fte"])
    table = pair[["team", "cases_expected", "holders_fte"]].copy()
    for column, cases in (
        ("fte_needed", "cases_expected"),
        ("fte_needed_low", "cases_expected_low"),
        ("fte_needed_high", "cases_expected_high"),
    ):
        table[column] = pair[cases] / pair["threshold_per_fte"]
    table["fte_short"] = (table["fte_needed"] - table["holders_fte"]).clip(lower=0)
    whole = table[["cases_expected", "holders_fte", "fte_needed", "fte_short"]].sum()
    width = np.sqrt(((table["fte_needed_high"] - table["fte_needed"]) ** 2).sum())
    whole["fte_needed_low"], whole["fte_needed_high"] = max(whole["fte_needed"] - width, 0.0), whole["fte_needed"] + width
    return pd.concat([table, pd.DataFrame([whole.to_dict() | {"team": in_all}])], ignore_index=True)[table.columns]
