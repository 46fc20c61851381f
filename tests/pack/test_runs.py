"""Runs that are ended, killed, side by side or for the second time: the pack that stands is whole, and nothing is left."""

import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import psutil
import pytest
from bs4 import BeautifulSoup
from built_projects import command, copied, publish, start
from small_council import PACK

from analysis.pages.registry import PAGES
from analysis.publish.manifest import checksums, read_manifest, write_manifest

PLYMOUTH = Path("reports/plymouth/2023-24-q2")
KILLS = int(os.environ.get("KILLS", "4"))


@pytest.fixture
def built(small_project, tmp_path) -> Path:
    """A published project of few pages: how a run ends does not depend on how many there are."""
    return copied(small_project, tmp_path / "project")


def text_of(path: Path) -> str:
    return re.sub(r"\s+", " ", BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").main.get_text(" "))


def state(root: Path) -> dict[str, str]:
    return checksums(root / "reports", [path for path in (root / "reports").rglob("*") if path.is_file()])


def pages_of(pack: Path) -> set[str]:
    return set(json.loads((pack / "manifest.json").read_text(encoding="utf-8"))["pages"])


def processes_of(root: Path) -> list[psutil.Process]:
    """Every process that works for a project: it names the project in its environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("ANALYSIS_PROJECT") == str(root) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


@pytest.fixture(autouse=True)
def temporary(monkeypatch):
    """A folder of its own for what runs write meanwhile, so that another run on this machine is not taken for theirs; short, for sockets."""
    with tempfile.TemporaryDirectory(prefix="runs-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


def nothing_is_left(root: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while left := processes_of(root):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
    assert not list((root / "reports").rglob(".*"))
    assert not list(Path(os.environ["TMPDIR"]).iterdir())


def begun(root: Path, *arguments: str, until: str = "Executing"):
    process = start(root, *arguments)
    for line in process.stderr:
        if until in line:
            return process
    raise AssertionError(f"It ended before {until}.")


def add_code(root: Path, page: str, code: str) -> None:
    path = root / "notebooks" / f"{page}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(code))
    nbformat.write(notebook, path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_ends_the_run_with_nothing_left(built, number):
    before = state(built)
    add_code(built, "caseloads", "import time\ntime.sleep(600)")
    process = begun(built, "--force", "--jobs", "2", until="Executed")
    os.kill(process.pid, number)
    told = process.stderr.read()
    assert process.wait(timeout=30) == 130
    process.stderr.close()
    assert "Stopped. What was there before is as it was." in told and "Traceback" not in told
    assert state(built) == before
    nothing_is_left(built, seconds=10)


def test_killed_at_random_moments_the_last_good_pack_is_whole(built):
    """Killed without a chance to clear up: kernels go at once, the rest goes with the next run."""
    before, moments = state(built), random.Random(11)
    notebooks = len(list(built.rglob("*.ipynb")))
    pack = built / PACK
    for _ in range(KILLS):
        process = start(built, "--force")
        time.sleep(moments.uniform(0.2, 5))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        assert read_manifest(pack) is not None
        whole = {name: digest for name, digest in state(built).items() if "/." not in name and not name.startswith(".")}
        assert whole == before
        deadline = time.monotonic() + 10
        while processes_of(built):
            assert time.monotonic() < deadline, processes_of(built)
            time.sleep(0.05)
        assert not list(Path(os.environ["TMPDIR"]).rglob("*.ipynb")) and len(list(built.rglob("*.ipynb"))) == notebooks
    outcome = publish(built, "--force")
    assert outcome.returncode == 0, outcome.stderr
    assert state(built) == before
    nothing_is_left(built, seconds=10)


def test_of_two_runs_at_once_the_second_says_that_it_waits(built):
    before = state(built)
    first = begun(built, "--force")
    os.kill(first.pid, signal.SIGSTOP)
    second = begun(built, "--only", "budget_variance", until=f"Waiting for another run that is writing {PACK.relative_to('reports')}")
    os.kill(first.pid, signal.SIGCONT)
    for process in (first, second):
        told = process.communicate(timeout=300)[1]
        assert process.returncode == 0, told
    assert state(built) == before
    nothing_is_left(built, seconds=10)


def test_a_hung_cell_is_named_and_the_last_pack_stands(built):
    before = state(built)
    add_code(built, "caseloads", "while True:\n    pass")
    outcome = publish(built, "--seconds-a-cell", "5")
    assert outcome.returncode == 1 and "Traceback" not in outcome.stderr
    cells = len(nbformat.read(built / "notebooks" / "caseloads.ipynb", as_version=4).cells)
    assert f"notebooks/caseloads.ipynb, cell {cells} took longer than 5 seconds and was ended." in outcome.stderr
    assert state(built) == before
    nothing_is_left(built, seconds=10)


def test_memory_that_is_all_taken_is_told_with_the_cell_and_the_last_pack_stands(built):
    """The system ends such a kernel, which has no chance to say anything."""
    before = state(built)
    add_code(built, "caseloads", "held = bytearray(200 * 2**20)\nimport os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    outcome = publish(built)
    assert outcome.returncode == 1 and "Traceback" not in outcome.stderr
    cells = len(nbformat.read(built / "notebooks" / "caseloads.ipynb", as_version=4).cells)
    assert f"notebooks/caseloads.ipynb, cell {cells}: the kernel died, by signal 9 (SIGKILL). It had held " in outcome.stderr
    assert state(built) == before
    nothing_is_left(built, seconds=10)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file.")
def test_a_disk_that_fills_while_pages_are_written_is_told_and_the_last_pack_stands(built):
    before = state(built)
    change_notebook(built)
    outcome = publish(built, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)))
    assert outcome.returncode == 1 and "Traceback" not in outcome.stderr
    assert "cannot be written: File too large. Free the disk" in outcome.stderr
    assert state(built) == before
    nothing_is_left(built, seconds=10)


def executed(outcome) -> set[str]:
    assert outcome.returncode == 0, outcome.stderr
    return {line.split("Executing ")[1] for line in outcome.stderr.splitlines() if "Executing " in line}


def test_a_pack_that_is_as_it_would_be_made_is_said_to_be(built):
    before = state(built)
    outcome = command(built, "verify", str(PACK), "--jobs", "1")
    assert executed(outcome) >= pages_of(built / PACK)
    assert f"{len(list((built / PACK).rglob('*.*')))} files made anew: every byte is the same." in outcome.stdout
    assert state(built) == before
    nothing_is_left(built, seconds=10)


def test_what_differs_from_what_would_be_made_is_named(built):
    pack = built / PACK
    page = (pack / "caseloads.html").read_text(encoding="utf-8")
    (pack / "caseloads.html").write_text(page.replace("children", "people", 1), encoding="utf-8")
    (pack / "data" / "budget_monitoring_cs.csv").unlink()
    (pack / "added.txt").touch()
    before = state(built)
    outcome = command(built, "verify", str(pack), "--ordinary-kernels")
    assert outcome.returncode == 1
    told = [line for line in outcome.stderr.splitlines() if line[0] not in " 0123456789"]
    assert told == ["caseloads.html differs.", "data/budget_monitoring_cs.csv is missing.", "added.txt should not be there."]
    assert state(built) == before
    nothing_is_left(built, seconds=10)


def change_scenario(root: Path) -> None:
    path = root / "scenarios" / "no_scheme.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('purpose = "', 'purpose = "Changed here: ', 1), encoding="utf-8")


def change_dataset(root: Path) -> None:
    path = root / "data" / "raw" / "stated_drivers.csv"
    text = path.read_text(encoding="utf-8")
    assert "bespoke packages" in text
    path.write_text(text.replace("bespoke packages", "bespoke places"), encoding="utf-8")


def change_notebook(root: Path) -> None:
    path = root / "notebooks" / "caseloads.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("A sentence put in."))
    nbformat.write(notebook, path)


def change_page(root: Path) -> None:
    """So that its manifest agrees with it: only who noted the manifest itself can tell."""
    pack = root / PLYMOUTH
    path, facts = pack / "caseloads.html", read_manifest(pack)
    path.write_text(path.read_text(encoding="utf-8").replace("children", "people"), encoding="utf-8")
    del facts["files"]
    write_manifest(pack, facts)
    assert read_manifest(pack) is not None


ELSEWHERE = {"TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "77", "COLUMNS": "20"}
"""Another place, time and language than those in which the packs of tests are made."""


@pytest.fixture(scope="module")
def changed(built_project, tmp_path_factory) -> dict[Callable, tuple[set[str], dict[str, str]]]:
    """One change after the other in one project, each of pages of its own, the last by hand: pages executed after each, and the project then.

    After the last every page is made anew: by ordinary kernels, more than there are cores, in another folder, time zone and language.
    """
    roots = tmp_path_factory.mktemp("changed")
    root, found = copied(built_project, roots / "project"), {}
    for change in (change_scenario, change_dataset, change_notebook):
        change(root)
        found[change] = executed(publish(root)), state(root)
    moved = roots / "moved {here} ü"
    shutil.move(root, moved)
    change_page(moved)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ELSEWHERE.items():
            patch.setenv(name, value)
        found[change_page] = executed(publish(moved, "--ordinary-kernels", "--jobs", "4")), state(moved)
    return found


class TestOnlyWhatChanged:
    def test_a_changed_scenario_makes_the_page_that_shows_it_anew_and_no_other(self, changed):
        assert changed[change_scenario][0] == {"fostering_invest_to_save"}

    def test_a_changed_dataset_makes_the_pages_that_read_it_anew(self, changed):
        # The page on the checks depends on everything that is checked.
        assert changed[change_dataset][0] == {"budget_variance", "figures_checked"}

    def test_a_changed_notebook_makes_its_page_anew(self, changed):
        assert changed[change_notebook][0] == {"caseloads"}

    def test_a_page_of_the_pack_that_was_changed_by_hand_is_made_anew(self, changed):
        # Nothing of a pack that is not whole is taken over.
        assert changed[change_page][0] == set(PAGES)

    def test_a_pack_of_what_changed_is_byte_for_byte_one_that_is_made_anew_elsewhere_by_ordinary_kernels(self, changed, built_project):
        assert changed[change_notebook][1] == changed[change_page][1] != state(built_project)


def test_a_total_that_its_parts_miss_is_a_warning_on_the_page_not_a_stop(built):
    path = built / "data" / "raw" / "budget_monitoring_totals.csv"
    text = path.read_text(encoding="utf-8")
    assert "78.000,3.000" in text
    path.write_text(text.replace("78.000,3.000", "79.000,4.000"), encoding="utf-8")
    outcome = publish(built)
    assert outcome.returncode == 0, outcome.stderr
    assert "printed £79.000\u00a0million, the other figures give £78.000\u00a0million." in outcome.stderr
    for name in ("budget_variance.html", "index.html"):
        assert "printed £79.000 million, the other figures give £78.000 million." in text_of(built / PACK / name)
    assert "does not agree" in text_of(built / PACK / "figures_checked.html")
