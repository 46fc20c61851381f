import pandas as pd

from analysis.assurance.elsewhere import points_by_theme, points_to_improve
from analysis.assurance.local_test import questions_with_views, views_by_rating

QUESTIONS = pd.DataFrame(
    {
        "question": [1, 2, 3],
        "section": [1, 1, 2],
        "question_brief": ["Who answers?", "Who knows?", "Who pays?"],
        "own_rating": ["Good", "Good", "Requires improvement"],
        "auditor_view": ["agrees", "agrees_with_gap", "incomplete"],
        "auditor_gap": [None, "Capacity", "Agreements"],
    }
)


def test_views_are_counted_by_the_councils_rating():
    assert views_by_rating(QUESTIONS).values.tolist() == [["Good", 2, 1, 1, 0], ["Requires improvement", 1, 0, 0, 1]]


def test_a_question_keeps_its_section_and_the_view_in_words():
    table = questions_with_views(QUESTIONS, pd.DataFrame({"section": [1, 2], "section_brief": ["Management", "Money"]}))
    assert table["auditor_view"].tolist() == ["agrees", "agrees, with a gap", "incomplete"]
    assert table["section_brief"].tolist() == ["Management", "Management", "Money"]


def reviews():
    findings = pd.DataFrame(
        {
            "inspection": ["a", "a", "b"],
            "authority": ["own", "own", "near"],
            "finding": ["Loads", "Plans", "Plans"],
            "theme": ["caseloads", "quality assurance", "quality assurance"],
            "second_theme": ["workforce", None, None],
            "timescale": ["immediately", "not_stated", "within_three_months"],
        }
    )
    inspections = pd.DataFrame({"inspection": ["a", "b"], "inspection_start_date": pd.to_datetime(["2014-10-22", "2013-02-25"])})
    peers = pd.DataFrame(
        {
            "authority": ["far"] * 2,
            "finding_kind": ["consideration", "strength"],
            "finding_brief": ["Audit", "Pods"],
            "theme": ["quality assurance", "workforce"],
        }
    )
    dates = pd.DataFrame({"authority": ["far"], "statistic": ["review_visit"], "date": ["2016-12-05/2016-12-09"]})
    return points_to_improve(findings, inspections, peers, dates)


def test_strengths_of_a_peer_review_are_no_points_to_improve():
    points = reviews()
    assert points["finding_brief"].tolist() == ["Loads", "Plans", "Plans", "Audit"]
    assert points["review_year"].tolist() == [2014, 2014, 2013, 2016]


def test_points_are_counted_under_both_themes_with_the_own_review_first_and_the_shared_theme_on_top():
    table = points_by_theme(reviews(), pd.Series({"own": "Own", "near": "Near", "far": "Far"}), "own")
    wide = table.pivot(index="finding_theme", columns="review_name", values="review_points")
    assert list(dict.fromkeys(table["review_name"])) == ["Own 2014", "Near 2013", "Far 2016"]
    assert table["finding_theme"].iloc[0] == "quality assurance"
    assert wide.loc["quality assurance"].tolist() == [1, 1, 1]
    assert wide.loc["workforce", "Own 2014"] == 1 and wide.loc["workforce", "Far 2016"] == 0
    assert table.loc[table["review_name"] == "Own 2014", "is_own"].all()
