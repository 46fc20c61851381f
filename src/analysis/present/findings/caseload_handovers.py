"""Sentences on changes of worker, how long cases have been held, and why workers of children in care changed."""

import pandas as pd

from analysis.catalogue.returns.codes import code_list
from analysis.disclosure.release import Released
from analysis.present.wording import agreeing, counted, in_sentence, listing, long_date, number, sentence_case

MOST_NAMED = 3
REASONS = "reason_worker_changed"
NO_REASON = "no reason given"


def day(on: pd.Timestamp) -> str:
    """A day as a caption says it."""
    return long_date(on)


def how_seen(until: pd.Timestamp | None) -> str:
    """On which days changes of worker are seen."""
    said = "Changes of worker are seen at quarters' ends: a worker who came and went between two is not seen"
    if until is None:
        return f"{said}."
    return f"{said}, but for children in care up to {long_date(until)}, of whom the return tells day by day."


def with_reasons(reasons: Released) -> Released:
    """Reasons of change in words."""
    meanings = code_list(REASONS).codes
    words = [meanings[code].meaning if code in meanings else NO_REASON for code in reasons.table["change_reason"]]
    return reasons.with_words(change_reason_words=[sentence_case(text) for text in words])


def handed_over(teams: Released, services: Released, whole: Released) -> list[str]:
    """How often workers changed, for how many children twice or more, where most, and how long cases have been held."""
    row = whole.table.iloc[0]
    if pd.isna(row["mean_worker_changes"]):
        return ["Changes of worker are too few to show."]
    sentences = [
        f"In the year a child's worker changed {number(row['mean_worker_changes'], 2)} times on average; half the cases have been with the present worker "
        f"for less than {number(row['median_months_held'], 0)} months."
    ]
    if pd.notna(row["children_two_or_more_changes"]):
        more = counted(row["children_two_or_more_changes"], "child", "children")
        sentences[0] += f" {sentence_case(more)} of {number(row['children_followed'])} had two changes or more."
    rows = teams.table.dropna(subset=["mean_worker_changes"]).sort_values("mean_worker_changes", ascending=False, kind="stable")
    if len(rows) > 1:
        top = rows.iloc[0]
        sentences.append(f"Cases change hands most in {top['team']}: {number(top['mean_worker_changes'], 2)} times a child.")
    served = services.table.dropna(subset=["mean_worker_changes"]).sort_values("mean_worker_changes", ascending=False, kind="stable")
    if len(served) > 1:
        named = [f"{in_sentence(one.case_service)} {number(one.mean_worker_changes, 2)}" for one in served.head(MOST_NAMED).itertuples()]
        sentences.append(f"By service: {listing(named)}.")
    return sentences


def changes_label(row: pd.Series) -> str:
    """Label of a bar."""
    return number(row["mean_worker_changes"], 2)


def handovers_title(shown: Released) -> str:
    """Finding of the chart of changes of worker."""
    if shown.table.empty:
        return "Changes of worker"
    return f"Cases change hands most in {shown.table.iloc[0]['team']}"


def handovers_description(shown: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row.team}: {number(row.mean_worker_changes, 2)}" for row in shown.table.itertuples()]
    return f"Bars of mean changes of worker a child in a year: {'; '.join(parts)}. {agreeing(len(parts), 'It is', 'Each is')} the fewest that there were."


def why_changed(reasons: Released, until: pd.Timestamp) -> list[str]:
    """The commonest reasons for which workers of children in care changed in the year of the last return."""
    rows = reasons.table.dropna(subset=["changes_of_worker"])
    if rows.empty:
        return ["Why workers of children in care changed is not shown: each reason is of too few children."]
    named = [f"{in_sentence(row.change_reason_words)} ({number(row.changes_of_worker)})" for row in rows.head(MOST_NAMED).itertuples()]
    return [f"Workers of children in care changed most often, in the year to {long_date(until)}, for: {listing(named)}."]
