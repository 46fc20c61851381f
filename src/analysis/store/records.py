"""Records of a council kept as Parquet, a folder an intake: put there whole, told apart from what was there, and read with DuckDB."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from analysis.catalogue.returns import ReturnList, list_of_table
from analysis.errors import PackNotWritable, UnknownIntake
from analysis.ingest.records import TakenReturn
from analysis.ingest.records.cells import DTYPES
from analysis.ingest.records.identifiers import identifier_key
from analysis.ingest.records.taking import same_files
from analysis.store.intakes import NOTE, Intake, anything_held, in_force, intake_of, intakes, store_folder
from analysis.store.staging import OWNER_ALONE, alone, staged

KEY = ".identifiers.key"
REMEDY = "Take it in with: analysis ingest FILES --authority NAME"


@dataclass(frozen=True)
class KeptReturn:
    """What taking a return in did to the store; ``unchanged`` if it held the same files already."""

    intake: Intake
    unchanged: bool


def store_key() -> bytes:
    """The key by which identifiers are hashed: made with the first intake, beside the store, where git ignores it.

    Raises
    ------
    IdentifierKeyMissing
        If something is held and the key is gone.
    """
    with writable(), alone(store_folder() / KEY):
        return identifier_key(store_folder() / KEY, must_exist=anything_held())


@contextmanager
def writable() -> Iterator[None]:
    """Whatever keeps the store from being written, a full disk above all, as one failure."""
    try:
        store_folder().mkdir(mode=OWNER_ALONE, parents=True, exist_ok=True)
        yield
    except (OSError, duckdb.IOException) as error:
        remedy = "What was there before is as it was. Free the disk, or make the folder writable, and try again."
        raise PackNotWritable(f"{store_folder()} cannot be written: {error}. {remedy}") from error


def keep(
    taken: list[TakenReturn], authority: str, taken_date: date, made_up: bool = False, report: Callable[[str], None] = lambda line: None
) -> list[KeptReturn]:
    """Put returns into the store, each in one step; one whose files are held already changes nothing.

    A return of a period that is held replaces it: the older one stays, and counts no more. Of two runs for one council the second waits.

    Parameters
    ----------
    made_up
        Whether no real child is in them.

    Raises
    ------
    PackNotWritable
        If the store cannot be written; it is as it was.
    """
    with writable(), alone(store_folder() / authority, report), _duckdb() as connection:
        return [_keep_one(one, authority, taken_date, made_up, connection) for one in taken]


def _keep_one(taken: TakenReturn, authority: str, taken_date: date, made_up: bool, connection: duckdb.DuckDBPyConnection) -> KeptReturn:
    earlier = [one for one in intakes(authority, taken.kind.key) if one.end_date == taken.period.end]
    if earlier and same_files(earlier[-1].files, taken.files):
        return KeptReturn(earlier[-1], True)
    changes = {}
    for name, table in taken.tables.items():
        replaced = [one for one in earlier if name in one.rows]
        if replaced:
            changes[name] = difference(_of_intake(replaced[-1], name, connection), table, list_of_table(name)[1])
    intake = Intake(
        authority=authority,
        kind=taken.kind.key,
        start_date=taken.period.start,
        end_date=taken.period.end,
        number=max((one.number for one in earlier), default=0) + 1,
        files=taken.files,
        rows={name: len(table) for name, table in taken.tables.items()},
        taken_date=taken_date,
        made_up=made_up,
        quality=taken.quality.to_dict("records"),
        rules=taken.rules.to_dict("records"),
        changes=changes,
    )
    with staged(intake.folder, mode=OWNER_ALONE) as staging:
        for name, table in taken.tables.items():
            _write(table, staging / f"{name}.parquet", connection)
        (staging / NOTE).write_text(intake.noted(), encoding="utf-8")
    return KeptReturn(intake, False)


def difference(before: pd.DataFrame, after: pd.DataFrame, entry: ReturnList) -> dict[str, int]:
    """Rows that came, went and changed between two versions of one list.

    A row is the same by what the declaration says it is known by; where several have that in common, they are counted as one that changed
    if any of them differs.
    """
    if not entry.row:
        same = before.reset_index(drop=True).equals(after.reset_index(drop=True))
        return {"added": 0, "gone": 0, "changed": 0 if same else len(after)}
    known, others = [*entry.row], [column for column in after if column not in entry.row]
    digests = []
    for table in (before, after):
        hashes = pd.util.hash_pandas_object(table[others], index=False).astype("uint64") if others else pd.Series(0, index=table.index)
        # A sum does not mind the order in which rows of one key stand.
        digests.append(hashes.groupby([table[name] for name in known], dropna=False).sum())
    one, other = digests
    both = one.index.intersection(other.index)
    return {
        "added": len(other.index.difference(one.index)),
        "gone": len(one.index.difference(other.index)),
        "changed": int((one.loc[both] != other.loc[both]).sum()),
    }


def remove(identifier: str, report: Callable[[str], None] = lambda line: None) -> Intake:
    """Take an intake out of the store; one that it had replaced counts again.

    Raises
    ------
    UnknownIntake
        If none is called so.
    """
    intake = intake_of(identifier)
    with writable(), alone(store_folder() / intake.authority, report):
        # Out of sight in one step, and then away.
        gone = intake.folder.with_name(f".{intake.name}.removed")
        shutil.rmtree(gone, ignore_errors=True)
        intake.folder.rename(gone)
        shutil.rmtree(gone)
    return intake


def read(authority: str, table: str, on: date | None = None) -> pd.DataFrame:
    """One typed table of a council as it is in force.

    Of lists that are drawn on a day (Annex A, workforce, carers, placement costs) it is the last by ``on``. Of returns of a year it is every
    year that had begun by ``on``, the later return counting where two tell of one row: a spell open at the end of a year is the next return's.

    Parameters
    ----------
    authority
        Slug of the council.
    table
        As ``catalogue.returns`` names it.
    on
        Without it, all that is held counts.

    Returns
    -------
    pandas.DataFrame
        Columns as declared, and ``as_at_date`` (day of the list) or ``return_date`` (last day of the return's year). Identifiers are
        hashes, dates ``datetime64``.

    Raises
    ------
    UnknownReturn
        If no return gives such a table.
    UnknownIntake
        If none is held, or none by the day.
    """
    kind, entry = list_of_table(table)
    held = in_force(authority, table, on)
    if not held:
        by = f" by {on.isoformat()}" if on else ""
        raise UnknownIntake(f'The store holds no {entry.title} of "{authority}"{by}. {REMEDY}')
    if kind.period == "as_at":
        return _of_intakes(held[-1:], table, "as_at_date")
    rows = _of_intakes(held, table, "return_date")
    return joined(rows, entry) if kind.period == "year_to_31_march" else rows


def read_every(authority: str, table: str) -> pd.DataFrame:
    """One typed table of a council for every day or year that is held, one below the other, as ``read`` gives each.

    Raises
    ------
    UnknownReturn, UnknownIntake
        As ``read`` does.
    """
    kind, entry = list_of_table(table)
    held = in_force(authority, table)
    if not held:
        raise UnknownIntake(f'The store holds no {entry.title} of "{authority}". {REMEDY}')
    return _of_intakes(held, table, "as_at_date" if kind.period == "as_at" else "return_date")


def joined(rows: pd.DataFrame, entry: ReturnList) -> pd.DataFrame:
    """Rows of a list of returns of several years as one: the last that tells of a row counts; what was open and is not told of again has gone."""
    newest = rows.sort_values("return_date", kind="stable").drop_duplicates([*entry.row], keep="last")
    if entry.end is not None:
        years = sorted(rows["return_date"].unique())
        follows = dict(zip(years, years[1:], strict=False))
        superseded = newest[entry.end].isna() & newest["return_date"].isin(list(follows))
        newest = newest[~superseded]
    return newest.sort_values([*entry.row], kind="stable").reset_index(drop=True)


def _duckdb() -> duckdb.DuckDBPyConnection:
    """A connection of one thread: a council's tables are small, and several councils are read at once by processes."""
    return _connection(os.getpid()).cursor()


@cache
def _connection(process: int) -> duckdb.DuckDBPyConnection:
    """Made once a process, and anew in one that is forked: it takes longer to make than most tables to read."""
    return duckdb.connect(config={"threads": 1})


def _of_intakes(held: list[Intake], table: str, day_column: str) -> pd.DataFrame:
    with _duckdb() as connection:
        parts = [_of_intake(one, table, connection).assign(**{day_column: pd.Timestamp(one.end_date).as_unit("us")}) for one in held]
    return pd.concat(parts, ignore_index=True)


def _of_intake(intake: Intake, table: str, connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    found = connection.execute("select * from read_parquet(?)", [str(intake.folder / f"{table}.parquet")]).df()
    kinds = {column.field: column.type for column in list_of_table(table)[1].kept}
    return found.astype({name: DTYPES.get(kinds[name], "str") for name in found})


def _write(table: pd.DataFrame, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    connection.register("whole", table)
    target = str(path).replace("'", "''")
    connection.execute(f"copy whole to '{target}' (format parquet, compression zstd)")
