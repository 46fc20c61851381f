"""A report of one page that stands by itself: a notebook executed, rendered and put in place with its files, whole or not at all."""

import re
from collections.abc import Callable, Container
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

from analysis.catalogue.project import project_root
from analysis.errors import UnknownChoice
from analysis.publish.inside import readers_of, stop_where_followed
from analysis.publish.limits import Effort
from analysis.publish.manifest import files_below, write_manifest
from analysis.publish.state import input_checksums
from analysis.store.kept import digest_of_files
from analysis.store.staging import staged

MANIFEST_FILE = {"title": "Manifest with checksums (JSON)", "file": "manifest.json"}


def publish_report(
    target: Path,
    notebook: str,
    parameters: dict,
    facts: dict,
    inputs: dict[str, str],
    site: tuple[str, str],
    report: Callable[[str], None],
    beside: Callable[[Path], list[dict]] = lambda staging: [],
    effort: Effort | None = None,
    kernels=None,
) -> tuple[Path, dict]:
    """Execute a notebook and put its page in place of the last; returns the page and what its opening states.

    Parameters
    ----------
    target
        Folder of the report.
    parameters
        Values that replace the defaults of the notebook.
    facts, inputs
        What the manifest states of the run, and the checksums of what it was made from.
    site
        Name and footer of the page.
    report
        Told of each step in a line.
    beside
        Writes what else belongs to the report into the folder that it is given; returns title and file of each.
    effort
        How the notebook is executed: how long a cell may take.
    kernels
        Kernels of the run, where they were started before; an ordinary one where it is ``None``.

    Raises
    ------
    AnalysisError
        If the notebook or the page fails; the last report is as it was.
    """
    from analysis.publish.audit import packs_attacked, stop_where_given_away
    from analysis.publish.execution import Task, execute
    from analysis.publish.kernels.manager import Kernels

    policy = parameters["policy"]
    stop_where_followed(target, policy)
    effort = effort or Effort()
    task = Task(notebook, project_root() / "notebooks" / f"{notebook}.ipynb", parameters)
    with staged(target, report, readers_of(policy)) as staging, nullcontext(kernels) if kernels else Kernels(warm=False) as kernels:
        with ThreadPoolExecutor(1) as meanwhile:
            # While the notebook runs, this process would wait: it loads what renders the page.
            meanwhile.submit(_load_what_renders)
            executed = execute(task, kernels, report, effort.seconds_a_cell)
        from analysis.publish.rendering import Site, read_page
        from analysis.publish.writing import write_page

        page = read_page(notebook, executed.notebook, "index.html")
        files = beside(staging)
        write_page(staging, page, [], site=Site(*site), files=[*files, MANIFEST_FILE])
        write_manifest(staging, {**facts, "opening": page.opening, "inputs": inputs})
        stop_where_given_away(packs_attacked(staging, target.parent))
    return target / "index.html", page.opening


def stop_where_no_name(label: str | None) -> None:
    """Raise ``UnknownChoice`` where a run names its report by what cannot be the name of a folder."""
    if label is not None and not re.fullmatch(r"[a-z0-9_]+", label):
        raise UnknownChoice(f'"{label}" cannot name a report. Use lower-case letters, digits and underscores.')


def stop_beside_another_report(folder: str, name: str, stands: bool, taken: Container[str]) -> None:
    """Raise ``UnknownChoice`` where a run of a scenario would put its report in the place of another.

    Parameters
    ----------
    folder, name
        Of the report, and of the scenario.
    stands
        Whether the run is of the scenario as it is stated.
    taken
        Names of scenarios.
    """
    if folder == name and not stands:
        raise UnknownChoice(
            f'"{folder}" is the report of the scenario as it is stated, and this run sets something. Leave out --as, or give another name.'
        )
    if folder != name and folder in taken:
        raise UnknownChoice(f'"{folder}" is another scenario, and its report stands there. Give --as a name that no scenario has.')


def _load_what_renders() -> None:
    import analysis.publish.writing  # noqa: F401


def report_inputs(notebook: str, carers: Path | None, declared: list[Path]) -> dict[str, str]:
    """Checksums of what a report is made from; the extracts of carers as one, without a name of theirs.

    Parameters
    ----------
    carers
        Folder of the register of carers and the stays, if there is one.
    declared
        Files of the project beside the raw data and the notebook, such as scenarios.
    """
    inputs = input_checksums(project_root(), [notebook], declared)
    return inputs if carers is None else inputs | {"carers": digest_of_files(files_below(carers), carers)}
