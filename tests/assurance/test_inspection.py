import pandas as pd
import pytest

from analysis.assurance.inspection import (
    NEITHER_WAY,
    NO_FIGURE,
    ONLY_A_BOUND,
    OTHER_DEFINITION,
    compare,
    fewest_children,
    findings_answered,
    held_today,
    inspection_points,
    over_time,
    today_points,
)
from analysis.ingest.published import read_every_authority

END = pd.Timestamp("2014-11-12")
LAST = pd.Timestamp("2023-09-30")


def comparisons(**changes):
    row = {
        "comparison": 1, "theme": "Workforce", "label": "Vacant posts", "statistic": "s1", "finding": pd.NA, "today_dataset": "indicator_values",
        "today_indicator": "vacancy_pct", "measure": pd.NA, "comparable": True, "why": None, "small_base": False,
    }  # fmt: skip
    return pd.DataFrame([{**row, **changes}])


def statistic(name="s1", **changes):
    row = {
        "statistic": name, "indicator": "vacancy_pct", "comparator": "local", "value": 6.9, "unit": "per cent", "qualifier": None, "basis": "all",
        "as_of_date": pd.NaT, "period_start": pd.NaT, "period_end": pd.NaT, "period_printed": None, "value_note": None,
    }  # fmt: skip
    return {**row, **changes}


def statistics(*rows):
    dates = ["as_of_date", "period_start", "period_end"]
    return pd.DataFrame(list(rows) or [statistic()]).astype(dict.fromkeys(dates, "datetime64[ns]"))


def vocabulary(polarity="lower"):
    return pd.DataFrame(
        {"indicator": ["vacancy_pct", "filled_pct"], "polarity": [polarity, "higher"], "complement_of": [None, "vacancy_pct"]}
    )


def today(value=12.6, indicator="vacancy_pct", unit="per cent"):
    values = pd.DataFrame({"indicator": [indicator], "period_end_date": [LAST], "value": [value]})
    indicators = pd.DataFrame({"indicator": [indicator], "unit": [unit]})
    measures = pd.DataFrame({"measure": [77], "indicator": ["vacancy_pct"], "measure_unit": ["per cent"]})
    months = pd.DataFrame({"measure": [77, 77], "month": ["2023-08", "2023-09"], "measure_value": [None, 12.6]})
    return values, indicators, months, measures


def verdict(table, then_rows=(), polarity="lower", **now):
    then = inspection_points(table, statistics(*then_rows), vocabulary(polarity), END)
    found = compare(table, then, today_points(table, *today(**now)), LAST).iloc[0]
    return found["comparison_verdict"], found["comparison_why"], found


@pytest.mark.parametrize(
    ("polarity", "value", "expected"),
    [
        ("lower", 12.6, "worse"),
        ("lower", 5.0, "better"),
        ("higher", 12.6, "better"),
        ("lower", 6.9, "unchanged"),
        ("neither", 12.6, "not judged"),
    ],
)
def test_the_verdict_follows_from_which_way_is_better(polarity, value, expected):
    assert verdict(comparisons(), polarity=polarity, value=value)[0] == expected


def test_the_change_is_todays_less_the_inspections():
    assert verdict(comparisons())[2]["change_since_inspection"] == pytest.approx(5.7)  # 12.6 - 6.9


def test_what_is_declared_not_comparable_has_no_verdict_and_no_change():
    name, why, row = verdict(comparisons(comparable=False, why="Other ages"))
    assert (name, why) == ("not comparable", "Other ages")
    assert pd.isna(row["change_since_inspection"])


def test_a_caution_stands_beside_a_verdict():
    assert verdict(comparisons(why="Not dated"))[1] == "Not dated"
    assert verdict(comparisons(why="Not dated"), polarity="neither")[1] == f"{NEITHER_WAY}. Not dated"


def test_two_indicators_are_not_compared_even_if_declared_so():
    table = comparisons(today_indicator="turnover_pct")
    assert verdict(table, indicator="turnover_pct")[:2] == ("not comparable", OTHER_DEFINITION)


def test_two_units_are_not_compared():
    assert verdict(comparisons(), unit="children")[:2] == ("not comparable", OTHER_DEFINITION)


def test_a_missing_figure_today_is_not_a_change():
    assert verdict(comparisons(), value=None)[:2] == ("not comparable", NO_FIGURE)
    assert verdict(comparisons(today_dataset=None, today_indicator=None, comparable=False, why="None"))[0] == "not comparable"


def test_a_bound_decides_only_when_todays_figure_is_on_its_other_side():
    bound = [statistic(value=10, qualifier="over")]
    assert verdict(comparisons(), bound, value=8.0)[0] == "better"  # over 10 then, 8 now: fell for certain
    assert verdict(comparisons(), bound, value=12.0)[:2] == ("not comparable", ONLY_A_BOUND)


def test_the_bad_share_is_turned_round_with_its_bound():
    table = comparisons()
    points = inspection_points(table, statistics(statistic(indicator="filled_pct", value=90, qualifier="over")), vocabulary(), END)
    # over 90% filled is under 10% vacant
    assert points[["indicator", "value", "qualifier", "polarity"]].values.tolist() == [["vacancy_pct", 10, "under", "lower"]]


def test_dates_are_as_printed_and_a_figure_without_one_stands_at_the_inspection():
    rows = [
        statistic(),
        statistic("s2", comparator="previous_period", value=7.5, as_of_date="2013-03-31"),
        statistic("s3", value=8.5, period_start="2014-08-01", period_end="2014-08-31"),
        statistic("s4", comparator="previous_period", value=9.5, period_printed="2012"),
        statistic("s5", comparator="england", value=14.0),
        statistic("s6", value=6.9, basis="inspection_sample"),
    ]
    points = inspection_points(comparisons(), statistics(*rows), vocabulary(), END)
    assert points[["figure_dated_as", "value", "judged"]].values.tolist() == [
        ["2012", 9.5, False],
        ["31 March 2013", 7.5, False],
        ["August 2014", 8.5, False],
        ["not dated", 6.9, True],
    ]
    assert points["figure_date"].iloc[[0, 3]].tolist() == [pd.Timestamp("2012-07-01"), END]


def test_an_indicator_that_the_quarter_lacks_has_no_figure():
    table = comparisons(today_indicator="lost_pct")
    assert today_points(table, *today()).empty
    assert verdict(table)[:2] == ("not comparable", NO_FIGURE)


def test_every_comparison_points_at_an_indicator_or_measure_that_is_held():
    data = read_every_authority(["comparisons", "indicators", "performance_measures"])
    table = data["comparisons"]
    yearly = table[table["today_dataset"] == "indicator_values"]
    assert set(yearly["today_indicator"]) <= set(data["indicators"]["indicator"])
    monthly = table[table["today_dataset"] == "performance_measure_values"]
    held = set(zip(data["performance_measures"]["indicator"], data["performance_measures"]["measure"], strict=True))
    assert set(zip(monthly["today_indicator"], monthly["measure"], strict=True)) <= held


def test_a_month_is_found_by_measure_and_indicator():
    table = comparisons(today_dataset="performance_measure_values", measure=77)
    points = today_points(table, *today())
    assert points["figure_dated_as"].tolist() == ["August 2023", "September 2023"]
    assert points["figure_date"].iloc[-1] == LAST


@pytest.mark.parametrize(
    ("percentage", "fewest"),
    # 2.4 is 1 of 42, 50.0 is 1 of 2, 86.7 is 13 of 15, 51.6 is 16 of 31 (15 left), 99.5 is all but 1 of about 200
    [(2.4, 1), (50.0, 1), (86.7, 2), (51.6, 15), (99.5, 1), (0.0, 0), (100.0, 0)],
)
def test_the_fewest_children_that_a_percentage_can_stand_for(percentage, fewest):
    assert fewest_children(pd.Series([percentage]), pd.Series([True])).tolist() == [fewest]


def test_points_of_both_sides_stand_in_order_of_time():
    table = comparisons()
    points = over_time(table, inspection_points(table, statistics(), vocabulary(), END), today_points(table, *today()))
    assert points["reported_by"].tolist() == ["inspection", "today"]
    assert points["judged"].tolist() == [True, False]
    assert points["indicator"].tolist() == ["vacancy_pct", "vacancy_pct"]


def test_the_figure_of_today_carries_its_indicator_and_date():
    _, _, found = verdict(comparisons())
    assert (found["indicator"], found["today_date"]) == ("vacancy_pct", LAST)


def test_a_finding_shows_each_figure_that_bears_on_it():
    findings = pd.DataFrame(
        {
            "reference": [1, 2],
            "finding": ["Posts", "Records"],
            "theme": ["workforce", "data"],
            "immediate_action": [True, False],
            "addressed_to": ["local_authority", "lscb"],
        }
    )
    verdicts = pd.DataFrame(
        {"finding": [1, pd.NA], "comparison_label": ["Vacant posts", "Else"], "comparison_verdict": ["worse", "better"]}
    )
    alone = pd.DataFrame({"finding": [2], "comparison_label": ["Records closed in time"]})
    table = findings_answered(findings, verdicts, alone)
    assert table["figures_compared"].tolist()[0] == "Vacant posts: worse" and pd.isna(table["figures_compared"].iloc[1])
    assert pd.isna(table["figures_today_alone"].iloc[0]) and table["figures_today_alone"].iloc[1] == "Records closed in time"
    assert table["figures_judged"].tolist() == [1, 0]
    assert table["urgency"].tolist() == ["immediate", ""]


def test_a_figure_of_today_alone_counts_only_where_the_quarter_has_it():
    table = comparisons(statistic=None, today_dataset="return_home_interviews", today_indicator="completed_within_72_hours")
    held = {"return_home_interviews": pd.DataFrame({"interview_measure": ["completed_within_72_hours"]})}
    assert len(held_today(table, held)) == 1
    assert held_today(table, {"return_home_interviews": pd.DataFrame({"interview_measure": ["offered"]})}).empty
    assert held_today(table, {}).empty and held_today(comparisons(today_dataset=None, today_indicator=None), held).empty


def test_a_measure_that_a_later_report_numbers_otherwise_is_found_by_its_indicator():
    table = comparisons(today_dataset="performance_measure_values", measure=12)
    assert today_points(table, *today())["value"].dropna().tolist() == [12.6]


def test_a_figure_printed_as_a_fraction_is_marked():
    rows = [statistic(value=33.3, value_note="Printed as a fraction in words", indicator="filled_pct")]
    points = inspection_points(comparisons(), statistics(*rows), vocabulary(), END)
    assert points[["value", "printed_as_fraction"]].values.tolist() == [[pytest.approx(66.7), True]]


def test_an_indicator_that_two_vocabularies_share_has_one_polarity():
    data = read_every_authority(["inspection_indicators", "indicators", "performance_measures"])
    both = pd.concat([table[["indicator", "polarity"]] for table in data.values()]).drop_duplicates()
    twice = both[both["indicator"].duplicated(keep=False)]
    assert twice.empty, twice


def test_what_is_declared_comparable_is_one_indicator_and_the_rest_says_why_not():
    data = read_every_authority(["comparisons", "inspection_statistics", "inspection_indicators"])
    table = data["comparisons"].merge(data["inspection_statistics"][["statistic", "indicator"]], on="statistic")
    table = table.merge(data["inspection_indicators"], on="indicator")
    shared = table["complement_of"].fillna(table["indicator"]) == table["today_indicator"]
    assert shared[table["comparable"]].all()
    assert not shared[~table["comparable"]].any(), "One id for two things: " + ", ".join(table.loc[~table["comparable"] & shared, "label"])
    assert table.loc[~table["comparable"], "why"].notna().all()
