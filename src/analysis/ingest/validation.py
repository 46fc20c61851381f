"""Raw data held against its descriptor, with findings in words that say what to do.

The ``frictionless`` library does the checking; this module turns its findings into ``Problem`` records.
"""

import copy
import csv
import difflib
from pathlib import Path

from analysis.catalogue.datasets import resources
from analysis.catalogue.project import raw_folder
from analysis.errors import InvalidData, Problem, UnknownPeriod
from analysis.periods import FinancialYear, Month, Quarter

CORRECT_CELL = "Correct the cell, or leave it empty if the figure is not known"
PERIOD_COLUMNS = {"quarter": Quarter.parse, "financial_year": FinancialYear.parse, "month": Month.parse}
CONSTRAINT_RULES = {
    "required": "is empty, and this column may not be",
    "minimum": "is below the least allowed, {0}",
    "maximum": "is above the most allowed, {0}",
    "enum": "is not one of {0}",
    "pattern": "does not have the form {0}",
}


def check_raw_data(names: list[str] | None = None) -> None:
    """Hold datasets against their descriptors.

    Parameters
    ----------
    names
        Datasets to check; all when ``None``.

    Raises
    ------
    InvalidData
        With every problem of every dataset checked.
    """
    problems = find_problems(names)
    if problems:
        raise InvalidData(problems)


def find_problems(names: list[str] | None = None, folder: Path | None = None) -> list[Problem]:
    """Every problem of the datasets named, or of all; empty when there is none.

    Parameters
    ----------
    folder
        Folder of the raw data; the project's own when ``None``.
    """
    from frictionless import Package

    folder = folder or raw_folder()
    every = resources()
    checked = [entry for entry in every if names is None or entry["name"] in names]
    problems = []
    present = {}
    for entry in every:
        header, found = _check_header(folder, entry)
        if entry in checked:
            problems += found
        if header is not None:
            present[entry["name"]] = _fitted_to_header(entry, header)
    _drop_unreadable_references(present)
    readable = Package.from_descriptor({"name": "raw", "resources": list(present.values())}, basepath=str(folder))
    for entry in checked:
        if entry["name"] in present:
            report = readable.get_resource(entry["name"]).validate()
            found = [_problem(entry, error, folder) for task in report.tasks for error in task.errors]
            found += _check_periods(folder / entry["path"])
            problems += sorted(_without_repeats(found), key=lambda problem: problem.row or 0)
    return problems


def _check_header(folder: Path, entry: dict) -> tuple[list[str] | None, list[Problem]]:
    """Columns of a file and what is wrong with them; no columns if the file cannot be read."""
    path = folder / entry["path"]
    wanted = [field["name"] for field in entry["schema"]["fields"]]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
    except FileNotFoundError:
        return None, [Problem(entry["path"], f'the dataset "{entry["name"]}" is missing', f"Put the file back into {folder.name}/.")]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return None, [Problem(entry["path"], f"the file cannot be read ({error})", "Save it again as CSV in UTF-8.")]
    missing = [name for name in wanted if name not in header]
    added = [name for name in header if name not in wanted]
    problems = [
        Problem(entry["path"], "the column stands twice in the header", "Remove one.", row=1, column=name)
        for name in sorted({name for name in header if header.count(name) > 1})
    ]
    for name in list(missing):
        renamed = difflib.get_close_matches(name, added, n=1, cutoff=0.6)
        if renamed:
            added.remove(renamed[0])
            missing.remove(name)
            rule, remedy = "is not a column of this dataset", f'Rename it to "{name}", which is missing.'
            problems.append(Problem(entry["path"], rule, remedy, row=1, value=renamed[0]))
    problems += [
        Problem(entry["path"], "the column is missing", "Add it to the header and fill it in.", row=1, column=name) for name in missing
    ]
    remedy = f"Remove the column, or describe it in {entry['name']}.json."
    problems += [Problem(entry["path"], "is not a column of this dataset", remedy, row=1, value=name) for name in added]
    return header, problems


def _fitted_to_header(entry: dict, header: list[str]) -> dict:
    """The descriptor cut to the columns that the file has, in its order, so that the rest can be checked."""
    entry = copy.deepcopy(entry)
    schema = entry["schema"]
    known = {field["name"]: field for field in schema["fields"]}
    schema["fields"] = [known.get(name, {"name": name or "unnamed", "type": "any"}) for name in header]
    for key in ("primaryKey", "foreignKeys"):
        if key == "primaryKey" and not set(schema.get(key, [])) <= set(header):
            schema.pop(key, None)
        if key == "foreignKeys":
            schema[key] = [rule for rule in schema.get(key, []) if set(rule["fields"]) <= set(header)]
    return entry


def _drop_unreadable_references(present: dict[str, dict]) -> None:
    """Leave out references to a dataset or column that is itself missing; that is reported on its own."""
    columns = {name: {field["name"] for field in entry["schema"]["fields"]} for name, entry in present.items()}
    for entry in present.values():
        entry["schema"]["foreignKeys"] = [
            rule
            for rule in entry["schema"]["foreignKeys"]
            if set(rule["reference"]["fields"]) <= columns.get(rule["reference"]["resource"], set())
        ]


def _problem(entry: dict, error, folder: Path) -> Problem:
    """One finding of the library in the project's words."""
    row = getattr(error, "row_number", None)
    column = getattr(error, "field_name", None)
    cell = getattr(error, "cell", None)
    known = {field["name"]: field for field in entry["schema"]["fields"]}
    if error.type == "type-error":
        return Problem(entry["path"], f"is not {_type_in_words(known[column]['type'])}", f"{CORRECT_CELL}.", row, column, cell)
    if error.type == "constraint-error":
        return _constraint_problem(entry["path"], known[column], error, row, column, cell)
    if error.type == "primary-key":
        key = entry["schema"]["primaryKey"]
        value = (
            ", ".join(str(error.cells[error.labels.index(name)]) for name in key) if hasattr(error, "labels") else ", ".join(error.cells)
        )
        return Problem(entry["path"], "stands in an earlier row too", "Remove the row that is wrong.", row, ", ".join(key), value)
    if error.type == "foreign-key":
        return _reference_problem(entry, error, folder)
    if error.type in ("missing-cell", "extra-cell", "blank-row"):
        rule = {"missing-cell": "the row has too few cells", "extra-cell": "the row has too many cells", "blank-row": "the row is empty"}[
            error.type
        ]
        return Problem(entry["path"], rule, "Give the row one cell a column, or remove it.", row)
    return Problem(entry["path"], error.note or error.message, "Correct the file.", row, column, cell)


def _constraint_problem(path: str, field: dict, error, row, column, cell) -> Problem:
    name = next((name for name in CONSTRAINT_RULES if f'constraint "{name}"' in error.note), None)
    if name is None:
        return Problem(path, error.note, f"{CORRECT_CELL}.", row, column, cell)
    limit = field["constraints"][name]
    rule = CONSTRAINT_RULES[name].format(", ".join(limit) if isinstance(limit, list) else limit)
    remedy = "Fill it in from the source." if name == "required" else "Correct the cell."
    return Problem(path, rule, remedy, row, column, None if name == "required" else cell)


def _reference_problem(entry: dict, error, folder: Path) -> Problem:
    fields, cells, other = error.field_names, [str(cell) for cell in error.field_cells], error.reference_name
    reference = next(rule["reference"]["fields"] for rule in entry["schema"]["foreignKeys"] if rule["fields"] == fields)
    with (folder / f"{other}.csv").open(encoding="utf-8-sig", newline="") as file:
        known = sorted({row[reference[-1]] for row in csv.DictReader(file)})
    near = difflib.get_close_matches(cells[-1], known, n=1)
    choice = f'Did you mean "{near[0]}"? ' if near and near[0] != cells[-1] else ""
    remedy = f"{choice}Correct the cell, or add the {fields[-1]} to {other}.csv."
    return Problem(entry["path"], f"is not in {other}.csv", remedy, error.row_number, ", ".join(fields), ", ".join(cells))


def _check_periods(path: Path) -> list[Problem]:
    """Periods that have the right form and yet do not exist, such as 2023-25."""
    problems = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row, cells in enumerate(csv.DictReader(file), start=2):
            for column, parse in PERIOD_COLUMNS.items():
                if cells.get(column):
                    try:
                        parse(cells[column])
                    except UnknownPeriod:
                        rule = f"is not a {column.replace('_', ' ')} that exists"
                        problems.append(Problem(path.name, rule, "Correct the cell.", row, column, cells[column]))
    return problems


def _without_repeats(problems: list[Problem]) -> list[Problem]:
    """One problem per place: the first said of it."""
    places = {}
    for problem in problems:
        places.setdefault((problem.row, problem.column, problem.value), problem)
    return list(places.values())


def _type_in_words(name: str) -> str:
    return {"number": "a number", "integer": "a whole number", "date": "a date like 2023-09-30"}.get(name, f"of type {name}")
