import re

import pandas as pd
import pytest

from analysis.catalogue.datasets import dataset_names
from analysis.pages import build
from analysis.pages.sections import Missing

NAME = "performance_scorecard"
SECTIONS = ("against_target", "moved_most", "change_or_chance", "priorities", "benchmarks", "denominators", "arrows")
READ = {
    "authorities",
    "departments",
    "sources",
    "source_items",
    "improvement_priorities",
    "improvement_stated_figures",
    "performance_measures",
    "performance_measure_definitions",
    "performance_measure_remarks",
    "performance_measure_values",
    "indicators",
    "indicator_benchmarks",
    "indicator_sections",
    "indicator_values",
    "child_population",
}
UNFINISHED = re.compile(r"\b(nan|None|NaT|<NA>)\b| \.|  |\bthe the\b")


@pytest.fixture(scope="module")
def page():
    return build(NAME, "plymouth", "2023-24-Q2")


def test_every_section_is_drawn_from_the_report(page):
    # What is worked out from records stands among them where some are held.
    assert [name for name in page.sections if name != "from_records"] == list(SECTIONS)
    assert [part.name for part in page.not_drawn] == ["from_records"]


def test_the_ratings_add_up_to_the_measures(page, words):
    # 38 measures: 8 green, 1 amber, 18 red; 9 monitored, 2 benchmarks where neither way is better.
    assert "8 of the 27 rated measures meet their target, 1 is within 15% of it and 18 are further off." in words(page.opening)
    assert "11 of the 38 measures are not rated: 9 only monitored and 2 set against a benchmark where neither way is better." in words(
        page.against_target
    )
    ratings = page.against_target.tables["ratings"].table
    # One measure stands under two priorities.
    assert ratings.filter(regex="^measures_").to_numpy().sum() == 39


def test_every_measure_is_counted_once_in_what_moved(page, words):
    told = words(page.changes)
    found = re.search(r"Of 27 measures where one way is better, (.*?)\. Of 11 measures where neither way is, (.*?)\.", told)
    numbers = [[int(number) for number in re.findall(r"\b(\d+) [a-z]", part)] for part in found.groups()]
    assert [sum(part) for part in numbers] == [27, 11]
    assert "11 of 27" in words(page.opening) and "5 declined; 2 unchanged; 7 not shown; 2 without a figure to compare" in words(
        page.opening
    )


def test_the_largest_decline_says_how_many_it_could_not_look_at(page, words):
    assert "Seven measures could not be looked at, because few children are counted." in words(page.opening)


def test_a_period_printed_out_of_order_is_warned_of_and_has_no_direction(page, words):
    assert "“Q1 2022/23”, which does not come after “2022 Actual” beside it. It may be a misprint" in words(page.opening)
    rows = page.benchmarks.tables["indicators"].table.set_index("indicator")
    assert rows.loc[["eet_16_17_pct", "eet_16_17_send_pct"], "direction_words"].isna().all()


def test_three_months_have_no_limits_and_the_page_says_so(page, words):
    assert "The longest series held has three months, so no limits are drawn" in words(page.change_or_chance)


def test_the_page_is_read_in_minutes(page):
    from bs4 import BeautifulSoup

    parts = [page.opening, *page.sections.values(), page.changes, page.limits, page.method, page.missing]
    soup = BeautifulSoup("".join(part._repr_mimebundle_()["text/html"] for part in parts), "html.parser")
    for folded in soup.select("svg, details > :not(summary)"):
        folded.decompose()
    assert len(soup.get_text(" ").split()) < 4_000


def test_no_definition_of_a_measure_stands_twice(page, words):
    whole = words(page)
    assert whole.count("Share of social workers with more than 20 children allocated.") == 1
    assert whole.count("Children subject to a plan that sets out how to protect them from harm.") == 1


def test_a_chart_is_labelled_with_its_finding(page):
    for shown in page.drawn:
        for chart in shown.charts.values():
            label = re.search(r'aria-label(?:ledby)?="([^"]+)"|<title[^>]*>([^<]+)<', chart.html)
            assert label and ": " in next(text for text in label.groups() if text), chart.name


@pytest.mark.parametrize(
    "absent",
    [
        "improvement_priorities",
        "improvement_stated_figures",
        "performance_measure_definitions",
        "performance_measure_remarks",
        "indicator_benchmarks",
        "indicator_sections",
        "child_population",
        "indicator_values",
        "performance_measure_values",
    ],
)
def test_no_section_fails_for_want_of_another_dataset(page_without, absent, words):
    # What the report's text states is keyed by priority.
    lost_with_it = {"improvement_priorities": {"improvement_stated_figures"}}.get(absent, set())
    page = page_without(NAME, {*dataset_names()} - READ | {absent} | lost_with_it)
    assert page.drawn and not UNFINISHED.search(words(page).replace(" .", "."))
    lost = {
        "child_population": ["denominators"],
        "indicator_values": ["benchmarks", "denominators"],
        "performance_measure_values": ["against_target", "moved_most", "change_or_chance", "priorities", "arrows"],
    }.get(absent, [])
    # No records of the council are held, with every dataset or without one.
    assert [part.name for part in page.not_drawn if part.name != "from_records"] == lost
    if lost:
        assert f"{absent}.csv" in words(page.missing)


def test_a_month_that_nothing_is_filled_in_for_is_missing_and_not_an_error(project, edit, words):
    for path in (project / "checks").glob("*.toml"):
        path.unlink()
    edit(
        "performance_measure_values", lambda table: table.assign(measure_value=table["measure_value"].mask(table["month"] == "2023-08", ""))
    )
    page = build(NAME, "plymouth", "2023-24-Q2")
    assert isinstance(page.moved_most, Missing) and "can be compared with August" in page.moved_most.lacking
    assert not UNFINISHED.search(words(page).replace(" .", "."))


def test_a_priority_measure_and_comparator_of_the_data_appear_without_a_change_of_code(project, edit, words):
    for path in (project / "checks").glob("*.toml"):
        path.unlink()

    def seventh(table):
        return pd.concat([table, table[table["measure"] == "78"].assign(priority="7")])

    edit("performance_measures", seventh)
    edit("performance_measure_values", seventh)
    edit("indicator_benchmarks", lambda table: table.assign(comparator=table["comparator"].replace({"south_west": "north_east"})))
    page = build(NAME, "plymouth", "2023-24-Q2")
    assert "Priority 7" in words(page.priorities) and page.priorities.tables["priority_7"].table["measure"].tolist() == [78]
    # It stands under two priorities and counts once.
    assert "8 of the 27 rated measures" in words(page.opening)
    assert "stand under more than one priority" in words(page.against_target)
    assert "Against the North East" in words(page.benchmarks)


def measures(*rows: tuple) -> list[dict]:
    """Measures of one council: number, description, polarity, target."""
    return [
        {
            "priority": "1",
            "measure": str(number),
            "indicator": f"measure_{number}_pct",
            "description": description,
            "measure_unit": "per cent",
            "measure_kind": "in_month",
            "polarity": polarity,
            "small_base": "false",
            "target_kind": "value" if target else "monitor",
            "target": target,
            "target_text": f"{target}%" if target else "Monitor",
        }
        for number, description, polarity, target in rows
    ]


def test_a_council_with_two_measures_alone_has_a_page(another_council, words):
    values = [
        {"priority": "1", "measure": number, "month": month, "measure_value": value}
        for number, figures in {"1": ("70.0", "75.0", "81.0"), "2": ("5.0", "", "6.0")}.items()
        for month, value in zip(("2024-10", "2024-11", "2024-12"), figures, strict=True)
    ]
    quarter = another_council(
        {
            "performance_measures": measures((1, "Visits in time", "higher", "80"), (2, "Repeat plans", "lower", "")),
            "performance_measure_values": values,
        }
    )
    page = build(NAME, "elsewhere", quarter)
    assert "1 of the 1 rated measure meets its target." in words(page.opening)
    assert "Priority 1" in words(page.priorities)
    assert [part.name for part in page.not_drawn] == ["from_records", "benchmarks", "denominators", "arrows"]
    assert not UNFINISHED.search(words(page).replace(" .", "."))


@pytest.fixture(scope="module")
def third(later_quarters):
    return build(NAME, "plymouth", "2023-24-Q3")


@pytest.fixture(scope="module")
def fourth(later_quarters):
    return build(NAME, "plymouth", "2023-24-Q4")


@pytest.fixture(scope="module")
def next_year(later_quarters):
    return build(NAME, "plymouth", "2024-25-Q1")


def test_measures_that_came_went_and_have_another_target_are_named(third, fourth, words):
    assert "New in this report: visits in time." in words(third.changes)
    assert "No longer in the report:" in words(fourth.changes)
    assert "The target changed: " in words(fourth.changes) and "Ratings before and after are not of one target." in words(fourth.changes)


def test_measures_that_changed_rating_are_named_with_both_ratings(third, words):
    told = re.search(r"Since quarter 2 2023/24, (\w+) measures? moved to a worse rating: (.*?)\.", words(third.changes))
    assert re.search(r"\((green to amber|green to red|amber to red)\)", told[2])


def test_the_ratings_told_as_moved_are_those_of_the_two_reports(page, third, words):
    before, now = (made.against_target.tables["scorecard"].table.drop_duplicates("measure").set_index("measure") for made in (page, third))
    both = before[["rag_rating"]].join(now["rag_rating"].rename("rag_rating_now"), how="inner").dropna()
    moved = both[both["rag_rating"] != both["rag_rating_now"]]
    told = words(third.changes)
    assert sum(told.count(f"({row.rag_rating} to {row.rag_rating_now})") for row in moved.drop_duplicates().itertuples()) >= len(moved) > 0


def test_limits_come_with_seven_months_and_settle_with_twelve(third, fourth, next_year, words):
    assert "The longest series held has six months" in words(third.change_or_chance)
    assert set(fourth.change_or_chance.tables["summary"].table["points"]) <= set(range(7, 10))
    assert "provisional" in set(fourth.change_or_chance.tables["summary"].table["limits_status"])
    summary = next_year.change_or_chance.tables["summary"].table
    assert summary.loc[summary["points"] >= 12, "limits_status"].eq("settled").all() and (summary["points"] == 12).any()


def test_no_limits_tell_of_a_month_that_may_not_be_shown(next_year):
    months = next_year.priorities.tables
    summary, left_out = (next_year.change_or_chance.tables[name].table for name in ("summary", "left_out"))
    assert len(summary) + len(left_out) == sum(table.table["measure"].nunique() for table in months.values()) - 1
    hidden = set(left_out.loc[left_out["why_no_limits"] == "hidden", "measure"])
    assert hidden and not hidden & set(summary["measure"])


def test_no_month_counts_twice(next_year):
    assert next_year.change_or_chance.tables["summary"].table["points"].max() == 12


@pytest.mark.parametrize("quarter", ["third", "fourth", "next_year"])
def test_no_sentence_is_left_unfinished(quarter, request, words):
    text = words(request.getfixturevalue(quarter)).replace(" .", ".")
    assert not UNFINISHED.search(text)
    assert "No earlier quarter" not in text
