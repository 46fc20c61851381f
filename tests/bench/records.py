"""How long records of many councils take: ``python tests/bench/records.py --councils 10 --write``; all of England without ``--councils``.

Made-up councils, as large together as their share of England's 153, are made, taken in, and every caseload table of theirs is worked out. Beside
that: DuckDB's bare scan of the same files, pandas doing the same naively, and England's placements priced, bridged and forecast. ``--write``
puts the table into README.md.
"""

import argparse
import hashlib
import hmac
import json
import os
import platform
import re
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import duckdb
import pandas as pd
from bench.packs import BIN, REPOSITORY, Measured, measure

BEGIN, END = "<!-- bench records -->", "<!-- /bench records -->"
ENGLAND_COUNCILS, ENGLAND_CHILDREN, YEARS = 153, 402_400, 10
FOLDER = Path("data/raw/extracts/many")
IN_DATES, IDENTIFIERS = re.compile(r"date|dob|decom|dec$|start|end|closure", re.IGNORECASE), re.compile(r"unique id|^child$", re.IGNORECASE)


def main() -> None:
    """Measure, print the table, and write it where it was asked for."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--councils", type=int, default=ENGLAND_COUNCILS, help="How many; as many children as their share of England.")
    options.add_argument("--write", action="store_true", help="Put the table into README.md.")
    options.add_argument("--step", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.step:
        {"scan": scan, "naive": naive, "placements": placements}[chosen.step]()
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "data" / "raw").mkdir(parents=True)
        (root / "data" / "raw" / "datapackage.json").write_text("{}", encoding="utf-8")
        measured, rows = steps(root, chosen.councils)
    text = table(measured, rows, chosen.councils)
    print(text)
    if chosen.write:
        readme = REPOSITORY / "README.md"
        before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
        readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def steps(root: Path, councils: int) -> tuple[dict[str, Measured], int]:
    """Each step measured, in turn, and the rows in the files."""
    analysis, own = str(BIN / "analysis"), [sys.executable, str(Path(__file__).resolve()), "--step"]
    children = round(ENGLAND_CHILDREN * councils / ENGLAND_COUNCILS)
    make = [analysis, "synthesise", "--authorities", str(councils), "--children", str(children), "--years", str(YEARS), "--to", str(FOLDER)]
    lines = {
        "made": make,
        "taken in": [analysis, "ingest", str(FOLDER), "--all", "--made-up", "--json"],
        "every caseload table": [analysis, "store", "caseloads", "--json"],
        "DuckDB's bare scan of the files": [*own, "scan"],
        "pandas naively: read, dates, hashes, open cases by team": [*own, "naive"],
        "placements priced, bridged and forecast": [*own, "placements"],
    }
    os.environ["BENCH_COUNCILS"] = str(councils)
    measured = {}
    for title, line in lines.items():
        measured[title] = measure([line], root)
        print(f"{title}: {measured[title].seconds:.1f} s", file=sys.stderr, flush=True)
    files = list((root / FOLDER).rglob("*.csv"))
    return measured, sum(path.read_bytes().count(b"\n") - 1 for path in files)


def scan() -> None:
    """Every cell of every file read as text and counted, by DuckDB on all cores."""
    with duckdb.connect() as connection:
        for name in sorted({path.name for path in FOLDER.rglob("*.csv")}):
            files = [str(path) for path in FOLDER.rglob(name)]
            connection.execute("select count(columns(*)) from read_csv(?, all_varchar = true, union_by_name = true)", [files]).fetchall()


def naive() -> None:
    """What a script does that checks nothing: each file read, its dates turned, each identifier hashed as it stands, open cases counted."""
    for path in FOLDER.rglob("*.csv"):
        rows = pd.read_csv(path, dtype=str)
        for column in rows:
            if IDENTIFIERS.search(column):
                rows[column] = rows[column].map(lambda text: hmac.new(b"key", str(text).encode(), hashlib.sha256).hexdigest())
            elif IN_DATES.search(column):
                rows[column] = pd.to_datetime(rows[column], dayfirst=True, errors="coerce")
        if "children_in_need" in path.name:
            team = next(column for column in rows if "team" in column.casefold())
            closed = next(column for column in rows if "closure date" in column.casefold())
            rows[rows[closed].isna()].groupby(team).size()


def placements() -> None:
    """The placements of one council of the usual size, as often as there are councils: read, priced, bridged and forecast, in processes."""
    from bench.placement_lists import yearly_lists

    files = {}
    with duckdb.connect() as connection:
        for name, rows in zip(("weekly", "quarterly"), yearly_lists(), strict=True):
            files[name] = str(Path(f"{name}.parquet").resolve())
            connection.register("rows", rows)
            connection.execute(f"copy rows to '{files[name]}' (format parquet)")
            connection.unregister("rows")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        counted = list(pool.map(partial(price_one, files), range(int(os.environ["BENCH_COUNCILS"]))))
    print(json.dumps({"open": sum(one[0] for one in counted), "past": sum(one[1] for one in counted)}))


def price_one(files: dict[str, str], seed: int) -> tuple[int, int]:
    """Open and past times at one price of a council, all of them priced, bridged and forecast with ranges."""
    import numpy as np
    from bench.placement_lists import LAST

    from analysis.budget.outturn import drawn_outturn, expected_outturn, known_on
    from analysis.budget.price_volume_mix import price_volume_mix
    from analysis.placements.priced import price_spells, weeks_and_cost

    with duckdb.connect(config={"threads": 1}) as connection:
        weekly, quarterly = (connection.execute("from read_parquet(?)", [files[name]]).df() for name in ("weekly", "quarterly"))
    spells = price_spells(weekly, quarterly)
    years = [(pd.Timestamp(year - 1, 4, 1), pd.Timestamp(year, 3, 31)) for year in (LAST.year - 1, LAST.year)]
    price_volume_mix(*(weeks_and_cost(spells, *year) for year in years))
    known = known_on(spells, pd.Timestamp(LAST.year - 1, 9, 30), *years[1])
    expected_outturn(known)
    drawn_outturn(known, np.random.default_rng(seed), 1_000)
    return int(spells["ended_date"].isna().sum()), int(spells["ended_date"].notna().sum())


def table(measured: dict[str, Measured], rows: int, councils: int) -> str:
    """What each step took, as a table in Markdown."""
    lines = ["| Step | Seconds | Processor seconds | Most memory, MiB | Rows a second |", "| --- | ---: | ---: | ---: | ---: |"]
    for title, one in measured.items():
        a_second = "" if "placements" in title else f"{rows / one.seconds:,.0f}"
        lines.append(f"| {title} | {one.seconds:.1f} | {one.processor_seconds:.1f} | {one.memory_mib:,.0f} | {a_second} |")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    whole = "all of England" if councils == ENGLAND_COUNCILS else f"of England's {ENGLAND_COUNCILS}, with their share of its children"
    lines += [
        "",
        f"{councils} made-up councils, {whole}; {rows:,} rows. {date.today()}, {cores} cores, Python {platform.python_version()}.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
