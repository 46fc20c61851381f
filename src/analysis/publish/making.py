"""The pages of a pack made: executed where something has changed, taken from the last run where nothing has."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from analysis.errors import AnalysisError, SeveralFailures
from analysis.publish.execution import Task, execute_all
from analysis.publish.kernels.manager import Kernels
from analysis.publish.limits import Effort
from analysis.publish.rendering import Page, read_page
from analysis.publish.unchanged import PageKeys, take_over, unchanged_pages

DURATIONS = Path("data/processed/published/durations.json")
UNKNOWN = "all data"
"""What a page is said to have read where its opening does not say."""


class Making:
    """The pages of one pack.

    Parameters
    ----------
    root
        Folder of the project.
    keys
        Keys of the pack's pages.
    target, staging
        The pack that stands, and the folder of the one that is made.
    kernels, effort
        Kernels of the run, and how it uses them.
    report
        Told of each step in a line.
    """

    def __init__(
        self, root: Path, keys: PageKeys, target: Path, staging: Path, kernels: Kernels, effort: Effort, report: Callable[[str], None]
    ):
        self.root, self.keys, self.target, self.staging = root, keys, target, staging
        self.kernels, self.effort, self.report = kernels, effort, report
        self.read: dict[str, list[str]] = {}

    def make(self, names: list[str], last: dict | None, record: dict, again: Iterable[str]) -> tuple[list[Page], dict[str, dict]]:
        """Execute the pages that have changed, and take over the others.

        Parameters
        ----------
        names
            Pages that have data, in the pack's order.
        last, record
            Manifest of the pack that stands, where it is whole, and record of the last run.
        again
            Pages to execute whether or not something has changed.

        Returns
        -------
        The pages that were executed, and what the manifest states of those that were taken over.

        Raises
        ------
        AnalysisError
            If a notebook or a page fails; every failure is told, not only the first.
        """
        stands = last["pages"] if last else {}
        kept = (
            unchanged_pages(self.target, record, self.keys, [name for name in names if name in stands and name not in set(again)])
            if last
            else []
        )
        pages = self._executed([name for name in names if name not in kept])
        drawn = {page.name: (page.opening["title"], page.file_name) for page in pages if page.opening["drawn"]}
        drawn |= {name: (stands[name]["title"], stands[name]["file"]) for name in kept}
        # Every page names all others: where another page came, went or has a new title, none is as it was.
        if kept and drawn != {name: (fact["title"], fact["file"]) for name, fact in stands.items()}:
            pages, kept = pages + self._executed(kept), []
        for name in kept:
            take_over(self.target, self.staging, stands[name])
            self.read[name] = record["pages"][name]["read"]
        if kept:
            self.report(f"Nothing has changed for {len(kept)} of {len(names)} pages")
        return pages, {name: stands[name] for name in kept}

    def _executed(self, names: list[str]) -> list[Page]:
        """Execute notebooks side by side, what took longest in the last run first; the pages come in the order given."""
        took = _durations(self.root)
        longest_first = sorted(names, key=lambda name: -took.get(name, float("inf")))
        tasks = [Task(name, self.root / "notebooks" / f"{name}.ipynb", self.keys.parameters) for name in longest_first]
        done, failures = execute_all(tasks, self.kernels, self.effort.jobs, self.report, self.effort.seconds_a_cell)
        pages = {}
        for name in [name for name in names if name in done]:
            try:
                pages[name] = read_page(name, done[name].notebook)
            except AnalysisError as failure:
                failures.append(failure)
        if failures:
            raise SeveralFailures(failures) if len(failures) > 1 else failures[0]
        self.read |= {name: page.opening.get("read", [UNKNOWN]) for name, page in pages.items()}
        _keep_durations(self.root, took | {name: round(executed.seconds, 2) for name, executed in done.items()})
        return list(pages.values())


def _durations(root: Path) -> dict[str, float]:
    """Seconds that each notebook took in the last run; of use only for their order."""
    try:
        return {name: float(seconds) for name, seconds in json.loads((root / DURATIONS).read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _keep_durations(root: Path, took: dict[str, float]) -> None:
    try:
        (root / DURATIONS).parent.mkdir(parents=True, exist_ok=True)
        (root / DURATIONS).write_text(json.dumps(took, indent=1), encoding="utf-8")
    except OSError:
        # They only decide what begins first: a folder that cannot be written costs no pack.
        return
