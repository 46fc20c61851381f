"""Sentences on national figures where figures are missing or alike."""

import pandas as pd

from analysis.disclosure.release import release
from analysis.present.findings import national as findings


def changes(*rows: tuple) -> findings.Released:
    columns = ["national_period", "national_cases", "case_holders_fte", "cases_per_fte", "cases_per_fte_change", "change_by_cases"]
    table = pd.DataFrame(rows, columns=[*columns, "change_by_workers", "workers_to_median_fte"])
    return release(table, "public", name="changes")


def test_a_change_is_told_with_both_parts_and_the_workers_of_the_median():
    told = findings.what_the_change_is_made_of(
        changes(("2024", 1776, 110.2, 16.1, None, None, None, -7.2), ("2025", 1351, 85.7, 15.8, -0.35, -4.41, 4.06, 3.2))
    )
    assert (
        told[0]
        == "From 2024 to 2025 the cases for each fell by 0.4: 425 fewer cases took 4.4 off, and 24.5 fewer full-time equivalent case holders added 4.1."
    )
    assert told[1].startswith("3.2 full-time equivalent case holders more")


def test_a_year_that_is_missing_before_the_last_is_said():
    told = findings.what_the_change_is_made_of(
        changes(("2022", 1776, 110.2, 16.1, None, None, None, None), ("2025", 1351, 85.7, 15.8, None, None, None, None))
    )
    assert told == ["No figure is given for the year before 2025, so that the last change cannot be divided."]


def test_one_year_alone_has_no_movement():
    years = release(pd.DataFrame({"national_period": ["2025"], "national_value": [15.8]}), "public", name="years")
    assert findings.over_the_years(years, 1) == ""


def compared(**columns) -> findings.Released:
    usual = {
        "national_figure": ["Vacancies"], "national_unit": ["%"], "national_value": [12.0], "neighbours_median": [10.0],
        "neighbours_mean": [14.0], "rests_on": [90.0],
    }  # fmt: skip
    return release(pd.DataFrame(usual | {name: [value] for name, value in columns.items()}), "public", name="compared")


def test_a_figure_between_median_and_mean_is_told_with_both():
    (told,) = findings.mean_beside_median(compared(), {"Vacancies": 1})
    assert told.endswith("vacancies (10.0 and 14.0). The median is compared.")
    assert findings.mean_beside_median(compared(national_value=14.0), {"Vacancies": 1}) == []
    assert findings.mean_beside_median(compared(national_value=9.0), {"Vacancies": 1}) == []
    # What stands between them in a further place than is shown is not told.
    assert findings.mean_beside_median(compared(neighbours_median=11.96), {"Vacancies": 1}) == []


def test_a_share_of_few_is_told_with_how_many():
    told = findings.what_stands_out(compared(national_value=100.0, rests_on=3.0), {"Vacancies": 1}, "Torbay")
    assert told == "Furthest from its neighbours: vacancies (100.0% of 3, above the neighbours' 10.0)."
    assert "% of" not in findings.what_stands_out(compared(), {"Vacancies": 1}, "Torbay")
