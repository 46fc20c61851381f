"""The response to exploitation: what a review of it found, what is to be done by when, and the meetings that coordinate it."""

import pandas as pd

from analysis.quarters import BOTH, GONE, NEW, side_by_side

BEST_FIRST = ("good", "adequate", "variable", "inconsistent", "more_work_needed")
"""Assessments of a review, the best first."""

RECOMMENDATION = "recommendation"
"""Kind of an action that a review recommends."""


def findings_by_assessment(findings: pd.DataFrame) -> pd.DataFrame:
    """What a review found, those that need more work first.

    Parameters
    ----------
    findings
        One row per finding: ``topic``, ``assessed_as``, ``finding``.

    Returns
    -------
    pandas.DataFrame
        The same columns and rows; a topic not yet known to ``BEST_FIRST`` stands last.
    """
    rank = {name: -place for place, name in enumerate(BEST_FIRST)}
    order = findings["assessed_as"].map(rank).fillna(1).sort_values(kind="stable")
    return findings.loc[order.index, ["topic", "assessed_as", "finding"]].reset_index(drop=True)


def actions_by_date(actions: pd.DataFrame, on: pd.Timestamp | None) -> pd.DataFrame:
    """What is to be done, recommendations first, each kind by its date; those without one last.

    Parameters
    ----------
    actions
        One row per action: ``action_kind``, ``action``, ``lead``, ``due_printed``, ``due_date``, ``action_status``.
    on
        Day on which what is due is held against its date: that of the report. ``None`` where it is not known.

    Returns
    -------
    pandas.DataFrame
        Those columns and ``past_due``: whether the date had passed on that day and the report does not say that it is done.
    """
    first = actions["action_kind"].ne(RECOMMENDATION)
    kinds = actions["action_kind"].map({kind: place for place, kind in enumerate(actions["action_kind"].unique())})
    order = pd.DataFrame({"first": first, "kind": kinds, "due": actions["due_date"].fillna(pd.Timestamp.max.normalize())})
    table = actions.loc[order.sort_values(["first", "kind", "due"], kind="stable").index]
    past = table["due_date"].lt(on) if on is not None else pd.Series(False, index=table.index)
    columns = ["action_kind", "action", "lead", "due_printed", "due_date", "action_status"]
    return table[columns].assign(past_due=past & table["action_status"].ne("done")).reset_index(drop=True)


def actions_moved(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Actions of two reports side by side: what moved.

    Parameters
    ----------
    now, before
        As ``actions_by_date`` takes them.

    Returns
    -------
    pandas.DataFrame
        One row per action that moved: ``action``, ``action_moved`` (``new``, ``gone``, ``later``, ``sooner`` or ``status``), ``due_date``,
        ``due_date_before``, ``action_status``, ``action_status_before``.
    """
    key, rest = ["action_kind", "action"], ["due_date", "action_status"]
    both = side_by_side(now[key + rest].drop_duplicates(key), before[key + rest].drop_duplicates(key), key)
    moved = pd.Series(pd.NA, index=both.index, dtype="object")
    here = both["presence"] == BOTH
    moved = moved.mask(here & both["action_status"].ne(both["action_status_before"]), "status")
    moved = moved.mask(here & both["due_date"].lt(both["due_date_before"]), "sooner")
    moved = moved.mask(here & both["due_date"].gt(both["due_date_before"]), "later")
    moved = moved.mask(both["presence"] == NEW, "new").mask(both["presence"] == GONE, "gone")
    table = both.assign(action_moved=moved).dropna(subset=["action_moved"])
    return table[["action", "action_moved", "due_date", "due_date_before", "action_status", "action_status_before"]].reset_index(drop=True)


def forums_told_apart(forums: pd.DataFrame) -> pd.DataFrame:
    """What parts of a report say of one meeting and say differently.

    Parameters
    ----------
    forums
        One row per ``forum`` and ``place`` of the report: ``meets``, ``chair``, ``reports_to``.

    Returns
    -------
    pandas.DataFrame
        One row per meeting and matter that two parts state and state differently: ``forum``, ``matter``, ``said`` (what each part says, in
        their order, parted by a semicolon).
    """
    rows = []
    for forum, parts in forums.groupby("forum", sort=False):
        for matter in ("meets", "chair", "reports_to"):
            said = parts[matter].dropna().drop_duplicates().tolist()
            # What one part says more fully than another is no difference.
            said = [text for text in said if not any(text.casefold() in other.casefold() for other in said if other != text)]
            if len(said) > 1:
                rows.append((forum, matter, "; ".join(said)))
    return pd.DataFrame(rows, columns=["forum", "matter", "said"])
