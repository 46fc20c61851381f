"""Return home interviews: offered and completed within 72 hours, and why some were late."""

import pandas as pd

from analysis.measures import share_pct


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
        printed total with the same columns and ``month``.
    """
    table = late.rename(columns={"meaning": "late_reason_words", "interviews": "late_interviews"})
    whole = table[table["late_reason"] == "all"]
    reasons = table[table["late_reason"] != "all"].sort_values("late_interviews", ascending=False, kind="stable")
    printed = float(whole["late_interviews"].iloc[0])
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
    rows = stated.loc[stated["quantity"] == "return_home_interviews_completed_in_72_hours_national_pct", "stated_value"]
    return None if rows.empty else float(rows.iloc[0])
