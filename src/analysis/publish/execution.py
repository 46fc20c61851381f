"""Notebooks executed with papermill, side by side: each in a kernel of its own, each cell within a limit of time."""

import ast
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import papermill
import psutil
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from analysis.errors import AnalysisError, KernelDied, NotebookFailed, OutOfTime, UnknownChoice
from analysis.publish.kernels.manager import KERNEL_NAME, Kernels
from analysis.publish.limits import SECONDS_A_CELL, SHARE_OF_MEMORY

SECONDS_TO_START = 60
MIB = 2**20


@dataclass(frozen=True)
class Task:
    """A notebook to execute, and the values that replace its defaults."""

    name: str
    notebook: Path
    parameters: dict


@dataclass
class Executed:
    """What came of a notebook.

    Attributes
    ----------
    notebook
        The notebook with its outputs.
    seconds
        How long it took, the start of its kernel included.
    chatter
        What libraries wrote to the kernel's error stream, by cell; it is no part of the outputs.
    """

    notebook: nbformat.NotebookNode
    seconds: float
    chatter: list[str] = field(default_factory=list)


def execute_all(
    tasks: Iterable[Task],
    kernels: Kernels,
    jobs: int,
    report: Callable[[str], None] = lambda line: None,
    seconds_a_cell: int = SECONDS_A_CELL,
    finished: Callable[[str, Executed], None] = lambda name, executed: None,
) -> tuple[dict[str, Executed], list[AnalysisError]]:
    """Execute notebooks side by side, in the order given; a notebook that fails does not stop the others.

    Parameters
    ----------
    tasks
        What to execute; put first what takes longest.
    jobs
        Notebooks at once.
    report
        Told of each step in a line.
    seconds_a_cell
        Longest that a cell may take.
    finished
        Told of each notebook that ended well, in the thread that called.

    Returns
    -------
    Every notebook that ended well, by name, and a failure for each other.

    Notes
    -----
    ``KeyboardInterrupt`` in the calling thread kills every kernel and goes on up at once.
    """
    tasks = list(tasks)
    done: dict[str, Executed] = {}
    failures: dict[str, AnalysisError] = {}
    pool = ThreadPoolExecutor(max_workers=jobs)
    running: dict[Future, str] = {}
    try:
        running |= {pool.submit(_told, task, kernels, report, seconds_a_cell): task.name for task in tasks}
        while running:
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                name = running.pop(future)
                try:
                    done[name] = future.result()
                except AnalysisError as failure:
                    failures[name] = failure
                    report(f"{name} failed ({len(done) + len(failures)} of {len(tasks)})")
                    continue
                for line in done[name].chatter:
                    report(f"{name}: {line}")
                report(f"Executed {name} ({len(done) + len(failures)} of {len(tasks)})")
                finished(name, done[name])
    except BaseException:
        kernels.stop()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    return done, [failures[task.name] for task in tasks if task.name in failures]


def execute(
    task: Task, kernels: Kernels, report: Callable[[str], None] = lambda line: None, seconds_a_cell: int = SECONDS_A_CELL
) -> Executed:
    """Run one notebook in its own kernel, from its own folder.

    Raises
    ------
    UnknownChoice
        If a parameter is none of the notebook's.
    NotebookFailed
        If a cell raises, the kernel dies (``KernelDied``) or a cell takes too long (``OutOfTime``); names notebook and cell.
    """
    done, failures = execute_all([task], kernels, 1, report, seconds_a_cell)
    if failures:
        raise failures[0]
    return done[task.name]


def _told(task: Task, kernels: Kernels, report: Callable[[str], None], seconds_a_cell: int) -> Executed:
    """Run a notebook in a thread of its own."""
    report(f"Executing {task.name}")
    try:
        return _executed(task, kernels, seconds_a_cell)
    finally:
        # ``nbclient`` opens an event loop for each thread, and leaves it open.
        ensure_event_loop().close()


def _executed(task: Task, kernels: Kernels, seconds_a_cell: int) -> Executed:
    source = _read(task.notebook)
    _check_parameters(task, source)
    tagged = _parameters_at(source)
    place = _Place(task.notebook, tagged, bool(task.parameters))
    manager = kernels.manager_class
    try:
        executed = papermill.execute_notebook(
            # The notebook and not its path: papermill would read braces in a path as places for parameters.
            source,
            None,
            parameters=task.parameters,
            kernel_name=KERNEL_NAME,
            language="python",
            progress_bar=False,
            extra_arguments=["--log-level=CRITICAL"],
            # Not papermill's own ``cwd``: it changes the folder of this whole process, and notebooks run side by side.
            resources={"metadata": {"path": str(task.notebook.parent)}},
            start_timeout=SECONDS_TO_START,
            execution_timeout=seconds_a_cell,
            kernel_manager_class=manager,
            shutdown_kernel="immediate",
            on_cell_start=place.reached,
        )
    except PapermillExecutionError as error:
        place.reached(None, error.cell_index)
        remedy = f"Open {task.notebook.name} in JupyterLab and run it cell by cell."
        if error.ename in ("MemoryError", "_ArrayMemoryError"):
            raise NotebookFailed(f"{place}: {_out_of_memory(error.evalue)}\n{remedy}") from error
        raise NotebookFailed(f"{place}: {error.ename}: {error.evalue}\n{remedy}") from error
    except CellTimeoutError as error:
        remedy = "Find out what it waits for, or give it longer with --seconds-a-cell."
        raise OutOfTime(f"{place} took longer than {seconds_a_cell} seconds and was ended.\n{remedy}") from error
    except (DeadKernelError, RuntimeError) as error:
        raise KernelDied(_death(place, manager, kernels)) from error
    return Executed(executed, executed.metadata.papermill["duration"], _taken_out(executed, place))


class _Place:
    """The cell that a notebook has reached, counted as JupyterLab shows the notebook: without the cell that papermill puts in."""

    def __init__(self, notebook: Path, tagged: int, injected: bool):
        self.notebook, self.tagged, self.injected = notebook, tagged, injected
        self.cell: int | None = None

    def reached(self, cell, cell_index: int) -> None:
        """Note the cell that begins; as ``nbclient`` calls it."""
        self.cell = self.number(cell_index)

    def number(self, position: int) -> int:
        """Number of the cell at a position of the executed notebook."""
        return position + 1 - int(self.injected and position > self.tagged)

    def __str__(self) -> str:
        return f"notebooks/{self.notebook.name}, " + ("before its first cell" if self.cell is None else f"cell {self.cell}")


def _read(notebook: Path) -> nbformat.NotebookNode:
    try:
        return nbformat.read(notebook, as_version=4)
    except (OSError, ValueError) as error:
        remedy = "Restore it from the last commit."
        raise NotebookFailed(f"notebooks/{notebook.name} cannot be read as a notebook: {error}. {remedy}") from error


def _parameters_at(source: nbformat.NotebookNode) -> int:
    """Position of the cell that is tagged ``parameters``; -1 where there is none, and papermill puts its own first."""
    return next((place for place, cell in enumerate(source.cells) if "parameters" in cell.metadata.get("tags", [])), -1)


def _check_parameters(task: Task, source: nbformat.NotebookNode) -> None:
    """Make sure that the notebook has every parameter: papermill itself only warns of one that nothing reads."""
    tagged = _parameters_at(source)
    known = assigned_names(source.cells[tagged].source) if tagged >= 0 else []
    unknown = [name for name in task.parameters if name not in known]
    if unknown:
        raise UnknownChoice(f"notebooks/{task.notebook.name} has no parameter {', '.join(unknown)}. It has: {', '.join(known) or 'none'}.")


def assigned_names(code: str) -> list[str]:
    """Names that a cell assigns at its top level, in order.

    >>> assigned_names("quarter = '2023-24-Q2'\\ndraws: int = 20_000  # or more")
    ['quarter', 'draws']
    """
    names = []
    for statement in ast.parse(code).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


def _taken_out(executed: nbformat.NotebookNode, place: _Place) -> list[str]:
    """Take what libraries wrote to the error stream out of the outputs, and return it: it is no part of a page."""
    chatter = []
    for position, cell in enumerate(executed.cells):
        outputs = cell.get("outputs", [])
        written = "".join(output.text for output in outputs if output.output_type == "stream" and output.name == "stderr")
        if written:
            cell.outputs = [output for output in outputs if not (output.output_type == "stream" and output.name == "stderr")]
            chatter += [f"cell {place.number(position)} wrote: {line}" for line in written.splitlines() if line.strip()]
    return chatter


def _out_of_memory(told: str) -> str:
    """What a cell was refused, and how much a notebook may hold."""
    most = psutil.virtual_memory().total * SHARE_OF_MEMORY / MIB
    return f"MemoryError: {told or 'it asked for more memory than there is'}. A notebook may hold {most:,.0f} MiB, {SHARE_OF_MEMORY:.0%} of this machine's."


def _death(place: _Place, manager: type, kernels: Kernels) -> str:
    """How a kernel died, with the memory that it held."""
    provisioner = getattr(manager, "provisioner", None)
    if provisioner is None:
        return f"{place}: no kernel could be started. {kernels.log()}".strip()
    status, held = provisioner.started.poll(), provisioner.most_memory_bytes()
    how = f"by signal {-status} ({signal.Signals(-status).name})" if status and status < 0 else f"with exit code {status}"
    memory = f"It had held {held / MIB:,.0f} MiB of memory" if held else "How much memory it had held is not known"
    machine = f"this machine has {psutil.virtual_memory().total / MIB:,.0f} MiB"
    remedy = "A system that runs out of memory ends the largest process: close others, or give --jobs 1."
    return f"{place}: the kernel died, {how}. {memory}; {machine}.\n{remedy} {kernels.log()}".strip()
