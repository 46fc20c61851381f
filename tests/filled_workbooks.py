"""A workbook filled in as a person would: from a made-up quarter, sheet by sheet, with what is said of rows that came or went."""

import csv
from pathlib import Path

from openpyxl import load_workbook

from analysis.catalogue.datasets import resource
from analysis.catalogue.entities import entity_key
from analysis.intake.plan import CHANGE_COLUMNS
from analysis.intake.workbook import DOCUMENTS, FIRST_SHEET, LAST, LISTS


def fill(path: Path, made_up: Path, authority: str, quarter: str) -> None:
    """Fill a new workbook with the rows that a made-up project holds for the quarter; sheets that it lacks stay empty."""
    book = load_workbook(path)
    documents = book[DOCUMENTS]
    key = documents["A2"].value
    header = [cell.value for cell in documents[1]]
    typed = {
        "title": "Report of the committee",
        "publisher": "A council",
        "published_date": "2024-02-01",
        "transcribed_date": "2024-02-02",
        "terms_of_use": "Made up.",
    }
    for name, text in typed.items():
        documents.cell(2, header.index(name) + 1).value = text
    for page in book.worksheets:
        if page.title in (FIRST_SHEET, DOCUMENTS, LISTS):
            continue
        with (made_up / "data" / "raw" / f"{page.title}.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row.get("authority") == authority and row.get("quarter") == quarter]
        if rows:
            _fill_sheet(page, rows, key)
    book.save(path)


def _fill_sheet(page, rows: list[dict], source: str) -> None:
    header = [cell.value for cell in page[1]]
    place = {name: position + 1 for position, name in enumerate(header)}
    schema = resource(page.title)["schema"]
    key = [name for name in schema["primaryKey"] if name not in ("authority", "quarter")]
    columns = [name for name in header if name not in CHANGE_COLUMNS and not name.startswith(LAST)]
    named = entity_key(page.title)
    lines = {
        tuple(_text(page.cell(line, place[name]).value) for name in key): line
        for line in range(2, page.max_row + 1)
        if page.cell(line, place[key[0]]).value is not None
    }
    entities = {tuple(_text(page.cell(line, place[name]).value) for name in named) for line in lines.values()}
    end, used = max(lines.values(), default=1), set()
    for row in rows:
        line = lines.get(tuple(row[name] for name in key))
        if line is None:
            end += 1
            line = end
            if tuple(row[name] for name in named) not in entities:
                page.cell(line, place["change"]).value = "new"
        used.add(line)
        for name in columns:
            page.cell(line, place[name]).value = source if name == "source" else row[name] or None
    for line in lines.values():
        if line not in used:
            page.cell(line, place["change"]).value = "gone"


def _text(value) -> str:
    return "" if value is None else str(value)
