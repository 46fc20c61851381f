"""Return home interviews: offered and completed within 72 hours, and why some were late."""

import pandas as pd

from analysis.measures import share_pct, whole_numbers_behind

CHILDREN, EPISODES, OFFERS, COMPLETED = "children", "episodes", "offers", "completed"
"""What a share of interviews can be of: children reported missing, missing episodes, interviews offered in time, interviews completed in time or late."""

OFFERED_PCT, COMPLETED_PCT = "interviews_offered_pct", "interviews_completed_pct"


def interviews_by_month(interviews: pd.DataFrame, national_pct: float | None) -> pd.DataFrame:
    """Share of interviews offered and completed within 72 hours in each month, as printed.

    Parameters
    ----------
    interviews
        One row per ``month`` and ``interview_measure``; ``interviews_pct``. The report does not say of what.
    national_pct
        Share completed within 72 hours nationally, as the report states it; ``None`` where it does not.

    Returns
    -------
    pandas.DataFrame
        One row per month: ``month``, ``interviews_offered_pct``, ``interviews_completed_pct``,
        ``completed_gap_to_national_pp`` (negative is below; missing where there is no national figure).
    """
    wide = interviews.pivot(index="month", columns="interview_measure", values="interviews_pct").sort_index()
    wide = wide.reindex(columns=["offered_within_72_hours", "completed_within_72_hours"])
    table = wide.set_axis(["interviews_offered_pct", "interviews_completed_pct"], axis="columns").rename_axis(columns=None)
    table["completed_gap_to_national_pp"] = table["interviews_completed_pct"] - (float("nan") if national_pct is None else national_pct)
    return table.reset_index()


def possible_bases(by_month: pd.DataFrame, missing: pd.DataFrame, late: pd.DataFrame) -> pd.DataFrame:
    """What each share of interviews can be a share of, where a whole number of it rounds to the share as printed.

    Parameters
    ----------
    by_month
        As ``interviews_by_month`` returns it.
    missing
        One row per ``month``: ``missing_children``, ``missing_episodes``.
    late
        Interviews completed after 72 hours in all: one row per ``month``, ``late_interviews``. In a month without a row, nothing is held
        against the interviews completed.

    Returns
    -------
    pandas.DataFrame
        One row per month, share and base that is known: ``month``, ``interview_share`` (name of its column), ``interview_base`` (``children``,
        ``episodes``, ``offers`` or ``completed``), ``base_count`` (missing for interviews completed, whose number the share itself would give), ``base_fits``,
        ``interviews_counted`` and ``interviews_not_counted`` (missing unless exactly one whole number fits), the second of a share of
        what is known to be of the base.

    Notes
    -----
    Offers are the whole numbers that fit the share offered, of children or of episodes.

    >>> shares = pd.DataFrame({"month": ["2023-09"], "interviews_offered_pct": [95.8], "interviews_completed_pct": [60.5]})
    >>> missing = pd.DataFrame({"month": ["2023-09"], "missing_children": [66], "missing_episodes": [119]})
    >>> late = pd.DataFrame({"month": ["2023-09"], "late_interviews": [20]})
    >>> table = possible_bases(shares, missing, late)
    >>> table.loc[table["base_fits"], ["interview_share", "interview_base", "interviews_counted"]].values.tolist()
    [['interviews_offered_pct', 'episodes', 114], ['interviews_completed_pct', 'episodes', 72], ['interviews_completed_pct', 'offers', 69]]
    """
    known = missing.set_index("month")[["missing_children", "missing_episodes"]]
    lates = late.dropna(subset=["late_interviews"]).set_index("month")["late_interviews"] if len(late) else {}
    rows = []
    for share in by_month.itertuples():
        of_month = known.loc[share.month] if share.month in known.index else pd.Series(dtype="Int64")
        wholes = {base: int(of_month[f"missing_{base}"]) for base in (CHILDREN, EPISODES) if pd.notna(of_month.get(f"missing_{base}"))}
        offers = []
        if pd.notna(share.interviews_offered_pct):
            for base, whole in wholes.items():
                fitting = whole_numbers_behind(share.interviews_offered_pct, whole)
                offers += list(fitting)
                rows.append(_row(share.month, OFFERED_PCT, base, whole, fitting))
        if pd.notna(share.interviews_completed_pct):
            pct = share.interviews_completed_pct
            rows += [_row(share.month, COMPLETED_PCT, base, whole, whole_numbers_behind(pct, whole)) for base, whole in wholes.items()]
            rows += [_row(share.month, COMPLETED_PCT, OFFERS, whole, whole_numbers_behind(pct, whole)) for whole in dict.fromkeys(offers)]
            if share.month in lates:
                rows.append(_row(share.month, COMPLETED_PCT, COMPLETED, None, _in_time(pct, int(lates[share.month]))))
    columns = ["month", "interview_share", "interview_base", "base_count", "base_fits", "interviews_counted", "interviews_not_counted"]
    counts = dict.fromkeys(["base_count", "interviews_counted", "interviews_not_counted"], "Int64")
    return pd.DataFrame(rows, columns=columns).astype(counts)


def _row(month: str, share: str, base: str, whole: int | None, fitting: list[int] | range) -> tuple:
    one = fitting[0] if len(fitting) == 1 else None
    rest = None if one is None or whole is None else whole - one
    return month, share, base, whole, len(fitting) > 0, one, rest


def _in_time(pct: float, late: int, most: int = 2000) -> list[int]:
    """Numbers of interviews completed in time that, beside those late, would make them this share of all completed."""
    return [count for count in range(most) if count + late and count in whole_numbers_behind(pct, count + late)]


def late_interviews(late: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Interviews completed after 72 hours by reason, and in all.

    Parameters
    ----------
    late
        One row per ``late_reason``, ``all`` among them; ``meaning``, ``interviews``, ``month``.

    Returns
    -------
    tuple of pandas.DataFrame
        By reason, most first: ``late_reason_words``, ``late_interviews``, ``late_share_pct`` (of all late ones). And the
        printed total with the same columns and ``month``; no row where none is printed, and the shares are then of the reasons' sum.
    """
    table = late.rename(columns={"meaning": "late_reason_words", "interviews": "late_interviews"})
    whole = table[table["late_reason"] == "all"]
    reasons = table[table["late_reason"] != "all"].sort_values("late_interviews", ascending=False, kind="stable")
    printed = float(whole["late_interviews"].iloc[0]) if len(whole) else float(table["late_interviews"].astype(float).sum(min_count=1))
    columns = ["late_reason_words", "late_interviews", "late_share_pct"]
    reasons, whole = (
        rows.assign(late_share_pct=share_pct(rows["late_interviews"].astype(float), printed)).reset_index(drop=True)
        for rows in (reasons, whole)
    )
    return reasons[columns], whole[["month", *columns]]


def national_completed_pct(stated: pd.DataFrame) -> float | None:
    """National share of interviews completed within 72 hours, as the report states it; ``None`` where it does not.

    Parameters
    ----------
    stated
        Figures of the improvement plan's text: ``quantity``, ``stated_value``.
    """
    rows = stated.loc[stated["quantity"] == "return_home_interviews_completed_in_72_hours_national_pct", "stated_value"].dropna()
    return None if rows.empty else float(rows.iloc[0])
