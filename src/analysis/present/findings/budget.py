"""Sentences of the budget page on the forecast: variance, its lines, its movement, and what the report says drives it."""

import pandas as pd

from analysis.budget.drivers import NOT_STATED
from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.present.page import Tile
from analysis.present.wording import agreeing, counted, in_sentence, listing, millions, number, per_cent, rounded

MOST_NAMED = 5
"""Lines that a sentence names at most; the rest are counted."""

NOT_KNOWN = [
    "A forecast is what the service expected when the report was written. What was spent by then is not in these figures.",
    "How much of a variance is more children, higher prices or other kinds of placement cannot be told from budgets and forecasts alone. "
    "The ledger and the cost of each placement would tell.",
]
"""What a monitoring table cannot say, and what would."""

MOST_DEPARTMENTS = 3
"""Departments that the headline and the tiles name at most: those with the largest variances."""


def over_or_under(variance: float) -> str:
    """``overspend`` or ``underspend``."""
    return "overspend" if variance > 0 else "underspend"


def named(department: str, names: dict[str, str]) -> str:
    """A department with its name in full, where it is known: ``Children, Young People and Families (CYPF)``."""
    full = names.get(department, department)
    return department if full == department else f"{full} ({department})"


def headline(total: Released, departments: Released, names: dict[str, str], first_of_year: bool) -> str:
    """Forecast variance of all departments, its parts by name, and its movement; ``names`` by short name."""
    row = total.table.iloc[0]
    if pd.isna(row["variance_gbp_m"]):
        lacking = departments.table.loc[departments.table["variance_gbp_m"].isna(), "department"]
        return f"The forecast of children's services as a whole is not known: the report lacks a figure of {listing(list(lacking))}."
    if rounded(row["variance_gbp_m"], 3) == 0:
        return f"Children's services forecast to spend exactly their budget of {millions(row['approved_budget_gbp_m'])}. {movement(total, first_of_year)}"
    start = f"Children's services forecast an {_of_budget(row)}"
    moved = _largest_first(departments.table)
    parts = [
        f"{named(part.department, names)} {'over' if part.variance_gbp_m > 0 else 'under'} by {millions(abs(part.variance_gbp_m))}"
        for part in moved.itertuples()
    ]
    start += f": {listing(parts, most=MOST_DEPARTMENTS)}." if len(departments.table) > 1 and parts else "."
    return f"{start} {movement(total, first_of_year)}"


def _of_budget(row: pd.Series) -> str:
    """``overspend of £6.14 million, 9.8% of the £62.32 million budget``; without a percentage where there is no budget."""
    text = f"{over_or_under(row['variance_gbp_m'])} of {millions(abs(row['variance_gbp_m']))}"
    if pd.isna(row["variance_pct"]):
        return text
    return f"{text}, {per_cent(abs(row['variance_pct']))} of the {millions(row['approved_budget_gbp_m'])} budget"


def _largest_first(table: pd.DataFrame, column: str = "variance_gbp_m") -> pd.DataFrame:
    """The rows that moved, the largest either way first; with no more than can be named, in their own order."""
    moved = table[[pd.notna(amount) and rounded(amount, 3) != 0 for amount in table[column]]]
    if len(moved) <= MOST_DEPARTMENTS + 1:
        return moved
    return moved.loc[moved[column].abs().sort_values(ascending=False, kind="stable").index]


def movement(total: Released, first_of_year: bool) -> str:
    """How the forecast moved since last quarter."""
    moved = total.table.iloc[0]["movement_gbp_m"]
    if pd.isna(moved):
        if first_of_year:
            return "This is the first forecast of the year, so there is none to compare it with."
        return "How the forecast moved since last quarter is not known: last quarter's is not given for every department."
    if rounded(moved, 3) == 0:
        return "The forecast as a whole did not change since last quarter."
    return f"The forecast {'worsened' if moved > 0 else 'improved'} by {millions(abs(moved))} since last quarter."


def tiles(total: Released, departments: Released, names: dict[str, str]) -> list[Tile]:
    """Key figures of the forecast: all departments, and where there are several the largest variances among them."""
    row = total.table.iloc[0]
    meaning = field("variance_gbp_m").definition
    found = []
    if pd.notna(row["variance_gbp_m"]) and rounded(row["variance_gbp_m"], 3) == 0:
        found.append(Tile("Forecast variance", "None", f"Budget {millions(row['approved_budget_gbp_m'])}", meaning))
    elif pd.notna(row["variance_gbp_m"]):
        note = (
            ""
            if pd.isna(row["variance_pct"])
            else f"{per_cent(abs(row['variance_pct']))} of the {millions(row['approved_budget_gbp_m'])} budget"
        )
        found.append(Tile(f"Forecast {over_or_under(row['variance_gbp_m'])}", millions(abs(row["variance_gbp_m"])), note, meaning))
    if len(departments.table) == 1:
        return found
    return found + [
        Tile(
            f"{part.department} {over_or_under(part.variance_gbp_m)}",
            millions(abs(part.variance_gbp_m)),
            "" if pd.isna(part.variance_pct) else f"{number(part.variance_pct, 1, signed=True)}% of {millions(part.approved_budget_gbp_m)}",
            "" if names.get(part.department, part.department) == part.department else f"{part.department} is {names[part.department]}.",
        )
        for part in _largest_first(departments.table).head(MOST_DEPARTMENTS).itertuples()
    ]


def largest_variances(services: Released, total: Released) -> str:
    """The services that make most of the variance, and how many lines are over, under and on budget."""
    rows = services.table
    whole = total.table.iloc[0]["variance_gbp_m"]
    variances = rows["variance_gbp_m"].dropna().map(lambda amount: rounded(amount, 3))
    moved = rows.loc[variances[variances != 0].index]
    top = moved.loc[moved["variance_gbp_m"].abs().sort_values(ascending=False, kind="stable").index].head(2)
    parts = [f"{row.service} ({millions(row.variance_gbp_m)}{_share(row.variance_gbp_m, whole)})" for row in top.itertuples()]
    largest = f"The largest {agreeing(len(parts), 'variance is', 'variances are')} {listing(parts)}. " if parts else ""
    over, under, on = int((variances > 0).sum()), int((variances < 0).sum()), int((variances == 0).sum())
    unknown = len(rows) - len(variances)
    told = [
        f"{number(count)} {agreeing(count, 'forecasts', 'forecast')} {words} {agreeing(count, 'its', 'their')} budget"
        for count, words in ((over, "more than"), (under, "less than"), (on, "exactly"))
        if count
    ]
    told += [f"{number(unknown)} {agreeing(unknown, 'has', 'have')} no figure"] if unknown else []
    if len(told) == 1 and on == len(rows):
        return ""
    if len(told) == 1:
        return f"{largest}All {told[0].replace(number(len(rows)), f'{number(len(rows))} lines', 1)}."
    return f"{largest}Of {counted(len(rows), 'line')}, {listing(told)}."


def _share(part: float, whole: float) -> str:
    """The part's share of the whole, where it is a part of it: of the same sign and no more."""
    share = 100 * part / whole if pd.notna(whole) and whole else float("nan")
    return f", {per_cent(share, 0)} of the total" if 0 < share <= 100 else ""


def movements(services: Released) -> list[str]:
    """Which services moved since last quarter, and how many did not or cannot be told."""
    rows = services.table.dropna(subset=["movement_gbp_m"])
    if rows.empty:
        return []
    moved = rows[[rounded(amount, 3) != 0 for amount in rows["movement_gbp_m"]]].sort_values(
        "movement_gbp_m", ascending=False, kind="stable"
    )
    unknown = len(services.table) - len(rows)
    gap = f" {counted(unknown, 'line').capitalize()} {agreeing(unknown, 'has', 'have')} no earlier forecast." if unknown else ""
    if moved.empty:
        return [f"No line changed its forecast since last quarter.{gap}"]
    of = "Every line" if len(moved) == len(rows) else f"{number(len(moved))} of {counted(len(rows), 'line')}"
    sentences = [
        f"{of} changed {'its' if len(moved) in (1, len(rows)) else 'their'} forecast since last quarter. Amounts are in £ million.{gap}"
    ]
    for words, part in (
        ("Forecasts that rose", moved[moved["movement_gbp_m"] > 0]),
        ("Forecasts that fell", moved[moved["movement_gbp_m"] < 0].iloc[::-1]),
    ):
        parts = [f"{row.service} ({number(row.movement_gbp_m, 3, signed=True)})" for row in part.itertuples()]
        sentences += [f"{words}: {listing(parts, most=MOST_NAMED)}."] if parts else []
    return sentences


def bridge_title(bridge: Released) -> str:
    """Finding of the bridge from budget to forecast."""
    rows = bridge.table
    steps = rows[rows["step_kind"] == "change"]
    start, end = rows.iloc[0]["amount_gbp_m"], rows.iloc[-1]["amount_gbp_m"]
    if steps.empty:
        return f"Every line forecasts its budget: {millions(end)} in all"
    top = steps.loc[steps["amount_gbp_m"].abs().idxmax()]
    most = end != start and 0.5 < top["amount_gbp_m"] / (end - start) <= 1
    return f"{top['step']} {'makes most of' if most else 'is the largest part of'} the step from {millions(start)} budgeted to {millions(end)} forecast"


def bridge_description(bridge: Released) -> str:
    """Long description of a bridge."""
    parts = []
    for row in bridge.table.itertuples():
        amount = millions(row.amount_gbp_m, 3) if row.step_kind == "total" else f"{number(row.amount_gbp_m, 3, signed=True)}"
        parts.append(f"{row.step}: {amount}")
    return "Bars from top to bottom, each starting where the one before ends, in £ million. " + "; ".join(parts) + "."


def totals_that_are_sums(departments: Released) -> str:
    """Which departments' totals are sums of their lines, because the report prints none."""
    summed = list(departments.table.loc[departments.table["total_basis"] != "printed", "department"])
    if not summed:
        return "Totals of a department are the printed totals, not sums of the lines above them, because the report rounds each figure."
    whose = "a department" if len(summed) == len(departments.table) else listing(summed)
    return f"The report prints no total of {whose}: the {agreeing(len(summed), 'total', 'totals')} here {agreeing(len(summed), 'is', 'are')} the sum of the lines."


def earlier_forecast_basis(unprinted: bool, services: Released) -> str:
    """Whose figures last quarter's forecasts are, where this report prints none."""
    if not unprinted or services.table["previous_forecast_gbp_m"].isna().all():
        return ""
    return "This report gives no forecast of last quarter. Those here are from last quarter's own report."


def amount_label(gbp_m: float, kind: str) -> str:
    """An amount beside a bar of a bridge."""
    return f"£{number(gbp_m, 2)}m" if kind == "total" else number(gbp_m, 3, signed=True)


def drivers(table: Released, variances: Released) -> list[str]:
    """How much of each department's variance the report explains with an amount."""
    by_department = variances.table.set_index("department")["variance_gbp_m"]
    return [
        _drivers_of(department, rows[rows["driver"] != NOT_STATED], by_department.get(department))
        for department, rows in table.table.groupby("department", sort=False)
    ]


def _drivers_of(department: str, stated: pd.DataFrame, variance: float | None) -> str:
    """What the stated drivers of one department come to beside its variance."""
    silent = [in_sentence(name) for name in stated.loc[stated["stated_amount_gbp_m"].isna(), "driver"]]
    reasons = counted(len(silent), "reason")
    if variance is None or pd.isna(variance):
        return f"{department}: the variance is not known, so the reasons cannot be set against it."
    if rounded(variance, 3) == 0:
        amounts = stated["stated_amount_gbp_m"].sum()
        offset = f", although the report names reasons that come to {millions(amounts)}; it does not say what makes up for them"
        return f"{department}: the forecast is the budget{offset if rounded(amounts, 3) else ''}."
    of = f"the {over_or_under(variance)} of {millions(abs(variance))}"
    if stated.empty:
        return f"{department}: the report gives no reason for {of}."
    if len(silent) == len(stated):
        return f"{department}: the report puts {of} down to {reasons} and gives no amount: {listing(silent)}."
    left = variance - stated["stated_amount_gbp_m"].sum()
    if rounded(left, 3) == 0:
        return f"{department}: the amounts in the report explain the whole {over_or_under(variance)} of {millions(abs(variance))}."
    share = 100 * left / variance
    if not 0 < share <= 100:
        return f"{department}: the amounts in the report come to {millions(stated['stated_amount_gbp_m'].sum())}, beside {of}; it does not say what makes the difference."
    sentence = (
        f"{department}: the amounts in the report leave {millions(left)} of {millions(variance)} ({per_cent(share, 0)}) without an amount."
    )
    return sentence + (f" The report puts it down to {reasons} that it gives no figure for: {listing(silent)}." if silent else "")


def printed_sums(checks: Released) -> str:
    """How many printed figures of the report agree, differ by rounding, or do not agree."""
    counts = checks.table["verdict"].value_counts()
    checked = int(sum(counts.get(verdict, 0) for verdict in ("agrees", "rounding", "does not agree")))
    wrong, unchecked = int(counts.get("does not agree", 0)), int(counts.get("cannot be checked", 0))
    right, near = int(counts.get("agrees", 0)), int(counts.get("rounding", 0))
    figures = "printed total, variance, movement or statement was", "printed totals, variances, movements and statements were"
    text = (
        f"{number(checked)} {agreeing(checked, *figures)} recomputed from the other printed figures: "
        f"{number(right)} {agreeing(right, 'agrees', 'agree')}, {number(near)} {agreeing(near, 'differs', 'differ')} by no more than rounding explains, "
        f"{number(wrong)} {agreeing(wrong, 'does', 'do')} not agree."
    )
    return text + (f" {number(unchecked)} more cannot be checked, because a figure is not printed." if unchecked else "")


def sums_that_do_not_agree(checks: Released) -> list[str]:
    """A warning for each printed figure that rounding does not explain."""
    return [_disagreement(row) for row in checks.table[checks.table["verdict"] == "does not agree"].itertuples()]


def _disagreement(check) -> str:
    """What is printed and what the other figures give; where a check has no figure of its own, that they do not bear it out."""
    if check.check_kind == "statement":
        return f"{check.claim}: the figures do not bear this out" + (f" ({check.working})." if _text(check.working) else ".")
    printed = f"printed {check.printed_figure}, " if _text(check.printed_figure) else ""
    if _text(check.recomputed_figure):
        return f"{check.claim}: {printed}the other figures give {check.recomputed_figure}."
    working = f" ({check.working})" if _text(check.working) else ""
    return f"{check.claim}: {printed}which the other figures do not bear out{working}."


def _text(cell) -> bool:
    return pd.notna(cell) and cell != ""
