"""Sentences on visits, reviews and checks in time from one list to the next."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.periods import Month
from analysis.present.findings.caseload_services import short_period
from analysis.present.findings.process_control import started_anew
from analysis.present.wording import agreeing, counted, did_what, in_sentence, listing, number, per_cent

__all__ = ["short_period"]

METHOD = "Visits, reviews and checks are in time where they are not overdue on the day on which the list was drawn; what a list does not say was never done. X"
BAND = "The band behind a line lies between the limits of chance; a diamond is a day that is more than chance."


def month_in_words(month: str) -> str:
    """A month in the name of a row: ``September 2023``."""
    return Month.parse(month).label


def kept(shown: Released, kinds: int) -> list[str]:
    """The lowest and the highest share at the last list, how many of all kinds are not shown, and which moved by more than chance."""
    last = _last(shown)
    known = last.sort_values("in_time_pct", kind="stable")
    when = Month.parse(known.iloc[0]["month"]).label
    named = [f"{in_sentence(row.drift_kind)} {per_cent(row.in_time_pct, 0)}" for row in known.itertuples()]
    hidden = kinds - len(last)
    rest = (
        f"Of {counted(kinds, 'kind')}, {number(hidden)} {agreeing(hidden, 'is', 'are')} not shown: so few are overdue that they would be told."
        if hidden
        else ""
    )
    return [f"In time in {when}, the lowest first: {listing(named)}.", rest, *_more_than_chance(known), BAND]


def changed(shown: Released) -> list[str]:
    """The kinds whose last share is more than chance."""
    return _more_than_chance(_last(shown))


def anew(shown: Released, kind: str, causes: pd.DataFrame) -> list[str]:
    """Declared causes of one kind."""
    own = shown.where(shown.table["drift_kind"].eq(kind))
    return [f"{kind}: {in_sentence(text)}" for text in started_anew(own, causes)]


def share_label(row: pd.Series) -> str:
    """A share as a point of the chart has it."""
    return per_cent(row["in_time_pct"], 0)


def last_limits(drawn: Released) -> dict[str, tuple[float, float, float]]:
    """Mean and limits that hold for the last point of each kind that has some; no share lies above 100 per cent or below 0."""
    rows = _last(drawn).dropna(subset=["mean"])
    return {row.drift_kind: (row.mean, max(row.lower_limit, 0.0), min(row.upper_limit, 100.0)) for row in rows.itertuples()}


def title(shown: Released) -> str:
    """Finding of the chart: the kind that is in time least."""
    known = _last(shown)
    lowest = known.loc[known["in_time_pct"].astype(float).idxmin()]
    return f"In time least: {in_sentence(lowest['drift_kind'])}, {per_cent(lowest['in_time_pct'], 0)}"


def description(drawn: Released) -> str:
    """Long description of the chart: which way each kind went; the table below has the shares, each under its month."""
    parts = []
    for kind, rows in drawn.table.groupby("drift_kind", sort=False):
        parts.append(f"{in_sentence(kind)} {did_what(rows.iloc[-1]['in_time_pct'] - rows.iloc[0]['in_time_pct'])}")
    return f"One small line for each kind, from the first list to the last: {'; '.join(parts)}."


def _more_than_chance(last: pd.DataFrame) -> list[str]:
    special = last[last["special_cause"].ne(0) & last["mean"].notna()]
    words = {1: "higher", -1: "lower"}
    return [
        f"{row.drift_kind}: {per_cent(row.in_time_pct, 0)} in time in {Month.parse(row.month).label}, {words[int(row.special_cause)]} than chance explains."
        for row in special.itertuples()
    ]


def _last(shown: Released) -> pd.DataFrame:
    return shown.table.drop_duplicates("drift_kind", keep="last")
