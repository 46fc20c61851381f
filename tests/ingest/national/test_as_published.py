"""The files as published, where they are there: every figure here was read from the files by eye."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.ingest.national import national_files, take_file

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "national"


@pytest.fixture(scope="module")
def taken():
    if not FOLDER.is_dir():
        pytest.skip(f"NOT TESTED: the national releases as published are not in {FOLDER}")
    return {found.release.key: found for found in (take_file(path) for path in national_files([FOLDER]))}


def value(taken, release, area, year, measure, group=None, breakdown=None):
    figures = taken[release].tables["figures"]
    chosen = figures[(figures["area"] == area) & (figures["year"] == year) & (figures["measure"] == measure)]
    chosen = chosen if group is None else chosen[chosen["group"] == group]
    chosen = chosen if breakdown is None else chosen[chosen["breakdown"] == breakdown]
    assert len(chosen) == 1
    return chosen["symbol"].iloc[0] if pd.isna(chosen["value"].iloc[0]) else chosen["value"].iloc[0]


def test_every_file_is_known(taken):
    assert len(taken) == 19


@pytest.mark.parametrize(
    ("area", "year", "measure", "expected"),
    [
        ("plymouth", 2023, "cases_per_fte", 21.1),
        ("plymouth", 2024, "cases_per_fte", 16.1),
        ("plymouth", 2025, "cases", 1351),
        ("plymouth", 2025, "case_holders_fte", 85.7),
        ("torbay", 2025, "agency_pct", 8.5),
        ("torbay", 2025, "absence_pct", 7.1),
        ("windsor-and-maidenhead", 2025, "vacancy_pct", 25.6),
        ("cumberland", 2023, "turnover_pct", 2.1),
        ("cumbria", 2022, "social_workers_fte", 253.1),
        ("kingston-upon-thames+richmond-upon-thames", 2025, "cases_per_fte", 13.9),
        ("isles-of-scilly", 2025, "turnover_pct", "z"),
        ("isles-of-scilly", 2023, "cases_per_fte", 9.7),
        ("E92000001", 2025, "cases_per_fte", 15.2),
    ],
)
def test_workforce(taken, area, year, measure, expected):
    assert value(taken, "workforce", area, year, measure) == expected


@pytest.mark.parametrize(
    ("area", "year", "expected"),
    [("plymouth", 2025, 527), ("torbay", 2025, 282), ("windsor-and-maidenhead", 2025, 139), ("cumberland", 2025, 458),
     ("richmond-upon-thames", 2025, 121), ("isles-of-scilly", 2025, "z"), ("cumberland", 2023, "z"), ("cumbria", 2024, "z"),
     ("plymouth", 2021, 485)],
)  # fmt: skip
def test_children_looked_after(taken, area, year, expected):
    group = "Children looked after on 31 March each year"
    assert value(taken, "children_looked_after", area, year, "looked_after", group) == expected


def test_need_plans_and_referrals(taken):
    assert value(taken, "children_in_need", "plymouth", 2025, "children_in_need") == 2006
    assert value(taken, "referrals", "torbay", 2025, "re_referrals_pct") == 24.3
    assert value(taken, "referrals", "isles-of-scilly", 2025, "referrals_without_further_action") == "c"
    assert value(taken, "repeat_protection_plans", "richmond-upon-thames", 2025, "child_protection_plans_repeat") == 36
    assert value(taken, "protection_plans_by_duration", "plymouth", 2025, "child_protection_plans_2_years_or_more") == "c"
    assert value(taken, "protection_plans_by_duration", "windsor-and-maidenhead", 2025, "child_protection_plans_1_to_2_years") == 7


def test_outturn(taken):
    def outturn(area, line, kind="net current expenditure"):
        return value(taken, "revenue_outturn_children", area, 2025, "outturn_gbp_thousand", line, kind)

    assert outturn("plymouth", "Looked after: fostering") == 34216
    assert outturn("plymouth", "Looked after: residential care") == 0
    assert outturn("torbay", "Children looked after") == 26634
    assert outturn("isles-of-scilly", "All children's social care") == 1068
    assert outturn("cumberland", "Children looked after") == "x"
    assert outturn("gateshead", "Looked after: fostering") == "note"
    assert outturn("windsor-and-maidenhead", "Children looked after", "running expenses") == pytest.approx(14863.6)


def test_inspections(taken):
    rows = taken["inspections"].tables["inspections"]
    plymouth = rows[rows["area"] == "plymouth"]
    assert plymouth["inspection_date"].dt.strftime("%Y-%m-%d").tolist() == ["2018-10-29", "2024-01-22"]
    assert plymouth["overall_effectiveness"].unique().tolist() == ["Requires improvement to be good"]
    assert rows.loc[rows["area"] == "isles-of-scilly", "kind"].tolist().count("LA Monitoring visit") == 2
    assert rows.loc[rows["area"] == "cumbria", "inspection_date"].dt.year.tolist() == [2022]


def test_neighbours(taken):
    rows = taken["statistical_neighbours"].tables["neighbours"]
    assert rows.groupby("area").size().eq(10).all() and rows["area"].nunique() == 153
    assert rows.loc[rows["area"] == "plymouth", "neighbour"].tolist()[:2] == ["tameside", "torbay"]


def test_what_is_odd_about_the_files_is_said(taken):
    said = {key: "\n".join(map(str, found.remarks)) for key, found in taken.items()}
    assert "is cut short" in said["workforce"]
    assert "has no row in 2017 for" in said["workforce"]
    assert "has no return of Birmingham, Cumberland, Slough" in said["revenue_outturn_children"]
    assert said["area_lookup"] == ""
