"""Revenue outturn by authority and line, in thousands of pounds, into tidy figures."""

import re

import numpy as np
import pandas as pd

from analysis.catalogue.authorities import Authority, authorities
from analysis.catalogue.national import Release, symbol_of
from analysis.catalogue.national.areas import ENGLAND
from analysis.errors import Problem
from analysis.ingest.national.education import FIGURES, with_period
from analysis.ingest.national.reading import AGAIN, ROW, refuse
from analysis.ingest.national.sheets import table_below

KINDS = {
    "C1": "employees",
    "C2": "running expenses",
    "C3": "total expenditure",
    "C4": "sales, fees and charges",
    "C5": "other income",
    "C6": "total income",
    "C7": "net current expenditure",
}
"""Columns of the outturn: C3 is C1 and C2, C6 is C4 and C5, C7 is C3 less C6."""
MEASURE = "outturn_gbp_thousand"
AGENCY = "agency staff cost memorandum item"
_HEADING = re.compile(r"(?P<line>.+?)(?:\s*\[note \d+\])?\s*-\s*[^-]*\((?P<kind>C[1-7])\b[^)]*\)(?:\s*\[note \d+\])?$")
_ADDS_UP_TO = 1.5  # thousands of pounds: each part is rounded to the nearest thousand
_UPPER_TIER = ("UA", "MD", "LB", "SC")


def outturn_table(sheets: dict[str, list[list]]) -> pd.DataFrame | None:
    """The sheet with one row an authority; ``None`` if the workbook has none."""
    for cells in sheets.values():
        table = table_below(cells, "ONS Code")
        if table is not None and "Detailed Class" in table.columns:
            return table
    return None


def outturn_figures(sheets: dict[str, list[list]], table: pd.DataFrame, release: Release, file: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Figures of councils with children's services and of England, one row a line and kind, and what is said.

    Raises
    ------
    InvalidData
        If the year is not stated, a line is missing, or a cell is neither a number nor a known symbol.
    """
    year = _year(sheets, file)
    councils = {
        code: council for council in authorities() for code in (council.ons_code, *(former.ons_code for former in council.former_codes))
    }
    england = table["ONS Code"].eq(ENGLAND)
    upper = table["Class"].isin(_UPPER_TIER) & table["E-code"].astype(str).str.fullmatch(r"E\d{4}")
    unknown = table[upper & ~table["ONS Code"].isin(councils)]
    said = [_unknown(row, file) for row in unknown.to_dict("records")]
    rows = table[(upper & table["ONS Code"].isin(councils)) | england].set_index("ONS Code", drop=False)
    parts = [_cells(rows, name, line, kind, file) for name, (line, kind) in _lines(table, release, file).items()]
    figures = pd.concat(parts, ignore_index=True)
    figures["area"] = [ENGLAND if code == ENGLAND else _slug(councils, code) for code in figures["ons_code"]]
    figures["area_level"] = np.where(figures["area"] == ENGLAND, "england", "council")
    figures = figures.assign(release=release.key, measure=MEASURE, unit="gbp_thousand", rounded_to=1.0, year=year)
    figures = with_period(figures, pd.Series(release.period, index=figures.index))
    return figures[FIGURES], said + _notes(rows, councils, file) + _sums(figures, file)


def _slug(councils: dict[str, Authority], code: str) -> str:
    return councils[code].slug


def _unknown(row: dict, file: str) -> Problem:
    remedy = "Its row is left out. If the council is new, add it to the list of authorities."
    rule = f"({row['Local authority']}) is not in the list of authorities"
    return Problem(file=file, rule=rule, remedy=remedy, row=int(row[ROW]), column="ONS Code", value=str(row["ONS Code"]))


def _year(sheets: dict[str, list[list]], file: str) -> int:
    """Year in which the financial year of the workbook's titles ends."""
    for cells in sheets.values():
        for row in cells[:6]:
            for cell in row[:2]:
                found = re.search(r"Outturn.*?(20\d\d)-(\d\d)\b", str(cell))
                if found:
                    return int(found[1]) + 1
    raise refuse(file, "does not state its financial year in a title", AGAIN)


def _lines(table: pd.DataFrame, release: Release, file: str) -> dict[str, tuple[str, str]]:
    """Line and kind of each column that is taken; every line that the catalogue names must be there."""
    taken = {}
    for column in table.columns:
        found = _HEADING.fullmatch(str(column))
        line = found["line"].strip() if found else None
        if found and (not release.lines or line in release.lines):
            taken[column] = (release.lines.get(line, line), KINDS[found["kind"]])
        elif release.lines and str(column).endswith(AGENCY) and str(column).partition(" - ")[0] in release.lines:
            taken[column] = (release.lines[column.partition(" - ")[0]], "agency staff")
    gone = set(release.lines.values()) - {line for line, _ in taken.values()}
    if gone:
        rule = f"has no columns for {', '.join(sorted(gone))}"
        raise refuse(file, rule, f"If the line has another name now, say so in releases.toml, {release.key}.")
    return taken


def _cells(rows: pd.DataFrame, name: str, line: str, kind: str, file: str) -> pd.DataFrame:
    cells = rows[name]
    value = pd.to_numeric(cells, errors="coerce")
    symbols = [None if pd.notna(number) else symbol_of(str(cell)) for cell, number in zip(cells, value, strict=True)]
    for cell, number, symbol, row in zip(cells, value, symbols, rows[ROW], strict=True):
        if pd.isna(number) and symbol is None:
            raise refuse(file, "is neither a number nor a known symbol", AGAIN, row=int(row), column=name, value=str(cell))
    keys = [symbol.key if symbol else None for symbol in symbols]
    return pd.DataFrame(
        {"ons_code": rows["ONS Code"].to_numpy(), "group": line, "breakdown": kind, "value": value.to_numpy(), "symbol": keys}
    )


def _notes(rows: pd.DataFrame, councils: dict[str, Authority], file: str) -> list[Problem]:
    """Councils that made no return, and those whose row carries a note."""
    late = [councils[code].name for code in rows.loc[rows["Notes"].astype(str).str.strip() == "M", "ONS Code"] if code in councils]
    said = []
    if late:
        rule = f"has no return of {', '.join(late)}. England's totals estimate them"
        said.append(Problem(file=file, rule=rule, remedy="Comparisons leave them out."))
    for code, note in rows.loc[rows["Notes"].astype(str).str.contains("note"), "Notes"].items():
        if code in councils:
            said.append(Problem(file=file, rule=f"has {note} against {councils[code].name}", remedy="Read it on the sheet Notes."))
    return said


def _sums(figures: pd.DataFrame, file: str) -> list[Problem]:
    """Lines whose kinds do not add up."""
    wide = figures.pivot(index=["area", "group"], columns="breakdown", values="value")
    off = (wide["total expenditure"] - wide["total income"] - wide["net current expenditure"]).abs()
    wrong = off[off > _ADDS_UP_TO]
    if wrong.empty:
        return []
    area, line = wrong.index[0]
    rule = f"has {len(wrong)} lines whose expenditure less income is not the net, as {line} of {area}, by £{wrong.iloc[0]:,.0f} thousand"
    return [Problem(file=file, rule=rule, remedy="Each is shown as published.")]
