"""What moved in an improvement plan between two reports, who leads what, and what falls due next."""

import pandas as pd

from analysis.assurance.improvement_plan import is_due, leads_of_actions
from analysis.quarters import GONE, NEW, side_by_side

CLOSED, REOPENED, FELL_BEHIND, CAUGHT_UP, SLIPPED, BROUGHT_FORWARD, APPEARED, LEFT_OUT, OTHER_STATUS, RENUMBERED = MOVEMENTS = (
    "closed",
    "called complete before, and not now",
    "fell behind",
    "no longer behind",
    "due later than before",
    "due earlier than before",
    "new",
    "no longer listed",
    "other status",
    "other number",
)
"""What can happen to an action between two reports; more than one may."""

ACTION = ["action", "description", "status", "due_month"]


def actions_moved(now: pd.DataFrame, before: pd.DataFrame, led_by: pd.Series) -> pd.DataFrame:
    """Which actions closed, fell behind, slipped, appeared or went since an earlier report.

    An action keeps its reference from report to report; one whose reference is new but whose words are those of an action that
    is gone is taken as the same, under another number.

    Parameters
    ----------
    now, before
        One row per ``action``: ``description``, ``status``, ``due_month``; the last two missing where none is stated.
    led_by
        Who leads each action of either report, by ``action``.

    Returns
    -------
    pandas.DataFrame
        One row per action and movement, in the order of ``MOVEMENTS``: ``plan_movement``, ``plan_action``, ``plan_action_brief``,
        ``plan_led_by``, ``plan_status``, ``plan_status_before``, ``plan_due_month``, ``plan_due_before``, ``plan_action_before``.
    """
    before = before[ACTION].assign(action_before=before["action"])
    before["action"] = before["action"].replace(_renumbered(now, before))
    both = side_by_side(now[ACTION].assign(action_before=now["action"]), before, ["action"])
    stays, was, later = both["presence"] == "both", both["status_before"], both["due_month"]
    is_now = both["status"]
    conditions = {
        CLOSED: stays & (is_now == "complete") & (was != "complete"),
        REOPENED: stays & (was == "complete") & (is_now != "complete"),
        FELL_BEHIND: stays & (is_now == "behind_schedule") & (was != "behind_schedule"),
        CAUGHT_UP: stays & (was == "behind_schedule") & ~is_now.isin(["behind_schedule", "complete"]),
        SLIPPED: stays & (later > both["due_month_before"]),
        BROUGHT_FORWARD: stays & (later < both["due_month_before"]),
        APPEARED: both["presence"] == NEW,
        LEFT_OUT: both["presence"] == GONE,
        RENUMBERED: stays & (both["action"] != both["action_before_before"]),
    }
    told = conditions[CLOSED] | conditions[REOPENED] | conditions[FELL_BEHIND] | conditions[CAUGHT_UP]
    conditions[OTHER_STATUS] = stays & ~told & (is_now.fillna("") != was.fillna(""))
    moved = pd.concat(
        [both[conditions[name].fillna(False).astype(bool)].assign(plan_movement=name) for name in MOVEMENTS], ignore_index=True
    )
    return pd.DataFrame(
        {
            "plan_movement": moved["plan_movement"].astype("str"),
            "plan_action": moved["action"],
            "plan_action_brief": moved["description"].fillna(moved["description_before"]),
            "plan_led_by": moved["action"].map(led_by),
            "plan_status": moved["status"],
            "plan_status_before": moved["status_before"],
            "plan_due_month": moved["due_month"],
            "plan_due_before": moved["due_month_before"],
            "plan_action_before": moved["action_before_before"],
        }
    )


def load_by_lead(actions: pd.DataFrame, action_leads: pd.DataFrame, leads: pd.DataFrame, last_month: str) -> pd.DataFrame:
    """How many actions each lead has, how many are behind or due, and what falls due next; an action with two leads counts for both.

    Parameters
    ----------
    actions
        One row per ``action``: ``description``, ``status``, ``due_month``.
    action_leads, leads
        One row per ``action`` and ``lead``; ``job_title`` by ``lead``.
    last_month
        Last month of the quarter, such as ``2023-09``.

    Returns
    -------
    pandas.DataFrame
        One row per lead, the one with most behind or due first, then with most actions: ``plan_led_by``, ``lead_actions``,
        ``lead_complete``, ``lead_pressing`` (behind schedule, or due and not complete), ``lead_not_stated``, ``plan_next_due`` (the next
        month in which an open action is due; missing where no month is legible), ``plan_next_brief``.
    """
    rows = leads_of_actions(action_leads, leads).merge(actions[ACTION], on="action")
    due = is_due(rows, last_month)
    rows = rows.assign(
        complete=rows["status"] == "complete", pressing=due | (rows["status"] == "behind_schedule"), not_stated=rows["status"].isna() & ~due
    )
    grouped = rows.groupby("plan_led_by", sort=False)
    table = pd.DataFrame(
        {
            "lead_actions": grouped.size(),
            "lead_complete": grouped["complete"].sum(),
            "lead_pressing": grouped["pressing"].sum(),
            "lead_not_stated": grouped["not_stated"].sum(),
        }
    ).astype("Int64")
    ahead = rows[rows["due_month"].gt(last_month).fillna(False) & ~rows["complete"]].sort_values("due_month", kind="stable")
    next_due = ahead.drop_duplicates("plan_led_by").set_index("plan_led_by")
    table["plan_next_due"] = next_due["due_month"].reindex(table.index)
    table["plan_next_brief"] = next_due["description"].reindex(table.index)
    order = ["lead_pressing", "lead_actions"]
    return table.rename_axis("plan_led_by").reset_index().sort_values(order, ascending=False, kind="stable", ignore_index=True)


def outcomes_with_actions(outcomes: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """Each outcome that the plan is to achieve, with its actions and the risks that it names.

    Parameters
    ----------
    outcomes
        One row per ``outcome``: ``priority``, ``description``, ``risk_references``.
    actions
        One row per action: ``outcome``, ``status``.

    Returns
    -------
    pandas.DataFrame
        One row per outcome: ``plan_outcome``, ``plan_outcome_brief``, ``outcome_actions``, ``outcome_complete``, ``risk_references``.
    """
    table = outcomes.rename(columns={"outcome": "plan_outcome", "description": "plan_outcome_brief"})
    counts = actions.assign(complete=actions["status"] == "complete").groupby("outcome")["complete"].agg(["size", "sum"])
    for column, held in (("outcome_actions", "size"), ("outcome_complete", "sum")):
        table[column] = table["plan_outcome"].map(counts[held]).astype("Int64").fillna(0)
    return table[["plan_outcome", "plan_outcome_brief", "outcome_actions", "outcome_complete", "risk_references"]]


def risks_named(outcomes: pd.DataFrame) -> pd.DataFrame:
    """How many outcomes name each risk, most first: ``plan_risk``, ``risk_outcomes``."""
    named = outcomes["risk_references"].dropna().str.split().explode()
    counts = named.value_counts(sort=False).sort_values(ascending=False, kind="stable")
    return counts.rename_axis("plan_risk").rename("risk_outcomes").astype("Int64").reset_index()


def _renumbered(now: pd.DataFrame, before: pd.DataFrame) -> dict[str, str]:
    """References of now by those of before, for actions with the same words under another number."""
    gone = before[~before["action"].isin(now["action"])].drop_duplicates("description", keep=False)
    new = now[~now["action"].isin(before["action"])].drop_duplicates("description", keep=False)
    pairs = gone.merge(new, on="description", suffixes=("", "_now"))
    return dict(zip(pairs["action"], pairs["action_now"], strict=True))
