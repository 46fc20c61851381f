"""A published pack attacked as an outsider would: from its pages and files alone."""

from dataclasses import dataclass
from pathlib import Path

from analysis.disclosure.mending import in_file, to_hide_too
from analysis.disclosure.outsider import Finding, attack_pack
from analysis.disclosure.published import HIDDEN, Pack, figure
from analysis.errors import NotReleased
from analysis.periods import Quarter
from analysis.publish.as_read import facts_of, read_pack
from analysis.publish.manifest import MANIFEST

LONGEST_KEY = 80
"""Longer texts of a row are sentences on it."""
MOST_TOLD = 20
"""Findings that a message tells."""


@dataclass(frozen=True)
class Audit:
    """What an attack on a pack came to: the hidden figures attacked, and those that can be pinned down or narrowed below the policy."""

    pack: str
    hidden: int
    findings: tuple[Finding, ...]


def audit(folder: Path, others: Path | None = None) -> Audit:
    """Attack a pack, and what it says together with every pack of the council before it.

    Parameters
    ----------
    folder
        The pack's folder.
    others
        Folder in which the council's other packs stand; the one that holds the pack by default.

    Raises
    ------
    UnknownChoice
        If there is no pack in the folder.
    NotReleased
        If the pack holds a file that the attack cannot read.
    """
    packs = packs_attacked(folder, others)
    findings, hidden = attack_pack(packs) if packs else ([], 0)
    return Audit(folder.name, hidden, tuple(findings))


def packs_attacked(folder: Path, others: Path | None = None) -> list[Pack]:
    """A pack and those of the council before it under the same policy, the newest first; none where the policy hides nothing."""
    pack = read_pack(folder)
    if pack is None:
        return []
    before = [read_pack(earlier) for earlier in _packs_before(folder, others or folder.absolute().parent)]
    return [pack, *(earlier for earlier in before if earlier)]


def figures_to_hide_too(packs: list[Pack]) -> list[dict]:
    """Figures of the first pack that must be hidden too, as ``store.also_hidden`` keeps them, so that it and those before it give nothing away."""
    found = []
    for place in to_hide_too(packs) if packs else []:
        held = in_file(packs, place)
        table = next(table for table in packs[0].tables if table.file == held[0] and table.columns) if held else None
        if table is not None:
            label, texts = table.rows[held[1]]
            words = {name: text for name, text in zip(table.columns[1:], texts, strict=True) if _is_key(text)}
            figure_too = {"file": held[0], "column": table.columns[held[2] + 1], "row": {table.columns[0]: label, **words}}
            found += [figure_too] if figure_too not in found else []
    return found


def _is_key(text: str) -> bool:
    """Whether a cell's text tells one row from another: words, and no figure, sentence or mark."""
    return bool(text) and text != HIDDEN and figure(text) is None and len(text) <= LONGEST_KEY


def stop_where_given_away(packs: list[Pack]) -> None:
    """Raise ``NotReleased`` where the first of some packs, as ``packs_attacked`` gives them, gives away a figure that it hides."""
    found = attack_pack(packs)[0] if packs else []
    if found:
        told = [str(finding) for finding in found[:MOST_TOLD]]
        raise NotReleased("\n".join([f"The pack was not published: it gives away {len(found)} of the figures that it hides.", *told]))


def _packs_before(folder: Path, others: Path) -> list[Path]:
    """The packs of earlier quarters under the same policy, the newest first; reports on one thing alone, such as a scenario, have none."""
    facts = facts_of(folder)
    if "quarter" not in facts or "pages" not in facts:
        return []
    found = {}
    for manifest in others.glob(f"[!.]*/{MANIFEST}"):
        other = facts_of(manifest.parent)
        if other.get("policy") == facts["policy"] and "quarter" in other and "pages" in other:
            found[Quarter.parse(other["quarter"])] = manifest.parent
    return [found[quarter] for quarter in sorted(found, reverse=True) if quarter < Quarter.parse(facts["quarter"])]
