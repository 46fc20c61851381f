"""What a pack hides beside what its pages hide by themselves, so that no page gives away what another hides: kept while and after the pack is made."""

import json
from pathlib import Path

from analysis.catalogue.project import project_root


def also_hidden(authority: str, quarter: str, policy: str) -> list[dict]:
    """The figures that a pack hides too: of each its ``file``, ``column``, and texts of its ``row`` by column; none where none are kept."""
    try:
        return json.loads(_path(authority, quarter, policy).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []


def keep_also_hidden(authority: str, quarter: str, policy: str, figures: list[dict]) -> None:
    """Keep what a pack hides too, for the notebooks that make its pages; without any, nothing is kept."""
    path = _path(authority, quarter, policy)
    if figures:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


def _path(authority: str, quarter: str, policy: str) -> Path:
    return project_root() / "data" / "processed" / "published" / f"{authority}-{quarter.lower()}-{policy}-also-hidden.json"
