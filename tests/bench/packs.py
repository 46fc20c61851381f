"""How long a pack takes, beside the other ways to run the same notebooks: ``python tests/bench/packs.py --runs 5 --write``.

Each way is run in turn, and then each again, so that what else the machine does falls on all of them. The floor is the same cells
in one bare process, spread over the cores. ``--write`` puts the table into README.md.
"""

import argparse
import ast
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

REPOSITORY = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
SAMPLE_SECONDS = 0.25


@dataclass(frozen=True)
class Way:
    """A way to run a pack: what is done before the clock starts, and the commands that it runs."""

    title: str
    commands: Callable[[Path], list[list[str]]]
    before: Callable[[Path], None] = lambda root: None


@dataclass(frozen=True)
class Measured:
    """One run of a way."""

    seconds: float
    processor_seconds: float
    memory_mib: float


def main() -> None:
    """Measure, print the table, and write it where it was asked for."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=1, help="Runs of each way; the table shows their medians.")
    options.add_argument("--pages", type=int, help="Only the first pages of the pack for the ways without this package's command.")
    options.add_argument("--write", action="store_true", help="Put the table into README.md.")
    options.add_argument("--cells", nargs="*", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.cells:
        run_cells([Path(name) for name in chosen.cells])
        return
    with tempfile.TemporaryDirectory() as folder:
        root = copied(Path(folder) / "project")
        measured: dict[str, list[Measured]] = {}
        for number in range(chosen.runs):
            for way in ways(chosen.pages):
                way.before(root)
                measured.setdefault(way.title, []).append(measure(way.commands(root), root))
                print(f"run {number + 1}, {way.title}: {measured[way.title][-1].seconds:.1f} s", file=sys.stderr, flush=True)
    text = table(measured, chosen.runs)
    print(text)
    if chosen.write:
        readme = REPOSITORY / "README.md"
        before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
        readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def ways(pages: int | None) -> list[Way]:
    """Every way, the floor first."""
    from analysis.pages.registry import PAGES

    names = PAGES[:pages]

    def notebooks(root: Path) -> list[Path]:
        return [root / "notebooks" / f"{name}.ipynb" for name in names]

    def by_papermill(root: Path) -> list[list[str]]:
        commands = []
        for path in notebooks(root):
            executed = root / "executed" / path.name
            commands.append([str(BIN / "papermill"), str(path), str(executed), "--cwd", str(path.parent), "--no-progress-bar"])
            commands.append([str(BIN / "jupyter"), "nbconvert", "--to", "html", "--log-level", "ERROR", str(executed)])
        return commands

    def by_nbconvert(root: Path) -> list[list[str]]:
        line = [
            str(BIN / "jupyter"),
            "nbconvert",
            "--execute",
            "--to",
            "html",
            "--log-level",
            "ERROR",
            "--output-dir",
            str(root / "executed"),
        ]
        return [[*line, str(path)] for path in notebooks(root)]

    publish = [str(BIN / "analysis"), "publish"]
    return [
        Way("the cells alone, in one bare process", lambda root: [[sys.executable, __file__, "--cells", *map(str, notebooks(root))]]),
        Way("`analysis publish`, nothing there", lambda root: [publish], nothing_there),
        Way("`analysis publish`, nothing changed", lambda root: [publish]),
        Way("`analysis publish`, one dataset changed", lambda root: [publish], change_dataset),
        Way("`analysis publish`, one value of a scenario changed", lambda root: [publish], change_scenario),
        Way("`analysis scenario run central`, 100,000 draws", lambda root: [[str(BIN / "analysis"), "scenario", "run", "central"]]),
        Way(
            "`analysis scenario compare published central`",
            lambda root: [[str(BIN / "analysis"), "scenario", "compare", "published", "central"]],
        ),
        Way("`papermill`, then `jupyter nbconvert`", by_papermill, empty_executed),
        Way("`jupyter nbconvert --execute`", by_nbconvert, empty_executed),
    ]


def copied(root: Path) -> Path:
    """A project of its own to publish."""
    for name in ("data/raw", "notebooks", "checks", "scenarios"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "extracts", "national"))
    for name in ("requirements.lock", "data/project.toml"):
        if (REPOSITORY / name).is_file():
            shutil.copy(REPOSITORY / name, root / name)
    return root


def nothing_there(root: Path) -> None:
    """Take away the packs and all that was kept of the last run."""
    for name in ("reports", "data/processed"):
        shutil.rmtree(root / name, ignore_errors=True)


def empty_executed(root: Path) -> None:
    """An empty folder for executed notebooks."""
    shutil.rmtree(root / "executed", ignore_errors=True)
    (root / "executed").mkdir()


def change_dataset(root: Path) -> None:
    """Another budget for one service, by a thousand pounds."""
    path = root / "data" / "raw" / "budget_history.csv"
    text = path.read_text(encoding="utf-8")
    figure = re.search(r"\d+\.\d{3}", text)
    path.write_text(text.replace(figure[0], f"{float(figure[0]) + 0.001:.3f}", 1), encoding="utf-8")


def change_scenario(root: Path) -> None:
    """A thousand pounds a year more to run the scenario that the page tests."""
    path = root / "scenarios" / "central.toml"
    text = path.read_text(encoding="utf-8")
    figure = re.search(r"running_cost_gbp_per_year\]\nvalue = (\d+)", text)
    path.write_text(text[: figure.start(1)] + str(int(figure[1]) + 1000) + text[figure.end(1) :], encoding="utf-8")


def measure(commands: list[list[str]], root: Path) -> Measured:
    """Run commands one after the other; seconds, processor seconds, and the most memory that they held at once."""
    environment = {**os.environ, "ANALYSIS_PROJECT": str(root)}
    most, done = [0.0], threading.Event()
    own = psutil.Process()

    def watch() -> None:
        while not done.wait(SAMPLE_SECONDS):
            held = 0
            for process in own.children(recursive=True):
                try:
                    full = process.memory_full_info()
                    # Shared pages count once among those who share them: forked kernels share most of theirs.
                    held += getattr(full, "pss", full.uss)
                except psutil.Error:
                    continue
            most[0] = max(most[0], held / 2**20)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    before, started = processor_seconds(), time.perf_counter()
    for line in commands:
        outcome = subprocess.run(line, cwd=root, env=environment, capture_output=True, text=True, check=False)
        if outcome.returncode:
            raise SystemExit(f"{' '.join(line)} failed:\n{outcome.stderr}")
    seconds = time.perf_counter() - started
    done.set()
    watcher.join()
    return Measured(seconds, processor_seconds() - before, most[0])


def processor_seconds() -> float:
    """Processor time of every child that has ended, and of theirs."""
    spent = os.times()
    return spent.children_user + spent.children_system


def table(measured: dict[str, list[Measured]], runs: int) -> str:
    """Medians as a table in Markdown."""
    medians = {
        title: [statistics.median(getattr(one, name) for one in rows) for name in ("seconds", "processor_seconds", "memory_mib")]
        for title, rows in measured.items()
    }
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    floor = next(iter(medians.values()))[0] / cores
    lines = [
        "| Way | Seconds | Times the floor | Processor seconds | Most memory, MiB |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(f"| {title} | {row[0]:.1f} | {row[0] / floor:.1f} | {row[1]:.1f} | {row[2]:,.0f} |" for title, row in medians.items()),
    ]
    what = f"Medians of {runs} runs" if runs > 1 else "One run"
    lines += ["", f"{what} on {cores} cores, Python {platform.python_version()}. The floor is the first row over the cores: {floor:.1f} s."]
    return "\n".join(lines)


def run_cells(paths: list[Path]) -> None:
    """Run the cells of notebooks in this process, and ask what each shows for its markup, as a kernel would."""
    for path in paths:
        os.chdir(path.parent)
        names: dict = {"__name__": "__main__"}
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] != "code":
                continue
            tree = ast.parse("".join(cell["source"]))
            shown = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, path.name, "exec"), names)
            if shown is not None:
                value = eval(compile(ast.Expression(shown.value), path.name, "eval"), names)
                show = getattr(value, "_repr_mimebundle_", None) or getattr(value, "_repr_html_", None)
                if show is not None:
                    show()


if __name__ == "__main__":
    main()
