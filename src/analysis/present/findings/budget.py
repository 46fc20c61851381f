"""Sentences of the budget page."""

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.periods import FinancialYear
from analysis.present.page import Tile
from analysis.present.wording import counted, in_sentence, listing, millions, number, per_cent


def over_or_under(variance: float) -> str:
    """``overspend`` or ``underspend``."""
    return "overspend" if variance > 0 else "underspend"


def headline(total: Released, departments: Released, names: dict[str, str]) -> str:
    """Forecast variance of all departments, its parts by name, and its movement; ``names`` by short name."""
    row = total.table.iloc[0]
    if round(row["variance_gbp_m"], 3) == 0:
        start = f"Children's services forecast to spend exactly their budget of {millions(row['approved_budget_gbp_m'])}."
    else:
        start = (
            f"Children's services forecast an {over_or_under(row['variance_gbp_m'])} of {millions(abs(row['variance_gbp_m']))}, "
            f"{per_cent(abs(row['variance_pct']))} of the {millions(row['approved_budget_gbp_m'])} budget"
        )
        parts = [
            f"{names[part.department]} ({part.department}) {'over' if part.variance_gbp_m > 0 else 'under'} by {millions(abs(part.variance_gbp_m))}"
            for part in departments.table.itertuples()
            if round(part.variance_gbp_m, 3)
        ]
        start += f": {listing(parts)}." if len(parts) > 1 else "."
    return f"{start} {movement(total)}"


def movement(total: Released) -> str:
    """How the forecast moved since last quarter."""
    moved = total.table.iloc[0]["movement_gbp_m"]
    if moved != moved:
        return "There is no earlier forecast this year to compare with."
    if round(moved, 3) == 0:
        return "The forecast did not change since last quarter."
    return f"The forecast {'worsened' if moved > 0 else 'improved'} by {millions(abs(moved))} since last quarter."


def tiles(total: Released, departments: Released, not_achievable: Released, names: dict[str, str]) -> list[Tile]:
    """Key figures of the page."""
    row = total.table.iloc[0]
    found = [
        Tile(
            f"Forecast {over_or_under(row['variance_gbp_m'])}",
            millions(abs(row["variance_gbp_m"])),
            f"{per_cent(abs(row['variance_pct']))} of the {millions(row['approved_budget_gbp_m'])} budget",
            field("variance_gbp_m").definition,
        )
    ]
    found += [
        Tile(
            f"{part.department} {over_or_under(part.variance_gbp_m)}",
            millions(abs(part.variance_gbp_m)),
            f"{number(part.variance_pct, 1, signed=True)}% of {millions(part.approved_budget_gbp_m)}",
            f"{part.department} is {names[part.department]}. {field('variance_gbp_m').definition}",
        )
        for part in departments.table.itertuples()
    ]
    for lost in not_achievable.table[not_achievable.table["not_achievable_gbp_m"] > 0].itertuples():
        note = f"{lost.department}: {per_cent(lost.not_achievable_pct)} of its {in_sentence(lost.savings_list)}"
        found.append(
            Tile("Savings declared not achievable", millions(lost.not_achievable_gbp_m), note, field("not_achievable_gbp_m").definition)
        )
    return found


def largest_variances(services: Released, total: Released) -> str:
    """The services that make most of the variance, and how many are on budget."""
    rows = services.table
    whole = total.table.iloc[0]["variance_gbp_m"]
    moved = rows[rows["variance_gbp_m"].round(3) != 0]
    top = moved.reindex(moved["variance_gbp_m"].abs().sort_values(ascending=False).index).head(2)
    parts = [
        f"{row.service} ({millions(row.variance_gbp_m)}, {per_cent(100 * row.variance_gbp_m / whole, 0)} of the total)"
        for row in top.itertuples()
    ]
    on_budget = len(rows) - len(moved)
    verb = "is" if len(parts) == 1 else "are"
    largest = f"The largest {'variance' if len(parts) == 1 else 'variances'} {verb} {listing(parts)}. " if parts else ""
    return f"{largest}{number(on_budget)} of {number(len(rows))} lines forecast exactly their budget."


def movements(services: Released) -> list[str]:
    """Which services moved in the quarter."""
    rows = services.table.dropna(subset=["movement_gbp_m"])
    moved = rows[rows["movement_gbp_m"].round(3) != 0]
    if moved.empty:
        return ["No service changed its forecast since last quarter."]
    ordered = moved.sort_values("movement_gbp_m", ascending=False)
    up = [f"{row.service} ({number(row.movement_gbp_m, 3, signed=True)})" for row in ordered[ordered["movement_gbp_m"] > 0].itertuples()]
    down = [f"{row.service} ({number(row.movement_gbp_m, 3, signed=True)})" for row in ordered[ordered["movement_gbp_m"] < 0].itertuples()]
    sentences = [f"{counted(len(moved), 'line').capitalize()} of {number(len(rows))} changed. Amounts are in £ million."]
    if up:
        sentences.append(f"Forecasts that rose: {listing(up)}.")
    if down:
        sentences.append(f"Forecasts that fell: {listing(down)}.")
    return sentences


def bridge_title(bridge: Released) -> str:
    """Finding of the bridge from budget to forecast."""
    steps = bridge.table[bridge.table["step_kind"] == "change"]
    start, end = bridge.table.iloc[0]["amount_gbp_m"], bridge.table.iloc[-1]["amount_gbp_m"]
    if steps.empty:
        return "Every service forecasts its budget"
    top = steps.loc[steps["amount_gbp_m"].abs().idxmax()]
    return f"{top['step']} makes most of the step from {millions(start)} budgeted to {millions(end)} forecast"


def budget_bridge_title(department: str, bridge: Released) -> str:
    """Finding of the bridge from last year's budget to this year's."""
    rows = bridge.table
    change = rows.iloc[-1]["amount_gbp_m"] - rows.iloc[0]["amount_gbp_m"]
    steps = rows[rows["step_kind"] != "total"]["amount_gbp_m"]
    grown, cut = steps[steps > 0].sum(), -steps[steps < 0].sum()
    verb = "did not change" if round(change, 3) == 0 else f"{'rose' if change > 0 else 'fell'} by {millions(abs(change))}"
    parts = [f"{millions(amount)} {word}" for amount, word in ((grown, "added"), (cut, "taken out")) if round(amount, 3)]
    return f"{department}: the budget {verb} ({listing(parts)})" if len(parts) > 1 else f"{department}: the budget {verb}"


def changes_without_amount(changes: Released) -> str:
    """Changes to a budget that the report names without an amount."""
    silent = changes.table[changes.table["budget_change_gbp_m"].isna()]
    parts = [f"{row.budget_change.lower()} ({row.department})" for row in silent.itertuples()]
    return f"The report also names, without an amount: {listing(parts)}." if parts else ""


def bridge_description(bridge: Released) -> str:
    """Long description of a bridge."""
    parts = []
    for row in bridge.table.itertuples():
        amount = millions(row.amount_gbp_m, 3) if row.step_kind == "total" else f"{number(row.amount_gbp_m, 3, signed=True)}"
        parts.append(f"{row.step}: {amount}")
    return "Bars from top to bottom, each starting where the one before ends, in £ million. " + "; ".join(parts) + "."


def history_title(history: Released) -> str:
    """Finding of the chart of budgets by year."""
    parts = []
    for department, rows in history.table.groupby("department", sort=False):
        first, last = rows.iloc[0], rows.iloc[-1]
        change = 100 * (last["approved_budget_gbp_m"] / first["approved_budget_gbp_m"] - 1)
        verb = "risen" if change > 0 else "fallen"
        parts.append(f"{department}'s has {verb} by {per_cent(abs(change), 0)}")
    start = FinancialYear.parse(history.table["financial_year"].min()).label
    return f"Budgets since {start}: {listing(parts)}, before inflation"


def history_description(history: Released) -> str:
    """Long description of that chart."""
    parts = []
    for department, rows in history.table.groupby("department", sort=False):
        years = [f"{FinancialYear.parse(row.financial_year).label} {millions(row.approved_budget_gbp_m, 3)}" for row in rows.itertuples()]
        parts.append(f"{department}: {', '.join(years)}")
    return "One line for each department. " + "; ".join(parts) + "."


def drivers(table: Released, residual_name: str) -> list[str]:
    """How much of each department's variance the report explains with an amount."""
    sentences = []
    for department, rows in table.table.groupby("department", sort=False):
        residual = rows[rows["driver"] == residual_name].iloc[0]
        silent = rows[rows["stated_amount_gbp_m"].isna()]["driver"]
        variance = rows["stated_amount_gbp_m"].sum()
        if round(residual["stated_amount_gbp_m"], 3) == 0:
            sentences.append(
                f"{department}: the amounts in the report explain the whole {over_or_under(variance)} of {millions(abs(variance))}."
            )
            continue
        sentence = (
            f"{department}: the amounts in the report leave {millions(residual['stated_amount_gbp_m'])} of {millions(variance)} "
            f"({per_cent(residual['share_of_variance_pct'], 0)}) without an amount."
        )
        if not silent.empty:
            sentence += f" The report puts it down to {counted(len(silent), 'reason')} that it gives no figure for: {listing([in_sentence(name) for name in silent])}."
        sentences.append(sentence)
    return sentences


def departments_of_plans(plans: Released) -> str:
    """How many plans have a department in the report, and how the others got theirs."""
    stated = int((plans.table["department_basis"] == "stated").sum())
    inferred = plans.table[plans.table["department_basis"] == "inferred"]
    if inferred.empty:
        return "The report names the department of every delivery plan."
    return (
        f"The report names the department of {counted(stated, 'delivery plan')}. The others ({number(len(inferred))}) are taken to be "
        f"{listing(sorted(set(inferred['department'])))}'s, because with them the plans add up to its line in the monitoring table."
    )


def delivery_plans(by_department: Released) -> list[str]:
    """Savings planned, and whether the forecast still counts on them."""
    sentences = []
    for row in by_department.table.itertuples():
        still = row.forecast_saving_gbp_m
        counts = "all of it" if round(still - row.savings_target_gbp_m, 3) == 0 else millions(still, 3)
        sentences.append(
            f"{row.department} plans to save {millions(row.savings_target_gbp_m, 3)} in the year; the forecast still counts on {counts}."
        )
    return sentences


def not_achievable(table: Released) -> list[str]:
    """Savings declared not achievable, and their share of the list that they stand on."""
    lost = table.table[table.table["not_achievable_gbp_m"] > 0]
    sentences = [
        f"{row.department} has declared {millions(row.not_achievable_gbp_m, 3)} of its {in_sentence(row.savings_list)} not achievable: "
        f"{per_cent(row.not_achievable_pct)} of {millions(row.savings_target_gbp_m, 3)}."
        for row in lost.itertuples()
    ]
    untouched = table.table[table.table["not_achievable_gbp_m"] == 0]
    sentences += [f"None of {row.department}'s {in_sentence(row.savings_list)} is declared lost." for row in untouched.itertuples()]
    return sentences


def printed_sums(checks: Released) -> str:
    """How many printed figures of the report agree, differ by rounding, or do not agree."""
    counts = checks.table["verdict"].value_counts()
    checked = int(sum(counts.get(verdict, 0) for verdict in ("agrees", "rounding", "does not agree")))
    return (
        f"{number(checked)} printed totals, variances, movements and statements were recomputed from the other printed figures: "
        f"{number(counts.get('agrees', 0))} agree, {number(counts.get('rounding', 0))} differ by no more than rounding explains, "
        f"{number(counts.get('does not agree', 0))} {'does' if counts.get('does not agree', 0) == 1 else 'do'} not agree."
    )


def sums_that_do_not_agree(checks: Released) -> list[str]:
    """A warning for each printed figure that rounding does not explain."""
    wrong = checks.table[checks.table["verdict"] == "does not agree"]
    return [f"{row.claim}: printed {row.printed_figure}, the other figures give {row.recomputed_figure}." for row in wrong.itertuples()]
