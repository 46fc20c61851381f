"""What a pack is made from, told without making it: whether anything has changed since the last run."""

import hashlib
import json
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from analysis.catalogue.datasets import dataset_names
from analysis.catalogue.project import DESCRIPTOR, raw_folder
from analysis.pages.registry import PAGES
from analysis.periods import Quarter
from analysis.publish.manifest import MANIFEST, checksum, checksums, files_below
from analysis.store.national_state import national_state
from analysis.store.records_state import records_state

LOCK = "requirements.lock"
PACKAGE = Path(__file__).resolve().parents[1]


def state_of_pack(root: Path, authority: str, quarter: str, earlier: dict | None) -> dict[str, str]:
    """Digests of everything that can change a pack.

    These are raw data, national statistics and records held, declared checks, scenarios, notebooks, dependencies as locked and as
    installed, the package's code, the Python that runs it, and the pack before it, which the index leads to.

    Parameters
    ----------
    root
        Folder of the project.
    earlier
        The pack of the authority before this one, as ``earlier_pack`` gives it.
    """
    inputs = input_checksums(root, PAGES, [*sorted((root / "checks").glob("*.toml")), *sorted((root / "scenarios").glob("*.toml"))])
    code = checksums(PACKAGE, files_below(PACKAGE))
    before = earlier and [earlier, checksum(root / "reports" / authority / earlier["folder"] / MANIFEST)]
    held = [national_state(), records_state(authority, Quarter.parse(quarter).end)]
    digest = hashlib.sha256(json.dumps([inputs, code, held, before]).encode()).hexdigest()
    return {"inputs": digest, "python": sys.version, "installed": installed_packages()}


def input_checksums(root: Path, notebooks: Iterable[str], declared: list[Path]) -> dict[str, str]:
    """Checksums of the raw data that descriptors list, what is declared beside it, some notebooks and the locked dependencies.

    Whatever else lies in the folder of raw data is named nowhere: nothing reads it, and its name may say whom it is about.
    """
    named = [root / "notebooks" / f"{name}.ipynb" for name in notebooks]
    raw = [raw_folder() / f"{name}.{kind}" for name in (*dataset_names(), DESCRIPTOR.stem) for kind in ("csv", "json")]
    return checksums(root, [path for path in (*raw, *declared, *named, root / LOCK) if path.is_file()])


def installed_packages() -> str:
    """SHA-256 of the names and versions of the packages installed for this Python: an upgrade can change a page though no file of the project did.

    The folder of each package's metadata says both.
    """
    folders = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    names = sorted({path.name for folder in folders for path in Path(folder).glob("*.dist-info")})
    return hashlib.sha256("\n".join(names).encode()).hexdigest()
