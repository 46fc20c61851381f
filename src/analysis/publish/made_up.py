"""Made-up extracts written where a run can read them: with no real household or child in them."""

import shlex
from datetime import date
from pathlib import Path

from analysis.errors import FolderInUse
from analysis.ingest.made_up import made_up_extracts
from analysis.store.staging import staged


def write_made_up_extracts(folder: Path, authority: str, households: int, years: int, until: date, seed: int) -> list[Path]:
    """Write made-up extracts into a folder that is new or empty, whole or not at all; returns the files.

    Raises
    ------
    FolderInUse
        If the folder has files in it, or is a file.
    UnknownChoice
        If there is no such authority.
    PackNotWritable
        If the folder cannot be written.
    """
    texts = made_up_extracts(authority, households, years, until, seed)
    target = folder.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderInUse(f"{folder} has something in it, which is left as it is. Name a folder that is new or empty.")
    with staged(target) as staging:
        for name, text in texts.items():
            (staging / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def next_command(folder: Path) -> str:
    """What to try once the extracts are there."""
    return f"analysis relief {shlex.quote(str(folder))}"
