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
