"""Every page's own computation, without notebooks: what a run of the pack cannot go below. Run with ``make bench``.

The first time is processor seconds of one bare process with its imports; the second is of the pages alone, once all is imported.
"""

import ast
import json
import resource
import subprocess
import sys
import time

from analysis.catalogue.project import project_root
from analysis.pages import build, names, outline

ENDS = ("opening", "changes", "limits", "method", "missing", "sources")
GIVEN = ("authority", "quarter", "policy")


def choices(name: str) -> dict:
    """What the first cell of a page's notebook tells the page, beside whose figures and of which quarter."""
    notebook = json.loads((project_root() / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    first = ast.parse("".join(notebook["cells"][0]["source"]))
    stated = {line.targets[0].id: ast.literal_eval(line.value) for line in first.body if isinstance(line, ast.Assign)}
    return {key: value for key, value in stated.items() if key not in GIVEN}


def every_page(pages: list[str] | None = None) -> int:
    """Each page of the pack made and shown, or each of some, as its notebook's cells do; how many parts were shown."""
    shown = 0
    for name in pages or names():
        page = build(name, "plymouth", "2023-24-Q2", "public", **choices(name))
        for part in (*ENDS, *(section.name for section in outline(name).sections)):
            shown += bool(getattr(page, part)._repr_mimebundle_())
    return shown


def used_by_children() -> float:
    """Processor seconds of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_cells_in_one_bare_process(benchmark):
    # Where nothing is measured, one page shows that it runs: every page is made by the test below.
    pages, seconds = names() if benchmark.enabled else names()[-1:], []

    def run():
        before = used_by_children()
        subprocess.run([sys.executable, __file__, *pages], check=True)
        seconds.append(used_by_children() - before)

    benchmark.pedantic(run, rounds=5)
    benchmark.extra_info["processor_seconds"] = seconds


def test_cells_once_imported(benchmark):
    seconds = []

    def run():
        before = time.process_time()
        shown = every_page()
        seconds.append(time.process_time() - before)
        return shown

    assert benchmark.pedantic(run, rounds=5, warmup_rounds=1) > len(ENDS) * len(names())
    benchmark.extra_info["processor_seconds"] = seconds[1:]


if __name__ == "__main__":
    every_page(sys.argv[1:])
