"""The report on council tax relief from the register of carers: for use inside the council, put in place whole."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.catalogue.project import project_root
from analysis.ingest.validation import check_raw_data
from analysis.pages.relief_runs import HELD, relief_from_extracts, thresholds_tried
from analysis.periods import FinancialYear, Quarter
from analysis.publish.limits import SECONDS_A_CELL, Effort
from analysis.publish.report import publish_report, report_inputs
from analysis.relief.criteria import typed_readings
from analysis.relief.summary import cost_by_threshold, just_short
from analysis.store.carers import register_held

NOTEBOOK = "fostering_relief"
POLICY = "internal"
LONGEST_LABEL = 100
HOUSEHOLDS_A_SECOND = 200
"""Fewest households that are read and decided in a second; a long register has as much longer for a cell."""
SITE = (
    "Children's services: council tax relief for foster carers",
    "For use inside the council only: the page shows single households. A decision is the council's; this page shows what the published criteria "
    "come to on the register as it stands.",
)


@dataclass(frozen=True)
class ReliefRun:
    """What a run was asked for.

    Attributes
    ----------
    carers
        Folder of the register of carers and the stays; ``None`` for the last register that the store holds.
    year
        Financial year of the relief; ``None`` for that of the quarter.
    short_by
        Most days short of the days needed for a household to be listed as just short.
    thresholds
        Days of care to cost as the threshold; empty for steps either side of the scheme's own.
    readings
        Attributes of ``ReliefCriteria`` read otherwise than by default, as given.
    dates
        What stands first in dates of numbers alone, where the files do not show it.
    label
        Name of the report's folder; ``None`` for the standing one, or for one of its own where a criterion is read otherwise.
    """

    carers: Path | None
    authority: str
    quarter: str
    year: str | None = None
    short_by: int = 14
    thresholds: tuple[int, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)
    dates: str | None = None
    label: str | None = None


def run_relief(run: ReliefRun, report: Callable[[str], None] = lambda line: None) -> tuple[Path, dict]:
    """Decide on every household and publish the report; returns its page and what the opening of the page states.

    Parameters
    ----------
    report
        Told of each step in a line.

    Raises
    ------
    AnalysisError
        If a choice, the data, the notebook or the page fails; the last report is as it was.
    """
    quarter = Quarter.parse(run.quarter)
    year = FinancialYear.parse(run.year) if run.year else quarter.year
    typed_readings(run.readings)
    report("Checking the raw data and the register")
    check_raw_data()
    carers = HELD if run.carers is None else str(run.carers.resolve())
    relief = relief_from_extracts(carers, run.authority, str(quarter), year, run.readings, run.dates)
    # Before any notebook starts: a choice that is impossible is told as such.
    just_short(relief.calendar, relief.decisions, run.short_by)
    cost_by_threshold(relief.calendar, relief.council_tax, thresholds_tried(relief.criteria, list(run.thresholds)))
    facts = {
        "authority": run.authority,
        "quarter": str(quarter),
        "policy": POLICY,
        "year": str(year),
        "short_by": run.short_by,
        "thresholds": list(run.thresholds),
        "readings": dict(run.readings),
        "dates": run.dates or "",
    }
    target = project_root() / "reports" / run.authority / folder_name(run, year)
    parameters = {**facts, "carers": carers}
    seconds = max(SECONDS_A_CELL, len(relief.decisions) // HOUSEHOLDS_A_SECOND)
    inputs = report_inputs(NOTEBOOK, run.carers or register_held(run.authority).folder, [])
    return publish_report(target, NOTEBOOK, parameters, facts, inputs, SITE, report, effort=Effort(seconds_a_cell=seconds))


def folder_name(run: ReliefRun, year: FinancialYear) -> str:
    """Folder of a run's report: a reading never takes the place of the standing one, nor of another reading.

    >>> folder_name(ReliefRun(Path("carers"), "plymouth", "2023-24-Q2", readings={"full_relief_days": "154"}), FinancialYear(2023))
    'relief-2023-24-full_relief_days-154-internal'
    """
    read = [f"{name}-{value}" for name, value in sorted(run.readings.items())]
    label = run.label or "-".join(read)
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", label).strip("-")[:LONGEST_LABEL]
    return "-".join(filter(None, ["relief", str(year), plain, POLICY]))
