import pandas as pd

from analysis.disclosure.release import release
from analysis.present.findings import indicators as yearly
from analysis.present.findings import performance_scorecard as findings

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


def card():
    return release(CARD, "public", name="card")


def test_a_measure_under_two_priorities_counts_once():
    assert findings.headline(card()) == "1 of the three rated measures meet their target, and 2 are more than 15% off it."


def test_a_hidden_change_is_neither_ranked_nor_told():
    moved = findings.largest_changes(card())
    assert moved.table["measure"].tolist() == [3, 1]
    told = " ".join([findings.largest_fall(card()), findings.moved_description(moved), *findings.change_of_ratings(card())])
    assert "lacement" not in told and "200" not in told


def test_the_largest_decline_is_told_with_both_figures():
    assert findings.largest_fall(card()) == (
        "The largest decline on the month before, of those that can be shown, was in visits in time, from 80.0% to 60.0%."
    )


def test_the_furthest_off_target_leaves_out_hidden_figures_and_targets_of_0():
    # Misses: visits |60 - 90| / 90 = 33%, calls |55 - 60| / 60 = 8% and rated amber. Placements are hidden: 2 gives few children away.
    rated = CARD.assign(target=[90.0, 0.0, 90.0, 60.0], rag_rating=["red", "red", "red", "amber"])
    told = findings.by_rating(release(rated, "public", name="rated"))
    assert told == [
        "More than 15% off target (2). The furthest off of those shown, as a share of the target: visits in time (60.0%, target 90.0%).",
        "Within 15% of target (1): MASH calls.",
    ]


def test_the_chart_of_ratings_names_the_priority_with_most_misses():
    counts = {"measures_green": [0, 3], "measures_amber": [0, 0], "measures_red": [1, 4], "measures_not_rated": [2, 0]}
    ratings = release(pd.DataFrame({"priority_title": ["Priority 1", "Priority 2"], **counts}), "public", name="ratings")
    assert findings.ratings_title(ratings) == "Priority 2 has most measures more than 15% off target: 4 of 7 rated"


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
