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
