"""A register of one foster carer and the one stay with it, in every form that councils hand over; all made up."""

import csv
import io
import zipfile

import pandas as pd
from openpyxl import Workbook

from analysis.ingest.carers import read_carers

REGISTER = [
    ["Household ID", "Approval date", "Approval type", "Approval end date", "Approved places", "Standards met", "Billing authority",
     "Council tax band", "Existing discount", "Transferred from agency", "Break start", "Break end"],
    ["H1", "01/09/2019", "Mainstream", "", "2", "Y", "Plymouth City Council", "C", "0", "N", "", ""],
]  # fmt: skip
STAYS = [
    ["Household ID", "Child ID", "Stay start", "Stay end", "Stay type", "Placing authority"],
    ["H1", "C1", "01/04/2022", "31/03/2023", "Placement", "Plymouth City Council"],
]


def as_text(rows, separator=","):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def changed(rows, **cells):
    """The rows with cells of the first household or stay changed, by their header with underscores."""
    header = rows[0]
    row = list(rows[1])
    for name, value in cells.items():
        row[header.index(name.replace("_", " "))] = value
    return [header, row, *rows[2:]]


def two_sheets(path, change=lambda register, stays: None, register=REGISTER, stays=STAYS):
    """A workbook of both tables as openpyxl writes it; ``change`` takes the two sheets before it is saved."""
    book = Workbook()
    first, second = book.active, book.create_sheet("Stays")
    first.title = "Register"
    for sheet, rows in ((first, register), (second, stays)):
        for row in rows:
            sheet.append([cell if cell != "" else None for cell in row])
    change(first, second)
    book.save(path)
    return path


def repacked(path, change):
    """A workbook with its parts changed: ``change`` takes the name and bytes of each part."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(name, content))
    return path


def read_plainly(path, **options):
    """The one household and its one stay, as the plain files state them."""
    found = read_carers([path], "plymouth", **options)
    assert found["undecided"].empty
    [approval], [stay] = found["approvals"].to_dict("records"), found["stays"].to_dict("records")
    assert (approval["household"], approval["approval_start_date"], approval["in_authority_area"]) == (
        "H1",
        pd.Timestamp("2019-09-01"),
        True,
    )
    assert (stay["stay_start_date"], stay["stay_end_date"]) == (pd.Timestamp("2022-04-01"), pd.Timestamp("2023-03-31"))
    return found


def open_document(path, tables, more=""):
    sheets = "".join(
        f'<table:table table:name="{name}">{"".join(rows)}<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for name, rows in tables.items()
    )
    names = "".join(f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text"))
    content = f'<?xml version="1.0"?>{more}<office:document-content{names}><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


def ods_cell(text, **attributes):
    said = "".join(f' {name.replace("_", ":", 1).replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-cell{said}><text:p>{text}</text:p></table:table-cell>" if text else "<table:table-cell/>"


def rows_as_cells(rows, special=None):
    special = special or {}
    return [
        "<table:table-row>"
        + "".join(special.get((number, place), ods_cell(text, office_value_type="string")) for place, text in enumerate(row))
        + "</table:table-row>"
        for number, row in enumerate(rows)
    ]
