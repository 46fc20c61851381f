"""What the report on council tax relief takes: the published criteria, and the register of carers or one that is made up."""

from collections.abc import Mapping
from pathlib import Path

from analysis.errors import NoFigures
from analysis.ingest.carers import read_carers
from analysis.ingest.published import read_in_force
from analysis.periods import FinancialYear
from analysis.relief.criteria import MOST_DAYS, ReliefCriteria
from analysis.relief.year import ReliefYear, relief_of_year
from analysis.store.carers import carers_held

RELIEF_DATASETS = ("fostering_eligibility_criteria", "fostering_eligibility_rules", "council_tax_bands")
HELD = "held"
"""Stands for the register that the store holds, where a folder could stand."""
MADE_UP = {"children": 1000, "years": 3, "seed": 7}
THRESHOLD_STEP_DAYS, THRESHOLD_STEPS = 14, 2


def relief_from_extracts(
    folder: str, authority: str, quarter: str, year: FinancialYear, readings: Mapping[str, object], dates: str | None = None
) -> ReliefYear:
    """Decisions on every household of a register of carers and the stays.

    Parameters
    ----------
    folder
        Folder of the CSV or XLSX files; ``HELD`` for the last register that the store holds, empty for households that are made up.
    quarter
        Quarter whose report states the criteria.
    readings
        What is read otherwise than by default, as ``typed_readings`` takes it.
    dates
        What stands first in dates of numbers alone, where the files do not show it.

    Raises
    ------
    InvalidData
        With every problem of the files.
    UnknownChoice
        If a reading is unknown or impossible.
    MissingFigure
        If the council tax of the year is not known for a band in use.
    """
    held = read_in_force(RELIEF_DATASETS, authority, quarter)
    lacking = [name for name, rows in held.items() if rows.table.empty]
    if lacking:
        raise NoFigures(
            f"Relief cannot be decided: {authority} has no criteria in {', '.join(f'{name}.csv' for name in lacking)} up to {quarter}."
        )
    published = {name: rows.table for name, rows in held.items()}
    if folder == HELD:
        return relief_of_year(carers_held(authority), published, year, readings)
    if folder:
        return relief_of_year(read_carers([Path(folder)], authority, dates), published, year, readings)
    from analysis.ingest.made_up_council import read_made_up_carers  # a fifth of a second of loading, for made-up carers alone

    carers = read_made_up_carers(authority, until=year.end, **MADE_UP)
    return relief_of_year(carers, published, year, readings)


def thresholds_tried(criteria: ReliefCriteria, given: list[int]) -> list[int]:
    """Thresholds to cost, fewest days first: those given, or steps either side of the scheme's own, which is always among them.

    >>> from datetime import date
    >>> criteria = ReliefCriteria("plymouth", 182, 100, 91, 25, 50, 25, 182, 30, date(2023, 4, 1), 4)
    >>> thresholds_tried(criteria, []), thresholds_tried(criteria, [200])
    ([154, 168, 182, 196, 210], [182, 200])
    """
    own = criteria.full_relief_days
    steps = [own + THRESHOLD_STEP_DAYS * step for step in range(-THRESHOLD_STEPS, THRESHOLD_STEPS + 1)]
    return sorted({own, *(given or [days for days in steps if 0 <= days <= MOST_DAYS])})
