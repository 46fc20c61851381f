"""The sheets of a downloaded ODS or XLSX workbook, read fast."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from analysis.ingest.national.reading import AGAIN, ROW, refuse

_DATES = ("%d/%m/%Y", "%d %B %Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d-%b-%Y", "%d-%m-%Y")


def workbook_sheets(path: Path) -> dict[str, list[list]]:
    """Rows of cells by the name of each sheet.

    Raises
    ------
    InvalidData
        If the file is not a workbook, is locked, or is broken.
    """
    if path.read_bytes()[:2] != b"PK":
        raise refuse(path.name, "is not an ODS or XLSX workbook, whatever its name says: the download gave something else")
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}
    except (CalamineError, OSError, ValueError) as error:
        raise refuse(path.name, f"cannot be read as a workbook ({error}): it is cut short, locked or broken") from error


def table_below(cells: list[list], header: str) -> pd.DataFrame | None:
    """The table of a sheet whose header row begins with, or holds, a heading; ``None`` if no row does."""
    for number, row in enumerate(cells):
        if header in row:
            columns = [str(cell).strip() for cell in row]
            table = pd.DataFrame([line[: len(columns)] for line in cells[number + 1 :]], columns=columns, dtype=object)
            table[ROW] = range(number + 2, number + 2 + len(table))
            return table.loc[:, [column != "" for column in table.columns]]
    return None


def as_date(cell) -> date | None:
    """The day that a cell holds, as a date or as text; ``None`` if it holds none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in _DATES:
        try:
            return datetime.strptime(str(cell).strip(), form).date()
        except ValueError:
            continue
    return None


def said_date(sheets: dict[str, list[list]], words: tuple[str, ...]) -> date | None:
    """The day that a cover states after one of some words, such as "Last updated: 4 December 2025"."""
    for cells in sheets.values():
        for row in cells[:30]:
            for place, cell in enumerate(row):
                for word in words:
                    if str(cell).startswith(word):
                        rest = str(cell).removeprefix(word).strip(" :")
                        return as_date(rest or next((other for other in row[place + 1 :] if other != ""), ""))
    return None


__all__ = ["AGAIN", "as_date", "said_date", "table_below", "workbook_sheets"]
