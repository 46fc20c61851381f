"""Tau-Argus as an independent judge: what it says that an outsider can work out, and how few counts it would hide.

Its engine (Statistics Netherlands; cell suppression by Fischetti and Salazar-González) comes with HiGHS in the package ``pytauargus``.
"""

import itertools
import random
from pathlib import Path

import pytest
from pytauargus.batch import Suppress
from pytauargus.engine import Engine, audit_jj

from analysis.disclosure.attack import LARGEST_COUNT, feasible_ranges, total
from analysis.disclosure.policy import policy_named
from analysis.disclosure.suppression import Linked, suppress

POLICY = policy_named("public")
MOST_BEYOND = 2.0
"""Times as many counts as Tau-Argus would hide that we may: 1.8 as measured."""
METADATA = """<SEPARATOR> ";"
<SAFE> S
<UNSAFE> U
<PROTECT> P
row
 <RECODEABLE>
 <TOTCODE> "T"
column
 <RECODEABLE>
 <TOTCODE> "T"
children
 <NUMERIC>
 <DECIMALS> 0
lower
 <NUMERIC> <LOWERPL>
upper
 <NUMERIC> <UPPERPL>
status
 <STATUS>
"""
BATCH = """<OPENTABLEDATA> "{folder}/table.tab"
<OPENMETADATA> "{folder}/table.rda"
<SPECIFYTABLE> "row""column"|"children"
<SAFETYRULE> MAN(0)
<READTABLE> 0
"""


class TauArgus:
    """A table of counts with totals, each cell with a status: U small, M hidden beside it, S shown."""

    def __init__(self, counts: dict[tuple[str, str], int], statuses: dict[tuple[str, str], str]):
        self.cells = [cell for cell in sorted(with_totals(counts)) if with_totals(counts)[cell]]
        values = with_totals(counts)
        lines = [f'"{a}";"{b}";{values[a, b]};0;{2 * (statuses.get((a, b)) == "U")};{statuses.get((a, b), "S")}' for a, b in self.cells]
        folder = Path.cwd()
        (folder / "table.tab").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / "table.rda").write_text(METADATA, encoding="utf-8")
        (folder / "table.arb").write_text(BATCH.format(folder=folder), encoding="utf-8")
        self.engine = Engine()
        self.engine.run_batch(str(folder / "table.arb"))

    def audited(self) -> list[tuple[int, int, int]]:
        """Of each hidden cell, smallest first: its value, and its smallest and largest possible one, if none is nought."""
        assert self.engine._tau.write_jj_format(0, "audit.jj", 1, LARGEST_COUNT, False, False, False)
        return sorted((round(row["value"]), round(row["min"]), round(row["max"])) for row in audit_jj("audit.jj"))

    def optimal(self) -> int:
        """How many cells are hidden where the sum of hidden counts is as small as can be."""
        self.engine._table_cell_bounds = lambda table: (1, LARGEST_COUNT)
        self.engine.suppress(Suppress("OPT", 1, opt_max_time=5))
        return len(self.audited())


def with_totals(counts: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    rows, columns = sorted({a for a, _ in counts}), sorted({b for _, b in counts})
    both = dict(counts)
    both |= {(a, "T"): sum(counts[a, b] for b in columns) for a in rows}
    both |= {("T", b): sum(counts[a, b] for a in rows) for b in columns}
    return both | {("T", "T"): sum(counts.values())}


def relations(counts):
    rows, columns = sorted({a for a, _ in counts}), sorted({b for _, b in counts})
    found = [total([(a, b) for b in columns], (a, "T")) for a in rows] + [total([(a, b) for a in rows], ("T", b)) for b in columns]
    return [*found, total([(a, "T") for a in rows], ("T", "T")), total([("T", b) for b in columns], ("T", "T"))]


def made(seed: int) -> dict[tuple[str, str], int]:
    """A table of teams by kinds, of the sizes that a council has: a few small counts among larger ones."""
    drawn = random.Random(seed)
    rows, columns = "abcde"[: drawn.randint(3, 5)], "wxyz"[: drawn.randint(2, 4)]
    sizes = (*range(1, 5), *range(0, 12), *range(5, 60))
    return {cell: drawn.choice(sizes) for cell in itertools.product(rows, columns)}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Its solvers write their logs where they are started."""
    monkeypatch.chdir(tmp_path)


def test_a_table_of_the_literature_gives_the_answer_worked_out_by_hand():
    """The table with which papers on cell suppression explain the attack (Fischetti and Salazar-González; taken from a public repository, not from a paper):
    of 22, hidden with three others, an outsider learns that it is from 5 to 30."""
    values = (20, 50, 10, 8, 19, 22, 17, 32, 12)
    counts = dict(zip(itertools.product(("I", "II", "III"), "ABC"), values, strict=True))
    hidden = {("II", "A"), ("II", "C"), ("III", "A"), ("III", "C")}
    shown = {cell: value for cell, value in with_totals(counts).items() if cell not in hidden}
    ranges = feasible_ranges(shown, dict.fromkeys(hidden, (0, float("inf"))), relations(counts))
    assert ranges["II", "C"] == (5, 30)
    # By hand: 30 less it, 34 less it, and 5 less than it, none below nought.
    assert (ranges["II", "A"], ranges["III", "C"], ranges["III", "A"]) == ((0, 25), (4, 29), (0, 25))


def test_it_finds_out_as_much_of_what_is_hidden_as_our_own_attack_and_no_count_is_given_away():
    """What it would hide is a bound from below: it asks for three values of small counts alone, of one reader, where we ask it of all that is hidden, of three."""
    hidden_in_all = optimum_in_all = 0
    for seed in range(9):
        counts = made(seed)
        small = {cell for cell, value in counts.items() if 0 < value < POLICY.smallest_count}
        found = suppress(Linked(with_totals(counts), relations(counts)), POLICY.smallest_count, POLICY.fewest_values)
        hidden = found.primary | found.secondary
        if found.found_out or not small:
            continue
        values = with_totals(counts)
        judged = TauArgus(counts, {cell: "U" if cell in found.primary else "M" for cell in hidden}).audited()
        shown = {cell: value for cell, value in values.items() if cell not in hidden}
        ours = feasible_ranges(shown, dict.fromkeys(hidden, (1, float("inf"))), relations(counts))
        assert judged == sorted((values[cell], *ours[cell]) for cell in hidden), seed
        assert all(most - least + 1 >= POLICY.fewest_values for _, least, most in judged), seed
        hidden_in_all += len(hidden)
        optimum_in_all += TauArgus(counts, dict.fromkeys(found.primary, "U")).optimal()
    assert 30 < optimum_in_all <= hidden_in_all <= MOST_BEYOND * optimum_in_all
