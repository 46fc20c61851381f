"""Sentences of the relief page, zero and one among them."""

import pandas as pd
import pytest

from analysis.disclosure.release import release
from analysis.present.decision_wording import RULES_IN_WORDS
from analysis.present.findings import fostering_relief as findings
from analysis.present.findings import fostering_relief_process as on_process
from analysis.relief.criteria import ReliefCriteria

YEAR = "2023/24"


def released(rows, **columns):
    table = pd.DataFrame(rows) if rows is not None else pd.DataFrame(columns)
    return release(table, "internal", name="test")


def in_all(registered=150, full=89, partial=8, gbp=140471.09, outside=23, outside_gbp=36248.54, assumed=137, assumed_gbp=224530):
    row = {
        "households_registered": registered,
        "households_full_relief": full,
        "households_partial_relief": partial,
        "relief_gbp": gbp,
        "households_outside_area": outside,
        "relief_outside_area_gbp": outside_gbp,
        "existing_households": assumed,
        "existing_households_cost_gbp": assumed_gbp,
    }
    return released([row])


def rules(*rows):
    columns = ["decision", "deciding_rule", "households"]
    return findings.rules_in_words(released(pd.DataFrame(rows, columns=columns)))


def short(*rows):
    return released(pd.DataFrame(rows, columns=["household", "days_short", "relief_short_of"]))


def costed(*rows):
    columns = ["threshold_days", "households_full_relief", "households_partial_relief", "relief_gbp", "change_gbp"]
    return released(pd.DataFrame(rows, columns=columns))


def test_the_headline_sets_households_and_cost_beside_the_report():
    assert findings.headline(in_all(), YEAR) == (
        "97 of the 150 households on the register have council tax relief in 2023/24, at a cost of £140,471. That is 40 households fewer than the "
        "137 that the report assumes, and £84,059 less than its £224,530."
    )


@pytest.mark.parametrize(
    ("figures", "start"),
    [
        ({"registered": 0, "full": 0, "partial": 0, "gbp": 0.0}, "There is no household on the register, and none has council tax relief"),
        ({"registered": 1, "full": 0, "partial": 0, "gbp": 0.0}, "The one household on the register has no council tax relief"),
        ({"registered": 1, "full": 1, "partial": 0, "gbp": 1407.71}, "The one household on the register has council tax relief"),
        ({"registered": 3, "full": 0, "partial": 0, "gbp": 0.0}, "None of the three households on the register has council tax relief"),
        ({"registered": 3, "full": 0, "partial": 1, "gbp": 351.93}, "One of the three households on the register has council tax relief"),
        ({"registered": 12, "full": 12, "partial": 0, "gbp": 9.0}, "All 12 households on the register have council tax relief"),
    ],
)
def test_the_headline_for_none_one_and_all(figures, start):
    text = findings.headline(in_all(**figures), YEAR)
    assert text.startswith(start)
    assert ("so there is nothing to pay" in text) == (figures["gbp"] == 0)


def test_the_headline_when_the_report_is_met_or_passed():
    same = findings.headline(in_all(full=129, gbp=224530.2), YEAR)
    assert "That is the same as the 137 that the report assumes, and the same as its £224,530." in same
    more = findings.headline(in_all(full=130, gbp=224531.0), YEAR)
    assert "That is one household more than the 137 that the report assumes, and £1 more than its £224,530." in more


def test_four_tiles():
    tiles = findings.tiles(in_all(), short(("H1", 2, "Full relief")), 14, YEAR)
    assert [tile.value for tile in tiles] == ["97 of 150", "£140,471", "1", "£36,249"]
    assert [tile.note for tile in tiles][1:] == [
        "£84,059 less than the report assumes",
        "lacking nothing but up to 14 days of care",
        "to 23 households",
    ]
    assert findings.tiles(in_all(outside=0, outside_gbp=0.0), short(), 1, YEAR)[3].note == "no household there has relief"


def test_cost_by_band():
    # 140,471.09 / 97 = 1,448.16; 224,530 / 137 = 1,638.91.
    assert findings.by_band(in_all()) == [
        "On average relief costs £1,448 for each household that has it. The report has £1,639 each, at most, for a full year without any discount."
    ]
    assert findings.by_band(in_all(full=0, partial=0)) == ["No household has relief, so no band costs anything."]
    bands = released(
        [
            {"council_tax_band": "A", "households_full_relief": 1, "households_partial_relief": 0, "relief_gbp": 300.0},
            {"council_tax_band": "D", "households_full_relief": 1, "households_partial_relief": 1, "relief_gbp": 900.0},
        ]
    )
    assert findings.by_band_title(bands) == "Band D costs most: £900, 75% of the relief"
    assert findings.by_band_description(bands).endswith("Band A, 1 household with relief: £300; Band D, 2 households with relief: £900.")


def test_why_households_have_no_relief():
    found = rules(("Full relief", "met", 2), ("No relief", "days_of_care", 2), ("Partial relief", "met", 1), ("No relief", "standards", 1))
    assert found.table["decision"].tolist() == ["Full relief", "Partial relief", "No relief", "No relief"]
    assert findings.without_relief(found)[0] == (
        "Three of the six households on the register have no relief. Most often the rule that decides is: too few days of care (two households)."
    )
    assert findings.without_relief_title(found) == "2 of the 3 households without relief: too few days of care"
    tied = rules(("No relief", "days_of_care", 2), ("No relief", "standards", 2))
    assert "is: too few days of care and standards for foster carers not met (two households each)." in findings.without_relief(tied)[0]


def test_one_rule_for_one_household_or_for_all():
    one = rules(("No relief", "days_of_care", 1))
    assert (
        findings.without_relief(one)[0]
        == "The one household on the register has no relief. The rule that decides is: too few days of care."
    )
    assert findings.without_relief_title(one) == "The one household without relief: too few days of care"
    assert (
        findings.without_relief_title(rules(("No relief", "break", 3))) == "All 3 households without relief: on a long break while approved"
    )
    assert findings.without_relief(rules(("Full relief", "met", 3))) == ["Every household on the register has relief."]
    assert findings.without_relief(rules()) == ["There is no household on the register."]


def test_every_rule_fits_a_line_of_a_narrow_chart():
    assert all(len(text) <= 42 for text in RULES_IN_WORDS.values())


def test_who_is_just_short():
    assert findings.just_short(short(), 14) == ["No household is kept from relief, or from full relief, by 14 days of care or less alone."]
    one = findings.just_short(short(("H1", 1, "Full relief")), 14)
    assert one[0] == "One household lacks nothing but up to 14 days of care: it misses full relief by one day."
    three = findings.just_short(short(("H1", 2, "Full relief"), ("H2", 3, "Full relief"), ("H3", 9, "Partial relief")), 14)
    assert three[0] == (
        "Three households lack nothing but up to 14 days of care. Of them two miss full relief and one misses partial relief; the nearest lacks two days."
    )


def test_the_title_of_the_thresholds_states_both_ends():
    both = costed((154, 3, 0, 5630.83, 2111.56), (182, 2, 0, 3519.27, 0.0), (210, 1, 0, 1407.71, -2111.56))
    assert findings.thresholds_title(both, 182) == "Against 182 days, relief would cost £2,112 more at 154 days and £2,112 less at 210 days"
    up = costed((182, 2, 0, 3519.27, 0.0), (196, 2, 0, 3519.27, 0.0), (210, 1, 0, 1407.71, -2111.56))
    assert findings.thresholds_title(up, 182) == "Against 182 days, relief would cost £2,112 less at 210 days"
    flat = costed((182, 0, 0, 0.0, 0.0), (210, 0, 0, 0.0, 0.0))
    assert findings.thresholds_title(flat, 182) == "Between 182 and 210 days the threshold makes no difference to the cost"
    alone = costed((182, 2, 0, 3519.27, 0.0))
    assert findings.thresholds_title(alone, 182) == "Relief costs £3,519 at the scheme's own threshold of 182 days"
    assert "182 days (the scheme's): 2 households, £3,519; 210 days: 1 household, £1,408." in findings.thresholds_description(both, 182)


def test_what_moves_with_the_threshold():
    criteria = ReliefCriteria("plymouth", 182, 100, 91, 25, 50, 25, 182, 30, pd.Timestamp("2023-04-01").date(), 4)
    assert findings.thresholds_note(criteria).startswith(
        "The days of respite for full relief move by as much as the threshold. The 91 days"
    )
    never = ReliefCriteria(
        "plymouth", 182, 100, 91, 25, 50, 25, 182, 30, pd.Timestamp("2023-04-01").date(), 4, respite_full_relief="not_granted"
    )
    assert findings.thresholds_note(never) == "The 91 days of respite for partial relief stay."


def test_paid_back_outside_the_area():
    none = in_all(outside=0, outside_gbp=0.0)
    decisions = released([{"decision": "Full relief", "council_tax_basis": "billing authority"}])
    empty = released(None, payment_number=[], reimbursement_gbp=[])
    assert on_process.paid_back(empty, none, decisions, YEAR) == [
        "No household outside the area has relief in 2023/24, so nothing is paid back."
    ]
    payments = released([{"payment_number": number, "reimbursement_gbp": 10.0} for number in (1, 2)])
    one = on_process.paid_back(payments, in_all(outside=1, outside_gbp=20.0), decisions, YEAR)
    assert one == ["One household with relief pays council tax to another council. £20.00 is paid back in 2023/24, in two payments."]
    estimated = released([{"decision": decision, "council_tax_basis": "estimated"} for decision in ("Full relief", "No relief")])
    assert on_process.paid_back(payments, in_all(outside=1, outside_gbp=20.0), estimated, YEAR)[1].startswith(
        "For one household the amount is estimated"
    )
    total = on_process.paid_in_all(payments, in_all(outside=1))
    assert total.values.tolist() == [[1, 20.0]]


def test_decisions_by_name_and_in_brief():
    row = pd.Series(
        {
            "household": "H1",
            "decision": "Full relief",
            "relief_gbp": 3.85,
            "relief_days": 1,
            "council_tax_band": "A",
            "approval_type": "Connected person",
        }
    )
    assert (findings.decision_name(row), findings.decision_facts(row)) == ("H1: full relief", "£3.85 for 1 day; band A, connected person.")
    assert findings.decision_facts(row.replace({1: 0})) == "Band A, connected person."
    one, none = released([{"household": "H1"}]), released(None, household=[])
    assert findings.decisions_label(one, YEAR) == "the decision on the one household of the register for 2023/24"
    assert findings.decided(none) == ["There is no household on the register, so there is no decision."]
    anchored = findings.with_anchors(released([{"household": "H2"}]), released([{"household": "H1"}, {"household": "H2"}]))
    assert anchored.table["decision_anchor"].tolist() == ["decision-2"]


def test_what_changed_since_the_year_before():
    years = ("2022/23", YEAR)
    for lacking, part in (("council_tax", "the council tax of 2022/23 is not among"), ("stays", "the extract has no stay in the days")):
        [text] = findings.changed(None, in_all(), None, lacking, years)
        assert text.startswith("The same decisions cannot be made for 2022/23: ") and part in text
    moves = released([{"decision_before": "No relief", "decision": "Full relief", "households": 1}])
    before = in_all(full=2, partial=0, gbp=2000.0)
    told = findings.changed(before, in_all(full=3, partial=0, gbp=3500.0), moves, "", years)
    assert told == [
        "By the same criteria, two households would have had relief in 2022/23, at a cost of £2,000. From 2022/23 to 2023/24 the number rose by 1 "
        "and the cost rose by £1,500.",
        "One household gained relief and none lost it.",
    ]
    still = released([{"decision_before": "Full relief", "decision": "Full relief", "households": 2}])
    same = findings.changed(before, before, still, "", years)
    assert (
        same[0].endswith("the number did not change and the cost did not change.")
        and same[1] == "No household gained relief and none lost it."
    )


def test_warnings_before_any_figure():
    def warned(made_up, needed, begin):
        days = {"care_counted_from_date": pd.to_datetime(pd.Series([needed])), "stays_begin_date": pd.to_datetime(pd.Series([begin]))}
        return findings.warnings(made_up, released(days))

    first, later = pd.Timestamp("2022-04-01").date(), pd.Timestamp("2022-10-03").date()
    assert warned(False, first, first) == [] == warned(False, None, later)
    assert warned(True, first, first)[0].startswith("The households on this page are made up.")
    assert warned(False, first, None) == ["There is no stay in the extract, so no household has a day of care."]
    [cut] = warned(False, first, later)
    assert "Days of care count from 1 April 2022, but the first stay in the extract starts on 3 October 2022." in cut


def test_what_the_figures_cannot_say_counts_the_decisions_in_favour():
    assert "The decisions in favour of 97 households take it as given." in on_process.cannot_say(in_all())[0]
    assert on_process.cannot_say(in_all(full=0, partial=0))[0].endswith("The register does not say.")


def test_the_headline_says_what_is_read_otherwise_and_who_is_not_decided():
    read = released([{"reading_departs": "182"}, {"reading_departs": None}])
    assert findings.headline(in_all(), YEAR, read).startswith("With one criterion read otherwise than by default, 97 of the 150 households")
    assert findings.headline(in_all(), YEAR, released([{"reading_departs": None}])) == findings.headline(in_all(), YEAR)
    row = in_all(registered=147).table.assign(households_not_decided=3)
    said = findings.headline(released(row), YEAR)
    assert said.startswith("97 of the 147 households that could be decided have council tax relief")
    assert said.endswith(" Three more households are not decided, because their rows are in doubt.")
    assert findings.tiles(released(row), short(), 14, YEAR)[0].note == "89 full, 8 partial; 3 not decided"


def test_who_is_not_decided_and_whose_rows_are_not_known():
    def told(*households):
        return on_process.not_decided(released(None, household=list(households)))

    assert told() == []
    assert told("H1", "H1")[0].startswith("One household is not decided: a row of its own cannot be read")
    assert told("H1", "H2")[0].startswith("Two households are not decided: a row of their own")
    assert told(None)[0].startswith("One row names no household of the register. If one is meant that is, it lacks days of care")


def test_what_was_paid_too_long():
    def told(rows, unknown=0):
        overpaid = released(pd.DataFrame(rows, columns=["household", "in_authority_area", "overpaid_gbp"]))
        return on_process.paid_too_long(overpaid, released([{"stage_waits_for": "end_without_day_known", "households": unknown}]))[0]

    assert told([]) == "No relief is known to have been paid after the right to it had ended."
    assert "For two households whose approval ended in the year the register does not say" in told([], 2)
    assert told([("H1", False, 115.39), ("H2", True, 10.0)]) == (
        "Relief of £125.39 was for days on which the right to it had ended and the council did not know yet: one household outside the area may have to pay it back "
        "(£115.39) and one household in the area with it on a new bill (£10.00). It is not part of the cost above."
    )


def test_every_stage_has_words():
    stages = released([{"process_stage": "recovery", "stage_waits_for": code, "households": 1} for code in on_process.STAGES_IN_WORDS])
    words = on_process.stages_in_words(stages).table
    assert words["process_stage"].tolist()[0] == "Consent" and words["stage_in_words"].str.len().gt(10).all()
