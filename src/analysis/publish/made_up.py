"""A made-up council's files, written where they can be taken in: with no real child, worker or household in them."""

import shlex
from datetime import date
from pathlib import Path

from analysis.catalogue.project import raw_folder
from analysis.errors import FolderInUse, RecordsMixed, UnknownChoice
from analysis.ingest.followed import ignored_by_git
from analysis.ingest.made_up_council import is_real, made_up_council, write_council, write_made_up_councils
from analysis.store.staging import staged

EXTRACTS, MANY = "extracts", "made-up-councils"
BELOW_EXTRACTS = "Name a folder below data/raw/extracts: what looks like records stays out of git."


def write_made_up_council(
    authority: str, children: int, years: int, until: date, seed: int, faults: bool = False, folder: Path | None = None
) -> tuple[Path, list[Path]]:
    """Write the files of a made-up council into a folder that is new or empty, whole or not at all.

    Parameters
    ----------
    authority
        Short name of the council, in lower case.
    children
        Children in need that it has on its last day.
    years, until
        The files are of so many years up to the end of a quarter.
    faults
        Whether to plant faults, which ``faults.csv`` lists.
    folder
        Without it, the council's own below ``data/raw/extracts``.

    Returns
    -------
    Path, list of Path
        The folder, and the files in it.

    Raises
    ------
    FolderInUse
        If the folder has files in it, or is a file.
    UnknownChoice
        If the name cannot be one, is that of a real council and no folder is named, or the day ends no quarter.
    RecordsMixed
        If git would follow the folder.
    PackNotWritable
        If the folder cannot be written.
    """
    if folder is None and is_real(authority):
        raise UnknownChoice(f"{authority} is a real council, whose own files may stand in its folder. Name another folder with --to.")
    folder = folder or raw_folder() / EXTRACTS / authority
    _refuse_used(folder)
    if not ignored_by_git(folder / "files"):
        raise RecordsMixed(f"{folder} is where git would follow it. {BELOW_EXTRACTS}")
    council = made_up_council(authority, children, years, until, seed)
    with staged(folder.resolve()) as staging:
        written = write_council(staging, council, faults)
    return folder, written


def write_many_councils(
    councils: int, children: int, years: int, until: date, seed: int, folder: Path | None = None
) -> tuple[Path, dict[str, int]]:
    """Write the files of many made-up councils into a folder that is new or empty, whole or not at all; returns it, and rows by kind of return.

    Parameters
    ----------
    children
        Children in need of all councils together.
    years, until, seed
        As ``write_made_up_councils`` takes them.
    folder
        Without it, ``made-up-councils`` below ``data/raw/extracts``.

    Raises
    ------
    FolderInUse
        If the folder has files in it, or is a file.
    UnknownChoice
        If the day ends no quarter.
    RecordsMixed
        If git would follow the folder.
    PackNotWritable
        If the folder cannot be written.
    """
    folder = folder or raw_folder() / EXTRACTS / MANY
    _refuse_used(folder)
    if not ignored_by_git(folder / "files"):
        raise RecordsMixed(f"{folder} is where git would follow it. {BELOW_EXTRACTS}")
    with staged(folder.resolve()) as staging:
        rows = write_made_up_councils(staging, councils, children, years, until, seed)
    return folder, rows


def _refuse_used(folder: Path) -> None:
    target = folder.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderInUse(f"{folder} has something in it, which is left as it is. Name a folder that is new or empty.")


def next_commands(folder: Path, authority: str, until: date) -> list[str]:
    """What to try once the files up to a day are there."""
    place = shlex.quote(str(folder))
    return [f"analysis ingest {place} --authority {authority} --made-up", f"analysis relief {place}/carers/{until}"]
