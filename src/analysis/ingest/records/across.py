"""What lists of one return say of the same child or household, held against one another."""

import pandas as pd

from analysis.catalogue.returns import Return, ReturnList
from analysis.errors import Problem
from analysis.ingest.records.carer_rules import carer_findings
from analysis.ingest.records.cost_rules import across_costs
from analysis.ingest.records.findings import Finding

WHOLE = {"ssda903": ("children", "child_id", "header"), "carers": ("households", "household_id", "register")}
"""Kinds of which one list names everybody that the others speak of: its table, who it names, and what it is called."""


def across_findings(kind: Return, files: dict[str, str], tables: dict[str, pd.DataFrame]) -> list[Finding]:
    """Every rule between the lists of one return.

    Parameters
    ----------
    files
        Name of the file, by table.
    tables
        Typed rows by table, identifiers as the files have them; the index is the row in the file.
    """
    entries = {entry.table: entry for entry in kind.lists}
    findings = two_births(files, tables, entries)
    if kind.key in WHOLE and WHOLE[kind.key][0] in tables:
        findings += not_named(files, tables, entries, *WHOLE[kind.key])
    if kind.key == "carers":
        findings += carer_findings(files, tables)
    if kind.key == "placement-costs":
        findings += across_costs(files, tables, entries)
    if "children" in tables and "episodes" in tables:
        findings += without_episode(files, tables, entries)
        findings += before_birth(files, tables, entries)
    return findings


def two_births(files: dict[str, str], tables: dict[str, pd.DataFrame], entries: dict[str, ReturnList]) -> list[Finding]:
    """Rows whose child has another date of birth in an earlier row or list: an identifier used for two children, refused."""
    said = [
        pd.DataFrame({"table": name, "row": table.index, "child_id": table["child_id"], "birth_date": table["birth_date"]})
        for name, table in tables.items()
        if "child_id" in table and "birth_date" in table
    ]
    if not said:
        return []
    births = pd.concat(said, ignore_index=True).dropna(subset=["child_id", "birth_date"])
    first = births.drop_duplicates("child_id").set_index("child_id")
    other = births[births["birth_date"] != births["child_id"].map(first["birth_date"])]
    findings = []
    for name, row, child, born in other.itertuples(index=False):
        stands = first.loc[child]
        rule = f"child {child} is born on {stands['birth_date'].date()} in {files[stands['table']]} row {stands['row']}"
        remedy = "Correct the date, or give the other child an identifier of its own."
        header = entries[name].column("birth_date").name
        findings.append(
            Finding(Problem(files[name], rule, remedy, row, header, str(born.date())), name, True, "an identifier has two dates of birth")
        )
    return findings


def not_named(
    files: dict[str, str], tables: dict[str, pd.DataFrame], entries: dict[str, ReturnList], whole: str, who: str, called: str
) -> list[Finding]:
    """Rows about somebody whom the list of everybody does not hold: refused."""
    known = set(tables[whole][who].dropna())
    findings = []
    for name, table in tables.items():
        if name == whole or who not in table:
            continue
        orphans = table[table[who].notna() & ~table[who].isin(known)]
        header = entries[name].column(who).name
        rule, remedy = f"is not in the {called}, {files[whole]}", f"Correct it, or add it to the {called}."
        findings += [
            Finding(Problem(files[name], rule, remedy, row, header, value), name, True, f"is not in the {called}")
            for row, value in orphans[who].items()
        ]
    return findings


def without_episode(files: dict[str, str], tables: dict[str, pd.DataFrame], entries: dict[str, ReturnList]) -> list[Finding]:
    """Children of the header who have no episode: a doubt."""
    header, episodes = tables["children"], tables["episodes"]
    lone = header[header["child_id"].notna() & ~header["child_id"].isin(set(episodes["child_id"].dropna()))]
    rule, remedy = f"has no episode in {files['episodes']}", "Add the episode, or take the child out of the header."
    name = entries["children"].column("child_id").name
    return [
        Finding(Problem(files["children"], rule, remedy, row, name, value), "children", False, "has no episode")
        for row, value in lone["child_id"].items()
    ]


def before_birth(files: dict[str, str], tables: dict[str, pd.DataFrame], entries: dict[str, ReturnList]) -> list[Finding]:
    """Episodes that start before the birth that the header states: refused."""
    born = tables["children"].dropna(subset=["child_id"]).drop_duplicates("child_id").set_index("child_id")["birth_date"]
    findings = []
    for name in ("episodes", "social_worker_episodes"):
        if name not in tables or "birth_date" in tables[name]:
            continue
        table = tables[name]
        births = table["child_id"].map(born)
        header = entries[name].column("started_date").name
        for row, day in births[table["started_date"] < births].items():
            rule = f"is before the child's birth, {day.date()}"
            value = str(table.at[row, "started_date"].date())
            findings.append(
                Finding(
                    Problem(files[name], rule, "Correct one of the dates.", row, header, value),
                    name,
                    True,
                    "starts before the child's birth",
                )
            )
    return findings
