"""A council with a printed report and, beside it, records that are made up: each page holds what both state against the other."""

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.policy import SMALLEST_SHOWN
from analysis.ingest.made_up_council import made_up_council, write_council
from analysis.pages import Page, build
from analysis.store.taking_in import take_in

REPOSITORY = Path(__file__).resolve().parents[2]
QUARTER, UNTIL = "2023-24-Q2", date(2023, 9, 30)


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory):
    """A project with Plymouth's report of the quarter and two years of returns that are made up; the folder of its returns."""
    root = tmp_path_factory.mktemp("both")
    (root / "checks").mkdir()
    shutil.copytree(REPOSITORY / "data" / "raw", root / "data" / "raw", ignore=shutil.ignore_patterns("extracts", "national"))
    folder = root / "data" / "raw" / "extracts" / "made_up"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_PROJECT", str(root))
        write_council(folder, made_up_council("plymouth", children=180, years=2, until=UNTIL, seed=7))
        take_in([folder / "annex_a", folder / "workforce"], "plymouth", date(2023, 10, 5), made_up=True)
        yield folder


@pytest.fixture(scope="module")
def public(returns) -> dict[str, Page]:
    return {name: build(name, "plymouth", QUARTER) for name in ("performance_scorecard", "children_in_care", "caseloads")}


@pytest.fixture(scope="module")
def inside(returns) -> pd.DataFrame:
    return build("performance_scorecard", "plymouth", QUARTER, "internal").from_records.table.table.set_index(["indicator", "measure_kind"])


def _last_list(folder: Path, number: int) -> pd.DataFrame:
    return pd.read_excel(next((folder / "annex_a").glob("*2023-09-30/*.xlsx")), sheet_name=f"List {number}", dtype=str, engine="openpyxl")


def test_measures_are_those_counted_from_the_files_themselves(returns, inside):
    assessed = _last_list(returns, 4)
    days = {
        name: pd.to_datetime(assessed[f"Continuous Assessment {name}"], dayfirst=True) for name in ("Start Date", "Date of Authorisation")
    }
    ended = days["Date of Authorisation"].between("2023-09-01", "2023-09-30")
    start, end = (days[name][ended].to_numpy(dtype="datetime64[D]") for name in days)
    # In 2023 up to September these days were bank holidays in England.
    closed = ["2023-01-02", "2023-04-07", "2023-04-10", "2023-05-01", "2023-05-08", "2023-05-29", "2023-08-28"]
    taken = np.busday_count(start + 1, end + 1, holidays=np.array(closed, dtype="datetime64[D]"))
    row = inside.loc[("assessments_in_45_working_days_pct", "in_month")]
    assert ended.sum() > 10 and (row["counted_part"], row["counted_whole"]) == ((taken <= 45).sum(), ended.sum())
    leavers = _last_list(returns, 9)
    born = pd.to_datetime(leavers["Date of Birth"], dayfirst=True)
    of_age = born.between("2002-10-01", "2005-09-30") & leavers["Eligibility Category"].ne("Eligible")
    busy = leavers["Activity Status"].isin(["Higher education", "Other education", "Apprenticeship", "Training or employment"])
    row = inside.loc[("care_leavers_eet_pct", "snapshot")]
    assert of_age.sum() > 5 and (row["counted_part"], row["counted_whole"]) == ((of_age & busy).sum(), of_age.sum())
    cared = _last_list(returns, 8)
    now = cared[pd.to_datetime(cared["Date Ceased to be Looked After"], dayfirst=True).isna()]
    row = inside.loc[("short_term_placement_stability_pct", "snapshot")]
    assert (row["counted_part"], row["counted_whole"]) == (
        now["Number of Placements in the Last 12 months"].astype(int).ge(3).sum(),
        len(now),
    )


def test_the_printed_figure_stands_beside_with_the_difference_and_both_definitions(public, inside, words):
    printed = pd.read_csv(REPOSITORY / "data" / "raw" / "performance_measure_values.csv")
    stated = printed[printed["measure"].eq(22) & printed["month"].eq("2023-09")]["measure_value"].iloc[0]
    row = inside.loc[("assessments_in_45_working_days_pct", "in_month")]
    assert row["printed_value"] == stated and row["printed_difference"] == pytest.approx(row["records_value"] - stated)
    leavers = inside.loc[("care_leavers_eet_pct", "snapshot")]
    assert leavers["printed_value"] == 49.0 and pd.isna(inside.loc[("care_leavers_in_touch_pct", "snapshot"), "printed_value"])
    text = words(public["performance_scorecard"].from_records)
    assert "In the report: Share of single assessments finished in the month that took at most 45 working days" in text
    assert "in the report" in text and "in the records" in text
    assert "The report does not say whether it counts people or full-time posts." in words(public["caseloads"].against_report)
    assert "made up" in words(public["performance_scorecard"].opening).casefold()


def test_no_small_count_of_children_is_on_a_public_page_nor_the_share_that_would_tell_it(public, inside):
    small = inside[inside["counted_unit"] != "staff"]
    rest = small["counted_whole"] - small["counted_part"]
    few = (small["counted_part"].between(1, SMALLEST_SHOWN - 1) | rest.between(1, SMALLEST_SHOWN - 1)).fillna(False)
    assert few.sum() >= 3
    for page, section in (
        ("performance_scorecard", "from_records"),
        ("children_in_care", "care_measures_held"),
        ("caseloads", "against_report"),
    ):
        shown = public[page].sections[section].tables["measures"].table.set_index(["indicator", "measure_kind"])
        hidden = shown.loc[shown.index.intersection(small.index[few.to_numpy()])]
        assert len(hidden) and hidden[["counted_part", "records_value", "printed_difference"]].isna().all(axis=None), page
