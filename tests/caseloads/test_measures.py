import pandas as pd
import pytest

from analysis.caseloads.measures import IN_MONTH, MEASURES, ROLLING_YEAR, SNAPSHOT, YEAR_TO_DATE, MeasuredLists, measured
from analysis.caseloads.workers import Thresholds
from analysis.present.findings.measures_from_records import WORDS

DAY = pd.Timestamp("2024-03-31")
QUARTERS = pd.to_datetime(
    ["2022-03-31", "2022-06-30", "2022-09-30", "2022-12-31", "2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31", DAY]
)
LIMITS = {
    "looked_after_visit_days": 42, "looked_after_review_months": 6, "looked_after_first_review_working_days": 20, "health_assessment_months": 12,
    "first_health_assessment_working_days": 20, "dental_check_months": 12, "child_protection_visit_days": 28, "review_conference_months": 6,
    "first_review_conference_months": 3, "child_protection_plan_months": 24, "child_in_need_seen_days": 42, "assessment_working_days": 45,
    "initial_conference_working_days": 15,
}  # fmt: skip


def table(columns: str, *rows: tuple, day: pd.Timestamp = DAY) -> pd.DataFrame:
    """A list as drawn on a day; columns that end in ``_date`` hold days."""
    made = pd.DataFrame(rows, columns=columns.split())
    for name in made.columns[made.columns.str.endswith("_date")]:
        made[name] = pd.to_datetime(made[name])
    return made.assign(as_at_date=pd.to_datetime(made["as_at_date"]) if "as_at_date" in made else day)


def of(lists: dict[str, pd.DataFrame], workers: pd.DataFrame | None = None) -> dict[tuple[str, str], tuple]:
    """Part and whole of each measure that the lists tell of."""
    found = measured(MeasuredLists(lists, workers, DAY, LIMITS, Thresholds(20.0, 18.0)))
    rows = found.astype(object).where(found.notna(), None)
    return {(row.indicator, row.measure_kind): (row.counted_part, row.counted_whole) for row in rows.itertuples()}


def test_children_in_care_as_worked_by_hand():
    columns = (
        "child_id birth_date started_date ceased_date placement_started_date placements_in_12_months placement_type placement_location "
        "last_visit_date last_review_date last_health_assessment_date last_dental_check_date team worker_id"
    )
    care = table(
        columns,
        # Under 16 and in care since 2020: in one placement for two years to the day; a day short of it; over 16.
        ("a", "2012-01-01", "2020-01-01", None, "2022-03-31", 1, "U4", "Inside the area", "2024-03-01", "2023-09-30", "2023-04-01", None, "T", "w"),
        ("b", "2012-01-01", "2020-01-01", None, "2022-04-01", 3, "K2", "Outside the area", "2024-03-01", "2023-10-01", "2023-03-30", "2023-06-01", "T", "w"),
        ("c", "2008-03-31", "2020-01-01", None, "2020-01-01", 4, "U4", None, "2024-03-01", "2024-01-01", "2024-01-01", "2024-01-01", "T", "w"),
        # Came in February: 20 working days from Thursday the 1st are to Thursday the 29th. One who came in January, one in March, one who left.
        ("d", "2020-01-01", "2024-02-01", None, "2024-02-01", 1, "K1", "Inside", "2024-03-01", "2024-02-20", "2024-02-29", None, "T", "w"),
        ("e", "2020-01-01", "2024-02-01", None, "2024-02-01", 1, "U4", "Inside", "2024-03-01", "2024-02-20", "2024-03-01", None, "T", "w"),
        ("f", "2020-01-01", "2024-03-01", None, "2024-03-01", 1, "U4", "Inside", "2024-03-01", None, None, None, "T", "w"),
        ("g", "2020-01-01", "2024-02-01", "2024-03-30", "2024-02-01", 9, "K2", "Outside", "2024-03-01", None, None, None, "T", "w"),
    )  # fmt: skip
    found = of({"children_looked_after": care})
    assert found["long_term_placement_stability_pct", SNAPSHOT] == (1, 2)
    assert found["short_term_placement_stability_pct", SNAPSHOT] == (2, 6)
    assert found["residential_placements", SNAPSHOT] == (2, None)
    assert found["cla_out_of_city_pct", SNAPSHOT] == (1, 5)
    assert found["initial_health_assessments_in_time_pct", IN_MONTH] == (1, 2)
    # Six months from 30 September end on 30 March; a year from 30 March ended the day before the day.
    assert found["children_looked_after_reviews_in_time_pct", SNAPSHOT] == (5, 6)
    assert found["health_checks_up_to_date_pct", SNAPSHOT] == (5, 6)
    assert found["dental_checks_up_to_date_pct", SNAPSHOT] == (5, 6)


def test_plans_and_teams_as_worked_by_hand():
    columns = "as_at_date child_id started_date ended_date previous_plans last_visit_date last_conference_date team worker_id"
    plans = table(
        columns,
        # Ended in June, so that only the list of June and that of September tell of it.
        ("2023-06-30", "a", "2023-04-03", "2023-06-12", 1, None, None, "T", "w"),
        ("2023-09-30", "a", "2023-04-03", "2023-06-12", 1, None, None, "T", "w"),
        (DAY, "b", "2023-03-31", None, 1, None, "2024-01-01", "T", "w"),
        (DAY, "c", "2024-03-01", None, 0, None, None, None, "w"),
    )
    need = table("child_id started_date closed_date last_seen_date team worker_id", ("d", "2024-01-01", None, None, None, None))
    found = of({"child_protection_plans": plans, "children_in_need": need})
    # Begun after 31 March 2023: a and c.
    assert found["cpp_repeat_pct", ROLLING_YEAR] == (1, 2)
    # Without September's list, what ended from July to September is in none.
    assert ("cpp_repeat_pct", ROLLING_YEAR) not in of({"child_protection_plans": plans[plans["as_at_date"] != QUARTERS[6]]})
    assert found["repeat_child_protection_plans_pct", SNAPSHOT] == (1, 2)
    assert found["child_protection_reviews_in_time_pct", SNAPSHOT] == (2, 2)
    # The child on a plan without a team, and the one in need.
    assert found["children_without_right_team", SNAPSHOT] == (2, None)


def test_referrals_and_assessments_count_only_where_the_lists_tell_of_the_whole_time():
    referrals = [(day, f"r{day:%y%m}", day - pd.Timedelta(days=10)) for day in QUARTERS]
    # The same child a year to the day after the last but three, and again a day later than a year after the first.
    referrals += [(DAY, "r2303", pd.Timestamp("2024-03-21")), (DAY, "r2212", pd.Timestamp("2023-12-22"))]
    rows = table("as_at_date child_id referral_date", *referrals)
    found = of({"referrals": rows})
    # Since 31 March 2023: one a quarter, and the two more, of which the second came a day too late.
    assert found["re_referral_pct", ROLLING_YEAR] == (1, 6)
    # A list looks back half a year: that of September 2022 to before the two years, that of December does not.
    assert of({"referrals": rows[rows["as_at_date"] >= QUARTERS[2]]}) == found
    assert not of({"referrals": rows[rows["as_at_date"] >= QUARTERS[3]]})
    columns = "as_at_date child_id started_date authorised_date team worker_id"
    # From Tuesday 2 January 45 working days are to Tuesday 5 March.
    assessed = table(
        columns,
        (DAY, "a", "2024-01-02", "2024-03-05", "T", "w"),
        (DAY, "b", "2024-01-02", "2024-03-06", "T", "w"),
        (DAY, "c", "2024-01-02", "2024-02-28", "T", "w"),
        (DAY, "d", "2024-03-02", None, "T", "w"),
        *((day, "old", "2023-03-01", "2023-04-03", "T", "w") for day in QUARTERS[5:8]),
    )
    found = of({"assessments": assessed})
    assert found["assessments_in_45_working_days_pct", IN_MONTH] == (1, 2)
    assert found["assessments_in_45_working_days_pct", YEAR_TO_DATE] == (3, 4)
    late = of({"assessments": assessed[assessed["as_at_date"].isin([DAY])]})
    assert ("assessments_in_45_working_days_pct", YEAR_TO_DATE) not in late and late["assessments_in_45_working_days_pct", IN_MONTH] == (
        1,
        2,
    )


def test_workers_as_worked_by_hand():
    workers = table(
        "worker_id team role fte agency newly_qualified started_date ended_date",
        ("full", "T", "Social worker", 1.0, False, False, "2020-01-01", None),
        ("half", "T", "Social worker", 0.5, False, False, "2020-01-01", None),
        ("adviser", "T", "Personal adviser", 1.0, False, False, "2020-01-01", None),
        ("agency", "T", "Social worker", 1.0, True, False, "2023-01-01", "2023-12-31"),
        ("gone", "T", "Social worker", 1.0, False, False, "2020-01-01", "2023-04-01"),
        ("before", "T", "Social worker", 1.0, False, False, "2020-01-01", "2023-03-31"),
    )
    counts = {"full": 21, "half": 20, "adviser": 30}
    rows = [(f"{worker}{n}", "2024-01-01", None, "2024-03-20", "T", worker) for worker, count in counts.items() for n in range(count)]
    need = table("child_id started_date closed_date last_seen_date team worker_id", *rows)
    found = of({"children_in_need": need}, workers)
    # Twenty children at half the hours are not more than twenty; an adviser is no social worker.
    assert found["social_workers_over_20_children_pct", SNAPSHOT] == (1, 2)
    # Gone within the year: one; the other left on the last day before it, and agency workers do not count. Three are in post.
    assert found["social_worker_turnover_pct", ROLLING_YEAR] == (1, 3)


@pytest.mark.parametrize("indicator", ["care_leavers_in_touch_pct", "care_leavers_eet_pct", "care_leavers_unsuitable_accommodation_pct"])
def test_care_leavers_of_18_to_20_are_counted(indicator):
    columns = "child_id birth_date eligibility in_touch accommodation_suitable activity"
    leavers = table(
        columns,
        ("a", "2005-01-01", "Former relevant", "Yes", "Unsuitable", "Higher education"),
        ("b", "2005-01-01", "Relevant", "No", "Suitable", "Not known"),
        ("c", "2007-01-01", "Relevant", "Yes", "Unsuitable", "Higher education"),
    )
    assert of({"care_leavers": leavers})[indicator, SNAPSHOT] == (1, 2)


def test_each_measure_has_its_words_and_no_words_are_of_none():
    assert {(measure.indicator, measure.kind) for measure in MEASURES} == set(WORDS)
