"""The budget page from records of a small council that is made up by hand, taken in as its returns would be."""

import re
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.pages import Page, build, drawable
from analysis.store.taking_in import take_in

REPOSITORY = Path(__file__).resolve().parents[2]
DAYS = [date(2023, 3, 31), date(2024, 3, 31), date(2024, 9, 30)]
SECTIONS = (
    "ledger",
    "mitigations_and_reserves",
    "questions_from_records",
    "outturn",
    "price_volume_and_mix",
    "weekly_cost",
    "past_forecasts",
    "savings_plan",
)
COSTS = ["Child ID", "Placement type", "Provider type", "Placement start date", "Placement end date", "Weekly cost"]
LEDGER = ["Cost centre", "Cost centre name", "Service", "Subjective code", "Subjective name", "Period", "Original budget", "Virements"]
LEDGER += ["Current budget", "Actual to date", "Commitments", "Forecast outturn"]
SAVINGS = ["Saving", "Period", "Target", "Delivered", "Status", "Child ID", "Budget line"]


def _weekly(day: date) -> pd.DataFrame:
    """Ten children with the council's carers at 350 a week, 371 from 1 April 2024; six in homes at 7,000, of whom two left on 1 July 2024; one in
    a secure home at 9,800 from 1 August 2024."""
    placements = [(f"f{number}", "U6", "PR1", date(2022, 10, 1), date(2024, 4, 1), 350.0) for number in range(10)]
    placements += [(f"f{number}", "U6", "PR1", date(2024, 4, 1), None, 371.0) for number in range(10)]
    placements += [(f"h{number}", "K2", "PR4", date(2022, 10, 1), date(2024, 7, 1) if number < 2 else None, 7_000.0) for number in range(6)]
    placements += [("s1", "K1", "PR2", date(2024, 8, 1), None, 9_800.0)]
    year_start = date(day.year if day.month > 3 else day.year - 1, 4, 1)
    told = [row for row in placements if row[3] <= day and (row[4] is None or row[4] > year_start)]
    rows = [(*row[:3], f"{row[3]:%d/%m/%Y}", f"{row[4]:%d/%m/%Y}" if row[4] and row[4] <= day else "", row[5]) for row in told]
    return pd.DataFrame(rows, columns=COSTS)


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory):
    """A project whose store holds the council's costs, budget, ledger and savings."""
    root = tmp_path_factory.mktemp("council")
    (root / "checks").mkdir()
    shutil.copytree(REPOSITORY / "data" / "raw", root / "data" / "raw", ignore=shutil.ignore_patterns("extracts", "national"))
    budget = pd.DataFrame(
        [("U6", "PR1", 520.0, 350.0), ("K2", "PR4", 300.0, 7_000.0)], columns=["Placement type", "Provider type", "Weeks", "Price per week"]
    )
    ledger = pd.DataFrame(
        [
            ("P1", "All", "Placements", "4000", "Third party payments", period, 2_282_000.0, 0.0, 2_282_000.0, actual, 700_000.0, forecast)
            for period, actual, forecast in ((3, 600_000.0, 2_200_000.0), (6, 1_000_000.0, 1_900_000.0), (7, 1.0, 9.0))
        ],
        columns=LEDGER,
    )
    savings = pd.DataFrame(
        [
            ("Step down", 6, 1_000.0, 400.0, "At risk", "h0", "Homes"),
            ("Contracts", 6, 500.0, 500.0, "On track", "", "Homes"),
            ("Vacancies", 6, 300.0, 0.0, "Not achievable", "", "Staff"),
        ],
        columns=SAVINGS,
    )
    charged = [(f"f{number}", "One-off", "10/05/2024", 100.0) for number in range(5)] + [("h1", "Disputed", "11/05/2024", 1_237.0)]
    beside = {
        "other": pd.DataFrame(charged, columns=["Child ID", "Kind of cost", "Date charged", "Amount"]),
        "mitigations": pd.DataFrame(
            [("Agreed", "Placements", 6, 50_000.0, "Y"), ("Sought", "Placements", 6, 100_000.0, "N"), ("Later", "Placements", 7, 1.0, "N")],
            columns=["Mitigation", "Service", "Period", "Amount", "In the forecast"],
        ),
        "reserves": pd.DataFrame(
            [("General", 6, 1_000_000.0, 900_000.0, 850_000.0)],
            columns=["Reserve", "Period", "Opening balance", "Planned closing balance", "Forecast closing balance"],
        ),
        "plan": pd.DataFrame(
            [("Placements", "2025-26", 2_000_000.0), ("Placements", "2026-27", 1.0)],
            columns=["Service", "Financial year", "Planned budget"],
        ),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_PROJECT", str(root))
        kinds = {"other": ("placement-costs", DAYS[-1])}
        files = [
            (kinds.get(name, ("budget-plan", date(2025, 3, 31)))[0], name, rows, kinds.get(name, ("", date(2025, 3, 31)))[1])
            for name, rows in beside.items()
        ]
        files += [("placement-costs", f"weekly-{day}", _weekly(day), day) for day in DAYS]
        files += [
            (kind, kind, rows, date(2025, 3, 31))
            for kind, rows in (("placements-budget", budget), ("ledger", ledger), ("savings", savings))
        ]
        for kind, name, rows, day in files:
            path = root / "data" / "raw" / "extracts" / f"{name}.csv"
            path.parent.mkdir(exist_ok=True)
            rows.to_csv(path, index=False)
            take_in([path], "smallshire", date(2025, 4, 5), kind, day, made_up=True)
        yield root


@pytest.fixture(scope="module")
def public(council) -> Page:
    return build("budget_variance", "smallshire", "2024-25-Q2")


@pytest.fixture(scope="module")
def internal(council) -> Page:
    return build("budget_variance", "smallshire", "2024-25-Q2", "internal")


def test_what_is_spent_is_as_worked_by_hand_and_kinds_too_small_go_with_others(public, internal):
    # 183 nights to 30 September. Carers: ten at 53 a night. Homes: four at 1,000 all along, two for 91 nights. Secure: 61 nights at 1,400.
    inside = internal.outturn.table.table.set_index("placement_line")["spent_gbp"].to_dict()
    assert inside == {
        "Children's homes bought in": 914_000.00,
        "In-house fostering": 96_990.00,
        "Secure children's homes": 85_400.00,
        "One-off, credited and backdated costs": 500.00,
    }
    # The homes have four open on the day, so on a public page they stand with the one in a secure home.
    assert public.outturn.table.table.set_index("placement_line")["spent_gbp"].to_dict() == {
        "In-house fostering": 96_990.00,
        "Other placements": 999_400.00,
        "One-off, credited and backdated costs": 500.00,
    }
    beside = public.outturn.tables["against_ledger"].table.iloc[0]
    assert beside[["in_ledger_gbp", "from_placements_gbp", "unexplained_gbp"]].tolist() == [1_000_000, 1_096_890, -96_890]


def test_parts_of_the_bridges_come_to_the_forecast_and_new_kinds_stand_apart(internal):
    page = internal.price_volume_and_mix
    expected = internal.outturn.tables["in_all"].table.iloc[0]["outturn_gbp"]
    for name, start in (("budget_to_forecast", 520 * 350 + 300 * 7_000), ("last_year_to_this", 366 / 7 * (10 * 350 + 6 * 7_000))):
        total = page.tables[f"{name}_in_all"].table.iloc[0]
        assert total["base_gbp"] == pytest.approx(start, abs=0.01)
        # What is charged beside prices stands outside the bridges.
        assert total["now_gbp"] == pytest.approx(expected - 500, abs=0.01)
        parts = total[["price_gbp", "uplift_gbp", "volume_gbp", "mix_gbp", "new_gbp", "ended_gbp"]].sum()
        assert parts == pytest.approx(total["difference_gbp"], abs=0.001)
    lines = page.tables["last_year_to_this"].table.set_index("placement_line")
    # Carers were all raised by 6%; homes were not: most of those that go on were raised, and that is the uplift.
    assert lines.loc["In-house fostering", "price_gbp"] == pytest.approx(0, abs=0.02)
    assert lines.loc["Secure children's homes", "new_gbp"] == lines.loc["Secure children's homes", "now_gbp"]


def test_a_line_of_a_bridge_opens_on_its_weeks_prices_and_parts(internal, words):
    text = words(internal.price_volume_and_mix)
    assert "In-house fostering: £" in text and "Before: 520.0 weeks at £350.00 on average, £182,000.00." in text
    # 520 weeks at 371 from 1 April, less what ends before 31 March; 183 nights of it are spent.
    assert "Of what it costs now: spent so far £96,990.00" in text
    assert "Secure children's homes: £" in text and "Before: no weeks." in text and "New: it had no weeks before: £" in text


def test_the_ledger_and_savings_are_of_the_quarter_and_not_after_it(public, internal, words):
    row = public.ledger.table.table.iloc[0]
    assert row[["forecast_outturn_gbp", "forecast_variance_gbp", "forecast_movement_gbp"]].tolist() == [1_900_000, -382_000, -300_000]
    inside = internal.savings_plan.table.table.set_index("saving")
    assert inside.loc["Step down", ["claimed_with", "claimed_twice_gbp"]].tolist() == ["Contracts", 400]
    # What the one child's move has saved is not for the public.
    assert set(public.savings_plan.table.table["saving"]) == {"Contracts", "Vacancies"}
    assert "One saving of the plan names a child and is left out here." in words(public.savings_plan)


def test_costs_beside_prices_count_unless_disputed_and_few_children_are_not_told(public, internal, words):
    kinds = internal.outturn.tables["other_costs"].table.set_index("other_cost_kind")["charged_gbp"].to_dict()
    assert kinds == {"One-off": 500, "In dispute": 1_237}
    assert public.outturn.tables["other_costs"].table["other_cost_kind"].tolist() == ["One-off"] and "1,237" not in words(public.outturn)


def test_the_services_forecast_line_by_line_comes_to_the_whole_difference(public, internal):
    for page in (public, internal):
        lines, whole = (page.outturn.tables[name].table for name in ("difference_by_line", "against_ledger"))
        assert lines["unexplained_gbp"].sum() == pytest.approx(whole["unexplained_gbp"].iloc[-1], abs=0.01)
    # Homes have four children left: on a public page they are with other placements, as the ledger's line "All" is.
    assert set(public.outturn.tables["difference_by_line"].table["ledger_line"]).isdisjoint({"Residential"})


def test_mitigations_reserves_and_next_year_by_hand(internal, words):
    tables = internal.mitigations_and_reserves.tables
    row = tables["gross_and_net"].table.iloc[0]
    assert row[["gross_variance_gbp", "net_variance_gbp"]].tolist() == [-332_000, -482_000]
    assert tables["reserves"].table[["planned_use_gbp", "reserve_difference_gbp"]].iloc[0].tolist() == [100_000, -50_000]
    # Open on the day: ten at 53 a night, four at 1,000, one at 1,400, for the 365 nights of 2025/26.
    year = tables["next_year"].table.iloc[0]
    assert year[["carried_gbp", "full_year_effect_gbp", "planned_gap_gbp"]].tolist() == [2_164_450, 264_450, 164_450]
    assert "2025/26 starts with £164,450 that the medium-term plan does not give." in words(internal.questions_from_records)


def test_questions_are_those_that_the_figures_raise(internal, words):
    asked = [text for text in words(internal.questions_from_records).split("?") if text.strip()]
    # Neither an overspend nor a forecast that worsened or lies outside the range, nothing in dispute of 0.1% of the budget, no line but placements, no saving that is lost of that size.
    assert len(asked) == 4
    assert "£96,890 less spent on placements than they come to" in asked[0] and "£100,000 of mitigations" in asked[1]
    assert "£50,000 below plan" in asked[2] and "£164,450" in asked[3]


def test_a_saving_that_names_a_child_is_held_against_its_placements_inside_alone(public, internal):
    # The child left on 1 July: 92 nights at 1,000.
    row = internal.savings_plan.tables["evidence"].table.iloc[0]
    assert row[["saving", "before_gbp_per_week", "after_gbp_per_week", "shown_by_placements_gbp"]].tolist() == [
        "Step down",
        7_000,
        0,
        92_000,
    ]
    assert "evidence" not in public.savings_plan.tables


def test_no_child_and_no_price_of_a_few_is_on_a_public_page(public, words):
    assert set(SECTIONS) <= set(drawable(public.outline, public.given))
    parts = [public.opening, *public.sections.values(), public.changes, public.limits, public.method, public.missing, public.sources]
    text = " ".join(str(content) for part in parts for content in part._repr_mimebundle_().values())
    assert not re.findall(r"\b[0-9a-f]{20}\b", text)
    weekly = public.weekly_cost.table.table.set_index("placement_line")
    assert weekly.loc["In-house fostering", ["placed_children", "average_gbp_per_week", "median_gbp_per_week"]].tolist() == [10, 371, 371]
    # Five children: their average is shown, what the middle one of them costs is not.
    assert weekly.loc["Other placements", "placed_children"] == 5 and pd.isna(weekly.loc["Other placements", "median_gbp_per_week"])
    assert "9,800" not in words(public.weekly_cost)


def test_the_dearest_placements_are_listed_inside_the_council_alone(public, internal):
    assert public.dearest.lacking == "Single placements are not shown on a public page."
    rows = internal.dearest.table.table
    # One at 9,800, four at 7,000 and five of the ten at 371; 182 nights are left.
    assert rows["price_gbp_per_week"].tolist() == [9_800] + [7_000] * 4 + [371] * 5
    assert rows["expected_to_year_end_gbp"].iloc[0] == 1_400 * 182
    assert rows["placement_began"].iloc[0] == "2024-08-01"
