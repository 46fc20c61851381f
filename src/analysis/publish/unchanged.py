"""Which pages of a pack need not be made again: a page is keyed by a digest of all that it is made from."""

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import nbformat

from analysis.catalogue.datasets import dataset_names
from analysis.catalogue.project import raw_folder
from analysis.ingest.published import quarters_held
from analysis.pages.given import CHECKS, DOUBTS, EVERYWHERE, NATIONAL, RECORDS
from analysis.periods import Quarter
from analysis.publish.code import digest_of_modules, imported_names, reachable_modules
from analysis.publish.manifest import MANIFEST, checksum, checksums, files_below
from analysis.publish.origins import origins_of
from analysis.publish.state import installed_packages
from analysis.store.national_state import national_state
from analysis.store.records_state import records_state

EVERY_PAGE_READS = ("authorities", "corrections", "source_items", "sources")
"""Datasets that decide whose figures are in force, and where they come from, on every page."""
RENDERED_BY = ("analysis.publish.execution", "analysis.publish.rendering", "analysis.publish.writing", "analysis.publish.kernels.process")
PACKAGE = Path(__file__).resolve().parents[1]
INSIDE = ("extracts", "national")


class PageKeys:
    """The keys of a pack's pages.

    Parameters
    ----------
    root
        Folder of the project.
    parameters
        Passed to every notebook: ``authority``, ``quarter`` and ``policy``.
    lock
        File of the locked dependencies.
    """

    def __init__(self, root: Path, parameters: dict, lock: Path):
        self.root, self.parameters, self.lock = root, parameters, lock
        self._rows: dict[str, dict[str, str]] = {}

    def key(self, page: str, read: Iterable[str]) -> str:
        """SHA-256 of all that can change a page that reads some datasets.

        Parameters
        ----------
        read
            Datasets that it read, as its opening states them; what every page reads is added.
        """
        notebook = self.root / "notebooks" / f"{page}.ipynb"
        datasets = set(dataset_names())
        names = sorted({*read, *(name for name in EVERY_PAGE_READS if name in datasets)})
        # Every check rests on all raw data; where a page reads something without a digest of its own, scenarios count too.
        known = all(
            name in datasets or name in (CHECKS, DOUBTS, "scenarios") or name.startswith((EVERYWHERE, NATIONAL, RECORDS)) for name in names
        )
        data = [self._digests(name) for name in names] if known else [names, self._all_of("checks", "scenarios")]
        if CHECKS in names:
            data = [*data, self._all_of("checks")]
        content = [
            self.parameters,
            self._shared,
            digest_of_modules(reachable_modules([*RENDERED_BY, f"analysis.pages.{page}", *_imports_of(notebook)])),
            checksum(notebook),
            data,
        ]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def _digests(self, name: str) -> dict[str, str]:
        """Checksums of what a page of the pack reads of a dataset, as they were when they were first asked for."""
        if name not in self._rows:
            self._rows[name] = origins_of(name, self.parameters["authority"], self.parameters["quarter"])
        return self._rows[name]

    @cached_property
    def _shared(self) -> list:
        """What every page depends on: Python, dependencies, what the package declares, descriptors, the quarters held, national data, records."""
        declared = [path for path in files_below(PACKAGE) if path.suffix != ".py"]
        datasets = {f"{name}.csv" for name in dataset_names()}
        beside = [path for path in files_below(raw_folder()) if path.name not in datasets and not _is_inside(path)]
        held = [quarter for quarter in quarters_held(self.parameters["authority"]) if Quarter.parse(quarter) <= self._quarter]
        records = records_state(self.parameters["authority"], self._quarter.end)
        lock = checksum(self.lock) if self.lock.is_file() else ""
        python = [sys.version, installed_packages()]
        return [python, lock, checksums(PACKAGE, declared), checksums(raw_folder(), beside), held, national_state(), records]

    @cached_property
    def _quarter(self) -> Quarter:
        return Quarter.parse(self.parameters["quarter"])

    def _all_of(self, *declared: str) -> dict[str, str]:
        """Checksums of all raw data, and of what is declared in some folders beside them."""
        files = [path for path in files_below(raw_folder()) if not _is_inside(path)]
        return checksums(self.root, [*files, *(path for folder in declared for path in (self.root / folder).glob("*.toml"))])


def _is_inside(path: Path) -> bool:
    return path.relative_to(raw_folder()).parts[0] in INSIDE


def _imports_of(notebook: Path) -> set[str]:
    """What the code of a notebook imports from the package; a line of IPython's own syntax imports nothing."""
    cells = [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
    lines = [line for source in cells for line in source.splitlines()]
    return imported_names("\n".join("" if line.lstrip().startswith(("%", "!", "?")) else line for line in lines))


def unchanged_pages(pack: Path, record: dict, keys: PageKeys, names: Iterable[str]) -> list[str]:
    """Which pages a whole pack holds just as a full run would give them.

    Parameters
    ----------
    pack
        Folder of the pack.
    record
        Of the last run, as ``page_record`` gave it.
    names
        Pages that are asked for.
    """
    if record.get("manifest") != checksum(pack / MANIFEST):
        return []
    pages = record.get("pages", {})
    return [name for name in names if name in pages and keys.key(name, pages[name]["read"]) == pages[name]["key"]]


def page_record(pack: Path, read: dict[str, list[str]], keys: PageKeys) -> dict:
    """What the next run needs to know of this one: the manifest, and for each page what it read and its key."""
    pages = {name: {"read": sorted(names), "key": keys.key(name, names)} for name, names in read.items()}
    return {"manifest": checksum(pack / MANIFEST), "pages": pages}


def take_over(pack: Path, staging: Path, fact: dict) -> None:
    """Copy a page with its files from the pack that stands to the one that is made.

    Parameters
    ----------
    fact
        What the manifest states of the page.
    """
    shutil.copy2(pack / fact["file"], staging / fact["file"])
    (staging / "data").mkdir(exist_ok=True)
    for name in fact["data"]:
        for file_name in (name, f"{name}-metadata.json"):
            shutil.copy2(pack / "data" / file_name, staging / "data" / file_name)
