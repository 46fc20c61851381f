"""The same work for each of several councils, in processes of this machine or on the workers of a Dask cluster: one that fails is named, and the others stand."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

from analysis.catalogue.project import project_root
from analysis.errors import AnalysisError, CouncilFailed, NoCluster

Work = Callable[[str], object]
"""A function of a module, with what it takes besides the council filled in by ``functools.partial``."""
Report = Callable[[str], None]


def each_council(
    work: Work, councils: list[str], report: Report, scheduler: str | None = None, processes: int | None = None
) -> dict[str, object | AnalysisError]:
    """What some work gives for each council, or why it failed, by council in the order given.

    Parameters
    ----------
    work
        Must bear being done twice: a council whose worker is lost is given to another.
    report
        Told of each council as it ends.
    scheduler
        Address of a Dask scheduler whose workers do it; they need this package, in the same version, and the project's folder at the same path.
    processes
        How many at once on this machine; one for each core without it.

    Raises
    ------
    NoCluster
        If the scheduler cannot be used.
    """
    done = _on_cluster(scheduler, work, councils) if scheduler else _here(work, councils, processes or os.cpu_count() or 1)
    outcomes: dict[str, object | AnalysisError] = {}
    for council, outcome in done:
        outcomes[council] = outcome
        how = "failed" if isinstance(outcome, AnalysisError) else "done"
        report(f"{council}: {how} ({len(outcomes)} of {len(councils)})")
    return {council: outcomes[council] for council in councils}


def done_or_failed(work: Work, root: Path, council: str) -> object | AnalysisError:
    """What the work gives for a council, or its failure as one that can travel between processes."""
    os.environ["ANALYSIS_PROJECT"] = str(root)
    try:
        return work(council)
    except AnalysisError as failure:
        return CouncilFailed(str(failure))


def _here(work: Work, councils: list[str], processes: int) -> Iterator[tuple[str, object | AnalysisError]]:
    one = partial(done_or_failed, work, project_root())
    if min(processes, len(councils)) <= 1:
        yield from ((council, one(council)) for council in councils)
        return
    with ProcessPoolExecutor(min(processes, len(councils)), mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(one, council): council for council in councils}
        try:
            yield from ((waiting[future], future.result()) for future in as_completed(waiting))
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _on_cluster(scheduler: str, work: Work, councils: list[str]) -> Iterator[tuple[str, object | AnalysisError]]:
    if find_spec("distributed") is None:
        raise NoCluster(
            'A Dask cluster needs the package "distributed". Install it with: pip install "childrens-services-analysis[cluster]".'
        )
    from analysis.publish.cluster import on_workers

    return on_workers(scheduler, partial(done_or_failed, work, project_root()), councils)
