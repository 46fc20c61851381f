"""Statistical neighbours of every council, and the look-up of districts."""

import pandas as pd

from analysis.catalogue.authorities import Authority, authorities, districts
from analysis.errors import InvalidData, Problem
from analysis.ingest.national.reading import AGAIN, ROW

NEIGHBOURS = ["area", "neighbour", "place", "closeness"]
_TEN = 10


def neighbour_rows(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """The ten neighbours of each council in their order: ``area``, ``neighbour`` (slugs), ``place`` from 1, ``closeness``.

    Raises
    ------
    InvalidData
        If a DfE number is of no council, or a council is its own neighbour or has one twice.
    """
    by_number = {council.dfe_number: council for council in authorities()}
    problems, found = [], []
    for row in rows.to_dict("records"):
        council = _council(by_number, row, "old_la_code", file, problems)
        named = [_council(by_number, row, f"SN_{place}", file, problems) for place in range(1, _TEN + 1)]
        if council is None or None in named:
            continue
        if len({council.slug, *(neighbour.slug for neighbour in named)}) != _TEN + 1:
            rule = f"gives {council.name} itself or one neighbour twice"
            problems.append(Problem(file=file, rule=rule, remedy=AGAIN, row=row[ROW]))
        found += [
            (council.slug, neighbour.slug, place, row[f"SN_{place}P"].strip().lower()) for place, neighbour in enumerate(named, start=1)
        ]
    if problems:
        raise InvalidData(problems)
    return pd.DataFrame(found, columns=NEIGHBOURS)


def _council(by_number: dict[str, Authority], row: dict, column: str, file: str, problems: list[Problem]) -> Authority | None:
    number = row[column].zfill(3)
    if number not in by_number:
        rule = "is not the DfE number of a council"
        problems.append(Problem(file=file, rule=rule, remedy=AGAIN, row=row[ROW], column=column, value=row[column]))
    return by_number.get(number)


def lookup_differences(rows: pd.DataFrame, file: str) -> list[Problem]:
    """Where the look-up of districts and the list of authorities differ."""
    listed = {entry.ons_code: entry.county for entry in districts()}
    counties = {
        code: council.slug
        for council in authorities()
        for code in (council.ons_code, *(former.ons_code for former in council.former_codes))
    }
    lower = next(column for column in rows if column.startswith("LTLA") and column.endswith("CD"))
    upper = next(column for column in rows if column.startswith("UTLA") and column.endswith("CD"))
    said = []
    for row in rows[rows[lower].str.startswith("E07")].to_dict("records"):
        county = counties.get(row[upper])
        if listed.get(row[lower]) != county:
            rule = f"is in {county or row[upper]} by this file and in {listed.get(row[lower], 'no county')} by the list of authorities"
            said.append(
                Problem(file=file, rule=rule, remedy="Correct the list of authorities.", row=row[ROW], column=lower, value=row[lower])
            )
    return said
