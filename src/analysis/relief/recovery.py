"""Relief paid after the right to it had ended, because the council learnt of the end later; and what each step of the process waits for."""

import numpy as np
import pandas as pd

from analysis.relief.eligibility import relief_amount_gbp
from analysis.relief.year import ReliefYear


def relief_paid_too_long(relief: ReliefYear) -> pd.DataFrame:
    """Relief of days on which the right to it had ended and the council did not know yet; positive, to be recovered.

    Where the register does not say when the council learnt of an end, none is worked out.

    Returns
    -------
    pandas.DataFrame
        One row per such household: ``household``, ``billing_authority``, ``in_authority_area``, ``overpaid_from_date``,
        ``overpaid_to_date``, ``overpaid_days``, ``overpaid_gbp``; largest amount first.

    Notes
    -----
    Council tax is due again "from the day eligibility ended". A carer outside the area "may have to pay back any overpayment"; inside the
    area the bill is made out again. Source: ``scrutiny-2023-11``, item 6, section 7.
    """
    calendar, decisions = relief.calendar, relief.decisions
    day = np.arange(calendar.days_in_year)[None, :]
    full_from = calendar.relief_from(calendar.full_relief_days)[:, None]
    either_from = np.minimum(full_from, calendar.relief_from(calendar.partial_relief_days)[:, None])
    paid = calendar.right_ended_unknown & (day >= either_from)
    full = (paid & (day >= full_from)).sum(axis=1)
    days = paid.sum(axis=1)
    start = np.datetime64(relief.year.start, "D")
    table = decisions[["household", "billing_authority", "in_authority_area"]].assign(
        overpaid_from_date=(start + paid.argmax(axis=1)).astype("datetime64[s]"),
        overpaid_to_date=(start + (calendar.days_in_year - 1 - paid[:, ::-1].argmax(axis=1))).astype("datetime64[s]"),
        overpaid_days=days,
        overpaid_gbp=relief_amount_gbp(decisions, full, days - full, calendar),
    )
    return table[days > 0].sort_values(["overpaid_gbp", "household"], ascending=[False, True], kind="stable").reset_index(drop=True)


def households_at_each_stage(relief: ReliefYear) -> pd.DataFrame:
    """Households that each stage of the process concerns, as far as the register says: ``process_stage``, ``stage_waits_for``, ``households``.

    ``stage_waits_for`` is a code; in words in ``STAGES_IN_WORDS`` of ``present``.
    """
    decisions, approvals = relief.decisions, relief.approvals
    relieved = decisions[decisions["decision"] != "No relief"]
    first, last = pd.Timestamp(relief.year.start), pd.Timestamp(relief.year.end)
    ended = approvals[approvals["approval_end_date"].between(first, last) & ~approvals["appeal_succeeded"].astype(bool)]
    overpaid = relief_paid_too_long(relief)
    counted = [
        ("consent", "refused", int((~decisions["relief_agreed"].astype(bool)).sum())),
        ("application", "bill_needed", int((relieved["council_tax_basis"] == "estimated").sum())),
        ("review", "due_for_next_year", len(relieved)),
        ("notice", "end_without_day_known", int(ended.loc[ended["approval_end_known_date"].isna(), "household"].nunique())),
        ("challenge", "refund_after_appeal", int((relieved["refund_due"]).sum())),
        ("recovery", "outside_area", int((~overpaid["in_authority_area"].astype(bool)).sum())),
        ("recovery", "in_area", int(overpaid["in_authority_area"].astype(bool).sum())),
    ]
    return pd.DataFrame(counted, columns=["process_stage", "stage_waits_for", "households"])
