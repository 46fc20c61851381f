"""One downloaded file in: which release it is, its tidy tables, and what was odd about it."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.catalogue.national import Release, releases
from analysis.catalogue.plain_files import Unreadable, plain_bytes
from analysis.errors import InvalidData, Problem, UnknownRelease
from analysis.ingest.national.education import education_figures
from analysis.ingest.national.inspections import inspection_rows
from analysis.ingest.national.known import release_by_columns
from analysis.ingest.national.neighbours import lookup_differences, neighbour_rows
from analysis.ingest.national.outturn import outturn_figures, outturn_table
from analysis.ingest.national.plausible import councils_not_there, odd_rates
from analysis.ingest.national.reading import read_rows, refuse
from analysis.ingest.national.sheets import said_date, table_below, workbook_sheets
from analysis.ingest.reading.files import MOST_BYTES, kind_of_file

WORKBOOKS = (".ods", ".xlsx")
_PUBLISHED = ("Published on", "Last updated")


@dataclass(frozen=True)
class Taken:
    """What a file gave.

    Attributes
    ----------
    tables
        ``figures``, ``inspections`` or ``neighbours``; none for the look-up of districts.
    remarks
        What did not stop the file and should be known: rows left out, figures that cannot be right, years in which councils are missing.
    published_date
        Day that the file itself states; missing where it states none.
    """

    file: str
    release: Release
    sha256: str
    tables: dict[str, pd.DataFrame]
    remarks: list[Problem] = field(default_factory=list)
    published_date: date | None = None


def national_files(paths: list[Path]) -> list[Path]:
    """Files to take in: each file named, and every CSV, ODS and XLSX file of each folder named.

    Raises
    ------
    InvalidData
        If a folder has no such file.
    """
    found = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                file for file in path.iterdir() if file.suffix.lower() in (".csv", *WORKBOOKS) and not file.name.startswith("~$")
            )
            if not inside:
                raise refuse(str(path), "has no CSV, ODS or XLSX file", "Download the releases into it, or name the files.")
            found += inside
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def take_file(path: Path) -> Taken:
    """Read one file of a national release, whatever it is called.

    Raises
    ------
    InvalidData
        If the file cannot be used; every problem is named.
    UnknownRelease
        If its columns are those of no release that the catalogue knows.
    """
    try:
        take = _take_csv if kind_of_file(path) == "separated" else _take_workbook
        sha256 = hashlib.sha256(plain_bytes(path, MOST_BYTES)).hexdigest()
        release, tables, remarks, published = take(path)
    except Unreadable as error:
        raise refuse(path.name, *error.args[:2]) from error
    return Taken(path.name, release, sha256, tables, remarks, published)


def _take_csv(path: Path) -> tuple[Release, dict[str, pd.DataFrame], list[Problem], None]:
    rows, remarks = read_rows(path)
    release = release_by_columns(rows, path.name)
    if release.layout == "neighbours":
        return release, {"neighbours": neighbour_rows(rows, path.name)}, remarks, None
    if release.layout == "area_lookup":
        return release, {}, remarks + lookup_differences(rows, path.name), None
    figures, problems, said = education_figures(rows, release, path.name)
    if problems:
        raise InvalidData(problems)
    said += odd_rates(figures, release, path.name) + councils_not_there(figures, path.name)
    return release, {"figures": figures}, remarks + said, None


def _take_workbook(path: Path) -> tuple[Release, dict[str, pd.DataFrame], list[Problem], date | None]:
    sheets = workbook_sheets(path)
    published = said_date(sheets, _PUBLISHED)
    outturn = outturn_table(sheets)
    if outturn is not None:
        release = release_by_columns(outturn, path.name, ("outturn",))
        figures, said = outturn_figures(sheets, outturn, release, path.name)
        return release, {"figures": figures}, said, published
    release = next(entry for entry in releases() if entry.layout == "inspections")
    tables = [table for cells in sheets.values() if (table := table_below(cells, release.known_by[0])) is not None]
    if any(set(release.known_by) <= set(table.columns) for table in tables):
        inspections, said = inspection_rows(sheets, path.name)
        return release, {"inspections": inspections}, said, published
    raise UnknownRelease(f"{path.name} is a workbook of no national release that is known. Its sheets are {', '.join(sheets)}.")
