"""How the criteria for relief were read, as a table for the reader: each parameter, its value, and where the report states it."""

from datetime import date

import pandas as pd

from analysis.present.decision_wording import date_in_words
from analysis.relief.criteria import ReliefCriteria

PARAMETERS = {
    "full_relief_days": ("Days of care for full relief", "sections 4 and 6"),
    "full_relief_pct": ("Full relief, per cent of the council tax of the band", "section 6"),
    "respite_minimum_days": ("Days of respite for partial relief, for carers approved for respite only", "sections 4 and 6"),
    "respite_relief_pct": ("Partial relief, per cent", "section 6 says 25, section 4 says 50"),
    "respite_relief_with_discount_pct": ("Partial relief for those with a discount already, per cent", "section 6"),
    "existing_discount_for_respite_pct": ("The discount that raises partial relief, per cent", "section 6"),
    "respite_full_relief_days": ("Days of respite around which full relief is considered", "section 6"),
    "break_allowed_days": ("Days of a break from fostering that leave relief as it is", "section 7"),
    "outside_area_cutoff_date": ("Carers outside the area must have been approved on", "section 6"),
    "reimbursements_per_year": ("Payments a year to carers outside the area", "section 7"),
    "care_period": ("Whose days of care decide", "sections 4 and 6 differ"),
    "days_must_be_consecutive": ("Whether the days must be in a row", "section 4 says consistently, section 6 says need not"),
    "respite_with_discount": ("What partial relief is for those with a discount already", "section 6, left open"),
    "respite_full_relief": ("When respite earns full relief", "section 6, stated in several ways"),
    "outside_area": ("Who outside the area can have relief", "sections 6 and 7 differ"),
    "departure_day_counts": ("Whether the day on which a child leaves is a day of care", "not stated"),
    "temporary_approval_days_count": ("Whether days under temporary approval count after approval at panel", "not stated"),
    "relief_resumes_after_break": ("Whether relief runs again the day after a long break", "not stated"),
    "refund_after_appeal": ("Whether a successful appeal undoes the end of relief", "section 7 says may"),
    "placements_count_as_respite": (
        "Whether placements with carers approved for respite only are days of respite",
        "sections 4 and 6 differ",
    ),
    "respite_counts_as_care": ("Whether respite that other carers give is days of care", "section 6, left open"),
}
"""What each parameter of ``ReliefCriteria`` is, in words, and where the report states it; whose scheme it is, is left out."""

CHOICES_IN_WORDS = {
    "care_period": {
        "previous_financial_year": "the financial year before the relief",
        "same_financial_year": "the financial year of the relief",
        "either_financial_year": "the financial year before the relief or that of the relief, whichever comes first",
        "approval_year": "the last full year from approval",
    },
    "respite_with_discount": {"in_all": "discount and relief together make it", "on_top": "the relief alone makes it"},
    "respite_full_relief": {"above": "above that number of days", "from": "at that number of days", "not_granted": "never"},
    "outside_area": {
        "approved_by_cutoff": "those approved on the printed date",
        "approved_by_1_april": "those approved on the 1 April that starts the year",
        "days_of_care": "anyone with the days of care",
    },
}


def criteria_in_words(criteria: ReliefCriteria, default: ReliefCriteria) -> pd.DataFrame:
    """Each parameter as it was read: ``parameter_meaning``, ``reading``, ``reading_departs``, ``stated_place``.

    Parameters
    ----------
    criteria, default
        As this run reads them, and as they are read by default. ``reading_departs`` gives the default where the two differ, and
        is missing elsewhere.
    """
    rows = []
    for name, (meaning, place) in PARAMETERS.items():
        value, usual = getattr(criteria, name), getattr(default, name)
        departs = None if value == usual else _in_words(name, usual)
        rows.append({"parameter_meaning": meaning, "reading": _in_words(name, value), "reading_departs": departs, "stated_place": place})
    return pd.DataFrame(rows).astype({"reading_departs": "str"})


def _in_words(name: str, value: object) -> str:
    if name in CHOICES_IN_WORDS:
        return CHOICES_IN_WORDS[name][value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return date_in_words(value) if isinstance(value, date) else f"{value:g}"
