import pandas as pd

from analysis.disclosure.release import release
from analysis.present.findings import improvement_plan
from analysis.present.findings import inspection as findings

ROW = {
    "comparison": 1, "comparison_theme": "Health", "comparison_label": "Dental checks", "inspection_value": 63.0, "inspection_unit": "per cent",
    "inspection_dated_as": "2013-14", "qualifier": None, "polarity": "higher", "today_value": 53.7, "today_unit": "per cent",
    "comparison_verdict": "worse", "comparison_why": "", "change_since_inspection": -9.3, "fewest_children": pd.NA,
    "printed_as_fraction": False,
}  # fmt: skip


def verdicts(*changes, policy="public"):
    table = pd.DataFrame([{**ROW, "comparison": number, **change} for number, change in enumerate(changes or [{}], 1)])
    return release(table.astype({"fewest_children": "Int64", "today_value": "float64"}), policy, name="then_and_now")


def points(value, fewest):
    row = {
        "comparison": 1, "comparison_theme": "Health", "comparison_label": "Dental checks", "reported_by": "today", "figure_dated_as": "September 2023",
        "figure_value": value, "figure_unit": "per cent", "fewest_children": fewest,
    }  # fmt: skip
    return release(pd.DataFrame([row]).astype({"fewest_children": "Int64", "figure_value": "float64"}), "public", name="over_time")


def test_the_headline_counts_the_verdicts():
    table = verdicts({}, {"comparison_verdict": "better"}, {"comparison_verdict": "better"}, {"comparison_verdict": "not comparable"})
    assert (
        findings.how_many(table, 2014)
        == "Of three measures that can be judged against the inspection of 2014, two are better and one is worse."
    )


def test_nothing_to_judge_is_said():
    assert findings.how_many(verdicts({"comparison_verdict": "not comparable"}), 2014).startswith("No measure of today can be judged")


def test_the_title_of_a_theme_gives_both_figures():
    assert findings.theme_words("Health", verdicts(), points(53.7, None))["title"] == "Worse: dental checks (63.0% then, 53.7% now)"


def test_a_percentage_that_gives_a_small_count_away_is_in_no_sentence():
    table = verdicts({"today_value": 99.5, "change_since_inspection": 36.5, "fewest_children": 1})
    words = findings.theme_words("Health", table, points(99.5, 1))
    assert "99.5" not in " ".join(words.values()) and "36.5" not in " ".join(words.values())
    assert "now not shown" in words["title"]
    assert findings.drawn(table, points(99.5, 1)).table.empty
    assert table.table[["today_value", "change_since_inspection", "fewest_children"]].isna().all(axis=None)
    assert verdicts({"today_value": 99.5, "fewest_children": 1}, policy="internal").table["today_value"].tolist() == [99.5]


def test_a_bound_is_told_as_one():
    table = verdicts({"qualifier": "over", "today_value": None, "today_unit": None, "comparison_verdict": "not comparable"})
    assert (
        findings.theme_words("Health", table, points(None, None))["title"]
        == "Not comparable: dental checks (over 63.0% then, no figure now)"
    )


def test_later_inspections_are_named_and_none_is_no_sentence():
    columns = ["oversight_event", "event_kind", "held_in", "full_inspection", "event_scope", "event_result", "priority_actions"]
    rows = [
        ["Full inspection", "inspection", "2018", True, None, None, pd.NA],
        ["Improvement notice", "notice", "2023-05", False, None, None, pd.NA],
    ]
    events = release(pd.DataFrame(rows, columns=columns), "public", name="events")
    none = release(pd.DataFrame(columns=columns), "public", name="events")
    assert findings.later_in_brief(events) == "The reports of later inspections, the last full one in 2018, are not held here."
    assert "May 2023" in findings.notice(events)
    assert (findings.later_in_brief(none), findings.later_in_full(none), findings.notice(none)) == ("", "", "")


def test_attention_says_when_nothing_presses():
    silent = pd.DataFrame({"plan_concern": ["no status stated"], "plan_action": ["1.1.1"]})
    behind = pd.DataFrame({"plan_concern": ["behind schedule"], "plan_action": ["1.1.2"]})
    said = improvement_plan.attention(release(silent, "public", name="a"))
    assert said == [
        "No action is called behind schedule, or is due and not called complete.",
        "One action has no status in words, so whether it is late is not known.",
    ]
    assert improvement_plan.attention(release(behind, "public", name="a")) == ["Of the actions, one is behind schedule."]


def test_a_theme_without_figures_breaks_nothing():
    none = verdicts({}).where(pd.Series([False]))
    assert findings.theme_words("Health", none, points(1.0, None).where(pd.Series([False])))["title"] == ""
    assert findings.judged_title(none) == "Nothing that can be judged has changed since the inspection"


def test_a_fraction_stays_a_fraction_and_a_bound_a_bound():
    table = findings.figures_in_words(verdicts({"inspection_value": 66.7, "qualifier": "under", "printed_as_fraction": True}))
    assert table.table["inspection_figure"].tolist() == ["under two thirds"]
    hidden = findings.figures_in_words(verdicts({"today_value": 99.5, "change_since_inspection": 36.5, "fewest_children": 1}))
    assert hidden.table["today_figure"].tolist() == ["[c]"]


def test_the_judgement_of_the_whole_comes_with_its_dates():
    inspections = pd.DataFrame(
        {
            "inspection": ["a"],
            "inspection_started_on": [pd.Timestamp("2014-10-22")],
            "inspection_ended_on": [pd.Timestamp("2014-11-12")],
            "inspection_published_on": [pd.NaT],
        }
    )
    rows = pd.DataFrame(
        {
            "inspection": ["a", "a"],
            "judgement_grade": ["good", "inadequate"],
            "judgement_is_overall": [True, False],
            "judged_body": ["lscb", "lscb"],
        }
    )
    said = findings.judged_by(release(inspections, "public", name="i"), release(rows, "public", name="j"))
    assert said == [
        "The judgement of the whole was good at the inspection of 22 October 2014 to 12 November 2014. Of 2 judgements: good 1 and inadequate 1."
    ]
