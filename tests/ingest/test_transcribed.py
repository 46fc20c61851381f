"""Figures and marks that were once typed wrongly, as the documents print them."""

import pytest

from analysis.ingest.printed import read_as_printed


def rows(dataset: str, **keys) -> list[dict[str, str]]:
    return [row for row in read_as_printed([dataset])[dataset] if all(row[name] == value for name, value in keys.items())]


def test_a_mark_under_no_month_gives_no_due_month():
    # The table of action 1.4.1 has seven months; its mark stands in the eighth column, whose heading is blank.
    (action,) = rows("improvement_actions", action="1.4.1")
    assert action["due_month"] == ""


def test_a_lower_proportion_of_re_referrals_is_better_and_a_lower_count_is_not():
    (count,), (share,) = rows("indicators", indicator="re_referrals"), rows("indicators", indicator="re_referral_pct")
    assert (count["polarity"], share["polarity"]) == ("neither", "lower")


def test_six_answers_of_the_assurance_test_have_a_gap():
    (third,) = rows("assurance_questions", question="3")
    assert (third["auditor_view"], third["auditor_gap"]) == ("agrees", "")
    assert sum(bool(row["auditor_gap"]) for row in rows("assurance_questions")) == 6


@pytest.mark.parametrize(("inspection", "own", "joined"), [("ofsted-plymouth-2015", "7", "1"), ("ofsted-torbay-2013", "4", "2")])
def test_inspectors_and_those_who_joined_them_are_both_printed(inspection, own, joined):
    (row,) = rows("inspections", inspection=inspection)
    assert (row["inspectors"], row["inspectors_joined"]) == (own, joined)


@pytest.mark.parametrize(
    ("priority", "measure", "arrow"),
    [("1", "62", "level"), ("1", "69", "level"), ("1", "73", "level"), ("3", "20", "level"), ("3", "21", "level"), ("6", "69", "up")],
)
def test_arrows_to_the_side_are_read_as_in_the_milestones(priority, measure, arrow):
    (row,) = rows("performance_measures", priority=priority, measure=measure)
    assert row["printed_direction"] == arrow


def test_headlines_that_sum_up_the_tables_are_no_points_of_their_own():
    assert len(rows("peer_review_findings", finding_kind="consideration")) == 18
    assert [row["finding"] for row in rows("peer_review_findings", finding_kind="headline")] == ["43", "44", "45"]


def test_each_report_is_held_with_what_it_recommends():
    assert {row["topic"]: row["recommended_to"] for row in rows("recommendations")} == {
        "fostering": "Cabinet",
        **dict.fromkeys(["improvement", "exploitation", "performance", "budget"], "Scrutiny committee"),
    }


def test_what_the_reports_say_of_reading_measures_and_of_council_tax_support_is_held():
    assert any("ChAT" in row["entry"] for row in rows("stated_lists", list="how_measures_are_read"))
    assert any("means tested" in row["entry"] for row in rows("stated_lists", list="council_tax_support"))
