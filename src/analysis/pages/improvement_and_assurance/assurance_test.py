"""The section on the local test of assurance."""

from analysis.assurance import local_test as domain
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.present import theme
from analysis.present.charts import stacked
from analysis.present.findings import assurance as findings
from analysis.present.html import bullets, heading, paragraphs
from analysis.present.tables import folded_table

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
    wants=("assurance_sections", "assurance_opinions", "assurance_statistics", "assurance_actions"),
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
    return Shown(
        body,
        {"views": views, "questions": questions, "opinions": opinions, "actions": actions},
        headline=f"{title}.",
        tiles=[findings.test_tile(views, reported)],
        method=[findings.VIEWS],
    )
