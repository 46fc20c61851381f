"""Many made-up councils at once, made in parallel: the files of each in a folder of its own, as many children and workers as England has."""

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from analysis.ingest.made_up_council.chance import quarter_end
from analysis.ingest.made_up_council.council import simulated_council
from analysis.ingest.made_up_council.writing import files_in_bulk, write_return

LEAST_CHILDREN = 60
SPREAD = 0.65
"""Standard deviation of the logarithm of the size of councils: the largest has some thirty times the children of the smallest."""


def write_made_up_councils(
    folder: Path, councils: int, children: int, years: int, until: date, seed: int, processes: int | None = None
) -> dict[str, int]:
    """Write the files of many made-up councils, as ``files_in_bulk`` gives them, a folder a council: ``made-up-001`` and so on.

    Parameters
    ----------
    folder
        A new or empty folder.
    children
        Children in need of all councils together.
    years
        Years of episodes, reviews and workers' cases.
    until
        The end of a quarter.
    seed
        The same seed gives the same files, however many processes make them.
    processes
        How many at once; one for each core without it.

    Returns
    -------
    dict of str to int
        Rows by kind of return.

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
            for kind, count in counted.items():
                rows[kind] = rows.get(kind, 0) + count
    return dict(sorted(rows.items()))


def _sizes(generator: np.random.Generator, councils: int, children: int) -> np.ndarray:
    weights = np.exp(generator.normal(0, SPREAD, councils))
    return np.maximum(LEAST_CHILDREN, np.rint(weights / weights.sum() * children)).astype(int)


def _write_council(task: tuple[Path, str, int, int, int, np.random.SeedSequence]) -> dict[str, int]:
    folder, slug, children, years, last, seed = task
    council = simulated_council(slug, slug, (slug,), children, years, last, seed)
    rows: dict[str, int] = {}
    for kind, place, lists in files_in_bulk(council):
        write_return(folder / slug / place, kind, lists)
        rows[kind] = rows.get(kind, 0) + sum(len(table) for table in lists.values())
    return rows
