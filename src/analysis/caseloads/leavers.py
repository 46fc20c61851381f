"""Care leavers by a council's list of them: in touch, in suitable homes, in education, employment or training."""

import pandas as pd

from analysis.caseloads.cases import as_drawn_for

AGES = (18, 20)
"""Youngest and oldest, in whole years, of the care leavers that are counted."""
STILL_IN_CARE = "eligible"
"""Category of young people who are still looked after."""


def leavers_in(table: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Care leavers from 18 to 20 years of age on a day, one row each; who is still looked after is none.

    Parameters
    ----------
    table
        ``as_at_date``, ``child_id``, ``birth_date``, ``eligibility``, and what the functions below read.

    >>> day = pd.Timestamp("2024-03-31")
    >>> born = pd.to_datetime(["2003-03-31", "2003-04-01", "2006-03-31", "2006-04-01", "2005-01-01"])
    >>> rows = pd.DataFrame({"as_at_date": day, "child_id": list("abcde"), "birth_date": born, "eligibility": ["Former relevant"] * 4 + ["Eligible"]})
    >>> leavers_in(rows, day)["child_id"].tolist()
    ['b', 'c']
    """
    rows = as_drawn_for(table, day).drop_duplicates("child_id")
    youngest, oldest = AGES
    of_age = rows["birth_date"].le(day - pd.DateOffset(years=youngest)) & rows["birth_date"].gt(day - pd.DateOffset(years=oldest + 1))
    return rows[of_age & ~_words(rows, "eligibility").eq(STILL_IN_CARE)]


def in_touch(leavers: pd.DataFrame) -> pd.Series:
    """Whether the list says that the council is in touch.

    >>> in_touch(pd.DataFrame({"in_touch": ["Yes", "No", None, "YES", "REFU"]})).tolist()
    [True, False, False, True, False]
    """
    return _words(leavers, "in_touch").str.startswith("y")


def unsuitable_home(leavers: pd.DataFrame) -> pd.Series:
    """Whether the list calls the accommodation unsuitable; what is not known is not.

    >>> unsuitable_home(pd.DataFrame({"accommodation_suitable": ["Suitable", "Unsuitable", "Not known", "not suitable", "2"]})).tolist()
    [False, True, False, True, True]
    """
    return _words(leavers, "accommodation_suitable").str.match(r"unsuitable|not suitable|2\b")


def in_education_or_work(leavers: pd.DataFrame) -> pd.Series:
    """Whether the list names education, training or employment: in words, or by the codes of the national return (F and P with a digit).

    >>> words = ["Higher education", "Training or employment", "Not in education, training or employment: other", "Not known", "F2", "P5", "G4", None]
    >>> in_education_or_work(pd.DataFrame({"activity": words})).tolist()
    [True, True, False, False, True, True, False, False]
    """
    words = _words(leavers, "activity")
    named = words.str.contains(r"education|training|employ|apprentice") & ~words.str.contains(r"\bnot\b|\bneet\b|unemploy")
    return named | words.str.match(r"[fp]\d\b")


LEAVER_MEASURES = {
    "care_leavers_eet_pct": in_education_or_work,
    "care_leavers_unsuitable_accommodation_pct": unsuitable_home,
    "care_leavers_in_touch_pct": in_touch,
}
"""By indicator: which of the care leavers it counts."""


def _words(rows: pd.DataFrame, column: str) -> pd.Series:
    return rows[column].astype(object).fillna("").astype(str).str.strip().str.casefold()
