"""Budget monitoring from the ledger: budget by virement, forecast against it, movement, and what placements explain of its actual."""

import pandas as pd

from analysis.catalogue.code_lists import code_list

AMOUNTS = [
    "original_budget_gbp",
    "virements_gbp",
    "current_budget_gbp",
    "actual_to_date_gbp",
    "commitments_gbp",
    "forecast_outturn_gbp",
]
OTHER_GROUP = "Other"
INCOME = "Income"
EVERYTHING = "All services"


def ledger_lines(ledger: pd.DataFrame, year_end: pd.Timestamp, period: int) -> pd.DataFrame:
    """Lines of a year's ledger as they stood in a period, or in the last before it that is held.

    Parameters
    ----------
    ledger
        One row per ``cost_centre``, ``subjective_code`` and ``ledger_period`` of one or more years: ``AMOUNTS``, ``service``, ``subjective_name``, ``cost_centre_name``,
        ``return_date`` (last day of the year). Income is negative.

    Returns
    -------
    pandas.DataFrame
        Its rows with ``subjective_group`` and ``ring_fenced``; none where no period is held.
    """
    rows = ledger[(ledger["return_date"] == year_end) & (ledger["ledger_period"] <= period)]
    rows = rows[rows["ledger_period"] == rows["ledger_period"].max()].reset_index(drop=True)
    names = rows["service"].str.cat(rows["cost_centre_name"].astype("str"), sep=" ", na_rep="").str.lower()
    rows[AMOUNTS] = rows[AMOUNTS].fillna(0.0)
    return rows.assign(
        subjective_group=rows["subjective_name"].map(subjective_group),
        ring_fenced=names.str.contains(code_list("ledger_words")["ring_fenced"]),
    )


def subjective_group(name: str) -> str:
    """What a subjective code is about, by its name.

    >>> subjective_group("Agency workers"), subjective_group("Contributions from health"), subjective_group("Sundries")
    ('Employees', 'Income', 'Other')
    """
    lower = str(name).lower()
    return next((group for word, group in code_list("subjective_groups").items() if word in lower), OTHER_GROUP)


def monitored(lines: pd.DataFrame, before: pd.DataFrame, by: str) -> pd.DataFrame:
    """Budget, forecast, variance and movement of a ledger, by one of its columns.

    Parameters
    ----------
    lines, before
        As ``ledger_lines`` gives them: now and a quarter earlier; the latter may be empty.

    Returns
    -------
    pandas.DataFrame
        One row per value of ``by``, largest variance either way first: ``AMOUNTS``, ``forecast_variance_gbp`` (an overspend is positive) and
        ``forecast_movement_gbp`` (missing where nothing is held of then).
    """
    table = lines.groupby(by)[AMOUNTS].sum().round(2)
    table["forecast_variance_gbp"] = (table["forecast_outturn_gbp"] - table["current_budget_gbp"]).round(2)
    then = before.groupby(by)["forecast_outturn_gbp"].sum().reindex(table.index)
    table["forecast_movement_gbp"] = (table["forecast_outturn_gbp"] - then.fillna(0.0 if len(before) else float("nan"))).round(2)
    order = table["forecast_variance_gbp"].abs().sort_values(ascending=False, kind="stable").index
    return (table.loc[order] + 0.0).reset_index()


def in_all(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """The sum of a monitored table, one row."""
    sums = table.drop(columns=by).sum(min_count=1).round(2)
    return sums.to_frame().T.assign(**{by: EVERYTHING})


def budget_that_does_not_add_up(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines whose current budget is not the original and the virements, by more than a penny."""
    off = (lines["original_budget_gbp"] + lines["virements_gbp"] - lines["current_budget_gbp"]).abs() > 0.015
    return lines[off]


def placement_lines_of(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines of the services that pay for placements, by their names."""
    return lines[lines["service"].str.lower().str.contains(code_list("ledger_words")["placements"]).fillna(False)]


def against_placements(lines: pd.DataFrame, expected: pd.DataFrame, beside_gbp: float = 0.0) -> pd.DataFrame:
    """What the ledger has of placements beside what the placements themselves come to.

    Parameters
    ----------
    lines
        As ``placement_lines_of`` gives them.
    expected
        As ``expected_outturn`` gives it, of the same day.
    beside_gbp
        What is charged beside weekly prices so far.

    Returns
    -------
    pandas.DataFrame
        One row per quantity: ``ledger_quantity``, ``in_ledger_gbp``, ``from_placements_gbp``, ``unexplained_gbp``. All less
        contributions.
    """
    sums = lines[["actual_to_date_gbp", "commitments_gbp", "forecast_outturn_gbp"]].sum().round(2)
    spent = float(expected["spent_gbp"].sum() + expected["contributions_to_date_gbp"].sum()) + beside_gbp
    net = float(expected["net_outturn_gbp"].sum()) + beside_gbp
    rows = [
        ("Spent so far", sums["actual_to_date_gbp"], spent),
        ("From then to 31 March", round(sums["forecast_outturn_gbp"] - sums["actual_to_date_gbp"], 2), net - spent),
        ("The year as forecast", sums["forecast_outturn_gbp"], net),
    ]
    table = pd.DataFrame(rows, columns=["ledger_quantity", "in_ledger_gbp", "from_placements_gbp"])
    table["from_placements_gbp"] = table["from_placements_gbp"].round(2)
    return table.assign(unexplained_gbp=(table["in_ledger_gbp"] - table["from_placements_gbp"]).round(2))
