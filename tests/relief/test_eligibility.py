"""Each eligibility rule on a household worked by hand.

Band A in Plymouth is 1,407.71 a year in 2023-24, a year of 366 days. The care of 2022-23, of 365 days, decides by default.
From 1 October 2022 to 31 March 2023 there are 31 + 30 + 31 + 31 + 28 + 31 = 182 days.
"""

import pandas as pd
import pytest

from analysis.errors import MissingFigure
from analysis.relief.eligibility import relief_decisions


def stay(start, end=None, **more):
    return {"stay_start_date": start, "stay_end_date": end, **more}


def away(start, end=None):
    return {"break_start_date": start, "break_end_date": end}


ALL_OF_2022_23 = stay("2022-04-01", "2023-03-31")
LONG_PLACED = stay("2021-06-01")


# Days of care


def test_182_days_of_care_give_full_relief_of_the_band(decide_one):
    decision = decide_one(stays=[stay("2022-10-01", "2023-03-31")])
    assert (decision.decision, decision.care_days, decision.relief_days, decision.relief_gbp) == ("Full relief", 182, 366, 1407.71)
    assert (decision.relief_start_date, decision.relief_end_date) == (pd.Timestamp("2023-04-01"), pd.Timestamp("2024-03-31"))


def test_181_days_give_none_and_the_carer_is_told_how_short(decide_one):
    decision = decide_one(stays=[stay("2022-10-02", "2023-03-31")])
    assert (decision.decision, decision.deciding_rule, decision.care_days, decision.relief_gbp) == ("No relief", "days_of_care", 181, 0)
    assert decision.reasons == (
        "You do not qualify for council tax relief for 2023/24. You cared for a child on 181 days from 1 April 2022 to "
        "31 March 2023; 182 are needed. A day counts once, however many children you cared for. You were 1 day short."
    )


def test_a_day_counts_once_whatever_the_number_of_children(decide_one):
    # 1 April to 30 June is 91 days, 1 June to 31 August 92; together 1 April to 31 August: 30 + 31 + 30 + 31 + 31 = 153.
    decision = decide_one(stays=[stay("2022-04-01", "2022-06-30"), stay("2022-06-01", "2022-08-31", child="C2")])
    assert (decision.care_days, decision.decision) == (153, "No relief")


def test_days_need_not_be_consecutive_nor_for_one_child(decide_one):
    # 1 April to 30 June: 30 + 31 + 30 = 91. 1 October to 30 December: 31 + 30 + 30 = 91.
    stays = [stay("2022-04-01", "2022-06-30"), stay("2022-10-01", "2022-12-30", child="C2")]
    assert decide_one(stays=stays).decision == "Full relief"
    in_a_row = decide_one(stays=stays, days_must_be_consecutive=True)
    assert (in_a_row.decision, in_a_row.care_days) == ("No relief", 91)
    assert "on 91 days in a row" in in_a_row.reasons


def test_days_outside_the_year_do_not_count(decide_one):
    # Of 1 January to 30 June 2022 only April, May and June: 91.
    assert decide_one(stays=[stay("2022-01-01", "2022-06-30")]).care_days == 91
    assert decide_one(stays=[stay("2023-03-31")]).care_days == 1
    assert decide_one(stays=[stay("2023-04-01")]).care_days == 0


def test_a_stay_still_open_counts_to_the_end_of_the_year(decide_one):
    assert decide_one(stays=[LONG_PLACED]).care_days == 365


def test_a_leap_day_is_a_day(calendar_of, decide_one):
    # 2023-24 holds 29 February 2024.
    within = {"care_period": "same_financial_year"}
    assert decide_one(stays=[stay("2024-02-29", "2024-02-29")], **within).care_days == 1
    assert decide_one(stays=[LONG_PLACED], **within).care_days == 366
    # 1 October 2023 to 30 March 2024: 31 + 30 + 31 + 31 + 29 + 30 = 182, decides 2024-25.
    assert calendar_of(stays=[stay("2023-10-01", "2024-03-30")], year="2024-25").records[0].care_days.tolist() == [182]


def test_the_day_a_child_leaves_may_be_left_out(decide_one):
    stays = [stay("2022-10-01", "2023-03-31")]
    assert decide_one(stays=stays, departure_day_counts=False).care_days == 181
    handed_over = [stay("2022-10-01", "2022-12-10"), stay("2022-12-10", "2023-03-31", child="C2")]
    assert decide_one(stays=handed_over, departure_day_counts=False).care_days == 181
    assert decide_one(stays=[stay("2022-10-01")], departure_day_counts=False).care_days == 182


def test_care_by_mainstream_carers_counts_respite_too(decide_one):
    assert decide_one(stays=[stay("2022-10-01", "2023-03-31", stay_type="respite")]).decision == "Full relief"


# Which year's care decides


def test_relief_within_the_same_year_starts_the_day_after_the_182nd_day(decide_one):
    # From 1 April 2023 the 182nd day is 29 September: 30 + 31 + 30 + 31 + 31 + 29. That leaves 366 - 182 = 184 days.
    # 1,407.71 x 184 / 366 = 707.70.
    decision = decide_one(stays=[stay("2023-04-01")], care_period="same_financial_year")
    assert (decision.relief_start_date, decision.relief_days, decision.relief_gbp) == (pd.Timestamp("2023-09-30"), 184, 707.70)


def test_relief_is_not_back_dated(decide_one):
    # 2 October 2023 to 31 March 2024: 30 + 30 + 31 + 31 + 29 + 31 = 182: reached on the year's last day.
    decision = decide_one(stays=[stay("2023-10-02")], care_period="same_financial_year")
    assert (decision.decision, decision.deciding_rule, decision.care_days) == ("No relief", "not_back_dated", 182)
    assert "not back-dated" in decision.reasons


def test_care_of_one_year_does_not_decide_another(decide_one):
    stays = [stay("2023-04-01", "2023-12-31")]
    assert decide_one(stays=stays).decision == "No relief"
    assert decide_one(stays=[ALL_OF_2022_23], care_period="same_financial_year").decision == "No relief"


def test_either_year_will_do_where_so_read(decide_one):
    either = {"care_period": "either_financial_year"}
    assert decide_one(stays=[ALL_OF_2022_23], **either).relief_days == 366
    assert decide_one(stays=[stay("2023-04-01")], **either).relief_days == 184
    # 100 days in each year make neither 182.
    assert decide_one(stays=[stay("2022-12-22", "2023-07-09")], **either).decision == "No relief"


def test_years_counted_from_approval(decide_one):
    # Approved 1 September 2021: the last full year before April 2023 runs to 31 August 2022; in it 1 October to 31 March.
    approval = {"approval_start_date": "2021-09-01"}
    stays = [stay("2021-10-01", "2022-03-31")]
    decision = decide_one([approval], stays, care_period="approval_year")
    assert (decision.decision, decision.care_days) == ("Full relief", 182)
    assert (decision.care_period_start_date, decision.care_period_end_date) == (pd.Timestamp("2021-09-01"), pd.Timestamp("2022-08-31"))
    assert decide_one([approval], stays).decision == "No relief"


@pytest.mark.parametrize(("approved", "period"), [("2022-04-01", 365), ("2022-04-02", 0), ("2020-02-29", 365), ("2019-03-01", 365)])
def test_a_year_from_approval_must_have_ended(calendar_of, approved, period):
    calendar = calendar_of([{"approval_start_date": approved}], care_period="approval_year")
    assert calendar.records[0].periods.length_days.tolist() == [period]


def test_a_carer_without_a_full_year_from_approval_is_told_so(decide_one):
    decision = decide_one([{"approval_start_date": "2022-06-01"}], [stay("2022-06-01")], care_period="approval_year")
    assert (decision.decision, decision.care_days) == ("No relief", 0)
    assert "no such year had ended" in decision.reasons and "short" not in decision.reasons
    assert pd.isna(decision.care_period_start_date)


# Approval


def test_connected_persons_are_treated_alike(decide_one):
    decision = decide_one([{"approval_type": "connected_person"}], [ALL_OF_2022_23])
    assert (decision.decision, decision.relief_gbp) == ("Full relief", 1407.71)


def test_temporary_approval_under_regulation_24_is_not_enough(decide_one):
    decision = decide_one([{"approval_type": "temporarily_approved"}], [LONG_PLACED])
    assert (decision.decision, decision.deciding_rule) == ("No relief", "temporary_approval")
    assert "regulation 24" in decision.reasons


def test_days_under_temporary_approval_count_only_where_so_read(decide_one):
    # At panel from 1 November 2022: 30 + 31 + 31 + 28 + 31 = 151 days to 31 March 2023.
    approvals = [
        {"approval_type": "temporarily_approved", "approval_start_date": "2022-04-01", "approval_end_date": "2022-10-31"},
        {"approval_type": "connected_person", "approval_start_date": "2022-11-01"},
    ]
    stays = [stay("2022-04-01")]
    assert (decide_one(approvals, stays).care_days, decide_one(approvals, stays).decision) == (151, "No relief")
    counted = decide_one(approvals, stays, temporary_approval_days_count=True)
    assert (counted.care_days, counted.decision, counted.approval_type) == (365, "Full relief", "connected_person")


def test_the_standards_must_be_met(decide_one):
    decision = decide_one([{"standards_met": False}], [ALL_OF_2022_23])
    assert (decision.decision, decision.deciding_rule) == ("No relief", "standards")
    assert "training, support and development standards" in decision.reasons


def test_every_rule_that_is_not_met_is_told(decide_one):
    decision = decide_one([{"standards_met": False}], [stay("2023-03-31", "2023-03-31")])
    assert "standards" in decision.reasons and "You were 181 days short." in decision.reasons


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("resignation", "You resigned as our foster carer on 30 September 2023."),
        ("deregistration", "ended your approval on 30 September 2023. If you appeal and succeed"),
        ("other_agency", "You left us for another fostering agency on 30 September 2023."),
        ("not_stated", "Your approval as our foster carer ended on 30 September 2023."),
    ],
)
def test_council_tax_is_due_from_the_day_approval_ends(decide_one, reason, words):
    # 1 April to 29 September 2023: 30 + 31 + 30 + 31 + 31 + 29 = 182 days. 1,407.71 x 182 / 366 = 700.01.
    decision = decide_one([{"approval_end_date": "2023-09-30", "approval_end_reason": reason}], [stay("2022-04-01", "2023-09-30")])
    assert (decision.relief_days, decision.relief_gbp, decision.relief_end_date) == (182, 700.01, pd.Timestamp("2023-09-29"))
    assert words in decision.reasons


def test_a_successful_appeal_against_deregistration_is_refunded(decide_one):
    approval = {"approval_end_date": "2023-09-30", "approval_end_reason": "deregistration", "appeal_succeeded": True}
    decision = decide_one([approval], [ALL_OF_2022_23])
    assert (decision.relief_days, decision.relief_gbp, decision.refund_due) == (366, 1407.71, True)
    assert "Your appeal succeeded" in decision.reasons
    without = decide_one([approval], [ALL_OF_2022_23], refund_after_appeal=False)
    assert (without.relief_days, without.refund_due) == (182, False)


def test_approval_that_ended_before_the_year_gives_none(decide_one):
    for ended in ("2023-03-31", "2023-04-01"):
        decision = decide_one([{"approval_end_date": ended, "approval_end_reason": "resignation"}], [stay("2022-04-01", "2023-03-31")])
        assert (decision.decision, decision.deciding_rule) == ("No relief", "approval_ended")
    assert decide_one([{"approval_end_date": "2023-04-02"}], [ALL_OF_2022_23]).relief_days == 1


def test_approval_after_the_year_gives_none(decide_one):
    decision = decide_one([{"approval_start_date": "2024-04-01"}])
    assert (decision.decision, decision.deciding_rule) == ("No relief", "not_yet_approved")


def test_a_carer_who_resigns_and_returns_has_no_relief_between(decide_one):
    # Without relief from 1 June to 31 August 2023: 30 + 31 + 31 = 92 days.
    approvals = [{"approval_end_date": "2023-06-01"}, {"approval_start_date": "2023-09-01"}]
    assert decide_one(approvals, [ALL_OF_2022_23]).relief_days == 366 - 92


def test_the_latest_approval_at_panel_in_the_year_decides(decide_one):
    # Respite only from 1 October 2023: 365 days of care meet its days as well. The approval of April 2024 is for the next year.
    approvals = [
        {"approval_end_date": "2023-10-01", "council_tax_band": "D"},
        {"approval_start_date": "2023-10-01", "approval_end_date": "2024-04-10", "approval_type": "respite"},
        {"approval_start_date": "2024-04-10", "council_tax_band": "H"},
    ]
    found = decide_one(approvals, [ALL_OF_2022_23])
    assert (found.approval_type, found.council_tax_band, found.relief_days) == ("respite", "A", 366)


def test_days_before_approval_do_not_count(decide_one):
    assert decide_one([{"approval_start_date": "2022-12-01"}], [stay("2022-04-01")]).care_days == 31 + 31 + 28 + 31


# Staying put


@pytest.mark.parametrize(
    ("places", "young_people", "days"),
    [(1, 1, 365), (2, 1, 0), (2, 2, 365), (1, 2, 365), (3, 2, 0)],
)
def test_staying_put_counts_where_it_filled_every_place(decide_one, places, young_people, days):
    stays = [ALL_OF_2022_23 | {"child": f"C{number}", "stay_type": "staying_put"} for number in range(young_people)]
    assert decide_one([{"approved_places": places}], stays).care_days == days


def test_staying_put_beside_a_placement_adds_nothing_to_its_days(decide_one):
    stays = [ALL_OF_2022_23 | {"stay_type": "staying_put"}, stay("2022-10-01", "2023-03-31", child="C2")]
    assert decide_one([{"approved_places": 2}], stays).care_days == 182


def test_one_young_person_in_two_rows_fills_one_place(decide_one):
    stays = [ALL_OF_2022_23 | {"stay_type": "staying_put"}, stay("2022-06-01", "2023-03-31", stay_type="staying_put")]
    assert decide_one([{"approved_places": 2}], stays).care_days == 0


# Respite


@pytest.mark.parametrize(
    ("last_day", "days", "decision", "relief_gbp"),
    [
        # 1 April to 29 June: 90. To 30 June: 91. To 29 September: 182. To 30 September: 183.
        ("2022-06-29", 90, "No relief", 0),
        ("2022-06-30", 91, "Partial relief", 351.93),  # 1,407.71 / 4 = 351.9275
        ("2022-09-29", 182, "Partial relief", 351.93),
        ("2022-09-30", 183, "Full relief", 1407.71),
    ],
)
def test_respite_tiers(decide_one, last_day, days, decision, relief_gbp):
    found = decide_one([{"approval_type": "respite"}], [stay("2022-04-01", last_day, stay_type="respite")])
    assert (found.care_days, found.decision, found.relief_gbp) == (days, decision, relief_gbp)


@pytest.mark.parametrize(
    ("reading", "at_182", "at_183"),
    [
        ("above", "Partial relief", "Full relief"),
        ("from", "Full relief", "Full relief"),
        ("not_granted", "Partial relief", "Partial relief"),
    ],
)
def test_readings_of_full_relief_for_respite(decide_one, reading, at_182, at_183):
    for last_day, expected in (("2022-09-29", at_182), ("2022-09-30", at_183)):
        found = decide_one([{"approval_type": "respite"}], [stay("2022-04-01", last_day, stay_type="respite")], respite_full_relief=reading)
        assert found.decision == expected
        assert "respite care" in found.reasons


@pytest.mark.parametrize(
    ("discount", "readings", "pct"),
    [
        (0, {}, 25),
        (25, {}, 25),  # 25 of discount and 25 of relief make the 50 in all
        (50, {}, 25),
        (90, {}, 10),  # no more than the rest of the bill
        (25, {"respite_with_discount": "on_top"}, 50),
        (24, {"respite_with_discount": "on_top"}, 25),
        (0, {"respite_relief_place": "section 4"}, 50),
        (25, {"respite_relief_place": "section 4"}, 50),
    ],
)
def test_partial_relief_beside_a_discount(decide_one, discount, readings, pct):
    found = decide_one(
        [{"approval_type": "respite", "existing_discount_pct": float(discount)}],
        [stay("2022-04-01", "2022-06-30", stay_type="respite")],
        **readings,
    )
    assert (found.decision, found.scheme_relief_pct) == ("Partial relief", pct)
    assert found.relief_gbp == pytest.approx(1407.71 * pct / 100, abs=0.0051)


def test_mainstream_carers_have_no_partial_relief(decide_one):
    assert decide_one(stays=[stay("2022-04-01", "2022-06-30")]).decision == "No relief"


def test_staying_put_is_no_respite(decide_one):
    assert decide_one([{"approval_type": "respite"}], [ALL_OF_2022_23 | {"stay_type": "staying_put"}]).care_days == 0


def test_respite_within_the_same_year_rises_from_partial_to_full(decide_one):
    # 91 days on 30 June: partial from 1 July. 183 on 30 September: full from 1 October. 92 days partial, 183 full.
    # 1,407.71 x (92 x 25% + 183) / 366 = 1,407.71 x 206 / 366 = 792.32.
    found = decide_one([{"approval_type": "respite"}], [stay("2023-04-01", stay_type="respite")], care_period="same_financial_year")
    assert (found.partial_relief_days, found.full_relief_days, found.relief_gbp) == (92, 183, 792.32)
    assert "92 days of it are partial relief" in found.reasons


# Discounts


def test_full_relief_pays_what_a_discount_leaves(decide_one):
    # 75 per cent of 1,407.71 = 1,055.7825.
    found = decide_one([{"existing_discount_pct": 25.0}], [ALL_OF_2022_23])
    assert (found.decision, found.scheme_relief_pct, found.relief_gbp) == ("Full relief", 75, 1055.78)
    assert "makes 100 per cent together" in found.reasons


def test_a_household_that_pays_nothing_is_relieved_of_nothing(decide_one):
    found = decide_one([{"existing_discount_pct": 100.0}], [ALL_OF_2022_23])
    assert (found.decision, found.relief_gbp) == ("Full relief", 0)


# Breaks


@pytest.mark.parametrize(
    ("breaks", "lost_days", "relief_gbp"),
    [
        ([away("2023-06-01", "2023-06-30")], 0, 1407.71),  # 30 days: not more than 30
        ([away("2023-06-01", "2023-07-01")], 2, 1400.02),  # 31 days: 30 June and 1 July; 1,407.71 x 364 / 366
        ([away("2023-06-01", "2023-06-15"), away("2023-06-16", "2023-07-01")], 2, 1400.02),
        ([away("2023-06-01", "2023-06-20"), away("2023-06-22", "2023-07-10")], 0, 1407.71),  # two short breaks
        ([away("2023-03-20", "2023-04-30")], 13, 1357.71),  # day 30 is 18 April: 13 days to 30 April; 1,407.71 x 353 / 366
        ([away("2024-01-01")], 62, 1169.25),  # still away: from 30 January, 2 + 29 + 31; 1,407.71 x 304 / 366
        ([away("2024-03-15")], 0, 1407.71),  # day 30 falls in the next year
    ],
)
def test_a_break_of_more_than_30_days_ends_relief_from_its_30th_day(decide_one, breaks, lost_days, relief_gbp):
    found = decide_one(stays=[ALL_OF_2022_23], breaks=breaks)
    assert (found.break_days, found.relief_days, found.relief_gbp) == (lost_days, 366 - lost_days, relief_gbp)
    assert ("break of more than 30 days" in found.reasons) == (lost_days > 0)


def test_relief_may_wait_for_the_april_after_a_break(decide_one):
    # 1 April to 29 June: 90 days.
    held = {"relief_resumes_after_break": False}
    assert decide_one(stays=[ALL_OF_2022_23], breaks=[away("2023-06-01", "2023-07-01")], **held).relief_days == 90
    assert decide_one(stays=[ALL_OF_2022_23], breaks=[away("2023-01-01", "2023-02-28")], **held).relief_days == 366
    assert decide_one(stays=[ALL_OF_2022_23], breaks=[away("2023-03-01", "2023-04-01")], **held).relief_days == 0
    assert decide_one(stays=[ALL_OF_2022_23], breaks=[away("2024-01-01")], **held).relief_days == 304


def test_a_break_all_year_leaves_no_relief(decide_one):
    found = decide_one(stays=[stay("2022-04-01", "2022-12-31")], breaks=[away("2023-01-01")])
    assert (found.decision, found.deciding_rule, found.break_days) == ("No relief", "break", 366)


# Outside the area

OUTSIDE = {"billing_authority": "South Hams", "in_authority_area": False}


def test_outside_the_area_those_approved_by_the_date_qualify(decide_one):
    found = decide_one([OUTSIDE], [ALL_OF_2022_23])
    assert (found.decision, found.relief_gbp, found.council_tax_basis) == ("Full relief", 1407.71, "estimated")
    assert "every quarter" in found.reasons and "estimate" in found.reasons


@pytest.mark.parametrize(("approved", "decision"), [("2023-04-01", "Full relief"), ("2023-04-02", "No relief")])
def test_outside_the_area_those_approved_later_do_not(decide_one, approved, decision):
    found = decide_one([OUTSIDE | {"approval_start_date": approved}], [stay("2023-04-02")], care_period="same_financial_year")
    assert found.decision == decision
    assert ("not approved by us on 1 April 2023" in found.reasons) == (decision == "No relief")


def test_outside_the_area_section_7_asks_only_for_the_days(decide_one):
    # From 2 April 2023 the 182nd day is 30 September; 366 - 183 = 183 days are left.
    found = decide_one(
        [OUTSIDE | {"approval_start_date": "2023-04-02"}],
        [stay("2023-04-02")],
        care_period="same_financial_year",
        outside_area="days_of_care",
    )
    assert (found.decision, found.relief_days) == ("Full relief", 183)


def test_the_previous_1_april_may_be_that_of_the_relief_year(calendar_of):
    approval = OUTSIDE | {"approval_start_date": "2023-06-01"}
    met = {
        rule: calendar_of([approval], [stay("2023-06-01")], year="2024-25", outside_area=rule).households["area_met"].item()
        for rule in ("approved_by_cutoff", "approved_by_1_april", "days_of_care")
    }
    assert met == {"approved_by_cutoff": False, "approved_by_1_april": True, "days_of_care": True}


def test_temporary_approval_on_the_date_is_not_approval(decide_one):
    approvals = [
        OUTSIDE | {"approval_type": "temporarily_approved", "approval_start_date": "2023-03-01", "approval_end_date": "2023-06-30"},
        OUTSIDE | {"approval_type": "connected_person", "approval_start_date": "2023-07-01"},
    ]
    assert decide_one(approvals, [stay("2023-03-01")], care_period="same_financial_year").deciding_rule == "outside_area"


def test_approval_that_had_lapsed_on_the_date_is_not_approval(decide_one):
    approvals = [OUTSIDE | {"approval_end_date": "2023-03-01"}, OUTSIDE | {"approval_start_date": "2023-05-01"}]
    assert decide_one(approvals, [stay("2022-04-01", "2023-01-31")]).deciding_rule == "outside_area"


def test_a_transferred_carer_outside_is_told_of_a_review(decide_one):
    found = decide_one(
        [OUTSIDE | {"approval_start_date": "2023-04-10", "transferred_from_agency": True}], [LONG_PLACED], care_period="same_financial_year"
    )
    assert found.deciding_rule == "outside_area"
    assert "may be reviewed" in found.reasons


def test_outside_the_area_the_billing_authority_s_own_charge_is_used_where_known(calendar_of, council_tax):
    own = pd.DataFrame(
        {"authority": ["South Hams"], "financial_year": ["2023-24"], "council_tax_band": ["A"], "council_tax_gbp_per_year": [1500.0]}
    )
    found = relief_decisions(calendar_of([OUTSIDE], [ALL_OF_2022_23]), pd.concat([council_tax, own])).iloc[0]
    assert (found.relief_gbp, found.council_tax_basis) == (1500.0, "billing authority")


# Transfers from an agency

CAME_OVER = {"transferred_from_agency": True, "approval_start_date": "2022-07-01"}


def test_days_before_a_transfer_count_for_the_authority_s_own_child(decide_one):
    # 1 April to 30 September 2022: 183 days, 91 of them before 1 July.
    found = decide_one([CAME_OVER], [stay("2021-01-01", "2022-09-30")])
    assert (found.care_days, found.decision) == (183, "Full relief")


def test_days_before_a_transfer_do_not_count_for_another_authority_s_child(decide_one):
    elsewhere = {"placing_authority": "Cornwall", "placed_by_authority": False}
    assert decide_one([CAME_OVER], [stay("2021-01-01", "2022-09-30", **elsewhere)]).care_days == 92


def test_days_before_a_transfer_do_not_count_for_a_child_who_did_not_come_along(decide_one):
    assert decide_one([CAME_OVER], [stay("2021-01-01", "2022-06-30")]).care_days == 0
    handed_over = [stay("2021-01-01", "2022-06-30"), stay("2022-07-01", "2022-09-30")]
    assert decide_one([CAME_OVER], handed_over).care_days == 183  # one stay, written in two rows


def test_days_before_a_transfer_count_only_in_its_financial_year(decide_one):
    came_in_2023 = CAME_OVER | {"approval_start_date": "2023-07-01"}
    assert decide_one([came_in_2023], [LONG_PLACED]).care_days == 0
    # In 2023-24 from 1 April: the 182nd day is 29 September.
    found = decide_one([came_in_2023], [LONG_PLACED], care_period="same_financial_year")
    assert (found.care_days, found.relief_start_date) == (366, pd.Timestamp("2023-09-30"))


def test_days_before_approval_count_for_nobody_else(decide_one):
    assert decide_one([CAME_OVER | {"transferred_from_agency": False}], [stay("2021-01-01", "2022-09-30")]).care_days == 92


# Figures that are not there


def test_a_year_or_band_without_council_tax_is_an_error(calendar_of, council_tax):
    with pytest.raises(MissingFigure, match="plymouth in 2024-25 for band A"):
        relief_decisions(calendar_of(year="2024-25"), council_tax)
    with pytest.raises(MissingFigure, match="band H"):
        relief_decisions(calendar_of([{"council_tax_band": "H"}]), council_tax[council_tax["council_tax_band"] != "H"])


def test_a_register_without_households_gives_no_decisions(decide):
    assert decide([]).empty


# Consent, band A less the disabled reduction, and which stays count


def test_without_consent_there_is_no_relief(decide_one):
    decision = decide_one([{"relief_agreed": False}], [ALL_OF_2022_23])
    assert (decision.decision, decision.deciding_rule) == ("No relief", "not_agreed")
    assert "You have not agreed to receive the relief." in decision.reasons


def test_the_reduced_band_a_is_five_ninths_of_band_d(decide_one):
    # 2,111.56 x 5 / 9 = 1,173.089.
    assert decide_one([{"council_tax_band": "A-"}], [ALL_OF_2022_23]).relief_gbp == 1173.09


@pytest.mark.parametrize(
    ("approval_type", "stay_type", "reading", "care_days"),
    [
        ("respite", "placement", "placements_count_as_respite", 365),
        ("respite", "respite", "placements_count_as_respite", 365),
        ("mainstream", "respite", "respite_counts_as_care", 365),
        ("mainstream", "placement", "respite_counts_as_care", 365),
    ],
)
def test_which_stays_count_for_which_carers(decide_one, approval_type, stay_type, reading, care_days):
    household, stays = [{"approval_type": approval_type}], [ALL_OF_2022_23 | {"stay_type": stay_type}]
    assert decide_one(household, stays).care_days == care_days
    other_type = {"respite": "placement", "mainstream": "respite"}[approval_type] == stay_type
    assert decide_one(household, stays, **{reading: False}).care_days == (0 if other_type else care_days)


def test_a_council_is_the_same_by_its_name_and_its_slug(calendar_of, council_tax):
    own = pd.DataFrame(
        {"authority": ["south-hams"], "financial_year": ["2023-24"], "council_tax_band": ["A"], "council_tax_gbp_per_year": [1500.0]}
    )
    found = relief_decisions(calendar_of([OUTSIDE], [ALL_OF_2022_23]), pd.concat([council_tax, own])).iloc[0]
    assert (found.relief_gbp, found.council_tax_basis) == (1500.0, "billing authority")
