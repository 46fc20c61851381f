"""The index of a council's packs, and the index of all councils: made from the packs that stand in ``reports/``."""

import json
import os
import tempfile
from pathlib import Path

from analysis.disclosure.policy import POLICIES, policy_named
from analysis.periods import Quarter
from analysis.publish.rendering import render_list

NATIONAL = "national"
OPEN = frozenset(policy.name for policy in POLICIES.values() if not policy.single_households)


def write_indexes(root: Path, policy: str = "public") -> None:
    """Write ``index.html`` into the folder of each council with a pack that may be published, and one above them.

    A pack itself does not name those that came after it, since it is not written again: its index leads here, where each pack
    stands with the one before it and the one after it.
    """
    if policy_named(policy).single_households:
        return
    reports = root / "reports"
    councils = []
    for folder in sorted(path for path in reports.iterdir() if path.is_dir()):
        packs = _packs(folder)
        if packs:
            place = packs[-1]["place"]
            councils.append(
                {"title": place, "file": f"{folder.name}/index.html", "note": f"{packs[-1]['title']} is the newest of {len(packs)}."}
            )
            _put(
                folder / "index.html",
                render_list(
                    f"Children's services in {place}", "Every pack that stands here, the newest first.", packs[::-1], "../index.html"
                ),
            )
    if councils:
        _put(reports / "index.html", render_list("Children's services: quarterly packs", "Every council with a pack.", councils, None))


def _packs(folder: Path) -> list[dict]:
    """The packs of a council that may be published, oldest first, each with the pages that it holds and its neighbours in time."""
    found = []
    for path in folder.glob("*/manifest.json"):
        facts = json.loads(path.read_text(encoding="utf-8"))
        if facts.get("policy") in OPEN and facts.get("pages") and "quarter" in facts:
            pages = list(facts["pages"].values())
            found.append(
                {
                    "quarter": Quarter.parse(facts["quarter"]),
                    "title": Quarter.parse(facts["quarter"]).label,
                    "place": pages[0]["authority_name"],
                    "file": f"{path.parent.name}/index.html",
                    "note": ", ".join(page["title"] for page in pages) + ".",
                    "anchor": path.parent.name,
                }
            )
    found.sort(key=lambda pack: pack["quarter"])
    for before, after in zip(found, found[1:], strict=False):
        before["after"], after["before"] = ({"title": pack["title"], "file": pack["file"]} for pack in (after, before))
    return found


def _put(path: Path, markup: str) -> None:
    """Put a file in place in one step; leave it alone where it says the same."""
    if path.is_file() and path.read_text(encoding="utf-8") == markup:
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(markup)
    Path(name).chmod(0o644)
    Path(name).replace(path)
