"""The local assurance test: the council's rating of itself and the auditor's view."""

import pandas as pd

AUDITOR_VIEWS = {"agrees": "agrees", "agrees_with_gap": "agrees, with a gap", "incomplete": "incomplete"}


def questions_with_views(questions: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    """Each question with the council's rating, the auditor's view and what the auditor found missing.

    Parameters
    ----------
    questions
        One row per ``question``: ``section``, ``question_brief``, ``own_rating``, ``auditor_view`` (a key of ``AUDITOR_VIEWS``),
        ``auditor_gap``.
    sections
        One row per ``section``: ``section_brief``.

    Returns
    -------
    pandas.DataFrame
        One row per question: ``test_question``, ``section_brief``, ``question_brief``, ``own_rating``, ``auditor_view`` in words, ``auditor_gap``.
    """
    table = questions.merge(sections[["section", "section_brief"]], on="section", how="left").rename(columns={"question": "test_question"})
    table["auditor_view"] = table["auditor_view"].map(AUDITOR_VIEWS)
    return table[["test_question", "section_brief", "question_brief", "own_rating", "auditor_view", "auditor_gap"]]


def views_by_rating(questions: pd.DataFrame) -> pd.DataFrame:
    """How many questions of each rating have each of the auditor's views.

    Returns
    -------
    pandas.DataFrame
        One row per ``own_rating``, in the order of the questions: ``questions``, ``questions_agreed``, ``questions_with_gap``,
        ``questions_incomplete``.
    """
    views = pd.crosstab(questions["own_rating"], questions["auditor_view"]).reindex(columns=list(AUDITOR_VIEWS), fill_value=0)
    views.columns = ["questions_agreed", "questions_with_gap", "questions_incomplete"]
    views.insert(0, "questions", views.sum(axis=1))
    return views.reindex(list(dict.fromkeys(questions["own_rating"]))).astype("Int64").rename_axis("own_rating").reset_index()


RATINGS = ("Outstanding", "Good", "Requires improvement", "Inadequate")
"""Ratings of a question, the best first."""

ANSWERS = {
    "question": "test_question",
    "question_brief": "question_brief",
    "own_rating": "own_rating",
    "evidence": "test_evidence",
    "missing_evidence": "test_missing",
    "action": "test_action",
    "action_owner": "test_action_owner",
    "action_due": "test_action_due",
    "action_status": "test_action_status",
}


def answers_beside_the_last(answers: pd.DataFrame, questions: pd.DataFrame, month: str) -> pd.DataFrame:
    """The council's answers to the test, beside its ratings the last time.

    Parameters
    ----------
    answers
        One row per ``question``: the columns of ``ANSWERS``.
    questions
        The test before: one row per ``question`` with ``own_rating``; may be empty.
    month
        Last month of the quarter, such as ``2024-03``.

    Returns
    -------
    pandas.DataFrame
        One row per question: the columns of ``ANSWERS`` as renamed, ``rating_before``, ``rating_moved`` (``better``, ``worse``, ``same``; missing where there
        was no rating) and ``test_action_is_late``: its month has come and it is not complete.

    Examples
    --------
    >>> answers = pd.DataFrame([{name: None for name in ANSWERS} | {"question": 4, "own_rating": "Good", "action": "Sign", "action_due": "2024-02"}])
    >>> before = pd.DataFrame({"question": [4], "own_rating": ["Requires improvement"]})
    >>> answers_beside_the_last(answers, before, "2024-03")[["rating_moved", "test_action_is_late"]].values.tolist()
    [['better', True]]
    """
    table = answers[list(ANSWERS)].rename(columns=ANSWERS)
    table["rating_before"] = table["test_question"].map(questions.drop_duplicates("question").set_index("question")["own_rating"])
    place = {rating: number for number, rating in enumerate(RATINGS)}
    moved = table["own_rating"].map(place) - table["rating_before"].map(place)
    table["rating_moved"] = moved.map(lambda steps: None if pd.isna(steps) else "better" if steps < 0 else "worse" if steps > 0 else "same")
    late = table["test_action"].notna() & table["test_action_due"].le(month) & table["test_action_status"].ne("complete")
    return table.assign(test_action_is_late=late.fillna(False).astype(bool)).reset_index(drop=True)
