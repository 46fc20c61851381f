"""What national statistics are held, told without reading them: for whoever asks whether anything has changed."""

import json
from pathlib import Path

from analysis.catalogue.project import project_root

FOLDER = Path("data/processed/national")
HELD = "held.json"


def national_state() -> dict[str, list[str]]:
    """SHA-256 of the files that each release held was taken from, in the order in which they were."""
    return {key: [file["sha256"] for file in entry["files"]] for key, entry in entries_held(project_root() / FOLDER).items()}


def entries_held(folder: Path) -> dict:
    """What is noted of each release in a folder of the store."""
    path = folder / HELD
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
