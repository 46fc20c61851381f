"""Many made-up councils at once, made in parallel, as typed tables: as many children and workers as England has."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from analysis.catalogue.returns import return_of
from analysis.ingest.made_up_council.annex_a import annex_a
from analysis.ingest.made_up_council.chance import as_dates, financial_year_end, quarter_end
from analysis.ingest.made_up_council.council import Council, simulated_council
from analysis.ingest.made_up_council.money import placement_costs
from analysis.ingest.made_up_council.printed import typed
from analysis.ingest.made_up_council.returns import carers, children_looked_after, workforce

LEAST_CHILDREN = 60
SPREAD = 0.65
"""Standard deviation of the logarithm of the size of councils: the largest has some thirty times the children of the smallest."""


def write_made_up_councils(
    folder: Path, councils: int, children: int, years: int, until: date, seed: int, processes: int | None = None
) -> dict[str, int]:
    """Write the typed tables of many made-up councils as Parquet, a file a table and council: ``TABLE/COUNCIL.parquet``.

    Parameters
    ----------
    folder
        A new or empty folder.
    children
        Children in need of all councils together.
    years
        Years of episodes, reviews and workers' cases; the lists of a day are of the last.
    until
        The end of a quarter.
    seed
        The same seed gives the same tables, however many processes make them.
    processes
        How many at once; one for each core without it.

    Returns
    -------
    dict of str to int
        Rows by table.

    Raises
    ------
    UnknownChoice
        If the day ends no quarter.
    """
    last = quarter_end(until)
    sizes = _sizes(np.random.default_rng(seed), councils, children)
    seeds = np.random.SeedSequence(seed).spawn(councils)
    tasks = [
        (folder, f"made-up-{number:03d}", int(size), years, last, own)
        for number, (size, own) in enumerate(zip(sizes, seeds, strict=True), start=1)
    ]
    # The largest first, so that no process is left alone with one.
    tasks.sort(key=lambda task: -task[2])
    rows: dict[str, int] = {}
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for counted in pool.map(_write_council, tasks):
            for table, count in counted.items():
                rows[table] = rows.get(table, 0) + count
    return dict(sorted(rows.items()))


def _sizes(generator: np.random.Generator, councils: int, children: int) -> np.ndarray:
    weights = np.exp(generator.normal(0, SPREAD, councils))
    return np.maximum(LEAST_CHILDREN, np.rint(weights / weights.sum() * children)).astype(int)


def _write_council(task: tuple[Path, str, int, int, int, np.random.SeedSequence]) -> dict[str, int]:
    folder, slug, children, years, last, seed = task
    council = simulated_council(slug, slug, (slug,), children, years, last, seed)
    rows = {}
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        for name, table in council_tables(council):
            (folder / name).mkdir(parents=True, exist_ok=True)
            connection.register("rows", table)
            path = str(folder / name / f"{slug}.parquet").replace("'", "''")
            connection.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
            connection.unregister("rows")
            rows[name] = len(table)
    return rows


def council_tables(council: Council) -> Iterator[tuple[str, pd.DataFrame]]:
    """Typed tables of a council by name, as they are once taken in: episodes of all its years, the lists of its last day.

    Each has ``authority``; identifiers are its own, not hashed; lists of a day have ``as_at_date``.
    """
    day = council.last
    returns = {
        "ssda903": (children_looked_after(council, council.first, day), False),
        "annex-a": (annex_a(council, day), True),
        "workforce": (workforce(council, day), True),
        "carers": (carers(council, day), True),
        "placement-costs": (placement_costs(council, day, financial_year_end(day)), True),
    }
    for kind, (lists, of_a_day) in returns.items():
        entries = {entry.key: entry for entry in return_of(kind).lists}
        for key, fields in lists.items():
            table = typed(entries[key], fields)
            table.insert(0, "authority", council.slug)
            for column in [column for column in table if column in ("child_id", "worker_id", "household_id", "adopter_id")]:
                table[column] = table[column].where(table[column] == "", council.slug + "-" + table[column])
            if of_a_day:
                table["as_at_date"] = as_dates(np.full(len(table), day))
            yield entries[key].table, table
