"""A folder replaced whole: built beside the old one and exchanged with it in one step."""

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.errors import PackNotWritable

DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
EVERYONE, OWNER_ALONE = 0o755, 0o700
LINUX_AT_FDCWD, LINUX_RENAME_EXCHANGE = -100, 2


@contextmanager
def staged(target: Path, report: Callable[[str], None] = lambda line: None, mode: int = EVERYONE) -> Iterator[Path]:
    """An empty folder that takes the place of ``target`` when the block ends well; else nothing changes.

    Of two runs for the same target the second waits, and says so to ``report``. A run that was killed leaves its staging folder
    behind; the next run removes it.

    Parameters
    ----------
    mode
        Who may read the folder, from its first moment: ``EVERYONE`` or ``OWNER_ALONE``.

    Raises
    ------
    PackNotWritable
        If the folder cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with alone(target, report):
            _recover(target)
            staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.staging-", dir=target.parent))
            staging.chmod(mode)
            try:
                yield staging
                if mode == OWNER_ALONE:
                    _for_the_owner_alone(staging)
                _put_in_place(staging, target)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        # A file that is full in the middle of writing has no name in the failure.
        if error.errno in DISK_FULL or (error.filename and Path(os.fsdecode(error.filename)).is_relative_to(target.parent)):
            remedy = "Free the disk, or make the folder writable, and try again."
            raise PackNotWritable(f"{target} cannot be written: {error.strerror}. {remedy}") from error
        raise


@contextmanager
def alone(target: Path, report: Callable[[str], None] = lambda line: None) -> Iterator[None]:
    """Hold the lock of a folder, waiting for whoever has it; leave no file of it behind."""
    path = target.parent / f".{target.name}.lock"
    # Where no file can be made at all, the lock would wait for ever.
    path.touch()
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        report(f"Waiting for another run that is writing {target.parent.name}/{target.name}")
        lock.acquire()
    try:
        yield
    finally:
        # While the lock is held: whoever waits for this file finds that it is gone, and makes its own. Windows keeps open files.
        if sys.platform != "win32":
            path.unlink(missing_ok=True)
        lock.release()


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


def _for_the_owner_alone(folder: Path) -> None:
    """Every file and folder within, too: a file that is moved out of the folder stays what it was."""
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


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
