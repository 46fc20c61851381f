import pandas as pd

from analysis.disclosure.release import release
from analysis.present.findings import children_in_care as findings


def rates_of(counts: list, printed: list, populations: list) -> object:
    table = pd.DataFrame(
        {
            "snapshot_date": pd.to_datetime(["2023-03-31", "2023-09-30"]),
            "children_looked_after": pd.array(counts, dtype="Int64"),
            "cla_rate_printed_per_10k": printed,
            "rate_population_basis": [str(population) for population in populations],
            "rate_children_population": pd.array(populations, dtype="Int64"),
            "cla_rate_restated_per_10k": [10_000 * count / populations[-1] for count in counts],
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


def test_too_few_children_are_not_told():
    text = findings.headline(rates_of([30, 3], [5.8, 0.6], [51635, 51635]))
    assert text == "The number of children in care is too small to show."


def test_unregistered_arrangements_in_words():
    measures = release(pd.DataFrame({"measure_unit": ["placements of children"], "measure_value": [3.0]}), "public", name="by_age")
    for stated, expected in ((5, "Five young people"), (3, "too small to show"), (0, "No young person")):
        released = release(pd.DataFrame({"unregistered_children": pd.array([stated], dtype="Int64")}), "public", name="unregistered")
        assert expected in findings.unregistered(released, measures)
    nothing = release(pd.DataFrame({"unregistered_children": pd.array([], dtype="Int64")}), "public", name="unregistered")
    assert "does not say" in findings.unregistered(nothing, measures)


def test_a_health_measure_of_few_children_is_neither_told_nor_ranked():
    health = release(
        pd.DataFrame(
            {
                "description": ["Initial health assessments (new)", "Dental checks up to date"],
                "measure_unit": ["per cent", "per cent"],
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
    assert findings.health_title(health).endswith("furthest off of those shown: dental checks up to date, by 41.3 percentage points")
    assert findings.health_hidden(health).startswith("Not shown: initial health assessments.")
