"""What returns say against one another and against what is held: the same child born on two days, cases of a worker without hours."""

from dataclasses import replace

import pandas as pd

from analysis.catalogue.returns import list_of_table, returns
from analysis.errors import Problem
from analysis.ingest.records import TakenReturn
from analysis.ingest.records.findings import Finding
from analysis.ingest.records.rules import NO_HOURS
from analysis.store.intakes import in_force
from analysis.store.records import read, read_every

CASE_TABLES = ("assessments", "children_in_need", "child_protection_plans", "children_looked_after", "care_leavers")
"""Lists that name the worker of a case."""

KNOWN_CHILDREN = ("children", "children_looked_after")
"""Lists whose children should mostly be known from a year before or after."""
CHILDREN_TO_TELL, DAYS_NEAR = 20, 400


def with_doubts_against_held(taken: list[TakenReturn], authority: str) -> list[TakenReturn]:
    """The same returns with a doubt for each row that does not fit the others or what the store holds of the council."""
    births = _births_held(authority)
    found = []
    for one in taken:
        doubts = _other_births(one, births) + _cases_without_hours(one, taken, authority) + _of_another_council(one, authority)
        found.append(replace(one, findings=one.findings + doubts))
    return found


def _of_another_council(one: TakenReturn, authority: str) -> list[Finding]:
    """A list of which hardly a child is in the one held before it may be another council's."""
    doubts = []
    for name in KNOWN_CHILDREN:
        held = [intake for intake in in_force(authority, name) if abs((intake.end_date - one.period.end).days) <= DAYS_NEAR]
        if name not in one.tables or not held:
            continue
        there, before = set(one.tables[name]["child_id"]), set(read_every(authority, name)["child_id"])
        if min(len(there), len(before)) >= CHILDREN_TO_TELL and len(there & before) * 10 < len(there):
            rule = f"has {len(there & before)} of its {len(there)} children in common with those held of {authority}"
            problem = Problem(
                one.sheets[name], rule, "Check that the file is this council's, and that its identifiers are of the same kind."
            )
            doubts.append(Finding(problem, name, False, "has hardly a child in common with those held"))
    return doubts


def _births_held(authority: str) -> pd.Series:
    """Date of birth by child, as the last return held that names it states it."""
    said = []
    for entry in (entry for kind in returns() for entry in kind.lists):
        if {"child_id", "birth_date"} <= {column.field for column in entry.kept} and in_force(authority, entry.table):
            rows = read(authority, entry.table)
            day = "as_at_date" if "as_at_date" in rows else "return_date"
            said.append(rows[["child_id", "birth_date", day]].rename(columns={day: "told_date"}))
    if not said:
        return pd.Series(dtype="datetime64[us]")
    births = pd.concat(said, ignore_index=True).dropna()
    # The birth of a child who was expected was a guess.
    births = births[births["birth_date"] <= births["told_date"]].sort_values("told_date", kind="stable")
    return births.drop_duplicates("child_id", keep="last").set_index("child_id")["birth_date"]


def _other_births(one: TakenReturn, births: pd.Series) -> list[Finding]:
    doubts = []
    for name, table in one.tables.items():
        if births.empty or not {"child_id", "birth_date"} <= set(table.columns):
            continue
        held = table["child_id"].map(births)
        entry = list_of_table(name)[1]
        header = entry.column("birth_date").name
        remedy = "Check that it is the same child: an identifier must not be used again."
        for row, day in held[held.notna() & table["birth_date"].notna() & (held != table["birth_date"])].items():
            rule = f"is another date of birth than the store holds for the child, {day.date()}"
            problem = Problem(one.sheets[name], rule, remedy, row, header, str(table.at[row, "birth_date"].date()))
            doubts.append(Finding(problem, name, False, "is another date of birth than is held"))
    return doubts


def _cases_without_hours(one: TakenReturn, taken: list[TakenReturn], authority: str) -> list[Finding]:
    """Workers of a list who have no hours and hold open cases, in lists given with it or held."""
    if "workers" not in one.tables:
        return []
    workers = one.tables["workers"]
    idle = workers[(workers["fte"] == 0) & workers["ended_date"].isna()]
    if idle.empty:
        return []
    given = {name: table for other in taken if other.period.end == one.period.end for name, table in other.tables.items()}
    cases = _open_cases(given, authority, one).value_counts()
    header = list_of_table("workers")[1].column("fte").name
    return [
        Finding(
            Problem(
                one.sheets["workers"],
                f"the worker holds {cases[worker]} open cases at 0 full-time equivalent",
                "Correct it.",
                row,
                header,
                "0",
            ),
            "workers",
            False,
            NO_HOURS,
        )
        for row, worker in idle["worker_id"].items()
        if worker in cases
    ]


def _open_cases(given: dict[str, pd.DataFrame], authority: str, one: TakenReturn) -> pd.Series:
    """The worker of each open case on the day of a list of workers."""
    workers = []
    for name in CASE_TABLES:
        table = given.get(name)
        if table is None and in_force(authority, name, one.period.end):
            table = read(authority, name, one.period.end)
        if table is not None:
            entry = list_of_table(name)[1]
            still = table[table[entry.end].isna()] if entry.end else table
            workers.append(still["worker_id"].dropna())
    return pd.concat(workers, ignore_index=True) if workers else pd.Series(dtype="str")
