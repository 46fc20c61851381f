"""Sections on the local test of assurance: the last one audited, and the council's own answers since."""

from analysis.assurance import local_test as domain
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.present import theme
from analysis.present.charts import stacked
from analysis.present.findings import assurance as findings
from analysis.present.html import bullets, heading, paragraphs
from analysis.present.tables import folded_table, in_a_file

REPORTED, AUDIT = "report_published", "audit"
ACTIONS = {
    "action_brief": "test_action",
    "action_owner": "test_action_owner",
    "due_as_printed": "test_action_due",
    "question": "test_question",
}


@section(
    "The assurance test of the director's role",
    needs=("assurance_questions",),
    wants=("assurance_sections", "assurance_opinions", "assurance_statistics", "assurance_actions", "assurance_evidence"),
)
def assurance_test(given: Given) -> Shown:
    """The council's rating of itself, what the auditor found missing, and the auditor's opinion."""
    held = given["assurance_questions"]
    questions = given.release(domain.questions_with_views(held, given["assurance_sections"]), "assurance_test_questions")
    views = given.release(domain.views_by_rating(held), "assurance_test_views")
    reported = given["assurance_statistics"].drop_duplicates("statistic").set_index("statistic")["date"].dropna().get(REPORTED)
    opinions = given["assurance_opinions"]
    opinions = given.release(opinions.loc[opinions["opinion_from"] == AUDIT, ["opinion"]], "assurance_opinions")
    actions = given.release(given["assurance_actions"].rename(columns=ACTIONS)[list(ACTIONS.values())], "assurance_test_actions")
    evidence = given["assurance_evidence"].rename(columns={"question": "test_question", "evidence": "test_evidence"})
    evidence = given.release(evidence[["test_question", "test_evidence", "evidence_from"]], "assurance_test_evidence")
    title, missing = findings.views_title(views), findings.gaps(questions)
    body = [
        paragraphs(findings.test_in_brief(views, reported)),
        stacked.stacked_bars(
            "auditor-views",
            views,
            category="own_rating",
            parts=findings.VIEW_NAMES,
            colours=[theme.BLUE, theme.ORANGE, theme.PLUM],
            labels=findings.rating_labels(views),
            title=title,
            alt=f"Bar chart of the assurance test's questions by the council's own rating and the auditor's view. {title}.",
            description=findings.views_description(views),
        ),
        folded_table(
            views,
            f"Questions of the assurance test by the council's rating and the auditor's view, {given.place}",
            ["own_rating", "questions", *findings.VIEW_NAMES],
            checks=given.doubts,
        ),
    ]
    body += [heading("What the auditor found missing"), bullets(*missing)] if missing else []
    columns = ["question_brief", "test_question", "own_rating", "auditor_view", "auditor_gap", "section_brief"]
    body.append(folded_table(questions, "Every question of the assurance test", columns, checks=given.doubts))
    if len(opinions.table):
        body += [heading("The auditor's opinion"), bullets(*(f"{text}." for text in opinions.table["opinion"]))]
    if len(actions.table):
        body.append(paragraphs(findings.actions_in_brief(actions)))
        body.append(folded_table(actions, "What was to be done after the assurance test", list(ACTIONS.values())))
    if len(evidence.table):
        body.append(in_a_file(evidence, findings.evidence_in_brief(evidence)))
    return Shown(
        body,
        {"views": views, "questions": questions, "opinions": opinions, "actions": actions, "evidence": evidence},
        headline=f"{title}.",
        tiles=[findings.test_tile(views, reported)],
        method=[findings.VIEWS],
    )


@section("The assurance test, answered again", needs=("assurance_answers",), wants=("assurance_questions",))
def assurance_answers(given: Given) -> Shown:
    """The council's answers of the year, with evidence and actions, beside its ratings the last time."""
    month = str(given.quarter.months[-1])
    table = domain.answers_beside_the_last(given["assurance_answers"], given["assurance_questions"], month)
    answers = findings.answers_in_words(given.release(table, "assurance_answers"))
    columns = ["question_brief", "test_question", "own_rating", "rating_before", "test_evidence", "test_missing"]
    actions = answers.where(answers.table["test_action"].notna()).named("assurance_answers_actions")
    body = [bullets(*findings.answers_in_brief(answers)), folded_table(answers, "Every answer of the assurance test", columns)]
    body.append(paragraphs(findings.test_actions_in_brief(answers)))
    if len(actions.table):
        columns = ["test_action", "test_question", "test_action_owner", "test_action_due", "test_action_status"]
        body.append(folded_table(actions, "Actions of the assurance test", columns))
    return Shown(body, {"answers": answers, "actions": actions}, headline=findings.answers_in_brief(answers)[0])
