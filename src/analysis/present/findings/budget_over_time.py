"""Sentences of the budget page on time: since last quarter's report, over the quarters, and from year to year."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.periods import FinancialYear, Quarter
from analysis.present.findings.budget import MOST_DEPARTMENTS, MOST_NAMED, over_or_under
from analysis.present.wording import agreeing, counted, in_sentence, listing, millions, number, per_cent, rose_or_fell, rounded
from analysis.quarters import BOTH, GONE, NEW


def forecast_then_and_now(since: Released, label: str) -> str:
    """Whether this report gives last quarter's forecast as last quarter's own report did.

    Parameters
    ----------
    since
        As ``since_last_report`` returns it.
    label
        Last quarter as a reader sees it.
    """
    rows = since.table[since.table["presence"] == BOTH]
    known = rows.dropna(subset=["forecast_difference_gbp_m"])
    if known.empty:
        return ""
    changed = _moved(known, "forecast_difference_gbp_m")
    if changed.empty:
        return f"What this report calls last quarter's forecast is what the report of {in_sentence(label)} gave, for all {counted(len(known), 'line')} that both have."
    parts = [
        f"{row.service} ({millions(row.held_forecast_gbp_m, 3)} then, {millions(row.previous_forecast_gbp_m, 3)} now)"
        for row in changed.itertuples()
    ]
    return (
        f"This report gives last quarter's forecast otherwise than the report of {in_sentence(label)} did for {number(len(changed))} of {counted(len(known), 'line')}: "
        f"{listing(parts, most=MOST_NAMED)}."
    )


def restated_warning(restated: Released, label: str) -> str:
    """A warning that this report gives last quarter's forecast otherwise than last quarter's own did."""
    rows = restated.table
    net = rows["forecast_difference_gbp_m"].sum()
    together = f"{number(net, 3, signed=True)} in £ million in all" if rounded(net, 3) else "with no difference in all"
    return f"{counted(len(rows), 'line').capitalize()} of last quarter's forecast {agreeing(len(rows), 'is', 'are')} given otherwise than in the report of {in_sentence(label)}, {together}."


def budgets_changed(since: Released) -> str:
    """Which lines' approved budget changed within the year."""
    rows = since.table[since.table["presence"] == BOTH].dropna(subset=["budget_movement_gbp_m"])
    changed = _moved(rows, "budget_movement_gbp_m")
    if changed.empty:
        return "No line's approved budget changed since last quarter." if len(rows) else ""
    parts = [f"{row.service} ({number(row.budget_movement_gbp_m, 3, signed=True)})" for row in changed.itertuples()]
    return f"The approved budget of {counted(len(changed), 'line')} changed since last quarter, in £ million: {listing(parts, most=MOST_NAMED)}."


def lines_that_came_and_went(since: Released) -> list[str]:
    """Lines that only one of the two reports has."""
    sentences = []
    for presence, words in ((NEW, "Lines new in this report"), (GONE, "Lines no longer in the report")):
        rows = since.table[since.table["presence"] == presence]
        sentences += (
            [f"{words}: {listing([f'{row.service} ({row.department})' for row in rows.itertuples()], most=MOST_NAMED)}."]
            if len(rows)
            else []
        )
    if len(sentences) == 2:
        sentences.append("A line that was renamed or split has no change of its own here; the totals can still be compared.")
    return sentences


def since_last_year(total: Released, last: Released, quarter: Quarter, last_quarter: Quarter) -> str:
    """This year's budget beside what last year's last report held forecast."""
    budget, outturn = total.table.iloc[0]["approved_budget_gbp_m"], last.table.iloc[0]["forecast_outturn_gbp_m"]
    if pd.isna(budget) or pd.isna(outturn):
        return ""
    gap = budget - outturn
    beside = "as much" if rounded(gap, 3) == 0 else f"{millions(abs(gap))} {'more' if gap > 0 else 'less'}"
    return (
        f"The budget for {quarter.year.label} is {millions(budget)}, {beside} {'as' if beside == 'as much' else 'than'} the {millions(outturn)} that the report of "
        f"{in_sentence(last_quarter.label)}, the last held of the year before, forecast for that year."
    )


def over_the_quarters_title(total_by_quarter: Released) -> str:
    """Finding of the chart of forecasts quarter by quarter."""
    rows = total_by_quarter.table
    last = rows.iloc[-1]
    of_year = rows[rows["financial_year"] == last["financial_year"]]
    if len(of_year) > 1:
        first = of_year.iloc[0]
        return f"The forecast was {_forecast(first)} in {_quarter(first)} and is {_forecast(last)} in {_quarter(last)}"
    before = rows.iloc[-2]
    return f"{_quarter(before).capitalize()} forecast {_forecast(before)}; {_quarter(last)} forecasts {_forecast(last)} for the new year"


def _forecast(row: pd.Series) -> str:
    variance = row["variance_gbp_m"]
    return f"an {over_or_under(variance)} of {millions(abs(variance))}" if rounded(variance, 3) else "the budget itself"


def _quarter(row: pd.Series) -> str:
    return in_sentence(Quarter.parse(row["quarter"]).label)


def over_the_quarters_description(total_by_quarter: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{Quarter.parse(row.quarter).label}: budget {millions(row.approved_budget_gbp_m, 3)}, forecast {millions(row.forecast_outturn_gbp_m, 3)}"
        for row in total_by_quarter.table.itertuples()
    ]
    broken = " The lines are broken where a year begins." if total_by_quarter.table["financial_year"].nunique() > 1 else ""
    return f"Two lines over {counted(len(parts), 'quarter')}. {'; '.join(parts)}.{broken}"


def quarters_not_held(quarters: list[str]) -> str:
    """Which quarters between the reports held have none."""
    held = [Quarter.parse(text) for text in quarters]
    gaps, quarter = [], held[-1]
    while quarter > held[0]:
        quarter = quarter.previous()
        gaps += [] if quarter in held else [in_sentence(quarter.label)]
    return f"No report is held for {listing(gaps[::-1])}." if gaps else ""


def savings_over_the_quarters(savings: Released, year: str) -> list[str]:
    """How the savings that each department's forecast counts on moved over the reports of the year."""
    sentences = []
    for department, rows in savings.table[savings.table["quarter"].str.startswith(year)].groupby("department", sort=False):
        known = rows.dropna(subset=["forecast_saving_gbp_m", "budgeted_saving_gbp_m"])
        if len(known) < 2:
            continue
        first, last = known.iloc[0], known.iloc[-1]
        same = rounded(last["forecast_saving_gbp_m"] - first["forecast_saving_gbp_m"], 3) == 0
        now = "still does" if same else f"counts on {millions(last['forecast_saving_gbp_m'], 3)} now"
        sentences.append(
            f"{department}: of {millions(last['budgeted_saving_gbp_m'], 3)} that its delivery plans are to save, the forecast counted on "
            f"{millions(first['forecast_saving_gbp_m'], 3)} in {_quarter(first)} and {now}."
        )
    return sentences


def budget_bridge_title(department: str, bridge: Released) -> str:
    """Finding of the bridge from last year's budget to this year's."""
    rows = bridge.table
    change = rows.iloc[-1]["amount_gbp_m"] - rows.iloc[0]["amount_gbp_m"]
    steps = rows[rows["step_kind"] != "total"]["amount_gbp_m"]
    grown, cut = steps[steps > 0].sum(), -steps[steps < 0].sum()
    verb = rose_or_fell(float(rounded(change, 3)), millions(abs(change)))
    parts = [f"{millions(amount)} {word}" for amount, word in ((grown, "added"), (cut, "taken out")) if rounded(amount, 3)]
    return f"{department}: the budget {verb} ({listing(parts)})" if len(parts) > 1 else f"{department}: the budget {verb}"


def changes_without_amount(changes: Released) -> str:
    """Changes to a budget that the report names without an amount."""
    silent = changes.table[changes.table["budget_change_gbp_m"].isna()]
    parts = [f"{in_sentence(row.budget_change)} ({row.department})" for row in silent.itertuples()]
    return f"The report also names, without an amount: {listing(parts)}." if parts else ""


def departments_without_a_bridge(departments: list[str], year: FinancialYear) -> str:
    """Departments whose budget of one of the two years is not known."""
    if not departments:
        return ""
    return f"The budget of {year.previous().label} or {year.label} is not known for {listing(departments)}."


def history_title(history: Released) -> str:
    """Finding of the chart of budgets by year: how each department's changed over the years that it has."""
    parts = []
    starts = set()
    for department, rows in history.table.dropna(subset=["approved_budget_gbp_m"]).groupby("department", sort=False):
        first, last = rows.iloc[0]["approved_budget_gbp_m"], rows.iloc[-1]["approved_budget_gbp_m"]
        if len(rows) > 1 and first > 0:
            parts.append((department, 100 * (last / first - 1), rows.iloc[0]["financial_year"]))
            starts.add(rows.iloc[0]["financial_year"])
    if not parts:
        return "Approved budget by financial year"
    if len(parts) > MOST_DEPARTMENTS:
        ordered = sorted(parts, key=lambda part: part[1])
        parts = [ordered[-1], ordered[0]]
    told = [
        f"{department}'s has {_changed(change)}" + ("" if len(starts) == 1 else f" since {_year(start)}")
        for department, change, start in parts
    ]
    among = "" if len(parts) == history.table["department"].nunique() else "the furthest apart, "
    since = f" since {_year(next(iter(starts)))}" if len(starts) == 1 else ""
    return f"Budgets{since}: {among}{listing(told)}, before inflation"


def _changed(change_pct: float) -> str:
    if rounded(change_pct) == 0:
        return "changed by less than 1%" if rounded(change_pct, 6) else "not changed"
    return f"{'risen' if change_pct > 0 else 'fallen'} by {per_cent(abs(change_pct), 0)}"


def _year(text: str) -> str:
    return FinancialYear.parse(text).label


def history_description(history: Released) -> str:
    """Long description of that chart."""
    parts = []
    for department, rows in history.table.groupby("department", sort=False):
        years = [
            f"{_year(row.financial_year)} {'no figure' if pd.isna(row.approved_budget_gbp_m) else millions(row.approved_budget_gbp_m, 3)}"
            for row in rows.itertuples()
        ]
        parts.append(f"{department}: {', '.join(years)}")
    return "One line for each department. " + "; ".join(parts) + "."


def restated_budgets(restated: Released) -> str:
    """Budgets of a year that this report gives otherwise than an earlier one."""
    parts = [
        f"{row.department} {_year(row.financial_year)} ({millions(row.earlier_budget_gbp_m, 3)} in the report of {in_sentence(Quarter.parse(row.quarter).label)}, "
        f"{millions(row.approved_budget_gbp_m, 3)} in this one)"
        for row in restated.table.itertuples()
    ]
    return f"{agreeing(len(parts), 'A budget was', 'Budgets were')} restated: {listing(parts, most=MOST_NAMED)}." if parts else ""


def _moved(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows whose amount is not 0 to the last printed digit, the largest either way first."""
    moved = rows[[rounded(amount, 3) != 0 for amount in rows[column]]]
    return moved.loc[moved[column].abs().sort_values(ascending=False, kind="stable").index]
