"""Sentences on return home interviews: what was done in time, of what the shares can be, and why some were late."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.missing.interviews import CHILDREN, COMPLETED, COMPLETED_PCT, EPISODES, OFFERED_PCT, OFFERS
from analysis.periods import Month
from analysis.present.page import Tile
from analysis.present.wording import agreeing, counted, in_sentence, listing, number, per_cent, sentence_case

IN_TIME = field("interviews_completed_pct").heading.removeprefix("Completed ")
"""What counts as in time, as the column says it: ``within 72 hours``."""

BASES = {
    CHILDREN: "children reported missing",
    EPISODES: "missing episodes",
    OFFERS: "interviews offered in time",
    COMPLETED: "interviews completed",
}


def headline(interviews: Released, bases: Released, national_pct: float | None) -> str:
    """What the report gives for interviews completed in time in the last month, of what it can be, and the national share."""
    row = interviews.table.iloc[-1]
    pct = row["interviews_completed_pct"]
    if pd.isna(pct):
        return f"The share of return home interviews completed {IN_TIME} is not known, or cannot be shown, for the last month."
    against = "" if national_pct is None else f", against {per_cent(national_pct, 0)} nationally"
    fits = _fits(bases, row["month"], COMPLETED_PCT)
    told = f" In whole numbers that can be {listing([_of_base(fit) for fit in fits.itertuples()], 'or')}." if len(fits) else ""
    return f"The report gives {per_cent(pct)} for return home interviews completed {IN_TIME}{against}.{told}"


def tile(interviews: Released, national_pct: float | None) -> list[Tile]:
    """Key figure of interviews completed in time."""
    pct = interviews.table.iloc[-1]["interviews_completed_pct"]
    if pd.isna(pct):
        return []
    note = "As printed" if national_pct is None else f"As printed; {per_cent(national_pct, 0)} nationally"
    return [Tile(f"Interviews completed {IN_TIME}", per_cent(pct), note, field("interviews_completed_pct").definition)]


def title(interviews: Released, national_pct: float | None) -> str:
    """Finding of the chart of interviews completed in time."""
    rows = interviews.table.dropna(subset=["interviews_completed_pct"])
    last = rows.iloc[-1]
    text = f"Completed {IN_TIME}: {per_cent(last['interviews_completed_pct'])} in {Month.parse(last['month']).name}"
    if national_pct is None:
        return text
    below = rows["interviews_completed_pct"] < national_pct
    if not below.iloc[-1]:
        return f"{text}, not below the national share"
    run = int(below[::-1].cumprod().sum())
    return f"{text}, below the national share" + (f" for {counted(run, 'month')} running" if run > 1 else "")


def description(interviews: Released, national_pct: float | None) -> str:
    """Long description of that chart."""
    parts = [
        f"{Month.parse(row.month).label}: {'no figure' if pd.isna(row.interviews_completed_pct) else per_cent(row.interviews_completed_pct)}"
        for row in interviews.table.itertuples()
    ]
    line = "" if national_pct is None else f" A dashed line marks the national share, {per_cent(national_pct, 0)}."
    return f"A line by month. {', '.join(parts)}.{line}"


def offered(interviews: Released) -> list[str]:
    """Interviews offered in time, and why some months are not shown."""
    rows = interviews.table
    shown = rows.dropna(subset=["interviews_offered_pct"])
    parts = [f"{per_cent(row.interviews_offered_pct)} in {Month.parse(row.month).name}" for row in shown.itertuples()]
    found = [f"Offered {IN_TIME}: {listing(parts)}."] if parts else []
    hidden = int(interviews.suppressed["interviews_offered_pct"].sum())
    if hidden:
        found.append(
            f"The share offered is not shown for {counted(hidden, 'month')}. Set against the number of children or episodes it could tell "
            "that as few as one to four were not offered an interview in time."
        )
    return found


def of_what(bases: Released) -> list[str]:
    """Of what each share can be, by whole numbers, and whether it is of the same in every month.

    Parameters
    ----------
    bases
        One row per ``month``, ``interview_share`` and ``interview_base``: ``base_fits``, ``base_count``, ``interviews_counted``.
    """
    return [text for share, name in ((OFFERED_PCT, "offered"), (COMPLETED_PCT, "completed")) for text in _of_share(bases, share, name)]


def _of_share(bases: Released, share: str, name: str) -> list[str]:
    rows = bases.table[bases.table["interview_share"].eq(share) & bases.table["interview_base"].ne(COMPLETED)]
    if rows.empty:
        return []
    fits = rows[rows["base_fits"]]
    by_month = {month: frozenset(fits.loc[fits["month"].eq(month), "interview_base"]) for month in dict.fromkeys(rows["month"])}
    parts = []
    for pattern in dict.fromkeys(pattern for pattern in by_month.values() if pattern):
        months = _months(by_month, pattern)
        when = listing([Month.parse(month).name for month in months])
        if len(months) == 1:
            parts.append(f"{listing([_of_base(fit) for fit in _fits(bases, months[0], share).itertuples()], 'or')} in {when}")
        else:
            alone = " alone" if len(pattern) == 1 else ""
            parts.append(f"of {listing([BASES[base] for base in BASES if base in pattern], 'or')}{alone} in {when}")
    known = listing([BASES[base] for base in BASES if base in set(rows["interview_base"])], "and")
    none = [Month.parse(month).name for month in _months(by_month, frozenset())]
    found = [f"it can be {'; '.join(parts)}"] if parts else []
    found += [f"none of them gives it in {listing(none)}"] if none else []
    sentences = [f"The report does not say of what the share {name} is. Tried in whole numbers of {known}, {'; '.join(found)}."]
    filled = [pattern for pattern in by_month.values() if pattern]
    if len(filled) > 1 and not frozenset.intersection(*filled):
        sentences.append(
            f"No one base fits every month, so the share {name} of one month must not be compared with that of another as it stands."
        )
    elif len(filled) < len(by_month):
        sentences.append(f"So the share {name} must not be turned into numbers of children in any month.")
    return sentences


def _months(by_month: dict[str, frozenset], pattern: frozenset) -> list[str]:
    return [month for month, other in by_month.items() if other == pattern]


def not_of_completed(bases: Released, late: Released) -> str:
    """Whether the share completed in time can be one of all interviews completed, in time or late."""
    rows = bases.table[bases.table["interview_share"].eq(COMPLETED_PCT) & bases.table["interview_base"].eq(COMPLETED)]
    lates = late.table.dropna(subset=["late_interviews"]).set_index("month")["late_interviews"]
    rows = rows[~rows["base_fits"] & rows["month"].isin(lates.index)]
    if rows.empty:
        return ""
    months = [f"the {number(lates[month])} completed late in {Month.parse(month).name}" for month in rows["month"]]
    return f"It is not a share of the interviews completed: beside {listing(months)}, no whole number of them gives it."


def why_late(reasons: Released, late: Released) -> str:
    """How many interviews were late in the month, and the reasons that can be shown."""
    if late.table.empty or pd.isna(late.table.iloc[0]["late_interviews"]):
        return "The number of interviews completed late is not known, or too small to show."
    whole = late.table.iloc[0]
    shown = reasons.table.dropna(subset=["late_interviews"])
    shown = shown[shown["late_interviews"] > 0]
    parts = [f"{in_sentence(row.late_reason_words)} ({number(row.late_interviews)})" for row in shown.itertuples()]
    hidden = int(reasons.suppressed["late_interviews"].sum())
    rest = int(whole["late_interviews"] - shown["late_interviews"].sum())
    parts += [f"{counted(hidden, 'other reason')} with too few to show ({number(rest)} in all)"] if hidden else []
    why = f" Why: {listing(parts)}." if parts else ""
    count = whole["late_interviews"]
    return (
        f"In {Month.parse(whole['month']).name}, {number(count)} {agreeing(count, 'interview was', 'interviews were')} completed late.{why}"
    )


def change_on_month(interviews: Released) -> str:
    """The share completed in time in the last two months."""
    rows = interviews.table.iloc[-2:]
    if len(rows) < 2 or rows["interviews_completed_pct"].isna().any():
        return ""
    figures = [f"{per_cent(row.interviews_completed_pct)} in {Month.parse(row.month).name}" for row in rows.itertuples()]
    return f"Interviews completed {IN_TIME}, as printed: {', '.join(figures)}."


def late_since(late: Released, before: Released) -> str:
    """Late interviews against those that the last report gives, each of its month."""
    now, then = (table.table.dropna(subset=["late_interviews"]) for table in (late, before))
    if now.empty or then.empty or now.iloc[0]["month"] == then.iloc[0]["month"]:
        return ""
    figures = [f"{number(row['late_interviews'])} in {Month.parse(row['month']).label}" for row in (then.iloc[0], now.iloc[0])]
    return f"Interviews completed late: {', '.join(figures)}."


def scale_start(interviews: Released) -> float:
    """Where the scale of the chart of interviews starts: a round number well below the lowest."""
    lowest, highest = interviews.table["interviews_completed_pct"].min(), interviews.table["interviews_completed_pct"].max()
    return float(max(0, 5 * ((lowest - 0.6 * (highest - lowest)) // 5)))


def not_known(bases: Released) -> list[str]:
    """What the figures of interviews cannot say."""
    told = " Whole numbers narrow it, and no more." if len(bases.table) else ""
    return [sentence_case(f"of what the shares of interviews are: the report gives no counts.{told}"), "How many interviews were declined."]


def _fits(bases: Released, month: str, share: str) -> pd.DataFrame:
    rows = bases.table
    return rows[rows["month"].eq(month) & rows["interview_share"].eq(share) & rows["base_fits"]]


def _of_base(fit) -> str:
    """A base that fits, with its numbers where exactly one fits and may be shown: ``72 of 119 missing episodes``."""
    if pd.isna(fit.interviews_counted) or pd.isna(fit.base_count):
        return f"of {BASES[fit.interview_base]}"
    return f"{number(fit.interviews_counted)} of {number(fit.base_count)} {BASES[fit.interview_base]}"
