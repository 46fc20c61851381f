"""Made-up files in the layouts of the releases: councils are real, every figure is made up."""

from pathlib import Path

import pytest
from openpyxl import Workbook

AREA = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name"
ENGLAND = "Reporting year,National,E92000001,England,,,,,"
SOUTH_WEST = "Reporting year,Regional,E92000001,England,E12000009,South West,,,"
PLYMOUTH = "Reporting year,Local authority,E92000001,England,E12000009,South West,879,E06000026,Plymouth"
TORBAY = "Reporting year,Local authority,E92000001,England,E12000009,South West,880,E06000027,Torbay"
JOINT = (
    "Reporting year,Local authority,E92000001,England,E13000002,Outer London,314 / 318,E09000021 / E09000027,"
    "Kingston upon Thames / Richmond upon Thames"
)
REFERRALS = "referral_count,rereferral_count,rereferral_percent"
WORKFORCE = "inpost_fte,case_holders_fte,cases,caseload_fte,agency_rate_fte,turnover_rate_fte"


def csv_text(columns: str, *rows: str) -> str:
    """A file of a release: rows are a year, an area and figures."""
    return "\n".join([f"{AREA},{columns}", *rows]) + "\n"


@pytest.fixture
def write(tmp_path: Path):
    """Write a file and give its path."""

    def written(text: str, name: str = "download.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return written


@pytest.fixture
def referrals(write):
    """A small file of referrals; rows can be given instead."""

    def written(*rows: str, columns: str = REFERRALS, **options) -> Path:
        usual = (
            f"2025,{ENGLAND},600000,132000,22",
            f"2025,{SOUTH_WEST},50000,10000,20",
            f"2025,{PLYMOUTH},2000,c,c",
            f"2024,{PLYMOUTH},1900,380,20",
        )
        return write(csv_text(columns, *(rows or usual)), **options)

    return written


@pytest.fixture
def write_workbook(tmp_path: Path):
    """Write sheets of cells as a workbook and give its path."""

    def written(sheets: dict[str, list[list]], name: str = "download.xlsx") -> Path:
        workbook = Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / name
        workbook.save(path)
        return path

    return written
