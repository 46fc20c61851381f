import pandas as pd
import pytest

from analysis.disclosure.release import release
from analysis.performance.scorecard import (
    CHILDREN_BEHIND,
    by_month,
    children_behind,
    monthly_series,
    printed_arrows,
    ratings_by_priority,
    renumbered,
    restated_months,
    scorecard,
    smallest_behind,
    with_children_behind,
)

MONTHS = ["2023-07", "2023-08", "2023-09"]
ROWS = [
    # priority, measure, unit, polarity, target_kind, target, target_text, printed, values
    (1, 69, "per cent", "lower", "value", 5.0, "5.0%", None, (52.0, 59.1, 47.6)),
    (2, 7, "per cent", "higher", "value", 90.0, "90.0%", "down", (12.2, 52.2, 58.2)),
    (3, 20, "rate per 10,000", "neither", "benchmark", 42.1, "42.1r England", None, (39.9, 39.1, 39.1)),
    (3, 31, "per cent", "higher", "value", 90.0, "90.0%", "up", (27.3, 5.3, 50.0)),
    (4, 34, "placements of children", "lower", "value", 0.0, "0", None, (3.0, 4.0, 3.0)),
    (4, 37, "admissions of children", "lower", "value", 0.0, "0", "up", (2.0, 0.0, 9.0)),
    (5, 4, "children", "neither", "monitor", None, "Monitor", None, (5.0, 27.0, 6.0)),
    (6, 69, "per cent", "lower", "value", 5.0, "5.0%", None, (52.0, 59.1, 47.6)),
    (6, 77, "per cent", "lower", "value", 18.5, "18.5%", "up", (11.0, None, 12.6)),
]
STATED = pd.DataFrame(
    {
        "measure": [31, 31, 34, None, 37],
        "unit": ["children", "families", "children", "children", "children"],
        "stated_value": [4.0, 2.0, 5.0, 3.0, 9.0],
    }
)


def measures_and_values():
    measures = pd.DataFrame(
        [row[:8] for row in ROWS],
        columns=["priority", "measure", "measure_unit", "polarity", "target_kind", "target", "target_text", "printed_direction"],
    ).assign(indicator="some", description="Some measure")
    measures["small_base"] = False
    values = pd.DataFrame(
        [(row[1], month, value) for row in ROWS for month, value in zip(MONTHS, row[8], strict=True)],
        columns=["measure", "month", "measure_value"],
    )
    return measures.drop_duplicates(["priority", "measure"]), values.drop_duplicates(["measure", "month"])


def card():
    return scorecard(*measures_and_values(), STATED, MONTHS)


def test_every_line_of_the_report_has_a_row():
    table = card()
    assert table["measure"].tolist() == [row[1] for row in ROWS]
    assert table["rating_or_reason"].tolist() == ["red", "red", "benchmark", "red", "red", "red", "monitored", "red", "green"]


def test_change_is_better_or_worse_by_polarity():
    table = card().set_index(["priority", "measure"])
    # 59.1 to 47.6 is 11.5 / 59.1 = 19.46% less, and lower is better.
    assert table.loc[(1, 69), "relative_change_pct"] == pytest.approx(-19.4585, abs=1e-4)
    assert table.loc[(1, 69), "better_by_pct"] == pytest.approx(19.4585, abs=1e-4)
    assert table.loc[(2, 7), "direction_words"] == "improved"
    assert table.loc[(5, 4), "direction_words"] == "fell"
    assert pd.isna(table.loc[(4, 37), "relative_change_pct"])
    assert pd.isna(table.loc[(6, 77), "direction_words"])


def test_the_smallest_stated_count_stands_behind_a_percentage_only():
    assert children_behind(STATED).to_dict() == {31: 4, 34: 5, 37: 9}
    table = card().set_index(["priority", "measure"])["children_behind"]
    assert table[(3, 31)] == 4
    assert table.drop((3, 31)).isna().all()


def test_each_month_has_the_fewest_children_that_it_can_stand_for():
    measures = pd.DataFrame({"measure": [25, 43, 44], "measure_unit": ["per cent"] * 3, "small_base": [True, True, False]})
    # 86.7% leaves 13.3, which is 2 of 15 and no single child of any number; 100 leaves none; 83.3% is 5 of 6, which leaves one;
    # 51.6% is 16 of 31 at the least, which leaves 15. 78.7% of many is not turned into children.
    table = measures.assign(first_value=[86.7, 83.3, 78.7], previous_value=[100.0, 51.6, 76.5], measure_value=[100.0, 50.0, 80.5])
    table = with_children_behind(table, measures, STATED)
    assert table["children_behind_first"].tolist() == [2, 1, pd.NA]
    assert table["children_behind_previous"].tolist() == [pd.NA, 15, pd.NA]
    assert table["children_behind"].tolist() == [pd.NA, 1, pd.NA]
    released = release(table.drop(columns=["small_base"]), "public", name="m")
    assert released.suppressed["first_value"].tolist() == [True, True, False]
    assert released.suppressed["previous_value"].tolist() == [False, False, False]
    assert released.suppressed["measure_value"].tolist() == [False, True, False]


def test_a_stated_count_stands_behind_every_month():
    measures = pd.DataFrame({"measure": [31], "measure_unit": ["per cent"], "small_base": [True]})
    table = with_children_behind(measures.assign(first_value=51.6, previous_value=5.3, measure_value=float("nan")), measures, STATED)
    # 5.3% is 1 of 19 at the least; the report states 4 children.
    assert table[["children_behind_first", "children_behind_previous", "children_behind"]].iloc[0].tolist() == [4, 1, 4]


def test_small_counts_and_what_gives_them_away_are_hidden():
    columns = [
        "measure_unit",
        *CHILDREN_BEHIND.values(),
        "first_value",
        "previous_value",
        "measure_value",
        "better_by_pct",
        "direction_words",
    ]
    table = card().set_index(["priority", "measure"])[columns].reset_index(drop=True)
    released = release(table, "public", name="card")
    assert released.suppressed["measure_value"].tolist() == [False, False, False, True, True, False, False, False, False]
    assert released.suppressed["first_value"].tolist() == [False, False, False, True, True, True, False, False, False]
    assert released.suppressed["direction_words"].tolist() == [False, False, False, True, True, False, False, False, False]
    assert not release(table, "internal", name="card").any_suppressed


def test_printed_arrows_against_the_figures():
    arrows = printed_arrows(card()).set_index("measure")["arrows_compared"]
    assert arrows.to_dict() == {7: "differs", 31: "agrees", 37: "agrees", 77: "not known"}


def test_ratings_add_up_to_the_measures_of_each_priority():
    ratings = ratings_by_priority(card(), pd.Series({number: f"Priority {number}" for number in range(1, 7)}))
    counts = ratings.set_index("priority")[["measures_green", "measures_amber", "measures_red", "measures_not_rated"]]
    assert counts.sum(axis="columns").tolist() == [1, 1, 2, 2, 1, 2]
    assert counts.loc[6].tolist() == [1, 0, 1, 0]


def test_by_month_runs_through_every_month_of_each_measure():
    measures, values = measures_and_values()
    values = values.assign(children_behind=smallest_behind(values.merge(measures.drop_duplicates("measure"), on="measure"), STATED))
    long = by_month(card(), values)
    assert long["month"].tolist() == MONTHS * len(ROWS)
    assert long["measure_value"].iloc[:3].tolist() == [52.0, 59.1, 47.6]
    assert long.loc[long["measure"].eq(31), "children_behind"].tolist() == [4, 4, 4]


def test_by_month_keeps_a_gap_between_two_reports():
    _, values = measures_and_values()
    values = values.assign(children_behind=pd.array([None] * len(values), dtype="Int64"))
    long = by_month(card(), values.replace({"month": {"2023-07": "2023-05"}}))
    assert long["month"].unique().tolist() == ["2023-05", "2023-06", "2023-07", "2023-08", "2023-09"]
    assert long["measure_value"].iloc[:5].isna().tolist() == [False, True, True, False, False]


def test_the_last_report_that_states_a_month_stands():
    values = pd.DataFrame(
        {
            "quarter": ["2023-24-Q2", "2023-24-Q2", "2023-24-Q3"],
            "measure": [1, 1, 1],
            "month": ["2023-09", "2023-08", "2023-09"],
            "measure_value": [4.0, 3.0, 5.0],
        }
    )
    series = monthly_series(values)
    assert series.set_index("month")["measure_value"].to_dict() == {"2023-08": 3.0, "2023-09": 5.0}


def test_a_month_restated_is_told_with_both_figures():
    history = pd.DataFrame(
        {
            "quarter": ["2023-24-Q2", "2023-24-Q2", "2023-24-Q3", "2023-24-Q3"],
            "measure": [1, 1, 1, 1],
            "month": ["2023-08", "2023-09", "2023-09", "2023-10"],
            "description": "Visits",
            "measure_unit": "per cent",
            "measure_value": [3.0, 4.0, 5.0, 6.0],
            "children_behind": pd.array([None, 2, None, None], dtype="Int64"),
        }
    )
    changed = restated_months(history, "2023-24-Q3")
    assert changed[["month", "measure_value_before", "measure_value"]].values.tolist() == [["2023-09", 4.0, 5.0]]
    # What the earlier figure tells of stands with it, so that the gate can hide it.
    assert release(changed, "public", name="restated").table["measure_value_before"].isna().all()
    assert restated_months(history, "2023-24-Q2").empty


def test_a_measure_keeps_its_line_when_its_number_or_its_name_changes():
    now = pd.DataFrame({"measure": [1, 2, 3], "indicator": ["a", "b", "c"], "description": ["A", "B renamed", "C"]})
    before = pd.DataFrame({"measure": [7, 2, 3], "indicator": ["a", "b", "d"], "description": ["A", "B", "D"]})
    # A has a new number; B a new name; the number 3 now stands for another measure.
    assert renumbered(before, now)["measure"].tolist() == [1, 2, -3]
