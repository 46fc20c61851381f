"""Raw data held against their descriptors once for the same bytes: a mark says that they agree."""

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path

from analysis.catalogue.plain_files import Unreadable, plain_bytes
from analysis.catalogue.project import project_root, raw_folder

PACKAGE = Path(__file__).resolve().parents[1]
RULES = ("catalogue", "ingest", "periods.py")
"""Code and declarations that decide whether raw data agree."""


def known_to_agree() -> bool:
    """Whether these very files were found to agree by these very rules, in this process or another."""
    return _mark().is_file()


def note_agreement() -> None:
    """Leave the mark, in place of those of other files; where the folder cannot be written, nothing is kept."""
    mark = _mark()
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        for other in mark.parent.iterdir():
            other.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(dir=mark.parent, prefix=".")
        os.close(handle)
        Path(name).replace(mark)
    except OSError:
        return


def digest_of_raw_data() -> str:
    """SHA-256 of every CSV and descriptor of the raw data, and of the rules that they are held against."""
    # Asked for at every reading: one look at the folder, and one at each file.
    with os.scandir(raw_folder()) as found:
        raw = [(entry.path, entry.stat()) for entry in found if entry.name.endswith((".csv", ".json"))]
    return _digest(tuple(sorted((path, state.st_mtime_ns, state.st_size) for path, state in raw)))


def _mark() -> Path:
    return project_root() / "data" / "processed" / "agrees" / digest_of_raw_data()


@lru_cache(maxsize=16)
def _digest(states: tuple) -> str:
    """SHA-256 of the raw files and of the rules; files are read again only when their time or size has changed."""
    total = hashlib.sha256(_digest_of_rules().encode())
    for path in (Path(name) for name, *_ in states):
        total.update(f"{path.name}\0".encode() + hashlib.sha256(_content(path)).digest())
    return total.hexdigest()


def _content(path: Path) -> bytes:
    """The bytes of a file; of one that cannot be read, why: such data never agree, and so leave no mark."""
    try:
        return plain_bytes(path)
    except Unreadable as error:
        return repr(error.args).encode()


@lru_cache(maxsize=1)
def _digest_of_rules() -> str:
    total = hashlib.sha256()
    for room in RULES:
        files = sorted(path for path in (PACKAGE / room).rglob("*") if path.suffix in (".py", ".toml", ".csv"))
        for path in files or [PACKAGE / room]:
            total.update(path.relative_to(PACKAGE).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
