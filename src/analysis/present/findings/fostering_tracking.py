"""Sentences on how the scheme goes, against the table that justified it."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.fostering.tracking import ADDED, AGENCY, RECRUITED, RELIEF, TRANSFERRED
from analysis.present.wording import number, pounds

RESULTS = "fostering_scheme_results"
"""Dataset of the results that the council reports."""

NAMES = {
    RECRUITED: "Households recruited since the scheme began",
    TRANSFERRED: "Of them, transferred from agencies",
    ADDED: "Children placed with those households",
    AGENCY: "Children placed with agencies",
    RELIEF: "Relief in the financial year so far, £",
}
NOT_BECAUSE = "A household that was recruited since the scheme began may have come without it: results are no proof of the scheme's effect."
METHOD = "The case plans for whole years. What it plans by the end of a quarter is that of the year before and an even share of what the year adds."


def results_in_words(results: Released) -> Released:
    """The results with their names in words."""
    return results.with_words(result_in_words=results.table["scheme_result"].map(NAMES))


def headline(results: Released) -> str:
    """Households recruited and children placed so far, against the plan."""
    rows = results.table.set_index("scheme_result")
    if rows.loc[[RECRUITED, ADDED], "result_so_far"].isna().any():
        return ""
    recruited, added = (rows.loc[[name]].reset_index().iloc[0] for name in (RECRUITED, ADDED))
    return (
        f"Since the scheme began, {number(recruited['result_so_far'])} households were recruited against {_planned(recruited)} planned by now, and "
        f"{number(added['result_so_far'])} children are placed with them against {_planned(added)}."
    )


def results_so_far(results: Released) -> list[str]:
    """Each result with its plan, a sentence each; what is hidden or not reported is said."""
    sentences = []
    for place, row in results.table.iterrows():
        name = NAMES[row["scheme_result"]].removesuffix(", £")
        if pd.isna(row["result_so_far"]):
            hidden = bool(results.suppressed.loc[place, "result_so_far"])
            sentences.append(f"{name}: {'too few to show' if hidden else 'not reported for every quarter'}.")
            continue
        told = pounds if row["scheme_result"] == RELIEF else number
        plan = "the case plans none" if pd.isna(row["planned_by_now"]) else f"{_planned(row)} planned by now"
        sentences.append(f"{name}: {told(row['result_so_far'])}; {plan}.")
    return sentences


def _planned(row: pd.Series) -> str:
    """The plan, in whole pounds, and in halves of a household or child at most."""
    if row["scheme_result"] == RELIEF:
        return pounds(row["planned_by_now"])
    return number(row["planned_by_now"]) if float(row["planned_by_now"]).is_integer() else f"{row['planned_by_now']:.1f}"
