"""The files of a made-up council agree with one another, and are taken in without a message."""

import hashlib
from datetime import date

import pandas as pd
import pytest

from analysis.catalogue.returns import return_of
from analysis.ingest.carers import read_carers
from analysis.ingest.made_up_council import made_up_council, write_council
from analysis.ingest.made_up_council.chance import day_number
from analysis.ingest.made_up_council.money import savings
from analysis.ingest.records import take_returns

DAY = pd.Timestamp("2024-03-31")
ANNEX_A = "annex_a/2024-03-31"


@pytest.fixture(scope="module")
def taken(written):
    return take_returns([written], b"key")


def test_clean_files_are_taken_in_whole_and_without_a_word(taken):
    assert [str(finding.problem) for one in taken for finding in one.findings] == []
    kinds = pd.Series([one.kind.key for one in taken]).value_counts().to_dict()
    assert kinds == {
        "annex-a": 8, "workforce": 8, "ssda903": 2, "csww": 2, "carers": 1, "placement-costs": 8, "ledger": 2, "savings": 2, "placements-budget": 2,
        "budget-plan": 2,
    }  # fmt: skip


def test_headers_are_those_of_the_layouts(written):
    for path in written.glob("ssda903/*/*.csv"):
        entry = next(entry for entry in return_of("ssda903").lists if entry.key == path.stem)
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert header == [column.name for column in entry.columns if column.name in header]
        assert {column.name for column in entry.columns if not column.optional} <= set(header)


def test_children_in_care_of_the_list_have_an_open_episode_in_the_return(read):
    listed = read(f"{ANNEX_A}/list_8_children_looked_after.csv", "Date Ceased to be Looked After")
    listed = listed[listed["Date Ceased to be Looked After"].isna()].set_index("Child Unique ID")
    episodes = read("ssda903/2023-24/episodes.csv")
    open_now = episodes[episodes["DEC"] == ""].set_index("CHILD")
    assert set(listed.index) == set(open_now.index) and len(listed) > 30
    assert listed["Placement Type"].to_dict() == open_now["PLACE"].to_dict()
    assert listed["Child's Legal Status"].to_dict() == open_now["LS"].to_dict()
    births = read("ssda903/2023-24/header.csv").set_index("CHILD")["DOB"]
    assert listed["Date of Birth"].to_dict() == births[listed.index].to_dict()


def test_an_allocated_worker_is_in_the_workforce_and_in_post(read):
    workers = read("workforce/2024-03-31/workers.csv", "Start date", "End date").set_index("Worker ID")
    names = (
        "list_4_assessments",
        "list_6_children_in_need",
        "list_7_child_protection_plans",
        "list_8_children_looked_after",
        "list_9_care_leavers",
    )
    ends = (
        "Continuous Assessment Date of Authorisation",
        "CIN Closure Date",
        "Child Protection Plan End Date",
        "Date Ceased to be Looked After",
    )
    for name in names:
        cases = read(f"{ANNEX_A}/{name}.csv")
        for end in ends:
            cases = cases[cases[end] == ""] if end in cases else cases
        held = cases[cases["Allocated Worker"] != ""]
        assert len(held) > 0.9 * len(cases) > 0
        found = workers.loc[held["Allocated Worker"]]
        assert (found["Start date"] <= DAY).all() and (found["End date"].isna() | (found["End date"] > DAY)).all()
        assert (found["Team"].to_numpy() == held["Allocated Team"].to_numpy()).all()


def test_a_child_in_care_has_the_worker_of_the_return(read):
    listed = read(f"{ANNEX_A}/list_8_children_looked_after.csv")
    listed = listed[(listed["Date Ceased to be Looked After"] == "") & (listed["Allocated Worker"] != "")]
    spells = read("ssda903/2023-24/social_worker_episodes.csv")
    held = spells[spells["SW_DEC"] == ""].set_index("CHILD")["SW_ID"]
    assert listed.set_index("Child Unique ID")["Allocated Worker"].to_dict() == held.to_dict()


def test_cases_of_the_census_are_those_of_the_lists(read):
    census = read("csww/2023-09-30/workers.csv").set_index("SWENo")["Cases30"].astype(int)
    cases = {}
    lists = {
        "list_4_assessments": "Continuous Assessment Date of Authorisation",
        "list_6_children_in_need": "CIN Closure Date",
        "list_8_children_looked_after": "Date Ceased to be Looked After",
    }
    for name, end in lists.items():
        table = read(f"annex_a/2023-09-30/{name}.csv")
        for row in table[table[end] == ""].to_dict("records"):
            cases[row["Child Unique ID"]] = row["Allocated Worker"]
    counted = pd.Series([worker for worker in cases.values() if worker]).value_counts()
    assert census[census > 0].to_dict() == counted.to_dict()


def test_stays_are_the_in_house_foster_placements(read, written):
    stays = read("carers/2025-03-31/stays.csv", "Stay start", "Stay end")
    placed = stays[(stays["Stay type"] == "Placement") & stays["Stay end"].isna()]
    episodes = read("ssda903/2024-25/episodes.csv", "DECOM")
    own = episodes[(episodes["DEC"] == "") & episodes["PLACE"].str.startswith("U") & (episodes["PLACE_PROVIDER"] == "PR1")]
    assert set(placed["Child ID"]) == set(own["CHILD"]) and len(own) > 5
    both = placed.merge(own, left_on="Child ID", right_on="CHILD")
    assert (both["Stay start"] <= both["DECOM"]).all()
    assert len(stays) == len(read("carers/2025-03-31/stays.csv").drop_duplicates())


def test_the_register_is_one_that_relief_is_decided_on(tmp_path):
    write_council(tmp_path, made_up_council("plymouth", 300, 2, date(2024, 3, 31), 3))
    found = read_carers([tmp_path / "carers" / "2024-03-31"], "plymouth")
    assert found["undecided"].empty and found["approvals"]["in_authority_area"].any()


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    def digests(name: str, seed: int) -> dict[str, str]:
        folder = tmp_path / name
        write_council(folder, made_up_council("exampleshire", 40, 1, date(2024, 12, 31), seed))
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    one, two, other = (digests(name, seed) for name, seed in (("one", 5), ("two", 5), ("other", 6)))
    assert one == two and len(one) > 30
    assert one.keys() & other.keys() and all(one[name] != other[name] for name in one if name.endswith("episodes.csv"))


def pounds(texts: pd.Series) -> pd.Series:
    """Whole pennies, so that sums are exact."""
    return (texts.astype(float) * 100).round().astype(int)


def test_the_ledger_is_what_the_placements_cost_at_each_quarter_end(read):
    ledger = read("ledger/2024-25/ledger.csv")
    placed = ledger[ledger["Service"] == "Placements"]
    for period, day in ((3, "2024-06-30"), (6, "2024-09-30"), (9, "2024-12-31"), (12, "2025-03-31")):
        costs = read(f"placement_costs/{day}/quarterly.csv")
        now = placed[placed["Period"] == str(period)]
        gross = pounds(costs["Total committed cost accrued in FY to date"])
        assert pounds(now.loc[now["Subjective code"] == "4000", "Actual to date"]).sum() == gross.sum() > 0
        health = pounds(costs["Contribution from health"]).sum()
        assert pounds(now.loc[now["Subjective code"] == "9100", "Actual to date"]).sum() == -health
        parts = sum(pounds(costs[f"Contribution from {who}"]) for who in ("social care", "health", "education"))
        assert (parts == gross).all()


def test_a_weekly_price_is_what_the_quarterly_collection_accrues(taken, read):
    costs = next(one.tables for one in taken if one.kind.key == "placement-costs" and str(one.period) == "2024-09-30")
    weekly, quarterly = costs["placement_weekly_costs"], costs["placement_costs"]
    first, after = pd.Timestamp("2024-04-01"), pd.Timestamp("2024-10-01")
    days = (weekly["ended_date"].fillna(after).clip(upper=after) - weekly["started_date"].clip(lower=first)).dt.days
    by_child = (days.clip(lower=0) * weekly["weekly_cost_gbp"] / 7).groupby(weekly["child_id"]).sum()
    stated = quarterly["cost_to_date_gbp"].groupby(quarterly["child_id"]).sum()
    assert (by_child[by_child > 0] - stated).abs().max() < 0.05 and set(by_child[by_child > 0].index) == set(stated.index)
    # The file states some prices by the day, and some from a day within the placement.
    listed = read("placement_costs/2024-09-30/weekly.csv")
    assert set(listed["Cost per"]) == {"day", "week"} and (listed["Price from"] != listed["Placement start date"]).any()


def test_what_is_charged_beside_prices_is_in_the_ledger_unless_it_is_disputed(read):
    listed = read("placement_costs/2025-03-31/other.csv")
    assert set(listed["Kind of cost"]) >= {"one_off", "credit", "backdated"}
    ledger = read("ledger/2024-25/ledger.csv")
    now = ledger[(ledger["Subjective code"] == "4100") & (ledger["Period"] == "12")]
    assert pounds(now["Actual to date"]).sum() == pounds(listed.loc[listed["Kind of cost"] != "disputed", "Amount"]).sum()


def test_virements_sum_to_nothing_and_the_year_ends_at_its_actual(read):
    ledger = read("ledger/2023-24/ledger.csv")
    assert pounds(ledger["Virements"]).groupby(ledger["Period"]).sum().eq(0).all() and pounds(ledger["Virements"]).abs().sum() > 0
    assert (pounds(ledger["Original budget"]) + pounds(ledger["Virements"]) == pounds(ledger["Current budget"])).all()
    last = ledger[ledger["Period"] == "12"]
    assert (last["Forecast outturn"] == last["Actual to date"]).all()


def test_the_budget_of_placements_is_that_of_the_ledger(read):
    budget = read("placements_budget/2024-25/placements_budget.csv")
    ledger = read("ledger/2024-25/ledger.csv")
    placed = ledger[(ledger["Service"] == "Placements") & (ledger["Period"] == "1")]
    whole = (budget["Weeks"].astype(float) * budget["Price per week"].astype(float)).sum()
    assert placed["Original budget"].astype(float).sum() == pytest.approx(whole, abs=0.05)


def test_one_child_is_claimed_by_two_savings(council):
    claimed = savings(council, day_number(date(2025, 3, 31)))
    assert claimed[claimed["child_id"] != ""].groupby("child_id")["saving"].nunique().tolist() == [2]


def test_reserves_and_mitigations_follow_from_the_ledger(read):
    ledger, reserves = read("ledger/2024-25/ledger.csv"), read("budget_plan/2024-25/reserves.csv")
    last = ledger[ledger["Period"] == "12"]
    over = (pounds(last["Forecast outturn"]) - pounds(last["Current budget"])).groupby(last["Service"]).sum()
    of_year = reserves[reserves["Period"] == "12"].set_index("Reserve")
    below = pounds(of_year["Planned closing balance"]) - pounds(of_year["Forecast closing balance"])
    assert below["Dedicated schools grant"] == pytest.approx(over["Dedicated schools grant"], abs=1)
    drawn = min(
        max(0, over.drop("Dedicated schools grant").sum()), pounds(of_year["Planned closing balance"])["Children's services reserve"]
    )
    assert below["Children's services reserve"] == pytest.approx(drawn, abs=1)
    services = set(ledger["Service"])
    assert set(read("budget_plan/2024-25/mitigations.csv")["Service"]) <= services
    assert set(read("budget_plan/2024-25/medium_term_plan.csv")["Financial year"]) == {"2025-26", "2026-27", "2027-28"}
