"""What a pack is made of and from: checksums of its files and of its inputs."""

import hashlib
import json
from pathlib import Path

MANIFEST = "manifest.json"


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def checksums(folder: Path, paths: list[Path]) -> dict[str, str]:
    """SHA-256 of files by their path below a folder, in order."""
    return {path.relative_to(folder).as_posix(): checksum(path) for path in sorted(paths)}


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder but the manifest and hidden ones."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST and not any(part.startswith((".", "__")) for part in path.relative_to(folder).parts)
    ]


def write_manifest(pack: Path, facts: dict) -> None:
    """Write ``manifest.json``: facts of the pack, what it was made from among them, and its files."""
    content = {**facts, "files": checksums(pack, files_below(pack))}
    (pack / MANIFEST).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_manifest(pack: Path) -> dict | None:
    """The manifest of a pack that is whole: every file there and unchanged; ``None`` for any other."""
    try:
        content = json.loads((pack / MANIFEST).read_text(encoding="utf-8"))
        return content if content["files"] == checksums(pack, files_below(pack)) else None
    except (OSError, ValueError, KeyError):
        return None
