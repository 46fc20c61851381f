"""A filled-in workbook taken in: checked whole, held against last quarter, and added to the raw data in one step or not at all."""

import csv
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from analysis.catalogue.datasets import resource
from analysis.catalogue.entities import entity, entity_key, period
from analysis.catalogue.project import DESCRIPTOR, project_root, raw_folder
from analysis.errors import InvalidData, Problem
from analysis.ingest.printed import read_as_printed
from analysis.ingest.validation import find_problems
from analysis.intake.doubts import Doubt, against_last_quarter, totals_without_their_parts
from analysis.intake.plan import asked_columns
from analysis.intake.reading import Filled, FilledSheet, read_workbook
from analysis.periods import Quarter
from analysis.store.staging import staged


@dataclass
class Taken:
    """What was taken in.

    Attributes
    ----------
    rows
        Rows added by dataset.
    changes
        What is new, gone or renamed since last quarter, a line each.
    accepted
        Doubtful figures that stand, a line each with the reason.
    """

    authority: str
    quarter: str
    rows: dict[str, int] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)


def take(path: Path) -> Taken:
    """Take a filled-in workbook in.

    Raises
    ------
    InvalidData
        With every problem of every sheet, by sheet, row and column; nothing was taken in.
    """
    filled = read_workbook(path)
    quarter = str(Quarter.parse(filled.quarter))
    tables = read_as_printed()
    taken, problems, added, doubts = Taken(filled.authority, quarter), [], {}, []
    changes: list[dict] = []
    stay = _without_what_stands_alone(filled, {sheet.dataset: _said_to_stay(sheet) for sheet in filled.sheets})
    for sheet in (sheet for sheet in filled.sheets if sheet.dataset in stay):
        last, kept = _last_rows(tables[sheet.dataset], filled.authority, quarter), stay[sheet.dataset]
        problems += _undeclared(filled, sheet, last, changes)
        doubts += _doubts(filled, sheet, kept, last)
        added[sheet.dataset] = ([_whole_row(sheet, place, filled) for place in kept], [sheet.lines[place] for place in kept])
    doubts += _total_doubts(filled, stay)
    _add_what_is_named(added, stay, filled, tables)
    if not added:
        problems.append(Problem(filled.file, "no sheet is filled in", "Type the figures of the report into the yellow cells."))
    else:
        used = {row["source"] for rows, _ in added.values() for row in rows if "source" in row}
        documents = [(row, line) for row, line in zip(filled.documents.rows, filled.documents.lines, strict=True) if row["source"] in used]
        new = [(row, line) for row, line in documents if row["source"] not in {known["source"] for known in tables["sources"]}]
        if new:
            added["sources"] = ([row for row, _ in new], [line for _, line in new])
    problems += [doubt.problem for doubt in doubts if not doubt.accepted]
    kept_aside = _kept_aside(filled, quarter, changes, doubts)
    candidate = _texts(tables, added, kept_aside)
    problems += _problems_of(filled, tables, added, candidate)
    unread = {(problem.file, problem.row, problem.column) for problem in filled.problems}
    problems = [*filled.problems, *(problem for problem in problems if (problem.file, problem.row, problem.column) not in unread)]
    if problems:
        raise InvalidData(_in_order(problems))
    _put_in_place(candidate)
    taken.rows = {name: len(rows) for name, (rows, _) in added.items()}
    taken.changes = [f"{row['dataset']}, {row['entity']}: {row['change']}{' from ' + row['was'] if row['was'] else ''}" for row in changes]
    taken.accepted = [f"{doubt.problem} Accepted: {doubt.accepted}" for doubt in doubts]
    return taken


def _last_rows(rows: list[dict], authority: str, quarter: str) -> list[dict]:
    """Rows of the last report before a quarter."""
    own = [row for row in rows if row.get("authority") == authority and Quarter.parse(row["quarter"]) < Quarter.parse(quarter)]
    latest = max((row["quarter"] for row in own), key=Quarter.parse, default=None)
    return [row for row in own if row["quarter"] == latest]


def _said_to_stay(sheet: FilledSheet) -> list[int]:
    """Places of the rows to take: not gone, and filled in; of a dataset whose rows stand by themselves, all."""
    entry = resource(sheet.dataset)
    asked = [name for name in asked_columns(entry) if name in sheet.header]
    stay = [place for place, said in enumerate(sheet.said) if said["change"] != "gone"]
    filled = [place for place in stay if any(sheet.rows[place][name] for name in asked)]
    return stay if not asked or entry.get("intake") == "rows" else filled


def _without_what_stands_alone(filled_in: Filled, kept: dict[str, list[int]]) -> dict[str, list[int]]:
    """Sheets without a figure filled in are taken where one that refers to them, or that they refer to, is filled in."""
    filled = {
        sheet.dataset
        for sheet in filled_in.sheets
        if any(sheet.rows[place].get(name) for place in kept[sheet.dataset] for name in asked_columns(resource(sheet.dataset)))
    }
    taken = {}
    for name, places in kept.items():
        others = {rule["reference"]["resource"] for rule in resource(name)["schema"]["foreignKeys"]}
        others |= {other for other in filled for rule in resource(other)["schema"]["foreignKeys"] if rule["reference"]["resource"] == name}
        if places and (name in filled or others & filled):
            taken[name] = places
    return taken


def _add_what_is_named(added: dict, stay: dict[str, list[int]], filled: Filled, tables: dict) -> None:
    """A new name goes into the dataset that lists such names, where its key is all that the list must hold; in place, in ``added``."""
    for sheet in (sheet for sheet in filled.sheets if sheet.dataset in stay):
        named = [place for place in stay[sheet.dataset] if sheet.said[place]["change"] in ("new", "renamed")]
        for rule in resource(sheet.dataset)["schema"]["foreignKeys"]:
            name, fields = rule["reference"]["resource"], rule["reference"]["fields"]
            listed = [
                column["name"]
                for column in resource(name)["schema"]["fields"]
                if column.get("constraints", {}).get("required") and column["name"] != "source"
            ]
            if set(listed) != set(fields):
                continue
            known = {tuple(row[column] for column in fields) for row in tables[name]}
            for place in named:
                row = {**sheet.rows[place], "authority": filled.authority}
                key = tuple(row[column] for column in rule["fields"])
                if key not in known:
                    known.add(key)
                    rows, lines = added.setdefault(name, ([], []))
                    rows.append({**dict(zip(fields, key, strict=True)), "source": row.get("source", "")})
                    lines.append(sheet.lines[place])


def _whole_row(sheet: FilledSheet, place: int, filled: Filled) -> dict[str, str]:
    columns = [column["name"] for column in resource(sheet.dataset)["schema"]["fields"]]
    row = {**sheet.rows[place], "authority": filled.authority, "quarter": filled.quarter}
    if "source" in columns and not row.get("source") and filled.documents.rows:
        row["source"] = filled.documents.rows[0]["source"]
    return {name: row.get(name, "") for name in columns}


def _undeclared(filled: Filled, sheet: FilledSheet, last: list[dict], changes: list[dict]) -> list[Problem]:
    """What came or went without a word in the workbook; what was said is added to ``changes``."""
    key = entity_key(sheet.dataset)
    if not key or not last:
        return []
    file, before = f"{filled.file}, sheet {sheet.dataset}", {entity(row, sheet.dataset) for row in last}
    now, problems = {}, []
    for row, line, said in zip(sheet.rows, sheet.lines, sheet.said, strict=True):
        name, first = entity(row, sheet.dataset), entity(row, sheet.dataset) not in now
        now.setdefault(name, said["change"])
        value = said["change"] or None
        if said["change"] not in ("", "new", "gone", "renamed"):
            problems.append(Problem(file, "is not one of new, gone, renamed", "Choose from the list.", line, "change", value))
        elif said["change"] == "renamed" and said["was"] not in before:
            problems.append(
                Problem(
                    file,
                    "is not a row of last quarter",
                    f"Write it as last quarter has it, its parts between bars: {key}.",
                    line,
                    "was",
                    said["was"] or None,
                )
            )
        elif name not in before and said["change"] not in ("new", "renamed"):
            rule = "is not in last quarter's report"
            problems.append(Problem(file, rule, "Write new or renamed under change, or correct the name.", line, ", ".join(key), name))
        elif said["change"] and first:
            changes.append({"dataset": sheet.dataset, "entity": name, "change": said["change"], "was": said["was"]})
    renamed = {said["was"] for said in sheet.said if said["change"] == "renamed"}
    for name in sorted(before - set(now) - renamed):
        rule = "stood in last quarter's report and has no row"
        problems.append(
            Problem(file, rule, "Put its row back, with gone under change if the report no longer has it.", None, ", ".join(key), name)
        )
    return problems


def _doubts(filled: Filled, sheet: FilledSheet, kept: list[int], last: list[dict]) -> list[Doubt]:
    entry = resource(sheet.dataset)
    numbers = {column["name"] for column in entry["schema"]["fields"] if column["type"] in ("number", "integer")}
    asked = [name for name in asked_columns(entry) if name in numbers]
    chosen = ([part[place] for place in kept] for part in (sheet.rows, sheet.lines, sheet.said))
    return against_last_quarter(filled.file, sheet.dataset, asked, entity_key(sheet.dataset), *chosen, last)


def _total_doubts(filled: Filled, stay: dict[str, list[int]]) -> list[Doubt]:
    """Doubts of each sheet of totals beside the sheet that it sums: ``budget_monitoring_totals`` and ``budget_monitoring``."""
    sheets, doubts = {sheet.dataset: sheet for sheet in filled.sheets if sheet.dataset in stay}, []
    for name, totals in sheets.items():
        summed = sheets.get(name.removesuffix("_totals")) if name.endswith("_totals") else None
        within = entity_key(name)
        if summed is not None and set(within) < set(entity_key(summed.dataset)):
            columns = [column for column in asked_columns(resource(name)) if column in asked_columns(resource(summed.dataset))]
            rows, lines, said = ([part[place] for place in stay[name]] for part in (totals.rows, totals.lines, totals.said))
            parts = [summed.rows[place] for place in stay[summed.dataset]]
            doubts += totals_without_their_parts(filled.file, (name, rows, lines, said), parts, columns, within)
    return doubts


def _kept_aside(filled: Filled, quarter: str, changes: list[dict], doubts: list[Doubt]) -> dict[str, list[dict]]:
    """Rows of the datasets that keep what was said: what changed, and why a doubtful figure stands."""
    whose = {"authority": filled.authority, "quarter": quarter}
    sheets = {f"{filled.file}, sheet {sheet.dataset}": sheet for sheet in filled.sheets}
    accepted = []
    for doubt in doubts:
        if doubt.accepted:
            sheet = sheets[doubt.problem.file]
            row = sheet.rows[sheet.lines.index(doubt.problem.row)]
            about = {"dataset": sheet.dataset, "entity": entity(row, sheet.dataset), "column": doubt.problem.column, "period": period(row)}
            accepted.append({**whose, **about, "figure": doubt.problem.value, "doubt": doubt.problem.rule, "reason": doubt.accepted})
    return {"reported_changes": [{**whose, **change} for change in changes], "accepted_warnings": accepted}


def _texts(tables: dict[str, list[dict]], added: dict, aside: dict[str, list[dict]]) -> dict[str, str]:
    """The new text of each file that changes: what stands, and the rows added at its end."""
    texts = {}
    for name, rows in [*((name, rows) for name, (rows, _) in added.items()), *((name, rows) for name, rows in aside.items() if rows)]:
        columns = [column["name"] for column in resource(name)["schema"]["fields"]]
        texts[name] = _csv_text(columns, [*tables[name], *rows])
    return texts


def _csv_text(columns: list[str], rows: Iterable[dict]) -> str:
    with tempfile.SpooledTemporaryFile(mode="w+", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        file.seek(0)
        return file.read()


def _problems_of(filled: Filled, tables: dict, added: dict, texts: dict[str, str]) -> list[Problem]:
    """Problems of the raw data as they would stand, told by sheet and row of the workbook where the rows come from it."""
    if not texts:
        return []
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder)
        for path in raw_folder().iterdir():
            if path.is_file():
                shutil.copy(path, raw)
        for name, text in texts.items():
            (raw / f"{name}.csv").write_text(text, encoding="utf-8")
        found = find_problems(list(texts), folder=raw)
    told = []
    for problem in found:
        name = problem.file.removesuffix(".csv")
        held = len(tables.get(name, []))
        if name in added and problem.row is not None and problem.row > held + 1:
            line = added[name][1][problem.row - held - 2]
            sheet = "documents" if name == "sources" else name
            problem = Problem(f"{filled.file}, sheet {sheet}", problem.rule, problem.remedy, line, problem.column, problem.value)
        told.append(problem)
    return told


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.row or 0, problem.column or ""))


def _put_in_place(texts: dict[str, str]) -> None:
    """Exchange the folder of the raw data for one with the new texts; the files that stay are the same files, not copies."""
    raw = project_root() / DESCRIPTOR.parent
    with staged(raw) as staging:
        shutil.copytree(raw, staging, dirs_exist_ok=True, copy_function=_linked)
        for name, text in texts.items():
            path = staging / f"{name}.csv"
            path.unlink(missing_ok=True)
            path.write_text(text, encoding="utf-8")


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
