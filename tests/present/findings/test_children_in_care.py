import pandas as pd
import pytest

from analysis.disclosure.release import release
from analysis.present.findings import care_measures, placement_types, where_children_live
from analysis.present.findings import children_in_care as findings


def rates_of(counts: list, printed: list, populations: list) -> object:
    known = [population for population in populations if population]
    table = pd.DataFrame(
        {
            "snapshot_date": pd.to_datetime(["2023-03-31", "2023-09-30"]),
            "children_looked_after": pd.array(counts, dtype="Int64"),
            "cla_rate_printed_per_10k": printed,
            "rate_population_basis": [str(population) if population else None for population in populations],
            "rate_children_population": pd.array(populations, dtype="Int64"),
            "cla_rate_restated_per_10k": [10_000 * count / known[-1] for count in counts],
        }
    )
    return release(table, "public", name="rates")


def test_the_headline_says_when_only_the_population_moved_the_rate():
    text = findings.headline(rates_of([501, 486], [94.0, 94.1], [53291, 51635]))
    assert "15 fewer than in March 2023" in text
    assert "fell from 97.0 to 94.1 per 10,000 children on the same population" in text
    assert "as printed rose (94.0 to 94.1) only because it is now divided by fewer children (51,635, not 53,291)" in text


def test_the_headline_is_plain_on_one_population():
    text = findings.headline(rates_of([501, 520], [97.0, 100.7], [51635, 51635]))
    assert "19 more than in March 2023" in text and "rose from 97.0 to 100.7" in text and "printed" not in text


def test_a_rate_of_an_unknown_population_is_not_explained():
    rates = rates_of([501, 486], [94.0, 95.0], [51635, None])
    assert findings.headline(rates).endswith("The rate as printed rose; what population it is divided by is not known for both dates.")
    assert findings.rate_title(rates) == "On one population the rate of children in care fell by 2.9 per 10,000 since March 2023"


def test_too_few_children_are_not_told():
    text = findings.headline(rates_of([30, 3], [5.8, 0.6], [51635, 51635]))
    assert text == "The number of children in care is too small to show."


def elsewhere_of(*rows) -> object:
    table = pd.DataFrame(rows, columns=["compared_area", "compared_period", "compared_rate_per_10k"])
    return release(table.assign(difference_from_latest_per_10k=0.0), "public", name="elsewhere")


def test_areas_are_compared_at_one_time_where_they_can_be():
    here = ("Here", "March 2024", 80.0)
    same = elsewhere_of(here, ("Here", "2021/22", 91.9), ("England", "2021/22", 70.0))
    assert findings.elsewhere_title(same) == "The rate of children in care was 31% above that of England in 2021/22"
    other = elsewhere_of(here, ("Core cities", "2021/22", 100.0))
    assert (
        findings.elsewhere_title(other) == "The rate of children in care was 20% below that of core cities in March 2024, against 2021/22"
    )
    assert "has nothing of its own time" in findings.periods_differ(other)
    assert findings.periods_differ(elsewhere_of(here, ("England", "March 2024", 70.0))) == ""


def test_unregistered_arrangements_in_words():
    measures = release(
        pd.DataFrame({"measure_unit": ["placements of children"], "measure_value": [3.0], "target": [0.0]}), "public", name="by_age"
    )
    for stated, expected in ((5, "Five young people"), (3, "too small to show"), (0, "No young person")):
        released = release(pd.DataFrame({"unregistered_children": pd.array([stated], dtype="Int64")}), "public", name="unregistered")
        assert expected in where_children_live.unregistered(released, measures)
    untargeted = measures.where(measures.table["target"] > 0)
    five = release(pd.DataFrame({"unregistered_children": pd.array([5], dtype="Int64")}), "public", name="unregistered")
    assert "target" not in where_children_live.unregistered(five, untargeted)


@pytest.mark.parametrize("area", ["city", "borough", "county"])
def test_the_area_is_called_by_its_own_word(area):
    assert where_children_live.place_name("cla_out_of_city", area, None) == f"Outside the {area}"
    assert where_children_live.split_name("area", area) == f"In the {area} or not"
    assert where_children_live.place_name("cla_between", area, (10, 50)) == "From 10 to 50 miles, or not known"
    assert where_children_live.place_name("cla_over_50_miles", area, None) == "More than 50 miles"


def test_a_health_measure_of_few_children_is_neither_told_nor_ranked():
    health = release(
        pd.DataFrame(
            {
                "description": ["Initial health assessments (new)", "Dental checks up to date"],
                "measure_unit": ["per cent", "per cent"],
                "polarity": ["higher", "higher"],
                "target": [95.0, 95.0],
                "measure_value": [50.0, 53.7],
                "rag_rating": ["red", "red"],
                "children_behind": pd.array([1, None], dtype="Int64"),
            }
        ),
        "public",
        name="health",
    )
    # 95 - 53.7 = 41.3; the hidden 45.0 points off must not be said.
    assert care_measures.health_title(health).endswith("furthest off of those shown: dental checks up to date, by 41.3 percentage points")
    assert care_measures.hidden_measures(health).startswith("Not shown: initial health assessments.")


def test_moves_of_types_add_up_to_all_types():
    dates = pd.to_datetime(["2023-09-30", "2023-12-31"])
    counts = {"Foster carers": [10, 12], "Homes": [20, 15], "C": [9, 9], "D": [None, 30]}
    table = pd.DataFrame(
        [
            {"placement_type": name, "snapshot_date": date, "children_in_type": value}
            for name, figures in counts.items()
            for date, value in zip(dates, figures, strict=True)
        ]
    ).astype({"children_in_type": "Int64"})
    told = placement_types.moves_since(release(table, "public", name="types"), *dates)
    assert told == [
        "Since September 2023, more children: foster carers (10 to 12).",
        "Since September 2023, fewer children: homes (20 to 15).",
        "One type of placement did not change and one type cannot be compared, because a count is hidden or not given.",
    ]


def test_what_all_types_share_is_defined_once():
    indicators = pd.DataFrame(
        {
            "indicator": ["a", "b"],
            "definition": ["Foster carers; one of nine groups", "Homes; one of nine groups"],
            "polarity": ["neither", "lower"],
            "polarity_basis": ["assigned", "report"],
        }
    )
    own, common = placement_types.type_definitions(indicators)
    assert own.to_dict() == {"a": "Foster carers.", "b": "Homes. Lower is better (the report says so)."}
    assert common == "A type of placement is one of nine groups."
