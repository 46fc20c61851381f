"""What has been taken in of a council's returns: a folder an intake, with its tables and a note of where they come from."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from analysis.catalogue.project import RECORDS, project_root
from analysis.errors import UnknownIntake

NOTE = "intake.json"


@dataclass(frozen=True)
class Intake:
    """One return as it was taken in.

    Attributes
    ----------
    authority, kind
        Whose, and which kind of return.
    start_date, end_date
        The year that it is of, or the day, which then is both.
    number
        The how-manieth of its kind and period; the last one counts.
    files
        SHA-256 by name of the file.
    rows
        Rows kept, by table.
    taken_date
        Day on which it was taken in.
    made_up
        Whether no real child is in it.
    quality
        Counts by table, as ``ingest.records.findings.quality_summary`` gives them.
    rules
        How often each rule was broken, without a value of the files.
    changes
        By table: rows added, gone and changed against the intake that it replaces; empty for a first one.
    """

    authority: str
    kind: str
    start_date: date
    end_date: date
    number: int
    files: dict[str, str]
    rows: dict[str, int]
    taken_date: date
    made_up: bool
    quality: list[dict]
    rules: list[dict]
    changes: dict[str, dict[str, int]]

    @property
    def name(self) -> str:
        """Name of its folder."""
        return f"{self.end_date.isoformat()}.{self.number}"

    @property
    def id(self) -> str:
        """What it is called by, such as ``plymouth/annex-a/2024-03-31.1``."""
        return f"{self.authority}/{self.kind}/{self.name}"

    @property
    def folder(self) -> Path:
        """Where it stands."""
        return store_folder() / self.authority / self.kind / self.name

    def noted(self) -> str:
        """The note that is kept beside the tables."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False, default=date.isoformat) + "\n"


def store_folder() -> Path:
    """Folder of the records that are held."""
    return project_root() / RECORDS


def intakes(authority: str | None = None, kind: str | None = None) -> list[Intake]:
    """Every intake that is held, or those of a council or a kind, oldest period first.

    Raises
    ------
    UnknownIntake
        If the note of one cannot be read.
    """
    found = [_read(note, note.stat().st_mtime_ns) for note in _notes(authority, kind)]
    return sorted(found, key=lambda one: (one.authority, one.kind, one.end_date, one.number))


def anything_held() -> bool:
    """Whether the store holds any intake."""
    return next(_notes(None, None), None) is not None


def _notes(authority: str | None, kind: str | None) -> Iterator[Path]:
    # Folders that begin with a dot are being written, or were left by a run that was killed.
    return (note for note in store_folder().glob(f"{authority or '*'}/{kind or '*'}/[!.]*/{NOTE}"))


@lru_cache(maxsize=4096)
def _read(note: Path, changed: int) -> Intake:
    """The note of an intake; read again only if the file has changed, since a page asks for many tables."""
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        days = {name: date.fromisoformat(said[name]) for name in ("start_date", "end_date", "taken_date")}
        return Intake(**said | days)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnknownIntake(f"{note} cannot be read ({error}). Remove its folder and take the files in again.") from error


def in_force(authority: str, table: str, on: date | None = None) -> list[Intake]:
    """The last intake of each period that holds a table, oldest period first; of periods that had begun by a day, if one is given."""
    latest: dict[date, Intake] = {}
    for one in intakes(authority):
        if table in one.rows and (on is None or one.start_date <= on):
            latest[one.end_date] = one
    return [latest[end] for end in sorted(latest)]


def files_in_force(authority: str, kind: str, end: date) -> dict[str, str]:
    """Files of the last intake of a kind and period with their SHA-256; none if there is none."""
    return next((one.files for one in reversed(intakes(authority, kind)) if one.end_date == end), {})


def intake_of(identifier: str) -> Intake:
    """One intake by what it is called.

    Raises
    ------
    UnknownIntake
        If none is called so.
    """
    held = intakes()
    for one in held:
        if one.id == identifier:
            return one
    there = f"There are: {', '.join(one.id for one in held)}." if held else "Nothing is held."
    raise UnknownIntake(f'"{identifier}" is no intake of the store. {there}')
