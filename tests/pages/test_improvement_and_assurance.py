import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.ingest.published import InForce
from analysis.pages import build, outline
from analysis.pages.building import build_page
from analysis.pages.given import Given
from analysis.pages.sections import Missing, Outline, Shown

PAGE = outline("improvement_and_assurance")
DATASETS = sorted({name for part in PAGE.sections for name in (*part.needs, *part.wants)})


class Without(Given):
    """What a page is given, less one dataset."""

    def __init__(self, absent: str):
        super().__init__("plymouth", "2023-24-Q2", "public")
        self.absent = absent

    def in_force(self, name: str) -> InForce:
        held = super().in_force(name)
        return InForce(held.table.iloc[:0], None) if name == self.absent else held

    def history(self, name: str) -> pd.DataFrame:
        held = super().history(name)
        return held.iloc[:0] if name == self.absent else held


@pytest.fixture(scope="module")
def page():
    return build("improvement_and_assurance", "plymouth", "2023-24-Q2")


def unfolded(part) -> int:
    soup = BeautifulSoup(part._repr_mimebundle_()["text/html"], "html.parser")
    for hidden in soup(["svg", "details"]):
        hidden.decompose()
    return len(soup.get_text(" ").split())


def test_the_page_opens_with_the_plan_and_the_inspection(page, words):
    opening = words(page.opening)
    assert "calls 30 of at least 152 actions complete and 2 behind; 26 have no stated status" in opening
    assert "Of seven measures that can be judged against the inspection of 2014, three are better and four are worse" in opening
    assert "the last full one in 2018, are not held here" in opening
    assert next(iter(page.sections)) == "attention"


def test_every_action_that_is_not_plainly_on_track_is_in_a_table(page, words):
    # 2 behind, 1 due and without a status, and the 25 other actions without one: 26 have none in all.
    assert page.attention.table.table["plan_concern"].value_counts().to_dict() == {
        "no status stated": 25,
        "behind schedule": 2,
        "due and not complete": 1,
    }
    assert "two are behind schedule and one is due and not complete" in words(page.attention)


def test_statuses_add_up_to_all_actions(page):
    row = page.plan.tables["in_all"].table.iloc[0]
    assert row.filter(like="actions_").sum() == row["plan_actions"] == 152


def test_the_judgements_stand_with_their_dates(page, words):
    said = words(page.judgements)
    assert "requires improvement at the inspection of 22 October 2014 to 12 November 2014, published on 6 January 2015" in said
    assert "requires_improvement" not in words(page) and "within_three_months" not in words(page) and "local_authority" not in words(page)


def test_every_theme_of_the_comparisons_is_drawn_or_told(page, words):
    themes = dict.fromkeys(page.themes.tables["points"].table["comparison_theme"])
    assert len(themes) == 10 and all(name in words(page.themes) for name in themes)


def test_every_comparison_is_counted_once(page):
    verdicts = page.then_and_now.tables["verdicts"].table["comparison_verdict"].value_counts()
    # 3 better, 4 worse, 5 not judged and 16 that cannot be compared are the 28 that the inspection gives a figure for.
    assert verdicts.to_dict() == {"not comparable": 16, "not judged": 5, "worse": 4, "better": 3}


def test_a_fraction_in_words_stays_one(page, words):
    assert "under two thirds" in words(page.then_and_now) and "66.7" not in words(page.then_and_now)


def test_findings_that_the_pack_has_a_figure_for_say_so(page):
    shown = page.asked_for.table.table.set_index("finding_reference")["shown_by"]
    assert shown[2] == "Only today: case supervision in time, Care Leavers Service"
    assert shown[5] == "Only today: return home interviews completed within 72 hours"
    assert shown[6] == "Only today: children open to early help and targeted support"


def test_the_areas_for_improvement_add_up(page, words):
    # 6 with figures of then and now, 3 with a figure of today alone, 14 without: 23 in all.
    assert "asked for 23 improvements" in words(page.asked_for)
    assert (
        "For 6 there are figures" in words(page.asked_for)
        and "For 3 more" in words(page.asked_for)
        and "For 14 no" in words(page.asked_for)
    )


def test_points_of_other_reviews_leave_out_headlines_that_sum_them_up(page, words):
    assert "Windsor and Maidenhead 2016: 18 points to improve" in words(page.elsewhere)
    assert "auditor found something missing in 6 of 13 answers" in words(page.assurance_test)


def test_the_only_report_held_has_no_movement(page, words):
    assert isinstance(page.moved, Missing)
    assert "No earlier report of Plymouth's improvement plan is held." in words(page.missing)


def test_documents_of_other_authorities_are_among_the_sources(page, words):
    assert "Torbay Council" in words(page.sources) and "peer review" in words(page.sources)


def test_a_page_takes_minutes_to_read(page):
    parts = [page.opening, *page.sections.values(), page.changes, page.limits, page.method, page.missing, page.sources]
    assert sum(unfolded(part) for part in parts) < 5_000


def test_no_chart_stands_for_its_kind_alone(page):
    for shown in page.drawn:
        for chart in shown.charts.values():
            label = BeautifulSoup(chart.html, "html.parser").svg["aria-label"]
            assert len(label.split()) > 8, label


@pytest.mark.parametrize("absent", DATASETS)
def test_no_section_fails_without_a_dataset(absent):
    concerned = tuple(part for part in PAGE.sections if absent in (*part.needs, *part.wants))
    made = build_page(Outline(PAGE.name, PAGE.title, PAGE.answers, concerned), Without(absent))
    for part in concerned:
        assert isinstance(made.sections[part.name], Missing if absent in part.needs else (Shown, Missing))


def test_a_council_with_a_few_actions_alone_has_its_plan(another_council, words):
    rows = [
        {
            "priority": "9",
            "outcome": "9.1",
            "action": "9.1.1",
            "description": "Recruit",
            "lead": "DCS",
            "due_month": "2024-11",
            "status": "on_track",
        },
        {"priority": "9", "outcome": "9.1", "action": "9.1.2", "description": "Train", "lead": "DCS", "status": "complete"},
    ]
    tables = {
        "improvement_actions": rows,
        "improvement_priorities": [{"priority": "9", "title": "Staff", "lead_officer": "DCS", "commitment": "Enough staff"}],
        "improvement_outcomes": [{"priority": "9", "outcome": "9.1", "description": "Posts filled"}],
    }
    quarter = another_council(tables)
    page = build("improvement_and_assurance", "elsewhere", quarter)
    assert [shown.name for shown in page.drawn] == ["attention", "plan", "outcomes"]
    assert "calls 1 of 2 actions complete and none behind." in words(page.opening)
    assert "one is due and not complete" in words(page.attention)
    assert "No action is called behind; least is complete under priority 9" in words(page.plan)


def test_a_council_with_a_peer_review_alone_has_that(words):
    page = build("improvement_and_assurance", "windsor-and-maidenhead", "2023-24-Q2")
    assert [shown.name for shown in page.drawn] == ["peer_review"]
    assert "Peers named 25 strengths and 18 points to consider." in words(page.opening)
    said = words(page.peer_review)
    assert "The team: lead peer (strategic director, a city council), member peer" in said
    assert "Multi-agency safeguarding hub asked for" in said and "Feedback presentation on the Friday afternoon after it" in said


def test_the_evidence_of_the_assurance_test_is_counted_and_listed(words):
    page = build("improvement_and_assurance", "plymouth", "2023-24-Q2")
    evidence = page.assurance_test.tables["evidence"].table
    named = evidence["evidence_from"].value_counts()
    said = f"99 pieces of evidence are named, {named['auditor']} by the auditor and {named['council']} by the council; the file lists them by question."
    assert len(evidence) == 99 and said in words(page.assurance_test)


def test_an_assurance_test_that_is_answered_again_stands_beside_the_last(another_council, words):
    blank = {"evidence": "", "missing_evidence": "", "action": "", "action_owner": "", "action_due": "", "action_status": ""}
    asked = {"section": "1", "sub_questions": "0", "auditor_view": "agrees", "theme": "leadership", "place": "A"}
    tables = {
        "assurance_sections": [{"section": "1", "section_brief": "All", "theme": "leadership", "place": "A"}],
        "assurance_questions": [{**asked, "question": str(number), "question_brief": "Who?", "own_rating": "Good"} for number in (1, 2, 3)],
        "assurance_answers": [
            {**blank, "question": "1", "question_brief": "Who?", "own_rating": "Outstanding", "evidence": "Minutes of the board"},
            {**blank, "question": "2", "question_brief": "Who knows?", "own_rating": "Inadequate", "missing_evidence": "A signed agreement"}
            | {"action": "Sign the agreement", "action_owner": "Director", "action_due": "2024-11", "action_status": "under way"},
            {**blank, "question": "3", "question_brief": "Who pays?", "own_rating": "Good", "evidence": "Budget book"}
            | {"action": "Review the budget", "action_due": "2025-03", "action_status": "complete"},
        ],
    }
    page = build("improvement_and_assurance", "elsewhere", another_council(tables))
    said = words(page.assurance_answers)
    for part in (
        "The council rates itself on three questions: 1 outstanding, 1 good and 1 inadequate.",
        "Against the last time: 1 better, 1 worse and 1 the same.",
        "One answer names no evidence: question 2.",
        "Question 2: a signed agreement is missing.",
        "Two actions, of which 1 complete. Past its month and not complete: sign the agreement (question 2).",
        "November 2024",
    ):
        assert part in said, part


def test_a_council_with_an_inspection_and_no_comparison_has_its_judgements(words):
    page = build("improvement_and_assurance", "torbay", "2023-24-Q2")
    assert [shown.name for shown in page.drawn] == ["judgements", "asked_for", "elsewhere"]
    assert "The judgement of the whole was adequate" in words(page.opening)
    assert "For 18 no figure is set beside them" in words(page.asked_for)


def test_a_later_quarter_names_what_moved(later_quarters, words):
    page = build("improvement_and_assurance", "plymouth", "2023-24-Q3")
    assert page.moved.table.table["plan_movement"].value_counts().to_dict() == {
        "closed": 2,
        "fell behind": 1,
        "due later than before": 1,
        "new": 1,
    }
    said = words(page.changes)
    assert (
        "Since quarter 2 2023/24, when the plan had 152 actions, 2 closed, 1 fell behind, 1 slipped to a later month and 1 is new" in said
    )
    assert "148 of the 153 listed now stand as they did" in said
    assert "Learn from complaints".lower() in words(page.moved).lower()
    assert "No earlier" not in said
    assert "September 2023 to December 2023" in words(page.moved)


def test_series_of_today_hold_each_date_once_over_the_quarters(later_quarters):
    page = build("improvement_and_assurance", "plymouth", "2024-25-Q1")
    points = page.themes.tables["points"].table
    today = points[points["reported_by"] == "today"]
    assert not today.duplicated(["comparison", "figure_date"]).any()
    months = today.loc[today["comparison_label"] == "Dental checks of children looked after", "figure_dated_as"]
    assert months.tolist()[0] == "July 2023" and months.tolist()[-1] == "June 2024" and len(months) == 12
    # A figure that is hidden has no verdict, in the table, in the title of its chart or beside the area that it bears on.
    verdicts = page.then_and_now.tables["verdicts"]
    hidden = verdicts.table[verdicts.suppressed["today_value"]]
    assert len(hidden) and not hidden["comparison_verdict"].isin(["better", "worse", "unchanged"]).any()
    label = hidden.loc[hidden["comparison_verdict"] == "[c]", "comparison_label"].iloc[0]
    answered = page.asked_for.table.table["figures_compared"].dropna()
    assert any(f"{label}: [c]" in text for text in answered)


def test_deadlines_of_an_inspection_are_told_and_tracked(another_council, words):
    torbay = words(build("improvement_and_assurance", "torbay", "2023-24-Q2").asked_for)
    # The inspection ended on 6 March 2013 and states no day of publication; 18 areas, 5 at once, 10 in three months, 3 in six.
    assert "18 areas have a deadline, the last on 6 September 2013. Where each stands is not held." in torbay
    assert "within three months: 6 June 2013" in torbay
    finding = {"inspection": "report", "reference_kind": "printed", "addressed_to": "local_authority", "immediate_action": "false"}
    finding |= {"section": "All", "theme": "caseloads", "place": "1"}
    tables = {
        "inspections": [
            {
                "inspection": "report",
                "framework": "A",
                "legal_basis": "B",
                "inspection_start_date": "2024-06-03",
                "inspection_end_date": "2024-06-14",
            }
            | {"published_date": "2024-08-01", "inspectors": "3"}
        ],
        "inspection_findings": [
            {**finding, "reference": str(number), "finding": f"Area {number}", "timescale": time}
            for number, time in enumerate(("within_three_months", "within_three_months", "not_stated"), start=1)
        ],
        "inspection_progress": [
            {"inspection": "report", "reference": "1", "finding": "Area 1", "progress_status": "complete", "progress": "Audit of July"},
            {"inspection": "report", "reference": "2", "finding": "Area 2", "progress_status": "under way", "progress": ""},
        ],
    }
    page = build("improvement_and_assurance", "elsewhere", another_council(tables))
    said = words(page.asked_for)
    assert "Two areas have a deadline. As the council reports it: 1 complete, 1 under way and nothing is reported of 1." in said
    assert "Past its deadline and not complete: 2." in said and "Audit of July" in said and "within three months: 1 November 2024" in said
