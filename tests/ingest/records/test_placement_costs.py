"""Placement costs taken in: each way in which a council states a price, and each cost that cannot be right, by hand to the penny."""

import doctest
from datetime import date

import pandas as pd

from analysis.ingest.records import cost_rules, take_returns
from analysis.placements import told
from analysis.placements.priced import price_spells, weeks_and_cost

DAY = date(2024, 9, 30)
WEEKLY = [
    "Child ID",
    "Placement type",
    "Provider type",
    "Placement start date",
    "Placement end date",
    "Weekly cost",
    "Cost per",
    "Price from",
]
WEEKLY += ["Contribution from health", "Contribution from education"]
OTHER = ["Child ID", "Placement start date", "Kind of cost", "Date charged", "Cost from", "Cost to", "Amount"]


def _taken(folder, weekly, other=()):
    pd.DataFrame(weekly, columns=WEEKLY).to_csv(folder / "weekly.csv", index=False)
    if len(other):
        pd.DataFrame(other, columns=OTHER).to_csv(folder / "other.csv", index=False)
    return take_returns([folder], b"key", "placement-costs", DAY)[0]


def _row(child, cost, start="01/04/2024", end="", per="", since="", health="", education="", kind=("K2", "PR4")):
    return (child, *kind, start, end, cost, per, since, health, education)


def _spent(taken, first="2024-04-01", last="2024-09-30"):
    """Cost by child from a day to a day, as the page works it out."""
    spells = price_spells(taken.tables["placement_weekly_costs"].assign(as_at_date=pd.Timestamp(DAY)))
    return weeks_and_cost(spells, pd.Timestamp(first), pd.Timestamp(last), by="child_id").set_index("child_id")


def test_every_way_to_state_a_price_comes_to_the_penny(tmp_path):
    rows = [
        _row("week", "£1,000.01", end="15/04/2024"),  # fourteen nights: two weeks
        _row("part", "1000.01", end="04/04/2024"),  # three nights
        _row("daily", "142.86", end="15/04/2024", per="per night"),  # fourteen nights
        _row("changed", "700", end="01/07/2024"),  # thirty nights at 100, then sixty-one at 110
        _row("changed", "110", end="01/07/2024", per="day", since="01/05/2024"),
        _row("beside", "700", end="15/04/2024"),  # a price, and support beside it from the same day
        _row("beside", "70.70", end="15/04/2024"),
        _row("shared", "5600", end="08/04/2024", health="1400", education="560"),
        _row("nothing", "0"),
    ]
    taken = _taken(tmp_path, rows)
    assert taken.refused == []
    assert [problem.row for problem in taken.doubts] == [8] and "Check whether both are meant" in taken.doubts[0].remedy
    spent = sorted(zip(_spent(taken)["cost_gbp"], _spent(taken)["contributions_gbp"], strict=True))
    assert spent == [
        (0.0, 0.0), (428.58, 0.0), (1_541.40, 0.0), (2_000.02, 0.0), (2_000.04, 0.0), (5_600.0, 1_960.0), (9_710.0, 0.0),
    ]  # fmt: skip
    assert len(taken.tables["placement_weekly_costs"]) == len(rows)


def test_prices_that_cannot_be_are_refused_by_name_and_all_at_once(tmp_path):
    rows = [
        _row("below", "-5"),
        _row("early", "5", since="31/03/2024"),
        _row("late", "5", end="01/06/2024", since="01/06/2024"),
        _row("given", "5", health="3", education="3"),
        _row("unit", "5", per="month"),
        _row("none", ""),
        _row("right", "5"),
    ]
    taken = _taken(tmp_path, rows)
    told = {problem.row: (problem.column, problem.rule) for problem in taken.refused}
    assert told == {
        2: ("Weekly cost", "is a price below nothing"),
        3: ("Price from", "is before the placement starts"),
        4: ("Price from", "is not before the placement ends"),
        5: ("Weekly cost", "is less than health and education contribute"),
        6: ("Cost per", "is not a code of this column"),
        7: ("Weekly cost", "is empty, and this column may not be"),
    }
    assert len(taken.tables["placement_weekly_costs"]) == 1 and taken.quality.set_index("table")["rows_read"].to_dict() == {
        "placement_weekly_costs": 7
    }


def test_two_prices_of_one_child_at_one_time_are_doubted_and_both_kept(tmp_path):
    taken = _taken(tmp_path, [_row("c", "700"), _row("c", "350", start="01/06/2024", kind=("U6", "PR4"))])
    assert [(one.row, one.rule) for one in taken.doubts] == [(3, "the child has another one that is open")]
    assert len(taken.tables["placement_weekly_costs"]) == 2


def test_costs_beside_prices_are_taken_in_refused_or_doubted(tmp_path):
    other = [
        ("c", "01/04/2024", "one-off", "10/05/2024", "", "", "250.00"),
        ("c", "", "Credit", "10/05/2024", "", "", "(£80.25)"),
        ("c", "", "in dispute", "12/05/2024", "", "", "999"),
        ("c", "", "backdated", "13/05/2024", "01/03/2024", "30/04/2024", "610"),
        ("c", "", "backdated", "13/05/2024", "", "", "20"),
        ("c", "", "credit", "10/05/2024", "", "", "5"),
        ("c", "", "one-off", "11/05/2024", "", "", "-5"),
        ("c", "", "backdated", "13/05/2024", "30/04/2024", "01/03/2024", "1"),
        ("elsewhere", "", "one-off", "14/05/2024", "", "", "7"),
        ("c", "", "gift", "14/05/2024", "", "", "7"),
        ("c", "", "one-off", "01/10/2024", "", "", "7"),
    ]
    taken = _taken(tmp_path, [_row("c", "700")], other)
    assert sorted((problem.row, problem.column) for problem in taken.refused) == [
        (7, "Amount"), (8, "Amount"), (9, "Cost to"), (11, "Kind of cost"), (12, "Date charged"),
    ]  # fmt: skip
    assert sorted((problem.row, problem.column) for problem in taken.doubts) == [(6, "Kind of cost"), (10, "Child ID")]
    kept = taken.tables["placement_other_costs"]
    assert kept["cost_kind"].tolist() == ["one_off", "credit", "disputed", "backdated", "backdated", "one_off"]
    assert kept["amount_gbp"].tolist() == [250, -80.25, 999, 610, 20, 7]


QUARTERLY = [
    "Child ID",
    "Date of birth",
    "Gender",
    "Ethnicity",
    "Disability",
    "UASC",
    "Legal status",
    "Placement start date",
    "Placement end date",
]
QUARTERLY += ["Placement type", "Provider type", "Procurement platform", "Total committed cost accrued in FY to date"]
QUARTERLY += ["Contribution from social care", "Contribution from health", "Contribution from education"]


def _collection(folder, rows, day):
    described = ("01/01/2012", "M", "WBRI", "N", "N", "C2")
    table = pd.DataFrame([(child, *described, *dates, "K2", "PR4", "Spot", *money) for child, dates, money in rows], columns=QUARTERLY)
    folder.mkdir()
    table.to_csv(folder / "quarterly.csv", index=False)
    return take_returns([folder], b"key", "placement-costs", day)[0]


def test_the_quarterly_collection_alone_gives_prices_year_by_year(tmp_path):
    march = _collection(tmp_path / "march", [("a", ("01/03/2024", ""), (3_100, 3_100, 0, 0))], date(2024, 3, 31))
    rows = [
        ("a", ("01/03/2024", ""), (10_010, 7_507.50, 2_002, 500.50)),  # 91 nights at 110, a quarter contributed
        ("b", ("29/06/2024", ""), (300, 300, 0, 0)),  # two nights at 150
        ("c", ("05/05/2024", "05/05/2024"), (90, 90, 0, 0)),
        ("d", ("05/05/2024", ""), (-20, -20, 0, 0)),
        ("e", ("05/05/2024", "12/05/2024"), (700, 500, 0, 0)),
    ]
    june = _collection(tmp_path / "june", rows, date(2024, 6, 30))
    assert march.doubts == [] and june.refused == []
    assert sorted((one.row, one.rule.split(",")[0]) for one in june.doubts) == [
        (4, "is of no night of the year"),
        (5, "is below nothing"),
        (6, "is not what social care"),
    ]
    assert len(june.tables["placement_costs"]) == 5
    weekly, quarterly = (
        pd.concat([one.tables[name].assign(as_at_date=pd.Timestamp(one.period.end)) for one in (march, june)])
        for name in ("placement_weekly_costs", "placement_costs")
    )
    spells = price_spells(weekly, quarterly)
    last, this = (weeks_and_cost(spells, *map(pd.Timestamp, days)) for days in (("2023-04-01", "2024-03-31"), ("2024-04-01", "2024-06-30")))
    assert last["cost_gbp"].tolist() == [3_100]
    assert this[["cost_gbp", "contributions_gbp"]].to_numpy().tolist() == [[10_010 + 300 + 700, 2_502.50]]


def test_examples_in_docstrings_hold():
    assert doctest.testmod(cost_rules).failed == 0 and doctest.testmod(told).failed == 0
