"""The page on children in care from returns of a few children that are made up by hand, beside a report that prints how many there are."""

import re
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.pages import Page, build
from analysis.store.taking_in import take_in

REPOSITORY = Path(__file__).resolve().parents[2]
EPISODE = {"LS": "C2", "CIN": "N1", "HOME_POST": "PL1 1", "PL_POST": "PL1 1"}
BEGAN = "01/05/2019"


def _lives(group: str, number: int) -> list[tuple]:
    """First day, reason, type, provider, last day and place of each episode of one child of a group."""
    return {
        "stable": [(BEGAN, "S", "U6", "PR1", "", "1")],
        "moved": [
            (BEGAN, "S", "U4", "PR4", "01/06/2022", "2"),
            ("01/06/2022", "P", "U4", "PR4", "01/09/2022", "3"),
            ("01/09/2022", "P", "U4", "PR5", "", "4"),
        ],
        "new": [("01/11/2022", "S", "K2", "PR4", "", "5")],
        "left": [(BEGAN, "S", "U3", "PR1", "15/07/2022", "6")],
        "few": [(BEGAN, "S", "U3", "PR1", "15/08/2021", "7")],
    }[group]


GROUPS = {"stable": 30, "moved": 20, "new": 10, "left": 6, "few": 3}


def _return(year: int) -> dict[str, list[dict]]:
    """The lists of the return for the year to 31 March: what was open in it."""
    first, last = pd.Timestamp(year - 1, 4, 1), pd.Timestamp(year, 3, 31)
    episodes, children = [], {}
    for group, count in GROUPS.items():
        for number in range(count):
            for began, reason, kind, provider, ended, place in _lives(group, number):
                start = pd.to_datetime(began, dayfirst=True)
                end = pd.to_datetime(ended, dayfirst=True) if ended else None
                if start > last or (end is not None and end < first):
                    continue
                known = end is not None and end <= last
                child = f"{group}-{number}"
                children[child] = {"CHILD": child, "SEX": "1", "DOB": "01/02/2012", "ETHNIC": "WBRI"}
                row = {"CHILD": child, "DECOM": began, "RNE": reason, "PLACE": kind, "PLACE_PROVIDER": provider, **EPISODE}
                ended_because = "E4A" if group in ("left", "few") else "X1"
                moved = "CARPL" if known and ended_because == "X1" else ""
                row |= {"DEC": ended if known else "", "REC": ended_because if known else "", "REASON_PLACE_CHANGE": moved, "URN": place}
                episodes.append(row)
    # In the last year six of the stable children go missing twice each by June, and one is away without leave.
    missing = [
        {"CHILD": f"stable-{number}", "DOB": "01/02/2012", "MISSING": kind, "MIS_START": day, "MIS_END": day}
        for number, kind, days in [*((number, "M", ("03/05/2022", "30/06/2022")) for number in range(6)), (7, "A", ("04/05/2022",))]
        for day in days
    ]
    return {"episodes": episodes, "header": list(children.values())} | ({"missing": missing} if year == 2023 else {})


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("returns")
    (root / "checks").mkdir()
    shutil.copytree(REPOSITORY / "data" / "raw", root / "data" / "raw", ignore=shutil.ignore_patterns("extracts", "national"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_PROJECT", str(root))
        for year in (2021, 2022, 2023):
            folder = root / "data" / "raw" / "extracts" / str(year)
            folder.mkdir(parents=True)
            for name, rows in _return(year).items():
                pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False)
            take_in([folder], "plymouth", date(2023, 5, 1), "ssda903", date(year, 3, 31), made_up=True)
        yield root


@pytest.fixture(scope="module")
def page(returns) -> Page:
    return build("children_in_care", "plymouth", "2023-24-Q2")


def test_kinds_and_stability_are_those_worked_out_by_hand(page):
    kinds = page.care_by_kind.table.table.set_index("placement_kind")
    assert kinds["children_in_kind"].to_dict() == {
        "In-house fostering": 30,
        "Agency fostering": 20,
        "Children's homes": 10,
        "Family and friends foster care": 0,
    }
    assert kinds["children_in_kind_a_year_ago"].tolist() == [30, 20, 0, 6]
    years = page.care_stability.table.table.set_index("stability_date")
    last = years.loc["2023-03-31"]
    # Three placements in the year: 20 of 60. Under 16 and in care since 2019: 50, of whom 30 have never moved.
    assert last[["children_three_placements", "children_long_looked_after", "children_same_placement"]].tolist() == [20, 50, 30]
    assert last["children_same_placement_pct"] == 60
    # The returns go back to April 2020: by March 2022 not two and a half years.
    assert pd.isna(years.loc["2022-03-31", "children_long_looked_after"])


def test_the_report_stands_beside_the_returns(page):
    rows = page.care_against_report.table.table.set_index("snapshot_date")
    printed = pd.read_csv(REPOSITORY / "data" / "raw" / "indicator_values.csv")
    printed = printed[printed["indicator"].eq("cla") & printed["period_end_date"].eq("2023-03-31")]["value"].iloc[-1]
    assert rows.loc["2023-03-31", ["report_children", "records_children", "difference_children"]].tolist() == [printed, 60, 60 - printed]


def test_quarters_give_way_to_years_where_one_has_a_small_count_that_they_would_tell(returns, page):
    flows = ["children_started", "children_ceased", "children_looked_after"]
    inside = build("children_in_care", "plymouth", "2023-24-Q2", "internal").care_flows.table.table.set_index("care_period")
    assert inside.loc["2021-22-Q2", flows].tolist() == [0, 3, 56]
    assert inside.loc["2022-23-Q2", flows].tolist() == [0, 6, 50]
    assert inside.loc["2022-23-Q3", flows].tolist() == [10, 0, 60]
    public = page.care_flows.table.table.set_index("care_period")
    assert list(public.index) == ["2020-21", "2021-22", "2022-23"]
    assert public.loc["2022-23", flows].tolist() == [10, 6, 60]
    # Who started would tell who ceased: the change of the stock is known.
    assert public.loc["2021-22", flows[:2]].isna().all()


def test_sentences_say_the_last_measures_and_how_old_the_returns_are(page, words):
    assert "33.3% of the 60 children in care had three or more placements in the year" in words(page.care_stability)
    assert "The last return of children looked after ends on 31 March 2023" in " ".join(page.care_by_kind.limits)


def test_missing_episodes_are_counted_by_quarter_each_child_once(returns):
    shown = build("missing_and_exploitation", "plymouth", "2023-24-Q2").missing_returns
    found = shown.table.table.set_index("care_period")
    assert found["returns_missing_episodes"].to_dict() == {"2022-23-Q1": 12, "2022-23-Q2": 0, "2022-23-Q3": 0, "2022-23-Q4": 0}
    assert found["returns_missing_children"].tolist() == [6, 0, 0, 0]


def test_how_good_the_lists_are_is_said_on_the_page_that_is_made_from_them(page, words):
    last = _return(2023)
    rows = len(last["episodes"]) + len(last["header"])
    text = words(page.method)
    assert "that this page is made from" in text and "Rows refused and doubtful in the lists of this page" in text
    assert re.search(rf"\b{rows:,} rows of the lists", text)
