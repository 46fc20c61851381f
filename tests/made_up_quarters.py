"""Later quarters that are made up, so that every page can be read for a quarter that has no report yet.

``add_quarter`` carries an authority's last quarter on by one, in a copy of the project: the same figures a little changed, by a seed. A run of
quarters brings what real reports bring: a measure dropped and one added, a service split in two, a target changed, a figure restated, a gap,
the first quarter of a year without an earlier forecast.

As a script it makes a whole copy: ``python tests/made_up_quarters.py FOLDER``.
"""

import shutil
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.periods import FinancialYear, Month, Quarter

REPOSITORY = Path(__file__).resolve().parents[1]
QUARTERLY = (
    "budget_monitoring",
    "budget_monitoring_totals",
    "stated_drivers",
    "performance_measures",
    "performance_measure_values",
    "performance_measure_definitions",
    "indicator_values",
    "indicator_benchmarks",
    "improvement_priorities",
    "improvement_outcomes",
    "improvement_milestones",
    "improvement_actions",
    "improvement_action_leads",
    "missing_children",
    "return_home_interviews",
    "return_home_interviews_late",
    "exploitation_concerns",
    "safer_me_assessments",
)
YEARLY = ("budget_history",)
"""Datasets of a year: carried on in the first quarter of the next."""

LATER = ("2023-24-Q3", "2023-24-Q4", "2024-25-Q1")
SPLIT_IN_Q4 = ("Permanency", ("Permanency: adoption", "Permanency: special guardianship"))


def copy_project(folder: Path) -> Path:
    """A copy of all that a project needs to be published."""
    for name in ("data/raw", "notebooks", "checks", "scenarios"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "extracts", "national"))
    shutil.copy(REPOSITORY / "requirements.lock", folder)
    return folder


def add_quarter(root: Path, quarter: str, authority: str = "plymouth", seed: int = 1) -> None:
    """Add a quarter to the raw data of a project, carried on from the one before it."""
    now = Quarter.parse(quarter)
    before = now.previous()
    random = np.random.default_rng([seed, now.year.start_year, now.number])
    source = f"made-up-{now.slug}"
    raw = root / "data" / "raw"
    tables = {name: _read(raw, name) for name in (*QUARTERLY, *YEARLY, "sources", "services")}
    new = {}
    for name in [*QUARTERLY, *(YEARLY if now.number == 1 else ())]:
        rows = tables[name]
        held = rows[(rows["authority"] == authority) & (rows["quarter"] == str(before))]
        if name in YEARLY:
            held = rows[(rows["authority"] == authority) & (rows["quarter"] == rows["quarter"].max())]
        new[name] = _carried_on(held, before, now).assign(quarter=str(now), source=source).reset_index(drop=True)
    _change_measures(new, now, random)
    services = _change_budget(new, now, random, authority)
    _change_indicators(new, now, random)
    _change_actions(new, now)
    _change_missing(new, now, random)
    described = {
        "source": source,
        "title": f"Made-up report of {now.label}",
        "publisher": "Nobody",
        "published_date": str(now.end),
        "report_authority": authority,
        "report_quarter": str(now),
        "transcribed_date": str(now.end),
        "terms_of_use": "Made up.",
    }
    sources = tables["sources"]
    _write(raw, "sources", pd.concat([sources, pd.DataFrame([{name: described.get(name, "") for name in sources}])]))
    if services:
        _write(raw, "services", pd.concat([tables["services"], pd.DataFrame(services)]))
    for name, rows in new.items():
        _write(raw, name, pd.concat([tables[name], rows]))


def _read(raw: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(raw / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")


def _write(raw: Path, name: str, table: pd.DataFrame) -> None:
    table.fillna("").to_csv(raw / f"{name}.csv", index=False, lineterminator="\n")


def _carried_on(rows: pd.DataFrame, before: Quarter, now: Quarter) -> pd.DataFrame:
    """The rows with every month and date of the quarter three months on."""
    rows = rows.copy()
    for column in ("month", "first_month", "last_month"):
        if column in rows:
            rows[column] = rows[column].map(_three_months_on)
    return rows


def _three_months_on(text: str) -> str:
    return str(Month.parse(text).next().next().next()) if text else ""


def _moved(text: str, random: np.random.Generator, per_cent: bool) -> str:
    """A figure a little changed, with as many decimals; nought and gaps stay."""
    if text in ("", "0"):
        return text
    decimals = len(text.partition(".")[2])
    value = float(text)
    value = min(100.0, max(0.0, value + random.normal(0, 3))) if per_cent else max(0.0, value * (1 + random.normal(0, 0.06)))
    return f"{value:.{decimals}f}"


def _change_measures(new: dict, now: Quarter, random: np.random.Generator) -> None:
    measures, values = new["performance_measures"], new["performance_measure_values"]
    unit = measures.drop_duplicates("measure").set_index("measure")["measure_unit"]
    monthly = values.drop_duplicates(["measure", "month"])
    moved = {
        (row.measure, row.month): _moved(row.measure_value, random, unit.get(row.measure, "") == "per cent") for row in monthly.itertuples()
    }
    values["measure_value"] = [moved[key] for key in zip(values["measure"], values["month"], strict=True)]
    targets = measures["target"].ne("") & measures["measure_unit"].eq("per cent")
    if now.number == 4:  # a measure is dropped, and a target changes
        dropped = measures.loc[targets, "measure"].iloc[-1]
        changed = measures.loc[targets & measures["measure"].ne(dropped), "measure"].iloc[0]
        chosen = measures["measure"] == changed
        target = str(float(measures.loc[chosen, "target"].iloc[0]) - 5)
        measures.loc[chosen, ["target", "target_text"]] = [target, f"{target}%"]
        for name in ("performance_measures", "performance_measure_values", "performance_measure_definitions"):
            new[name] = new[name][new[name]["measure"] != dropped]
    if now.number == 3:  # one is added
        added = (
            measures[targets]
            .iloc[[0]]
            .assign(measure="901", indicator="visits_in_time_pct", description="Visits in time", priority="3", printed_direction="")
        )
        new["performance_measures"] = pd.concat([measures, added])
        months = [str(month) for month in now.months]
        figures = pd.DataFrame({"month": months, "measure_value": ["81.0", "", "84.5"]})
        figures = figures.assign(**{name: added[name].iloc[0] for name in ("authority", "quarter", "source", "measure", "priority")})
        new["performance_measure_values"] = pd.concat([values, figures.reindex(columns=values.columns, fill_value="")])
        definitions = new["performance_measure_definitions"]
        meaning = definitions.iloc[[0]].assign(
            measure="901", definition="Share of visits made within the time allowed", definition_basis="reading"
        )
        new["performance_measure_definitions"] = pd.concat([definitions, meaning])


def _change_budget(new: dict, now: Quarter, random: np.random.Generator, authority: str) -> list[dict]:
    lines, totals, services = new["budget_monitoring"], new["budget_monitoring_totals"], []
    if now.number == 4:
        name, parts = SPLIT_IN_Q4
        whole = lines[lines["service"] == name]
        halves = [whole.assign(service=part, line=str(900 + place)) for place, part in enumerate(parts)]
        for half in halves:
            half["approved_budget_gbp_m"] = [f"{float(text) / 2:.3f}" for text in half["approved_budget_gbp_m"]]
            half["forecast_outturn_gbp_m"] = [f"{float(text) / 2:.3f}" for text in half["forecast_outturn_gbp_m"]]
        lines = pd.concat([lines[lines["service"] != name], *halves]).reset_index(drop=True)
        services = [
            {"authority": authority, "department": whole["department"].iloc[0], "service": part, "source": f"made-up-{now.slug}"}
            for part in parts
        ]
    budget = lines["approved_budget_gbp_m"].astype(float)
    if now.number == 1:
        budget = (budget * 1.04).round(3)
    last = lines["forecast_outturn_gbp_m"].astype(float)
    forecast = (budget if now.number == 1 else last + random.normal(0, 0.02, len(lines)) * last.abs()).round(3)
    lines = lines.assign(budget=budget, last=last, forecast=forecast)
    new["budget_monitoring"] = _printed(lines, now).drop(columns=["budget", "last", "forecast"])
    sums = lines.groupby("department")[["budget", "last", "forecast"]].sum().round(3)
    totals = totals.join(sums, on="department")
    new["budget_monitoring_totals"] = _printed(totals, now).drop(columns=["budget", "last", "forecast"])
    if "budget_history" in new:
        history = new["budget_history"]
        year = FinancialYear.parse(max(history["financial_year"]))
        latest = history[history["financial_year"] == str(year)].assign(financial_year=str(now.year), printed_change_gbp_m="")
        latest["approved_budget_gbp_m"] = [f"{sums.loc[name, 'budget']:.3f}" for name in latest["department"]]
        new["budget_history"] = pd.concat([history, latest])
    return services


def _printed(table: pd.DataFrame, now: Quarter) -> pd.DataFrame:
    """Budget, forecasts, variance and movement as a report prints them; no earlier forecast in the first quarter of a year."""
    text = table.assign(
        approved_budget_gbp_m=table["budget"].map("{:.3f}".format),
        forecast_outturn_gbp_m=table["forecast"].map("{:.3f}".format),
        previous_forecast_gbp_m=table["last"].map("{:.3f}".format),
        printed_variance_gbp_m=(table["forecast"] - table["budget"]).map("{:.3f}".format),
        printed_movement_gbp_m=(table["forecast"] - table["last"]).map("{:.3f}".format),
    )
    return text.assign(previous_forecast_gbp_m="", printed_movement_gbp_m="") if now.number == 1 else text


def _change_indicators(new: dict, now: Quarter, random: np.random.Generator) -> None:
    values = new["indicator_values"]
    latest = values["period_end_date"] == values.groupby("indicator")["period_end_date"].transform("max")
    latest &= values["period_printed"].str.contains("Q")
    values.loc[latest, "value"] = [
        _moved(text, random, 0 < float(text or 0) <= 100 and "." in text) for text in values.loc[latest, "value"]
    ]
    values.loc[latest, "period_printed"] = f"Q{now.number} {now.year.label}"
    values.loc[latest, "period"] = values.loc[latest, "period_end_date"] = str(now.end)
    for column in ("numerator", "denominator"):
        values.loc[latest, column] = ""


def _change_actions(new: dict, now: Quarter) -> None:
    """Two open actions close, one falls behind, one that is due slips by three months, one appears at the end of the plan."""
    actions = new["improvement_actions"]
    still_open = actions.index[actions["status"].isin(["on_track", "not_yet_due"])]
    actions.loc[still_open[:2], "status"] = "complete"
    actions.loc[still_open[2], "status"] = "behind_schedule"
    due = actions.index[actions["due_month"].ne("") & actions["status"].ne("complete")]
    actions.loc[due[:1], "due_month"] = [_three_months_on(text) for text in actions.loc[due[:1], "due_month"]]
    last = actions.iloc[[-1]]
    reference = last["action"].iloc[0]
    following = ".".join([*reference.split(".")[:-1], str(int(reference.split(".")[-1]) + 1)])
    due_month = str(now.months[-1].next().next())
    added = last.assign(action=following, description="Learn from complaints", status="on_track", update="", due_month=due_month)
    new["improvement_actions"] = pd.concat([actions, added])
    leads = new["improvement_action_leads"]
    lead = leads[leads["action"] == reference].assign(action=following)
    new["improvement_action_leads"] = pd.concat([leads, lead])


def _change_missing(new: dict, now: Quarter, random: np.random.Generator) -> None:
    """Months to come are new; months that were printed before stand as they were, but for one that is restated."""
    first = str(now.months[0])
    missing = new["missing_children"]
    later = missing["month"] >= first
    missing.loc[later, "value"] = [str(max(9, round(float(text) * (1 + random.normal(0, 0.05))))) for text in missing.loc[later, "value"]]
    interviews = new["return_home_interviews"]
    interviews["interviews_pct"] = [_moved(text, random, True) for text in interviews["interviews_pct"]]
    safer = new["safer_me_assessments"]
    safer["value"] = [_moved(text, random, False) for text in safer["value"]]


def main(folder: str) -> None:
    """Make a copy of the project with three made-up quarters."""
    root = copy_project(Path(folder))
    for quarter in LATER:
        add_quarter(root, quarter)


if __name__ == "__main__":
    main(sys.argv[1])
