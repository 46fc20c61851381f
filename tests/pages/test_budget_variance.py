import re
import shutil

import pandas as pd
import pytest

from analysis.pages import build
from analysis.pages.sections import Missing


@pytest.fixture(scope="module")
def page():
    return build("budget_variance", "plymouth", "2023-24-Q2")


def lines(*rows: tuple, previous: bool = True, **keys) -> list[dict]:
    """Rows of a monitoring table: department, service, budget, last forecast, forecast."""
    found = []
    for place, (department, service, budget, last, forecast) in enumerate(rows, start=1):
        found.append(
            {
                "department": department,
                "line": str(place),
                "service": service,
                "approved_budget_gbp_m": f"{budget:.3f}",
                "previous_forecast_gbp_m": f"{last:.3f}" if previous else "",
                "forecast_outturn_gbp_m": f"{forecast:.3f}",
                "printed_variance_gbp_m": f"{forecast - budget:.3f}",
                "printed_movement_gbp_m": f"{forecast - last:.3f}" if previous else "",
                **keys,
            }
        )
    return found


SIX_LINES = [
    ("CHI", "Placements", 10.0, 10.5, 11.0),
    ("CHI", "Fieldwork", 5.0, 5.0, 5.0),
    ("CHI", "Early help", 2.0, 2.0, 1.9),
    ("CHI", "Commissioning", 1.0, 1.0, 1.0),
    ("CHI", "Grants", -0.5, -0.5, -0.5),
    ("CHI", "Management", 0.5, 0.5, 0.5),
]


def of_lines(rows: list[dict], **more) -> dict:
    """A monitoring table with the departments and services that it names."""
    services = [{"department": row["department"], "service": row["service"]} for row in rows]
    departments = [{"department": name, "name": name} for name in dict.fromkeys(row["department"] for row in rows)]
    return {"budget_monitoring": rows, "services": services, "departments": departments} | more


def test_the_page_says_what_the_report_says(page, words):
    assert "overspend of £6.14 million, 9.8% of the £62.32 million budget" in words(page.opening)
    assert "Children, Young People and Families (CYPF) over by £4.68 million" in words(page.opening)
    # 5 over, 2 under and 21 on budget are all 28.
    assert (
        "Of 28 lines, 5 forecast more than their budget, 2 forecast less than their budget and 21 forecast exactly their budget."
        in words(page.forecast)
    )
    assert page.forecast.tables["total"].table["variance_gbp_m"].round(3).tolist() == [6.137]
    assert "97 agree, 9 differ by no more than rounding explains, 0 do not agree" in words(page.printed_figures)


def test_a_page_names_the_items_that_it_uses_and_no_others(page, words):
    assert "supplement pack, 7 November 2023: item 10." in words(page.sources)


def test_the_only_report_held_is_compared_with_none(page, words):
    assert isinstance(page.quarters, Missing)
    assert "Quarter by quarter: One report of Plymouth is held." in words(page.missing)


def test_abbreviations_of_the_report_are_explained_where_they_stand(page, words):
    assert "QA Safeguarding and Bus Suppt Quality assurance, safeguarding and business support" in words(page.lines)


def test_no_definition_stands_twice_under_the_monitoring_tables(page, words):
    assert "Spending for the whole year as forecast at this quarter." in words(page.forecast)
    assert "Spending for the whole year as forecast at this quarter." not in words(page.lines)


def test_a_page_takes_minutes_to_read(page, words):
    assert len(words(page).split()) < 3_000


@pytest.mark.parametrize(
    "absent", ["budget_monitoring_totals", "budget_changes", "stated_drivers", "delivery_plans", "budget_history", "budget_change_totals"]
)
def test_no_section_fails_for_want_of_another_dataset(project, edit, absent, words):
    for path in (project / "checks").glob("*.toml"):
        path.unlink()
    edit(absent, lambda table: table.iloc[:0])
    page = build("budget_variance", "plymouth", "2023-24-Q2")
    assert "overspend of £6.1" in words(page.opening)
    text = words(page)
    assert not re.search(r"\b(nan|None|NaT|<NA>)\b", text)


def test_totals_that_are_not_printed_are_sums_and_said(edit, words):
    edit("budget_monitoring_totals", lambda table: table[table["department"] != "EPS"])
    page = build("budget_variance", "plymouth", "2023-24-Q2")
    # The 17 lines of EPS add up to 13.681; the printed total was 13.680.
    departments = page.forecast.table.table.set_index("department")
    assert departments.loc["EPS", "forecast_outturn_gbp_m"] == 13.681 and departments.loc["CYPF", "forecast_outturn_gbp_m"] == 54.776
    assert "prints no total of EPS: the total here is the sum of the lines" in words(page.method)


def test_a_budget_table_of_six_lines_alone_is_a_page(another_council, words):
    quarter = another_council(of_lines(lines(*SIX_LINES)))
    page = build("budget_variance", "elsewhere", quarter)
    # 19.0 budgeted, less 0.5 of grants: 18.0 in all; 18.9 forecast.
    assert "Children's services forecast an overspend of £0.90 million, 5.0% of the £18.00 million budget." in words(page.opening)
    assert "The forecast worsened by £0.40 million since last quarter." in words(page.opening)
    assert "Placements (£1.00 million) and Early help (−£0.10 million)" in words(page.forecast)
    assert "Of six lines, 1 forecasts more than its budget, 1 forecasts less than its budget and 4 forecast exactly their budget." in words(
        page.forecast
    )
    assert "prints no total of a department" in words(page.method)
    assert {name for name, part in page.sections.items() if not isinstance(part, Missing)} == {"forecast", "lines", "questions"}
    assert "Fill in delivery_plans.csv." in words(page.missing)


@pytest.mark.parametrize("count", [1, 3, 6])
def test_any_number_of_departments(another_council, words, count):
    names = [f"D{number}" for number in range(count)]
    rows = lines(*[(name, service, 10.0, 10.0, 10.0 + step) for step, name in enumerate(names) for service in ("Transport", "Placements")])
    history = [
        {"department": name, "financial_year": year, "approved_budget_gbp_m": amount}
        for name in names
        for year, amount in (("2023-24", "20.000"), ("2024-25", "20.000"))
    ]
    quarter = another_council(of_lines(rows, budget_history=history))
    page = build("budget_variance", "elsewhere", quarter)
    text = words(page)
    assert set(page.lines.tables) == set(names) and len(page.budget_changes.tables) == count
    # An unchanged budget has neither risen nor fallen.
    assert "has not changed" in text and "0%" not in words(page.budget_by_year)
    assert "by £0.00" not in text
    if count == 6:
        # 10 + 8 + 6 of 30 million are named; D2 and D1 are two others, and D0 is on budget.
        assert "D5 over by £10.00 million, D4 over by £8.00 million, D3 over by £6.00 million and two others." in words(page.opening)


def test_a_first_quarter_has_no_earlier_forecast_and_says_so_once(another_council, words):
    quarter = another_council(of_lines(lines(*SIX_LINES, previous=False)), quarter="2025-26-Q1")
    page = build("budget_variance", "elsewhere", quarter)
    assert "This is the first forecast of the year, so there is none to compare it with." in words(page.opening)
    assert "changed" not in words(page.changes).replace("What changed", "") and "since last quarter" not in words(page)
    assert "Forecast last quarter" not in words(page.lines) and "Movement" not in words(page.lines)


def test_a_line_with_no_variance_at_all(another_council, words):
    quarter = another_council(of_lines(lines(("CHI", "All services", 4.0, 4.0, 4.0))))
    page = build("budget_variance", "elsewhere", quarter)
    assert "forecast to spend exactly their budget of £4.00 million. The forecast as a whole did not change" in words(page.opening)
    assert "Every line forecasts its budget: £4.00 million in all." in words(page.forecast)
    assert "No line changed its forecast since last quarter." in words(page.changes)


def test_what_rounding_cannot_explain_is_not_called_rounding(another_council, words):
    total = [
        {"department": "CHI", "approved_budget_gbp_m": "18.000", "forecast_outturn_gbp_m": "19.500", "printed_variance_gbp_m": "1.500"}
    ]
    quarter = another_council(of_lines(lines(*SIX_LINES), budget_monitoring_totals=total))
    steps = build("budget_variance", "elsewhere", quarter).forecast.tables["bridge"].table
    # The lines come to 18.9; the printed total is 19.5.
    assert steps.loc[steps["step_kind"] == "remainder", ["step", "amount_gbp_m"]].values.tolist() == [["Shown by no line", 0.6]]


def test_a_third_quarter_is_set_beside_the_second(later_quarters, words):
    page = build("budget_variance", "plymouth", "2023-24-Q3")
    changes = words(page.changes)
    assert (
        "What this report calls last quarter's forecast is what the report of quarter 2 2023/24 gave, for all 28 lines that both have."
        in changes
    )
    assert "No line's approved budget changed since last quarter." in changes
    assert page.quarters.table.table["quarter"].tolist() == ["2023-24-Q2"] * 2 + ["2023-24-Q3"] * 2
    assert "the forecast counted on £3.225 million in quarter 2 2023/24" in words(page.quarters)


def test_a_line_that_was_split_is_new_and_gone_by_name(later_quarters, words):
    changes = words(build("budget_variance", "plymouth", "2023-24-Q4").changes)
    assert "Lines no longer in the report: Permanency (CYPF)." in changes
    assert "Lines new in this report: Permanency: adoption (CYPF) and Permanency: special guardianship (CYPF)." in changes
    assert "for all 27 lines that both have" in changes


def test_many_small_variances_are_one_step(later_quarters):
    steps = build("budget_variance", "plymouth", "2023-24-Q4").forecast.tables["bridge"].table
    assert len(steps) <= 15 and steps["step"].str.contains("smaller variances together").sum() == 1
    assert steps["amount_gbp_m"].iloc[:-1].sum() == pytest.approx(steps["amount_gbp_m"].iloc[-1])


def test_a_new_year_is_set_beside_the_old_one_and_not_called_a_movement(later_quarters, words):
    page = build("budget_variance", "plymouth", "2024-25-Q1")
    changes = words(page.changes)
    assert "This is the first forecast of the year" in changes and "since last quarter" not in changes
    assert "that the report of quarter 4 2023/24, the last held of the year before, forecast for that year." in changes


def test_last_quarters_forecast_that_two_reports_give_otherwise_is_warned_of(later_quarters, tmp_path, words, monkeypatch):
    root = tmp_path / "restated"
    shutil.copytree(later_quarters, root)
    path = root / "data" / "raw" / "budget_monitoring.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    row = table["quarter"].eq("2023-24-Q3") & table["service"].eq("Transport")
    table.loc[row, "previous_forecast_gbp_m"] = "7.202"
    table.to_csv(path, index=False, lineterminator="\n")
    monkeypatch.setenv("ANALYSIS_PROJECT", str(root))
    page = build("budget_variance", "plymouth", "2023-24-Q3")
    # 7.202 here, 7.302 in the report of quarter 2.
    assert (
        "One line of last quarter's forecast is given otherwise than in the report of quarter 2 2023/24, −0.100 in £ million in all."
        in words(page.opening)
    )
    assert "for 1 of 28 lines: Transport (£7.302 million then, £7.202 million now)." in words(page.changes)


def test_without_a_printed_earlier_forecast_last_quarters_own_is_used(later_quarters, tmp_path, words, monkeypatch):
    root = tmp_path / "unprinted"
    shutil.copytree(later_quarters, root)
    for name in ("budget_monitoring", "budget_monitoring_totals"):
        path = root / "data" / "raw" / f"{name}.csv"
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        table.loc[table["quarter"].eq("2023-24-Q3"), ["previous_forecast_gbp_m", "printed_movement_gbp_m"]] = ""
        table.to_csv(path, index=False, lineterminator="\n")
    monkeypatch.setenv("ANALYSIS_PROJECT", str(root))
    page = build("budget_variance", "plymouth", "2023-24-Q3")
    departments = page.forecast.table.table.set_index("department")
    assert departments.loc["CYPF", "previous_forecast_gbp_m"] == 54.776
    assert "last quarter's own report" in words(page.method)


def test_the_line_that_holds_delivery_plans_is_named_by_the_data(another_council, words):
    rows = lines(("CHI", "Placements", 10.0, 10.0, 10.0), ("CHI", "Savings to find", -1.0, -1.0, -0.4))
    tables = of_lines(rows)
    tables["services"][1]["holds"] = "delivery_plans"
    plan = {
        "line": "1",
        "department": "CHI",
        "department_basis": "stated",
        "delivery_plan": "Fewer agency staff",
        "savings_target_gbp_m": "1.000",
    }
    quarter = another_council(tables | {"delivery_plans": [plan]})
    page = build("budget_variance", "elsewhere", quarter)
    assert "CHI plans to save £1.000 million in the year; the forecast still counts on £0.400 million." in words(page.delivery_plans)
