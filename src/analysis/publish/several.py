"""Packs of several councils in one run, here or on a cluster: one that fails is named, and the others stand."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from analysis.errors import AnalysisError, NoCluster
from analysis.publish.kernels.manager import Kernels
from analysis.publish.limits import Effort
from analysis.publish.pack import Published

Report = Callable[[str], None]


@dataclass
class AllPublished:
    """What a run for many councils came to: packs by slug, failures by slug, and the index of all."""

    index: Path
    packs: dict[str, Published] = field(default_factory=dict)
    failures: dict[str, AnalysisError] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """What holds for every pack of a run; it goes to the workers of a cluster too.

    Attributes
    ----------
    root, policy, effort, force
        The project's folder, and as ``publish`` takes them.
    make
        Function of a module that makes the pack of a council: it is given the order, the slug, the kernels of the run, how many notebooks to
        execute at once, and who is told of each step.
    state_of
        Function of a module that tells, from the order and a slug, the state of everything that can change a pack.
    states, quarters
        That state, and the quarter of a pack that has one, by slug.
    only
        The one page to make again; ``None`` for all.
    packs_at_once
        How many packs are made side by side on this machine; of one alone the notebooks are.
    """

    root: Path
    policy: str
    effort: Effort
    force: bool
    make: Callable
    state_of: Callable
    states: dict[str, object]
    quarters: dict[str, str] = field(default_factory=dict)
    only: str | None = None
    packs_at_once: int = 1


def packs_of(order: Order, names: dict[str, str], report: Report, scheduler: str | None) -> dict[str, Published | AnalysisError]:
    """Each council's pack, or why it failed, by slug.

    Parameters
    ----------
    order
        What holds for every pack.
    names
        What the councils are called, by slug.
    report
        Told of each pack of several, or of each step of one.
    scheduler
        Address of a Dask scheduler whose workers make the packs; here where it is ``None``.

    Raises
    ------
    NoCluster
        If the scheduler cannot be used.
    """
    if scheduler is None:
        return _made_here(order, names, report)
    if find_spec("distributed") is None:
        raise NoCluster(
            'A Dask cluster needs the package "distributed". Install it with: pip install "childrens-services-analysis[cluster]".'
        )
    from analysis.publish.cluster import made_on_cluster

    return made_on_cluster(scheduler, order, names, report)


def _made_here(order: Order, names: dict[str, str], report: Report) -> dict[str, Published | AnalysisError]:
    several = len(names) > 1
    at_once = order.packs_at_once if several else 1
    jobs = 1 if at_once > 1 else order.effort.jobs
    outcomes: dict[str, Published | AnalysisError] = {}
    with Kernels(order.effort.warm) as kernels, ThreadPoolExecutor(max_workers=at_once) as pool:
        steps = (lambda line: None) if several else report
        waiting = {pool.submit(make_or_fail, order, slug, kernels, jobs, steps): slug for slug in names}
        try:
            for number, future in enumerate(as_completed(waiting), start=1):
                slug = waiting[future]
                outcomes[slug] = future.result()
                if several:
                    report(progress_of(names[slug], outcomes[slug], number, len(names)))
        except BaseException:
            kernels.stop()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return outcomes


def make_or_fail(order: Order, slug: str, kernels: Kernels, jobs: int, report: Report) -> Published | AnalysisError:
    """A council's pack, or the failure that kept it from being made; the pack that stood before then stands still."""
    try:
        return order.make(order, slug, kernels, jobs, report)
    except AnalysisError as failure:
        return failure


def progress_of(name: str, outcome: Published | AnalysisError, number: int, of: int) -> str:
    """The line that tells of a council's pack in a run for many."""
    how = "failed" if isinstance(outcome, AnalysisError) else "published" if outcome.built else "as it was"
    return f"{name}: {how} ({number} of {of})"


def all_published(index: Path, order: list[str], outcomes: dict[str, Published | AnalysisError]) -> AllPublished:
    """What a run came to, packs and failures each in the order in which councils were named."""
    packs = {slug: outcomes[slug] for slug in order if isinstance(outcomes[slug], Published)}
    return AllPublished(index, packs, {slug: outcomes[slug] for slug in order if slug not in packs})
