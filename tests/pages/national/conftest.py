"""A store of made-up national figures: real councils, figures that follow a rule so that they can be worked out by hand.

Council number n of thirteen has 1,000 + 10n cases of 50 case holders in 2022 and of 40 in 2023: 20 + n / 5 and 25 + n / 4 for each.
"""

from datetime import date
from pathlib import Path

import pytest

from analysis.catalogue.authorities import Authority, resolve
from analysis.ingest.national import take_file
from analysis.store.national import keep

AREA = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name"
ENGLAND = "Reporting year,National,E92000001,England,,,,,"
SOUTH_WEST = "Reporting year,Regional,E92000001,England,E12000009,South West,,,"
NAMES = [
    "Torbay",
    "Bristol",
    "Cornwall",
    "Devon",
    "Swindon",
    "Plymouth",
    "Wiltshire",
    "Medway",
    "Luton",
    "Hull",
    "Leeds",
    "Exmouth",
    "Derby",
]
NAMES[11] = "Somerset"
TEN = [name for name in NAMES if name not in ("Plymouth", "Leeds", "Derby")]
YEARS = (2022, 2023)


def row(council: Authority) -> str:
    region = council.region_code, council.region
    return ",".join(
        ["Reporting year", "Local authority", "E92000001", "England", *region, council.dfe_number, council.ons_code, f'"{council.name}"']
    )


def workforce() -> list[str]:
    """Columns, then rows."""
    columns = "inpost_fte,inpost_headcount,leavers_fte,turnover_rate_fte,agency_fte,agency_rate_fte,vacancy_fte,vacancy_rate_fte"
    lines = [f"{AREA},{columns},case_holders_fte,cases,caseload_fte,absence_rate_fte"]
    for year, holders in zip(YEARS, (50, 40), strict=True):
        for number, name in enumerate(NAMES):
            cases = 1000 + 10 * number
            # Plymouth has twice the agency workers of the others, more than chance leaves.
            agency = 90 if name == "Plymouth" else 20
            staff = f"100,104,10,10.0,{agency},{100 * agency / (100 + agency):.1f},5,4.8"
            figures = "x" if name == "Derby" else f"{cases / holders:.1f}"
            lines.append(f"{year},{row(resolve(name))},{staff},{holders},{cases},{figures},3.0")
        lines.append(f"{year},{ENGLAND},1300,1352,130,10.0,300,18.8,65,4.8,{13 * holders},13780,{13780 / 13 / holders:.1f},3.0")
        lines.append(f"{year},{SOUTH_WEST},700,728,70,10.0,140,16.7,35,4.8,{7 * holders},7280,{7280 / 7 / holders:.1f},3.0")
    return lines


def looked_after() -> list[str]:
    lines = [f"{AREA},population_type,population_estimate,children_count,rate_per_10000"]
    groups = {"on 31 March": 80, "starting": 30, "ceasing": 25}
    for year in YEARS:
        for number, name in enumerate(NAMES):
            for group, rate in groups.items():
                population = 20_000 + 1_000 * number
                count = round(population * (rate + 2 * number) / 10_000)
                lines.append(f"{year},{row(resolve(name))},{GROUPS[group]},{population},{count},{10_000 * count / population:.0f}")
        for group, rate in groups.items():
            lines.append(f"{year},{ENGLAND},{GROUPS[group]},1000000,{100 * rate},{rate}")
    return lines


GROUPS = {
    "on 31 March": "Children looked after on 31 March each year",
    "starting": "Children starting to be looked after each year",
    "ceasing": "Children ceasing to be looked after each year",
}


def neighbours() -> list[str]:
    columns = ",".join(f"SN_{place},SN_{place}P" for place in range(1, 11))
    lines = [f"old_la_code,la_name,region_ind,region_name,{columns}"]
    for name in NAMES:
        own = resolve(name)
        ten = [resolve(other) for other in [*TEN, "Plymouth", "Leeds"] if other != name][:10]
        lines.append(f'{own.dfe_number},"{own.name}",9,{own.region},' + ",".join(f"{other.dfe_number},Close" for other in ten))
    return lines


@pytest.fixture
def national_project(project: Path, tmp_path_factory) -> Path:
    """A copy of the project whose store holds the made-up releases."""
    folder = tmp_path_factory.mktemp("releases")
    for name, lines in (("workforce", workforce()), ("looked_after", looked_after()), ("neighbours", neighbours())):
        path = folder / f"{name}.csv"
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        keep(take_file(path), date(2024, 3, 1))
    return project
