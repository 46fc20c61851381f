"""What an attack on packs comes to: figures attacked, recovered and hidden beyond need; printed, and written nowhere.

As a script: ``python tests/bench/attacked.py tables`` on random linked tables, ``python tests/bench/attacked.py pack AUTHORITY QUARTER`` on a pack that is
made in this process, and ``python tests/bench/attacked.py packs FOLDER`` on all packs of a council together.
"""

import sys
import time
from itertools import combinations
from pathlib import Path

import numpy as np

from analysis.disclosure import linking
from analysis.disclosure.attack import total
from analysis.disclosure.outsider import attack_pack
from analysis.disclosure.suppression import Linked, Suppressed, found_out, suppress
from analysis.publish.as_read import read_pack

LIMIT, FEWEST = 5, 3
COUNTS = [0, 0, 1, 2, 3, 4, 5, 6, 9, 14, 40]
CHOICES = {"unit_cost_basis": "average_placement", "tested_scenario": "central", "draws": 200, "seed": 1}
"""What the page on fostering is told beside; it moves money alone."""
LARGEST_TRIED = 2
"""Most cells hidden beside small counts for which every smaller choice is tried."""


def random_linked(random: np.random.Generator) -> Linked:
    """A table of three by three with its totals, and a second table that shares one of its cells."""
    grid = random.choice(COUNTS, size=(3, 3))
    grid = np.block([[grid, grid.sum(axis=1, keepdims=True)], [grid.sum(axis=0, keepdims=True), grid.sum()]])
    values = {(row, column): int(grid[row, column]) for row in range(4) for column in range(4)}
    values |= {"elsewhere": 7, "all elsewhere": values[0, 0] + 7}
    lines = [[(row, column) for column in range(4)] for row in range(4)] + [[(row, column) for row in range(4)] for column in range(4)]
    return Linked(values, [total(parts, whole) for *parts, whole in [*lines, [(0, 0), "elsewhere", "all elsewhere"]]])


def beyond_need(linked: Linked, found: Suppressed) -> tuple[int, int, bool]:
    """Cells hidden beside small counts: how many, how many of them could be shown alone, and whether fewer cells would do (tried up to a size)."""
    secret = {cell for cell in linked.unseen if 0 < linked.values[cell] < LIMIT}
    hidden = found.primary | found.secondary
    spare = sum(not found_out(linked, hidden - {cell}, secret, LIMIT, FEWEST) for cell in found.secondary)
    able = [
        cell for cell, value in linked.values.items() if cell not in hidden - found.secondary and cell not in linked.unseen and value > 0
    ]
    fewer = False
    if 0 < len(found.secondary) <= LARGEST_TRIED:
        fewer = any(
            not found_out(linked, found.primary | set(chosen), secret, LIMIT, FEWEST)
            for size in range(len(found.secondary))
            for chosen in combinations(able, size)
        )
    return len(found.secondary), spare, fewer


def on_tables(number: int = 15) -> None:
    """Random linked tables."""
    random = np.random.default_rng(1)
    made = [random_linked(random) for _ in range(number)]
    found = [suppress(linked, LIMIT, FEWEST) for linked in made]
    solved = [(linked, one) for linked, one in zip(made, found, strict=True) if not one.found_out]
    counts = [beyond_need(linked, one) for linked, one in solved]
    recovered = sum(len(found_out(linked, one.primary | one.secondary, (), LIMIT, FEWEST)) for linked, one in solved)
    print(f"Random linked tables: {number}, of which {number - len(solved)} cannot be shown and are refused.")
    print(
        f"Hidden: {sum(len(one.primary) for _, one in solved)} small counts, {sum(count for count, _, _ in counts)} beside them. Recovered: {recovered}."
    )
    print(
        f"Could be shown alone: {sum(spare for _, spare, _ in counts)}. Tables for which fewer cells would do: {sum(fewer for *_, fewer in counts)}, tried for {sum(0 < count <= LARGEST_TRIED for count, _, _ in counts)}."
    )


def on_pack(authority: str, quarter: str) -> None:
    """Every release of the pages of a pack."""
    from analysis.disclosure import release
    from analysis.pages import outline
    from analysis.pages.building import build_page
    from analysis.pages.given import Given
    from analysis.pages.registry import PAGES

    released: list[tuple[Linked, Suppressed]] = []

    def noted(linked: Linked, smallest_count: int, fewest_values: int) -> Suppressed:
        found = suppress(linked, smallest_count, fewest_values)
        released.append((linked, found))
        return found

    release.suppress = linking.suppress = noted
    for name in PAGES:
        build_page(outline(name), Given(authority, quarter, "public", dict(CHOICES)))
    counts = [beyond_need(linked, found) for linked, found in released if found.primary or found.secondary]
    print(f"{authority} {quarter}: {len(released)} releases, of which {len(counts)} hide.")
    print(
        f"Hidden: {sum(len(found.primary) for _, found in released)} small or withheld, {sum(count for count, _, _ in counts)} beside them."
    )
    print(
        f"Could be shown alone: {sum(spare for _, spare, _ in counts)}. Releases for which fewer cells would do: {sum(fewer for *_, fewer in counts)}, tried for {sum(0 < count <= LARGEST_TRIED for count, _, _ in counts)}."
    )


def on_packs(folder: Path) -> None:
    """All packs of a council, the newest first, attacked together."""
    packs = [pack for path in sorted(folder.glob("20*"), reverse=True) if (pack := read_pack(path))]
    began = time.process_time()
    findings, attacked = attack_pack(packs)
    print(
        f"{folder.name}: {len(packs)} packs together, {attacked} hidden figures attacked, {len(findings)} recovered, {time.process_time() - began:.1f} s of processor."
    )


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    {"tables": on_tables, "pack": on_pack, "packs": lambda folder: on_packs(Path(folder))}[what](*rest)
