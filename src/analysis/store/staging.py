"""A folder replaced whole: built beside the old one and exchanged with it in one step."""

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from analysis.errors import PackNotWritable

LINUX_AT_FDCWD, LINUX_RENAME_EXCHANGE = -100, 2


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """An empty folder that takes the place of ``target`` when the block ends well; else nothing changes.

    Two runs for the same target wait for each other. A run that was killed leaves its staging folder behind; the next
    run removes it.

    Raises
    ------
    PackNotWritable
        If the folder cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = target.parent / f".{target.name}.lock"
        # Where no file can be made at all, the lock would wait for ever.
        lock.touch()
        with FileLock(lock):
            _recover(target)
            staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.staging-", dir=target.parent))
            staging.chmod(0o755)
            try:
                yield staging
                _put_in_place(staging, target)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        if error.filename and Path(os.fsdecode(error.filename)).is_relative_to(target.parent):
            remedy = "Free the disk, or make the folder writable, and try again."
            raise PackNotWritable(f"{target} cannot be written: {error.strerror}. {remedy}") from error
        raise


def _recover(target: Path) -> None:
    """Clear what a killed run left; put the last good folder back if it was caught between two renames."""
    previous = target.parent / f".{target.name}.previous"
    if previous.exists():
        if target.exists():
            shutil.rmtree(previous)
        else:
            previous.rename(target)
    for left in target.parent.glob(f".{target.name}.staging-*"):
        shutil.rmtree(left)


def _put_in_place(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
    elif not _exchanged(staging, target):
        previous = target.parent / f".{target.name}.previous"
        target.rename(previous)
        staging.rename(target)
        shutil.rmtree(previous)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can; whether it could."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return rename(LINUX_AT_FDCWD, os.fsencode(one), LINUX_AT_FDCWD, os.fsencode(other), LINUX_RENAME_EXCHANGE) == 0
