"""A published pack held against one made anew from the same inputs, byte for byte."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analysis.catalogue.project import project_root
from analysis.errors import UnknownChoice
from analysis.publish import national, pack
from analysis.publish.limits import Effort
from analysis.publish.manifest import MANIFEST, checksums
from analysis.store.staging import alone

ANEW = Path("data/processed/verified")
"""Where the pack is made anew: git ignores it, and nothing of it stays."""


@dataclass(frozen=True)
class Verified:
    """What a comparison came to: how many files a pack should have, and by name those that differ, lack, or are too many."""

    files: int
    differing: tuple[str, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every byte is as it should be."""
        return not (self.differing or self.missing or self.unexpected)


def verify(folder: Path, effort: Effort | None = None, report: Callable[[str], None] = lambda line: None) -> Verified:
    """Make a pack anew from this project's inputs, and compare it with the one in a folder; neither that nor the project's own is changed.

    Parameters
    ----------
    folder
        The pack, wherever it stands.
    effort, report
        As ``publish`` takes them.

    Raises
    ------
    UnknownChoice
        If there is no pack in the folder.
    AnalysisError
        If the pack cannot be made from what is held here.
    """
    facts = _facts(folder)
    anew = project_root() / ANEW
    anew.parent.mkdir(parents=True, exist_ok=True)
    with alone(anew, report):
        # What a killed run left.
        shutil.rmtree(anew, ignore_errors=True)
        anew.mkdir(mode=0o700)
        try:
            _make(anew, facts, effort or Effort(), report)
            report("Comparing")
            return compared(folder, anew)
        finally:
            shutil.rmtree(anew, ignore_errors=True)


def compared(folder: Path, anew: Path) -> Verified:
    """The files of a folder against those that it should have."""
    found, due = (checksums(one, [path for path in one.rglob("*") if path.is_file()]) for one in (folder, anew))
    return Verified(
        len(due),
        tuple(name for name in due if name in found and found[name] != due[name]),
        tuple(name for name in due if name not in found),
        tuple(name for name in found if name not in due),
    )


def _make(anew: Path, facts: dict, effort: Effort, report: Callable[[str], None]) -> None:
    if "quarter" in facts:
        pack.make_anew(anew, facts["authority"], facts["quarter"], facts["policy"], effort, report)
    else:
        national.make_anew(anew, facts["authority"], facts["policy"], effort, report)


def _facts(folder: Path) -> dict:
    """What the manifest states: ``authority``, ``policy`` and, of a quarterly pack, ``quarter``."""
    try:
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnknownChoice(f"There is no pack in {folder}. Name a folder that holds a {MANIFEST}.") from error
    names = ("authority", "policy", *(("quarter",) if isinstance(facts, dict) and "quarter" in facts else ()))
    if not isinstance(facts, dict) or "pages" not in facts or not all(isinstance(facts.get(name), str) for name in names):
        raise UnknownChoice(
            f"{folder} holds no pack of a quarter or of national statistics: a report of one page is made anew by its own command."
        )
    return facts
