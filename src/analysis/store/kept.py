"""Tables that need not be worked out twice: kept below ``data/processed`` under a digest of all that they depend on."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import pandas as pd

from analysis.catalogue.project import project_root

PACKAGE = Path(__file__).resolve().parents[1]


def kept_table(kind: str, digest: str, work_out: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """A table as kept under a digest; worked out, and kept in place of older ones, where it is not there or cannot be read.

    Two processes that do it at once both work it out, and either's is whole. A folder that cannot be written keeps nothing.

    Parameters
    ----------
    kind
        What the table is: the name of its folder.
    digest
        Of everything that can change the table.
    work_out
        Gives the table: columns of text, whole numbers, numbers or booleans, and an index of its own.
    """
    path = project_root() / "data" / "processed" / "kept" / kind / f"{digest}.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return pd.DataFrame({name: pd.Series(values, dtype=kept["types"][name]) for name, values in kept["columns"].items()})
    except (OSError, ValueError, KeyError, TypeError):
        table = work_out()
        _keep(table, path)
        return table


def kept_rows(kind: str, digest: str, work_out: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """As ``kept_table``, for a table of many rows, which may hold dates: kept as Parquet, without its index."""
    path = project_root() / "data" / "processed" / "kept" / kind / f"{digest}.parquet"
    with duckdb.connect(config={"threads": 1}) as connection:
        try:
            return connection.execute("select * from read_parquet(?)", [str(path)]).df()
        except duckdb.Error:
            table = work_out()
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                for older in path.parent.glob("*.parquet"):
                    older.unlink(missing_ok=True)
                handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
                os.close(handle)
                connection.register("worked_out", table)
                target = name.replace("'", "''")
                connection.execute(f"copy worked_out to '{target}' (format parquet, compression zstd)")
                Path(name).replace(path)
            except (OSError, duckdb.Error):
                return table
            return table


def digest_of_files(paths: Iterable[Path], folder: Path) -> str:
    """SHA-256 of files with their names below a folder, whatever their order."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path.relative_to(folder).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def digest_of_code(*rooms: str) -> str:
    """SHA-256 of modules and rooms of the package, with what they declare beside their code."""
    files = []
    for room in rooms:
        place = PACKAGE / room
        files += [place] if place.is_file() else [path for path in place.rglob("*") if path.suffix in (".py", ".toml", ".csv")]
    return digest_of_files(files, PACKAGE)


def _keep(table: pd.DataFrame, path: Path) -> None:
    columns = {name: [None if pd.isna(value) else value for value in table[name].tolist()] for name in table}
    content = {"types": {name: str(table[name].dtype) for name in table}, "columns": columns}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for older in path.parent.glob("*.json"):
            older.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False)
        Path(name).replace(path)
    except OSError:
        return
