import pandas as pd

from analysis.disclosure.release import release
from analysis.present.findings import indicators as yearly
from analysis.present.findings import movement, process_control
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
    assert findings.headline(card()) == "1 of the 3 rated measures meets its target and 2 are further off."


def test_a_hidden_change_is_neither_ranked_nor_told():
    moved = movement.largest_changes(card())
    assert moved.table["measure"].tolist() == [3, 1]
    told = " ".join([movement.largest_fall(card()), movement.moved_description(moved), *movement.change_of_ratings(card())])
    assert "lacement" not in told and "200" not in told


def test_the_largest_decline_is_told_with_both_figures():
    assert movement.largest_fall(card()) == (
        "The largest decline on the month before was in visits in time, from 80.0% to 60.0%. One measure could not be looked at, because few "
        "children are counted."
    )


def test_every_measure_is_counted_once_however_it_moved():
    # Three measures with a better way: one declined, one improved, one hidden. Beside them one that rose, one without a month before.
    more = CARD.assign(direction_words=CARD["direction_of_travel"])
    others = more.iloc[[3, 3]].assign(
        measure=[8, 9], polarity="neither", previous_value=[50.0, None], direction_of_travel=None, direction_words=["rose", None]
    )
    told = movement.directions(release(pd.concat([more, others], ignore_index=True), "public", name="card"))
    assert told == (
        "Of three measures where one way is better, 1 improved on the month before, 1 declined and 1 cannot be shown, because few children are "
        "counted. Of two measures where neither way is, 1 rose and 1 cannot be compared."
    )
    tile = movement.moved_tile(card())
    assert (tile.value, tile.note) == ("1 of 3", "1 declined; 1 not shown")


def test_the_furthest_off_target_leaves_out_hidden_figures_and_targets_of_0():
    # Misses: visits |60 - 90| / 90 = 33%, calls |55 - 60| / 60 = 8% and rated amber. Placements are hidden: 2 gives few children away.
    rated = CARD.assign(target=[90.0, 0.0, 90.0, 60.0], rag_rating=["red", "red", "red", "amber"])
    told = findings.by_rating(release(rated, "public", name="rated"))
    assert told == [
        "More than 15% off target (2). The furthest off, as a share of the target: visits in time (60.0%, target 90.0%). One measure with a target "
        "of 0, or whose figure may not be shown, cannot be ranked so.",
        "Within 15% of target (1): MASH calls.",
    ]


def test_the_chart_of_ratings_names_the_priority_with_most_misses():
    counts = {"measures_green": [0, 3], "measures_amber": [0, 0], "measures_red": [1, 4], "measures_not_rated": [2, 0]}
    ratings = release(pd.DataFrame({"priority_title": ["Priority 1", "Priority 2"], **counts}), "public", name="ratings")
    assert findings.ratings_title(ratings) == "Priority 2 has most measures more than 15% off target: 4 of 7 rated"


def test_names_and_abbreviations_keep_their_capital():
    assert "improved most in MASH calls" in movement.moved_title(movement.largest_changes(card()))


def test_ratings_that_moved():
    better, worse = movement.change_of_ratings(card())
    assert better == "No measure moved to a better rating against the month before."
    assert "visits in time (weekly) (amber to red: 80.0% to 60.0%)" in worse


def test_no_limits_without_enough_points():
    assert "The longest series held has three months, so no limits are drawn" in process_control.too_few(3)


def test_with_enough_points_special_causes_are_named_and_every_measure_is_accounted_for():
    found = pd.DataFrame(
        {
            "description": ["Visits", "Checks", "Reviews"],
            "variation": ["improving", "common cause", "worsening"],
            "limits_status": ["provisional", "settled", "settled"],
            "target_assurance": ["misses", None, "may meet or miss"],
        }
    )
    left_out = pd.DataFrame({"description": ["Placements", "Plans"], "why_no_limits": ["hidden", "too few"]})
    summary = release(found, "public", name="some")
    assert process_control.found(summary, release(left_out, "public", name="rest")) == [
        "3 of 5 measures can be judged. The others cannot: 1 because a month cannot be shown and 1 because fewer than 7 months have a figure.",
        "More than chance, improving (1): visits.",
        "More than chance, worsening (1): reviews.",
        "No more than chance in the last month: one measure.",
        "The limits of one measure are provisional, because fewer than 12 months have a figure.",
    ]
    assert process_control.against_target(summary) == [
        "As things stand, will miss the target every month (1): visits.",
        "One measure may meet or miss the target by chance.",
        "One measure has no target with a better way.",
    ]
    assert process_control.headline(summary) == "By more than chance, one measure got worse: reviews."


def test_periods_in_short():
    assert [yearly.short_period(text) for text in ("2022/23 Provisional", "Q2 2023/24", "Sept 2023")] == [
        "2022/23",
        "Q2 2023/24",
        "Sept 2023",
    ]
