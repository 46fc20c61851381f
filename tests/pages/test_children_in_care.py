import re
import shutil

import pandas as pd
import pytest

from analysis.errors import InvalidData
from analysis.pages import build
from analysis.pages.sections import Missing

YEAR_ENDS = {"2022/23 Actual": "2023-03-31", "2023/24 Actual": "2024-03-31", "Q3 2024/25": "2024-12-31"}


@pytest.fixture(scope="module")
def page():
    return build("children_in_care", "plymouth", "2023-24-Q2")


def values(**series: list) -> list[dict]:
    """Rows of indicator_values at three dates; ``x`` is withheld by the source, ``None`` is not given."""
    rows = []
    for indicator, figures in series.items():
        for (printed, date), value in zip(YEAR_ENDS.items(), figures, strict=True):
            kind = "quarter" if printed.startswith("Q") else "financial_year"
            row = {"indicator": indicator, "period_printed": printed, "period": date, "period_kind": kind, "period_end_date": date}
            row |= {"value_status": "actual", "place": "table", "value": "" if value in ("x", None) else str(value)}
            rows.append(row | {"value_note": "x" if value == "x" else ""})
    return rows


def described(*names: str) -> list[dict]:
    """Rows of indicators for those that the values of a test use."""
    row = {
        "unit": "children",
        "counted": "children",
        "polarity": "neither",
        "polarity_basis": "assigned",
        "definition": "As named",
        "numerator": "Children",
        "disclosure_kind": "count_of_children",
        "period_kind": "snapshot",
        "department": "CHI",
        "report_section": "1",
        "report_reference": "1",
        "place": "table",
    }
    return [row | {"indicator": name, "name": f"Children looked after: {name.removeprefix('cla_placement_')}"} for name in names]


def test_the_page_says_what_the_report_says(page, words):
    opening = words(page.opening)
    assert "486 children were in care at the end of September 2023, 15 fewer than in March 2023." in opening
    assert "The rate fell from 97.0 to 94.1 per 10,000 children on the same population." in opening
    assert "the rate as printed rose (94.0 to 94.1) only because it is now divided by fewer children" in opening.replace(
        "The rate", "the rate"
    )
    assert "31% above that of England and 3% below that of statistical neighbours in 2021/22" in words(page.elsewhere)


def test_the_area_is_called_by_the_word_of_the_authority(page, project, edit, words):
    assert "39.3% of children in care were placed outside the city" in words(page.outside_area)
    for path in (project / "checks").glob("*.toml"):
        path.unlink()
    edit("authorities", lambda table: table.assign(area_word=["borough", "", ""]))
    there = build("children_in_care", "plymouth", "2023-24-Q2")
    assert "39% live outside the borough" in words(there.distance) and "Placed outside the borough" in words(there.opening)


def test_every_count_of_measures_adds_up(page, words):
    rated = page.care.table.table["rag_rating"].value_counts()
    assert rated.to_dict() == {"green": 3, "amber": 1, "red": 3}
    assert "Of seven measures, 3 are green, 1 is amber and 3 are red." in words(page.care)
    assert "All five measures are red." in words(page.health)


def test_what_is_hidden_is_named_where_changes_are_told(page, words):
    changes = words(page.changes)
    assert "Health, not told, because a count is too small to show: initial health assessments offered in time" in changes
    assert "unregistered placements (under 16), unregistered placements (16 and over) and unplanned admissions to care." in changes
    assert "Since March 2021, of the types that can be shown" in words(page.placement_types)


def test_the_number_of_few_children_is_nowhere(page, words):
    """Nine types less those shown: 486 - 480 = 6 in September 2023; no count from 1 to 4 stands in any released table."""
    for name, shown in page.sections.items():
        for table in () if isinstance(shown, Missing) else shown.tables.values():
            for column in table.table.columns.intersection(["children_in_type", "children_placed_latest", "children_at_distance"]):
                counts = pd.to_numeric(table.table[column]).dropna()
                assert not counts.between(1, 4).any(), (name, column)


def test_no_definition_stands_twice(page, words):
    text = words(page)
    assert text.count("as the Department for Education and Ofsted define them") == 1
    assert text.count("Green: on target or better.") == 2  # in the method, and under the first table of ratings
    assert len(text.split()) < 3_200


@pytest.mark.parametrize(
    "absent",
    ["child_population", "indicator_benchmarks", "stated_figures", "improvement_stated_figures", "performance_measure_definitions"],
)
def test_no_section_fails_for_want_of_another_dataset(project, edit, absent, words):
    for path in (project / "checks").glob("*.toml"):
        path.unlink()
    edit(absent, lambda table: table.iloc[:0])
    page = build("children_in_care", "plymouth", "2023-24-Q2")
    assert "486 children were in care" in words(page.opening)
    assert not re.search(r"\b(nan|None|NaT|<NA>)\b", words(page))


def test_a_type_that_nobody_has_heard_of_is_refused_by_name_and_never_lost(another_council):
    figures = values(cla=[100, 110, 125], cla_placement_family=[80, 85, 90], cla_placement_boats=[20, 25, 35])
    indicators = described("cla", "cla_placement_family", "cla_placement_boats")
    quarter = another_council(
        {"indicator_values": figures, "indicators": indicators, "departments": [{"department": "CHI", "name": "Children"}]}
    )
    with pytest.raises(InvalidData, match='indicators.csv row 4, indicator: "cla_placement_boats" is not one of the placement types'):
        build("children_in_care", "elsewhere", quarter)


def test_every_type_of_placement_stands_under_its_own_name_and_counts(another_council, words):
    figures = values(cla=[100, 110, 125], cla_placement_family=[80, 85, 90], cla_placement_parents=[20, 25, 35])
    indicators = described("cla", "cla_placement_family", "cla_placement_parents")
    quarter = another_council(
        {"indicator_values": figures, "indicators": indicators, "departments": [{"department": "CHI", "name": "Children"}]}
    )
    page = build("children_in_care", "elsewhere", quarter)
    types = page.placement_types.table.table.set_index("placement_type")
    assert sorted(types["children_placed_latest"]) == [35, 90]
    # 80 + 20 is all 100: nothing exceeds the total, and nothing is hidden or said to be.
    assert "do not agree" not in words(page.opening) and "[c]" not in words(page)


def test_counts_of_children_alone_are_a_page(another_council, words):
    figures = values(cla=[100, None, 120])
    quarter = another_council(
        {"indicator_values": figures, "indicators": described("cla"), "departments": [{"department": "CHI", "name": "Children"}]}
    )
    page = build("children_in_care", "elsewhere", quarter)
    assert "120 children were in care at the end of December 2024, 20 more than in March 2023." in words(page.opening)
    assert {name for name, part in page.sections.items() if not isinstance(part, Missing)} == {"how_many"}
    assert "Types of placement: The report does not give children in care by type of placement." in words(page.missing)
    assert "too small" not in words(page) and "[c]" not in words(page)


def test_a_hidden_count_stays_hidden_beside_a_type_without_a_figure(another_council, words):
    figures = values(
        cla=[100, 110, 120], cla_placement_family=[80, 85, 90], cla_placement_secure=["x", "x", "x"], cla_placement_other=[15, 20, None]
    )
    indicators = described("cla", "cla_placement_family", "cla_placement_secure", "cla_placement_other")
    quarter = another_council(
        {"indicator_values": figures, "indicators": indicators, "departments": [{"department": "CHI", "name": "Children"}]}
    )
    page = build("children_in_care", "elsewhere", quarter)
    types = page.placement_types.table
    other = types.table.set_index("placement_type").loc["Other"]
    # 100 - 80 = 20 and 110 - 85 = 25 would tell the withheld counts beside 15 and 20; the third is not given, not hidden.
    assert other[["children_placed_second", "children_placed_third", "children_placed_latest"]].isna().all()
    assert not types.suppressed.loc[types.table["placement_type"] == "Other", "children_placed_latest"].any()


@pytest.fixture
def restated(later_quarters, tmp_path, monkeypatch):
    """The made-up quarters with last year's number of children restated in the third."""
    root = tmp_path / "restated"
    shutil.copytree(later_quarters, root)
    path = root / "data" / "raw" / "indicator_values.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    row = table["quarter"].eq("2023-24-Q3") & table["indicator"].eq("cla") & table["period_end_date"].eq("2023-03-31")
    table.loc[row, ["value", "value_status"]] = ["503", "actual"]
    table.to_csv(path, index=False, lineterminator="\n")
    monkeypatch.setenv("ANALYSIS_PROJECT", str(root))


def test_a_figure_that_a_later_report_states_otherwise_is_told_and_counted_once(restated, words):
    page = build("children_in_care", "plymouth", "2023-24-Q3")
    told = "restated for 31 March 2023 (501 in the report of quarter 2 2023/24, 503 in this one)."
    assert told in words(page.changes)
    rates = page.how_many.table.table
    assert rates["snapshot_date"].is_unique and rates.set_index("snapshot_date").loc["2023-03-31", "children_looked_after"] == 503


def test_last_quarters_end_is_the_baseline(later_quarters, words):
    page = build("children_in_care", "plymouth", "2023-24-Q4")
    assert re.search(r"children were in care at the end of March 2024, \d+ (more|fewer) than in December 2023", words(page.opening))
    changes = words(page.changes)
    assert "Since December 2023, more children: foster or connected carers" in changes
    assert "because a count is hidden or not given" in changes
    assert "No measure changed rating" not in changes or "moved to a" not in changes


def test_a_population_that_is_not_known_is_not_guessed(later_quarters, words):
    page = build("children_in_care", "plymouth", "2023-24-Q3")
    assert "No population that is held gives the printed rate of December 2023." in words(page.how_many)
    assert "only because it is now divided" not in words(page.opening)
