"""Raw data held against its descriptors and against itself, with findings in words that say what to do."""

import difflib
from collections.abc import Iterable
from pathlib import Path

from analysis.catalogue.datasets import dataset_names, dataset_path, resource
from analysis.catalogue.project import raw_folder
from analysis.errors import InvalidData, Problem
from analysis.ingest.cell_checks import cell_problems
from analysis.ingest.once import known_to_agree, note_agreement
from analysis.ingest.raw_tables import RawTable, raw_table
from analysis.ingest.unit_checks import unit_problems


def check_raw_data(names: Iterable[str] | None = None) -> None:
    """Hold datasets against their descriptors; files that were found to agree before are not gone through again.

    Parameters
    ----------
    names
        Datasets to check; all when ``None``.

    Raises
    ------
    InvalidData
        With every problem of every dataset checked.
    """
    if known_to_agree():
        return
    problems = find_problems()
    if not problems:
        note_agreement()
    elif names is not None:
        files = {dataset_path(name).name for name in names}
        problems = [problem for problem in problems if problem.file in files]
    if problems:
        raise InvalidData(problems)


def find_problems(names: Iterable[str] | None = None, folder: Path | None = None) -> list[Problem]:
    """Every problem of the datasets named, or of all; empty when there is none.

    Parameters
    ----------
    names
        Datasets to go through; all when ``None``.
    folder
        Folder of the raw data; the project's own when ``None``.
    """
    folder = folder or raw_folder()
    wanted = dataset_names() if names is None else [name for name in dataset_names() if name in set(names)]
    problems = []
    for name in wanted:
        entry, table = resource(name), raw_table(name, folder)
        problems += table.problems
        if table.header is not None:
            found = [*cell_problems(entry, table), *_key_problems(entry, table), *_reference_problems(entry, table, folder)]
            found += unit_problems(entry, table, folder)
            problems += sorted(_without_repeats(found), key=lambda problem: problem.row or 0)
    return problems


def _key_problems(entry: dict, table: RawTable) -> list[Problem]:
    """Rows whose key stands in an earlier row too."""
    key = entry["schema"]["primaryKey"]
    if not set(key) <= set(table.header):
        return []
    seen, problems = set(), []
    for line, row in zip(table.lines, table.rows, strict=True):
        cells = tuple(row[name] for name in key)
        if cells in seen:
            remedy = "Remove the row that is wrong."
            problems.append(Problem(entry["path"], "stands in an earlier row too", remedy, line, ", ".join(key), ", ".join(cells)))
        seen.add(cells)
    return problems


def _reference_problems(entry: dict, table: RawTable, folder: Path) -> list[Problem]:
    """Rows that name something which the dataset that lists it lacks; a cell left empty names nothing."""
    problems = []
    for rule in entry["schema"]["foreignKeys"]:
        fields, columns = rule["fields"], rule["reference"]["fields"]
        other = rule["reference"]["resource"] or entry["name"]
        listed = raw_table(other, folder)
        if not set(fields) <= set(table.header) or listed.header is None or not set(columns) <= set(listed.header):
            continue  # What is missing is a problem of its own.
        known = {tuple(row[column] for column in columns) for row in listed.rows}
        for line, row in zip(table.lines, table.rows, strict=True):
            cells = tuple(row[name] for name in fields)
            if all(cells) and cells not in known:
                remedy = _reference_remedy(other, fields[-1], cells[-1], {key[-1] for key in known})
                problems.append(Problem(entry["path"], f"is not in {other}.csv", remedy, line, ", ".join(fields), ", ".join(cells)))
    return problems


def _reference_remedy(dataset: str, column: str, value: str, known: set[str]) -> str:
    """What to do about a cell that is not listed: the nearest that is, or an addition."""
    near = difflib.get_close_matches(value, sorted(known), n=1)
    choice = f'Did you mean "{near[0]}"? ' if near and near[0] != value else ""
    return f"{choice}Correct the cell, or add the {column} to {dataset}.csv."


def _without_repeats(problems: list[Problem]) -> list[Problem]:
    """One problem per place: the first said of it."""
    places = {}
    for problem in problems:
        places.setdefault((problem.row, problem.column, problem.value), problem)
    return list(places.values())
