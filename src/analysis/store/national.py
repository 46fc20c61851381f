"""The national statistics that have been taken in, one Parquet file a release, asked with DuckDB."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd

from analysis.catalogue.authorities import authority, resolve
from analysis.catalogue.national import release_of, releases
from analysis.catalogue.national.areas import area_name
from analysis.catalogue.project import project_root
from analysis.errors import AnalysisError, UnknownRelease
from analysis.ingest.national import Taken, take_file
from analysis.ingest.national.education import KEY
from analysis.store.national_state import FOLDER, HELD, entries_held

DOWNLOADS = Path("data/raw/national")
REVISIONS = [*KEY, "value_before", "symbol_before", "value", "symbol", "file_before", "file"]
_TABLE_KEYS = {"figures": tuple(KEY), "inspections": ("area", "inspection_date"), "neighbours": ("area", "place")}
_REMEDY = "Take it in with: analysis ingest national FILE"


@dataclass(frozen=True)
class KeptRelease:
    """What taking a file in did to the store."""

    release: str
    file: str
    rows: int
    unchanged: bool
    revisions: pd.DataFrame
    remarks: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        title = release_of(self.release).title
        if self.unchanged:
            return f"{self.file}: {title}, held already."
        revised = f"; {len(self.revisions):,} figures differ from the file held before" if len(self.revisions) else ""
        return f"{self.file}: {title}, {self.rows:,} figures{revised}."


def downloads_folder() -> Path:
    """Folder for the files as downloaded."""
    return project_root() / DOWNLOADS


def store_folder() -> Path:
    """Folder of the national statistics that are held."""
    return project_root() / FOLDER


def keep(taken: Taken, taken_date: date) -> KeptRelease:
    """Put what a file gave into the store.

    Where the store holds the release already, the file with the newer last year counts, and of two with the same last year the one taken
    in last. Figures that only the older has are kept; those that differ are kept as revisions with both values.
    """
    folder = store_folder()
    folder.mkdir(parents=True, exist_ok=True)
    held = entries_held(folder)
    key = taken.release.key
    entry = held.setdefault(key, {"files": [], "remarks": []})
    if any(file["sha256"] == taken.sha256 for file in entry["files"]):
        return KeptRelease(key, taken.file, 0, True, pd.DataFrame(columns=REVISIONS))
    revisions, rows = [], 0
    for name, table in taken.tables.items():
        path = folder / f"{key}.parquet"
        before = _read(path) if path.is_file() else None
        merged, revised = _merged(before, table, name, entry, taken.file)
        _write(merged, path)
        revisions.append(revised)
        rows += len(table)
    revised = pd.concat(revisions, ignore_index=True) if revisions else pd.DataFrame(columns=REVISIONS)
    if len(revised):
        path = folder / "revisions.parquet"
        _write(pd.concat([_read(path), revised], ignore_index=True) if path.is_file() else revised, path)
    published = taken.published_date.isoformat() if taken.published_date else None
    entry["files"].append({"file": taken.file, "sha256": taken.sha256, "taken_date": taken_date.isoformat(), "published_date": published})
    entry["tables"] = [*taken.tables]
    entry["span"] = _span(folder / f"{key}.parquet", entry["tables"][0]) if entry["tables"] else [None, None, 0, 0]
    entry["remarks"] = [str(remark) for remark in taken.remarks]
    (folder / HELD).write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return KeptRelease(key, taken.file, rows, False, revised, entry["remarks"])


def take_all(paths: list[Path], taken_date: date, published_date: date | None = None) -> tuple[list[KeptRelease], list[AnalysisError]]:
    """Take files in one after the other; a file that cannot be used is a failure in the second list and the others stand.

    Parameters
    ----------
    paths
        The files.
    taken_date
        The day on which they are taken in.
    published_date
        The day on which they were published, where a file does not state it itself: a CSV file never does.
    """
    kept, failed = [], []
    for path in paths:
        try:
            taken = take_file(path)
            kept.append(keep(replace(taken, published_date=taken.published_date or published_date), taken_date))
        except AnalysisError as failure:
            failed.append(failure)
    return kept, failed


def _merged(before: pd.DataFrame | None, now: pd.DataFrame, name: str, entry: dict, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both versions of a table as one, the later first, and the figures in which they differ."""
    none = pd.DataFrame(columns=REVISIONS)
    if before is None or name == "neighbours":  # another year's model replaces the whole list
        return now, none
    key = [*_TABLE_KEYS[name]]
    file_before = entry["files"][-1]["file"] if entry["files"] else ""
    later, earlier = now, before
    if name == "figures" and now["year"].max() < before["year"].max():
        later, earlier, file, file_before = before, now, file_before, file
    both = pd.concat([later, earlier], ignore_index=True).drop_duplicates(key)
    if name != "figures":
        return both.sort_values(key).reset_index(drop=True), none
    pair = earlier[[*key, "value", "symbol"]].merge(later[[*key, "value", "symbol"]], on=key, suffixes=("_before", ""))
    differs = pair["value"].ne(pair["value_before"]) & ~(pair["value"].isna() & pair["value_before"].isna())
    differs |= pair["symbol"].fillna("").ne(pair["symbol_before"].fillna(""))
    return both, pair[differs].assign(file_before=file_before, file=file)[REVISIONS]


def held_releases() -> pd.DataFrame:
    """Releases in the store, in the catalogue's order.

    Returns
    -------
    pandas.DataFrame
        One row a release: ``release``, ``title``, ``publisher``, ``licence``, ``first_year``, ``last_year`` (missing where a release
        has no years), ``councils``, ``rows``, ``file``, ``published_date``, ``taken_date``, ``remarks`` (a list of texts).
    """
    folder = store_folder()
    rows = []
    held = entries_held(folder)
    for key in sorted(held, key=[release.key for release in releases()].index):
        entry = held[key]
        release, last = release_of(key), entry["files"][-1]
        first_year, last_year, councils, count = entry["span"]
        rows.append(
            {
                "release": key,
                "title": release.title,
                "publisher": release.publisher,
                "licence": release.licence,
                "first_year": first_year,
                "last_year": last_year,
                "councils": councils,
                "rows": count,
                "file": last["file"],
                "published_date": last["published_date"],
                "taken_date": last["taken_date"],
                "remarks": entry["remarks"],
            }
        )
    columns = ["release", "title", "publisher", "licence", "first_year", "last_year", "councils", "rows", "file", "published_date"]
    found = pd.DataFrame(rows, columns=[*columns, "taken_date", "remarks"]).astype({"first_year": "Int64", "last_year": "Int64"})
    return found.assign(told=[_told(row) for row in found.to_dict("records")])


def _told(row: dict) -> str:
    years = f", {row['first_year']} to {row['last_year']}" if pd.notna(row["first_year"]) else ""
    councils = f", {row['councils']} councils" if row["councils"] else ""
    notes = f", {len(row['remarks'])} notes" if row["remarks"] else ""
    return f"{row['release']}: {row['title']}{years}{councils}, {row['rows']:,} rows, from {row['file']}{notes}"


def held_of(text: str) -> pd.DataFrame:
    """What the store holds of one council: ``release``, ``first_year``, ``last_year``, ``figures``, ``symbols`` (how many have a symbol).

    Figures that the council returns together with another count, and are marked ``joint``.

    Raises
    ------
    UnknownAuthority
        If no council is called so.
    UnknownRelease
        If the store holds nothing.
    """
    council = resolve(text)
    figures = national_figures(areas=[council.slug, *joint_areas(council.slug)])
    rows = []
    for (release, joint), own in figures.groupby(["release", figures["area_level"] == "joint"], sort=False):
        years = (int(own["year"].min()), int(own["year"].max()))
        hidden = int(own["value"].isna().sum())
        told = f"{release}: {years[0]} to {years[1]}, {len(own):,} figures, of which {hidden:,} are not given"
        told += f" (together with {area_name(_other(own['area'].iloc[0], council.slug))})" if joint else ""
        rows.append(
            {
                "release": release,
                "first_year": years[0],
                "last_year": years[1],
                "figures": len(own),
                "symbols": hidden,
                "joint": joint,
                "told": told,
            }
        )
    return pd.DataFrame(rows, columns=["release", "first_year", "last_year", "figures", "symbols", "joint", "told"])


def _other(area: str, slug: str) -> str:
    return "+".join(one for one in area.split("+") if one != slug)


def joint_areas(slug: str) -> list[str]:
    """Areas under which a council returns figures together with another."""
    return ["+".join(sorted((slug, entry.with_authority))) for entry in authority(slug).joint_returns]


def national_figures(
    measures: Iterable[str] | None = None,
    areas: Iterable[str] | None = None,
    releases: Iterable[str] | None = None,
    until: date | None = None,
) -> pd.DataFrame:
    """Figures of the store in its tidy form, one row each, oldest first.

    Parameters
    ----------
    measures, areas
        Which; all without them.
    releases
        Keys of the releases to read; all that are held without them. Fewer are faster.
    until
        Last day that a figure may be of: a pack shows nothing later than its own quarter.

    Raises
    ------
    UnknownRelease
        If the store holds no such release, or none at all.
    """
    files = _figure_files(None if releases is None else list(releases))
    if not files:
        named = "" if releases is None else f" of {', '.join(releases) or 'those releases'}"
        raise UnknownRelease(f"The store holds no national figures{named}. {_REMEDY}")
    wanted: dict[str, list] = {"measure": list(measures) if measures is not None else [], "area": list(areas) if areas is not None else []}
    conditions = [f"{column} in ({', '.join('?' * len(values))})" for column, values in wanted.items() if values]
    values = [value for chosen in wanted.values() for value in chosen]
    if until is not None:
        conditions.append("end_date <= ?")
        values.append(until)
    where = f" where {' and '.join(conditions)}" if conditions else ""
    with duckdb.connect() as connection:
        query = f'select * from read_parquet(?){where} order by release, measure, "group", breakdown, year, area'
        return connection.execute(query, [[str(file) for file in files], *values]).df()


def national_inspections(areas: Iterable[str] | None = None, until: date | None = None) -> pd.DataFrame:
    """Inspections and visits, oldest first; without areas all of England.

    Raises
    ------
    UnknownRelease
        If the store holds none.
    """
    path = store_folder() / "inspections.parquet"
    if not path.is_file():
        raise UnknownRelease(f"The store holds no list of inspections. {_REMEDY}")
    found = _read(path)
    if areas is not None:
        found = found[found["area"].isin(list(areas))]
    if until is not None:
        found = found[found["published_date"] <= pd.Timestamp(until)]
    return found.reset_index(drop=True)


def national_neighbours(area: str) -> pd.DataFrame:
    """The ten statistical neighbours of a council: ``neighbour``, ``place``, ``closeness``; no row if the model has none.

    Raises
    ------
    UnknownRelease
        If the store holds no neighbours.
    """
    path = store_folder() / "statistical_neighbours.parquet"
    if not path.is_file():
        raise UnknownRelease(f"The store holds no statistical neighbours. {_REMEDY}")
    found = _read(path)
    return found[found["area"] == area].sort_values("place").drop(columns="area").reset_index(drop=True)


def last_day_held() -> date:
    """The last day that any figure or inspection of the store is of.

    Raises
    ------
    UnknownRelease
        If the store holds none.
    """
    files = _figure_files(None)
    if not files:
        raise UnknownRelease(f"The store holds no national figures. {_REMEDY}")
    with duckdb.connect() as connection:
        query = "select max(end_date) from read_parquet(?) where value is not null"
        return connection.execute(query, [[str(file) for file in files]]).fetchone()[0].date()


def first_days_given() -> pd.DataFrame:
    """The first day that each release gives any figure of an area for: ``release``, ``area``, ``first_date``."""
    files = _figure_files(None)
    if not files:
        return pd.DataFrame(columns=["release", "area", "first_date"])
    with duckdb.connect() as connection:
        query = "select release, area, min(end_date) as first_date from read_parquet(?) where value is not null group by all order by all"
        return connection.execute(query, [[str(file) for file in files]]).df()


def digest_of_release(release: str, until: date | None) -> str:
    """SHA-256 of what a release holds up to a day, so that a page can say what it was made from; later years change nothing."""
    path = store_folder() / f"{release}.parquet"
    state = path.stat()
    return _digest_of_table(path, state.st_mtime_ns, state.st_size, _TABLE_KEYS[entries_held(store_folder())[release]["tables"][0]], until)


@lru_cache(maxsize=256)
def _digest_of_table(path: Path, written: int, size: int, key: tuple[str, ...], until: date | None) -> str:
    """The digest of one state of a file: a run for many councils asks for each release many times."""
    table = _read(path)
    day = next((column for column in ("end_date", "published_date") if column in table), None)
    if until is not None and day is not None:
        table = table[table[day] <= pd.Timestamp(until)]
    table = table.sort_values([*key])
    return hashlib.sha256(table.to_csv(index=False, lineterminator="\n").encode("utf-8")).hexdigest()


def revisions() -> pd.DataFrame:
    """Figures that a later file of the same release changed, with both values."""
    path = store_folder() / "revisions.parquet"
    return _read(path) if path.is_file() else pd.DataFrame(columns=REVISIONS)


def _figure_files(releases: list[str] | None) -> list[Path]:
    folder = store_folder()
    held = [key for key, entry in entries_held(folder).items() if "figures" in entry["tables"]]
    return [folder / f"{key}.parquet" for key in held if releases is None or key in releases]


def _span(path: Path, table: str) -> list[int | None]:
    """First and last year, councils and rows of a table; no years where it has none."""
    years = "min(year), max(year)" if table == "figures" else "null, null"
    level = " filter (where area_level = 'council')" if table == "figures" else ""
    with duckdb.connect() as connection:
        query = f"select {years}, count(distinct area){level}, count(*) from read_parquet(?)"
        return list(connection.execute(query, [str(path)]).fetchone())


def _read(path: Path) -> pd.DataFrame:
    with duckdb.connect() as connection:
        return connection.execute("select * from read_parquet(?)", [str(path)]).df()


def _write(table: pd.DataFrame, path: Path) -> None:
    """Write a table in one step, so that a run that is stopped leaves the last good file."""
    whole = path.with_suffix(".part")
    with duckdb.connect() as connection:
        connection.register("whole", table)
        target = str(whole).replace("'", "''")
        connection.execute(f"copy whole to '{target}' (format parquet, compression zstd)")
    whole.replace(path)
