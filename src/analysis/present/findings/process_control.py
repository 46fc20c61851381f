"""Sentences on control charts: which measures moved by more than chance, and what they will do against their target."""

from collections.abc import Callable

import pandas as pd

from analysis.disclosure.release import Released
from analysis.performance.spc import FEWEST_POINTS, LIMIT_WIDTH, RUN, SCREEN_AT, SETTLED_POINTS
from analysis.present.wording import agreeing, counted, in_sentence, listing, long_date, measure_in_sentence, number, sentence_case

MOST_NAMED = 3
"""Measures that a headline names at most."""

METHOD = (
    f"Control charts, where a measure has {number(FEWEST_POINTS)} months or more: mean plus and minus {LIMIT_WIDTH} mean moving ranges, with ranges of {SCREEN_AT} times "
    "the mean or more left out once, as in NHS England's Making Data Count. More than chance is a month outside the limits, "
    f"{number(RUN)} months rising or falling, {number(RUN)} on one side of the mean, or two of three near the same limit with all three on one side of the mean. "
    "No range and no run reaches over a month without a figure."
)


def too_few(longest: int) -> str:
    """Why no limits are drawn: how many months the longest series has, and how many it takes."""
    return (
        f"A control chart tells change from chance. It takes {number(FEWEST_POINTS)} months of a measure at least, and {number(SETTLED_POINTS)} for settled limits. "
        f"The longest series held has {counted(longest, 'month')}, so no limits are drawn: no change on this page is more than a difference between two months."
    )


def against_usual(last: pd.Series) -> str:
    """Where the last point of a series lies against its limits."""
    if pd.isna(last["mean"]):
        return "too soon after a declared cause to tell change from chance"
    return {0: "within its usual range", 1: "higher than chance explains", -1: "lower than chance explains"}[int(last["special_cause"])]


def limits_of(last: pd.Series, amount: Callable[[float], str]) -> str:
    """The limits that hold for the last point, in a sentence with a space behind; empty where there are none."""
    if pd.isna(last["mean"]):
        return ""
    low, high, mean = (amount(last[name]) for name in ("lower_limit", "upper_limit", "mean"))
    return f"Limits from {low} to {high}, {last['limits_status']}, around a mean of {mean}. "


def started_anew(points: Released, causes: pd.DataFrame) -> list[str]:
    """From when limits are worked out anew, and why, as the council declares it; that there are none since where too few points are."""
    said = [f"Limits start anew from {long_date(row.from_date)}: {in_sentence(row.cause)} ({row.source})." for row in causes.itertuples()]
    if said and pd.isna(points.table["mean"].iloc[-1]):
        said.append(f"Too few points are held since to draw limits: it takes {number(FEWEST_POINTS)}.")
    return said


def since_causes(causes: pd.DataFrame) -> list[str]:
    """Which measures are judged from a declared cause on, by name: ``description``, ``from_date``, ``cause``, ``source``."""
    return [
        f"{sentence_case(measure_in_sentence(row.description))} is judged from {long_date(row.from_date)} on: {in_sentence(row.cause)} ({row.source})."
        for row in causes.itertuples()
    ]


def found(summary: Released, left_out: Released) -> list[str]:
    """Which measures moved by more than chance, how many did not, and how many could not be judged.

    Parameters
    ----------
    summary
        One row per measure that has limits: ``description``, ``variation``, ``limits_status``, ``target_assurance``.
    left_out
        One row per measure without limits: ``description``, ``why_no_limits`` (``hidden`` or ``too few``).
    """
    rows = summary.table
    whole = len(rows) + len(left_out.table)
    hidden = int(left_out.table["why_no_limits"].eq("hidden").sum())
    short = len(left_out.table) - hidden
    rest = [f"{number(hidden)} because a month cannot be shown"] if hidden else []
    rest += [f"{number(short)} because fewer than {number(FEWEST_POINTS)} months have a figure"] if short else []
    judged = f"{number(len(rows))} of {number(whole)} {agreeing(whole, 'measure', 'measures')} can be judged."
    judged += f" The others cannot: {listing(rest)}." if rest else ""
    sentences = [judged]
    for variation in ("improving", "worsening", "rising", "falling"):
        names = [measure_in_sentence(name) for name in rows.loc[rows["variation"].eq(variation), "description"]]
        if names:
            sentences.append(f"More than chance, {variation} ({number(len(names))}): {'; '.join(names)}.")
    common = int(rows["variation"].eq("common cause").sum())
    if common:
        sentences.append(f"No more than chance in the last month: {counted(common, 'measure')}.")
    provisional = int(rows["limits_status"].eq("provisional").sum())
    if provisional:
        sentences.append(
            f"The limits of {counted(provisional, 'measure')} are provisional, because fewer than {number(SETTLED_POINTS)} months have a figure."
        )
    return sentences


def against_target(summary: Released) -> list[str]:
    """What each measure will do against its target if nothing changes, by name where it will miss."""
    rows = summary.table.dropna(subset=["target_assurance"])
    sentences = []
    for assurance, words in (
        ("misses", "As things stand, will miss the target every month"),
        ("meets", "As things stand, will meet the target every month"),
    ):
        names = [measure_in_sentence(name) for name in rows.loc[rows["target_assurance"].eq(assurance), "description"]]
        if names:
            sentences.append(f"{words} ({number(len(names))}): {'; '.join(names)}.")
    without = len(summary.table) - len(rows)
    either = int(rows["target_assurance"].eq("may meet or miss").sum())
    if either:
        sentences.append(f"{sentence_case(counted(either, 'measure'))} may meet or miss the target by chance.")
    if without:
        sentences.append(f"{sentence_case(counted(without, 'measure'))} {agreeing(without, 'has', 'have')} no target with a better way.")
    return sentences


def headline(summary: Released) -> str:
    """Which measures got worse by more than chance; else which got better."""
    rows = summary.table
    for variation, words in (("worsening", "worse"), ("improving", "better")):
        names = [measure_in_sentence(name) for name in rows.loc[rows["variation"].eq(variation), "description"]]
        if names:
            named = "; ".join([*names[:MOST_NAMED], *([f"{number(len(names) - MOST_NAMED)} more"] if len(names) > MOST_NAMED else [])])
            return f"By more than chance, {counted(len(names), 'measure')} got {words}: {named}."
    return ""
