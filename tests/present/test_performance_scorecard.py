import pandas as pd

from analysis.disclosure.release import release
from analysis.present.findings import indicators as yearly
from analysis.present.findings import performance_scorecard as findings
from analysis.present.tables import definitions, table_html

CARD = pd.DataFrame(
    {
        "priority": [1, 1, 2, 3],
        "measure": [1, 2, 1, 3],
        "description": ["Visits in time (weekly)", "Placements in all", "Visits in time (weekly)", "MASH calls"],
        "measure_unit": ["per cent", "placements of children", "per cent", "per cent"],
        "polarity": ["higher", "lower", "higher", "higher"],
        "previous_value": [80.0, 2.0, 80.0, 50.0],
        "measure_value": [60.0, 6.0, 60.0, 55.0],
        "rag_rating": ["red", "red", "red", "green"],
        "previous_rating": ["amber", "red", "amber", "green"],
        "rating_or_reason": ["red", "red", "red", "green"],
        "direction_of_travel": ["declined", "declined", "declined", "improved"],
        "relative_change_pct": [-25.0, 200.0, -25.0, 10.0],
        "better_by_pct": [-25.0, -200.0, -25.0, 10.0],
    }
)
REMARKS = pd.DataFrame({"priority": [1], "measure": [1], "remark": ["Records are late. More staff are sought."]})


def card():
    return release(CARD, "public", name="card")


def remarks():
    return release(REMARKS, "public", name="remarks")


def test_a_measure_under_two_priorities_counts_once():
    assert findings.headline(card()) == "1 of the three rated measures meet their target, and 2 are more than 15% off it."


def test_a_hidden_change_is_neither_ranked_nor_told():
    moved = findings.largest_changes(card())
    assert moved.table["measure"].tolist() == [3, 1]
    told = " ".join([findings.largest_fall(card(), remarks()), findings.moved_description(moved), *findings.change_of_ratings(card())])
    assert "lacement" not in told and "200" not in told


def test_the_largest_decline_carries_the_report_s_first_remark():
    sentence = findings.largest_fall(card(), remarks())
    assert sentence == "The largest decline on the month before was in visits in time: 80.0% to 60.0%. The report says: Records are late."


def test_names_and_abbreviations_keep_their_capital():
    assert "improved most in MASH calls" in findings.moved_title(findings.largest_changes(card()))


def test_ratings_that_moved():
    better, worse = findings.change_of_ratings(card())
    assert better == "No measure moved to a better rating."
    assert "visits in time (weekly) (amber to red: 80.0% to 60.0%)" in worse


def test_no_limits_without_enough_points():
    empty = release(CARD.iloc[:0][["description"]].assign(variation="", limits_status=""), "public", name="none")
    sentence = findings.process_control(3, 7, 12, empty)[0]
    assert "three points, which is not enough" in sentence


def test_with_enough_points_special_causes_are_named():
    found = pd.DataFrame(
        {"description": ["Visits", "Checks"], "variation": ["improving", "common cause"], "limits_status": ["provisional", "settled"]}
    )
    sentences = findings.process_control(14, 7, 12, release(found, "public", name="some"))
    assert sentences[1] == "Two measures can be judged. The limits of 1 are provisional. More than chance: visits (improving)."


def test_periods_in_short():
    assert [yearly.short_period(text) for text in ("2022/23 Provisional", "Q2 2023/24", "Sept 2023")] == [
        "2022/23",
        "Q2 2023/24",
        "Sept 2023",
    ]


def test_a_name_in_a_table_leads_to_its_definition():
    named = pd.DataFrame({"description": ["A & B"], "measure": [7], "definition_id": ["definition-7"]})
    html = table_html(release(named, "public", name="named"), "Caption", ["description", "measure"], links={"description": "definition_id"})
    assert '<a href="#definition-7">A &amp; B</a>' in html
    terms = pd.DataFrame({"term": ["A & B"], "definition": ["What it is."], "definition_id": ["definition-7"]})
    assert '<div id="definition-7"' in definitions(release(terms, "public", name="terms"), "Terms", ["definition"]).html
