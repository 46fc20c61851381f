"""Packs, or other work for each of several councils, spread over a Dask cluster: a council a task, each pack whole or absent.

Workers need this package, in the same version, and the project's folder at the same path: they write packs where a run of one machine
writes them. A worker that is killed costs its council a second try on another; nothing half-made of it is ever seen as a pack.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client, WorkerPlugin, as_completed, get_worker
from distributed.scheduler import KilledWorker

from analysis.errors import AnalysisError, CouncilFailed, NoCluster, PackFailed
from analysis.publish.kernels.manager import Kernels
from analysis.publish.pack import Published
from analysis.publish.several import Order, make_or_fail, progress_of

SECONDS_TO_CONNECT = 20
SECONDS_FOR_A_WORKER = 60
KERNELS = "analysis-kernels"


class KernelsOfWorker(WorkerPlugin):
    """The kernels of one worker, from its start to the end of the run.

    Parameters
    ----------
    root
        Folder of the project.
    warm
        As ``Kernels`` takes it.
    """

    name = KERNELS

    def __init__(self, root: Path, warm: bool):
        self.root, self.warm = root, warm

    def setup(self, worker) -> None:
        """Start what kernels are forked from."""
        os.environ["ANALYSIS_PROJECT"] = str(self.root)
        self.kernels = Kernels(self.warm)

    def teardown(self, worker) -> None:
        """Leave no kernel."""
        self.kernels.__exit__()


def made_on_cluster(
    scheduler: str, order: Order, names: dict[str, str], report: Callable[[str], None]
) -> dict[str, Published | AnalysisError]:
    """Each council's pack, or why it failed, by slug.

    Parameters
    ----------
    scheduler
        Its address, such as ``tcp://10.0.0.1:8786``.
    order, names, report
        What holds for every pack, what the councils are called, by slug, and who is told of each.

    Raises
    ------
    NoCluster
        If the scheduler does not answer or has no worker.
    """
    outcomes: dict[str, Published | AnalysisError] = {}
    with _connected(scheduler) as client:
        client.register_plugin(KernelsOfWorker(order.root, order.effort.warm))
        run = uuid.uuid4().hex
        waiting = {client.submit(_made_on_worker, order, slug, key=f"{slug}-{run}"): slug for slug in names}
        try:
            for number, future in enumerate(as_completed(waiting, loop=client.loop), start=1):
                slug = waiting[future]
                outcomes[slug] = _outcome(future)
                report(progress_of(names[slug], outcomes[slug], number, len(names)))
        finally:
            client.cancel(list(waiting))
            client.unregister_worker_plugin(KERNELS)
    return outcomes


def on_workers(scheduler: str, one: Callable[[str], object], councils: list[str]) -> Iterator[tuple[str, object | AnalysisError]]:
    """What a function gives for each council, as they end; for one of which every worker that tried was lost, that failure.

    Raises
    ------
    NoCluster
        If the scheduler does not answer or has no worker.
    """
    with _connected(scheduler) as client:
        run = uuid.uuid4().hex
        waiting = {client.submit(one, council, key=f"{council}-{run}"): council for council in councils}
        try:
            for future in as_completed(waiting, loop=client.loop):
                try:
                    outcome = future.result()
                except KilledWorker as error:
                    outcome = CouncilFailed(f"Every worker that tried was lost: {error}. Most often its memory was not enough.")
                yield waiting[future], outcome
        finally:
            client.cancel(list(waiting))


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    try:
        client = Client(scheduler, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        remedy = "Start one with: dask scheduler, and give the address that it prints."
        raise NoCluster(f"No Dask scheduler answers at {scheduler} ({error}). {remedy}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS_FOR_A_WORKER)
        except TimeoutError as error:
            raise NoCluster(f"The Dask scheduler at {scheduler} has no worker. Start some with: dask worker {scheduler}.") from error
        yield client


def _made_on_worker(order: Order, slug: str) -> Published | str:
    """The pack of a council, or what its failure says: a failure as text, since not every one survives the way back."""
    worker = get_worker()
    if order.state_of(order, slug) != order.states[slug]:
        return f"The worker {worker.address} has other code, data or notebooks than the machine that asked. Bring it up to date."
    made = make_or_fail(order, slug, worker.plugins[KERNELS].kernels, 1, lambda line: None)
    return str(made) if isinstance(made, AnalysisError) else made


def _outcome(future) -> Published | AnalysisError:
    try:
        made = future.result()
    except KilledWorker as error:
        return PackFailed(f"Every worker that tried was lost: {error}. Most often its memory was not enough.")
    return PackFailed(made) if isinstance(made, str) else made
