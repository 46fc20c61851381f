"""Records of many councils: the files of each taken in, and every caseload table of each worked out, a council at a time."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import duckdb

from analysis.caseloads.cases import SERVICES
from analysis.caseloads.every_table import LIMITS, JudgedBy, drawn_days, every_table
from analysis.caseloads.timeliness import TIMED
from analysis.caseloads.workers import Thresholds
from analysis.catalogue.parameters import threshold
from analysis.catalogue.project import project_root
from analysis.errors import AnalysisError, InvalidData, Problem, UnknownIntake
from analysis.ingest.case_weights import case_weights
from analysis.ingest.reading.files import given_files
from analysis.publish.each_council import Report, each_council
from analysis.store.intakes import in_force
from analysis.store.records import read_every, store_key
from analysis.store.records_state import councils_with_records
from analysis.store.staging import OWNER_ALONE, staged
from analysis.store.taking_in import council_slug, take_in

CASELOADS = Path("data/processed/caseloads")
"""Where caseload tables go: they name workers, and git ignores them."""
LISTS = tuple(dict.fromkeys([*(service.table for service in SERVICES), *(timed.table for timed in TIMED)]))


@dataclass(frozen=True)
class TakenOfCouncil:
    """What taking in the files of one council came to: rows kept by intake, intakes held already, problems of rows left out, doubts."""

    rows: dict[str, int]
    unchanged: list[str]
    refused: int
    doubts: int
    problems_file: Path | None


def take_in_each(
    folder: Path, taken_date: date, report: Report, scheduler: str | None = None, processes: int | None = None, **options
) -> dict[str, TakenOfCouncil | AnalysisError]:
    """Take in the files of many councils: ``folder`` holds a folder for each, called by its name or code.

    Parameters
    ----------
    scheduler, processes
        As ``each_council`` takes them.
    options
        As ``store.taking_in.take_in`` takes them.

    Returns
    -------
    dict of str to TakenOfCouncil or AnalysisError
        By council; one whose files are refused is there with its failure, and the others are taken in.

    Raises
    ------
    InvalidData
        If there is no folder, something beside folders, or two folders of one council.
    UnknownAuthority
        If a folder is called as no council is.
    """
    folders = _folders(folder, options.get("made_up", False))
    # The key is made before the first of many asks for it.
    store_key()
    work = partial(_take_in, {council: folders[council] for council in folders}, taken_date, options)
    return each_council(work, _largest_first(folders), report, scheduler, processes)


def caseload_tables_of_each(
    councils: list[str] | None, report: Report, scheduler: str | None = None, processes: int | None = None
) -> dict[str, dict[str, int] | AnalysisError]:
    """Work out every caseload table of councils whose lists are held, and write them as Parquet: ``COUNCIL/TABLE.parquet`` in ``CASELOADS``.

    Parameters
    ----------
    councils
        Slugs; every council with child-level lists where it is ``None``.
    scheduler, processes
        As ``each_council`` takes them.

    Returns
    -------
    dict of str to dict or AnalysisError
        Rows by table, by council; one that lacks a list is there with its failure.
    """
    return each_council(_work_out, councils_with_records() if councils is None else councils, report, scheduler, processes)


def _folders(folder: Path, made_up: bool) -> dict[str, Path]:
    found = given_files([folder]) if folder.is_dir() else []
    problems = [
        Problem(path.name, "stands beside the folders of councils", "Put it into the folder of its council.")
        for path in found
        if path.is_file()
    ]
    if not found:
        problems = [Problem(str(folder), "holds no folder", "Name a folder that holds one for each council, called by its name.")]
    folders: dict[str, Path] = {}
    for path in found:
        council = council_slug(path.name, made_up) if path.is_dir() else path.name
        if council in folders:
            problems.append(
                Problem(path.name, f"is of {council}, as {folders[council].name} is", "Put the files of a council into one folder.")
            )
        folders[council] = path.resolve()
    if problems:
        raise InvalidData(problems)
    return folders


def _largest_first(folders: dict[str, Path]) -> list[str]:
    """Councils by the bytes of their files, so that no process is left alone with the largest."""
    size = {council: sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) for council, path in folders.items()}
    return sorted(folders, key=lambda council: (-size[council], council))


def _take_in(folders: dict[str, Path], taken_date: date, options: dict, council: str) -> TakenOfCouncil:
    done = take_in([folders[council]], council, taken_date, **options)
    return TakenOfCouncil(
        {one.intake.id: sum(one.intake.rows.values()) for one in done.kept if not one.unchanged},
        [one.intake.id for one in done.kept if one.unchanged],
        sum(len(one.refused) for one in done.taken),
        sum(len(one.doubts) for one in done.taken),
        done.problems_file,
    )


def _work_out(council: str) -> dict[str, int]:
    lists = {table: read_every(council, table) for table in LISTS if in_force(council, table)}
    if not lists:
        raise UnknownIntake(
            f'The store holds no child-level list of "{council}". Take Annex A in with: analysis ingest FILES --authority NAME'
        )
    day = drawn_days(lists)[-1].date()
    judged_by = JudgedBy(
        Thresholds(threshold("caseload_children", day), threshold("caseload_newly_qualified", day)),
        {name: threshold(name, day) for name in LIMITS},
        threshold("social_worker_cost_gbp", day),
        case_weights(council, [service.name for service in SERVICES], day),
    )
    tables = every_table(lists, read_every(council, "workers"), judged_by)
    with staged(project_root() / CASELOADS / council, mode=OWNER_ALONE) as staging, duckdb.connect(config={"threads": 1}) as connection:
        for name, table in tables.items():
            connection.register("worked_out", table.assign(authority=council))
            target = str(staging / f"{name}.parquet").replace("'", "''")
            connection.execute(f"copy worked_out to '{target}' (format parquet, compression zstd)")
            connection.unregister("worked_out")
    return {name: len(table) for name, table in tables.items()}
