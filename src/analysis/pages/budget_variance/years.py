"""Budgets from year to year."""

import pandas as pd

from analysis.budget import bridge
from analysis.pages.budget_variance.forecast import waterfall_or_title
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.charts import lines
from analysis.present.findings import budget_over_time as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table
from analysis.present.wording import number
from analysis.quarters import latest_statement, restated

BUDGET_KEY = ["department", "financial_year"]


@section("From last year's budget to this year's", needs=("budget_history",), wants=("budget_changes", "departments"))
def budget_changes(given: Given) -> Shown:
    """The bridge from last year's approved budget to this year's for each department, by the changes that the report states."""
    history, changes = _history(given), given["budget_changes"]
    year, last_year = given.quarter.year, given.quarter.year.previous()
    departments = bridge.departments_with_both_years(history, str(year), str(last_year))
    if not departments:
        raise NothingToShow(
            f"No department has a budget of both {last_year.label} and {year.label}.", "Fill in both years in budget_history.csv."
        )
    body, shown = [], {}
    for department in departments:
        rows, stated = (table_[table_["department"] == department] for table_ in (history, changes))
        steps = given.release(bridge.budget_bridge(rows, stated, str(year), str(last_year)), f"bridge_last_year_to_this_{department}")
        shown[department] = steps
        title = findings.budget_bridge_title(department, steps)
        body += [
            waterfall_or_title(f"budget-bridge-{department.lower()}", steps, title),
            folded_table(
                steps,
                f"{department}: from last year's budget to this year's",
                ["step", "amount_gbp_m", "running_total_gbp_m"],
                defined_above=department != departments[0],
            ),
        ]
    named = given.release(changes[["department", "budget_change", "budget_change_gbp_m"]], "budget_changes")
    without = [name for name in dict.fromkeys([*history["department"], *changes["department"]]) if name not in departments]
    body.append(paragraphs(findings.changes_without_amount(named), findings.departments_without_a_bridge(without, year)))
    return Shown(body, shown)


@section("Budget by year", needs=("budget_history",))
def budget_by_year(given: Given) -> Shown:
    """Approved budget of each department by financial year."""
    columns = [*BUDGET_KEY, "approved_budget_gbp_m", "printed_change_gbp_m"]
    history = given.release(_history(given)[columns], "budget_by_year")
    title = findings.history_title(history)
    drawn = history.where(history.table["approved_budget_gbp_m"].notna())
    body = []
    if drawn.table["financial_year"].nunique() > 1:
        body.append(
            lines.labelled_lines(
                "budget-by-year",
                drawn,
                series="department",
                period="financial_year",
                value="approved_budget_gbp_m",
                amount=lambda gbp_m: f"£{number(gbp_m, 1)}m",
                title=title,
                alt=f"Line chart by financial year. {title}.",
                description=findings.history_description(history),
            )
        )
    caption = f"Approved budget by financial year, {given.place}"
    body.append((folded_table if body else table)(history, caption, ["financial_year", *columns[:1], *columns[2:]], checks=given.doubts))
    return Shown(
        body,
        {"history": history},
        changes=[findings.restated_budgets(given.release(_restated(given), "budget_by_year_restated"))],
        method=[
            "Budgets of earlier years are in the money of their year. They are not adjusted for inflation or for services that moved between departments."
        ],
    )


def _history(given: Given) -> pd.DataFrame:
    """The budget of each department and year up to this one, as the latest report that states it gives it."""
    stated = latest_statement(given.history("budget_history"), BUDGET_KEY)
    stated = stated[stated["financial_year"] <= str(given.quarter.year)]
    order = {name: place for place, name in enumerate(stated["department"].drop_duplicates())}
    return stated.sort_values(
        BUDGET_KEY, key=lambda column: column.map(order) if column.name == "department" else column, ignore_index=True
    )


def _restated(given: Given) -> pd.DataFrame:
    """Budgets that this report gives otherwise than an earlier one."""
    history = given.history("budget_history")
    changed = restated(history, BUDGET_KEY, "approved_budget_gbp_m")
    now = changed[changed["quarter"] == str(given.quarter)]
    now = now.rename(columns={"approved_budget_gbp_m_before": "earlier_budget_gbp_m"}).drop(columns="quarter")
    return now.rename(columns={"quarter_before": "quarter"}).reset_index(drop=True)
