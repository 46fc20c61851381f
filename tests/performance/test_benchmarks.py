import pandas as pd
import pytest

from analysis.performance.benchmarks import (
    AGES,
    against_benchmarks,
    of_every_report,
    one_row_a_period,
    over_four_periods,
    withheld_by_age,
)

INDICATORS = pd.DataFrame(
    {
        "indicator": ["late", "kept", "size"],
        "name": ["Late", "Kept", "Size"],
        "unit": ["per cent", "per cent", "points"],
        "polarity": ["lower", "higher", "neither"],
        "report_section": ["1", "1", "2"],
        "report_reference": [1, 2, 1],
    }
)


def values(indicator, figures, kinds=("year",) * 4, numerators=(None,) * 4, denominators=(None,) * 4, notes=(None,) * 4):
    return pd.DataFrame(
        {
            "indicator": indicator,
            "period_printed": ["2020/21", "2021/22", "2022/23", "Q2"],
            "period": ["2020-21", "2021-22", "2022-23", "2023-24-Q2"],
            "period_end_date": pd.NaT,
            "period_kind": list(kinds),
            "value": [float("nan") if figure is None else float(figure) for figure in figures],
            "numerator": pd.array(numerators, dtype="Int64"),
            "denominator": pd.array(denominators, dtype="Int64"),
            "value_note": list(notes),
        }
    )


def all_values():
    return pd.concat(
        [
            values("late", [20, 18, 10, 12], numerators=[2, 9, 5, 6], denominators=[10, 50, 50, 50]),
            values("kept", [None, 40, 45, 54], kinds=["year", "year", "year", "two_terms"]),
            values("size", [5, 5, 5, 6]),
        ],
        ignore_index=True,
    )


def test_four_periods_and_the_last_direction():
    table = over_four_periods(INDICATORS, all_values()).set_index("indicator")
    assert table.loc["late", [f"value_{age}" for age in AGES]].tolist() == [20, 18, 10, 12]
    assert table.loc["late", [f"period_{age}" for age in AGES]].tolist() == ["2020/21", "2021/22", "2022/23", "Q2"]
    assert table.loc["late", "children_not_counted_earliest"] == 8
    # 10 to 12 is 20% more, and lower is better.
    assert table.loc["late", "relative_change_pct"] == pytest.approx(20)
    assert table.loc["late", "better_by_pct"] == pytest.approx(-20)
    assert table.loc["late", "direction_words"] == "declined"
    assert table.loc["size", "direction_words"] == "rose"
    assert pd.isna(table.loc["size", "better_by_pct"])


def test_two_terms_beside_a_whole_year_have_no_direction():
    table = over_four_periods(INDICATORS, all_values()).set_index("indicator")
    assert pd.isna(table.loc["kept", "direction_words"])
    assert pd.isna(table.loc["kept", "relative_change_pct"])


def test_a_latest_period_that_does_not_come_after_the_one_before_has_no_direction():
    table = all_values().assign(period=["2021", "2022", "2022-23-Q4", "2022-23-Q1"] * 3)
    table = over_four_periods(INDICATORS, table).set_index("indicator")
    assert table["periods_out_of_order"].all() and table["direction_words"].isna().all() and table["better_by_pct"].isna().all()
    assert not over_four_periods(INDICATORS, all_values())["periods_out_of_order"].any()


def test_the_last_four_of_more_periods_are_shown_and_fewer_fill_the_latest():
    more = pd.concat([values("late", [1, 2, 3, 4]).assign(period_printed=["a", "b", "c", "d"]), values("late", [20, 18, 10, 12])])
    few = values("kept", [1, 2, 45, 54]).iloc[2:]
    table = over_four_periods(INDICATORS, pd.concat([more, few], ignore_index=True)).set_index("indicator")
    assert table.loc["late", [f"value_{age}" for age in AGES]].tolist() == [20, 18, 10, 12]
    assert table.loc["kept", ["value_previous", "value_latest"]].tolist() == [45, 54] and pd.isna(table.loc["kept", "value_second"])


def test_no_period_of_several_reports_counts_twice():
    first = values("late", [20, 18, 10, 12]).assign(quarter="2023-24-Q2")
    second = values("late", [18, 11, 12, 13]).assign(quarter="2023-24-Q3")
    second = second.assign(
        period_printed=["2021/22", "2022/23 Actual", "Q2", "Q3"], period=["2021-22", "2022-23", "2023-24-Q2", "2023-24-Q3"]
    )
    both = pd.concat([first, second], ignore_index=True).assign(
        period_kind=["financial_year"] * 3 + ["quarter"] + ["financial_year"] * 2 + ["quarter"] * 2
    )
    series = of_every_report(both)
    # 2022/23 was 10 and is restated as 11, under another name.
    assert series[["period_printed", "value"]].values.tolist() == [
        ["2020/21", 20], ["2021/22", 18], ["2022/23 Actual", 11], ["Q2", 12], ["Q3", 13],
    ]  # fmt: skip


def test_each_benchmark_keeps_its_own_period():
    benchmarks = pd.DataFrame(
        {
            "indicator": ["late", "late", "kept", "size", "kept"],
            "comparator": ["england", "south_west", "england", "england", "south_west"],
            "value": [15.0, 12.0, 60.0, 5.0, None],
            "benchmark_period_printed": ["2021/22", "2022/23", "2022/23", None, None],
        }
    )
    table = against_benchmarks(INDICATORS, all_values(), benchmarks)
    assert table[["indicator", "comparator", "compared", "difference"]].values.tolist() == [
        ["late", "england", "better", -3.0],
        ["late", "south_west", "same", 0.0],
        ["kept", "england", "worse", -6.0],
        ["size", "england", "higher", 1.0],
    ]
    assert table["benchmark_period"].iloc[:3].tolist() == ["2021/22", "2022/23", "2022/23"]


def test_an_indicator_without_a_latest_value_is_not_compared():
    gap = values("late", [20, 18, 10, None])
    benchmarks = pd.DataFrame({"indicator": ["late"], "comparator": ["england"], "value": [9.0], "benchmark_period_printed": ["2022/23"]})
    assert against_benchmarks(INDICATORS, gap, benchmarks).empty


def test_withheld_cells_line_up_with_the_table():
    figures = pd.concat([values("late", [1, None, 3, None], notes=[None, "x", None, "x"]), values("kept", [1, 2, 3, 4])], ignore_index=True)
    table = over_four_periods(INDICATORS, figures)
    hidden = withheld_by_age(figures, table)
    assert [hidden[f"value_{age}"].tolist() for age in AGES] == [[False, False], [True, False], [False, False], [True, False]]


def test_one_row_a_period_keeps_the_order():
    table = one_row_a_period(INDICATORS, all_values())
    assert len(table) == 12
    assert table["children_not_counted"].iloc[:2].tolist() == [8, 41]
